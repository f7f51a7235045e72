/* test_special.c - special functions against values with 40 digits.
 *
 * The tables were made with mpmath 1.2.1 (loggamma, digamma, psi, hyp2f1, hyperu, gammainc,
 * betainc; mp.dps = 40), and rounded to 18.
 */
#include "tests/support/check.h"

#include <math.h>

#include "plugin/models/special.h"

struct entry {
	double at[4];
	double value;
};

#define CHECK(table, tolerance, call)                                                              \
	for (size_t i = 0; i < sizeof(table) / sizeof((table)[0]); i++) {                          \
		const double *at = (table)[i].at;                                                  \
		near(call, (table)[i].value, tolerance);                                           \
	}

static void near(double ours, double wanted, double tolerance)
{
	if (!(fabs(ours - wanted) <= tolerance * fabs(wanted)))
		fail_msg("%.17g instead of %.17g", ours, wanted);
}

static const struct entry LOG_GAMMAS[] = {
	{ { 1e-08, 0, 0, 0 }, 18.4206807381802089 },
	{ { 0.25, 0, 0, 0 }, 1.28802252469807746 },
	{ { 1.75, 0, 0, 0 }, -0.084401121020485556 },
	{ { 12.5, 0, 0, 0 }, 18.7343475119364457 },
	{ { 1000.5, 0, 0, 0 }, 5908.67417584867749 },
	{ { 100000000, 0, 0, 0 }, 1.74206806610383471e+9 },
};

static const struct entry LOG_BETAS[] = {
	{ { 0.5, 0.25, 0, 0 }, 1.65710651619148217 },
	{ { 9.9999999999999995e-07, 3, 0, 0 }, 13.8155090579648991 },
	{ { 0.5, 1000000, 0, 0 }, -6.33539021105743696 },
	{ { 7.25, 100000, 0, 0 }, -76.4167507276981314 },
	{ { 40, 60, 0, 0 }, -67.9686162474824491 },
	{ { 1000000, 2000000, 0, 0 }, -1909548.29096853296 },
	{ { 0.001, 0.001, 0, 0 }, 7.60090081700834738 },
};

static const struct entry DIGAMMAS[] = {
	{ { 9.9999999999999995e-07, 0, 0, 0 }, -1000000.57721402001 },
	{ { 0.25, 0, 0, 0 }, -4.22745353337626541 },
	{ { 1, 0, 0, 0 }, -0.577215664901532861 },
	{ { 5.5, 0, 0, 0 }, 1.61109314858175112 },
	{ { 30, 0, 0, 0 }, 3.38443813268552488 },
	{ { 1000000, 0, 0, 0 }, 13.8155100579641908 },
};

static const struct entry TRIGAMMAS[] = {
	{ { 0.0001, 0, 0, 0 }, 1.00000001644693678e+8 },
	{ { 0.25, 0, 0, 0 }, 17.1973291545071107 },
	{ { 1, 0, 0, 0 }, 1.64493406684822644 },
	{ { 5.5, 0, 0, 0 }, 0.199342386989627659 },
	{ { 30, 0, 0, 0 }, 0.0338950603577399442 },
	{ { 1000000, 0, 0, 0 }, 1.00000050000016667e-6 },
};

static const struct entry GAUSSES[] = {
	{ { 0.75, 1.5, 2.25, 0.5 }, 0.327934512169925159 },
	{ { 3, 2, 2.5, 0.89000000000000001 }, 5.41169176916118777 },
	{ { 200.55000000000001, 1.6000000000000001, 201.15000000000001, 0.75 },
	  2.20407861672474717 },
	{ { 0.55000000000000004, 0.59999999999999998, 2.1499999999999999, 0.999 },
	  0.298688658980704761 },
	{ { 12.25, 0.80000000000000004, 12.75, 0.99999899999999997 }, 6.29904469718609426 },
	{ { 300, 250, 20.5, 0.29999999999999999 }, 358.304976635647833 },
	{ { 8.5, 6.25, 0.75, 0.94999999999999996 }, 49.7597318836787022 },
	{ { 40, 31, 3.5, 0.99990000000000001 }, 657.240164797508937 },
	{ { 0.20000000000000001, 0.125, 0.0625, 0.98999999999999999 }, 1.5289710407294743 },
	{ { 2.5, 3.5, 1.25, 0.125 }, 0.884009336569671792 },
};

static const struct entry KUMMERS[] = {
	{ { 1, 1.3999999999999999, 0.1371, 0 }, 2.87334944523774001 },
	{ { 1, 1.5, 9.9999999999999995e-07, 0 }, 1770.45562202691933 },
	{ { 0.59999999999999998, 0.59999999999999998, 0.050000000000000003, 0 },
	  1.55010712408845288 },
	{ { 2.5, -40, 3, 0 }, 7.41666410011016009e-5 },
	{ { 120, 5, 0.01, 0 }, 7.52284302707144158e-189 },
	{ { 0.01, 2, 30, 0 }, 0.966878843396217755 },
	{ { 1, -58, 500, 0 }, 0.00178605492050717045 },
	{ { 25, 30, 200, 0 }, 4.7879878431558609e-58 },
	{ { 1, 2, 0.001, 0 }, 999.999999999999979 },
	{ { 0.5, 19.5, 0.001, 0 }, 2.67646142390037721e+70 },
};

static const struct entry GAMMA_PS[] = {
	{ { 0.01, 1.0000000000000001e-05, 0, 0 }, 0.896336798267197201 },
	{ { 0.5, 0.20000000000000001, 0, 0 }, 0.472910743134461926 },
	{ { 3, 2.5, 0, 0 }, 0.456186884116670482 },
	{ { 10, 30, 0, 0 }, 0.999992878249137184 },
	{ { 100, 90, 0, 0 }, 0.158220989186430168 },
	{ { 10000, 9900, 0, 0 }, 0.158651192193564657 },
	{ { 50, 1, 0, 0 }, 1.23375089790973513e-65 },
};

static const struct entry GAMMA_QS[] = {
	{ { 0.01, 3, 0, 0 }, 1.32971356570155485e-4 },
	{ { 0.5, 20, 0, 0 }, 2.53962858947086497e-10 },
	{ { 3, 2.5, 0, 0 }, 0.543813115883329518 },
	{ { 10, 60, 0, 0 }, 2.85150775555202016e-16 },
	{ { 100, 130, 0, 0 }, 0.00275040836730652628 },
	{ { 10000, 10200, 0, 0 }, 0.0232873221335988039 },
};

static const struct entry BETA_IS[] = {
	{ { 0.5, 0.5, 0.25, 0 }, 0.333333333333333333 },
	{ { 2, 3, 0.90000000000000002, 0 }, 0.996300000000000002 },
	{ { 0.050000000000000003, 40, 0.001, 0 }, 0.872382238563482419 },
	{ { 30, 0.5, 0.5, 0 }, 1.33020593555292296e-10 },
	{ { 120, 80, 0.55000000000000004, 0 }, 0.0756148599280482177 },
	{ { 1000, 2000, 0.29999999999999999, 0 }, 4.0738279160507715e-5 },
	{ { 10000, 3, 0.999, 0 }, 0.00275579997132983257 },
};

/* Everything else rests on these; near 1 and 2 the logarithm is small. */
static void gamma_and_beta_hold_to_the_last_digits(void **state)
{
	(void)state;
	CHECK(LOG_GAMMAS, 1e-14, special_log_gamma(at[0]));
	CHECK(LOG_BETAS, 1e-14, special_log_beta(at[0], at[1]));
	CHECK(LOG_BETAS, 1e-14, special_log_beta(at[1], at[0]));
	CHECK(DIGAMMAS, 1e-13, special_digamma(at[0]));
	CHECK(TRIGAMMAS, 1e-13, special_trigamma(at[0]));
}

/* The likelihoods of heavy customers and of shops where nobody leaves end near the edges. */
static void hypergeometric_functions_hold_over_wide_ranges(void **state)
{
	(void)state;
	CHECK(GAUSSES, 1e-11, special_log_2f1(at[0], at[1], at[2], at[3]));
	CHECK(GAUSSES, 1e-11, special_log_2f1(at[1], at[0], at[2], at[3]));
	CHECK(KUMMERS, 1e-11, special_kummer_u(at[0], at[1], at[2]));
	assert_true(special_log_2f1(2, 3, 4, 0) == 0);
}

static void incomplete_functions_hold_in_their_tails(void **state)
{
	(void)state;
	CHECK(GAMMA_PS, 1e-12, special_gamma_p(at[0], at[1]));
	CHECK(GAMMA_QS, 1e-12, special_gamma_q(at[0], at[1]));
	CHECK(BETA_IS, 1e-12, special_beta_i(at[0], at[1], at[2]));
}

static void at_their_ends_they_are_0_or_1(void **state)
{
	(void)state;
	assert_true(special_gamma_p(2, 0) == 0 && special_gamma_q(2, 0) == 1);
	assert_true(special_gamma_p(2, INFINITY) == 1 && special_gamma_q(2, INFINITY) == 0);
	assert_true(special_beta_i(2, 3, 0) == 0 && special_beta_i(2, 3, 1) == 1);
}

/* F(1, 1; 2; z) is -log(1 - z) / z, and U(1, 1, z) = exp(z) E1(z) obeys its own equation: checked
 * at points that no table has, near and far from where the method changes. */
static void known_special_cases_come_out(void **state)
{
	(void)state;
	for (int i = 0; i < 72; i++) {
		double z = 0.01 + 0.0137 * i;

		near(exp(special_log_2f1(1, 1, 2, z)), -log1p(-z) / z, 1e-11);
	}
	for (int i = 0; i < 23; i++) {
		double z = 1e-6 * pow(2.7, i);

		near(special_kummer_u(2, 2, z), special_kummer_u(1, 0, z) / z, 1e-11);
		near(special_kummer_u(1.5, 2.5, z), pow(z, -1.5), 1e-11);
	}
}

/* P + Q is 1, I_x(a, b) + I_(1 - x)(b, a) is 1, whatever the parts are. */
static void what_is_split_adds_up(void **state)
{
	uint64_t seed = 1;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		double a = exp((double)(next_number(&seed) % 2000) / 100 - 10);
		double b = exp((double)(next_number(&seed) % 2000) / 100 - 10);
		double x = (double)(next_number(&seed) % 9999 + 1) / 10000;

		near(special_gamma_p(a, b) + special_gamma_q(a, b), 1, 1e-12);
		near(special_beta_i(a, b, x) + special_beta_i(b, a, 1 - x), 1, 1e-10);
	}
}

/* Nothing is lost to overflow, and -inf stands for 0. */
static void sums_and_differences_are_taken_in_logarithms(void **state)
{
	(void)state;
	near(special_log_sum(1000, 1000), 1000 + M_LN2, 1e-15);
	near(special_log_sum(-INFINITY, 3), 3, 1e-15);
	assert_true(isinf(special_log_sum(-INFINITY, -INFINITY)));
	near(special_log_difference(1000 + M_LN2, 1000), 1000, 1e-15);
	near(special_log_difference(log(1 + 1e-9), 0), log(1e-9), 1e-7);
	near(special_log_difference(3, -INFINITY), 3, 1e-15);
	assert_true(isinf(special_log_difference(3, 3)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gamma_and_beta_hold_to_the_last_digits),
		cmocka_unit_test(hypergeometric_functions_hold_over_wide_ranges),
		cmocka_unit_test(incomplete_functions_hold_in_their_tails),
		cmocka_unit_test(at_their_ends_they_are_0_or_1),
		cmocka_unit_test(known_special_cases_come_out),
		cmocka_unit_test(what_is_split_adds_up),
		cmocka_unit_test(sums_and_differences_are_taken_in_logarithms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
