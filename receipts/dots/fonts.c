/* fonts.c - see fonts.h. */
#include "receipts/dots/fonts.h"

#include <stdio.h>
#include <string.h>

#include "receipts/dots/face.h"
#include "receipts/dots/glyphs.h"

#include FT_MODULE_H

#define FOLDER "/usr/share/fonts"
#define PATH_ROOM 512

#define PICKS 512 /* characters whose face is remembered; a power of two */
#define PICKS_SHIFT 23
#define LETTERS_END                                                                                \
	0x2000u /* from here on Unicode has signs, before it letters and their marks               \
		 */
#define SAID_MAX 8

/* What a character of any script may be tried in. */
#define ANY HB_SCRIPT_INVALID

/* Three scripts, and the signs that are theirs. */
#define JAPANESE HB_SCRIPT_HAN
#define JAPANESE_FROM 0x3000u
#define JAPANESE_UNTIL 0x33FFu
#define FULL_WIDTH_FROM 0xFF00u
#define FULL_WIDTH_UNTIL 0xFFEFu

/* The order is the order of trying. Noto for every script of Debian's package that people are
 * named in, then Japanese, then signs, then what the shop may have installed beside: behind all
 * others, so that it changes no receipt that was whole without it. */
static const struct {
	hb_script_t script;
	const char *regular;
	const char *bold;
} FAMILIES[] = {
#define NOTO(script, name)                                                                         \
	{                                                                                          \
		script, "truetype/noto/Noto" name "-Regular.ttf",                                  \
			"truetype/noto/Noto" name "-Bold.ttf"                                      \
	}
	NOTO(ANY, "Sans"),
	NOTO(HB_SCRIPT_DEVANAGARI, "SansDevanagari"),
	NOTO(HB_SCRIPT_ARABIC, "SansArabic"),
	NOTO(HB_SCRIPT_HEBREW, "SansHebrew"),
	NOTO(HB_SCRIPT_THAI, "SansThai"),
	NOTO(HB_SCRIPT_BENGALI, "SansBengali"),
	NOTO(HB_SCRIPT_GURMUKHI, "SansGurmukhi"),
	NOTO(HB_SCRIPT_GUJARATI, "SansGujarati"),
	NOTO(HB_SCRIPT_ORIYA, "SansOriya"),
	NOTO(HB_SCRIPT_TAMIL, "SansTamil"),
	NOTO(HB_SCRIPT_TELUGU, "SansTelugu"),
	NOTO(HB_SCRIPT_KANNADA, "SansKannada"),
	NOTO(HB_SCRIPT_MALAYALAM, "SansMalayalam"),
	NOTO(HB_SCRIPT_SINHALA, "SansSinhala"),
	NOTO(HB_SCRIPT_LAO, "SansLao"),
	NOTO(HB_SCRIPT_KHMER, "SansKhmer"),
	NOTO(HB_SCRIPT_MYANMAR, "SansMyanmar"),
	NOTO(HB_SCRIPT_TIBETAN, "SerifTibetan"),
	NOTO(HB_SCRIPT_GEORGIAN, "SansGeorgian"),
	NOTO(HB_SCRIPT_ARMENIAN, "SansArmenian"),
	NOTO(HB_SCRIPT_ETHIOPIC, "SansEthiopic"),
	NOTO(HB_SCRIPT_CHEROKEE, "SansCherokee"),
	NOTO(HB_SCRIPT_THAANA, "SansThaana"),
	{ HB_SCRIPT_MONGOLIAN, "truetype/noto/NotoSansMongolian-Regular.ttf", NULL },
	{ JAPANESE, "opentype/ipaexfont-gothic/ipaexg.ttf", NULL },
	NOTO(ANY, "SansSymbols"),
	{ ANY, "truetype/noto/NotoSansSymbols2-Regular.ttf", NULL },
#undef NOTO
	{ ANY, "truetype/dejavu/DejaVuSans.ttf", "truetype/dejavu/DejaVuSans-Bold.ttf" },
	{ ANY, "opentype/noto/NotoSansCJK-Regular.ttc", "opentype/noto/NotoSansCJK-Bold.ttc" },
};

#define FAMILIES_COUNT (sizeof(FAMILIES) / sizeof(FAMILIES[0]))
#define FACES_COUNT (2 * FAMILIES_COUNT) /* regular and bold of each, side by side */

/* character: 0, none yet. */
struct pick {
	uint32_t character;
	uint16_t face;
};

struct fonts {
	const struct host *host;
	struct FT_MemoryRec_ memory;
	bool has_run_out; /* FreeType was refused memory since this was last cleared */
	FT_Library library;
	char folder[PATH_ROOM / 2];
	struct face faces[FACES_COUNT];
	struct pick picks[2][PICKS]; /* regular, bold */
	hb_script_t said[SAID_MAX];  /* scripts that the log was told of */
	uint32_t said_count;
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

/* *ret_usable tells whether the face, opened now if it was not, can be written with. */
static rgl_rc face_want(struct fonts *fonts, size_t index, bool *ret_usable)
{
	const char *bold = FAMILIES[index / 2].bold;
	const char *file = index % 2 == 0 ? FAMILIES[index / 2].regular : bold;
	struct face *face = &fonts->faces[index];
	char path[PATH_ROOM];
	rgl_rc rc = RGL_OK;

	if (!face->is_tried && file != NULL) {
		(void)snprintf(path, sizeof(path), "%s/%s", fonts->folder, file);
		rc = face_open(fonts->host, fonts->library, &fonts->has_run_out, path, face);
	}
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

static bool is_japanese(hb_script_t script, uint32_t character)
{
	return script == HB_SCRIPT_HAN || script == HB_SCRIPT_HIRAGANA ||
	       script == HB_SCRIPT_KATAKANA ||
	       (character >= JAPANESE_FROM && character <= JAPANESE_UNTIL) ||
	       (character >= FULL_WIDTH_FROM && character <= FULL_WIDTH_UNTIL);
}

/* A letter is looked for in the fonts of its script, a sign in those of signs: so a character that
 * nobody has does not open every font there is. */
static bool may_have(hb_script_t family, hb_script_t script, uint32_t character)
{
	const bool is_shared = script == HB_SCRIPT_COMMON || script == HB_SCRIPT_INHERITED;

	if (family == JAPANESE)
		return is_japanese(script, character);
	return family == ANY || family == script || (is_shared && character < LETTERS_END);
}

static const char *package_of(hb_script_t script)
{
	switch (script) {
	case HB_SCRIPT_HIRAGANA:
	case HB_SCRIPT_KATAKANA:
		return "fonts-ipaexfont-gothic";
	case HB_SCRIPT_HAN:
		return "fonts-ipaexfont-gothic or fonts-noto-cjk";
	case HB_SCRIPT_HANGUL:
	case HB_SCRIPT_BOPOMOFO:
		return "fonts-noto-cjk";
	case HB_SCRIPT_COMMON:
	case HB_SCRIPT_INHERITED:
	case HB_SCRIPT_UNKNOWN:
		return NULL;
	default:
		return "fonts-noto-core";
	}
}

/* The till's log is told once of each script that is printed as boxes. */
static void say_missing(struct fonts *fonts, hb_script_t script)
{
	const char *package = package_of(script);
	char tag[5] = { 0 };

	if (package == NULL || fonts->said_count == SAID_MAX)
		return;
	for (uint32_t i = 0; i < fonts->said_count; i++)
		if (fonts->said[i] == script)
			return;
	fonts->said[fonts->said_count++] = script;
	hb_tag_to_string(hb_script_to_iso15924_tag(script), tag);
	host_log(fonts->host, RGL_LOG_WARNING,
		 "receipts show boxes for letters of the script %s, which no font here has; "
		 "install Debian's package %s",
		 tag, package);
}

static rgl_rc search(struct fonts *fonts, const uint32_t *characters, uint32_t count, bool is_bold,
		     uint16_t *ret_face)
{
	const uint32_t first = count > 0 ? characters[0] : ' ';
	const hb_script_t script = hb_unicode_script(hb_unicode_funcs_get_default(), first);

	for (size_t family = 0; family < FAMILIES_COUNT; family++) {
		uint16_t face = (uint16_t)(2 * family + (is_bold ? 1 : 0));
		bool is_usable = false;
		rgl_rc rc;

		if (!may_have(FAMILIES[family].script, script, first))
			continue;
		rc = face_want(fonts, face, &is_usable);
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
	if (count == 1)
		say_missing(fonts, script);
	*ret_face = FONTS_NONE;
	return RGL_OK;
}

rgl_rc fonts_pick(struct fonts *fonts, const uint32_t *characters, uint32_t count, bool is_bold,
		  uint16_t *ret_face)
{
	struct pick *pick;
	rgl_rc rc;

	if (count != 1 || characters[0] == 0)
		return search(fonts, characters, count, is_bold, ret_face);
	/* Golden-ratio hashing, as in glyphs.c. */
	pick = &fonts->picks[is_bold ? 1 : 0]
			    [(characters[0] * UINT32_C(0x9E3779B9)) >> PICKS_SHIFT];
	if (pick->character != characters[0]) {
		uint16_t face;

		rc = search(fonts, characters, 1, is_bold, &face);
		if (rc < 0)
			return rc;
		*pick = (struct pick) { characters[0], face };
	}
	*ret_face = pick->face;
	return RGL_OK;
}

bool fonts_is_bold(uint16_t face)
{
	return face % 2 == 1;
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
