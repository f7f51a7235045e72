/* test_ledger_faults.c - no memory for any one thing that moves points: all of it is undone, and
 * can be done again. */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "tests/support/books.h"
#include "tests/support/faults.h"

/* The memory of this program can run out, SQLite's too: it finds these first. */
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

/* A member as the sweep finds it, made with memory: 100 points in two lots, a coupon, a hold of 20
 * that ended at 500. */
struct stage {
	struct books books;
	struct hold ended;
	int64_t coupon;
	int64_t sale;
};

static void stage_make(struct stage *ret)
{
	*ret = (struct stage) { 0 };
	books_make(&ret->books);
	ret->sale = books_earn(&ret->books, 40, 1000);
	books_earn(&ret->books, 60, 2000);
	ret->ended = books_hold(&ret->books, 20, 500);
	books_begin(&ret->books);
	assert_int_equal(holds_make(ret->books.shop.store, &ret->ended), RGL_OK);
	books_end(&ret->books);
	assert_int_equal(shop_run(&ret->books.shop,
				  "INSERT INTO voucher (event, kind, ending, reward, from_ms,"
				  " until_ms) VALUES (1, 2, '7Q2K', 'free-coffee', 0, 0)"),
			 SQLITE_OK);
	ret->coupon = shop_number(&ret->books.shop, "SELECT max(id) FROM voucher");
}

static rgl_rc move_accounts(struct stage *stage, int64_t event)
{
	struct store *store = stage->books.shop.store;
	int64_t credit = 0;
	int64_t gift = 0;
	int64_t balance = 0;
	rgl_rc rc;

	rc = ledger_need(store, stage->books.shop.member, BOOKS_CREDIT, &credit, &balance);
	if (rc == RGL_OK)
		rc = ledger_gift(store, &gift);
	if (rc == RGL_OK)
		rc = ledger_may_owe(store, credit);
	if (rc == RGL_OK)
		rc = ledger_move(store, event, TRANSFER_EARNED, stage->books.shop_account,
				 stage->books.account, 30);
	return rc < 0 ? rc : lots_add(store, stage->books.account, event, 30, 3000);
}

static rgl_rc hold_and_settle(struct stage *stage, int64_t event)
{
	struct store *store = stage->books.shop.store;
	struct hold hold = books_hold(&stage->books, 50, 9000);
	const int64_t units = 45;
	rgl_rc rc;

	hold.items[0].voucher = stage->coupon;
	rc = holds_make(store, &hold);
	if (rc == RGL_OK)
		rc = holds_read(store, hold.id, &hold);
	return rc < 0 ? rc : holds_settle(store, &hold, event, &units, &stage->books.shop_account);
}

static rgl_rc end_points(struct stage *stage, int64_t event)
{
	struct store *store = stage->books.shop.store;
	int64_t account = stage->books.account;
	int64_t units = 0;
	struct ending ending = { 0 };
	rgl_rc rc;

	rc = ledger_move(store, event, TRANSFER_TAKEN_BACK, account, stage->books.shop_account, 5);
	if (rc == RGL_OK)
		rc = lots_take_back(store, account, stage->sale, 5);
	if (rc == RGL_OK)
		rc = lots_slide(store, account, 4000);
	if (rc == RGL_OK)
		rc = lots_ending(store, account, 5000, &ending);
	if (rc == RGL_OK)
		rc = lots_expire(store, account, stage->books.shop_account, 4000, &units);
	/* Shown is what ends when the hold, which ends before, has gone back. */
	if (rc == RGL_OK && (units != 60 || ending.units != 80))
		rc = RGL_E_INTERNAL;
	return rc;
}

/* Everything in one transaction. */
static rgl_rc play(struct stage *stage)
{
	struct store *store = stage->books.shop.store;
	int64_t event = 0;
	rgl_rc rc = store_begin(store);

	if (rc < 0)
		return rc;
	rc = store_event(store, EVENT_SALE, &event);
	if (rc == RGL_OK)
		rc = move_accounts(stage, event);
	if (rc == RGL_OK)
		rc = hold_and_settle(stage, event);
	if (rc == RGL_OK)
		rc = end_points(stage, event);
	if (rc == RGL_OK)
		rc = holds_lapse(store, stage->books.shop.member, 500);
	return store_end(store, rc);
}

static void is_as_before(const struct stage *stage)
{
	books_lots_are(&stage->books, "40@1000 60@2000");
	assert_int_equal(books_balance(&stage->books, stage->books.account), 80);
	assert_int_equal(books_balance(&stage->books, stage->books.held_account), 20);
	assert_int_equal(shop_number(&stage->books.shop,
				     "SELECT count(*) FROM voucher WHERE used_by IS NOT NULL"),
			 0);
	books_are_right(&stage->books);
}

static void is_as_planned(const struct stage *stage)
{
	books_lots_are(&stage->books, "20@4000");
	assert_int_equal(books_balance(&stage->books, stage->books.account), 20);
	assert_int_equal(books_balance(&stage->books, stage->books.held_account), 0);
	books_are_right(&stage->books);
}

/* SQLite can do without some of what it asks for: then all of it is done, and begins anew. */
static void sweep_memory(bool once)
{
	struct stage stage;
	bool ran_out = true;
	long refused = 0;
	long at;

	stage_make(&stage);
	for (at = 0; ran_out && at < 5000; at++) {
		rgl_rc rc;

		store_forget(stage.books.shop.store);
		faults_memory(at, once);
		rc = play(&stage);
		ran_out = faults_memory_end();
		if (rc == RGL_OK) {
			is_as_planned(&stage);
			books_remove(&stage.books);
			stage_make(&stage);
			continue;
		}
		assert_true(ran_out);
		assert_int_equal(rc, RGL_E_MEMORY);
		is_as_before(&stage);
		refused++;
	}
	assert_true(at < 5000);
	assert_true(refused > 20);
	books_remove(&stage.books);
}

/* Memory that ran out stays out. */
static void every_allocation_and_all_after_it_may_fail(void **state)
{
	(void)state;
	sweep_memory(false);
}

/* One allocation fails, the next would not: what half-noticed it must not go on. */
static void every_single_allocation_may_fail(void **state)
{
	(void)state;
	sweep_memory(true);
}

/* A sweep of the store that is cut short anywhere: what it committed is right, and the next one
 * does the rest. */
static void a_sweep_of_the_store_may_be_cut_short(void **state)
{
	struct stage stage;
	rgl_rc rc = RGL_E_MEMORY;
	long refused = 0;

	(void)state;
	stage_make(&stage);
	for (long at = 0; rc != RGL_OK && at < 5000; at++) {
		struct swept swept = { -1, -1, -1 };

		store_forget(stage.books.shop.store);
		faults_memory(at, false);
		rc = lots_sweep(stage.books.shop.store, 2000, 1, &swept);
		(void)faults_memory_end();
		assert_true(rc == RGL_OK || rc == RGL_E_MEMORY);
		assert_int_equal(swept.lots < 0, rc < 0);
		books_are_right(&stage.books);
		refused += rc < 0;
	}
	assert_int_equal(rc, RGL_OK);
	assert_true(refused > 5);
	assert_int_equal(books_balance(&stage.books, stage.books.account), 0);
	assert_int_equal(books_balance(&stage.books, stage.books.held_account), 0);
	books_lots_are(&stage.books, "");
	books_are_right(&stage.books);
	books_remove(&stage.books);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_allocation_and_all_after_it_may_fail),
		cmocka_unit_test(every_single_allocation_may_fail),
		cmocka_unit_test(a_sweep_of_the_store_may_be_cut_short),
	};

	/* Without SQLite's small store of its own every allocation can fail. */
	if (sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
