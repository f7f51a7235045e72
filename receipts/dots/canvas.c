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

void canvas_mark(struct canvas *canvas, enum canvas_mark_kind kind, uint32_t row)
{
	if (canvas->marks_count < CANVAS_MARKS_MAX)
		canvas->marks[canvas->marks_count++] =
			(struct canvas_mark) { .kind = kind, .row = row };
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

/* Blackens dots `from` up to, not including, `until` of a row; both are inside, and apart. */
static void fill_row(uint8_t *row, uint32_t from, uint32_t until)
{
	const uint32_t first = from / 8;
	const uint32_t last = (until - 1) / 8;
	const uint8_t head = (uint8_t)(0xFFu >> (from % 8));
	const uint8_t tail = (uint8_t)(0xFF00u >> ((until - 1) % 8 + 1));

	if (first == last) {
		row[first] |= head & tail;
		return;
	}
	row[first] |= head;
	memset(row + first + 1, 0xFF, last - first - 1);
	row[last] |= tail;
}

void canvas_fill(struct canvas *canvas, int32_t x, int32_t y, uint32_t width, uint32_t rows)
{
	const int64_t right = (int64_t)x + width;
	const int64_t bottom = (int64_t)y + rows;
	const uint32_t from = x > 0 ? (uint32_t)x : 0;
	const uint32_t until =
		right < canvas->width ? (uint32_t)(right > 0 ? right : 0) : canvas->width;
	const uint32_t end =
		bottom < canvas->rows ? (uint32_t)(bottom > 0 ? bottom : 0) : canvas->rows;

	if (from >= until)
		return;
	for (uint32_t row = y > 0 ? (uint32_t)y : 0; row < end; row++)
		fill_row(canvas->bits + (size_t)row * canvas->stride, from, until);
}

/* Eight dots at once, of which some may be outside: at the edges, which is seldom. */
static void stamp_byte(struct canvas *canvas, int32_t x, int32_t y, uint8_t dots)
{
	for (int32_t i = 0; i < 8; i++)
		if ((dots & (0x80u >> i)) != 0)
			blacken(canvas, x + i, y);
}

/* A row that is inside with its whole stride. */
static void stamp_row(uint8_t *at, uint32_t shift, const uint8_t *row, uint32_t stride)
{
	for (uint32_t i = 0; i < stride; i++) {
		at[i] |= (uint8_t)(row[i] >> shift);
		if (shift > 0 && (uint8_t)(row[i] << (8 - shift)) != 0)
			at[i + 1] |= (uint8_t)(row[i] << (8 - shift));
	}
}

void canvas_stamp(struct canvas *canvas, int32_t x, int32_t y, const struct bitmap *bitmap,
		  struct canvas_clip clip)
{
	const bool is_whole = x >= 0 && (uint32_t)x + bitmap->stride * 8 <= canvas->width;

	for (uint32_t down = 0; down < bitmap->rows; down++) {
		const uint8_t *row = bitmap->bits + (size_t)down * bitmap->stride;
		const int32_t at_y = y + (int32_t)down;

		if (at_y < clip.top || at_y >= clip.bottom || !is_inside(canvas, 0, at_y))
			continue;
		if (is_whole) {
			stamp_row(canvas->bits + (size_t)at_y * canvas->stride + (uint32_t)x / 8,
				  (uint32_t)x % 8, row, bitmap->stride);
			continue;
		}
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
