/* special_hyper.c - see special.h: the hypergeometric functions, and integrals in logarithms.
 *
 * Gauss's function by its series, whose terms are all positive, and near 1, where that is slow, by
 * Euler's integral (Abramowitz and Stegun 15.3.1); Kummer's U by 13.2.5. Both integrals have one
 * peak and exponential tails, so that the trapezoidal rule converges geometrically.
 */
#include <math.h>

#include "plugin/models/special_parts.h"

#define PRECISION 1e-16
#define NEGLIGIBLE 1e-19
#define AGREES 2e-14
#define SERIES_TO 0.9
#define SMALL_SERIES_TO 0.9999 /* with c below 1, where going down in c cancels */
#define TERMS_MAX 2000000
#define NODES_MAX 20000
#define HALVINGS_MAX 9

/* --- integrals */

/* Which integral, and how far apart the points are that lie between those already taken. */
struct trapezoid {
	double (*exponent)(const void *user, double y);
	const void *user;
	double mode;
	double width;
	double top;
};

static double ordinate(const struct trapezoid *rule, double u)
{
	double at = rule->mode + rule->width * sinh(u);
	double value = exp(rule->exponent(rule->user, at) - rule->top) * cosh(u);

	return isfinite(value) ? value : 0;
}

/* The ordinates at first, first + step, ... and at their negatives, until they are nothing. */
static double ordinates(const struct trapezoid *rule, double first, double step)
{
	double sum = 0;

	for (int side = -1; side <= 1; side += 2) {
		double u = first;

		for (int i = 0; i < NODES_MAX; i++, u += step) {
			double value = ordinate(rule, side * u);

			sum += value;
			if (value <= sum * NEGLIGIBLE)
				break;
		}
	}
	return sum;
}

double special_log_integral(double (*exponent)(const void *user, double y), const void *user,
			    double mode, double width)
{
	struct trapezoid rule = { exponent, user, mode, fmin(width, 1), exponent(user, mode) };
	double step = 0.5;
	double sum = ordinate(&rule, 0) + ordinates(&rule, step, step);
	double value = sum * step;

	for (int i = 0; i < HALVINGS_MAX; i++) {
		double before = value;

		sum += ordinates(&rule, step / 2, step);
		step /= 2;
		value = sum * step;
		if (fabs(value - before) <= AGREES * value)
			break;
	}
	return rule.top + log(value) + log(rule.width);
}

/* --- Gauss */

struct gauss {
	double a;
	double b;
	double c;
	double z;
};

/* y is the logit of the integration variable t. */
static double gauss_exponent(const void *user, double y)
{
	const struct gauss *gauss = user;
	double t = 1 / (1 + exp(-y));
	double rest = 1 / (1 + exp(y));
	double log_t = y < 0 ? y - log1p(exp(y)) : -log1p(exp(-y));

	return gauss->b * log_t + (gauss->c - gauss->b) * (log_t - y) -
	       gauss->a * log(gauss->z < 0.5 ? 1 - gauss->z * t : 1 - gauss->z + gauss->z * rest);
}

/* Where the exponent is highest: the root in (0, 1) of (b - c t)(1 - z t) + a z t (1 - t). */
static double gauss_mode(const struct gauss *gauss)
{
	double low = 0;
	double high = 1;

	for (int i = 0; i < 60; i++) {
		double t = (low + high) / 2;
		double slope = (gauss->b - gauss->c * t) * (1 - gauss->z * t) +
			       gauss->a * gauss->z * t * (1 - t);

		if (slope > 0)
			low = t;
		else
			high = t;
	}
	low = fmin(fmax(low, 1e-12), 1 - 1e-12);
	return log(low / (1 - low));
}

/* c above b */
static double gauss_integral(const struct gauss *gauss)
{
	double mode = gauss_mode(gauss);

	return special_log_integral(gauss_exponent, gauss, mode,
				    2 / sqrt(gauss->a + gauss->b + gauss->c)) -
	       special_log_beta(gauss->b, gauss->c - gauss->b);
}

/* Sums as a share of the largest so far, so that they cannot overflow. */
static double gauss_series(const struct gauss *gauss)
{
	double term = 1;
	double rest = 0; /* of the sum, without its first term */
	double log_scale = 0;

	for (int n = 0; n < TERMS_MAX; n++) {
		double ratio =
			(gauss->a + n) * (gauss->b + n) / ((gauss->c + n) * (n + 1)) * gauss->z;

		term *= ratio;
		rest += term;
		if (ratio < 1 && term < rest * PRECISION * (1 - ratio))
			break;
		if (rest > 1e250) {
			log_scale += log(rest);
			term /= rest;
			rest = 0;
		}
	}
	return log_scale + log1p(rest);
}

/* a and b both above c: down in c from two that the integral can do, c (c - 1) (1 - z) F(c - 1) =
 * c (c - 1 - (2 c - a - b - 1) z) F(c) + (c - a) (c - b) z F(c + 1) (15.2.12), where nothing is
 * subtracted. */
static double gauss_downward(const struct gauss *gauss)
{
	double a = gauss->a;
	double b = gauss->b;
	double z = gauss->z;
	double steps = floor(b - gauss->c) + 2;
	struct gauss high = { a, b, gauss->c + steps + 1, z };
	double log_value = gauss_integral(&high);
	double above; /* F(c + 1) / F(c) */
	double c;

	high.c--;
	above = log_value;
	log_value = gauss_integral(&high);
	above = exp(above - log_value);
	c = high.c;
	while (c > gauss->c + 0.5) {
		double ratio = (c * ((c - 1) * (1 - z) + (a + b - c) * z) +
				(c - a) * (c - b) * z * above) /
			       (c * (c - 1) * (1 - z));

		log_value += log(ratio);
		above = 1 / ratio;
		c--;
	}
	return log_value;
}

double special_log_2f1(double a, double b, double c, double z)
{
	struct gauss gauss = { fmax(a, b), fmin(a, b), c, z };

	if (z <= 0)
		return 0;
	if (z <= SERIES_TO || (c < 1 && gauss.b >= c && z <= SMALL_SERIES_TO))
		return gauss_series(&gauss);
	if (gauss.b < c)
		return gauss_integral(&gauss);
	return gauss_downward(&gauss);
}

/* --- Kummer */

struct kummer {
	double a;
	double b;
	double z;
};

static double kummer_exponent(const void *user, double y)
{
	const struct kummer *kummer = user;

	return kummer->a * y - kummer->z * exp(y) +
	       (kummer->b - kummer->a - 1) * (y > 0 ? y + log1p(exp(-y)) : log1p(exp(y)));
}

double special_kummer_u(double a, double b, double z)
{
	struct kummer kummer = { a, b, z };
	double half = (b - 1 - z) / 2;
	double root = sqrt(half * half + z * a);
	/* z t^2 - (b - 1 - z) t - a = 0 */
	double peak = half > 0 ? (half + root) / z : a / (root - half);
	double width = 1 / sqrt(a + z * peak + fabs(b) * peak / ((1 + peak) * (1 + peak)));

	return exp(special_log_integral(kummer_exponent, &kummer, log(peak), width) -
		   special_log_gamma(a));
}
