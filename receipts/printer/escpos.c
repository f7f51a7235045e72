/* escpos.c - see escpos.h. */
#include "receipts/printer/escpos.h"

#include <string.h>

#define BAND_HEAD 8 /* bytes of GS v 0 before its rows */
#define FEED_LINES 4

static void write_band(const struct canvas *canvas, uint32_t row, uint32_t rows, struct bytes *out)
{
	const uint8_t head[BAND_HEAD] = {
		0x1D,
		'v',
		'0',
		0,
		(uint8_t)(canvas->stride & 0xFFu),
		(uint8_t)(canvas->stride >> 8),
		(uint8_t)(rows & 0xFFu),
		(uint8_t)(rows >> 8),
	};

	bytes_add(out, head, sizeof(head));
	bytes_add(out, canvas_row(canvas, row), (size_t)rows * canvas->stride);
}

void escpos_write(const struct canvas *canvas, struct bytes *out)
{
	const uint8_t initialise[] = { 0x1B, '@' };
	/* Feeds past the head, then cuts but for one point, where the printer has a knife. */
	const uint8_t finish[] = { 0x1B, 'd', FEED_LINES, 0x1D, 'V', 66, 0 };

	bytes_add(out, initialise, sizeof(initialise));
	for (uint32_t row = 0; row < canvas->rows; row += ESCPOS_BAND_ROWS) {
		const uint32_t left = canvas->rows - row;

		write_band(canvas, row, left < ESCPOS_BAND_ROWS ? left : ESCPOS_BAND_ROWS, out);
	}
	bytes_add(out, finish, sizeof(finish));
}

void escpos_resync(struct bytes *out)
{
	const size_t length = BAND_HEAD + (size_t)ESCPOS_BAND_ROWS * (CANVAS_WIDTH_MAX / 8);
	const uint8_t initialise[] = { 0x1B, '@' };
	uint8_t *at = bytes_extend(out, length);

	if (at != NULL)
		memset(at, 0, length);
	bytes_add(out, initialise, sizeof(initialise));
}
