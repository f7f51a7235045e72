/* fake_printer_firmware.c - how the printer works through its bytes: enough of ESC/POS to know
 * where each command ends, to cut, and to answer.
 *
 * Source: Epson's ESC/POS reference for lengths and status bits.
 */
#include <stdio.h>
#include <string.h>

#include "tests/support/fake_printer_parts.h"

#define DLE 0x10
#define EOT 0x04
#define ESC 0x1b
#define GS 0x1d

void fake_firmware_init(struct fake_firmware *firmware, size_t room, size_t *counts)
{
	*firmware = (struct fake_firmware) { .room = room == 0 ? 4096 : room, .counts = counts };
	firmware->taken = g_byte_array_new();
	firmware->paper = g_byte_array_new();
	firmware->answers = g_byte_array_new();
}

void fake_firmware_free(struct fake_firmware *firmware)
{
	g_byte_array_unref(firmware->taken);
	g_byte_array_unref(firmware->paper);
	g_byte_array_unref(firmware->answers);
}

void fake_firmware_restart(struct fake_firmware *firmware)
{
	firmware->worked = firmware->taken->len;
	firmware->head_length = 0;
	firmware->body_left = 0;
	firmware->realtime = 0;
	g_byte_array_set_size(firmware->answers, 0);
}

bool fake_firmware_is_full(const struct fake_firmware *firmware)
{
	return firmware->taken->len - firmware->worked >= firmware->room;
}

static void answer(struct fake_firmware *firmware, const void *bytes, size_t length)
{
	if (!firmware->is_mute)
		g_byte_array_append(firmware->answers, bytes, (guint)length);
}

/* DLE EOT n: bits 1 and 4 are always set. */
static void answer_realtime(struct fake_firmware *firmware, uint8_t which)
{
	uint8_t status = 0x12;

	if (which == 1 && (firmware->has_no_paper || firmware->is_open))
		status |= 0x08;
	if (which == 2)
		status |= (firmware->is_open ? 0x04 : 0) | (firmware->has_no_paper ? 0x20 : 0);
	if (which == 4 && firmware->has_no_paper)
		status |= 0x6c;
	firmware->counts[FAKE_QUESTIONS]++;
	answer(firmware, &status, 1);
}

uint8_t fake_firmware_port_status(const struct fake_firmware *firmware)
{
	if (firmware->has_no_paper)
		return 0x20;
	return firmware->is_open ? 0x00 : 0x18;
}

/* Real-time questions are looked for in everything that comes in, pictures too, as printers do. */
static void look_for_question(struct fake_firmware *firmware, uint8_t byte)
{
	if (firmware->realtime == 2) {
		answer_realtime(firmware, byte);
		firmware->realtime = 0;
	} else if (firmware->realtime == 1 && byte == EOT) {
		firmware->realtime = 2;
	} else {
		firmware->realtime = byte == DLE ? 1 : 0;
	}
}

void fake_firmware_take(struct fake_firmware *firmware, uint8_t byte)
{
	g_byte_array_append(firmware->taken, &byte, 1);
	firmware->counts[FAKE_TAKEN]++;
	look_for_question(firmware, byte);
}

void fake_firmware_ask(struct fake_firmware *firmware, const uint8_t question[3])
{
	g_byte_array_append(firmware->taken, question, 3);
	firmware->realtime = 0;
	answer_realtime(firmware, question[2]);
}

static size_t gs_length(const uint8_t *head, size_t length)
{
	switch (head[1]) {
	case 'V':
		if (length < 3)
			return 0;
		return head[2] < 2 || head[2] == '0' || head[2] == '1' ? 3 : 4;
	case 'v':
		if (length < 8)
			return 0;
		return 8 + (size_t)(head[4] | head[5] << 8) * (size_t)(head[6] | head[7] << 8);
	case '(':
		return length < 5 ? 0 : 5 + (size_t)(head[3] | head[4] << 8);
	case 'g':
		return 6;
	case 'L':
	case 'W':
	case 'P':
		return 4;
	default:
		return 3;
	}
}

/* How long the command is that begins like this; 0: too early to say. */
static size_t command_length(const uint8_t *head, size_t length)
{
	if (head[0] != DLE && head[0] != ESC && head[0] != GS)
		return 1;
	if (length < 2)
		return 0;
	if (head[0] == GS)
		return gs_length(head, length);
	if (head[0] == DLE)
		return head[1] == 0x14 ? 5 : 3;
	if (head[1] == '@' || head[1] == '2')
		return 2;
	return head[1] == 'p' ? 5 : 3;
}

static void drop_from_paper(struct fake_firmware *firmware)
{
	g_byte_array_set_size(firmware->paper, firmware->paper->len - (guint)firmware->head_length);
	firmware->counts[FAKE_PRINTED] -= firmware->head_length;
}

static void answer_process_id(struct fake_firmware *firmware)
{
	const uint8_t *head = firmware->head;
	uint8_t reply[] = { 0x37, 0x22, head[7], head[8], head[9], head[10], 0 };

	answer(firmware, reply, sizeof(reply));
}

/* A whole command; the long ones, pictures and the like, are paper alone. */
static void obey(struct fake_firmware *firmware)
{
	const uint8_t *head = firmware->head;
	char counter[16];

	if (head[0] == DLE && head[1] == EOT) {
		drop_from_paper(firmware);
	} else if (head[0] == GS && head[1] == 'r') {
		answer(firmware, "\0", 1);
		drop_from_paper(firmware);
	} else if (head[0] == GS && head[1] == 'V') {
		firmware->counts[FAKE_CUTS]++;
	} else if (head[0] == GS && head[1] == 'g') {
		int length =
			snprintf(counter, sizeof(counter), "_%zu", firmware->counts[FAKE_CUTS]);

		answer(firmware, counter, (size_t)length + 1);
	} else if (head[0] == GS && head[1] == '(' && head[2] == 'H' && head[3] == 6) {
		answer_process_id(firmware);
	}
}

static void work_on(struct fake_firmware *firmware, uint8_t byte)
{
	size_t length;

	g_byte_array_append(firmware->paper, &byte, 1);
	firmware->counts[FAKE_PRINTED]++;
	if (firmware->body_left > 0) {
		if (--firmware->body_left == 0)
			firmware->head_length = 0;
		return;
	}
	firmware->head[firmware->head_length++] = byte;
	length = command_length(firmware->head, firmware->head_length);
	if (length > sizeof(firmware->head) && length > firmware->head_length) {
		firmware->body_left = length - firmware->head_length;
	} else if (length != 0 && length <= firmware->head_length) {
		obey(firmware);
		firmware->head_length = 0;
	}
}

/* The faults of the mechanism strike between two bytes. */
static void wear(struct fake_firmware *firmware)
{
	if (!firmware->has_fault || firmware->fault < FAKE_NO_PAPER ||
	    firmware->counts[FAKE_PRINTED] < firmware->fault_at)
		return;
	firmware->has_fault = false;
	firmware->has_no_paper = firmware->fault == FAKE_NO_PAPER;
	firmware->is_open = firmware->fault == FAKE_COVER_OPEN;
}

void fake_firmware_work(struct fake_firmware *firmware)
{
	wear(firmware);
	while (firmware->worked < firmware->taken->len && !firmware->has_no_paper &&
	       !firmware->is_open) {
		work_on(firmware, firmware->taken->data[firmware->worked++]);
		wear(firmware);
	}
}
