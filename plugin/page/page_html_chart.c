/* page_html_chart.c - a chart of a page in HTML: a canvas for Chart.js with its data in JSON, and
 * the same figures as a table, for who cannot see it; see page_html.h. */
#include <stdio.h>

#include "plugin/page/page_html.h"

static const char *const KINDS[] = { "lines", "bars", "stacked" };
static const char *const UNITS[PAGE_UNITS + 1] = { "text", "count", "money", "share", "milli",
						   "days", "day",   "count", "text" };

static void add_number(const struct page_column *series, const struct page_cell *cell,
		       const struct view *view, struct bytes *bytes)
{
	char figure[PAGE_FIGURE_ROOM];

	if (cell->kind != CELL_NUMBER) {
		bytes_add_text(bytes, "null");
		return;
	}
	page_figure_data(series->unit == PAGE_DAY ? PAGE_COUNT : series->unit, cell->number,
			 &view->currency, figure);
	bytes_add_text(bytes, figure);
}

static void add_said(const struct page_column *series, const struct page_cell *cell,
		     const struct view *view, struct bytes *bytes)
{
	char room[PAGE_FIGURE_ROOM];
	char said[PAGE_FIGURE_ROOM + 8];
	const char *text = page_cell_text(series, cell, &view->currency, room);
	const char *code =
		series->unit == PAGE_MONEY && cell->kind == CELL_NUMBER ? view->currency.code : "";

	(void)snprintf(said, sizeof(said), "%.40s%s%s", text, code[0] == '\0' ? "" : " ", code);
	page_html_string(bytes, said);
}

static void add_open(const struct page_line *points, size_t count, struct bytes *bytes)
{
	bool has_any = false;

	bytes_add_text(bytes, "],\"open\":[");
	for (size_t i = 0; i < count; i++) {
		if (!points->cells[i].is_unfinished)
			continue;
		bytes_printf(bytes, "%s%zu", has_any ? "," : "", i);
		has_any = true;
	}
	bytes_add_text(bytes, "]}");
}

static void add_series(const struct page_column *series, const struct page_line *points,
		       size_t count, const struct view *view, struct bytes *bytes)
{
	const char *band = "";

	if ((series->flags & PAGE_BAND_LOW) != 0)
		band = "low";
	else if ((series->flags & PAGE_BAND_HIGH) != 0)
		band = "high";
	bytes_add_text(bytes, "{\"title\":");
	page_html_string(bytes, series->title);
	bytes_printf(bytes, ",\"dashed\":%s,\"band\":\"%s\",\"y\":[",
		     (series->flags & PAGE_DASHED) != 0 ? "true" : "false", band);
	for (size_t i = 0; i < count; i++) {
		bytes_add_text(bytes, i > 0 ? "," : "");
		add_number(series, &points->cells[i], view, bytes);
	}
	bytes_add_text(bytes, "],\"t\":[");
	for (size_t i = 0; i < count; i++) {
		bytes_add_text(bytes, i > 0 ? "," : "");
		add_said(series, &points->cells[i], view, bytes);
	}
	add_open(points, count, bytes);
}

static void add_data(const struct page_part *chart, const struct view *view, struct bytes *bytes)
{
	const struct page_line *points = chart->lines;

	bytes_printf(bytes,
		     "{\"kind\":\"%s\",\"unit\":\"%s\",\"code\":\"%s\",\"digits\":%u,\"foot\":",
		     KINDS[chart->kind], UNITS[chart->columns->unit], view->currency.code,
		     (unsigned int)view->currency.exponent);
	page_html_string(bytes, chart->foot_title);
	bytes_add_text(bytes, ",\"labels\":[");
	for (const struct page_word *label = chart->labels.first; label != NULL;
	     label = label->next) {
		bytes_add_text(bytes, label == chart->labels.first ? "" : ",");
		page_html_string(bytes, label->text);
	}
	bytes_add_text(bytes, "],\"series\":[");
	for (const struct page_column *series = chart->columns; series != NULL;
	     series = series->next, points = points->next) {
		bytes_add_text(bytes, series == chart->columns ? "\n" : ",\n");
		add_series(series, points, chart->labels.count, view, bytes);
	}
	bytes_add_text(bytes, "]}");
}

static void add_canvas(const struct page_part *chart, const struct view *view, struct bytes *bytes)
{
	bytes_printf(bytes,
		     "<div class=\"chart\"><canvas id=\"chart-%s\" role=\"img\" aria-label=\"",
		     chart->key);
	page_html_text(bytes, chart->title);
	bytes_printf(bytes, ": a chart of %zu points; the table below has its figures.",
		     chart->labels.count);
	bytes_printf(bytes,
		     "\"></canvas></div>\n<script type=\"application/json\" id=\"chart-%s-data\">",
		     chart->key);
	add_data(chart, view, bytes);
	bytes_add_text(bytes, "</script>\n<details open=\"open\"><summary>The figures</summary>\n");
}

rgl_rc page_html_chart(const struct page_part *chart, const struct view *view,
		       struct page_arena *arena, struct bytes *bytes)
{
	const struct page_part *rows;

	bytes_add_text(bytes, "<figure><figcaption><h2>");
	page_html_text(bytes, chart->title);
	bytes_add_text(bytes, "</h2></figcaption>\n");
	if (chart->columns == NULL || chart->labels.count == 0) {
		bytes_add_text(bytes, "<p class=\"under\">Nothing yet.</p>\n</figure>\n");
		return RGL_OK;
	}
	rows = page_chart_rows(arena, chart);
	if (rows == NULL)
		return RGL_E_MEMORY;
	add_canvas(chart, view, bytes);
	page_html_table(rows, view, bytes);
	bytes_add_text(bytes, "</details></figure>\n");
	return RGL_OK;
}
