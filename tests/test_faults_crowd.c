/* test_faults_crowd.c - four programs of eight threads each, all selling into one store at once:
 * every sale is there once, and each point is counted once.
 *
 * In:  SOAK_SECONDS (tests/support/soak.h): without them each thread sells one day.
 * Not here: how long a till waits (bench/turns.c).
 */
#include "tests/support/check.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/audit.h"
#include "tests/support/shop.h"
#include "tests/support/soak.h"
#include "tests/support/trade.h"

enum { PROGRAMS = 4, THREADS = 8, DAYS_OF_ALL = 90000 };

struct world {
	struct test_shop shop;
	struct trade trade;
	int64_t day;
	struct soak soak;
};

struct seller {
	struct trade trade;
	pthread_t thread;
	bool is_wrong;
};

/* ---- One program ---- */

static void tell(void *user, const struct order *order)
{
	const int *told = user;

	if (order->answer[0] != '\0' &&
	    write(*told, order, sizeof(*order)) != (ssize_t)sizeof(*order))
		_exit(97);
}

static void *sell(void *argument)
{
	struct seller *seller = argument;

	for (int i = 0; i < trade_step_count(); i++)
		if (!trade_step(&seller->trade, i))
			seller->is_wrong = true;
	return NULL;
}

/* Eight threads at one context; each has a day of its own. */
static int run_program(const struct world *world, int64_t day, int told)
{
	static struct seller sellers[THREADS];
	struct rgl *rgl;
	bool is_wrong = false;

	for (int i = 0; i < THREADS; i++) {
		struct trade *trade = &sellers[i].trade;

		trade_init(trade, regulars_entry(RGL_ABI), &world->shop.host.lent, world->shop.path,
			   day + i);
		trade->is_crowded = true;
		trade->tell = tell;
		trade->user = &told;
	}
	if (trade_open(&sellers[0].trade) != RGL_OK)
		return 99;
	rgl = sellers[0].trade.rgl;
	for (int i = 0; i < THREADS; i++) {
		sellers[i].trade.rgl = rgl;
		if (pthread_create(&sellers[i].thread, NULL, sell, &sellers[i]) != 0)
			return 98;
	}
	for (int i = 0; i < THREADS; i++) {
		(void)pthread_join(sellers[i].thread, NULL);
		is_wrong = is_wrong || sellers[i].is_wrong;
	}
	trade_close(&sellers[0].trade);
	return is_wrong ? 96 : 0;
}

/* ---- All of them ---- */

static void listen(struct trade *trade, int told)
{
	struct order order;

	while (read(told, &order, sizeof(order)) == (ssize_t)sizeof(order)) {
		assert_in_range(trade->order_count, 0, TRADE_ORDERS - 1);
		trade->orders[trade->order_count++] = order;
		if (!order.acknowledged)
			print_message("# %s -> %s\n", order.request, order.answer);
	}
}

static void run_programs(struct world *world)
{
	pid_t children[PROGRAMS];
	int told[2];
	int status = 0;

	assert_int_equal(pipe(told), 0);
	for (int i = 0; i < PROGRAMS; i++) {
		children[i] = fork();
		assert_true(children[i] >= 0);
		if (children[i] == 0) {
			(void)close(told[0]);
			_exit(run_program(world, world->day + i * THREADS, told[1]));
		}
	}
	(void)close(told[1]);
	listen(&world->trade, told[0]);
	(void)close(told[0]);
	for (int i = 0; i < PROGRAMS; i++) {
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_int_equal(status, 0);
	}
	world->day += (int64_t)PROGRAMS * THREADS;
}

static void sell_and_look(struct world *world)
{
	struct trade *trade = &world->trade;
	struct units units = { { 0 } };
	char wrong[AUDIT_ROOM];

	assert_true(audit_units(world->shop.path, &units));
	trade_init(trade, regulars_entry(RGL_ABI), &world->shop.host.lent, world->shop.path, 1);
	run_programs(world);
	assert_int_equal(trade->order_count, PROGRAMS * THREADS * trade_step_count());
	assert_int_equal(trade_open(trade), RGL_OK);
	trade_settle(trade);
	if (trade->wrong[0] != '\0' || !audit_trade(world->shop.path, trade, &units, wrong)) {
		trade_close(trade);
		fail_msg("%s%s", trade->wrong, trade->wrong[0] == '\0' ? wrong : "");
	}
	trade_close(trade);
	world->soak.runs++;
}

static void everyone_sells_at_once(void **state)
{
	struct world *world = *state;

	soak_begin(&world->soak, 100);
	while (soak_goes_on(&world->soak) && world->day < DAYS_OF_ALL)
		sell_and_look(world);
	soak_report(&world->soak, "four programs, eight threads");
}

static int set_up(void **state)
{
	static struct world world;
	struct shop owner;

	trade_make_shop(&world.shop, &owner);
	shop_close(&world.shop);
	world.day = 1;
	*state = &world;
	return 0;
}

static int tear_down(void **state)
{
	struct world *world = *state;

	shop_remove(&world->shop);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everyone_sells_at_once),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
