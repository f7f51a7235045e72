/* SPDX-License-Identifier: Apache-2.0 */
/* flow_words.c - a till that loads the plugin, prints a receipt and unloads it, again and again:
 * what the languages need is loaded once and does not grow.
 *
 * In:  REGULARS_SO and REGULARS, the library and the command.
 * Why: ICU keeps what it loaded until the process ends. Were it unloaded with the plugin, each
 *      round would leave that behind once more.
 * It removes nothing: what it makes lies in TMPDIR, which its runner made and takes away.
 */
#include "plugin/regulars.h"
#include "tests/support/day.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dlfcn.h>
#include <locale.h>
#include <malloc.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { WARM_UP = 5, ROUNDS = 50, PRINT_WAIT_S = 60, GROWTH_BYTES_A_ROUND = 64 };

/* Whether memory is counted by something else than the C library. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_SANITIZED 1
#else
#define IS_SANITIZED 0
#endif

static int set_up(void **state)
{
	static struct day day;
	char folder[] = "words-XXXXXX";
	const char *library = getenv("REGULARS_SO"), *command = getenv("REGULARS");
	const char *place = getenv("TMPDIR");

	*state = &day;
	if (library == NULL || command == NULL || place == NULL ||
	    realpath(library, day.library_path) == NULL) {
		print_error("REGULARS_SO, REGULARS and TMPDIR must be set\n");
		return -1;
	}
	if (chdir(place) != 0 || mkdtemp(folder) == NULL || chdir(folder) != 0)
		return -1;
	return system("\"$REGULARS\" init --store shop.db --name Kaffe --currency EUR --zone"
		      " Europe/Copenhagen --language da --earn '1 per 1.00' >init.log 2>&1");
}

static int32_t print(void *user, const void *bytes, size_t length)
{
	(void)bytes;
	if (length > 0)
		sem_post(user);
	return 0;
}

/* Loads, sells, prints, unloads. */
static void live(struct day *day, int round)
{
	struct rgl_outcome outcome = { .size = sizeof(outcome) };
	struct rgl_host host = { .print = print };
	struct timespec until;
	sem_t printed;

	assert_int_equal(sem_init(&printed, 0, 0), 0);
	host.user = &printed;
	assert_int_equal(day_load(day), 0);
	assert_int_equal(day_open(day, &host, "host"), RGL_OK);
	assert_int_equal(day_sell(day, 3 * round, 1, RGL_PRINT, &outcome), RGL_OK);
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += PRINT_WAIT_S;
	assert_int_equal(sem_timedwait(&printed, &until), 0);
	day->api->close(day->rgl);
	assert_int_equal(dlclose(day->library), 0);
	sem_destroy(&printed);
}

/* Lines of /proc/self/maps with that in them. */
static long maps_of(const char *name)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[PROCESS_PATH_ROOM + 128];
	long count = 0;

	assert_non_null(maps);
	while (fgets(line, sizeof(line), maps) != NULL)
		count += strstr(line, name) != NULL;
	fclose(maps);
	return count;
}

static void loading_and_unloading_over_and_over_does_not_grow(void **state)
{
	struct day *day = *state;
	char locale[64];
	long libraries;
	long growth;
	size_t before;

	snprintf(locale, sizeof(locale), "%s", setlocale(LC_ALL, NULL));
	for (int i = 0; i < WARM_UP; i++)
		live(day, i);
	before = mallinfo2().uordblks;
	libraries = maps_of(".so");
	for (int i = WARM_UP; i < WARM_UP + ROUNDS; i++)
		live(day, i);
	growth = (long)mallinfo2().uordblks - (long)before;
	assert_int_equal(maps_of(day->library_path), 0);
	assert_int_equal(maps_of(".so"), libraries);
	assert_true(maps_of("libicui18n") > 0);
	if (!IS_SANITIZED && growth > (long)ROUNDS * GROWTH_BYTES_A_ROUND)
		fail_msg("%d rounds left %ld bytes behind", ROUNDS, growth);
	assert_string_equal(setlocale(LC_ALL, NULL), locale);
}

/* The C library counts blocks that a thread keeps for its next use as taken; started again without
 * that, what is counted is what is held. */
static void start_exact(char **arguments)
{
	/* valgrind counts by itself, and cannot be started anew from within. */
	if (getenv("GLIBC_TUNABLES") != NULL || getenv("REGULARS_UNDER") != NULL)
		return;
	setenv("GLIBC_TUNABLES", "glibc.malloc.tcache_count=0", 1);
	execv("/proc/self/exe", arguments);
}

int main(int count, char **arguments)
{
	(void)count;
	start_exact(arguments);

	const struct CMUnitTest tests[] = {
		cmocka_unit_test(loading_and_unloading_over_and_over_does_not_grow),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
