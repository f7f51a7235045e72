/* test_faults_memory.c - no memory: every allocation of the process fails in turn, the plugin's,
 * SQLite's and cJSON's, once and for good. Nothing leaks, nothing is half done.
 *
 * In:  SOAK_SECONDS and SOAK_SEED (tests/support/soak.h). Every STRIDE-th allocation of opening and
 * of each plain step of a day fails, by the seed (with seconds every third), and every
 * DAY_STRIDE-th of the other steps: rounds of other seeds reach the others. The disk is a simulated
 * one, for its speed; it is well.
 */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/audit.h"
#include "tests/support/disk.h"
#include "tests/support/faults.h"
#include "tests/support/shop.h"
#include "tests/support/soak.h"
#include "tests/support/trade.h"

enum { ALLOCATIONS_MOST = 20000, STRIDE = 12, DAY_STRIDE = 199 };

RGL_EXPORT void *malloc(size_t bytes)
{
	return faults_malloc(bytes);
}

RGL_EXPORT void *calloc(size_t count, size_t bytes)
{
	return faults_calloc(count, bytes);
}

RGL_EXPORT void *realloc(void *memory, size_t bytes)
{
	return faults_realloc(memory, bytes);
}

struct world {
	struct test_shop shop;
	struct rgl_host host;
	struct disk_copy *store;
	struct units units;
	struct soak soak;
	long held; /* blocks that the plugin has of the till's memory */
};

struct sweep_of_a_day {
	struct world *world;
	struct trade trade;
	struct disk_copy *before; /* the store as the step finds it */
	bool once;
	long at;
};

/* What the till lends: it counts. */
static void *lend(void *user, void *memory, size_t bytes)
{
	struct world *world = user;
	void *moved;

	if (bytes == 0) {
		world->held -= memory != NULL;
		free(memory);
		return NULL;
	}
	moved = realloc(memory, bytes);
	world->held += memory == NULL && moved != NULL;
	return moved;
}

static void must(struct sweep_of_a_day *sweep, bool holds, const char *wrong)
{
	if (holds)
		return;
	trade_close(&sweep->trade);
	disk_restart(false);
	fail_msg("seed %llu, allocation %ld %s: %s", (unsigned long long)sweep->world->soak.seed,
		 sweep->at, sweep->once ? "once" : "and all after it", wrong);
}

static void begin_day(struct sweep_of_a_day *sweep)
{
	struct world *world = sweep->world;

	disk_put_back(world->store);
	trade_init(&sweep->trade, regulars_entry(RGL_ABI), &world->host, world->shop.path, 1);
}

static void end_day(struct sweep_of_a_day *sweep)
{
	trade_close(&sweep->trade);
	must(sweep, disk_open_files() == 0, "a file stays open");
	must(sweep, sqlite3_memory_used() == 0, "memory of SQLite was not given back");
	must(sweep, sweep->world->held == 0, "memory of the till was not given back");
}

static bool is_due(struct sweep_of_a_day *sweep, bool is_plain)
{
	struct world *world = sweep->world;
	uint64_t stride = is_plain ? STRIDE : DAY_STRIDE;
	bool due;

	if (world->soak.is_long && is_plain)
		stride = 3;
	due = (uint64_t)sweep->at % stride == world->soak.seed % stride;
	assert_true(sweep->at < ALLOCATIONS_MOST);
	world->soak.runs += due;
	return due;
}

/* ---- Opening ---- */

static bool open_without(struct sweep_of_a_day *sweep)
{
	bool ran_out;
	int32_t rc;

	begin_day(sweep);
	faults_memory(sweep->at, sweep->once);
	rc = trade_open(&sweep->trade);
	ran_out = faults_memory_end();
	sweep->world->soak.faults += ran_out;
	must(sweep, rc == RGL_OK || (ran_out && rc == RGL_E_MEMORY), sweep->trade.wrong);
	end_day(sweep);
	must(sweep, trade_open(&sweep->trade) == RGL_OK, "the store does not open again");
	end_day(sweep);
	return ran_out;
}

static void sweep_opening(struct sweep_of_a_day *sweep)
{
	bool ran_out = true;

	for (sweep->at = 0; ran_out; sweep->at++)
		if (is_due(sweep, true))
			ran_out = open_without(sweep);
	assert_true(sweep->at > 100);
}

/* ---- A step ---- */

/* What came before is settled in its own sweep. */
static bool step_without(struct sweep_of_a_day *sweep, int step)
{
	struct trade *trade = &sweep->trade;
	char wrong[AUDIT_ROOM];
	bool ran_out;

	disk_put_back(sweep->before);
	trade->order_count = step;
	must(sweep, trade_open(trade) == RGL_OK, "the store does not open");
	faults_memory(sweep->at, sweep->once);
	(void)trade_step(trade, step);
	ran_out = faults_memory_end();
	sweep->world->soak.faults += ran_out;
	must(sweep, ran_out || trade->orders[step].acknowledged, "refused without a fault");
	must(sweep, trade->wrong[0] == '\0', trade->wrong);
	trade_settle_order(trade, &trade->orders[step]);
	must(sweep, trade->wrong[0] == '\0', trade->wrong);
	must(sweep, audit_trade(sweep->world->shop.path, trade, &sweep->world->units, wrong),
	     wrong);
	end_day(sweep);
	return ran_out;
}

static void sweep_step(struct sweep_of_a_day *sweep, int step)
{
	bool ran_out = true;

	begin_day(sweep);
	must(sweep, trade_open(&sweep->trade) == RGL_OK, "the store does not open");
	for (int i = 0; i < step; i++)
		must(sweep, trade_step(&sweep->trade, i), "refused without a fault");
	end_day(sweep);
	sweep->before = disk_keep();
	for (sweep->at = 0; ran_out; sweep->at++)
		if (is_due(sweep, step < trade_plain_count()))
			ran_out = step_without(sweep, step);
	disk_free(sweep->before);
	assert_true(sweep->at > 10);
}

static void sweep_all(struct world *world, bool once)
{
	static struct sweep_of_a_day sweep;

	sweep = (struct sweep_of_a_day) { .world = world, .once = once };

	soak_begin(&world->soak, 50);
	while (soak_goes_on(&world->soak)) {
		sweep_opening(&sweep);
		for (int i = 0; i < trade_step_count(); i++)
			sweep_step(&sweep, i);
	}
	soak_report(&world->soak, once ? "memory, once" : "memory, for good");
}

/* One allocation fails, the next would not: what half-noticed it must not go on. */
static void an_allocation_may_fail(void **state)
{
	sweep_all(*state, true);
}

/* Memory that ran out stays out. */
static void memory_may_run_out_for_good(void **state)
{
	sweep_all(*state, false);
}

static int set_up(void **state)
{
	static struct world world;
	struct shop owner;

	trade_make_shop(&world.shop, &owner);
	shop_close(&world.shop);
	world.host = (struct rgl_host) {
		.size = sizeof(world.host), .user = &world, .now_ms = shop_now_ms, .resize = lend
	};
	world.store = disk_keep();
	*state = &world;
	return audit_units(world.shop.path, &world.units) ? 0 : -1;
}

static int tear_down(void **state)
{
	struct world *world = *state;

	disk_free(world->store);
	shop_remove(&world->shop);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_allocation_may_fail),
		cmocka_unit_test(memory_may_run_out_for_good),
	};

	/* Without SQLite's small store of its own every allocation can fail. */
	if (sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK || !disk_start())
		return 1;
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
