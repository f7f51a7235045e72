/* test_optimise.c - the smallest value is found from anywhere, within bounds, and how sure it is.
 */
#include "tests/support/check.h"

#include <math.h>

#include "plugin/models/optimise.h"

/* Rosenbrock's valley, Computer Journal 3 (1960) 175-184: the least is 0, at (1, 1). */
static bool valley(void *user, const double *x, double *ret_value, double *ret_gradient,
		   double *ret_hessian)
{
	double off = x[1] - x[0] * x[0];
	int *calls = user;

	if (calls != NULL)
		(*calls)++;
	*ret_value = 100 * off * off + (1 - x[0]) * (1 - x[0]);
	ret_gradient[0] = -400 * x[0] * off - 2 * (1 - x[0]);
	ret_gradient[1] = 200 * off;
	if (ret_hessian != NULL) {
		ret_hessian[0] = 1200 * x[0] * x[0] - 400 * x[1] + 2;
		ret_hessian[1] = ret_hessian[2] = -400 * x[0];
		ret_hessian[3] = 200;
	}
	return true;
}

static struct optimise_wish wish_of(objective *function, int count, double start, double bound)
{
	struct optimise_wish wish = { .objective = function, .count = count, .tolerance = 1e-9 };

	for (int i = 0; i < count; i++) {
		wish.start[i] = start;
		wish.low[i] = -bound;
		wish.high[i] = bound;
	}
	return wish;
}

/* A bent valley, from both sides and far away. */
static void a_bent_valley_is_followed_to_its_end(void **state)
{
	static const double STARTS[][2] = { { -1.2, 1 }, { 3, -4 }, { 0, 0 }, { -30, 40 } };

	(void)state;
	for (size_t i = 0; i < sizeof(STARTS) / sizeof(STARTS[0]); i++) {
		struct optimise_wish wish = wish_of(valley, 2, 0, 100);
		struct optimum optimum;

		wish.start[0] = STARTS[i][0];
		wish.start[1] = STARTS[i][1];
		assert_int_equal(optimise(&wish, &optimum), RGL_OK);
		assert_true(optimum.converged && optimum.is_sure && optimum.at_bound == 0);
		assert_true(fabs(optimum.x[0] - 1) < 1e-8 && fabs(optimum.x[1] - 1) < 1e-8);
		assert_true(optimum.gradient <= 1e-9);
	}
}

/* The inverse of the Hessian at (1, 1) is known: (802, -400; -400, 200) has determinant 400. */
static void the_covariance_is_the_hessians_inverse(void **state)
{
	struct optimise_wish wish = wish_of(valley, 2, 0.5, 10);
	struct optimum optimum;

	(void)state;
	assert_int_equal(optimise(&wish, &optimum), RGL_OK);
	assert_true(fabs(optimum.covariance[0] - 0.5) < 1e-6);
	assert_true(fabs(optimum.covariance[1] - 1) < 1e-6);
	assert_true(optimum.covariance[1] == optimum.covariance[2]);
	assert_true(fabs(optimum.covariance[3] - 2.005) < 1e-6);
}

/* What is outside is not asked for; what ends at a bound says so, and the others go on. */
static void a_bound_holds_one_variable_and_not_the_others(void **state)
{
	struct optimise_wish wish = wish_of(valley, 2, 0, 10);
	struct optimum optimum;

	(void)state;
	wish.high[0] = 0.5;
	assert_int_equal(optimise(&wish, &optimum), RGL_OK);
	assert_true(optimum.converged && optimum.at_bound == 1);
	assert_true(optimum.x[0] == 0.5 && fabs(optimum.x[1] - 0.25) < 1e-9);
	assert_true(optimum.covariance[0] == 0 && optimum.covariance[1] == 0);
	assert_true(fabs(optimum.covariance[3] - 0.005) < 1e-9);
}

/* log cosh is flat far out, where Newton alone would be thrown ever farther. */
static bool flat(void *user, const double *x, double *ret_value, double *ret_gradient,
		 double *ret_hessian)
{
	int n = *(int *)user;

	*ret_value = 0;
	for (int i = 0; i < n; i++) {
		double at = x[i] - i;

		*ret_value += fabs(at) + log1p(exp(-2 * fabs(at))) - M_LN2;
		ret_gradient[i] = tanh(at);
		for (int j = 0; j < n && ret_hessian != NULL; j++)
			ret_hessian[i * n + j] = i == j ? 1 - tanh(at) * tanh(at) : 0;
	}
	return true;
}

static void flat_slopes_lead_home_in_any_number_of_variables(void **state)
{
	(void)state;
	for (int n = 1; n <= OPTIMISE_MAX; n++) {
		struct optimise_wish wish = wish_of(flat, n, 25, 50);
		struct optimum optimum;

		wish.user = &n;
		assert_int_equal(optimise(&wish, &optimum), RGL_OK);
		assert_true(optimum.converged && optimum.is_sure);
		for (int i = 0; i < n; i++)
			assert_true(fabs(optimum.x[i] - i) < 1e-8);
	}
}

/* A ridge: only the sum matters. The value is found, and nobody is told it is sure. */
static bool ridge(void *user, const double *x, double *ret_value, double *ret_gradient,
		  double *ret_hessian)
{
	double sum = x[0] + x[1] - 3;

	(void)user;
	*ret_value = sum * sum;
	ret_gradient[0] = ret_gradient[1] = 2 * sum;
	for (int i = 0; i < 4 && ret_hessian != NULL; i++)
		ret_hessian[i] = 2;
	return true;
}

static void a_ridge_is_not_sure(void **state)
{
	struct optimise_wish wish = wish_of(ridge, 2, 0, 10);
	struct optimum optimum;

	(void)state;
	assert_int_equal(optimise(&wish, &optimum), RGL_OK);
	assert_true(optimum.converged && !optimum.is_sure && optimum.value < 1e-15);
}

/* Not defined for x <= 0: a step there is taken back. */
static bool half_line(void *user, const double *x, double *ret_value, double *ret_gradient,
		      double *ret_hessian)
{
	(void)user;
	if (!(x[0] > 0))
		return false;
	*ret_value = x[0] - log(x[0]);
	ret_gradient[0] = 1 - 1 / x[0];
	if (ret_hessian != NULL)
		ret_hessian[0] = 1 / (x[0] * x[0]);
	return true;
}

static void where_the_function_ends_the_step_is_shorter(void **state)
{
	struct optimise_wish wish = wish_of(half_line, 1, 9, 10);
	struct optimum optimum;

	(void)state;
	assert_int_equal(optimise(&wish, &optimum), RGL_OK);
	assert_true(optimum.converged && fabs(optimum.x[0] - 1) < 1e-8);
}

static void a_start_where_nothing_is_defined_is_refused(void **state)
{
	struct optimise_wish wish = wish_of(half_line, 1, -1, 10);
	struct optimum optimum = { .steps = 77 };

	(void)state;
	assert_int_equal(optimise(&wish, &optimum), RGL_E_ARGUMENT);
	assert_int_equal(optimum.steps, 77);
}

/* Each call is a pass over a million customers. */
static void few_calls_are_enough(void **state)
{
	int calls = 0;
	struct optimise_wish wish = wish_of(valley, 2, -1, 10);
	struct optimum optimum;

	(void)state;
	wish.user = &calls;
	assert_int_equal(optimise(&wish, &optimum), RGL_OK);
	assert_int_equal(optimum.calls, calls);
	assert_true(calls < 120);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bent_valley_is_followed_to_its_end),
		cmocka_unit_test(the_covariance_is_the_hessians_inverse),
		cmocka_unit_test(a_bound_holds_one_variable_and_not_the_others),
		cmocka_unit_test(flat_slopes_lead_home_in_any_number_of_variables),
		cmocka_unit_test(a_ridge_is_not_sure),
		cmocka_unit_test(where_the_function_ends_the_step_is_shorter),
		cmocka_unit_test(a_start_where_nothing_is_defined_is_refused),
		cmocka_unit_test(few_calls_are_enough),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
