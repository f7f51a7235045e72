/* cells_scan.h - the sales that count, one after the other, out of an index alone.
 *
 * In:  a store open for reading.
 * Out: sales and refunds by member and time. A voided sale counts as never made, and so do its
 *      void and its refunds: they are passed over here, so that no reader has to.
 * Not here: what is made of them (cells_pass.c, visits.c).
 */
#pragma once

#include "plugin/insight/figures.h"
#include "plugin/store/query.h"

/* Amounts in minor units, as they were written: of a refund below zero. member 0: nobody. cost:
 * when has_cost. */
struct scan_sale {
	int64_t id;
	int64_t member;
	int64_t at_ms;
	int64_t total_minor;
	int64_t stored_minor;
	int64_t tax_minor;
	int64_t cost_minor;
	int64_t discount_minor;
	int64_t returned_minor; /* goods that an exchange brought back, above zero */
	int64_t points;
	int64_t scene; /* 0: not known */
	bool has_cost;
	bool is_refund;
};

struct scan {
	struct store *store;
	struct query rows;
	bool more;
	rgl_rc rc;
};

/* The sales of members from `first` to `last`, by member, then time; of nobody: by time. Lean:
 * without points and scene, which stay 0, in less time. */
struct scan scan_members(struct store *store, int64_t first, int64_t last);
struct scan scan_members_lean(struct store *store, int64_t first, int64_t last);
struct scan scan_nobody(struct store *store);

/* The sales of members that were recorded after an event, in that order. */
struct scan scan_since(struct store *store, int64_t event);

/* The next that counts; false when there is none left, or something failed. */
bool scan_next(struct scan *scan, struct scan_sale *ret);

/* Ends it: the first failure, or RGL_OK. */
MUST_USE rgl_rc scan_end(struct scan *scan);

/* net: total less tax and less what was put on gift cards and credit. Sales are checked when they
 * are recorded: it fits. */
static inline int64_t scan_net_minor(const struct scan_sale *sale)
{
	return sale->total_minor - sale->tax_minor - sale->stored_minor;
}

/* Sales being counted, all by the same rules. fits: no sum was too large. */
struct scan_sums {
	int64_t visits;
	int64_t costless;
	int64_t net_minor;
	int64_t cost_minor;
	int64_t refund_minor;
	int64_t discount_minor;
	bool fits;
};
#define SCAN_NOTHING ((struct scan_sums) { .fits = true })

/* As sums_row.h has it. */
static inline void scan_count(struct scan_sums *sums, const struct scan_sale *sale)
{
	int64_t back_minor = sale->returned_minor - (sale->is_refund ? sale->total_minor : 0);
	bool fits =
		!__builtin_add_overflow(sums->net_minor, scan_net_minor(sale), &sums->net_minor) &&
		!__builtin_add_overflow(sums->discount_minor, sale->discount_minor,
					&sums->discount_minor) &&
		!__builtin_add_overflow(sums->refund_minor, back_minor, &sums->refund_minor) &&
		!__builtin_add_overflow(sums->cost_minor, sale->has_cost ? sale->cost_minor : 0,
					&sums->cost_minor);

	sums->visits += !sale->is_refund;
	sums->costless += !sale->has_cost;
	sums->fits = sums->fits && fits;
}

/* Without members and returned, which the caller knows. */
struct figures scan_figures(const struct scan_sums *sums);
