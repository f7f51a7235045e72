/* receipt.h - the facts of one receipt, before a word of it is said.
 *
 * In:  what the store knows of a sale and its member.
 * Out: what compose.h puts into words.
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
	struct money unit;
	struct money total;
};

/* What the customer takes along: a gift card that was sold, a coupon for next time. */
struct receipt_issued {
	const char *title;
	const char *code; /* "" when it came printed on a card */
	bool is_money;
	struct money amount;
	bool has_end;
	struct civil end; /* the last day on which it is good */
};

/* A stamp card or store credit, and what this sale did there: units, or minor units of money. Below
 * zero: taken or given back. */
struct receipt_purse {
	const char *title;
	bool is_money;
	int64_t earned;
	int64_t spent;
};

/* Every pointer is borrowed. A text that is not there is NULL or "". Somebody is a member when
 * there is a name, a visit or a code; only then points are spoken of. */
struct receipt {
	const char *shop;
	const char *member;
	const char *cashier;
	struct civil at; /* the shop's clock */
	const char *sale_id;
	int64_t visit; /* which visit of the member this is; 0 when that is not known */
	struct currency currency;
	const struct receipt_line *lines;
	size_t lines_count;
	struct money total;
	struct money tax; /* within the total; zero says nothing about tax */
	bool is_refund;
	bool is_copy;
	struct points earned; /* taken back: below zero */
	struct points spent;  /* on rewards, or as payment; given back: below zero */
	struct points balance;
	struct points to_reward; /* zero: reached, or there is no reward */
	const char *reward;	 /* "a free coffee"; "" when there is none */
	const char *qr;		 /* text of the member's own code; "" prints none */
	bool without_points;	 /* the shop's programme has none */
	const struct receipt_purse *purses;
	size_t purse_count;
	const struct receipt_issued *issued;
	size_t issued_count;
};
