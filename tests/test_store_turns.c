/* test_store_turns.c - pairs of begin and end, the numbers of events, and two writers at once. */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/shop.h"

static rgl_rc add_event(struct test_shop *shop, rgl_rc ending)
{
	int64_t id = 0;
	rgl_rc rc = store_begin(shop->store);

	if (rc == RGL_OK)
		rc = store_event(shop->store, EVENT_CARD, &id);
	assert_int_equal(rc, RGL_OK);
	return store_end(shop->store, ending);
}

/* Every till's events are 1, 2, 3: a gap would mean that one was lost. */
static void sequences_have_no_holes_after_undone_transactions(void **state)
{
	static const char HOLES[] =
		"SELECT count(*) FROM (SELECT epoch, count(*) AS n, max(sequence)"
		" AS last, min(sequence) AS first FROM event GROUP BY till,"
		" epoch) WHERE n <> last OR first <> 1";
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	shop_close(&shop);
	shop_open(&shop);
	assert_int_equal(add_event(&shop, RGL_E_ARGUMENT), RGL_E_ARGUMENT);
	assert_int_equal(add_event(&shop, RGL_OK), RGL_OK);
	for (int i = 0; i < 20; i++)
		(void)add_event(&shop, i % 3 == 0 ? RGL_E_SUM : RGL_OK);
	assert_int_equal(shop_number(&shop, HOLES), 0);
	assert_int_equal(shop_number(&shop, "SELECT count(DISTINCT epoch) FROM event"), 2);
	assert_int_equal(shop_number(&shop, "SELECT max(sequence) FROM event"), 14);
	shop_remove(&shop);
}

/* A till that only looks leaves no trace; one that writes again after a restart counts anew. */
static void a_till_that_writes_nothing_leaves_no_trace(void **state)
{
	static const char EPOCH[] = "SELECT epoch FROM till WHERE name = 'till'";
	struct test_shop shop;
	int64_t first;

	(void)state;
	shop_make(&shop);
	first = shop_number(&shop, EPOCH);
	for (int i = 0; i < 3; i++) {
		shop_close(&shop);
		shop_open(&shop);
	}
	assert_int_equal(shop_number(&shop, EPOCH), first);
	assert_int_equal(add_event(&shop, RGL_OK), RGL_OK);
	assert_int_equal(shop_number(&shop, EPOCH), first + 1);
	shop_remove(&shop);
}

/* An import refuses a row and goes on: what the row had not begun to write leaves the rest whole.
 */
static void an_inner_refusal_before_its_first_write_spares_the_outer(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(store_begin(shop.store), RGL_OK);
	assert_int_equal(shop_sell(&shop, "S-1", 100, NULL), RGL_OK);
	assert_int_equal(shop_take_back(&shop, "R-1", "S-none", 100, NULL), RGL_E_NO_SALE);
	assert_int_equal(shop_sell(&shop, "S-2", 100, NULL), RGL_OK);
	assert_int_equal(store_end(shop.store, RGL_OK), RGL_OK);
	assert_int_equal(shop_count(&shop, "S-1") + shop_count(&shop, "S-2"), 2);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* What it had begun to write cannot be told from the rest: all of it is undone. */
static void an_inner_refusal_after_a_write_dooms_the_outer(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(store_begin(shop.store), RGL_OK);
	assert_int_equal(shop_sell(&shop, "S-1", 100, NULL), RGL_OK);
	assert_int_equal(add_event(&shop, RGL_E_SUM), RGL_E_SUM);
	assert_int_equal(store_end(shop.store, RGL_OK), RGL_E_SUM);
	assert_int_equal(shop_count(&shop, "S-1"), 0);
	assert_int_equal(shop_sell(&shop, "S-1", 100, NULL), RGL_OK);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* Short of memory or room SQLite undoes a transaction by itself. What comes after in the same pair
 * must not be written, each row on its own. */
static void nothing_is_written_after_sqlite_undid_the_transaction(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(store_begin(shop.store), RGL_OK);
	assert_int_equal(shop_sell(&shop, "S-1", 100, NULL), RGL_OK);
	assert_int_equal(store_begin(shop.store), RGL_OK);
	assert_int_equal(shop_run(&shop, "ROLLBACK"), SQLITE_OK); /* as it does itself */
	assert_int_equal(store_end(shop.store, RGL_E_FULL), RGL_E_FULL);
	assert_int_equal(shop_sell(&shop, "S-2", 100, NULL), RGL_E_FULL);
	assert_int_equal(store_end(shop.store, RGL_OK), RGL_E_FULL);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM sale"), 0);
	assert_int_equal(shop_sell(&shop, "S-2", 100, NULL), RGL_OK);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* Two contexts in one process, sale by sale, as two windows of one till program would. */
static void two_contexts_of_one_process_lose_nothing(void **state)
{
	struct test_shop shop;
	struct test_shop second;
	char id[32];

	(void)state;
	shop_make(&shop);
	second = shop;
	assert_int_equal(
		store_open(&shop.host, shop.path, NULL, "till 2", STORE_WRITE, &second.store, NULL),
		RGL_OK);
	for (int i = 0; i < 100; i++) {
		(void)snprintf(id, sizeof(id), "S-%d", i);
		assert_int_equal(shop_sell(i % 2 == 0 ? &shop : &second, id, 100, NULL), RGL_OK);
	}
	store_close(second.store);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM sale"), 100);
	assert_int_equal(shop_points(&shop), 100);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

enum { TILLS = 3, SALES = 60 };

static void sell_as(struct test_shop *shop, int till)
{
	char name[32];
	char id[32];
	int done = 0;

	(void)snprintf(name, sizeof(name), "till %d", till);
	if (store_open(&shop->host, shop->path, NULL, name, STORE_WRITE, &shop->store, NULL) < 0 ||
	    desk_open(shop->store, &shop->desk) < 0)
		_exit(99);
	for (int i = 0; i < SALES; i++) {
		(void)snprintf(id, sizeof(id), "%d-%d", till, i);
		done += shop_sell(shop, id, 100, NULL) == RGL_OK;
	}
	desk_close(shop->desk);
	store_close(shop->store);
	_exit(done);
}

/* Tills in processes of their own, on one file, for one member. */
static void processes_that_take_turns_lose_nothing(void **state)
{
	struct test_shop shop;
	pid_t children[TILLS];

	(void)state;
	shop_make(&shop);
	shop_close(&shop);
	for (int i = 0; i < TILLS; i++) {
		children[i] = fork();
		if (children[i] == 0)
			sell_as(&shop, i);
	}
	for (int i = 0; i < TILLS; i++) {
		int status = 0;

		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_int_equal(WEXITSTATUS(status), SALES);
	}
	shop_open(&shop);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM sale"), TILLS * SALES);
	assert_int_equal(shop_points(&shop), TILLS * SALES);
	assert_int_equal(shop_number(&shop, "SELECT max(visit) FROM sale"), TILLS * SALES);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sequences_have_no_holes_after_undone_transactions),
		cmocka_unit_test(a_till_that_writes_nothing_leaves_no_trace),
		cmocka_unit_test(an_inner_refusal_before_its_first_write_spares_the_outer),
		cmocka_unit_test(an_inner_refusal_after_a_write_dooms_the_outer),
		cmocka_unit_test(nothing_is_written_after_sqlite_undid_the_transaction),
		cmocka_unit_test(two_contexts_of_one_process_lose_nothing),
		cmocka_unit_test(processes_that_take_turns_lose_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
