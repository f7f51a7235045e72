/* test_store_group_faults.c - no memory, no room: each thread's answer is what the store holds,
 * also of those that wait for a commit of several. */
#include "tests/test_store_group.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/support/faults.h"

/* Memory and disk of this program can run out, SQLite's too: it finds these first. */
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

RGL_EXPORT ssize_t pwrite64(int file, const void *data, size_t length, off64_t at)
{
	return faults_pwrite(file, data, length, at);
}

/* Short of room SQLite undoes all of it by itself: nobody was told of a success, all are told why
 * not, and the till's epoch is entered anew. */
static void a_group_that_sqlite_undid_is_refused_to_all(void **state)
{
	struct test_shop shop;
	struct seller first;
	struct seller second;

	(void)state;
	set_up(&shop);
	let_wait(&shop, &first, "S-1");
	let_wait(&shop, &second, "S-2");
	arrive(&shop, STORE_TO_WRITE);
	assert_int_equal(store_begin(shop.store), RGL_OK);
	assert_int_equal(shop_run(&shop, "ROLLBACK"), SQLITE_OK); /* as it does itself */
	assert_int_equal(store_end(shop.store, RGL_E_FULL), RGL_E_FULL);
	store_give(shop.store);
	assert_int_equal(told(&first), RGL_E_FULL);
	assert_int_equal(told(&second), RGL_E_FULL);
	assert_non_null(strstr(second.words, "the disk is full; nothing of this was kept"));
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM sale"), 0);
	assert_int_equal(shop_sell(&shop, "S-1", CENTS, NULL), RGL_OK);
	assert_int_equal(shop_number(&shop, "SELECT max(sequence) FROM event WHERE kind = 3"), 1);
	finish(&shop);
}

/* A commit that fails is everybody's; also an answer that rested on what was to be committed: the
 * same sale again, another one of that id. */
static void a_commit_that_fails_is_told_to_all(void **state)
{
	for (int64_t cents = CENTS - 1; cents <= CENTS; cents++) {
		struct test_shop shop;
		struct seller first;

		(void)state;
		set_up(&shop);
		let_wait(&shop, &first, "S-1");
		arrive(&shop, STORE_TO_WRITE);
		faults_disk(0);
		assert_int_equal(shop_sell(&shop, "S-1", cents, NULL), RGL_E_FULL);
		assert_int_equal(shop.store->refusal.code, RGL_E_FULL);
		assert_true(faults_disk_end());
		store_give(shop.store);
		assert_int_equal(told(&first), RGL_E_FULL);
		assert_int_equal(shop_count(&shop, "S-1"), 0);
		assert_int_equal(shop_sell(&shop, "S-1", cents, NULL), RGL_OK);
		finish(&shop);
	}
}

/* Whichever allocation of a part fails: each thread's answer is what the store holds. */
static void every_allocation_of_a_part_may_fail(void **state)
{
	struct test_shop shop;
	bool ran_out = true;
	int refused = 0;
	long at;

	(void)state;
	shop_make(&shop);
	for (at = 0; ran_out && at < 3000; at++) {
		struct seller first;
		char id[32];
		rgl_rc rc;

		come(&shop);
		(void)snprintf(id, sizeof(id), "A-%ld", at);
		let_wait(&shop, &first, id);
		arrive(&shop, STORE_TO_WRITE);
		(void)snprintf(id, sizeof(id), "B-%ld", at);
		faults_memory(at, at % 2 == 0);
		rc = shop_sell(&shop, id, CENTS, NULL);
		ran_out = faults_memory_end();
		store_give(shop.store);
		assert_true(rc == RGL_OK || rc == RGL_E_MEMORY);
		assert_int_equal(shop_count(&shop, id), rc == RGL_OK);
		assert_true(told(&first) == RGL_OK || (rc < 0 && first.rc == RGL_E_MEMORY));
		assert_int_equal(shop_count(&shop, first.id), first.rc == RGL_OK);
		refused += rc < 0;
	}
	assert_true(at < 3000 && refused > 5);
	finish(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_group_that_sqlite_undid_is_refused_to_all),
		cmocka_unit_test(a_commit_that_fails_is_told_to_all),
		cmocka_unit_test(every_allocation_of_a_part_may_fail),
	};

	/* Without SQLite's small store of its own every allocation can fail. */
	if (sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
