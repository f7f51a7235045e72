/* paragraph.c - see paragraph.h. */
#include "receipts/dots/paragraph.h"

#include <string.h>

#include "plugin/base/utf8.h"

#define CLUSTER_MAX 16 /* characters of one that choose its face together */

static hb_unicode_general_category_t category_of(uint32_t character)
{
	return hb_unicode_general_category(hb_unicode_funcs_get_default(), character);
}

static bool is_mark(uint32_t character)
{
	const hb_unicode_general_category_t category = category_of(character);

	return category == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK ||
	       category == HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK ||
	       category == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK;
}

/* Joiners, isolates and variation selectors need no glyph of their own. */
static bool is_invisible(uint32_t character)
{
	return category_of(character) == HB_UNICODE_GENERAL_CATEGORY_FORMAT ||
	       (character >= 0xFE00 && character <= 0xFE0F);
}

static void decode(struct paragraph *paragraph, const char *text)
{
	size_t length = strlen(text);
	size_t at = 0;

	paragraph->length = 0;
	while (at < length && paragraph->length < PARAGRAPH_CHARACTERS_MAX)
		paragraph->characters[paragraph->length++] = utf8_next(text, length, &at);
	memset(paragraph->widths, 0, sizeof(paragraph->widths));
	memset(paragraph->begins, 0, sizeof(paragraph->begins));
}

static rgl_rc find_levels(struct paragraph *paragraph)
{
	FriBidiCharType types[PARAGRAPH_ROOM];
	FriBidiBracketType brackets[PARAGRAPH_ROOM];
	FriBidiParType direction = FRIBIDI_PAR_ON;
	const int length = (int)paragraph->length;

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

/* What belongs to no script takes the one before it; at the beginning, the one after. */
static void find_scripts(struct paragraph *paragraph)
{
	hb_script_t script = HB_SCRIPT_LATIN;

	for (uint32_t i = 0; i < paragraph->length; i++)
		paragraph->scripts[i] =
			hb_unicode_script(hb_unicode_funcs_get_default(), paragraph->characters[i]);
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
			if (!is_mark(paragraph->characters[until]) &&
			    !is_invisible(paragraph->characters[until]))
				break;
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

rgl_rc paragraph_shape(struct paragraph *paragraph, struct paragraph_run run, uint32_t first,
		       uint32_t last)
{
	const char *const shapers[] = { "ot", NULL };
	hb_buffer_t *buffer = paragraph->buffer;
	struct hb_font_t *font =
		fonts_shaper(paragraph->fonts, paragraph->faces[run.from], paragraph->size_dots);

	hb_buffer_clear_contents(buffer);
	hb_buffer_add_utf32(buffer, paragraph->characters + first, (int)(last - first),
			    run.from - first, (int)(run.until - run.from));
	hb_buffer_set_direction(buffer, FRIBIDI_LEVEL_IS_RTL(paragraph->levels[run.from])
						? HB_DIRECTION_RTL
						: HB_DIRECTION_LTR);
	hb_buffer_set_script(buffer, paragraph->scripts[run.from]);
	if (!hb_shape_full(font, buffer, NULL, 0, shapers) ||
	    !hb_buffer_allocation_successful(buffer))
		return RGL_E_MEMORY;
	return RGL_OK;
}

int32_t paragraph_box_width(const struct paragraph *paragraph)
{
	return (int32_t)fonts_box_dots(paragraph->size_dots) * PARAGRAPH_DOT;
}

static rgl_rc measure_run(struct paragraph *paragraph, struct paragraph_run run)
{
	const hb_glyph_position_t *places;
	const hb_glyph_info_t *glyphs;
	unsigned count;
	rgl_rc rc;

	rc = paragraph_shape(paragraph, run, 0, paragraph->length);
	if (rc < 0)
		return rc;
	glyphs = hb_buffer_get_glyph_infos(paragraph->buffer, &count);
	places = hb_buffer_get_glyph_positions(paragraph->buffer, &count);
	for (unsigned i = 0; i < count; i++) {
		const uint32_t at = glyphs[i].cluster;
		const bool is_missing = glyphs[i].codepoint == 0;

		paragraph->begins[at] = true;
		paragraph->widths[at] +=
			is_missing ? paragraph_box_width(paragraph) : places[i].x_advance;
	}
	return RGL_OK;
}

static void measure_boxes(struct paragraph *paragraph, struct paragraph_run run)
{
	for (uint32_t i = run.from; i < run.until; i++) {
		paragraph->begins[i] = true;
		paragraph->widths[i] = paragraph_box_width(paragraph);
	}
}

/* How wide each cluster is when the text stands in one line; enough to choose breaks by. */
static rgl_rc measure(struct paragraph *paragraph)
{
	struct paragraph_run run = { 0 };
	rgl_rc rc = RGL_OK;

	for (; run.from < paragraph->length && rc == RGL_OK; run.from = run.until) {
		run.until = paragraph_run_end(paragraph, run.from, paragraph->length);
		if (paragraph->faces[run.from] == FONTS_NONE)
			measure_boxes(paragraph, run);
		else
			rc = measure_run(paragraph, run);
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
