/* fonts.h - the fonts we write with: Debian's, from an explicit list.
 *
 * In:  characters.
 * Out: the first face of the list that has them, that face for shaping, and its glyphs as bitmaps.
 * Not here: which glyphs a text becomes (shape.h). No fontconfig: a font that somebody installs
 * changes no receipt.
 *
 * Faces are opened when a character first needs them. FreeType's memory is the host's; HarfBuzz
 * takes its own from the C library. One thread at a time.
 */
#pragma once

#include <stdbool.h>

#include "receipts/dots/canvas.h"

struct hb_font_t; /* HarfBuzz's, so that only shape.c need know it */
struct fonts;
struct glyph; /* glyphs.h */

#define FONTS_NONE UINT16_MAX /* no face has that character */
#define FONTS_SIZE_MAX 96     /* dots an em */

/* Fonts below /usr/share/fonts. E_FONT: not one that can write English; says which package to
 * install. E_MEMORY. `host` outlives it; close it with fonts_close, which takes NULL too. */
MUST_USE rgl_rc fonts_open(const struct host *host, struct fonts **ret, struct rgl_why *why);

/* The same below another folder. */
MUST_USE rgl_rc fonts_open_below(const struct host *host, const char *folder, struct fonts **ret,
				 struct rgl_why *why);
void fonts_close(struct fonts *fonts);

/* The first face that has all of the characters, which may be one without weight for is_bold; else
 * FONTS_NONE, of which the host's log is told once a script, with the package to install. E_MEMORY.
 */
MUST_USE rgl_rc fonts_pick(struct fonts *fonts, const uint32_t *characters, uint32_t count,
			   bool is_bold, uint16_t *ret_face);

/* Whether a face that fonts_pick() gave is bold by itself. */
bool fonts_is_bold(uint16_t face);

/* Whether a face that fonts_pick() gave has a character. */
bool fonts_has(const struct fonts *fonts, uint16_t face, uint32_t character);

/* The face for HarfBuzz, in 64ths of a dot; it is the fonts', and good until the next call. */
struct hb_font_t *fonts_shaper(struct fonts *fonts, uint16_t face, uint32_t size_dots);

/* A glyph's bitmap, which is good until the next call. E_MEMORY. */
MUST_USE rgl_rc fonts_glyph(struct fonts *fonts, uint16_t face, uint32_t size_dots, uint32_t glyph,
			    const struct glyph **ret);

/* How wide the box is that stands for a character no font has. */
uint32_t fonts_box_dots(uint32_t size_dots);
