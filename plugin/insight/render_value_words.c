/* render_value_words.c - what the figures of members' worth say; see render_value.h. */
#include <stdio.h>

#include "plugin/insight/render_text.h"
#include "plugin/insight/render_value.h"
#include "plugin/insight/table.h"

#define LINE_ROOM 400

static void add_basis_note(const struct value_report *report, const struct view *view,
			   struct bytes *bytes)
{
	char line[LINE_ROOM];
	char count[DECIMAL_ROOM];

	if (report->basis == VALUE_MARGIN)
		return;
	table_count(report->costless, count);
	(void)snprintf(line, sizeof(line),
		       "Worth is net sales, not margin: the cost of %s %s is not known.", count,
		       report->costless == 1 ? "sale" : "sales");
	table_wrap(bytes, line, view->columns);
}

void render_value_words(const struct value_report *report, const struct view *view,
			struct bytes *bytes)
{
	char line[LINE_ROOM];
	char once[DECIMAL_ROOM];

	add_basis_note(report, view, bytes);
	table_count(report->members - report->repeat_members, once);
	if (report->members < VALUE_TENTHS || money_sign(report->worth) <= 0)
		(void)snprintf(line, sizeof(line),
			       "It says: %s of the members came once so far; there are too few "
			       "figures to say on whom the shop lives.",
			       once);
	else
		(void)snprintf(
			line, sizeof(line),
			"It says: a tenth of the members bring %lld of every 100 that "
			"members bring. %s came once so far.",
			(long long)render_money_share(report->tenths[0].worth, report->worth, 100),
			once);
	table_wrap(bytes, line, view->columns);
	table_wrap(bytes, "Tomorrow: see which months' newcomers stay: regulars report cohorts",
		   view->columns);
}
