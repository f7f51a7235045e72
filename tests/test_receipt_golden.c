/* test_receipt_golden.c - receipts look as they did when somebody looked at them.
 *
 * tests/golden/receipt_*.png were looked at and found good. They hold where fonts and libraries are
 * those of Debian 12; elsewhere the test is skipped. After a change that is meant, write them anew
 * from the repository's root, look at each, and commit them with the change:
 *     REGULARS_GOLDEN=write build/tests/test_receipt_golden
 */
#include "tests/test_receipt_bench.h"

#include <ft2build.h>
#include <png.h>
#include <sys/stat.h>

#include FT_FREETYPE_H
#include <hb.h>

#include "receipts/dots/png.h"

#define NOTO "/usr/share/fonts/truetype/noto/NotoSans"

static bool has_size(const char *path, off_t size)
{
	struct stat status;

	return stat(path, &status) == 0 && status.st_size == size;
}

static bool is_debian_12(void)
{
	FT_Library library;
	FT_Int major;
	FT_Int minor;
	FT_Int patch;

	assert_int_equal(FT_Init_FreeType(&library), 0);
	FT_Library_Version(library, &major, &minor, &patch);
	(void)FT_Done_FreeType(library);
	return major == 2 && minor == 12 && strcmp(hb_version_string(), "6.0.0") == 0 &&
	       has_size(NOTO "-Regular.ttf", 512672) &&
	       has_size(NOTO "Devanagari-Regular.ttf", 229336) &&
	       has_size(NOTO "Arabic-Regular.ttf", 244072);
}

static void write_golden(const char *path, const struct canvas *canvas)
{
	struct bytes png = bytes_of(canvas->host);
	struct rgl_why why = { 0 };
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(png_write(canvas, &png, &why), RGL_OK);
	assert_int_equal(fwrite(png.data, 1, png.length, file), png.length);
	assert_int_equal(fclose(file), 0);
	bytes_free(&png);
}

static void expect_golden(const char *path, const struct canvas *canvas)
{
	png_image image = { .version = PNG_IMAGE_VERSION };
	uint8_t *grey;

	assert_int_not_equal(png_image_begin_read_from_file(&image, path), 0);
	assert_int_equal(image.width, canvas->width);
	assert_int_equal(image.height, canvas->rows);
	image.format = PNG_FORMAT_GRAY;
	grey = malloc(PNG_IMAGE_SIZE(image));
	assert_non_null(grey);
	assert_int_not_equal(png_image_finish_read(&image, NULL, grey, 0, NULL), 0);
	for (uint32_t y = 0; y < canvas->rows; y++)
		for (uint32_t x = 0; x < canvas->width; x++)
			if ((grey[y * canvas->width + x] == 0) !=
			    canvas_is_black(canvas, (int32_t)x, (int32_t)y))
				fail_msg("%s differs at %u, %u", path, x, y);
	free(grey);
}

static void receipts_look_as_they_were_found_good(void **state)
{
	const struct {
		const char *path;
		uint32_t width;
		const char *shop;
		const char *member;
		const char *article;
	} cases[] = {
		{ "tests/golden/receipt_latin.png", 576, "KAFFE & KAGE", "Mette S\xC3\xB8rensen",
		  "Cinnamon snail" },
		{ "tests/golden/receipt_hindi.png", 384,
		  "\xE0\xA4\x9A\xE0\xA4\xBE\xE0\xA4\xAF \xE0\xA4\x98\xE0\xA4\xB0",
		  "\xE0\xA4\xB6\xE0\xA5\x8D\xE0\xA4\xB0\xE0\xA5\x80 "
		  "\xE0\xA4\x95\xE0\xA5\x83\xE0\xA4\xB7\xE0\xA5\x8D\xE0\xA4\xA3",
		  "\xE0\xA4\xAE\xE0\xA4\xB8\xE0\xA4\xBE\xE0\xA4\xB2\xE0\xA4\xBE" },
		{ "tests/golden/receipt_arabic.png", 384,
		  "\xD9\x85\xD9\x82\xD9\x87\xD9\x89 \xD8\xA7\xD9\x84\xD8\xA8\xD8\xAD\xD8\xB1",
		  "\xD8\xB9\xD8\xA7\xD8\xA6\xD8\xB4\xD8\xA9 \xD9\x85\xD8\xAD\xD9\x85\xD8\xAF",
		  "\xD9\x83\xD9\x86\xD8\xA7\xD9\x81\xD8\xA9" },
	};
	const char *golden = getenv("REGULARS_GOLDEN");
	struct bench *bench = *state;

	if (!is_debian_12())
		skip();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct receipt_line line = FACTS_LINES[0];
		struct receipt receipt = facts_receipt();
		struct canvas canvas;

		line.name = cases[i].article;
		receipt.lines = &line;
		receipt.lines_count = 1;
		receipt.total = line.total;
		receipt.tax = money_of(0);
		receipt.shop = cases[i].shop;
		receipt.member = cases[i].member;
		canvas = bench_draw(bench, &receipt, cases[i].width);
		if (golden != NULL && strcmp(golden, "write") == 0)
			write_golden(cases[i].path, &canvas);
		expect_golden(cases[i].path, &canvas);
		canvas_free(&canvas);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(receipts_look_as_they_were_found_good, bench_set_up,
						bench_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
