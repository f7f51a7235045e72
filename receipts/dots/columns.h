/* columns.h - rows of columns: what was bought and what it cost.
 *
 * In:  elements of the kind PAPER_COLUMNS.
 * Out: dots.
 *
 * The first column takes what the others leave, and alone has several lines. The others are as wide
 * as their text; in rows of three or more that stand together, as wide as the widest of them, so
 * that figures stand below each other. They become smaller together until they take no more than
 * three quarters of the width. When even small ones do not, each row goes by itself, and one that
 * does not fit even so is taken apart: the first column in lines of its own, the others below it,
 * if need be in a line each. So an amount is cut only when it alone is wider than the paper.
 */
#pragma once

#include "receipts/dots/page.h"

/* Draws the element at `index`. E_MEMORY, E_LIMIT. */
MUST_USE rgl_rc columns_draw(struct page *page, size_t index);
