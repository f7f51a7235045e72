/* sums_cells.h - figures by grain, cohort and period, gathered in memory. Pure.
 *
 * For one thread. Not here: where the figures come from.
 */
#pragma once

#include "plugin/base/host.h"
#include "plugin/insight/figures.h"
#include "plugin/insight/period.h"

struct sums_cell {
	enum grain grain; /* 0: the place is free */
	int32_t cohort;
	int32_t period;
	struct figures figures;
};

/* All zero with a host: empty. Its room is a power of two. */
struct sums_cells {
	const struct host *host;
	struct sums_cell *places;
	size_t room;
	size_t count;
};

/* Adds to a cell, which is made when it is new. E_MEMORY, E_RANGE; nothing was added then. */
MUST_USE rgl_rc sums_cells_add(struct sums_cells *cells, enum grain grain, int32_t cohort,
			       int32_t period, const struct figures *more);

/* NULL: nothing was added there. */
const struct figures *sums_cells_find(const struct sums_cells *cells, enum grain grain,
				      int32_t cohort, int32_t period);

/* How many say something. */
int64_t sums_cells_filled(const struct sums_cells *cells);

void sums_cells_free(struct sums_cells *cells);
