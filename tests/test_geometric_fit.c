/* test_geometric_fit.c - BG/NBD and MBG/NBD fitted: parameters that are known are found again, and
 * small or odd shops get figures that make sense.
 */
#include "tests/support/check.h"

#include <math.h>
#include <stdlib.h>

#include "plugin/models/timing.h"
#include "tests/support/simulate.h"

#define SHOP 20000

static struct host our_host(void)
{
	struct host host;

	host_init(&host, NULL);
	return host;
}

static void check_parameter(const char *name, double found, double truth, double error)
{
	print_message("#   %s %.4f, is %.4f, standard error %.4f\n", name, found, truth, error);
	assert_true(isfinite(found) && found > 0 && isfinite(error) && error > 0);
	assert_true(fabs(found - truth) < 3 * error);
	assert_true(error < truth / 4);
}

/* Times are to the moment here, as the models mean them. */
static void parameters_are_found_again(void **state)
{
	const struct timing_model models[] = {
		{ TIMING_BG, 1, .6, 15, .9, 2.5 },   { TIMING_BG, 2, 1.2, 20, .9, 2.5 },
		{ TIMING_BG, 3, 1.8, 25, 1.3, 3 },   { TIMING_MBG, 1, .6, 15, .9, 2.5 },
		{ TIMING_MBG, 2, 1.2, 20, .9, 2.5 }, { TIMING_MBG, 3, 1.8, 25, 1.3, 3 },
	};
	struct timing_history *histories = calloc(SHOP, sizeof(*histories));
	const struct host host = our_host();
	struct timing_fit fit;
	size_t m;

	(void)state;
	assert_non_null(histories);
	for (m = 0; m < 2 * sizeof(models) / sizeof(models[0]); m++) {
		const struct timing_model *truth = &models[m / 2];
		const enum fit_method method = m % 2 ? FIT_MAP : FIT_ML;
		const struct simulate_wish wish = {
			.seed = 5 + m / 2,
			.timing = *truth,
			.starts = 100,
			.horizon = 300,
		};

		simulate_histories(&wish, SHOP, histories);
		assert_int_equal(timing_fit(&host, truth->kind, truth->k, method, histories, SHOP,
					    &fit, NULL),
				 RGL_OK);
		print_message("# %s, k %d, %s\n", truth->kind == TIMING_BG ? "bg" : "mbg",
			      (int)truth->k, method == FIT_MAP ? "with priors" : "likelihood");
		assert_int_equal(fit.verdict, FIT_GOOD);
		check_parameter("r", fit.model.r, truth->r, fit.errors[0]);
		check_parameter("alpha", fit.model.alpha, truth->alpha, fit.errors[1]);
		check_parameter("a", fit.model.s, truth->s, fit.errors[2]);
		check_parameter("b", fit.model.beta, truth->beta, fit.errors[3]);
		assert_true(fit.gradient < 1e-6);
	}
	free(histories);
}

/* --- shops that say little */

static void check_model(const struct timing_model *model, const struct timing_history *histories,
			size_t count)
{
	size_t i;

	assert_true(isfinite(model->r) && model->r > 0);
	assert_true(isfinite(model->alpha) && model->alpha > 0);
	assert_true(isfinite(model->s) && model->s > 0);
	assert_true(isfinite(model->beta) && model->beta > 0);
	for (i = 0; i < count; i++) {
		double alive = timing_alive(model, &histories[i]);
		double visits = timing_expected(model, &histories[i], 365);
		double any = timing_any(model, &histories[i], 365);

		assert_true(alive >= 0 && alive <= 1);
		assert_true(isfinite(visits) && visits >= 0 && any >= 0 && any <= 1);
		assert_true(isfinite(timing_variance(model, &histories[i], 365)));
	}
}

static void check_fit(const struct timing_history *histories, size_t count)
{
	const struct host host = our_host();
	int kind, k, method;

	for (kind = TIMING_BG; kind <= TIMING_MBG; kind++)
		for (k = 1; k <= 2; k++)
			for (method = FIT_MAP; method <= FIT_ML; method++) {
				struct timing_fit fit;
				int i;

				assert_int_equal(timing_fit(&host, (enum timing_kind)kind, k,
							    (enum fit_method)method, histories,
							    count, &fit, NULL),
						 RGL_OK);
				check_model(&fit.model, histories, count);
				assert_true(isfinite(fit.log_likelihood));
				for (i = 0; i < 4; i++)
					assert_true(isfinite(fit.errors[i]) && fit.errors[i] >= 0);
			}
}

static void one_to_twenty_customers_are_fitted(void **state)
{
	struct timing_history histories[20];
	size_t count;

	(void)state;
	for (count = 1; count <= 20; count++) {
		const struct simulate_wish wish = {
			.seed = count,
			.timing = { TIMING_MBG, 1, .5, 30, .8, 2.5 },
			.starts = 200,
			.horizon = 365,
			.is_daily = true,
		};

		simulate_histories(&wish, count, histories);
		check_fit(histories, count);
	}
}

/* Nobody came again; everybody did the same; all are new today; two visits in a moment. */
static void odd_shops_are_fitted(void **state)
{
	const struct timing_history same[] = {
		{ 0, 0, 100, 0 },	  { 0, 0, 0, 0 },	   { 1, 30, 100, 3.4 },
		{ 1, 30, 30, 3.4 },	  { 40, 99, 100, 36 },	   { 400, 399, 400, 0 },
		{ 1, 1e-6, 1e-6, -13.8 }, { 5, 1000, 100000, 26 },
	};
	struct timing_history histories[50];
	size_t s, i;

	(void)state;
	for (s = 0; s < sizeof(same) / sizeof(same[0]); s++) {
		for (i = 0; i < 50; i++)
			histories[i] = same[s];
		check_fit(histories, 50);
	}
	for (i = 0; i < 50; i++)
		histories[i] = same[i % 4];
	check_fit(histories, 50);
}

/* Weekly customers who all are still there: a has nothing to hold on to. Nobody is given up. */
static void where_nobody_leaves_nobody_is_given_up(void **state)
{
	struct timing_history histories[400];
	const struct host host = our_host();
	const struct simulate_wish wish = {
		.seed = 3,
		.timing = { TIMING_BG, 1, 3, 20, 1e-9, 10 },
		.starts = 30,
		.horizon = 365,
	};
	struct timing_fit fit;
	size_t i;

	(void)state;
	simulate_histories(&wish, 400, histories);
	assert_int_equal(timing_fit(&host, TIMING_BG, 1, FIT_MAP, histories, 400, &fit, NULL),
			 RGL_OK);
	assert_int_equal(fit.verdict, FIT_NO_CHURN);
	check_model(&fit.model, histories, 400);
	for (i = 0; i < 400; i++)
		assert_true(timing_alive(&fit.model, &histories[i]) > 0.9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parameters_are_found_again),
		cmocka_unit_test(one_to_twenty_customers_are_fitted),
		cmocka_unit_test(odd_shops_are_fitted),
		cmocka_unit_test(where_nobody_leaves_nobody_is_given_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
