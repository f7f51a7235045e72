/* layout.c - see layout.h. */
#include "receipts/dots/layout.h"

#include <string.h>

#include "receipts/dots/glyphs.h"
#include "receipts/dots/qr.h"
#include "receipts/dots/shape.h"

#define MARGIN 6      /* dots left and right, which cheap heads cut off */
#define GAP 16	      /* dots between the columns at least */
#define RULE 2	      /* dots a rule is thick */
#define MODULE_MIN 4  /* dots of a QR module that every scanner and phone reads */
#define BOX_LINE 2    /* dots the box of a missing character is drawn with */
#define WIDE_FROM 500 /* dots from which a head is the wide kind, 80 mm paper */

struct page {
	const struct paper *paper;
	struct fonts *fonts;
	struct shape *shape;
	struct canvas *canvas;
	uint32_t width;
	struct rgl_why *why;
};

/* Dots an em: 203 dots an inch make 26 dots 9 points, which is read at arm's length. */
static uint32_t dots_of(const struct page *page, enum paper_size size)
{
	const bool is_wide = page->width >= WIDE_FROM;

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

static uint32_t height_of(uint32_t size_dots)
{
	return size_dots * 11 / 8;
}

/* White rows at the end. */
static rgl_rc extend(struct page *page, uint32_t rows)
{
	rgl_rc rc = canvas_extend(page->canvas, rows);

	if (rc == RGL_E_LIMIT)
		return refuse(page->why, rc,
			      "the receipt is longer than %d rows of dots; print it in parts",
			      CANVAS_ROWS_MAX);
	return rc;
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

/* Draws a line with its top at `top`. Marks that somebody piled up on a name end at the line's own
 * strip, so that no name blots out what stands above or below it. */
static rgl_rc draw_line(struct page *page, const struct shape_line *line, uint32_t size_dots,
			int32_t x, uint32_t top)
{
	const int32_t height = (int32_t)height_of(size_dots);
	const int32_t slack = (int32_t)size_dots / 8;
	const int32_t baseline = (int32_t)top + (int32_t)size_dots;
	const struct canvas_clip clip = { (int32_t)top - slack, (int32_t)top + height + slack };

	for (uint32_t i = 0; i < line->count; i++) {
		const struct shape_glyph *at = &line->glyphs[i];
		const struct glyph *glyph;
		rgl_rc rc;

		if (at->face == FONTS_NONE) {
			draw_box(page, x + at->x, baseline, size_dots);
			continue;
		}
		rc = fonts_glyph(page->fonts, at->face, size_dots, at->glyph, &glyph);
		if (rc < 0)
			return rc;
		canvas_stamp(page->canvas, x + at->x + glyph->left, baseline + at->y - glyph->above,
			     &glyph->bitmap, clip);
	}
	return RGL_OK;
}

static int32_t place(uint32_t room, uint32_t width, enum paper_align align)
{
	const uint32_t free = room > width ? room - width : 0;

	switch (align) {
	case PAPER_LEFT:
		return MARGIN;
	case PAPER_CENTRE:
		return MARGIN + (int32_t)(free / 2);
	case PAPER_RIGHT:
		return MARGIN + (int32_t)free;
	}
	return MARGIN;
}

/* Sets a text into lines of at most `room` dots, the first at row `top`, and adds the rows that
 * are not there yet. */
static rgl_rc draw_text(struct page *page, struct paper_style style, const char *text,
			uint32_t room, uint32_t top)
{
	const struct shape_style shaped = { dots_of(page, style.size), style.is_bold };
	const uint32_t height = height_of(shaped.size_dots);
	uint32_t count = 0;
	rgl_rc rc;

	rc = shape_text(page->shape, shaped, text);
	while (rc == RGL_OK && shape_has_more(page->shape)) {
		struct shape_line line;

		count++;
		if (top + height > page->canvas->rows)
			rc = extend(page, top + height - page->canvas->rows);
		if (rc == RGL_OK)
			rc = shape_line(page->shape, room, count == style.lines_max, &line);
		if (rc == RGL_OK)
			rc = draw_line(page, &line, shaped.size_dots,
				       place(room, line.width_dots, style.align), top);
		top += height;
	}
	return rc;
}

/* Sets the right column in one line, in the largest size up to the style's that fits it: an amount
 * is never cut while a smaller one fits. */
static rgl_rc set_right(struct page *page, const struct paper_element *element, uint32_t room,
			uint32_t *ret_size_dots, struct shape_line *ret)
{
	const uint32_t least = dots_of(page, PAPER_SMALL);
	uint32_t size = dots_of(page, element->style.size);
	struct shape_line line = { 0 };
	rgl_rc rc;

	for (;; size--) {
		rc = shape_text(page->shape, (struct shape_style) { size, element->style.is_bold },
				element->texts[1]);
		if (rc == RGL_OK)
			rc = shape_line(page->shape, size > least ? UINT16_MAX : room, true, &line);
		if (rc < 0)
			return rc;
		if (line.width_dots <= room || size <= least)
			break;
	}
	*ret = line;
	*ret_size_dots = size;
	return RGL_OK;
}

/* The right column first, in one line; the left one has what it leaves. */
static rgl_rc draw_columns(struct page *page, const struct paper_element *element)
{
	const uint32_t height = height_of(dots_of(page, element->style.size));
	const uint32_t room = page->width - 2 * MARGIN;
	const uint32_t top = page->canvas->rows;
	uint32_t left_room = room;
	struct shape_line line;
	uint32_t size;
	rgl_rc rc;

	rc = extend(page, height);
	if (rc == RGL_OK && element->texts[1][0] != '\0') {
		rc = set_right(page, element, room * 3 / 4, &size, &line);
		if (rc == RGL_OK) {
			left_room = room - line.width_dots - GAP;
			rc = draw_line(page, &line, size, place(room, line.width_dots, PAPER_RIGHT),
				       top + dots_of(page, element->style.size) - size);
		}
	}
	if (rc == RGL_OK)
		rc = draw_text(page, element->style, element->texts[0], left_room, top);
	return rc;
}

static rgl_rc draw_rule(struct page *page)
{
	const uint32_t above = dots_of(page, PAPER_NORMAL) / 3;
	const uint32_t top = page->canvas->rows + above;
	rgl_rc rc = extend(page, 2 * above + RULE);

	if (rc == RGL_OK)
		canvas_fill(page->canvas, MARGIN, (int32_t)top, page->width - 2 * MARGIN, RULE);
	return rc;
}

/* A module as large as makes the code, with its quiet zone, about two fifths of the width, or five
 * sixths for PAPER_LARGE; but never below what scanners read. */
static rgl_rc draw_qr(struct page *page, const struct paper_element *element)
{
	const bool is_large = element->style.size == PAPER_LARGE;
	const uint32_t share = is_large ? page->width * 5 / 6 : page->width * 21 / 50;
	struct qr qr = { 0 };
	uint32_t modules;
	uint32_t module;
	uint32_t top = page->canvas->rows;
	rgl_rc rc;

	rc = qr_encode(element->texts[0], &qr, page->why);
	if (rc < 0)
		return rc;
	modules = qr.width + 2 * QR_QUIET;
	module = share / modules > MODULE_MIN ? share / modules : MODULE_MIN;
	RGL_ASSERT(modules * module <= page->width);
	rc = extend(page, modules * module);
	if (rc < 0)
		return rc;
	qr_draw(&qr, page->canvas, (int32_t)((page->width - qr.width * module) / 2),
		(int32_t)(top + QR_QUIET * module), module);
	return RGL_OK;
}

static rgl_rc draw_element(struct page *page, const struct paper_element *element)
{
	const uint32_t room = page->width - 2 * MARGIN;

	switch (element->kind) {
	case PAPER_TEXT:
		return draw_text(page, element->style, element->texts[0], room, page->canvas->rows);
	case PAPER_COLUMNS:
		return draw_columns(page, element);
	case PAPER_RULE:
		return draw_rule(page);
	case PAPER_QR:
		return draw_qr(page, element);
	case PAPER_SPACE:
		return extend(page, dots_of(page, PAPER_NORMAL) / 2);
	case PAPER_PICTURE:
	case PAPER_CUT:
	case PAPER_DRAWER:
	case PAPER_BUZZER:
		return RGL_OK;
	}
	return RGL_E_INTERNAL;
}

static rgl_rc draw_all(struct page *page)
{
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; i < page->paper->count && rc == RGL_OK; i++) {
		const struct paper_element element = paper_at(page->paper, i);

		rc = draw_element(page, &element);
	}
	return rc;
}

rgl_rc layout_draw(const struct paper *paper, struct fonts *fonts, uint32_t width_dots,
		   struct canvas *ret, struct rgl_why *why)
{
	struct canvas canvas = canvas_of(paper->host, width_dots);
	struct page page = {
		.paper = paper, .fonts = fonts, .canvas = &canvas, .width = width_dots, .why = why
	};
	rgl_rc rc;

	if (width_dots % 8 != 0 || width_dots < LAYOUT_WIDTH_MIN || width_dots > CANVAS_WIDTH_MAX)
		return refuse(why, RGL_E_ARGUMENT,
			      "paper of %u dots cannot be drawn; give a multiple of 8 from %d to "
			      "%d",
			      width_dots, LAYOUT_WIDTH_MIN, CANVAS_WIDTH_MAX);
	rc = shape_open(paper->host, fonts, &page.shape);
	if (rc == RGL_OK)
		rc = draw_all(&page);
	if (rc == RGL_E_MEMORY)
		(void)refuse(why, rc, "there is no memory to draw a receipt; try again");
	if (rc < 0)
		goto out;
	*ret = canvas;
	canvas = canvas_of(paper->host, width_dots);
out:
	shape_close(page.shape);
	canvas_free(&canvas);
	return rc;
}
