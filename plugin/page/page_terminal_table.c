/* page_terminal_table.c - a table in lines of a terminal; see page_parts.h. */
#include <string.h>

#include "plugin/page/page_parts.h"
#include "plugin/page/table.h"

static bool is_text(const struct page_fit_column *column)
{
	return column->column->unit == PAGE_TEXT;
}

/* One of the two lines of a heading; what stands in one line stands in the lower. */
static void add_head_cell(const struct page_fit_column *column, int which, struct bytes *bytes)
{
	const char *title = column->column->title;
	size_t first = page_fit_head(title, column->width);
	bool has_two = title[first] != '\0';
	char upper[RGL_TEXT_MAX + 1] = "";
	const char *text = title;

	if (has_two && first < sizeof(upper)) {
		memcpy(upper, title, first);
		upper[first] = '\0';
		text = title + first + 1;
	}
	if (which == 0)
		text = upper;
	if (is_text(column)) {
		table_cell(bytes, text, column->width, TABLE_LEFT);
		bytes_add_text(bytes, "  ");
		return;
	}
	bytes_add_text(bytes, " ");
	table_cell(bytes, text, column->width, TABLE_RIGHT);
	page_terminal_indent(bytes, column->bar > 0 ? column->bar + 2 : 1);
}

static bool has_two_lines(const struct page_fit *fit)
{
	for (size_t i = 0; i < fit->count; i++)
		if (fit->columns[i].is_shown &&
		    fit->columns[i].column->title[page_fit_head(fit->columns[i].column->title,
								fit->columns[i].width)] != '\0')
			return true;
	return false;
}

static void add_head(const struct page_fit *fit, const struct view *view, struct bytes *bytes)
{
	for (int which = has_two_lines(fit) ? 0 : 1; which < 2; which++) {
		if (view->colour)
			bytes_add_text(bytes, "\033[2m");
		for (size_t i = 0; i < fit->count; i++)
			if (fit->columns[i].is_shown)
				add_head_cell(&fit->columns[i], which, bytes);
		while (bytes->length > 0 && bytes->data[bytes->length - 1] == ' ')
			bytes->length--;
		page_terminal_end(bytes, view);
		bytes_add_text(bytes, "\n");
	}
}

/* ~ stands right behind a text. */
static void add_text(const struct page_fit_column *column, const struct page_cell *cell,
		     const char *text, struct bytes *bytes)
{
	size_t width = table_width(text);

	if (!cell->is_unfinished) {
		table_cell(bytes, text, column->width, TABLE_LEFT);
	} else if (column->width > 0) {
		width = width < column->width ? width : column->width - 1;
		table_cell(bytes, text, width, TABLE_LEFT);
		bytes_add_text(bytes, "~");
		page_terminal_indent(bytes, column->width - width - 1);
	}
	bytes_add_text(bytes, "  ");
}

static void add_figure(const struct page_fit_column *column, const struct page_cell *cell,
		       const char *text, int step, struct bytes *bytes)
{
	if (step >= 0)
		table_heat(bytes, step);
	bytes_add_text(bytes, " ");
	table_cell(bytes, text, column->width, TABLE_RIGHT);
	bytes_add_text(bytes, cell->is_unfinished ? "~" : " ");
	if (step >= 0)
		table_plain(bytes);
}

struct row {
	const struct page_part *table;
	const struct page_fit *fit;
	const struct view *view;
	struct page_scale scale;
	size_t indent; /* where the last column begins */
};

static void add_cell(const struct row *row, const struct page_fit_column *column,
		     const struct page_cell *cell, struct bytes *bytes)
{
	const struct view *view = row->view;
	char room[PAGE_FIGURE_ROOM];
	const char *text = page_cell_text(column->column, cell, &view->currency, room);
	int step = view->colour
			   ? page_heat_step(&row->scale, column->column, cell, TABLE_HEAT_STEPS)
			   : -1;

	if (is_text(column)) {
		add_text(column, cell, text, bytes);
		return;
	}
	add_figure(column, cell, text, step, bytes);
	if (column->bar == 0)
		return;
	page_terminal_bar(bytes, cell->kind == CELL_NUMBER ? cell->number : 0, column->most,
			  column->bar);
	bytes_add_text(bytes, " ");
}

static void add_row(const struct row *row, const struct page_line *line, struct bytes *bytes)
{
	for (size_t i = 0; i < row->fit->count; i++) {
		const struct page_fit_column *column = &row->fit->columns[i];
		const struct page_cell *cell = &line->cells[i];

		if (!column->is_shown)
			continue;
		if (column->flows && cell->kind == CELL_TEXT) {
			page_terminal_wrap(bytes, cell->text, row->view->columns, row->indent);
			return;
		}
		add_cell(row, column, cell, bytes);
	}
	table_end(bytes);
}

/* "last visit, +9 to +12" */
static void add_left_out(const struct page_fit *fit, struct bytes *bytes)
{
	const char *first = NULL;
	const char *last = NULL;
	bool has_any = false;

	for (size_t i = 0; i < fit->count; i++) {
		const struct page_column *column = fit->columns[i].column;

		if (fit->columns[i].is_shown)
			continue;
		if ((column->flags & PAGE_HEAT) != 0) {
			first = first == NULL ? column->title : first;
			last = column->title;
			continue;
		}
		bytes_printf(bytes, "%s%s", has_any ? ", " : "", column->title);
		has_any = true;
	}
	if (first != NULL)
		bytes_printf(bytes, "%s%s", has_any ? ", " : "", first);
	if (first != last)
		bytes_printf(bytes, " to %s", last);
}

static void add_foot(const struct row *row, const char *csv, struct bytes *bytes)
{
	struct bytes line = bytes_of(bytes->host);
	const struct page_column *column = row->table->columns;

	while (column != NULL && !column->has_unfinished)
		column = column->next;
	if (column != NULL)
		bytes_add_text(&line, "~ not over yet. ");
	if (row->fit->shown < row->fit->count) {
		bytes_add_text(&line, "Not shown, for want of room: ");
		add_left_out(row->fit, &line);
		bytes_printf(&line, "; %s has all. ", csv);
	}
	bytes_add_byte(&line, 0);
	if (bytes_rc(&line) < 0)
		bytes->rc = bytes_rc(&line);
	else if (line.length > 1)
		table_wrap(bytes, (const char *)line.data, row->view->columns);
	bytes_free(&line);
}

void page_terminal_table(const struct page_part *table, const struct view *view, const char *csv,
			 struct bytes *bytes)
{
	struct row row = { .table = table, .view = view, .scale = page_heat_scale(table) };
	struct page_fit fit;

	page_terminal_bold(bytes, view);
	table_wrap(bytes, table->title, view->columns);
	page_terminal_end(bytes, view);
	if (table->line_count == 0) {
		bytes_add_text(bytes, "(nothing)\n");
		return;
	}
	if (page_fit_make(table, view, bytes->host, &fit) < 0) {
		bytes->rc = RGL_E_MEMORY;
		return;
	}
	row.fit = &fit;
	for (size_t i = 0; i + 1 < fit.count; i++)
		if (fit.columns[i].is_shown)
			row.indent += fit.columns[i].width + 2 +
				      (fit.columns[i].bar > 0 ? fit.columns[i].bar + 1 : 0);
	add_head(&fit, view, bytes);
	for (const struct page_line *line = table->lines; line != NULL; line = line->next)
		add_row(&row, line, bytes);
	add_foot(&row, csv, bytes);
	page_fit_free(&fit);
}
