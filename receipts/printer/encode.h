/* encode.h - a paper as the bytes that a printer of some profile takes.
 *
 * In:  a paper, the shop's logo, a profile.
 * Out: bytes: initialised, printed, cut. A text of the sale is only ever in them as dots, or, in
 * text mode, as printable characters of one code page. Not here: sending them (printer.h).
 *
 * Text mode is for profiles that have it and papers whose texts need no shaping; a picture or a
 * code that the printer cannot draw itself goes as dots in between.
 */
#pragma once

#include "plugin/base/bytes.h"
#include "receipts/dots/canvas.h"
#include "receipts/dots/fonts.h"
#include "receipts/paper.h"
#include "receipts/printer/profile.h"

/* ENCODE_DOTS: one picture, the same as the preview. ENCODE_TEXT: the printer's own letters where
 * they do, line by line; dots for the other lines. */
enum encode_mode { ENCODE_DOTS = 1, ENCODE_TEXT = 2 };

/* job: four printable characters that the printer repeats behind the data when its profile counts
 * cuts; NULL: none are asked for. logo may be NULL. */
struct encode_wish {
	const struct profile *profile;
	enum encode_mode mode;
	const struct bitmap *logo;
	const char *job;
};

/* Adds to `out`, which is as it was after a failure. *fonts is opened when it is NULL and dots are
 * needed; it stays the caller's. E_FONT, E_MEMORY, E_LIMIT. */
MUST_USE rgl_rc encode_paper(const struct paper *paper, const struct encode_wish *wish,
			     const struct host *host, struct fonts **fonts, struct bytes *out,
			     struct rgl_why *why);

/* Adds what brings a printer back in step after a receipt that broke off: in the middle of a
 * picture or not, whatever it may still wait for is filled up; then initialise. marks_void: and
 * VOID below what came out, and a cut. */
void encode_resync(const struct profile *profile, bool marks_void, struct bytes *out);

/* How often the knife falls in bytes that encode_paper() made for a profile that counts cuts: by as
 * much its counter is further when they are out. */
uint32_t encode_cuts(const struct profile *profile, const uint8_t *bytes, size_t length);

/* A picture file (PNG, up to 640 dots wide is kept, wider is scaled down) as one bit a dot, by
 * error diffusion. *ret->bits is host_free()d by the caller. E_FIELD: not a PNG that can be read;
 * E_LIMIT: more than 4000 x 4000; E_MEMORY. */
MUST_USE rgl_rc encode_logo(const struct host *host, const uint8_t *png, size_t length,
			    uint32_t width_max, struct bitmap *ret, struct rgl_why *why);
