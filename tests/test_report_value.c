/* test_report_value.c - what members were worth and will be, as an owner reads it. */
#include "tests/support/check.h"

#include <string.h>

#include "plugin/loyalty/merge.h"
#include "tests/support/report_worth.h"

static void a_shop_without_sales_says_so(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	text = report_page_make(&page, "value");
	worth_says(text, "It says: Nothing yet: no member has bought anything.");
	worth_says(text, "Tomorrow: Scan a member's card with each sale.");
	report_page_close(&page);
}

/* Asha of shop.h never bought; she is no member of whom worth is told. */
static void one_member_is_told_alone(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	report_page_add(&page, &(struct page_sale) { "2025-12-01", "A", 1250, -1, 0, 0, 0 });
	report_page_import(&page);
	text = report_page_make(&page, "value");
	worth_says(text, "One member so far: bought once, and was worth 12.50 EUR (net sales).");
	worth_says(text, "These are too few members to say on whom the shop lives.");
	worth_says(text, "the cost of 1 sale is not known");
	worth_says(text, "Not counted: 1 member who never bought.");
	worth_is_sane(text);
	report_page_close(&page);
}

/* 20 x 23 visits of 41 to 60 euros, 4 x 23 of 61 to 64, 20 of 32.50 to 34.40, 5 of 35, 6 of 36, and
 * one that was given back: 23,230 + 5,750 + 669 + 175 + 216 + 0. The 27th of 53 left 72. */
static void the_past_alone_is_told_before_a_refresh(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, false);
	shop_run(&page.shop, "DELETE FROM score");
	shop_run(&page.shop, "DELETE FROM scored");
	text = report_page_make(&page, "value");
	worth_says(text,
		   "53 members bought 584 times and were worth 30,040.00 EUR (net sales); half "
		   "of them 72.00 EUR or more each.");
	worth_says(text, "those who came again, 51 of 100 members, bring 97.");
	worth_says(text, "What they will be worth is not known: the models have not looked at this "
			 "shop yet.");
	worth_says(text, "Tomorrow: Let them, once a week: regulars refresh");
	worth_is_silent(text, "to come");
	worth_is_sane(text);
	report_page_close(&page);
}

static void what_is_expected_names_its_model_and_its_doubt(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, true);
	worth_refresh(&page);
	text = report_page_make(&page, "value");
	worth_says(text, "were worth 18,004.00 EUR (margin)");
	worth_says(text, "In the next 12 months they are expected to bring ");
	worth_says(text, "four times of five between ");
	worth_says(text, "What is expected comes from the model ");
	worth_says(text, "as of today.");
	worth_says(text, "4 regulars are overdue against their own rhythm, with ");
	worth_says(text, "Worth is the margin: net sales less what the goods cost");
	worth_is_sane(text);
	report_page_close(&page);
}

/* The groups of a cut hold everybody once, whatever was asked. */
static void groups_are_by_what_was_asked(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, false);
	page.report.format = VIEW_CSV;
	page.report.table = "groups";
	page.report.wish.cut = CUT_STORE;
	text = report_page_make(&page, "value");
	worth_says(text, "Center,26,");
	worth_says(text, "Harbour,27,");
	page.report.wish.cut = CUT_REFERRAL;
	assert_int_equal(
		shop_run(&page.shop, "UPDATE member SET referred_by = 2 WHERE id IN (5, 6)"), 0);
	text = report_page_make(&page, "value");
	worth_says(text, "walked in,51,");
	worth_says(text, "brought by a member,2,");
	for (enum cut cut = CUT_STORE; cut <= CUT_LANGUAGE; cut++) {
		page.report.wish.cut = cut;
		assert_non_null(strchr(report_page_make(&page, "value"), ','));
	}
	report_page_close(&page);
}

/* Two who are one: 52 members, and not one visit more. */
static void who_was_merged_is_not_counted_twice(void **state)
{
	struct report_page page;
	const char *text;
	int64_t merge;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, false);
	worth_refresh(&page);
	assert_int_equal(merge_members(page.shop.store, 2, 3, "Mia", "one person", &merge), RGL_OK);
	text = report_page_make(&page, "value");
	worth_says(text, "52 members bought 584 times and were worth 30,040.00 EUR");
	worth_is_sane(text);
	report_page_close(&page);
}

static void it_looks_at_all_sales_and_says_so(void **state)
{
	struct report_page page;

	(void)state;
	report_page_open(&page);
	page.report.wish.from_ms = 0;
	assert_int_equal(report_page_refusal(&page, "value"), RGL_E_FIELD);
	assert_string_equal(page.shop.store->refusal.field, "from");
	page.report.wish.from_ms = INT64_MIN;
	page.report.wish.until_ms = 0;
	assert_int_equal(report_page_refusal(&page, "value"), RGL_E_FIELD);
	assert_string_equal(page.shop.store->refusal.field, "to");
	report_page_close(&page);
}

static void memory_that_runs_out_is_said(void **state)
{
	struct report_page page;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, false);
	worth_refresh(&page);
	page.report.top = 3;
	page.report.wish.cut = CUT_CASHIER;
	worth_sweep(&page, "value");
	report_page_close(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_shop_without_sales_says_so),
		cmocka_unit_test(one_member_is_told_alone),
		cmocka_unit_test(the_past_alone_is_told_before_a_refresh),
		cmocka_unit_test(what_is_expected_names_its_model_and_its_doubt),
		cmocka_unit_test(groups_are_by_what_was_asked),
		cmocka_unit_test(who_was_merged_is_not_counted_twice),
		cmocka_unit_test(it_looks_at_all_sales_and_says_so),
		cmocka_unit_test(memory_that_runs_out_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
