/* test_report_staff.c - the report staff over imported sales: nobody is ranked by chance. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/report_page.h"
#include "tests/support/sweep.h"

static void sells(struct report_page *page, int member, const char *day, const char *cashier)
{
	char name[16];
	const struct page_sale sale = {
		.day = day, .member = name, .minor = 1000, .cost = -1, .cashier = cashier
	};

	(void)snprintf(name, sizeof(name), "K%d", member);
	report_page_add(page, &sale);
}

/* `count` newcomers of one who serves, from a number on; `back` of them come back ten days later,
 * served by Zoe. */
static void serves(struct report_page *page, const char *cashier, int from, int count, int back)
{
	for (int member = from; member < from + count; member++)
		sells(page, member, "2025-09-01", cashier);
	for (int member = from; member < from + back; member++)
		sells(page, member, "2025-09-11", "zoe");
}

static void assert_says(const char *text, const char *words)
{
	if (strstr(text, words) == NULL)
		fail_msg("not said: %s\nbut: %s", words, text);
}

/* 36 of 40 against 20 of 80 is no accident, and neither is what the two others lack against all;
 * eight newcomers of Dan are too few, and those of nobody in particular are not compared. */
static void a_difference_past_chance_is_named(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	serves(&page, "anna", 100, 40, 36);
	serves(&page, "bo", 200, 40, 12);
	serves(&page, "carl", 300, 40, 18);
	serves(&page, "dan", 400, 8, 8);
	serves(&page, NULL, 500, 40, 20);
	sells(&page, 600, "2025-12-30", "anna");
	report_page_import(&page);
	page.report.columns = 0;
	text = report_page_make(&page, "staff");
	assert_says(text, "by who served a member's first visit: back within 60 days · up to "
			  "2026-01-05");
	assert_says(text, "Of 168 newcomers whose 60 days are over 94 came back within them (56 of "
			  "100).");
	assert_says(text,
		    "Of newcomers whom anna served 36 of 40 came back (90 of 100), of all others' "
		    "58 of 128 (45 of 100): more than chance alone would do, with 3 compared.");
	assert_says(text,
		    "Of newcomers whom bo served 12 of 40 came back (30 of 100), of all others' "
		    "82 of 128 (64 of 100): fewer than chance alone would do, with 3 compared.");
	assert_null(strstr(text, "whom carl served"));
	assert_null(strstr(text, "whom dan served"));
	assert_says(text, "Ask anna what they say to a newcomer; the others may like to hear it.");
	assert_says(text, "It does not say why: who works at other hours meets other people.");
	page.report.format = VIEW_CSV;
	assert_string_equal(
		report_page_make(&page, "staff"),
		"cashier,newcomers,could,came,share,low,high,against_others,members,visits,ticket,"
		"currency\r\n"
		"(nobody named),40,40,20,0.5,0.351995,0.648005,not compared,40,40,10.00,EUR\r\n"
		"anna,41,40,36,0.9,0.769482,0.96042,differs,41,41,10.00,EUR\r\n"
		"bo,40,40,12,0.3,0.180748,0.4543,differs,40,40,10.00,EUR\r\n"
		"carl,40,40,18,0.45,0.307053,0.601709,chance,40,40,10.00,EUR\r\n"
		"dan,8,8,8,,,,too few,8,8,10.00,EUR\r\n"
		"zoe,0,0,0,,,,too few,94,94,10.00,EUR\r\n");
	report_page_close(&page);
}

/* 22 of 40, 20 of 40, 17 of 40: what chance makes every day is not made a ranking. */
static void chance_is_no_ranking(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	serves(&page, "anna", 100, 40, 22);
	serves(&page, "bo", 200, 40, 20);
	serves(&page, "carl", 300, 40, 17);
	sells(&page, 600, "2025-12-30", "anna");
	report_page_import(&page);
	page.report.columns = 0;
	text = report_page_make(&page, "staff");
	assert_says(text,
		    "Nobody of the 3 compared differs from the others by more than chance would.");
	assert_says(text, "Nothing to do about anyone here");
	assert_int_equal(report_bounds(page.shop.store, "2025-09-02", NULL, &page.report), RGL_OK);
	assert_says(report_page_make(&page, "staff"),
		    "Too early to tell: of 1 newcomer the 60 days are not over yet.");
	assert_int_equal(report_bounds(page.shop.store, NULL, NULL, &page.report), RGL_OK);
	page.report.top = 1;
	assert_says(report_page_make(&page, "staff"),
		    "Not shown: 3 who served fewer members; --top shows more.");
	report_page_close(&page);
}

/* Nobody; a newcomer whose days are not over; one who serves alone. */
static void too_little_to_say_is_said(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	page.report.columns = 0;
	assert_says(report_page_make(&page, "staff"),
		    "Nothing yet; no member has bought anything.");
	sells(&page, 1, "2025-12-20", "anna");
	report_page_import(&page);
	text = report_page_make(&page, "staff");
	assert_says(text, "Too early to tell: of 1 newcomer the 60 days are not over yet.");
	serves(&page, "anna", 100, 40, 22);
	report_page_import(&page);
	text = report_page_make(&page, "staff");
	assert_says(text, "Nobody can be compared yet: it takes two with 20 such newcomers each.");
	report_page_close(&page);
}

static void every_failed_allocation_is_told(void **state)
{
	struct report_page page;
	rgl_rc rc = RGL_E_MEMORY;
	long n = 0;

	(void)state;
	report_page_open(&page);
	serves(&page, "anna", 100, 30, 20);
	serves(&page, "bo", 200, 30, 20);
	for (int i = 0; i < 20; i++) {
		char name[16];

		(void)snprintf(name, sizeof(name), "c%d", i);
		sells(&page, 300 + i, "2025-09-03", name);
	}
	report_page_import(&page);
	for (; rc != RGL_OK && n < 2000; n++) {
		struct sweep sweep;

		sweep_init(&sweep, n);
		rc = report_page_sweep(&page, "staff", &sweep.host);
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
		cmocka_unit_test(a_difference_past_chance_is_named),
		cmocka_unit_test(chance_is_no_ranking),
		cmocka_unit_test(too_little_to_say_is_said),
		cmocka_unit_test(every_failed_allocation_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
