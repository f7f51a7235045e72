/* page_rows.c - charts and facts as tables, for who reads figures; see page_parts.h. */
#include "plugin/page/page_parts.h"

#include <string.h>

static void set_text(struct page_line *line, const char *text)
{
	struct page_cell *cell = &line->cells[line->count++];

	cell->kind = text == NULL ? CELL_NOTHING : CELL_TEXT;
	cell->text = text;
}

/* Column by column becomes row by row. */
static void turn(struct page_arena *arena, const struct page_part *chart, struct page_part *rows)
{
	struct page_line *line = NULL;
	const struct page_line *points;
	size_t at = 0;

	for (const struct page_word *label = chart->labels.first; label != NULL;
	     label = label->next) {
		line = page_part_line(arena, rows, rows->column_count);
		if (line == NULL)
			return;
		set_text(line, label->text);
		for (points = chart->lines; points != NULL; points = points->next)
			line->cells[line->count++] = points->cells[at];
		at++;
	}
}

struct page_part *page_chart_rows(struct page_arena *arena, const struct page_part *chart)
{
	struct page_part *rows = page_take(arena, sizeof(*rows));

	if (rows == NULL)
		return NULL;
	rows->key = chart->key;
	rows->title = chart->title;
	page_part_column(arena, rows, "label", chart->foot_title, PAGE_TEXT);
	for (const struct page_column *series = chart->columns; series != NULL;
	     series = series->next) {
		page_part_column(arena, rows, series->key, series->title, (int)series->unit);
		if (arena->rc == RGL_OK)
			rows->last_column->has_unfinished = series->has_unfinished;
	}
	if (arena->rc == RGL_OK)
		turn(arena, chart, rows);
	return arena->rc == RGL_OK ? rows : NULL;
}

static const char *figure_of(struct page_arena *arena, const struct page_fact *fact, int64_t value,
			     const struct currency *currency)
{
	char text[PAGE_FIGURE_ROOM];

	page_figure_data(fact->unit, value, currency, text);
	return page_copy(arena, text);
}

struct page_part *page_facts_rows(struct page_arena *arena, const struct page *page,
				  const struct currency *currency)
{
	static const char *const KEYS[] = { "fact", "title", "value", "low", "high" };
	struct page_part *rows = page_take(arena, sizeof(*rows));

	if (rows == NULL)
		return NULL;
	rows->key = "facts";
	rows->title = "Key figures";
	for (size_t i = 0; i < sizeof(KEYS) / sizeof(KEYS[0]); i++)
		page_part_column(arena, rows, KEYS[i], KEYS[i], PAGE_TEXT);
	for (const struct page_fact *fact = page->facts; fact != NULL; fact = fact->next) {
		struct page_line *line = page_part_line(arena, rows, rows->column_count);

		if (line == NULL)
			return NULL;
		set_text(line, fact->key);
		set_text(line, fact->title);
		set_text(line, fact->text != NULL ? fact->text
						  : figure_of(arena, fact, fact->value, currency));
		set_text(line,
			 fact->has_interval ? figure_of(arena, fact, fact->low, currency) : NULL);
		set_text(line,
			 fact->has_interval ? figure_of(arena, fact, fact->high, currency) : NULL);
	}
	return arena->rc == RGL_OK ? rows : NULL;
}
