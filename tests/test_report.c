/* test_report.c - the reports as a person reads them on a terminal. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "plugin/insight/render_cohorts.h"
#include "plugin/insight/render_value.h"
#include "plugin/insight/table.h"
#include "tests/support/report_shop.h"
#include "tests/support/sweep.h"

/* The page as an owner sees it, whole. Only June's second month is over, so no two months can be
 * compared yet. */
static void the_triangle_reads_as_drawn(void **state)
{
	static const char EXPECTED[] =
		"Kaffe & Kage · members by month of first visit, still coming · net of refunds ·\n"
		"Europe/Copenhagen\n"
		"first visit  new       DKK   +1     +2\n"
		"2026-06       10  5,706.00  40 %   10 %~\n"
		"2026-07        4  4,941.24  75 %~\n"
		"2026-08~       1      0.00\n"
		"~ month not over yet\n"
		"It says: about 4 in ten new members come again the month after (4 of 10).\n"
		"Tomorrow: see who of them are worth most, and how much hangs on them: regulars\n"
		"report value\n";
	struct report_shop shop;

	(void)state;
	report_shop_open(&shop);
	report_shop_fill(&shop);
	assert_string_equal(report_shop_cohorts(&shop), EXPECTED);
	report_shop_close(&shop);
}

/* 56 of 70 against 48 of 80: the first example of Newcombe's table, .0524 to .3339. */
static void two_months_are_compared_with_their_interval(void **state)
{
	struct report_shop shop;
	const char *text;

	(void)state;
	report_shop_open(&shop);
	for (int64_t member = 1; member <= 150; member++)
		report_shop_trade(&shop, member, member <= 80 ? 0 : 1, 100);
	for (int64_t member = 1; member <= 48; member++)
		report_shop_trade(&shop, member, 1, 100);
	for (int64_t member = 81; member <= 136; member++)
		report_shop_trade(&shop, member, 2, 100);
	report_shop_add_up(&shop, 3);
	shop.view.columns = 0;
	text = report_shop_cohorts(&shop);
	assert_non_null(strstr(text, "about 7 in ten new members come again the month after "
				     "(104 of 150). Newcomers of 2026-07 did more often than those "
				     "of 2026-06 (80.0 against 60.0 of 100); chance alone would "
				     "seldom do that: 95 % interval +5.2 to +33.4.\n"));
	report_shop_close(&shop);
}

/* Three of ten against two of ten tells nothing, and the page says so. */
static void a_small_difference_is_called_chance(void **state)
{
	struct report_shop shop;

	(void)state;
	report_shop_open(&shop);
	for (int64_t member = 1; member <= 20; member++)
		report_shop_trade(&shop, member, member <= 10 ? 0 : 1, 100);
	for (int64_t member = 1; member <= 3; member++)
		report_shop_trade(&shop, member, 1, 100);
	for (int64_t member = 11; member <= 12; member++)
		report_shop_trade(&shop, member, 2, 100);
	report_shop_add_up(&shop, 3);
	shop.view.columns = 0;
	assert_non_null(strstr(report_shop_cohorts(&shop),
			       "did less often than those of 2026-06 (20.0 against 30.0 of 100); "
			       "that could still be chance"));
	report_shop_close(&shop);
}

/* Nobody, or nobody whose second month is over: no figure is made up. */
static void too_little_to_say_is_said(void **state)
{
	struct report_shop shop;
	const char *text;

	(void)state;
	report_shop_open(&shop);
	report_shop_add_up(&shop, 0);
	assert_non_null(strstr(report_shop_cohorts(&shop), "It says: nothing yet"));
	assert_non_null(strstr(report_shop_value(&shop, NULL, 0), "It says: nothing yet"));
	report_shop_close(&shop);

	report_shop_open(&shop);
	report_shop_trade(&shop, 1, 0, 100);
	report_shop_add_up(&shop, 1);
	text = report_shop_cohorts(&shop);
	assert_non_null(strstr(text, "too early to tell"));
	assert_non_null(strstr(text, "2026-06"));
	report_shop_close(&shop);
}

/* What the table cannot show is named, never silently gone. */
static void what_is_left_out_is_named(void **state)
{
	struct report_shop shop;
	const char *text;

	(void)state;
	report_shop_open(&shop);
	report_shop_trade(&shop, 9, 0, -2500);
	report_shop_trade(&shop, 1, 1, 100);
	report_shop_trade(&shop, 1, 13, 100);
	report_shop_add_up(&shop, 14);
	text = report_shop_cohorts(&shop);
	assert_non_null(strstr(text, "Not shown: +9 to +12 do not fit 80 columns; --format csv "
				     "has all.\n"));
	assert_non_null(strstr(text, "Not shown: 13 months without a new member.\n"));
	assert_non_null(strstr(text, "Not in the table: -25.00 DKK of refunds"));
	assert_null(strstr(text, "~"));
	report_shop_close(&shop);
}

/* One column too many is not "+9 to +9". */
static void a_single_column_left_out_is_named_alone(void **state)
{
	struct report_shop shop;

	(void)state;
	report_shop_open(&shop);
	report_shop_trade(&shop, 1, 1, 100);
	report_shop_trade(&shop, 1, 10, 100);
	report_shop_add_up(&shop, 11);
	assert_non_null(strstr(report_shop_cohorts(&shop),
			       "Not shown: +9 does not fit 80 columns; --format csv has all.\n"));
	report_shop_close(&shop);
}

/* Columns of a line without its colours, which take none. */
static size_t seen_width(const char *line, size_t length)
{
	char seen[1024];
	size_t at = 0;

	for (size_t i = 0; i < length; i++) {
		if (line[i] == '\033')
			i += strcspn(line + i, "m");
		else
			seen[at++] = line[i];
	}
	seen[at] = '\0';
	return table_width(seen);
}

static void assert_fits(const char *text, size_t columns)
{
	while (*text != '\0') {
		size_t length = strcspn(text, "\n");

		assert_in_range(seen_width(text, length), 0, columns);
		text += length + 1;
	}
}

/* From a narrow window to a wide one, in colour or not, no line is broken by the terminal. */
static void every_line_fits_the_terminal(void **state)
{
	static const char *const NAMES[] = { "Asha Verma", "毎度ありがとうございます様ご来店",
					     "a\033[2Jb", NULL };
	struct report_shop shop;

	(void)state;
	report_shop_open(&shop);
	report_shop_fill(&shop);
	for (size_t columns = 40; columns <= 130; columns++) {
		shop.view.columns = columns;
		shop.view.colour = columns % 2 == 0;
		assert_fits(report_shop_cohorts(&shop), columns);
		assert_fits(report_shop_value(&shop, NAMES, 4), columns);
	}
	report_shop_close(&shop);
}

/* Only the terminal gets colours, and only for months that are over. */
static void colour_is_for_whole_months(void **state)
{
	struct report_shop shop;
	const char *text;

	(void)state;
	report_shop_open(&shop);
	report_shop_fill(&shop);
	assert_null(strchr(report_shop_cohorts(&shop), '\033'));
	shop.view.colour = true;
	text = report_shop_cohorts(&shop);
	assert_non_null(strstr(text, "\033[48;5;22;38;5;231m 40 % \033[0m  10 %~\n"));
	text = strchr(text, '\033');
	text = strchr(text + 1, '\033');
	assert_null(strchr(text + 1, '\033'));
	report_shop_close(&shop);
}

/* The scale reaches to what there is: 75 of 100 are the darkest, 40 are in the middle. */
static void the_largest_share_is_the_darkest(void **state)
{
	struct report_shop shop;
	const char *text;

	(void)state;
	report_shop_open(&shop);
	report_shop_fill(&shop);
	shop.triangle.now_month = JUNE + 3;
	shop.view.colour = true;
	text = report_shop_cohorts(&shop);
	assert_non_null(strstr(text, "\033[48;5;22;38;5;231m 75 % \033[0m\n"));
	assert_non_null(strstr(text, "\033[48;5;77;38;5;16m 40 % \033[0m"));
	report_shop_close(&shop);
}

static void worth_reads_as_drawn(void **state)
{
	static const char *const NAMES[] = { "Asha Verma", "" };
	struct report_shop shop;
	const char *text;

	(void)state;
	report_shop_open(&shop);
	report_shop_fill(&shop);
	text = report_shop_value(&shop, NAMES, 2);
	assert_non_null(strstr(text, "members who bought                   15\n"));
	assert_non_null(strstr(text, "came again                            8  53 % of them"));
	assert_non_null(strstr(text, "tenth 1, worth most            1,235.56   12 %  ██\n"));
	assert_non_null(strstr(
		text, "Asha Verma                2  2026-07-01  2026-07-31       617.78       "
		      "1,235.56\n"
		      "member 12                 2  2026-07-01  2026-07-31       617.78       "
		      "1,235.56\n"));
	assert_non_null(strstr(text, "the cost of 24 sales is not known."));
	assert_non_null(strstr(text, "bring 12 of every 100"));
	report_shop_close(&shop);
}

/* Where all costs are known the page speaks of margin; sales of nobody have their own lines. */
static void margin_and_sales_of_nobody_are_told_apart(void **state)
{
	const struct value_sale sale = { .member = 1,
					 .at_ms = 0,
					 .net = money_of(10000),
					 .cost = money_of(4000),
					 .cost_known = true,
					 .visit = true };
	const struct value_sale of_nobody = { .net = money_of(700),
					      .cost_known = true,
					      .visit = true };
	const struct value_sale given_back = { .member = 2,
					       .net = money_of(-50),
					       .cost_known = true };
	struct report_shop shop;
	const char *text;

	(void)state;
	report_shop_open(&shop);
	assert_int_equal(value_add(shop.value, &sale, NULL), RGL_OK);
	assert_int_equal(value_add(shop.value, &of_nobody, NULL), RGL_OK);
	assert_int_equal(value_add(shop.value, &given_back, NULL), RGL_OK);
	report_shop_add_up(&shop, 0);
	text = report_shop_value(&shop, NULL, 0);
	assert_non_null(strstr(text, "what members were worth so far (margin)"));
	assert_non_null(strstr(text, "their margin                      60.00\n"));
	assert_non_null(strstr(text,
			       "sales without member                  1\n"
			       "their net sales                    7.00\n"
			       "refunds without sale              -0.50  members of whom no sale "
			       "is known\n"
			       "the shop's net sales             106.50\n"));
	assert_non_null(strstr(text, "there are too few figures"));
	assert_null(strstr(text, "not margin"));
	assert_null(strstr(text, "tenth 1"));
	report_shop_close(&shop);
}

/* One of twenty, and none at all, in words that are true of them. */
static void few_who_return_are_counted_in_words(void **state)
{
	struct report_shop shop;

	(void)state;
	report_shop_open(&shop);
	for (int64_t member = 1; member <= 40; member++)
		report_shop_trade(&shop, member, 0, 100);
	report_shop_trade(&shop, 1, 1, 100);
	report_shop_add_up(&shop, 2);
	shop.view.columns = 0;
	assert_non_null(strstr(report_shop_cohorts(&shop),
			       "fewer than one in ten new members comes again the month after (1 "
			       "of 40)"));
	report_shop_close(&shop);

	report_shop_open(&shop);
	report_shop_trade(&shop, 1, 0, 100);
	report_shop_trade(&shop, 2, 1, 100);
	report_shop_add_up(&shop, 2);
	assert_non_null(strstr(report_shop_cohorts(&shop), "of 1 new member nobody came the month "
							   "after."));
	report_shop_close(&shop);
}

/* A page for which memory runs out is refused as a whole by its last word. */
static void every_failed_allocation_is_told_and_leaks_nothing(void **state)
{
	static const char *const NAMES[] = { "Asha Verma" };
	static const struct value_names LIST = { NAMES, 1 };
	struct report_shop shop;
	long n = 0;
	rgl_rc rc = RGL_E_MEMORY;

	(void)state;
	report_shop_open(&shop);
	report_shop_fill(&shop);
	for (; rc != RGL_OK && n < 50; n++) {
		struct sweep sweep;
		struct bytes bytes;
		struct host host;

		sweep_init(&sweep, n);
		host_init(&host, &sweep.host);
		bytes = bytes_of(&host);
		for (int format = VIEW_TABLE; format <= VIEW_JSON; format++) {
			shop.view.format = (enum view_format)format;
			rc = render_cohorts(&shop.triangle, &shop.view, &bytes);
			if (rc >= 0)
				rc = render_value(&shop.report, &LIST, &shop.view, &bytes);
			if (rc < 0)
				break;
		}
		assert_int_equal(rc, sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
		bytes_free(&bytes);
		assert_int_equal(sweep.held, 0);
	}
	assert_int_equal(rc, RGL_OK);
	assert_true(n > 3);
	report_shop_close(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_triangle_reads_as_drawn),
		cmocka_unit_test(two_months_are_compared_with_their_interval),
		cmocka_unit_test(a_small_difference_is_called_chance),
		cmocka_unit_test(too_little_to_say_is_said),
		cmocka_unit_test(what_is_left_out_is_named),
		cmocka_unit_test(a_single_column_left_out_is_named_alone),
		cmocka_unit_test(every_line_fits_the_terminal),
		cmocka_unit_test(colour_is_for_whole_months),
		cmocka_unit_test(the_largest_share_is_the_darkest),
		cmocka_unit_test(worth_reads_as_drawn),
		cmocka_unit_test(margin_and_sales_of_nobody_are_told_apart),
		cmocka_unit_test(few_who_return_are_counted_in_words),
		cmocka_unit_test(every_failed_allocation_is_told_and_leaks_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
