/* fake_printer_escpos.c - the printer's ESC/POS: enough to know where each command ends, to cut, to
 * count, and to answer.
 *
 * Source: Epson's ESC/POS reference for lengths and status bits.
 */
#include <stdio.h>

#include "tests/support/fake_printer_parts.h"

#define DLE 0x10
#define EOT 0x04
#define ESC 0x1b
#define GS 0x1d

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

size_t fake_escpos_length(const struct fake_firmware *firmware)
{
	const uint8_t *head = firmware->head;

	if (head[0] != DLE && head[0] != ESC && head[0] != GS)
		return 1;
	if (firmware->head_length < 2)
		return 0;
	if (head[0] == GS)
		return gs_length(head, firmware->head_length);
	if (head[0] == DLE)
		return head[1] == 0x14 ? 5 : 3;
	if (head[1] == '@' || head[1] == '2')
		return 2;
	return head[1] == 'p' ? 5 : 3;
}

/* DLE EOT n: bits 1 and 4 are always set. */
void fake_escpos_tell(struct fake_firmware *firmware, uint8_t which)
{
	bool is_offline = firmware->has_no_paper || firmware->is_open || firmware->is_jammed;
	uint8_t status = 0x12;

	if (which == 1 && is_offline)
		status |= 0x08;
	if (which == 2)
		status |= (firmware->is_open ? 0x04 : 0) | (firmware->has_no_paper ? 0x20 : 0) |
			  (firmware->is_jammed ? 0x40 : 0);
	if (which == 3 && firmware->is_jammed)
		status |= 0x08;
	if (which == 4)
		status |= (firmware->has_no_paper ? 0x6c : 0) | (firmware->is_low ? 0x0c : 0);
	fake_firmware_answer(firmware, &status, 1);
}

/* GS g 2: the cuts it made in its life; its other counters stand at 0. */
static void tell_counter(struct fake_firmware *firmware)
{
	unsigned number = firmware->head[4] | (unsigned)firmware->head[5] << 8;
	size_t count = number == 50 || number == 178 ? firmware->counts[FAKE_CUTS] : 0;
	char counter[16];
	int length = snprintf(counter, sizeof(counter), "_%zu", count);

	fake_firmware_answer(firmware, counter, (size_t)length + 1);
}

static void tell_process_id(struct fake_firmware *firmware)
{
	const uint8_t *head = firmware->head;
	uint8_t reply[] = { 0x37, 0x22, head[7], head[8], head[9], head[10], 0 };

	fake_firmware_answer(firmware, reply, sizeof(reply));
}

static void tell_paper(struct fake_firmware *firmware)
{
	uint8_t status = firmware->is_low ? 0x03 : 0x00;

	fake_firmware_answer(firmware, &status, 1);
	fake_firmware_drop(firmware);
}

/* The long ones, pictures and the like, are paper alone. */
void fake_escpos_obey(struct fake_firmware *firmware)
{
	const uint8_t *head = firmware->head;

	if (head[0] == DLE && head[1] == EOT)
		fake_firmware_drop(firmware);
	else if (head[0] == GS && head[1] == 'r')
		tell_paper(firmware);
	else if (head[0] == GS && head[1] == 'V')
		fake_firmware_cut(firmware);
	else if (head[0] == GS && head[1] == 'g' && head[2] == '2')
		tell_counter(firmware);
	else if (head[0] == GS && head[1] == '(' && head[2] == 'H' && head[3] == 6)
		tell_process_id(firmware);
}
