/* sums_cells.c - see sums_cells.h. Open addressing; a free place ends a search. */
#include "plugin/insight/sums_cells.h"

enum { FIRST_ROOM = 256 };

static size_t place_of(const struct sums_cells *cells, enum grain grain, int32_t cohort,
		       int32_t period)
{
	uint64_t hash = (uint64_t)(uint32_t)cohort << 32 | (uint32_t)period;
	size_t at;

	hash = (hash ^ (uint64_t)grain << 61) * UINT64_C(0x9E3779B97F4A7C15);
	at = (size_t)(hash >> 20) & (cells->room - 1);
	while (cells->places[at].grain != 0 &&
	       (cells->places[at].grain != grain || cells->places[at].cohort != cohort ||
		cells->places[at].period != period))
		at = (at + 1) & (cells->room - 1);
	return at;
}

/* At most half of the places are taken. */
static rgl_rc make_room(struct sums_cells *cells)
{
	struct sums_cells larger = { .host = cells->host, .count = cells->count };

	if (2 * (cells->count + 1) <= cells->room)
		return RGL_OK;
	larger.room = cells->room == 0 ? FIRST_ROOM : 2 * cells->room;
	larger.places = host_new(cells->host, larger.room * sizeof(*larger.places));
	if (larger.places == NULL)
		return RGL_E_MEMORY;
	for (size_t i = 0; i < cells->room; i++) {
		const struct sums_cell *cell = &cells->places[i];

		if (cell->grain != 0)
			larger.places[place_of(&larger, cell->grain, cell->cohort, cell->period)] =
				*cell;
	}
	host_free(cells->host, cells->places);
	*cells = larger;
	return RGL_OK;
}

rgl_rc sums_cells_add(struct sums_cells *cells, enum grain grain, int32_t cohort, int32_t period,
		      const struct figures *more)
{
	struct sums_cell *cell;
	rgl_rc rc = make_room(cells);

	if (rc < 0)
		return rc;
	cell = &cells->places[place_of(cells, grain, cohort, period)];
	rc = figures_add(&cell->figures, more);
	if (rc < 0)
		return rc;
	cells->count += cell->grain == 0;
	cell->grain = grain;
	cell->cohort = cohort;
	cell->period = period;
	return RGL_OK;
}

const struct figures *sums_cells_find(const struct sums_cells *cells, enum grain grain,
				      int32_t cohort, int32_t period)
{
	size_t at;

	if (cells->room == 0)
		return NULL;
	at = place_of(cells, grain, cohort, period);
	return cells->places[at].grain == 0 ? NULL : &cells->places[at].figures;
}

int64_t sums_cells_filled(const struct sums_cells *cells)
{
	int64_t filled = 0;

	for (size_t i = 0; i < cells->room; i++)
		filled +=
			cells->places[i].grain != 0 && !figures_are_zero(&cells->places[i].figures);
	return filled;
}

void sums_cells_free(struct sums_cells *cells)
{
	host_free(cells->host, cells->places);
	cells->places = NULL;
	cells->room = 0;
	cells->count = 0;
}
