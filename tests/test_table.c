/* test_table.c - what reports are made of: cells, widths, heat, shares, intervals, CSV text. */
#include "tests/support/check.h"

#include <math.h>
#include <stdio.h>

#include "plugin/page/render_text.h"
#include "plugin/page/table.h"
#include "plugin/reports/render_interval.h"

#define JUNE 677 /* 2026-06, counted from January 1970 */

/* Relative luminance of one of xterm's 256 colours, as WCAG 2.1 defines it. */
static double luminance(int colour)
{
	static const double LEVELS[] = { 0, 95, 135, 175, 215, 255 };
	static const double WEIGHTS[] = { 0.0722, 0.7152, 0.2126 };
	double sum = 0;

	colour -= 16;
	for (int i = 0; i < 3; i++) {
		double part = LEVELS[colour % 6] / 255;

		sum += WEIGHTS[i] *
		       (part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
		colour /= 6;
	}
	return sum;
}

/* Level AA of WCAG 2.1: 4.5 to 1. */
static void letters_can_be_read_on_every_step_of_the_heat(void **state)
{
	struct host host;

	(void)state;
	host_init(&host, NULL);
	for (int64_t step = -1; step <= TABLE_HEAT_STEPS; step++) {
		struct bytes bytes = bytes_of(&host);
		double back;
		double front;
		int colours[2];

		table_heat(&bytes, step);
		bytes_add_byte(&bytes, '\0');
		assert_int_equal(sscanf((const char *)bytes.data, "\033[48;5;%d;38;5;%dm",
					&colours[0], &colours[1]),
				 2);
		back = luminance(colours[0]);
		front = luminance(colours[1]);
		assert_true((fmax(back, front) + 0.05) / (fmin(back, front) + 0.05) >= 4.5);
		bytes_free(&bytes);
	}
}

static void text_in_csv_is_guarded_and_quoted(void **state)
{
	static const char *const CASES[][2] = {
		{ "plain", "plain" },	{ "", "" },	      { "+45 12", "'+45 12" },
		{ "-x", "'-x" },	{ "@sum", "'@sum" },  { "=a,b", "\"'=a,b\"" },
		{ "a\nb", "\"a\nb\"" }, { "a;b", "\"a;b\"" }, { "say \"x\"", "\"say \"\"x\"\"\"" },
		{ "\tx", "\"'\tx\"" },	{ "a=b", "a=b" },
	};
	struct host host;

	(void)state;
	host_init(&host, NULL);
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		struct bytes bytes = bytes_of(&host);

		render_csv_text(&bytes, CASES[i][0]);
		bytes_add_byte(&bytes, '\0');
		assert_string_equal((const char *)bytes.data, CASES[i][1]);
		bytes_free(&bytes);
	}
}

static void assert_interval(const struct interval *interval, double low, double high)
{
	assert_true(fabs(interval->low - low) < 0.00005);
	assert_true(fabs(interval->high - high) < 0.00005);
}

/* Newcombe 1998, table II, method 10, the rows (a) to (h). */
static void differences_agree_with_the_published_table(void **state)
{
	static const struct {
		int64_t hits_a;
		int64_t tries_a;
		int64_t hits_b;
		int64_t tries_b;
		double low;
		double high;
	} TABLE[] = {
		{ 56, 70, 48, 80, 0.0524, 0.3339 }, { 9, 10, 3, 10, 0.1705, 0.8090 },
		{ 6, 7, 2, 7, 0.0582, 0.8062 },	    { 5, 56, 0, 29, -0.0381, 0.1926 },
		{ 0, 10, 0, 20, -0.1611, 0.2775 },  { 0, 10, 0, 10, -0.2775, 0.2775 },
		{ 10, 10, 0, 20, 0.6791, 1.0000 },  { 10, 10, 0, 10, 0.6075, 1.0000 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(TABLE) / sizeof(TABLE[0]); i++) {
		struct interval interval;

		assert_int_equal(interval_difference(TABLE[i].hits_a, TABLE[i].tries_a,
						     TABLE[i].hits_b, TABLE[i].tries_b, &interval),
				 RGL_OK);
		assert_interval(&interval, TABLE[i].low, TABLE[i].high);
	}
}

static void shares_that_are_none_have_no_interval(void **state)
{
	struct interval interval;

	(void)state;
	assert_int_equal(interval_share(0, 0, &interval), RGL_E_ARGUMENT);
	assert_int_equal(interval_share(-1, 5, &interval), RGL_E_ARGUMENT);
	assert_int_equal(interval_share(6, 5, &interval), RGL_E_ARGUMENT);
	assert_int_equal(interval_difference(1, 2, 1, 0, &interval), RGL_E_ARGUMENT);
}

static void assert_cut(const char *text, size_t columns, enum table_side side, const char *expected)
{
	struct bytes bytes;
	struct host host;

	host_init(&host, NULL);
	bytes = bytes_of(&host);
	table_cell(&bytes, text, columns, side);
	bytes_add_byte(&bytes, '\0');
	assert_string_equal((const char *)bytes.data, expected);
	bytes_free(&bytes);
}

/* Steering a terminal is not what a name is for: U+202E turns the rest of a line around. */
static void cells_are_cut_by_what_is_seen(void **state)
{
	static const char TURNING[] = { 'a', '\xe2', '\x80', '\xae', 'b', '\xff', '\0' };

	(void)state;
	assert_cut("abc", 5, TABLE_LEFT, "abc  ");
	assert_cut("abc", 5, TABLE_RIGHT, "  abc");
	assert_cut("abcdef", 5, TABLE_LEFT, "abcd…");
	assert_cut("日本語", 6, TABLE_LEFT, "日本語");
	assert_cut("日本語", 5, TABLE_LEFT, "日本…");
	assert_cut("日本語", 4, TABLE_LEFT, "日… ");
	assert_cut("Me\xcc\x81ttex", 5, TABLE_LEFT, "Me\xcc\x81tt…");
	assert_cut("a\033[1mb", 8, TABLE_LEFT, "a?[1mb  ");
	assert_cut(TURNING, 6, TABLE_LEFT, "a?b?  ");
	assert_cut("x", 0, TABLE_LEFT, "");
	assert_cut("xy", 1, TABLE_LEFT, "…");
}

static void shares_and_months_are_exact(void **state)
{
	char month[TABLE_MONTH_ROOM];

	(void)state;
	assert_int_equal(table_share(1, 3, 100), 33);
	assert_int_equal(table_share(1, 2, 1), 1);
	assert_int_equal(table_share(-1, 2, 1), -1);
	assert_int_equal(table_share(5, 0, 100), 0);
	assert_int_equal(table_share(INT64_MAX, INT64_MAX, 1000), 1000);
	assert_int_equal(table_share(INT64_MAX, 1, 1000), INT64_MAX);
	assert_int_equal(table_share(INT64_MIN, 1, 1000), INT64_MIN);
	table_month(0, month);
	assert_string_equal(month, "1970-01");
	table_month(JUNE, month);
	assert_string_equal(month, "2026-06");
	table_month(-1, month);
	assert_string_equal(month, "1969-12");
}

/* Rials and dong run to many digits: a figure that was cut would be another. */
static void a_figure_is_never_cut(void **state)
{
	struct host host;
	struct bytes bytes;

	(void)state;
	host_init(&host, NULL);
	bytes = bytes_of(&host);
	table_figure(&bytes, "12.50", 8);
	table_figure(&bytes, "1,850,000,000.00", 8);
	table_figure(&bytes, "12345678", 8);
	bytes_add_byte(&bytes, 0);
	assert_int_equal(bytes_rc(&bytes), RGL_OK);
	assert_string_equal(bytes.data, "   12.50 1,850,000,000.00 12345678");
	bytes_free(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_can_be_read_on_every_step_of_the_heat),
		cmocka_unit_test(text_in_csv_is_guarded_and_quoted),
		cmocka_unit_test(differences_agree_with_the_published_table),
		cmocka_unit_test(shares_that_are_none_have_no_interval),
		cmocka_unit_test(cells_are_cut_by_what_is_seen),
		cmocka_unit_test(shares_and_months_are_exact),
		cmocka_unit_test(a_figure_is_never_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
