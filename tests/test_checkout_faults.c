/* test_checkout_faults.c - a real disk without room: a sale is whole or absent, and can be sent
 * again.
 *
 * Not here: every operation, every allocation, no power (test_faults_disk.c, test_faults_memory.c,
 *      test_faults_kill.c).
 */
#include "tests/support/check.h"

#include <stdio.h>
#include <unistd.h>

#include "tests/support/faults.h"
#include "tests/support/shop.h"

/* The disk of this program can get full: SQLite and the plugin find these first. */
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_disk_may_get_full_at_any_byte),
		cmocka_unit_test(a_shop_is_made_whole_or_not_at_all),
		cmocka_unit_test(a_disk_may_get_full_while_the_log_is_written_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
