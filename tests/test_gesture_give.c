/* test_gesture_give.c - gestures apart from a sale, the shifts that they are counted over, and both
 * where memory or the disk runs out: all of a gesture is there or nothing, and the same again
 * succeeds.
 */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/support/faults.h"
#include "tests/test_gesture_shop.h"

RGL_EXPORT void *malloc(size_t bytes)
{
	return faults_malloc(bytes);
}

RGL_EXPORT void *calloc(size_t count, size_t bytes)
{
	return faults_calloc(count, bytes);
}

RGL_EXPORT void *realloc(void *memory, size_t bytes)
{
	return faults_realloc(memory, bytes);
}

RGL_EXPORT ssize_t write(int file, const void *data, size_t length)
{
	return faults_write(file, data, length);
}

RGL_EXPORT ssize_t pwrite64(int file, const void *data, size_t length, off64_t at)
{
	return faults_pwrite(file, data, length, at);
}

RGL_EXPORT int ftruncate64(int file, off64_t length)
{
	return faults_truncate(file, length);
}

/* By phone: points are there at once, and the till hears what is left. */
static void points_are_given_by_phone(void **state)
{
	struct gesture_done done;
	struct giving giving;

	(void)state;
	giving_open(&giving);
	assert_int_equal(giving_gives(&giving, "G-1", giving_points(250), &done), RGL_OK);
	assert_int_equal(done.balance, 250);
	assert_int_equal(done.member, giving.shop.member);
	assert_int_equal(done.left.gestures, 4);
	assert_true(money_equal(done.left.worth, money_of(1750)));
	assert_int_equal(shop_number(&giving.shop, "SELECT kind FROM transfer"), 6);
	assert_int_equal(shop_number(&giving.shop, "SELECT count(*) FROM audit WHERE what ="
						   " 'gesture' AND who = 'Jonas'"),
			 1);
	assert_int_equal(giving_gives(&giving, "G-1", giving_points(250), &done), RGL_EXISTS);
	assert_int_equal(done.balance, 250);
	assert_int_equal(done.left.gestures, 4);
	assert_int_equal(giving_gives(&giving, "G-1", giving_points(251), &done), RGL_E_DIFFERS);
	assert_int_equal(shop_points(&giving.shop), 250);
	giving_close(&giving);
}

/* It says what is left, and who can allow more. */
static void over_the_budget_nothing_is_given(void **state)
{
	struct sale_gesture gesture = giving_off(501);
	struct giving giving;
	const char *said;

	(void)state;
	giving_open(&giving);
	said = giving.shop.store->refusal.text;
	assert_int_equal(giving_gives(&giving, "G-1", gesture, NULL), RGL_E_LIMIT);
	assert_non_null(strstr(said, "Left in this shift: 5, together worth 20.00 EUR, 5.00 each"));
	assert_non_null(strstr(said, "a manager"));
	gesture.manager = "Mia";
	gesture.verdict = MANAGER_WRONG;
	assert_int_equal(giving_gives(&giving, "G-1", gesture, NULL), RGL_E_LIMIT);
	assert_string_equal(giving.shop.store->refusal.field, "manager");
	assert_int_equal(shop_number(&giving.shop, "SELECT count(*) FROM gesture"), 0);
	assert_int_equal(shop_number(&giving.shop, "SELECT count(*) FROM alert"), 0);
	/* The same id is good still: nothing came of it. */
	gesture.verdict = MANAGER_RIGHT;
	assert_int_equal(giving_gives(&giving, "G-1", gesture, NULL), RGL_OK);
	giving_close(&giving);
}

static void what_cannot_be_given_is_refused(void **state)
{
	struct gesture_done done;
	struct giving giving;
	struct gesture_new new;
	struct sale_gesture gesture = giving_points(1);

	(void)state;
	giving_open(&giving);
	new = (struct gesture_new) {
		.ref = "G-1", .cashier = "Jonas", .member = 4711, .asked = gesture
	};
	assert_int_equal(gesture_give(giving.shop.store, desk_book(giving.shop.desk), &new, &done),
			 RGL_E_UNKNOWN);
	new.member = 0;
	assert_int_equal(gesture_give(giving.shop.store, desk_book(giving.shop.desk), &new, &done),
			 RGL_E_UNKNOWN);
	assert_string_equal(giving.shop.store->refusal.field, "member");
	new.member = giving.shop.member;
	new.cashier = "4111111111111111";
	assert_int_equal(gesture_give(giving.shop.store, desk_book(giving.shop.desk), &new, &done),
			 RGL_E_PAYMENT_CARD);
	new.cashier = NULL;
	assert_int_equal(gesture_give(giving.shop.store, desk_book(giving.shop.desk), &new, &done),
			 RGL_E_FIELD);
	assert_int_equal(giving_gives(&giving, "regulars:x", gesture, NULL), RGL_E_FIELD);
	assert_int_equal(giving_gives(&giving, "", gesture, NULL), RGL_E_FIELD);
	assert_int_equal(giving_gives(&giving, "G-1", giving_points(0), NULL), RGL_E_RANGE);
	gesture.complaint = 4711;
	assert_int_equal(giving_gives(&giving, "G-1", gesture, NULL), RGL_E_UNKNOWN);
	assert_string_equal(giving.shop.store->refusal.field, "complaint");
	gesture.complaint = 0;
	gesture.words = "\xff";
	assert_int_equal(giving_gives(&giving, "G-1", gesture, NULL), RGL_E_TEXT);
	assert_int_equal(shop_number(&giving.shop, "SELECT count(*) FROM gesture"), 0);
	giving_close(&giving);
}

/* --- shifts */

static int64_t left_after(struct giving *giving, int64_t hours)
{
	struct gesture_left left = { 0 };
	struct policy policy;

	giving->now_ms += hours * HOUR_MS;
	assert_int_equal(policy_read(giving->shop.store, &policy), RGL_OK);
	assert_int_equal(gesture_left(giving->shop.store, &policy, "Jonas", &left), RGL_OK);
	return left.gestures;
}

/* A till that knows no shifts has a new budget the next day all the same. */
static void a_gesture_begins_a_shift_that_ends_by_itself(void **state)
{
	struct giving giving;

	(void)state;
	giving_open(&giving);
	assert_int_equal(giving_gives(&giving, "G-1", giving_points(1), NULL), RGL_OK);
	assert_int_equal(left_after(&giving, 15), 4);
	assert_int_equal(left_after(&giving, 1), 5);
	assert_int_equal(giving_gives(&giving, "G-2", giving_points(1), NULL), RGL_OK);
	assert_int_equal(shop_number(&giving.shop, "SELECT count(*) FROM shift"), 2);
	assert_int_equal(shop_number(&giving.shop, "SELECT count(*) FROM shift WHERE ended_ms = 0"),
			 1);
	giving_close(&giving);
}

/* Else whoever signs off and on again has a new budget each time. */
static void a_break_does_not_renew_a_budget(void **state)
{
	struct shift first = { 0 };
	struct shift shift = { 0 };
	struct giving giving;

	(void)state;
	giving_open(&giving);
	assert_int_equal(shift_begin(giving.shop.store, "Jonas", NULL, 0, &first), RGL_OK);
	assert_int_equal(shift_begin(giving.shop.store, "Jonas", NULL, 0, &shift), RGL_EXISTS);
	assert_int_equal(shift.id, first.id);
	assert_int_equal(giving_gives(&giving, "G-1", giving_points(1), NULL), RGL_OK);
	assert_int_equal(shift_end(giving.shop.store, "Jonas", 0, &shift), RGL_OK);
	assert_int_equal(shift_end(giving.shop.store, "Jonas", 0, &shift), RGL_EXISTS);
	assert_int_equal(left_after(&giving, 5), 4);
	assert_int_equal(shift_begin(giving.shop.store, "Jonas", NULL, 0, &shift), RGL_OK);
	assert_int_equal(shift.id, first.id);
	assert_int_equal(shift.ended_ms, 0);
	assert_int_equal(shift_end(giving.shop.store, "Jonas", 0, &shift), RGL_OK);
	assert_int_equal(left_after(&giving, 6), 5);
	assert_int_equal(shift_begin(giving.shop.store, "Jonas", NULL, 0, &shift), RGL_OK);
	assert_true(shift.id != first.id);
	giving_close(&giving);
}

/* A sale that comes late, or a clock that is set wrongly, gets nobody another budget. */
static void what_is_late_counts_in_a_shift_that_is_known(void **state)
{
	struct shift shift = { 0 };
	struct giving giving;
	const int64_t begins_ms = SHOP_NOW_MS;

	(void)state;
	giving_open(&giving);
	assert_int_equal(giving_gives(&giving, "G-1", giving_points(1), NULL), RGL_OK);
	giving.now_ms += 24 * HOUR_MS;
	assert_int_equal(giving_gives(&giving, "G-2", giving_points(1), NULL), RGL_OK);
	assert_int_equal(shift_find(giving.shop.store, "Jonas", begins_ms + HOUR_MS, &shift),
			 RGL_OK);
	assert_int_equal(shift.began_ms, begins_ms);
	assert_int_equal(shift_find(giving.shop.store, "Jonas", begins_ms - HOUR_MS, &shift),
			 RGL_OK);
	assert_int_equal(shift.began_ms, begins_ms + 24 * HOUR_MS);
	assert_int_equal(
		shift_begin(giving.shop.store, "Jonas", NULL, begins_ms + 99 * HOUR_MS, &shift),
		RGL_EXISTS);
	assert_int_equal(shift_find(giving.shop.store, "Mia", begins_ms, &shift), RGL_OK);
	assert_int_equal(shift.id, 0);
	assert_int_equal(shift_end(giving.shop.store, "Mia", 0, &shift), RGL_E_UNKNOWN);
	assert_int_equal(shift_begin(giving.shop.store, "", NULL, 0, &shift), RGL_E_FIELD);
	giving_close(&giving);
}

/* --- where something runs out */

/* A sale with a gesture and one apart: rows that must be there together. */
static void all_is_whole(const struct test_shop *shop)
{
	static const char *const NONE[] = {
		"SELECT count(*) FROM gesture g WHERE sale IS NULL AND NOT EXISTS"
		" (SELECT 1 FROM transfer t WHERE t.event = g.id AND t.amount = g.units)",
		"SELECT count(*) FROM gesture g WHERE sale IS NULL AND NOT EXISTS"
		" (SELECT 1 FROM audit a WHERE a.what = 'gesture' AND a.event = g.id)",
		"SELECT count(*) FROM gesture g WHERE sale IS NOT NULL AND NOT EXISTS"
		" (SELECT 1 FROM applied a WHERE a.event = g.sale AND a.name = '(gesture)')",
		"SELECT abs((SELECT count(*) FROM sale) - (SELECT count(*) FROM gesture"
		" WHERE sale IS NOT NULL))",
	};

	for (size_t i = 0; i < sizeof(NONE) / sizeof(NONE[0]); i++)
		if (shop_number(shop, NONE[i]) != 0)
			fail_msg("%s", NONE[i]);
}

static rgl_rc round_do(struct giving *giving, int number, bool at_sale)
{
	const struct sale_gesture gesture = giving_points(1);
	char id[32];

	(void)snprintf(id, sizeof(id), "N-%d", number);
	return at_sale ? giving_sells(giving, id, &gesture, 1, NULL)
		       : giving_gives(giving, id, gesture, NULL);
}

static void round_end(struct giving *giving, int number, rgl_rc rc)
{
	const bool at_sale = number % 2 == 0;

	all_is_whole(&giving->shop);
	assert_int_equal(round_do(giving, number, at_sale), rc == RGL_OK ? RGL_EXISTS : RGL_OK);
	all_is_whole(&giving->shop);
}

static void many_may_be_given(struct giving *giving)
{
	assert_int_equal(settings_write(giving->shop.store, "gestures_shift", "10000"), RGL_OK);
	assert_int_equal(settings_write(giving->shop.store, "gesture_shift", "100000"), RGL_OK);
}

static void a_disk_may_get_full_at_any_byte(void **state)
{
	struct giving giving;
	int refused = 0;
	int done = 0;
	int number = 0;

	(void)state;
	giving_open(&giving);
	many_may_be_given(&giving);
	for (int64_t room = 0; done < 4 && room < 400000; room += 701) {
		for (int i = 0; i < 2; i++, number++) {
			rgl_rc rc;
			bool ran_out;

			shop_close(&giving.shop);
			shop_open(&giving.shop);
			faults_disk(room);
			rc = round_do(&giving, number, number % 2 == 0);
			ran_out = faults_disk_end();
			assert_true(rc == RGL_OK ||
				    (ran_out && (rc == RGL_E_FULL || rc == RGL_E_INPUT_OUTPUT)));
			refused += rc < 0;
			done += !ran_out;
			if (giving.shop.store->latched < 0) {
				shop_close(&giving.shop);
				shop_open(&giving.shop);
			}
			round_end(&giving, number, rc);
		}
	}
	assert_true(refused > 10 && done >= 4);
	giving_close(&giving);
}

static void every_allocation_may_fail(void **state)
{
	struct giving giving;
	int done = 0;
	int refused = 0;
	int number = 0;

	(void)state;
	giving_open(&giving);
	many_may_be_given(&giving);
	for (long at = 0; done < 4 && at < 6000; at += 3) {
		for (int i = 0; i < 2; i++, number++) {
			rgl_rc rc;
			bool ran_out;

			store_forget(giving.shop.store);
			faults_memory(at, at % 2 == 0);
			rc = round_do(&giving, number, number % 2 == 0);
			ran_out = faults_memory_end();
			assert_true(rc == RGL_OK || (ran_out && rc == RGL_E_MEMORY));
			refused += rc < 0;
			done += !ran_out;
			round_end(&giving, number, rc);
		}
	}
	assert_true(refused > 10 && done >= 4);
	giving_close(&giving);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(points_are_given_by_phone),
		cmocka_unit_test(over_the_budget_nothing_is_given),
		cmocka_unit_test(what_cannot_be_given_is_refused),
		cmocka_unit_test(a_gesture_begins_a_shift_that_ends_by_itself),
		cmocka_unit_test(a_break_does_not_renew_a_budget),
		cmocka_unit_test(what_is_late_counts_in_a_shift_that_is_known),
		cmocka_unit_test(a_disk_may_get_full_at_any_byte),
		cmocka_unit_test(every_allocation_may_fail),
	};

	if (sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
