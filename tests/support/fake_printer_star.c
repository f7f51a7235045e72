/* fake_printer_star.c - the printer's Star: enough of line mode and raster mode to know where each
 * command ends, to cut, and to answer.
 *
 * Source: Star Line Mode Command Specifications: raster commands (ESC * r, b, k), ESC d, ESC ACK
 * SOH, ETB, and the automatic status of nine bytes.
 */
#include "tests/support/fake_printer_parts.h"

#define ESC 0x1b
#define ETB 0x17
#define ACK 0x06
#define GS 0x1d
#define RS 0x1e
#define FF 0x0c
#define EOT 0x04
#define STATUS_LENGTH 9

/* ESC * r X: A, B and C stand alone, the others have digits and a NUL behind them. */
static size_t raster_length(const uint8_t *head, size_t length)
{
	if (length < 4)
		return 0;
	if (head[3] == 'A' || head[3] == 'B' || head[3] == 'C')
		return 4;
	if (length == 4 || head[length - 1] != 0)
		return 0;
	return length;
}

static size_t gs_length(const uint8_t *head, size_t length)
{
	if (length < 4)
		return 0;
	if (head[2] != 'y')
		return head[2] == 0x03 || head[2] == 0x19 || head[2] == 0x07 ? 6 : 4;
	if (head[3] == 'P' || head[3] == 'I')
		return 4;
	if (head[3] == 'S')
		return 6;
	return length < 7 ? 0 : 7 + (size_t)(head[5] | head[6] << 8);
}

static size_t esc_length(const uint8_t *head, size_t length)
{
	if (length < 2)
		return 0;
	switch (head[1]) {
	case '@':
	case 'E':
	case 'F':
		return 2;
	case '*':
		return raster_length(head, length);
	case GS:
		return gs_length(head, length);
	case RS:
	case 'i':
	case 0x07:
		return 4;
	default:
		return 3;
	}
}

size_t fake_star_length(const struct fake_firmware *firmware)
{
	const uint8_t *head = firmware->head;
	size_t length = firmware->head_length;

	if (head[0] == ESC)
		return esc_length(head, length);
	if (!firmware->is_raster || (head[0] != 'b' && head[0] != 'k'))
		return 1;
	return length < 3 ? 0 : 3 + (size_t)(head[1] | head[2] << 8);
}

/* The counter of ETB is five bits, at 1 to 3, 5 and 6 of the eighth byte. */
void fake_star_tell(struct fake_firmware *firmware)
{
	bool is_offline = firmware->has_no_paper || firmware->is_open || firmware->is_jammed;
	uint8_t etb = firmware->etb & 0x1f;
	uint8_t status[STATUS_LENGTH] = { 0x23, 0x86 };

	status[2] = (uint8_t)((is_offline ? 0x08 : 0) | (firmware->is_open ? 0x20 : 0) |
			      (etb != 0 ? 0x02 : 0));
	status[3] = firmware->is_jammed ? 0x08 : 0;
	status[5] = (uint8_t)((firmware->has_no_paper ? 0x0c : 0) | (firmware->is_low ? 0x04 : 0));
	status[7] = (uint8_t)((etb & 0x07) << 1 | (etb & 0x18) << 2);
	fake_firmware_answer(firmware, status, sizeof(status));
}

void fake_star_obey(struct fake_firmware *firmware)
{
	const uint8_t *head = firmware->head;

	if (head[0] == ETB) {
		firmware->etb++;
		fake_firmware_drop(firmware);
	} else if (head[0] == ESC && head[1] == ACK) {
		fake_firmware_drop(firmware);
	} else if (head[0] == ESC && head[1] == '@') {
		firmware->is_raster = false;
	} else if (head[0] == ESC && head[1] == '*' && (head[3] == 'A' || head[3] == 'B')) {
		firmware->is_raster = head[3] == 'A';
	} else if (head[0] == ESC && (head[1] == 'd' || (head[1] == FF && head[2] == EOT))) {
		fake_firmware_cut(firmware);
	}
}
