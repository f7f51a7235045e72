/* test_report_at_risk.c - who is overdue, and the last visit's story, as an owner reads it. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "plugin/care/consent.h"
#include "plugin/care/erase.h"
#include "plugin/reports/report_at_risk.h"
#include "plugin/reports/sums_money.h"
#include "tests/support/report_worth.h"

static const struct currency EURO = { "EUR", 2 };

static void a_story_says_what_is_known(void **state)
{
	struct last_visit visit = { .day = 20458, .paid = money_of(6100) };
	char story[STORY_ROOM];

	(void)state;
	last_visit_write(&visit, &EURO, story);
	assert_string_equal(story, "5 Jan 2026: paid 61.00 EUR");
	strcpy(visit.mostly, "Flat white");
	strcpy(visit.cashier, "Jonas");
	last_visit_write(&visit, &EURO, story);
	assert_string_equal(story,
			    "5 Jan 2026: paid 61.00 EUR, mostly for Flat white, served by Jonas");
	visit.refund = money_of(3050);
	visit.refund_day = 20459;
	last_visit_write(&visit, &EURO, story);
	worth_says(story, "; 30.50 EUR given back on 6 Jan 2026");
	visit.refund_day = 20458;
	visit.undone = true;
	last_visit_write(&visit, &EURO, story);
	worth_says(story, "; 30.50 EUR given back the same day; a sale was undone that day");
}

/* The longest texts there are: cut, never past the room. */
static void a_long_story_is_cut(void **state)
{
	struct last_visit visit = { .paid = money_of(1000000000000000), .undone = true };
	char story[STORY_ROOM];

	(void)state;
	memset(visit.mostly, 'm', sizeof(visit.mostly) - 1);
	memset(visit.cashier, 'c', sizeof(visit.cashier) - 1);
	last_visit_write(&visit, &EURO, story);
	assert_in_range(strlen(story), 100, STORY_ROOM - 1);
}

/* Weekly, and away for 31 days; those who came once are told apart, and never called overdue. */
static void the_overdue_are_listed_with_their_last_visit(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, false);
	worth_refresh(&page);
	text = report_page_make(&page, "at-risk");
	worth_says(text,
		   "4 regulars are overdue against their own rhythm: away longer than nine in "
		   "ten of their usual gaps. ");
	worth_says(text, "of the next 12 months' net sales is at stake with them.");
	worth_says(text, "Tomorrow: Contact ");
	worth_says(text, "each contact may cost up to ");
	worth_says(text,
		   "of 26 who came once, 21 members are late for a second visit: away for more "
		   "than 7 days, when four of five who came again had done so, and for a year "
		   "at most.");
	worth_says(text, "5 Dec 2025: paid 64.00 EUR, mostly for");
	worth_is_sane(text);
	report_page_close(&page);
}

/* The numbers of the list, one a line. */
static void the_list_for_programs_has_the_same_members(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, false);
	worth_refresh(&page);
	page.report.format = VIEW_CSV;
	page.report.table = "overdue";
	text = report_page_make(&page, "at-risk");
	worth_says(text, "member,name,usual,last,over,alive,loss,story");
	for (int member = 22; member <= 25; member++) {
		char row[64];

		(void)snprintf(row, sizeof(row), " %d,member %d,", member, member);
		worth_says(text, row);
	}
	worth_is_silent(text, " 26,member 26,");
	report_page_close(&page);
}

/* Given back after the last visit, and a visit that was undone: both are in the story. */
static void a_refund_is_part_of_the_story(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, false);
	report_page_add(&page, &(struct page_sale) { "2025-12-07", "M24", -1200, -1, 0, 0, 0 });
	report_page_import(&page);
	worth_refresh(&page);
	text = report_page_make(&page, "at-risk");
	worth_says(text, "12.00 EUR given back");
	report_page_close(&page);
}

static void without_scores_the_once_are_told_and_what_to_do(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, false);
	shop_run(&page.shop, "DELETE FROM score");
	shop_run(&page.shop, "DELETE FROM scored");
	text = report_page_make(&page, "at-risk");
	worth_says(text,
		   "Who is overdue is not known: the models have not looked at this shop yet.");
	worth_says(text, "Let them, once a week: regulars refresh");
	worth_says(text, "21 members are late for a second visit");
	report_page_close(&page);
}

static void old_scores_are_called_old(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, false);
	worth_refresh(&page);
	assert_int_equal(
		shop_run(&page.shop, "UPDATE scored SET as_of_ms = as_of_ms - 20 * 86400000"), 0);
	text = report_page_make(&page, "at-risk");
	worth_says(text, "as of 20 days ago: that is old, and what happened since is not in it.");
	worth_says(text, "Make the figures new: regulars refresh");
	report_page_close(&page);
}

/* Who came after the score was made is no more overdue, whatever the score says. */
static void who_came_since_is_not_listed(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, false);
	worth_refresh(&page);
	assert_int_equal(
		shop_run(&page.shop, "UPDATE score SET as_of_ms = as_of_ms - 40 * 86400000"), 0);
	text = report_page_make(&page, "at-risk");
	worth_says(text, "Nobody who came twice or more is overdue against their own rhythm.");
	report_page_close(&page);
}

static size_t count_overdue(struct report_page *page)
{
	struct people people;
	struct risk_sums sums;
	size_t count;

	assert_int_equal(people_read(page->shop.store, &people), RGL_OK);
	assert_int_equal(risk_sum(people.host, people.list, people.count, people.today, &sums),
			 RGL_OK);
	count = sums.overdue.count;
	for (size_t i = 0; i < count; i++) {
		assert_int_not_equal(sums.overdue.at[i]->member, 23);
		assert_int_not_equal(sums.overdue.at[i]->member, 24);
	}
	risk_sums_free(&sums);
	people_free(&people);
	return count;
}

/* Nobody stands behind the one number, and the other did not agree to be looked at. */
static void who_was_erased_or_said_no_is_not_listed(void **state)
{
	const struct consent_said no = { .ref = "K-1", .member = 23, .purpose = "analyse" };
	const struct erase_asked asked = { 24, "Mia", "x" };
	struct erased erased = { 0 };
	struct report_page page;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, false);
	worth_refresh(&page);
	assert_int_equal(consent_say(page.shop.store, &no), RGL_OK);
	assert_int_equal(erase_member(page.shop.store, &asked, &erased), RGL_OK);
	assert_int_equal(count_overdue(&page), 2);
	report_page_close(&page);
}

static void an_empty_shop_says_so(void **state)
{
	struct report_page page;

	(void)state;
	report_page_open(&page);
	worth_says(report_page_make(&page, "at-risk"),
		   "Nothing yet: no member has bought anything.");
	report_page_close(&page);
}

static void memory_that_runs_out_is_said(void **state)
{
	struct report_page page;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, false);
	worth_refresh(&page);
	page.report.top = 2;
	worth_sweep(&page, "at-risk");
	report_page_close(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_story_says_what_is_known),
		cmocka_unit_test(a_long_story_is_cut),
		cmocka_unit_test(the_overdue_are_listed_with_their_last_visit),
		cmocka_unit_test(the_list_for_programs_has_the_same_members),
		cmocka_unit_test(a_refund_is_part_of_the_story),
		cmocka_unit_test(without_scores_the_once_are_told_and_what_to_do),
		cmocka_unit_test(old_scores_are_called_old),
		cmocka_unit_test(who_came_since_is_not_listed),
		cmocka_unit_test(who_was_erased_or_said_no_is_not_listed),
		cmocka_unit_test(an_empty_shop_says_so),
		cmocka_unit_test(memory_that_runs_out_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
