/* test_backup.c - a copy that counts only when it is whole, made while tills sell. */
#include "tests/support/check.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "plugin/store/backup.h"
#include "tests/support/faults.h"
#include "tests/support/shop.h"

/* The disk of this program can be full: SQLite finds these before the C library's. */
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

static bool is_there(const struct test_shop *shop, const char *ending)
{
	char path[544];

	shop_path(shop, ending, path);
	return access(path, F_OK) == 0;
}

/* Opens the copy as a shop would that lost its store, with the key that it kept elsewhere. */
static int64_t sales_in_copy(const struct test_shop *shop)
{
	struct test_shop copy = *shop;
	char key[544];
	int64_t sales;

	shop_path(shop, ".copy", copy.path);
	shop_path(shop, ".key", key);
	assert_int_equal(
		store_open(&shop->host, copy.path, key, "till", STORE_WRITE, &copy.store, NULL),
		RGL_OK);
	shop_is_sound(&copy);
	sales = shop_number(&copy, "SELECT count(*) FROM sale");
	store_close(copy.store);
	return sales;
}

/* All that was there is in it, in one file for the owner's eyes. */
static void a_copy_is_a_whole_store(void **state)
{
	struct test_shop shop;
	struct stat status;
	char path[544];

	(void)state;
	shop_make(&shop);
	shop_path(&shop, ".copy", path);
	for (char id[] = "A"; id[0] <= 'Z'; id[0]++)
		assert_int_equal(shop_sell(&shop, id, 1299, NULL), RGL_OK);
	assert_int_equal(backup_write(shop.store, path), RGL_OK);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	assert_false(is_there(&shop, ".copy.part"));
	assert_false(is_there(&shop, ".copy-wal"));
	assert_false(is_there(&shop, ".copy.part-journal"));
	assert_int_equal(shop_sell(&shop, "later", 1299, NULL), RGL_OK);
	assert_int_equal(sales_in_copy(&shop), 26);
	shop_remove(&shop);
}

/* An older backup is never written over. */
static void a_file_that_is_there_is_not_touched(void **state)
{
	struct test_shop shop;
	struct rgl_why *why;
	char path[544];

	(void)state;
	shop_make(&shop);
	why = &shop.store->refusal;
	shop_path(&shop, ".copy", path);
	assert_int_equal(backup_write(shop.store, path), RGL_OK);
	assert_int_equal(shop_sell(&shop, "S-1", 1299, NULL), RGL_OK);
	assert_int_equal(backup_write(shop.store, path), RGL_E_TAKEN);
	assert_non_null(strstr(why->text, "choose another name"));
	assert_int_equal(sales_in_copy(&shop), 0);
	assert_int_equal(backup_write(shop.store, shop.path), RGL_E_TAKEN);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* A folder that is not there, a name that is too long, and a folder that may not be written. */
static void where_no_copy_can_be_made_says_why(void **state)
{
	static char long_path[5000];
	struct test_shop shop;
	int status = 0;
	pid_t child;

	(void)state;
	shop_make(&shop);
	memset(long_path, 'x', sizeof(long_path) - 1);
	assert_int_equal(backup_write(shop.store, "/nowhere/copy.db"), RGL_E_INPUT_OUTPUT);
	assert_int_equal(backup_write(shop.store, long_path), RGL_E_TEXT);
	if (geteuid() != 0) {
		shop_remove(&shop);
		skip();
	}
	assert_int_equal(chmod(shop.folder, 0755), 0);
	child = fork();
	if (child == 0) {
		if (chroot(shop.folder) != 0 || chdir("/") != 0 || setuid(65534) != 0)
			_exit(99);
		_exit(-backup_write(shop.store, "/copy.db"));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(-WEXITSTATUS(status), RGL_E_READ_ONLY);
	shop_remove(&shop);
}

/* Wherever the disk gets full, no part of a copy stays, and the store goes on. */
static void a_full_disk_leaves_no_copy(void **state)
{
	struct test_shop shop;
	char path[544];
	rgl_rc rc = RGL_E_FULL;
	int refused = 0;

	(void)state;
	shop_make(&shop);
	shop_path(&shop, ".copy", path);
	for (int64_t room = 0; rc != RGL_OK && room < 4000000; room += 9973) {
		faults_disk(room);
		rc = backup_write(shop.store, path);
		if (!faults_disk_end())
			break;
		refused++;
		assert_true(rc == RGL_E_FULL || rc == RGL_E_INPUT_OUTPUT);
		assert_false(is_there(&shop, ".copy"));
		assert_false(is_there(&shop, ".copy.part"));
		assert_false(is_there(&shop, ".copy.part-journal"));
	}
	assert_int_equal(rc, RGL_OK);
	assert_true(refused > 3);
	assert_int_equal(shop_sell(&shop, "S-1", 1299, NULL), RGL_OK);
	assert_int_equal(sales_in_copy(&shop), 0);
	shop_remove(&shop);
}

/* A store that is damaged gives no copy that looks well. */
static void a_damaged_store_gives_no_copy(void **state)
{
	struct test_shop shop;
	char path[544];
	char rubbish[512];
	int64_t page;
	int file;

	(void)state;
	shop_make(&shop);
	for (char id[] = "A"; id[0] <= 'Z'; id[0]++)
		assert_int_equal(shop_sell(&shop, id, 1299, NULL), RGL_OK);
	page = shop_number(&shop, "SELECT rootpage FROM sqlite_schema WHERE name = 'sale_by_ref'");
	shop_close(&shop);
	memset(rubbish, 0, sizeof(rubbish));
	file = open(shop.path, O_WRONLY | O_CLOEXEC);
	assert_true(file >= 0);
	assert_int_equal(pwrite(file, rubbish, sizeof(rubbish), (off_t)(page * 4096 - 512)), 512);
	assert_int_equal(close(file), 0);
	shop_open(&shop);
	shop_path(&shop, ".copy", path);
	assert_int_equal(backup_write(shop.store, path), RGL_E_DAMAGED);
	assert_false(is_there(&shop, ".copy"));
	assert_false(is_there(&shop, ".copy.part"));
	shop_remove(&shop);
}

/* Tills in other processes sell on while the copy is made; it is of one moment. */
static void a_copy_is_made_while_tills_sell(void **state)
{
	struct test_shop shop;
	char path[544];
	char id[32];
	int status = 0;
	pid_t child;

	(void)state;
	shop_make(&shop);
	shop_close(&shop);
	child = fork();
	if (child == 0) {
		int done = 0;

		shop_open(&shop);
		for (int i = 0; i < 100; i++) {
			(void)snprintf(id, sizeof(id), "C-%d", i);
			done += shop_sell(&shop, id, 1299, NULL) == RGL_OK;
		}
		store_close(shop.store);
		_exit(done);
	}
	shop_open(&shop);
	for (int i = 0; i < 5; i++) {
		int64_t before = shop_number(&shop, "SELECT count(*) FROM sale");

		shop_path(&shop, ".copy", path);
		assert_int_equal(backup_write(shop.store, path), RGL_OK);
		assert_true(sales_in_copy(&shop) >= before);
		assert_int_equal(unlink(path), 0);
		shop_path(&shop, ".copy-turn", path);
		(void)unlink(path);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(WEXITSTATUS(status), 100);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

static void copy_file(const struct test_shop *shop, const char *from, const char *to)
{
	char command[1200];
	char source[544];
	char target[544];

	shop_path(shop, from, source);
	shop_path(shop, to, target);
	(void)snprintf(command, sizeof(command), "cp '%s' '%s'", source, target);
	assert_int_equal(system(command), 0);
}

/* The power went, and the owner put the backup back over the store: the dead store's log lies
 * beside it still, and must not be played into it. */
static void a_dead_stores_log_is_not_played_into_a_backup(void **state)
{
	struct test_shop shop;
	char copy[544];
	char id[16];

	(void)state;
	shop_make(&shop);
	assert_int_equal(shop_sell(&shop, "S-1", 500, NULL), RGL_OK);
	shop_path(&shop, ".copy", copy);
	assert_int_equal(backup_write(shop.store, copy), RGL_OK);
	for (int i = 2; i < 60; i++) {
		(void)snprintf(id, sizeof(id), "S-%d", i);
		assert_int_equal(shop_sell(&shop, id, 500, NULL), RGL_OK);
	}
	copy_file(&shop, "-wal", ".log"); /* as a kill -9 leaves it */
	shop_close(&shop);
	copy_file(&shop, ".log", "-wal");
	copy_file(&shop, ".copy", "");
	shop_open(&shop);
	shop_is_sound(&shop);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM sale"), 1);
	assert_true(is_there(&shop, "-wal-old"));
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_copy_is_a_whole_store),
		cmocka_unit_test(a_file_that_is_there_is_not_touched),
		cmocka_unit_test(where_no_copy_can_be_made_says_why),
		cmocka_unit_test(a_full_disk_leaves_no_copy),
		cmocka_unit_test(a_damaged_store_gives_no_copy),
		cmocka_unit_test(a_copy_is_made_while_tills_sell),
		cmocka_unit_test(a_dead_stores_log_is_not_played_into_a_backup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
