/* layout.h - from elements to dots.
 *
 * In:  a paper, fonts, the width of a print head, the shop's logo.
 * Out: a canvas, the same dots from run to run.
 * Not here: lines of text (page.h), columns (columns.h), shaping (shape.h), words (template.h),
 * file formats (png.h, encode.h).
 *
 * On a paper from right to left, columns and alignment are mirrored: PAPER_LEFT is where reading
 * begins.
 */
#pragma once

#include "receipts/dots/canvas.h"
#include "receipts/dots/fonts.h"
#include "receipts/paper.h"

#define LAYOUT_WIDTH_MIN 256

/* *ret is a new canvas, to be freed with canvas_free; untouched on failure. logo: what a
 * PAPER_PICTURE draws, made smaller when it is wider than the paper; NULL: nothing is drawn there.
 *
 * canvas->marks tell where to cut, open the drawer and sound between the rows, for who prints it. A
 * cut always has something above and below it: one at the beginning or the end of the paper, or
 * right behind another, is left out, because whoever prints cuts at the end anyway.
 *
 * width_dots: a multiple of 8 from LAYOUT_WIDTH_MIN to CANVAS_WIDTH_MAX, else E_ARGUMENT. E_MEMORY.
 * E_LIMIT: longer than CANVAS_ROWS_MAX, or a code's text too long. */
MUST_USE rgl_rc layout_draw(const struct paper *paper, struct fonts *fonts, uint32_t width_dots,
			    const struct bitmap *logo, struct canvas *ret, struct rgl_why *why);
