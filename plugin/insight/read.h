/* read.h - the reports' figures, read from the store in one pass over the sales.
 *
 * In:  a store, the stretch of time asked for.
 * Out: the report, written in the format asked for.
 * Not here: counting (cohorts.h, value.h), the words (render_*.h).
 */
#pragma once

#include "plugin/base/bytes.h"
#include "plugin/insight/render_view.h"
#include "plugin/store/store.h"

enum report_kind { REPORT_COHORTS, REPORT_VALUE, REPORT_ALERTS };

/* from_ms <= at < until_ms; top: how many members `value` names. */
struct report {
	enum report_kind kind;
	enum view_format format;
	bool colour;
	size_t columns;
	int64_t from_ms;
	int64_t until_ms;
	int64_t top;
};

/* The kind by its name; E_FIELD says which there are. */
MUST_USE rgl_rc report_kind_of(const char *name, enum report_kind *ret, struct rgl_why *refusal);
MUST_USE rgl_rc report_format_of(const char *name, enum view_format *ret, struct rgl_why *refusal);

/* Reads `from` and `to` as zone_read does; a day alone means its midnight, `to` the midnight after
 * it. NULL or "": no bound. E_TIME. */
MUST_USE rgl_rc report_bounds(struct store *store, const char *from, const char *to,
			      struct report *ret);

/* Who reads it, and the shop. */
struct view report_view(struct store *store, const struct report *report);

/* Adds the report to `out`. E_MEMORY, E_RANGE, and the store's. */
MUST_USE rgl_rc report_write(struct store *store, const struct report *report, struct bytes *out);
