/* people_groups.h - members by what they are cut by: where they first came, what they first bought.
 *
 * In:  people (people.h), a cut (cells.h).
 * Out: a sum for each group, the most worth first; what is too much is the last, "others".
 */
#pragma once

#include "plugin/reports/people.h"
#include "plugin/reports/sums_value.h"

/* names, sums: of CELLS_GROUPS_MAX groups at most. */
struct people_groups {
	const struct host *host;
	size_t count;
	const char **names;
	struct value_group *sums;
	void *room; /* theirs */
};

/* cut is not CUT_NONE. E_MEMORY, E_RANGE, and the store's; free it whatever it returned. */
MUST_USE rgl_rc people_groups_read(struct store *store, const struct people *people, enum cut cut,
				   struct people_groups *ret);
void people_groups_free(struct people_groups *groups);
