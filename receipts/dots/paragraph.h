/* paragraph.h - a text taken apart: what each character is, before lines are made of it.
 *
 * In:  UTF-8, a size.
 * Out: for each character, in the order of reading, its level, script, face and width; and runs of
 *      neighbours, shaped.
 * Not here: breaking into lines and the order on paper (shape.h).
 */
#pragma once

#include <fribidi.h>
#include <hb.h>

#include "receipts/dots/fonts.h"

#define PARAGRAPH_CHARACTERS_MAX 512
#define PARAGRAPH_ROOM (PARAGRAPH_CHARACTERS_MAX + 1) /* one more for an ellipsis */
#define PARAGRAPH_GLYPHS_MAX 1536		      /* what is beyond is left out */
#define PARAGRAPH_DOT 64 /* HarfBuzz's units in a dot, as fonts_shaper() has it */

/* A shaped glyph, in 64ths of a dot; glyph 0: no font has it. may_part: the text may be cut before
 * its cluster without being shaped anew. */
struct paragraph_glyph {
	uint32_t glyph;
	uint16_t cluster; /* the character that it begins with */
	bool may_part;
	int32_t advance;
	int32_t x;
	int32_t y;
};

/* Neighbours of one level, face and script, which are shaped together: characters `from` up to, not
 * including, `until`; glyphs likewise, from left to right. */
struct paragraph_run {
	uint32_t from;
	uint32_t until;
	uint32_t glyphs_from;
	uint32_t glyphs_until;
};

/* is_right_to_left: what a text goes by that has no letter of its own to tell. runs: of the whole
 * text as one line, which is measured so. */
struct paragraph {
	struct fonts *fonts;
	hb_buffer_t *buffer;
	uint32_t size_dots;
	bool is_bold;
	bool is_right_to_left;
	FriBidiLevel base;
	uint32_t length;
	uint32_t runs_count;
	uint32_t glyphs_count;
	uint32_t characters[PARAGRAPH_ROOM];
	FriBidiLevel levels[PARAGRAPH_ROOM];
	hb_script_t scripts[PARAGRAPH_ROOM];
	uint16_t faces[PARAGRAPH_ROOM];
	int32_t widths[PARAGRAPH_ROOM]; /* of the cluster that begins here, in 64ths of a dot */
	bool begins[PARAGRAPH_ROOM];	/* whether a cluster does */
	struct paragraph_run runs[PARAGRAPH_ROOM];
	struct paragraph_glyph glyphs[PARAGRAPH_GLYPHS_MAX];
};

/* Takes in a text, for the fonts, size, weight and direction in *paragraph; what is beyond
 * PARAGRAPH_CHARACTERS_MAX is left out. E_MEMORY. */
MUST_USE rgl_rc paragraph_read(struct paragraph *paragraph, const char *text);

/* Where the run that begins at `from` ends, `limit` at most. */
uint32_t paragraph_run_end(const struct paragraph *paragraph, uint32_t from, uint32_t limit);

/* Shapes a run behind the glyphs that are there, with the rest of its line from `first` up to
 * `last` as context, and sets its glyphs. E_MEMORY. */
MUST_USE rgl_rc paragraph_shape(struct paragraph *paragraph, uint32_t first, uint32_t last,
				struct paragraph_run *run);

/* In 64ths of a dot, of what stands for a missing character. */
int32_t paragraph_box_width(const struct paragraph *paragraph);
