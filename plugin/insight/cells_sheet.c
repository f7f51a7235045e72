/* cells_sheet.c - see cells_sheet.h. */
#include "plugin/insight/cells_sheet.h"

#include <string.h>

/* Some periods more than were asked for, at the end that grows. */
#define SLACK 24

/* More cells than this are a wrong date, or weeks where months were meant: 256 MiB. */
#define CELLS_MAX ((size_t)4 << 20)

/* A cohort of one group: cells[later]. */
struct sheet_row {
	struct figures *cells;
	int32_t count;
};

struct sheet sheet_of(const struct host *host, size_t group_count, struct rgl_why *refusal)
{
	return (struct sheet) { .host = host, .group_count = group_count, .refusal = refusal };
}

static size_t row_count(const struct sheet *sheet)
{
	return (size_t)sheet->span * sheet->group_count;
}

void sheet_free(struct sheet *sheet)
{
	for (size_t i = 0; i < row_count(sheet); i++)
		host_free(sheet->host, sheet->rows[i].cells);
	host_free(sheet->host, sheet->rows);
	host_free(sheet->host, sheet->nobody);
	*sheet = sheet_of(sheet->host, sheet->group_count, sheet->refusal);
}

static rgl_rc no_memory(const struct sheet *sheet)
{
	return refuse(sheet->refusal, RGL_E_MEMORY, "there is not enough memory for this report");
}

static rgl_rc too_large(const struct sheet *sheet)
{
	return refuse(sheet->refusal, RGL_E_RANGE,
		      "the amounts of the sales add up to more than can be counted; look for one "
		      "that is wrong");
}

/* Room for the periods from `low` on, so many; what there is stays. */
static rgl_rc resize(struct sheet *sheet, int32_t low, int32_t span)
{
	size_t groups = sheet->group_count;
	size_t before = sheet->span == 0 ? 0 : (size_t)(sheet->low - low);
	struct sheet_row *rows = host_new(sheet->host, (size_t)span * groups * sizeof(*rows));
	struct figures *nobody = host_new(sheet->host, (size_t)span * sizeof(*nobody));

	if (rows == NULL || nobody == NULL) {
		host_free(sheet->host, rows);
		host_free(sheet->host, nobody);
		return no_memory(sheet);
	}
	if (sheet->span > 0) {
		memcpy(rows + before * groups, sheet->rows, row_count(sheet) * sizeof(*rows));
		memcpy(nobody + before, sheet->nobody, (size_t)sheet->span * sizeof(*nobody));
	}
	host_free(sheet->host, sheet->rows);
	host_free(sheet->host, sheet->nobody);
	sheet->rows = rows;
	sheet->nobody = nobody;
	sheet->low = low;
	sheet->span = span;
	return RGL_OK;
}

/* Makes room for a period, on either side. */
static rgl_rc reach(struct sheet *sheet, int32_t period)
{
	int64_t low = sheet->low;
	int64_t end = low + sheet->span;

	if (sheet->span > 0 && period >= low && period < end)
		return RGL_OK;
	if (sheet->span == 0) {
		low = period;
		end = low + SLACK;
	} else if (period < low) {
		low = (int64_t)period - SLACK;
	} else {
		end = (int64_t)period + SLACK;
	}
	if (end - low > CELLS_PERIODS_MAX + 2 * SLACK)
		return refuse(sheet->refusal, RGL_E_RANGE,
			      "the sales lie more than %d periods apart; leave the one with the "
			      "wrong date out, with --from or --to",
			      CELLS_PERIODS_MAX);
	return resize(sheet, (int32_t)low, (int32_t)(end - low));
}

static rgl_rc reach_cell(struct sheet *sheet, struct sheet_row *row, int32_t later)
{
	int32_t count = later + 1 + later / 4;
	struct figures *cells;

	if (later < row->count)
		return RGL_OK;
	cells = host_resize(sheet->host, row->cells, (size_t)count * sizeof(*cells));
	if (cells == NULL)
		return no_memory(sheet);
	memset(cells + row->count, 0, (size_t)(count - row->count) * sizeof(*cells));
	row->cells = cells;
	row->count = count;
	return RGL_OK;
}

static rgl_rc add(struct sheet *sheet, struct figures *sums, const struct figures *more)
{
	return figures_add(sums, more) < 0 ? too_large(sheet) : RGL_OK;
}

rgl_rc sheet_add_outside(struct sheet *sheet, const struct figures *figures)
{
	return add(sheet, &sheet->outside, figures);
}

rgl_rc sheet_add_nobody(struct sheet *sheet, int32_t period, const struct figures *figures)
{
	rgl_rc rc = reach(sheet, period);

	return rc < 0 ? rc : add(sheet, &sheet->nobody[period - sheet->low], figures);
}

rgl_rc sheet_add(struct sheet *sheet, size_t group, int32_t cohort, int32_t period,
		 const struct figures *figures)
{
	struct sheet_row *row;
	rgl_rc rc;

	if (period < cohort)
		return sheet_add_outside(sheet, figures);
	rc = reach(sheet, cohort);
	if (rc == RGL_OK)
		rc = reach(sheet, period);
	if (rc < 0)
		return rc;
	row = &sheet->rows[(size_t)(cohort - sheet->low) * sheet->group_count + group];
	rc = reach_cell(sheet, row, period - cohort);
	return rc < 0 ? rc : add(sheet, &row->cells[period - cohort], figures);
}

static rgl_rc merge_row(struct sheet *sheet, size_t group, int32_t cohort,
			const struct sheet_row *row)
{
	rgl_rc rc = RGL_OK;

	for (int32_t later = 0; rc == RGL_OK && later < row->count; later++)
		if (!figures_are_zero(&row->cells[later]))
			rc = sheet_add(sheet, group, cohort, cohort + later, &row->cells[later]);
	return rc;
}

rgl_rc sheet_merge(struct sheet *sheet, const struct sheet *more)
{
	rgl_rc rc = sheet_add_outside(sheet, &more->outside);

	for (size_t group = 0; group < more->group_count; group++) {
		sheet->members[group] += more->members[group];
		sheet->repeaters[group] += more->repeaters[group];
	}
	for (size_t i = 0; rc == RGL_OK && i < row_count(more); i++)
		rc = merge_row(sheet, i % more->group_count,
			       more->low + (int32_t)(i / more->group_count), &more->rows[i]);
	for (int32_t i = 0; rc == RGL_OK && i < more->span; i++)
		if (!figures_are_zero(&more->nobody[i]))
			rc = sheet_add_nobody(sheet, more->low + i, &more->nobody[i]);
	return rc;
}

/* ---- Into cells ---- */

/* The first and one past the last period that has a figure; equal: there is none. */
struct extent {
	int32_t first;
	int32_t end;
};

static void stretch(struct extent *extent, int32_t first, int32_t end)
{
	if (extent->first == extent->end)
		*extent = (struct extent) { first, end };
	extent->first = first < extent->first ? first : extent->first;
	extent->end = end > extent->end ? end : extent->end;
}

static struct extent extent_of(const struct sheet *sheet)
{
	struct extent extent = { 0, 0 };

	for (int32_t i = 0; i < sheet->span; i++)
		if (!figures_are_zero(&sheet->nobody[i]))
			stretch(&extent, sheet->low + i, sheet->low + i + 1);
	for (size_t i = 0; i < row_count(sheet); i++) {
		int32_t cohort = sheet->low + (int32_t)(i / sheet->group_count);
		int32_t count = sheet->rows[i].count;

		while (count > 0 && figures_are_zero(&sheet->rows[i].cells[count - 1]))
			count--;
		if (count > 0)
			stretch(&extent, cohort, cohort + count);
	}
	return extent;
}

static rgl_rc take_row(const struct sheet *sheet, size_t at, struct cells *ret)
{
	const struct sheet_row *row = &sheet->rows[at];
	int32_t index = sheet->low + (int32_t)(at / sheet->group_count) - ret->first;
	struct figures *to;
	rgl_rc rc = RGL_OK;

	if (row->count == 0 || index < 0 || index >= ret->count)
		return RGL_OK;
	to = &ret->groups[at % sheet->group_count].cells[cells_index(ret, index, 0)];
	for (int32_t later = 0; rc == RGL_OK && later < row->count; later++) {
		if (later < ret->count - index)
			to[later] = row->cells[later];
		rc = figures_add(&ret->all, &row->cells[later]);
	}
	return rc;
}

static rgl_rc take_figures(const struct sheet *sheet, struct cells *ret)
{
	rgl_rc rc;

	ret->outside = sheet->outside;
	ret->all = sheet->outside;
	rc = RGL_OK;
	for (size_t i = 0; rc == RGL_OK && i < row_count(sheet); i++)
		rc = take_row(sheet, i, ret);
	for (int32_t i = 0; rc == RGL_OK && i < ret->count; i++) {
		ret->nobody[i] = sheet->nobody[ret->first - sheet->low + i];
		rc = figures_add(&ret->all, &ret->nobody[i]);
	}
	return rc < 0 ? too_large(sheet) : RGL_OK;
}

rgl_rc sheet_finish(const struct sheet *sheet, struct cells *ret)
{
	struct extent extent = extent_of(sheet);
	size_t cell_count;

	if (extent.end - extent.first > CELLS_PERIODS_MAX)
		return refuse(sheet->refusal, RGL_E_RANGE,
			      "the sales lie more than %d periods apart; leave the one with the "
			      "wrong date out, with --from or --to",
			      CELLS_PERIODS_MAX);
	ret->first = extent.first;
	ret->count = extent.end - extent.first;
	cell_count = cells_index(ret, ret->count, 0);
	if (cell_count * ret->group_count > CELLS_MAX)
		return refuse(sheet->refusal, RGL_E_RANGE,
			      "that would be %zu figures; ask for longer periods (--period "
			      "quarter), or for less of the past (--from)",
			      cell_count * ret->group_count);
	ret->nobody = host_new(sheet->host, ((size_t)ret->count + 1) * sizeof(struct figures));
	if (ret->nobody == NULL)
		return no_memory(sheet);
	for (size_t i = 0; i < ret->group_count; i++) {
		ret->groups[i].members = sheet->members[i];
		ret->groups[i].repeaters = sheet->repeaters[i];
		ret->groups[i].cells =
			host_new(sheet->host, (cell_count + 1) * sizeof(struct figures));
		if (ret->groups[i].cells == NULL)
			return no_memory(sheet);
	}
	return take_figures(sheet, ret);
}
