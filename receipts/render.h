/* render.h - a receipt's facts made a picture, printer bytes or terminal text, in one call.
 *
 * In:  struct receipt, the fonts.
 * Out: bytes. The picture and the printer get the same dots.
 */
#pragma once

#include "plugin/base/bytes.h"
#include "receipts/dots/fonts.h"
#include "receipts/receipt.h"

#define RENDER_WIDTH 576 /* dots: 72 mm at 203 dpi, the head of an 80 mm printer */

enum render_form { RENDER_PNG = 1, RENDER_ESCPOS = 2, RENDER_TERMINAL = 3 };

/* Adds to `out`. *fonts is opened when it is NULL and a picture is wanted; it stays the caller's.
 * E_FONT, E_MEMORY, E_LIMIT, E_ARGUMENT for another form. */
MUST_USE rgl_rc render_receipt(const struct receipt *receipt, enum render_form form,
			       const struct host *host, struct fonts **fonts, struct bytes *out,
			       struct rgl_why *refusal);
