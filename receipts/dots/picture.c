/* picture.c - see picture.h. */
#include "receipts/dots/picture.h"

static uint32_t share(uint32_t length, uint32_t part, uint32_t whole)
{
	const uint32_t scaled = (uint32_t)((uint64_t)length * part / whole);

	return scaled > 0 ? scaled : 1;
}

struct picture_size picture_fit(const struct bitmap *bitmap, uint32_t width_max)
{
	const uint32_t longer = bitmap->width > bitmap->rows ? bitmap->width : bitmap->rows;

	if (longer <= width_max)
		return (struct picture_size) { bitmap->width, bitmap->rows };
	return (struct picture_size) { share(bitmap->width, width_max, longer),
				       share(bitmap->rows, width_max, longer) };
}

static bool is_black(const struct bitmap *bitmap, uint32_t x, uint32_t y)
{
	return (bitmap->bits[(size_t)y * bitmap->stride + x / 8] & (0x80u >> (x % 8))) != 0;
}

/* Whether half of the dots are black in a part of the bitmap. */
static bool is_dark(const struct bitmap *bitmap, uint32_t left, uint32_t right, uint32_t top,
		    uint32_t bottom)
{
	uint32_t black = 0;

	for (uint32_t y = top; y < bottom; y++)
		for (uint32_t x = left; x < right; x++)
			black += is_black(bitmap, x, y) ? 1 : 0;
	return 2 * black >= (right - left) * (bottom - top);
}

static uint32_t edge(uint32_t at, uint32_t from, uint32_t until)
{
	return (uint32_t)((uint64_t)at * from / until);
}

void picture_draw(const struct bitmap *bitmap, struct canvas *canvas, int32_t x, int32_t y,
		  struct picture_size size)
{
	const struct canvas_clip clip = { 0, (int32_t)canvas->rows };

	if (size.width == bitmap->width && size.rows == bitmap->rows) {
		canvas_stamp(canvas, x, y, bitmap, clip);
		return;
	}
	for (uint32_t down = 0; down < size.rows; down++) {
		const uint32_t top = edge(down, bitmap->rows, size.rows);
		const uint32_t bottom = edge(down + 1, bitmap->rows, size.rows);

		for (uint32_t across = 0; across < size.width; across++)
			if (is_dark(bitmap, edge(across, bitmap->width, size.width),
				    edge(across + 1, bitmap->width, size.width), top, bottom))
				canvas_fill(canvas, x + (int32_t)across, y + (int32_t)down, 1, 1);
	}
}
