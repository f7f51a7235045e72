/* test_moments_threads.c - eight at once: a token takes one answer, and a member is asked once,
 * through one context and through two stores that two programs have open. */
#include "tests/support/check.h"

#include <pthread.h>
#include <stdatomic.h>

#include "tests/test_moment_shop.h"

enum { THREADS = 8, ROUNDS = 12 };

/* Two tills of one shop; of one program both are the same. */
struct tills {
	struct test_shop shop;
	const struct rgl_api *api;
	struct rgl *first;
	struct rgl *second;
	char token[TOKEN_ROOM];
	int round;
	bool is_same; /* all say the same */
	pthread_barrier_t start;
	atomic_int taken;
	atomic_int done;
	atomic_int before;
	atomic_int asked;
};

struct worker {
	struct tills *tills;
	int number;
	pthread_t thread;
	char answer[RGL_ANSWER_ROOM];
};

static struct rgl *open_till(const struct tills *tills, const char *name)
{
	const struct rgl_host lent = { .size = sizeof(lent), .now_ms = shop_now_ms };
	const struct rgl_options options = { .size = sizeof(options),
					     .store = tills->shop.path,
					     .till = name,
					     .patience_ms = 20000 };
	struct rgl_why why = { .size = sizeof(why) };
	struct rgl *till = NULL;

	assert_int_equal(tills->api->open(&lent, &options, &till, &why), RGL_OK);
	return till;
}

static void tills_open(struct tills *ret, bool are_two)
{
	*ret = (struct tills) { 0 };
	asking_make(&ret->shop, "mood");
	ret->api = regulars_entry(RGL_ABI);
	ret->first = open_till(ret, "one");
	ret->second = are_two ? open_till(ret, "two") : ret->first;
	assert_int_equal(pthread_barrier_init(&ret->start, NULL, THREADS), 0);
}

static void tills_close(struct tills *tills)
{
	(void)pthread_barrier_destroy(&tills->start);
	if (tills->second != tills->first)
		tills->api->close(tills->second);
	tills->api->close(tills->first);
	shop_is_sound(&tills->shop);
	shop_remove(&tills->shop);
}

static void ask(struct worker *worker, const char *json)
{
	struct tills *tills = worker->tills;
	size_t length = sizeof(worker->answer);

	if (tills->api->request(worker->number % 2 == 0 ? tills->first : tills->second, json,
				strlen(json), worker->answer, &length) != RGL_OK)
		worker->answer[0] = '\0';
}

static void *answer(void *user)
{
	struct worker *worker = user;
	struct tills *tills = worker->tills;
	char json[256];

	(void)snprintf(json, sizeof(json),
		       "{\"op\":\"moment\",\"token\":\"%s\",\"mood\":4,\"words\":\"%d\"}",
		       tills->token, tills->is_same ? 0 : worker->number);
	(void)pthread_barrier_wait(&tills->start);
	ask(worker, json);
	if (strstr(worker->answer, "\"code\":\"OK\"") != NULL)
		atomic_fetch_add(&tills->done, 1);
	if (strstr(worker->answer, "\"code\":\"EXISTS\"") != NULL)
		atomic_fetch_add(&tills->before, 1);
	if (strstr(worker->answer, "\"code\":\"E_TAKEN\"") != NULL)
		atomic_fetch_add(&tills->taken, 1);
	return NULL;
}

static void *sell(void *user)
{
	struct worker *worker = user;
	struct tills *tills = worker->tills;
	char json[512];

	(void)snprintf(json, sizeof(json),
		       "{\"op\":\"sale\",\"print\":true,\"sale\":{\"id\":\"T-%d-%d\","
		       "\"currency\":\"EUR\",\"total\":100,\"lines\":[{\"total\":100}],\"member\":{"
		       "\"id\":%lld}}}",
		       tills->round, worker->number, (long long)tills->shop.member);
	(void)pthread_barrier_wait(&tills->start);
	ask(worker, json);
	if (strstr(worker->answer, "\"code\":\"OK\"") != NULL)
		atomic_fetch_add(&tills->done, 1);
	if (strstr(worker->answer, "\"question\":\"RG3") != NULL)
		atomic_fetch_add(&tills->asked, 1);
	return NULL;
}

static void all_at_once(struct tills *tills, void *(*work)(void *))
{
	static struct worker workers[THREADS];

	atomic_store(&tills->taken, 0);
	atomic_store(&tills->done, 0);
	atomic_store(&tills->before, 0);
	atomic_store(&tills->asked, 0);
	for (int i = 0; i < THREADS; i++) {
		workers[i].tills = tills;
		workers[i].number = i;
		assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
	}
	for (int i = 0; i < THREADS; i++)
		(void)pthread_join(workers[i].thread, NULL);
}

/* A receipt of a member of its own, so that each round asks. */
static void next_question(struct tills *tills)
{
	char id[32];

	(void)shop_run(&tills->shop, "UPDATE member_care SET asked_ms = 0");
	(void)snprintf(id, sizeof(id), "Q-%d", tills->round);
	asking_token(&tills->shop, id, tills->token);
}

static void one_answer_is_taken(bool are_two)
{
	struct tills tills;

	tills_open(&tills, are_two);
	for (tills.round = 0; tills.round < ROUNDS; tills.round++) {
		tills.is_same = tills.round % 2 == 1;
		next_question(&tills);
		all_at_once(&tills, answer);
		assert_int_equal(atomic_load(&tills.done), 1);
		assert_int_equal(atomic_load(tills.is_same ? &tills.before : &tills.taken),
				 THREADS - 1);
		assert_int_equal(shop_number(&tills.shop, "SELECT count(*) FROM moment"),
				 tills.round + 1);
	}
	assert_int_equal(shop_number(&tills.shop, "SELECT count(*) FROM asked"
						  " WHERE answer IS NOT NULL"),
			 ROUNDS);
	tills_close(&tills);
}

static void one_receipt_asks(bool are_two)
{
	struct tills tills;

	tills_open(&tills, are_two);
	for (tills.round = 0; tills.round < ROUNDS; tills.round++) {
		(void)shop_run(&tills.shop, "UPDATE member_care SET asked_ms = 0");
		all_at_once(&tills, sell);
		assert_int_equal(atomic_load(&tills.done), THREADS);
		assert_int_equal(atomic_load(&tills.asked), 1);
		assert_int_equal(shop_number(&tills.shop, "SELECT count(*) FROM asked"),
				 tills.round + 1);
	}
	tills_close(&tills);
}

static void eight_threads_give_one_answer(void **state)
{
	(void)state;
	one_answer_is_taken(false);
}

static void eight_threads_at_two_stores_give_one_answer(void **state)
{
	(void)state;
	one_answer_is_taken(true);
}

/* Nobody is asked twice in a season, however many tills sell to them at once. */
static void eight_threads_ask_once(void **state)
{
	(void)state;
	one_receipt_asks(false);
}

static void eight_threads_at_two_stores_ask_once(void **state)
{
	(void)state;
	one_receipt_asks(true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(eight_threads_give_one_answer),
		cmocka_unit_test(eight_threads_at_two_stores_give_one_answer),
		cmocka_unit_test(eight_threads_ask_once),
		cmocka_unit_test(eight_threads_at_two_stores_ask_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
