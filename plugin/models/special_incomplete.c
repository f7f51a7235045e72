/* special_incomplete.c - see special.h: the incomplete gamma and beta functions.
 *
 * What stands before the series and fractions, x^a exp(-x) / Gamma(a) and its like, is taken by
 * its distance from the peak (Loader, "Fast and accurate computation of binomial probabilities",
 * 2000): in the plain form the logarithms of large arguments leave nothing of it. The fractions are
 * Abramowitz and Stegun 6.5.31 and 26.5.8, evaluated by Lentz's method (Applied Optics 15 (1976)
 * 668-671).
 */
#include <math.h>

#include "plugin/models/special_parts.h"

#define PRECISION 1e-16
#define STEPS_MAX 200000
#define LARGE 10.0
#define TINY 1e-300

/* u - log(ratio), where ratio is 1 + u, to full precision near 1 too. */
static double deviance(double ratio, double u)
{
	double power;
	double sum = 0;

	if (fabs(u) > 0.1)
		return u - log(ratio);
	power = u * u;
	for (int i = 2; i < 24; i++) {
		sum += (i % 2 == 0 ? power : -power) / i;
		power *= u;
	}
	return sum;
}

/* --- gamma */

/* x^a exp(-x) / Gamma(a) */
static double gamma_front(double a, double x)
{
	if (a < LARGE)
		return exp(a * log(x) - x - special_log_gamma(a));
	return sqrt(a / (2 * M_PI)) * exp(-a * deviance(x / a, (x - a) / a) - special_stirling(a));
}

/* P for x below a + 1: all terms are positive. */
static double gamma_series(double a, double x)
{
	double term = 1 / a;
	double sum = term;

	for (int i = 1; i < STEPS_MAX && term > sum * PRECISION; i++) {
		term *= x / (a + i);
		sum += term;
	}
	return sum * gamma_front(a, x);
}

/* Q for x from a + 1. */
static double gamma_fraction(double a, double x)
{
	double b = x + 1 - a;
	double c = 1 / TINY;
	double d = 1 / b;
	double value = d;

	for (int i = 1; i < STEPS_MAX; i++) {
		double step = -(double)i * (i - a);
		double factor;

		b += 2;
		d = 1 / (b + step * d);
		c = b + step / c;
		factor = c * d;
		value *= factor;
		if (fabs(factor - 1) < PRECISION * 2)
			break;
	}
	return value * gamma_front(a, x);
}

double special_gamma_p(double a, double x)
{
	if (x <= 0)
		return 0;
	if (isinf(x))
		return 1;
	return x < a + 1 ? fmin(gamma_series(a, x), 1) : fmax(1 - gamma_fraction(a, x), 0);
}

double special_gamma_q(double a, double x)
{
	if (x <= 0)
		return 1;
	if (isinf(x))
		return 0;
	return x < a + 1 ? fmax(1 - gamma_series(a, x), 0) : fmin(gamma_fraction(a, x), 1);
}

/* --- beta */

/* x^a (1 - x)^b / Beta(a, b); y is 1 - x */
static double beta_front(double a, double b, double x, double y)
{
	double sum = a + b;
	double off = x <= 0.5 ? x - a / sum : b / sum - y;

	if (a < LARGE || b < LARGE)
		return exp(a * log(x) + b * (x < 0.5 ? log1p(-x) : log(y)) -
			   special_log_beta(a, b));
	return sqrt(a / sum * b / (2 * M_PI)) *
	       exp(-a * deviance(x * sum / a, off * sum / a) -
		   b * deviance(y * sum / b, -off * sum / b) + special_stirling(sum) -
		   special_stirling(a) - special_stirling(b));
}

static double lentz(double value)
{
	return fabs(value) < TINY ? TINY : value;
}

static double beta_fraction(double a, double b, double x)
{
	double c = 1;
	double d = 1 / lentz(1 - (a + b) * x / (a + 1));
	double value = d;

	for (int m = 1; m < STEPS_MAX; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
		double factor;

		d = 1 / lentz(1 + even * d);
		c = lentz(1 + even / c);
		value *= c * d;
		d = 1 / lentz(1 + odd * d);
		c = lentz(1 + odd / c);
		factor = c * d;
		value *= factor;
		if (fabs(factor - 1) < PRECISION * 2)
			break;
	}
	return value;
}

double special_beta_i(double a, double b, double x)
{
	double y = 1 - x;

	if (x <= 0)
		return 0;
	if (x >= 1)
		return 1;
	if (x <= (a + 1) / (a + b + 2))
		return fmin(beta_front(a, b, x, y) * beta_fraction(a, b, x) / a, 1);
	return fmax(1 - beta_front(a, b, x, y) * beta_fraction(b, a, y) / b, 0);
}
