/* recount.h - how a member was treated, counted anew from what was said.
 *
 * In:  moments, complaints and their steps, what was told; of members merged into this one too.
 * Out: of member_care: strikes, bad, bad_ms, sorry, complaint, until_ms, away, spoke. What else is
 *      there stays.
 *
 * A strike is a bad visit: a mood of 1 or 2, or a complaint. They are counted in a row, from the
 * last one back for strike_days of the policy, by the day of the visit (of the sale, when that is
 * known); what was said of one day counts once. A mood of 4 or 5 ends the row, and so does a
 * complaint that the customer's word closed. An apology is owed for the last of the row, until one
 * was told, or the complaint it became has it as a step. That a row grew old is seen by who reads
 * it (things.h): no figure here depends on the clock.
 */
#pragma once

#include "plugin/care/state.h"

/* Of whoever the member is by now; in the running transaction, after the caller's writes. Writes no
 * row for whom nothing was ever said. */
MUST_USE rgl_rc care_recount(struct store *store, int64_t member);

/* The same of each who said something of a sale, when that sale is of another time now. */
MUST_USE rgl_rc care_recount_sale(struct store *store, int64_t sale);

/* What it would write, beside what is there; of a member who was merged into no other. Reads only.
 */
struct care_recounted {
	struct care_state kept;
	struct care_state counted;
	bool is_right;
};
MUST_USE rgl_rc care_recount_look(struct store *store, int64_t member, struct care_recounted *ret);

/* Each member of whom something was said, or who has a row: how many rows differ; `mends` writes
 * them anew, a few in a transaction of its own. */
struct care_verdict {
	int64_t members;
	int64_t wrong;
};
MUST_USE rgl_rc care_recount_all(struct store *store, bool mends, struct care_verdict *ret);

/* merge.h's two, with the rows of both members counted anew in the same transaction; the one who
 * stays was asked and surprised whenever either was. merge_members' and merge_undo's refusals. */
MUST_USE rgl_rc care_merge(struct store *store, int64_t into, int64_t from, const char *who,
			   const char *why, int64_t *ret_merge);
MUST_USE rgl_rc care_merge_undo(struct store *store, int64_t merge, const char *who,
				int64_t *ret_missing);
