/* test_forecast.c - the weeks to come, and the weeks behind beside what a model says of them. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "plugin/reports/sums_forecast.h"

static const struct timing_model MODEL = { TIMING_PARETO, 1, .55, 74, .6, 82 };

enum { DAYS = 400 };

struct shop {
	struct host host;
	struct rgl_why refusal;
	int64_t births[DAYS];
	struct forecast_facts facts;
	struct forecast forecast;
};

static void shop_init(struct shop *shop)
{
	memset(shop, 0, sizeof(*shop));
	host_init(&shop->host, NULL);
	shop->facts.births = shop->births;
	shop->facts.days = DAYS;
}

static void make(struct shop *shop)
{
	assert_int_equal(
		forecast_make(&shop->host, &MODEL, &shop->facts, &shop->forecast, &shop->refusal),
		RGL_OK);
}

/* All came first on one day: the weeks since, together, are those first visits and what the model
 * expects of so many days after them. */
static void the_weeks_behind_add_up_to_what_the_model_says_of_the_whole_time(void **state)
{
	const size_t born = FORECAST_BACK * FORECAST_WEEK - 1;
	struct shop shop;
	double sum = 0;

	(void)state;
	shop_init(&shop);
	shop.facts.days = born + 1;
	shop.births[born] = 1000;
	make(&shop);
	assert_int_equal(shop.forecast.back, FORECAST_BACK);
	for (size_t i = 0; i < FORECAST_BACK; i++)
		sum += shop.forecast.expected[i];
	assert_true(fabs(sum - 1000 * (1 + timing_new_expected(&MODEL, (double)born))) < 1e-6);
	assert_true(shop.forecast.expected[0] > 1000);
	assert_true(shop.forecast.expected[1] < 1000);
}

/* Ten a week for more than a year, and exactly what was expected came: nothing is off, and only
 * chance makes the interval. */
static void what_came_as_expected_leaves_only_chance(void **state)
{
	struct shop shop;
	const struct forecast *forecast = &shop.forecast;

	(void)state;
	shop_init(&shop);
	for (size_t i = 0; i < DAYS; i += FORECAST_WEEK)
		shop.births[i] = 10;
	make(&shop);
	memcpy(shop.facts.visits, forecast->expected, sizeof(shop.facts.visits));
	for (size_t i = 0; i < FORECAST_BACK; i++)
		shop.facts.net[i] = shop.facts.visits[i] * 12.5;
	make(&shop);
	assert_true(forecast->is_measured);
	assert_true(forecast->error == 1);
	assert_true(fabs(forecast->bias) < 1e-12);
	assert_true(fabs(forecast->newcomers - 10) < 1e-9);
	assert_true(fabs(forecast->ticket - 12.5) < 1e-9);
	for (size_t i = 0; i < FORECAST_AHEAD; i++) {
		double sd = sqrt(forecast->visits[i]);

		assert_true(fabs(forecast->visits[i] - forecast->by_new[i]) < 1e-9);
		assert_true(i == 0 || forecast->by_new[i] > forecast->by_new[i - 1]);
		assert_true(fabs(forecast->high[i] - forecast->visits[i] - 1.2815515655 * sd) <
			    1e-6);
	}
}

/* Twice as many came as the model says: the interval must own up to that. */
static void what_was_off_makes_the_interval_wide(void **state)
{
	struct shop shop;
	struct forecast calm;

	(void)state;
	shop_init(&shop);
	for (size_t i = 0; i < DAYS; i++)
		shop.births[i] = 20;
	make(&shop);
	memcpy(shop.facts.visits, shop.forecast.expected, sizeof(shop.facts.visits));
	make(&shop);
	calm = shop.forecast;
	for (size_t i = 0; i < FORECAST_BACK; i++)
		shop.facts.visits[i] *= 2;
	make(&shop);
	assert_true(fabs(shop.forecast.bias - 1) < 1e-9);
	assert_true(shop.forecast.error > 2);
	assert_true(shop.forecast.total_high - shop.forecast.total_low >
		    4 * (calm.total_high - calm.total_low));
	assert_true(shop.forecast.total_low >= 0);
}

/* All visits to come are of members yet to come: the sum is no surer than the number who join, as
 * known from 13 weeks and by chance once more. */
static void who_will_join_is_not_known_for_sure(void **state)
{
	struct shop shop;
	const struct forecast *forecast = &shop.forecast;
	double joins = 10.0 * FORECAST_AHEAD;
	double variance;

	(void)state;
	shop_init(&shop);
	for (size_t i = 0; i < DAYS; i += FORECAST_WEEK)
		shop.births[i] = 10;
	make(&shop);
	memcpy(shop.facts.visits, forecast->expected, sizeof(shop.facts.visits));
	make(&shop);
	variance = forecast->total + 2 * forecast->total * forecast->total / joins;
	assert_true(fabs(forecast->total_high - forecast->total - 1.2815515655 * sqrt(variance)) <
		    1e-5);
}

/* What the model missed when it was tried is held by the sum, and no less than it. */
static void what_the_model_missed_before_is_in_the_interval(void **state)
{
	struct shop shop;

	(void)state;
	shop_init(&shop);
	shop.births[DAYS - 1] = 5;
	for (size_t i = 0; i < FORECAST_AHEAD; i++)
		shop.facts.coming[i] = 100000;
	make(&shop);
	memcpy(shop.facts.visits, shop.forecast.expected, sizeof(shop.facts.visits));
	shop.facts.doubt = 0.1;
	make(&shop);
	assert_true(shop.forecast.total_high > 1.128 * shop.forecast.total);
	assert_true(shop.forecast.total_high < 1.13 * shop.forecast.total);
}

/* What the members of today will do is added to what those yet to come will. */
static void members_of_today_and_of_tomorrow_add_up(void **state)
{
	struct shop shop;

	(void)state;
	shop_init(&shop);
	shop.births[DAYS - 1] = 5; /* nobody new since */
	for (size_t i = 0; i < FORECAST_AHEAD; i++)
		shop.facts.coming[i] = 3;
	make(&shop);
	assert_true(shop.forecast.newcomers == 0);
	assert_true(fabs(shop.forecast.total - 3 * FORECAST_AHEAD) < 1e-9);
}

/* A shop of no days, one day, a week, two months: sums that are numbers, and no claim of an error
 * that nobody measured. */
static void a_young_shop_is_told_what_is_not_known(void **state)
{
	const size_t ages[] = { 0, 1, 7, 8, 55, 56 };
	struct shop shop;

	(void)state;
	for (size_t i = 0; i < sizeof(ages) / sizeof(ages[0]); i++) {
		shop_init(&shop);
		shop.facts.days = ages[i];
		if (ages[i] > 0)
			shop.births[ages[i] - 1] = 3;
		make(&shop);
		assert_int_equal(shop.forecast.back, ages[i] / FORECAST_WEEK);
		assert_int_equal(shop.forecast.is_measured, ages[i] >= 56);
		assert_true(isfinite(shop.forecast.total_high));
		assert_true(shop.forecast.total_low >= 0);
		assert_true(isfinite(shop.forecast.bias));
	}
}

static void *no_memory(void *user, void *memory, size_t bytes)
{
	(void)user;
	(void)memory;
	(void)bytes;
	return NULL;
}

static void without_memory_it_says_so(void **state)
{
	const struct rgl_host lent = { .size = sizeof(lent), .resize = no_memory };
	struct shop shop;

	(void)state;
	shop_init(&shop);
	host_init(&shop.host, &lent);
	assert_int_equal(
		forecast_make(&shop.host, &MODEL, &shop.facts, &shop.forecast, &shop.refusal),
		RGL_E_MEMORY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_weeks_behind_add_up_to_what_the_model_says_of_the_whole_time),
		cmocka_unit_test(what_came_as_expected_leaves_only_chance),
		cmocka_unit_test(what_was_off_makes_the_interval_wide),
		cmocka_unit_test(who_will_join_is_not_known_for_sure),
		cmocka_unit_test(what_the_model_missed_before_is_in_the_interval),
		cmocka_unit_test(members_of_today_and_of_tomorrow_add_up),
		cmocka_unit_test(a_young_shop_is_told_what_is_not_known),
		cmocka_unit_test(without_memory_it_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
