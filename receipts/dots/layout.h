/* layout.h - from elements to dots.
 *
 * In:  a paper, fonts, the width of a print head.
 * Out: a canvas, the same dots from run to run.
 * Not here: shaping (shape.h), words (compose.h), file formats (png.h, escpos.h).
 */
#pragma once

#include "receipts/dots/canvas.h"
#include "receipts/dots/fonts.h"
#include "receipts/paper.h"

#define LAYOUT_WIDTH_MIN 256

/* *ret is a new canvas, to be freed with canvas_free; untouched on failure. width_dots: a multiple
 * of 8 from LAYOUT_WIDTH_MIN to CANVAS_WIDTH_MAX, else E_ARGUMENT. E_MEMORY. E_LIMIT: longer than
 * CANVAS_ROWS_MAX, or a code's text too long. */
MUST_USE rgl_rc layout_draw(const struct paper *paper, struct fonts *fonts, uint32_t width_dots,
			    struct canvas *ret, struct rgl_why *why);
