/* test_spool_disk.c - the disk fills up while a receipt is journalled: at each write in turn, under
 * the real SQLite.
 */
#include "tests/support/check.h"

#include "tests/support/disk.h"
#include "tests/support/soak.h"
#include "tests/support/spool_bench.h"

enum { WRITES_MAX = 400 };

/* The till's process ends, and the next opens the store. */
static void start_anew(struct bench *bench)
{
	bench_stop(bench);
	shop_close(&bench->shop);
	shop_open(&bench->shop);
	bench_start(bench, &bench->shop.host);
}

/* One receipt, plain or after a break, on a disk that is full from its n-th write on, or has room
 * for n bytes; then there is room again. True when the disk was full meanwhile. */
static bool print_on_full_disk(struct bench *bench, enum disk_fault fault, int64_t at,
			       bool after_a_break)
{
	char sale[16];
	bool came;

	bench_sell(bench, sale);
	if (after_a_break) {
		bench_break_after(bench, BENCH_DOTS / 2);
		assert_int_equal(bench_try(bench), RGL_E_NO_PRINTER);
		desk_printer_mend(&bench->desk);
	}
	disk_arm(fault, at, (uint64_t)at + 1);
	(void)bench_try(bench);
	came = disk_mend();
	if (came)
		assert_true(bench_count(bench, sale, false) <= 1);
	if (at % 2 == 0)
		start_anew(bench);
	bench_finish(bench);
	bench_assert_once(bench, sale, (size_t)at);
	return came;
}

static void sweep(const struct disk_copy *empty, enum disk_fault fault, int64_t step,
		  bool after_a_break)
{
	struct bench bench;
	int64_t at = 0;

	disk_put_back(empty);
	bench_open(&bench, "epson-tm-t20iii");
	while (print_on_full_disk(&bench, fault, at, after_a_break)) {
		at += step;
		assert_true(at < step * WRITES_MAX);
	}
	assert_true(at > 0);
	bench_close(&bench);
}

/* What could not be journalled is not sent, and what came out and could not be written down is
 * proved afterwards: each receipt comes once, unmarked, by the same process or by the next. */
static void a_disk_that_fills_up_costs_no_receipt_and_doubles_none(void **state)
{
	for (int after_a_break = 0; after_a_break < 2; after_a_break++) {
		sweep(*state, DISK_FULL, 1, after_a_break != 0);
		sweep(*state, DISK_FULL_ONCE, 1, after_a_break != 0);
		sweep(*state, DISK_ROOM, 512, after_a_break != 0);
	}
}

/* As long as there is no room nothing goes to the printer, and the cashier reads why. */
static void on_a_full_disk_nothing_is_sent(void **state)
{
	struct bench bench;
	char sale[16];
	size_t taken;

	disk_put_back(*state);
	bench_open(&bench, "epson-tm-t20iii");
	bench_sell(&bench, sale);
	bench_finish(&bench);
	bench_sell(&bench, sale);
	taken = bench.desk.taken;
	disk_arm(DISK_FULL, 0, 1);
	for (int i = 0; i < 3; i++)
		assert_int_equal(bench_try(&bench), RGL_E_FULL);
	assert_int_equal(bench_count(&bench, sale, false), 0);
	assert_true(bench.desk.taken - taken <= 3 * BENCH_ASKED);
	assert_true(disk_mend());
	bench_finish(&bench);
	bench_assert_once(&bench, sale, 0);
	bench_close(&bench);
}

static int set_up(void **state)
{
	disk_arm(DISK_WELL, 0, 1);
	*state = disk_keep();
	return 0;
}

static int tear_down(void **state)
{
	disk_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_disk_that_fills_up_costs_no_receipt_and_doubles_none),
		cmocka_unit_test(on_a_full_disk_nothing_is_sent),
	};

	if (!disk_start())
		return 2;
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
