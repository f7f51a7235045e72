/* SPDX-License-Identifier: Apache-2.0 */
/* flow_group.c - many threads sell through one context at once and share commits: what was
 * acknowledged is there, what was refused is not, whatever went wrong for others meanwhile.
 *
 * In:  REGULARS_SO and REGULARS, the library and the command.
 * Not here: which threads share which commit (test_store_group.c).
 */
#include "plugin/regulars.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { THREADS = 6, ROUNDS = 60, CENTS = 420, POINTS = 4, KILLS = 8 };

/* A disk that is full as long as this says so: SQLite finds this program's function first. */
static atomic_bool is_full;
static atomic_int full_writes;

RGL_EXPORT ssize_t pwrite64(int file, const void *data, size_t length, off64_t at)
{
	if (!atomic_load(&is_full))
		return syscall(SYS_pwrite64, file, data, length, at);
	atomic_fetch_add(&full_writes, 1);
	errno = ENOSPC;
	return -1;
}

struct shop {
	void *library;
	const struct rgl_api *api;
	struct rgl *rgl;
	struct rgl_member member;
	atomic_int wrong;
	atomic_int selling;
	pthread_barrier_t start;
	int told; /* where an acknowledged sale is written down, -1: nowhere */
};

struct seller {
	struct shop *shop;
	int number;
	int run;
	int rounds;
	pthread_t thread;
	int32_t answers[ROUNDS];
};

/* One line of what a till wrote down before it was killed. */
struct acknowledged {
	int number;
	int round;
};

/* ---- One thread ---- */

static int32_t sell(const struct seller *seller, int round, struct rgl_why *why)
{
	const struct shop *shop = seller->shop;
	struct rgl_line line = {
		.size = sizeof(line), .name = "Tea", .qty_milli = 1000, .total_minor = CENTS
	};
	struct rgl_outcome outcome = { .size = sizeof(outcome) };
	char id[48];
	struct rgl_sale sale = { .size = sizeof(sale),
				 .id = id,
				 .at_ms = INT64_C(1795248000000) + round,
				 .currency = "EUR",
				 .member_id = shop->member.id,
				 .lines = &line,
				 .line_count = 1,
				 .total_minor = CENTS };

	(void)snprintf(id, sizeof(id), "G%d-%d-%d", seller->run, seller->number, round);
	return shop->api->sale(shop->rgl, &sale, &outcome, why);
}

/* More than the sale came to: refused, in the middle of what others write. */
static int32_t take_back_too_much(const struct seller *seller, int round, struct rgl_why *why)
{
	const struct shop *shop = seller->shop;
	struct rgl_outcome outcome = { .size = sizeof(outcome) };
	char id[52];
	char of[48];
	struct rgl_sale refund = { .size = sizeof(refund),
				   .id = id,
				   .of = of,
				   .currency = "EUR",
				   .total_minor = -CENTS - 1 };

	(void)snprintf(of, sizeof(of), "G%d-%d-%d", seller->run, seller->number, round);
	(void)snprintf(id, sizeof(id), "%s-b", of);
	return shop->api->refund(shop->rgl, &refund, &outcome, why);
}

static void expect(const struct seller *seller, bool holds)
{
	if (!holds)
		atomic_fetch_add(&seller->shop->wrong, 1);
}

static void *work(void *user)
{
	struct seller *seller = user;
	struct shop *shop = seller->shop;

	(void)pthread_barrier_wait(&shop->start);
	for (int round = 0; round < seller->rounds; round++) {
		struct rgl_why why = { .size = sizeof(why) };
		int32_t rc = sell(seller, round, &why);

		seller->answers[round % ROUNDS] = rc;
		expect(seller, rc == RGL_OK || why.code == rc);
		if (rc == RGL_OK && shop->told >= 0) {
			struct acknowledged line = { seller->number, round };

			expect(seller, write(shop->told, &line, sizeof(line)) == sizeof(line));
		} else if (rc == RGL_OK && round % 4 == 0 && !atomic_load(&is_full)) {
			rc = take_back_too_much(seller, round, &why);
			expect(seller, rc == RGL_E_REFUND || rc == RGL_E_FULL);
		}
	}
	atomic_fetch_sub(&shop->selling, 1);
	return NULL;
}

static void start_all(struct shop *shop, struct seller sellers[THREADS], int run, int rounds)
{
	assert_int_equal(pthread_barrier_init(&shop->start, NULL, THREADS), 0);
	atomic_store(&shop->selling, THREADS);
	for (int i = 0; i < THREADS; i++) {
		sellers[i] =
			(struct seller) { .shop = shop, .number = i, .run = run, .rounds = rounds };
		assert_int_equal(pthread_create(&sellers[i].thread, NULL, work, &sellers[i]), 0);
	}
}

static void join_all(struct shop *shop, struct seller sellers[THREADS])
{
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_join(sellers[i].thread, NULL), 0);
	(void)pthread_barrier_destroy(&shop->start);
	assert_int_equal(atomic_load(&shop->wrong), 0);
}

/* ---- The shop ---- */

static struct rgl *open_context(const struct shop *shop, const char *till)
{
	struct rgl_options options = { .size = sizeof(options), .store = "shop.db", .till = till };
	struct rgl_why why = { .size = sizeof(why) };
	struct rgl *rgl = NULL;

	if (shop->api->open(NULL, &options, &rgl, &why) < 0)
		print_error("%s\n", why.text);
	return rgl;
}

static void open_again(struct shop *shop)
{
	shop->api->close(shop->rgl);
	assert_int_equal(system("\"$REGULARS\" doctor --store shop.db >init.log 2>&1"), 0);
	shop->rgl = open_context(shop, "till");
	assert_non_null(shop->rgl);
}

static int64_t visits(const struct shop *shop, struct rgl *rgl)
{
	struct rgl_member member = { .size = sizeof(member) };
	int32_t rc =
		shop->api->identify(rgl, shop->member.qr, strlen(shop->member.qr), &member, NULL);

	assert_int_equal(rc, RGL_OK);
	assert_int_equal(member.points, member.visits * POINTS);
	return member.visits;
}

static int set_up(void **state)
{
	struct rgl_enrolment enrolment = { .size = sizeof(enrolment), .name = "Nora Winter" };
	struct shop *shop = calloc(1, sizeof(*shop));
	const struct rgl_api *(*entry)(uint32_t) = NULL;
	const char *library = getenv("REGULARS_SO");
	const char *place = getenv("TMPDIR");
	char folder[] = "group-XXXXXX";

	*state = shop;
	if (shop == NULL || library == NULL || getenv("REGULARS") == NULL)
		return -1;
	shop->library = dlopen(library, RTLD_NOW | RTLD_LOCAL);
	if (shop->library == NULL || chdir(place != NULL ? place : "/tmp") != 0 ||
	    mkdtemp(folder) == NULL || chdir(folder) != 0 ||
	    system("\"$REGULARS\" init --store shop.db --name S --currency EUR --zone UTC"
		   " --earn '1 per 1.00' >init.log 2>&1") != 0)
		return -1;
	*(void **)&entry = dlsym(shop->library, "regulars_entry");
	shop->api = entry != NULL ? entry(RGL_ABI) : NULL;
	shop->told = -1;
	shop->rgl = shop->api != NULL ? open_context(shop, "till") : NULL;
	shop->member.size = sizeof(shop->member);
	return shop->rgl != NULL && shop->api->enrol(shop->rgl, &enrolment, &shop->member, NULL) ==
					    RGL_OK
		       ? 0
		       : -1;
}

static int tear_down(void **state)
{
	struct shop *shop = *state;

	shop->api->close(shop->rgl);
	(void)dlclose(shop->library);
	free(shop);
	return system("rm -f shop.db* init.log") == 0 ? 0 : -1;
}

/* ---- Tests ---- */

/* Each sent again is known, and each refund that was refused is not there. */
static void what_threads_were_told_at_once_is_so(void **state)
{
	static struct seller sellers[THREADS];
	struct shop *shop = *state;
	struct rgl_why why = { .size = sizeof(why) };
	int64_t before = visits(shop, shop->rgl);

	start_all(shop, sellers, 1, ROUNDS);
	join_all(shop, sellers);
	assert_int_equal(visits(shop, shop->rgl), before + THREADS * ROUNDS);
	open_again(shop);
	for (int i = 0; i < THREADS * ROUNDS; i++) {
		assert_int_equal(sellers[i / ROUNDS].answers[i % ROUNDS], RGL_OK);
		assert_int_equal(sell(&sellers[i / ROUNDS], i % ROUNDS, &why), RGL_EXISTS);
	}
	assert_int_equal(visits(shop, shop->rgl), before + THREADS * ROUNDS);
}

/* What a thread was shown is in the file: another connection finds no less. */
static void a_look_between_shows_only_what_is_committed(void **state)
{
	static struct seller sellers[THREADS];
	struct shop *shop = *state;
	struct rgl *second = open_context(shop, "second");
	int64_t last = visits(shop, shop->rgl);

	assert_non_null(second);
	start_all(shop, sellers, 2, ROUNDS);
	while (atomic_load(&shop->selling) > 0) {
		int64_t seen = visits(shop, shop->rgl);

		assert_in_range(visits(shop, second), seen, INT32_MAX);
		assert_in_range(seen, last, INT32_MAX);
		last = seen;
	}
	join_all(shop, sellers);
	shop->api->close(second);
}

/* A disk that is full for moments: who was refused sends again and is new, who was not is known. */
static void a_disk_that_gets_full_now_and_then_loses_and_doubles_nothing(void **state)
{
	static struct seller sellers[THREADS];
	struct shop *shop = *state;
	struct rgl_why why = { .size = sizeof(why) };
	int64_t before = visits(shop, shop->rgl);
	int refused = 0;

	atomic_store(&is_full, true);
	start_all(shop, sellers, 3, ROUNDS);
	while (atomic_load(&shop->selling) > 0) {
		int already = atomic_load(&full_writes);

		atomic_store(&is_full, true);
		while (atomic_load(&full_writes) < already + 3 && atomic_load(&shop->selling) > 0)
			(void)sched_yield();
		atomic_store(&is_full, false);
		already = (int)visits(shop, shop->rgl);
		while (visits(shop, shop->rgl) < already + 20 && atomic_load(&shop->selling) > 0)
			(void)sched_yield();
	}
	join_all(shop, sellers);
	open_again(shop);
	for (int i = 0; i < THREADS * ROUNDS; i++) {
		int32_t first = sellers[i / ROUNDS].answers[i % ROUNDS];

		assert_true(first == RGL_OK || first == RGL_E_FULL);
		refused += first != RGL_OK;
		assert_int_equal(sell(&sellers[i / ROUNDS], i % ROUNDS, &why),
				 first == RGL_OK ? RGL_EXISTS : RGL_OK);
	}
	assert_true(refused > 0);
	assert_int_equal(visits(shop, shop->rgl), before + THREADS * ROUNDS);
}

/* The till of many threads as a process of its own, until it is killed. */
static void sell_until_killed(struct shop *shop, int run, int told)
{
	static struct seller sellers[THREADS];

	shop->told = told;
	shop->rgl = open_context(shop, "till");
	start_all(shop, sellers, run, INT32_MAX);
	for (;;)
		(void)pause();
}

static void resend(struct shop *shop, int run, int told)
{
	struct seller seller = { .shop = shop, .run = run };
	struct rgl_why why = { .size = sizeof(why) };
	struct acknowledged line;

	while (read(told, &line, sizeof(line)) == sizeof(line)) {
		seller.number = line.number;
		assert_int_equal(sell(&seller, line.round, &why), RGL_EXISTS);
	}
}

/* Killed at any moment, all that any of its threads was told is there. */
static void a_killed_till_loses_nothing_that_any_thread_was_told(void **state)
{
	struct shop *shop = *state;

	for (int run = 0; run < KILLS; run++) {
		struct acknowledged lines[32];
		int told[2];
		pid_t child;

		shop->api->close(shop->rgl);
		assert_int_equal(pipe(told), 0);
		child = fork();
		if (child == 0)
			sell_until_killed(shop, 100 + run, told[1]);
		(void)close(told[1]);
		/* A few more each time, so that it is killed at another moment. */
		for (int i = 0; i < 5 + run * 3; i++)
			assert_int_equal(read(told[0], &lines[i], sizeof(lines[i])),
					 sizeof(lines[i]));
		assert_int_equal(kill(child, SIGKILL), 0);
		assert_int_equal(waitpid(child, NULL, 0), child);
		shop->rgl = open_context(shop, "till");
		assert_non_null(shop->rgl);
		resend(shop, 100 + run, told[0]);
		for (int i = 0; i < 5 + run * 3; i++) {
			struct seller seller = { .shop = shop,
						 .run = 100 + run,
						 .number = lines[i].number };

			assert_int_equal(sell(&seller, lines[i].round, NULL), RGL_EXISTS);
		}
		(void)close(told[0]);
		(void)visits(shop, shop->rgl);
	}
	open_again(shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_threads_were_told_at_once_is_so),
		cmocka_unit_test(a_look_between_shows_only_what_is_committed),
		cmocka_unit_test(a_disk_that_gets_full_now_and_then_loses_and_doubles_nothing),
		cmocka_unit_test(a_killed_till_loses_nothing_that_any_thread_was_told),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
