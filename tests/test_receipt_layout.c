/* test_receipt_layout.c - a receipt as dots: the same each time, whoever is named on it.
 */
#include "tests/test_receipt_sample.h"

#include "receipts/dots/qr.h"

#define ESCAPES 10000

static const struct paper_style PLAIN = { PAPER_LEFT, PAPER_NORMAL, false, 0 };

static bool is_white(const struct canvas *canvas, int32_t from, int32_t until, int32_t left,
		     int32_t right)
{
	for (int32_t y = from; y < until; y++)
		for (int32_t x = left; x < right; x++)
			if (canvas_is_black(canvas, x, y))
				return false;
	return true;
}

static void expect_same(const struct canvas *one, const struct canvas *other)
{
	assert_int_equal(one->width, other->width);
	assert_int_equal(one->rows, other->rows);
	assert_memory_equal(one->bits, other->bits, (size_t)one->rows * one->stride);
}

/* With glyphs kept from before and without, in another order, and whatever the host's language. */
static void the_same_receipt_is_the_same_dots(void **state)
{
	struct bench *bench = *state;
	struct canvas first[SAMPLE_COUNT];
	struct rgl_why why = { 0 };

	for (size_t i = 0; i < SAMPLE_COUNT; i++)
		first[i] = sample_draw(bench, SAMPLE_LANGUAGES[i], 576);
	fonts_close(bench->fonts);
	assert_int_equal(setenv("LANG", "ar_AE.UTF-8", 1), 0);
	assert_int_equal(setenv("LC_ALL", "ja_JP.UTF-8", 1), 0);
	assert_int_equal(setenv("FONTCONFIG_FILE", "/nowhere", 1), 0);
	assert_int_equal(setenv("FREETYPE_PROPERTIES", "truetype:interpreter-version=35", 1), 0);
	assert_int_equal(fonts_open(&bench->host, &bench->fonts, &why), RGL_OK);
	for (size_t i = SAMPLE_COUNT; i-- > 0;) {
		struct canvas other = sample_draw(bench, SAMPLE_LANGUAGES[i], 384);
		struct canvas again = sample_draw(bench, SAMPLE_LANGUAGES[i], 576);

		expect_same(&first[i], &again);
		canvas_free(&first[i]);
		canvas_free(&again);
		canvas_free(&other);
	}
}

/* Cheap heads cut the outermost dots off, and a code needs white around it. */
static void nothing_touches_the_edges(void **state)
{
	const uint32_t widths[] = { 576, 512, 384, 256, 640 };
	struct bench *bench = *state;

	for (size_t i = 0; i < 5 * SAMPLE_COUNT; i++) {
		const int32_t width = (int32_t)widths[i % 5];
		struct canvas canvas = sample_draw(bench, SAMPLE_LANGUAGES[i / 5], widths[i % 5]);

		assert_true(canvas.rows > 800 && canvas.rows < 2500);
		assert_true(is_white(&canvas, 0, (int32_t)canvas.rows, 0, 4));
		assert_true(is_white(&canvas, 0, (int32_t)canvas.rows, width - 4, width));
		assert_false(is_white(&canvas, 0, (int32_t)canvas.rows, 0, width));
		canvas_free(&canvas);
	}
}

/* Marks piled upon a letter stay on their own line: the line below is as without them. */
static void a_pile_of_marks_does_not_blot_out_its_neighbours(void **state)
{
	char pile[PAPER_TEXT_ROOM] = "Z";
	struct bench *bench = *state;
	struct canvas canvas[2];
	struct rgl_why why = { 0 };
	int32_t middle;

	for (int i = 0; i < 99; i++)
		memcpy(pile + 1 + i * 4, "\xCC\xB0\xCD\x9D", 5);
	for (int i = 0; i < 2; i++) {
		struct paper paper = paper_of(&bench->host);

		for (int line = 0; line < 5; line++)
			paper_text(&paper, PLAIN, line == 2 && i == 1 ? pile : "Total 12.00");
		assert_int_equal(layout_draw(&paper, bench->fonts, 384, NULL, &canvas[i], &why),
				 RGL_OK);
		paper_free(&paper);
	}
	assert_int_equal(canvas[0].rows, canvas[1].rows);
	middle = (int32_t)canvas[0].rows / 2;
	for (int32_t y = 0; y < (int32_t)canvas[0].rows; y++) {
		const bool is_near = y > middle - 24 && y < middle + 24;

		for (int32_t x = 0; x < 384 && !is_near; x++)
			assert_int_equal(canvas_is_black(&canvas[0], x, y),
					 canvas_is_black(&canvas[1], x, y));
	}
	canvas_free(&canvas[0]);
	canvas_free(&canvas[1]);
}

static void hostile_names_make_a_receipt_all_the_same(void **state)
{
	/* NOLINTBEGIN(misc-misleading-bidirectional): meant to mislead */
	const char *const pieces[] = {
		"\x1b@", "\xE2\x80\xAE", "\xEF\xB7\xBD", "\xF4\x8F\xBF\xBD", "\xCC\x81",
		" ",	 "\xFF",	 "\xE2\x80\x8D", "\xE2\x81\xA8",     "\xD9\x8B\xE0\xA4\xBF"
	};
	/* NOLINTEND(misc-misleading-bidirectional) */
	static char name[ESCAPES + 8];
	struct bench *bench = *state;

	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct paper paper = paper_of(&bench->host);
		struct rgl_why why = { 0 };
		struct canvas canvas;
		size_t used = 0;

		for (; used < ESCAPES; used += strlen(pieces[i]))
			memcpy(name + used, pieces[i], strlen(pieces[i]) + 1);
		paper_text(&paper, PLAIN, name);
		paper_columns(&paper, PLAIN, (const char *[]) { name, name, name, name }, 4);
		paper_columns(&paper, PLAIN, (const char *[]) { name, "1.00" }, 2);
		paper_text(&paper, (struct paper_style) { PAPER_CENTRE, PAPER_LARGE, true, 2 },
			   name);
		assert_int_equal(layout_draw(&paper, bench->fonts, 384, NULL, &canvas, &why),
				 RGL_OK);
		assert_true(canvas.rows > 60 && canvas.rows < 12000);
		canvas_free(&canvas);
		paper_free(&paper);
	}
}

static void a_sale_of_a_thousand_lines_fits(void **state)
{
	const struct paper_style two = { PAPER_LEFT, PAPER_NORMAL, false, 2 };
	struct bench *bench = *state;
	struct paper paper = paper_of(&bench->host);
	struct rgl_why why = { 0 };
	struct canvas canvas;
	char name[RGL_TEXT_MAX + 1];

	memset(name, 'W', sizeof(name));
	name[RGL_TEXT_MAX] = '\0';
	for (size_t i = 0; i < 200; i++)
		paper_columns(&paper, two, (const char *[]) { name, "2.00" }, 2);
	for (size_t i = 0; i < 200; i++)
		paper_columns(&paper, PLAIN, (const char *[]) { "Tea", "2", "1.00", "2.00" }, 4);
	assert_int_equal(layout_draw(&paper, bench->fonts, 384, NULL, &canvas, &why), RGL_OK);
	assert_true(canvas.rows > 10000 && canvas.rows <= CANVAS_ROWS_MAX);
	canvas_free(&canvas);
	paper_free(&paper);
}

static void what_cannot_be_drawn_is_refused_in_words(void **state)
{
	const uint32_t widths[] = { 0, 8, 248, 300, 648, 4096 };
	struct bench *bench = *state;
	struct paper paper = paper_of(&bench->host);
	struct canvas canvas = { .width = 77 };
	struct rgl_why why = { 0 };

	for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++) {
		assert_int_equal(layout_draw(&paper, bench->fonts, widths[i], NULL, &canvas, &why),
				 RGL_E_ARGUMENT);
		assert_non_null(strstr(why.text, "multiple of 8"));
	}
	paper_qr(&paper, PAPER_NORMAL, "");
	assert_int_equal(layout_draw(&paper, bench->fonts, 384, NULL, &canvas, &why), RGL_E_LIMIT);
	assert_non_null(strstr(why.text, "QR"));
	paper_free(&paper);
	for (int i = 0; i < PAPER_ELEMENTS_MAX; i++)
		paper_text(&paper, PLAIN, "x");
	assert_int_equal(layout_draw(&paper, bench->fonts, 384, NULL, &canvas, &why), RGL_E_LIMIT);
	assert_non_null(strstr(why.text, "longer than"));
	assert_int_equal(canvas.width, 77);
	paper_free(&paper);
}

/* The longest code on the narrowest paper still has modules of four dots. */
static void a_codes_modules_are_never_too_small(void **state)
{
	char text[QR_TEXT_MAX + 1];
	struct bench *bench = *state;
	struct paper paper = paper_of(&bench->host);
	struct canvas canvas;
	struct rgl_why why = { 0 };

	memset(text, 'z', sizeof(text));
	text[QR_TEXT_MAX] = '\0';
	paper_qr(&paper, PAPER_NORMAL, text);
	assert_int_equal(layout_draw(&paper, bench->fonts, LAYOUT_WIDTH_MIN, NULL, &canvas, &why),
			 RGL_OK);
	assert_int_equal(canvas.rows, (QR_WIDTH_MAX + 2 * QR_QUIET) * 4);
	canvas_free(&canvas);
	paper_free(&paper);
}

/* The logo's dots as they are; and halved when it is wider than the paper, never larger. */
static void the_logo_is_in_the_middle_and_never_larger(void **state)
{
	static uint8_t bits[32 * 128];
	const struct bitmap wide = { 1024, 32, 128, bits };
	const struct bitmap logo = sample_logo();
	const struct bitmap none = { 0 };
	struct bench *bench = *state;
	struct paper paper = paper_of(&bench->host);
	struct rgl_why why = { 0 };
	struct canvas canvas;

	paper_mark(&paper, PAPER_PICTURE);
	assert_int_equal(layout_draw(&paper, bench->fonts, 384, &logo, &canvas, &why), RGL_OK);
	assert_true(canvas.rows >= SAMPLE_LOGO_ROWS);
	for (int32_t y = 0; y < (int32_t)canvas.rows; y++)
		for (int32_t x = 0; x < 384; x++) {
			const int32_t at = x - (384 - SAMPLE_LOGO_WIDTH) / 2;
			const bool is_inside =
				at >= 0 && at < SAMPLE_LOGO_WIDTH && y < SAMPLE_LOGO_ROWS;

			assert_int_equal(canvas_is_black(&canvas, x, y),
					 is_inside && (logo.bits[y * 20 + at / 8] &
						       (0x80 >> (at % 8))) != 0);
		}
	canvas_free(&canvas);
	memset(bits, 0xFF, sizeof(bits));
	assert_int_equal(layout_draw(&paper, bench->fonts, 524, &wide, &canvas, &why),
			 RGL_E_ARGUMENT);
	assert_int_equal(layout_draw(&paper, bench->fonts, 520, &wide, &canvas, &why), RGL_OK);
	assert_false(is_white(&canvas, 14, 15, 6, 7));
	assert_false(is_white(&canvas, 14, 15, 512, 514));
	assert_true(is_white(&canvas, 17, (int32_t)canvas.rows, 0, 520));
	canvas_free(&canvas);
	assert_int_equal(layout_draw(&paper, bench->fonts, 384, &none, &canvas, &why), RGL_OK);
	assert_int_equal(canvas.rows, 0);
	canvas_free(&canvas);
	assert_int_equal(layout_draw(&paper, bench->fonts, 384, NULL, &canvas, &why), RGL_OK);
	assert_int_equal(canvas.rows, 0);
	canvas_free(&canvas);
	paper_free(&paper);
}

/* Whoever prints cuts at the end anyway; a knife without paper below it jams. */
static void cuts_are_marked_where_there_is_paper_on_both_sides(void **state)
{
	struct bench *bench = *state;
	struct paper paper = paper_of(&bench->host);
	struct rgl_why why = { 0 };
	struct canvas canvas;

	paper_mark(&paper, PAPER_DRAWER);
	paper_mark(&paper, PAPER_CUT);
	paper_text(&paper, PLAIN, "one");
	paper_mark(&paper, PAPER_CUT);
	paper_mark(&paper, PAPER_BUZZER);
	paper_mark(&paper, PAPER_CUT);
	paper_text(&paper, PLAIN, "two");
	paper_mark(&paper, PAPER_CUT);
	paper_mark(&paper, PAPER_DRAWER);
	assert_int_equal(layout_draw(&paper, bench->fonts, 384, NULL, &canvas, &why), RGL_OK);
	assert_int_equal(canvas.marks_count, 4);
	assert_int_equal(canvas.marks[0].kind, CANVAS_DRAWER);
	assert_int_equal(canvas.marks[0].row, 0);
	assert_int_equal(canvas.marks[1].kind, CANVAS_CUT);
	assert_int_equal(canvas.marks[1].row, canvas.rows / 2);
	assert_int_equal(canvas.marks[2].kind, CANVAS_BUZZER);
	assert_int_equal(canvas.marks[2].row, canvas.rows / 2);
	assert_int_equal(canvas.marks[3].kind, CANVAS_DRAWER);
	assert_int_equal(canvas.marks[3].row, canvas.rows);
	canvas_free(&canvas);
	for (int i = 0; i < 2 * CANVAS_MARKS_MAX; i++)
		paper_mark(&paper, PAPER_BUZZER);
	assert_int_equal(layout_draw(&paper, bench->fonts, 384, NULL, &canvas, &why), RGL_OK);
	assert_true(canvas.marks_count < CANVAS_MARKS_MAX + 1);
	canvas_free(&canvas);
	paper_free(&paper);
}

static struct canvas text_on(struct bench *bench, bool is_right_to_left, enum paper_align align,
			     const char *text)
{
	const struct paper_style style = { align, PAPER_NORMAL, false, 0 };
	struct paper paper = paper_of(&bench->host);
	struct rgl_why why = { 0 };
	struct canvas canvas = { 0 };

	paper.is_right_to_left = is_right_to_left;
	paper_text(&paper, style, text);
	assert_int_equal(layout_draw(&paper, bench->fonts, 384, NULL, &canvas, &why), RGL_OK);
	paper_free(&paper);
	return canvas;
}

/* What begins at the left on one paper begins at the right on the other. */
static void a_paper_from_right_to_left_is_mirrored(void **state)
{
	const enum paper_align mirrored[] = { PAPER_RIGHT, PAPER_CENTRE, PAPER_LEFT };
	struct bench *bench = *state;

	for (int i = 0; i < 3; i++) {
		struct canvas one = text_on(bench, true, (enum paper_align)i, "Total");
		struct canvas other = text_on(bench, false, mirrored[i], "Total");

		if (i != 1)
			expect_same(&one, &other);
		canvas_free(&one);
		canvas_free(&other);
	}
}

/* One short word alone in the last line of a text in the middle looks like a mistake. */
static void lines_in_the_middle_are_of_about_one_length(void **state)
{
	struct bench *bench = *state;
	struct canvas canvas =
		text_on(bench, false, PAPER_CENTRE, "This is your 12th visit, the next is on us.");
	const int32_t half = (int32_t)canvas.rows / 2;

	assert_int_equal(canvas.rows, 66);
	assert_true(is_white(&canvas, 0, half, 0, 60));
	assert_false(is_white(&canvas, half, 2 * half, 0, 384 / 2 - 50));
	canvas_free(&canvas);
}

static void a_drawing_without_memory_is_refused_and_leaves_nothing_behind(void **state)
{
	struct bench *bench = *state;
	struct paper paper = paper_of(&bench->host);
	const struct bitmap logo = sample_logo();
	rgl_rc rc = RGL_E_MEMORY;
	long n;

	paper_mark(&paper, PAPER_PICTURE);
	paper_text(&paper, PLAIN, "Ab \xE0\xA4\x95");
	paper_mark(&paper, PAPER_CUT);
	paper_columns(&paper, PLAIN, (const char *[]) { "\xD8\xB9", "1" }, 2);
	paper_qr(&paper, PAPER_NORMAL, "RG17KQM2XWD9FABC3DE");
	for (n = 0; rc != RGL_OK; n++) {
		struct rgl_why why = { 0 };
		const size_t held = bench->sweep.held;
		struct canvas canvas = { 0 };

		assert_true(n < 2000);
		bench->sweep.fail_at = bench->sweep.asked + n;
		bench->sweep.ran_out = false;
		rc = layout_draw(&paper, bench->fonts, 384, &logo, &canvas, &why);
		assert_int_equal(rc, bench->sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
		assert_int_equal(why.code, rc);
		if (rc == RGL_OK)
			canvas_free(&canvas);
		else
			assert_null(canvas.bits);
		/* Only what the fonts keep for the next time may have come. */
		assert_true(bench->sweep.held < held + 500);
	}
	assert_true(n > 10);
	bench->sweep.fail_at = SWEEP_NEVER;
	paper_free(&paper);
}

int main(void)
{
#define WITH_FONTS(test) cmocka_unit_test_setup_teardown(test, bench_set_up, bench_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_FONTS(the_same_receipt_is_the_same_dots),
		WITH_FONTS(nothing_touches_the_edges),
		WITH_FONTS(a_pile_of_marks_does_not_blot_out_its_neighbours),
		WITH_FONTS(hostile_names_make_a_receipt_all_the_same),
		WITH_FONTS(a_sale_of_a_thousand_lines_fits),
		WITH_FONTS(what_cannot_be_drawn_is_refused_in_words),
		WITH_FONTS(a_codes_modules_are_never_too_small),
		WITH_FONTS(the_logo_is_in_the_middle_and_never_larger),
		WITH_FONTS(cuts_are_marked_where_there_is_paper_on_both_sides),
		WITH_FONTS(a_paper_from_right_to_left_is_mirrored),
		WITH_FONTS(lines_in_the_middle_are_of_about_one_length),
		WITH_FONTS(a_drawing_without_memory_is_refused_and_leaves_nothing_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
