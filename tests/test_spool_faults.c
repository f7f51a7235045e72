/* test_spool_faults.c - printing with a store that cannot be written, memory that runs out, and a
 * person who changes their mind. */
#include "tests/support/check.h"

#include <string.h>

#include "receipts/spool_list.h"
#include "tests/support/spool_bench.h"
#include "tests/support/sweep.h"

/* Given up before it was begun, and taken back: an original. */
static void a_receipt_given_up_comes_when_it_is_wanted_again(void **state)
{
	struct bench bench;
	char sale[16];

	(void)state;
	bench_open(&bench, "epson-tm-t20iii");
	bench_sell(&bench, sale);
	assert_int_equal(spool_cancel(bench.shop.store, 1, false), RGL_OK);
	assert_int_equal(spool_cancel(bench.shop.store, 1, false), RGL_EXISTS);
	assert_int_equal(bench_try(&bench), RGL_OK);
	assert_int_equal(bench.desk.entered, 0);
	assert_int_equal(spool_retry(bench.shop.store, 1), RGL_OK);
	bench_finish(&bench);
	bench_assert_once(&bench, sale, 0);
	assert_int_equal(spool_retry(bench.shop.store, 1), RGL_EXISTS);
	assert_int_equal(spool_cancel(bench.shop.store, 1, true), RGL_EXISTS);
	assert_int_equal(spool_retry(bench.shop.store, 77), RGL_E_UNKNOWN);
	assert_int_equal(spool_cancel(bench.shop.store, 77, true), RGL_E_UNKNOWN);
	assert_int_equal(spool_retry(bench.shop.store, 0), RGL_OK);
	bench_close(&bench);
}

/* Given up after it was begun, which only who prints for the till may say; taken back it is a copy:
 * the proof was given up with it. */
static void one_given_up_at_the_printer_comes_back_as_a_copy(void **state)
{
	struct bench bench;
	char sale[16];

	(void)state;
	bench_open(&bench, "epson-tm-t20iii");
	bench_sell(&bench, sale);
	bench_break_after(&bench, BENCH_DOTS);
	assert_int_equal(bench_try(&bench), RGL_E_NO_PRINTER);
	assert_int_equal(spool_cancel(bench.shop.store, 1, false), RGL_E_PRINTER);
	assert_int_equal(spool_cancel(bench.shop.store, 1, true), RGL_OK);
	desk_printer_mend(&bench.desk);
	assert_int_equal(spool_retry(bench.shop.store, 1), RGL_OK);
	bench_finish(&bench);
	assert_int_equal(bench_count(&bench, sale, false), 0);
	assert_int_equal(bench_count(&bench, sale, true), 1);
	bench_close(&bench);
}

static void cancel_first(void *user)
{
	assert_int_equal(shop_run(user, "UPDATE print_job SET state = 4 WHERE state = 1"), 0);
}

/* Given up by another program while this one had it in hand: nothing goes to the printer. */
static void a_receipt_given_up_at_the_last_moment_is_not_sent(void **state)
{
	struct bench bench;
	char sale[16];

	(void)state;
	bench_open(&bench, "generic-80");
	bench_sell(&bench, sale);
	bench.desk.call_at = 0;
	bench.desk.at_call = cancel_first;
	bench.desk.user = &bench.shop;
	assert_int_equal(bench_try(&bench), RGL_E_NO_SALE);
	assert_int_equal(bench.desk.taken, 0);
	assert_int_equal(bench_count(&bench, sale, false), 0);
	bench_close(&bench);
}

/* ---- A store that fails ---- */

struct other {
	struct store *store;
	bool has_turn;
};

static void take_turn(void *user)
{
	struct other *other = user;

	other->has_turn = store_begin(other->store) == RGL_OK;
	assert_true(other->has_turn);
}

static void give_turn(struct other *other)
{
	if (other->has_turn)
		assert_int_equal(store_end(other->store, RGL_OK), RGL_OK);
	other->has_turn = false;
}

/* From each step on in turn the store cannot be written: first of a plain try, then of one that
 * recovers. What could not be journalled is not sent; what came out and could not be written down
 * is proved afterwards, by a till that knows nothing of it. */
static void a_store_that_cannot_be_written_costs_no_receipt(void **state)
{
	struct other other = { 0 };
	struct bench bench;
	char sale[16];

	(void)state;
	bench_open(&bench, "epson-tm-t20iii");
	assert_int_equal(store_open(&bench.shop.host, bench.shop.path, NULL, "other", STORE_WRITE,
				    &other.store, NULL),
			 RGL_OK);
	for (unsigned call = 0; call < 24; call++) {
		bench_sell(&bench, sale);
		if (call >= 8) {
			bench_break_after(&bench, BENCH_DOTS / 2 + call * 7);
			assert_int_equal(bench_try(&bench), RGL_E_NO_PRINTER);
			desk_printer_mend(&bench.desk);
		}
		bench.desk.call_at = bench.desk.calls + call % 8;
		bench.desk.at_call = take_turn;
		bench.desk.user = &other;
		(void)bench_try(&bench);
		give_turn(&other);
		bench.desk.call_at = DESK_PRINTER_NO_CALL;
		bench_go_on(&bench, call % 2 == 0);
		bench_finish(&bench);
		bench_assert_once(&bench, sale, call);
	}
	store_close(other.store);
	bench_close(&bench);
}

/* ---- Memory ---- */

/* One try with so many allocations, plain or after a break; true when they were too few. */
static bool try_with(struct bench *bench, long allocations, bool after_a_break)
{
	struct sweep sweep;
	struct host host;
	bool ran_out;
	char sale[16];

	bench_sell(bench, sale);
	if (after_a_break) {
		bench_break_after(bench, BENCH_DOTS / 2);
		assert_int_equal(bench_try(bench), RGL_E_NO_PRINTER);
		desk_printer_mend(&bench->desk);
	}
	bench_stop(bench);
	sweep_init(&sweep, SWEEP_NEVER);
	host_init(&host, &sweep.host);
	bench_start(bench, &host);
	sweep.fail_at = sweep.asked + allocations;
	if (bench_try(bench) < 0)
		assert_int_equal(bench->why.code, RGL_E_MEMORY);
	ran_out = sweep.ran_out;
	sweep.fail_at = SWEEP_NEVER;
	bench_finish(bench);
	bench_assert_once(bench, sale, (size_t)allocations);
	bench_stop(bench);
	assert_int_equal(sweep.held, 0);
	assert_false(sweep.misused);
	bench_start(bench, &bench->shop.host);
	return ran_out;
}

/* Every allocation of a try fails in turn: nothing is lost, nothing leaks. */
static void memory_that_runs_out_costs_no_receipt(void **state)
{
	struct bench bench;

	(void)state;
	bench_open(&bench, "epson-tm-t20iii");
	for (int after_a_break = 0; after_a_break < 2; after_a_break++) {
		long at = 0;

		while (try_with(&bench, at, after_a_break != 0))
			at++;
		assert_true(at > 0);
	}
	bench_close(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_receipt_given_up_comes_when_it_is_wanted_again),
		cmocka_unit_test(one_given_up_at_the_printer_comes_back_as_a_copy),
		cmocka_unit_test(a_receipt_given_up_at_the_last_moment_is_not_sent),
		cmocka_unit_test(a_store_that_cannot_be_written_costs_no_receipt),
		cmocka_unit_test(memory_that_runs_out_costs_no_receipt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
