/* test_receipt_columns.c - rows of columns: figures below each other, no amount cut in vain.
 *
 * A text's own dots are the oracle: what a column shows is what the text alone shows, elsewhere.
 */
#include "tests/test_receipt_sample.h"

#define MARGIN 6
#define HUGE_AMOUNT "-10,000,000,000,000.00"

static const struct paper_style PLAIN = { PAPER_LEFT, PAPER_NORMAL, false, 0 };
static const struct paper_style LARGE = { PAPER_LEFT, PAPER_LARGE, true, 1 };
static const struct paper_style SMALL = { PAPER_LEFT, PAPER_SMALL, false, 0 };

static struct canvas draw(struct bench *bench, struct paper *paper, uint32_t width)
{
	struct rgl_why why = { 0 };
	struct canvas canvas = { 0 };

	assert_int_equal(layout_draw(paper, bench->fonts, width, NULL, &canvas, &why), RGL_OK);
	paper_free(paper);
	return canvas;
}

/* The first and the last column of dots, in some rows, that are not white; -1: all are. */
static void edges_of(const struct canvas *canvas, int32_t from, int32_t until, int32_t *ret_first,
		     int32_t *ret_last)
{
	*ret_first = -1;
	*ret_last = -1;
	for (int32_t x = 0; x < (int32_t)canvas->width; x++)
		for (int32_t y = from; y < until; y++) {
			if (!canvas_is_black(canvas, x, y))
				continue;
			*ret_first = *ret_first < 0 ? x : *ret_first;
			*ret_last = x;
		}
}

/* Whether some rows of two canvases have the same dots, beyond a column of them. */
static bool is_same(const struct canvas *one, const struct canvas *other, int32_t shift,
		    int32_t rows, int32_t left)
{
	for (int32_t y = 0; y < rows; y++)
		for (int32_t x = left; x < (int32_t)one->width; x++)
			if (canvas_is_black(one, x, y + shift) != canvas_is_black(other, x, y))
				return false;
	return true;
}

/* Whatever the first column says; an ellipsis would differ. */
static void an_amount_ends_at_the_right_whole(void **state)
{
	const char *const amounts[] = { "1", HUGE_AMOUNT, "7.60", "\xE2\x82\xB9 1,23,340.00" };
	const uint32_t widths[] = { 256, 384, 512, 576 };
	struct bench *bench = *state;

	for (size_t i = 0; i < 16; i++) {
		const uint32_t width = widths[i / 4];
		const char *const amount = amounts[i % 4];
		struct paper paper = paper_of(&bench->host);
		struct canvas alone;
		struct canvas canvas;
		int32_t first;
		int32_t last;

		paper_columns(&paper, LARGE, (const char *[]) { "", amount }, 2);
		alone = draw(bench, &paper, width);
		paper = paper_of(&bench->host);
		paper_columns(&paper, LARGE, (const char *[]) { "Total IDR", amount }, 2);
		canvas = draw(bench, &paper, width);
		edges_of(&alone, 0, (int32_t)alone.rows, &first, &last);
		assert_true(last > (int32_t)width - 20 && last < (int32_t)width - MARGIN);
		assert_true(is_same(&canvas, &alone, (int32_t)(canvas.rows - alone.rows),
				    (int32_t)alone.rows, first));
		canvas_free(&canvas);
		canvas_free(&alone);
	}
}

/* In a table, each figure ends where those above it do. */
static void figures_of_a_table_stand_below_each_other(void **state)
{
	struct bench *bench = *state;
	struct paper paper = paper_of(&bench->host);
	struct canvas canvas;
	int32_t row_rows;
	int32_t ends[3];

	paper_columns(&paper, PLAIN, (const char *[]) { "VAT", "8", "1" }, 3);
	paper_columns(&paper, PLAIN, (const char *[]) { "20 %", "8", "10000.71" }, 3);
	paper_columns(&paper, PLAIN, (const char *[]) { "5 %", "1000000.38", "" }, 3);
	canvas = draw(bench, &paper, 576);
	row_rows = (int32_t)canvas.rows / 3;
	for (int32_t i = 0; i < 3; i++) {
		/* The middle column's last dot: left of the widest of the last. */
		ends[i] = -1;
		for (int32_t x = 576 - MARGIN - 130; x > 200 && ends[i] < 0; x--)
			for (int32_t y = i * row_rows; y < (i + 1) * row_rows; y++)
				if (canvas_is_black(&canvas, x, y))
					ends[i] = x;
	}
	assert_true(ends[0] > 200);
	assert_int_equal(ends[0], ends[1]);
	assert_int_equal(ends[0], ends[2]);
	canvas_free(&canvas);
}

/* Four columns on the narrowest paper, none of which fits beside another. */
static void what_does_not_fit_beside_stands_below(void **state)
{
	const char *const texts[] = { "Total", HUGE_AMOUNT, HUGE_AMOUNT, HUGE_AMOUNT };
	struct bench *bench = *state;
	struct paper paper = paper_of(&bench->host);
	struct canvas alone;
	struct canvas canvas;

	paper_text(&paper, (struct paper_style) { PAPER_RIGHT, PAPER_SMALL, false, 0 },
		   HUGE_AMOUNT);
	alone = draw(bench, &paper, 256);
	paper = paper_of(&bench->host);
	paper_columns(&paper, SMALL, texts, 4);
	canvas = draw(bench, &paper, 256);
	assert_int_equal(canvas.rows, 4 * alone.rows);
	for (int32_t i = 1; i < 4; i++)
		assert_true(
			is_same(&canvas, &alone, i * (int32_t)alone.rows, (int32_t)alone.rows, 0));
	canvas_free(&canvas);
	canvas_free(&alone);
}

static void one_huge_row_leaves_the_others_as_they_are(void **state)
{
	const char *const huge[] = { "Huge", HUGE_AMOUNT, HUGE_AMOUNT, "1" };
	const char *const tea[] = { "Tea", "2", "1.50", "3.00" };
	struct bench *bench = *state;
	struct paper paper = paper_of(&bench->host);
	struct canvas alone;
	struct canvas canvas;

	paper_columns(&paper, PLAIN, tea, 4);
	alone = draw(bench, &paper, 384);
	paper = paper_of(&bench->host);
	paper_columns(&paper, PLAIN, tea, 4);
	paper_columns(&paper, PLAIN, huge, 4);
	paper_columns(&paper, PLAIN, tea, 4);
	canvas = draw(bench, &paper, 384);
	assert_true(is_same(&canvas, &alone, 0, (int32_t)alone.rows, 0));
	assert_true(is_same(&canvas, &alone, (int32_t)(canvas.rows - alone.rows),
			    (int32_t)alone.rows, 0));
	canvas_free(&canvas);
	canvas_free(&alone);
}

static void only_the_first_column_wraps(void **state)
{
	struct bench *bench = *state;
	struct paper paper = paper_of(&bench->host);
	struct canvas one;
	struct canvas two;
	int32_t first;
	int32_t last;

	paper_columns(&paper, PLAIN,
		      (const char *[]) { "Sandwich with smoked salmon and more", "12.50" }, 2);
	two = draw(bench, &paper, 384);
	paper = paper_of(&bench->host);
	paper_columns(&paper, PLAIN, (const char *[]) { "", "12.50" }, 2);
	one = draw(bench, &paper, 384);
	assert_int_equal(two.rows, 2 * one.rows);
	assert_true(is_same(&two, &one, 0, (int32_t)one.rows, 384 - MARGIN - 70));
	/* The second line keeps out of the amount's column too. */
	edges_of(&two, (int32_t)one.rows, (int32_t)two.rows, &first, &last);
	assert_true(first >= MARGIN && last > 50 && last < 384 - MARGIN - 70);
	canvas_free(&one);
	canvas_free(&two);
}

/* Where reading begins at the right, the amounts end at the left. */
static void columns_are_mirrored_on_a_paper_from_right_to_left(void **state)
{
	struct bench *bench = *state;
	struct paper paper = paper_of(&bench->host);
	struct canvas canvas;
	int32_t first[2];
	int32_t last[2];

	paper.is_right_to_left = true;
	paper_columns(&paper, PLAIN, (const char *[]) { "Tea", "1000.00" }, 2);
	paper_columns(&paper, PLAIN, (const char *[]) { "Tea", "1" }, 2);
	canvas = draw(bench, &paper, 384);
	for (int32_t i = 0; i < 2; i++)
		edges_of(&canvas, i * (int32_t)canvas.rows / 2, (i + 1) * (int32_t)canvas.rows / 2,
			 &first[i], &last[i]);
	assert_true(first[0] >= MARGIN && first[0] < MARGIN + 6);
	assert_true(first[1] >= MARGIN && first[1] < MARGIN + 6);
	assert_true(last[0] > 384 - MARGIN - 6);
	assert_int_equal(last[0], last[1]);
	canvas_free(&canvas);
}

int main(void)
{
#define WITH_FONTS(test) cmocka_unit_test_setup_teardown(test, bench_set_up, bench_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_FONTS(an_amount_ends_at_the_right_whole),
		WITH_FONTS(figures_of_a_table_stand_below_each_other),
		WITH_FONTS(what_does_not_fit_beside_stands_below),
		WITH_FONTS(one_huge_row_leaves_the_others_as_they_are),
		WITH_FONTS(only_the_first_column_wraps),
		WITH_FONTS(columns_are_mirrored_on_a_paper_from_right_to_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
