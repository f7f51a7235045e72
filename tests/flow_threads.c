/* SPDX-License-Identifier: Apache-2.0 */
/* flow_threads.c - a till of many threads: eight of them at one context at once, each doing what a
 * till does, and in the end every sale and every point is counted once.
 *
 * In:  REGULARS_SO and REGULARS, the library and the command.
 * Not here: what only a sanitizer sees; run this under ThreadSanitizer as well.
 */
#include "plugin/regulars.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { THREADS = 8, ROUNDS = 40, ANSWER_ROOM = RGL_ANSWER_ROOM, CENTS = 420, POINTS = 4 };

struct shop {
	void *library;
	const struct rgl_api *api;
	struct rgl *rgl;
	struct rgl_member member;
	atomic_int wrong;
	atomic_long logged;
	pthread_barrier_t start;
};

struct worker {
	struct shop *shop;
	int number;
	pthread_t thread;
	char answer[ANSWER_ROOM];
};

/* ---- What one thread does ---- */

static void expect(struct worker *worker, bool holds)
{
	if (!holds)
		atomic_fetch_add(&worker->shop->wrong, 1);
}

/* Every third is sent twice, as a till does whose answer got lost. */
static void sell(struct worker *worker, int round)
{
	struct shop *shop = worker->shop;
	struct rgl_line line = {
		.size = sizeof(line), .name = "Tea", .qty_milli = 1000, .total_minor = CENTS
	};
	struct rgl_outcome outcome = { .size = sizeof(outcome) };
	struct rgl_why why = { .size = sizeof(why) };
	char id[32];
	struct rgl_sale sale = { .size = sizeof(sale),
				 .id = id,
				 .currency = "EUR",
				 .member_id = shop->member.id,
				 .lines = &line,
				 .line_count = 1,
				 .total_minor = CENTS };

	(void)snprintf(id, sizeof(id), "C-%d-%d", worker->number, round);
	/* The clock of a sale sent again is the till's, so that both are the same. */
	sale.at_ms = INT64_C(1795248000000) + round;
	expect(worker, shop->api->sale(shop->rgl, &sale, &outcome, &why) == RGL_OK);
	expect(worker, outcome.points == POINTS && outcome.member_id == shop->member.id);
	if (round % 3 == 0)
		expect(worker, shop->api->sale(shop->rgl, &sale, &outcome, &why) == RGL_EXISTS);
}

static void identify(struct worker *worker)
{
	struct shop *shop = worker->shop;
	struct rgl_member member = { .size = sizeof(member) };
	struct rgl_why why = { .size = sizeof(why) };

	expect(worker, shop->api->identify(shop->rgl, shop->member.qr, strlen(shop->member.qr),
					   &member, &why) == RGL_OK);
	expect(worker, member.id == shop->member.id && member.points == POINTS * member.visits);
	expect(worker, shop->api->identify(shop->rgl, "0000", 4, &member, &why) == RGL_E_UNKNOWN &&
			       strstr(why.text, "Not a card of ours") != NULL);
}

static void enrol(struct worker *worker, int round)
{
	struct shop *shop = worker->shop;
	struct rgl_member member = { .size = sizeof(member) };
	struct rgl_why why = { .size = sizeof(why) };
	char name[32];
	struct rgl_enrolment enrolment = { .size = sizeof(enrolment), .name = name };

	(void)snprintf(name, sizeof(name), "Guest %d of %d", round, worker->number);
	expect(worker, shop->api->enrol(shop->rgl, &enrolment, &member, &why) == RGL_OK);
	expect(worker, strcmp(member.name, name) == 0 && member.qr[0] != '\0');
}

static bool asks(struct worker *worker, const char *json)
{
	struct shop *shop = worker->shop;
	size_t length = sizeof(worker->answer);

	return shop->api->request(shop->rgl, json, strlen(json), worker->answer, &length) ==
		       RGL_OK &&
	       strncmp(worker->answer, "{\"ok\":true", 10) == 0;
}

static void request(struct worker *worker, int round)
{
	char json[256];

	(void)snprintf(json, sizeof(json),
		       "{\"op\":\"sale\",\"sale\":{\"id\":\"J-%d-%d\",\"currency\":\"EUR\","
		       "\"member\":{\"id\":%lld},\"total\":420,\"lines\":[{\"name\":\"Tea\","
		       "\"total\":420}]}}",
		       worker->number, round, (long long)worker->shop->member.id);
	expect(worker, asks(worker, json));
	if (round % 10 != worker->number % 10)
		return;
	(void)snprintf(json, sizeof(json),
		       "{\"op\":\"receipt\",\"sale_id\":\"J-%d-%d\",\"to\":\"text\"}",
		       worker->number, round);
	expect(worker, asks(worker, json) && strstr(worker->answer, "Tea") != NULL);
	expect(worker, asks(worker, "{\"op\":\"report\",\"name\":\"cohorts\"}"));
	expect(worker, !asks(worker, "{\"op\":\"dance\"}"));
}

static void look(struct worker *worker)
{
	struct shop *shop = worker->shop;
	struct rgl_printing printing = { .size = sizeof(printing) };
	struct rgl_shop view = { .size = sizeof(view) };
	struct rgl_why why = { .size = sizeof(why) };

	expect(worker, shop->api->shop(shop->rgl, &view, &why) == RGL_OK);
	expect(worker, view.members >= 1 && strcmp(view.currency, "EUR") == 0);
	expect(worker, shop->api->printing(shop->rgl, &printing, &why) == RGL_OK);
	expect(worker, strcmp(shop->api->words(RGL_OK), "done") == 0);
}

static void *work(void *user)
{
	struct worker *worker = user;

	(void)pthread_barrier_wait(&worker->shop->start);
	for (int round = 0; round < ROUNDS; round++) {
		sell(worker, round);
		identify(worker);
		if (round % 4 == 0)
			enrol(worker, round);
		request(worker, round);
		look(worker);
	}
	return NULL;
}

/* ---- The shop ---- */

static void count_line(void *user, int32_t level, const char *line)
{
	struct shop *shop = user;

	(void)level;
	(void)line;
	atomic_fetch_add(&shop->logged, 1);
}

static int32_t shop_open(struct shop *shop)
{
	struct rgl_host host = { .size = sizeof(host), .user = shop, .log = count_line };
	struct rgl_options options = { .size = sizeof(options), .store = "shop.db" };
	struct rgl_why why = { .size = sizeof(why) };
	int32_t rc = shop->api->open(&host, &options, &shop->rgl, &why);

	if (rc < 0)
		print_error("%s\n", why.text);
	return rc;
}

static int set_up(void **state)
{
	struct shop *shop = calloc(1, sizeof(*shop));
	const struct rgl_api *(*entry)(uint32_t) = NULL;
	const char *library = getenv("REGULARS_SO");
	const char *place = getenv("TMPDIR");
	char folder[] = "threads-XXXXXX";

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
	return shop->api != NULL && shop_open(shop) == RGL_OK ? 0 : -1;
}

static int tear_down(void **state)
{
	struct shop *shop = *state;

	shop->api->close(shop->rgl);
	(void)dlclose(shop->library);
	free(shop);
	return system("rm -f shop.db* init.log") == 0 ? 0 : -1;
}

static void run_all(struct shop *shop)
{
	static struct worker workers[THREADS];

	assert_int_equal(pthread_barrier_init(&shop->start, NULL, THREADS), 0);
	for (int i = 0; i < THREADS; i++) {
		workers[i].shop = shop;
		workers[i].number = i;
		assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
	}
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
	(void)pthread_barrier_destroy(&shop->start);
}

static void assert_totals(struct shop *shop)
{
	struct rgl_member member = { .size = sizeof(member) };
	struct rgl_shop view = { .size = sizeof(view) };

	assert_int_equal(shop->api->identify(shop->rgl, shop->member.qr, strlen(shop->member.qr),
					     &member, NULL),
			 RGL_OK);
	assert_int_equal(member.visits, THREADS * ROUNDS * 2);
	assert_int_equal(member.points, THREADS * ROUNDS * 2 * POINTS);
	assert_int_equal(shop->api->shop(shop->rgl, &view, NULL), RGL_OK);
	assert_int_equal(view.members, 1 + THREADS * (ROUNDS / 4));
}

static void eight_threads_at_one_context_lose_and_double_nothing(void **state)
{
	struct rgl_enrolment enrolment = { .size = sizeof(enrolment), .name = "Nora Winter" };
	struct shop *shop = *state;

	shop->member = (struct rgl_member) { .size = sizeof(shop->member) };
	assert_int_equal(shop->api->enrol(shop->rgl, &enrolment, &shop->member, NULL), RGL_OK);
	run_all(shop);
	assert_int_equal(atomic_load(&shop->wrong), 0);
	assert_totals(shop);
	/* Each refusal was logged: a scan a round, and the op that there is not. */
	assert_true(atomic_load(&shop->logged) >= THREADS * ROUNDS);
}

/* The next day the store says the same, and the doctor agrees. */
static void what_they_did_is_there_when_it_is_opened_again(void **state)
{
	struct shop *shop = *state;

	shop->api->close(shop->rgl);
	shop->rgl = NULL;
	assert_int_equal(system("\"$REGULARS\" doctor --store shop.db >init.log 2>&1"), 0);
	assert_int_equal(shop_open(shop), RGL_OK);
	assert_totals(shop);
}

struct talker {
	const struct rgl_api *api;
	struct rgl *rgl;
	int answered;
};

/* A till's log window may well ask how the printing goes. */
static void log_and_ask(void *user, int32_t level, const char *line)
{
	struct rgl_printing printing = { .size = sizeof(printing) };
	struct talker *talker = user;

	(void)level;
	(void)line;
	if (talker->rgl != NULL && talker->api->printing(talker->rgl, &printing, NULL) == RGL_OK)
		talker->answered++;
}

/* A log callback runs when the context is free again: it may call back. */
static void a_log_may_call_back(void **state)
{
	struct shop *shop = *state;
	struct talker talker = { .api = shop->api };
	struct rgl_host host = { .size = sizeof(host), .user = &talker, .log = log_and_ask };
	struct rgl_options options = { .size = sizeof(options), .store = "shop.db" };
	struct rgl_member member = { .size = sizeof(member) };

	assert_int_equal(shop->api->open(&host, &options, &talker.rgl, NULL), RGL_OK);
	assert_int_equal(shop->api->identify(talker.rgl, "NOBODY", 6, &member, NULL),
			 RGL_E_UNKNOWN);
	assert_int_equal(talker.answered, 1);
	shop->api->close(talker.rgl);
}

/* ---- Receipts meanwhile ---- */

enum { DRAWERS = 4, DRAWN = 6 };

struct press {
	const struct rgl_api *api;
	struct rgl *rgl;
	pthread_mutex_t lock;
	pthread_cond_t came;
	int printed;
	atomic_int wrong;
	atomic_int next;
};

static int32_t take_paper(void *user, const void *bytes, size_t length)
{
	struct press *press = user;

	(void)bytes;
	(void)pthread_mutex_lock(&press->lock);
	press->printed += length > 0 ? 1 : 0;
	(void)pthread_cond_signal(&press->came);
	(void)pthread_mutex_unlock(&press->lock);
	return 0;
}

/* A sale, which prints; then its receipt in every form, in a language of its own. */
static bool sell_and_draw(struct press *press, int number)
{
	static const char *const LANGUAGES[] = { "da", "ar", "ja", "hi" };
	static _Thread_local char answer[ANSWER_ROOM];
	struct rgl_line line = {
		.size = sizeof(line), .name = "Tea", .qty_milli = 1000, .total_minor = CENTS
	};
	struct rgl_outcome outcome = { .size = sizeof(outcome) };
	struct rgl_printing printing = { .size = sizeof(printing) };
	char id[32];
	char json[128];
	size_t length = sizeof(answer);
	struct rgl_sale sale = { .size = sizeof(sale),
				 .id = id,
				 .currency = "EUR",
				 .lines = &line,
				 .flags = RGL_PRINT,
				 .line_count = 1,
				 .total_minor = CENTS };
	bool is_fine;

	(void)snprintf(id, sizeof(id), "P-%d", number);
	(void)snprintf(json, sizeof(json),
		       "{\"op\":\"receipt\",\"sale_id\":\"%s\",\"to\":\"html\",\"language\":"
		       "\"%s\"}",
		       id, LANGUAGES[number % 4]);
	is_fine = press->api->sale(press->rgl, &sale, &outcome, NULL) == RGL_OK &&
		  outcome.receipt != 0 &&
		  press->api->request(press->rgl, json, strlen(json), answer, &length) == RGL_OK;
	for (int32_t form = RGL_PNG; form <= RGL_HTML; form++) {
		length = sizeof(answer);
		is_fine = is_fine && press->api->receipt(press->rgl, id, form, answer, &length,
							 NULL) == RGL_OK;
	}
	return is_fine && press->api->printing(press->rgl, &printing, NULL) == RGL_OK;
}

static void *draw(void *user)
{
	struct press *press = user;

	for (int i = 0; i < DRAWN; i++)
		if (!sell_and_draw(press, atomic_fetch_add(&press->next, 1)))
			atomic_fetch_add(&press->wrong, 1);
	return NULL;
}

static void await_paper(struct press *press)
{
	assert_int_equal(pthread_mutex_lock(&press->lock), 0);
	while (press->printed < DRAWERS * DRAWN)
		assert_int_equal(pthread_cond_wait(&press->came, &press->lock), 0);
	assert_int_equal(press->printed, DRAWERS * DRAWN);
	assert_int_equal(pthread_mutex_unlock(&press->lock), 0);
}

/* Tills sell, look at receipts in languages of their own and ask how the printing goes, while the
 * printing thread draws too: each has its own words and fonts, and each sale is printed once. */
static void receipts_are_drawn_and_printed_while_tills_sell(void **state)
{
	struct shop *shop = *state;
	struct press press = { .api = shop->api,
			       .lock = PTHREAD_MUTEX_INITIALIZER,
			       .came = PTHREAD_COND_INITIALIZER };
	struct rgl_host host = { .size = sizeof(host), .user = &press, .print = take_paper };
	struct rgl_options options = {
		.size = sizeof(options), .store = "shop.db", .till = "press", .printer = "host"
	};
	pthread_t threads[DRAWERS];

	assert_int_equal(shop->api->open(&host, &options, &press.rgl, NULL), RGL_OK);
	for (int i = 0; i < DRAWERS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, draw, &press), 0);
	for (int i = 0; i < DRAWERS; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	assert_int_equal(press.wrong, 0);
	await_paper(&press);
	shop->api->close(press.rgl);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(eight_threads_at_one_context_lose_and_double_nothing),
		cmocka_unit_test(what_they_did_is_there_when_it_is_opened_again),
		cmocka_unit_test(a_log_may_call_back),
		cmocka_unit_test(receipts_are_drawn_and_printed_while_tills_sell),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
