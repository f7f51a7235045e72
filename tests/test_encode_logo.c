/* test_encode_logo.c - PNGs of every kind become dots; damaged ones become one clear line. */
#include "tests/support/check.h"

#include <png.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "receipts/printer/encode.h"
#include "tests/support/sweep.h"

#define ROOM 4000000
#define SIDE 64

struct file {
	size_t length;
	uint8_t bytes[ROOM];
};

static struct file file;

static void collect(png_structp png, png_bytep data, size_t length)
{
	struct file *into = png_get_io_ptr(png);

	assert_true(into->length + length <= ROOM);
	memcpy(into->bytes + into->length, data, length);
	into->length += length;
}

static void flush(png_structp png)
{
	(void)png;
}

/* A picture's kind, and how light it is at a place: 0 to 255. */
struct kind {
	int color;
	int depth;
	int interlace;
	uint32_t width;
	uint32_t rows;
	uint8_t (*light)(uint32_t x);
};

static uint8_t left_is_black(uint32_t x)
{
	return x < SIDE / 2 ? 0 : 255;
}

static uint8_t middle_grey(uint32_t x)
{
	(void)x;
	return 188; /* half the light of white */
}

static uint8_t thin_lines(uint32_t x)
{
	return x % 4 == 0 ? 0 : 255;
}

/* Colour black and more or less opaque where there is an alpha channel, else as light as it says.
 */
static void put_point(const struct kind *kind, uint8_t *row, uint32_t x, uint8_t light)
{
	const uint32_t bytes = kind->depth == 16 ? 2 : 1;
	const bool has_alpha = (kind->color & PNG_COLOR_MASK_ALPHA) != 0;
	const bool is_coloured =
		kind->color == PNG_COLOR_TYPE_RGB || kind->color == PNG_COLOR_TYPE_RGB_ALPHA;
	const uint32_t channels = (is_coloured ? 3u : 1u) + has_alpha;
	uint8_t *at = row + (size_t)x * channels * bytes;

	if (kind->depth < 8) {
		const int shift = 8 - kind->depth;

		row[x * (uint32_t)kind->depth / 8] |=
			(uint8_t)((light >> shift)
				  << (shift - (int)(x * (uint32_t)kind->depth % 8)));
		return;
	}
	memset(at, has_alpha ? 0 : light, channels * bytes);
	if (has_alpha)
		memset(at + (channels - 1) * bytes, 255 - light, bytes);
}

static void set_palette(png_structp png, png_infop info, int depth)
{
	png_color palette[256];
	const int count = 1 << depth;

	for (int i = 0; i < count; i++) {
		const uint8_t light = (uint8_t)(i * 255 / (count - 1));

		palette[i] = (png_color) { light, light, light };
	}
	png_set_PLTE(png, info, palette, count);
}

/* Written by libpng itself. */
static void make(const struct kind *kind)
{
	png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = png_create_info_struct(png);
	uint8_t *row = calloc(kind->width, 8);
	int passes;

	assert_non_null(row);
	file.length = 0;
	png_set_write_fn(png, &file, collect, flush);
	png_set_IHDR(png, info, kind->width, kind->rows, kind->depth, kind->color, kind->interlace,
		     PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	if (kind->color == PNG_COLOR_TYPE_PALETTE)
		set_palette(png, info, kind->depth);
	png_write_info(png, info);
	passes = png_set_interlace_handling(png);
	for (int pass = 0; pass < passes; pass++)
		for (uint32_t y = 0; y < kind->rows; y++) {
			memset(row, 0, (size_t)kind->width * 8);
			for (uint32_t x = 0; x < kind->width; x++)
				put_point(kind, row, x, kind->light(x));
			png_write_row(png, row);
		}
	png_write_end(png, info);
	png_destroy_write_struct(&png, &info);
	free(row);
}

static uint32_t black_of(const struct bitmap *bitmap)
{
	uint32_t black = 0;

	for (size_t i = 0; i < (size_t)bitmap->stride * bitmap->rows; i++)
		black += (uint32_t)__builtin_popcount(bitmap->bits[i]);
	return black;
}

static rgl_rc read_file(uint32_t width_max, struct bitmap *ret, struct rgl_why *why)
{
	struct host host;

	host_init(&host, NULL);
	return encode_logo(&host, file.bytes, file.length, width_max, ret, why);
}

static void let_go(const struct bitmap *bitmap)
{
	free((void *)(uintptr_t)bitmap->bits);
}

static void every_kind_of_png_gives_the_same_dots(void **state)
{
	static const int kinds[][2] = {
		{ PNG_COLOR_TYPE_GRAY, 1 },	  { PNG_COLOR_TYPE_GRAY, 2 },
		{ PNG_COLOR_TYPE_GRAY, 4 },	  { PNG_COLOR_TYPE_GRAY, 8 },
		{ PNG_COLOR_TYPE_GRAY, 16 },	  { PNG_COLOR_TYPE_PALETTE, 1 },
		{ PNG_COLOR_TYPE_PALETTE, 4 },	  { PNG_COLOR_TYPE_PALETTE, 8 },
		{ PNG_COLOR_TYPE_RGB, 8 },	  { PNG_COLOR_TYPE_RGB, 16 },
		{ PNG_COLOR_TYPE_GRAY_ALPHA, 8 }, { PNG_COLOR_TYPE_GRAY_ALPHA, 16 },
		{ PNG_COLOR_TYPE_RGB_ALPHA, 8 },  { PNG_COLOR_TYPE_RGB_ALPHA, 16 },
	};

	(void)state;
	for (size_t i = 0; i < 2 * sizeof(kinds) / sizeof(kinds[0]); i++) {
		const struct kind kind = { kinds[i / 2][0], kinds[i / 2][1], (int)(i % 2), SIDE, 10,
					   left_is_black };
		struct bitmap bitmap = { 0 };
		struct rgl_why why = { 0 };

		make(&kind);
		assert_int_equal(read_file(640, &bitmap, &why), RGL_OK);
		assert_int_equal(bitmap.width, SIDE);
		assert_int_equal(bitmap.rows, 10);
		for (uint32_t y = 0; y < 10; y++)
			assert_memory_equal(bitmap.bits + (size_t)y * bitmap.stride,
					    "\xFF\xFF\xFF\xFF\0\0\0\0", 8);
		let_go(&bitmap);
	}
}

/* What is counted is light, not the numbers of the file; half of it is two dots in five, because
 * dots on paper are larger than they should be. */
static void light_is_kept_when_it_becomes_dots(void **state)
{
	const struct kind grey = { PNG_COLOR_TYPE_GRAY, 8, 0, 300, 200, middle_grey };
	const struct kind lines = { PNG_COLOR_TYPE_GRAY, 8, 0, 1200, 800, thin_lines };
	struct bitmap bitmap = { 0 };
	struct rgl_why why = { 0 };

	(void)state;
	make(&grey);
	assert_int_equal(read_file(640, &bitmap, &why), RGL_OK);
	assert_in_range(black_of(&bitmap), 300 * 200 * 36 / 100, 300 * 200 * 43 / 100);
	let_go(&bitmap);
	/* A quarter black, three times smaller: about a fifth, and less by what Atkinson leaves
	 * out. */
	make(&lines);
	assert_int_equal(read_file(400, &bitmap, &why), RGL_OK);
	assert_int_equal(bitmap.width, 400);
	assert_int_equal(bitmap.rows, 267);
	assert_in_range(black_of(&bitmap), 400 * 267 * 12 / 100, 400 * 267 * 24 / 100);
	let_go(&bitmap);
}

static void a_large_picture_is_refused_or_made_smaller(void **state)
{
	struct kind kind = { PNG_COLOR_TYPE_GRAY, 1, 0, 4000, 4000, left_is_black };
	struct bitmap bitmap = { 0 };
	struct rgl_why why = { 0 };

	(void)state;
	make(&kind);
	assert_int_equal(read_file(576, &bitmap, &why), RGL_OK);
	assert_int_equal(bitmap.width, 576);
	assert_int_equal(bitmap.rows, 576);
	let_go(&bitmap);
	kind.interlace = 1;
	make(&kind);
	assert_int_equal(read_file(576, &bitmap, &why), RGL_E_LIMIT);
	assert_non_null(strstr(why.text, "interlaced"));
	kind = (struct kind) { PNG_COLOR_TYPE_GRAY, 1, 0, 4001, 1, left_is_black };
	make(&kind);
	assert_int_equal(read_file(576, &bitmap, &why), RGL_E_LIMIT);
	kind = (struct kind) { PNG_COLOR_TYPE_GRAY, 8, 0, 4000, 1, left_is_black };
	make(&kind);
	assert_int_equal(read_file(8, &bitmap, &why), RGL_OK);
	assert_int_equal(bitmap.rows, 1);
	let_go(&bitmap);
}

/* Cut short after `i` bytes, or whole with three bits turned over. */
static void damage(const struct file *whole, size_t i, uint64_t *seed)
{
	const size_t length = whole->length > 0 ? whole->length : 1;

	file.length = i < whole->length ? i : whole->length;
	memcpy(file.bytes, whole->bytes, whole->length);
	for (int hits = 0; hits < 3 && i >= whole->length; hits++)
		file.bytes[next_number(seed) % length] ^= (uint8_t)(1u << (next_number(seed) % 8));
}

/* Whether reading what there is ends as it should; it may be whole enough. */
static bool ends_well(bool is_cut)
{
	struct bitmap bitmap = { 0 };
	struct rgl_why why = { 0 };
	const rgl_rc rc = read_file(576, &bitmap, &why);

	let_go(&bitmap);
	if (rc == RGL_OK)
		return !is_cut;
	return (rc == RGL_E_FIELD || (rc == RGL_E_LIMIT && !is_cut)) && why.text[0] != '\0' &&
	       strchr(why.text, '\n') == NULL;
}

/* libpng writes to stderr of its own accord; a till's stderr is not ours. */
static void damage_is_told_in_one_line_and_nowhere_else(void **state)
{
	const struct kind kind = { PNG_COLOR_TYPE_RGB_ALPHA, 8, 1, SIDE, SIDE, left_is_black };
	static struct file whole;
	uint64_t seed = 5;
	size_t badly = 0;
	char said[64];
	int ends[2];
	int kept;

	(void)state;
	make(&kind);
	whole = file;
	assert_int_equal(pipe(ends), 0);
	kept = dup(2);
	(void)dup2(ends[1], 2);
	for (size_t i = 0; i < whole.length + 3000; i++) {
		damage(&whole, i, &seed);
		badly += !ends_well(i < whole.length);
	}
	(void)dup2(kept, 2);
	(void)close(kept);
	(void)close(ends[1]);
	assert_int_equal(badly, 0);
	assert_int_equal(read(ends[0], said, sizeof(said)), 0);
	(void)close(ends[0]);
}

static void what_is_no_png_is_said_to_be_none(void **state)
{
	struct bitmap bitmap = { 0 };
	struct rgl_why why = { 0 };

	(void)state;
	file.length = 20;
	memcpy(file.bytes, "\xFF\xD8\xFF\xE0 a photo, as JPEG", 20);
	assert_int_equal(read_file(576, &bitmap, &why), RGL_E_FIELD);
	assert_non_null(strstr(why.text, "not a PNG"));
	file.length = 0;
	assert_int_equal(read_file(576, &bitmap, &why), RGL_E_FIELD);
	assert_null(bitmap.bits);
}

static void want_of_memory_leaves_nothing_behind(void **state)
{
	const struct kind kind = { PNG_COLOR_TYPE_RGB_ALPHA, 8, 1, SIDE, SIDE, left_is_black };

	(void)state;
	make(&kind);
	for (long fail_at = 0; fail_at < 100; fail_at++) {
		struct bitmap bitmap = { 0 };
		struct rgl_why why = { 0 };
		struct sweep sweep;
		struct host host;
		rgl_rc rc;

		sweep_init(&sweep, fail_at);
		host_init(&host, &sweep.host);
		rc = encode_logo(&host, file.bytes, file.length, 576, &bitmap, &why);
		assert_int_equal(rc, sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
		host_free(&host, (void *)(uintptr_t)bitmap.bits);
		assert_int_equal(sweep.held, 0);
		if (!sweep.ran_out)
			return;
	}
	fail_msg("it never had enough memory");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_png_gives_the_same_dots),
		cmocka_unit_test(light_is_kept_when_it_becomes_dots),
		cmocka_unit_test(a_large_picture_is_refused_or_made_smaller),
		cmocka_unit_test(damage_is_told_in_one_line_and_nowhere_else),
		cmocka_unit_test(what_is_no_png_is_said_to_be_none),
		cmocka_unit_test(want_of_memory_leaves_nothing_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
