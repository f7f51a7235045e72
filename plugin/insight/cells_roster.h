/* cells_roster.h - what a count must know of each member: when they came first, and their group.
 *
 * In:  the store's members; their sales, while the figures are not kept.
 * Out: arrays by member, a few bytes each.
 * Not here: their sales (cells_pass.c), their months (cells_kept.c).
 */
#pragma once

#include "plugin/insight/cells.h"
#include "plugin/insight/cells_clock.h"
#include "plugin/insight/cells_labels.h"

#define ROSTER_NEVER INT32_MIN

/* By member's number, below `count`. first, second: the periods of their visits, ROSTER_NEVER when
 * there is none. group: below group_count. names: of the groups, in `labels`. */
struct roster {
	const struct host *host;
	int64_t count;
	int32_t *first;
	int32_t *second;
	uint32_t *label;
	uint8_t *group;
	size_t group_count;
	uint32_t group_labels[CELLS_GROUPS_MAX];
	bool has_others;
	struct labels labels;
};

/* `counted`: the figures of members are kept. E_MEMORY and the store's. Empty it with roster_free,
 * also after a failure. */
MUST_USE rgl_rc roster_read(struct store *store, struct clock *clock, enum grain grain,
			    enum cut cut, bool counted, struct roster *ret);
void roster_free(struct roster *roster);

/* The group of a member; 0 of one that it does not know. */
static inline size_t roster_group(const struct roster *roster, int64_t member)
{
	return member < roster->count ? roster->group[member] : 0;
}

const char *roster_group_name(const struct roster *roster, size_t group);
