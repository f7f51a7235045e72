/* special_gamma.c - see special.h: Gamma's logarithm and its derivatives, Beta, sums in logs.
 *
 * Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 6.1.41, 6.3.5, 6.3.18, 6.4.6,
 * 6.4.12.
 */
#include <math.h>

#include "plugin/models/special_parts.h"

#define LOG_ROOT_TWO_PI 0.91893853320467274178

/* From here on the asymptotic series are good to the last bits. */
#define LARGE 10.0

double special_log_gamma(double x)
{
	int sign = 0;

	return lgamma_r(x, &sign);
}

double special_stirling(double x)
{
	static const double TERMS[] = {
		1.0 / 12,   -1.0 / 360,	       1.0 / 1260, -1.0 / 1680,
		1.0 / 1188, -691.0 / 360360.0, 1.0 / 156,  -3617.0 / 122400.0,
	};
	double square = 1 / (x * x);
	double sum = 0;

	for (int i = (int)(sizeof(TERMS) / sizeof(TERMS[0])) - 1; i >= 0; i--)
		sum = sum * square + TERMS[i];
	return sum / x;
}

/* The large parts of the three log Gammas are taken out by hand: they would swallow the rest. */
double special_log_beta(double a, double b)
{
	double least = fmin(a, b);
	double most = fmax(a, b);
	double sum = least + most;
	double share = log1p(-least / sum);

	if (most < LARGE)
		return special_log_gamma(least) + special_log_gamma(most) - special_log_gamma(sum);
	if (least < LARGE)
		return special_log_gamma(least) + least - least * log(sum) + (most - 0.5) * share +
		       special_stirling(most) - special_stirling(sum);
	return LOG_ROOT_TWO_PI - 0.5 * log(most) + (least - 0.5) * log(least / sum) + most * share +
	       special_stirling(least) + special_stirling(most) - special_stirling(sum);
}

double special_digamma(double x)
{
	static const double TERMS[] = {
		1.0 / 12,  -1.0 / 120,	     1.0 / 252, -1.0 / 240,
		1.0 / 132, -691.0 / 32760.0, 1.0 / 12,	-3617.0 / 8160.0,
	};
	double below = 0;
	double square;
	double sum = 0;

	while (x < LARGE) {
		below += 1 / x;
		x++;
	}
	square = 1 / (x * x);
	for (int i = (int)(sizeof(TERMS) / sizeof(TERMS[0])) - 1; i >= 0; i--)
		sum = (sum + TERMS[i]) * square;
	return log(x) - 0.5 / x - sum - below;
}

double special_trigamma(double x)
{
	static const double TERMS[] = {
		1.0 / 6,  -1.0 / 30,	   1.0 / 42, -1.0 / 30,
		5.0 / 66, -691.0 / 2730.0, 7.0 / 6,  -3617.0 / 510.0,
	};
	double below = 0;
	double square;
	double sum = 0;

	while (x < LARGE) {
		below += 1 / (x * x);
		x++;
	}
	square = 1 / (x * x);
	for (int i = (int)(sizeof(TERMS) / sizeof(TERMS[0])) - 1; i >= 0; i--)
		sum = (sum + TERMS[i]) * square;
	return below + (1 + 0.5 / x + sum) / x;
}

double special_log_sum(double a, double b)
{
	double most = fmax(a, b);

	if (isinf(most))
		return most;
	return most + log1p(exp(fmin(a, b) - most));
}

double special_log_difference(double a, double b)
{
	double below = b - a;

	if (isinf(b) && b < 0)
		return a;
	if (below >= 0)
		return -INFINITY;
	return a + (below > -M_LN2 ? log(-expm1(below)) : log1p(-exp(below)));
}
