/* page_parts.c - a page's tables and charts are built; see page.h and page_parts.h. */
#include "plugin/page/page_parts.h"

#define UNIT_MASK 0xff

static struct page_part *add_part(struct page *page, const char *key, const char *title)
{
	struct page_part *part = page_take(&page->arena, sizeof(*part));

	page->line = NULL;
	page->cell = NULL;
	if (part == NULL)
		return NULL;
	part->key = page_copy(&page->arena, key);
	part->title = page_copy(&page->arena, title);
	if (page->arena.rc < 0)
		return NULL;
	if (page->last_part == NULL)
		page->parts = part;
	else
		page->last_part->next = part;
	page->last_part = part;
	return part;
}

void page_part_column(struct page_arena *arena, struct page_part *part, const char *key,
		      const char *title, int unit_and_flags)
{
	struct page_column *column = page_take(arena, sizeof(*column));

	if (column == NULL)
		return;
	column->key = page_copy(arena, key);
	column->title = page_copy(arena, title);
	column->unit = (enum page_unit)(unit_and_flags & UNIT_MASK);
	column->flags = unit_and_flags & ~UNIT_MASK;
	if (arena->rc < 0)
		return;
	if (part->last_column == NULL)
		part->columns = column;
	else
		part->last_column->next = column;
	part->last_column = column;
	part->column_count++;
}

struct page_line *page_part_line(struct page_arena *arena, struct page_part *part, size_t cells)
{
	struct page_line *line = NULL;

	if (cells > SIZE_MAX / 2 / sizeof(struct page_cell))
		arena->rc = RGL_E_MEMORY;
	else
		line = page_take(arena, sizeof(*line) + cells * sizeof(struct page_cell));
	if (line == NULL)
		return NULL;
	if (part->last_line == NULL)
		part->lines = line;
	else
		part->last_line->next = line;
	part->last_line = line;
	part->line_count++;
	return line;
}

/* The part that is being built; NULL after a failure, and when it is not of this kind or has got
 * what must come after: our own fault, and told as such. */
static struct page_part *current(struct page *page, bool is_chart, bool is_begun)
{
	struct page_part *part = page->last_part;

	if (page->arena.rc < 0)
		return NULL;
	if (part != NULL && part->is_chart == is_chart && (is_begun || part->lines == NULL))
		return part;
	page->arena.rc = RGL_E_INTERNAL;
	return NULL;
}

void page_table(struct page *page, const char *key, const char *title)
{
	(void)add_part(page, key, title);
}

void page_column(struct page *page, const char *key, const char *title, int unit_and_flags)
{
	struct page_part *part = current(page, false, false);

	if (part != NULL)
		page_part_column(&page->arena, part, key, title, unit_and_flags);
}

void page_row(struct page *page)
{
	struct page_part *part = current(page, false, true);

	if (part != NULL)
		page->line = page_part_line(&page->arena, part, part->column_count);
	page->cell = NULL;
}

void page_chart(struct page *page, enum page_chart_kind kind, const char *key, const char *title,
		const char *foot_title)
{
	struct page_part *part = add_part(page, key, title);

	if (part == NULL)
		return;
	part->is_chart = true;
	part->kind = kind;
	part->foot_title = page_copy(&page->arena, foot_title);
}

void page_label(struct page *page, const char *text)
{
	struct page_part *part = current(page, true, false);

	if (part != NULL)
		page_words_add(&page->arena, &part->labels, text);
}

void page_series(struct page *page, const char *key, const char *title, int unit_and_flags)
{
	struct page_part *part = current(page, true, true);

	if (part == NULL)
		return;
	page_part_column(&page->arena, part, key, title, unit_and_flags);
	page->line = page_part_line(&page->arena, part, part->labels.count);
	page->cell = NULL;
}

/* The next cell of the line; a line that is full, or none at all, is our own fault. */
static struct page_cell *next_cell(struct page *page)
{
	struct page_part *part = page->last_part;
	size_t room;

	if (page->arena.rc < 0)
		return NULL;
	if (part == NULL || page->line == NULL) {
		page->arena.rc = RGL_E_INTERNAL;
		return NULL;
	}
	room = part->is_chart ? part->labels.count : part->column_count;
	if (page->line->count >= room) {
		page->arena.rc = RGL_E_INTERNAL;
		return NULL;
	}
	page->cell = &page->line->cells[page->line->count++];
	return page->cell;
}

void page_text(struct page *page, const char *text)
{
	const char *copy = page_copy(&page->arena, text);
	struct page_cell *cell = next_cell(page);

	if (cell == NULL)
		return;
	cell->kind = CELL_TEXT;
	cell->text = copy;
}

void page_number(struct page *page, int64_t value)
{
	struct page_cell *cell = next_cell(page);

	if (cell == NULL)
		return;
	cell->kind = CELL_NUMBER;
	cell->number = value;
}

void page_money(struct page *page, struct money amount)
{
	page_number(page, amount.minor);
}

void page_nothing(struct page *page)
{
	(void)next_cell(page);
}

void page_unfinished(struct page *page)
{
	struct page_column *column;
	size_t at;

	if (page->arena.rc < 0)
		return;
	if (page->cell == NULL) {
		page->arena.rc = RGL_E_INTERNAL;
		return;
	}
	page->cell->is_unfinished = true;
	column =
		page->last_part->is_chart ? page->last_part->last_column : page->last_part->columns;
	at = page->last_part->is_chart ? 0 : page->line->count - 1;
	while (at-- > 0)
		column = column->next;
	column->has_unfinished = true;
}
