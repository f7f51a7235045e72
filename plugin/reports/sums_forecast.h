/* sums_forecast.h - visits week by week: what the model would have expected, what came, what to
 * expect.
 *
 * In:  when each member came first, how many visits (of different days) each past week had, a
 * model. Out: weeks of the past beside what the model says of them, weeks to come, and how far off
 * it may be. Not here: what the members that there are will do (timing_expect_all), reading the
 * store.
 *
 * Weeks are seven days, counted back from today and on from tomorrow: none of them is unfinished.
 * Source of a past week's expectation: the sum over first days d of births(d) x (E[X(end - d)] -
 * E[X(begin - d)]) and the first visits themselves, as the tracking plots of Fader, Hardie, Lee
 * (2005) have it. Pure; floating point: these are expectations.
 */
#pragma once

#include "plugin/base/host.h"
#include "plugin/models/timing.h"

#define FORECAST_BACK 26  /* weeks of the past that are shown */
#define FORECAST_AHEAD 13 /* weeks to come */
#define FORECAST_WEEK 7
#define FORECAST_LEAST 8 /* weeks of the past that an error is worth taking from */

/* births[i]: members whose first visit was i days ago (0: today); days: how many such there are.
 * visits, net: of the FORECAST_BACK weeks, the oldest first: visits of different days of members,
 * and what they left, in major units. coming: by week to come, what the members of today will do.
 * doubt: how far off a sum of many may be, as a share, by what the model missed when it was tried.
 */
struct forecast_facts {
	const int64_t *births;
	size_t days;
	double visits[FORECAST_BACK];
	double net[FORECAST_BACK];
	double coming[FORECAST_AHEAD];
	double doubt;
};

/* back: how many past weeks have anything to compare, the last of the arrays. newcomers: a week, as
 * in the last FORECAST_AHEAD weeks (or as many as there are). ticket: what a visit left in the same
 * weeks. low and high: four times of five. total_*: of all the weeks to come, and with how many
 * will join. error: of a week, in square roots of what is expected of it; is_measured: taken from
 * the past weeks, else only what chance alone would do. */
struct forecast {
	size_t back;
	double expected[FORECAST_BACK];
	double newcomers;
	double ticket;
	double visits[FORECAST_AHEAD];
	double by_new[FORECAST_AHEAD]; /* of them, visits of members yet to come */
	double low[FORECAST_AHEAD];
	double high[FORECAST_AHEAD];
	double total;
	double total_low;
	double total_high;
	double error;
	double bias; /* actual less expected, as a share of expected, of the last weeks together */
	bool is_measured;
};

/* Never fails for what the figures are. E_MEMORY. */
MUST_USE rgl_rc forecast_make(const struct host *host, const struct timing_model *model,
			      const struct forecast_facts *facts, struct forecast *ret,
			      struct rgl_why *refusal);
