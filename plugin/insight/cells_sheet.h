/* cells_sheet.h - figures that are being added up, by group, cohort and period; grows as they come.
 *
 * Pure. Two sheets of two threads are added into one; then it is made into cells (cells.h).
 */
#pragma once

#include "plugin/insight/cells.h"

struct sheet_row;

/* members, repeaters: by group; the adder counts them. */
struct sheet {
	const struct host *host;
	size_t group_count;
	int32_t low;  /* the first period that there is room for */
	int32_t span; /* periods; 0: none yet */
	struct sheet_row *rows;
	struct figures *nobody;
	struct figures outside;
	int64_t members[CELLS_GROUPS_MAX];
	int64_t repeaters[CELLS_GROUPS_MAX];
	struct rgl_why *refusal;
};

/* `refusal` may be NULL, and outlives it. Empty it with sheet_free. */
struct sheet sheet_of(const struct host *host, size_t group_count, struct rgl_why *refusal);
void sheet_free(struct sheet *sheet);

/* What members of a cohort did in a period; before their first it is `outside`. E_RANGE: more than
 * CELLS_PERIODS_MAX periods apart, or a sum that does not fit. E_MEMORY. All of these. */
MUST_USE rgl_rc sheet_add(struct sheet *sheet, size_t group, int32_t cohort, int32_t period,
			  const struct figures *figures);
MUST_USE rgl_rc sheet_add_nobody(struct sheet *sheet, int32_t period,
				 const struct figures *figures);
MUST_USE rgl_rc sheet_add_outside(struct sheet *sheet, const struct figures *figures);
MUST_USE rgl_rc sheet_merge(struct sheet *sheet, const struct sheet *more);

/* Fills in what of `ret` is figures: first to the last period with one. The caller has set host,
 * grain, now, group_count and groups with their names. E_RANGE, E_MEMORY. */
MUST_USE rgl_rc sheet_finish(const struct sheet *sheet, struct cells *ret);
