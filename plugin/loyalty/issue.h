/* issue.h - a gift card or a coupon that a person makes by hand, with who and why.
 *
 * Not here: those that a sale sells or a reward gives (checkout.h).
 */
#pragma once

#include "plugin/loyalty/book.h"
#include "plugin/loyalty/vouchers.h"

/* ref: the till's or office's own id, which makes sending it twice harmless. amount: what is put on
 * a gift card. reward: of the programme in effect, for a coupon. member: whose it is, 0: whoever
 * brings it. until_ms 0: as long as the programme lets gift cards last; a coupon without an end.
 * code NULL or "": one is made. */
struct issue {
	const char *ref;
	enum voucher_kind kind;
	int64_t amount_minor;
	const char *reward;
	int64_t member;
	int64_t until_ms;
	const char *code;
	const char *who;
	const char *why;
};

/* What was made; code "" when it came printed. Whoever has it wipes it. */
struct issue_made {
	struct voucher voucher;
	char code[VOUCHER_CODE_ROOM];
	int64_t amount_minor; /* that was put on it */
};

/* RGL_EXISTS: the same was done before; what was made then. E_DIFFERS: that ref stands for another.
 * E_FIELD: ref, who, why, amount or reward is missing or wrong, an end that is over; E_RANGE: too
 * much; E_UNKNOWN: no such member. Those of vouchers.h about the code; E_TEXT, E_PAYMENT_CARD.
 * E_LIMIT: by the programme's limit `adjustments` this person changed too much by hand; nothing is
 * made but an alert. Opens and ends its own transaction. */
MUST_USE rgl_rc issue(struct store *store, struct book *book, const struct issue *asked,
		      struct issue_made *ret);

/* Reads an end: a day alone is the whole of it. E_TIME, about "until". */
MUST_USE rgl_rc issue_until(struct store *store, const char *text, int64_t *ret_ms);
