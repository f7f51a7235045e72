/* test_checkout_faults.c - no memory, no room, no power: a sale is whole or absent, and can be sent
 * again. */
#include "tests/support/check.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/faults.h"
#include "tests/support/shop.h"

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

RGL_EXPORT ssize_t write(int file, const void *data, size_t length)
{
	return faults_write(file, data, length);
}

RGL_EXPORT ssize_t pwrite64(int file, const void *data, size_t length, off64_t at)
{
	return faults_pwrite(file, data, length, at);
}

RGL_EXPORT int ftruncate64(int file, off64_t length)
{
	return faults_truncate(file, length);
}

/* What must hold of a sale that was refused or done, whatever went wrong; it is there afterwards.
 */
static void is_whole_or_absent(struct test_shop *shop, const char *id, rgl_rc rc)
{
	rgl_rc again;

	assert_int_equal(shop_count(shop, id), rc == RGL_OK);
	again = shop_sell(shop, id, 1299, NULL);
	assert_int_equal(again, rc == RGL_OK ? RGL_EXISTS : RGL_OK);
	assert_int_equal(shop_count(shop, id), 1);
}

static void sweep_memory(bool once)
{
	struct test_shop shop;
	bool ran_out = true;
	char id[32];
	long at;

	shop_make(&shop);
	for (at = 0; ran_out && at < 3000; at++) {
		rgl_rc rc;

		(void)snprintf(id, sizeof(id), "S-%ld", at);
		store_forget(shop.store);
		faults_memory(at, once);
		rc = shop_sell(&shop, id, 1299, NULL);
		ran_out = faults_memory_end();
		assert_true(rc == RGL_OK || rc == RGL_E_MEMORY);
		is_whole_or_absent(&shop, id, rc);
	}
	assert_true(at > 5 && at < 3000);
	assert_int_equal(shop_points(&shop), 12 * at);
	shop_is_sound(&shop);
	shop_close(&shop);
	shop_open(&shop);
	shop_is_sound(&shop);
	shop_remove(&shop);
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

/* A disk that gets full at any byte of a sale, with a log that is new and one that is old. */
static void a_disk_may_get_full_at_any_byte(void **state)
{
	struct test_shop shop;
	char id[32];
	bool ran_out = true;
	int refused = 0;
	int done = 0;

	(void)state;
	shop_make(&shop);
	for (int64_t room = 0; ran_out && room < 1000000; room += 997) {
		rgl_rc rc;

		shop_close(&shop);
		shop_open(&shop);
		(void)snprintf(id, sizeof(id), "S-%d", done++);
		faults_disk(room);
		rc = shop_sell(&shop, id, 1299, NULL);
		ran_out = faults_disk_end();
		refused += rc < 0;
		if (rc < 0 && rc != RGL_E_FULL)
			assert_int_equal(rc, RGL_E_INPUT_OUTPUT);
		assert_int_equal(shop_count(&shop, id), rc == RGL_OK);
		if (shop.store->latched < 0) {
			shop_close(&shop);
			shop_open(&shop);
		}
		is_whole_or_absent(&shop, id, rc);
	}
	assert_true(refused > 5);
	assert_false(ran_out);
	assert_int_equal(shop_points(&shop), 12 * done);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* A shop that is set up on a disk without room: no half of it stays in the way of the next try. */
static void a_shop_is_made_whole_or_not_at_all(void **state)
{
	const struct shop owner = shop_owner();
	struct test_shop shop;
	char path[544];
	char key[544];
	rgl_rc rc = RGL_E_FULL;
	int refused = 0;

	(void)state;
	shop_make(&shop);
	shop_path(&shop, ".2", path);
	shop_path(&shop, ".2.key", key);
	for (int64_t room = 0; rc != RGL_OK && room < 1000000; room += 4001) {
		faults_disk(room);
		rc = store_create(&shop.host, path, NULL, &owner, NULL);
		if (!faults_disk_end())
			break;
		refused += rc < 0;
		assert_true(rc == RGL_E_FULL || rc == RGL_E_INPUT_OUTPUT || rc == RGL_OK);
		assert_int_equal(access(path, F_OK) == 0, rc == RGL_OK);
		assert_int_equal(access(key, F_OK) == 0, rc == RGL_OK);
	}
	assert_int_equal(rc, RGL_OK);
	assert_true(refused > 5);
	shop_remove(&shop);
}

/* A log so long that this sale's commit also brings it into the file, on a disk that gets full
 * there: the sale was acknowledged, so it stays. */
static void a_disk_may_get_full_while_the_log_is_written_back(void **state)
{
	struct test_shop shop;
	char id[32];

	(void)state;
	shop_make(&shop);
	for (int i = 0; shop.store->latched == RGL_OK && i < 400; i++) {
		rgl_rc rc;

		(void)snprintf(id, sizeof(id), "S-%d", i);
		faults_disk(shop.store->wal_pages >= 980 ? 120000 : INT64_MAX);
		rc = shop_sell(&shop, id, 1299, NULL);
		(void)faults_disk_end();
		assert_int_equal(rc, RGL_OK);
		assert_int_equal(shop_count(&shop, id), 1);
	}
	assert_int_equal(shop.store->latched, RGL_E_FULL);
	assert_int_equal(shop_sell(&shop, "S-next", 1299, NULL), RGL_E_FULL);
	assert_int_equal(shop_count(&shop, "S-next"), 0);
	assert_int_equal(shop_count(&shop, id), 1);
	shop_close(&shop);
	shop_open(&shop);
	assert_int_equal(shop_sell(&shop, "S-next", 1299, NULL), RGL_OK);
	assert_int_equal(shop_count(&shop, id), 1);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* Sells until it is killed, and writes down each sale that was acknowledged. */
static void sell_until_killed(struct test_shop *shop, int round, int told)
{
	char id[32];

	if (store_open(&shop->host, shop->path, NULL, "till", STORE_WRITE, &shop->store, NULL) < 0)
		_exit(99);
	for (int i = 0;; i++) {
		(void)snprintf(id, sizeof(id), "K-%d-%d", round, i);
		if (shop_sell(shop, id, 1299, NULL) != RGL_OK)
			_exit(98);
		if (faults_write(told, &i, sizeof(i)) != sizeof(i))
			_exit(97);
	}
}

/* Starts a till, lets it acknowledge some sales, kills it; how many it acknowledged in all. */
static int kill_a_till(struct test_shop *shop, int round, int until)
{
	int told[2];
	int done = -1;
	int status = 0;
	pid_t child;

	assert_int_equal(pipe(told), 0);
	child = fork();
	if (child == 0) {
		(void)close(told[0]);
		sell_until_killed(shop, round, told[1]);
	}
	(void)close(told[1]);
	while (done < until)
		assert_int_equal(read(told[0], &done, sizeof(done)), sizeof(done));
	assert_int_equal(kill(child, SIGKILL), 0);
	while (read(told[0], &done, sizeof(done)) == sizeof(done))
		;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	(void)close(told[0]);
	return done + 1;
}

/* The plug is pulled in the middle of whatever; forty times over on the same file. */
static void a_killed_till_loses_nothing_it_acknowledged(void **state)
{
	struct test_shop shop;
	uint64_t chance = 11;
	int64_t there = 0;

	(void)state;
	shop_make(&shop);
	shop_close(&shop);
	for (int round = 0; round < 40; round++) {
		int done = kill_a_till(&shop, round, (int)(next_number(&chance) % 12));
		char sql[96];
		int64_t now;

		shop_open(&shop);
		(void)snprintf(sql, sizeof(sql),
			       "SELECT count(*) FROM sale WHERE ref LIKE 'K-%d-%%'", round);
		now = shop_number(&shop, sql);
		assert_in_range(now, done, done + 1);
		there += now;
		assert_int_equal(shop_points(&shop), 12 * there);
		shop_is_sound(&shop);
		shop_close(&shop);
	}
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_allocation_and_all_after_it_may_fail),
		cmocka_unit_test(every_single_allocation_may_fail),
		cmocka_unit_test(a_disk_may_get_full_at_any_byte),
		cmocka_unit_test(a_shop_is_made_whole_or_not_at_all),
		cmocka_unit_test(a_disk_may_get_full_while_the_log_is_written_back),
		cmocka_unit_test(a_killed_till_loses_nothing_it_acknowledged),
	};

	/* Without SQLite's small store of its own every allocation can fail. */
	if (sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
