/* state.h - how a member was treated so far, in one row: what a scan and a sale look at.
 *
 * Whoever changes it reads it, changes its own fields and writes it, in one transaction.
 */
#pragma once

#include "plugin/store/store.h"

/* As schema/sqlite/0007_care.sql says of member_care; all zero for whom there is no row. */
/* A sale that comes later than this was rung up when nobody was told anything. */
#define CARE_LATE_MS (MS_A_DAY / 2)

struct care_state {
	int64_t member;
	int64_t strikes;
	int64_t bad;
	int64_t bad_ms;
	int64_t sorry;
	int64_t complaint;
	int64_t until_ms;
	int64_t away;
	int64_t contact;
	int64_t asked_ms;
	int64_t asked;
	int64_t spoke;
	int64_t surprised_ms;
};

/* One look by the member's number. */
MUST_USE rgl_rc care_state_read(struct store *store, int64_t member, struct care_state *ret);

/* In the running transaction. */
MUST_USE rgl_rc care_state_write(struct store *store, const struct care_state *state);
