/* render_interval.c - see render_interval.h. */
#include "plugin/reports/render_interval.h"

#include <math.h>

/* The 0.975 quantile of the normal distribution. */
static const double NORMAL_975 = 1.959963984540054;

rgl_rc interval_share(int64_t hits, int64_t tries, struct interval *ret)
{
	const double z = NORMAL_975;
	double n = (double)tries;
	double p;
	double centre;
	double half;

	if (tries <= 0 || hits < 0 || hits > tries)
		return RGL_E_ARGUMENT;
	p = (double)hits / n;
	centre = 2 * n * p + z * z;
	half = z * sqrt(z * z + 4 * n * p * (1 - p));
	*ret = (struct interval) {
		.low = fmax(0, (centre - half) / (2 * (n + z * z))),
		.high = fmin(1, (centre + half) / (2 * (n + z * z))),
	};
	return RGL_OK;
}

rgl_rc interval_difference(int64_t hits_a, int64_t tries_a, int64_t hits_b, int64_t tries_b,
			   struct interval *ret)
{
	struct interval a;
	struct interval b;
	double p_a;
	double p_b;

	if (interval_share(hits_a, tries_a, &a) < 0 || interval_share(hits_b, tries_b, &b) < 0)
		return RGL_E_ARGUMENT;
	p_a = (double)hits_a / (double)tries_a;
	p_b = (double)hits_b / (double)tries_b;
	*ret = (struct interval) {
		.low = p_a - p_b - hypot(p_a - a.low, b.high - p_b),
		.high = p_a - p_b + hypot(a.high - p_a, p_b - b.low),
	};
	return RGL_OK;
}
