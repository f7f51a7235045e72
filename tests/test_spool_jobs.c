/* test_spool_jobs.c - the journal of a receipt's way: every step from every state. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "receipts/spool_list.h"
#include "tests/support/shop.h"

static const struct spool_begun begun = { .printer = "04b8:0e2e:J1",
					  .session = "boot/1/5",
					  .has_counter = true,
					  .counter = 7,
					  .cuts = 2,
					  .tag = "000a" };

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

/* The next job is that sale's, in that state. */
static struct spool_job next_is(struct test_shop *shop, const char *sale,
				enum spool_job_state state)
{
	struct spool_job job = { .id = 77 };

	assert_int_equal(spool_jobs_next(shop->store, &job), RGL_OK);
	assert_string_equal(job.sale, sale);
	assert_int_equal(job.state, sale[0] == '\0' ? 0 : state);
	return job;
}

/* ---- Every step from every state ---- */

enum step { BEGIN, VOID, BACK, DONE, TELL, CANCEL, CANCEL_BEGUN, RETRY, STEPS };

static rgl_rc take_step(struct test_shop *shop, struct spool_job *job, enum step step)
{
	switch (step) {
	case BEGIN:
		return spool_jobs_begin(shop->store, job, &begun, false);
	case VOID:
		return spool_jobs_void(shop->store, job);
	case BACK:
		return spool_jobs_back(shop->store, job);
	case DONE:
		return spool_jobs_done(shop->store, job, "TM-m30");
	case TELL:
		return spool_jobs_told(shop->store, job, "no paper");
	case CANCEL:
		return spool_cancel(shop->store, job->id, false);
	case CANCEL_BEGUN:
		return spool_cancel(shop->store, job->id, true);
	case RETRY:
		return spool_retry(shop->store, job->id);
	case STEPS:
		break;
	}
	return RGL_E_INTERNAL;
}

/* What a step makes of a job that was `from` in the store and is known to be so: its state then,
 * and the result. A job whose thread thinks otherwise is in the test below. */
static const struct {
	enum spool_job_state from;
	enum step step;
	enum spool_job_state state;
	rgl_rc rc;
} TRANSITIONS[] = {
	{ SPOOL_WAITING, BEGIN, SPOOL_AT_PRINTER, RGL_OK },
	{ SPOOL_WAITING, TELL, SPOOL_WAITING, RGL_OK },
	{ SPOOL_WAITING, CANCEL, SPOOL_CANCELLED, RGL_OK },
	{ SPOOL_WAITING, CANCEL_BEGUN, SPOOL_CANCELLED, RGL_OK },
	{ SPOOL_WAITING, RETRY, SPOOL_WAITING, RGL_OK },
	{ SPOOL_AT_PRINTER, BEGIN, SPOOL_AT_PRINTER, RGL_OK },
	{ SPOOL_AT_PRINTER, VOID, SPOOL_AT_PRINTER, RGL_OK },
	{ SPOOL_AT_PRINTER, BACK, SPOOL_WAITING, RGL_OK },
	{ SPOOL_AT_PRINTER, DONE, SPOOL_PRINTED, RGL_OK },
	{ SPOOL_AT_PRINTER, TELL, SPOOL_AT_PRINTER, RGL_OK },
	{ SPOOL_AT_PRINTER, CANCEL, SPOOL_AT_PRINTER, RGL_E_PRINTER },
	{ SPOOL_AT_PRINTER, CANCEL_BEGUN, SPOOL_CANCELLED, RGL_OK },
	{ SPOOL_AT_PRINTER, RETRY, SPOOL_AT_PRINTER, RGL_OK },
	{ SPOOL_PRINTED, CANCEL, SPOOL_PRINTED, RGL_EXISTS },
	{ SPOOL_PRINTED, CANCEL_BEGUN, SPOOL_PRINTED, RGL_EXISTS },
	{ SPOOL_PRINTED, RETRY, SPOOL_PRINTED, RGL_EXISTS },
	{ SPOOL_CANCELLED, CANCEL, SPOOL_CANCELLED, RGL_EXISTS },
	{ SPOOL_CANCELLED, CANCEL_BEGUN, SPOOL_CANCELLED, RGL_EXISTS },
	{ SPOOL_CANCELLED, RETRY, SPOOL_WAITING, RGL_OK },
};

/* A new job, brought to that state. */
static struct spool_job make_job(struct test_shop *shop, int number, enum spool_job_state state)
{
	struct spool_job job;
	char id[16];

	(void)snprintf(id, sizeof(id), "S-%d", number);
	sell_with_receipt(shop, id);
	job = next_is(shop, id, SPOOL_WAITING);
	if (state == SPOOL_AT_PRINTER || state == SPOOL_PRINTED)
		assert_int_equal(take_step(shop, &job, BEGIN), RGL_OK);
	if (state == SPOOL_PRINTED)
		assert_int_equal(take_step(shop, &job, DONE), RGL_OK);
	if (state == SPOOL_CANCELLED)
		assert_int_equal(take_step(shop, &job, CANCEL), RGL_OK);
	return job;
}

static void each_step_goes_where_the_journal_says(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	for (size_t i = 0; i < sizeof(TRANSITIONS) / sizeof(TRANSITIONS[0]); i++) {
		struct spool_job job = make_job(&shop, (int)i, TRANSITIONS[i].from);
		struct spool_row row;

		assert_int_equal(take_step(&shop, &job, TRANSITIONS[i].step), TRANSITIONS[i].rc);
		assert_int_equal(spool_find(shop.store, job.id, &row), RGL_OK);
		if (row.state != TRANSITIONS[i].state)
			fail_msg("transition %zu: %d", i, (int)row.state);
		(void)shop_run(&shop, "UPDATE print_job SET state = 3 WHERE state < 3");
	}
	assert_int_equal(shop_number(&shop, "SELECT receipts FROM printer WHERE name = 'TM-m30'"),
			 4);
	shop_remove(&shop);
}

/* A person gave it up in another program, and the thread does not know yet: none of its steps does
 * anything more. */
static void no_step_of_the_thread_wakes_a_cancelled_job(void **state)
{
	struct test_shop shop;
	int number = 0;

	(void)state;
	shop_make(&shop);
	for (int from = SPOOL_WAITING; from <= SPOOL_AT_PRINTER; from++)
		for (int step = BEGIN; step <= TELL; step++) {
			struct spool_job job =
				make_job(&shop, ++number, (enum spool_job_state)from);
			struct spool_row row;

			assert_int_equal(spool_cancel(shop.store, job.id, true), RGL_OK);
			assert_int_equal(take_step(&shop, &job, (enum step)step), RGL_E_NO_SALE);
			assert_int_equal(spool_find(shop.store, job.id, &row), RGL_OK);
			assert_int_equal(row.state, SPOOL_CANCELLED);
		}
	shop_remove(&shop);
}

/* ---- What is written down ---- */

/* In the order of the sales; the one at the printer comes before all that wait. */
static void jobs_come_in_their_order(void **state)
{
	struct test_shop shop;
	struct spool_job job;

	(void)state;
	shop_make(&shop);
	job = next_is(&shop, "", 0);
	assert_int_equal(job.id, 0);
	sell_with_receipt(&shop, "S-1");
	sell_with_receipt(&shop, "S-2");
	sell_with_receipt(&shop, "S-3");
	assert_int_equal(waiting(&shop), 3);
	assert_int_equal(spool_cancel(shop.store, 1, false), RGL_OK);
	job = next_is(&shop, "S-2", SPOOL_WAITING);
	assert_int_equal(take_step(&shop, &job, BEGIN), RGL_OK);
	assert_int_equal(spool_retry(shop.store, 1), RGL_OK);
	assert_int_equal(waiting(&shop), 3);
	job = next_is(&shop, "S-2", SPOOL_AT_PRINTER);
	assert_int_equal(take_step(&shop, &job, DONE), RGL_OK);
	job = next_is(&shop, "S-1", SPOOL_WAITING);
	assert_false(job.is_copy);
	assert_int_equal(take_step(&shop, &job, BEGIN), RGL_OK);
	assert_int_equal(take_step(&shop, &job, DONE), RGL_OK);
	(void)next_is(&shop, "S-3", SPOOL_WAITING);
	assert_int_equal(waiting(&shop), 1);
	assert_int_equal(shop_number(&shop, "SELECT max(done_ms) FROM print_job"), SHOP_NOW_MS);
	shop_remove(&shop);
}

/* What was written before the first byte is what the next process reads. */
static void the_journal_survives_the_till(void **state)
{
	struct test_shop shop;
	struct spool_job job;

	(void)state;
	shop_make(&shop);
	sell_with_receipt(&shop, "S-1");
	job = next_is(&shop, "S-1", SPOOL_WAITING);
	assert_int_equal(take_step(&shop, &job, TELL), RGL_OK);
	assert_int_equal(spool_jobs_begin(shop.store, &job, &begun, true), RGL_OK);
	shop_close(&shop);
	shop_open(&shop);
	assert_int_equal(waiting(&shop), 1); /* before the till has written anything */
	job = next_is(&shop, "S-1", SPOOL_AT_PRINTER);
	assert_true(job.is_copy);
	assert_string_equal(job.begun.printer, begun.printer);
	assert_string_equal(job.begun.session, begun.session);
	assert_true(job.begun.has_counter);
	assert_int_equal(job.begun.counter, begun.counter);
	assert_int_equal(job.begun.cuts, begun.cuts);
	assert_string_equal(job.begun.tag, begun.tag);
	assert_int_equal(job.tries, 1);
	assert_string_equal(job.why, "no paper");
	assert_int_equal(take_step(&shop, &job, VOID), RGL_OK);
	job = next_is(&shop, "S-1", SPOOL_AT_PRINTER);
	assert_string_equal(job.begun.tag, "");
	assert_true(job.begun.has_counter);
	assert_int_equal(take_step(&shop, &job, BACK), RGL_OK);
	job = next_is(&shop, "S-1", SPOOL_WAITING);
	assert_false(job.begun.has_counter);
	assert_int_equal(job.tries, 0);
	assert_true(job.is_copy);
	shop_remove(&shop);
}

/* Each till prints what it sold, also after it was away; another's cuts on the same printer are
 * seen by what it wrote down. */
static void each_till_prints_its_own(void **state)
{
	struct spool_begun later = begun;
	struct test_shop shop;
	struct test_shop other;
	struct spool_job job;
	struct spool_job others;
	struct spool_follower follower = { .is_there = true };

	(void)state;
	shop_make(&shop);
	other = shop;
	assert_int_equal(
		store_open(&shop.host, shop.path, NULL, "till 2", STORE_WRITE, &other.store, NULL),
		RGL_OK);
	assert_int_equal(desk_open(other.store, &other.desk), RGL_OK);
	sell_with_receipt(&shop, "S-1");
	assert_int_equal(waiting(&other), 0);
	(void)next_is(&other, "", 0);
	sell_with_receipt(&other, "S-2");
	job = next_is(&shop, "S-1", SPOOL_WAITING);
	assert_int_equal(take_step(&shop, &job, BEGIN), RGL_OK);
	assert_int_equal(spool_jobs_follower(shop.store, &job, &follower), RGL_OK);
	assert_false(follower.is_there);
	others = next_is(&other, "S-2", SPOOL_WAITING);
	later.counter = 9;
	memcpy(later.session, "later", 6);
	assert_int_equal(spool_jobs_begin(other.store, &others, &later, false), RGL_OK);
	assert_int_equal(spool_jobs_follower(shop.store, &job, &follower), RGL_OK);
	assert_true(follower.is_there && follower.has_counter);
	assert_int_equal(follower.counter, 9);
	assert_string_equal(follower.session, "later");
	/* The first look is the proof, however often others print there then. */
	later.counter = 10;
	assert_int_equal(spool_jobs_begin(other.store, &others, &later, false), RGL_OK);
	assert_int_equal(spool_jobs_follower(shop.store, &job, &follower), RGL_OK);
	assert_int_equal(follower.counter, 9);
	/* Begun anew, it is itself the follower of the other's. */
	later.has_counter = false;
	assert_int_equal(spool_jobs_begin(shop.store, &job, &later, false), RGL_OK);
	assert_int_equal(spool_jobs_follower(shop.store, &job, &follower), RGL_OK);
	assert_false(follower.is_there);
	assert_int_equal(spool_jobs_follower(other.store, &others, &follower), RGL_OK);
	assert_true(follower.is_there && !follower.has_counter);
	desk_close(other.desk);
	store_close(other.store);
	shop_remove(&shop);
}

/* A store that cannot be written: told, and nothing is changed. */
static void a_store_for_reading_changes_no_job(void **state)
{
	struct store *writer;
	struct test_shop shop;
	struct spool_job job;

	(void)state;
	shop_make(&shop);
	sell_with_receipt(&shop, "S-1");
	job = next_is(&shop, "S-1", SPOOL_WAITING);
	writer = shop.store;
	assert_int_equal(
		store_open(&shop.host, shop.path, NULL, "till", STORE_READ, &shop.store, NULL),
		RGL_OK);
	for (int step = BEGIN; step < STEPS; step++)
		assert_int_equal(take_step(&shop, &job, (enum step)step), RGL_E_READ_ONLY);
	assert_int_equal(spool_jobs_next(shop.store, &job), RGL_E_READ_ONLY);
	assert_int_equal(spool_retry(shop.store, 0), RGL_E_READ_ONLY);
	store_close(shop.store);
	shop.store = writer;
	assert_int_equal(shop_number(&shop, "SELECT state FROM print_job"), SPOOL_WAITING);
	shop_remove(&shop);
}

/* Two programs with one till's name: only one may claim printing, until it ends. */
static void one_of_two_programs_prints(void **state)
{
	struct test_shop shop;
	struct store *other = NULL;

	(void)state;
	shop_make(&shop);
	assert_int_equal(store_open(&shop.host, shop.path, NULL, shop.store->till_name, STORE_WRITE,
				    &other, NULL),
			 RGL_OK);
	assert_true(store_claim_printing(shop.store));
	assert_true(store_claim_printing(shop.store));
	assert_false(store_claim_printing(other));
	shop_close(&shop);
	assert_true(store_claim_printing(other));
	store_close(other);
	shop_open(&shop);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_step_goes_where_the_journal_says),
		cmocka_unit_test(no_step_of_the_thread_wakes_a_cancelled_job),
		cmocka_unit_test(jobs_come_in_their_order),
		cmocka_unit_test(the_journal_survives_the_till),
		cmocka_unit_test(each_till_prints_its_own),
		cmocka_unit_test(a_store_for_reading_changes_no_job),
		cmocka_unit_test(one_of_two_programs_prints),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
