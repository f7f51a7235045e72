/* test_report_returning.c - new against returning members, over imported sales. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/report_page.h"
#include "tests/support/sweep.h"

static void sells(struct report_page *page, const char *member, const char *day, int64_t minor)
{
	const struct page_sale sale = { .day = day,
					.member = member,
					.minor = minor,
					.cost = -1,
					.store = member[0] == 'A' ? "Quay" : "Mill",
					.item = minor > 1000 ? "cake" : "tea" };

	report_page_add(page, &sale);
}

/* October: two new, one of them twice, and one sale to nobody. November: one new, one back, who
 * also brings something back. December: nothing. January, not over: one back. */
static void fill(struct report_page *page)
{
	sells(page, "A1", "2025-10-03", 1000);
	sells(page, "A1", "2025-10-20", 500);
	sells(page, "B1", "2025-10-04", 1500);
	sells(page, "", "2025-10-05", 1000);
	sells(page, "B2", "2025-11-04", 2000);
	sells(page, "A1", "2025-11-05", 3000);
	sells(page, "A1", "2025-11-06", -1000);
	sells(page, "A1", "2026-01-02", 1000);
	report_page_import(page);
	page->report.columns = 0;
}

static void assert_says(const char *text, const char *words)
{
	if (strstr(text, words) == NULL)
		fail_msg("not said: %s\nbut: %s", words, text);
}

/* Net sales 90.00: new 50.00, returning 30.00, nobody 10.00. */
static void a_small_shop_is_told_in_plain_words(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	fill(&page);
	text = report_page_make(&page, "new-vs-returning");
	assert_says(text, "net of refunds; new: members whose first visit was in that month");
	assert_says(text,
		    "Of 100 EUR of net sales 33 came from returning members, 56 from new ones and "
		    "11 without a member's card.");
	assert_says(
		text,
		"A purchase of a returning member leaves 15.00 EUR, one of a new member 12.50.");
	assert_says(text, "Too few months are over to speak of a trend (2; it takes 6).");
	assert_says(text,
		    "Bring new members back: when to remind them says: regulars report rhythm");
	report_page_close(&page);
}

/* A month without sales is a row of zeros without shares; the month of now is marked. */
static void each_month_has_its_figures(void **state)
{
	static const char EXPECTED[] =
		"period,new_members,new_members_is_over,new_purchases,new_net,new_net_is_over,"
		"new_share,new_ticket,returning_members,returning_members_is_over,"
		"returning_purchases,returning_net,returning_net_is_over,returning_share,"
		"returning_ticket,nobody_purchases,nobody_net,nobody_net_is_over,nobody_share,"
		"nobody_ticket,currency\r\n"
		"2025-10,2,yes,3,30.00,yes,0.75,10.00,0,yes,0,0.00,yes,0,,1,10.00,yes,0.25,10.00,"
		"EUR\r\n"
		"2025-11,1,yes,1,20.00,yes,0.5,20.00,1,yes,1,20.00,yes,0.5,20.00,0,0.00,yes,0,,"
		"EUR\r\n"
		"2025-12,0,yes,0,0.00,yes,,,0,yes,0,0.00,yes,,,0,0.00,yes,,,EUR\r\n"
		"2026-01,0,no,0,0.00,no,0,,1,no,1,10.00,no,1,10.00,0,0.00,no,0,,EUR\r\n";
	struct report_page page;

	(void)state;
	report_page_open(&page);
	fill(&page);
	page.report.format = VIEW_CSV;
	assert_string_equal(report_page_make(&page, "new-vs-returning"), EXPECTED);
	report_page_close(&page);
}

static void groups_and_questions_are_answered(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	fill(&page);
	page.report.wish.cut = CUT_STORE;
	page.report.format = VIEW_CSV;
	text = report_page_make(&page, "new-vs-returning");
	assert_says(text, "group,new_members,new_net,returning_net,returning_share,currency\r\n");
	assert_says(text, "Quay,1,15.00,30.00,0.666667,EUR\r\n");
	assert_says(text, "Mill,2,35.00,0.00,0,EUR\r\n");
	page.report.wish.cut = CUT_NONE;
	page.report.wish.where = "product=cake";
	text = report_page_make(&page, "new-vs-returning");
	assert_says(text, "2025-11,1,yes,1,20.00,yes,0.4,20.00,1,yes,1,30.00,");
	page.report.format = VIEW_TABLE;
	assert_says(report_page_make(&page, "new-vs-returning"),
		    "Only sales with product=cake are counted; a member is new in the month of the "
		    "first visit they ever made.");
	page.report.wish.where = "product=soup";
	assert_says(report_page_make(&page, "new-vs-returning"), "There is no such sale.");
	page.report.wish.where = NULL;
	assert_int_equal(report_bounds(page.shop.store, "2025-11-01", "2025-11-30", &page.report),
			 RGL_OK);
	text = report_page_make(&page, "new-vs-returning");
	assert_says(text,
		    "Of 100 EUR of net sales 50 came from returning members, 50 from new ones");
	assert_says(text, "Only months that began in the time asked for are shown.");
	report_page_close(&page);
}

/* No sale; sales, but no card; more given back than sold: each is said, and nothing is divided. */
static void odd_shops_are_told_plainly(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	page.report.columns = 0;
	assert_says(report_page_make(&page, "new-vs-returning"), "Nothing was sold yet.");
	sells(&page, "", "2025-10-05", 1000);
	report_page_import(&page);
	text = report_page_make(&page, "new-vs-returning");
	assert_says(text, "Nobody was recognised: all sales are without a member.");
	assert_says(text, "Ask at the counter for the card, and enrol who has none.");
	sells(&page, "A1", "2025-10-05", 100);
	sells(&page, "A1", "2025-11-05", -9000);
	report_page_import(&page);
	text = report_page_make(&page, "new-vs-returning");
	assert_says(text, "More was given back than sold: shares would mean nothing.");
	assert_null(strstr(text, "nan"));
	report_page_close(&page);
}

/* Twelve months in which ever more comes from those who return: no accident, and it says so; and
 * the same without a direction. */
static void a_trend_is_told_where_there_is_one(void **state)
{
	struct report_page page;
	char day[32];
	char member[32];

	(void)state;
	for (int rises = 0; rises < 2; rises++) {
		report_page_open(&page);
		sells(&page, "A1", "2024-12-10", 1000);
		for (int month = 1; month <= 12; month++) {
			(void)snprintf(day, sizeof(day), "2025-%02d-10", month);
			(void)snprintf(member, sizeof(member), "N%d", month);
			sells(&page, member, day, 1000);
			sells(&page, "A1", day, rises ? 100 * month : 500 + 100 * (month % 3));
		}
		report_page_import(&page);
		page.report.columns = 0;
		assert_int_equal(report_bounds(page.shop.store, "2025-01-01", NULL, &page.report),
				 RGL_OK);
		assert_says(
			report_page_make(&page, "new-vs-returning"),
			rises ? "Over the last 12 months the share of returning members rose, from "
				"9 to 55 of 100; chance alone would seldom do that."
			      : "Over the last 12 months the share of returning members goes up "
				"and "
				"down, no more than chance makes it.");
		report_page_close(&page);
	}
}

/* From the first month on a rise comes partly by itself; parts of 100 are 100 together (a third
 * each); what is nobody's by the question is told as that. */
static void what_comes_by_itself_is_no_news(void **state)
{
	struct report_page page;
	const char *text;
	char day[16];

	(void)state;
	report_page_open(&page);
	for (int month = 1; month <= 9; month++) {
		(void)snprintf(day, sizeof(day), "2025-%02d-10", month);
		sells(&page, "A1", day, 100 * month);
		sells(&page, month == 1 ? "A1" : "", day, month == 1 ? 2500 : 1000 - 100 * month);
	}
	sells(&page, "B1", "2025-09-11", 1800);
	sells(&page, "", "2025-09-11", 800);
	report_page_import(&page);
	page.report.columns = 0;
	text = report_page_make(&page, "new-vs-returning");
	assert_says(text, "33 came from returning members, 34 from new ones and 33 without");
	assert_says(text, "some of that comes by itself, since at first all are new.");
	page.report.wish.where = "not member";
	assert_says(report_page_make(&page, "new-vs-returning"),
		    "None of these sales is a member's.");
	report_page_close(&page);
}

static void every_failed_allocation_is_told(void **state)
{
	struct report_page page;
	rgl_rc rc = RGL_E_MEMORY;
	long n = 0;

	(void)state;
	report_page_open(&page);
	fill(&page);
	page.report.wish.cut = CUT_STORE;
	for (; rc != RGL_OK && n < 2000; n++) {
		struct sweep sweep;

		sweep_init(&sweep, n);
		rc = report_page_sweep(&page, "new-vs-returning", &sweep.host);
		assert_int_equal(rc, sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	}
	assert_int_equal(rc, RGL_OK);
	assert_true(n > 10);
	report_page_close(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_small_shop_is_told_in_plain_words),
		cmocka_unit_test(each_month_has_its_figures),
		cmocka_unit_test(groups_and_questions_are_answered),
		cmocka_unit_test(odd_shops_are_told_plainly),
		cmocka_unit_test(a_trend_is_told_where_there_is_one),
		cmocka_unit_test(what_comes_by_itself_is_no_news),
		cmocka_unit_test(every_failed_allocation_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
