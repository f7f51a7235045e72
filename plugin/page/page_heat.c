/* page_heat.c - how warm a cell is, and how long a bar; see page_parts.h.
 *
 * Floating point is allowed here: shades and lengths, never a figure.
 */
#include "plugin/page/page_parts.h"

static bool is_warm(const struct page_column *column, const struct page_cell *cell)
{
	return (column->flags & PAGE_HEAT) != 0 && cell->kind == CELL_NUMBER &&
	       !cell->is_unfinished;
}

static void look(struct page_scale *scale, int64_t value)
{
	if (!scale->has_any || value < scale->low)
		scale->low = value;
	if (!scale->has_any || value > scale->high)
		scale->high = value;
	scale->has_any = true;
}

/* Shares and counts from nothing on; others too, unless all of them lie far above it. */
struct page_scale page_heat_scale(const struct page_part *table)
{
	struct page_scale scale = { 0 };
	bool is_part = true;

	for (const struct page_line *line = table->lines; line != NULL; line = line->next) {
		const struct page_column *column = table->columns;

		for (size_t i = 0; i < line->count; i++, column = column->next)
			if (is_warm(column, &line->cells[i])) {
				look(&scale, line->cells[i].number);
				is_part = column->unit == PAGE_SHARE || column->unit == PAGE_COUNT;
			}
	}
	if (scale.low > 0 && (is_part || scale.low < scale.high / 2))
		scale.low = 0;
	return scale;
}

int page_heat_step(const struct page_scale *scale, const struct page_column *column,
		   const struct page_cell *cell, int steps)
{
	double part;

	if (!is_warm(column, cell))
		return -1;
	if (scale->high <= scale->low)
		return scale->high > 0 ? steps - 1 : 0;
	part = ((double)cell->number - (double)scale->low) /
	       ((double)scale->high - (double)scale->low);
	return (int)(part * (steps - 1) + 0.5);
}

int64_t page_column_most(const struct page_part *table, size_t column)
{
	int64_t most = 0;

	for (const struct page_line *line = table->lines; line != NULL; line = line->next) {
		if (column >= line->count || line->cells[column].kind != CELL_NUMBER)
			continue;
		if (line->cells[column].number > most)
			most = line->cells[column].number;
	}
	return most;
}
