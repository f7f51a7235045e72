/* encode_resync.c - bringing a printer back in step; see encode.h. */
#include "receipts/printer/encode.h"

#include "receipts/printer/encode_parts.h"

#define LETTERS 4
#define LETTER_WIDTH 5
#define LETTER_ROWS 7
#define SPACING 6 /* from one letter to the next */
#define BAR 8	  /* rows of the bars above and below */
#define GAP 24	  /* rows between what came out, the bars and the letters */

/* V, O, I, D: no font is at hand here, and none may fail. */
static const uint8_t letters[LETTERS][LETTER_ROWS] = {
	{ 0x11, 0x11, 0x11, 0x11, 0x11, 0x0A, 0x04 },
	{ 0x0E, 0x11, 0x11, 0x11, 0x11, 0x11, 0x0E },
	{ 0x0E, 0x04, 0x04, 0x04, 0x04, 0x04, 0x0E },
	{ 0x1E, 0x11, 0x11, 0x11, 0x11, 0x11, 0x1E },
};

static void draw_letter(struct canvas *canvas, const uint8_t *letter, int32_t x, int32_t y,
			uint32_t dots)
{
	for (int32_t row = 0; row < LETTER_ROWS; row++)
		for (int32_t column = 0; column < LETTER_WIDTH; column++)
			if ((letter[row] & (0x10u >> (uint32_t)column)) != 0)
				canvas_fill(canvas, x + column * (int32_t)dots,
					    y + row * (int32_t)dots, dots, dots);
}

/* Half as wide as the paper, between two bars. */
static void draw_void(struct canvas *canvas)
{
	const uint32_t dots = canvas->width / 2 / (LETTERS * SPACING);
	const int32_t width = (int32_t)(dots * (LETTERS * SPACING - 1));
	const int32_t left = ((int32_t)canvas->width - width) / 2;
	const int32_t bottom = (int32_t)canvas->rows - GAP - BAR;

	canvas_fill(canvas, 0, GAP, canvas->width, BAR);
	for (int32_t i = 0; i < LETTERS; i++)
		draw_letter(canvas, letters[i], left + i * (int32_t)dots * SPACING, 2 * GAP + BAR,
			    dots);
	canvas_fill(canvas, 0, bottom, canvas->width, BAR);
}

void encode_resync(const struct profile *profile, bool marks_void, struct bytes *out)
{
	const uint32_t dots = profile->dots / 2 / (LETTERS * SPACING);
	struct canvas canvas = canvas_of(out->host, profile->dots);
	rgl_rc rc;

	encode_wake(profile, out);
	if (!marks_void)
		return;
	rc = canvas_extend(&canvas, 4 * GAP + 2 * BAR + LETTER_ROWS * dots);
	if (rc == RGL_OK) {
		draw_void(&canvas);
		encode_canvas(profile, &canvas, out);
	} else if (out->rc == RGL_OK) {
		out->rc = rc;
	}
	canvas_free(&canvas);
}
