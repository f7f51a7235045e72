/* report_cohorts_notes.c - what a reader must know to trust the triangle; see
 * report_cohorts_parts.h. */
#include "plugin/page/table.h"
#include "plugin/reports/report_cohorts_parts.h"

static void note_shown(const struct cohorts *cohorts, int32_t rows_not_shown, struct page *page)
{
	const struct triangle *triangle = &cohorts->triangles.of[0];
	const char *period = cohorts_period(cohorts);
	int32_t empty = 0;

	for (int32_t row = triangle->begin; row < triangle->count; row++)
		empty += triangle->newcomers[row] == 0;
	if (empty > 0)
		page_note(page, "Not shown: %d %s%s without a new member.", empty, period,
			  empty == 1 ? "" : "s");
	if (rows_not_shown > 0)
		page_note(page, "Not shown: %d older %s%s; --format csv has all.", rows_not_shown,
			  period, rows_not_shown == 1 ? "" : "s");
	if (triangle->count - triangle->begin > COHORTS_AGES + 1)
		page_note(page, "Not shown: later than +%d; --format csv --table cells has all.",
			  COHORTS_AGES);
}

static void note_part(const struct cohorts *cohorts, struct page *page)
{
	const struct report *report = cohorts->report;

	if (report->wish.where != NULL)
		page_note(page,
			  "Only sales with %s are counted. Members stay with the %s of the first "
			  "visit they ever made, and all newcomers of it are what shares are of.",
			  report->wish.where, cohorts_period(cohorts));
	else if (cohorts->triangles.is_part)
		page_note(
			page,
			"Only sales of the time asked for are counted, and members whose %s of the "
			"first visit began in it.",
			cohorts_period(cohorts));
	if (cohorts->triangles.lost)
		page_note(page, "Left out: all groups but the %d largest.", CELLS_GROUPS_MAX - 1);
}

void cohorts_note(const struct cohorts *cohorts, int32_t rows_not_shown, struct page *page)
{
	const struct figures *outside = &cohorts->triangles.cells.outside;
	char text[DECIMAL_ROOM];

	if (cohorts->report->wish.cut == CUT_NONE)
		note_shown(cohorts, rows_not_shown, page);
	note_part(cohorts, page);
	table_count(cohorts->triangles.sums.costless, text);
	if (cohorts->costs_lack)
		page_note(page,
			  "Net sales instead of margin: the cost of %s of the purchases and "
			  "refunds is not known.",
			  text);
	if (money_sign(outside->net) != 0) {
		money_write(outside->refund, &cohorts->shop->currency, text);
		page_note(page,
			  "Not in the table: %s %s of refunds to members before their first visit.",
			  text, cohorts->shop->currency.code);
	}
}
