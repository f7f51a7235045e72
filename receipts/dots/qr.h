/* qr.h - a QR code of a short text, as modules.
 *
 * In:  the text of a code.
 * Out: a square of modules, for any kind of picture.
 * Not here: what the text means; how large a module is (layout.h).
 * Source: ISO/IEC 18004, by libqrencode; error correction M.
 */
#pragma once

#include <stdbool.h>

#include "receipts/dots/canvas.h"

#define QR_TEXT_MAX 120 /* bytes; any text as long as this fits the widest code below */
#define QR_WIDTH_MAX 45 /* modules of version 7, which holds 122 bytes with correction M */
#define QR_QUIET 4	/* modules of white that the standard asks for around a code */
#define QR_GROUPED_ROOM (QR_TEXT_MAX + QR_TEXT_MAX / 4 + 2)

struct qr {
	uint32_t width;
	uint8_t is_dark[QR_WIDTH_MAX * QR_WIDTH_MAX];
};

/* E_LIMIT: the text is longer than QR_TEXT_MAX, or empty. E_MEMORY. */
MUST_USE rgl_rc qr_encode(const char *text, struct qr *ret, struct rgl_why *why);

/* Light outside of the code. */
bool qr_is_dark(const struct qr *qr, int32_t x, int32_t y);

/* Draws the modules, without the quiet zone, x and y being the upper left one's corner. */
void qr_draw(const struct qr *qr, struct canvas *canvas, int32_t x, int32_t y,
	     uint32_t module_dots);

/* The text to be read out or typed: groups of four, an odd rest first, "RG1-7KQM-2XWD". What does
 * not fit is left out. */
void qr_group(const char *text, char ret[QR_GROUPED_ROOM]);
