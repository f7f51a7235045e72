/* test_pareto_fraction.c - the integral that all of Pareto/NBD is made of, and the likelihood of
 * all customers with its derivatives.
 *
 * The table was made with mpmath 1.2.1: hyp2f1(1, p, p + s + 1, -d) / (p + s) and its derivatives
 * by diff(), mp.dps = 40.
 */
#include "tests/support/check.h"

#include <math.h>
#include <string.h>

#include "plugin/models/pareto_parts.h"
#include "tests/support/simulate.h"

struct fraction {
	double p;
	double s;
	double d;
	double value[G_COUNT];
};

static const struct fraction FRACTIONS[] = {
	{ 0.55000000000000004,
	  0.59999999999999998,
	  0.10000000000000001,
	  { 0.84835216634794416, -0.76607127008488803, -0.72814412925236372, 1.3596719872150425,
	    1.3075048418748107, 1.2576429014701488 } },
	{ 200.55000000000001,
	  0.59999999999999998,
	  -0.90000000000000002,
	  { 0.046526534340363023, -0.00021705199378743513, -0.0020863690735534335,
	    2.030209019815532e-6, 1.9148979050747069e-5, 0.00018079315673429191 } },
	{ 0.55000000000000004,
	  0.59999999999999998,
	  -0.999,
	  { 1.6350946191564369, -0.042651678573370652, -2.5602592371225977, 0.031962354128456142,
	    0.25601530187605594, 7.5229195106336053 } },
	{ 7.5,
	  2.25,
	  50,
	  { 0.0029822687341361516, -0.00045270502364499245, -1.0416090965791941e-5,
	    0.00013713102894119667, 3.4246509205201337e-6, 8.7513741905894235e-8 } },
	{ 0.25,
	  0.80000000000000004,
	  10000,
	  { 0.12796035430465512, -1.1046431285082458, -0.10026360363218442, 10.044468499423958,
	    1.0607905475108748, 0.18036353722840491 } },
	{ 1000.25,
	  0.5,
	  9,
	  { 0.00010006002248645709, -1.0012006744578541e-7, -1.0021030178164362e-8,
	    2.0036026972871215e-10, 2.0063120740816073e-11, 2.0090263385008451e-12 } },
	{ 0.01,
	  300,
	  3,
	  { 0.0033328932906200955, -4.3998517714214368e-5, -1.110819183676509e-5,
	    1.1505728623075673e-6, 2.918704505589748e-7, 7.4045022648272502e-8 } },
	{ 2.5,
	  1.75,
	  0,
	  { 0.23529411764705882, -0.055363321799307958, -0.055363321799307958, 0.026053327905556686,
	    0.026053327905556686, 0.026053327905556686 } },
};

static void near(double ours, double wanted, double tolerance)
{
	if (!(fabs(ours - wanted) <= tolerance * fabs(wanted)))
		fail_msg("%.17g instead of %.17g", ours, wanted);
}

/* Near d = -1 it converges slowly, far out too; each has its derivatives along. */
static void the_fraction_and_its_derivatives_hold_over_wide_ranges(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(FRACTIONS) / sizeof(FRACTIONS[0]); i++) {
		const struct fraction *of = &FRACTIONS[i];
		double ours[G_COUNT];
		double value[G_COUNT];

		pareto_fraction(of->p, of->s, of->d, 2, ours);
		pareto_fraction(of->p, of->s, of->d, 0, value);
		near(value[G], of->value[G], 1e-13);
		for (int j = 0; j < G_COUNT; j++)
			near(ours[j], of->value[j], 1e-10);
	}
}

/* A table of customers goes from one count of visits to the next; the fraction knows both. */
static void neighbours_are_reached_from_each_other(void **state)
{
	static const double DISTANCES[] = { -0.97, -0.2, 0.05, 0.9, 1.5, 40 };

	(void)state;
	for (size_t i = 0; i < sizeof(DISTANCES) / sizeof(DISTANCES[0]); i++) {
		double d = DISTANCES[i];
		double one[G_COUNT];
		double next[G_COUNT];
		double ours[G_COUNT];

		pareto_fraction(3.25, 0.7, d, 2, one);
		pareto_fraction(4.25, 0.7, d, 2, next);
		if (d > 1)
			pareto_up(3.25, 0.7, d, 2, one, ours);
		else
			pareto_down(3.25, 0.7, d, 2, next, ours);
		for (int j = 0; j < G_COUNT; j++)
			near(ours[j], (d > 1 ? next : one)[j], 1e-10);
	}
}

/* --- the sum over customers */

#define CUSTOMERS 400

static void rows_make(const struct host *host, int32_t k, bool is_daily, struct timing_rows *ret)
{
	struct simulate_wish wish = {
		.seed = 5,
		.timing = { TIMING_PARETO, k, 0.8, 12, 0.7, 60 },
		.starts = is_daily ? 20 : 100,
		.horizon = is_daily ? 60 : 200,
		.is_daily = is_daily,
	};
	struct timing_history histories[CUSTOMERS];

	simulate_histories(&wish, CUSTOMERS, histories);
	assert_int_equal(timing_rows_make(host, histories, CUSTOMERS, 150, NULL, ret), RGL_OK);
}

static const double PLACES[][4] = {
	{ -0.6, -1, -0.5, -0.8 }, { -0.6, -1, -0.5, 3 }, { -0.6, 2, -0.5, -2 }, { 1, -3, 2, 3 },
	{ -3, -6, 3, 6 },	  { 0, 0, -13.8, 0 },	 { 2, 2, 2, 2 },
};

/* One by one from the integral, or from a table of what customers share: the same. */
static void sharing_what_customers_have_in_common_changes_nothing(void **state)
{
	struct timing_rows rows;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	rows_make(&host, 1, true, &rows);
	for (size_t i = 0; i < sizeof(PLACES) / sizeof(PLACES[0]); i++) {
		double value[2];
		double gradient[2][4];
		double hessian[2][16];

		for (int shared = 0; shared < 2; shared++) {
			if (shared == 1 && rows.prepared == NULL)
				assert_int_equal(pareto_prepare(&host, &rows, &rows.prepared),
						 RGL_OK);
			assert_true((rows.prepared != NULL) == (shared == 1));
			assert_true(pareto_sum(&rows, 1, PLACES[i], &value[shared],
					       gradient[shared], hessian[shared]));
			if (shared == 0)
				continue;
			near(value[1], value[0], 1e-12);
			for (int j = 0; j < 16; j++)
				near(hessian[1][j] + 1e3, hessian[0][j] + 1e3, 1e-9);
			for (int j = 0; j < 4; j++)
				near(gradient[1][j] + 1e3, gradient[0][j] + 1e3, 1e-10);
			host_free(&host, rows.prepared);
			rows.prepared = NULL;
		}
	}
	timing_rows_free(&host, &rows);
}

/* Customers' times to the moment have nothing in common. */
static void where_nothing_is_shared_no_table_is_made(void **state)
{
	struct timing_rows rows;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	rows_make(&host, 1, false, &rows);
	for (size_t i = 0; i < rows.count; i++)
		((struct timing_row *)rows.rows)[i].history.T += (double)i * 1e-7;
	assert_int_equal(pareto_prepare(&host, &rows, &rows.prepared), RGL_OK);
	assert_null(rows.prepared);
	timing_rows_free(&host, &rows);
}

static double step_of(const double *logs, int i, double size, double moved[4])
{
	memcpy(moved, logs, sizeof(double) * 4);
	moved[i] += size;
	return moved[i];
}

/* The gradient by differences of the value, the Hessian by those of the gradient. */
static void derivatives_are_checked(const struct timing_rows *rows, int32_t k, const double *logs)
{
	const double size = 1e-4;
	double value;
	double gradient[4];
	double hessian[16];

	assert_true(timing_pareto.sum(rows, k, logs, &value, gradient, hessian));
	for (int i = 0; i < 4; i++) {
		double moved[4];
		double up;
		double down;
		double slopes[2][4];
		double bound = 1e-6 * (1 + fabs(gradient[i]));

		(void)step_of(logs, i, size, moved);
		assert_true(timing_pareto.sum(rows, k, moved, &up, slopes[0], NULL));
		(void)step_of(logs, i, -size, moved);
		assert_true(timing_pareto.sum(rows, k, moved, &down, slopes[1], NULL));
		assert_true(fabs((up - down) / (2 * size) - gradient[i]) < bound);
		for (int j = 0; j < 4; j++) {
			double ours = hessian[i * 4 + j];
			double wanted = (slopes[0][j] - slopes[1][j]) / (2 * size);

			assert_true(fabs(ours - wanted) < 1e-5 * (1 + fabs(wanted)));
			assert_true(ours == hessian[j * 4 + i]);
		}
	}
}

/* k 2 has another likelihood, by quadrature. */
static void gradient_and_hessian_are_those_of_the_value(void **state)
{
	(void)state;
	for (int32_t k = 1; k <= 2; k++) {
		struct timing_rows rows;
		struct host host;

		host_init(&host, NULL);
		rows_make(&host, k, true, &rows);
		assert_int_equal(pareto_prepare(&host, &rows, &rows.prepared), RGL_OK);
		for (size_t i = 0; i < sizeof(PLACES) / sizeof(PLACES[0]); i++)
			derivatives_are_checked(&rows, k, PLACES[i]);
		timing_rows_free(&host, &rows);
	}
}

/* The sum is the sum of what is said of each. */
static void the_sum_is_of_each_customer(void **state)
{
	(void)state;
	for (int32_t k = 1; k <= 3; k++) {
		struct timing_model model = { TIMING_PARETO, k, 0.8, 0.1, 0.7, 0.4 };
		const double logs[4] = { log(0.8), log(0.1), log(0.7), log(0.4) };
		struct timing_rows rows;
		struct host host;
		double value;
		double gradient[4];
		double sum = 0;

		host_init(&host, NULL);
		rows_make(&host, k, false, &rows);
		for (size_t i = 0; i < rows.count; i++)
			sum += rows.rows[i].count *
			       timing_log_likelihood(&model, &rows.rows[i].history);
		assert_true(timing_pareto.sum(&rows, k, logs, &value, gradient, NULL));
		near(value, sum, 1e-11);
		timing_rows_free(&host, &rows);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_fraction_and_its_derivatives_hold_over_wide_ranges),
		cmocka_unit_test(neighbours_are_reached_from_each_other),
		cmocka_unit_test(sharing_what_customers_have_in_common_changes_nothing),
		cmocka_unit_test(where_nothing_is_shared_no_table_is_made),
		cmocka_unit_test(gradient_and_hessian_are_those_of_the_value),
		cmocka_unit_test(the_sum_is_of_each_customer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
