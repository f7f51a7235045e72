/* test_report_rhythm.c - the report rhythm over imported sales. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/report_page.h"
#include "tests/support/sweep.h"

static void sells(struct report_page *page, int member, const char *day)
{
	char name[16];
	const struct page_sale sale = { .day = day, .member = name, .minor = 1000, .cost = -1 };

	(void)snprintf(name, sizeof(name), "K%d", member);
	report_page_add(page, &sale);
}

/* Forty come in September. Twenty come again after ten days, ten after twenty; the first eight once
 * more in the same week. The last sale is on 31 December. */
static void fill(struct report_page *page)
{
	for (int member = 1; member <= 40; member++)
		sells(page, member, "2025-09-01T09:30");
	for (int member = 1; member <= 20; member++)
		sells(page, member, "2025-09-11T10:30");
	for (int member = 21; member <= 30; member++)
		sells(page, member, "2025-09-21T18:00");
	for (int member = 1; member <= 8; member++)
		sells(page, member, "2025-09-15T09:00");
	sells(page, 41, "2025-12-31T09:00");
	sells(page, 41, "2025-12-31T11:00");
	report_page_import(page);
	page->report.columns = 0;
}

static void assert_says(const char *text, const char *words)
{
	if (strstr(text, words) == NULL)
		fail_msg("not said: %s\nbut: %s", words, text);
}

/* 30 of 40 who had the time came again: 20 after ten days, so half of all; three in four of those
 * who come, 22.5 of 30, by day 20. Greenwood: 20/(40 x 20) + 10/(20 x 10) = .075. Two purchases of
 * a day are one visit. */
static void a_small_shop_is_told_in_plain_words(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	fill(&page);
	text = report_page_make(&page, "rhythm");
	assert_says(text, "several purchases of a day are one visit · up to 2026-01-05");
	assert_says(text,
		    "30 of 41 members came on a second day so far; of those who had 126 days to "
		    "do so, about 75 of 100 (95 % interval 57 to 85).");
	assert_says(text,
		    "Half of all newcomers have come again after 10 days (95 % interval 10 to "
		    "20).");
	assert_says(text,
		    "After the first visit 75 of 100 come again within 90 days, after the second "
		    "27 (8 of 30).");
	assert_says(text,
		    "Between two visits lie 10 days in the middle; half of the gaps have 10 to "
		    "20.");
	assert_says(text,
		    "Remind a newcomer after 20 days: three in four of those who come again have "
		    "come by then, and of those who have not, 0 of 100 still do without it.");
	report_page_close(&page);
}

static void every_table_has_its_figures(void **state)
{
	struct report_page page;

	(void)state;
	report_page_open(&page);
	fill(&page);
	page.report.format = VIEW_CSV;
	page.report.table = "second_visit";
	assert_says(report_page_make(&page, "rhythm"), "within_days,could,came,share,low,high\r\n"
						       "1,41,0,0,0,0.085668\r\n"
						       "3,41,0,0,0,0.085668\r\n"
						       "7,40,0,0,0,0.087622\r\n"
						       "14,40,20,0.5,");
	page.report.table = "next_visit";
	assert_says(report_page_make(&page, "rhythm"), "after,had,again,share,low,high\r\n"
						       "1,40,30,0.75,0.59806,0.858129\r\n"
						       "2,30,8,0.266667,");
	page.report.table = "gaps";
	assert_says(report_page_make(&page, "rhythm"), "all gaps,38,10,10,20\r\n");
	page.report.table = "weekdays";
	assert_says(report_page_make(&page, "rhythm"), "Mon,48\r\nTue,0\r\nWed,1\r\nThu,20\r\n");
	page.report.table = "hours";
	assert_says(report_page_make(&page, "rhythm"), "hour,mon,tue,wed,thu,fri,sat,sun\r\n"
						       "09:00,48,0,1,0,0,0,0\r\n"
						       "10:00,0,0,0,20,0,0,0\r\n"
						       "11:00,0,0,1,0,0,0,0\r\n");
	report_page_close(&page);
}

/* Nobody; one; nine: counts, but no share and no day to remind on. */
static void too_little_to_say_is_said(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	page.report.columns = 0;
	assert_says(report_page_make(&page, "rhythm"),
		    "Nothing yet; no member has bought anything.");
	sells(&page, 1, "2026-01-04");
	report_page_import(&page);
	text = report_page_make(&page, "rhythm");
	assert_says(text,
		    "Of 1 member 0 came on a second day so far: too few to speak of a rhythm.");
	assert_says(text, "Hours: all purchases have the same, so they say nothing.");
	for (int member = 1; member <= 9; member++)
		sells(&page, member, "2025-10-04");
	report_page_import(&page);
	text = report_page_make(&page, "rhythm");
	assert_says(text,
		    "Of 9 members 1 came on a second day so far: too few to speak of a rhythm.");
	assert_says(text, "when to remind them shows once some have come again.");
	assert_null(strstr(text, "of 100"));
	report_page_close(&page);
}

/* Twelve who all came only this week tell nothing yet of a second visit. */
static void newcomers_of_this_week_are_not_lost(void **state)
{
	struct report_page page;

	(void)state;
	report_page_open(&page);
	for (int member = 1; member <= 12; member++)
		sells(&page, member, "2026-01-03");
	report_page_import(&page);
	page.report.columns = 0;
	assert_says(report_page_make(&page, "rhythm"),
		    "Of 12 members 0 came on a second day so far: too few to speak of a rhythm.");
	report_page_close(&page);
}

/* Nobody came again: no curve of nothing, and no certainty from its being nothing. */
static void nobody_who_came_again_is_told_so(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	for (int member = 1; member <= 40; member++)
		sells(&page, member, "2025-09-01");
	sells(&page, 41, "2025-12-31");
	report_page_import(&page);
	page.report.columns = 0;
	text = report_page_make(&page, "rhythm");
	assert_says(text, "None of 41 members came on a second day so far.");
	assert_null(strstr(text, "Newcomers who have come again"));
	page.report.format = VIEW_CSV;
	page.report.table = "second_visit";
	assert_says(report_page_make(&page, "rhythm"), "90,40,0,0,0,0.0876");
	report_page_close(&page);
}

/* Only who began in the time asked for is counted; nothing later is looked at. */
static void bounds_choose_whose_rhythm_it_is(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	fill(&page);
	assert_int_equal(report_bounds(page.shop.store, "2025-09-01", "2025-09-20", &page.report),
			 RGL_OK);
	text = report_page_make(&page, "rhythm");
	assert_says(text, "up to 2025-09-20");
	assert_says(text, "20 of 40 members came on a second day so far");
	assert_int_equal(report_bounds(page.shop.store, "2025-09-02", NULL, &page.report), RGL_OK);
	text = report_page_make(&page, "rhythm");
	assert_says(text, "Of 1 member 0 came on a second day so far");
	assert_says(text, "Only members whose first visit was on 2025-09-02 or later are counted.");
	page.report.format = VIEW_CSV;
	page.report.table = "hours";
	assert_says(report_page_make(&page, "rhythm"), "09:00,0,0,1,0,0,0,0\r\n");
	report_page_close(&page);
}

static void a_cut_is_refused(void **state)
{
	struct report_page page;

	(void)state;
	report_page_open(&page);
	page.report.wish.cut = CUT_STORE;
	assert_int_equal(report_page_refusal(&page, "rhythm"), RGL_E_FIELD);
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
	for (; rc != RGL_OK && n < 2000; n++) {
		struct sweep sweep;

		sweep_init(&sweep, n);
		rc = report_page_sweep(&page, "rhythm", &sweep.host);
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
		cmocka_unit_test(every_table_has_its_figures),
		cmocka_unit_test(too_little_to_say_is_said),
		cmocka_unit_test(newcomers_of_this_week_are_not_lost),
		cmocka_unit_test(nobody_who_came_again_is_told_so),
		cmocka_unit_test(bounds_choose_whose_rhythm_it_is),
		cmocka_unit_test(a_cut_is_refused),
		cmocka_unit_test(every_failed_allocation_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
