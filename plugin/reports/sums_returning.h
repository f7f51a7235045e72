/* sums_returning.h - sales to new members and to returning ones, and whether a share rises.
 *
 * Pure. Floating point: shares, never money.
 */
#pragma once

#include "plugin/reports/sums_cohorts.h"

/* One period: those whose first visit fell in it, and those who had come before. E_RANGE. */
MUST_USE rgl_rc returning_sum(const struct triangle *triangle, int32_t period,
			      struct figures *ret_fresh, struct figures *ret_back);

/* The test of M. G. Kendall and H. B. Mann (1945) whether numbers rise or fall over time. rise: how
 * many pairs rise less how many fall. chance: how often as much would come of chance alone, by the
 * normal approximation with ties and continuity; 1 for fewer than four. */
struct trend {
	int64_t rise;
	double chance;
};
struct trend trend_of(const double *numbers, size_t count);
