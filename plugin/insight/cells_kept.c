/* cells_kept.c - see cells_parts.h: counts that read what was kept, and no purchase. */
#include "plugin/insight/cells_parts.h"
#include "plugin/insight/keep.h"
#include "plugin/store/query.h"

static int32_t period_at(const struct count *count, enum grain grain, int64_t at_ms)
{
	return clock_period(count->clock, grain, clock_day(clock_local_ms(count->clock, at_ms)));
}

bool kept_is_whole(const struct count *count, enum grain grain, int64_t at_ms)
{
	int32_t period;

	if (at_ms == INT64_MIN || at_ms == INT64_MAX)
		return true;
	period = period_at(count, grain, at_ms);
	return period_day_ms(count->store->zone, period_first_day(grain, period)) == at_ms;
}

/* The periods asked for: from <= period < end. */
struct bounds {
	int32_t from;
	int32_t end;
};

static struct bounds bounds_of(const struct count *count, enum grain grain)
{
	const struct cells_wish *wish = count->wish;
	struct bounds bounds = { INT32_MIN, INT32_MAX };

	if (wish->from_ms != INT64_MIN)
		bounds.from = period_at(count, grain, wish->from_ms);
	if (wish->until_ms != INT64_MAX)
		bounds.end = period_at(count, grain, wish->until_ms);
	return bounds;
}

static bool is_within(struct bounds bounds, int32_t period)
{
	return period >= bounds.from && period < bounds.end;
}

rgl_rc kept_has_cells(const struct count *count, bool *ret)
{
	enum grain grain = count->wish->grain;
	struct bounds bounds = bounds_of(count, grain);
	struct query q = query(count->store, STATEMENT_CELLS_FIRST);
	bool is_all = true;
	rgl_rc rc;

	query_bind_int(&q, grain);
	if (query_row(&q) && !query_is_null(&q))
		is_all = bounds.from <= query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = is_all;
	return rc;
}

static void read_figures(struct query *q, struct figures *ret)
{
	ret->visits = query_int(q);
	ret->net = query_money(q);
	ret->cost = query_money(q);
	ret->costless = query_int(q);
	ret->refund = query_money(q);
	ret->discount = query_money(q);
}

/* ---- Cells ---- */

struct cell {
	int32_t cohort;
	int32_t period;
	struct figures figures;
};

static rgl_rc add_cell(struct sheet *sheet, const struct cell *cell)
{
	if (cell->cohort == KEEP_NOBODY)
		return sheet_add_nobody(sheet, cell->period, &cell->figures);
	if (cell->cohort == KEEP_NEVER)
		return sheet_add_outside(sheet, &cell->figures);
	if (cell->cohort == cell->period)
		sheet->members[0] += cell->figures.members;
	sheet->repeaters[0] += cell->figures.returned;
	return sheet_add(sheet, 0, cell->cohort, cell->period, &cell->figures);
}

/* Each cell of a grain that is within bounds, to add_cell or, of nobody alone, by `grain_as`. */
static rgl_rc read_cells(const struct count *count, enum grain grain, bool of_nobody,
			 struct sheet *sheet)
{
	struct bounds bounds = bounds_of(count, grain);
	struct query q = query(count->store, STATEMENT_CELLS_READ);
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	query_bind_int(&q, grain);
	while (rc == RGL_OK && query_row(&q)) {
		struct cell cell = { .cohort = (int32_t)query_int(&q) };

		cell.period = (int32_t)query_int(&q);
		cell.figures.members = query_int(&q);
		cell.figures.returned = query_int(&q);
		read_figures(&q, &cell.figures);
		if (!is_within(bounds, cell.period) || (of_nobody && cell.cohort != KEEP_NOBODY))
			continue;
		if (of_nobody)
			cell.period = period_of_day(count->wish->grain,
						    period_first_day(grain, cell.period));
		rc = add_cell(sheet, &cell);
	}
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

rgl_rc kept_cells(const struct count *count, struct sheet *sheet)
{
	return read_cells(count, count->wish->grain, false, sheet);
}

/* ---- Months ---- */

/* The member whose months are being read, and what of them fell in one period. */
struct months {
	const struct count *count;
	struct sheet *sheet;
	int64_t member;
	int32_t period;
	struct figures figures;
	int64_t visits;
};

static rgl_rc end_period(struct months *months)
{
	const struct roster *roster = months->count->roster;
	struct figures figures = months->figures;
	bool is_known = months->member > 0 && months->member < roster->count;
	int32_t first = is_known ? roster->first[months->member] : ROSTER_NEVER;
	size_t group = roster_group(roster, months->member);

	months->figures = (struct figures) { 0 };
	if (figures_are_zero(&figures))
		return RGL_OK;
	if (first == ROSTER_NEVER)
		return sheet_add_outside(months->sheet, &figures);
	figures.members = figures.visits > 0;
	figures.returned = figures.visits > 0 && roster->second[months->member] == months->period;
	return sheet_add(months->sheet, group, first, months->period, &figures);
}

static rgl_rc end_member(struct months *months)
{
	size_t group = roster_group(months->count->roster, months->member);
	rgl_rc rc = end_period(months);

	months->sheet->members[group] += months->visits > 0;
	months->sheet->repeaters[group] += months->visits > 1;
	months->visits = 0;
	return rc;
}

static rgl_rc add_month(struct months *months, int64_t member, int32_t period,
			const struct figures *figures)
{
	rgl_rc rc = RGL_OK;

	if (member != months->member)
		rc = end_member(months);
	else if (period != months->period)
		rc = end_period(months);
	months->member = member;
	months->period = period;
	months->visits += figures->visits;
	if (rc == RGL_OK && figures_add(&months->figures, figures) < 0)
		rc = refuse(&months->count->store->refusal, RGL_E_RANGE,
			    "the sales of member %lld add up to too much", (long long)member);
	return rc;
}

rgl_rc kept_months(const struct count *count, struct sheet *sheet)
{
	struct bounds bounds = bounds_of(count, GRAIN_MONTH);
	struct query q = query(count->store, STATEMENT_CELLS_MONTHS);
	struct months months = { .count = count, .sheet = sheet };
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	while (rc == RGL_OK && query_row(&q)) {
		int64_t member = query_int(&q);
		int32_t month = (int32_t)query_int(&q);
		struct figures figures = { 0 };

		read_figures(&q, &figures);
		if (is_within(bounds, month))
			rc = add_month(
				&months, member,
				count->wish->grain == GRAIN_MONTH
					? month
					: period_of_day(GRAIN_QUARTER,
							period_first_day(GRAIN_MONTH, month)),
				&figures);
	}
	ended = query_end(&q);
	if (rc == RGL_OK && ended == RGL_OK)
		rc = end_member(&months);
	if (rc < 0 || ended < 0)
		return rc < 0 ? rc : ended;
	return read_cells(count, GRAIN_MONTH, true, sheet);
}
