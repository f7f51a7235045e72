/* shape.c - see shape.h. */
#include "receipts/dots/shape.h"

#include "receipts/dots/paragraph.h"

#define GLYPHS_MAX 2048 /* of one line; what is beyond is left out */
#define ELLIPSIS 0x2026u
#define ISOLATE_FIRST_STRONG 0x2068u
#define ISOLATE_POP 0x2069u
#define ZERO_WIDTH_SPACE 0x200Bu

struct shape {
	const struct host *host;
	uint32_t next; /* the first character that is not set yet */
	struct paragraph text;
	struct paragraph_run runs[PARAGRAPH_ROOM];
	struct shape_glyph glyphs[GLYPHS_MAX];
};

rgl_rc shape_open(const struct host *host, struct fonts *fonts, struct shape **ret)
{
	struct shape *shape = host_new(host, sizeof(*shape));

	if (shape == NULL)
		return RGL_E_MEMORY;
	shape->host = host;
	shape->text.fonts = fonts;
	shape->text.buffer = hb_buffer_create();
	if (!hb_buffer_allocation_successful(shape->text.buffer)) {
		shape_close(shape);
		return RGL_E_MEMORY;
	}
	*ret = shape;
	return RGL_OK;
}

void shape_close(struct shape *shape)
{
	if (shape == NULL)
		return;
	hb_buffer_destroy(shape->text.buffer);
	host_free(shape->host, shape);
}

rgl_rc shape_text(struct shape *shape, struct shape_style style, const char *text)
{
	shape->next = 0;
	shape->text.size_dots = style.size_dots;
	shape->text.is_bold = style.is_bold;
	return paragraph_read(&shape->text, text);
}

bool shape_has_more(const struct shape *shape)
{
	return shape->next < shape->text.length;
}

static bool is_ideograph(const struct paragraph *text, uint32_t at)
{
	return text->scripts[at] == HB_SCRIPT_HAN || text->scripts[at] == HB_SCRIPT_HIRAGANA ||
	       text->scripts[at] == HB_SCRIPT_KATAKANA;
}

/* Whether a line may end before the character at `at`. */
static bool may_break(const struct paragraph *text, uint32_t at)
{
	const uint32_t before = text->characters[at - 1];
	const uint32_t after = text->characters[at];

	if (after == ' ' || !text->begins[at])
		return false;
	if (before == ' ' || before == ZERO_WIDTH_SPACE)
		return true;
	if (before == '-')
		return at >= 2 && text->characters[at - 2] != ' ';
	return is_ideograph(text, at) && is_ideograph(text, at - 1) &&
	       hb_unicode_general_category(hb_unicode_funcs_get_default(), after) ==
		       HB_UNICODE_GENERAL_CATEGORY_OTHER_LETTER;
}

/* The end of what fits `width` from `first` on, and at least one cluster long: at a good place to
 * break, outside of names in isolates rather than inside; else between any two clusters. */
static uint32_t find_end(const struct paragraph *text, uint32_t first, int32_t width)
{
	uint32_t outside = first;
	uint32_t inside = first;
	uint32_t any = first;
	bool is_inside = false;
	int32_t used = 0;

	for (uint32_t i = first; i < text->length; i++) {
		if (i > first && may_break(text, i))
			*(is_inside ? &inside : &outside) = i;
		if (i > first && text->begins[i])
			any = i;
		is_inside = (is_inside || text->characters[i] == ISOLATE_FIRST_STRONG) &&
			    text->characters[i] != ISOLATE_POP;
		used += text->widths[i];
		if (used > width && text->characters[i] != ' ' && any > first) {
			if (outside > first)
				return outside;
			return inside > first ? inside : any;
		}
	}
	return text->length;
}

/* Cuts the text so that its end and an ellipsis fit the width. */
static rgl_rc cut(struct paragraph *text, uint32_t first, int32_t width)
{
	const uint32_t dots = ELLIPSIS;
	uint32_t end = first;
	int32_t used = 0;
	uint16_t face;
	rgl_rc rc;

	rc = fonts_pick(text->fonts, &dots, 1, text->is_bold, &face);
	if (rc < 0)
		return rc;
	/* An em is what an ellipsis takes at most. */
	width -= (int32_t)text->size_dots * PARAGRAPH_DOT;
	for (uint32_t i = first; i < text->length && used <= width; i++) {
		if (text->begins[i])
			end = i;
		used += text->widths[i];
	}
	while (end > first && text->characters[end - 1] == ' ')
		end--;
	text->characters[end] = ELLIPSIS;
	text->faces[end] = face;
	text->levels[end] = text->base;
	text->scripts[end] = end > first ? text->scripts[end - 1] : HB_SCRIPT_LATIN;
	text->length = end + 1;
	return RGL_OK;
}

static void turn_round(struct paragraph_run *runs, uint32_t from, uint32_t until)
{
	for (; from + 1 < until; from++, until--) {
		struct paragraph_run turned = runs[from];

		runs[from] = runs[until - 1];
		runs[until - 1] = turned;
	}
}

/* Rule L2 of UAX #9: from the highest level down, turn round what is at it or above. */
static void reorder(const struct paragraph *text, struct paragraph_run *runs, uint32_t count)
{
	FriBidiLevel highest = 0;

	for (uint32_t i = 0; i < count; i++)
		if (text->levels[runs[i].from] > highest)
			highest = text->levels[runs[i].from];
	for (FriBidiLevel level = highest; level > 0; level--) {
		for (uint32_t from = 0, until; from < count; from = until + 1) {
			for (until = from; until < count; until++)
				if (text->levels[runs[until].from] < level)
					break;
			turn_round(runs, from, until);
		}
	}
}

static void put(struct shape *shape, struct shape_line *line, struct shape_glyph glyph)
{
	if (line->count < GLYPHS_MAX)
		shape->glyphs[line->count++] = glyph;
}

/* To the nearest dot, a half up. */
static int32_t dots_of(int32_t units)
{
	return (units + PARAGRAPH_DOT / 2) >> 6;
}

static void put_boxes(struct shape *shape, struct shape_line *line, uint32_t count, int32_t *pen)
{
	for (uint32_t i = 0; i < count; i++) {
		put(shape, line, (struct shape_glyph) { .face = FONTS_NONE, .x = dots_of(*pen) });
		*pen += paragraph_box_width(&shape->text);
	}
}

static void put_glyphs(struct shape *shape, struct shape_line *line, uint16_t face, int32_t *pen)
{
	unsigned count;
	const hb_glyph_info_t *glyphs = hb_buffer_get_glyph_infos(shape->text.buffer, &count);
	const hb_glyph_position_t *places =
		hb_buffer_get_glyph_positions(shape->text.buffer, &count);

	for (unsigned i = 0; i < count; i++) {
		if (glyphs[i].codepoint == 0) {
			put_boxes(shape, line, 1, pen);
			continue;
		}
		put(shape, line,
		    (struct shape_glyph) {
			    .face = face,
			    .glyph = glyphs[i].codepoint,
			    .x = dots_of(*pen + places[i].x_offset),
			    .y = -dots_of(places[i].y_offset),
		    });
		*pen += places[i].x_advance;
	}
}

static rgl_rc set(struct shape *shape, uint32_t first, uint32_t last, struct shape_line *ret)
{
	struct paragraph *text = &shape->text;
	struct shape_line line = { .glyphs = shape->glyphs };
	uint32_t count = 0;
	int32_t pen = 0;

	for (uint32_t from = first; from < last; from = shape->runs[count++].until)
		shape->runs[count] =
			(struct paragraph_run) { from, paragraph_run_end(text, from, last) };
	reorder(text, shape->runs, count);
	for (uint32_t i = 0; i < count; i++) {
		const struct paragraph_run run = shape->runs[i];
		const uint16_t face = text->faces[run.from];
		rgl_rc rc;

		if (face == FONTS_NONE) {
			put_boxes(shape, &line, run.until - run.from, &pen);
			continue;
		}
		rc = paragraph_shape(text, run, first, last);
		if (rc < 0)
			return rc;
		put_glyphs(shape, &line, face, &pen);
	}
	line.width_dots = pen > 0 ? (uint32_t)dots_of(pen) : 0;
	*ret = line;
	return RGL_OK;
}

rgl_rc shape_line(struct shape *shape, uint32_t width_dots, bool is_last, struct shape_line *ret)
{
	struct paragraph *text = &shape->text;
	const int32_t width = (int32_t)width_dots * PARAGRAPH_DOT;
	uint32_t first = shape->next;
	uint32_t end;
	uint32_t last;

	end = find_end(text, first, width);
	if (is_last && end < text->length) {
		rgl_rc rc = cut(text, first, width);

		if (rc < 0)
			return rc;
		end = text->length;
	}
	/* Spaces at a line's end neither show nor count. */
	for (last = end; last > first && text->characters[last - 1] == ' ';)
		last--;
	for (shape->next = end; shape_has_more(shape) && text->characters[shape->next] == ' ';)
		shape->next++;
	return set(shape, first, last, ret);
}
