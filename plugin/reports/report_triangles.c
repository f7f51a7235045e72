/* report_triangles.c - see report_triangles.h. */
#include "plugin/reports/report_triangles.h"

#include <string.h>

static bool is_part(const struct cells_wish *wish)
{
	return wish->where != NULL || wish->from_ms != INT64_MIN || wish->until_ms != INT64_MAX;
}

/* The period of an instant, and whether the instant is its very beginning. */
static int32_t period_at(struct store *store, enum grain grain, int64_t at_ms, bool *ret_begins)
{
	int32_t day = period_day(store->zone, at_ms);
	int32_t period = period_of_day(grain, day);

	*ret_begins = period_day_ms(store->zone, period_first_day(grain, period)) == at_ms;
	return period;
}

/* Which cohorts and periods lie within what was asked for. */
static void set_bounds(struct store *store, const struct cells_wish *wish, const struct cells *base,
		       struct triangles *triangles)
{
	bool begins;

	triangles->first = base->first;
	triangles->count = base->count;
	triangles->begin = 0;
	triangles->over = base->now - base->first;
	if (wish->from_ms != INT64_MIN) {
		int32_t from = period_at(store, wish->grain, wish->from_ms, &begins);

		triangles->begin = from + !begins - base->first;
	}
	if (wish->until_ms != INT64_MAX) {
		int32_t until = period_at(store, wish->grain, wish->until_ms, &begins);

		if (until - base->first < triangles->over)
			triangles->over = until - base->first;
		if (until + !begins - base->first < triangles->count)
			triangles->count = until + !begins - base->first;
	}
	if (triangles->begin < 0)
		triangles->begin = 0;
	if (triangles->count < 0)
		triangles->count = 0;
	if (triangles->begin > triangles->count)
		triangles->begin = triangles->count;
}

static const struct cells_group *group_of(const struct cells *cells, const char *name)
{
	for (size_t i = 0; i < cells->group_count; i++)
		if (strcmp(cells->groups[i].name, name) == 0)
			return &cells->groups[i];
	return NULL;
}

static void set_newcomers(const struct cells *base, const struct cells_group *group, int32_t count,
			  int64_t *newcomers)
{
	for (int32_t row = 0; group != NULL && row < count; row++)
		newcomers[row] = group->cells[cells_index(base, row, 0)].members;
}

static rgl_rc build(struct triangles *triangles, const struct cells *base)
{
	struct cells *cells = &triangles->cells;
	size_t rows = (size_t)triangles->count;

	triangles->of =
		host_new(triangles->host, (cells->group_count + 1) * sizeof(struct triangle));
	triangles->newcomers =
		host_new(triangles->host, (cells->group_count * rows + 1) * sizeof(int64_t));
	if (triangles->of == NULL || triangles->newcomers == NULL)
		return RGL_E_MEMORY;
	for (size_t i = 0; i < cells->group_count; i++) {
		bool lost = triangles->is_part && i + 1 == CELLS_GROUPS_MAX;
		int64_t *newcomers = triangles->newcomers + i * rows;

		triangles->lost |= lost;
		if (!lost)
			set_newcomers(base, group_of(base, cells->groups[i].name), triangles->count,
				      newcomers);
		triangles->of[i] = (struct triangle) {
			.cells = cells->groups[i].cells,
			.newcomers = newcomers,
			.stride = cells->count,
			.shift = cells->first - triangles->first,
			.count = triangles->count,
			.begin = triangles->begin,
			.over = triangles->over,
		};
	}
	return RGL_OK;
}

/* All groups together, and from that what worth is: margin where each cost is known. */
static rgl_rc add_up(struct triangles *triangles)
{
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < triangles->cells.group_count; i++) {
		struct figures sum = { 0 };
		int64_t newcomers = 0;

		rc = triangle_sum(&triangles->of[i], &sum, &newcomers);
		if (rc == RGL_OK)
			rc = figures_add(&triangles->sums, &sum);
		triangles->newcomer_count += newcomers;
	}
	for (size_t i = 0; rc == RGL_OK && i < triangles->cells.group_count; i++)
		triangles->of[i].basis = figures_basis(&triangles->sums);
	return rc;
}

rgl_rc triangles_read(struct store *store, const struct cells_wish *wish, struct triangles *ret)
{
	const struct cells_wish all = {
		.grain = wish->grain, .cut = wish->cut, .from_ms = INT64_MIN, .until_ms = INT64_MAX
	};
	struct triangles triangles = { .host = store->host, .is_part = is_part(wish) };
	struct cells base = { 0 };
	rgl_rc rc;

	rc = cells_read(store, wish, &triangles.cells);
	if (rc < 0)
		return rc;
	if (triangles.is_part)
		rc = cells_read(store, &all, &base);
	if (rc == RGL_OK) {
		set_bounds(store, wish, triangles.is_part ? &base : &triangles.cells, &triangles);
		rc = build(&triangles, triangles.is_part ? &base : &triangles.cells);
	}
	if (base.host != NULL)
		cells_free(&base);
	if (rc == RGL_OK)
		rc = add_up(&triangles);
	if (rc == RGL_OK)
		*ret = triangles;
	else
		triangles_free(&triangles);
	return rc;
}

void triangles_free(struct triangles *triangles)
{
	host_free(triangles->host, triangles->of);
	host_free(triangles->host, triangles->newcomers);
	triangles->of = NULL;
	triangles->newcomers = NULL;
	cells_free(&triangles->cells);
}

const struct figures *triangles_nobody(const struct triangles *triangles, int32_t period)
{
	static const struct figures NOTHING;
	int32_t at = period - (triangles->cells.first - triangles->first);

	if (at < 0 || at >= triangles->cells.count)
		return &NOTHING;
	return &triangles->cells.nobody[at];
}
