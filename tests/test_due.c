/* test_due.c - what a sweep would end is what it ends then: by purse and day, less what is held. */
#include "tests/support/check.h"

#include <string.h>

#include "plugin/loyalty/due.h"
#include "plugin/loyalty/holds.h"
#include "tests/support/pair.h"

enum { SEEN_MAX = 8 };

struct seen {
	struct due items[SEEN_MAX];
	size_t count;
	rgl_rc answer;
};

static rgl_rc take(void *user, const struct due *due)
{
	struct seen *seen = user;

	assert_true(seen->count < SEEN_MAX);
	seen->items[seen->count++] = *due;
	return seen->answer;
}

static struct seen look(struct pair *pair, int64_t until_ms, int64_t holds)
{
	struct seen seen = { .answer = RGL_OK };
	int64_t count = -77;

	assert_int_equal(due_read(pair->shop.store, until_ms, take, &seen, &count), RGL_OK);
	assert_int_equal(count, holds);
	return seen;
}

static void is(const struct due *due, const char *purse, int64_t ends_ms, int64_t lots,
	       int64_t units)
{
	assert_string_equal(due->purse, purse);
	assert_int_equal(due->is_money, strcmp(purse, "credit") == 0);
	assert_int_equal(due->ends_ms, ends_ms);
	assert_int_equal(due->lots, lots);
	assert_int_equal(due->units, units);
}

/* Lots of one day are one line; what ends later, or never, is not among them. */
static void what_is_over_is_told_by_purse_and_day(void **state)
{
	struct pair pair = { 0 };
	struct seen seen;
	int64_t now;

	(void)state;
	pair_open(&pair);
	now = pair.now_ms;
	pair_earn(&pair, pair.asha, 1, 10, now + PAIR_DAY_MS);
	pair_earn(&pair, pair.ben, 1, 20, now + PAIR_DAY_MS);
	pair_earn(&pair, pair.asha, 1, 40, now + 2 * PAIR_DAY_MS);
	pair_earn(&pair, pair.asha, 2, 500, now + PAIR_DAY_MS);
	pair_earn(&pair, pair.asha, 1, 1000, 0);
	assert_int_equal(look(&pair, now, 0).count, 0);
	seen = look(&pair, now + PAIR_DAY_MS, 0);
	assert_int_equal(seen.count, 2);
	is(&seen.items[0], "points", now + PAIR_DAY_MS, 2, 30);
	is(&seen.items[1], "credit", now + PAIR_DAY_MS, 1, 500);
	pair_spend(&pair, pair.asha, 15);
	seen = look(&pair, INT64_MAX, 0);
	assert_int_equal(seen.count, 3);
	is(&seen.items[0], "points", now + PAIR_DAY_MS, 1, 20);
	is(&seen.items[1], "points", now + 2 * PAIR_DAY_MS, 1, 35);
	pair_close(&pair);
}

static void hold(struct pair *pair, int64_t units, int64_t ends_ms)
{
	struct hold hold = { .member = pair->asha, .ends_ms = ends_ms, .item_count = 1 };
	struct store *store = pair->shop.store;
	int64_t balance = 0;

	hold.items[0] = (struct hold_item) { .reward = "coffee", .times = 1, .units = units };
	assert_int_equal(store_begin(store), RGL_OK);
	assert_int_equal(ledger_find(store, pair->asha, 1, &hold.items[0].account, &balance),
			 RGL_OK);
	hold.items[0].held_account =
		shop_number(&pair->shop, "SELECT id FROM account WHERE purse = 1 AND kind = 2");
	assert_int_equal(holds_make(store, &hold), RGL_OK);
	assert_int_equal(store_end(store, RGL_OK), RGL_OK);
}

/* What a customer holds is kept, of the soonest to end first, until the quote has ended itself. The
 * sweep is the oracle: it ends what was shown, and then nothing is left to show. */
static void what_is_shown_is_what_a_sweep_ends(void **state)
{
	struct pair pair = { 0 };
	struct seen seen;
	struct swept swept = { 0 };
	int64_t now;
	int64_t over;

	(void)state;
	pair_open(&pair);
	now = pair.now_ms;
	over = now + 2 * PAIR_DAY_MS;
	pair_earn(&pair, pair.asha, 1, 10, now + PAIR_DAY_MS);
	pair_earn(&pair, pair.asha, 1, 40, over);
	hold(&pair, 15, over + 1);
	seen = look(&pair, over, 0);
	assert_int_equal(seen.count, 1);
	is(&seen.items[0], "points", over, 1, 35);
	assert_int_equal(lots_sweep(pair.shop.store, over, 100, &swept), RGL_OK);
	assert_int_equal(swept.units, 35);
	assert_int_equal(swept.lots, 1);
	assert_int_equal(look(&pair, over, 0).count, 0);
	seen = look(&pair, over + 1, 1);
	assert_int_equal(seen.count, 2);
	is(&seen.items[0], "points", now + PAIR_DAY_MS, 1, 10);
	is(&seen.items[1], "points", over, 1, 5);
	assert_int_equal(lots_sweep(pair.shop.store, over + 1, 100, &swept), RGL_OK);
	assert_int_equal(swept.units, 15);
	assert_int_equal(swept.holds, 1);
	assert_int_equal(look(&pair, INT64_MAX, 0).count, 0);
	pair_close(&pair);
}

/* Whoever shows it may stop, as when memory runs out. */
static void what_cannot_be_taken_ends_the_reading(void **state)
{
	struct pair pair = { 0 };
	struct seen seen = { .answer = RGL_E_MEMORY };
	int64_t holds = -77;

	(void)state;
	pair_open(&pair);
	pair_earn(&pair, pair.asha, 1, 10, pair.now_ms);
	pair_earn(&pair, pair.asha, 1, 10, pair.now_ms + 1);
	assert_int_equal(due_read(pair.shop.store, INT64_MAX, take, &seen, &holds), RGL_E_MEMORY);
	assert_int_equal(seen.count, 1);
	assert_int_equal(holds, -77);
	pair_close(&pair);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_over_is_told_by_purse_and_day),
		cmocka_unit_test(what_is_shown_is_what_a_sweep_ends),
		cmocka_unit_test(what_cannot_be_taken_ends_the_reading),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
