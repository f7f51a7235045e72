/* test_gestures_back.c - gestures of a sale that is undone, given back or changed: their points
 * come back with the rest, and the budget has them again.
 */
#include "tests/support/check.h"

#include "plugin/loyalty/adjust.h"
#include "tests/test_gesture_shop.h"

static int64_t standing(const struct giving *giving)
{
	return shop_number(&giving->shop, "SELECT count(*) FROM gesture WHERE undone_ms = 0");
}

/* The budget has it back, and so has the shop; a balance is never below zero. */
static void a_void_undoes_them(void **state)
{
	const struct sale_gesture gestures[] = { giving_points(500), giving_off(500) };
	struct gesture_left left;
	struct policy policy;
	struct giving giving;

	(void)state;
	giving_open(&giving);
	assert_int_equal(policy_read(giving.shop.store, &policy), RGL_OK);
	assert_int_equal(giving_sells(&giving, "S-1", gestures, 2, NULL), RGL_OK);
	assert_int_equal(gesture_left(giving.shop.store, &policy, "Jonas", &left), RGL_OK);
	assert_int_equal(left.gestures, 3);
	assert_int_equal(checkout_undo(giving.shop.desk, "S-1", &(struct outcome) { 0 }), RGL_OK);
	assert_int_equal(shop_points(&giving.shop), 0);
	assert_int_equal(standing(&giving), 0);
	assert_int_equal(gesture_left(giving.shop.store, &policy, "Jonas", &left), RGL_OK);
	assert_int_equal(left.gestures, 5);
	assert_true(money_equal(left.worth, money_of(2000)));
	giving_close(&giving);
}

/* Points that were spent meanwhile are not there to be taken: it stops at none. */
static void what_was_spent_is_not_taken_twice(void **state)
{
	const struct sale_gesture gesture = giving_points(500);
	struct adjustment spent = {
		.ref = "A-1", .purse = "points", .units = -400, .who = "Mia", .why = "spent"
	};
	int64_t balance = 0;
	struct giving giving;

	(void)state;
	giving_open(&giving);
	spent.member = giving.shop.member;
	assert_int_equal(giving_sells(&giving, "S-1", &gesture, 1, NULL), RGL_OK);
	assert_int_equal(shop_points(&giving.shop), 505);
	assert_int_equal(adjust(giving.shop.store, desk_book(giving.shop.desk), &spent, &balance),
			 RGL_OK);
	assert_int_equal(checkout_undo(giving.shop.desk, "S-1", &(struct outcome) { 0 }), RGL_OK);
	assert_int_equal(shop_points(&giving.shop), 0);
	assert_int_equal(standing(&giving), 0);
	giving_close(&giving);
}

/* Half the money brings half of the points; the gesture stands until all is back. */
static void a_whole_refund_undoes_them_and_a_part_does_not(void **state)
{
	const struct sale_gesture gesture = giving_points(300);
	struct giving giving;

	(void)state;
	giving_open(&giving);
	assert_int_equal(giving_sells(&giving, "S-1", &gesture, 1, NULL), RGL_OK);
	assert_int_equal(shop_take_back(&giving.shop, "R-1", "S-1", 250, NULL), RGL_OK);
	assert_int_equal(standing(&giving), 1);
	assert_in_range(shop_points(&giving.shop), 152, 153);
	assert_int_equal(shop_take_back(&giving.shop, "R-2", "S-1", 250, NULL), RGL_OK);
	assert_int_equal(standing(&giving), 0);
	assert_int_equal(shop_points(&giving.shop), 0);
	giving_close(&giving);
}

/* The old sale's are undone before the new one's are counted: the last of a budget stays given. */
static void an_edit_gives_them_anew(void **state)
{
	struct sale_gesture gestures[] = { giving_points(500), giving_points(500),
					   giving_points(500), giving_points(500) };
	struct outcome outcome;
	struct sale_line line;
	struct giving giving;
	struct sale sale;

	(void)state;
	giving_open(&giving);
	assert_int_equal(giving_sells(&giving, "S-1", gestures, 4, &outcome), RGL_OK);
	assert_int_equal(outcome.gestures.points, 2000);
	sale = giving_sale(&giving, "S-1", &line, gestures, 4);
	sale.channel = "web";
	assert_int_equal(checkout_edit(giving.shop.desk, &sale, &outcome), RGL_OK);
	assert_int_equal(outcome.gestures.points, 2000);
	assert_int_equal(outcome.notices.count, 0);
	assert_int_equal(standing(&giving), 4);
	assert_int_equal(shop_points(&giving.shop), 2005);
	sale.gesture_count = 1;
	assert_int_equal(checkout_edit(giving.shop.desk, &sale, &outcome), RGL_OK);
	assert_int_equal(standing(&giving), 1);
	assert_int_equal(shop_points(&giving.shop), 505);
	giving_close(&giving);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_void_undoes_them),
		cmocka_unit_test(what_was_spent_is_not_taken_twice),
		cmocka_unit_test(a_whole_refund_undoes_them_and_a_part_does_not),
		cmocka_unit_test(an_edit_gives_them_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
