/* test_last_day.c - the day that everything is as of: today, or the last day with a sale; and that
 * scores and reports speak of the same.
 */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "plugin/insight/last_day.h"
#include "plugin/insight/scores.h"
#include "tests/support/crowd.h"
#include "tests/support/report_worth.h"

#define YEARS (28 * 365 * MS_A_DAY)

static int64_t now_is(void *user)
{
	const int64_t *now_ms = user;

	return *now_ms;
}

static void set_clock(struct test_shop *shop, int64_t *now_ms)
{
	shop->host.lent.now_ms = now_is;
	shop->host.lent.user = now_ms;
}

static struct last_day last_of(struct test_shop *shop)
{
	struct last_day last = { 0 };

	assert_int_equal(last_day_read(shop->store, &last), RGL_OK);
	return last;
}

/* Nothing was sold: today, and it is said that there is nothing. */
static void a_shop_without_sales_is_as_of_today(void **state)
{
	struct test_shop shop;
	struct last_day last;

	(void)state;
	shop_make(&shop);
	last = last_of(&shop);
	assert_false(last.has_sales);
	assert_false(last_day_is_past(&last));
	assert_int_equal(last.day, period_day(shop.store->zone, SHOP_NOW_MS));
	shop_remove(&shop);
}

/* A fortnight closed is a holiday; a day more, and sales have ended. */
static void a_holiday_is_no_end(void **state)
{
	int64_t now_ms = SHOP_NOW_MS;
	struct report_page page;
	struct last_day last;

	(void)state;
	report_page_open(&page);
	report_page_add(&page,
			&(struct page_sale) { .day = "2026-01-03", .minor = 400, .cost = -1 });
	report_page_add(&page,
			&(struct page_sale) {
				.day = "2026-01-02", .member = "A", .minor = 400, .cost = -1 });
	report_page_import(&page);
	set_clock(&page.shop, &now_ms);
	now_ms += 12 * MS_A_DAY;
	last = last_of(&page.shop);
	assert_true(last.has_sales);
	assert_int_equal(last.day, last.now);
	now_ms += MS_A_DAY;
	last = last_of(&page.shop);
	assert_true(last_day_is_past(&last));
	assert_int_equal(last.now - last.day, LAST_DAY_PAUSE + 1);
	report_page_close(&page);
}

/* A sale that was undone is none; a clock that was set back leaves sales ahead, which are of now.
 */
static void what_was_undone_or_lies_ahead_is_not_the_last_day(void **state)
{
	int64_t now_ms = SHOP_NOW_MS;
	struct report_page page;
	struct last_day last;

	(void)state;
	report_page_open(&page);
	report_page_add(&page,
			&(struct page_sale) { .day = "2026-01-03", .minor = 400, .cost = -1 });
	report_page_add(&page,
			&(struct page_sale) { .day = "2025-06-03", .minor = 400, .cost = -1 });
	report_page_import(&page);
	set_clock(&page.shop, &now_ms);
	now_ms -= 30 * MS_A_DAY;
	last = last_of(&page.shop);
	assert_int_equal(last.day, last.now);
	now_ms += 60 * MS_A_DAY;
	assert_int_equal(shop_run(&page.shop, "UPDATE sale SET voided = 1 WHERE at_ms = (SELECT "
					      "max(at_ms) FROM sale)"),
			 0);
	last = last_of(&page.shop);
	assert_true(last.now - last.day > 200);
	report_page_close(&page);
}

/* What it says of the sales that ended on 4 January 2026, whenever it is asked. */
static void check_words(struct report_page *page, const char *name, bool names_model)
{
	const char *text = report_page_make(page, name);

	worth_says(text, "4 Jan 2026, the last day with a sale");
	worth_is_sane(text);
	if (names_model)
		worth_says(text, "as of 4 Jan 2026, the last day with a sale.");
}

/* A history that ended years ago is not one of customers who all left: whatever is expected is
 * expected from its last day on, and each page says which that is. */
static void a_history_that_ended_is_as_of_its_last_day(void **state)
{
	int64_t now_ms = SHOP_NOW_MS + YEARS;
	struct report_page page;
	struct scores_state then;
	struct scores_state later;
	const struct holdout *tried;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, true);
	worth_refresh(&page);
	assert_int_equal(scores_state(page.shop.store, &then), RGL_OK);
	set_clock(&page.shop, &now_ms);
	worth_refresh(&page);
	assert_int_equal(scores_state(page.shop.store, &later), RGL_OK);
	/* A day's difference: it was 5 January. */
	assert_true(money_compare(later.value, then.low) > 0);
	assert_true(money_compare(later.value, then.high) < 0);
	assert_int_equal(later.as_of_ms, now_ms);
	tried = &later.choice.models[later.choice.chosen].holdout;
	assert_true(tried->actual > 50);
	assert_true(tried->expected > 20);
	check_words(&page, "value", true);
	check_words(&page, "at-risk", true);
	check_words(&page, "economics", false);
	check_words(&page, "forecast", false);
	check_words(&page, "rhythm", false);
	check_words(&page, "staff", false);
	check_words(&page, "segments", false);
	report_page_close(&page);
}

/* The weeks to come begin on the day after the last, and somebody comes in them. */
static void the_forecast_goes_on_from_the_last_day(void **state)
{
	int64_t now_ms = SHOP_NOW_MS + YEARS;
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, true);
	set_clock(&page.shop, &now_ms);
	worth_refresh(&page);
	page.report.format = VIEW_CSV;
	page.report.table = "weeks";
	text = report_page_make(&page, "forecast");
	worth_says(text, "2026-01-05,");
	worth_is_silent(text, "2025-12-");
	worth_is_silent(text, "2026-01-05,0,");
	report_page_close(&page);
}

/* With the clock on: scores are as fresh as they were made, and made again each day that someone
 * asks, with the same figures. */
static void how_fresh_scores_are_goes_by_the_clock(void **state)
{
	const struct scores_wish wish = { .method = FIT_MAP, .rate_ppm = SCORES_RATE_PPM };
	int64_t now_ms = SHOP_NOW_MS + YEARS;
	struct scores_done done;
	struct report_page page;
	struct score before;
	struct score after;

	(void)state;
	report_page_open(&page);
	worth_fill(&page, true);
	set_clock(&page.shop, &now_ms);
	worth_refresh(&page);
	assert_int_equal(score_of(page.shop.store, 2, &before), RGL_OK);
	assert_int_equal(scores_refresh(page.shop.store, &wish, NULL, NULL, &done), RGL_OK);
	assert_int_equal(done.members, 0);
	now_ms += 9 * MS_A_DAY;
	assert_int_equal(scores_refresh(page.shop.store, &wish, NULL, NULL, &done), RGL_OK);
	assert_true(done.fitted && done.members > 0);
	assert_int_equal(score_of(page.shop.store, 2, &after), RGL_OK);
	assert_int_equal(after.as_of_ms, now_ms);
	assert_int_equal(after.alive, before.alive);
	assert_int_equal(money_compare(after.value, before.value), 0);
	report_page_close(&page);
}

/* Of one who came often and then not for ten years while the shop went on nothing is expected that
 * a number could hold; what is lost is all that they would bring, not nothing. */
static void who_is_long_gone_is_a_whole_loss(void **state)
{
	struct crowd_shop crowd;
	struct score gone;

	(void)state;
	crowd_make(&crowd);
	crowd_fill(&crowd, 300, 4000, 9, false);
	for (int i = 0; i < 300; i++)
		crowd_visit(&crowd, crowd.shop.member, 3900 - i, 900);
	assert_int_equal(scores_refresh(crowd.shop.store,
					&(struct scores_wish) { .method = FIT_MAP,
								.rate_ppm = SCORES_RATE_PPM },
					NULL, NULL, &(struct scores_done) { 0 }),
			 RGL_OK);
	assert_int_equal(score_of(crowd.shop.store, crowd.shop.member, &gone), RGL_OK);
	assert_int_equal(gone.days, 300);
	assert_int_equal(gone.alive, 0);
	assert_int_equal(money_sign(gone.value), 0);
	/* As often as in all the time since the first visit: some thirty visits a year. */
	assert_true(money_compare(gone.loss, money_of(20 * 900)) > 0);
	assert_true(money_compare(gone.loss, money_of(40 * 900)) < 0);
	crowd_remove(&crowd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_shop_without_sales_is_as_of_today),
		cmocka_unit_test(a_holiday_is_no_end),
		cmocka_unit_test(what_was_undone_or_lies_ahead_is_not_the_last_day),
		cmocka_unit_test(a_history_that_ended_is_as_of_its_last_day),
		cmocka_unit_test(the_forecast_goes_on_from_the_last_day),
		cmocka_unit_test(how_fresh_scores_are_goes_by_the_clock),
		cmocka_unit_test(who_is_long_gone_is_a_whole_loss),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
