/* test_report_economics.c - what keeping customers is worth, as an owner reads it. */
#include "tests/support/check.h"

#include <string.h>

#include "tests/support/report_worth.h"

static void an_empty_shop_says_so(void **state)
{
	struct report_page page;

	(void)state;
	report_page_open(&page);
	worth_says(report_page_make(&page, "economics"),
		   "Nothing yet: no member has bought anything.");
	report_page_close(&page);
}

/* One who came once: nothing to compare, nothing made up. */
static void one_member_is_too_few_for_anything(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	report_page_add(&page, &(struct page_sale) { "2025-12-01", "A", 1250, -1, 0, 0, 0 });
	report_page_import(&page);
	text = report_page_make(&page, "economics");
	worth_says(text, "Nobody came a second time yet: there is nothing to compare.");
	worth_says(text, "What keeping more of them would bring is not known yet");
	worth_says(text, "What a new member leaves is not known yet: fewer than 10 are here for a "
			 "month.");
	worth_is_sane(text);
	report_page_close(&page);
}

/* Of who came again are 23,230 + 5,750 + 216 of the 30,040; 250 of nobody beside. */
static void shares_are_of_members_and_of_the_shop(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, false);
	text = report_page_make(&page, "economics");
	worth_says(text, "Who came again brings 97 of every 100 of members' net sales, and 96 of "
			 "every 100 of all the shop's.");
	worth_says(text, "Later visits leave ");
	worth_says(text, "Whether members whom a member brought are worth more cannot be told yet");
	worth_says(text, "regulars report economics --cost 25");
	worth_is_sane(text);
	report_page_close(&page);
}

static void a_cost_is_paid_back_in_a_month_or_not(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, true);
	page.report.has_cost = true;
	page.report.cost = money_of(2000);
	text = report_page_make(&page, "economics");
	worth_says(text, "A member who costs 20.00 EUR to win has paid that back in month 1.");
	worth_says(text, "Worth is the margin");
	worth_says(text, "paid back in month");
	page.report.cost = money_of(100000000);
	text = report_page_make(&page, "economics");
	worth_says(text,
		   "A member who costs 1,000,000.00 EUR to win has not paid that back within ");
	worth_is_sane(text);
	report_page_close(&page);
}

/* The arithmetic is there to be done again by hand, and names its stretch. 24 of the 37 who came in
 * the quarter before the last (13 of them once) came in the last. */
static void the_arithmetic_of_five_more_is_shown(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, false);
	worth_refresh(&page);
	text = report_page_make(&page, "economics");
	worth_says(text, "Of 100 who came in one quarter, 65 came in the next");
	worth_says(text, "Five more kept, by hand: who came in the last quarter left ");
	worth_says(text, "each quarter discounted by 0.9765 (10 % a year)");
	worth_says(text, "With 0.699 in place of 0.649 it is ");
	worth_says(text, "Over a whole life the model expects ");
	worth_is_sane(text);
	report_page_close(&page);
}

/* The amount after these words, in minor units; a line may end between any two of them. */
static long long amount_after(const char *text, const char *words)
{
	long long minor = 0;
	size_t at = 0;

	while (*text != '\0' && words[at] != '\0') {
		if (words[at] == ' ' && strchr(" \n", *text) != NULL) {
			text += strspn(text, " \n");
			at++;
		} else if (words[at] == *text) {
			text++;
			at++;
		} else {
			text += at == 0;
			at = 0;
		}
	}
	assert_true(words[at] == '\0');
	for (; *text != '\0' && strchr("0123456789,.", *text) != NULL; text++)
		if (*text >= '0' && *text <= '9')
			minor = minor * 10 + (*text - '0');
	return minor;
}

/* Both are discounted, so that a year is no more than the life it is part of. */
static void a_year_is_worth_no_more_than_a_life(void **state)
{
	struct report_page page;
	const char *text;
	long long year;
	long long life;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, false);
	worth_refresh(&page);
	text = report_page_make(&page, "economics");
	worth_says(text, "of the first 12 months, discounted.");
	year = amount_after(text, "The model expects ");
	life = amount_after(text, "Over a whole life the model expects ");
	assert_true(year > 0);
	assert_true(year <= life);
	report_page_close(&page);
}

static void who_was_brought_is_set_beside_who_walked_in(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, false);
	assert_int_equal(shop_run(&page.shop,
				  "UPDATE member SET referred_by = 1 WHERE id BETWEEN 6 "
				  "AND 18"),
			 0);
	text = report_page_make(&page, "economics");
	worth_says(text, "months members brought by a member leave ");
	worth_says(text, "more than those who walked in (95 % interval +");
	worth_says(text, "Of 100 of them 100 came again in that time, of 100 others ");
	worth_says(text,
		   "Word of mouth: 1 member, whom nobody brought, began chains of 13 friends, "
		   "of whom 13 bought; the longest has 1 link.");
	worth_is_sane(text);
	report_page_close(&page);
}

static void memory_that_runs_out_is_said(void **state)
{
	struct report_page page;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, false);
	worth_refresh(&page);
	worth_sweep(&page, "economics");
	report_page_close(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_shop_says_so),
		cmocka_unit_test(one_member_is_too_few_for_anything),
		cmocka_unit_test(shares_are_of_members_and_of_the_shop),
		cmocka_unit_test(a_cost_is_paid_back_in_a_month_or_not),
		cmocka_unit_test(the_arithmetic_of_five_more_is_shown),
		cmocka_unit_test(a_year_is_worth_no_more_than_a_life),
		cmocka_unit_test(who_was_brought_is_set_beside_who_walked_in),
		cmocka_unit_test(memory_that_runs_out_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
