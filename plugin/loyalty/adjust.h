/* adjust.h - what a person changes by hand: points or credit, with who and why. */
#pragma once

#include "plugin/loyalty/book.h"

/* units above zero give, below take. ref: the till's or office's own id, which makes sending it
 * twice harmless. who and why must be said. */
struct adjustment {
	const char *ref;
	int64_t member;
	const char *purse; /* its id in the programme: "points", "credit", a stamp card */
	int64_t units;
	const char *who;
	const char *why;
};

/* RGL_EXISTS: the same was done before; the balance is today's. E_DIFFERS: that ref is another's.
 * E_POINTS: more would be taken than there is. E_FIELD: ref, who or why is missing, a purse that is
 * none of a member's, units of nothing; E_RANGE: too many. E_TEXT, E_PAYMENT_CARD: of ref, who or
 * why. E_LIMIT: by the programme's limit this person changed too much by hand (gift cards and
 * coupons count with it); nothing is changed but an alert. E_UNKNOWN: no such member, or one that
 * was merged into another. What of the purse was over, and what was held and is no longer, is put
 * right before. Opens and ends its own transaction. */
MUST_USE rgl_rc adjust(struct store *store, struct book *book, const struct adjustment *adjustment,
		       int64_t *ret_balance);
