/* test_encode_parts.h - a strict ESC/POS printer on a page, and receipts to send to it.
 *
 * Written from Epson's command reference, not from the encoder: it takes bytes one at a time, knows
 * the commands below with the range of each parameter, and counts everything else as unknown.
 */
#pragma once

#include "tests/support/check.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "receipts/printer/encode.h"
#include "tests/support/sweep.h"

#define PAPER_BYTES 400000
#define SAID_ROOM 20000
#define COMMAND_ROOM 160

/* paper: the dots that came out, row by row; said: the letters, with \n; events: a letter for each
 * thing that is not print: c cut, d drawer, b buzzer, p picture, q code, e echo, i initialised. */
struct printer {
	uint8_t command[COMMAND_ROOM];
	size_t known;
	size_t skip;
	uint32_t stride;
	uint32_t rows_max;
	uint8_t paper[PAPER_BYTES];
	size_t length;
	char said[SAID_ROOM];
	size_t said_length;
	char events[2000];
	size_t events_length;
	char code[COMMAND_ROOM];
	char job[5];
	int page;
	int unknown;
	uint8_t size;
	uint32_t module;
};

static inline void printer_note(struct printer *printer, char event)
{
	assert_true(printer->events_length + 1 < sizeof(printer->events));
	printer->events[printer->events_length++] = event;
}

/* How long the command is that begins so; 0: there is none such. */
static inline size_t printer_command(const uint8_t *command, size_t known)
{
	if (known < 2)
		return 2;
	if (command[1] == '(') {
		if (known < 5)
			return 5;
		return 5 + command[3] + 256u * command[4] <= COMMAND_ROOM ? 5u + command[3] : 0;
	}
	if (command[0] == 0x1B) {
		if (command[1] == '@')
			return 2;
		if (command[1] == 'p')
			return 5;
		return command[1] != 0 && strchr("dtEa", command[1]) != NULL ? 3 : 0;
	}
	if (command[1] == 'v')
		return known > 2 && command[2] != '0' ? 0 : 8;
	if (command[1] == 'V')
		return known < 3 ? 3 : command[2] == 65 || command[2] == 66 ? 4 : 0;
	return command[1] == '!' ? 3 : 0;
}

/* One of a code's functions, as GS ( k has them for QR; false: not as the reference says. */
static inline bool printer_code(struct printer *printer)
{
	const uint8_t *at = printer->command + 5;
	const size_t length = printer->known - 5;

	if (length < 3 || at[0] != 49)
		return false;
	if (at[1] == 65)
		return length == 4 && (at[2] == 49 || at[2] == 50) && at[3] == 0;
	if (at[1] == 67) {
		printer->module = at[2];
		return length == 3 && at[2] >= 1 && at[2] <= 16;
	}
	if (at[1] == 69)
		return length == 3 && at[2] >= 48 && at[2] <= 51;
	if (at[1] == 80) {
		memcpy(printer->code, at + 3, length - 3);
		printer->code[length - 3] = '\0';
		return length >= 4 && at[2] == 48;
	}
	printer_note(printer, 'q');
	return at[1] == 81 && length == 3 && at[2] == 48;
}

static inline void printer_obey_gs(struct printer *printer)
{
	const uint8_t *command = printer->command;

	if (command[1] == 'V')
		printer_note(printer, 'c');
	if (command[1] == '!')
		printer->size = command[2];
	if (command[1] == '(' && command[2] == 'k')
		printer->unknown += !printer_code(printer);
	if (command[1] == '(' && command[2] == 'H') {
		printer->unknown += command[3] != 6 || command[5] != 48 || command[6] != 48;
		memcpy(printer->job, command + 7, 4);
		printer_note(printer, 'e');
	}
	if (command[1] == 'v') {
		const uint32_t rows = command[6] + 256u * command[7];

		printer->stride = command[4] + 256u * command[5];
		printer->skip = (size_t)printer->stride * rows;
		if (rows > printer->rows_max)
			printer->rows_max = rows;
		printer_note(printer, 'p');
	}
}

static inline void printer_obey(struct printer *printer)
{
	const uint8_t *command = printer->command;

	if (command[0] == 0x1D) {
		printer_obey_gs(printer);
		return;
	}
	if (command[1] == '@')
		printer_note(printer, 'i');
	if (command[1] == 't')
		printer->page = command[2];
	if (command[1] == 'p')
		printer_note(printer, 'd');
	if (command[1] == '(')
		printer_note(printer, command[2] == 'A' && command[5] == 48 ? 'b' : '?');
}

static inline void printer_take(struct printer *printer, uint8_t byte)
{
	if (printer->skip > 0) {
		assert_true(printer->length < PAPER_BYTES);
		printer->paper[printer->length++] = byte;
		printer->skip--;
		return;
	}
	if (printer->known == 0 && byte != 0x1B && byte != 0x1D) {
		if (byte == 0)
			return;
		printer->unknown += (byte < 0x20 && byte != '\n') || byte == 0x7F;
		assert_true(printer->said_length + 1 < SAID_ROOM);
		printer->said[printer->said_length++] = (char)byte;
		return;
	}
	printer->command[printer->known++] = byte;
	if (printer_command(printer->command, printer->known) == 0) {
		printer->known = 0;
		printer->unknown++;
	} else if (printer_command(printer->command, printer->known) == printer->known) {
		printer_obey(printer);
		printer->known = 0;
	}
}

static inline void printer_take_all(struct printer *printer, const struct bytes *bytes)
{
	for (size_t at = 0; at < bytes->length; at++)
		printer_take(printer, bytes->data[at]);
}

/* What a test needs, opened once for each. */
struct desk {
	struct sweep sweep;
	struct host host;
	struct fonts *fonts;
	struct paper paper;
	struct bytes bytes;
	struct rgl_why why;
};

static inline int desk_set_up(void **state)
{
	static struct desk desk;

	sweep_init(&desk.sweep, SWEEP_NEVER);
	host_init(&desk.host, &desk.sweep.host);
	desk.fonts = NULL;
	desk.paper = paper_of(&desk.host);
	desk.bytes = bytes_of(&desk.host);
	desk.why = (struct rgl_why) { 0 };
	*state = &desk;
	return 0;
}

static inline int desk_tear_down(void **state)
{
	struct desk *desk = *state;

	paper_free(&desk->paper);
	bytes_free(&desk->bytes);
	fonts_close(desk->fonts);
	assert_int_equal(desk->sweep.held, 0);
	assert_false(desk->sweep.misused);
	return 0;
}

static inline rgl_rc desk_encode(struct desk *desk, const struct encode_wish *wish)
{
	desk->bytes.length = 0;
	return encode_paper(&desk->paper, wish, &desk->host, &desk->fonts, &desk->bytes,
			    &desk->why);
}

static inline void desk_say(struct desk *desk, enum paper_size size, const char *text)
{
	paper_text(&desk->paper, (struct paper_style) { PAPER_LEFT, size, false, 0 }, text);
}

static inline void desk_row(struct desk *desk, const char *left, const char *right)
{
	const char *const texts[] = { left, right };

	paper_columns(&desk->paper, (struct paper_style) { PAPER_LEFT, PAPER_NORMAL, false, 0 },
		      texts, 2);
}

/* A small receipt with one of everything. */
static inline void desk_fill(struct desk *desk)
{
	struct paper *paper = &desk->paper;

	paper_mark(paper, PAPER_DRAWER);
	paper_mark(paper, PAPER_PICTURE);
	paper_text(paper, (struct paper_style) { PAPER_CENTRE, PAPER_LARGE, true, 0 },
		   "Caf\xC3\xA9");
	paper_rule(paper);
	desk_row(desk, "Flat white", "38.00");
	desk_row(desk, "2 \xC3\x97 Cinnamon snail", "64.00");
	paper_space(paper);
	desk_say(desk, PAPER_NORMAL,
		 "\xE0\xA4\xB6\xE0\xA5\x81\xE0\xA4\x95\xE0\xA5\x8D\xE0\xA4\xB0"
		 "\xE0\xA4\xBF\xE0\xA4\xAF\xE0\xA4\xBE");
	paper_mark(paper, PAPER_CUT);
	paper_qr(paper, PAPER_NORMAL, "RG17KQM2XWD9FABC3DE");
	paper_mark(paper, PAPER_BUZZER);
}
