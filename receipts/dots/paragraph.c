/* paragraph.c - see paragraph.h. */
#include "receipts/dots/paragraph.h"

#include <string.h>

#include "plugin/base/utf8.h"

#define CLUSTER_MAX 16 /* characters of one that choose its face together */
#define SOFT_HYPHEN 0xADu
#define MARKS_FROM 0x300u	  /* no mark comes before it, nor anything invisible but one */
#define RIGHT_TO_LEFT_FROM 0x590u /* nor any letter from right to left before this */
#define JOINER 0x200Du
#define SIGNS_FROM 0x2190u
#define FLAG_LETTERS_FROM 0x1F1E6u
#define FLAG_LETTERS_UNTIL 0x1F1FFu
#define SKIN_FROM 0x1F3FBu
#define SKIN_UNTIL 0x1F3FFu

static hb_unicode_general_category_t category_of(uint32_t character)
{
	return hb_unicode_general_category(hb_unicode_funcs_get_default(), character);
}

static bool is_mark(uint32_t character)
{
	hb_unicode_general_category_t category;

	if (character < MARKS_FROM)
		return false;
	category = category_of(character);
	return category == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK ||
	       category == HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK ||
	       category == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK;
}

/* Joiners, isolates and variation selectors need no glyph of their own. */
static bool is_invisible(uint32_t character)
{
	if (character < MARKS_FROM)
		return character == SOFT_HYPHEN;
	return category_of(character) == HB_UNICODE_GENERAL_CATEGORY_FORMAT ||
	       (character >= 0xFE00 && character <= 0xFE0F);
}

static bool is_flag_letter(uint32_t character)
{
	return character >= FLAG_LETTERS_FROM && character <= FLAG_LETTERS_UNTIL;
}

static bool is_skin(uint32_t character)
{
	return character >= SKIN_FROM && character <= SKIN_UNTIL;
}

/* Whether what is seen as one goes on at `at`: marks, and the pictures of several characters that
 * Unicode calls emoji sequences (UTS #51), of which no more than one box should be seen. */
static bool goes_on(const struct paragraph *paragraph, uint32_t from, uint32_t at)
{
	const uint32_t character = paragraph->characters[at];
	const uint32_t before = paragraph->characters[at - 1];

	if (is_mark(character) || is_invisible(character) || is_skin(character))
		return true;
	if (before == JOINER && character >= SIGNS_FROM)
		return true;
	return is_flag_letter(character) && is_flag_letter(before) && at == from + 1;
}

static void decode(struct paragraph *paragraph, const char *text)
{
	size_t length = strlen(text);
	size_t at = 0;

	paragraph->length = 0;
	while (at < length && paragraph->length < PARAGRAPH_CHARACTERS_MAX)
		paragraph->characters[paragraph->length++] = utf8_next(text, length, &at);
	memset(paragraph->widths, 0, paragraph->length * sizeof(paragraph->widths[0]));
	memset(paragraph->begins, 0, paragraph->length * sizeof(paragraph->begins[0]));
}

/* Most receipts have nothing from right to left: UAX #9 would find level 0 all along. */
static bool is_left_to_right(const struct paragraph *paragraph)
{
	if (paragraph->is_right_to_left)
		return false;
	for (uint32_t i = 0; i < paragraph->length; i++)
		if (paragraph->characters[i] >= RIGHT_TO_LEFT_FROM)
			return false;
	return true;
}

static rgl_rc find_levels(struct paragraph *paragraph)
{
	FriBidiCharType types[PARAGRAPH_ROOM];
	FriBidiBracketType brackets[PARAGRAPH_ROOM];
	FriBidiParType direction =
		paragraph->is_right_to_left ? FRIBIDI_PAR_WRTL : FRIBIDI_PAR_WLTR;
	const int length = (int)paragraph->length;

	if (is_left_to_right(paragraph)) {
		memset(paragraph->levels, 0, paragraph->length * sizeof(paragraph->levels[0]));
		paragraph->base = 0;
		return RGL_OK;
	}
	fribidi_get_bidi_types(paragraph->characters, length, types);
	fribidi_get_bracket_types(paragraph->characters, length, types, brackets);
	if (fribidi_get_par_embedding_levels_ex(types, brackets, length, &direction,
						paragraph->levels) == 0)
		return RGL_E_MEMORY;
	paragraph->base = FRIBIDI_IS_RTL(direction) ? 1 : 0;
	return RGL_OK;
}

static bool is_script(hb_script_t script)
{
	return script != HB_SCRIPT_COMMON && script != HB_SCRIPT_INHERITED;
}

static hb_script_t script_of(uint32_t character)
{
	const uint32_t small = character | 0x20;

	if (character < 0x80)
		return small >= 'a' && small <= 'z' ? HB_SCRIPT_LATIN : HB_SCRIPT_COMMON;
	return hb_unicode_script(hb_unicode_funcs_get_default(), character);
}

/* What belongs to no script takes the one before it; at the beginning, the one after. */
static void find_scripts(struct paragraph *paragraph)
{
	hb_script_t script = HB_SCRIPT_LATIN;

	for (uint32_t i = 0; i < paragraph->length; i++)
		paragraph->scripts[i] = script_of(paragraph->characters[i]);
	for (uint32_t i = 0; i < paragraph->length; i++) {
		script = paragraph->scripts[i];
		if (is_script(script))
			break;
	}
	if (!is_script(script))
		script = HB_SCRIPT_LATIN;
	for (uint32_t i = 0; i < paragraph->length; i++) {
		if (is_script(paragraph->scripts[i]))
			script = paragraph->scripts[i];
		paragraph->scripts[i] = script;
	}
}

/* The face of a character and the marks on it. Signs and spaces stay in the face before them when
 * it has them, so that they do not tear a word's run apart; digits always look the same. */
static rgl_rc pick_face(struct paragraph *paragraph, uint32_t from, uint32_t until, uint16_t before,
			uint16_t *ret)
{
	const uint32_t first = paragraph->characters[from];
	uint32_t wanted[CLUSTER_MAX];
	uint32_t count = 0;
	rgl_rc rc;

	for (uint32_t i = from; i < until && count < CLUSTER_MAX; i++)
		if (!is_invisible(paragraph->characters[i]))
			wanted[count++] = paragraph->characters[i];
	if (count == 0 && before != FONTS_NONE) {
		*ret = before;
		return RGL_OK;
	}
	if (count == 1 && first < 0x80 && !(first >= '0' && first <= '9') &&
	    fonts_has(paragraph->fonts, before, first)) {
		*ret = before;
		return RGL_OK;
	}
	rc = fonts_pick(paragraph->fonts, wanted, count, paragraph->is_bold, ret);
	if (rc == RGL_OK && *ret == FONTS_NONE && count > 1)
		rc = fonts_pick(paragraph->fonts, wanted, 1, paragraph->is_bold, ret);
	return rc;
}

static rgl_rc find_faces(struct paragraph *paragraph)
{
	uint16_t face = FONTS_NONE;

	for (uint32_t from = 0, until; from < paragraph->length; from = until) {
		rgl_rc rc;

		for (until = from + 1; until < paragraph->length; until++)
			if (!goes_on(paragraph, from, until))
				break;
		paragraph->begins[from] = true;
		rc = pick_face(paragraph, from, until, face, &face);
		if (rc < 0)
			return rc;
		for (uint32_t i = from; i < until; i++)
			paragraph->faces[i] = face;
	}
	return RGL_OK;
}

uint32_t paragraph_run_end(const struct paragraph *paragraph, uint32_t from, uint32_t limit)
{
	uint32_t until = from + 1;

	while (until < limit && paragraph->faces[until] == paragraph->faces[from] &&
	       paragraph->levels[until] == paragraph->levels[from] &&
	       paragraph->scripts[until] == paragraph->scripts[from])
		until++;
	return until;
}

/* A box stands for each cluster that no font has. */
static void put_boxes(struct paragraph *paragraph, struct paragraph_run *run)
{
	for (uint32_t i = run->from; i < run->until; i++)
		if (paragraph->begins[i] && paragraph->glyphs_count < PARAGRAPH_GLYPHS_MAX)
			paragraph->glyphs[paragraph->glyphs_count++] = (struct paragraph_glyph) {
				.cluster = (uint16_t)i,
				.may_part = true,
				.advance = paragraph_box_width(paragraph),
			};
}

/* Takes what HarfBuzz made. A skin's colour that the face lacks is nothing to see. */
static void put_glyphs(struct paragraph *paragraph, uint32_t first)
{
	unsigned count;
	const hb_glyph_info_t *glyphs = hb_buffer_get_glyph_infos(paragraph->buffer, &count);
	const hb_glyph_position_t *places =
		hb_buffer_get_glyph_positions(paragraph->buffer, &count);

	for (unsigned i = 0; i < count && paragraph->glyphs_count < PARAGRAPH_GLYPHS_MAX; i++) {
		const uint32_t at = first + glyphs[i].cluster;
		const bool is_missing = glyphs[i].codepoint == 0;

		if (is_missing && is_skin(paragraph->characters[at]))
			continue;
		paragraph->glyphs[paragraph->glyphs_count++] = (struct paragraph_glyph) {
			.glyph = glyphs[i].codepoint,
			.cluster = (uint16_t)at,
			.may_part = (hb_glyph_info_get_glyph_flags(&glyphs[i]) &
				     HB_GLYPH_FLAG_UNSAFE_TO_BREAK) == 0,
			.advance =
				is_missing ? paragraph_box_width(paragraph) : places[i].x_advance,
			.x = places[i].x_offset,
			.y = places[i].y_offset,
		};
	}
}

static rgl_rc shape_run(struct paragraph *paragraph, uint32_t first, uint32_t last,
			const struct paragraph_run *run)
{
	const char *const shapers[] = { "ot", NULL };
	hb_buffer_t *buffer = paragraph->buffer;
	struct hb_font_t *font =
		fonts_shaper(paragraph->fonts, paragraph->faces[run->from], paragraph->size_dots);

	hb_buffer_clear_contents(buffer);
	hb_buffer_add_utf32(buffer, paragraph->characters + first, (int)(last - first),
			    run->from - first, (int)(run->until - run->from));
	hb_buffer_set_direction(buffer, FRIBIDI_LEVEL_IS_RTL(paragraph->levels[run->from])
						? HB_DIRECTION_RTL
						: HB_DIRECTION_LTR);
	hb_buffer_set_script(buffer, paragraph->scripts[run->from]);
	if (!hb_shape_full(font, buffer, NULL, 0, shapers) ||
	    !hb_buffer_allocation_successful(buffer))
		return RGL_E_MEMORY;
	put_glyphs(paragraph, first);
	return RGL_OK;
}

rgl_rc paragraph_shape(struct paragraph *paragraph, uint32_t first, uint32_t last,
		       struct paragraph_run *run)
{
	rgl_rc rc = RGL_OK;

	run->glyphs_from = paragraph->glyphs_count;
	if (paragraph->faces[run->from] == FONTS_NONE)
		put_boxes(paragraph, run);
	else
		rc = shape_run(paragraph, first, last, run);
	run->glyphs_until = paragraph->glyphs_count;
	return rc;
}

int32_t paragraph_box_width(const struct paragraph *paragraph)
{
	return (int32_t)fonts_box_dots(paragraph->size_dots) * PARAGRAPH_DOT;
}

/* How wide each cluster is when the text stands in one line; enough to choose breaks by. */
static rgl_rc measure(struct paragraph *paragraph)
{
	rgl_rc rc = RGL_OK;

	paragraph->runs_count = 0;
	paragraph->glyphs_count = 0;
	for (uint32_t from = 0; from < paragraph->length && rc == RGL_OK;) {
		struct paragraph_run *run = &paragraph->runs[paragraph->runs_count++];

		run->from = from;
		run->until = from = paragraph_run_end(paragraph, from, paragraph->length);
		rc = paragraph_shape(paragraph, 0, paragraph->length, run);
	}
	/* What HarfBuzz has made one is one, whatever it was before. */
	memset(paragraph->begins, 0, paragraph->length * sizeof(paragraph->begins[0]));
	for (uint32_t i = 0; i < paragraph->glyphs_count; i++) {
		paragraph->begins[paragraph->glyphs[i].cluster] = true;
		paragraph->widths[paragraph->glyphs[i].cluster] += paragraph->glyphs[i].advance;
	}
	return rc;
}

rgl_rc paragraph_read(struct paragraph *paragraph, const char *text)
{
	rgl_rc rc;

	decode(paragraph, text);
	if (paragraph->length == 0)
		return RGL_OK;
	rc = find_levels(paragraph);
	if (rc < 0)
		return rc;
	find_scripts(paragraph);
	rc = find_faces(paragraph);
	if (rc < 0)
		return rc;
	return measure(paragraph);
}
