/* shape.h - a text as lines of glyphs, each with its place.
 *
 * In:  UTF-8 of any script or several, a size, a width.
 * Out: line after line: glyphs from left to right, shaped by HarfBuzz, in the order of UAX #9 by
 *      FriBidi.
 * Not here: drawing them (layout.h), opening faces (fonts.h),
 *      where a line may end (breaks.h).
 *
 * Lines break where breaks.h allows it; a word wider than the line breaks between its clusters.
 */
#pragma once

#include "receipts/dots/fonts.h"

struct shape;

/* is_right_to_left: of the paper, for texts that do not tell by a letter of their own. */
struct shape_style {
	uint32_t size_dots;
	bool is_bold;
	bool is_right_to_left;
};

/* x, y: from the line's left end and baseline, in dots. face FONTS_NONE: no font has the
 * character, and a box stands for it. */
struct shape_glyph {
	uint16_t face;
	uint32_t glyph;
	int32_t x;
	int32_t y;
};

/* The glyphs are the shape's, and good until the next call. */
struct shape_line {
	const struct shape_glyph *glyphs;
	uint32_t count;
	uint32_t width_dots;
};

/* Working space for one text at a time. E_MEMORY. `fonts` outlives it; shape_close takes NULL. */
MUST_USE rgl_rc shape_open(const struct host *host, struct fonts *fonts, struct shape **ret);
void shape_close(struct shape *shape);

/* Takes in a text; what is beyond its 512th character is left out. E_MEMORY. */
MUST_USE rgl_rc shape_text(struct shape *shape, struct shape_style style, const char *text);

/* Whether there is more to set. */
bool shape_has_more(const struct shape *shape);

/* How many lines of that width are left. */
uint32_t shape_count(const struct shape *shape, uint32_t width_dots);

/* The next line; when it is the last allowed, what is left over becomes an ellipsis. E_MEMORY. */
MUST_USE rgl_rc shape_line(struct shape *shape, uint32_t width_dots, bool is_last,
			   struct shape_line *ret);
