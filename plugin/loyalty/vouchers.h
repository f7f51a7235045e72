/* vouchers.h - gift cards and coupons: made, found by their code, paid with, used, taken back.
 *
 * A code of ours is RG2 and sixteen characters (identify/token.h), made from the voucher's number
 * with the shop's key; one that came printed is found by a keyed hash. No code is kept.
 * All within the running transaction, but for what only reads.
 */
#pragma once

#include "plugin/loyalty/ledger.h"
#include "plugin/programme/programme.h"

enum voucher_kind { VOUCHER_GIFT = 1, VOUCHER_COUPON = 2 };

/* is_printed: its code came from elsewhere. */
struct voucher {
	int64_t id;
	int64_t account; /* of a gift card */
	int64_t balance; /* of it */
	int64_t member;	 /* bound to, or bought by; 0: nobody */
	int64_t from_ms;
	int64_t until_ms;
	int64_t used_by;
	enum voucher_kind kind;
	bool is_printed;
	bool blocked;
	char ending[8];
	char reward[64]; /* of a coupon */
};

/* By its code, as scanned or typed: capitals (ASCII), spaces and dashes do not matter. E_UNKNOWN:
 * no such voucher, or a member's card; E_FORGED; E_PAYMENT_CARD; E_TEXT, E_LIMIT. Says what it is
 * also when it can no longer be used: the caller looks. */
MUST_USE rgl_rc vouchers_find(struct store *store, const char *code, struct voucher *ret);

/* Whether a code is a voucher's, in use or not: no promotion may have it. */
MUST_USE rgl_rc vouchers_is_code(struct store *store, const char *code, bool *ret);

/* Why it cannot be used now: blocked (E_BLOCKED), not yet valid (E_FIELD, "from ..."), over
 * (E_FIELD), used or held (E_TAKEN), bound to another member (E_TAKEN), a gift card with nothing
 * left (E_POINTS); one line for a cashier. RGL_OK: it can. */
MUST_USE rgl_rc vouchers_check(struct store *store, const struct voucher *voucher, int64_t member,
			       int64_t now_ms);

/* Where a voucher comes from: the event that makes it, and the code that is printed on it. code
 * NULL or "": one of ours is made. programme: whose promotions' codes it may not have; NULL: none.
 */
struct voucher_source {
	int64_t event;
	const char *code;
	const struct programme *programme;
};

/* A new gift card without money. member: who bought it, or 0. E_TAKEN: that code is another card's,
 * a coupon's or a promotion's, or begins as only ours do; E_PAYMENT_CARD, E_TEXT, E_LIMIT. */
MUST_USE rgl_rc vouchers_make_gift(struct store *store, const struct voucher_source *source,
				   int64_t member, int64_t until_ms, struct voucher *ret);

/* A coupon for a reward. member 0: for whoever brings it. The same refusals; E_FIELD: no reward, or
 * it ends before it begins. */
MUST_USE rgl_rc vouchers_make_coupon(struct store *store, const struct voucher_source *source,
				     const char *reward, int64_t member, int64_t from_ms,
				     int64_t until_ms, struct voucher *ret);

/* The text that finds it, for printing and QR: of ours its code, of a printed one "" (not kept). */
#define VOUCHER_CODE_ROOM 32
MUST_USE rgl_rc vouchers_code(const struct store *store, const struct voucher *voucher,
			      char ret[VOUCHER_CODE_ROOM]);

/* Marks a coupon as used by an event (a sale or a hold), or free again (0). E_FIELD: it is a gift
 * card, or there is none. */
MUST_USE rgl_rc vouchers_use(struct store *store, int64_t voucher, int64_t event);

/* What has a coupon (a sale or a hold), 0: it is free. */
MUST_USE rgl_rc vouchers_used_by(struct store *store, int64_t voucher, int64_t *ret_event);

/* Those made by an event, at most `room`, and those of a member that can be used now. */
MUST_USE rgl_rc vouchers_of_event(struct store *store, int64_t event, struct voucher *ret,
				  size_t room, size_t *ret_count);
MUST_USE rgl_rc vouchers_of_member(struct store *store, int64_t member, int64_t now_ms,
				   struct voucher *ret, size_t room, size_t *ret_count);

/* Of those the coupons for one reward. */
MUST_USE rgl_rc vouchers_for_reward(struct store *store, int64_t member, const char *reward,
				    int64_t now_ms, struct voucher *ret, size_t room,
				    size_t *ret_count);

/* What the sale `from` issued (0: none) and its edit issues again stays what the customer holds:
 * one of *ret's kind, reward and member, by the source's code if there is one, is the source's
 * event's from now on, no longer blocked; *ret gets its id and account. id 0: there is none.
 * E_UNKNOWN, E_FORGED, E_PAYMENT_CARD, E_TEXT, E_LIMIT. */
MUST_USE rgl_rc vouchers_take_over(struct store *store, int64_t from,
				   const struct voucher_source *source, struct voucher *ret);

/* Frees the coupons that a sale used, and blocks those that it issued: it was taken back whole. */
MUST_USE rgl_rc vouchers_undo(struct store *store, int64_t sale);
