/* sums_person.h - a member as the reports of worth see them: what they left, and what is expected.
 *
 * In:  nothing; people.c fills it from the store.
 * Not here: the arithmetic (sums_value.h, sums_risk.h, sums_segments.h).
 */
#pragma once

#include "plugin/insight/figures.h"
#include "plugin/insight/period.h"

/* Everybody here has a visit. first_day, second_day, last_day: of visits, in the shop's calendar;
 * second_day: 0, it has not come. days: visits on different days, as far as is known. group: of a
 * cut. What follows is_scored is of their score (scores.h), and nothing when that is false.
 * has_come_since: they came after the score was made, so that what it says of being overdue is
 * stale. is_not_named: erased, or took back that figures of their own are worked out: in every sum,
 * and in no list. */
struct person {
	int64_t member;
	int64_t visits;
	int64_t days;
	int64_t referred_by;
	struct money net;
	struct money worth;
	int32_t first_day;
	int32_t second_day;
	int32_t last_day;
	int32_t group;
	bool is_scored;
	bool has_come_since;
	bool is_not_named;
	int64_t usual_days; /* tenths; 0: no rhythm yet */
	int64_t alive;	    /* millionths */
	int64_t again;	    /* that they come within a year */
	int64_t overdue;
	int64_t visits_milli;
	struct money value;
	struct money low;
	struct money high;
	struct money spread; /* of value, its standard deviation by chance */
	struct money loss;
};

/* Persons in some order, of their own memory. */
struct person_list {
	const struct person **at;
	size_t count;
};
