/* read.h - the owner's reports by name, and what may be asked of them.
 *
 * In:  a store, what was asked for.
 * Out: the report, written in the format asked for.
 * Not here: the reports themselves (reports.h), how a page is written (page.h).
 */
#pragma once

#include "plugin/base/bytes.h"
#include "plugin/insight/cells.h"
#include "plugin/page/render_view.h"

/* What a report may be asked for beside its time and format: bits of `takes`. */
#define REPORT_TAKES_PERIOD 1u /* grain */
#define REPORT_TAKES_CUT 2u
#define REPORT_TAKES_WHERE 4u
#define REPORT_TAKES_MEASURE 8u
#define REPORT_TAKES_TOP 16u
#define REPORT_NEEDS_SCORES 32u /* says more, or anything at all, after `regulars refresh` */
#define REPORT_TAKES_COST 64u	/* what it costs to win a customer */

struct report;
struct page;

/* title: what `regulars report --help` says of it. */
struct report_kind {
	const char *name;
	const char *title;
	rgl_rc (*make)(struct store *store, const struct report *report, struct page *page);
	unsigned int takes;
};

/* wish: grain, cut, where, from_ms <= at < until_ms. measure: what cohorts show ("members",
 * "share", "net", "margin", "refunds", "discounts", "ticket", "value"), NULL: the share that came.
 * table: which one CSV has, NULL: the first. top: how many members a list names. cost: what it
 * costs to win a customer; has_cost. */
struct report {
	const struct report_kind *kind;
	enum view_format format;
	bool colour;
	size_t columns;
	struct cells_wish wish;
	const char *measure;
	const char *table;
	int64_t top;
	bool has_cost;
	struct money cost;
};

/* The kinds there are, in the order of the help; NULL after the last. */
const struct report_kind *report_kind_at(size_t i);

/* The kind by its name; E_FIELD says which there are. */
MUST_USE rgl_rc report_kind_of(const char *name, const struct report_kind **ret,
			       struct rgl_why *refusal);
MUST_USE rgl_rc report_format_of(const char *name, enum view_format *ret, struct rgl_why *refusal);

/* Reads `from` and `to` as zone_read does; a day alone means its midnight, `to` the midnight after
 * it. NULL or "": no bound. E_TIME. */
MUST_USE rgl_rc report_bounds(struct store *store, const char *from, const char *to,
			      struct report *ret);

/* Who reads it, and the shop. */
struct view report_view(struct store *store, const struct report *report);

/* Adds the report to `out`. E_MEMORY, E_RANGE, and the store's. */
MUST_USE rgl_rc report_write(struct store *store, const struct report *report, struct bytes *out);
