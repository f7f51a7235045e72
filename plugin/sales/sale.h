/* sale.h - a sale or a refund as the till said it, and whether it can be true.
 *
 * In:  what a till, the gateway or an import read; nothing of it is ours.
 * Out: the same, checked. Pure: no store, no clock.
 */
#pragma once

#include "plugin/base/money.h"

struct sale_line {
	const char *sku;
	const char *name;
	const char *category;
	int64_t qty_milli;
	bool has_unit;
	bool has_cost;
	struct money unit;
	struct money discount;
	struct money total;
	struct money tax;
	struct money cost;
};

struct sale_tender {
	int32_t kind; /* rgl_tender_kind */
	struct money amount;
};

/* A refund's amounts are negative. `of`: the sale it gives back, or NULL. scan NULL and member 0:
 * nobody was recognised. Texts may be NULL but id. */
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
	struct money total;
	struct money tax;
};

/* E_LINES, E_SUM (says which sum), E_RANGE, E_CURRENCY, E_TEXT, E_FIELD, E_LIMIT. */
MUST_USE rgl_rc sale_check(const struct sale *sale, const struct currency *currency,
			   struct rgl_why *refusal);
