/* keep.h - the figures of reports, kept in the transaction of what changes them.
 *
 * In:  a sale, void or merge that is being written; for a rebuild all there are.
 * Out: the figures in `member`, member_month and cohort_cell (schema/sqlite/0004_insight.sql says
 *      what each is).
 * Not here: reading them (cells.h).
 *
 * A sale that is not before its member's first visit changes them by increments. Before anything
 * else (one that is, a void, a merge) the figures of whom it concerns are taken out, and they are
 * counted anew from the sales after it. A rebuild counts in the same way, so that both come to the
 * same. Where the figures are not kept yet (keep_is_counted) nothing but visits and spending of
 * members changes; so it is again when they are found to be wrong, or too large for 64 bits, for no
 * sale is refused because of them. Errors are the store's; of a rebuild and a check E_RANGE for
 * what 64 bits do not hold.
 */
#pragma once

#include "plugin/insight/figures.h"
#include "plugin/insight/period.h"
#include "plugin/store/query.h"

/* Cohorts that are none: sales without a member, refunds of who never had a visit. */
enum { KEEP_NOBODY = -1000000, KEEP_NEVER = -1000001 };

/* A sale, a refund or a void, after its row was written and before its transaction ends: the
 * member's visits, spending and figures, and the cells. */
MUST_USE rgl_rc keep_sale(struct store *store, int64_t sale);

/* Around the undoing of a sale: takes out, and puts back, what concerns its member, the members of
 * its refunds, and nobody. Both in the same transaction. */
MUST_USE rgl_rc keep_before_undo(struct store *store, int64_t sale);
MUST_USE rgl_rc keep_after_undo(struct store *store, int64_t sale);

/* Around anything else that changes a member's sales. */
MUST_USE rgl_rc keep_before(struct store *store, int64_t member);
MUST_USE rgl_rc keep_after(struct store *store, int64_t member);

/* Whether all figures are kept; else reports count the sales. Sales that a store had before it kept
 * figures may have no scene and no discount yet either. */
MUST_USE rgl_rc keep_is_counted(struct store *store, bool *ret);

/* Keeps no figures until a rebuild, where there are no sales yet: a whole history is counted sooner
 * at its end than sale by sale. In a transaction. */
MUST_USE rgl_rc keep_put_off(struct store *store);

/* How far a rebuild is: of `total` steps so many. What it refuses (below 0) ends the rebuild, and
 * is returned; what was counted stays, and the next one goes on there. */
typedef rgl_rc keep_progress(void *user, int64_t done, int64_t total);

/* Counts all anew; one that was ended before goes on. Not in a transaction: it takes many short
 * ones, and lets others through in between; what they sell meanwhile is counted once. `progress`
 * may be NULL. */
MUST_USE rgl_rc keep_rebuild(struct store *store, keep_progress *progress, void *user);

/* What `regulars doctor` finds: how many differ from a count of the sales. is_counted false: the
 * figures are not kept yet, and nothing was compared. */
struct keep_verdict {
	bool is_counted;
	int64_t members;
	int64_t months;
	int64_t cells;
};
MUST_USE rgl_rc keep_check(struct store *store, struct keep_verdict *ret);
