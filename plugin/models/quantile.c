/* quantile.c - see quantile.h. */
#include "plugin/models/quantile.h"

#include <math.h>

static double near_the_middle(double q)
{
	double r = 0.180625 - q * q;

	return q * (((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179) /
	       (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1);
}

static double in_the_tail(double p)
{
	double r = sqrt(-log(p));

	if (r <= 5) {
		r -= 1.6;
		return (((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r +
			1.4234372777) /
		       ((0.12021132975 * r + 0.73700164250) * r + 1);
	}
	r -= 5;
	return (((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150) /
	       ((0.012258202635 * r + 0.24197894225) * r + 1);
}

double quantile_normal(double p)
{
	double q = p - 0.5;

	if (fabs(q) <= 0.425)
		return near_the_middle(q);
	return q < 0 ? -in_the_tail(p) : in_the_tail(1 - p);
}

double quantile_gamma(double mean, double variance, double p)
{
	double spread = variance / (mean * mean) / 9;
	double root;

	if (!(mean > 0) || p <= 0)
		return 0;
	if (!(spread > 0))
		return mean;
	root = 1 - spread + quantile_normal(p) * sqrt(spread);
	return root > 0 ? mean * root * root * root : 0;
}
