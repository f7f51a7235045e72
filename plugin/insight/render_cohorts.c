/* render_cohorts.c - the triangle as a table; see render_cohorts.h. */
#include "plugin/insight/render_cohorts.h"

#include <stdio.h>

#include "plugin/insight/table.h"

#define CELL_COLUMNS 7 /* "  100 %~" without one space */
#define LABEL_COLUMNS 11
#define FEW_CELLS 3 /* with fewer than these, money makes room for them */

/* What fits. cells: columns behind the first month, of all_cells; new_columns, net_columns: their
 * widths, the latter 0 when there is no room. heat_top: the largest share shown, in tenths of a
 * percent. */
struct layout {
	int32_t cells;
	int32_t all_cells;
	size_t new_columns;
	size_t net_columns;
	int64_t heat_top;
};

static void net_text(const struct triangle *triangle, const struct view *view, int32_t row,
		     char ret[DECIMAL_ROOM])
{
	money_write(triangle->rows[row].net, &view->currency, ret);
}

static int32_t cells_that_fit(size_t columns, size_t taken, int32_t wanted)
{
	size_t room;

	if (columns == 0)
		return wanted;
	room = columns > taken ? (columns - taken) / CELL_COLUMNS : 0;
	if (room < 1)
		room = 1;
	return room < (size_t)wanted ? (int32_t)room : wanted;
}

static struct layout plan(const struct triangle *triangle, const struct view *view)
{
	struct layout layout = { .new_columns = 5, .net_columns = 7 };
	int32_t wanted = 0;
	char text[DECIMAL_ROOM];

	for (int32_t row = 0; row < triangle->month_count; row++) {
		if (wanted == 0 && triangle->rows[row].newcomers > 0)
			wanted = triangle->month_count - 1 - row;
		table_count(triangle->rows[row].newcomers, text);
		if (table_width(text) + 2 > layout.new_columns)
			layout.new_columns = table_width(text) + 2;
		net_text(triangle, view, row, text);
		if (table_width(text) + 2 > layout.net_columns)
			layout.net_columns = table_width(text) + 2;
	}
	layout.cells = cells_that_fit(
		view->columns, LABEL_COLUMNS + layout.new_columns + layout.net_columns, wanted);
	if (layout.cells < FEW_CELLS && layout.cells < wanted) {
		layout.net_columns = 0;
		layout.cells =
			cells_that_fit(view->columns, LABEL_COLUMNS + layout.new_columns, wanted);
	}
	layout.all_cells = wanted;
	return layout;
}

/* The cell's share in tenths of a percent. */
static int64_t share_of(const struct triangle *triangle, int32_t row, int32_t later)
{
	return table_share(triangle_at(triangle, row, later)->members,
			   triangle->rows[row].newcomers, 1000);
}

static void find_top(const struct triangle *triangle, struct layout *layout)
{
	for (int32_t row = 0; row < triangle->month_count; row++) {
		int32_t last = triangle->month_count - 1 - row;

		for (int32_t later = 1; later <= last && later <= layout->cells; later++)
			if (triangle_is_over(triangle, row, later) &&
			    share_of(triangle, row, later) > layout->heat_top)
				layout->heat_top = share_of(triangle, row, later);
	}
}

static void add_head(const struct view *view, const struct layout *layout, struct bytes *bytes)
{
	char text[32];

	table_cell(bytes, "first visit", LABEL_COLUMNS, TABLE_LEFT);
	table_cell(bytes, "new", layout->new_columns, TABLE_RIGHT);
	table_cell(bytes, view->currency.code, layout->net_columns, TABLE_RIGHT);
	for (int32_t later = 1; later <= layout->cells; later++) {
		(void)snprintf(text, sizeof(text), "+%d  ", later);
		table_cell(bytes, text, CELL_COLUMNS, TABLE_RIGHT);
	}
	table_end(bytes);
}

static void add_cell(const struct triangle *triangle, const struct view *view,
		     const struct layout *layout, int32_t row, int32_t later, struct bytes *bytes)
{
	bool over = triangle_is_over(triangle, row, later);
	bool coloured = view->colour && over && layout->heat_top > 0;
	char text[32];

	(void)snprintf(text, sizeof(text), "%lld %%%s",
		       (long long)table_share(triangle_at(triangle, row, later)->members,
					      triangle->rows[row].newcomers, 100),
		       over ? " " : "~");
	bytes_add_text(bytes, " ");
	if (coloured)
		table_heat(bytes, share_of(triangle, row, later) * (TABLE_HEAT_STEPS - 1) /
					  layout->heat_top);
	table_cell(bytes, text, CELL_COLUMNS - 1, TABLE_RIGHT);
	if (coloured)
		table_plain(bytes);
}

static void add_row(const struct triangle *triangle, const struct view *view,
		    const struct layout *layout, int32_t row, struct bytes *bytes)
{
	int32_t last = triangle->month_count - 1 - row;
	char text[DECIMAL_ROOM];
	char month[TABLE_MONTH_ROOM];

	table_month(triangle->first_month + row, month);
	(void)snprintf(text, sizeof(text), "%s%s", month,
		       triangle_is_over(triangle, row, 0) ? "" : "~");
	table_cell(bytes, text, LABEL_COLUMNS, TABLE_LEFT);
	table_count(triangle->rows[row].newcomers, text);
	table_cell(bytes, text, layout->new_columns, TABLE_RIGHT);
	net_text(triangle, view, row, text);
	table_cell(bytes, text, layout->net_columns, TABLE_RIGHT);
	for (int32_t later = 1; later <= last && later <= layout->cells; later++)
		add_cell(triangle, view, layout, row, later, bytes);
	table_end(bytes);
}

/* Whether any cell that is shown is of a month that is not over. */
static bool shows_unfinished(const struct triangle *triangle, const struct layout *layout)
{
	for (int32_t row = 0; row < triangle->month_count; row++) {
		int32_t last = triangle->month_count - 1 - row;

		if (last > layout->cells)
			last = layout->cells;
		if (triangle->rows[row].newcomers > 0 && !triangle_is_over(triangle, row, last))
			return true;
	}
	return false;
}

/* What the table leaves out, each on a line of its own. */
static void add_notes(const struct triangle *triangle, const struct view *view,
		      const struct layout *layout, int32_t empty, struct bytes *bytes)
{
	char line[200];
	char text[DECIMAL_ROOM];

	if (shows_unfinished(triangle, layout))
		table_wrap(bytes, "~ month not over yet", view->columns);
	if (layout->cells + 1 < layout->all_cells)
		(void)snprintf(
			line, sizeof(line),
			"Not shown: +%d to +%d do not fit %zu columns; --format csv has all.",
			layout->cells + 1, layout->all_cells, view->columns);
	else
		(void)snprintf(line, sizeof(line),
			       "Not shown: +%d does not fit %zu columns; --format csv has all.",
			       layout->all_cells, view->columns);
	if (layout->cells < layout->all_cells)
		table_wrap(bytes, line, view->columns);
	if (empty > 0) {
		(void)snprintf(line, sizeof(line), "Not shown: %d %s without a new member.", empty,
			       empty == 1 ? "month" : "months");
		table_wrap(bytes, line, view->columns);
	}
	if (triangle->outside_members > 0) {
		money_write(triangle->outside, &view->currency, text);
		(void)snprintf(line, sizeof(line),
			       "Not in the table: %s %s of refunds before a member's first visit.",
			       text, view->currency.code);
		table_wrap(bytes, line, view->columns);
	}
}

static void add_table(const struct triangle *triangle, const struct view *view, struct bytes *bytes)
{
	struct layout layout = plan(triangle, view);
	int32_t empty = 0;

	find_top(triangle, &layout);
	add_head(view, &layout, bytes);
	for (int32_t row = 0; row < triangle->month_count; row++) {
		if (triangle->rows[row].newcomers == 0)
			empty++;
		else
			add_row(triangle, view, &layout, row, bytes);
	}
	add_notes(triangle, view, &layout, empty, bytes);
}

static void add_title(const struct view *view, struct bytes *bytes)
{
	char title[RGL_TEXT_MAX + 256];

	(void)snprintf(title, sizeof(title),
		       "%s · members by month of first visit, still coming · net of refunds · %s",
		       view->shop, view->zone_name);
	table_wrap(bytes, title, view->columns);
}

rgl_rc render_cohorts(const struct triangle *triangle, const struct view *view, struct bytes *bytes)
{
	switch (view->format) {
	case VIEW_CSV:
		render_cohorts_csv(triangle, view, bytes);
		break;
	case VIEW_JSON:
		render_cohorts_json(triangle, view, bytes);
		break;
	case VIEW_TABLE:
		add_title(view, bytes);
		if (triangle->members > 0)
			add_table(triangle, view, bytes);
		render_cohorts_words(triangle, view, bytes);
		break;
	}
	return bytes_rc(bytes);
}
