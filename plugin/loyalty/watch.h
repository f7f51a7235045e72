/* watch.h - limits against abuse: what is over one is told, or refused as well.
 *
 * "Refused" at a sale means that the sale is recorded but earns nothing and gets no reward; the
 * sale itself is never lost.
 */
#pragma once

#include "plugin/loyalty/book.h"

/* A sale about to be written. Member 0 or no limits: nothing is looked at. */
struct watched {
	int64_t member;
	const char *cashier;
	int64_t at_ms;
	int64_t day_ms; /* when the local day of at_ms began */
};

#define WATCH_FINDINGS_MAX 6
#define WATCH_TEXT_ROOM 160
struct finding {
	const char *kind; /* the limit's name: "member_sales" ... */
	bool refused;
	char text[WATCH_TEXT_ROOM]; /* one line for the owner */
};
struct findings {
	struct finding items[WATCH_FINDINGS_MAX];
	size_t count;
	bool refused; /* one of them refuses */
};

/* member_sales, cashier_sales (counted with this one; what was voided, and refunds, not), own_card
 * (by `staff`; a member that was merged is the other). */
MUST_USE rgl_rc watch_sale(struct store *store, const struct limits *limits,
			   const struct watched *watched, struct findings *ret);

/* A sale's time, `said`, that has not come; found always, refused never. */
void watch_clock(const char *said, const char *till, struct findings *findings);

/* A reward's line took off more than the reward gives. `findings` may have some already; when it is
 * full, one more only refuses. */
void watch_discount(const struct limits *limits, const char *reward, struct money given,
		    struct money due, const struct currency *currency, struct findings *findings);

/* One more change by hand than the programme allows, by `watched->cashier`; `what` it is (a purse's
 * title, a gift card), of the member or of nobody (0). Counting them is by_hand.h's. */
MUST_USE rgl_rc watch_adjustment(struct store *store, const struct limit *limit,
				 const struct watched *watched, const char *what,
				 struct findings *findings);

/* Writes them down, of the sale `event`. In the running transaction. */
MUST_USE rgl_rc watch_tell(struct store *store, int64_t event, const struct watched *watched,
			   const struct findings *findings);

/* Who at the till is which member (0: nobody any more). E_UNKNOWN; E_TEXT, E_FIELD, E_PAYMENT_CARD:
 * of the cashier's name. Opens and ends its own transaction. */
MUST_USE rgl_rc watch_staff(struct store *store, const char *cashier, int64_t member);
