/* special.h - the special functions that the models need, where the C library has none.
 *
 * Pure, no state (lgamma() writes a global: lgamma_r it is), any thread. Floating point; never
 * money. Accuracy holds for the ranges named, relative, held by tests against tables made with 40
 * digits.
 */
#pragma once

/* log|Gamma(x)|, x > 0; and log(Beta(a, b)). 1e-14. */
double special_log_gamma(double x);
double special_log_beta(double a, double b);

/* The first two derivatives of log Gamma, x > 0. 1e-13 (the first near its zero, 1.46: 1e-15 in
 * itself). */
double special_digamma(double x);
double special_trigamma(double x);

/* log(exp(a) + exp(b)), log(exp(a) - exp(b)) for a >= b; -inf stands for 0. */
double special_log_sum(double a, double b);
double special_log_difference(double a, double b);

/* Gauss's hypergeometric function 2F1(a, b; c; z) for 0 <= z < 1 and a, b, c > 0, as its logarithm:
 * it grows past all bounds near 1. 1e-11 of the function; 1e-6 where c
 * is below 1, a and b above c, and z above .9999. */
double special_log_2f1(double a, double b, double c, double z);

/* Kummer's U(a, b, z), confluent, of the second kind: a > 0, z > 0, b real. 1e-11. */
double special_kummer_u(double a, double b, double z);

/* The incomplete gamma functions P(a, x) and Q(a, x) = 1 - P, a > 0, x >= 0. 1e-12. */
double special_gamma_p(double a, double x);
double special_gamma_q(double a, double x);

/* The regularised incomplete beta function I_x(a, b). 1e-12. */
double special_beta_i(double a, double b, double x);
