/* starprnt.h - StarPRNT, the language of Star's newer printers (mC-Print).
 *
 * In:  rows of a canvas, what to do between them, a profile.
 * Out: bytes. No byte of any text: a receipt is always dots.
 * Source: StarPRNT Command Specifications: ESC @, ESC GS S, ESC d, BEL.
 */
#pragma once

#include "plugin/base/bytes.h"
#include "receipts/dots/canvas.h"
#include "receipts/printer/profile.h"

/* Each adds to `out`; bytes_rc(out) tells of E_MEMORY. As in escpos.h; the buzzer is left out, and
 * `job` too, because no such printer repeats one. */
void starprnt_begin(const struct profile *profile, struct bytes *out);
void starprnt_rows(const struct canvas *canvas, uint32_t from, uint32_t until, struct bytes *out);
void starprnt_mark(const struct profile *profile, enum canvas_mark_kind kind, struct bytes *out);
void starprnt_end(const struct profile *profile, const char *job, struct bytes *out);
void starprnt_wake(struct bytes *out);
