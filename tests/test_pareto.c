/* test_pareto.c - Pareto/NBD: what is said of one customer agrees with itself, by laws that hold
 * whatever the formulas, and is finite at the edges. k above 1 obeys the same laws.
 */
#include "tests/support/check.h"

#include <math.h>

#include "plugin/models/pareto_parts.h"

#define K_MOST 4

static const struct timing_model MODELS[] = {
	{ TIMING_PARETO, 1, 0.55, 10.58, 0.61, 11.67 },
	{ TIMING_PARETO, 1, 2.5, 3, 1, 40 },  /* s is 1 */
	{ TIMING_PARETO, 1, 1.2, 8, 2.2, 8 }, /* alpha is beta */
	{ TIMING_PARETO, 1, 0.3, 90, 0.2, 1.5 },
};

#define MODEL_COUNT (sizeof(MODELS) / sizeof(MODELS[0]))

static struct timing_model model_of(size_t i, int32_t k)
{
	struct timing_model model = MODELS[i];

	model.k = k;
	return model;
}

static void near(double ours, double wanted, double tolerance)
{
	if (!(fabs(ours - wanted) <= tolerance * fabs(wanted)))
		fail_msg("%.17g instead of %.17g", ours, wanted);
}

/* Chances of all counts make 1, their mean is what is expected, zero is no visit, and the variance
 * is theirs. */
static void chances_of_counts_agree_with_expectations(void **state)
{
	const struct timing_history new = { 0 };

	(void)state;
	for (size_t i = 0; i < MODEL_COUNT; i++) {
		for (int32_t k = 1; k <= K_MOST; k++) {
			struct timing_model model = model_of(i, k);
			const double t = 6;
			double sum = 0;
			double mean = 0;
			double square = 0;

			for (int n = 0; n < 400; n++) {
				double chance = timing_new_probability(&model, n, t);

				sum += chance;
				mean += n * chance;
				square += (double)n * n * chance;
			}
			near(sum, 1, 1e-10);
			near(timing_new_expected(&model, t), mean, 1e-9);
			near(timing_any(&model, &new, t), 1 - timing_new_probability(&model, 0, t),
			     1e-10);
			near(timing_variance(&model, &new, t), square - mean * mean, 1e-8);
		}
	}
}

/* Nobody comes until T: the history's likelihood is the chance of that. One visit: its likelihood,
 * over all the times it may have had, is the chance of one (Simpson's rule). The gap's logarithm
 * counts with k above 1. */
static void likelihoods_are_chances(void **state)
{
	const int points = 4000;
	const double T = 25;

	(void)state;
	for (size_t i = 0; i < MODEL_COUNT; i++) {
		for (int32_t k = 1; k <= K_MOST; k++) {
			struct timing_model model = model_of(i, k);
			const struct timing_history none = { 0, 0, T, 0 };
			double sum = 0;

			near(exp(timing_log_likelihood(&model, &none)),
			     timing_new_probability(&model, 0, T), 1e-11);
			for (int j = 0; j <= points; j++) {
				double t = fmax(T * j / points, 1e-12);
				struct timing_history one = { 1, t, T, log(t) };
				double weight = j == 0 || j == points ? 1 : j % 2 == 1 ? 4 : 2;

				sum += weight * exp(timing_log_likelihood(&model, &one));
			}
			near(sum * T / points / 3, timing_new_probability(&model, 1, T), 1e-6);
		}
	}
}

/* Who stays a customer: as much is expected of them as of all, divided by the chance; in pieces as
 * in one. */
static void expectations_are_shares_of_the_living(void **state)
{
	const struct timing_history history = { 4, 18, 25, 4.5 };

	(void)state;
	for (size_t i = 0; i < MODEL_COUNT; i++) {
		for (int32_t k = 1; k <= K_MOST; k++) {
			struct timing_model model = model_of(i, k);
			double alive = timing_alive(&model, &history);
			double any = timing_any(&model, &history, 9);

			assert_true(alive > 0 && alive < 1 && any > 0 && any < alive);
			near(timing_expected(&model, &history, 9),
			     alive * timing_expected_if_alive(&model, &history, 9), 1e-14);
			assert_true(timing_expected(&model, &history, 9) >= any);
		}
	}
}

/* Each visit counted exp(-rate t): the same from the expectation's growth, summed in small steps.
 */
static void the_discounted_value_is_the_expectation_discounted(void **state)
{
	const struct timing_history history = { 3, 14, 20, 3 };
	const double rate = 0.05;

	(void)state;
	for (size_t i = 0; i < MODEL_COUNT; i++) {
		for (int32_t k = 1; k <= 2; k++) {
			struct timing_model model = model_of(i, k);
			const double step = 0.5;
			double before = 0;
			double sum = 0;

			for (int n = 1; n < 480; n++) {
				double t = n * step;
				double until = timing_expected(&model, &history, t);

				sum += (until - before) * exp(-rate * (t - step / 2));
				before = until;
			}
			near(timing_discounted(&model, &history, rate), sum, 5e-4);
		}
	}
}

/* k 1 by quadrature is the closed form. */
static void the_general_form_has_the_plain_one_in_it(void **state)
{
	const struct timing_history history = { 4, 18, 25, 0 };

	(void)state;
	for (size_t i = 0; i < MODEL_COUNT; i++) {
		struct timing_model model = model_of(i, 1);
		struct pareto_visits visits = pareto_erlang_visits(&model, &history, 9);
		double alive = pareto_erlang_alive(&model, &history);

		near(pareto_erlang_log_likelihood(&model, &history),
		     timing_log_likelihood(&model, &history), 1e-12);
		near(alive, timing_alive(&model, &history), 1e-12);
		near(visits.mean, timing_expected_if_alive(&model, &history, 9), 1e-9);
		near(visits.any * alive, timing_any(&model, &history, 9), 1e-9);
		near(alive * (visits.square - alive * visits.mean * visits.mean),
		     timing_variance(&model, &history, 9), 1e-8);
		near(alive * pareto_erlang_discounted(&model, &history, 0.05),
		     timing_discounted(&model, &history, 0.05), 1e-8);
	}
}

/* One who was here today is a customer; one who was not for ages is none; where nobody leaves,
 * everybody stays. */
static void limits_come_out(void **state)
{
	const struct timing_history today = { 5, 30, 30, 8 };
	const struct timing_history gone = { 50, 30, 3000, 5 };
	const struct timing_history away = { 2, 10, 30, 2 };

	(void)state;
	for (int32_t k = 1; k <= K_MOST; k++) {
		struct timing_model model = model_of(0, k);
		struct timing_model loyal = model;

		loyal.s = 1e-6;
		near(timing_alive(&model, &today), 1, 1e-14);
		assert_true(timing_alive(&model, &gone) < 1e-12);
		assert_true(timing_alive(&loyal, &away) > 0.9999);
	}
	/* s at 1 and alpha at beta are no jumps */
	for (size_t i = 0; i < MODEL_COUNT; i++) {
		struct timing_model model = model_of(i, 1);
		struct timing_model beside = model;

		beside.s *= 1 + 1e-9;
		beside.beta *= 1 - 1e-9;
		near(timing_expected(&beside, &away, 9), timing_expected(&model, &away, 9), 1e-7);
		near(timing_variance(&beside, &away, 9), timing_variance(&model, &away, 9), 1e-7);
		near(timing_discounted(&beside, &away, 0.1), timing_discounted(&model, &away, 0.1),
		     1e-7);
	}
	assert_true(timing_new_probability(&MODELS[0], 0, 0) == 1);
	assert_true(timing_new_probability(&MODELS[0], 3, 0) == 0);
	assert_true(timing_new_probability(&MODELS[0], -1, 9) == 0);
	assert_true(timing_expected(&MODELS[0], &away, 0) == 0);
}

static void is_sound(double value, double most)
{
	assert_true(isfinite(value) && value >= 0 && value <= most);
}

static void customer_is_sound(const struct timing_model *model,
			      const struct timing_history *history)
{
	static const double TIMES[] = { 1e-9, 1, 1e7 };

	assert_true(isfinite(timing_log_likelihood(model, history)));
	is_sound(timing_alive(model, history), 1);
	is_sound(timing_discounted(model, history, 1e-4), INFINITY);
	for (size_t i = 0; i < 3; i++) {
		is_sound(timing_any(model, history, TIMES[i]), 1);
		is_sound(timing_expected(model, history, TIMES[i]), INFINITY);
		is_sound(timing_variance(model, history, TIMES[i]), INFINITY);
		is_sound(timing_new_expected(model, TIMES[i]), INFINITY);
		is_sound(timing_new_probability(model, 2, TIMES[i]), 1);
	}
}

/* Parameters where fits may stray, customers as no shop has them. */
static void nothing_is_infinite_or_negative_at_the_edges(void **state)
{
	static const double SIZES[] = { 1e-5, 0.03, 1, 40, 1e4 };
	static const struct timing_history HISTORIES[] = {
		{ 0, 0, 0, 0 },	       { 0, 0, 1e-6, 0 },	{ 0, 0, 1e6, 0 },
		{ 1, 1e-6, 1e6, -13 }, { 1e6, 365, 365, -7e6 }, { 1e6, 300, 365, -7e6 },
		{ 3, 365, 365, 9 },
	};

	(void)state;
	for (int i = 0; i < 625; i += 14) {
		struct timing_model model = { TIMING_PARETO,	1 + i / 2 % 2,	   SIZES[i % 5],
					      SIZES[i / 5 % 5], SIZES[i / 25 % 5], SIZES[i / 125] };

		for (size_t j = 0; j < sizeof(HISTORIES) / sizeof(HISTORIES[0]); j++)
			customer_is_sound(&model, &HISTORIES[j]);
	}
}

/* Many at once are the same as one by one. */
static void many_at_once_are_each_of_them(void **state)
{
	struct timing_history histories[300];
	double expected[300 * 3];
	double alive[300];
	struct host host;

	(void)state;
	host_init(&host, NULL);
	for (int i = 0; i < 300; i++) {
		int x = i % 5;

		histories[i] = (struct timing_history) { x, x > 0 ? 3 + i % 7 : 0, 10 + i % 11, x };
	}
	for (int32_t k = 1; k <= 2; k++) {
		struct timing_model model = model_of(0, k);

		assert_int_equal(timing_expect_all(&host, &model, histories, 300, 4.5, 3, expected,
						   alive, NULL),
				 RGL_OK);
		for (int i = 0; i < 300; i++) {
			near(alive[i], timing_alive(&model, &histories[i]), 1e-10);
			for (int j = 0; j < 3; j++)
				near(expected[i * 3 + j],
				     timing_expected(&model, &histories[i], 4.5 * (j + 1)), 1e-10);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(chances_of_counts_agree_with_expectations),
		cmocka_unit_test(likelihoods_are_chances),
		cmocka_unit_test(expectations_are_shares_of_the_living),
		cmocka_unit_test(the_discounted_value_is_the_expectation_discounted),
		cmocka_unit_test(the_general_form_has_the_plain_one_in_it),
		cmocka_unit_test(limits_come_out),
		cmocka_unit_test(nothing_is_infinite_or_negative_at_the_edges),
		cmocka_unit_test(many_at_once_are_each_of_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
