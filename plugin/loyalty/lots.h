/* lots.h - points that end on a day: which of them are spent first, and which are over.
 *
 * A lot's `remaining` includes what a hold set aside. What of a balance is in no lot never ends and
 * is spent last. For each account: sum of remaining <= balance + held (or 0, when that is below).
 * A lot is over when ends_ms <= now. All within the running transaction.
 */
#pragma once

#include "plugin/loyalty/expiry.h"
#include "plugin/loyalty/ledger.h"

/* What was earned; ends_ms 0: no lot. Of an account that owed before, only what is left of it when
 * the debt is paid becomes a lot. Comes after the transfer. */
MUST_USE rgl_rc lots_add(struct store *store, int64_t account, int64_t event, int64_t units,
			 int64_t ends_ms);

/* What was spent, the soonest to end first. */
MUST_USE rgl_rc lots_use(struct store *store, int64_t account, int64_t units);

/* What a refund took back: from the lot of that sale first, then as lots_use. */
MUST_USE rgl_rc lots_take_back(struct store *store, int64_t account, int64_t event, int64_t units);

/* Sliding expiry: all of the lots that is left ends then; 0: never. Comes after lots_expire, which
 * it would else forestall. */
MUST_USE rgl_rc lots_slide(struct store *store, int64_t account, int64_t ends_ms);

/* Moves what of an account is over to the shop's account, one transfer a lot, but not what is held:
 * that is protected, soonest first. *ret_units: how many. Makes an event (kind expiry) when there
 * is something. */
MUST_USE rgl_rc lots_expire(struct store *store, int64_t account, int64_t shop_account,
			    int64_t now_ms, int64_t *ret_units);

/* What of an account will be over at `until_ms` or before, less what is held; when the first of it
 * is. Writes nothing: for showing. */
struct ending {
	int64_t units;
	int64_t first_ms;
};
MUST_USE rgl_rc lots_ending(struct store *store, int64_t account, int64_t until_ms,
			    struct ending *ret);

/* Gives back holds that ended in the whole store, then expires what is due: up to `limit` holds or
 * lots (an account's together) in one transaction of its own each time, so that tills are let in
 * between; again until nothing is left. A failure leaves what was committed before it. Opens and
 * ends its own transactions. */
struct swept {
	int64_t lots;
	int64_t units; /* of points; stamps and money are counted in lots only */
	int64_t holds;
};
MUST_USE rgl_rc lots_sweep(struct store *store, int64_t now_ms, int limit, struct swept *ret);
