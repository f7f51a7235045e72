/* sums_economics.h - what keeping customers is worth, out of their visits.
 *
 * In:  each member's days with a visit and what each left, in major units.
 * Out: estimates with their intervals.
 * Not here: reading visits, what the report says.
 *
 * Intervals are of 95 %, by leaving out one group of members after the other (the delete-a-group
 * jackknife: P. S. Kott, Journal of Official Statistics 17 (2001) 521-526), with Student's t: so a
 * member who comes a hundred times counts as one member and not as a hundred visits. Groups go
 * round by turn. Months are twelfths of 365.25 days, counted from a member's own first visit; only
 * those that are over count. Pure; floating point: averages, never money that anybody has.
 */
#pragma once

#include <stdbool.h>

#include "plugin/base/host.h"
#include "plugin/insight/period.h"

#define ECONOMICS_GROUPS 40
#define ECONOMICS_MONTHS 60
#define ECONOMICS_LEAST 10	/* members, below which a month or a share is not told */
#define ECONOMICS_KEPT_LEAST 20 /* members of the time before, for how many are kept */
#define ECONOMICS_RATE 0.10	/* discount a year */

/* first: of the first visits; later: of all others. came[m]: worth in month m of a life, of the
 * seen[m] members whose month m is over. before: who came in the last stretch but one; kept: who of
 * them came in the last; active: all who came in the last, active_worth: what they left in it. */
struct economics_part {
	double members;
	double first;
	double later_visits;
	double later;
	double came[ECONOMICS_MONTHS];
	double seen[ECONOMICS_MONTHS];
	double before;
	double kept;
	double active;
	double active_worth;
};

/* Members whose first `months` months are over: how many, how many came again within them, what
 * they left in them. */
struct economics_side {
	int64_t members;
	int64_t returned;
	double worth;
	double worth_squared;
};

enum { ECONOMICS_AGES = 4 };
extern const int32_t economics_ages[ECONOMICS_AGES]; /* months: 12, 6, 3, 1 */

/* A quarter's newcomers. over: months that are over for the youngest of them. worth[m]: in month
 * m. */
struct economics_cohort {
	int64_t members;
	int32_t over;
	double worth[ECONOMICS_MONTHS];
};

/* stretch: days that "kept" is counted over; 0: the shop is too young. sides: [0] walked in, [1]
 * brought by a member, by age. */
struct economics {
	const struct host *host;
	int32_t today;
	int32_t stretch;
	struct economics_part *parts; /* ECONOMICS_GROUPS */
	struct economics_side sides[2][ECONOMICS_AGES];
	int32_t first_quarter;
	int32_t cohort_count;
	struct economics_cohort *cohorts;
	size_t members;
};

struct economics_visit {
	int32_t day;
	double worth;
};

/* first_day: the first visit that any member made. E_MEMORY; free it whatever it returned. */
MUST_USE rgl_rc economics_open(const struct host *host, int32_t first_day, int32_t today,
			       struct economics *ret);
void economics_free(struct economics *economics);

/* A member's days in order, one or more. Days after today are left out, and members whose first
 * they are. */
void economics_add(struct economics *economics, bool is_referred,
		   const struct economics_visit *visits, size_t count);

/* is_known: there is enough for a value; is_sure: for an interval too (low and high are value
 * else). */
struct estimate {
	double value;
	double low;
	double high;
	bool is_known;
	bool is_sure;
};

/* Months of life that can be told: each has ECONOMICS_LEAST members or more. */
int32_t economics_months(const struct economics *economics);

/* What a visit leaves: the first, the others, and how many times as much the others do. */
struct estimate economics_first(const struct economics *economics);
struct estimate economics_later(const struct economics *economics);
struct estimate economics_repeat(const struct economics *economics);

/* What a member leaves within the first `months` of their life; discounted by ECONOMICS_RATE a
 * year, or not. */
struct estimate economics_worth(const struct economics *economics, int32_t months,
				bool is_discounted);

/* Of those who came in one stretch, the share who came in the next. */
struct estimate economics_kept(const struct economics *economics);

/* What a member who came left in the last stretch. */
struct estimate economics_a_stretch(const struct economics *economics);

/* How much more a member's life is worth with five more in a hundred kept from stretch to stretch,
 * as a share. With m a stretch, kept with chance p, each stretch discounted by d: m / (1 - p d), so
 * it is (1 - p d) / (1 - (p + .05) d) - 1, whatever m is; p + .05 is at most 1. cost: to win a
 * member, off both; 0: none. Not known when a life is worth no more than that. After F. F.
 * Reichheld, W. E. Sasser, Harvard Business Review 68 (5) (1990) 105-111, who count in points. */
struct estimate economics_five_more(const struct economics *economics, double cost);

/* m / (1 - p d): the worth of a life by the shop's own figures. */
struct estimate economics_life(const struct economics *economics);

/* The month of life in which what a member has left reaches the cost, counted from 1; 0: not within
 * the months that can be told. */
int32_t economics_payback(const struct economics *economics, double cost);

/* The same of one quarter's newcomers; -1: not yet, and its months are not all over. */
int32_t economics_cohort_payback(const struct economics_cohort *cohort, double cost);

/* Brought by a member against walked in, at the greatest of economics_ages at which both have
 * ECONOMICS_LEAST members; -1: at none. difference: of what a member left, by Welch's interval of
 * 95 %. */
int economics_compare(const struct economics *economics, struct estimate *ret_difference);
