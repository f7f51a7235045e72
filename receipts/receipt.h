/* receipt.h - the facts of one receipt, before a word of it is said.
 *
 * In:  what the store knows of a sale and its member.
 * Out: what fields.h names, and personal.h chooses from.
 * Not here: words, layout.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "plugin/base/civil.h"
#include "plugin/base/money.h"

/* One article. `unit` counts only with has_unit; a refund's quantity and total are negative. */
struct receipt_line {
	const char *name;
	int64_t qty_milli;
	bool has_unit;
	bool is_rounding; /* what the till's rounding left between its lines and its total */
	struct money unit;
	struct money total;
	struct money discount; /* taken off in this line, and not in its total */
};

/* The tax of one rate, and the sum that it is in. rate_milli: thousandths of a per cent. */
struct receipt_tax {
	int64_t rate_milli;
	struct money tax;
	struct money amount;
};

/* kind: enum rgl_tender_kind. */
struct receipt_tender {
	int32_t kind;
	struct money amount;
};

/* What the customer takes along: a gift card that was sold, a coupon for next time. */
struct receipt_issued {
	const char *title;
	const char *code; /* "" when it came printed on a card */
	struct money amount;
	struct civil end; /* the last day on which it is good */
	bool is_money;
	bool has_end;
};

/* A stamp card or store credit, and what this sale did there: units, or minor units of money. Below
 * zero: taken or given back. balance: after it, counts only with has_balance. places: on a stamp
 * card, 0: it is none. */
struct receipt_purse {
	const char *title;
	int64_t earned;
	int64_t spent;
	int64_t balance;
	int64_t places;
	bool is_money;
	bool has_balance;
};

/* A reward that can be had now. cost: in points, none when it costs none. */
struct receipt_offer {
	const char *title;
	struct points cost;
};

/* What is known of the member beside the points, for a line that is said to nobody else. Zeros and
 * "" are nothing known. */
struct receipt_person {
	int64_t gap_days;   /* since the visit before this one; -1: there was none, or unknown */
	int64_t usual_days; /* between two visits, before this one; 0: fewer than two */
	int32_t birth_month;
	int32_t birth_day;
	bool is_tier_new;    /* the receipt's tier was reached by this very sale */
	const char *apology; /* what the shop has to be sorry for: staff, product, contact, whole,
				or a word of its own */
	const char *apology_product; /* what it was bought as, when that is known */
	struct civil apology_day;    /* of that visit */
};

/* What staff gave at the sale. Zeros and "" are nothing. */
struct receipt_gesture {
	struct points points; /* of those earned */
	struct money money;   /* taken off */
	const char *product;
	const char *note; /* to the customer, as it was written */
};

/* Every pointer is borrowed. A text that is not there is NULL or "". Somebody is a member when
 * there is a name, a visit or a code; only then points are spoken of. */
struct receipt {
	const char *shop;
	const char *member;
	const char *language; /* the member's */
	const char *cashier;
	struct civil at; /* the shop's clock */
	const char *sale_id;
	int64_t visit; /* which visit of the member this is; 0 when that is not known */
	struct currency currency;
	const struct receipt_line *lines;
	size_t lines_count;
	struct money saved; /* all discounts; what the goods came to before is `total` more */
	struct money total;
	struct money tax; /* within the total; zero says nothing about tax */
	const struct receipt_tax *taxes;
	size_t tax_count;
	const struct receipt_tender *tenders;
	size_t tender_count;
	bool is_refund;
	bool is_copy;
	struct points earned; /* taken back: below zero */
	struct points spent;  /* on rewards, or as payment; given back: below zero */
	struct points balance;
	struct money worth;	 /* of the balance */
	struct points to_reward; /* zero: reached, or there is no reward */
	const char *reward;	 /* "a free coffee"; "" when there is none */
	const char *qr;		 /* text of the member's own code; "" prints none */
	bool without_points;	 /* the shop's programme has none */
	const char *tier;
	const char *next_tier;
	struct points ending;	 /* points that end soon */
	struct civil ending_day; /* the last day of the first of them */
	const struct receipt_purse *purses;
	size_t purse_count;
	const struct receipt_issued *issued;
	size_t issued_count;
	const struct receipt_offer *offers;
	size_t offer_count;
	const char *question_link;
	const char *question; /* what it asks: nps, csat, mood, or the shop's own word */
	const char *referral; /* what friends join with, in groups; "" when that brings nothing */
	const char *surprise; /* a reward that nobody expected; "" for none */
	struct points surprise_points; /* or points */
	bool has_logo;
	struct receipt_person person;
	struct receipt_gesture gesture;
};

/* Whether the customer is somebody that the shop knows. */
static inline bool receipt_is_member(const struct receipt *receipt)
{
	return receipt->visit > 0 || (receipt->member != NULL && receipt->member[0] != '\0') ||
	       (receipt->qr != NULL && receipt->qr[0] != '\0');
}
