/* report_value.h - the words of the report value; for report_value.c and its test. */
#pragma once

#include "plugin/page/page.h"
#include "plugin/reports/people.h"
#include "plugin/reports/sums_risk.h"
#include "plugin/reports/sums_segments.h"
#include "plugin/reports/sums_value.h"

/* segments: by segment. */
struct value_said {
	struct store *store;
	const struct people *people;
	const struct value_sums *sums;
	const struct risk_sums *risk;
	const struct value_group *segments;
	const struct currency *currency;
};

/* Sentences, facts and notes. */
void report_value_say(const struct value_said *said, struct page *page);

/* Tables and charts but that of the members. */
void report_value_tables(const struct value_said *said, struct page *page);

/* The models that were tried, how they did, and the parameters of the one that is used; nothing
 * where there is none. */
void report_value_models(const struct people *people, struct page *page);

/* Rows of a table of groups, behind the cell that names each. */
void report_value_columns(const struct value_said *said, struct page *page);
void report_value_cells(const struct value_said *said, const struct value_group *group,
			struct page *page);
