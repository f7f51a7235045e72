/* sums_late.h - when a second visit is late: against when others had theirs.
 *
 * Pure.
 */
#pragma once

#include "plugin/base/host.h"
#include "plugin/reports/sums_person.h"

#define LATE_LEAST 10	/* members who came back, below which nothing is said of others */
#define LATE_ASSUMED 60 /* days, when that few did */

/* Four of five of those who came a second time had done so `days` days after the first. Counted
 * over members whose first visit is a year ago or more where LATE_LEAST of them came back, since of
 * younger ones only the quick have come yet; else over all. seen: how many it rests on; below
 * LATE_LEAST `days` is LATE_ASSUMED. Never below 1. */
struct late {
	int32_t days;
	size_t seen;
};

/* E_MEMORY. */
MUST_USE rgl_rc late_find(const struct host *host, const struct person *list, size_t count,
			  int32_t today, struct late *ret);

/* Came once, and longer ago than that. */
bool late_is(const struct late *late, const struct person *person, int32_t today);
