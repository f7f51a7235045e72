/* sums_value.h - what members were worth, and are expected to be, added up.
 *
 * In:  all members who bought (sums_person.h).
 * Out: totals, the mean and the middle, tenths of the members, groups.
 * Not here: reading them, what the report says.
 *
 * Pure. Sums are checked: E_RANGE. Means are rounded half away from zero.
 */
#pragma once

#include "plugin/base/host.h"
#include "plugin/reports/sums_person.h"

#define VALUE_TENTHS 10

/* Some of the members together. scored: those of whom something is expected. */
struct value_group {
	int64_t members;
	int64_t repeaters; /* came on two days or more */
	int64_t visits;
	int64_t scored;
	struct money net;
	struct money worth;
	struct money expected;
};

/* E_RANGE, the group untouched. */
MUST_USE rgl_rc value_group_add(struct value_group *group, const struct person *person);

/* all: everybody. repeat_worth: of those who came again. ticket: net sales a visit. Tenth d goes
 * from member d*n/10 to (d+1)*n/10 of those most worth first, rounded down: below ten some are
 * empty. quarters: by quarter of first visit, from first_quarter on. by_worth: everybody, the most
 * worth first, then by number. deviation: of what is expected of all together, in minor units, if
 * each comes by chance alone. */
struct value_sums {
	const struct host *host;
	struct value_group all;
	struct money repeat_worth;
	struct money mean;
	struct money median;
	struct money ticket;
	struct value_group tenths[VALUE_TENTHS];
	int32_t first_quarter;
	int32_t quarter_count;
	struct value_group *quarters;
	struct person_list by_worth;
	double deviation;
};

/* E_MEMORY, E_RANGE; free it with value_sums_free whatever it returned. `list` outlives it. */
MUST_USE rgl_rc value_sum(const struct host *host, const struct person *list, size_t count,
			  struct value_sums *ret);
void value_sums_free(struct value_sums *sums);

/* Orders persons; qsort's comparison of pointers to them. E_MEMORY. */
typedef int person_order(const void *left, const void *right);
MUST_USE rgl_rc person_list_make(const struct host *host, const struct person *list, size_t count,
				 person_order *order, struct person_list *ret);
void person_list_free(const struct host *host, struct person_list *list);

/* Between what the sum of all falls four times of five: chance for each member (deviation, minor
 * units), and how far off the whole model may be (miss: a share of the sum), which hits all alike.
 * Never below 0. */
void value_interval(struct money sum, double deviation, double miss, struct money *ret_low,
		    struct money *ret_high);
