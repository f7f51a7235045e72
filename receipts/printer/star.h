/* star.h - Star's raster mode, which its Line mode and Graphic mode (TSP100) have.
 *
 * In:  rows of a canvas, what to do between them, a profile.
 * Out: bytes. No byte of any text: a receipt is always dots.
 * Not here: StarPRNT (starprnt.h), sending, asking the printer how it is.
 * Source: Star Line Mode Command Specifications, "Raster Graphics Command Details": ESC * r A, B,
 * C, D, E, F, P; b n1 n2; ESC FF NUL, ESC FF EOT.
 */
#pragma once

#include "plugin/base/bytes.h"
#include "receipts/dots/canvas.h"
#include "receipts/printer/profile.h"

/* Each adds to `out`; bytes_rc(out) tells of E_MEMORY. As in escpos.h; the buzzer is left out, and
 * `job` too, because no such printer repeats one. */
void star_begin(const struct profile *profile, struct bytes *out);
void star_rows(const struct canvas *canvas, uint32_t from, uint32_t until, struct bytes *out);
void star_mark(const struct profile *profile, enum canvas_mark_kind kind, struct bytes *out);
void star_end(const struct profile *profile, const char *job, struct bytes *out);

/* NULs that fill up a row or end a number; then what came of the picture is forgotten, and raster
 * mode left. */
void star_wake(struct bytes *out);
