/* test_chains.c - word of mouth as chains: lengths, beginnings, and what has none. */
#include "tests/support/check.h"

#include <string.h>

#include "plugin/base/host.h"
#include "plugin/reports/sums_chains.h"
#include "tests/support/sweep.h"

static struct chains count(const struct chain_link *links, size_t number)
{
	struct host host;
	struct chains chains = { 0 };

	host_init(&host, NULL);
	assert_int_equal(chains_count(&host, links, number, &chains), RGL_OK);
	return chains;
}

/* 1 brought 2 and 3, 3 brought 4, 4 brought 5; 7 brought 6, who has not bought. */
static void lengths_are_counted_from_who_came_alone(void **state)
{
	static const struct chain_link LINKS[] = {
		{ 2, 1, true }, { 3, 1, true }, { 4, 3, true }, { 5, 4, false }, { 6, 7, false },
	};
	struct chains chains = count(LINKS, 5);

	(void)state;
	assert_int_equal(chains.starters, 2);
	assert_int_equal(chains.longest, 3);
	assert_int_equal(chains.friends[0], 3);
	assert_int_equal(chains.bought[0], 2);
	assert_int_equal(chains.friends[1], 1);
	assert_int_equal(chains.friends[2], 1);
	assert_int_equal(chains.bought[2], 0);
	assert_int_equal(chains_friends(&chains), 5);
	assert_int_equal(chains_bought(&chains), 3);
}

static void nobody_who_was_brought_is_no_chain(void **state)
{
	struct chains chains = count(NULL, 0);

	(void)state;
	assert_int_equal(chains.starters, 0);
	assert_int_equal(chains.longest, 0);
	assert_int_equal(chains_friends(&chains), 0);
}

/* Merges can close one; whoever hangs on it has no beginning either, and the count ends. */
static void a_circle_is_left_out_with_what_hangs_on_it(void **state)
{
	static const struct chain_link LINKS[] = {
		{ 1, 3, true }, { 2, 1, true }, { 3, 2, true }, { 4, 3, true }, { 5, 9, true },
	};
	struct chains chains = count(LINKS, 5);

	(void)state;
	assert_int_equal(chains_friends(&chains), 1);
	assert_int_equal(chains.longest, 1);
	assert_int_equal(chains.starters, 1);
}

/* A chain as long as the shop is walked once, not once a member. */
static void a_long_chain_is_one_walk(void **state)
{
	enum { LONG = 200000 };
	static struct chain_link links[LONG];
	struct chains chains;

	(void)state;
	for (int64_t i = 0; i < LONG; i++)
		links[i] = (struct chain_link) { i + 1, i + 2, true };
	chains = count(links, LONG);
	assert_int_equal(chains.longest, LONG);
	assert_int_equal(chains.starters, 1);
	assert_int_equal(chains.friends[CHAINS_LENGTHS - 1], LONG - CHAINS_LENGTHS + 1);
}

static void memory_that_runs_out_is_said(void **state)
{
	static const struct chain_link LINK = { 2, 1, true };
	bool ran_out = true;

	(void)state;
	for (long at = 0; ran_out; at++) {
		struct chains chains = { 0 };
		struct sweep sweep;
		struct host host;
		rgl_rc rc;

		sweep_init(&sweep, at);
		host_init(&host, &sweep.host);
		rc = chains_count(&host, &LINK, 1, &chains);
		assert_int_equal(rc, sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
		ran_out = sweep.ran_out;
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lengths_are_counted_from_who_came_alone),
		cmocka_unit_test(nobody_who_was_brought_is_no_chain),
		cmocka_unit_test(a_circle_is_left_out_with_what_hangs_on_it),
		cmocka_unit_test(a_long_chain_is_one_walk),
		cmocka_unit_test(memory_that_runs_out_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
