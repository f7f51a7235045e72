/* canvas.h - a sheet of dots, black or not, as wide as a print head and as long as it takes.
 *
 * In:  rectangles and small pictures.
 * Out: rows of bits, eight dots a byte, the leftmost in the highest bit; 1 is black.
 * Not here: what is drawn (layout.h), any file or printer format.
 */
#pragma once

#include <stdbool.h>

#include "plugin/base/host.h"

#define CANVAS_WIDTH_MAX 640 /* a whole number of bytes; print heads have 384, 512 or 576 */
#define CANVAS_ROWS_MAX 20000
#define CANVAS_MARKS_MAX 64

/* What a printer is to do between two rows. */
enum canvas_mark_kind { CANVAS_CUT, CANVAS_DRAWER, CANVAS_BUZZER };

/* When the rows before `row` are out, and before row `row` itself. */
struct canvas_mark {
	enum canvas_mark_kind kind;
	uint32_t row;
};

/* marks: in the order of their rows. */
struct canvas {
	const struct host *host;
	uint32_t width;
	uint32_t rows;
	uint32_t rows_room;
	uint32_t stride; /* bytes of a row */
	uint8_t *bits;
	uint32_t marks_count;
	struct canvas_mark marks[CANVAS_MARKS_MAX];
};

/* A bitmap as canvas rows are: `stride` bytes a row, white beyond the width. */
struct bitmap {
	uint32_t width;
	uint32_t rows;
	uint32_t stride;
	const uint8_t *bits;
};

/* White, without rows. width: a multiple of 8, up to CANVAS_WIDTH_MAX. `host` outlives it. */
struct canvas canvas_of(const struct host *host, uint32_t width_dots);
void canvas_free(struct canvas *canvas);

/* Adds white rows at the bottom. E_MEMORY; E_LIMIT beyond CANVAS_ROWS_MAX. */
MUST_USE rgl_rc canvas_extend(struct canvas *canvas, uint32_t rows);

/* Adds a mark, which is not above the ones before it; more than CANVAS_MARKS_MAX are left out. */
void canvas_mark(struct canvas *canvas, enum canvas_mark_kind kind, uint32_t row);

/* What lies outside of the canvas is not drawn. */
void canvas_fill(struct canvas *canvas, int32_t x, int32_t y, uint32_t width, uint32_t rows);

/* The rows of the canvas that may be drawn on: from top up to, not including, bottom. */
struct canvas_clip {
	int32_t top;
	int32_t bottom;
};

/* Adds the bitmap's black dots with its upper left corner at x, y. */
void canvas_stamp(struct canvas *canvas, int32_t x, int32_t y, const struct bitmap *bitmap,
		  struct canvas_clip clip);

/* False outside of the canvas. */
bool canvas_is_black(const struct canvas *canvas, int32_t x, int32_t y);

/* The bytes of a row below canvas->rows. */
const uint8_t *canvas_row(const struct canvas *canvas, uint32_t row);
