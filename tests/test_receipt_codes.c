/* test_receipt_codes.c - codes that a phone reads, and pictures that any program opens.
 *
 * The reader of codes is zbarimg (package zbar-tools); the reader of pictures is libpng's simple
 * interface, which shares with png.c the library but none of its calls.
 */
#include "tests/test_receipt_facts.h"

#include <png.h>
#include <unistd.h>

#include "receipts/dots/layout.h"
#include "receipts/dots/png.h"
#include "receipts/dots/qr.h"

#define PATH_ROOM 512
#define TWENTY "abcdefghijklmnopqrst"
#define LONGEST TWENTY TWENTY TWENTY TWENTY TWENTY TWENTY

static void save(const struct bytes *bytes, const char *name, char path[PATH_ROOM])
{
	const char *folder = getenv("TMPDIR");
	FILE *file;

	(void)snprintf(path, PATH_ROOM, "%s/regulars-%ld-%s", folder == NULL ? "/tmp" : folder,
		       (long)getpid(), name);
	file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes->data, 1, bytes->length, file), bytes->length);
	assert_int_equal(fclose(file), 0);
}

/* What zbarimg reads in a picture. */
static void read_code(const struct bytes *png, char *ret, size_t room)
{
	char path[PATH_ROOM];
	char command[PATH_ROOM + 64];
	FILE *pipe;
	size_t length;

	save(png, "code.png", path);
	(void)snprintf(command, sizeof(command), "zbarimg -q --raw -Sqr.enable '%s' 2>/dev/null",
		       path);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	length = fread(ret, 1, room - 1, pipe);
	(void)pclose(pipe);
	assert_int_equal(unlink(path), 0);
	ret[length] = '\0';
	if (strchr(ret, '\n') != NULL)
		*strchr(ret, '\n') = '\0';
}

static void need_zbarimg(void)
{
	if (system("command -v zbarimg >/dev/null 2>&1") != 0)
		skip();
}

/* A receipt of one code and little else. */
static void draw_code(const struct host *host, struct fonts *fonts, const char *text,
		      uint32_t width, struct bytes *out)
{
	struct rgl_why why = { 0 };
	struct receipt receipt = facts_receipt();
	struct paper paper = paper_of(host);
	struct canvas canvas;

	receipt.qr = text;
	assert_int_equal(facts_fill(&receipt, &paper, &why), RGL_OK);
	assert_int_equal(layout_draw(&paper, fonts, width, NULL, &canvas, &why), RGL_OK);
	assert_int_equal(png_write(&canvas, out, &why), RGL_OK);
	canvas_free(&canvas);
	paper_free(&paper);
}

static void the_code_on_a_receipt_reads_back_the_same(void **state)
{
	const uint32_t widths[] = { 576, 512, 384 };
	const char *const texts[] = { FACTS_CODE, "RG1000000000000ZZZZ",
				      "https://shop.example/r?c=8F3K22QX&v=1", LONGEST };
	struct rgl_why why = { 0 };
	struct sweep sweep;
	struct host host;
	struct fonts *fonts;

	(void)state;
	need_zbarimg();
	facts_lend(&sweep, &host, SWEEP_NEVER);
	assert_int_equal(fonts_open(&host, &fonts, &why), RGL_OK);
	for (size_t i = 0; i < 12; i++) {
		struct bytes png = bytes_of(&host);
		char read[4096];

		draw_code(&host, fonts, texts[i / 3], widths[i % 3], &png);
		read_code(&png, read, sizeof(read));
		assert_string_equal(read, texts[i / 3]);
		bytes_free(&png);
	}
	fonts_close(fonts);
	assert_int_equal(sweep.held, 0);
}

static void a_members_card_reads_back_the_same(void **state)
{
	struct rgl_why why = { 0 };
	struct sweep sweep;
	struct host host;
	struct fonts *fonts;

	(void)state;
	need_zbarimg();
	facts_lend(&sweep, &host, SWEEP_NEVER);
	assert_int_equal(fonts_open(&host, &fonts, &why), RGL_OK);
	for (int i = 0; i < 2; i++) {
		struct bytes png = bytes_of(&host);
		char read[4096];

		assert_int_equal(qr_png(fonts, FACTS_CODE, i == 0 ? "Asha" : NULL, &png, &why),
				 RGL_OK);
		read_code(&png, read, sizeof(read));
		assert_string_equal(read, FACTS_CODE);
		bytes_free(&png);
	}
	fonts_close(fonts);
	assert_int_equal(sweep.held, 0);
}

static void a_picture_opened_elsewhere_has_the_same_dots(void **state)
{
	png_image image = { .version = PNG_IMAGE_VERSION };
	struct rgl_why why = { 0 };
	uint64_t seed = 3;
	struct sweep sweep;
	struct host host;
	struct canvas canvas;
	struct bytes png;
	uint8_t *grey;

	(void)state;
	facts_lend(&sweep, &host, SWEEP_NEVER);
	canvas = canvas_of(&host, 384);
	png = bytes_of(&host);
	assert_int_equal(canvas_extend(&canvas, 77), RGL_OK);
	for (int i = 0; i < 3000; i++)
		canvas_fill(&canvas, (int32_t)(next_number(&seed) % 384),
			    (int32_t)(next_number(&seed) % 77), 3, 1);
	assert_int_equal(png_write(&canvas, &png, &why), RGL_OK);
	assert_int_not_equal(png_image_begin_read_from_memory(&image, png.data, png.length), 0);
	assert_int_equal(image.width, 384);
	assert_int_equal(image.height, 77);
	image.format = PNG_FORMAT_GRAY;
	grey = malloc(PNG_IMAGE_SIZE(image));
	assert_non_null(grey);
	assert_int_not_equal(png_image_finish_read(&image, NULL, grey, 0, NULL), 0);
	for (int32_t y = 0; y < 77; y++)
		for (int32_t x = 0; x < 384; x++)
			assert_int_equal(grey[y * 384 + x],
					 canvas_is_black(&canvas, x, y) ? 0 : 255);
	free(grey);
	bytes_free(&png);
	canvas_free(&canvas);
	assert_int_equal(sweep.held, 0);
}

static void an_empty_canvas_makes_no_picture(void **state)
{
	struct rgl_why why = { 0 };
	struct sweep sweep;
	struct host host;
	struct canvas canvas;
	struct bytes png;

	(void)state;
	facts_lend(&sweep, &host, SWEEP_NEVER);
	canvas = canvas_of(&host, 384);
	png = bytes_of(&host);
	bytes_add_text(&png, "kept");
	assert_int_equal(png_write(&canvas, &png, &why), RGL_E_LIMIT);
	assert_int_equal(why.code, RGL_E_LIMIT);
	assert_int_equal(png.length, 4);
	bytes_free(&png);
}

static void a_code_has_its_limits(void **state)
{
	char text[QR_TEXT_MAX + 2];
	struct rgl_why why = { 0 };
	struct qr qr;

	(void)state;
	memset(text, '\xE9', sizeof(text)); /* the least dense mode there is */
	text[QR_TEXT_MAX + 1] = '\0';
	assert_int_equal(qr_encode(text, &qr, &why), RGL_E_LIMIT);
	assert_non_null(strstr(why.text, "shorter"));
	assert_int_equal(qr_encode("", &qr, &why), RGL_E_LIMIT);
	text[QR_TEXT_MAX] = '\0';
	assert_int_equal(qr_encode(text, &qr, &why), RGL_OK);
	assert_true(qr.width <= QR_WIDTH_MAX);
	/* A member's code is of the smallest kind, which has the largest modules. */
	assert_int_equal(qr_encode(FACTS_CODE, &qr, &why), RGL_OK);
	assert_int_equal(qr.width, 21);
	assert_false(qr_is_dark(&qr, -1, 0));
	assert_false(qr_is_dark(&qr, 0, 21));
	assert_true(qr_is_dark(&qr, 0, 0));
}

static void a_codes_text_is_grouped_from_its_end(void **state)
{
	char grouped[QR_GROUPED_ROOM];
	char text[QR_TEXT_MAX + 10];

	(void)state;
	qr_group(FACTS_CODE, grouped);
	assert_string_equal(grouped, "RG1-7KQM-2XWD-9FAB-C3DE");
	qr_group("ABCD", grouped);
	assert_string_equal(grouped, "ABCD");
	qr_group("", grouped);
	assert_string_equal(grouped, "");
	memset(text, 'A', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	qr_group(text, grouped);
	assert_int_equal(strlen(grouped), QR_TEXT_MAX + QR_TEXT_MAX / 4 - 1);
}

/* Each allocation of a card fails in turn, libpng's own among them. */
static void a_card_without_memory_is_refused_and_leaves_nothing_behind(void **state)
{
	struct rgl_why why = { 0 };
	struct sweep sweep;
	struct host host;
	struct fonts *fonts;
	rgl_rc rc = RGL_E_MEMORY;
	long n;

	(void)state;
	facts_lend(&sweep, &host, SWEEP_NEVER);
	assert_int_equal(fonts_open(&host, &fonts, &why), RGL_OK);
	for (n = 0; rc != RGL_OK; n++) {
		struct bytes png = bytes_of(&host);

		assert_true(n < 2000);
		why = (struct rgl_why) { 0 };
		sweep.fail_at = sweep.asked + n;
		sweep.ran_out = false;
		rc = qr_png(fonts, FACTS_CODE, "A", &png, &why);
		assert_int_equal(rc, sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
		assert_int_equal(why.code, rc);
		if (rc < 0)
			assert_int_equal(png.length, 0);
		bytes_free(&png);
		assert_false(sweep.misused);
	}
	assert_true(n > 10);
	fonts_close(fonts);
	assert_int_equal(sweep.held, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_code_on_a_receipt_reads_back_the_same),
		cmocka_unit_test(a_members_card_reads_back_the_same),
		cmocka_unit_test(a_picture_opened_elsewhere_has_the_same_dots),
		cmocka_unit_test(an_empty_canvas_makes_no_picture),
		cmocka_unit_test(a_code_has_its_limits),
		cmocka_unit_test(a_codes_text_is_grouped_from_its_end),
		cmocka_unit_test(a_card_without_memory_is_refused_and_leaves_nothing_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
