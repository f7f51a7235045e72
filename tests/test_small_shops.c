/* test_small_shops.c - shops of 1 to 1,000 customers, drawn from larger ones 200 times each:
 * nothing fails, nothing is below zero, everything is a number.
 *
 * In:  shops made up from known parameters; CDNOW's customers too where REGULARS_DATA is set.
 *      SMALL_SHOPS=200: so many draws of each size; else 200 up to 20 customers, fewer above.
 */
#include "tests/support/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/base/civil.h"
#include "plugin/models/choice.h"
#include "plugin/models/gaps.h"
#include "plugin/models/worth.h"
#include "tests/support/cdnow.h"
#include "tests/support/simulate.h"

enum { MOST = 1000, LARGE = 4000, DRAWS = 200 };

#define YEAR 365.0

/* The large shop that small ones are drawn from. */
struct large {
	struct choice_customer customers[LARGE];
	struct spend_history spends[LARGE];
	size_t count;
};

struct small {
	struct choice_customer customers[MOST];
	struct timing_history histories[MOST];
	struct spend_history spends[MOST];
	struct worth worths[MOST];
	size_t count;
};

static const size_t SIZES[] = { 1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000 };

static const struct host *plain_host(void)
{
	static struct host host;

	host_init(&host, NULL);
	return &host;
}

static size_t draws_of(size_t size)
{
	const char *text = getenv("SMALL_SHOPS");
	size_t draws = text == NULL ? DRAWS : (size_t)strtoul(text, NULL, 10);

	/* Every build tries the larger ones less often: they are the least likely to fail. */
	if (text == NULL && size > 20)
		draws /= size >= 500 ? 50 : 10;
	return draws;
}

static void draw(const struct large *large, size_t size, uint64_t *seed, struct small *ret)
{
	ret->count = size;
	for (size_t i = 0; i < size; i++) {
		size_t at = (size_t)(next_number(seed) % large->count);

		ret->customers[i] = large->customers[at];
		ret->histories[i] = large->customers[at].whole;
		ret->spends[i] = large->spends[at];
	}
}

static void check_chance(double chance)
{
	assert_true(isfinite(chance) && chance >= 0 && chance <= 1);
}

static void check_amount(double amount)
{
	assert_true(isfinite(amount) && amount >= 0);
}

static void check_fit(const struct timing_fit *fit)
{
	const struct timing_model *model = &fit->model;

	assert_true(isfinite(model->r) && model->r > 0);
	assert_true(isfinite(model->alpha) && model->alpha > 0);
	assert_true(isfinite(model->s) && model->s > 0);
	assert_true(isfinite(model->beta) && model->beta > 0);
	assert_true(isfinite(fit->log_likelihood));
}

static void check_customer(const struct choice *choice, const struct timing_history *history,
			   const struct worth *worth)
{
	const struct timing_model *model = &choice->models[choice->chosen].fit.model;

	check_chance(timing_alive(model, history));
	check_chance(timing_any(model, history, YEAR));
	check_chance(gaps_overdue(model, choice->regularity, history));
	check_amount(gaps_usual(model, choice->regularity, history));
	check_amount(timing_expected_if_alive(model, history, YEAR));
	if (model->k == 1)
		check_amount(timing_discounted(model, history, 0.0003));
	check_amount(worth->visits);
	check_amount(worth->value);
	check_amount(worth->low);
	check_amount(worth->variance);
	assert_true(isfinite(worth->high) && worth->high >= worth->low);
}

static void look_at(const struct small *small, const struct choice *choice, const struct worth *sum)
{
	for (size_t i = 0; i < choice->count; i++) {
		check_fit(&choice->models[i].fit);
		check_amount(choice->models[i].holdout.root_mean_square_error);
		check_chance(choice->models[i].holdout.auroc);
	}
	for (size_t i = 0; i < small->count && i < 40; i++)
		check_customer(choice, &small->histories[i], &small->worths[i]);
	check_amount(sum->value);
	check_amount(sum->low);
	assert_true(isfinite(sum->high) && sum->high >= sum->low);
}

static void try_shop(struct small *small, double held, double regularity)
{
	const struct host *host = plain_host();
	struct choice choice = { 0 };
	struct worth_wish wish = { .months = 12, .month_days = YEAR / 12, .rate = 0.008 };
	struct worth sum;

	assert_int_equal(choice_make(host, FIT_MAP, NULL, small->customers, small->count, held,
				     regularity, &choice, NULL),
			 RGL_OK);
	assert_int_equal(spend_fit(host, FIT_MAP, small->spends, small->count, &choice.spend, NULL),
			 RGL_OK);
	assert_true(choice.count > 0);
	wish.timing = &choice.models[choice.chosen].fit;
	wish.spend = &choice.spend;
	assert_int_equal(worth_all(host, &wish, small->histories, small->spends, small->count,
				   small->worths, NULL),
			 RGL_OK);
	assert_int_equal(worth_sum(host, &wish, small->histories, small->spends, small->worths,
				   small->count, &sum, NULL),
			 RGL_OK);
	look_at(small, &choice, &sum);
}

static void try_all(const struct large *large, double held, double regularity)
{
	static struct small small;
	uint64_t seed = 20260105;

	for (size_t i = 0; i < sizeof(SIZES) / sizeof(SIZES[0]); i++)
		for (size_t j = 0; j < draws_of(SIZES[i]); j++) {
			draw(large, SIZES[i], &seed, &small);
			/* Every other one is too young to hold anything out. */
			try_shop(&small, j % 2 == 0 ? held : 0, regularity);
		}
}

static void try_made_up(const struct simulate_wish *wish, double regularity)
{
	static struct simulated people[LARGE];
	static struct large large;

	simulate(wish, LARGE, people);
	for (size_t i = 0; i < LARGE; i++) {
		large.customers[i] = (struct choice_customer) {
			.whole = people[i].whole,
			.before = people[i].before,
			.after = people[i].after,
			.is_known = true,
		};
		large.spends[i] = people[i].spend;
	}
	large.count = LARGE;
	try_all(&large, wish->held, regularity);
}

static void a_small_cafe_is_no_failure(void **state)
{
	const struct simulate_wish cafe = {
		.seed = 1,
		.timing = { TIMING_PARETO, 1, 0.9, 18, 0.8, 200 },
		.spend = { 6, 4, 30, 10, false },
		.starts = 200,
		.horizon = 250,
		.held = 90,
		.is_daily = true,
	};

	(void)state;
	try_made_up(&cafe, 0);
}

/* Nobody leaves, and all come like clockwork: what the data do not show. */
static void a_small_shop_that_nobody_leaves_is_no_failure(void **state)
{
	const struct simulate_wish milk = {
		.seed = 2,
		.timing = { TIMING_MBG, 6, 20, 20, 0.01, 40 },
		.spend = { 20, 8, 30, 85, false },
		.starts = 60,
		.horizon = 150,
		.held = 50,
		.is_daily = true,
	};

	(void)state;
	try_made_up(&milk, 5.5);
}

/* Hardly anybody ever comes again. */
static void a_small_shop_of_strangers_is_no_failure(void **state)
{
	const struct simulate_wish station = {
		.seed = 3,
		.timing = { TIMING_BG, 1, 0.02, 40, 3, 0.5 },
		.spend = { 1.2, 1.1, 3, 36, false },
		.starts = 300,
		.horizon = 300,
		.held = 100,
		.is_daily = true,
	};

	(void)state;
	try_made_up(&station, 0);
}

/* ---- CDNOW ---- */

struct purchases {
	struct large *large;
	int64_t customer;
	int32_t first;
	int32_t day;
	bool is_full;
};

static void take(void *user, const struct cdnow_purchase *purchase)
{
	const struct currency dollars = { "USD", 2 };
	struct purchases *all = user;
	struct large *large = all->large;
	struct choice_customer *customer;
	int32_t day = (int32_t)civil_days(purchase->day / 10000, purchase->day / 100 % 100,
					  purchase->day % 100);
	int32_t end = (int32_t)civil_days(1998, 6, 30);
	double amount = money_major(purchase->amount, &dollars);
	struct spend_history *spend;

	all->is_full = all->is_full || large->count == LARGE;
	if (all->is_full && purchase->customer != all->customer)
		return;
	if (purchase->customer != all->customer) {
		all->first = day;
		all->day = day;
		all->customer = purchase->customer;
		large->customers[large->count++] = (struct choice_customer) {
			.whole = { .T = end - day },
			.before = { .T = end - 180 - day },
			.is_known = true,
		};
		large->spends[large->count - 1] = (struct spend_history) { 0 };
	}
	customer = &large->customers[large->count - 1];
	spend = &large->spends[large->count - 1];
	if (amount > 0) {
		spend->mean = (spend->mean * spend->x + amount) / (spend->x + 1);
		spend->x++;
	}
	if (day == all->day)
		return;
	customer->whole.log_gaps += log(day - all->day);
	customer->whole.x++;
	customer->whole.t_x = day - all->first;
	all->day = day;
	if (day <= end - 180) {
		customer->before.x = customer->whole.x;
		customer->before.t_x = customer->whole.t_x;
		customer->before.log_gaps = customer->whole.log_gaps;
	} else {
		customer->after++;
	}
}

static void a_few_of_cdnow_s_customers_are_no_failure(void **state)
{
	static struct large large;
	struct purchases all = { .large = &large };

	(void)state;
	if (!cdnow_read(take, &all))
		skip();
	assert_int_equal(large.count, LARGE);
	try_all(&large, 180, 0.8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_small_cafe_is_no_failure),
		cmocka_unit_test(a_small_shop_that_nobody_leaves_is_no_failure),
		cmocka_unit_test(a_small_shop_of_strangers_is_no_failure),
		cmocka_unit_test(a_few_of_cdnow_s_customers_are_no_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
