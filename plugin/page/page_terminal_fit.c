/* page_terminal_fit.c - which columns of a table a terminal has room for; see page_parts.h.
 *
 * Headings stand in one line where there is room, else in two.
 *
 * A column of text takes its width and two spaces behind it, any other one its width, a space
 * before it and one behind it, where ~ may stand. What does not fit goes in this order: columns
 * that are PAGE_SECONDARY, the last first; the latest of a heat map; then texts are cut; then the
 * last columns but the first.
 */
#include <string.h>

#include "plugin/page/page_parts.h"
#include "plugin/page/table.h"

enum { TEXT_MAX = 32, TEXT_LEAST = 10, FLOW_LEAST = 24, BAR_MAX = 24, BAR_LEAST = 6, GAP = 2 };

size_t page_fit_head(const char *title, size_t width)
{
	size_t length = strlen(title);
	size_t kept = 0;

	if (table_width(title) <= width)
		return length;
	for (size_t i = 0; i < length; i++) {
		char part[RGL_TEXT_MAX + 1];

		if (title[i] != ' ' || i >= sizeof(part))
			continue;
		memcpy(part, title, i);
		part[i] = '\0';
		if (kept > 0 && table_width(part) > width)
			break;
		kept = i;
	}
	return kept > 0 ? kept : length;
}

/* The least width at which a heading stands in two lines. */
static size_t head_width(const char *title)
{
	size_t whole = table_width(title);
	size_t width = whole / 2;

	for (; width < whole; width++) {
		size_t first = page_fit_head(title, width);
		const char *rest = title + first + (title[first] == ' ');

		if (first <= width && first < strlen(title) && table_width(rest) <= width)
			break;
	}
	return width;
}

static void measure(const struct page_part *table, const struct view *view, struct page_fit *fit)
{
	char room[PAGE_FIGURE_ROOM];

	for (const struct page_line *line = table->lines; line != NULL; line = line->next)
		for (size_t i = 0; i < fit->count; i++) {
			struct page_fit_column *column = &fit->columns[i];
			size_t width = table_width(page_cell_text(column->column, &line->cells[i],
								  &view->currency, room));

			if (column->column->unit == PAGE_TEXT)
				width += line->cells[i].is_unfinished;
			if (width > column->width)
				column->width = width;
		}
}

static bool is_text(const struct page_fit_column *column)
{
	return column->column->unit == PAGE_TEXT;
}

static size_t footprint(const struct page_fit_column *column)
{
	return column->is_shown ? column->width + GAP : 0;
}

/* What stands behind the last text is nothing. */
static size_t total(const struct page_fit *fit)
{
	size_t sum = 0;
	bool ends_in_text = false;

	for (size_t i = 0; i < fit->count; i++) {
		sum += footprint(&fit->columns[i]);
		if (fit->columns[i].is_shown)
			ends_in_text = is_text(&fit->columns[i]);
	}
	return ends_in_text ? sum - GAP : sum;
}

/* Takes away columns with this flag (0: any), the last first, but `keep` of them. */
static void drop(struct page_fit *fit, int flag, size_t keep, size_t columns)
{
	size_t left = 0;

	for (size_t i = 0; i < fit->count; i++)
		left += fit->columns[i].is_shown && (fit->columns[i].column->flags & flag) == flag;
	for (size_t i = fit->count; i-- > 1 && total(fit) > columns && left > keep;) {
		struct page_fit_column *column = &fit->columns[i];

		if (!column->is_shown || (column->column->flags & flag) != flag)
			continue;
		column->is_shown = false;
		left--;
	}
}

/* Texts lose a column at a time, the widest first. */
static void cut_texts(struct page_fit *fit, size_t columns)
{
	while (total(fit) > columns) {
		struct page_fit_column *widest = NULL;

		for (size_t i = 0; i < fit->count; i++) {
			struct page_fit_column *column = &fit->columns[i];

			if (column->is_shown && is_text(column) && column->width > TEXT_LEAST &&
			    (widest == NULL || column->width > widest->width))
				widest = column;
		}
		if (widest == NULL)
			return;
		widest->width--;
	}
}

/* The last column's text may go on below it: it needs a part of its width only. */
static struct page_fit_column *let_flow(struct page_fit *fit, size_t *ret_wanted)
{
	struct page_fit_column *last = &fit->columns[fit->count - 1];

	*ret_wanted = last->width;
	if (fit->count < 2 || !is_text(last) || last->width <= FLOW_LEAST)
		return NULL;
	last->flows = true;
	last->width = FLOW_LEAST;
	return last;
}

static void cap_texts(struct page_fit *fit)
{
	for (size_t i = 0; i + 1 < fit->count; i++)
		if (is_text(&fit->columns[i]) && fit->columns[i].width > TEXT_MAX)
			fit->columns[i].width = TEXT_MAX;
}

static void add_bars(struct page_fit *fit, size_t columns)
{
	size_t room = columns - total(fit);
	size_t count = 0;
	size_t bar;

	for (size_t i = 0; i < fit->count; i++)
		count +=
			fit->columns[i].is_shown && (fit->columns[i].column->flags & PAGE_BAR) != 0;
	if (count == 0 || room / count < BAR_LEAST + 1)
		return;
	bar = room / count - 1 > BAR_MAX ? BAR_MAX : room / count - 1;
	for (size_t i = 0; i < fit->count; i++)
		if ((fit->columns[i].column->flags & PAGE_BAR) != 0)
			fit->columns[i].bar = bar;
}

static void fit_columns(struct page_fit *fit, size_t columns)
{
	size_t wanted;
	struct page_fit_column *flowing = let_flow(fit, &wanted);
	size_t heats = 0;

	for (size_t i = 0; i < fit->count; i++)
		heats += (fit->columns[i].column->flags & PAGE_HEAT) != 0;
	cap_texts(fit);
	drop(fit, PAGE_SECONDARY, 0, columns);
	drop(fit, PAGE_HEAT, heats > 1, columns);
	cut_texts(fit, columns);
	drop(fit, 0, 1, columns);
	if (total(fit) > columns)
		return;
	if (flowing != NULL && flowing->is_shown) {
		size_t room = columns - total(fit) + flowing->width;

		flowing->width = room < wanted ? room : wanted;
	}
	add_bars(fit, columns);
}

rgl_rc page_fit_make(const struct page_part *table, const struct view *view,
		     const struct host *host, struct page_fit *ret)
{
	struct page_fit fit = { .host = host, .count = table->column_count };
	const struct page_column *column = table->columns;
	size_t columns = view->columns == 0 ? SIZE_MAX / 2 : view->columns;

	if (fit.count > 0)
		fit.columns = host_new(host, fit.count * sizeof(*fit.columns));
	if (fit.columns == NULL && fit.count > 0)
		return RGL_E_MEMORY;
	for (size_t i = 0; i < fit.count; i++, column = column->next)
		fit.columns[i] = (struct page_fit_column) {
			.column = column,
			.at = i,
			.width = table_width(column->title),
			.is_shown = true,
		};
	measure(table, view, &fit);
	if (total(&fit) > columns) {
		for (size_t i = 0; i < fit.count; i++)
			fit.columns[i].width = head_width(fit.columns[i].column->title);
		measure(table, view, &fit);
	}
	if (fit.count > 0)
		fit_columns(&fit, columns);
	for (size_t i = 0; i < fit.count; i++) {
		fit.shown += fit.columns[i].is_shown;
		if (fit.columns[i].bar > 0)
			fit.columns[i].most = page_column_most(table, i);
	}
	*ret = fit;
	return RGL_OK;
}

void page_fit_free(struct page_fit *fit)
{
	host_free(fit->host, fit->columns);
}
