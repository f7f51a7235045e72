/* test_spend.c - what customers leave at a visit: parameters that are known are found again, shops
 * that say little, and what is refused.
 */
#include "tests/support/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/models/spend.h"
#include "tests/support/simulate.h"
#include "tests/support/sweep.h"

#define SHOP 20000

static struct host our_host(void)
{
	struct host host;

	host_init(&host, NULL);
	return host;
}

static struct spend_fit fit_of(enum fit_method method, const struct spend_history *histories,
			       size_t count)
{
	const struct host host = our_host();
	struct spend_fit fit;

	assert_int_equal(spend_fit(&host, method, histories, count, &fit, NULL), RGL_OK);
	return fit;
}

static void simulated_spends(const struct spend_model *model, uint64_t seed, size_t count,
			     struct spend_history *ret)
{
	const struct simulate_wish wish = {
		.seed = seed,
		.timing = { TIMING_MBG, 1, .8, 15, .8, 2.5 },
		.spend = *model,
		.starts = 100,
		.horizon = 300,
	};
	struct simulated *all = calloc(count, sizeof(*all));
	size_t i;

	assert_non_null(all);
	simulate(&wish, count, all);
	for (i = 0; i < count; i++)
		ret[i] = all[i].spend;
	free(all);
}

/* Within three standard errors, by either method; the second has cents for its unit. */
static void parameters_are_found_again(void **state)
{
	const struct spend_model models[] = { { 6, 4, 15, 0, false }, { 2, 2.5, 900, 0, false } };
	struct spend_history *histories = calloc(SHOP, sizeof(*histories));
	size_t m;

	(void)state;
	assert_non_null(histories);
	for (m = 0; m < 4; m++) {
		const struct spend_model *truth = &models[m / 2];
		struct spend_fit fit;

		simulated_spends(truth, 9 + m, SHOP, histories);
		fit = fit_of(m % 2 ? FIT_MAP : FIT_ML, histories, SHOP);
		print_message("# p %.3f (%.3f) is %.3f, q %.3f (%.3f) is %.3f, v %.3f (%.3f) is "
			      "%.3f\n",
			      fit.model.p, fit.errors[0], truth->p, fit.model.q, fit.errors[1],
			      truth->q, fit.model.v, fit.errors[2], truth->v);
		assert_int_equal(fit.verdict, FIT_GOOD);
		assert_int_equal(fit.customers, SHOP);
		assert_false(fit.model.is_pooled);
		assert_true(fabs(fit.model.p - truth->p) < 3 * fit.errors[0]);
		assert_true(fabs(fit.model.q - truth->q) < 3 * fit.errors[1]);
		assert_true(fabs(fit.model.v - truth->v) < 3 * fit.errors[2]);
		assert_true(fit.errors[0] < truth->p / 5 && fit.errors[1] < truth->q / 5);
	}
	free(histories);
}

static double likelihood_of_all(const struct spend_model *model,
				const struct spend_history *histories, size_t count)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < count; i++)
		sum += spend_log_likelihood(model, &histories[i]);
	return sum;
}

/* No step of one of the parameters gives more; and how fast it falls is what the errors say. */
static void the_optimum_is_one_and_its_errors_are_those_of_its_bend(void **state)
{
	struct spend_history histories[500];
	const struct spend_model truth = { 6, 4, 15, 0, false };
	const double step = 1e-3;
	struct spend_fit fit;
	int i;

	(void)state;
	simulated_spends(&truth, 4, 500, histories);
	fit = fit_of(FIT_ML, histories, 500);
	assert_true(fabs(likelihood_of_all(&fit.model, histories, 500) - fit.log_likelihood) <
		    1e-8);
	for (i = 0; i < 3; i++) {
		struct spend_model up = fit.model, down = fit.model;
		double bend;

		*(i == 0 ? &up.p : i == 1 ? &up.q : &up.v) *= exp(step);
		*(i == 0 ? &down.p : i == 1 ? &down.q : &down.v) *= exp(-step);
		bend = likelihood_of_all(&up, histories, 500) +
		       likelihood_of_all(&down, histories, 500) - 2 * fit.log_likelihood;
		assert_true(bend < 0);
		/* the others held: so it bends at least as much as the error says */
		assert_true(-bend / (step * step) * fit.covariance[i * 4] > 1 - 1e-3);
		assert_true(fabs(likelihood_of_all(&up, histories, 500) -
				 likelihood_of_all(&down, histories, 500)) < 1e-5);
	}
}

/* --- of one customer */

/* The mean and the spread of a next visit, of customers made up with one history: rates are gamma
 * (p x + q, v + x mean), a visit is gamma (p, rate). */
static void the_next_visit_varies_as_is_said(void **state)
{
	const struct spend_model model = { 6, 4, 15, 0, false };
	const struct spend_history history = { 3, 40 };
	const struct simulate_wish wish = {
		.seed = 8,
		.timing = { TIMING_BG, 1, 1e-3, 1e9, 1, 1 }, /* nobody comes again */
		.spend = { 6, 6 * 3 + 4, 15 + 3 * 40, 0, false },
		.starts = 1,
		.horizon = 2,
	};
	struct simulated *all = calloc(SHOP, sizeof(*all));
	double mean = 0, square = 0, variance = spend_variance(&model, &history);
	size_t i;

	(void)state;
	assert_non_null(all);
	simulate(&wish, SHOP, all);
	for (i = 0; i < SHOP; i++) {
		mean += all[i].spend.mean / SHOP;
		square += all[i].spend.mean * all[i].spend.mean / SHOP;
	}
	free(all);
	assert_true(fabs(mean - spend_expected(&model, &history)) < 4 * sqrt(variance / SHOP));
	assert_true(fabs((square - mean * mean) / variance - 1) < 0.06);
}

/* Between what all leave and what they left so far: the nearer to that, the more often they came.
 */
static void many_visits_weigh_more_than_few(void **state)
{
	const struct spend_model model = { 6, 4, 15, 0, false };
	struct spend_history history = { 0, 0 };
	double before = spend_expected(&model, &history);

	(void)state;
	assert_true(fabs(before - 30) < 1e-12);
	for (history = (struct spend_history) { 1, 90 }; history.x < 1e6; history.x *= 2) {
		double now = spend_expected(&model, &history);

		assert_true(now > before && now < 90);
		assert_true(spend_variance(&model, &history) > 0);
		before = now;
	}
	assert_true(fabs(before - 90) < 0.01);
}

/* --- shops that say little */

static void check_sense(const struct spend_fit *fit, const struct spend_history *histories,
			size_t count)
{
	const struct spend_history nothing = { 0, 0 };
	double most = fit->model.pooled;
	size_t i;

	for (i = 0; i < count; i++) {
		double amount = spend_expected(&fit->model, &histories[i]);

		most = fmax(most, histories[i].mean);
		assert_true(isfinite(amount) && amount > 0);
		assert_true(isfinite(spend_variance(&fit->model, &histories[i])));
		assert_true(spend_variance(&fit->model, &histories[i]) >= 0);
	}
	assert_true(spend_expected(&fit->model, &nothing) > 0);
	assert_true(spend_expected(&fit->model, &nothing) <= 4 * most);
	assert_true(isfinite(fit->log_likelihood));
	for (i = 0; i < 3; i++)
		assert_true(isfinite(fit->errors[i]) && fit->errors[i] >= 0);
}

static void check_both(const struct spend_history *histories, size_t count, double scale)
{
	struct spend_history *scaled = calloc(count, sizeof(*scaled));
	struct spend_fit fit;
	int method;
	size_t i;

	assert_non_null(scaled);
	for (i = 0; i < count; i++)
		scaled[i] = (struct spend_history) { histories[i].x, histories[i].mean * scale };
	for (method = FIT_MAP; method <= FIT_ML; method++) {
		fit = fit_of((enum fit_method)method, scaled, count);
		check_sense(&fit, scaled, count);
	}
	free(scaled);
}

/* One to twenty customers, in yen, in dollars, in a currency of thousandths. */
static void small_shops_have_sensible_figures(void **state)
{
	const struct spend_model truth = { 6, 4, 15, 0, false };
	struct spend_history histories[20];
	size_t count, scale;

	(void)state;
	for (count = 1; count <= 20; count++)
		for (scale = 0; scale < 3; scale++) {
			simulated_spends(&truth, count, count, histories);
			check_both(histories, count, scale == 0 ? 1 : scale == 1 ? 1e4 : 1e-3);
		}
}

/* All leave the same; one leaves a fortune; fortunes are the rule (q below 1, so that the mean of
 * all would be infinite). */
static void odd_shops_have_sensible_figures(void **state)
{
	const struct spend_model wild = { 1, 0.6, 5, 0, false };
	struct spend_history histories[200];
	size_t i;

	(void)state;
	for (i = 0; i < 200; i++)
		histories[i] = (struct spend_history) { 1 + (double)(i % 4), 25 };
	check_both(histories, 200, 1);
	histories[7].mean = 1e9;
	check_both(histories, 200, 1);
	simulated_spends(&wild, 2, 200, histories);
	check_both(histories, 200, 1);
	assert_true(fit_of(FIT_ML, histories, 200).model.is_pooled);
}

/* Nine customers are too few, so all are expected to leave what all left; ten are enough. */
static void too_few_customers_are_pooled(void **state)
{
	const struct spend_model truth = { 6, 4, 15, 0, false };
	const struct spend_history other = { 5, 400 };
	struct spend_history histories[10];
	struct spend_fit fit;

	(void)state;
	simulated_spends(&truth, 6, 10, histories);
	fit = fit_of(FIT_MAP, histories, 9);
	assert_int_equal(fit.verdict, FIT_TOO_LITTLE);
	assert_true(fit.model.is_pooled);
	assert_true(spend_expected(&fit.model, &other) == fit.model.pooled);
	assert_int_equal(fit_of(FIT_MAP, histories, 10).verdict, FIT_GOOD);
}

/* Gifts and goods brought back: a mean of 0 or less says nothing of what is left; nor do customers
 * who never came. With nobody else there is nothing to expect. */
static void what_says_nothing_is_left_out(void **state)
{
	const struct spend_history histories[] = { { 2, 0 }, { 1, -5 }, { 0, 7 }, { 3, 12 } };
	struct spend_fit fit = fit_of(FIT_MAP, histories, 4);

	(void)state;
	assert_int_equal(fit.customers, 1);
	assert_true(fit.model.pooled == 12);
	fit = fit_of(FIT_MAP, histories, 3);
	assert_int_equal(fit.verdict, FIT_TOO_LITTLE);
	assert_int_equal(fit.customers, 0);
	assert_true(spend_expected(&fit.model, &histories[0]) == 0);
	assert_true(spend_variance(&fit.model, &histories[0]) == 0);
	fit = fit_of(FIT_ML, NULL, 0);
	assert_int_equal(fit.verdict, FIT_TOO_LITTLE);
}

/* --- what is refused */

static void numbers_that_are_none_are_refused(void **state)
{
	const struct spend_history bad[] = {
		{ NAN, 5 }, { -1, 5 }, { INFINITY, 5 }, { 2, NAN }, { 2, INFINITY },
	};
	struct spend_history histories[2] = { { 1, 5 } };
	const struct host host = our_host();
	struct spend_fit fit = { .customers = 77 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct rgl_why why = { .size = sizeof(why) };

		histories[1] = bad[i];
		assert_int_equal(spend_fit(&host, FIT_MAP, histories, 2, &fit, &why),
				 RGL_E_ARGUMENT);
		assert_non_null(strstr(why.text, "customer 2"));
		assert_int_equal(fit.customers, 77);
	}
}

static void a_fit_survives_want_of_memory(void **state)
{
	const struct spend_model truth = { 6, 4, 15, 0, false };
	struct spend_history histories[50];
	struct sweep sweep;
	struct host host;
	struct spend_fit fit;
	rgl_rc rc = RGL_E_MEMORY;
	long n;

	(void)state;
	simulated_spends(&truth, 6, 50, histories);
	for (n = 0; rc != RGL_OK; n++) {
		sweep_init(&sweep, n);
		host_init(&host, &sweep.host);
		rc = spend_fit(&host, FIT_MAP, histories, 50, &fit, NULL);
		assert_true(rc == RGL_OK || rc == RGL_E_MEMORY);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
		assert_true(n < 100);
	}
	assert_true(n > 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parameters_are_found_again),
		cmocka_unit_test(the_optimum_is_one_and_its_errors_are_those_of_its_bend),
		cmocka_unit_test(the_next_visit_varies_as_is_said),
		cmocka_unit_test(many_visits_weigh_more_than_few),
		cmocka_unit_test(small_shops_have_sensible_figures),
		cmocka_unit_test(odd_shops_have_sensible_figures),
		cmocka_unit_test(too_few_customers_are_pooled),
		cmocka_unit_test(what_says_nothing_is_left_out),
		cmocka_unit_test(numbers_that_are_none_are_refused),
		cmocka_unit_test(a_fit_survives_want_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
