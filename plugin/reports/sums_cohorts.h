/* sums_cohorts.h - what a triangle of first visits adds up to: a cell's measure, the curve of all
 * cohorts together, a cohort's worth.
 *
 * In:  figures by cohort and age, how many newcomers each cohort had.
 * Out: numbers for a page, in its units.
 * Not here: reading the figures (cells.h), what a report says of them (report_cohorts.c).
 *
 * Pure. A cohort's age is the number of periods after its first.
 */
#pragma once

#include "plugin/insight/figures.h"

enum measure {
	MEASURE_SHARE,
	MEASURE_MEMBERS,
	MEASURE_NET,
	MEASURE_MARGIN,
	MEASURE_REFUNDS,
	MEASURE_DISCOUNTS,
	MEASURE_TICKET,
	MEASURE_VALUE,
	MEASURES
};

/* "share", "members", ... NULL is the share. E_FIELD says which there are. */
MUST_USE rgl_rc measure_of(const char *name, enum measure *ret, struct rgl_why *refusal);
const char *measure_name(enum measure measure);

/* Cohorts 0 to count - 1, and periods as many. cells: of cohort `shift` and on, `stride` of them,
 * each cohort's behind the other's, the first with `stride` cells, the next with one less; what
 * lies outside is zero (nothing that is counted was sold then). newcomers: by cohort, who came
 * first then, whichever sales the cells count. begin: the first cohort that is asked for. over:
 * periods before it are over. basis: what a member's worth is made of. */
struct triangle {
	const struct figures *cells;
	const int64_t *newcomers;
	int32_t stride;
	int32_t shift;
	int32_t count;
	int32_t begin;
	int32_t over;
	enum worth_basis basis;
};

/* The cohort's figures at an age below count - row; never NULL. */
const struct figures *triangle_at(const struct triangle *triangle, int32_t row, int32_t age);

/* Whether the triangle has that cell, somebody could be in it, and its period is over. */
bool triangle_is_over(const struct triangle *triangle, int32_t row, int32_t age);

/* A cell's measure: a share in millionths, members, or minor units. so_far: the sum of the cohort's
 * cells up to it. False: there is none (nobody came, nothing was bought). */
bool measure_number(enum measure measure, enum worth_basis basis, int64_t newcomers,
		    const struct figures *cell, const struct figures *so_far, int64_t *ret);

/* All of a cohort, what is not over too. E_RANGE. */
MUST_USE rgl_rc triangle_row_sum(const struct triangle *triangle, int32_t row, struct figures *ret);

/* All cohorts that are asked for, with their newcomers. E_RANGE. */
MUST_USE rgl_rc triangle_sum(const struct triangle *triangle, struct figures *ret,
			     int64_t *ret_newcomers);

/* All cohorts together at one age: only those whose period of that age is over, each by its
 * newcomers. of 0: there is none.
 * worth_milli: thousandths of a minor unit that a member left up to and with that age. At each age
 * what was left is divided by all who could leave it, and the quotients are added up: so a young
 * cohort counts as far as it goes, and the curve has no steps where cohorts end. This is the mean
 * cumulative function of W. Nelson, "Graphical analysis of system repair data", Journal of Quality
 * Technology 20 (1988) 24-35. */
struct curve_point {
	int64_t came;
	int64_t of;
	int64_t worth_milli;
};

/* Fills ages 0 to `ages` - 1, at most triangle->count of them. E_RANGE. */
MUST_USE rgl_rc triangle_curve(const struct triangle *triangle, int32_t ages,
			       struct curve_point *ret);

/* The newest cohort before `before` that has anybody and whose next period is over; -1: none. */
int32_t triangle_newest(const struct triangle *triangle, int32_t before);
