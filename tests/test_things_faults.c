/* test_things_faults.c - what is told, and the row that is counted, where memory or the disk runs
 * out: all of it is there or none, and the same again succeeds.
 */
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plugin/care/recount.h"
#include "plugin/care/told.h"
#include "plugin/checkout.h"
#include "plugin/identify/enrol.h"
#include "tests/support/care.h"
#include "tests/support/faults.h"

/* The memory and the disk of this program can run out. */
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

RGL_EXPORT ssize_t pwrite64(int file, const void *data, size_t length, off_t at)
{
	return faults_pwrite(file, data, length, at);
}

/* One thing that writes; who it is about. */
struct work {
	struct test_shop shop;
	int64_t other;
	int64_t moment;
	int64_t merge;
	char id[32];
};

typedef rgl_rc work_function(struct work *work);

static rgl_rc sell(struct work *work)
{
	struct outcome outcome = { 0 };
	struct sale_line line;
	struct sale sale = shop_sale(&work->shop, work->id, 300, &line);

	sale.wants_print = true;
	return checkout(work->shop.desk, &sale, true, &outcome);
}

static rgl_rc undo(struct work *work)
{
	struct outcome outcome = { 0 };

	return checkout_undo(work->shop.desk, work->id, &outcome);
}

static rgl_rc say(struct work *work)
{
	struct store *store = work->shop.store;
	rgl_rc rc = store_begin(store);

	if (rc < 0)
		return rc;
	return store_end(store, told_say(store, work->shop.member, "apology", work->moment));
}

static rgl_rc merge(struct work *work)
{
	return care_merge(work->shop.store, work->shop.member, work->other, "Mia", "one person",
			  &work->merge);
}

static rgl_rc unmerge(struct work *work)
{
	int64_t missing = 0;

	return care_merge_undo(work->shop.store, work->merge, "Mia", &missing);
}

static rgl_rc mend(struct work *work)
{
	struct care_verdict verdict = { 0 };

	return care_recount_all(work->shop.store, true, &verdict);
}

/* Whatever became of it, the rows are what was said. */
static void is_right(struct work *work)
{
	struct care_verdict verdict = { 0 };

	assert_int_equal(care_recount_all(work->shop.store, false, &verdict), RGL_OK);
	assert_int_equal(verdict.wrong, 0);
}

static void open_again(struct work *work)
{
	shop_close(&work->shop);
	shop_open(&work->shop);
}

static void arm(bool is_disk, int64_t at)
{
	if (is_disk)
		faults_disk(at * 997);
	else
		faults_memory((long)at, true);
}

static bool disarm(bool is_disk)
{
	return is_disk ? faults_disk_end() : faults_memory_end();
}

/* Until a run needs no more than there is. What failed left nothing and is done then; how often it
 * was refused. */
static int64_t sweep(struct work *work, work_function *run, bool is_disk)
{
	bool ran_out = true;
	int64_t refused = 0;
	rgl_rc rc = RGL_E_MEMORY;

	for (int64_t at = 0; ran_out && rc < 0 && at < 4000;
	     at = is_disk ? at + 1 : faults_next(at)) {
		const int64_t told = shop_number(&work->shop, "SELECT count(*) FROM told");

		open_again(work);
		arm(is_disk, at);
		rc = run(work);
		ran_out = disarm(is_disk);
		refused += rc < 0;
		if (rc < 0 && !is_disk)
			assert_int_equal(rc, RGL_E_MEMORY);
		open_again(work);
		if (rc < 0)
			assert_int_equal(shop_number(&work->shop, "SELECT count(*) FROM told"),
					 told);
		is_right(work);
	}
	assert_int_equal(rc, RGL_OK);
	return refused;
}

static void begin(struct work *work)
{
	const struct enrolment ben = { .name = "Ben" };

	*work = (struct work) { .id = "S-1" };
	shop_make(&work->shop);
	assert_int_equal(enrol(work->shop.store, &ben, &work->other), RGL_OK);
	assert_int_equal(shop_run(&work->shop, "UPDATE member SET birthday = '1990-01-05'"), 0);
	(void)care_mood(&work->shop, work->other, 1, 9, "staff", 0);
	(void)care_mood(&work->shop, work->shop.member, 1, 5, "staff", 0);
	work->moment = care_mood(&work->shop, work->shop.member, 1, 3, "staff", 0);
}

static void sweep_all(bool is_disk)
{
	struct work work;

	begin(&work);
	assert_true(sweep(&work, say, is_disk) > 2);
	shop_is_sound(&work.shop);
	shop_remove(&work.shop);
	begin(&work);
	assert_true(sweep(&work, sell, is_disk) > 5);
	assert_int_equal(shop_number(&work.shop, "SELECT count(*) FROM told"), 4);
	assert_true(sweep(&work, undo, is_disk) > 5);
	assert_int_equal(shop_number(&work.shop, "SELECT count(*) FROM told"), 0);
	assert_true(sweep(&work, merge, is_disk) > 5);
	assert_true(sweep(&work, unmerge, is_disk) > 5);
	shop_is_sound(&work.shop);
	shop_remove(&work.shop);
}

/* Allocations of SQLite's and ours in turn. */
static void memory_may_run_out_anywhere(void **state)
{
	(void)state;
	sweep_all(false);
}

/* Every thousandth byte that is written. */
static void the_disk_may_get_full_anywhere(void **state)
{
	(void)state;
	sweep_all(true);
}

/* A mending that was stopped mends the rest the next time. */
static void mending_goes_on(void **state)
{
	struct work work;
	bool ran_out = true;
	rgl_rc rc = RGL_OK;

	(void)state;
	begin(&work);
	for (long at = 0; ran_out && at < 2000; at = faults_next(at)) {
		assert_int_equal(shop_run(&work.shop, "UPDATE member_care SET strikes = 9"), 0);
		open_again(&work);
		faults_memory(at, true);
		rc = mend(&work);
		ran_out = faults_memory_end();
		assert_int_equal(rc, ran_out && rc < 0 ? RGL_E_MEMORY : RGL_OK);
		open_again(&work);
	}
	assert_int_equal(rc, RGL_OK);
	is_right(&work);
	shop_remove(&work.shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_may_run_out_anywhere),
		cmocka_unit_test(the_disk_may_get_full_anywhere),
		cmocka_unit_test(mending_goes_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
