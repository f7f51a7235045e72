/* test_faults_threads.c - threads that sell through one context, on a disk that fails: a commit
 * that several share is there for all of them or for none, and each is told the truth.
 *
 * In:  SOAK_SECONDS and SOAK_SEED (tests/support/soak.h). Without seconds every STRIDE-th n is
 * tried. Not here: one thread, each n (test_faults_disk.c). Which thread meets the fault is for the
 * system to say, so that a seed does not bring back the same run, only one of its kind.
 */
#include "tests/support/check.h"

#include <pthread.h>
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

enum { THREADS = 4, RUNS_MOST = 100000 };

/* Memory of this program can run out, SQLite's too: it finds these first. */
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

struct seller {
	struct trade trade;
	pthread_barrier_t *gate;
	pthread_t thread;
};

struct world {
	struct test_shop shop;
	struct disk_copy *store;
	struct units units;
	struct soak soak;
	struct seller sellers[THREADS];
	struct trade all; /* the orders of every seller */
	pthread_barrier_t gate;
	enum disk_fault fault; /* DISK_WELL: an allocation fails */
	int64_t at;
};

static void must(struct world *world, bool holds, const char *wrong)
{
	if (holds)
		return;
	trade_close(&world->all);
	disk_restart(false);
	fail_msg("seed %llu, %s, operation %lld: %s", (unsigned long long)world->soak.seed,
		 world->fault == DISK_WELL ? "memory" : disk_fault_name(world->fault),
		 (long long)world->at, wrong);
}

/* All threads and the test: they are there, they begin, they have done. Faults come in between, so
 * that no thread's own beginning or end meets them. */
static void meet(pthread_barrier_t *gate)
{
	(void)pthread_barrier_wait(gate);
}

static void *sell(void *argument)
{
	struct seller *seller = argument;

	meet(seller->gate);
	meet(seller->gate);
	for (int i = 0; i < trade_step_count(); i++)
		(void)trade_step(&seller->trade, i);
	meet(seller->gate);
	return NULL;
}

static void arm(struct world *world)
{
	uint64_t seed = world->soak.seed * UINT64_C(1000003) + (uint64_t)world->at;

	disk_arm(world->fault, world->at, seed);
	if (world->fault == DISK_WELL)
		faults_memory((long)world->at, true);
}

/* Whether memory ran out meanwhile. */
static bool sell_together(struct world *world)
{
	bool ran_out;

	assert_int_equal(pthread_barrier_init(&world->gate, NULL, THREADS + 1), 0);
	for (int i = 0; i < THREADS; i++) {
		struct seller *seller = &world->sellers[i];

		trade_init(&seller->trade, world->all.api, &world->shop.host.lent, world->shop.path,
			   1 + i);
		seller->trade.rgl = world->all.rgl;
		seller->gate = &world->gate;
		assert_int_equal(pthread_create(&seller->thread, NULL, sell, seller), 0);
	}
	meet(&world->gate);
	arm(world);
	meet(&world->gate);
	meet(&world->gate);
	ran_out = faults_memory_end();
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_join(world->sellers[i].thread, NULL), 0);
	(void)pthread_barrier_destroy(&world->gate);
	return ran_out && world->fault == DISK_WELL;
}

/* All threads' orders as one trade's, each thread's in its order. */
static void gather(struct world *world)
{
	struct trade *all = &world->all;

	for (int i = 0; i < THREADS; i++) {
		const struct trade *trade = &world->sellers[i].trade;

		must(world, trade->wrong[0] == '\0', trade->wrong);
		assert_in_range(all->order_count + trade->order_count, 0, TRADE_ORDERS);
		memcpy(&all->orders[all->order_count], trade->orders,
		       (size_t)trade->order_count * sizeof(trade->orders[0]));
		all->order_count += trade->order_count;
	}
}

static void settle(struct world *world)
{
	struct trade *all = &world->all;
	char wrong[AUDIT_ROOM];

	must(world, trade_open(all) == RGL_OK, "the store does not open again");
	must(world, audit_store(world->shop.path, wrong), wrong);
	trade_settle(all);
	must(world, all->wrong[0] == '\0', all->wrong);
	must(world, audit_trade(world->shop.path, all, &world->units, wrong), wrong);
	trade_close(all);
}

/* The store is open before the fault comes: that is the case of test_faults_disk.c. */
static bool run_once(struct world *world)
{
	bool came;

	disk_put_back(world->store);
	trade_init(&world->all, regulars_entry(RGL_ABI), &world->shop.host.lent, world->shop.path,
		   1);
	must(world, trade_open(&world->all) == RGL_OK, "the store does not open");
	came = sell_together(world);
	trade_close(&world->all);
	came = disk_mend() || came;
	gather(world);
	must(world, disk_open_files() == 0, "a file stays open");
	disk_restart(world->fault != DISK_KILLED);
	settle(world);
	world->soak.runs++;
	world->soak.cuts += world->fault != DISK_KILLED;
	world->soak.faults += came;
	return came;
}

static void sweep(void **state, enum disk_fault fault, int64_t stride)
{
	struct world *world = *state;
	char name[48];

	world->fault = fault;
	soak_begin(&world->soak, 16);
	while (soak_goes_on(&world->soak)) {
		int64_t step = world->soak.is_long ? (stride + 15) / 16 : stride;
		int64_t runs = 0;

		world->at = (int64_t)(world->soak.seed % (uint64_t)step);
		while (run_once(world)) {
			world->at += step;
			assert_true(++runs < RUNS_MOST);
		}
		assert_true(runs > 2);
	}
	(void)snprintf(name, sizeof(name), "threads, %s",
		       fault == DISK_WELL ? "memory" : disk_fault_name(fault));
	soak_report(&world->soak, name);
}

static void an_operation_may_fail_under_many(void **state)
{
	sweep(state, DISK_FAILS_ONCE, 997);
}

static void a_disk_may_be_full_for_many(void **state)
{
	sweep(state, DISK_FULL, 509);
}

static void an_fsync_may_fail_under_many(void **state)
{
	sweep(state, DISK_FORGETS, 17);
}

static void many_may_be_killed_with_their_program(void **state)
{
	sweep(state, DISK_KILLED, 751);
}

static void the_power_may_go_for_many(void **state)
{
	sweep(state, DISK_POWER_TORN, 499);
}

/* What a thread could not do for lack of memory must not be in the commit of the others. */
static void an_allocation_may_fail_under_many(void **state)
{
	sweep(state, DISK_WELL, 2003);
}

static int set_up(void **state)
{
	static struct world world;
	struct shop owner;

	disk_arm(DISK_WELL, 0, 1);
	trade_make_shop(&world.shop, &owner);
	shop_close(&world.shop);
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
		cmocka_unit_test(an_operation_may_fail_under_many),
		cmocka_unit_test(a_disk_may_be_full_for_many),
		cmocka_unit_test(an_fsync_may_fail_under_many),
		cmocka_unit_test(many_may_be_killed_with_their_program),
		cmocka_unit_test(the_power_may_go_for_many),
		cmocka_unit_test(an_allocation_may_fail_under_many),
	};

	/* Without SQLite's small store of its own every allocation can fail. */
	if (sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK || !disk_start())
		return 1;
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
