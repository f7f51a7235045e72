/* test_recount.c - how a member was treated, counted from what was said. */
#include "tests/support/check.h"

#include <sqlite3.h>

#include "plugin/care/recount.h"
#include "plugin/care/told.h"
#include "plugin/identify/enrol.h"
#include "tests/support/care.h"

static struct care_state state_of(struct test_shop *shop, int64_t member)
{
	struct care_recounted recounted = { 0 };

	assert_int_equal(care_recount_look(shop->store, member, &recounted), RGL_OK);
	assert_true(recounted.is_right);
	return recounted.kept;
}

static struct care_state asha(struct test_shop *shop)
{
	return state_of(shop, shop->member);
}

/* A store of members who never said anything has no row of care. */
static void who_said_nothing_has_no_row(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(store_begin(shop.store), RGL_OK);
	assert_int_equal(store_end(shop.store, care_recount(shop.store, shop.member)), RGL_OK);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM member_care"), 0);
	shop_remove(&shop);
}

/* In a row, by day: who says three times that one coffee was cold had one bad visit. */
static void a_strike_is_a_bad_day(void **state)
{
	struct test_shop shop;
	int64_t last;

	(void)state;
	shop_make(&shop);
	(void)care_mood(&shop, shop.member, 1, 9, "product", 0);
	assert_int_equal(asha(&shop).strikes, 1);
	(void)care_mood(&shop, shop.member, 2, 9, "staff", 0);
	assert_int_equal(asha(&shop).strikes, 1);
	last = care_mood(&shop, shop.member, 2, 4, "staff", 0);
	assert_int_equal(asha(&shop).strikes, 2);
	assert_int_equal(asha(&shop).bad, last);
	assert_int_equal(asha(&shop).sorry, last);
	assert_int_equal(asha(&shop).bad_ms, SHOP_NOW_MS - 4 * CARE_DAY_MS);
	assert_int_equal(asha(&shop).spoke, 3);
	shop_remove(&shop);
}

/* What was said late belongs to the visit that it is about. */
static void a_mood_counts_on_the_day_of_its_sale(void **state)
{
	struct outcome outcome = { 0 };
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(shop_sell(&shop, "S-1", 400, &outcome), RGL_OK);
	assert_int_equal(shop_run(&shop, "UPDATE sale SET at_ms = at_ms - 5 * 86400000"),
			 SQLITE_OK);
	(void)care_mood(&shop, shop.member, 1, 5, "product", 0);
	(void)care_mood(&shop, shop.member, 1, 1, "product", outcome.sale);
	assert_int_equal(asha(&shop).strikes, 1);
	shop_remove(&shop);
}

/* A mood in the middle is spoken of and ends nothing; a good one does. */
static void a_good_visit_ends_the_row(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	(void)care_mood(&shop, shop.member, 1, 9, "product", 0);
	(void)care_mood(&shop, shop.member, 3, 8, "", 0);
	(void)care_mood(&shop, shop.member, 2, 7, "", 0);
	assert_int_equal(asha(&shop).strikes, 2);
	(void)care_mood(&shop, shop.member, 4, 6, "", 0);
	assert_int_equal(asha(&shop).strikes, 0);
	assert_int_equal(asha(&shop).bad, 0);
	assert_int_equal(asha(&shop).sorry, 0);
	(void)care_mood(&shop, shop.member, 1, 5, "", 0);
	assert_int_equal(asha(&shop).strikes, 1);
	assert_int_equal(asha(&shop).spoke, 5);
	shop_remove(&shop);
}

/* From the last one back, so that nothing changes just because a day went by. */
static void strikes_reach_back_so_many_days(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(shop_run(&shop, "INSERT INTO setting VALUES ('strike_days', '30')"),
			 SQLITE_OK);
	(void)care_mood(&shop, shop.member, 1, 100, "", 0);
	(void)care_mood(&shop, shop.member, 1, 80, "", 0);
	assert_int_equal(asha(&shop).strikes, 2);
	(void)care_mood(&shop, shop.member, 1, 60, "", 0);
	assert_int_equal(asha(&shop).strikes, 2);
	shop_remove(&shop);
}

/* A complaint is a bad visit; by the customer's word it is over, by the shop's own it is not. */
static void a_complaint_is_a_strike_until_the_customer_is_content(void **state)
{
	struct test_shop shop;
	int64_t complaint;

	(void)state;
	shop_make(&shop);
	(void)care_mood(&shop, shop.member, 2, 9, "", 0);
	complaint = care_complaint(&shop, shop.member, 4, 60, 0);
	assert_int_equal(asha(&shop).strikes, 2);
	assert_int_equal(asha(&shop).complaint, complaint);
	assert_int_equal(asha(&shop).until_ms, SHOP_NOW_MS + 3600000);
	assert_int_equal(asha(&shop).sorry, complaint);
	care_close(&shop, complaint, 5, 2);
	assert_int_equal(asha(&shop).strikes, 2);
	assert_int_equal(asha(&shop).complaint, 0);
	assert_int_equal(asha(&shop).away, complaint);
	care_close(&shop, complaint, 4, 2);
	assert_int_equal(asha(&shop).strikes, 0);
	assert_int_equal(asha(&shop).sorry, 0);
	shop_remove(&shop);
}

/* The moment and the complaint that it became are one bad visit. */
static void a_complaint_of_a_moment_is_the_same_visit(void **state)
{
	struct test_shop shop;
	int64_t moment;
	int64_t complaint;

	(void)state;
	shop_make(&shop);
	moment = care_mood(&shop, shop.member, 1, 3, "product", 0);
	complaint = care_complaint(&shop, shop.member, 1, 60, moment);
	assert_int_equal(asha(&shop).strikes, 1);
	assert_int_equal(asha(&shop).spoke, 1);
	assert_int_equal(asha(&shop).sorry, moment);
	care_step(&shop, complaint, 4);
	assert_int_equal(asha(&shop).sorry, 0);
	assert_int_equal(asha(&shop).strikes, 1);
	shop_remove(&shop);
}

/* Said once; the next bad visit is one more reason. */
static void an_apology_that_was_told_is_not_owed(void **state)
{
	struct test_shop shop;
	int64_t moment;

	(void)state;
	shop_make(&shop);
	moment = care_mood(&shop, shop.member, 1, 3, "product", 0);
	assert_int_equal(store_begin(shop.store), RGL_OK);
	assert_int_equal(
		store_end(shop.store, told_say(shop.store, shop.member, "apology", moment)),
		RGL_OK);
	assert_int_equal(asha(&shop).sorry, 0);
	assert_int_equal(asha(&shop).bad, moment);
	moment = care_mood(&shop, shop.member, 1, 1, "product", 0);
	assert_int_equal(asha(&shop).sorry, moment);
	shop_remove(&shop);
}

/* Two complaints: the one whose clock ends first, and one that was answered behind it. */
static void the_complaint_that_is_most_urgent_is_shown(void **state)
{
	struct test_shop shop;
	int64_t first;
	int64_t second;

	(void)state;
	shop_make(&shop);
	first = care_complaint(&shop, shop.member, 2, 90, 0);
	second = care_complaint(&shop, shop.member, 1, 30, 0);
	assert_int_equal(asha(&shop).complaint, second);
	assert_int_equal(shop_run(&shop, "UPDATE complaint SET state = 3"), SQLITE_OK);
	assert_int_equal(store_begin(shop.store), RGL_OK);
	assert_int_equal(store_end(shop.store, care_recount(shop.store, shop.member)), RGL_OK);
	assert_int_equal(asha(&shop).until_ms, 0);
	care_close(&shop, second, 4, 0);
	assert_int_equal(asha(&shop).complaint, first);
	shop_remove(&shop);
}

/* One person has one row, and two again when that was a mistake. */
static void who_was_merged_takes_strikes_along(void **state)
{
	const struct enrolment ben = { .name = "Ben" };
	struct test_shop shop;
	int64_t other = 0;
	int64_t merge = 0;
	int64_t missing = 0;

	(void)state;
	shop_make(&shop);
	assert_int_equal(enrol(shop.store, &ben, &other), RGL_OK);
	(void)care_mood(&shop, shop.member, 1, 9, "", 0);
	(void)care_mood(&shop, other, 1, 4, "", 0);
	assert_int_equal(care_merge(shop.store, shop.member, other, "Mia", "one person", &merge),
			 RGL_OK);
	assert_int_equal(asha(&shop).strikes, 2);
	assert_int_equal(asha(&shop).spoke, 2);
	assert_int_equal(care_merge_undo(shop.store, merge, "Mia", &missing), RGL_OK);
	assert_int_equal(asha(&shop).strikes, 1);
	assert_int_equal(state_of(&shop, other).strikes, 1);
	assert_int_equal(care_merge_undo(shop.store, merge, "Mia", &missing), RGL_EXISTS);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* Neither of two that were one is asked or surprised sooner for it. */
static void who_was_merged_is_not_asked_again_at_once(void **state)
{
	const struct enrolment ben = { .name = "Ben" };
	struct care_state care = { .asked_ms = SHOP_NOW_MS, .asked = 2, .surprised_ms = 5 };
	struct test_shop shop;
	int64_t merge = 0;

	(void)state;
	shop_make(&shop);
	assert_int_equal(enrol(shop.store, &ben, &care.member), RGL_OK);
	assert_int_equal(store_begin(shop.store), RGL_OK);
	assert_int_equal(store_end(shop.store, care_state_write(shop.store, &care)), RGL_OK);
	assert_int_equal(care_merge(shop.store, shop.member, care.member, "Mia", "one", &merge),
			 RGL_OK);
	assert_int_equal(asha(&shop).asked_ms, SHOP_NOW_MS);
	assert_int_equal(asha(&shop).asked, 2);
	assert_int_equal(asha(&shop).surprised_ms, 5);
	shop_remove(&shop);
}

/* What doctor finds, and refresh --rebuild mends. */
static void a_wrong_row_is_found_and_mended(void **state)
{
	struct care_verdict verdict = { 0 };
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	(void)care_mood(&shop, shop.member, 1, 3, "", 0);
	assert_int_equal(care_recount_all(shop.store, false, &verdict), RGL_OK);
	assert_int_equal(verdict.members, 1);
	assert_int_equal(verdict.wrong, 0);
	assert_int_equal(shop_run(&shop, "UPDATE member_care SET strikes = 4"), SQLITE_OK);
	assert_int_equal(care_recount_all(shop.store, false, &verdict), RGL_OK);
	assert_int_equal(verdict.wrong, 1);
	assert_int_equal(care_recount_all(shop.store, true, &verdict), RGL_OK);
	assert_int_equal(verdict.wrong, 1);
	assert_int_equal(asha(&shop).strikes, 1);
	assert_int_equal(shop_run(&shop, "DELETE FROM member_care"), SQLITE_OK);
	assert_int_equal(care_recount_all(shop.store, false, &verdict), RGL_OK);
	assert_int_equal(verdict.wrong, 1);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_said_nothing_has_no_row),
		cmocka_unit_test(a_strike_is_a_bad_day),
		cmocka_unit_test(a_mood_counts_on_the_day_of_its_sale),
		cmocka_unit_test(a_good_visit_ends_the_row),
		cmocka_unit_test(strikes_reach_back_so_many_days),
		cmocka_unit_test(a_complaint_is_a_strike_until_the_customer_is_content),
		cmocka_unit_test(a_complaint_of_a_moment_is_the_same_visit),
		cmocka_unit_test(an_apology_that_was_told_is_not_owed),
		cmocka_unit_test(the_complaint_that_is_most_urgent_is_shown),
		cmocka_unit_test(who_was_merged_takes_strikes_along),
		cmocka_unit_test(who_was_merged_is_not_asked_again_at_once),
		cmocka_unit_test(a_wrong_row_is_found_and_mended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
