/* test_holds.c - what is set aside while a customer pays: claimed once, settled or given back. */
#include "tests/support/check.h"

#include "tests/support/books.h"

enum { LATER_MS = 5000 };

static int64_t held(const struct books *books)
{
	int64_t units = -1;

	assert_int_equal(
		holds_of_account(books->shop.store, books->shop.member, books->account, &units),
		RGL_OK);
	assert_int_equal(books_balance(books, books->held_account), units);
	return units;
}

/* S068: 100 are there; two open orders each claim 100: the second is refused, at once and not when
 * both are paid. */
static void two_open_orders_cannot_claim_the_same_points(void **state)
{
	struct books books;
	struct hold first;
	struct hold second;

	(void)state;
	books_make(&books);
	books_earn(&books, 100, 0);
	first = books_hold(&books, 100, LATER_MS);
	second = first;
	assert_int_equal(books_hold_make(&books, &first), RGL_OK);
	assert_int_equal(books_hold_make(&books, &second), RGL_E_POINTS);
	assert_string_equal(books.shop.store->refusal.text,
			    "only 0 points are there, 100 are needed");
	assert_int_equal(second.id, 0);
	assert_int_equal(books_balance(&books, books.account), 0);
	assert_int_equal(held(&books), 100);
	assert_int_equal(shop_number(&books.shop, "SELECT count(*) FROM hold"), 1);
	books_are_right(&books);
	books_remove(&books);
}

/* S091: a sale paid with points is suspended, resumed after a restart, and cancelled. */
static void a_cancelled_order_gives_its_points_back(void **state)
{
	struct books books;
	struct hold hold;
	struct hold resumed;

	(void)state;
	books_make(&books);
	books_earn(&books, 100, 0);
	hold = books_hold(&books, 60, LATER_MS);
	assert_int_equal(books_hold_make(&books, &hold), RGL_OK);
	shop_close(&books.shop);
	shop_open(&books.shop);
	assert_int_equal(holds_read(books.shop.store, hold.id, &resumed), RGL_OK);
	books_same_hold(&resumed, &hold);
	assert_int_equal(books_hold_give_back(&books, &resumed), RGL_OK);
	assert_int_equal(resumed.state, HOLD_GIVEN_BACK);
	assert_int_equal(books_balance(&books, books.account), 100);
	assert_int_equal(held(&books), 0);
	assert_int_equal(books_hold_give_back(&books, &resumed), RGL_EXISTS);
	assert_int_equal(books_hold_give_back(&books, &hold), RGL_EXISTS);
	assert_int_equal(books_balance(&books, books.account), 100);
	books_are_right(&books);
	books_remove(&books);
}

static rgl_rc hold_sixty(struct books *books)
{
	struct hold hold = books_hold(books, 60, LATER_MS);

	return books_hold_make(books, &hold);
}

/* S103: two processes that set 60 of 100 aside at the same time: one of them can. */
static void two_processes_cannot_hold_the_same_points(void **state)
{
	struct books books;

	(void)state;
	books_make(&books);
	books_earn(&books, 100, 0);
	assert_int_equal(books_race(&books, hold_sixty), 1);
	assert_int_equal(books_balance(&books, books.account), 40);
	assert_int_equal(held(&books), 60);
	books_are_right(&books);
	books_remove(&books);
}

/* The sale takes what it needs, lots with it; what is left of the hold goes back. */
static void a_sale_takes_what_it_needs_of_a_hold(void **state)
{
	struct books books;
	struct hold hold;
	const int64_t units[] = { 70 };

	(void)state;
	books_make(&books);
	books_earn(&books, 40, 1000);
	books_earn(&books, 80, 2000);
	hold = books_hold(&books, 100, LATER_MS);
	assert_int_equal(books_hold_make(&books, &hold), RGL_OK);
	books_lots_are(&books, "40@1000 80@2000");
	assert_int_equal(books_hold_settle(&books, &hold, units), RGL_OK);
	assert_int_equal(hold.state, HOLD_SETTLED);
	books_lots_are(&books, "50@2000");
	assert_int_equal(books_balance(&books, books.account), 50);
	assert_int_equal(held(&books), 0);
	assert_int_equal(
		shop_number(&books.shop, "SELECT sum(amount) FROM transfer WHERE kind = 2"), 70);
	assert_int_equal(
		shop_number(&books.shop, "SELECT sum(amount) FROM transfer WHERE kind = 8"), 30);
	assert_int_equal(books_hold_settle(&books, &hold, units), RGL_EXISTS);
	assert_int_equal(books_hold_give_back(&books, &hold), RGL_EXISTS);
	assert_int_equal(books_balance(&books, books.account), 50);
	books_are_right(&books);
	books_remove(&books);
}

/* More than is held cannot be taken of a hold, and nothing of what was let go. */
static void no_more_is_taken_than_is_held(void **state)
{
	struct books books;
	struct hold hold;
	struct hold gone;
	const int64_t units[] = { 90 };

	(void)state;
	books_make(&books);
	books_earn(&books, 100, 0);
	hold = books_hold(&books, 60, LATER_MS);
	gone = books_hold(&books, 30, LATER_MS);
	assert_int_equal(books_hold_make(&books, &hold), RGL_OK);
	assert_int_equal(books_hold_make(&books, &gone), RGL_OK);
	assert_int_equal(books_hold_settle(&books, &hold, units), RGL_OK);
	assert_int_equal(books_balance(&books, books.account), 10);
	assert_int_equal(books_hold_give_back(&books, &gone), RGL_OK);
	assert_int_equal(books_hold_settle(&books, &gone, units), RGL_EXISTS);
	assert_int_equal(gone.state, HOLD_GIVEN_BACK);
	assert_int_equal(books_balance(&books, books.account), 40);
	books_are_right(&books);
	books_remove(&books);
}

/* A number that is no hold's, an event's of another kind too. */
static void what_is_no_hold_is_refused(void **state)
{
	struct books books;
	struct hold hold = { .id = 77 };

	(void)state;
	books_make(&books);
	assert_int_equal(holds_read(books.shop.store, 4711, &hold), RGL_E_FIELD);
	assert_string_equal(books.shop.store->refusal.field, "hold");
	assert_int_equal(holds_read(books.shop.store, 1, &hold), RGL_E_FIELD);
	assert_int_equal(hold.id, 77);
	assert_int_equal(books_hold_give_back(&books, &hold), RGL_E_FIELD);
	books_remove(&books);
}

/* A hold is over at its end, not before; and only this member's. */
static void holds_that_ended_are_given_back(void **state)
{
	struct books books;
	struct hold holds[3];
	struct store *store;

	(void)state;
	books_make(&books);
	store = books.shop.store;
	books_earn(&books, 100, 0);
	for (int i = 0; i < 3; i++) {
		holds[i] = books_hold(&books, 10, LATER_MS + i);
		assert_int_equal(books_hold_make(&books, &holds[i]), RGL_OK);
	}
	books_begin(&books);
	assert_int_equal(holds_lapse(store, books.shop.member, LATER_MS - 1), RGL_OK);
	assert_int_equal(held(&books), 30);
	assert_int_equal(holds_lapse(store, books.shop.member + 1, LATER_MS + 1), RGL_OK);
	assert_int_equal(held(&books), 30);
	assert_int_equal(holds_lapse(store, books.shop.member, LATER_MS + 1), RGL_OK);
	assert_int_equal(held(&books), 10);
	books_end(&books);
	assert_int_equal(books_balance(&books, books.account), 90);
	assert_int_equal(books_hold_give_back(&books, &holds[0]), RGL_EXISTS);
	assert_int_equal(shop_number(&books.shop, "SELECT count(*) FROM event WHERE kind = 7"), 2);
	assert_int_equal(shop_number(&books.shop,
				     "SELECT count(*) FROM hold WHERE state = 3 AND ended_by"
				     " IS NOT NULL"),
			 2);
	books_are_right(&books);
	books_remove(&books);
}

/* Nobody else's hold counts as held of an account. */
static void what_is_held_is_counted_by_account(void **state)
{
	struct books books;
	struct hold mine;
	struct hold other;
	int64_t account;
	int64_t member;
	int64_t units = -1;

	(void)state;
	books_make(&books);
	member = books_member(&books, &account);
	books_earn(&books, 10, 0);
	books_begin(&books);
	books_earn_in(&books, account, 20, 0);
	books_end(&books);
	mine = books_hold(&books, 4, LATER_MS);
	other = books_hold(&books, 20, LATER_MS);
	other.member = member;
	other.items[0].account = account;
	assert_int_equal(books_hold_make(&books, &mine), RGL_OK);
	assert_int_equal(books_hold_make(&books, &other), RGL_OK);
	assert_int_equal(
		holds_of_account(books.shop.store, books.shop.member, books.account, &units),
		RGL_OK);
	assert_int_equal(units, 4);
	assert_int_equal(holds_of_account(books.shop.store, member, account, &units), RGL_OK);
	assert_int_equal(units, 20);
	books_are_right(&books);
	books_remove(&books);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_open_orders_cannot_claim_the_same_points),
		cmocka_unit_test(a_cancelled_order_gives_its_points_back),
		cmocka_unit_test(two_processes_cannot_hold_the_same_points),
		cmocka_unit_test(a_sale_takes_what_it_needs_of_a_hold),
		cmocka_unit_test(no_more_is_taken_than_is_held),
		cmocka_unit_test(what_is_no_hold_is_refused),
		cmocka_unit_test(holds_that_ended_are_given_back),
		cmocka_unit_test(what_is_held_is_counted_by_account),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
