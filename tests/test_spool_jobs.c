/* test_spool_jobs.c - a receipt's way: waiting, at the printer, printed; never lost. */
#include "tests/support/check.h"

#include <stdio.h>

#include "receipts/spool_jobs.h"
#include "tests/support/shop.h"

static void sell_with_receipt(struct test_shop *shop, const char *id)
{
	struct outcome outcome;
	struct sale_line line;
	struct sale sale = shop_sale(shop, id, 500, &line);

	sale.wants_print = true;
	assert_int_equal(checkout(shop->desk, &sale, true, &outcome), RGL_OK);
	assert_true(outcome.print_job > 0);
}

static int64_t waiting(const struct test_shop *shop)
{
	int64_t count = 77;

	assert_int_equal(spool_jobs_waiting(shop->store, &count), RGL_OK);
	return count;
}

static void takes(struct test_shop *shop, const char *sale, bool is_copy, struct spool_job *ret)
{
	assert_int_equal(spool_jobs_take(shop->store, ret), RGL_OK);
	assert_true(ret->id > 0);
	assert_string_equal(ret->sale, sale);
	assert_int_equal(ret->is_copy, is_copy);
}

/* In the order of the sales; printed ones wait no more, and the printer is remembered. */
static void jobs_are_taken_in_their_order(void **state)
{
	struct test_shop shop;
	struct spool_job job = { .id = 77 };

	(void)state;
	shop_make(&shop);
	assert_int_equal(spool_jobs_recover(shop.store), RGL_OK);
	assert_int_equal(spool_jobs_take(shop.store, &job), RGL_OK);
	assert_int_equal(job.id, 0);
	sell_with_receipt(&shop, "S-1");
	sell_with_receipt(&shop, "S-2");
	assert_int_equal(waiting(&shop), 2);
	takes(&shop, "S-1", false, &job);
	assert_int_equal(spool_jobs_done(shop.store, &job, true, true, "TM-m30"), RGL_OK);
	assert_int_equal(waiting(&shop), 1);
	takes(&shop, "S-2", false, &job);
	assert_int_equal(spool_jobs_done(shop.store, &job, true, true, "TM-m30"), RGL_OK);
	assert_int_equal(waiting(&shop), 0);
	assert_int_equal(shop_number(&shop, "SELECT receipts FROM printer WHERE name = 'TM-m30'"),
			 2);
	assert_int_equal(shop_number(&shop, "SELECT done_ms FROM print_job"), SHOP_NOW_MS);
	shop_remove(&shop);
}

/* Out of paper before it began: the same again. In the middle: again, marked as a copy, for good.
 */
static void what_was_not_printed_waits_again(void **state)
{
	struct test_shop shop;
	struct spool_job job;

	(void)state;
	shop_make(&shop);
	assert_int_equal(spool_jobs_recover(shop.store), RGL_OK);
	sell_with_receipt(&shop, "S-1");
	takes(&shop, "S-1", false, &job);
	assert_int_equal(spool_jobs_done(shop.store, &job, false, false, NULL), RGL_OK);
	takes(&shop, "S-1", false, &job);
	assert_int_equal(spool_jobs_done(shop.store, &job, false, true, NULL), RGL_OK);
	takes(&shop, "S-1", true, &job);
	assert_int_equal(spool_jobs_done(shop.store, &job, false, false, NULL), RGL_OK);
	takes(&shop, "S-1", true, &job);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM printer"), 0);
	assert_int_equal(waiting(&shop), 1);
	shop_remove(&shop);
}

/* The power went while it printed: after the start it waits again, and says that it is a copy. */
static void what_was_at_the_printer_when_the_power_went_is_a_copy(void **state)
{
	struct test_shop shop;
	struct spool_job job;

	(void)state;
	shop_make(&shop);
	assert_int_equal(spool_jobs_recover(shop.store), RGL_OK);
	sell_with_receipt(&shop, "S-1");
	sell_with_receipt(&shop, "S-2");
	takes(&shop, "S-1", false, &job);
	shop_close(&shop);
	shop_open(&shop);
	assert_int_equal(spool_jobs_recover(shop.store), RGL_OK);
	takes(&shop, "S-1", true, &job);
	assert_int_equal(spool_jobs_done(shop.store, &job, true, true, "TM-m30"), RGL_OK);
	takes(&shop, "S-2", false, &job);
	shop_remove(&shop);
}

/* Each till prints what it sold, also after it was away. */
static void each_till_prints_its_own(void **state)
{
	struct test_shop shop;
	struct test_shop other;
	struct spool_job job;

	(void)state;
	shop_make(&shop);
	other = shop;
	assert_int_equal(
		store_open(&shop.host, shop.path, NULL, "till 2", STORE_WRITE, &other.store, NULL),
		RGL_OK);
	assert_int_equal(desk_open(other.store, &other.desk), RGL_OK);
	assert_int_equal(spool_jobs_recover(shop.store), RGL_OK);
	assert_int_equal(spool_jobs_recover(other.store), RGL_OK);
	sell_with_receipt(&shop, "S-1");
	assert_int_equal(waiting(&other), 0);
	assert_int_equal(spool_jobs_take(other.store, &job), RGL_OK);
	assert_int_equal(job.id, 0);
	sell_with_receipt(&other, "S-2");
	takes(&other, "S-2", false, &job);
	assert_int_equal(spool_jobs_recover(shop.store), RGL_OK);
	takes(&shop, "S-1", false, &job);
	desk_close(other.desk);
	store_close(other.store);
	shop_remove(&shop);
}

/* A store that cannot be written: told, and nothing is taken. */
static void a_store_for_reading_takes_no_job(void **state)
{
	struct test_shop shop;
	struct store *reader = NULL;
	struct spool_job job = { 0 };

	(void)state;
	shop_make(&shop);
	sell_with_receipt(&shop, "S-1");
	assert_int_equal(store_open(&shop.host, shop.path, NULL, "till", STORE_READ, &reader, NULL),
			 RGL_OK);
	assert_int_equal(spool_jobs_recover(reader), RGL_E_READ_ONLY);
	reader->till = shop.store->till;
	assert_int_equal(spool_jobs_take(reader, &job), RGL_E_READ_ONLY);
	assert_int_equal(spool_jobs_done(reader, &job, true, true, "x"), RGL_E_READ_ONLY);
	assert_int_equal(shop_number(&shop, "SELECT state FROM print_job"), 1);
	store_close(reader);
	shop_remove(&shop);
}

/* Two programs with one till's name: a job is one's, never both's, and only one may claim printing.
 */
static void a_job_is_taken_by_one_of_two_programs(void **state)
{
	struct test_shop shop;
	struct store *other = NULL;
	struct spool_job job;

	(void)state;
	shop_make(&shop);
	assert_int_equal(store_open(&shop.host, shop.path, NULL, shop.store->till_name, STORE_WRITE,
				    &other, NULL),
			 RGL_OK);
	assert_true(store_claim_printing(shop.store));
	assert_true(store_claim_printing(shop.store));
	assert_false(store_claim_printing(other));
	assert_int_equal(spool_jobs_recover(shop.store), RGL_OK);
	assert_int_equal(spool_jobs_recover(other), RGL_OK);
	sell_with_receipt(&shop, "S-1");
	takes(&shop, "S-1", false, &job);
	assert_int_equal(spool_jobs_take(other, &job), RGL_OK);
	assert_int_equal(job.id, 0);
	shop_close(&shop);
	assert_true(store_claim_printing(other));
	store_close(other);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(jobs_are_taken_in_their_order),
		cmocka_unit_test(what_was_not_printed_waits_again),
		cmocka_unit_test(what_was_at_the_printer_when_the_power_went_is_a_copy),
		cmocka_unit_test(each_till_prints_its_own),
		cmocka_unit_test(a_store_for_reading_takes_no_job),
		cmocka_unit_test(a_job_is_taken_by_one_of_two_programs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
