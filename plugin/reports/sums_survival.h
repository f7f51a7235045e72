/* sums_survival.h - how long until something happens, of those to whom it may still happen.
 *
 * In:  for each: after how many days it happened, or how long it has not so far.
 * Out: the share to whom it had not happened after each day, with an interval of 95 %.
 *
 * Who came only lately has had little time: counting all alike would call them lost. The estimate
 * is that of E. L. Kaplan and P. Meier (Journal of the American Statistical Association 53 (1958)
 * 457-481), its error M. Greenwood's (1926), its interval on the scale of logarithms, as the
 * package survival of R has it. Pure; floating point: shares, never money.
 */
#pragma once

#include <stdbool.h>

#include "plugin/base/host.h"

#define SURVIVAL_DAYS_MAX 36600 /* a hundred years: a wrong date, not a customer */

struct survival_day {
	int64_t happened;
	int64_t left; /* seen this long, and it had not happened */
};

/* days: 0 to room - 1. */
struct survival {
	const struct host *host;
	struct survival_day *days;
	int32_t room;
	int64_t count;
};

/* Nothing is allocated before the first add. Free it with survival_free. */
struct survival survival_of(const struct host *host);
void survival_free(struct survival *survival);

/* One to whom it happened after `day` days, or had not after so many. E_RANGE: not 0 to
 * SURVIVAL_DAYS_MAX. E_MEMORY. */
MUST_USE rgl_rc survival_add(struct survival *survival, int32_t day, bool happened);

/* As of the end of a day. still: the share to whom it has not happened; between low and high.
 * error: its standard error. at_risk: who was watched on that day. NaN is nowhere: where nobody is
 * left, the last figures stand. */
struct survival_point {
	int32_t day;
	int64_t at_risk;
	int64_t happened;
	double still;
	double error;
	double low;
	double high;
	double greenwood; /* theirs */
	int64_t gone;	  /* theirs */
};

/* Before day 0; survival_next goes on by one day: false after the last with anybody. */
struct survival_point survival_begin(const struct survival *survival);
bool survival_next(const struct survival *survival, struct survival_point *point);

/* As of the end of `day`. */
struct survival_point survival_at(const struct survival *survival, int32_t day);

/* The first day by which it had happened to a share of `gone`; -1: to fewer. low, high: between
 * which days that is; -1 for high: no end is known. */
struct survival_quantile {
	int32_t day;
	int32_t low;
	int32_t high;
};
struct survival_quantile survival_quantile(const struct survival *survival, double gone);

/* The last day that at least `watched` were watched on; -1: there is none. */
int32_t survival_horizon(const struct survival *survival, int64_t watched);
