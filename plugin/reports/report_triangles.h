/* report_triangles.h - the triangles of first visits that were asked for, one a group, each with
 * how many newcomers its cohorts had.
 *
 * In:  a store, a wish.
 * Out: triangles (sums_cohorts.h) over the same periods.
 * Not here: what a report makes of them.
 */
#pragma once

#include "plugin/insight/cells.h"
#include "plugin/reports/sums_cohorts.h"

/* A question or bounds leave out sales, never newcomers: those are counted from all sales, so that
 * no share is of too few. first: the period that cohort 0 began in. is_part: sales were left out.
 * count, begin, over: as in sums_cohorts.h. of: by group. lost: "others" could not be told apart
 * once sales were left out; they are without newcomers. sums: all groups' sales of the cohorts
 * asked for; newcomers: all of them. */
struct triangles {
	struct cells cells;
	const struct host *host;
	int32_t first;
	int32_t count;
	int32_t begin;
	int32_t over;
	bool is_part;
	bool lost;
	struct triangle *of;
	int64_t *newcomers;
	struct figures sums;
	int64_t newcomer_count;
};

/* As cells_read refuses. Free it with triangles_free. */
MUST_USE rgl_rc triangles_read(struct store *store, const struct cells_wish *wish,
			       struct triangles *ret);
void triangles_free(struct triangles *triangles);

/* Sales without a member in a period, counted from first; zero where there is none. */
const struct figures *triangles_nobody(const struct triangles *triangles, int32_t period);
