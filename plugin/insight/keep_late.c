/* keep_late.c - see keep_parts.h: a visit that came to be known after later ones. */
#include "plugin/insight/keep_parts.h"

static int64_t begin_of(struct zone *zone, enum grain grain, int32_t period)
{
	return period_day_ms(zone, period_first_day(grain, period));
}

rgl_rc keep_find_others(struct store *store, const struct keep_visit *visit, bool *ret)
{
	struct keep_periods at = keep_periods_of(store->zone, visit->at_ms);
	bool found[KEEP_GRAINS] = { false };
	rgl_rc rc = RGL_OK;

	for (enum grain grain = GRAIN_WEEK; rc == RGL_OK && grain <= GRAIN_QUARTER; grain++) {
		struct query q = query(store, STATEMENT_KEEP_THERE);

		query_bind_int(&q, visit->member);
		query_bind_int(&q, begin_of(store->zone, grain, at.of[grain]));
		query_bind_int(&q, begin_of(store->zone, grain, at.of[grain] + 1));
		query_bind_int(&q, visit->sale);
		if (query_row(&q))
			found[grain] = query_int(&q) != 0;
		rc = query_end(&q);
	}
	for (int i = 0; rc == RGL_OK && i < KEEP_GRAINS; i++)
		ret[i] = found[i];
	return rc;
}

rgl_rc keep_not_second(struct store *store, int64_t first_ms, int64_t second_ms)
{
	const struct figures one = { .returned = 1 };
	struct keep_periods first = keep_periods_of(store->zone, first_ms);
	struct keep_periods second = keep_periods_of(store->zone, second_ms);
	rgl_rc rc = RGL_OK;

	for (enum grain grain = GRAIN_WEEK; rc == RGL_OK && grain <= GRAIN_QUARTER; grain++)
		rc = keep_take_cell(store, grain, first.of[grain], second.of[grain], &one);
	return rc;
}
