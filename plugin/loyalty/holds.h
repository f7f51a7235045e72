/* holds.h - what a customer chose, set aside while they pay: reserve, then settle or give back.
 *
 * One transfer moves it from the member's account to the shop's account of held things of that
 * purse. Lots stay as they are until it is settled. A hold has an end: from then on anybody may
 * give it back, and whoever next touches the member does. All within the running transaction.
 */
#pragma once

#include "plugin/loyalty/lots.h"

#define HOLD_ITEMS_MAX 32

/* account 0: it costs nothing, or nothing of the balance (this sale's own earning pays for it):
 * `units` are not looked at. voucher 0: no coupon. */
struct hold_item {
	char reward[PROGRAMME_ID_MAX + 1];
	int64_t times;
	int64_t points; /* wished for, of points as money */
	int64_t account;
	int64_t held_account;
	int64_t units;
	int64_t voucher;
};

enum hold_state { HOLD_HELD = 1, HOLD_SETTLED = 2, HOLD_GIVEN_BACK = 3 };
struct hold {
	int64_t id;
	int64_t member;
	int64_t ends_ms;
	enum hold_state state;
	int64_t ended_by; /* the sale that settled it; 0: none */
	struct hold_item items[HOLD_ITEMS_MAX];
	size_t item_count;
};

/* Sets the items aside, with an event of its own whose id is the hold's. E_POINTS: an account has
 * not so much; E_TAKEN: a coupon is used or held already; the caller undoes. */
MUST_USE rgl_rc holds_make(struct store *store, struct hold *hold);

/* E_FIELD ("hold"): there is no such hold. held_account is filled in. */
MUST_USE rgl_rc holds_read(struct store *store, int64_t id, struct hold *ret);

/* Gives all of it back to the member, coupons too; RGL_EXISTS when that was done, or it was
 * settled, before. */
MUST_USE rgl_rc holds_give_back(struct store *store, struct hold *hold);

/* The sale `event` takes `units[i]` of item i (at most what is held of it) to `shop_accounts[i]` as
 * spent, the lots with it; the rest goes back to the member. Coupons are the sale's from then on,
 * whatever was taken: one that it did not use is the caller's to free. One that was given back or
 * settled before stays so: RGL_EXISTS, nothing moved. */
MUST_USE rgl_rc holds_settle(struct store *store, struct hold *hold, int64_t event,
			     const int64_t *units, const int64_t *shop_accounts);

/* Gives back what of this member ended at `now_ms` or before. */
MUST_USE rgl_rc holds_lapse(struct store *store, int64_t member, int64_t now_ms);

/* How much of an account is held now. */
MUST_USE rgl_rc holds_of_account(struct store *store, int64_t member, int64_t account,
				 int64_t *ret_units);

/* The same, of holds that have not ended by `at_ms`. */
MUST_USE rgl_rc holds_standing(struct store *store, int64_t member, int64_t account, int64_t at_ms,
			       int64_t *ret_units);
