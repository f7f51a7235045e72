/* merge_parts.h - for merge.c and merge_undo.c alone. */
#pragma once

#include "plugin/loyalty/ledger.h"

MUST_USE rgl_rc merge_give_holds_back(struct store *store, int64_t member);

/* What was noted of a merge goes from one to the other: cards, sales, vouchers and what rules did;
 * or by one of those statements. What is no longer of `from` stays. */
MUST_USE rgl_rc merge_move_rows(struct store *store, int64_t merge, int64_t from, int64_t into);
MUST_USE rgl_rc merge_move(struct store *store, enum statement statement, int64_t merge,
			   int64_t from, int64_t into);

/* What is over by now leaves an account; *balance is what it was before, and is afterwards. */
MUST_USE rgl_rc merge_expire(struct store *store, int64_t account, int64_t purse, int64_t now_ms,
			     int64_t *balance);

/* Comes before their sales move: takes the figures of both out of what reports read. */
MUST_USE rgl_rc merge_begin(struct store *store, int64_t into, int64_t from);

/* Who made one of two, or two of one: a row of the audit trail for each; right behind its event. */
MUST_USE rgl_rc merge_audit(struct store *store, const char *who, const char *what, int64_t into,
			    int64_t from);

/* Says where `from` went (0: nowhere), and counts the figures of both anew. */
MUST_USE rgl_rc merge_finish(struct store *store, int64_t into, int64_t from, int64_t merged_into);
