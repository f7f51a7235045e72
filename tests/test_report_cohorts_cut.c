/* test_report_cohorts_cut.c - the report cohorts cut, questioned, bounded, starved of memory; and
 * over CDNOW's log. */
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/report_page.h"
#include "tests/support/sweep.h"

static void sells(struct report_page *page, int member, const char *day, const char *item)
{
	char name[16];
	const struct page_sale sale = {
		.day = day,
		.member = name,
		.minor = 1000,
		.cost = -1,
		.store = member % 2 == 0 ? "Quay" : "Mill",
		.item = item,
	};

	(void)snprintf(name, sizeof(name), "K%d", member);
	report_page_add(page, &sale);
}

/* Forty begin in October, half of them at each store; of Mill's 15 come in November, of Quay's 5.
 */
static void fill(struct report_page *page)
{
	for (int member = 1; member <= 40; member++)
		sells(page, member, "2025-10-10", member <= 10 ? "cake" : "tea");
	for (int member = 1; member <= 30; member += 2)
		sells(page, member, "2025-11-10", "cake");
	for (int member = 2; member <= 10; member += 2)
		sells(page, member, "2025-11-10", "tea");
	for (int member = 1; member <= 4; member++)
		sells(page, member, "2025-12-10", "tea");
	report_page_import(page);
	page->report.columns = 0;
}

static void assert_says(const char *text, const char *words)
{
	if (strstr(text, words) == NULL)
		fail_msg("not said: %s\nbut: %s", words, text);
}

/* 15 of 20 against 5 of 20: Newcombe's interval does not hold zero. */
static void groups_are_compared_by_their_size(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	fill(&page);
	page.report.wish.cut = CUT_STORE;
	text = report_page_make(&page, "cohorts");
	assert_says(text, "cut by store");
	assert_says(text,
		    "The two largest: of the newcomers of Mill 75.0 of 100 came again the month "
		    "after (15 of 20), of Quay 25.0 (5 of 20); chance alone would seldom do "
		    "that: 95 % interval +19.1 to +69.5.");
	assert_says(text, "See what newcomers of Mill find that those of Quay do not.");
	page.report.format = VIEW_CSV;
	assert_string_equal(report_page_make(&page, "cohorts"),
			    "group,new,again,share_1,share_2,share_3,worth,currency\r\n"
			    "Mill,20,0.75,0.75,0.1,,,EUR\r\n"
			    "Quay,20,0.25,0.25,0.1,,,EUR\r\n");
	page.report.table = "cells";
	text = report_page_make(&page, "cohorts");
	assert_says(text, "group,cohort,age,period,is_over,newcomers,members,share,second_visits,"
			  "purchases,net,margin,refunds,discounts,ticket,value,currency\r\n");
	assert_says(text, "Mill,2025-10,1,2025-11,1,20,15,0.75,15,15,150.00,,0.00,0.00,10.00,17.50,"
			  "EUR\r\n");
	report_page_close(&page);
}

/* A cut of which nothing is known compares nothing, and says so. */
static void a_cut_of_nothing_known_is_said(void **state)
{
	struct report_page page;

	(void)state;
	report_page_open(&page);
	fill(&page);
	page.report.wish.cut = CUT_CASHIER;
	assert_says(report_page_make(&page, "cohorts"),
		    "The cashier of no member is known: there is nothing to compare.");
	report_page_close(&page);
}

/* A question leaves out sales, never newcomers: ten of forty began with cake, 15 bought it the
 * month after. A share of the ten would be 150 of 100. In December nobody did: that month is there
 * too. */
static void a_question_leaves_out_sales_not_newcomers(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	fill(&page);
	page.report.wish.where = "product=cake";
	text = report_page_make(&page, "cohorts");
	assert_says(text,
		    "About 4 in 10 new members make such a purchase the month after (15 of 40).");
	assert_says(text, "Only sales with product=cake are counted.");
	assert_says(text, "See the same for all sales: regulars report cohorts");
	page.report.format = VIEW_CSV;
	assert_string_equal(report_page_make(&page, "cohorts"),
			    "cohort,new,net,share_0,share_1,share_2,currency\r\n"
			    "2025-10,40,250.00,0.25,0.375,0,EUR\r\n");
	page.report.format = VIEW_TABLE;
	page.report.wish.where = "product=soup";
	text = report_page_make(&page, "cohorts");
	assert_says(text, "2025-10");
	assert_says(text, "Of 40 new members nobody made such a purchase the month after.");
	page.report.wish.where = "product=";
	assert_int_equal(report_page_refusal(&page, "cohorts"), RGL_E_FIELD);
	report_page_close(&page);
}

/* Bounds: members who began in the time, sales in it; a month that it cuts is not over. */
static void bounds_leave_out_what_lies_outside(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	fill(&page);
	page.report.format = VIEW_CSV;
	assert_int_equal(report_bounds(page.shop.store, "2025-10-01", "2025-11-15", &page.report),
			 RGL_OK);
	assert_string_equal(report_page_make(&page, "cohorts"),
			    "cohort,new,net,share_0,share_1,share_1_is_over,currency\r\n"
			    "2025-10,40,600.00,1,0.5,no,EUR\r\n");
	page.report.format = VIEW_TABLE;
	assert_int_equal(report_bounds(page.shop.store, "2025-11-01", NULL, &page.report), RGL_OK);
	text = report_page_make(&page, "cohorts");
	assert_says(text, "No member's first visit lies in this time.");
	assert_int_equal(report_bounds(page.shop.store, "2024-01-01", "2024-12-31", &page.report),
			 RGL_OK);
	assert_says(report_page_make(&page, "cohorts"), "There is no such sale.");
	report_page_close(&page);
}

/* Whichever allocation fails, the report is refused and nothing leaks. */
static void every_failed_allocation_is_told(void **state)
{
	static const enum cut CUTS[] = { CUT_NONE, CUT_STORE };
	struct report_page page;

	(void)state;
	report_page_open(&page);
	fill(&page);
	for (size_t i = 0; i < 2; i++) {
		rgl_rc rc = RGL_E_MEMORY;
		long n = 0;

		page.report.wish.cut = CUTS[i];
		page.report.wish.where = i == 0 ? NULL : "store=Mill";
		for (; rc != RGL_OK && n < 2000; n++) {
			struct sweep sweep;

			sweep_init(&sweep, n);
			rc = report_page_sweep(&page, "cohorts", &sweep.host);
			assert_int_equal(rc, sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
			assert_int_equal(sweep.held, 0);
			assert_false(sweep.misused);
		}
		assert_int_equal(rc, RGL_OK);
		assert_true(n > 10);
	}
	report_page_close(&page);
}

/* The figures that others have published of these 69,659 purchases. */
static void cdnow_gives_the_published_figures(void **state)
{
	static const char *const CELLS[] = {
		"\n1997-01,0,1997-01,1,7846,7846,1,", "\n1997-01,1,1997-02,1,7846,1157,0.147464,",
		"\n1997-01,2,1997-03,1,7846,964,",    "\n1997-01,3,1997-04,1,7846,810,",
		"\n1997-02,0,1997-02,1,8476,8476,1,", "\n1997-03,0,1997-03,1,7248,7248,1,",
		"\n1997-01,17,1998-06,1,7846,",
	};
	const char *folder = getenv("REGULARS_DATA");
	struct report_page page;
	char path[512];

	(void)state;
	if (folder == NULL)
		skip();
	(void)snprintf(path, sizeof(path), "%s/cdnow/cdnow_master.csv", folder);
	report_page_open(&page);
	report_page_import_file(&page, path);
	page.report.format = VIEW_CSV;
	page.report.table = "cells";
	for (size_t i = 0; i < sizeof(CELLS) / sizeof(CELLS[0]); i++)
		assert_says(report_page_make(&page, "cohorts"), CELLS[i]);
	page.report.table = NULL;
	page.report.format = VIEW_TABLE;
	assert_says(report_page_make(&page, "cohorts"), "of 23,570)");
	report_page_close(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(groups_are_compared_by_their_size),
		cmocka_unit_test(a_cut_of_nothing_known_is_said),
		cmocka_unit_test(a_question_leaves_out_sales_not_newcomers),
		cmocka_unit_test(bounds_leave_out_what_lies_outside),
		cmocka_unit_test(every_failed_allocation_is_told),
		cmocka_unit_test(cdnow_gives_the_published_figures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
