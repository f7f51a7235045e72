/* page_terminal_chart.c - a chart in lines of a terminal; see page_parts.h.
 *
 * Bars lie beside their labels, one below another; those of several series, and what is stacked, in
 * shades. Lines are dots in a grid of braille (page_terminal_lines.c).
 */
#include <stdio.h>

#include "plugin/page/page_parts.h"
#include "plugin/page/table.h"

enum { LABEL_MAX = 24, BAR_MAX = 50, BAR_LEAST = 10, LABELS_MAX = 40 };

/* widths: of the labels, of the figures; room: of the bars. */
struct bars {
	const struct page_part *chart;
	const struct view *view;
	int64_t most;
	size_t label_width;
	size_t figure_width;
	size_t room;
};

static const char *const SHADES[] = { "█", "▒", "░", "▓" };
static const int COLOURS[] = { 33, 208, 35, 170 };
enum { SHADE_COUNT = 4 };

static int64_t point_at(const struct page_line *points, size_t at)
{
	return points->cells[at].kind == CELL_NUMBER ? points->cells[at].number : 0;
}

static int64_t sum_at(const struct page_part *chart, size_t at)
{
	__extension__ typedef __int128 wide;
	wide sum = 0;

	for (const struct page_line *points = chart->lines; points != NULL; points = points->next)
		if (point_at(points, at) > 0)
			sum += point_at(points, at);
	return sum > INT64_MAX ? INT64_MAX : (int64_t)sum;
}

/* What a stack's figure says: with what is below zero, and has no bar. */
static int64_t total_at(const struct page_part *chart, size_t at)
{
	__extension__ typedef __int128 wide;
	wide sum = 0;

	for (const struct page_line *points = chart->lines; points != NULL; points = points->next)
		sum += point_at(points, at);
	if (sum < INT64_MIN)
		return INT64_MIN;
	return sum > INT64_MAX ? INT64_MAX : (int64_t)sum;
}

static int64_t greatest(const struct page_part *chart)
{
	int64_t most = 0;

	for (size_t i = 0; i < chart->labels.count; i++) {
		int64_t sum = sum_at(chart, i);

		if (chart->kind == PAGE_STACKED && sum > most)
			most = sum;
		for (const struct page_line *points = chart->lines;
		     points != NULL && chart->kind != PAGE_STACKED; points = points->next)
			if (point_at(points, i) > most)
				most = point_at(points, i);
	}
	return most;
}

enum { FIGURE_ROOM = PAGE_FIGURE_ROOM + 1 };

/* With the mark of what is not over. */
static void write_figure(const struct bars *bars, const struct page_column *series,
			 const struct page_cell *cell, char ret[FIGURE_ROOM])
{
	char figure[PAGE_FIGURE_ROOM] = "";

	if (cell->kind == CELL_NUMBER)
		page_figure_write(series->unit, cell->number, &bars->view->currency, figure);
	(void)snprintf(ret, FIGURE_ROOM, "%s%s", figure, cell->is_unfinished ? "~" : "");
}

static size_t greater(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* Of one bar each, or of what is stacked in all. */
static void measure_figures(struct bars *bars)
{
	const struct page_part *chart = bars->chart;
	const struct page_column *series = chart->columns;
	char figure[FIGURE_ROOM];

	for (const struct page_line *points = chart->lines; points != NULL;
	     points = points->next, series = series->next)
		for (size_t i = 0; i < chart->labels.count; i++) {
			write_figure(bars, series, &points->cells[i], figure);
			bars->figure_width = greater(bars->figure_width, table_width(figure));
		}
	if (chart->kind != PAGE_STACKED)
		return;
	for (size_t i = 0; i < chart->labels.count; i++) {
		page_figure_write(chart->columns->unit, total_at(chart, i), &bars->view->currency,
				  figure);
		bars->figure_width = greater(bars->figure_width, table_width(figure));
	}
}

static void measure(struct bars *bars)
{
	const struct page_part *chart = bars->chart;
	size_t columns = bars->view->columns;
	size_t taken;

	for (const struct page_word *label = chart->labels.first; label != NULL;
	     label = label->next)
		bars->label_width = greater(bars->label_width, table_width(label->text));
	bars->most = greatest(chart);
	measure_figures(bars);
	bars->label_width = bars->label_width > LABEL_MAX ? LABEL_MAX : bars->label_width;
	taken = bars->label_width + bars->figure_width + 4;
	bars->room = columns > taken + BAR_LEAST ? columns - taken : BAR_LEAST;
	if (columns == 0 || bars->room > BAR_MAX)
		bars->room = BAR_MAX;
}

static void begin_shade(const struct bars *bars, size_t series, struct bytes *bytes)
{
	if (bars->view->colour)
		bytes_printf(bytes, "\033[38;5;%dm", COLOURS[series % SHADE_COUNT]);
}

/* Its columns end where the sum so far ends, so that parts add up to the whole. */
static void add_stack(const struct bars *bars, size_t at, struct bytes *bytes)
{
	int64_t sum = 0;
	int64_t drawn = 0;
	size_t series = 0;

	for (const struct page_line *points = bars->chart->lines; points != NULL;
	     points = points->next, series++) {
		int64_t value = point_at(points, at);
		int64_t end;

		if (value <= 0 || sum > INT64_MAX - value)
			continue;
		sum += value;
		end = table_share(sum, bars->most, (int64_t)bars->room);
		begin_shade(bars, series, bytes);
		for (; drawn < end; drawn++)
			bytes_add_text(bytes, SHADES[series % SHADE_COUNT]);
		page_terminal_end(bytes, bars->view);
	}
}

static void add_label(const struct bars *bars, const char *text, struct bytes *bytes)
{
	table_cell(bytes, text, bars->label_width, TABLE_LEFT);
	bytes_add_text(bytes, "  ");
}

/* A bar of its own for each series, under one another. */
static void add_bars(const struct bars *bars, const char *label, size_t at, struct bytes *bytes)
{
	const struct page_column *series = bars->chart->columns;
	char figure[FIGURE_ROOM];
	size_t which = 0;

	for (const struct page_line *points = bars->chart->lines; points != NULL;
	     points = points->next, series = series->next, which++) {
		int64_t end = table_share(point_at(points, at), bars->most, (int64_t)bars->room);

		write_figure(bars, series, &points->cells[at], figure);
		add_label(bars, which == 0 ? label : "", bytes);
		table_cell(bytes, figure, bars->figure_width, TABLE_RIGHT);
		bytes_add_text(bytes, "  ");
		begin_shade(bars, which, bytes);
		if (which == 0)
			page_terminal_bar(bytes, point_at(points, at), bars->most, bars->room);
		for (int64_t i = 0; which > 0 && i < end; i++)
			bytes_add_text(bytes, SHADES[which % SHADE_COUNT]);
		table_end(bytes);
		if (bars->view->colour)
			table_plain(bytes);
	}
}

static void add_stacked(const struct bars *bars, const char *label, size_t at, struct bytes *bytes)
{
	char figure[PAGE_FIGURE_ROOM];

	page_figure_write(bars->chart->columns->unit, total_at(bars->chart, at),
			  &bars->view->currency, figure);
	add_label(bars, label, bytes);
	table_cell(bytes, figure, bars->figure_width, TABLE_RIGHT);
	bytes_add_text(bytes, "  ");
	add_stack(bars, at, bytes);
	table_end(bytes);
}

/* What the shades mean. */
static void add_legend(const struct bars *bars, struct bytes *bytes)
{
	size_t begin = bars->label_width + 2;
	size_t column = begin;
	size_t which = 0;

	if (bars->chart->column_count < 2)
		return;
	page_terminal_indent(bytes, begin);
	for (const struct page_column *series = bars->chart->columns; series != NULL;
	     series = series->next, which++) {
		size_t width = table_width(series->title) + 2;

		if (bars->view->columns > 0 && column > begin &&
		    column + width > bars->view->columns) {
			table_end(bytes);
			page_terminal_indent(bytes, begin);
			column = begin;
		}
		begin_shade(bars, which, bytes);
		bytes_add_text(bytes, SHADES[which % SHADE_COUNT]);
		page_terminal_end(bytes, bars->view);
		bytes_printf(bytes, " %s   ", series->title);
		column += width + 3;
	}
	table_end(bytes);
}

static void add_all(struct bars *bars, struct bytes *bytes)
{
	size_t skipped = 0;
	size_t at = 0;

	measure(bars);
	if (bars->chart->labels.count > LABELS_MAX)
		skipped = bars->chart->labels.count - LABELS_MAX;
	for (const struct page_word *label = bars->chart->labels.first; label != NULL;
	     label = label->next, at++) {
		if (at < skipped)
			continue;
		if (bars->chart->kind == PAGE_STACKED)
			add_stacked(bars, label->text, at, bytes);
		else
			add_bars(bars, label->text, at, bytes);
	}
	add_legend(bars, bytes);
	if (skipped > 0)
		bytes_printf(bytes,
			     "The first %zu are not shown; --format csv --table %s has "
			     "all.\n",
			     skipped, bars->chart->key);
}

void page_terminal_chart(const struct page_part *chart, const struct view *view,
			 struct bytes *bytes)
{
	struct bars bars = { .chart = chart, .view = view };

	page_terminal_bold(bytes, view);
	table_wrap(bytes, chart->title, view->columns);
	page_terminal_end(bytes, view);
	if (chart->line_count == 0 || chart->labels.count == 0)
		bytes_add_text(bytes, "(nothing)\n");
	else if (chart->kind == PAGE_LINES)
		page_terminal_lines(chart, view, bytes);
	else
		add_all(&bars, bytes);
}
