/* layout.c - see layout.h. */
#include "receipts/dots/layout.h"

#include "receipts/dots/columns.h"
#include "receipts/dots/page.h"
#include "receipts/dots/picture.h"
#include "receipts/dots/qr.h"

#define RULE 2	     /* dots a rule is thick */
#define MODULE_MIN 4 /* dots of a QR module that every scanner and phone reads */

static rgl_rc draw_rule(struct page *page)
{
	const uint32_t above = page_size(page, PAPER_NORMAL) / 3;
	const uint32_t top = page->rows + above;
	rgl_rc rc = page_extend(page, 2 * above + RULE);

	if (rc == RGL_OK)
		canvas_fill(page->canvas, PAGE_MARGIN, (int32_t)top, page_room(page), RULE);
	return rc;
}

/* A module as large as makes the code, with its quiet zone, about two fifths of the width, or five
 * sixths for PAPER_LARGE; but never below what scanners read. */
static rgl_rc draw_qr(struct page *page, const struct paper_element *element)
{
	const bool is_large = element->style.size == PAPER_LARGE;
	const uint32_t share =
		is_large ? page->canvas->width * 5 / 6 : page->canvas->width * 21 / 50;
	struct qr qr = { 0 };
	uint32_t modules;
	uint32_t module;
	uint32_t top = page->rows;
	rgl_rc rc;

	rc = qr_encode(element->texts[0], &qr, page->why);
	if (rc < 0)
		return rc;
	modules = qr.width + 2 * QR_QUIET;
	module = share / modules > MODULE_MIN ? share / modules : MODULE_MIN;
	RGL_ASSERT(modules * module <= page->canvas->width);
	rc = page_extend(page, modules * module);
	if (rc < 0)
		return rc;
	qr_draw(&qr, page->canvas, (int32_t)((page->canvas->width - qr.width * module) / 2),
		(int32_t)(top + QR_QUIET * module), module);
	return RGL_OK;
}

/* In the middle, with some white below it. */
static rgl_rc draw_picture(struct page *page)
{
	const uint32_t top = page->rows;
	struct picture_size size;
	rgl_rc rc;

	if (page->logo == NULL || page->logo->width == 0 || page->logo->rows == 0)
		return RGL_OK;
	size = picture_fit(page->logo, page_room(page));
	rc = page_extend(page, size.rows + page_size(page, PAPER_NORMAL) / 2);
	if (rc == RGL_OK)
		picture_draw(page->logo, page->canvas,
			     (int32_t)((page->canvas->width - size.width) / 2), (int32_t)top, size);
	return rc;
}

/* A cut that has nothing above it is none. */
static void mark_cut(struct page *page)
{
	struct canvas *canvas = page->canvas;

	page_settle(page);
	for (uint32_t i = 0; i < canvas->marks_count; i++)
		if (canvas->marks[i].kind == CANVAS_CUT && canvas->marks[i].row == page->rows)
			return;
	if (page->rows > 0)
		canvas_mark(canvas, CANVAS_CUT, page->rows);
}

/* Nor is one that has nothing below it. */
static void drop_last_cut(struct canvas *canvas)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < canvas->marks_count; i++)
		if (canvas->marks[i].kind != CANVAS_CUT || canvas->marks[i].row < canvas->rows)
			canvas->marks[kept++] = canvas->marks[i];
	canvas->marks_count = kept;
}

static rgl_rc draw_element(struct page *page, size_t index)
{
	const struct paper_element element = paper_at(page->paper, index);
	const struct page_strip whole = { 0, page_room(page) };

	switch (element.kind) {
	case PAPER_TEXT:
		return page_write(page, element.style, element.texts[0], whole, page->rows);
	case PAPER_COLUMNS:
		return columns_draw(page, index);
	case PAPER_RULE:
		return draw_rule(page);
	case PAPER_QR:
		return draw_qr(page, &element);
	case PAPER_SPACE:
		return page_extend(page, page_size(page, PAPER_NORMAL) / 2);
	case PAPER_PICTURE:
		return draw_picture(page);
	case PAPER_CUT:
		mark_cut(page);
		return RGL_OK;
	case PAPER_DRAWER:
		canvas_mark(page->canvas, CANVAS_DRAWER, page->rows);
		return RGL_OK;
	case PAPER_BUZZER:
		canvas_mark(page->canvas, CANVAS_BUZZER, page->rows);
		return RGL_OK;
	}
	return RGL_E_INTERNAL;
}

static rgl_rc draw_all(struct page *page)
{
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; i < page->paper->count && rc == RGL_OK; i++)
		rc = draw_element(page, i);
	if (rc < 0)
		return rc;
	page_settle(page);
	page->canvas->rows = page->rows;
	drop_last_cut(page->canvas);
	return RGL_OK;
}

rgl_rc layout_draw(const struct paper *paper, struct fonts *fonts, uint32_t width_dots,
		   const struct bitmap *logo, struct canvas *ret, struct rgl_why *why)
{
	struct canvas canvas = canvas_of(paper->host, width_dots);
	struct page page = {
		.paper = paper, .fonts = fonts, .canvas = &canvas, .logo = logo, .why = why
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
