/* told.h - what was said to a member, so that it is not said again.
 *
 * Said is what somebody reported (the request "told"), and what stood before a cashier who then
 * served that member: of that only what is said of no single visit (things.h).
 */
#pragma once

#include "plugin/care/weigh.h"
#include "plugin/store/store.h"

/* Whether it was said, and when; 0: not yet. */
MUST_USE rgl_rc told_when(struct store *store, int64_t member, enum thing_kind kind, int64_t about,
			  int64_t *ret_ms);

/* In the running transaction, by an event of the caller's. Again it changes nothing. */
MUST_USE rgl_rc told_add(struct store *store, int64_t member, const struct thing *thing,
			 int64_t event, int64_t at_ms);

/* What a cashier said, in the running transaction, with the member's row. kind: as identify names
 * it. RGL_EXISTS: it was said before. E_UNKNOWN: no such member. E_FIELD: no such kind; an overdue
 * complaint, which is said until somebody takes it; an apology that is not owed. */
MUST_USE rgl_rc told_say(struct store *store, int64_t member, const char *kind, int64_t about);

/* The apology that a sale's receipt says: the moment or complaint, 0: none. */
MUST_USE rgl_rc told_printed(struct store *store, int64_t member, int64_t sale, int64_t *ret_about);

/* What was said at a sale (its event) that is undone is to be said again; in the running
 * transaction, with the member's row. Who was merged into the member since counts as the member. */
MUST_USE rgl_rc told_undo(struct store *store, int64_t member, int64_t sale);

/* What was said at a sale was said at the one that stands in for it. */
MUST_USE rgl_rc told_move(struct store *store, int64_t member, int64_t from, int64_t to);
