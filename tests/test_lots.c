/* test_lots.c - points that end: which go first, which are over. S-numbers are cases that other
 * loyalty systems test or had as a bug. */
#include "tests/support/check.h"

#include <sqlite3.h>

#include "plugin/loyalty/lots.h"
#include "tests/support/books.h"

/* Days as ends: only their order counts. */
enum { JAN_1 = 1000, FEB_1 = 2000, MAR_1 = 3000, JUN_1 = 6000, JUL_1 = 7000 };

static int64_t expire_at(struct books *books, int64_t now_ms)
{
	int64_t units = -1;

	books_begin(books);
	assert_int_equal(
		lots_expire(books->shop.store, books->account, books->shop_account, now_ms, &units),
		RGL_OK);
	books_end(books);
	return units;
}

static int64_t expiries(const struct books *books)
{
	return shop_number(&books->shop, "SELECT count(*) FROM transfer WHERE kind = 5");
}

/* S106, S107: what was earned first is spent first, over two orders. */
static void the_first_earned_is_spent_first(void **state)
{
	struct books books;

	(void)state;
	books_make(&books);
	books_earn(&books, 575, 90);
	books_spend(&books, 500);
	books_lots_are(&books, "75@90");
	books_earn(&books, 805, 180);
	books_spend(&books, 500);
	books_lots_are(&books, "380@180");
	assert_int_equal(books_balance(&books, books.account), 380);
	books_are_right(&books);
	books_remove(&books);
}

/* S109: the soonest to end is spent first, also when it came later. */
static void the_soonest_to_end_is_spent_first(void **state)
{
	struct books books;

	(void)state;
	books_make(&books);
	books_earn(&books, 100, JUN_1);
	books_earn(&books, 100, JAN_1);
	books_spend(&books, 100);
	books_lots_are(&books, "100@6000");
	books_are_right(&books);
	books_remove(&books);
}

/* Of two that end together the elder is spent first. */
static void of_two_that_end_together_the_elder_goes_first(void **state)
{
	struct books books;

	(void)state;
	books_make(&books);
	books_earn(&books, 30, JUN_1);
	books_earn(&books, 20, JUN_1);
	books_spend(&books, 31);
	books_lots_are(&books, "19@6000");
	assert_int_equal(shop_number(&books.shop, "SELECT amount FROM lot WHERE remaining > 0"),
			 20);
	books_remove(&books);
}

/* S110: what never ends is spent last. */
static void what_never_ends_is_spent_last(void **state)
{
	struct books books;

	(void)state;
	books_make(&books);
	books_earn(&books, 100, 0);
	books_earn(&books, 100, JAN_1);
	books_spend(&books, 100);
	books_lots_are(&books, "");
	assert_int_equal(books_balance(&books, books.account), 100);
	assert_int_equal(expire_at(&books, INT64_MAX), 0);
	assert_int_equal(books_balance(&books, books.account), 100);
	books_are_right(&books);
	books_remove(&books);
}

static void take_back(struct books *books, int64_t event, int64_t units)
{
	struct store *store = books->shop.store;

	books_begin(books);
	assert_int_equal(ledger_move(store, books_event(books, EVENT_REFUND), TRANSFER_TAKEN_BACK,
				     books->account, books->shop_account, units),
			 RGL_OK);
	assert_int_equal(lots_take_back(store, books->account, event, units), RGL_OK);
	books_end(books);
}

static void let_owe(struct books *books)
{
	books_begin(books);
	assert_int_equal(ledger_may_owe(books->shop.store, books->account), RGL_OK);
	books_end(books);
}

/* S112: +50, -80, +100: what was owed is paid first, one open lot of 70 is left. */
static void a_debt_is_paid_before_a_lot_begins(void **state)
{
	struct books books;
	int64_t event;

	(void)state;
	books_make(&books);
	let_owe(&books);
	event = books_earn(&books, 50, JAN_1);
	take_back(&books, event, 80);
	books_lots_are(&books, "");
	assert_int_equal(books_balance(&books, books.account), -30);
	books_earn(&books, 100, FEB_1);
	books_lots_are(&books, "70@2000");
	assert_int_equal(books_balance(&books, books.account), 70);
	books_are_right(&books);
	books_remove(&books);
}

/* What does not even pay the debt makes no lot. */
static void what_does_not_pay_a_debt_makes_no_lot(void **state)
{
	struct books books;

	(void)state;
	books_make(&books);
	let_owe(&books);
	take_back(&books, 1, 80);
	books_earn(&books, 80, JAN_1);
	assert_int_equal(shop_number(&books.shop, "SELECT count(*) FROM lot"), 0);
	assert_int_equal(books_balance(&books, books.account), 0);
	books_are_right(&books);
	books_remove(&books);
}

/* A refund takes back what its own sale earned, and the rest as any spending. */
static void a_refund_takes_from_the_lot_of_its_sale_first(void **state)
{
	struct books books;
	int64_t later;

	(void)state;
	books_make(&books);
	books_earn(&books, 100, JAN_1);
	later = books_earn(&books, 60, JUN_1);
	take_back(&books, later, 50);
	books_lots_are(&books, "100@1000 10@6000");
	take_back(&books, later, 50);
	books_lots_are(&books, "60@1000");
	assert_int_equal(books_balance(&books, books.account), 60);
	books_are_right(&books);
	books_remove(&books);
}

static void ends_by(struct books *books, int64_t until_ms, int64_t units, int64_t first_ms)
{
	struct ending ending = { -1, -1 };

	assert_int_equal(lots_ending(books->shop.store, books->account, until_ms, &ending), RGL_OK);
	assert_int_equal(ending.units, units);
	assert_int_equal(ending.first_ms, first_ms);
}

/* S113: what will be over by a day, the day itself counted; and when the first of it is. */
static void what_will_be_over_by_a_day_is_told(void **state)
{
	struct books books;

	(void)state;
	books_make(&books);
	books_earn(&books, 100, FEB_1);
	books_earn(&books, 200, JUN_1);
	books_earn(&books, 50, 0);
	ends_by(&books, JAN_1, 0, 0);
	ends_by(&books, FEB_1, 100, FEB_1);
	ends_by(&books, MAR_1, 100, FEB_1);
	ends_by(&books, JUL_1, 300, FEB_1);
	books_spend(&books, 100);
	ends_by(&books, JUL_1, 200, JUN_1);
	assert_int_equal(books_balance(&books, books.account), 250);
	books_remove(&books);
}

/* S115: what ends tomorrow is there today; nothing is written, not even an event. */
static void what_ends_tomorrow_is_there_today(void **state)
{
	struct books books;
	int64_t events;

	(void)state;
	books_make(&books);
	books_earn(&books, 150, JUN_1);
	events = shop_number(&books.shop, "SELECT count(*) FROM event");
	assert_int_equal(expire_at(&books, JUN_1 - 1), 0);
	assert_int_equal(books_balance(&books, books.account), 150);
	assert_int_equal(expiries(&books), 0);
	assert_int_equal(shop_number(&books.shop, "SELECT count(*) FROM event"), events);
	books_remove(&books);
}

/* S116: the end itself is too late. */
static void what_ends_now_is_over(void **state)
{
	struct books books;

	(void)state;
	books_make(&books);
	books_earn(&books, 150, JUN_1);
	assert_int_equal(expire_at(&books, JUN_1), 150);
	assert_int_equal(books_balance(&books, books.account), 0);
	assert_int_equal(books_balance(&books, books.shop_account), 0);
	books_lots_are(&books, "");
	assert_int_equal(expire_at(&books, JUL_1), 0);
	books_are_right(&books);
	books_remove(&books);
}

/* S118: two lots that are over are two transfers of one event. */
static void each_lot_that_is_over_is_a_transfer(void **state)
{
	struct books books;

	(void)state;
	books_make(&books);
	books_earn(&books, 100, JAN_1);
	books_earn(&books, 60, FEB_1);
	books_earn(&books, 5, JUN_1);
	assert_int_equal(expire_at(&books, MAR_1), 160);
	assert_int_equal(expiries(&books), 2);
	assert_int_equal(shop_number(&books.shop, "SELECT count(*) FROM event WHERE kind = 13"), 1);
	assert_int_equal(
		shop_number(&books.shop, "SELECT max(amount) FROM transfer WHERE kind = 5"), 100);
	books_lots_are(&books, "5@6000");
	assert_int_equal(books_balance(&books, books.account), 5);
	books_are_right(&books);
	books_remove(&books);
}

/* S119: what has no end is there ten years later. */
static void what_has_no_end_is_there_ten_years_later(void **state)
{
	struct books books;

	(void)state;
	books_make(&books);
	books_earn(&books, 150, 0);
	assert_int_equal(expire_at(&books, SHOP_NOW_MS + 3653 * MS_A_DAY), 0);
	assert_int_equal(books_balance(&books, books.account), 150);
	assert_int_equal(expiries(&books), 0);
	books_remove(&books);
}

/* Sliding: a visit moves the end of all that is left, and of nothing that was spent. */
static void a_visit_moves_every_end(void **state)
{
	struct books books;

	(void)state;
	books_make(&books);
	books_earn(&books, 10, JAN_1);
	books_earn(&books, 20, FEB_1);
	books_spend(&books, 15);
	books_begin(&books);
	assert_int_equal(lots_slide(books.shop.store, books.account, JUN_1), RGL_OK);
	books_end(&books);
	books_lots_are(&books, "15@6000");
	assert_int_equal(shop_number(&books.shop, "SELECT count(*) FROM lot WHERE ends_ms = 1000"),
			 1);
	assert_int_equal(expire_at(&books, JUN_1 - 1), 0);
	assert_int_equal(expire_at(&books, JUN_1), 15);
	books_are_right(&books);
	books_remove(&books);
}

/* The owner took the end away: what is left never ends, and is there all the same. */
static void an_end_that_was_taken_away_is_none(void **state)
{
	struct books books;

	(void)state;
	books_make(&books);
	books_earn(&books, 10, JAN_1);
	books_begin(&books);
	assert_int_equal(lots_slide(books.shop.store, books.account, 0), RGL_OK);
	books_end(&books);
	books_lots_are(&books, "");
	assert_int_equal(expire_at(&books, INT64_MAX), 0);
	assert_int_equal(books_balance(&books, books.account), 10);
	books_are_right(&books);
	books_remove(&books);
}

/* Who stands at the till and pays does not lose what was set aside: the soonest is protected. */
static void what_is_held_is_protected_the_soonest_first(void **state)
{
	struct books books;
	struct hold held;
	const int64_t units = 130;

	(void)state;
	books_make(&books);
	books_earn(&books, 100, JAN_1);
	books_earn(&books, 60, FEB_1);
	held = books_hold(&books, 130, JUL_1);
	assert_int_equal(books_hold_make(&books, &held), RGL_OK);
	ends_by(&books, MAR_1, 30, FEB_1);
	assert_int_equal(expire_at(&books, MAR_1), 30);
	books_lots_are(&books, "100@1000 30@2000");
	assert_int_equal(books_balance(&books, books.account), 0);
	ends_by(&books, MAR_1, 0, 0);
	books_are_right(&books);
	assert_int_equal(books_hold_settle(&books, &held, &units), RGL_OK);
	books_lots_are(&books, "");
	assert_int_equal(books_balance(&books, books.account), 0);
	books_are_right(&books);
	books_remove(&books);
}

/* Where no lot is, spending, expiring and showing look once and write nothing. */
static void an_account_without_lots_costs_one_look(void **state)
{
	struct books books;
	struct store *store;
	int64_t units = -1;
	int64_t changes;
	struct ending ending;

	(void)state;
	books_make(&books);
	store = books.shop.store;
	books_earn(&books, 50, 0);
	books_begin(&books);
	changes = sqlite3_total_changes64(store->db);
	assert_int_equal(lots_use(store, books.account, 20), RGL_OK);
	assert_int_equal(lots_take_back(store, books.account, 1, 20), RGL_OK);
	assert_int_equal(lots_slide(store, books.account, JUN_1), RGL_OK);
	assert_int_equal(lots_expire(store, books.account, books.shop_account, JUN_1, &units),
			 RGL_OK);
	assert_int_equal(lots_ending(store, books.account, JUN_1, &ending), RGL_OK);
	assert_int_equal(sqlite3_total_changes64(store->db), changes);
	assert_int_equal(units, 0);
	assert_int_equal(ending.units, 0);
	assert_null(store->statements[STATEMENT_LEDGER_MEMBER]); /* never asked */
	books_end(&books);
	books_remove(&books);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_earned_is_spent_first),
		cmocka_unit_test(the_soonest_to_end_is_spent_first),
		cmocka_unit_test(of_two_that_end_together_the_elder_goes_first),
		cmocka_unit_test(what_never_ends_is_spent_last),
		cmocka_unit_test(a_debt_is_paid_before_a_lot_begins),
		cmocka_unit_test(what_does_not_pay_a_debt_makes_no_lot),
		cmocka_unit_test(a_refund_takes_from_the_lot_of_its_sale_first),
		cmocka_unit_test(what_will_be_over_by_a_day_is_told),
		cmocka_unit_test(what_ends_tomorrow_is_there_today),
		cmocka_unit_test(what_ends_now_is_over),
		cmocka_unit_test(each_lot_that_is_over_is_a_transfer),
		cmocka_unit_test(what_has_no_end_is_there_ten_years_later),
		cmocka_unit_test(a_visit_moves_every_end),
		cmocka_unit_test(an_end_that_was_taken_away_is_none),
		cmocka_unit_test(what_is_held_is_protected_the_soonest_first),
		cmocka_unit_test(an_account_without_lots_costs_one_look),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
