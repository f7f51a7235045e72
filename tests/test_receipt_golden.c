/* test_receipt_golden.c - receipts look as they did when somebody looked at them.
 *
 * tests/golden/receipt_*.png were drawn from sample_*.txt, looked at and found good. With the
 * FreeType, HarfBuzz and fonts that drew them, each dot has to be the same. Others hint and round a
 * little differently: there a black dot counts as found when one of its neighbours is black, and up
 * to STRAY_MAX in a spot may be without. Glyphs without any hinting at all have none such; a lost
 * accent has ten.
 *
 * What differs is written into the build's folder, and the failure says where. After a change that
 * is meant, write them anew from the repository's root, look at each, and commit them with the
 * change:
 *     REGULARS_GOLDEN=write build/test/tests/test_receipt_golden
 */
#include "tests/test_receipt_sample.h"

#include <ft2build.h>
#include <png.h>
#include <sys/stat.h>

#include FT_FREETYPE_H
#include <hb.h>

#include "receipts/dots/png.h"

#define FONTS "/usr/share/fonts/"
#define PATH_ROOM 512
#define SPOT 16	    /* dots across and down */
#define STRAY_MAX 3 /* dots of a spot */

/* What drew the pictures: Debian 12's. */
static const struct {
	const char *path;
	off_t size;
} DRAWN_WITH[] = {
	{ FONTS "truetype/noto/NotoSans-Regular.ttf", 512672 },
	{ FONTS "truetype/noto/NotoSansDevanagari-Regular.ttf", 229336 },
	{ FONTS "truetype/noto/NotoSansArabic-Regular.ttf", 244072 },
};

static const struct {
	const char *name;
	uint32_t width;
} CASES[] = {
	{ "en", 576 }, { "hi", 576 }, { "ar", 576 },	   { "vi", 384 },
	{ "da", 384 }, { "ja", 384 }, { "elements", 512 },
};

/* A picture as dots; black is true. */
struct picture {
	uint32_t width;
	uint32_t rows;
	bool *dots;
};

static bool is_same_rig(void)
{
	FT_Library library;
	FT_Int major;
	FT_Int minor;
	FT_Int patch;

	assert_int_equal(FT_Init_FreeType(&library), 0);
	FT_Library_Version(library, &major, &minor, &patch);
	(void)FT_Done_FreeType(library);
	for (size_t i = 0; i < sizeof(DRAWN_WITH) / sizeof(DRAWN_WITH[0]); i++) {
		struct stat status;

		if (stat(DRAWN_WITH[i].path, &status) != 0 || status.st_size != DRAWN_WITH[i].size)
			return false;
	}
	return major == 2 && minor == 12 && strcmp(hb_version_string(), "6.0.0") == 0;
}

static struct picture picture_of(const void *png, size_t length)
{
	png_image image = { .version = PNG_IMAGE_VERSION };
	struct picture picture;
	uint8_t *grey;

	assert_int_not_equal(png_image_begin_read_from_memory(&image, png, length), 0);
	image.format = PNG_FORMAT_GRAY;
	picture = (struct picture) { .width = image.width, .rows = image.height };
	grey = malloc(PNG_IMAGE_SIZE(image));
	picture.dots = calloc(image.width * image.height, sizeof(bool));
	assert_int_not_equal(png_image_finish_read(&image, NULL, grey, 0, NULL), 0);
	for (size_t i = 0; grey != NULL && picture.dots != NULL && i < PNG_IMAGE_SIZE(image); i++)
		picture.dots[i] = grey[i] == 0;
	free(grey);
	return picture;
}

static void write_file(const char *path, const struct bytes *bytes)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes->data, 1, bytes->length, file), bytes->length);
	assert_int_equal(fclose(file), 0);
}

static struct bytes read_file(const struct host *host, const char *path)
{
	struct bytes bytes = bytes_of(host);
	FILE *file = fopen(path, "rb");
	int byte;

	if (file == NULL)
		return bytes;
	while ((byte = fgetc(file)) != EOF)
		bytes_add_byte(&bytes, (uint8_t)byte);
	assert_int_equal(fclose(file), 0);
	return bytes;
}

static bool is_near(const struct picture *picture, int32_t x, int32_t y)
{
	for (int32_t down = y - 1; down <= y + 1; down++)
		for (int32_t across = x - 1; across <= x + 1; across++)
			if (down >= 0 && down < (int32_t)picture->rows && across >= 0 &&
			    across < (int32_t)picture->width &&
			    picture->dots[(size_t)down * picture->width + (size_t)across])
				return true;
	return false;
}

static uint32_t stray_in(const struct picture *one, const struct picture *other, int32_t left,
			 int32_t top)
{
	uint32_t stray = 0;

	for (int32_t y = top; y < top + SPOT && y < (int32_t)one->rows; y++)
		for (int32_t x = left; x < left + SPOT && x < (int32_t)one->width; x++)
			if (one->dots[(size_t)y * one->width + (size_t)x] && !is_near(other, x, y))
				stray++;
	return stray;
}

/* The most black dots of one, in any spot, that are not even near one of the other. */
static uint32_t stray_most(const struct picture *one, const struct picture *other)
{
	uint32_t most = 0;

	for (int32_t top = 0; top < (int32_t)one->rows; top += SPOT)
		for (int32_t left = 0; left < (int32_t)one->width; left += SPOT) {
			const uint32_t stray = stray_in(one, other, left, top);

			most = stray > most ? stray : most;
		}
	return most;
}

static bool looks_the_same(const struct picture *one, const struct picture *other)
{
	if (one->width != other->width || one->rows != other->rows)
		return false;
	if (is_same_rig())
		return memcmp(one->dots, other->dots, (size_t)one->width * one->rows) == 0;
	return stray_most(one, other) <= STRAY_MAX && stray_most(other, one) <= STRAY_MAX;
}

static struct bytes draw(struct bench *bench, const char *name, uint32_t width)
{
	struct canvas canvas = sample_draw(bench, name, width);
	struct bytes png = bytes_of(&bench->host);
	struct rgl_why why = { 0 };

	assert_int_equal(png_write(&canvas, &png, &why), RGL_OK);
	canvas_free(&canvas);
	return png;
}

static void hold_against(const char *name, const struct bytes *golden, const struct bytes *png)
{
	const char *folder = getenv("REGULARS_BUILD");
	struct picture ours = picture_of(png->data, png->length);
	struct picture theirs;
	bool is_same;
	char path[PATH_ROOM];

	if (golden->length == 0)
		fail_msg("there is no tests/golden/receipt_%s.png", name);
	theirs = picture_of(golden->data, golden->length);
	is_same = looks_the_same(&ours, &theirs);
	(void)snprintf(path, sizeof(path), "%s/golden-%s.png", folder == NULL ? "build" : folder,
		       name);
	if (!is_same)
		write_file(path, png);
	free(ours.dots);
	free(theirs.dots);
	if (!is_same)
		fail_msg("tests/golden/receipt_%s.png is not what is drawn now: see %s", name,
			 path);
}

static void receipts_look_as_they_were_found_good(void **state)
{
	const char *wish = getenv("REGULARS_GOLDEN");
	struct bench *bench = *state;

	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		struct bytes png = draw(bench, CASES[i].name, CASES[i].width);
		struct bytes golden;
		char path[PATH_ROOM];

		(void)snprintf(path, sizeof(path), "tests/golden/receipt_%s.png", CASES[i].name);
		if (wish != NULL && strcmp(wish, "write") == 0)
			write_file(path, &png);
		golden = read_file(&bench->host, path);
		hold_against(CASES[i].name, &golden, &png);
		bytes_free(&golden);
		bytes_free(&png);
	}
}

/* Or the tolerance would hide a fault. */
static void one_lost_accent_is_more_than_the_tolerance(void **state)
{
	struct bench *bench = *state;
	struct rgl_why why = { 0 };
	struct picture pictures[2];

	for (int i = 0; i < 2; i++) {
		struct paper paper = sample_paper(&bench->host, "en");
		struct bytes png = bytes_of(&bench->host);
		struct canvas canvas;

		paper_text(&paper, (struct paper_style) { PAPER_LEFT, PAPER_NORMAL, false, 0 },
			   i == 0 ? "Cafe" : "Caf\xC3\xA9");
		assert_int_equal(layout_draw(&paper, bench->fonts, 576, NULL, &canvas, &why),
				 RGL_OK);
		assert_int_equal(png_write(&canvas, &png, &why), RGL_OK);
		pictures[i] = picture_of(png.data, png.length);
		bytes_free(&png);
		canvas_free(&canvas);
		paper_free(&paper);
	}
	assert_int_equal(stray_most(&pictures[0], &pictures[0]), 0);
	assert_true(stray_most(&pictures[1], &pictures[0]) > STRAY_MAX);
	free(pictures[0].dots);
	free(pictures[1].dots);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(receipts_look_as_they_were_found_good, bench_set_up,
						bench_tear_down),
		cmocka_unit_test_setup_teardown(one_lost_accent_is_more_than_the_tolerance,
						bench_set_up, bench_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
