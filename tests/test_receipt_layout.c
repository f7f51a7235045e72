/* test_receipt_layout.c - a receipt as dots: the same each time, whoever is named on it.
 */
#include "tests/test_receipt_bench.h"

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

/* With glyphs kept from before and without, and in the other weight's company. */
static void the_same_receipt_is_the_same_dots(void **state)
{
	const struct receipt receipt = facts_receipt();
	struct bench *bench = *state;
	struct canvas first = bench_draw(bench, &receipt, 576);
	struct canvas other = bench_draw(bench, &receipt, 384);
	struct canvas again = bench_draw(bench, &receipt, 576);
	struct rgl_why why = { 0 };

	expect_same(&first, &again);
	canvas_free(&again);
	fonts_close(bench->fonts);
	assert_int_equal(fonts_open(&bench->host, &bench->fonts, &why), RGL_OK);
	again = bench_draw(bench, &receipt, 384);
	expect_same(&other, &again);
	canvas_free(&again);
	canvas_free(&other);
	canvas_free(&first);
}

/* Cheap heads cut the outermost dots off, and a code needs white around it. */
static void nothing_touches_the_edges(void **state)
{
	const uint32_t widths[] = { 576, 512, 384, 256, 640 };
	struct bench *bench = *state;

	for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++) {
		const struct receipt receipt = facts_receipt();
		const int32_t width = (int32_t)widths[i];
		struct canvas canvas = bench_draw(bench, &receipt, widths[i]);

		assert_true(canvas.rows > 400 && canvas.rows < 1500);
		assert_true(is_white(&canvas, 0, (int32_t)canvas.rows, 0, 4));
		assert_true(is_white(&canvas, 0, (int32_t)canvas.rows, width - 4, width));
		assert_false(is_white(&canvas, 0, (int32_t)canvas.rows, 0, width));
		canvas_free(&canvas);
	}
}

static void the_right_column_ends_at_the_right_and_is_never_cut(void **state)
{
	const struct paper_style large = { PAPER_LEFT, PAPER_LARGE, true, 1 };
	const uint32_t widths[] = { 384, 576 };
	struct bench *bench = *state;

	for (size_t i = 0; i < 2; i++) {
		const int32_t width = (int32_t)widths[i];
		struct paper paper = paper_of(&bench->host);
		struct rgl_why why = { 0 };
		struct canvas canvas;

		paper_columns(&paper, large,
			      (const char *[]) { "Total IDR", "-10,000,000,000,000.00" }, 2);
		paper_columns(&paper, large, (const char *[]) { "", "-10,000,000,000,000.00" }, 2);
		assert_int_equal(layout_draw(&paper, bench->fonts, widths[i], &canvas, &why),
				 RGL_OK);
		/* A digit's right edge is a few dots from the margin; an ellipsis would be low. */
		assert_false(is_white(&canvas, 0, (int32_t)canvas.rows / 2, width - 14, width));
		for (int32_t y = 0; y < (int32_t)canvas.rows / 2; y++)
			for (int32_t x = width * 3 / 4; x < width; x++)
				assert_int_equal(
					canvas_is_black(&canvas, x, y),
					canvas_is_black(&canvas, x, y + (int32_t)canvas.rows / 2));
		canvas_free(&canvas);
		paper_free(&paper);
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

	facts_repeat(pile + 1, 400, "\xCC\xB0\xCD\x9D");
	for (int i = 0; i < 2; i++) {
		struct paper paper = paper_of(&bench->host);

		for (int line = 0; line < 5; line++)
			paper_text(&paper, PLAIN, line == 2 && i == 1 ? pile : "Total 12.00");
		assert_int_equal(layout_draw(&paper, bench->fonts, 384, &canvas[i], &why), RGL_OK);
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
		struct receipt_line line = FACTS_LINES[0];
		struct receipt receipt = facts_receipt();
		struct canvas canvas;
		size_t used = 0;

		for (; used < ESCAPES; used += strlen(pieces[i]))
			memcpy(name + used, pieces[i], strlen(pieces[i]) + 1);
		line.name = name;
		receipt.lines = &line;
		receipt.lines_count = 1;
		receipt.shop = name;
		receipt.member = name;
		receipt.cashier = name;
		receipt.reward = name;
		receipt.sale_id = name;
		canvas = bench_draw(bench, &receipt, 384);
		assert_true(canvas.rows > 400 && canvas.rows < 3000);
		canvas_free(&canvas);
	}
}

static void a_sale_of_a_thousand_lines_fits(void **state)
{
	static struct receipt_line lines[1000];
	struct bench *bench = *state;
	struct receipt receipt = facts_receipt();
	struct canvas canvas;
	char name[RGL_TEXT_MAX + 1];

	memset(name, 'W', sizeof(name));
	name[RGL_TEXT_MAX] = '\0';
	for (size_t i = 0; i < 1000; i++)
		lines[i] = (struct receipt_line) { name, 2000, true, { 100 }, { 200 } };
	receipt.lines = lines;
	receipt.lines_count = 1000;
	canvas = bench_draw(bench, &receipt, 384);
	assert_true(canvas.rows > 10000 && canvas.rows <= CANVAS_ROWS_MAX);
	canvas_free(&canvas);
}

static void what_cannot_be_drawn_is_refused_in_words(void **state)
{
	const uint32_t widths[] = { 0, 8, 248, 300, 648, 4096 };
	struct bench *bench = *state;
	struct paper paper = paper_of(&bench->host);
	struct canvas canvas = { .width = 77 };
	struct rgl_why why = { 0 };

	for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++) {
		assert_int_equal(layout_draw(&paper, bench->fonts, widths[i], &canvas, &why),
				 RGL_E_ARGUMENT);
		assert_non_null(strstr(why.text, "multiple of 8"));
	}
	paper_qr(&paper, PAPER_NORMAL, "");
	assert_int_equal(layout_draw(&paper, bench->fonts, 384, &canvas, &why), RGL_E_LIMIT);
	assert_non_null(strstr(why.text, "QR"));
	paper_free(&paper);
	for (int i = 0; i < PAPER_ELEMENTS_MAX; i++)
		paper_text(&paper, PLAIN, "x");
	assert_int_equal(layout_draw(&paper, bench->fonts, 384, &canvas, &why), RGL_E_LIMIT);
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
	assert_int_equal(layout_draw(&paper, bench->fonts, LAYOUT_WIDTH_MIN, &canvas, &why),
			 RGL_OK);
	assert_int_equal(canvas.rows, (QR_WIDTH_MAX + 2 * QR_QUIET) * 4);
	canvas_free(&canvas);
	paper_free(&paper);
}

static void a_drawing_without_memory_is_refused_and_leaves_nothing_behind(void **state)
{
	struct bench *bench = *state;
	struct paper paper = paper_of(&bench->host);
	rgl_rc rc = RGL_E_MEMORY;
	long n;

	paper_text(&paper, PLAIN, "Ab \xE0\xA4\x95");
	paper_columns(&paper, PLAIN, (const char *[]) { "\xD8\xB9", "1" }, 2);
	paper_qr(&paper, PAPER_NORMAL, FACTS_CODE);
	for (n = 0; rc != RGL_OK; n++) {
		struct rgl_why why = { 0 };
		const size_t held = bench->sweep.held;
		struct canvas canvas = { 0 };

		assert_true(n < 2000);
		bench->sweep.fail_at = bench->sweep.asked + n;
		bench->sweep.ran_out = false;
		rc = layout_draw(&paper, bench->fonts, 384, &canvas, &why);
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
		WITH_FONTS(the_right_column_ends_at_the_right_and_is_never_cut),
		WITH_FONTS(a_pile_of_marks_does_not_blot_out_its_neighbours),
		WITH_FONTS(hostile_names_make_a_receipt_all_the_same),
		WITH_FONTS(a_sale_of_a_thousand_lines_fits),
		WITH_FONTS(what_cannot_be_drawn_is_refused_in_words),
		WITH_FONTS(a_codes_modules_are_never_too_small),
		WITH_FONTS(a_drawing_without_memory_is_refused_and_leaves_nothing_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
