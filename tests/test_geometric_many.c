/* test_geometric_many.c - BG/NBD and MBG/NBD of many customers: the likelihood's derivatives, what
 * is expected of all at once, and what a simulated shop then does.
 */
#include "tests/support/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/models/geometric_parts.h"
#include "tests/support/simulate.h"
#include "tests/support/sweep.h"

static const struct timing_model models[] = {
	{ TIMING_BG, 1, .4, 20, .8, 2.5 }, { TIMING_BG, 2, .9, 25, .8, 2.5 },
	{ TIMING_BG, 3, 1.5, 30, 1.2, 3 }, { TIMING_MBG, 1, .5, 20, .9, 1.6 },
	{ TIMING_MBG, 2, .9, 25, 1, 2.5 }, { TIMING_MBG, 3, 1.5, 30, .7, 3 },
};
enum { MODELS = sizeof(models) / sizeof(models[0]) };

static struct host our_host(void)
{
	struct host host;

	host_init(&host, NULL);
	return host;
}

/* --- the likelihood of all */

static const struct timing_row rows_of_four[] = {
	{ { 0, 0, 0, 0 }, 2 },	   { { 0, 0, 40, 0 }, 3 },    { { 1, 2, 40, .7 }, 2 },
	{ { 3, 20, 30, 4.2 }, 1 }, { { 3, 30, 30, 4.9 }, 5 }, { { 90, 300, 365, 80 }, 1 },
};
static const struct timing_rows rows = {
	.rows = rows_of_four,
	.count = sizeof(rows_of_four) / sizeof(rows_of_four[0]),
	.customers = 14,
	.mean_T = 60,
};

static timing_sum *sum_of(const struct timing_model *model)
{
	return model->kind == TIMING_BG ? geometric_sum_bg : geometric_sum_mbg;
}

static void logs_of(const struct timing_model *model, double *ret)
{
	ret[0] = log(model->r);
	ret[1] = log(model->alpha);
	ret[2] = log(model->s);
	ret[3] = log(model->beta);
}

/* The sum over rows has shortcuts; one by one there are none. */
static void the_sum_is_that_of_the_customers(void **state)
{
	double logs[4], value, gradient[4], one = 0;
	size_t i;
	int m;

	(void)state;
	for (m = 0; m < MODELS; m++) {
		one = 0;
		for (i = 0; i < rows.count; i++)
			one += rows_of_four[i].count *
			       timing_log_likelihood(&models[m], &rows_of_four[i].history);
		logs_of(&models[m], logs);
		assert_true(sum_of(&models[m])(&rows, models[m].k, logs, &value, gradient, NULL));
		assert_true(fabs(value / one - 1) < 1e-12);
	}
}

/* Central differences of the value and of the gradient. */
static void check_slopes(const struct timing_model *model, int at)
{
	const double step = 1e-5;
	double logs[4], value, gradient[4], hessian[16];
	double above[4], below[4], more, less;
	int j;

	logs_of(model, logs);
	assert_true(sum_of(model)(&rows, model->k, logs, &value, gradient, hessian));
	logs[at] += step;
	assert_true(sum_of(model)(&rows, model->k, logs, &more, above, NULL));
	logs[at] -= 2 * step;
	assert_true(sum_of(model)(&rows, model->k, logs, &less, below, NULL));
	assert_true(fabs(gradient[at] - (more - less) / (2 * step)) < 1e-6);
	for (j = 0; j < 4; j++) {
		double difference = (above[j] - below[j]) / (2 * step);

		assert_true(fabs(hessian[at * 4 + j] - difference) < 1e-7);
		assert_true(hessian[at * 4 + j] == hessian[j * 4 + at]);
	}
}

static void gradient_and_hessian_are_those_of_differences(void **state)
{
	int m, at;

	(void)state;
	for (m = 0; m < MODELS; m++)
		for (at = 0; at < 4; at++)
			check_slopes(&models[m], at);
}

/* Beyond what floating point holds it says so, and leaves what it was given. */
static void a_likelihood_that_is_not_finite_is_refused(void **state)
{
	const double logs[4] = { 800, 0, 0, 0 };
	double value = 7, gradient[4] = { 7 };

	(void)state;
	assert_false(geometric_sum_bg(&rows, 1, logs, &value, gradient, NULL));
	assert_true(value == 7 && gradient[0] == 7);
}

/* --- all at once */

#define SHOP 6000
#define STEPS 13

struct shop {
	struct timing_history histories[SHOP];
	double expected[SHOP * STEPS];
	double alive[SHOP];
};

/* Shops of days and of moments, some customers new today, one who came very often. */
static struct shop *shop_of(const struct timing_model *model, bool is_daily)
{
	const struct simulate_wish wish = {
		.seed = 11,
		.timing = *model,
		.starts = 300,
		.horizon = 300,
		.is_daily = is_daily,
	};
	struct shop *shop = calloc(1, sizeof(*shop));

	assert_non_null(shop);
	simulate_histories(&wish, SHOP, shop->histories);
	shop->histories[17] = (struct timing_history) { 0, 0, 0, 0 };
	shop->histories[18] = (struct timing_history) { 290, 299, 300, 3 };
	return shop;
}

static double worst_of(const struct timing_model *model, const struct shop *shop, double length,
		       size_t steps)
{
	double worst = 0;
	size_t i, j;

	for (i = 0; i < SHOP; i++) {
		const struct timing_history *history = &shop->histories[i];

		worst = fmax(worst, fabs(shop->alive[i] / timing_alive(model, history) - 1));
		for (j = 0; j < steps; j++) {
			double one = timing_expected(model, history, length * (double)(j + 1));

			worst = fmax(worst, fabs(shop->expected[i * steps + j] / one - 1));
		}
	}
	return worst;
}

/* To 1e-7 is asked; the series is held to 1e-11. */
static void all_at_once_are_as_one_by_one(void **state)
{
	const struct host host = our_host();
	int m, is_daily;

	(void)state;
	for (m = 0; m < MODELS; m++)
		for (is_daily = 0; is_daily < 2; is_daily++) {
			struct shop *shop = shop_of(&models[m], is_daily != 0);
			double months, weeks;

			assert_int_equal(timing_expect_all(&host, &models[m], shop->histories, SHOP,
							   30.4, STEPS, shop->expected, shop->alive,
							   NULL),
					 RGL_OK);
			months = worst_of(&models[m], shop, 30.4, STEPS);
			assert_int_equal(timing_expect_all(&host, &models[m], shop->histories, SHOP,
							   273, 1, shop->expected, shop->alive,
							   NULL),
					 RGL_OK);
			weeks = worst_of(&models[m], shop, 273, 1);
			print_message("# model %d, %s: 13 months %.1e, 39 weeks %.1e\n", m,
				      is_daily ? "days" : "moments", months, weeks);
			assert_true(months < 1e-9 && weeks < 1e-9);
			free(shop);
		}
}

/* Whichever allocation fails, it says so and gives back the others. */
static void expecting_all_survives_want_of_memory(void **state)
{
	struct shop *shop = shop_of(&models[4], true);
	struct sweep sweep;
	struct host host;
	rgl_rc rc = RGL_E_MEMORY;
	long n;

	(void)state;
	for (n = 0; rc != RGL_OK; n++) {
		sweep_init(&sweep, n);
		host_init(&host, &sweep.host);
		rc = timing_expect_all(&host, &models[4], shop->histories, 200, 30, STEPS,
				       shop->expected, shop->alive, NULL);
		assert_true(rc == RGL_OK || rc == RGL_E_MEMORY);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
		assert_true(n < 100);
	}
	assert_true(n > 1);
	free(shop);
}

/* --- what a simulated shop does */

#define MANY 150000
#define GROUPS 5

/* Of customers with as many visits: sums of what was foretold and of what came. */
struct group {
	double customers;
	double alive[2];
	double visits[2];
	double any[2];
	double variance; /* foretold, of the visits */
	double square;	 /* of what came, less what was foretold */
};

static void add(const struct timing_model *model, const struct simulated *one, double t,
		struct group *groups)
{
	struct group *group = &groups[one->before.x < GROUPS ? (int)one->before.x : GROUPS - 1];
	double visits = timing_expected(model, &one->before, t), away = one->after - visits;

	group->customers++;
	group->alive[0] += timing_alive(model, &one->before);
	group->alive[1] += one->is_alive;
	group->visits[0] += visits;
	group->visits[1] += one->after;
	group->any[0] += timing_any(model, &one->before, t);
	group->any[1] += one->after > 0;
	group->variance += timing_variance(model, &one->before, t);
	group->square += away * away;
}

/* A sum of so many with that variance is within four standard deviations of its mean. */
static bool is_likely(const double pair[2], double variance)
{
	return fabs(pair[1] - pair[0]) <= 4 * sqrt(variance) + 1;
}

static void check_group(const struct group *group)
{
	double n = group->customers;

	if (n < 500)
		return;
	assert_true(
		is_likely(group->alive, group->alive[0] * (1 - group->alive[0] / n) + 1e-9 * n));
	assert_true(is_likely(group->any, group->any[0] * (1 - group->any[0] / n)));
	assert_true(is_likely(group->visits, group->variance));
	assert_true(fabs(group->square / group->variance - 1) < 60 / sqrt(n));
}

/* With k = 1 and above: nothing is approximated, so a shop made up by the model must do what is
 * foretold, whoever came never, once, twice, often. */
static void a_simulated_shop_does_what_is_foretold(void **state)
{
	struct simulated *all = calloc(MANY, sizeof(*all));
	int m, g;

	(void)state;
	assert_non_null(all);
	for (m = 0; m < MODELS; m++) {
		const struct simulate_wish wish = {
			.seed = 77 + (uint64_t)m,
			.timing = models[m],
			.starts = 50,
			.horizon = 120,
			.held = 90,
		};
		struct group groups[GROUPS] = { 0 };
		size_t i;

		simulate(&wish, MANY, all);
		for (i = 0; i < MANY; i++)
			add(&models[m], &all[i], wish.held, groups);
		for (g = 0; g < GROUPS; g++) {
			print_message("# model %d, %d visits: alive %.0f %.0f, any %.0f %.0f, "
				      "visits %.0f %.0f, squares %.0f %.0f\n",
				      m, g, groups[g].alive[0], groups[g].alive[1],
				      groups[g].any[0], groups[g].any[1], groups[g].visits[0],
				      groups[g].visits[1], groups[g].variance, groups[g].square);
			check_group(&groups[g]);
		}
	}
	free(all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_sum_is_that_of_the_customers),
		cmocka_unit_test(gradient_and_hessian_are_those_of_differences),
		cmocka_unit_test(a_likelihood_that_is_not_finite_is_refused),
		cmocka_unit_test(all_at_once_are_as_one_by_one),
		cmocka_unit_test(expecting_all_survives_want_of_memory),
		cmocka_unit_test(a_simulated_shop_does_what_is_foretold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
