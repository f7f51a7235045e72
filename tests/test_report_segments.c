/* test_report_segments.c - who is best, loyal, new, drifting, lost, as an owner reads it. */
#include "tests/support/check.h"

#include <string.h>

#include "tests/support/report_worth.h"

/* 20 regulars on time, of whom the fifth worth most (11 of 53) are best as far as they are; 4 who
 * stopped a month ago; and those who came once. */
static void each_segment_has_its_members(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, false);
	page.report.format = VIEW_CSV;
	page.report.table = "segments";
	text = report_page_make(&page, "segments");
	worth_says(text, "segment,members,share,purchases,worth");
	worth_says(text, " best,7,");
	worth_says(text, " loyal,13,");
	worth_says(text, " promising,3,");
	worth_says(text, " new,5,");
	worth_says(text, " drifting,4,");
	worth_says(text, " once,21,");
	worth_is_silent(text, " lost,");
	report_page_close(&page);
}

static void the_page_says_what_each_is_and_what_to_do(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, false);
	worth_refresh(&page);
	text = report_page_make(&page, "segments");
	worth_says(text, "Of 53 members, 23 come again and again, and on time; they brought ");
	worth_says(text,
		   "4 members are drifting: late against their own rhythm, worth 5,750.00 EUR "
		   "so far.");
	worth_says(text, "21 members came once and are late for a second visit.");
	worth_says(text, "away for more than three of their own usual gaps");
	worth_says(text, "Tomorrow: Ask the drifting what happened, before they are lost: regulars "
			 "report at-risk");
	worth_says(text, "12 months to come");
	worth_is_sane(text);
	report_page_close(&page);
}

/* CSV has everybody, however few a list names. */
static void csv_has_each_member_with_their_segment(void **state)
{
	struct report_page page;
	const char *text;
	size_t lines = 0;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, false);
	page.report.format = VIEW_CSV;
	page.report.table = "members";
	page.report.top = 5;
	text = report_page_make(&page, "segments");
	for (const char *at = text; *at != '\0'; at++)
		lines += *at == '\n';
	assert_int_equal(lines, 1 + WORTH_MEMBERS);
	worth_says(text, "25,member 25,drifting,23,2025-12-05,");
	report_page_close(&page);
}

/* Three customers: four segments, no words of fifths. */
static void a_small_shop_has_fewer(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	report_page_add(&page, &(struct page_sale) { "2025-12-20", "A", 1250, -1, 0, 0, 0 });
	report_page_add(&page, &(struct page_sale) { "2026-01-03", "A", 1250, -1, 0, 0, 0 });
	report_page_add(&page, &(struct page_sale) { "2026-01-03", "B", 900, -1, 0, 0, 0 });
	report_page_add(&page, &(struct page_sale) { "2025-06-03", "C", 900, -1, 0, 0, 0 });
	report_page_import(&page);
	text = report_page_make(&page, "segments");
	worth_says(text, "Of 3 members, 1 comes again and again, and on time; they brought 58 of "
			 "every 100 that members brought.");
	worth_says(text, "regulars came twice or more, and are on time");
	worth_says(text, "With fewer than 50 members there are four segments and not seven.");
	worth_says(text, "Nobody drifts away just now.");
	worth_is_silent(text, "best ");
	worth_is_sane(text);
	report_page_close(&page);
}

static void an_empty_shop_says_so(void **state)
{
	struct report_page page;

	(void)state;
	report_page_open(&page);
	worth_says(report_page_make(&page, "segments"),
		   "Nothing yet: no member has bought anything.");
	report_page_close(&page);
}

static void memory_that_runs_out_is_said(void **state)
{
	struct report_page page;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, false);
	page.report.top = 2;
	worth_sweep(&page, "segments");
	report_page_close(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_segment_has_its_members),
		cmocka_unit_test(the_page_says_what_each_is_and_what_to_do),
		cmocka_unit_test(csv_has_each_member_with_their_segment),
		cmocka_unit_test(a_small_shop_has_fewer),
		cmocka_unit_test(an_empty_shop_says_so),
		cmocka_unit_test(memory_that_runs_out_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
