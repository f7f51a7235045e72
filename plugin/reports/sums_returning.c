/* sums_returning.c - see sums_returning.h. */
#include "plugin/reports/sums_returning.h"

#include <math.h>

rgl_rc returning_sum(const struct triangle *triangle, int32_t period, struct figures *ret_fresh,
		     struct figures *ret_back)
{
	struct figures back = { 0 };
	rgl_rc rc = RGL_OK;

	for (int32_t row = 0; rc == RGL_OK && row < period; row++)
		rc = figures_add(&back, triangle_at(triangle, row, period - row));
	if (rc < 0)
		return rc;
	*ret_fresh = *triangle_at(triangle, period, 0);
	*ret_back = back;
	return RGL_OK;
}

/* How many numbers from `i` on are the same as numbers[i]; 0 when one before was, too. */
static double tied(const double *numbers, size_t count, size_t i)
{
	double same = 0;

	for (size_t j = 0; j < count; j++) {
		if (numbers[j] != numbers[i])
			continue;
		if (j < i)
			return 0;
		same++;
	}
	return same;
}

/* What an equal number of times `n` adds to the variance of `rise`, times 18. */
static double spread_of(double n)
{
	return n * (n - 1) * (2 * n + 5);
}

struct trend trend_of(const double *numbers, size_t count)
{
	struct trend trend = { .chance = 1 };
	double variance = spread_of((double)count);
	double distance;

	for (size_t i = 0; i < count; i++) {
		for (size_t j = i + 1; j < count; j++)
			trend.rise += (numbers[j] > numbers[i]) - (numbers[j] < numbers[i]);
		variance -= spread_of(tied(numbers, count, i));
	}
	distance = fabs((double)trend.rise) - 1;
	if (count >= 4 && variance > 0 && distance > 0)
		trend.chance = erfc(distance / sqrt(variance / 18) / sqrt(2));
	return trend;
}
