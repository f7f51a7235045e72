/* test_gestures_threads.c - eight at once: a budget of five gives exactly five, its worth is never
 * exceeded, an id gives once, and codes are looked at one at a time; through one context, and
 * through two stores that two programs have open.
 */
#include "tests/support/check.h"

#include <pthread.h>
#include <stdatomic.h>

#include "tests/test_gesture_shop.h"

enum { THREADS = 8, ROUNDS = 6 };

/* What all threads do at the same time. */
enum work { SELL_NOTES, SELL_POINTS, GIVE_POINTS, GIVE_ONE, GUESS };

/* Two tills of one shop; of one program both are the same. */
struct tills {
	struct giving giving;
	const struct rgl_api *api;
	struct rgl *first;
	struct rgl *second;
	enum work work;
	int round;
	pthread_barrier_t start;
	atomic_int given;
	atomic_int before;
	atomic_int over;
	atomic_int wrong;
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
					     .store = tills->giving.shop.path,
					     .till = name,
					     .patience_ms = 30000 };
	struct rgl_why why = { .size = sizeof(why) };
	struct rgl *till = NULL;

	assert_int_equal(tills->api->open(&lent, &options, &till, &why), RGL_OK);
	return till;
}

static void tills_open(struct tills *ret, bool are_two)
{
	*ret = (struct tills) { 0 };
	giving_open(&ret->giving);
	assert_int_equal(manager_add(ret->giving.shop.store, "Mia", "4711"), RGL_OK);
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
	giving_close(&tills->giving);
}

static struct rgl *till_of(const struct worker *worker)
{
	return worker->number % 2 == 0 ? worker->tills->first : worker->tills->second;
}

/* Through the table of C calls, with a gesture each. */
static void sell(struct worker *worker, const struct rgl_gesture *gesture)
{
	struct tills *tills = worker->tills;
	struct rgl_line line = { .size = sizeof(line), .qty_milli = 1000, .total_minor = 500 };
	struct rgl_outcome outcome = { .size = sizeof(outcome) };
	struct rgl_why why = { .size = sizeof(why) };
	char cashier[16];
	char id[32];
	struct rgl_sale sale = { .size = sizeof(sale),
				 .id = id,
				 .cashier = cashier,
				 .currency = "EUR",
				 .member_id = tills->giving.shop.member,
				 .lines = &line,
				 .line_count = 1,
				 .total_minor = 500,
				 .gestures = gesture,
				 .gesture_count = 1 };

	(void)snprintf(id, sizeof(id), "S-%d-%d", tills->round, worker->number);
	(void)snprintf(cashier, sizeof(cashier), "C%d", tills->round);
	if (tills->api->sale(till_of(worker), &sale, &outcome, &why) != RGL_OK)
		atomic_fetch_add(&tills->wrong, 1);
	atomic_fetch_add(why.code < 0 ? &tills->over : &tills->given, 1);
	if (gesture->points > 0 && outcome.gesture_points != (why.code < 0 ? 0 : gesture->points))
		atomic_fetch_add(&tills->wrong, 1);
}

/* Which of the counters an answer is for. */
static atomic_int *counter_of(struct tills *tills, const char *answer)
{
	if (strstr(answer, "\"code\":\"OK\"") != NULL)
		return &tills->given;
	if (strstr(answer, "\"code\":\"EXISTS\"") != NULL)
		return &tills->before;
	return strstr(answer, "\"code\":\"E_LIMIT\"") != NULL ? &tills->over : &tills->wrong;
}

/* Through the JSON door, apart from a sale. */
static void give(struct worker *worker, int number, const char *more)
{
	struct tills *tills = worker->tills;
	size_t length = sizeof(worker->answer);
	char json[256];

	(void)snprintf(json, sizeof(json),
		       "{\"op\":\"gesture\",\"id\":\"G-%d-%d\",\"cashier\":\"C%d\",\"member\":"
		       "{\"id\":%lld},\"kind\":\"points\",%s}",
		       tills->round, number, tills->round, (long long)tills->giving.shop.member,
		       more);
	worker->answer[0] = '\0';
	(void)tills->api->request(till_of(worker), json, strlen(json), worker->answer, &length);
	atomic_fetch_add(counter_of(tills, worker->answer), 1);
}

static void *work(void *user)
{
	const struct rgl_gesture note = { .size = sizeof(note), .kind = RGL_GESTURE_NOTE };
	const struct rgl_gesture points = { .size = sizeof(points),
					    .kind = RGL_GESTURE_POINTS,
					    .points = 450 };
	struct worker *worker = user;

	(void)pthread_barrier_wait(&worker->tills->start);
	switch (worker->tills->work) {
	case SELL_NOTES:
		sell(worker, &note);
		break;
	case SELL_POINTS:
		sell(worker, &points);
		break;
	case GIVE_POINTS:
		give(worker, worker->number, "\"points\":450");
		break;
	case GIVE_ONE:
		give(worker, 0, "\"points\":450");
		break;
	case GUESS:
		give(worker, worker->number,
		     "\"points\":900,\"manager\":\"Mia\",\"code\":\"0815\"");
		break;
	}
	return NULL;
}

static void together(struct tills *tills, enum work what, int round)
{
	static struct worker workers[THREADS];

	tills->work = what;
	tills->round = round;
	tills->given = 0;
	tills->before = 0;
	tills->over = 0;
	for (int i = 0; i < THREADS; i++) {
		workers[i].tills = tills;
		workers[i].number = i;
		assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
	}
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
	assert_int_equal(tills->wrong, 0);
}

static void budgets_hold(struct tills *tills)
{
	for (int round = 0; round < ROUNDS; round++) {
		together(tills, SELL_NOTES, 100 + round);
		assert_int_equal(tills->given, 5);
		assert_int_equal(tills->over, THREADS - 5);
		together(tills, SELL_POINTS, 200 + round);
		assert_int_equal(tills->given, 4);
		together(tills, GIVE_POINTS, 300 + round);
		assert_int_equal(tills->given, 4);
		assert_int_equal(tills->over, THREADS - 4);
		together(tills, GIVE_ONE, 400 + round);
		assert_int_equal(tills->given, 1);
		assert_int_equal(tills->before, THREADS - 1);
	}
	assert_int_equal(shop_number(&tills->giving.shop,
				     "SELECT max(worth) FROM (SELECT sum(worth_minor) AS worth"
				     " FROM gesture GROUP BY shift)"),
			 1800);
	/* Whoever guesses at eight tills at once has five guesses, as at one. */
	together(tills, GUESS, 500);
	assert_int_equal(tills->over, THREADS);
	assert_int_equal(shop_number(&tills->giving.shop, "SELECT failed FROM manager"), 5);
}

static void through_one_context_budgets_hold(void **state)
{
	struct tills tills;

	(void)state;
	tills_open(&tills, false);
	budgets_hold(&tills);
	tills_close(&tills);
}

static void through_two_stores_budgets_hold(void **state)
{
	struct tills tills;

	(void)state;
	tills_open(&tills, true);
	budgets_hold(&tills);
	tills_close(&tills);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(through_one_context_budgets_hold),
		cmocka_unit_test(through_two_stores_budgets_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
