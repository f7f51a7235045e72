/* page.h - lines of text on a canvas that grows.
 *
 * In:  texts, styles, how much of the width they have.
 * Out: dots.
 * Not here: what stands where (layout.h, columns.h), glyphs (shape.h).
 *
 * Places count from where reading begins: the left edge, or the right one on a paper from right to
 * left.
 */
#pragma once

#include "receipts/dots/canvas.h"
#include "receipts/dots/shape.h"
#include "receipts/paper.h"

#define PAGE_MARGIN 6 /* dots left and right, which cheap heads cut off */

/* rows: that are taken; the canvas has a few more, into which deep letters of the last line hang.
 * columns_until: of the rows of columns that columns.c found to belong together, the first beyond;
 * columns_cap, columns_dots: what it found. */
struct page {
	const struct paper *paper;
	struct fonts *fonts;
	struct shape *shape;
	struct canvas *canvas;
	const struct bitmap *logo;
	uint32_t rows;
	size_t columns_until;
	uint32_t columns_cap;
	uint32_t columns_dots[PAPER_COLUMNS_MAX];
	struct rgl_why *why;
};

/* A part of the width: `dots` of it, `from` dots behind the margin. */
struct page_strip {
	uint32_t from;
	uint32_t dots;
};

/* The width without its margins. */
uint32_t page_room(const struct page *page);

/* Dots an em. */
uint32_t page_size(const struct page *page, enum paper_size size);

/* Dots from one line's top to the next one's. */
uint32_t page_height(uint32_t size_dots);

/* White rows at the end. E_MEMORY, E_LIMIT. */
MUST_USE rgl_rc page_extend(struct page *page, uint32_t rows);

/* Takes what hangs below the last line too. */
void page_settle(struct page *page);

/* Sets a text in one line; what does not fit `dots` becomes an ellipsis. E_MEMORY. */
MUST_USE rgl_rc page_set(struct page *page, uint32_t size_dots, bool is_bold, const char *text,
			 uint32_t dots, struct shape_line *ret);

/* Draws a line that was set, its baseline being `baseline` rows from the top, at `align` of its
 * strip. Marks that somebody piled up on a name end at the line's own rows, so that no name blots
 * out what stands above or below it. E_MEMORY. */
struct page_line {
	const struct shape_line *shaped;
	uint32_t size_dots;
	bool is_bold;
	enum paper_align align;
	uint32_t baseline;
};
MUST_USE rgl_rc page_draw(struct page *page, const struct page_line *line, struct page_strip strip);

/* Sets and draws a text into as many lines as its style allows, the first at row `top`, and adds
 * the rows that are not there yet. E_MEMORY, E_LIMIT. */
MUST_USE rgl_rc page_write(struct page *page, struct paper_style style, const char *text,
			   struct page_strip strip, uint32_t top);
