/* test_holds_items.c - what may be in one hold: rewards of several purses, coupons, as many as fit.
 */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <string.h>

#include "tests/support/books.h"

enum { LATER_MS = 5000 };

/* A coupon for nobody in particular, not made by our code. */
static int64_t add_coupon(struct books *books)
{
	assert_int_equal(shop_run(&books->shop,
				  "INSERT INTO voucher (event, kind, ending, reward, from_ms,"
				  " until_ms) VALUES (1, 2, '7Q2K', 'free-coffee', 0, 0)"),
			 SQLITE_OK);
	return shop_number(&books->shop, "SELECT max(id) FROM voucher");
}

static int64_t used_by(const struct books *books)
{
	return shop_number(&books->shop, "SELECT coalesce(max(used_by), 0) FROM voucher");
}

/* The member's credit with 10.00 in it: account, the shop's, the held one. */
static void pay_in(struct books *books, int64_t ret[3])
{
	struct store *store = books->shop.store;
	int64_t balance = 0;

	ret[1] = shop_number(&books->shop, "SELECT id FROM account WHERE purse = 2 AND kind = 1");
	ret[2] = shop_number(&books->shop, "SELECT id FROM account WHERE purse = 2 AND kind = 2");
	books_begin(books);
	assert_int_equal(ledger_need(store, books->shop.member, BOOKS_CREDIT, &ret[0], &balance),
			 RGL_OK);
	assert_int_equal(ledger_move(store, books_event(books, EVENT_ADJUSTMENT), TRANSFER_PAID_IN,
				     ret[1], ret[0], 1000),
			 RGL_OK);
	books_end(books);
}

/* Several rewards in one hold: one for points, one for credit, a coupon, one for nothing. */
static void a_hold_has_items_of_several_purses(void **state)
{
	const int64_t units[] = { 25, 300, 0, 0 };
	struct books books;
	struct hold hold;
	struct hold read;
	int64_t credit[3];
	int64_t event;

	(void)state;
	books_make(&books);
	pay_in(&books, credit);
	books_earn(&books, 25, 0);
	hold = books_hold(&books, 25, LATER_MS);
	hold.items[1] = (struct hold_item) { .reward = "five-off",
					     .times = 1,
					     .points = 17,
					     .account = credit[0],
					     .held_account = credit[2],
					     .units = 500 };
	hold.items[2] = (struct hold_item) { .reward = "ten-off",
					     .times = 2,
					     .voucher = add_coupon(&books) };
	hold.items[3] = (struct hold_item) { .reward = "birthday", .times = 1 };
	hold.item_count = 4;
	assert_int_equal(books_hold_make(&books, &hold), RGL_OK);
	assert_int_equal(used_by(&books), hold.id);
	assert_int_equal(holds_read(books.shop.store, hold.id, &read), RGL_OK);
	books_same_hold(&read, &hold);
	assert_int_equal(books_balance(&books, credit[0]), 500);
	books_are_right(&books);
	books_begin(&books);
	event = books_event(&books, EVENT_SALE);
	assert_int_equal(holds_settle(books.shop.store, &hold, event, units,
				      (const int64_t[]) { books.shop_account, credit[1], 0, 0 }),
			 RGL_OK);
	books_end(&books);
	assert_int_equal(used_by(&books), event);
	assert_int_equal(books_balance(&books, books.account), 0);
	assert_int_equal(books_balance(&books, credit[0]), 700);
	books_are_right(&books);
	books_remove(&books);
}

/* A coupon is in one hold at a time, and free again when that one is given back. */
static void a_coupon_is_held_once(void **state)
{
	struct books books;
	struct hold first;
	struct hold second;

	(void)state;
	books_make(&books);
	first = books_hold(&books, 0, LATER_MS);
	first.items[0] = (struct hold_item) { .reward = "free-coffee",
					      .times = 1,
					      .voucher = add_coupon(&books) };
	second = first;
	assert_int_equal(books_hold_make(&books, &first), RGL_OK);
	assert_int_equal(books_hold_make(&books, &second), RGL_E_TAKEN);
	assert_non_null(strstr(books.shop.store->refusal.text, "7Q2K"));
	assert_int_equal(used_by(&books), first.id);
	assert_int_equal(books_hold_give_back(&books, &first), RGL_OK);
	assert_int_equal(used_by(&books), 0);
	assert_int_equal(books_hold_make(&books, &second), RGL_OK);
	assert_int_equal(used_by(&books), second.id);
	books_remove(&books);
}

/* One hold that names the same coupon twice is not had twice either. */
static void a_coupon_is_not_in_one_hold_twice(void **state)
{
	struct books books;
	struct hold hold;

	(void)state;
	books_make(&books);
	hold = books_hold(&books, 0, LATER_MS);
	hold.items[0].voucher = add_coupon(&books);
	hold.items[1] = hold.items[0];
	hold.item_count = 2;
	assert_int_equal(books_hold_make(&books, &hold), RGL_E_TAKEN);
	assert_int_equal(used_by(&books), 0);
	assert_int_equal(shop_number(&books.shop, "SELECT count(*) FROM hold_item"), 0);
	books_remove(&books);
}

/* As many items as fit are set aside and read again. */
static void a_hold_may_be_full(void **state)
{
	struct books books;
	struct hold hold;
	struct hold read;
	int64_t units[HOLD_ITEMS_MAX];

	(void)state;
	books_make(&books);
	books_earn(&books, 1000, 0);
	hold = books_hold(&books, 1, LATER_MS);
	for (size_t i = 0; i < HOLD_ITEMS_MAX; i++) {
		hold.items[i] = hold.items[0];
		hold.items[i].units = (int64_t)i + 1;
		units[i] = 1;
	}
	hold.item_count = HOLD_ITEMS_MAX;
	assert_int_equal(books_hold_make(&books, &hold), RGL_OK);
	assert_int_equal(books_balance(&books, books.held_account), 528);
	assert_int_equal(holds_read(books.shop.store, hold.id, &read), RGL_OK);
	books_same_hold(&read, &hold);
	assert_int_equal(books_hold_settle(&books, &read, units), RGL_OK);
	assert_int_equal(books_balance(&books, books.account), 1000 - HOLD_ITEMS_MAX);
	books_are_right(&books);
	books_remove(&books);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_hold_has_items_of_several_purses),
		cmocka_unit_test(a_coupon_is_held_once),
		cmocka_unit_test(a_coupon_is_not_in_one_hold_twice),
		cmocka_unit_test(a_hold_may_be_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
