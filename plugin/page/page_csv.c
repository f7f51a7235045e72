/* page_csv.c - one table of a page as CSV (RFC 4180); see page_parts.h.
 *
 * A table with money ends with the column `currency`. A column in which a period is not over is
 * followed by KEY_is_over: yes, no, or nothing where there is no figure.
 */
#include <stdio.h>
#include <string.h>

#include "plugin/page/page_parts.h"
#include "plugin/page/render_text.h"

static bool has_money(const struct page_part *table)
{
	for (const struct page_column *column = table->columns; column != NULL;
	     column = column->next)
		if (column->unit == PAGE_MONEY)
			return true;
	return false;
}

static void write_head(const struct page_part *table, struct bytes *bytes)
{
	for (const struct page_column *column = table->columns; column != NULL;
	     column = column->next) {
		bytes_printf(bytes, "%s%s", column == table->columns ? "" : ",", column->key);
		if (column->has_unfinished)
			bytes_printf(bytes, ",%s_is_over", column->key);
	}
	bytes_add_text(bytes, has_money(table) ? ",currency\r\n" : "\r\n");
}

static void write_cell(const struct page_column *column, const struct page_cell *cell,
		       const struct currency *currency, struct bytes *bytes)
{
	char figure[PAGE_FIGURE_ROOM];

	if (cell->kind == CELL_TEXT) {
		render_csv_text(bytes, cell->text);
	} else if (cell->kind == CELL_NUMBER) {
		page_figure_data(column->unit, cell->number, currency, figure);
		bytes_add_text(bytes, figure);
	}
	if (!column->has_unfinished)
		return;
	bytes_add_text(bytes, ",");
	if (cell->kind != CELL_NOTHING)
		bytes_add_text(bytes, cell->is_unfinished ? "no" : "yes");
}

static void write_table(const struct page_part *table, const struct currency *currency,
			struct bytes *bytes)
{
	bool is_money = has_money(table);

	write_head(table, bytes);
	for (const struct page_line *line = table->lines; line != NULL; line = line->next) {
		size_t at = 0;

		for (const struct page_column *column = table->columns; column != NULL;
		     column = column->next) {
			bytes_add_text(bytes, at > 0 ? "," : "");
			write_cell(column, &line->cells[at++], currency, bytes);
		}
		if (is_money)
			bytes_printf(bytes, ",%s", currency->code);
		bytes_add_text(bytes, "\r\n");
	}
}

/* Asked by its key; without one the first table, or else the first chart. */
static const struct page_part *find(const struct page *page, const char *key)
{
	const struct page_part *chart = NULL;

	for (const struct page_part *part = page->parts; part != NULL; part = part->next) {
		if (key != NULL && strcmp(part->key, key) == 0)
			return part;
		if (key == NULL && !part->is_chart)
			return part;
		if (key == NULL && chart == NULL)
			chart = part;
	}
	return chart;
}

static rgl_rc refuse_table(const struct page *page, const char *key, struct rgl_why *refusal)
{
	char names[160] = "facts";
	size_t length = strlen(names);

	for (const struct page_part *part = page->parts; part != NULL && length < sizeof(names);
	     part = part->next)
		length +=
			(size_t)snprintf(names + length, sizeof(names) - length, ", %s", part->key);
	return refuse_field(refusal, RGL_E_FIELD, "table",
			    "the report %.40s has no table %.40s; it has: %s", page->name, key,
			    names);
}

rgl_rc page_csv(const struct page *page, const struct view *view, const char *table,
		struct bytes *bytes, struct rgl_why *refusal)
{
	struct page_arena arena = { .host = page->arena.host };
	const struct page_part *part = find(page, table);
	rgl_rc rc;

	if (part == NULL && table != NULL && strcmp(table, "facts") != 0)
		return refuse_table(page, table, refusal);
	if (part == NULL)
		part = page_facts_rows(&arena, page, &view->currency);
	else if (part->is_chart)
		part = page_chart_rows(&arena, part);
	if (part != NULL)
		write_table(part, &view->currency, bytes);
	rc = arena.rc;
	page_let_go(&arena);
	return rc;
}
