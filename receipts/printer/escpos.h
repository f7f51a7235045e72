/* escpos.h - Epson's command language, as most makers speak it.
 *
 * In:  rows of a canvas, what to do between them, a profile.
 * Out: bytes. No byte of any text (that is text.h).
 * Not here: sending them, asking the printer how it is.
 * Source: Epson's ESC/POS command reference: ESC @, GS v 0, ESC d, GS V, ESC p, ESC ( A, GS ( H.
 */
#pragma once

#include "plugin/base/bytes.h"
#include "receipts/dots/canvas.h"
#include "receipts/printer/profile.h"

#define ESCPOS_BAND_ROWS 24

/* Each adds to `out`; bytes_rc(out) tells of E_MEMORY. */
void escpos_begin(const struct profile *profile, struct bytes *out);

/* The rows from `from` up to, not including, `until`, in bands of ESCPOS_BAND_ROWS at most. */
void escpos_rows(const struct canvas *canvas, uint32_t from, uint32_t until, struct bytes *out);

/* What the printer has not, it is not told to do. */
void escpos_mark(const struct profile *profile, enum canvas_mark_kind kind, struct bytes *out);

/* The last cut. job: four printable characters that the printer says when all before is done, where
 * its profile counts cuts; NULL: none. */
void escpos_end(const struct profile *profile, const char *job, struct bytes *out);

/* What brings a printer back in step, wherever a receipt broke off: NULs that fill up the widest
 * band or code that it can be in and print nothing outside of one; then ESC @. */
void escpos_wake(struct bytes *out);

/* How often the knife falls in bytes that the functions above and text.h made. */
uint32_t escpos_cuts(const uint8_t *bytes, size_t length);
