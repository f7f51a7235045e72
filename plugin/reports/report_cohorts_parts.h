/* report_cohorts_parts.h - what the parts of the report cohorts share. */
#pragma once

#include "plugin/page/page.h"
#include "plugin/reports/read.h"
#include "plugin/reports/report_triangles.h"

#define COHORTS_AGES 24	 /* periods after the first that tables and charts reach to */
#define COHORTS_ROWS 36	 /* cohorts that a person is shown; programs get all */
#define COHORTS_CURVES 8 /* groups that a chart holds */

/* measure: what is shown, after margin gave way to net sales where a cost is not known. ages: how
 * many there are of all together, at most COHORTS_AGES + 1; curve: theirs. */
struct cohorts {
	const struct report *report;
	const struct shop *shop;
	struct triangles triangles;
	enum measure measure;
	enum worth_basis basis;
	bool costs_lack; /* margin was asked for */
	int32_t ages;
	struct curve_point curve[COHORTS_AGES + 1];
};

/* "month", and the name of a cohort's period: "2026-11". */
const char *cohorts_period(const struct cohorts *cohorts);
void cohorts_row_name(const struct cohorts *cohorts, int32_t row, char ret[PERIOD_ROOM]);

/* What the table shows: "Members who came again". */
const char *cohorts_measure_title(const struct cohorts *cohorts);
void cohorts_subtitle(const struct cohorts *cohorts, struct page *page);

/* What it says and what to do: of all members; where there is nobody. */
void cohorts_say(const struct cohorts *cohorts, struct page *page);
void cohorts_say_nobody(const struct cohorts *cohorts, struct page *page);

/* What was left out, or is not known. */
void cohorts_note(const struct cohorts *cohorts, int32_t rows_not_shown, struct page *page);

/* The newest whose next period is over, against those before them; and a share for people. */
#define COHORTS_TENTHS_ROOM 32
void cohorts_tenths(double share, const char *plus, char ret[COHORTS_TENTHS_ROOM]);

/* With a cut: a row a group, and their curves. E_RANGE, E_MEMORY. */
MUST_USE rgl_rc cohorts_add_groups(const struct cohorts *cohorts, struct page *page);

/* Both curves of all together. */
void cohorts_add_curves(const struct cohorts *cohorts, struct page *page);

/* Every cell with all its figures, for programs. E_RANGE. */
MUST_USE rgl_rc cohorts_add_cells(const struct cohorts *cohorts, struct page *page);
