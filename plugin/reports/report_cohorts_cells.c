/* report_cohorts_cells.c - the curves of all cohorts together, and every cell for programs; see
 * report_cohorts_parts.h. */
#include <stdio.h>

#include "plugin/reports/report_cohorts_parts.h"
#include "plugin/reports/sums_money.h"

static void add_labels(const struct cohorts *cohorts, struct page *page)
{
	char label[16];

	for (int32_t age = 0; age < cohorts->ages && cohorts->curve[age].of > 0; age++) {
		(void)snprintf(label, sizeof(label), "+%d", age);
		page_label(page, label);
	}
}

/* A curve ends where no cohort's period is over. */
void cohorts_add_curves(const struct cohorts *cohorts, struct page *page)
{
	char foot[48];

	if (cohorts->ages < 2 || cohorts->curve[1].of == 0)
		return;
	(void)snprintf(foot, sizeof(foot), "%ss after the first visit", cohorts_period(cohorts));
	page_chart(page, PAGE_LINES, "retention", "How many still come, all cohorts together",
		   foot);
	add_labels(cohorts, page);
	page_series(page, "share", "share of the newcomers", PAGE_SHARE);
	for (int32_t age = 0; age < cohorts->ages && cohorts->curve[age].of > 0; age++)
		page_number(page, sums_share(cohorts->curve[age].came, cohorts->curve[age].of));
	page_chart(page, PAGE_LINES, "worth", "What a newcomer left so far", foot);
	add_labels(cohorts, page);
	page_series(page, "worth", worth_basis_name(cohorts->basis), PAGE_MONEY);
	for (int32_t age = 0; age < cohorts->ages && cohorts->curve[age].of > 0; age++)
		page_money(page, sums_of_milli(cohorts->curve[age].worth_milli));
}

static void add_columns(const struct cohorts *cohorts, struct page *page)
{
	if (cohorts->report->wish.cut != CUT_NONE)
		page_column(page, "group", cut_name(cohorts->report->wish.cut), PAGE_TEXT);
	page_column(page, "cohort", "first visit", PAGE_TEXT);
	page_column(page, "age", "after", PAGE_COUNT);
	page_column(page, "period", "period", PAGE_TEXT);
	page_column(page, "is_over", "over", PAGE_COUNT);
	page_column(page, "newcomers", "newcomers", PAGE_COUNT);
	page_column(page, "members", "members", PAGE_COUNT);
	page_column(page, "share", "share", PAGE_SHARE);
	page_column(page, "second_visits", "second visits", PAGE_COUNT);
	page_column(page, "purchases", "purchases", PAGE_COUNT);
	page_column(page, "net", "net sales", PAGE_MONEY);
	page_column(page, "margin", "margin", PAGE_MONEY);
	page_column(page, "refunds", "given back", PAGE_MONEY);
	page_column(page, "discounts", "given off", PAGE_MONEY);
	page_column(page, "ticket", "a purchase", PAGE_MONEY);
	page_column(page, "value",
		    cohorts->basis == BASIS_MARGIN ? "margin a newcomer so far"
						   : "net sales a newcomer so far",
		    PAGE_MONEY);
}

static void add_number(const struct cohorts *cohorts, enum measure measure, int64_t newcomers,
		       const struct figures *cell, const struct figures *so_far, struct page *page)
{
	int64_t number = 0;

	if ((measure == MEASURE_MARGIN && cohorts->basis != BASIS_MARGIN) ||
	    !measure_number(measure, cohorts->basis, newcomers, cell, so_far, &number))
		page_nothing(page);
	else
		page_number(page, number);
}

static void add_cell(const struct cohorts *cohorts, size_t group, int32_t row, int32_t age,
		     const struct figures *so_far, struct page *page)
{
	static const enum measure LATER[] = { MEASURE_NET,	 MEASURE_MARGIN, MEASURE_REFUNDS,
					      MEASURE_DISCOUNTS, MEASURE_TICKET, MEASURE_VALUE };
	const struct triangle *triangle = &cohorts->triangles.of[group];
	const struct figures *cell = triangle_at(triangle, row, age);
	int64_t newcomers = triangle->newcomers[row];
	char name[PERIOD_ROOM];

	page_row(page);
	if (cohorts->report->wish.cut != CUT_NONE)
		page_text(page, cohorts->triangles.cells.groups[group].name);
	cohorts_row_name(cohorts, row, name);
	page_text(page, name);
	page_number(page, age);
	cohorts_row_name(cohorts, row + age, name);
	page_text(page, name);
	page_number(page, triangle_is_over(triangle, row, age));
	page_number(page, newcomers);
	page_number(page, cell->members);
	add_number(cohorts, MEASURE_SHARE, newcomers, cell, so_far, page);
	page_number(page, cell->returned);
	page_number(page, cell->visits);
	for (size_t i = 0; i < sizeof(LATER) / sizeof(LATER[0]); i++)
		add_number(cohorts, LATER[i], newcomers, cell, so_far, page);
}

static rgl_rc add_row(const struct cohorts *cohorts, size_t group, int32_t row, struct page *page)
{
	const struct triangle *triangle = &cohorts->triangles.of[group];
	struct figures so_far = { 0 };

	for (int32_t age = 0; age < triangle->count - row; age++) {
		if (figures_add(&so_far, triangle_at(triangle, row, age)) < 0)
			return RGL_E_RANGE;
		add_cell(cohorts, group, row, age, &so_far, page);
	}
	return RGL_OK;
}

rgl_rc cohorts_add_cells(const struct cohorts *cohorts, struct page *page)
{
	rgl_rc rc = RGL_OK;

	page_table(page, "cells", "Every cohort in every period");
	add_columns(cohorts, page);
	for (size_t group = 0; group < cohorts->triangles.cells.group_count; group++) {
		const struct triangle *triangle = &cohorts->triangles.of[group];

		for (int32_t row = triangle->begin; rc == RGL_OK && row < triangle->count; row++)
			if (triangle->newcomers[row] > 0)
				rc = add_row(cohorts, group, row, page);
	}
	return rc;
}
