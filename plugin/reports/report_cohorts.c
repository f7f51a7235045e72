/* report_cohorts.c - who keeps coming, by their first visit; see reports.h.
 *
 * Without a cut: a triangle of what --show names, and two curves of all cohorts together. With one:
 * a row a group (report_cohorts_groups.c). For programs every cell too (report_cohorts_cells.c).
 */
#include <stdio.h>

#include "plugin/reports/report_cohorts_parts.h"
#include "plugin/reports/reports.h"
#include "plugin/reports/sums_money.h"

const char *cohorts_period(const struct cohorts *cohorts)
{
	return period_name(cohorts->report->wish.grain);
}

void cohorts_row_name(const struct cohorts *cohorts, int32_t row, char ret[PERIOD_ROOM])
{
	period_write(cohorts->report->wish.grain, cohorts->triangles.first + row, ret);
}

static int unit_of(enum measure measure)
{
	if (measure == MEASURE_SHARE)
		return PAGE_SHARE;
	return measure == MEASURE_MEMBERS ? PAGE_COUNT : PAGE_MONEY;
}

/* Everybody comes in their first period; only a question can make that less. */
static int32_t first_age(const struct cohorts *cohorts)
{
	return cohorts->measure == MEASURE_SHARE && !cohorts->triangles.is_part ? 1 : 0;
}

static void add_columns(const struct cohorts *cohorts, int32_t ages, struct page *page)
{
	char key[48];
	char title[32];

	page_column(page, "cohort", "first visit", PAGE_TEXT);
	page_column(page, "new", "new", PAGE_COUNT);
	if (!cohorts->triangles.is_part)
		page_column(page, "again", "bought again", PAGE_SHARE | PAGE_SECONDARY);
	page_column(page, cohorts->basis == BASIS_MARGIN ? "margin" : "net",
		    worth_basis_name(cohorts->basis), PAGE_MONEY | PAGE_SECONDARY);
	for (int32_t age = first_age(cohorts); age < ages; age++) {
		(void)snprintf(key, sizeof(key), "%s_%d", measure_name(cohorts->measure), age);
		(void)snprintf(title, sizeof(title), "+%d", age);
		page_column(page, key, title, unit_of(cohorts->measure) | PAGE_HEAT);
	}
}

static rgl_rc add_ages(const struct cohorts *cohorts, int32_t row, int32_t ages, struct page *page)
{
	const struct triangle *triangle = &cohorts->triangles.of[0];
	struct figures so_far = { 0 };

	for (int32_t age = 0; age < ages; age++) {
		const struct figures *cell = triangle_at(triangle, row, age);
		bool is_there = age < triangle->count - row;
		int64_t number = 0;

		if (is_there && figures_add(&so_far, cell) < 0)
			return RGL_E_RANGE;
		if (age < first_age(cohorts))
			continue;
		if (!is_there || !measure_number(cohorts->measure, cohorts->basis,
						 triangle->newcomers[row], cell, &so_far, &number))
			page_nothing(page);
		else
			page_number(page, number);
		if (is_there && !triangle_is_over(triangle, row, age))
			page_unfinished(page);
	}
	return RGL_OK;
}

static rgl_rc add_row(const struct cohorts *cohorts, int32_t row, int32_t ages, struct page *page)
{
	const struct triangle *triangle = &cohorts->triangles.of[0];
	struct figures sum;
	char name[PERIOD_ROOM];
	rgl_rc rc = triangle_row_sum(triangle, row, &sum);

	if (rc < 0)
		return rc;
	cohorts_row_name(cohorts, row, name);
	page_row(page);
	page_text(page, name);
	page_number(page, triangle->newcomers[row]);
	if (!triangle_is_over(triangle, row, 0))
		page_unfinished(page);
	if (!cohorts->triangles.is_part)
		page_number(page, sums_share(sum.returned, triangle->newcomers[row]));
	page_money(page, figures_worth(&sum, cohorts->basis));
	return add_ages(cohorts, row, ages, page);
}

/* Cohorts with anybody, as many as a reader is shown; the newest of them. */
static int32_t first_row(const struct cohorts *cohorts, int32_t *ret_not_shown)
{
	const struct triangle *triangle = &cohorts->triangles.of[0];
	bool is_for_people =
		cohorts->report->format == VIEW_TABLE || cohorts->report->format == VIEW_HTML;
	int32_t row = triangle->count;
	int32_t rows = 0;

	*ret_not_shown = 0;
	while (row > triangle->begin && (!is_for_people || rows < COHORTS_ROWS)) {
		row--;
		rows += triangle->newcomers[row] > 0;
	}
	for (int32_t older = triangle->begin; older < row; older++)
		*ret_not_shown += triangle->newcomers[older] > 0;
	return row;
}

static rgl_rc add_triangle(const struct cohorts *cohorts, struct page *page)
{
	const struct triangle *triangle = &cohorts->triangles.of[0];
	int32_t not_shown;
	int32_t row = first_row(cohorts, &not_shown);
	int32_t ages = triangle->count - row;
	rgl_rc rc = RGL_OK;

	if (ages > COHORTS_AGES + 1)
		ages = COHORTS_AGES + 1;
	page_table(page, "cohorts", cohorts_measure_title(cohorts));
	add_columns(cohorts, ages, page);
	for (; rc == RGL_OK && row < triangle->count; row++)
		if (triangle->newcomers[row] > 0)
			rc = add_row(cohorts, row, ages, page);
	if (rc < 0)
		return rc;
	cohorts_note(cohorts, not_shown, page);
	cohorts_add_curves(cohorts, page);
	return RGL_OK;
}

/* Margin gives way to net sales where a cost is not known: never a mixture. */
static void choose_measure(struct cohorts *cohorts)
{
	cohorts->basis = figures_basis(&cohorts->triangles.sums);
	cohorts->costs_lack = cohorts->measure == MEASURE_MARGIN && cohorts->basis != BASIS_MARGIN;
	if (cohorts->costs_lack)
		cohorts->measure = MEASURE_NET;
}

/* Newcomers and their worth, and the curve of all together where there is one group. */
static rgl_rc add_up(struct cohorts *cohorts)
{
	const struct triangles *triangles = &cohorts->triangles;

	choose_measure(cohorts);
	if (triangles->cells.group_count != 1)
		return RGL_OK;
	cohorts->ages = triangles->count - triangles->begin;
	if (cohorts->ages > COHORTS_AGES + 1)
		cohorts->ages = COHORTS_AGES + 1;
	return triangle_curve(&triangles->of[0], cohorts->ages, cohorts->curve);
}

static rgl_rc make(struct cohorts *cohorts, struct page *page)
{
	bool is_cut = cohorts->report->wish.cut != CUT_NONE;
	bool is_for_programs =
		cohorts->report->format == VIEW_CSV || cohorts->report->format == VIEW_JSON;
	rgl_rc rc = add_up(cohorts);

	if (rc < 0)
		return rc;
	cohorts_subtitle(cohorts, page);
	if (cohorts->triangles.newcomer_count == 0 || cohorts->triangles.cells.group_count == 0) {
		cohorts_say_nobody(cohorts, page);
		return RGL_OK;
	}
	rc = is_cut ? cohorts_add_groups(cohorts, page) : add_triangle(cohorts, page);
	if (rc == RGL_OK && !is_cut)
		cohorts_say(cohorts, page);
	if (rc == RGL_OK && is_for_programs)
		rc = cohorts_add_cells(cohorts, page);
	return rc;
}

rgl_rc report_cohorts(struct store *store, const struct report *report, struct page *page)
{
	struct cohorts cohorts = { .report = report, .shop = &store->shop };
	rgl_rc rc = measure_of(report->measure, &cohorts.measure, &store->refusal);

	if (rc == RGL_OK)
		rc = triangles_read(store, &report->wish, &cohorts.triangles);
	if (rc < 0)
		return rc;
	rc = make(&cohorts, page);
	triangles_free(&cohorts.triangles);
	return rc;
}
