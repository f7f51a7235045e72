/* report_returning_parts.h - what the parts of the report new-vs-returning share. */
#pragma once

#include "plugin/page/page.h"
#include "plugin/reports/read.h"
#include "plugin/reports/report_triangles.h"

enum returning_kind { NEW_MEMBERS, RETURNING_MEMBERS, NO_MEMBER, RETURNING_KINDS };

/* One period, or all of them. */
struct returning_sums {
	struct figures of[RETURNING_KINDS];
};

/* by_period: from `begin` on, count of them, over of them over. groups: all periods together, by
 * group; nobody is in none. */
struct returning {
	const struct report *report;
	const struct shop *shop;
	struct triangles triangles;
	int32_t begin;
	int32_t count;
	int32_t over;
	struct returning_sums *by_period;
	struct returning_sums *groups;
	struct returning_sums all;
};

/* All three together. E_RANGE. */
MUST_USE rgl_rc returning_total(const struct returning_sums *sums, struct figures *ret);

/* The part of net sales that is theirs, in millionths; false where there is none, or refunds were
 * more than sales. */
bool returning_share(const struct returning_sums *sums, enum returning_kind kind, int64_t *ret);

/* What it says and what to do tomorrow, and what is left out. */
void returning_say(const struct returning *returning, struct page *page);
