/* test_migrate.c - whose file it is, of which version, and bringing it up to date. */
#include "tests/support/check.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "plugin/store/migrate.h"
#include "tests/support/shop.h"

static rgl_rc try_open(const struct test_shop *shop, const char *path, enum store_mode mode,
		       struct rgl_why *why)
{
	struct store *store = NULL;
	char key[560];
	rgl_rc rc;

	(void)snprintf(key, sizeof(key), "%s.key", shop->path);
	rc = store_open(&shop->host, path, key, "till", mode, &store, why);
	store_close(store);
	return rc;
}

/* The steps' numbers are what files are marked with: they start at 1 and none is empty. */
static void a_new_store_has_every_step(void **state)
{
	struct test_shop shop;
	int64_t version = 0;

	(void)state;
	assert_true(migrate_version() >= 1);
	for (int64_t i = 0; i < migrate_version(); i++)
		assert_true(strlen(schema_steps[i]) > 0);
	shop_make(&shop);
	assert_int_equal(migrate_check(shop.store, &version), RGL_OK);
	assert_int_equal(version, migrate_version());
	assert_int_equal(migrate_apply(shop.store, version), RGL_OK);
	assert_int_equal(shop_number(&shop, "PRAGMA user_version"), migrate_version());
	assert_int_equal(shop_number(&shop, "PRAGMA application_id"), STORE_APPLICATION);
	shop_remove(&shop);
}

/* An older build must not write into tables that it does not know. */
static void a_newer_store_is_left_alone(void **state)
{
	struct test_shop shop;
	struct rgl_why why = { 0 };

	(void)state;
	shop_make(&shop);
	assert_int_equal(shop_run(&shop, "PRAGMA user_version = 99"), SQLITE_OK);
	shop_close(&shop);
	assert_int_equal(try_open(&shop, shop.path, STORE_WRITE, &why), RGL_E_NEWER);
	assert_non_null(strstr(why.text, "install the newer Regulars"));
	assert_int_equal(try_open(&shop, shop.path, STORE_READ, &why), RGL_E_NEWER);
	shop_remove(&shop);
}

static void put_file(const char *path, const char *data, size_t length)
{
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(file >= 0);
	assert_int_equal(write(file, data, length), (ssize_t)length);
	assert_int_equal(close(file), 0);
}

/* A text, nothing at all, and another program's database: refused, and not a byte is changed. */
static void a_foreign_file_is_not_touched(void **state)
{
	static const char TEXT[] =
		"date,total\n2026-01-05,12.50\nthis is a file of somebody else\n";
	struct test_shop shop;
	struct stat status;
	sqlite3 *db = NULL;
	char path[544];

	(void)state;
	shop_make(&shop);
	shop_path(&shop, ".txt", path);
	for (size_t length = 0; length < sizeof(TEXT); length += sizeof(TEXT) - 1) {
		put_file(path, TEXT, length);
		assert_int_equal(try_open(&shop, path, STORE_WRITE, NULL), RGL_E_FOREIGN);
		assert_int_equal(try_open(&shop, path, STORE_READ, NULL), RGL_E_FOREIGN);
		assert_int_equal(stat(path, &status), 0);
		assert_int_equal(status.st_size, length);
	}
	shop_path(&shop, ".other", path);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "CREATE TABLE sale (id); PRAGMA user_version = 1", NULL,
				      NULL, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	assert_int_equal(try_open(&shop, path, STORE_WRITE, NULL), RGL_E_FOREIGN);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_size, 8192);
	shop_remove(&shop);
}

/* Another shop's store beside this key, and a store without a shop in it. */
static void a_store_that_is_not_this_keys_is_refused(void **state)
{
	struct test_shop shop;
	struct test_shop other;
	struct rgl_why why = { 0 };

	(void)state;
	shop_make(&shop);
	shop_make(&other);
	shop_close(&other);
	assert_int_equal(try_open(&shop, other.path, STORE_WRITE, &why), RGL_E_KEY);
	assert_non_null(strstr(why.text, "belongs to another store"));
	assert_int_equal(shop_run(&shop, "DELETE FROM shop"), SQLITE_OK);
	shop_close(&shop);
	assert_int_equal(try_open(&shop, shop.path, STORE_WRITE, &why), RGL_E_DAMAGED);
	shop_remove(&other);
	shop_remove(&shop);
}

/* All steps and the version, or nothing: a file in which a step cannot run is as it was. */
static void a_step_that_fails_leaves_the_file_as_it_was(void **state)
{
	struct test_shop shop;
	int64_t objects;

	(void)state;
	shop_make(&shop);
	objects = shop_number(&shop, "SELECT count(*) FROM sqlite_schema");
	assert_true(migrate_apply(shop.store, 0) < 0);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM sqlite_schema"), objects);
	assert_int_equal(sqlite3_get_autocommit(shop.store->db), 1);
	assert_int_equal(shop_sell(&shop, "S-1", 100, NULL), RGL_OK);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_store_has_every_step),
		cmocka_unit_test(a_newer_store_is_left_alone),
		cmocka_unit_test(a_foreign_file_is_not_touched),
		cmocka_unit_test(a_store_that_is_not_this_keys_is_refused),
		cmocka_unit_test(a_step_that_fails_leaves_the_file_as_it_was),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
