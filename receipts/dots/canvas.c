/* canvas.c - see canvas.h. */
#include "receipts/dots/canvas.h"

#include <string.h>

struct canvas canvas_of(const struct host *host, uint32_t width_dots)
{
	return (struct canvas) { .host = host, .width = width_dots, .stride = width_dots / 8 };
}

void canvas_free(struct canvas *canvas)
{
	host_free(canvas->host, canvas->bits);
	*canvas = canvas_of(canvas->host, canvas->width);
}

rgl_rc canvas_extend(struct canvas *canvas, uint32_t rows)
{
	uint32_t need;

	RGL_ASSERT(canvas->width % 8 == 0 && canvas->width > 0 &&
		   canvas->width <= CANVAS_WIDTH_MAX);
	if (rows > CANVAS_ROWS_MAX - canvas->rows)
		return RGL_E_LIMIT;
	need = canvas->rows + rows;
	if (need > canvas->rows_room) {
		uint32_t room = need + need / 2 + 256;
		uint8_t *bits =
			host_resize(canvas->host, canvas->bits, (size_t)room * canvas->stride);

		if (bits == NULL)
			return RGL_E_MEMORY;
		canvas->bits = bits;
		canvas->rows_room = room;
	}
	if (rows > 0)
		memset(canvas->bits + (size_t)canvas->rows * canvas->stride, 0,
		       (size_t)rows * canvas->stride);
	canvas->rows = need;
	return RGL_OK;
}

static bool is_inside(const struct canvas *canvas, int32_t x, int32_t y)
{
	return x >= 0 && y >= 0 && (uint32_t)x < canvas->width && (uint32_t)y < canvas->rows;
}

static void blacken(struct canvas *canvas, int32_t x, int32_t y)
{
	if (is_inside(canvas, x, y))
		canvas->bits[(size_t)y * canvas->stride + (uint32_t)x / 8] |=
			(uint8_t)(0x80u >> ((uint32_t)x % 8));
}

void canvas_fill(struct canvas *canvas, int32_t x, int32_t y, uint32_t width, uint32_t rows)
{
	for (uint32_t down = 0; down < rows; down++)
		for (uint32_t across = 0; across < width; across++)
			blacken(canvas, x + (int32_t)across, y + (int32_t)down);
}

/* Eight dots at once where all of them are inside, which is nearly always. */
static void stamp_byte(struct canvas *canvas, int32_t x, int32_t y, uint8_t dots)
{
	const uint32_t shift = (uint32_t)x % 8;
	uint8_t *at;

	if (dots == 0)
		return;
	if (!is_inside(canvas, x, y) || !is_inside(canvas, x + 7, y)) {
		for (int32_t i = 0; i < 8; i++)
			if ((dots & (0x80u >> i)) != 0)
				blacken(canvas, x + i, y);
		return;
	}
	at = canvas->bits + (size_t)y * canvas->stride + (uint32_t)x / 8;
	at[0] |= (uint8_t)(dots >> shift);
	if (shift > 0)
		at[1] |= (uint8_t)(dots << (8 - shift));
}

void canvas_stamp(struct canvas *canvas, int32_t x, int32_t y, const struct bitmap *bitmap,
		  struct canvas_clip clip)
{
	for (uint32_t down = 0; down < bitmap->rows; down++) {
		const uint8_t *row = bitmap->bits + (size_t)down * bitmap->stride;
		int32_t at_y = y + (int32_t)down;

		if (at_y < clip.top || at_y >= clip.bottom)
			continue;
		for (uint32_t i = 0; i < bitmap->stride; i++)
			stamp_byte(canvas, x + (int32_t)i * 8, at_y, row[i]);
	}
}

bool canvas_is_black(const struct canvas *canvas, int32_t x, int32_t y)
{
	if (!is_inside(canvas, x, y))
		return false;
	return (canvas_row(canvas, (uint32_t)y)[(uint32_t)x / 8] & (0x80u >> ((uint32_t)x % 8))) !=
	       0;
}

const uint8_t *canvas_row(const struct canvas *canvas, uint32_t row)
{
	return canvas->bits + (size_t)row * canvas->stride;
}
