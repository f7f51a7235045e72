/* pattern.h - what the receipts of one till look like: a text that a person can read and change.
 *
 * In:  the pattern file (README.md has its page), and lines of a receipt.
 * Out: a slip: what stands on the receipt, not yet checked for sums (sale.h does that).
 * Not here: finding a pattern for a till (learn.h). Pure.
 */
#pragma once

#include "pos-adapters/print-tap/decode.h"
#include "pos-adapters/print-tap/template.h"

/* X(name, what a line of this kind says) */
#define PATTERN_KINDS(X)                                                                           \
	X(NOT, "not", "this is no receipt: a report, a slip for the kitchen")                      \
	X(COPY, "copy", "this is a copy of a receipt")                                             \
	X(REFUND, "refund", "this gives money back")                                               \
	X(NUMBER, "number", "the receipt's number")                                                \
	X(WHEN, "when", "day and time")                                                            \
	X(MEMBER, "member", "the member's card or number")                                         \
	X(BEGIN, "begin", "behind this line the items begin")                                      \
	X(SUBTOTAL, "subtotal", "discounts behind this line are off the whole")                    \
	X(TOTAL, "total", "what is to be paid; the items end here")                                \
	X(TAX, "tax", "tax, of one rate")                                                          \
	X(DISCOUNT, "discount", "money off")                                                       \
	X(CASH, "pay-cash", "paid in cash")                                                        \
	X(CARD, "pay-card", "paid by card")                                                        \
	X(VOUCHER, "pay-voucher", "paid by voucher")                                               \
	X(OTHER, "pay-other", "paid otherwise")                                                    \
	X(CHANGE, "change", "given back")                                                          \
	X(SKIP, "skip", "says nothing that is needed")                                             \
	X(ITEM, "item", "something bought")

enum pattern_kind {
#define PATTERN_ENUM(name, word, says) PATTERN_##name,
	PATTERN_KINDS(PATTERN_ENUM)
#undef PATTERN_ENUM
		PATTERN_KINDS_COUNT
};

enum {
	PATTERN_ROWS_MAX = 96,
	PATTERN_ITEMS_MAX = 250,
	PATTERN_NAME_ROOM = 120,
	PATTERN_TENDERS_MAX = 8,
	PATTERN_WHY_ROOM = 160
};

struct pattern_row {
	enum pattern_kind kind;
	bool has_second; /* it goes on in the next line of the receipt */
	struct template first;
	struct template second;
};

struct pattern {
	struct amount_style style;
	char currency[8]; /* "": the shop's */
	uint32_t row_count;
	struct pattern_row rows[PATTERN_ROWS_MAX];
};

struct pattern_item {
	char name[PATTERN_NAME_ROOM];
	int64_t qty_milli;
	int64_t price_minor;
	int64_t total_minor;
	int64_t discount_minor; /* not below zero in a sale */
	bool has_qty;
	bool has_price;
};

struct pattern_tender {
	enum pattern_kind kind;
	int64_t amount_minor;
};

/* What was found. total, of several lines that say it, is the last before the money. */
struct slip {
	bool is_not;
	bool is_copy;
	bool is_refund;
	bool has_total;
	bool has_tax;
	bool has_day;
	bool has_time;
	bool is_full;
	char number[64];
	char card[64];
	uint32_t card_line;
	struct amount_day day;
	struct amount_time time;
	int64_t total_minor;
	int64_t tax_minor;
	int64_t discount_minor; /* off the whole */
	uint32_t item_count;
	uint32_t tender_count;
	struct pattern_item items[PATTERN_ITEMS_MAX];
	struct pattern_tender tenders[PATTERN_TENDERS_MAX];
	uint8_t kinds[DECODE_LINES_MAX]; /* of each line; PATTERN_KINDS_COUNT: of none */
};

/* The word of a kind in a pattern file. */
const char *pattern_word(enum pattern_kind kind);

/* Reads a whole pattern. False: ret_why says which line and what is wrong with it. */
bool pattern_read(const char *text, struct pattern *ret, char *ret_why);

/* The same from a file. */
bool pattern_load(const char *path, struct pattern *ret, char *ret_why);

/* Adds a row; false with words when it is none or there are too many. */
bool pattern_add(struct pattern *pattern, enum pattern_kind kind, const char *text,
		 const char **ret_why);

/* What stands on a receipt. */
void pattern_apply(const struct pattern *pattern, const struct decode *lines, struct slip *ret);
