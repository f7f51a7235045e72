/* pareto_fraction.c - see pareto_parts.h: g by its continued fraction, and from its neighbours.
 *
 * g = 1 / (p + s) / (1 + k1 d / (1 + k2 d / (1 + ...))), from the far end. Logarithms of the
 * partial quotients are differentiated along the way: y = 1 / (1 + q) has (log y)' = -w (log q)',
 * w = q / (1 + q).
 */
#include <math.h>

#include "plugin/models/pareto_parts.h"

#define LOG_PRECISION 40.0
#define STEPS_MIN 4
#define STEPS_SHORT 60
#define STEPS_MAX 20000
#define CONVERGED 4e-16
#define NEAR_ENOUGH 3 /* steps in a row */

static double coefficient(double p, double s, int n)
{
	int half = n / 2;
	double m = half;
	double c = p + s + 2 * m;

	return n % 2 == 0 ? m * (s + m) / (c * (c - 1)) : (p + m) * (p + s + m) / (c * (c + 1));
}

/* How a partial quotient's coefficient changes with p and s, in logarithms. */
struct change {
	double p;
	double s;
	double pp;
	double ps;
	double ss;
};

/* Each step makes the error smaller by |(root - 1) / (root + 1)|, root^2 = 1 + d, in the end; where
 * that would take long, it is found out on the way up (Lentz) how many are enough: with large p or
 * s, fewer. */
static int steps_of(double p, double s, double d, double root)
{
	double steps = LOG_PRECISION / fmax(-log(fabs(root - 1) / (root + 1) + 1e-16), 1e-9);
	int most = (int)fmin(fmax(steps, 0), STEPS_MAX) + STEPS_MIN;
	double up = 1;
	double down = 1;

	if (most <= STEPS_SHORT)
		return most;
	for (int n = 1, near = 0; n < most; n++) {
		double a = d * coefficient(p, s, n);

		down = n == 1 ? 1 : 1 / (1 + a * down);
		up = 1 + a / up;
		near = fabs(up * down - 1) < CONVERGED ? near + 1 : 0;
		if (near == NEAR_ENOUGH)
			return (int)fmin(1.3 * n + STEPS_MIN, most);
	}
	return most;
}

static double coefficient_even(double p, double s, double m, struct change *ret)
{
	double one = 1 / (p + s + 2 * m - 1);
	double other = 1 / (p + s + 2 * m);
	double of_s = 1 / (s + m);
	double squares = one * one + other * other;

	ret->p = -one - other;
	ret->s = of_s - one - other;
	ret->pp = squares;
	ret->ps = squares;
	ret->ss = squares - of_s * of_s;
	return m * (s + m) * one * other;
}

static double coefficient_odd(double p, double s, double m, struct change *ret)
{
	double one = 1 / (p + s + 2 * m);
	double other = 1 / (p + s + 2 * m + 1);
	double of_p = 1 / (p + m);
	double of_sum = 1 / (p + s + m);
	double squares = one * one + other * other - of_sum * of_sum;

	ret->p = of_p + of_sum - one - other;
	ret->s = of_sum - one - other;
	ret->pp = squares - of_p * of_p;
	ret->ps = squares;
	ret->ss = squares;
	return (p + m) * (p + s + m) * one * other;
}

/* The value alone has no need for what the derivatives do. */
static double fraction_value(double p, double s, double d, int steps, double tail)
{
	double y = tail;

	for (int n = steps; n >= 1; n--)
		y = 1 / (1 + d * coefficient(p, s, n) * y);
	return y;
}

static double fraction_change(double p, double s, double d, int steps, double tail,
			      struct change *ret)
{
	struct change log_y = { 0 };
	double y = tail;

	for (int n = steps; n >= 1; n--) {
		struct change step;
		int half = n / 2;
		double k = n % 2 == 0 ? coefficient_even(p, s, half, &step)
				      : coefficient_odd(p, s, half, &step);
		double q = d * k * y;
		double w = q / (1 + q);
		double spread = w * (1 - w);
		double by_p = step.p + log_y.p;
		double by_s = step.s + log_y.s;

		y = 1 / (1 + q);
		log_y.pp = -w * (step.pp + log_y.pp) - spread * by_p * by_p;
		log_y.ps = -w * (step.ps + log_y.ps) - spread * by_p * by_s;
		log_y.ss = -w * (step.ss + log_y.ss) - spread * by_s * by_s;
		log_y.p = -w * by_p;
		log_y.s = -w * by_s;
	}
	*ret = log_y;
	return y;
}

void pareto_fraction(double p, double s, double d, int order, double ret[G_COUNT])
{
	double root = sqrt(1 + d);
	int steps = steps_of(p, s, d, root);
	double tail = 2 / (1 + root);
	double over = 1 / (p + s);
	struct change by;

	if (order == 0) {
		ret[G] = fraction_value(p, s, d, steps, tail) * over;
		return;
	}
	ret[G] = fraction_change(p, s, d, steps, tail, &by) * over;
	by.p -= over;
	by.s -= over;
	ret[G_P] = ret[G] * by.p;
	ret[G_S] = ret[G] * by.s;
	over *= over;
	ret[G_PP] = ret[G] * (by.pp + over + by.p * by.p);
	ret[G_PS] = ret[G] * (by.ps + over + by.p * by.s);
	ret[G_SS] = ret[G] * (by.ss + over + by.s * by.s);
}

void pareto_up(double p, double s, double d, int order, const double from[G_COUNT],
	       double ret[G_COUNT])
{
	double sum = p + s;
	double over = 1 / (p * d);

	ret[G] = (1 - sum * from[G]) * over;
	ret[G_P] = -(sum * from[G_P] + from[G] + d * ret[G]) * over;
	ret[G_S] = -(sum * from[G_S] + from[G]) * over;
	if (order < 2)
		return;
	ret[G_PP] = -(sum * from[G_PP] + 2 * from[G_P] + 2 * d * ret[G_P]) * over;
	ret[G_PS] = -(sum * from[G_PS] + from[G_P] + from[G_S] + d * ret[G_S]) * over;
	ret[G_SS] = -(sum * from[G_SS] + 2 * from[G_S]) * over;
}

void pareto_down(double p, double s, double d, int order, const double from[G_COUNT],
		 double ret[G_COUNT])
{
	double over = 1 / (p + s);
	double pd = p * d;

	ret[G] = (1 - pd * from[G]) * over;
	ret[G_P] = -(ret[G] + d * from[G] + pd * from[G_P]) * over;
	ret[G_S] = -(ret[G] + pd * from[G_S]) * over;
	if (order < 2)
		return;
	ret[G_PP] = -(2 * ret[G_P] + 2 * d * from[G_P] + pd * from[G_PP]) * over;
	ret[G_PS] = -(ret[G_P] + ret[G_S] + d * from[G_S] + pd * from[G_PS]) * over;
	ret[G_SS] = -(2 * ret[G_S] + pd * from[G_SS]) * over;
}
