/* escpos.h - a canvas as the bytes that ESC/POS printers take.
 *
 * In:  a canvas.
 * Out: initialise, the picture in bands, feed, cut. Nothing else: no byte of any text.
 * Not here: sending them, asking the printer how it is.
 * Source: Epson's ESC/POS command reference: ESC @, GS v 0, ESC d, GS V.
 */
#pragma once

#include "plugin/base/bytes.h"
#include "receipts/dots/canvas.h"

#define ESCPOS_BAND_ROWS 24

/* Adds the receipt; bytes_rc(out) tells of E_MEMORY. */
void escpos_write(const struct canvas *canvas, struct bytes *out);

/* Adds what brings a printer back in step after bytes were lost in the middle of a receipt: NULs
 * that fill up the widest band it can be in, and print nothing outside of one; then ESC @. */
void escpos_resync(struct bytes *out);
