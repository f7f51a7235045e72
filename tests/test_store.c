/* test_store.c - opening, the transaction, who wrote what, and the log that must not grow. */
#include "tests/support/check.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "plugin/store/query.h"
#include "plugin/store/turn.h"
#include "tests/support/shop.h"
#include "tests/support/sweep.h"

static rgl_rc try_open(const struct test_shop *shop, const char *path, const char *key,
		       const char *till, struct rgl_why *why)
{
	struct store *store = NULL;
	rgl_rc rc = store_open(&shop->host, path, key, till, STORE_WRITE, &store, why);

	store_close(store);
	return rc;
}

/* Each way in which what a till passes cannot be opened. */
static void what_cannot_be_opened_says_why(void **state)
{
	struct test_shop shop;
	struct rgl_why why = { 0 };
	char path[544];
	char long_name[300];

	(void)state;
	shop_make(&shop);
	shop_path(&shop, ".none", path);
	assert_int_equal(try_open(&shop, path, NULL, "till", &why), RGL_E_NO_STORE);
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(try_open(&shop, shop.folder, NULL, "till", &why), RGL_E_NO_STORE);
	assert_int_equal(try_open(&shop, "", NULL, "till", &why), RGL_E_NO_STORE);
	assert_int_equal(try_open(&shop, NULL, NULL, "till", &why), RGL_E_NO_STORE);
	assert_int_equal(try_open(&shop, shop.path, path, "till", &why), RGL_E_KEY);
	assert_int_equal(try_open(&shop, shop.path, NULL, "", &why), RGL_E_TEXT);
	memset(long_name, 'x', sizeof(long_name) - 1);
	long_name[256] = '\0';
	assert_int_equal(try_open(&shop, shop.path, NULL, long_name, &why), RGL_E_TEXT);
	assert_string_equal(why.field, "till");
	long_name[255] = '\0';
	assert_int_equal(try_open(&shop, shop.path, NULL, long_name, &why), RGL_OK);
	shop_remove(&shop);
}

/* A page that was written over is noticed before anything is read out of it. */
static void a_damaged_store_is_told_as_such(void **state)
{
	struct test_shop shop;
	struct rgl_why why = { 0 };
	char rubbish[4096];
	int file;

	(void)state;
	shop_make(&shop);
	shop_close(&shop);
	memset(rubbish, 0x5A, sizeof(rubbish));
	file = open(shop.path, O_WRONLY | O_CLOEXEC);
	assert_true(file >= 0);
	assert_int_equal(pwrite(file, rubbish, sizeof(rubbish) - 100, 100), sizeof(rubbish) - 100);
	assert_int_equal(close(file), 0);
	assert_int_equal(try_open(&shop, shop.path, NULL, "till", &why), RGL_E_DAMAGED);
	shop_remove(&shop);
}

/* Nothing is left of a store that could not be made, and what was there is never touched. */
static void a_store_is_made_whole_or_not_at_all(void **state)
{
	struct shop owner = shop_owner();
	struct test_shop shop;
	char path[544];
	char key[544];

	(void)state;
	shop_make(&shop);
	assert_int_equal(store_create(&shop.host, shop.path, NULL, &owner, NULL), RGL_E_TAKEN);
	shop_path(&shop, ".2", path);
	shop_path(&shop, ".key", key);
	assert_int_equal(store_create(&shop.host, path, key, &owner, NULL), RGL_E_TAKEN);
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(store_create(&shop.host, "/nowhere/shop.db", NULL, &owner, NULL),
			 RGL_E_INPUT_OUTPUT);
	(void)snprintf(owner.zone_name, sizeof(owner.zone_name), "Nowhere/Land");
	assert_int_equal(store_create(&shop.host, path, NULL, &owner, NULL), RGL_E_FIELD);
	assert_int_equal(access(path, F_OK), -1);
	shop_path(&shop, ".2.key", path);
	assert_int_equal(access(path, F_OK), -1);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

static int64_t clock_ms(void)
{
	struct timespec now = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A till that said how long it can wait is told long before the two seconds of the others: at an
 * open, and at a transaction of a store that was opened while nobody wrote. */
static void a_short_patience_ends_first(struct test_shop *shop)
{
	int64_t before_ms = clock_ms();
	struct store *impatient = NULL;

	assert_int_equal(store_open_within(&shop->host, shop->path, NULL, "till", STORE_WRITE, 1,
					   &impatient, NULL),
			 RGL_E_BUSY);
	shop->store->patience_ms = 1;
	assert_int_equal(shop_sell(shop, "S-1", 100, NULL), RGL_E_BUSY);
	assert_true(clock_ms() - before_ms < STORE_PATIENCE_MS);
}

/* Another till in the middle of a long write: told so after two seconds, and nothing is kept. */
static void a_store_that_another_program_writes_is_busy(void **state)
{
	struct test_shop shop;
	int told[2];
	int over[2];
	char byte = 0;
	pid_t child;

	(void)state;
	shop_make(&shop);
	assert_int_equal(pipe(told), 0);
	assert_int_equal(pipe(over), 0);
	child = fork();
	if (child == 0) {
		int turn = -1;

		(void)close(over[1]);
		if (turn_open(shop.path, &turn, NULL) == RGL_OK &&
		    turn_take(turn, 0, NULL) == RGL_OK && write(told[1], "t", 1) == 1)
			(void)!read(over[0], &byte, 1);
		_exit(0);
	}
	(void)close(over[0]);
	assert_int_equal(read(told[0], &byte, 1), 1);
	assert_int_equal(shop_sell(&shop, "S-1", 100, NULL), RGL_E_BUSY);
	assert_int_equal(try_open(&shop, shop.path, NULL, "till", NULL), RGL_E_BUSY);
	a_short_patience_ends_first(&shop);
	(void)close(over[1]);
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_int_equal(shop_count(&shop, "S-1"), 0);
	assert_int_equal(shop_sell(&shop, "S-1", 100, NULL), RGL_OK);
	(void)close(told[0]);
	(void)close(told[1]);
	shop_remove(&shop);
}

/* Readers do not write, whoever they are. */
static void a_store_opened_for_reading_is_not_written(void **state)
{
	struct test_shop shop;
	struct store *reader = NULL;

	(void)state;
	shop_make(&shop);
	assert_int_equal(
		store_open(&shop.host, shop.path, NULL, "report", STORE_READ, &reader, NULL),
		RGL_OK);
	assert_int_equal(store_begin(reader), RGL_E_READ_ONLY);
	assert_int_equal(reader->refusal.code, RGL_E_READ_ONLY);
	assert_int_equal(shop_sell(&shop, "S-1", 100, NULL), RGL_OK);
	store_close(reader);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* As nobody, whose root folder is the shop's: `turn_mode` says whether at least turns may be taken.
 */
static rgl_rc open_as_nobody(const struct test_shop *shop, mode_t turn_mode)
{
	int status = 0;
	char path[544];
	pid_t child;

	shop_path(shop, "-turn", path);
	assert_int_equal(chmod(path, turn_mode), 0);
	assert_int_equal(chmod(shop->path, 0444), 0);
	assert_int_equal(chmod(shop->folder, 0755), 0);
	child = fork();
	if (child == 0) {
		if (chroot(shop->folder) != 0 || chdir("/") != 0 || setuid(65534) != 0)
			_exit(99);
		_exit(-try_open(shop, "/shop.db", NULL, "till", NULL));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return -WEXITSTATUS(status);
}

/* A user without the right to write finds out at open, not at the first sale. */
static void a_user_who_may_not_write_is_told_at_open(void **state)
{
	struct test_shop shop;

	(void)state;
	if (geteuid() != 0)
		skip();
	shop_make(&shop);
	shop_close(&shop);
	assert_int_equal(open_as_nobody(&shop, 0600), RGL_E_READ_ONLY);
	assert_int_equal(open_as_nobody(&shop, 0666), RGL_E_READ_ONLY);
	shop_remove(&shop);
}

/* What an installer meets who made the shop as one user and lets the till run as another: no word
 * of a broken disk, or of a store that is not there. */
static void a_store_of_another_user_is_not_called_broken_or_missing(void **state)
{
	static const mode_t FOLDERS[] = { 0755, 0700 };
	struct store *store = NULL;
	struct rgl_why why = { .size = sizeof(why) };
	struct test_shop shop;
	rgl_rc rc;

	(void)state;
	if (geteuid() != 0)
		skip();
	shop_make(&shop);
	shop_close(&shop);
	for (size_t i = 0; i < sizeof(FOLDERS) / sizeof(*FOLDERS); i++) {
		assert_int_equal(chmod(shop.folder, FOLDERS[i]), 0);
		assert_int_equal(seteuid(65534), 0);
		rc = store_open(&shop.host, shop.path, NULL, "report", STORE_READ, &store, &why);
		assert_int_equal(seteuid(0), 0);
		assert_int_equal(rc, RGL_E_READ_ONLY);
		assert_non_null(strstr(why.text, "may not be read"));
	}
	shop_remove(&shop);
}

/* What happened stays: not even a program with the file open can take it back unseen. */
static void what_happened_is_never_changed_or_removed(void **state)
{
	static const char *const WRITES[] = {
		"UPDATE transfer SET amount = 1000",
		"DELETE FROM transfer",
		"UPDATE event SET written_ms = 0",
		"DELETE FROM event",
		"DELETE FROM sale",
	};
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(shop_sell(&shop, "S-1", 1299, NULL), RGL_OK);
	for (size_t i = 0; i < sizeof(WRITES) / sizeof(WRITES[0]); i++)
		assert_int_equal(shop_run(&shop, WRITES[i]), SQLITE_CONSTRAINT);
	assert_int_equal(shop_count(&shop, "S-1"), 1);
	assert_int_equal(shop_points(&shop), 12);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* SQLite's own checkpoints are off, so ours has to keep the log from growing all day. */
static void the_log_does_not_grow_without_end(void **state)
{
	struct test_shop shop;
	struct stat status = { 0 };
	char path[544];
	char id[32];

	(void)state;
	shop_make(&shop);
	shop_path(&shop, "-wal", path);
	for (int i = 0; i < 600; i++) {
		(void)snprintf(id, sizeof(id), "S-%d", i);
		assert_int_equal(shop_sell(&shop, id, 100, NULL), RGL_OK);
	}
	assert_int_equal(stat(path, &status), 0);
	assert_in_range(status.st_size, 1, 1100 * 4120);
	assert_true(shop.store->wal_pages < 1000);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* Whichever of our own allocations fails, open says so, leaks nothing and opens at the next try. */
static void open_survives_every_failed_allocation(void **state)
{
	struct test_shop shop;
	struct sweep sweep;
	rgl_rc rc = RGL_E_MEMORY;
	long at;

	(void)state;
	shop_make(&shop);
	shop_close(&shop);
	for (at = 0; rc != RGL_OK && at < 100; at++) {
		struct store *store = NULL;
		struct host host;

		sweep_init(&sweep, at);
		host_init(&host, &sweep.host);
		rc = store_open(&host, shop.path, NULL, "till", STORE_WRITE, &store, NULL);
		assert_true(rc == RGL_OK || rc == RGL_E_MEMORY);
		assert_true((rc == RGL_OK) == (store != NULL));
		store_close(store);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	}
	assert_int_equal(rc, RGL_OK);
	assert_true(at > 1);
	shop_remove(&shop);
}

/* What `doctor` and the bench ask for. */
static void it_tells_which_sqlite_it_is(void **state)
{
	(void)state;
	assert_string_equal(store_sqlite_version(), sqlite3_libversion());
	assert_true(store_sqlite_needs_turns() == (sqlite3_libversion_number() < 3051003));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_cannot_be_opened_says_why),
		cmocka_unit_test(a_damaged_store_is_told_as_such),
		cmocka_unit_test(a_store_is_made_whole_or_not_at_all),
		cmocka_unit_test(a_store_that_another_program_writes_is_busy),
		cmocka_unit_test(a_store_opened_for_reading_is_not_written),
		cmocka_unit_test(a_user_who_may_not_write_is_told_at_open),
		cmocka_unit_test(a_store_of_another_user_is_not_called_broken_or_missing),
		cmocka_unit_test(what_happened_is_never_changed_or_removed),
		cmocka_unit_test(the_log_does_not_grow_without_end),
		cmocka_unit_test(open_survives_every_failed_allocation),
		cmocka_unit_test(it_tells_which_sqlite_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
