/* glyphs.h - glyphs as bitmaps, the last used ones kept.
 *
 * In:  a face of FreeType, a size, a glyph's number.
 * Out: its bitmap, drawn once and kept in one of a fixed number of slots.
 * Not here: which face (fonts.h).
 */
#pragma once

#include "receipts/dots/canvas.h"

#define GLYPHS_SLOTS 1024   /* a power of two */
#define GLYPHS_DOTS_MAX 512 /* a glyph wider or higher than this is left blank */

struct FT_FaceRec_;

struct glyph_key {
	uint16_t face;
	uint32_t size_dots; /* up to 255 */
	uint32_t glyph;
};

/* A glyph's bitmap; it begins `left` dots right of the pen and `above` dots over the baseline. */
struct glyph {
	int32_t left;
	int32_t above;
	struct bitmap bitmap;
};

struct glyph_slot {
	uint64_t key; /* 0: empty */
	struct glyph glyph;
	uint8_t *bits;
};

/* Empty when zero. */
struct glyphs {
	struct glyph_slot slots[GLYPHS_SLOTS];
};

void glyphs_free(struct glyphs *glyphs, const struct host *host);

/* The bitmap, good until the next call. What the face cannot draw, and a giant, is blank. E_MEMORY,
 * as far as it is the host's; FreeType's own want of memory is for the caller to notice and then to
 * have the glyph forgotten. */
MUST_USE rgl_rc glyphs_find(struct glyphs *glyphs, const struct host *host,
			    struct FT_FaceRec_ *drawer, const struct glyph_key *key,
			    const struct glyph **ret);

/* Empties the glyph's slot. */
void glyphs_forget(struct glyphs *glyphs, const struct host *host, const struct glyph_key *key);
