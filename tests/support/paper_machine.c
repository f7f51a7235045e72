/* paper_machine.c - see paper_machine.h. */
#include "tests/support/paper_machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DLE = 0x10, EOT = 0x04, ESC = 0x1b, GS = 0x1d, NEED_MORE = 0 };

static void *grown(void *memory, size_t bytes)
{
	void *more = realloc(memory, bytes);

	if (more == NULL)
		abort();
	return more;
}

void paper_machine_init(struct paper_machine *ret)
{
	memset(ret, 0, sizeof(*ret));
}

void paper_machine_free(struct paper_machine *machine)
{
	for (size_t i = 0; i < machine->count; i++)
		free(machine->slips[i].dots);
	free(machine->slips);
	free(machine->uncut.dots);
	free(machine->said);
	paper_machine_init(machine);
}

void paper_machine_say(struct paper_machine *machine, const void *bytes, size_t length)
{
	machine->said = grown(machine->said, machine->said_length + length);
	memcpy(machine->said + machine->said_length, bytes, length);
	machine->said_length += length;
}

static void cut(struct paper_machine *machine)
{
	machine->slips = grown(machine->slips, (machine->count + 1) * sizeof(*machine->slips));
	machine->slips[machine->count++] = machine->uncut;
	machine->uncut = (struct slip_of_paper) { 0 };
	machine->cuts++;
}

static void say_counter(struct paper_machine *machine)
{
	unsigned number = machine->command[4] + 256u * machine->command[5];
	char text[24];
	int length = snprintf(text, sizeof(text), "_%llu",
			      number == 178 ? (unsigned long long)machine->cuts : 0);

	if (!machine->is_plain)
		paper_machine_say(machine, text, (size_t)length + 1);
}

static void say_echo(struct paper_machine *machine)
{
	uint8_t echo[7] = { 0x37, 0x22 };

	memcpy(echo + 2, machine->command + 7, 4);
	if (!machine->is_plain)
		paper_machine_say(machine, echo, sizeof(echo));
}

/* DLE EOT is heard when it comes in, also in the middle of a picture, of which it stays a part. All
 * is well: paper is in, the cover closed. */
static void hear_at_once(struct paper_machine *machine, uint8_t byte)
{
	static const uint8_t fine = 0x12;

	if (machine->last[0] == DLE && machine->last[1] == EOT && byte >= 1 && byte <= 4)
		paper_machine_say(machine, &fine, 1);
	machine->last[0] = machine->last[1];
	machine->last[1] = byte;
}

/* GS r: paper is in. */
static void say_paper(struct paper_machine *machine)
{
	static const uint8_t paper = 0x00;

	paper_machine_say(machine, &paper, 1);
}

/* How long the command is, as far as it has come; NEED_MORE: that is not known yet. */
static size_t length_of(const uint8_t *command, size_t held)
{
	if (held < 2)
		return NEED_MORE;
	if (command[0] == DLE)
		return 3;
	if (command[0] == ESC)
		return command[1] == '@' ? 2 : command[1] == 'p' ? 5 : 3;
	switch (command[1]) {
	case 'V':
		return held < 3 ? NEED_MORE : command[2] >= 'A' ? 4 : 3;
	case 'v':
		return 8;
	case '(':
		return held < 5 ? NEED_MORE : 5 + command[3] + 256u * command[4];
	case 'g':
		return 6;
	default:
		return 3;
	}
}

static void run_group(struct paper_machine *machine)
{
	const uint8_t *command = machine->command;

	switch (command[1]) {
	case 'V':
		cut(machine);
		break;
	case 'v':
		machine->payload =
			(command[4] + 256u * command[5]) * (size_t)(command[6] + 256u * command[7]);
		break;
	case 'g':
		say_counter(machine);
		break;
	case '(':
		if (command[2] == 'H' && command[3] == 6 && command[5] == 48 && command[6] == 48)
			say_echo(machine);
		break;
	case 'r':
		say_paper(machine);
		break;
	default:
		machine->unknown++;
	}
}

static void run(struct paper_machine *machine)
{
	if (machine->command[0] == GS)
		run_group(machine);
	machine->held = 0;
}

static void take_picture(struct paper_machine *machine, const uint8_t *bytes, size_t length)
{
	struct slip_of_paper *slip = &machine->uncut;

	slip->dots = grown(slip->dots, slip->length + length);
	memcpy(slip->dots + slip->length, bytes, length);
	slip->length += length;
	machine->payload -= length;
}

static void take_byte(struct paper_machine *machine, uint8_t byte)
{
	if (machine->held == 0 && byte != DLE && byte != ESC && byte != GS) {
		machine->uncut.letters += byte >= 0x20;
		return;
	}
	machine->command[machine->held++] = byte;
	if (machine->held == length_of(machine->command, machine->held) ||
	    machine->held == sizeof(machine->command))
		run(machine);
}

void paper_machine_take(struct paper_machine *machine, const uint8_t *bytes, size_t length)
{
	size_t at = 0;

	for (size_t i = 0; i < length; i++)
		hear_at_once(machine, bytes[i]);
	while (at < length) {
		size_t part = length - at < machine->payload ? length - at : machine->payload;

		if (part > 0)
			take_picture(machine, bytes + at, part);
		else
			take_byte(machine, bytes[at]);
		at += part > 0 ? part : 1;
	}
}

size_t paper_machine_hear(struct paper_machine *machine, uint8_t *ret, size_t room)
{
	size_t length = machine->said_length < room ? machine->said_length : room;

	if (length == 0)
		return 0;
	memcpy(ret, machine->said, length);
	machine->said_length -= length;
	memmove(machine->said, machine->said + length, machine->said_length);
	return length;
}

bool slip_ends_with(const struct slip_of_paper *slip, const uint8_t *dots, size_t length)
{
	return slip->letters == 0 && slip->length >= length &&
	       memcmp(slip->dots + slip->length - length, dots, length) == 0;
}

uint8_t *paper_machine_dots(const uint8_t *bytes, size_t length, size_t *ret_length)
{
	struct paper_machine machine;
	uint8_t *dots;

	paper_machine_init(&machine);
	paper_machine_take(&machine, bytes, length);
	if (machine.count == 0)
		cut(&machine);
	dots = machine.slips[0].dots;
	*ret_length = machine.slips[0].length;
	machine.slips[0].dots = NULL;
	paper_machine_free(&machine);
	return dots;
}
