/* test_keep_till.c - no till stands still for the figures of reports. */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>

#include "plugin/identify/enrol.h"
#include "plugin/insight/keep.h"
#include "plugin/loyalty/merge.h"
#include "tests/support/kept.h"

#define DAY_MS INT64_C(86400000)

static rgl_rc sell(struct test_shop *shop, const char *id, int64_t member, int64_t days)
{
	struct outcome outcome = { 0 };
	struct sale_line line;
	struct sale sale = shop_sale(shop, id, 1000, &line);

	sale.member = member;
	sale.at_ms = SHOP_NOW_MS + days * DAY_MS;
	return checkout(shop->desk, &sale, true, &outcome);
}

static bool is_kept(const struct test_shop *shop)
{
	bool is_counted = false;

	assert_int_equal(keep_is_counted(shop->store, &is_counted), RGL_OK);
	return is_counted;
}

/* Whatever was written into the figures: all that a till does is done, and what does not fit is
 * counted anew. */
static void sell_where(const char *damage)
{
	struct test_shop shop;
	struct outcome outcome = { 0 };

	shop_make(&shop);
	assert_int_equal(sell(&shop, "S-1", shop.member, -60), RGL_OK);
	assert_int_equal(sell(&shop, "S-2", 0, -60), RGL_OK);
	assert_int_equal(shop_run(&shop, damage), SQLITE_OK);
	assert_int_equal(sell(&shop, "S-3", shop.member, -60), RGL_OK);
	assert_int_equal(sell(&shop, "S-4", 0, -60), RGL_OK);
	assert_int_equal(shop_run(&shop, damage), SQLITE_OK);
	assert_int_equal(shop_run(&shop, "UPDATE keeping SET members = 9223372036854775807,"
					 " sales = 9223372036854775807"),
			 SQLITE_OK);
	assert_int_equal(sell(&shop, "S-5", shop.member, -90), RGL_OK);
	assert_int_equal(checkout_undo(shop.desk, "S-1", &outcome), RGL_OK);
	assert_int_equal(checkout_undo(shop.desk, "S-2", &outcome), RGL_OK);
	assert_int_equal(shop_number(&shop, "SELECT spent_minor FROM member WHERE id = 1"), 2000);
	assert_false(is_kept(&shop));
	assert_int_equal(keep_rebuild(shop.store, NULL, NULL), RGL_OK);
	kept_is_right(&shop);
	shop_remove(&shop);
}

static void no_sale_is_refused_because_of_a_figure(void **state)
{
	(void)state;
	sell_where("UPDATE cohort_cell SET net_minor = 9223372036854775807");
	sell_where("UPDATE cohort_cell SET net_minor = -9223372036854775807 - 1");
	sell_where("UPDATE cohort_cell SET visits = 9223372036854775807");
	sell_where("UPDATE member SET net_minor = 9223372036854775807");
}

/* Months are dropped and written again by a late sale: only the increment does not fit. */
static void a_month_that_is_too_large_stops_no_sale(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(sell(&shop, "S-1", shop.member, -60), RGL_OK);
	assert_int_equal(shop_run(&shop, "UPDATE member_month SET visits = 9223372036854775807"),
			 SQLITE_OK);
	assert_int_equal(sell(&shop, "S-2", shop.member, -60), RGL_OK);
	assert_false(is_kept(&shop));
	assert_int_equal(keep_rebuild(shop.store, NULL, NULL), RGL_OK);
	kept_is_right(&shop);
	shop_remove(&shop);
}

/* A program that was open since before the shop moved merges members by the zone of before. */
static void a_merge_by_another_zone_is_counted_anew(void **state)
{
	struct test_shop shop;
	struct enrolment enrolment = { .name = "Bo" };
	int64_t other = 0;
	int64_t merge = 0;

	(void)state;
	shop_make(&shop);
	assert_int_equal(enrol(shop.store, &enrolment, &other), RGL_OK);
	assert_int_equal(sell(&shop, "S-1", shop.member, -90), RGL_OK);
	assert_int_equal(sell(&shop, "S-2", other, -10), RGL_OK);
	assert_int_equal(shop_run(&shop, "UPDATE keeping SET zone = 'Asia/Tokyo'"), SQLITE_OK);
	assert_int_equal(merge_members(shop.store, shop.member, other, "Jo", "twice", &merge),
			 RGL_OK);
	assert_int_equal(shop_number(&shop, "SELECT members + sales FROM keeping"), 0);
	assert_int_equal(keep_rebuild(shop.store, NULL, NULL), RGL_OK);
	kept_is_right(&shop);
	shop_remove(&shop);
}

/* The same while a rebuild has counted nobody's sales and no member yet. */
static void a_sale_by_another_zone_during_a_rebuild_is_not_lost(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(sell(&shop, "S-1", 0, -90), RGL_OK);
	assert_int_equal(shop_run(&shop, "UPDATE keeping SET zone = 'Asia/Tokyo', members = 0"),
			 SQLITE_OK);
	assert_int_equal(sell(&shop, "S-2", 0, -10), RGL_OK);
	assert_int_equal(shop_number(&shop, "SELECT members + sales FROM keeping"), 0);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_sale_is_refused_because_of_a_figure),
		cmocka_unit_test(a_month_that_is_too_large_stops_no_sale),
		cmocka_unit_test(a_merge_by_another_zone_is_counted_anew),
		cmocka_unit_test(a_sale_by_another_zone_during_a_rebuild_is_not_lost),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
