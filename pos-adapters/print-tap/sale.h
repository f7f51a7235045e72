/* sale.h - what a slip says, as a sale for Regulars. Pure.
 *
 * In:  a slip, what the reader knows of till, shop and member.
 * Out: a sale whose sums agree, its id, and the request for the JSON door; or why it is none.
 */
#pragma once

#include "pos-adapters/print-tap/pattern.h"

enum { SALE_REQUEST_ROOM = 131072, SALE_ID_ROOM = 160 };

enum sale_verdict {
	SALE_GOOD,
	SALE_NOT_ONE, /* a report, a slip for the kitchen, a drawer's kick: nothing to tell of */
	SALE_UNREAD   /* looks like one, and cannot be read: for the owner's list */
};

/* In a request that is put away: the shop's currency, which is asked for when it is posted. */
#define SALE_CURRENCY "\"currency\":\""
#define SALE_CURRENCY_OPEN "???"

/* What the reader knows. scan: what was read, "" for none; in a request only when it does not look
 * like a payment card, else the member (0: not known) stands for it. fallback: the day where the
 * receipt says none. */
struct sale_context {
	const char *till;
	const char *currency;
	const char *scan;
	int64_t member;
	struct amount_day fallback;
};

/* Checks a slip and settles its items so that they add up to the total: discounts are spread, tax
 * on top is put on the lines that it is for (by largest remainders). ret_why: why not, in words. */
enum sale_verdict sale_settle(struct slip *slip, char *ret_why);

/* The id: of the receipt's number and day, or of a digest of all its text when it has no number.
 * A copy has the same. */
void sale_id(const struct slip *slip, const struct decode *lines,
	     const struct sale_context *context, char *ret);

/* The request, ended by a NUL; false when it does not fit. */
bool sale_request(const struct slip *slip, uint8_t digits, const char *id,
		  const struct sale_context *context, char *ret, size_t room);
