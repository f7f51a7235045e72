/* sale.h - a sale or a refund as the till said it, and whether it can be true.
 *
 * In:  what a till, the gateway or an import read; nothing of it is ours.
 * Out: the same, checked. Pure: no store, no clock.
 */
#pragma once

#include "plugin/base/money.h"

/* A line is goods, unless it says otherwise. */
enum line_kind { LINE_GOODS, LINE_TIP, LINE_GIFT_CARD, LINE_TOP_UP, LINE_ROUNDING };

/* reward: the id of the reward whose discount or free thing this line is. tags: of the product, a
 * space between two. code: of a gift card that is sold, NULL to have one made. */
struct sale_line {
	const char *sku;
	const char *name;
	const char *category;
	const char *tags;
	const char *reward;
	const char *code;
	int64_t qty_milli;
	int64_t rate_milli; /* tax, in thousandths of a per cent */
	struct money unit;
	struct money discount;
	struct money total;
	struct money tax;
	struct money cost;
	enum line_kind kind;
	bool has_rate;
	bool has_unit;
	bool has_cost;
};

/* code: of a gift card that pays, as scanned. */
struct sale_tender {
	int32_t kind; /* rgl_tender_kind */
	struct money amount;
	const char *code;
};

/* A reward that was chosen: by its id, by a coupon's code, or both. times 0 is 1. points: how many,
 * of a reward that is points as money; 0: as many as it may be. */
struct wish {
	const char *reward;
	const char *code;
	int64_t times;
	int64_t points;
};

/* What staff gave at the sale, as rgl_gesture says; without the manager's code, which was looked at
 * before the sale came here (care/manager.h). verdict: what became of it. */
struct sale_gesture {
	int32_t kind;	 /* rgl_gesture_kind */
	int32_t verdict; /* manager_verdict */
	int64_t points;
	struct money amount;
	int64_t complaint;
	const char *sku;
	const char *words;
	const char *manager;
};

#define SALE_CODES_MAX RGL_CODES_MAX
#define SALE_GESTURES_MAX RGL_GESTURES_MAX
#define SALE_GESTURE_WORDS_MAX 1023
#define SALE_WISHES_MAX RGL_WISHES_MAX

/* A refund's amounts are negative. `of`: the sale it gives back, or NULL; of a sale with lines
 * below zero (an exchange) the sale that those bring back. scan NULL and member 0: nobody was
 * recognised. Texts may be NULL but id. hold: what a quote set aside, 0: nothing. codes: promotion
 * codes that were entered. */
struct sale {
	const char *id;
	const char *of;
	bool is_refund;
	bool wants_print;
	int64_t at_ms;
	const char *store;
	const char *till;
	const char *cashier;
	const char *currency;
	const char *scan;
	size_t scan_length;
	int64_t member;
	const struct sale_line *lines;
	size_t line_count;
	const struct sale_tender *tenders;
	size_t tender_count;
	const struct wish *wishes;
	size_t wish_count;
	const char *const *codes;
	size_t code_count;
	int64_t hold;
	struct money total;
	struct money tax;
	const char *channel; /* counter, web, phone: the till's own word, or NULL */
	const struct sale_gesture *gestures;
	size_t gesture_count;
};

/* What is wrong with one gesture: E_FIELD, E_RANGE, E_TEXT; `path` stands before its fields' names:
 * "gestures[0].", "". */
MUST_USE rgl_rc sale_check_gesture(const struct sale_gesture *gesture, const char *path,
				   struct rgl_why *refusal);

/* E_LINES, E_SUM (says which sum), E_RANGE, E_CURRENCY, E_TEXT, E_FIELD, E_LIMIT. */
MUST_USE rgl_rc sale_check(const struct sale *sale, const struct currency *currency,
			   struct rgl_why *refusal);
