/* SPDX-License-Identifier: Apache-2.0 */
/* flow_promises.c - the plugin is a guest in the till's process: a day of sales leaves everything
 * that belongs to the process as it was.
 *
 * In:  REGULARS_SO and REGULARS, the library and the command.
 * How: the day is run once, through dlopen and regulars.h alone; what the process looks like is
 *      written down before, while the store is open, and after; each test compares one thing.
 */
#include "plugin/regulars.h"
#include "tests/support/day.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <ftw.h>
#include <locale.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PRINT_WAIT_S = 60 };

/* ---- Before and after ---- */

static void ignore_signal(int number)
{
	(void)number;
}

static void *thread_name_itself(void *ret_path)
{
	snprintf(ret_path, 64, "/proc/self/task/%ld", (long)gettid());
	return NULL;
}

/* Starts a thread and sees it off: some sanitizers start a helper with the first one. The kernel
 * counts a thread for a moment after it was joined, so this looks until it is gone. */
static void thread_have_had(void)
{
	char path[64] = "";
	pthread_t thread;

	if (pthread_create(&thread, NULL, thread_name_itself, path) == 0)
		pthread_join(thread, NULL);
	while (access(path, F_OK) == 0)
		sched_yield();
}

/* A process as tills have them: nothing is left at what a fresh process has, so that putting
 * something back to that would be seen. */
static void process_dress(void)
{
	struct sigaction action = { .sa_handler = ignore_signal, .sa_flags = SA_RESTART };
	sigset_t held;

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGPIPE, &action, NULL);
	sigaction(SIGUSR1, &action, NULL);
	sigemptyset(&held);
	sigaddset(&held, SIGUSR2);
	sigprocmask(SIG_BLOCK, &held, NULL);
	setlocale(LC_ALL, "C.UTF-8");
	setenv("TILL_OF_THIS_TEST", "1", 1);
	umask(027);
	thread_have_had();
}

/* Runs the command that makes the shop; what it says is kept out of the way. */
static int shop_make(const struct day *day)
{
	setenv("REGULARS", day->command_path, 1);
	return system("\"$REGULARS\" init --store shop.db --name 'Kaffe & Kage' --currency EUR"
		      " --zone Europe/Copenhagen --language en --earn '1 per 1.00'"
		      " --worth '100 = 1.00' --reward '400 a free coffee' >init.log 2>&1") == 0
		       ? 0
		       : -1;
}

/* Lets a descriptor lead into a file of that name; returns where it led before. */
static int output_catch(int descriptor, const char *name)
{
	int file = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	int kept = dup(descriptor);

	if (file < 0 || kept < 0 || dup2(file, descriptor) < 0)
		return -1;
	close(file);
	return kept;
}

static off_t output_free(int descriptor, int kept, const char *name)
{
	struct stat caught;

	fflush(NULL);
	dup2(kept, descriptor);
	close(kept);
	return stat(name, &caught) == 0 ? caught.st_size : -1;
}

static int day_begin(struct day *day)
{
	char folder[] = "shop-XXXXXX";
	const char *library = getenv("REGULARS_SO"), *command = getenv("REGULARS");
	const char *place = getenv("TMPDIR");

	if (library == NULL || command == NULL || realpath(library, day->library_path) == NULL ||
	    realpath(command, day->command_path) == NULL) {
		print_error("REGULARS_SO and REGULARS must name the library and the command\n");
		return -1;
	}
	if (chdir(place != NULL ? place : "/tmp") != 0 || mkdtemp(folder) == NULL ||
	    chdir(folder) != 0 || shop_make(day) != 0) {
		print_error("the shop could not be made; see init.log\n");
		return -1;
	}
	return 0;
}

static int day_set_up(void **state)
{
	struct day *day = calloc(1, sizeof(*day));
	int out, err, rc;

	*state = day;
	if (day == NULL || day_begin(day) != 0)
		return -1;
	process_dress();
	fflush(NULL);
	out = output_catch(STDOUT_FILENO, "out.txt");
	err = output_catch(STDERR_FILENO, "err.txt");
	if (out < 0 || err < 0)
		return -1;
	process_write(&day->before);
	rc = day_run(day);
	process_write(&day->after);
	day->out_bytes = output_free(STDOUT_FILENO, out, "out.txt");
	day->err_bytes = output_free(STDERR_FILENO, err, "err.txt");
	return rc;
}

static int entry_remove(const char *path, const struct stat *status, int kind, struct FTW *place)
{
	(void)status;
	(void)kind;
	(void)place;
	return remove(path);
}

static int day_tear_down(void **state)
{
	struct day *day = *state;
	int rc = nftw(day->before.cwd, entry_remove, 16, FTW_DEPTH | FTW_PHYS);

	free(day);
	return rc;
}

/* ---- The promises ---- */

/* Without this the promises would be kept by a plugin that does nothing. */
static void the_day_was_a_day_of_sales(void **state)
{
	const struct day *day = *state;

	assert_int_equal(day->recorded, DAY_SALES);
	assert_int_equal(day->refunded, DAY_REFUNDS);
	assert_int_equal(day->refused, DAY_MISREAD);
	/* 200 of 300 were the member's; 20 of those 30 given back; 4 points for 4.20 */
	assert_int_equal(day->balance, (200 - 20) * 4);
}

/* A till may speak a protocol on its stdout. */
static void nothing_is_written_to_stdout_or_stderr(void **state)
{
	const struct day *day = *state;

	assert_int_equal(day->out_bytes, 0);
	assert_int_equal(day->err_bytes, 0);
}

static void every_signal_keeps_its_handler_and_stays_held_or_free(void **state)
{
	const struct day *day = *state;

	assert_non_null(strstr(day->before.signals, " held"));
	assert_string_equal(day->within.signals, day->before.signals);
	assert_string_equal(day->after.signals, day->before.signals);
}

/* A library that changes it turns the till's 4.20 into 4,20. */
static void the_locale_stays_the_tills(void **state)
{
	const struct day *day = *state;

	assert_string_equal(day->within.locale, day->before.locale);
	assert_string_equal(day->after.locale, day->before.locale);
	assert_string_equal(setlocale(LC_ALL, NULL), day->before.locale);
}

static void the_working_directory_stays(void **state)
{
	const struct day *day = *state;

	assert_string_equal(day->within.cwd, day->before.cwd);
	assert_string_equal(day->after.cwd, day->before.cwd);
}

static void the_environment_stays_where_and_what_it_was(void **state)
{
	const struct day *day = *state;

	assert_non_null(strstr(day->before.environment, "TILL_OF_THIS_TEST at"));
	assert_string_equal(day->within.environment, day->before.environment);
	assert_string_equal(day->after.environment, day->before.environment);
}

static void the_umask_stays(void **state)
{
	const struct day *day = *state;

	assert_non_null(strstr(day->before.umask_line, "0027"));
	assert_string_equal(day->within.umask_line, day->before.umask_line);
	assert_string_equal(day->after.umask_line, day->before.umask_line);
}

static void no_descriptor_is_left_open(void **state)
{
	const struct day *day = *state;

	assert_non_null(strstr(day->within.descriptors, "shop.db"));
	assert_string_equal(day->after.descriptors, day->before.descriptors);
}

/* A shop without a printer needs no thread; none is left in any case. */
static void no_thread_is_started_without_a_printer(void **state)
{
	const struct day *day = *state;

	assert_string_equal(day->within.threads_line, day->before.threads_line);
	assert_string_equal(day->after.threads_line, day->before.threads_line);
}

static int is_mapped(const char *path)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[PROCESS_PATH_ROOM + 128];
	int found = 0;

	assert_non_null(maps);
	while (fgets(line, sizeof(line), maps) != NULL)
		found += strstr(line, path) != NULL;
	fclose(maps);
	return found;
}

/* A till that updates its plugins without a restart. */
static void the_library_unloads_wholly_and_loads_again(void **state)
{
	struct day *day = *state;
	struct rgl_shop shop = { .size = sizeof(shop) };
	struct rgl_why why = { .size = sizeof(why) };
	struct rgl_host host = { 0 };

	assert_int_equal(is_mapped(day->library_path), 0);
	assert_int_equal(day_load(day), 0);
	assert_int_not_equal(is_mapped(day->library_path), 0);
	assert_int_equal(day_open(day, &host, NULL), RGL_OK);
	assert_int_equal(day->api->shop(day->rgl, &shop, &why), RGL_OK);
	assert_int_equal(shop.members, 1);
	day->api->close(day->rgl);
	assert_int_equal(dlclose(day->library), 0);
	assert_int_equal(is_mapped(day->library_path), 0);
}

struct printed {
	sem_t done;
	sigset_t held;
	size_t length;
};

static int32_t receipt_print(void *user, const void *bytes, size_t length)
{
	struct printed *printed = user;

	(void)bytes;
	pthread_sigmask(SIG_SETMASK, NULL, &printed->held);
	printed->length = length;
	sem_post(&printed->done);
	return 0;
}

/* The kernel counts a thread for a moment after it was joined: looks until it does not. */
static void threads_settle(const char *expected_line)
{
	struct process now;

	for (int tries = 0; tries < 100000; tries++) {
		process_write(&now);
		if (strcmp(now.threads_line, expected_line) == 0)
			return;
		sched_yield();
	}
	assert_string_equal(now.threads_line, expected_line);
}

/* A signal that the printing thread took would run the till's handler on a thread that the till
 * knows nothing of. */
static void the_printing_thread_takes_no_signals_and_ends(void **state)
{
	static const int asynchronous[] = { SIGINT,  SIGTERM, SIGHUP,  SIGUSR1,
					    SIGUSR2, SIGALRM, SIGCHLD, SIGPIPE };
	struct day *day = *state;
	struct printed printed = { .length = 0 };
	struct rgl_outcome outcome = { .size = sizeof(outcome) };
	struct rgl_host host = { .user = &printed, .print = receipt_print };
	struct timespec until;

	assert_int_equal(sem_init(&printed.done, 0, 0), 0);
	assert_int_equal(day_load(day), 0);
	assert_int_equal(day_open(day, &host, "host"), RGL_OK);
	assert_int_equal(day_sell(day, DAY_SALES + 1, 1, RGL_PRINT, &outcome), RGL_OK);
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += PRINT_WAIT_S;
	assert_int_equal(sem_timedwait(&printed.done, &until), 0);
	assert_true(printed.length > 0);
	for (size_t i = 0; i < sizeof(asynchronous) / sizeof(*asynchronous); i++)
		assert_int_equal(sigismember(&printed.held, asynchronous[i]), 1);
	day->api->close(day->rgl);
	threads_settle(day->before.threads_line);
	assert_int_equal(dlclose(day->library), 0);
	sem_destroy(&printed.done);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_day_was_a_day_of_sales),
		cmocka_unit_test(nothing_is_written_to_stdout_or_stderr),
		cmocka_unit_test(every_signal_keeps_its_handler_and_stays_held_or_free),
		cmocka_unit_test(the_locale_stays_the_tills),
		cmocka_unit_test(the_working_directory_stays),
		cmocka_unit_test(the_environment_stays_where_and_what_it_was),
		cmocka_unit_test(the_umask_stays),
		cmocka_unit_test(no_descriptor_is_left_open),
		cmocka_unit_test(no_thread_is_started_without_a_printer),
		cmocka_unit_test(the_library_unloads_wholly_and_loads_again),
		cmocka_unit_test(the_printing_thread_takes_no_signals_and_ends),
	};

	return cmocka_run_group_tests(tests, day_set_up, day_tear_down);
}
