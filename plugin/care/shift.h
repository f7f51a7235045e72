/* shift.h - who works, from when: what a budget is counted over.
 *
 * In:  a cashier's name, as the till sends it.
 * Out: the shift that it counts in.
 * Not here: budgets (gesture.h), the praise that a shift begins with.
 *
 * A shift is over when it was ended, or sixteen hours after it began: a till that never ends one
 * gives a new budget the next day all the same. One that begins within six hours of the end of the
 * last goes on with that one: who comes back from a break, or signs off and on again, has what was
 * left. What is late, and was before the shifts that are known, counts in the newest.
 */
#pragma once

#include "plugin/store/store.h"

/* id 0: none yet. ended_ms 0: still. */
struct shift {
	int64_t id;
	int64_t began_ms;
	int64_t ended_ms;
};

/* In which shift of theirs a cashier's doing at a time counts; one look. */
MUST_USE rgl_rc shift_find(struct store *store, const char *cashier, int64_t at_ms,
			   struct shift *ret);

/* The same; begins one where there is none, and ends the one that was left open. In the running
 * transaction. */
MUST_USE rgl_rc shift_need(struct store *store, const char *cashier, const char *till,
			   int64_t at_ms, struct shift *ret);

/* A cashier begins, or ends. at_ms 0: now; what has not come is now. RGL_EXISTS: a shift of theirs
 * is open, or ended, already; *ret is that one. E_UNKNOWN: who ends never began. E_FIELD, E_TEXT,
 * E_PAYMENT_CARD: of the cashier's or the till's name. Each opens and ends its own transaction. */
MUST_USE rgl_rc shift_begin(struct store *store, const char *cashier, const char *till,
			    int64_t at_ms, struct shift *ret);
MUST_USE rgl_rc shift_end(struct store *store, const char *cashier, int64_t at_ms,
			  struct shift *ret);
