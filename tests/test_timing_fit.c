/* test_timing_fit.c - known parameters are found again within their standard errors; shops that
 * are small, odd or loyal get an answer that makes sense.
 */
#include "tests/support/check.h"

#include <math.h>
#include <stdlib.h>

#include "plugin/models/timing.h"
#include "tests/support/simulate.h"

#define MOST 20000

static const enum timing_kind KINDS[] = { TIMING_PARETO, TIMING_BG, TIMING_MBG };

#define KIND_COUNT (sizeof(KINDS) / sizeof(KINDS[0]))

static struct timing_fit fit_of(enum timing_kind kind, int32_t k, enum fit_method method,
				const struct timing_history *histories, size_t count)
{
	struct timing_fit fit;
	struct host host;

	host_init(&host, NULL);
	assert_int_equal(timing_fit(&host, kind, k, method, histories, count, &fit, NULL), RGL_OK);
	return fit;
}

/* Whatever the data are. */
static void is_sound(const struct timing_fit *fit)
{
	const double *of[] = { &fit->model.r, &fit->model.alpha, &fit->model.s, &fit->model.beta };

	assert_in_range(fit->verdict, FIT_GOOD, FIT_TOO_LITTLE);
	assert_true(isfinite(fit->log_likelihood) && isfinite(fit->gradient));
	for (int i = 0; i < 4; i++) {
		assert_true(isfinite(*of[i]) && *of[i] > 0);
		assert_true(isfinite(fit->errors[i]) && fit->errors[i] >= 0);
	}
	for (int i = 0; i < 16; i++)
		assert_true(isfinite(fit->covariance[i]));
}

static void is_within(double ours, double truth, double error)
{
	if (!(fabs(ours - truth) <= 3 * error))
		fail_msg("%g, standard error %g, where %g was put in", ours, error, truth);
}

/* --- known parameters */

static void known_parameters_are_found(const struct timing_model *model, size_t count,
				       uint64_t seed, enum fit_method method)
{
	const struct simulate_wish wish = {
		.seed = seed, .timing = *model, .starts = 60, .horizon = 250
	};
	struct timing_history *histories = calloc(count, sizeof(*histories));
	struct timing_fit fit;

	assert_non_null(histories);
	simulate_histories(&wish, count, histories);
	fit = fit_of(model->kind, model->k, method, histories, count);
	is_sound(&fit);
	assert_int_equal(fit.verdict, FIT_GOOD);
	assert_true(fit.gradient < 1e-8);
	is_within(fit.model.r, model->r, fit.errors[0]);
	is_within(fit.model.alpha, model->alpha, fit.errors[1]);
	is_within(fit.model.s, model->s, fit.errors[2]);
	is_within(fit.model.beta, model->beta, fit.errors[3]);
	free(histories);
}

/* Times to the moment, as the models mean it. */
static void simulated_customers_give_their_parameters_back(void **state)
{
	static const struct timing_model MODELS[] = {
		{ TIMING_PARETO, 1, 0.55, 10.58, 0.61, 11.67 },
		{ TIMING_PARETO, 1, 2, 15, 1.5, 200 },
		{ TIMING_PARETO, 1, 0.8, 120, 0.4, 6 },
		{ TIMING_BG, 1, 0.5, 8, 0.8, 2.5 },
		{ TIMING_MBG, 1, 0.5, 8, 0.8, 2.5 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(MODELS) / sizeof(MODELS[0]); i++)
		for (uint64_t seed = 1; seed <= 3; seed++)
			known_parameters_are_found(&MODELS[i], MOST, seed,
						   seed == 3 ? FIT_MAP : FIT_ML);
}

/* Gaps of two and three steps, leaving by time. */
static void regular_customers_give_their_parameters_back(void **state)
{
	static const struct timing_model MODELS[] = {
		{ TIMING_PARETO, 2, 0.8, 6, 0.9, 60 },
		{ TIMING_PARETO, 3, 1.5, 5, 0.7, 80 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(MODELS) / sizeof(MODELS[0]); i++)
		known_parameters_are_found(&MODELS[i], 2000, i + 1, FIT_ML);
}

/* Leaving by time is told from gaps of another number of steps by the likelihood. */
static void the_true_number_of_steps_is_the_likeliest(void **state)
{
	const struct simulate_wish wish = { .seed = 4,
					    .timing = { TIMING_PARETO, 2, 0.8, 6, 0.9, 60 },
					    .starts = 60,
					    .horizon = 250 };
	struct timing_history histories[1000];
	double likely[4];

	(void)state;
	simulate_histories(&wish, 1000, histories);
	for (int32_t k = 1; k <= 3; k++)
		likely[k] = fit_of(TIMING_PARETO, k, FIT_MAP, histories, 1000).log_likelihood;
	assert_true(likely[2] > likely[1] + 5 && likely[2] > likely[3] + 5);
}

/* --- the same whatever the unit, and whoever comes first */

static void time_in_weeks_gives_the_same_as_in_days(void **state)
{
	const struct simulate_wish wish = { .seed = 8,
					    .timing = { TIMING_PARETO, 1, 0.55, 70, 0.61, 80 },
					    .starts = 80,
					    .horizon = 400,
					    .is_daily = true };
	struct timing_history days[500];
	struct timing_history weeks[500];

	(void)state;
	simulate_histories(&wish, 500, days);
	for (size_t i = 0; i < 500; i++) {
		weeks[499 - i] = days[i];
		weeks[499 - i].t_x /= 7;
		weeks[499 - i].T /= 7;
	}
	for (size_t i = 0; i < KIND_COUNT; i++) {
		struct timing_fit day = fit_of(KINDS[i], 1, FIT_MAP, days, 500);
		struct timing_fit week = fit_of(KINDS[i], 1, FIT_MAP, weeks, 500);
		double visits = 0;

		for (size_t j = 0; j < 500; j++)
			visits += days[j].x;
		assert_true(fabs(day.model.r / week.model.r - 1) < 1e-6);
		assert_true(fabs(day.model.alpha / week.model.alpha / 7 - 1) < 1e-6);
		assert_true(fabs(day.model.s / week.model.s - 1) < 1e-6);
		assert_true(fabs(day.log_likelihood + visits * log(7) - week.log_likelihood) <
			    1e-6);
	}
}

/* --- shops where nobody leaves, shops with little to learn from */

/* Steady customers, seen for long: leaving cannot be measured, and nobody is said to leave. */
static void a_shop_that_nobody_leaves_is_told_so(void **state)
{
	const struct simulate_wish wish = { .seed = 2,
					    .timing = { TIMING_PARETO, 1, 2, 15, 1e-5, 1e4 },
					    .starts = 60,
					    .horizon = 250 };
	const struct timing_history away = { 10, 200, 230, 0 };
	struct timing_history histories[800];

	(void)state;
	simulate_histories(&wish, 800, histories);
	for (size_t i = 0; i < 2 * KIND_COUNT; i++) {
		enum fit_method method = i % 2 == 0 ? FIT_MAP : FIT_ML;
		struct timing_fit fit = fit_of(KINDS[i / 2], 1, method, histories, 800);

		is_sound(&fit);
		assert_int_equal(fit.verdict, FIT_NO_CHURN);
		assert_true(timing_alive(&fit.model, &away) > 0.999);
		assert_true(fabs(fit.model.r - 2) < 3 * fit.errors[0] + 0.2);
	}
}

/* CDNOW's kind of shop, where two of three leave, is not called loyal at any size. */
static void a_shop_that_many_leave_is_not_called_loyal(void **state)
{
	(void)state;
	for (size_t i = 0; i < KIND_COUNT; i++) {
		const struct simulate_wish wish = { .seed = 6,
						    .timing = { KINDS[i], 1, 0.8, 8, 1.2,
								i == 0 ? 40 : 2.5 },
						    .starts = 60,
						    .horizon = 250 };
		struct timing_history histories[2000];

		simulate_histories(&wish, 2000, histories);
		for (size_t count = 20; count <= 2000; count *= 10) {
			struct timing_fit fit = fit_of(KINDS[i], 1, FIT_MAP, histories, count);

			is_sound(&fit);
			assert_int_equal(fit.verdict, FIT_GOOD);
		}
	}
}

/* From nobody to twenty, by chance, by every model and method. */
static void the_smallest_shops_get_an_answer(void **state)
{
	(void)state;
	for (size_t count = 0; count <= 20; count++) {
		struct simulate_wish wish = { .seed = count + 1,
					      .timing = { TIMING_MBG, 1, 0.5, 20, 0.8, 2.5 },
					      .starts = 60,
					      .horizon = 250,
					      .is_daily = count % 2 == 0 };
		struct timing_history histories[20];

		simulate_histories(&wish, count, histories);
		for (size_t i = 0; i < KIND_COUNT * 2; i++) {
			enum fit_method method = i % 2 == 0 ? FIT_MAP : FIT_ML;
			struct timing_fit fit = fit_of(KINDS[i / 2], 1, method, histories, count);

			is_sound(&fit);
			assert_int_equal(fit.customers, count);
			assert_true(count >= FIT_CUSTOMERS_MIN || fit.verdict == FIT_TOO_LITTLE);
		}
	}
}

/* Many draws of small shops, where others' fits fail six times of ten; without a prior, some. */
static void small_shops_by_chance_never_fail(void **state)
{
	(void)state;
	for (int i = 0; i < 200; i++) {
		size_t count = (size_t)(1 + i * 7 % 300);
		struct simulate_wish wish = { .seed = (uint64_t)i + 1,
					      .timing = { TIMING_PARETO, 1, 0.55, 74, 0.61, 81 },
					      .starts = 90,
					      .horizon = 270,
					      .is_daily = true };
		struct timing_history histories[300];

		simulate_histories(&wish, count, histories);
		for (size_t j = 0; j < KIND_COUNT; j++) {
			struct timing_fit fit = fit_of(KINDS[j], 1, FIT_MAP, histories, count);

			is_sound(&fit);
			assert_true(fit.gradient < 1e-6);
			if (i % 20 != 0)
				continue;
			fit = fit_of(KINDS[j], 1, FIT_ML, histories, count);
			is_sound(&fit);
		}
	}
}

static void fill(struct timing_history *histories, size_t count, struct timing_history history)
{
	for (size_t i = 0; i < count; i++)
		histories[i] = history;
}

/* All alike, nobody back, no time passed, too much of it, a machine that buys all day. */
static void odd_shops_get_an_answer(void **state)
{
	static const struct {
		struct timing_history history;
		enum fit_verdict verdict; /* 0: any */
	} SHOPS[] = {
		{ { 3, 80, 90, 5 }, 0 },
		{ { 0, 0, 90, 0 }, FIT_TOO_LITTLE },
		{ { 0, 0, 0, 0 }, FIT_TOO_LITTLE },
		{ { 0, 0, 1e9, 0 }, FIT_TOO_LITTLE },
		{ { 2, 5e8, 1e9, 20 }, 0 },
		{ { 1e6, 365, 365, -8e6 }, 0 },
		{ { 1, 1e-9, 1e-9, -20 }, 0 },
		{ { 5, 6, 400, 0 }, FIT_GOOD },
		{ { 1, 300, 300, 5.7 }, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(SHOPS) / sizeof(SHOPS[0]); i++) {
		struct timing_history histories[60];

		fill(histories, 60, SHOPS[i].history);
		for (size_t j = 0; j < KIND_COUNT * 4; j++) {
			enum fit_method method = j % 2 == 0 ? FIT_MAP : FIT_ML;
			struct timing_fit fit = fit_of(KINDS[j / 4], 1 + (int32_t)(j / 2 % 2),
						       method, histories, 60);

			is_sound(&fit);
			if (SHOPS[i].verdict != 0 && j / 2 % 2 == 0)
				assert_int_equal(fit.verdict, SHOPS[i].verdict);
		}
	}
}

/* The prior is worth a customer or so: by five hundred it has no say. */
static void by_500_customers_the_prior_has_little_say(void **state)
{
	const struct simulate_wish wish = { .seed = 12,
					    .timing = { TIMING_PARETO, 1, 0.55, 74, 0.61, 81 },
					    .starts = 90,
					    .horizon = 270,
					    .is_daily = true };
	struct timing_history histories[500];
	struct timing_fit map;
	struct timing_fit ml;

	(void)state;
	simulate_histories(&wish, 500, histories);
	map = fit_of(TIMING_PARETO, 1, FIT_MAP, histories, 500);
	ml = fit_of(TIMING_PARETO, 1, FIT_ML, histories, 500);
	assert_true(ml.log_likelihood >= map.log_likelihood);
	assert_true(ml.log_likelihood - map.log_likelihood < 0.5);
	for (int i = 0; i < 500; i += 13) {
		double one = timing_expected(&map.model, &histories[i], 270);
		double other = timing_expected(&ml.model, &histories[i], 270);

		assert_true(fabs(one - other) < 0.25 * (one + other) + 0.02);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(simulated_customers_give_their_parameters_back),
		cmocka_unit_test(regular_customers_give_their_parameters_back),
		cmocka_unit_test(the_true_number_of_steps_is_the_likeliest),
		cmocka_unit_test(time_in_weeks_gives_the_same_as_in_days),
		cmocka_unit_test(a_shop_that_nobody_leaves_is_told_so),
		cmocka_unit_test(a_shop_that_many_leave_is_not_called_loyal),
		cmocka_unit_test(the_smallest_shops_get_an_answer),
		cmocka_unit_test(small_shops_by_chance_never_fail),
		cmocka_unit_test(odd_shops_get_an_answer),
		cmocka_unit_test(by_500_customers_the_prior_has_little_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
