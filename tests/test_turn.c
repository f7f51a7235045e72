/* test_turn.c - one writer at a time: a lock that goes with its holder. */
#include "tests/support/check.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "plugin/store/turn.h"
#include "tests/support/shop.h"

/* Two contexts of one process are held apart as two processes are: POSIX locks would not. */
static void two_holders_in_one_process_are_held_apart(void **state)
{
	struct test_shop shop;
	struct rgl_why why = { 0 };
	int first = -1;
	int second = -1;

	(void)state;
	shop_make(&shop);
	assert_int_equal(turn_open(shop.path, &first, &why), RGL_OK);
	assert_int_equal(turn_open(shop.path, &second, &why), RGL_OK);
	assert_int_equal(turn_take(first, 0, &why), RGL_OK);
	assert_int_equal(turn_take(second, 0, &why), RGL_E_BUSY);
	assert_int_equal(why.code, RGL_E_BUSY);
	turn_give(first);
	assert_int_equal(turn_take(second, 0, &why), RGL_OK);
	turn_close(first);
	turn_close(second);
	shop_remove(&shop);
}

/* A till that dies in the middle of a sale leaves no lock behind. */
static void a_killed_holder_gives_its_turn(void **state)
{
	struct test_shop shop;
	struct rgl_why why = { 0 };
	int told[2];
	int turn = -1;
	char byte = 0;
	pid_t child;

	(void)state;
	shop_make(&shop);
	assert_int_equal(pipe(told), 0);
	child = fork();
	if (child == 0) {
		int held = -1;

		if (turn_open(shop.path, &held, NULL) == RGL_OK &&
		    turn_take(held, 0, NULL) == RGL_OK)
			(void)!write(told[1], "t", 1);
		for (;;)
			(void)pause();
	}
	assert_int_equal(read(told[0], &byte, 1), 1);
	assert_int_equal(turn_open(shop.path, &turn, &why), RGL_OK);
	assert_int_equal(turn_take(turn, 1, &why), RGL_E_BUSY);
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_int_equal(turn_take(turn, 0, &why), RGL_OK);
	turn_close(turn);
	(void)close(told[0]);
	(void)close(told[1]);
	shop_remove(&shop);
}

/* An import gives its turn away and wants it again at once; a till that waits meanwhile comes
 * first, and until then the import is told that somebody waits. */
static void who_waits_comes_before_who_just_had_it(void **state)
{
	struct test_shop shop;
	int told[2];
	int turn = -1;
	char byte = 0;
	pid_t child;

	(void)state;
	shop_make(&shop);
	assert_int_equal(pipe(told), 0);
	assert_int_equal(turn_open(shop.path, &turn, NULL), RGL_OK);
	assert_int_equal(turn_take(turn, 0, NULL), RGL_OK);
	assert_false(turn_is_wanted(turn));
	child = fork();
	if (child == 0) {
		int till = -1;

		if (turn_open(shop.path, &till, NULL) == RGL_OK &&
		    turn_take(till, 60000, NULL) == RGL_OK)
			(void)!write(told[1], "t", 1);
		turn_give(till);
		_exit(0);
	}
	(void)close(told[1]);
	while (!turn_is_wanted(turn))
		(void)sched_yield();
	turn_give(turn);
	assert_int_equal(turn_take(turn, 60000, NULL), RGL_OK);
	/* The till had its turn before this one: its byte is there already. */
	assert_int_equal(fcntl(told[0], F_SETFL, O_NONBLOCK), 0);
	assert_int_equal(read(told[0], &byte, 1), 1);
	assert_int_equal(waitpid(child, NULL, 0), child);
	turn_close(turn);
	(void)close(told[0]);
	shop_remove(&shop);
}

/* The file beside the store has the store's own permissions, so that every till can take turns. */
static void the_turn_file_has_the_mode_of_the_store(void **state)
{
	struct test_shop shop;
	struct stat status;
	char path[544];
	mode_t before;
	int turn = -1;

	(void)state;
	shop_make(&shop);
	shop_close(&shop);
	shop_path(&shop, "-turn", path);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(chmod(shop.path, 0660), 0);
	before = umask(0);
	assert_int_equal(turn_open(shop.path, &turn, NULL), RGL_OK);
	(void)umask(before);
	assert_int_equal(fstat(turn, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0660);
	turn_close(turn);
	shop_remove(&shop);
}

/* A folder that is not there is the disk's fault, and the words name the file. */
static void no_folder_is_an_error_of_the_disk(void **state)
{
	struct rgl_why why = { 0 };
	int turn = 77;

	(void)state;
	assert_int_equal(turn_open("/nowhere/shop.db", &turn, &why), RGL_E_INPUT_OUTPUT);
	assert_int_equal(turn, 77);
	assert_string_equal(why.text, "/nowhere/shop.db-turn: No such file or directory");
}

/* What is no file cannot be locked; nobody waits for it. */
static void a_descriptor_that_cannot_be_locked_is_told(void **state)
{
	struct rgl_why why = { 0 };

	(void)state;
	assert_int_equal(turn_take(-1, 1000, &why), RGL_E_INPUT_OUTPUT);
	turn_close(-1);
}

/* A user without the right to write: run as nobody, whose root folder is the shop's. */
static void a_user_who_may_not_write_is_told_so(void **state)
{
	struct test_shop shop;
	char path[544];
	int status = 0;
	pid_t child;

	(void)state;
	if (geteuid() != 0)
		skip();
	shop_make(&shop);
	shop_close(&shop);
	shop_path(&shop, "-turn", path);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(chmod(shop.folder, 0755), 0);
	child = fork();
	if (child == 0) {
		int turn = -1;

		if (chroot(shop.folder) != 0 || chdir("/") != 0 || setuid(65534) != 0)
			_exit(99);
		_exit(-turn_open("/shop.db", &turn, NULL));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(-WEXITSTATUS(status), RGL_E_READ_ONLY);
	shop_remove(&shop);
}

/* Who cancels a job without printing must not keep the till from printing after it. */
static void a_claim_that_was_given_up_is_free(void **state)
{
	struct test_shop shop;
	struct rgl_why why = { 0 };
	int first = -1;
	int second = -1;

	(void)state;
	shop_make(&shop);
	assert_int_equal(turn_open(shop.path, &first, &why), RGL_OK);
	assert_int_equal(turn_open(shop.path, &second, &why), RGL_OK);
	assert_true(turn_claim(first, 7));
	assert_true(turn_claim(first, 7));
	assert_false(turn_claim(second, 7));
	assert_true(turn_claim(second, 8));
	turn_disclaim(first, 7);
	assert_true(turn_claim(second, 7));
	assert_false(turn_claim(first, 7));
	turn_close(first);
	turn_close(second);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_holders_in_one_process_are_held_apart),
		cmocka_unit_test(a_claim_that_was_given_up_is_free),
		cmocka_unit_test(a_killed_holder_gives_its_turn),
		cmocka_unit_test(who_waits_comes_before_who_just_had_it),
		cmocka_unit_test(the_turn_file_has_the_mode_of_the_store),
		cmocka_unit_test(no_folder_is_an_error_of_the_disk),
		cmocka_unit_test(a_descriptor_that_cannot_be_locked_is_told),
		cmocka_unit_test(a_user_who_may_not_write_is_told_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
