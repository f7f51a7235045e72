/* test_worth.c - what customers will be worth: the arithmetic, and whether intervals hold what they
 * promise on customers made up from known parameters.
 */
#include "tests/support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/chance.h"
#include "plugin/models/quantile.h"
#include "plugin/models/worth.h"
#include "tests/support/simulate.h"
#include "tests/support/sweep.h"

enum { CUSTOMERS = 4000, VISITS_MAX = 4000, SHOPS = 150, SHOP_CUSTOMERS = 120 };

#define YEAR 365.0
#define RATE 0.008

struct shop_of {
	const char *name;
	struct timing_model timing;
	struct spend_model spend;
	double starts;
	double horizon;
};

static const struct shop_of SHOPS_OF[] = {
	{ "cafe, Pareto/NBD",
	  { TIMING_PARETO, 1, 1.2, 20, 0.8, 300 },
	  { 6, 4, 30, 10, false },
	  300,
	  400 },
	{ "hairdresser, MBG/CNBD-3",
	  { TIMING_MBG, 3, 6, 110, 0.9, 4 },
	  { 10, 5, 150, 375, false },
	  500,
	  600 },
	{ "bookshop, BG/NBD",
	  { TIMING_BG, 1, 0.6, 40, 0.8, 3 },
	  { 4, 4, 40, 53, false },
	  400,
	  500 },
	{ "mail order, Pareto/NBD",
	  { TIMING_PARETO, 1, 0.55, 74, 0.6, 82 },
	  { 6.25, 3.74, 15.44, 35, false },
	  84,
	  273 },
};

/* One customer: what is known of them, and what they will have left a year on, discounted. */
struct life {
	struct timing_history history;
	struct spend_history spend;
	double value;
};

static const struct host *plain_host(void)
{
	static struct host host;

	host_init(&host, NULL);
	return &host;
}

/* Discounted at the end of the month that a visit falls in, as worth.h has it. */
static void live(const struct shop_of *shop, uint64_t *seed, struct chance *chance,
		 struct life *ret)
{
	static double times[VISITS_MAX];
	double T = shop->horizon - chance_share(chance) * shop->starts;
	double nu = chance_gamma(chance, shop->spend.q, shop->spend.q / shop->spend.v);
	size_t count = simulate_visits(&shop->timing, seed, T + YEAR, VISITS_MAX, times);

	*ret = (struct life) { .history = { .T = T } };
	ret->spend.mean = chance_gamma(chance, shop->spend.p, shop->spend.p / nu);
	ret->spend.x = 1;
	for (size_t i = 0; i < count && i < VISITS_MAX; i++) {
		double amount = chance_gamma(chance, shop->spend.p, shop->spend.p / nu);

		if (times[i] <= T) {
			ret->spend.mean =
				(ret->spend.mean * ret->spend.x + amount) / (ret->spend.x + 1);
			ret->spend.x++;
			ret->history.log_gaps += log(times[i] - ret->history.t_x);
			ret->history.x++;
			ret->history.t_x = times[i];
		} else {
			ret->value +=
				amount / pow(1 + RATE, floor((times[i] - T) / (YEAR / 12)) + 1);
		}
	}
}

struct street {
	struct life lives[CUSTOMERS];
	struct timing_history histories[CUSTOMERS];
	struct spend_history spends[CUSTOMERS];
	struct worth worths[CUSTOMERS];
};

static void settle(const struct shop_of *shop, uint64_t seed, size_t count, struct street *ret)
{
	struct chance chance = { seed };

	for (size_t i = 0; i < count; i++) {
		live(shop, &seed, &chance, &ret->lives[i]);
		ret->histories[i] = ret->lives[i].history;
		ret->spends[i] = ret->lives[i].spend;
	}
}

static struct worth_wish year_of(const struct timing_fit *timing, const struct spend_fit *spend)
{
	return (struct worth_wish) { timing, spend, 12, YEAR / 12, RATE };
}

/* Each four times of five, by the true parameters, and with those that a fit found. Of customers
 * who most likely never come again it is more: 0 is 0. */
static void tell_coverage(const char *name, const struct street *street, size_t count)
{
	double likely = 0;
	double held = 0;
	double all_held = 0;

	for (size_t i = 0; i < count; i++) {
		const struct worth *worth = &street->worths[i];
		double value = street->lives[i].value;
		bool is_in = value >= worth->low - 1e-9 && value <= worth->high + 1e-9;

		assert_true(worth->low >= 0 && worth->low <= worth->value);
		assert_true(worth->high >= worth->value && isfinite(worth->high));
		all_held += is_in;
		if (worth->none >= 0.8)
			continue;
		likely++;
		held += is_in;
	}
	print_message("# %-36s inside %5.1f %% of %4.0f who may come; %5.1f %% of all\n", name,
		      100 * held / likely, likely, 100 * all_held / (double)count);
	assert_true(held / likely > 0.75 && held / likely < 0.88);
	assert_true(all_held / (double)count > 0.75);
}

static void intervals_hold_four_of_five_with_the_true_parameters(void **state)
{
	static struct street street;

	(void)state;
	for (size_t i = 0; i < sizeof(SHOPS_OF) / sizeof(SHOPS_OF[0]); i++) {
		const struct shop_of *shop = &SHOPS_OF[i];
		const struct timing_fit timing = { .model = shop->timing, .customers = 1000000 };
		const struct spend_fit spend = { .model = shop->spend };
		const struct worth_wish wish = year_of(&timing, &spend);

		settle(shop, 7 + i, CUSTOMERS, &street);
		assert_int_equal(worth_all(plain_host(), &wish, street.histories, street.spends,
					   CUSTOMERS, street.worths, NULL),
				 RGL_OK);
		tell_coverage(shop->name, &street, CUSTOMERS);
	}
}

static void fit_both(const struct shop_of *shop, const struct street *street, size_t count,
		     struct timing_fit *timing, struct spend_fit *spend)
{
	assert_int_equal(timing_fit(plain_host(), shop->timing.kind, shop->timing.k, FIT_MAP,
				    street->histories, count, timing, NULL),
			 RGL_OK);
	assert_int_equal(spend_fit(plain_host(), FIT_MAP, street->spends, count, spend, NULL),
			 RGL_OK);
}

static void intervals_hold_four_of_five_with_fitted_parameters(void **state)
{
	static struct street street;

	(void)state;
	for (size_t i = 0; i < sizeof(SHOPS_OF) / sizeof(SHOPS_OF[0]); i++) {
		struct timing_fit timing;
		struct spend_fit spend;
		const struct worth_wish wish = year_of(&timing, &spend);

		settle(&SHOPS_OF[i], 70 + i, 1000, &street);
		fit_both(&SHOPS_OF[i], &street, 1000, &timing, &spend);
		assert_int_equal(worth_all(plain_host(), &wish, street.histories, street.spends,
					   1000, street.worths, NULL),
				 RGL_OK);
		tell_coverage(SHOPS_OF[i].name, &street, 1000);
	}
}

/* A whole shop, many times over: each fitted to its own 120 customers, the total of the year that
 * came inside its interval four times of five. */
static void the_interval_of_a_whole_shop_holds_four_of_five(void **state)
{
	static struct street street;

	(void)state;
	for (size_t i = 0; i < sizeof(SHOPS_OF) / sizeof(SHOPS_OF[0]); i++) {
		int held = 0;

		for (uint64_t shop = 0; shop < SHOPS; shop++) {
			struct timing_fit timing;
			struct spend_fit spend;
			const struct worth_wish wish = year_of(&timing, &spend);
			struct worth sum;
			double value = 0;

			settle(&SHOPS_OF[i], 1000 + shop * 17, SHOP_CUSTOMERS, &street);
			fit_both(&SHOPS_OF[i], &street, SHOP_CUSTOMERS, &timing, &spend);
			assert_int_equal(worth_all(plain_host(), &wish, street.histories,
						   street.spends, SHOP_CUSTOMERS, street.worths,
						   NULL),
					 RGL_OK);
			assert_int_equal(worth_sum(plain_host(), &wish, street.histories,
						   street.spends, street.worths, SHOP_CUSTOMERS,
						   &sum, NULL),
					 RGL_OK);
			for (size_t j = 0; j < SHOP_CUSTOMERS; j++)
				value += street.lives[j].value;
			held += value >= sum.low && value <= sum.high;
		}
		print_message("# %-36s total inside for %d of %d shops\n", SHOPS_OF[i].name, held,
			      SHOPS);
		assert_in_range(held, SHOPS * 70 / 100, SHOPS * 90 / 100);
	}
}

/* Each allocation fails in turn: refused in words, and nothing is kept. */
static rgl_rc worth_once(const struct host *host, const struct worth_wish *wish,
			 struct rgl_why *refusal)
{
	static const struct timing_history histories[] = { { 3, 20, 40, 4 },
							   { 0, 0, 12, 0 },
							   { 9, 200, 210, 20 } };
	static const struct spend_history spends[] = { { 4, 12.5 }, { 1, 30 }, { 10, 8 } };
	struct worth worths[3];
	struct worth sum;
	rgl_rc rc = worth_values(host, wish, histories, spends, 3, worths, refusal);

	if (rc == RGL_OK)
		rc = worth_all(host, wish, histories, spends, 3, worths, refusal);
	if (rc == RGL_OK)
		rc = worth_sum(host, wish, histories, spends, worths, 3, &sum, refusal);
	return rc;
}

static void memory_that_runs_out_is_said(void **state)
{
	const struct timing_fit timing = { .model = SHOPS_OF[0].timing,
					   .verdict = FIT_GOOD,
					   .customers = 300 };
	const struct spend_fit spend = { .model = SHOPS_OF[0].spend, .verdict = FIT_GOOD };
	const struct worth_wish wish = { &timing, &spend, 12, YEAR / 12, RATE };
	rgl_rc rc = RGL_E_MEMORY;
	long at = 0;

	(void)state;
	for (; rc == RGL_E_MEMORY; at++) {
		struct rgl_why refusal = { 0 };
		struct sweep sweep;
		struct host host;

		sweep_init(&sweep, at);
		host_init(&host, &sweep.host);
		rc = worth_once(&host, &wish, &refusal);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
		assert_int_equal(rc == RGL_E_MEMORY, refusal.text[0] != '\0');
		assert_true(at < 200);
	}
	assert_int_equal(rc, RGL_OK);
	assert_true(at > 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(intervals_hold_four_of_five_with_the_true_parameters),
		cmocka_unit_test(intervals_hold_four_of_five_with_fitted_parameters),
		cmocka_unit_test(the_interval_of_a_whole_shop_holds_four_of_five),
		cmocka_unit_test(memory_that_runs_out_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
