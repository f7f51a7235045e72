/* page_html_table.c - a table of a page in HTML; see page_html.h. */
#include <string.h>

#include "plugin/page/page_html.h"

enum { HEAT_STEPS = 7, SHORT_BYTES = 20 };

static const char *class_of(const struct page_column *column)
{
	if (column->unit == PAGE_TEXT)
		return "";
	if ((column->flags & PAGE_BAR) != 0)
		return "n bar";
	return (column->flags & PAGE_HEAT) != 0 ? "n heat" : "n";
}

static void add_head(const struct page_part *table, struct bytes *bytes)
{
	bytes_add_text(bytes, "<thead><tr>");
	for (const struct page_column *column = table->columns; column != NULL;
	     column = column->next) {
		bytes_printf(bytes, "<th scope=\"col\" class=\"%s\">", class_of(column));
		page_html_text(bytes, column->title);
		bytes_add_text(bytes, "</th>");
	}
	bytes_add_text(bytes, "</tr></thead>\n<tbody>\n");
}

/* Ten thousandths of the greatest, as a width of 100. */
static void add_meter(const struct page_cell *cell, int64_t most, struct bytes *bytes)
{
	double part = 0;

	if (cell->kind == CELL_NUMBER && cell->number > 0 && most > 0)
		part = 100.0 * (double)cell->number / (double)most;
	bytes_printf(bytes,
		     "<svg class=\"meter\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" "
		     "aria-hidden=\"true\"><rect width=\"%d.%d\" height=\"10\" /></svg>",
		     (int)part, (int)(part * 10) % 10);
}

struct scales {
	struct page_scale heat;
	int64_t *most; /* of each column with a bar */
};

static void add_cell(const struct page_column *column, const struct page_cell *cell, bool is_first,
		     int step, const struct view *view, struct bytes *bytes)
{
	char room[PAGE_FIGURE_ROOM];

	bytes_printf(bytes, "<%s class=\"%s", is_first ? "th scope=\"row\"" : "td",
		     class_of(column));
	if (cell->kind == CELL_TEXT && strlen(cell->text) <= SHORT_BYTES)
		bytes_add_text(bytes, " short");
	if (step >= 0)
		bytes_printf(bytes, " h%d", step);
	bytes_add_text(bytes, cell->is_unfinished ? " open\">" : "\">");
	page_html_text(bytes, page_cell_text(column, cell, &view->currency, room));
	if (cell->is_unfinished)
		bytes_add_text(bytes, "~");
}

static void add_row(const struct page_part *table, const struct page_line *line,
		    const struct scales *scales, const struct view *view, struct bytes *bytes)
{
	size_t at = 0;

	bytes_add_text(bytes, "<tr>");
	for (const struct page_column *column = table->columns; column != NULL;
	     column = column->next, at++) {
		const struct page_cell *cell = &line->cells[at];
		int step = page_heat_step(&scales->heat, column, cell, HEAT_STEPS);

		add_cell(column, cell, at == 0, step, view, bytes);
		if ((column->flags & PAGE_BAR) != 0)
			add_meter(cell, scales->most[at], bytes);
		bytes_add_text(bytes, at == 0 ? "</th>" : "</td>");
	}
	bytes_add_text(bytes, "</tr>\n");
}

static bool has_unfinished(const struct page_part *table)
{
	for (const struct page_column *column = table->columns; column != NULL;
	     column = column->next)
		if (column->has_unfinished)
			return true;
	return false;
}

static void add_body(const struct page_part *table, const struct view *view, struct bytes *bytes)
{
	struct scales scales = { .heat = page_heat_scale(table) };

	scales.most = host_new(bytes->host, (table->column_count + 1) * sizeof(*scales.most));
	if (scales.most == NULL) {
		bytes->rc = RGL_E_MEMORY;
		return;
	}
	for (size_t i = 0; i < table->column_count; i++)
		scales.most[i] = page_column_most(table, i);
	for (const struct page_line *line = table->lines; line != NULL; line = line->next)
		add_row(table, line, &scales, view, bytes);
	host_free(bytes->host, scales.most);
}

void page_html_table(const struct page_part *table, const struct view *view, struct bytes *bytes)
{
	bytes_add_text(bytes, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
	page_html_text(bytes, table->title);
	bytes_add_text(bytes, "\"><table><caption>");
	page_html_text(bytes, table->title);
	bytes_add_text(bytes, "</caption>\n");
	add_head(table, bytes);
	add_body(table, view, bytes);
	bytes_add_text(bytes, "</tbody></table></div>\n");
	if (table->line_count == 0)
		bytes_add_text(bytes, "<p class=\"under\">Nothing yet.</p>\n");
	if (has_unfinished(table))
		bytes_add_text(bytes, "<p class=\"under\">~ not over yet</p>\n");
}
