/* test_lots_sweep.c - what is over in the whole store, a few lots at a time. */
#include "tests/support/check.h"

#include "tests/support/books.h"

/* Days as ends: only their order counts. */
enum { JAN_1 = 1000, FEB_1 = 2000, MAR_1 = 3000, JUN_1 = 6000, JUL_1 = 7000 };

static void hold(struct books *books, int64_t units, int64_t ends_ms)
{
	struct hold hold = books_hold(books, units, ends_ms);

	assert_int_equal(books_hold_make(books, &hold), RGL_OK);
}

static struct swept sweep(struct books *books, int64_t now_ms, int limit)
{
	struct swept swept = { -1, -1, -1 };

	assert_int_equal(lots_sweep(books->shop.store, now_ms, limit, &swept), RGL_OK);
	return swept;
}

/* Many members, a few lots at a time: each is swept once, whatever the limit. */
static void a_sweep_finds_every_lot_that_is_over(void **state)
{
	(void)state;
	for (int limit = 1; limit <= 64; limit *= 4) {
		struct books books;
		struct swept swept;
		int64_t account;

		books_make(&books);
		for (int i = 0; i < 10; i++) {
			(void)books_member(&books, &account);
			books_begin(&books);
			books_earn_in(&books, account, 10, JAN_1 + i % 3);
			books_earn_in(&books, account, 7, FEB_1);
			books_earn_in(&books, account, 5, JUN_1);
			books_end(&books);
		}
		swept = sweep(&books, MAR_1, limit);
		assert_int_equal(swept.lots, 20);
		assert_int_equal(swept.units, 170);
		assert_int_equal(swept.holds, 0);
		assert_int_equal(books_balance(&books, books.shop_account), -50);
		assert_int_equal(sweep(&books, MAR_1, limit).lots, 0);
		books_are_right(&books);
		books_remove(&books);
	}
}

/* Holds that ended are given back first, and what they gave back may be over; one that did not end
 * protects its lot, which is passed and not looked at for ever. */
static void a_sweep_gives_back_holds_and_passes_what_is_held(void **state)
{
	(void)state;
	for (int limit = 1; limit <= 4; limit++) {
		struct books books;
		struct swept swept;
		int64_t account;

		books_make(&books);
		books_earn(&books, 90, JAN_1);
		for (int i = 0; i < 3; i++)
			hold(&books, 10, FEB_1);
		hold(&books, 20, JUL_1);
		(void)books_member(&books, &account);
		books_begin(&books);
		books_earn_in(&books, account, 4, JAN_1 + 1);
		books_end(&books);
		swept = sweep(&books, MAR_1, limit);
		assert_int_equal(swept.holds, 3);
		assert_int_equal(swept.lots, 2);
		assert_int_equal(swept.units, 74);
		assert_int_equal(books_balance(&books, books.account), 0);
		assert_int_equal(books_balance(&books, books.held_account), 20);
		assert_int_equal(books_balance(&books, account), 0);
		books_lots_are(&books, "20@1000");
		books_are_right(&books);
		books_remove(&books);
	}
}

/* Money that ends is counted in lots: euros are no points. */
static void money_is_not_counted_among_points(void **state)
{
	struct books books;
	struct swept swept;

	(void)state;
	books_make_in(&books, BOOKS_CREDIT);
	books_earn(&books, 500, JAN_1);
	swept = sweep(&books, JAN_1, 10);
	assert_int_equal(swept.lots, 1);
	assert_int_equal(swept.units, 0);
	assert_int_equal(books_balance(&books, books.account), 0);
	books_are_right(&books);
	books_remove(&books);
}

/* A store that may not be written says so; what was said of it stays as it was. */
static void a_sweep_needs_a_store_that_may_be_written(void **state)
{
	struct books books;
	struct swept swept = { 7, 7, 7 };

	(void)state;
	books_make(&books);
	books_earn(&books, 5, JAN_1);
	shop_close(&books.shop);
	assert_int_equal(store_open(&books.shop.host, books.shop.path, NULL, "till", STORE_READ,
				    &books.shop.store, NULL),
			 RGL_OK);
	assert_int_equal(lots_sweep(books.shop.store, JAN_1, 10, &swept), RGL_E_READ_ONLY);
	assert_int_equal(swept.lots, 7);
	books_lots_are(&books, "5@1000");
	books_remove(&books);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sweep_finds_every_lot_that_is_over),
		cmocka_unit_test(a_sweep_gives_back_holds_and_passes_what_is_held),
		cmocka_unit_test(money_is_not_counted_among_points),
		cmocka_unit_test(a_sweep_needs_a_store_that_may_be_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
