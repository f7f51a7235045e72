/* merge.h - two members that are one person become one; and apart again. */
#pragma once

#include "plugin/loyalty/book.h"

/* Moves cards, sales, coupons, gift cards bought, what rules and rewards did (for their limits),
 * and every purse's balance (lots with their ends) from one member to the other, and counts the
 * figures anew (visits, first and last visit, spending). Open holds of `from` are given back first.
 * The empty one keeps its name and says where it went (merged_into); its cards find the other. Whom
 * it brought as a friend stays as it was. E_UNKNOWN (no such member, or one that was merged
 * before), E_FIELD (the same, who/why missing), E_TEXT, E_PAYMENT_CARD (of who/why), E_POINTS (an
 * account owes: adjust it first). *ret_merge: for undoing it. Opens and ends its own transaction.
 */
MUST_USE rgl_rc merge_members(struct store *store, int64_t into, int64_t from, const char *who,
			      const char *why, int64_t *ret_merge);

/* Undoes it: cards, sales and vouchers that moved go back; of each purse what moved, less what
 * would be over by now, or what is there when that is less, in the lots that moved as far as they
 * are left, then in others, the soonest to end first (*ret_missing: units that could not go back,
 * over all purses). Open holds of `into` are given back first. New sales stay where they were made,
 * and what refunds took or gave meanwhile with the member that had it; of a sale that goes back it
 * counts as done, so that nothing is taken twice.
 * RGL_EXISTS: undone before; *ret_missing is 0. E_FIELD: no such merge, who missing; E_TEXT,
 * E_PAYMENT_CARD (of who). E_TAKEN: one of the two was merged again since; undo that first. Opens
 * and ends its own transaction. */
MUST_USE rgl_rc merge_undo(struct store *store, int64_t merge, const char *who,
			   int64_t *ret_missing);
