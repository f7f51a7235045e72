/* test_store_shared.c - a store that one program has open twice, and another program as well. */
#include "tests/support/check.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/shop.h"

/* Once it is told to, it sells, and closes what it takes for its last connection. */
static pid_t start_other(const struct test_shop *shop, int told)
{
	static struct test_shop other;
	pid_t child = fork();
	char go;

	if (child != 0)
		return child;
	other = *shop;
	if (read(told, &go, 1) != 1)
		_exit(97);
	shop_open(&other);
	if (shop_sell(&other, "OTHER", 500, NULL) != RGL_OK)
		_exit(98);
	shop_close(&other);
	_exit(0);
}

static ino_t log_of(const struct test_shop *shop)
{
	char path[544];
	struct stat status = { 0 };

	shop_path(shop, "-wal", path);
	assert_int_equal(stat(path, &status), 0);
	return status.st_ino;
}

/* Closing any descriptor of a file takes away all locks that the program has on it. Without them
 * another program that closes the store believes to be the last and removes the log, and what is
 * sold into it from then on is lost. */
static void opening_twice_keeps_the_locks(void **state)
{
	struct test_shop shop;
	struct test_shop twice;
	int told[2];
	int status = 0;
	pid_t child;
	ino_t log;

	(void)state;
	shop_make(&shop);
	shop_close(&shop);
	assert_int_equal(pipe(told), 0);
	child = start_other(&shop, told[0]);
	assert_true(child > 0);
	shop_open(&shop);
	assert_int_equal(shop_sell(&shop, "FIRST", 500, NULL), RGL_OK);
	log = log_of(&shop);
	twice = shop;
	shop_open(&twice);
	shop_close(&twice);
	assert_int_equal(write(told[1], "g", 1), 1);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(log_of(&shop), log);
	assert_int_equal(shop_sell(&shop, "LAST", 500, NULL), RGL_OK);
	shop_close(&shop);
	shop_open(&shop);
	assert_int_equal(shop_count(&shop, "FIRST"), 1);
	assert_int_equal(shop_count(&shop, "OTHER"), 1);
	assert_int_equal(shop_count(&shop, "LAST"), 1);
	shop_is_sound(&shop);
	(void)close(told[0]);
	(void)close(told[1]);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(opening_twice_keeps_the_locks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
