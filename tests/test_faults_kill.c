/* test_faults_kill.c - a selling program killed in the middle of whatever, over and over, on one
 * file of the real disk: what it was told is there once, the rest wholly or not.
 *
 * In:  SOAK_SECONDS and SOAK_SEED (tests/support/soak.h): without seconds ROUNDS kills.
 * Not here: a kill at each write in turn (test_faults_disk.c), which finds more; this one has the
 *      system's own locks, files and shared memory.
 */
#include "tests/support/check.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/audit.h"
#include "tests/support/shop.h"
#include "tests/support/soak.h"
#include "tests/support/trade.h"

enum { ROUNDS = 20, DAYS = 5, DAYS_OF_ALL = 90000 };

struct world {
	struct test_shop shop;
	struct trade trade;
	int64_t day;
	struct soak soak;
};

/* ---- The program that is killed ---- */

static void tell(void *user, const struct order *order)
{
	const int *told = user;

	if (write(*told, order, sizeof(*order)) != (ssize_t)sizeof(*order))
		_exit(97);
}

static void sell_until_killed(const struct world *world, int told)
{
	static struct trade trade;

	trade_init(&trade, regulars_entry(RGL_ABI), &world->shop.host.lent, world->shop.path,
		   world->day);
	trade.tell = tell;
	trade.user = &told;
	if (trade_open(&trade) != RGL_OK)
		_exit(99);
	for (int day = 0; day < DAYS; day++, trade.day++) {
		trade.order_count = 0;
		for (int i = 0; i < trade_step_count(); i++)
			if (!trade_step(&trade, i))
				_exit(98);
	}
	for (;;)
		(void)pause();
}

/* ---- Its murderer ---- */

/* An order comes twice: before it is sent, and when it is answered. */
static bool listen(struct trade *trade, int told)
{
	struct order order;

	if (read(told, &order, sizeof(order)) != (ssize_t)sizeof(order))
		return false;
	if (order.answer[0] == '\0')
		trade->order_count++;
	assert_in_range(trade->order_count, 1, TRADE_ORDERS);
	trade->orders[trade->order_count - 1] = order;
	return true;
}

static void kill_a_seller(struct world *world, int messages)
{
	int told[2];
	int status = 0;
	pid_t child;

	assert_int_equal(pipe(told), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		(void)close(told[0]);
		sell_until_killed(world, told[1]);
	}
	(void)close(told[1]);
	while (messages > 0 && listen(&world->trade, told[0]))
		messages--;
	assert_int_equal(kill(child, SIGKILL), 0);
	while (listen(&world->trade, told[0]))
		;
	(void)close(told[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(messages, 0);
	assert_true(WIFSIGNALED(status));
}

static void must(struct world *world, bool holds, const char *wrong)
{
	if (holds)
		return;
	trade_close(&world->trade);
	fail_msg("seed %llu, day %lld: %s", (unsigned long long)world->soak.seed,
		 (long long)world->day, wrong);
}

static void kill_once(struct world *world, uint64_t *chance)
{
	struct trade *trade = &world->trade;
	int messages = (int)(next_number(chance) % (uint64_t)(2 * trade_step_count() * (DAYS - 2)));
	struct units units = { { 0 } };
	char wrong[AUDIT_ROOM];

	must(world, audit_units(world->shop.path, &units), "the store cannot be read");
	trade_init(trade, regulars_entry(RGL_ABI), &world->shop.host.lent, world->shop.path,
		   world->day);
	kill_a_seller(world, messages);
	must(world, trade_open(trade) == RGL_OK, "the store does not open again");
	must(world, audit_store(world->shop.path, wrong), wrong);
	trade_settle(trade);
	must(world, trade->wrong[0] == '\0', trade->wrong);
	must(world, audit_trade(world->shop.path, trade, &units, wrong), wrong);
	trade_close(trade);
	world->day += DAYS;
	world->soak.runs++;
	world->soak.faults++;
}

static void what_was_acknowledged_outlives_the_program(void **state)
{
	struct world *world = *state;

	soak_begin(&world->soak, 100);
	while (soak_goes_on(&world->soak) && world->day < DAYS_OF_ALL) {
		uint64_t chance = world->soak.seed;

		for (int i = 0; i < ROUNDS && world->day < DAYS_OF_ALL; i++)
			kill_once(world, &chance);
	}
	soak_report(&world->soak, "kill -9");
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
		cmocka_unit_test(what_was_acknowledged_outlives_the_program),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
