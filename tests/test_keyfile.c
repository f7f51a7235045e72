/* test_keyfile.c - the shop's secret: for its owner's eyes, whole or not at all. */
#include "tests/support/check.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "plugin/store/keyfile.h"
#include "tests/support/faults.h"
#include "tests/support/shop.h"

/* The disk of this program can be full: keyfile.c finds this write before the C library's. */
RGL_EXPORT ssize_t write(int file, const void *data, size_t length)
{
	return faults_write(file, data, length);
}

static void put_file(const char *path, const char *text, mode_t mode)
{
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(file >= 0);
	assert_int_equal(write(file, text, strlen(text)), strlen(text));
	assert_int_equal(fchmod(file, mode), 0);
	assert_int_equal(close(file), 0);
}

/* What was made can be read; two shops never have the same key. */
static void a_key_is_read_as_it_was_made(void **state)
{
	uint8_t made[KEY_BYTES] = { 0 };
	uint8_t read[KEY_BYTES] = { 1 };
	uint8_t other[KEY_BYTES] = { 0 };
	struct test_shop shop;
	struct stat status;
	char path[544];

	(void)state;
	shop_make(&shop);
	shop_path(&shop, ".key-2", path);
	assert_int_equal(keyfile_create(path, made, NULL), RGL_OK);
	assert_int_equal(keyfile_read(path, read, NULL), RGL_OK);
	assert_memory_equal(made, read, KEY_BYTES);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	shop_path(&shop, ".key", path);
	assert_int_equal(keyfile_read(path, other, NULL), RGL_OK);
	assert_memory_not_equal(made, other, KEY_BYTES);
	shop_remove(&shop);
}

/* Each bit for others that opens the key is refused, with the command that mends it. */
static void a_key_that_others_can_read_is_refused(void **state)
{
	static const mode_t MODES[] = { 0604, 0602, 0601, 0640, 0620, 0610, 0644, 0666, 0777 };
	uint8_t secret[KEY_BYTES] = { 7 };
	struct test_shop shop;
	struct rgl_why why = { 0 };
	char path[544];

	(void)state;
	shop_make(&shop);
	shop_path(&shop, ".key", path);
	for (size_t i = 0; i < sizeof(MODES) / sizeof(MODES[0]); i++) {
		assert_int_equal(chmod(path, MODES[i]), 0);
		assert_int_equal(keyfile_read(path, secret, &why), RGL_E_KEY);
		assert_non_null(strstr(why.text, "chmod 600"));
		assert_int_equal(secret[0], 7);
	}
	assert_int_equal(chmod(path, 0400), 0);
	assert_int_equal(keyfile_read(path, secret, &why), RGL_OK);
	shop_remove(&shop);
}

/* No file, a folder, and texts that are nearly a key. */
static void what_is_no_key_file_is_refused(void **state)
{
	static const char ZEROS[] =
		"0000000000000000000000000000000000000000000000000000000000000000";
	uint8_t secret[KEY_BYTES] = { 7 };
	struct test_shop shop;
	char path[544];
	char text[128];

	(void)state;
	shop_make(&shop);
	assert_int_equal(keyfile_read(shop.folder, secret, NULL), RGL_E_KEY);
	shop_path(&shop, ".none", path);
	assert_int_equal(keyfile_read(path, secret, NULL), RGL_E_KEY);
	put_file(path, "", 0600);
	assert_int_equal(keyfile_read(path, secret, NULL), RGL_E_KEY);
	(void)snprintf(text, sizeof(text), "regulars-key-2 %s\n", ZEROS);
	put_file(path, text, 0600);
	assert_int_equal(keyfile_read(path, secret, NULL), RGL_E_KEY);
	(void)snprintf(text, sizeof(text), "regulars-key-1 %.63sx\n", ZEROS);
	put_file(path, text, 0600);
	assert_int_equal(keyfile_read(path, secret, NULL), RGL_E_KEY);
	(void)snprintf(text, sizeof(text), "regulars-key-1 %.63s", ZEROS);
	put_file(path, text, 0600);
	assert_int_equal(keyfile_read(path, secret, NULL), RGL_E_KEY);
	assert_int_equal(secret[0], 7);
	(void)snprintf(text, sizeof(text), "regulars-key-1 %s\n", ZEROS);
	put_file(path, text, 0600);
	assert_int_equal(keyfile_read(path, secret, NULL), RGL_OK);
	assert_int_equal(secret[0], 0);
	shop_remove(&shop);
}

/* Another store's key is never written over. */
static void a_key_that_is_there_is_not_touched(void **state)
{
	uint8_t secret[KEY_BYTES] = { 7 };
	uint8_t before[KEY_BYTES];
	uint8_t after[KEY_BYTES];
	struct test_shop shop;
	char path[544];

	(void)state;
	shop_make(&shop);
	shop_path(&shop, ".key", path);
	assert_int_equal(keyfile_read(path, before, NULL), RGL_OK);
	assert_int_equal(keyfile_create(path, secret, NULL), RGL_E_TAKEN);
	assert_int_equal(secret[0], 7);
	assert_int_equal(keyfile_read(path, after, NULL), RGL_OK);
	assert_memory_equal(before, after, KEY_BYTES);
	shop_remove(&shop);
}

/* Wherever the disk gets full, no half of a key stays behind. */
static void a_full_disk_leaves_no_key(void **state)
{
	uint8_t secret[KEY_BYTES] = { 7 };
	struct test_shop shop;
	char path[544];
	rgl_rc rc = RGL_E_FULL;
	int64_t room;

	(void)state;
	shop_make(&shop);
	shop_path(&shop, ".key-2", path);
	for (room = 0; rc != RGL_OK && room < 1000; room++) {
		faults_disk(room);
		rc = keyfile_create(path, secret, NULL);
		if (!faults_disk_end())
			break;
		assert_int_equal(rc, RGL_E_FULL);
		assert_int_equal(access(path, F_OK), -1);
		assert_int_equal(secret[0], 7);
	}
	assert_int_equal(rc, RGL_OK);
	assert_int_equal(room, 80);
	shop_remove(&shop);
}

/* A folder that is not there, and one where this user may not write. */
static void where_no_file_can_be_made_says_why(void **state)
{
	uint8_t secret[KEY_BYTES];
	struct test_shop shop;
	int status = 0;
	pid_t child;

	(void)state;
	assert_int_equal(keyfile_create("/nowhere/key", secret, NULL), RGL_E_INPUT_OUTPUT);
	if (geteuid() != 0)
		skip();
	shop_make(&shop);
	assert_int_equal(chmod(shop.folder, 0755), 0);
	child = fork();
	if (child == 0) {
		if (chroot(shop.folder) != 0 || chdir("/") != 0 || setuid(65534) != 0)
			_exit(99);
		_exit(-keyfile_create("/key", secret, NULL));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(-WEXITSTATUS(status), RGL_E_READ_ONLY);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_is_read_as_it_was_made),
		cmocka_unit_test(a_key_that_others_can_read_is_refused),
		cmocka_unit_test(what_is_no_key_file_is_refused),
		cmocka_unit_test(a_key_that_is_there_is_not_touched),
		cmocka_unit_test(a_full_disk_leaves_no_key),
		cmocka_unit_test(where_no_file_can_be_made_says_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
