/* test_geometric.c - BG/NBD and MBG/NBD of one customer: against sums that must agree, integrals
 * taken by brute force, and the limits where formulas in powers break.
 */
#include "tests/support/check.h"

#include <math.h>

#include "plugin/models/geometric_parts.h"
#include "plugin/models/special.h"

static const struct timing_model models[] = {
	{ TIMING_BG, 1, .25, 4, .8, 2.5 },  { TIMING_BG, 2, .5, 4, .8, 2.5 },
	{ TIMING_BG, 3, .9, 12, 1.7, 3 },   { TIMING_MBG, 1, .5, 6, .9, 1.6 },
	{ TIMING_MBG, 2, .8, 9, 1.0, 2.5 }, { TIMING_MBG, 3, .9, 12, .6, 3 },
};
enum { MODELS = sizeof(models) / sizeof(models[0]) };

static bool is_near(double ours, double other, double relative)
{
	return fabs(ours - other) <= relative * fmax(fabs(ours), fabs(other));
}

/* A new customer's counts have chances that sum to 1; their mean and spread are what the functions
 * for these say, which are computed another way. */
static void chances_of_counts_agree_with_their_mean_and_variance(void **state)
{
	const struct timing_history nothing = { 0 };
	int m;

	(void)state;
	for (m = 0; m < MODELS; m++) {
		double sum = 0, mean = 0, square = 0;
		int64_t n;

		for (n = 0; n < 4000; n++) {
			double chance = timing_new_probability(&models[m], n, 50);

			assert_true(chance >= 0 && chance <= 1);
			sum += chance;
			mean += (double)n * chance;
			square += (double)(n * n) * chance;
		}
		assert_true(is_near(sum, 1, 1e-11));
		assert_true(is_near(mean, timing_new_expected(&models[m], 50), 1e-10));
		assert_true(is_near(square - mean * mean, timing_variance(&models[m], &nothing, 50),
				    1e-9));
		assert_true(is_near(1 - timing_new_probability(&models[m], 0, 50),
				    timing_any(&models[m], &nothing, 50), 1e-10));
	}
}

/* --- brute force: over all rates and all chances of leaving */

#define POINTS 250

struct brute {
	double likelihood;
	double alive;	 /* likelihood of those who still are customers */
	double expected; /* of these times the visits to come */
};

/* Of a customer whose rate and chance are known. Visits to come for k = 1 alone. */
static void brute_point(const struct timing_model *model, const struct timing_history *history,
			double rate, double leaves, double weight, struct brute *ret)
{
	double x = history->x, first = model->kind == TIMING_MBG ? 1 : 0, k = model->k;
	double away = rate * (history->T - history->t_x), stage = exp(-away), none = 0;
	double density = pow(rate, k * x) * exp(-rate * history->t_x) *
			 exp((k - 1) * history->log_gaps) / pow(tgamma(k), x);
	double gone = x + first >= 1 ? leaves * pow(1 - leaves, x + first - 1) : 0, stays;
	int j;

	for (j = 0; j < model->k; j++) {
		none += stage;
		stage *= away / (j + 1);
	}
	stays = pow(1 - leaves, x + first) * none;
	ret->likelihood += weight * density * (stays + gone);
	ret->alive += weight * density * stays;
	ret->expected += weight * density * stays * -expm1(-rate * leaves * 39) / leaves;
}

/* The midpoint rule over rate = u / (1 - u) and the chance of leaving. */
static struct brute brute(const struct timing_model *model, const struct timing_history *history)
{
	struct brute ret = { 0 };
	int i, j;

	for (i = 0; i < POINTS; i++) {
		double u = (i + 0.5) / POINTS, rate = u / (1 - u);
		double weight = exp(model->r * log(model->alpha) + (model->r - 1) * log(rate) -
				    model->alpha * rate - lgamma(model->r)) /
				((1 - u) * (1 - u)) / POINTS;

		for (j = 0; j < POINTS; j++) {
			double p = (j + 0.5) / POINTS;
			double beta = exp((model->s - 1) * log(p) + (model->beta - 1) * log1p(-p) -
					  special_log_beta(model->s, model->beta));

			brute_point(model, history, rate, p, weight * beta / POINTS, &ret);
		}
	}
	return ret;
}

/* Shapes above 2 are smooth enough for a rule as plain as that. */
static void a_history_is_as_likely_as_the_mean_over_all_customers_says(void **state)
{
	const struct timing_history histories[] = {
		{ 0, 0, 4, 0 },
		{ 2, 3, 4, 0.7 },
		{ 3, 2.5, 2.5, -0.6 },
	};
	int kind, k, h;

	(void)state;
	for (kind = TIMING_BG; kind <= TIMING_MBG; kind++)
		for (k = 1; k <= 3; k++)
			for (h = 0; h < 3; h++) {
				struct timing_model model = {
					(enum timing_kind)kind, k, 3, 5, 3, 4
				};
				struct brute all = brute(&model, &histories[h]);

				assert_true(fabs(timing_log_likelihood(&model, &histories[h]) -
						 log(all.likelihood)) < 5e-5);
				assert_true(is_near(timing_alive(&model, &histories[h]),
						    all.alive / all.likelihood, 5e-5));
				if (k == 1)
					assert_true(
						is_near(timing_expected(&model, &histories[h], 39),
							all.expected / all.likelihood, 5e-5));
			}
}

/* --- the formula of the paper, where it works */

/* Fader, Hardie and Lee's equation 10, without the chance of still being a customer. */
static double by_formula(const struct timing_model *model, double x, double T, double t)
{
	double a = model->s, b = model->beta, r = model->r, alpha = model->alpha;
	double hyper = special_log_2f1(r + x, b + x, a + b + x - 1, t / (alpha + T + t));

	return (a + b + x - 1) / (a - 1) *
	       (1 - exp((r + x) * log((alpha + T) / (alpha + T + t)) + hyper));
}

static void visits_to_come_are_those_of_the_papers_formula(void **state)
{
	struct timing_model model = { TIMING_BG, 1, .25, 4, 0, 2.5 };

	(void)state;
	for (int i = 0; i < 8 * 14 * 5; i++) {
		const int visits = i / 8 % 14 * 3;
		const int power = i / (8 * 14);
		double x = visits;
		double t = pow(7, power);
		const struct timing_history history = { x, x > 0 ? 20 : 0, 30, 0 };

		model.s = 0.25 + 0.5 * (i % 8);
		assert_true(is_near(timing_expected_if_alive(&model, &history, t),
				    by_formula(&model, x, 30, t), 1e-8));
	}
}

/* There the formula divides 0 by 0: peers answer 4.50 for 1.10, or NaN. The mean must change no
 * more than a does. */
static void a_near_1_and_a_plus_b_of_1_are_like_their_neighbours(void **state)
{
	const struct timing_history known = { 2, 30.43, 38.86, 0 }, new = { 0, 0, 38.86, 0 };

	(void)state;
	for (int digits = 2; digits <= 14; digits++) {
		const double step = pow(10, -digits);
		struct timing_model at = { TIMING_BG, 1, .243, 4.414, 1, 2.426 };
		struct timing_model by = at, sum = at, by_sum;

		by.s += step;
		assert_true(is_near(timing_expected(&at, &known, 39),
				    timing_expected(&by, &known, 39), step + 1e-13));
		sum.s = 0.4;
		sum.beta = 0.6;
		by_sum = sum;
		by_sum.beta += step;
		assert_true(is_near(timing_expected(&sum, &new, 39),
				    timing_expected(&by_sum, &new, 39), step + 1e-13));
	}
}

/* With nobody leaving (a next to 0) visits are a mixture of Poisson's: k = 1 has a plain mean and
 * variance, and the chance of none is a power. */
static void without_leaving_visits_are_negative_binomial(void **state)
{
	const struct timing_model model = { TIMING_MBG, 1, .7, 5, 1e-12, 1e3 };
	const struct timing_history history = { 4, 20, 25, 0 };
	double mean = 4.7 / 30 * 12;

	(void)state;
	assert_true(is_near(timing_expected(&model, &history, 12), mean, 1e-9));
	assert_true(is_near(timing_variance(&model, &history, 12), mean * (1 + 12.0 / 30), 1e-9));
	assert_true(is_near(timing_any(&model, &history, 12), 1 - pow(30.0 / 42, 4.7), 1e-9));
	assert_true(is_near(timing_discounted(&model, &history, 0.01), 4.7 / 30 / 0.01, 1e-9));
}

/* --- discounted: the integral, by the midpoint rule, whose own error is 1e-6 */

static void the_discounted_visits_are_the_sum_of_all_days(void **state)
{
	const struct timing_history history = { 2, 30.43, 38.86, 1 };
	const double step = 0.1, rate = 0.04;
	int m, i;

	(void)state;
	for (m = 0; m < MODELS; m++) {
		double sum = 0, before = 0;

		for (i = 1; i <= 8000; i++) {
			double until = timing_expected(&models[m], &history, i * step);

			sum += (until - before) * exp(-rate * (i - 0.5) * step);
			before = until;
		}
		assert_true(is_near(timing_discounted(&models[m], &history, rate), sum, 2e-6));
	}
}

/* The far part of the sum over visits is an integral: both ways of counting meet where one gives
 * way to the other. */
static void long_times_and_short_ones_meet(void **state)
{
	int m, x;

	(void)state;
	for (m = 0; m < MODELS; m++)
		for (x = 0; x < 30; x += 7) {
			const struct timing_history history = { x, x > 0 ? 10 : 0, 12, x };
			struct geometric_standing standing =
				geometric_standing(&models[m], &history);
			struct geometric_count near = geometric_count(&standing, 0, 1000);
			struct geometric_count far = geometric_count(&standing, 0, 1000 + 1e-10);

			assert_true(is_near(near.mean, far.mean, 1e-9));
			assert_true(is_near(near.square, far.square, 1e-9));
		}
}

/* --- anything that can be */

static double between(uint64_t *seed, double low, double high)
{
	return low * exp(log(high / low) * (double)(next_number(seed) % 1000001) / 1e6);
}

/* What holds for any customer: chances are chances, more time brings more, and no more than if
 * nobody left. */
static void check_sense(const struct timing_model *model, const struct timing_history *history,
			double t)
{
	double alive = timing_alive(model, history);
	double any = timing_any(model, history, t), some = timing_expected(model, history, t);
	double more = timing_expected(model, history, 2 * t);
	double variance = timing_variance(model, history, t);
	double most =
		(model->r + model->k * history->x + model->k - 1) / (model->alpha + history->T) * t;

	assert_true(isfinite(timing_log_likelihood(model, history)));
	assert_true(alive >= 0 && alive <= 1);
	assert_true(any >= 0 && any <= alive * (1 + 1e-12) && any <= some * (1 + 1e-9) + 1e-300);
	assert_true(some >= 0 && some <= alive * most * (1 + 1e-9) + 1e-300);
	assert_true(isfinite(more) && more >= some * (1 - 1e-9));
	assert_true(isfinite(variance) && variance >= 0);
}

static void whatever_can_be_has_sensible_figures(void **state)
{
	uint64_t seed = 20260712;
	int i;

	(void)state;
	for (i = 0; i < 600; i++) {
		struct timing_model model = { .kind = i % 2 ? TIMING_BG : TIMING_MBG };
		struct timing_history history = { 0 };

		model.k = 1 + (int32_t)(next_number(&seed) % 4);
		model.r = between(&seed, 1e-3, 1e2);
		model.alpha = between(&seed, 1e-2, 1e3);
		model.s = between(&seed, 1e-6, 1e2);
		model.beta = between(&seed, 1e-2, 1e3);
		history.T = i % 5 == 0 ? 0 : between(&seed, 1e-3, 1e4);
		if (history.T > 0 && i % 3 > 0) {
			history.x = floor(between(&seed, 1, 1e3));
			history.t_x = history.T * between(&seed, 1e-3, 1);
			history.log_gaps = history.x * log(history.t_x / history.x);
		}
		check_sense(&model, &history, between(&seed, 1e-6, 1e5));
	}
}

/* No time, and all of it; a customer of 100,000 visits. */
static void the_ends_of_the_scale_are_finite(void **state)
{
	const struct timing_history new = { 0 }, often = { 1e5, 300, 365, 0 };
	int m;

	(void)state;
	for (m = 0; m < MODELS; m++) {
		const struct timing_model *model = &models[m];

		assert_true(timing_expected(model, &new, 0) == 0);
		assert_true(timing_any(model, &new, 0) == 0);
		assert_true(timing_variance(model, &new, 0) == 0);
		assert_true(timing_new_probability(model, 0, 0) == 1 || model->kind == TIMING_MBG);
		assert_true(timing_new_probability(model, 1, 0) == 0);
		assert_true(timing_new_probability(model, -1, 5) == 0);
		assert_true(timing_new_probability(model, INT64_C(1000000000), 5) == 0);
		assert_true(isfinite(timing_expected(model, &new, 1e300)));
		assert_true(isfinite(timing_variance(model, &new, 1e300)));
		assert_true(timing_any(model, &new, 1e300) <= 1);
		check_sense(model, &often, 365);
		assert_true(timing_discounted(model, &often, 1e-3) >= 0);
		assert_true(isfinite(timing_discounted(model, &new, 1e-4)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(chances_of_counts_agree_with_their_mean_and_variance),
		cmocka_unit_test(a_history_is_as_likely_as_the_mean_over_all_customers_says),
		cmocka_unit_test(visits_to_come_are_those_of_the_papers_formula),
		cmocka_unit_test(a_near_1_and_a_plus_b_of_1_are_like_their_neighbours),
		cmocka_unit_test(without_leaving_visits_are_negative_binomial),
		cmocka_unit_test(the_discounted_visits_are_the_sum_of_all_days),
		cmocka_unit_test(long_times_and_short_ones_meet),
		cmocka_unit_test(whatever_can_be_has_sensible_figures),
		cmocka_unit_test(the_ends_of_the_scale_are_finite),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
