/* png.h - a canvas as a PNG picture, and a member's code as one.
 *
 * In:  a canvas; or the text of a code and a name.
 * Out: the file's bytes: one bit of grey a dot, 203 dots an inch.
 * Not here: files.
 */
#pragma once

#include "plugin/base/bytes.h"
#include "receipts/dots/canvas.h"
#include "receipts/dots/fonts.h"

/* Adds the picture, with a dashed line and some white for each cut, to `out`, which is as it was
 * after a failure. E_LIMIT: a canvas without rows, which PNG does not have. E_MEMORY. */
MUST_USE rgl_rc png_write(const struct canvas *canvas, struct bytes *out, struct rgl_why *why);

/* The same of a card to show on a phone or to print: the code, its text in groups, the name, which
 * may be NULL. E_LIMIT: the text is too long for a code, or empty. E_MEMORY. */
MUST_USE rgl_rc qr_png(struct fonts *fonts, const char *text, const char *name, struct bytes *out,
		       struct rgl_why *why);
