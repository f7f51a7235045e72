/* columns.c - see columns.h. */
#include "receipts/dots/columns.h"

#define GAP 16	       /* dots between the columns at least */
#define TABLE_FROM 3   /* columns of rows that stand below each other */
#define TABLE_ROWS 200 /* that are measured together */

/* No text is as wide: it is measured, not broken. */
#define ENDLESS UINT16_MAX

static uint32_t lesser(uint32_t one, uint32_t other)
{
	return one < other ? one : other;
}

static uint32_t greater(uint32_t one, uint32_t other)
{
	return one > other ? one : other;
}

/* What the columns behind the first take, each with the gap before it. */
static uint32_t taken(const struct page *page, uint32_t columns)
{
	uint32_t dots = 0;

	for (uint32_t i = 1; i < columns; i++)
		if (page->columns_dots[i] > 0)
			dots += page->columns_dots[i] + GAP;
	return dots;
}

/* Makes the columns of the page as wide as those of a row, at sizes up to the page's cap. */
static rgl_rc widen(struct page *page, const struct paper_element *row)
{
	const uint32_t size = lesser(page_size(page, row->style.size), page->columns_cap);
	rgl_rc rc = RGL_OK;

	for (uint32_t i = 1; i < row->columns && rc == RGL_OK; i++) {
		struct shape_line line = { 0 };

		if (row->texts[i][0] == '\0')
			continue;
		rc = page_set(page, size, row->style.is_bold, row->texts[i], ENDLESS, &line);
		page->columns_dots[i] = greater(page->columns_dots[i], line.width_dots);
	}
	return rc;
}

/* How many rows from `index` on stand together. */
static size_t table_end(const struct page *page, size_t index, uint32_t columns)
{
	size_t until = index + 1;

	if (columns < TABLE_FROM)
		return until;
	while (until < page->paper->count && until - index < TABLE_ROWS) {
		const struct paper_element row = paper_at(page->paper, until);

		if (row.kind != PAPER_COLUMNS || row.columns != columns)
			break;
		until++;
	}
	return until;
}

static rgl_rc measure(struct page *page, size_t index)
{
	rgl_rc rc = RGL_OK;

	for (uint32_t i = 0; i < PAPER_COLUMNS_MAX; i++)
		page->columns_dots[i] = 0;
	for (; index < page->columns_until && rc == RGL_OK; index++) {
		const struct paper_element row = paper_at(page->paper, index);

		rc = widen(page, &row);
	}
	return rc;
}

/* Finds the largest size at which the rows leave their first columns a quarter, the small one at
 * least. */
static rgl_rc find_cap(struct page *page, size_t index, uint32_t columns)
{
	const uint32_t limit = page_room(page) * 3 / 4;
	const uint32_t least = page_size(page, PAPER_SMALL);

	page->columns_cap = page_size(page, PAPER_LARGE);
	for (;;) {
		const uint32_t cap = page->columns_cap;
		const rgl_rc rc = measure(page, index);
		const uint32_t dots = taken(page, columns);

		if (rc < 0 || dots <= limit || cap <= least)
			return rc;
		/* Widths go with the size, nearly. */
		page->columns_cap = greater(least, lesser(cap - 1, cap * limit / dots + 1));
	}
}

/* Where rows do not fit together, the one is for itself: one huge amount spoils no table. */
static rgl_rc find_size(struct page *page, size_t index)
{
	const uint32_t columns = paper_at(page->paper, index).columns;
	rgl_rc rc;

	page->columns_until = table_end(page, index, columns);
	rc = find_cap(page, index, columns);
	if (rc == RGL_OK && page->columns_until > index + 1 &&
	    taken(page, columns) > page_room(page) * 3 / 4) {
		page->columns_until = index + 1;
		rc = find_cap(page, index, columns);
	}
	return rc;
}

static rgl_rc draw_cell(struct page *page, const struct paper_element *row, uint32_t column,
			struct page_strip strip, uint32_t top)
{
	const uint32_t full = page_size(page, row->style.size);
	const uint32_t size = lesser(full, page->columns_cap);
	struct shape_line shaped = { 0 };
	const struct page_line line = { &shaped, size, row->style.is_bold, PAPER_RIGHT,
					top + full };
	rgl_rc rc;

	if (row->texts[column][0] == '\0')
		return RGL_OK;
	rc = page_set(page, size, row->style.is_bold, row->texts[column], strip.dots, &shaped);
	if (rc == RGL_OK)
		rc = page_draw(page, &line, strip);
	return rc;
}

/* All but the first, at the far end of a line whose rows are there. */
static rgl_rc draw_cells(struct page *page, const struct paper_element *row, uint32_t top)
{
	uint32_t until = page_room(page);
	rgl_rc rc = RGL_OK;

	for (uint32_t i = row->columns - 1; i > 0 && rc == RGL_OK; i--) {
		const uint32_t dots = page->columns_dots[i];

		if (dots == 0)
			continue;
		rc = draw_cell(page, row, i, (struct page_strip) { until - dots, dots }, top);
		until -= lesser(until, dots + GAP);
	}
	return rc;
}

/* In a line below the first column when they fit one, else in a line each. */
static rgl_rc draw_apart(struct page *page, const struct paper_element *row)
{
	const struct page_strip whole = { 0, page_room(page) };
	const uint32_t height = page_height(page_size(page, row->style.size));
	rgl_rc rc;

	rc = page_write(page, row->style, row->texts[0], whole, page->rows);
	if (rc == RGL_OK && taken(page, row->columns) <= whole.dots + GAP) {
		rc = page_extend(page, height);
		return rc < 0 ? rc : draw_cells(page, row, page->rows - height);
	}
	for (uint32_t i = 1; i < row->columns && rc == RGL_OK; i++) {
		if (row->texts[i][0] == '\0')
			continue;
		rc = page_extend(page, height);
		if (rc == RGL_OK)
			rc = draw_cell(page, row, i, whole, page->rows - height);
	}
	return rc;
}

rgl_rc columns_draw(struct page *page, size_t index)
{
	const struct paper_element row = paper_at(page->paper, index);
	const uint32_t room = page_room(page);
	const uint32_t top = page->rows;
	uint32_t others;
	rgl_rc rc = RGL_OK;

	if (index >= page->columns_until)
		rc = find_size(page, index);
	if (rc < 0)
		return rc;
	others = taken(page, row.columns);
	if (others > room * 3 / 4)
		return draw_apart(page, &row);
	rc = page_extend(page, page_height(page_size(page, row.style.size)));
	if (rc == RGL_OK)
		rc = draw_cells(page, &row, top);
	if (rc == RGL_OK)
		rc = page_write(page, row.style, row.texts[0],
				(struct page_strip) { 0, room - others }, top);
	return rc;
}
