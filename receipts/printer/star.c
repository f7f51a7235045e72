/* star.c - see star.h. */
#include "receipts/printer/star.h"

#include <string.h>

#define ROW_HEAD 3 /* bytes of `b n1 n2` before a row */

/* Endless paper; and what a page's end and the receipt's end do: 13 feeds to the knife and cuts all
 * but one point, 3 feeds to the edge that paper is torn off at. */
void star_begin(const struct profile *profile, struct bytes *out)
{
	bytes_add(out, "\x1B*rA\x1B*rP0", 9);
	bytes_add_byte(out, 0);
	bytes_add_text(out, profile->has_cutter ? "\x1B*rE13" : "\x1B*rE3");
	bytes_add_byte(out, 0);
	bytes_add_text(out, profile->has_cutter ? "\x1B*rF13" : "\x1B*rF3");
	bytes_add_byte(out, 0);
}

/* White at the right end is left out, but for one byte, which the command wants. */
static size_t used_of(const uint8_t *row, size_t stride)
{
	while (stride > 1 && row[stride - 1] == 0)
		stride--;
	return stride;
}

void star_rows(const struct canvas *canvas, uint32_t from, uint32_t until, struct bytes *out)
{
	for (uint32_t row = from; row < until; row++) {
		const uint8_t *bits = canvas_row(canvas, row);
		const size_t used = used_of(bits, canvas->stride);
		const uint8_t head[ROW_HEAD] = { 'b', (uint8_t)used, 0 };

		bytes_add(out, head, sizeof(head));
		bytes_add(out, bits, used);
	}
}

void star_mark(const struct profile *profile, enum canvas_mark_kind kind, struct bytes *out)
{
	switch (kind) {
	case CANVAS_CUT:
		bytes_add(out, "\x1B\x0C\x00", 3);
		break;
	case CANVAS_DRAWER:
		if (profile->has_drawer)
			bytes_add(out, "\x1B*rD1\x00", 6);
		break;
	case CANVAS_BUZZER:
		break;
	}
}

void star_end(const struct profile *profile, const char *job, struct bytes *out)
{
	(void)profile;
	(void)job;
	bytes_add(out, "\x1B\x0C\x04\x1B*rB", 7);
}

void star_wake(struct bytes *out)
{
	const size_t length = ROW_HEAD + CANVAS_WIDTH_MAX / 8;
	uint8_t *at = bytes_extend(out, length);

	if (at != NULL)
		memset(at, 0, length);
	/* Entering does nothing to a printer that is in raster mode, and it may not be. */
	bytes_add(out, "\x1B*rA\x1B*rC\x1B*rB", 12);
}
