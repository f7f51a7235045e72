/* fonts.c - see fonts.h. */
#include "receipts/dots/fonts.h"

#include <ft2build.h>
#include <stdio.h>
#include <string.h>

#include FT_FREETYPE_H
#include FT_MODULE_H
#include <hb-ot.h>
#include <hb.h>

#include "receipts/dots/glyphs.h"

#define FOLDER "/usr/share/fonts"
#define PATH_ROOM 512

/* The order is the order of trying. Noto for every script of Debian's package that people are
 * named in, then DejaVu, which also has many signs, then CJK if the shop installed it. */
static const struct {
	const char *regular;
	const char *bold;
} FAMILIES[] = {
#define NOTO(name)                                                                                 \
	{                                                                                          \
		"truetype/noto/Noto" name "-Regular.ttf", "truetype/noto/Noto" name "-Bold.ttf"    \
	}
	NOTO("Sans"),
	NOTO("SansDevanagari"),
	NOTO("SansArabic"),
	NOTO("SansHebrew"),
	NOTO("SansThai"),
	NOTO("SansBengali"),
	NOTO("SansGurmukhi"),
	NOTO("SansGujarati"),
	NOTO("SansOriya"),
	NOTO("SansTamil"),
	NOTO("SansTelugu"),
	NOTO("SansKannada"),
	NOTO("SansMalayalam"),
	NOTO("SansSinhala"),
	NOTO("SansLao"),
	NOTO("SansKhmer"),
	NOTO("SansMyanmar"),
	NOTO("SerifTibetan"),
	NOTO("SansGeorgian"),
	NOTO("SansArmenian"),
	NOTO("SansEthiopic"),
	NOTO("SansCherokee"),
	NOTO("SansThaana"),
	NOTO("SansSymbols"),
	{ "truetype/noto/NotoSansMongolian-Regular.ttf", NULL },
	{ "truetype/noto/NotoSansSymbols2-Regular.ttf", NULL },
#undef NOTO
	{ "truetype/dejavu/DejaVuSans.ttf", "truetype/dejavu/DejaVuSans-Bold.ttf" },
	{ "opentype/noto/NotoSansCJK-Regular.ttc", "opentype/noto/NotoSansCJK-Bold.ttc" },
};

#define FAMILIES_COUNT (sizeof(FAMILIES) / sizeof(FAMILIES[0]))
#define FACES_COUNT (2 * FAMILIES_COUNT) /* regular and bold of each, side by side */

struct face {
	bool is_tried;
	hb_blob_t *file;
	hb_font_t *shaper;
	FT_Face drawer;
};

struct fonts {
	const struct host *host;
	struct FT_MemoryRec_ memory;
	bool has_run_out; /* FreeType was refused memory since this was last cleared */
	FT_Library library;
	char folder[PATH_ROOM / 2];
	struct face faces[FACES_COUNT];
	struct glyphs glyphs;
};

static void *lend(FT_Memory memory, long size)
{
	struct fonts *fonts = memory->user;
	void *block = host_resize(fonts->host, NULL, (size_t)size);

	fonts->has_run_out = fonts->has_run_out || block == NULL;
	return block;
}

static void take_back(FT_Memory memory, void *block)
{
	struct fonts *fonts = memory->user;

	host_free(fonts->host, block);
}

static void *lend_other(FT_Memory memory, long old_size, long size, void *block)
{
	struct fonts *fonts = memory->user;
	void *moved = host_resize(fonts->host, block, (size_t)size);

	(void)old_size;
	fonts->has_run_out = fonts->has_run_out || moved == NULL;
	return moved;
}

static void face_close(struct face *face)
{
	if (face->drawer != NULL)
		(void)FT_Done_Face(face->drawer);
	hb_font_destroy(face->shaper);
	hb_blob_destroy(face->file);
	*face = (struct face) { 0 };
}

static hb_font_t *shaper_of(hb_blob_t *file)
{
	hb_face_t *face = hb_face_create(file, 0);
	hb_font_t *font = hb_font_create(face);

	hb_face_destroy(face);
	hb_ot_font_set_funcs(font);
	return font;
}

/* A file that is not there, or not a font, leaves the face without a drawer; only want of memory
 * is a failure, after which it may be tried again. */
static rgl_rc face_open(struct fonts *fonts, const char *file, struct face *ret)
{
	struct face face = { .is_tried = true };
	char path[PATH_ROOM];
	const char *data;
	unsigned length;

	(void)snprintf(path, sizeof(path), "%s/%s", fonts->folder, file);
	face.file = hb_blob_create_from_file_or_fail(path);
	if (face.file == NULL) {
		*ret = face;
		return RGL_OK;
	}
	data = hb_blob_get_data(face.file, &length);
	fonts->has_run_out = false;
	if (FT_New_Memory_Face(fonts->library, (const FT_Byte *)data, (FT_Long)length, 0,
			       &face.drawer) != 0)
		face.drawer = NULL;
	if (fonts->has_run_out) {
		face_close(&face);
		return RGL_E_MEMORY;
	}
	if (face.drawer != NULL)
		face.shaper = shaper_of(face.file);
	*ret = face;
	return RGL_OK;
}

/* *ret_usable tells whether the face, opened now if it was not, can be written with. */
static rgl_rc face_want(struct fonts *fonts, size_t index, bool *ret_usable)
{
	const char *bold = FAMILIES[index / 2].bold;
	const char *file = index % 2 == 0 ? FAMILIES[index / 2].regular : bold;
	struct face *face = &fonts->faces[index];
	rgl_rc rc = RGL_OK;

	if (!face->is_tried && file != NULL)
		rc = face_open(fonts, file, face);
	if (rc == RGL_OK)
		*ret_usable = face->drawer != NULL;
	return rc;
}

static rgl_rc library_open(struct fonts *fonts)
{
	fonts->memory = (struct FT_MemoryRec_) { fonts, lend, take_back, lend_other };
	if (FT_New_Library(&fonts->memory, &fonts->library) != 0)
		return RGL_E_MEMORY;
	FT_Add_Default_Modules(fonts->library);
	return fonts->has_run_out ? RGL_E_MEMORY : RGL_OK;
}

rgl_rc fonts_open_below(const struct host *host, const char *folder, struct fonts **ret,
			struct rgl_why *why)
{
	const uint32_t letter = 'A';
	uint16_t face = FONTS_NONE;
	struct fonts *fonts;
	rgl_rc rc;

	RGL_ASSERT(strlen(folder) < sizeof(fonts->folder));
	fonts = host_new(host, sizeof(*fonts));
	if (fonts == NULL)
		return refuse(why, RGL_E_MEMORY, "there is no memory for fonts; try again");
	fonts->host = host;
	memcpy(fonts->folder, folder, strlen(folder) + 1);

	rc = library_open(fonts);
	if (rc == RGL_OK)
		rc = fonts_pick(fonts, &letter, 1, false, &face);
	if (rc < 0) {
		(void)refuse(why, rc, "there is no memory for fonts; try again");
		goto out;
	}
	if (face == FONTS_NONE) {
		rc = refuse(why, RGL_E_FONT,
			    "no font was found below %s; install Debian's package fonts-noto-core",
			    folder);
		goto out;
	}
	*ret = fonts;
	fonts = NULL;
out:
	fonts_close(fonts);
	return rc;
}

rgl_rc fonts_open(const struct host *host, struct fonts **ret, struct rgl_why *why)
{
	return fonts_open_below(host, FOLDER, ret, why);
}

void fonts_close(struct fonts *fonts)
{
	if (fonts == NULL)
		return;
	glyphs_free(&fonts->glyphs, fonts->host);
	for (size_t i = 0; i < FACES_COUNT; i++)
		face_close(&fonts->faces[i]);
	if (fonts->library != NULL)
		(void)FT_Done_Library(fonts->library);
	host_free(fonts->host, fonts);
}

bool fonts_has(const struct fonts *fonts, uint16_t face, uint32_t character)
{
	hb_codepoint_t glyph;

	return face < FACES_COUNT && fonts->faces[face].drawer != NULL &&
	       hb_font_get_nominal_glyph(fonts->faces[face].shaper, character, &glyph) != 0;
}

static bool has_all(const struct fonts *fonts, uint16_t face, const uint32_t *characters,
		    uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (!fonts_has(fonts, face, characters[i]))
			return false;
	return true;
}

rgl_rc fonts_pick(struct fonts *fonts, const uint32_t *characters, uint32_t count, bool is_bold,
		  uint16_t *ret_face)
{
	for (size_t family = 0; family < FAMILIES_COUNT; family++) {
		uint16_t face = (uint16_t)(2 * family + (is_bold ? 1 : 0));
		bool is_usable = false;
		rgl_rc rc = face_want(fonts, face, &is_usable);

		/* A family without a bold face is better than no glyph. */
		if (rc == RGL_OK && !is_usable && is_bold)
			rc = face_want(fonts, --face, &is_usable);
		if (rc < 0)
			return rc;
		if (is_usable && has_all(fonts, face, characters, count)) {
			*ret_face = face;
			return RGL_OK;
		}
	}
	*ret_face = FONTS_NONE;
	return RGL_OK;
}

struct hb_font_t *fonts_shaper(struct fonts *fonts, uint16_t face, uint32_t size_dots)
{
	hb_font_t *font = fonts->faces[face].shaper;
	const int scale = (int)size_dots * 64;

	hb_font_set_scale(font, scale, scale);
	return font;
}

rgl_rc fonts_glyph(struct fonts *fonts, uint16_t face, uint32_t size_dots, uint32_t glyph,
		   const struct glyph **ret)
{
	const struct glyph_key key = { face, size_dots, glyph };
	const struct glyph *found;
	rgl_rc rc;

	RGL_ASSERT(face < FACES_COUNT && fonts->faces[face].drawer != NULL);
	RGL_ASSERT(size_dots > 0 && size_dots <= FONTS_SIZE_MAX);
	fonts->has_run_out = false;
	rc = glyphs_find(&fonts->glyphs, fonts->host, fonts->faces[face].drawer, &key, &found);
	if (rc == RGL_OK && fonts->has_run_out) {
		glyphs_forget(&fonts->glyphs, fonts->host, &key);
		rc = RGL_E_MEMORY;
	}
	if (rc == RGL_OK)
		*ret = found;
	return rc;
}

uint32_t fonts_box_dots(uint32_t size_dots)
{
	return size_dots * 5 / 8;
}
