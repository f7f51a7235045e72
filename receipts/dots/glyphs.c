/* glyphs.c - see glyphs.h. */
#include "receipts/dots/glyphs.h"

#include <ft2build.h>

#include FT_FREETYPE_H

#define BLACK_FROM 112 /* grey of 0 to 255 that is black: a little heavier than the half */
#define SLOT_SHIFT 54
#define NEIGHBOURS 4 /* slots that a glyph may be in */

void glyphs_free(struct glyphs *glyphs, const struct host *host)
{
	for (size_t i = 0; i < GLYPHS_SLOTS; i++)
		host_free(host, glyphs->slots[i].bits);
	*glyphs = (struct glyphs) { 0 };
}

static uint8_t *pack(const struct host *host, const FT_Bitmap *grey, uint32_t stride)
{
	uint8_t *bits = host_new(host, (size_t)stride * grey->rows);

	if (bits == NULL)
		return NULL;
	for (uint32_t y = 0; y < grey->rows; y++) {
		const uint8_t *row = grey->buffer + (ptrdiff_t)y * grey->pitch;

		for (uint32_t x = 0; x < grey->width; x++)
			if (row[x] >= BLACK_FROM)
				bits[(size_t)y * stride + x / 8] |= (uint8_t)(0x80u >> (x % 8));
	}
	return bits;
}

/* Sets FreeType's slot to the glyph in grey; false when there is nothing to see. */
static bool draw(FT_Face drawer, const struct glyph_key *key)
{
	const FT_Bitmap *grey = &drawer->glyph->bitmap;

	if (FT_Set_Pixel_Sizes(drawer, 0, key->size_dots) != 0 ||
	    FT_Load_Glyph(drawer, key->glyph, FT_LOAD_RENDER | FT_LOAD_TARGET_LIGHT) != 0)
		return false;
	return grey->pixel_mode == FT_PIXEL_MODE_GRAY && grey->width > 0 && grey->rows > 0 &&
	       grey->width <= GLYPHS_DOTS_MAX && grey->rows <= GLYPHS_DOTS_MAX;
}

static rgl_rc render(const struct host *host, FT_Face drawer, struct glyph_slot *slot)
{
	const struct FT_GlyphSlotRec_ *drawn = drawer->glyph;
	const uint32_t stride = (drawn->bitmap.width + 7) / 8;

	slot->bits = pack(host, &drawn->bitmap, stride);
	if (slot->bits == NULL)
		return RGL_E_MEMORY;
	slot->glyph = (struct glyph) {
		.left = drawn->bitmap_left,
		.above = drawn->bitmap_top,
		.bitmap = { drawn->bitmap.width, drawn->bitmap.rows, stride, slot->bits },
	};
	return RGL_OK;
}

static uint64_t packed(const struct glyph_key *key)
{
	return UINT64_C(1) << 63 | (uint64_t)key->face << 40 | (uint64_t)key->size_dots << 32 |
	       key->glyph;
}

/* Where the glyph is, or else may be put: one of a few neighbours, an empty one if there is one, so
 * that two glyphs of one receipt seldom drive each other out. Golden-ratio hashing: Knuth, The Art
 * of Computer Programming, vol. 3, 6.4. */
static struct glyph_slot *slot_of(struct glyphs *glyphs, uint64_t key)
{
	const size_t first = (key * UINT64_C(0x9E3779B97F4A7C15)) >> SLOT_SHIFT;

	_Static_assert(GLYPHS_SLOTS == 1 << (64 - SLOT_SHIFT), "the shift picks one of the slots");
	for (size_t i = 0; i < NEIGHBOURS; i++) {
		struct glyph_slot *slot = &glyphs->slots[(first + i) % GLYPHS_SLOTS];

		if (slot->key == key || slot->key == 0)
			return slot;
	}
	return &glyphs->slots[first];
}

rgl_rc glyphs_find(struct glyphs *glyphs, const struct host *host, FT_Face drawer,
		   const struct glyph_key *key, const struct glyph **ret)
{
	struct glyph_slot fresh = { .key = packed(key) };
	struct glyph_slot *slot = slot_of(glyphs, fresh.key);
	rgl_rc rc = RGL_OK;

	if (slot->key != fresh.key) {
		if (draw(drawer, key))
			rc = render(host, drawer, &fresh);
		if (rc < 0)
			return rc;
		host_free(host, slot->bits);
		*slot = fresh;
	}
	*ret = &slot->glyph;
	return RGL_OK;
}

void glyphs_forget(struct glyphs *glyphs, const struct host *host, const struct glyph_key *key)
{
	struct glyph_slot *slot = slot_of(glyphs, packed(key));

	if (slot->key != packed(key))
		return;
	host_free(host, slot->bits);
	*slot = (struct glyph_slot) { 0 };
}
