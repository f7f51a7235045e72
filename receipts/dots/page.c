/* page.c - see page.h. */
#include "receipts/dots/page.h"

#include "receipts/dots/glyphs.h"

#define SLACK_ROWS 32  /* below the last line, for letters that hang deeper than it is */
#define BOX_LINE 2     /* dots the box of a missing character is drawn with */
#define STRIKE_SIZE 16 /* dots an em for each dot that a letter struck again is heavier by */
#define BALANCED_LINES 4
#define WIDE_FROM 500 /* dots from which a head is the wide kind, 80 mm paper */

uint32_t page_room(const struct page *page)
{
	return page->canvas->width - 2 * PAGE_MARGIN;
}

/* 203 dots an inch make 26 dots 9 points, which is read at arm's length. */
uint32_t page_size(const struct page *page, enum paper_size size)
{
	const bool is_wide = page->canvas->width >= WIDE_FROM;

	switch (size) {
	case PAPER_SMALL:
		return is_wide ? 22 : 20;
	case PAPER_NORMAL:
		return is_wide ? 26 : 24;
	case PAPER_LARGE:
		return is_wide ? 46 : 38;
	}
	return 26;
}

uint32_t page_height(uint32_t size_dots)
{
	return size_dots * 11 / 8;
}

rgl_rc page_extend(struct page *page, uint32_t rows)
{
	const uint32_t need = page->rows + rows + SLACK_ROWS;
	rgl_rc rc = RGL_OK;

	if (need > page->canvas->rows)
		rc = canvas_extend(page->canvas, need - page->canvas->rows);
	if (rc == RGL_E_LIMIT)
		return refuse(page->why, rc,
			      "the receipt is longer than %d rows of dots; print it in parts",
			      CANVAS_ROWS_MAX);
	if (rc == RGL_OK)
		page->rows += rows;
	return rc;
}

static bool is_white(const struct canvas *canvas, uint32_t row)
{
	const uint8_t *bytes = canvas_row(canvas, row);

	for (uint32_t i = 0; i < canvas->stride; i++)
		if (bytes[i] != 0)
			return false;
	return true;
}

void page_settle(struct page *page)
{
	for (uint32_t row = page->canvas->rows; row > page->rows; row--)
		if (!is_white(page->canvas, row - 1))
			page->rows = row;
}

static rgl_rc take(struct page *page, uint32_t size_dots, bool is_bold, const char *text)
{
	const struct shape_style style = { size_dots, is_bold, page->paper->is_right_to_left };

	return shape_text(page->shape, style, text);
}

rgl_rc page_set(struct page *page, uint32_t size_dots, bool is_bold, const char *text,
		uint32_t dots, struct shape_line *ret)
{
	rgl_rc rc = take(page, size_dots, is_bold, text);

	if (rc < 0)
		return rc;
	return shape_line(page->shape, dots, true, ret);
}

static void draw_box(struct page *page, int32_t x, int32_t baseline, uint32_t size_dots)
{
	const uint32_t width = fonts_box_dots(size_dots) - 3;
	const uint32_t rows = size_dots * 3 / 4;
	const int32_t top = baseline - (int32_t)rows;

	canvas_fill(page->canvas, x + 1, top, width, BOX_LINE);
	canvas_fill(page->canvas, x + 1, baseline - BOX_LINE, width, BOX_LINE);
	canvas_fill(page->canvas, x + 1, top, BOX_LINE, rows);
	canvas_fill(page->canvas, x + 1 + (int32_t)width - BOX_LINE, top, BOX_LINE, rows);
}

/* Where a line's left end is, in dots from the canvas's. */
static int32_t left_of(const struct page *page, uint32_t width, enum paper_align align,
		       struct page_strip strip)
{
	const uint32_t free = strip.dots > width ? strip.dots - width : 0;
	uint32_t from = strip.from;

	switch (align) {
	case PAPER_LEFT:
		break;
	case PAPER_CENTRE:
		from += free / 2;
		break;
	case PAPER_RIGHT:
		from += free;
		break;
	}
	if (page->paper->is_right_to_left)
		return (int32_t)(PAGE_MARGIN + page_room(page)) - (int32_t)(from + width);
	return (int32_t)(PAGE_MARGIN + from);
}

/* A face without a bold one of its own is struck more than once, a dot further each time, as
 * printers always did. */
static uint32_t strikes(const struct page_line *line, uint16_t face)
{
	if (!line->is_bold || fonts_is_bold(face))
		return 1;
	return 1 + line->size_dots / STRIKE_SIZE;
}

rgl_rc page_draw(struct page *page, const struct page_line *line, struct page_strip strip)
{
	const int32_t x = left_of(page, line->shaped->width_dots, line->align, strip);
	const int32_t baseline = (int32_t)line->baseline;
	const int32_t top = baseline - (int32_t)line->size_dots;
	const int32_t slack = (int32_t)line->size_dots / 8;
	const struct canvas_clip clip = { top - slack,
					  top + (int32_t)page_height(line->size_dots) + slack };

	for (uint32_t i = 0; i < line->shaped->count; i++) {
		const struct shape_glyph *at = &line->shaped->glyphs[i];
		const struct glyph *glyph;
		rgl_rc rc;

		if (at->face == FONTS_NONE) {
			draw_box(page, x + at->x, baseline, line->size_dots);
			continue;
		}
		rc = fonts_glyph(page->fonts, at->face, line->size_dots, at->glyph, &glyph);
		if (rc < 0)
			return rc;
		for (uint32_t strike = 0; strike < strikes(line, at->face); strike++)
			canvas_stamp(page->canvas, x + at->x + glyph->left + (int32_t)strike,
				     baseline + at->y - glyph->above, &glyph->bitmap, clip);
	}
	return RGL_OK;
}

/* The least width that makes no more lines of a text than `dots` do: in the middle of the paper,
 * one word alone below a full line looks like a mistake. */
static uint32_t balance(const struct page *page, uint32_t dots, uint32_t lines_max)
{
	const uint32_t lines = shape_count(page->shape, dots);
	uint32_t low = dots / 2;
	uint32_t high = dots;

	if (lines < 2 || lines > BALANCED_LINES || (lines_max > 0 && lines > lines_max))
		return dots;
	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (shape_count(page->shape, middle) > lines)
			low = middle + 1;
		else
			high = middle;
	}
	return high;
}

rgl_rc page_write(struct page *page, struct paper_style style, const char *text,
		  struct page_strip strip, uint32_t top)
{
	const uint32_t size = page_size(page, style.size);
	const uint32_t height = page_height(size);
	uint32_t dots = strip.dots;
	uint32_t count = 0;
	rgl_rc rc;

	rc = take(page, size, style.is_bold, text);
	if (rc == RGL_OK && style.align == PAPER_CENTRE)
		dots = balance(page, dots, style.lines_max);
	while (rc == RGL_OK && shape_has_more(page->shape)) {
		struct shape_line shaped;
		const struct page_line line = { &shaped, size, style.is_bold, style.align,
						top + size };

		count++;
		if (top + height > page->rows)
			rc = page_extend(page, top + height - page->rows);
		if (rc == RGL_OK)
			rc = shape_line(page->shape, dots, count == style.lines_max, &shaped);
		if (rc == RGL_OK)
			rc = page_draw(page, &line, strip);
		top += height;
	}
	return rc;
}
