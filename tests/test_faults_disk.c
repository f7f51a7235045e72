/* test_faults_disk.c - a day of business on a disk that fails at its n-th operation, for n = 0, 1,
 * ... until a day goes by without: what was acknowledged is there once, the rest wholly or not.
 *
 * In:  SOAK_SECONDS and SOAK_SEED (tests/support/soak.h). Not each n is tried in a round but every
 * so many-th, by the seed: with seconds each of a plain day, and each of a whole one over
 * DAY_STRIDE rounds. Every run stands for itself: the same seed, fault, store and n fail again.
 */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/audit.h"
#include "tests/support/disk.h"
#include "tests/support/shop.h"
#include "tests/support/soak.h"
#include "tests/support/trade.h"

/* A full log: the day's first commits bring it into the file. SQLite's frames have 24 bytes more
 * than the page; the plugin writes a log back from 1,000 pages on. */
enum { LOG_BYTES = 985 * (4096 + 24), RUNS_MOST = 100000 };

/* A whole day is that much longer than a plain one, in operations and in runs. */
enum { DAY_STRIDE = 29 };

enum { STORE_JUST_MADE, STORE_NEW, STORE_FULL_LOG, STORES };

struct world {
	struct shop owner;
	struct test_shop shop;
	char made[550]; /* a second store, made in each run */
	struct disk_copy *stores[STORES];
	struct units units[STORES];
	struct soak soak;
};

struct run {
	struct world *world;
	enum disk_fault fault;
	int store;
	int64_t at;
	uint64_t chance;
	struct trade trade;
	bool came;
};

static const char *const STORE_NAMES[STORES] = { "a store just made", "a new store",
						 "a store with a full log" };

/* ---- One run ---- */

/* What fails leaves nothing open for the next test to stumble over. */
static void must(struct run *run, bool holds, const char *wrong)
{
	if (holds)
		return;
	trade_close(&run->trade);
	disk_restart(false);
	fail_msg("seed %llu, %s, %s, operation %lld: %s", (unsigned long long)run->world->soak.seed,
		 STORE_NAMES[run->store], disk_fault_name(run->fault), (long long)run->at, wrong);
}

/* Only what SQLite synced for a new store by itself is on the disk when the fault comes. */
static void make_anew(struct world *world)
{
	char key[560];

	(void)snprintf(key, sizeof(key), "%s.key", world->made);
	(void)unlink(world->made);
	(void)unlink(key);
	assert_int_equal(store_create(&world->shop.host, world->made, NULL, &world->owner, NULL),
			 RGL_OK);
}

static bool still_opens(struct run *run)
{
	for (int i = 0; i < 2; i++)
		if (trade_open(&run->trade) == RGL_OK)
			return true;
	return false;
}

/* After a refusal a till goes on, or its operator closes and opens again. */
static bool goes_on(struct run *run)
{
	if (disk_is_dead())
		return false;
	if (next_number(&run->chance) % 2 == 0)
		return true;
	trade_close(&run->trade);
	return still_opens(run);
}

/* A store just made has no programme yet: bringing one in would be a commit before the first. */
static int step_count(const struct run *run)
{
	return run->trade.is_plain ? trade_plain_count() : trade_step_count();
}

static void do_business(struct run *run)
{
	bool is_open = still_opens(run);

	for (int i = 0; is_open && i < step_count(run); i++)
		if (!trade_step(&run->trade, i))
			is_open = goes_on(run);
	trade_close(&run->trade);
}

/* The machine is there again: with a power cut, whatever went wrong before, but where the program
 * alone was killed. */
static void come_back(struct run *run)
{
	bool is_cut = run->fault != DISK_KILLED;

	must(run, disk_open_files() == 0, "a file stays open");
	must(run, sqlite3_memory_used() == 0, "memory of SQLite was not given back");
	disk_restart(is_cut);
	run->world->soak.cuts += is_cut;
}

static void is_all_there(struct run *run)
{
	char wrong[AUDIT_ROOM];

	must(run,
	     audit_trade(run->trade.options.store, &run->trade, &run->world->units[run->store],
			 wrong),
	     wrong);
}

static void settle(struct run *run)
{
	char wrong[AUDIT_ROOM];

	must(run, trade_open(&run->trade) == RGL_OK, "the store does not open again");
	must(run, audit_store(run->trade.options.store, wrong), wrong);
	trade_settle(&run->trade);
	must(run, run->trade.wrong[0] == '\0', run->trade.wrong);
	is_all_there(run);
	trade_close(&run->trade);
}

static bool run_once(struct run *run)
{
	struct world *world = run->world;
	uint64_t seed = world->soak.seed * UINT64_C(1000003) + (uint64_t)run->at;
	const char *path = run->store == STORE_JUST_MADE ? world->made : world->shop.path;

	run->chance = seed | 1;
	disk_put_back(world->stores[run->store]);
	if (run->store == STORE_JUST_MADE)
		make_anew(world);
	trade_init(&run->trade, regulars_entry(RGL_ABI), &world->shop.host.lent, path, 1);
	run->trade.is_plain = run->store == STORE_JUST_MADE;
	disk_arm(run->fault, run->at, seed);
	do_business(run);
	run->came = disk_mend();
	must(run, run->trade.wrong[0] == '\0', run->trade.wrong);
	come_back(run);
	settle(run);
	disk_restart(true);
	is_all_there(run);
	world->soak.runs++;
	world->soak.cuts++;
	world->soak.faults += run->came;
	return run->came;
}

/* ---- A fault at every n ---- */

static void sweep_store(struct run *run, int64_t stride)
{
	int64_t runs = 0;

	run->at = (int64_t)(run->world->soak.seed % (uint64_t)stride);
	while (run_once(run)) {
		run->at += stride;
		assert_true(++runs < RUNS_MOST);
	}
	/* The run without a fault: nothing of the day was refused. */
	for (int i = 0; i < run->trade.order_count; i++)
		must(run, run->trade.orders[i].acknowledged, "refused without a fault");
	must(run, run->trade.order_count == step_count(run), "a step was left out");
	/* A day needs so little room that few strides of bytes fit in. */
	assert_true(runs > (run->fault == DISK_ROOM ? 0 : 2));
}

static int64_t stride_of(const struct run *run, int64_t stride)
{
	bool is_plain = run->store == STORE_JUST_MADE;

	if (run->fault == DISK_ROOM)
		return is_plain ? stride : stride * 2;
	if (run->fault == DISK_FORGETS)
		return is_plain ? stride : stride * 7;
	if (run->world->soak.is_long)
		return is_plain ? 1 : DAY_STRIDE;
	return is_plain ? stride : stride * DAY_STRIDE;
}

static void sweep(void **state, enum disk_fault fault, int64_t stride)
{
	struct world *world = *state;
	struct run run = { .world = world, .fault = fault };

	soak_begin(&world->soak, 10);
	while (soak_goes_on(&world->soak))
		for (run.store = 0; run.store < STORES; run.store++)
			sweep_store(&run, stride_of(&run, stride));
	soak_report(&world->soak, disk_fault_name(fault));
}

/* A bad sector, a cable: one operation fails, the next would not. */
static void an_operation_may_fail(void **state)
{
	sweep(state, DISK_FAILS_ONCE, 23);
}

/* A disk that is gone for the rest of the day. */
static void a_disk_may_fail_for_good(void **state)
{
	sweep(state, DISK_FAILS, 23);
}

static void a_write_may_find_no_room(void **state)
{
	sweep(state, DISK_FULL_ONCE, 11);
}

static void a_disk_may_be_full_for_good(void **state)
{
	sweep(state, DISK_FULL, 11);
}

/* A disk that has room for some of the day. */
static void a_disk_may_fill_up(void **state)
{
	sweep(state, DISK_ROOM, 20011);
}

static void a_write_may_be_torn(void **state)
{
	sweep(state, DISK_TEARS, 11);
}

/* What Linux does after a failed fsync: the pages count as written. */
static void an_fsync_may_fail_and_forget(void **state)
{
	sweep(state, DISK_FORGETS, 1);
}

static void the_program_may_be_killed(void **state)
{
	sweep(state, DISK_KILLED, 13);
}

static void the_power_may_go(void **state)
{
	sweep(state, DISK_POWER, 5);
}

static void the_power_may_go_amid_a_write(void **state)
{
	sweep(state, DISK_POWER_TORN, 7);
}

/* ---- The stores that a run begins with ---- */

static void keep_store(struct world *world, int store)
{
	assert_true(audit_units(world->shop.path, &world->units[store]));
	world->stores[store] = disk_keep();
}

/* Sells until the log is as long as it may be without being brought into the file. */
static void fill_log(struct world *world)
{
	char log[544];
	char id[32];
	int i = 0;

	shop_path(&world->shop, "-wal", log);
	while (disk_size(log) < LOG_BYTES) {
		(void)snprintf(id, sizeof(id), "BEFORE-%d", i++);
		assert_int_equal(shop_sell(&world->shop, id, 1299, NULL), RGL_OK);
		assert_true(i < 1000);
	}
}

static int set_up(void **state)
{
	static struct world world;

	disk_arm(DISK_WELL, 0, 1);
	world.stores[STORE_JUST_MADE] = disk_keep();
	trade_make_shop(&world.shop, &world.owner);
	(void)snprintf(world.made, sizeof(world.made), "%s-made", world.shop.path);
	keep_store(&world, STORE_NEW);
	fill_log(&world);
	keep_store(&world, STORE_FULL_LOG);
	shop_close(&world.shop);
	*state = &world;
	return 0;
}

static int tear_down(void **state)
{
	struct world *world = *state;

	for (int i = 0; i < STORES; i++)
		disk_free(world->stores[i]);
	shop_remove(&world->shop);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_operation_may_fail),
		cmocka_unit_test(a_disk_may_fail_for_good),
		cmocka_unit_test(a_write_may_find_no_room),
		cmocka_unit_test(a_disk_may_be_full_for_good),
		cmocka_unit_test(a_disk_may_fill_up),
		cmocka_unit_test(a_write_may_be_torn),
		cmocka_unit_test(an_fsync_may_fail_and_forget),
		cmocka_unit_test(the_program_may_be_killed),
		cmocka_unit_test(the_power_may_go),
		cmocka_unit_test(the_power_may_go_amid_a_write),
	};

	if (!disk_start())
		return 1;
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
