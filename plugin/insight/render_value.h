/* render_value.h - what members were worth, as `regulars report value` shows it.
 *
 * In:  a report (value.h), the names of its first members, who reads it (render_view.h).
 * Out: a page of figures, CSV, or JSON; added to a buffer.
 * Not here: adding up (value.h), finding names, where it is written to.
 */
#pragma once

#include "plugin/base/bytes.h"
#include "plugin/insight/render_view.h"
#include "plugin/insight/value.h"

/* The first `count` members of report->list, names[i] for each; a NULL or "" is written as its
 * number. `count` is at most report->members. */
struct value_names {
	const char *const *names;
	int64_t count;
};

/* Table: totals, tenths, the named members, what it says. CSV: a line for each named member. JSON:
 * one object, money in minor units, shares in tenths of a percent. view->zone is needed.
 * E_MEMORY, from the buffer: what it holds then is cut. */
MUST_USE rgl_rc render_value(const struct value_report *report, const struct value_names *names,
			     const struct view *view, struct bytes *bytes);

/* The parts of it. */
void render_value_csv(const struct value_report *report, const struct value_names *names,
		      const struct view *view, struct bytes *bytes);
void render_value_json(const struct value_report *report, const struct value_names *names,
		       const struct view *view, struct bytes *bytes);

/* What worth is, "It says:" and "Tomorrow:", for the table; there are members. */
void render_value_words(const struct value_report *report, const struct view *view,
			struct bytes *bytes);

/* "net sales", "margin" */
const char *render_value_basis(const struct value_report *report);
