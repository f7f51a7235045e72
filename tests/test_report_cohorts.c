/* test_report_cohorts.c - the report cohorts over imported sales: its words, its figures, its cuts.
 */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/report_page.h"

static void sells(struct report_page *page, int member, const char *day, int64_t minor)
{
	char name[16];
	const struct page_sale sale = {
		.day = day,
		.member = name,
		.minor = minor,
		.cost = minor / 2,
		.store = member % 2 == 0 ? "Quay" : "Mill",
	};

	(void)snprintf(name, sizeof(name), "K%d", member);
	report_page_add(page, &sale);
}

/* Ten come in October and four of them in November, one of these in December; four in November and
 * three of them in December; one in January, which is not over. */
static void fill(struct report_page *page)
{
	for (int member = 1; member <= 10; member++)
		sells(page, member, "2025-10-10", 1000);
	for (int member = 1; member <= 4; member++)
		sells(page, member, "2025-11-11", 600);
	sells(page, 1, "2025-12-12", 300);
	for (int member = 11; member <= 14; member++)
		sells(page, member, "2025-11-20", 2000);
	for (int member = 11; member <= 13; member++)
		sells(page, member, "2025-12-20", 2000);
	sells(page, 15, "2026-01-02", 700);
	report_page_import(page);
	page->report.columns = 0;
}

static void assert_says(const char *text, const char *words)
{
	if (strstr(text, words) == NULL)
		fail_msg("not said: %s\nbut: %s", words, text);
}

static void assert_silent(const char *text, const char *words)
{
	if (strstr(text, words) != NULL)
		fail_msg("said: %s\nin: %s", words, text);
}

/* What an owner reads: how many come again, whether the newest differ, what they leave, one thing
 * to do. November has four newcomers: too few for a share. */
static void a_small_shop_is_told_in_plain_words(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	fill(&page);
	text = report_page_make(&page, "cohorts");
	assert_says(text, "members by month of their first visit · net of refunds");
	assert_says(text, "About 5 in 10 new members come again the month after (7 of 14).");
	assert_says(text, "Newcomers of 2025-11 (4) and of 2025-10 (10) are too few to compare.");
	assert_says(text,
		    "A newcomer leaves 9.58 EUR of margin on average in the month of the first "
		    "visit and the 2 after it; 6.43 EUR in the first of them.");
	assert_says(text,
		    "Invite those of 2025-11 who have not bought a second time (1 of 4); when is "
		    "best says: regulars report rhythm");
	report_page_close(&page);
}

/* Every figure of the triangle, with what is not over marked. */
static void the_triangle_has_every_figure(void **state)
{
	static const char EXPECTED[] =
		"cohort,new,new_is_over,again,margin,share_1,share_2,share_2_is_over,share_3,"
		"share_3_is_over,currency\r\n"
		"2025-10,10,yes,0.4,63.50,0.4,0.1,yes,0,no,EUR\r\n"
		"2025-11,4,yes,0.75,70.00,0.75,0,no,,,EUR\r\n"
		"2026-01,1,no,0,3.50,,,,,,EUR\r\n";
	struct report_page page;

	(void)state;
	report_page_open(&page);
	fill(&page);
	page.report.format = VIEW_CSV;
	assert_string_equal(report_page_make(&page, "cohorts"), EXPECTED);
	report_page_close(&page);
}

/* 56 of 70 against 48 of 80: the first example of Newcombe's table, .0524 to .3339. */
static void two_months_are_compared_with_their_interval(void **state)
{
	struct report_page page;

	(void)state;
	report_page_open(&page);
	for (int member = 1; member <= 150; member++)
		sells(&page, member, member <= 80 ? "2025-06-10" : "2025-07-10", 100);
	for (int member = 1; member <= 48; member++)
		sells(&page, member, "2025-07-20", 100);
	for (int member = 81; member <= 136; member++)
		sells(&page, member, "2025-08-20", 100);
	report_page_import(&page);
	page.report.columns = 0;
	assert_says(report_page_make(&page, "cohorts"),
		    "Newcomers of 2025-07 did so more often than those of 2025-06 (80.0 against "
		    "60.0 of "
		    "100); chance alone would seldom do that: 95 % interval +5.2 to +33.4.");
	report_page_close(&page);
}

static void a_small_difference_is_called_chance(void **state)
{
	struct report_page page;

	(void)state;
	report_page_open(&page);
	for (int member = 1; member <= 20; member++)
		sells(&page, member, member <= 10 ? "2025-06-10" : "2025-07-10", 100);
	for (int member = 1; member <= 3; member++)
		sells(&page, member, "2025-07-10", 100);
	for (int member = 11; member <= 12; member++)
		sells(&page, member, "2025-08-10", 100);
	report_page_import(&page);
	page.report.columns = 0;
	assert_says(report_page_make(&page, "cohorts"),
		    "did so less often than those of 2025-06 (20.0 against 30.0 of 100); that "
		    "could still "
		    "be chance");
	report_page_close(&page);
}

/* Nobody; one who has only come this month; one whose next month is over. No share is made up. */
static void too_little_to_say_is_said(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	page.report.columns = 0;
	text = report_page_make(&page, "cohorts");
	assert_says(text, "Nothing yet; no member has bought anything.");
	assert_says(text, "Scan a member's card with each sale.");
	sells(&page, 1, "2026-01-03", 500);
	report_page_import(&page);
	text = report_page_make(&page, "cohorts");
	assert_says(text, "Too early to tell; nobody's second month is over yet.");
	assert_says(text, "Tell each new member what waits for them at the next visit.");
	assert_silent(text, "100 %");
	sells(&page, 2, "2025-06-03", 500);
	sells(&page, 2, "2025-08-03", 500);
	report_page_import(&page);
	text = report_page_make(&page, "cohorts");
	assert_says(text, "Of 1 new member nobody came again the month after.");
	assert_says(text, "Thank the newcomers of 2025-06: all of them bought again.");
	assert_says(text, "Not shown: 6 months without a new member.");
	report_page_close(&page);
}

/* Cards were never scanned: nobody has a first visit, whatever was sold. */
static void sales_to_nobody_make_no_cohort(void **state)
{
	const struct page_sale sale = { .day = "2025-06-03", .minor = 900, .cost = -1 };
	struct report_page page;

	(void)state;
	report_page_open(&page);
	report_page_add(&page, &sale);
	report_page_import(&page);
	page.report.columns = 0;
	assert_says(report_page_make(&page, "cohorts"),
		    "Nothing yet; no member has bought anything.");
	page.report.format = VIEW_JSON;
	assert_says(report_page_make(&page, "cohorts"), "\"tables\":{}");
	report_page_close(&page);
}

/* A refund lowers the month that it was made in, and is no visit; one cost is not known, so all is
 * net sales, and asked for margin the report says why. */
static void a_refund_takes_money_but_is_no_visit(void **state)
{
	const struct page_sale back = {
		.day = "2025-11-05", .member = "K1", .minor = -400, .cost = -1
	};
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	sells(&page, 1, "2025-10-05", 1000);
	sells(&page, 2, "2025-10-05", 1000);
	sells(&page, 2, "2025-12-05", 1000);
	report_page_add(&page, &back);
	report_page_import(&page);
	page.report.format = VIEW_CSV;
	page.report.measure = "margin";
	assert_string_equal(report_page_make(&page, "cohorts"),
			    "cohort,new,again,net,net_0,net_1,net_2,currency\r\n"
			    "2025-10,2,0.5,26.00,20.00,-4.00,10.00,EUR\r\n");
	page.report.table = "cells";
	text = report_page_make(&page, "cohorts");
	assert_says(text, "2025-10,1,2025-11,1,2,0,0,0,0,-4.00,,4.00,0.00,,8.00,EUR\r\n");
	page.report.table = NULL;
	page.report.format = VIEW_TABLE;
	page.report.columns = 0;
	assert_says(
		report_page_make(&page, "cohorts"),
		"Net sales instead of margin: the cost of 1 of the purchases and refunds is not "
		"known.");
	report_page_close(&page);
}

static void each_measure_has_its_figures(void **state)
{
	static const struct {
		const char *measure;
		const char *row;
	} MEASURES_SHOWN[] = {
		{ "share", "2025-10,10,yes,0.4,63.50,0.4,0.1,yes,0,no,EUR" },
		{ "members", "2025-10,10,yes,0.4,63.50,10,yes,4,1,yes,0,no,EUR" },
		{ "net", "2025-10,10,yes,0.4,63.50,100.00,yes,24.00,3.00,yes,0.00,no,EUR" },
		{ "margin", "2025-10,10,yes,0.4,63.50,50.00,yes,12.00,1.50,yes,0.00,no,EUR" },
		{ "refunds", "2025-10,10,yes,0.4,63.50,0.00,yes,0.00,0.00,yes,0.00,no,EUR" },
		{ "discounts", "2025-10,10,yes,0.4,63.50,0.00,yes,0.00,0.00,yes,0.00,no,EUR" },
		{ "ticket", "2025-10,10,yes,0.4,63.50,10.00,yes,6.00,3.00,yes,,,EUR" },
		{ "value", "2025-10,10,yes,0.4,63.50,5.00,yes,6.20,6.35,yes,6.35,no,EUR" },
	};
	struct report_page page;

	(void)state;
	report_page_open(&page);
	fill(&page);
	page.report.format = VIEW_CSV;
	for (size_t i = 0; i < sizeof(MEASURES_SHOWN) / sizeof(MEASURES_SHOWN[0]); i++) {
		page.report.measure = MEASURES_SHOWN[i].measure;
		assert_says(report_page_make(&page, "cohorts"), MEASURES_SHOWN[i].row);
	}
	page.report.measure = "profit";
	assert_int_equal(report_page_refusal(&page, "cohorts"), RGL_E_FIELD);
	report_page_close(&page);
}

/* The same shop by quarter and by week; weeks are those of ISO 8601. */
static void cohorts_may_be_weeks_or_quarters(void **state)
{
	struct report_page page;

	(void)state;
	report_page_open(&page);
	fill(&page);
	page.report.format = VIEW_CSV;
	page.report.wish.grain = GRAIN_QUARTER;
	assert_says(report_page_make(&page, "cohorts"), "2025-Q4,14,yes,0.5,133.50,0,no");
	page.report.wish.grain = GRAIN_WEEK;
	assert_says(report_page_make(&page, "cohorts"), "2025-W41,10,0.4,63.50,0,0,0,0,0.4,");
	report_page_close(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_small_shop_is_told_in_plain_words),
		cmocka_unit_test(the_triangle_has_every_figure),
		cmocka_unit_test(two_months_are_compared_with_their_interval),
		cmocka_unit_test(a_small_difference_is_called_chance),
		cmocka_unit_test(too_little_to_say_is_said),
		cmocka_unit_test(sales_to_nobody_make_no_cohort),
		cmocka_unit_test(a_refund_takes_money_but_is_no_visit),
		cmocka_unit_test(each_measure_has_its_figures),
		cmocka_unit_test(cohorts_may_be_weeks_or_quarters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
