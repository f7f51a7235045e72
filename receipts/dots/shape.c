/* shape.c - see shape.h. */
#include "receipts/dots/shape.h"

#include "receipts/dots/breaks.h"
#include "receipts/dots/paragraph.h"

#define ELLIPSIS 0x2026u
#define ISOLATE_FIRST_STRONG 0x2068u
#define ISOLATE_POP 0x2069u

struct shape {
	const struct host *host;
	uint32_t next;	   /* the first character that is not set yet */
	bool is_cut;	   /* an ellipsis stands in the text, which is not shaped with it yet */
	uint32_t measured; /* glyphs of the text as one line */
	struct paragraph text;
	struct paragraph_run runs[PARAGRAPH_ROOM];
	struct shape_glyph glyphs[PARAGRAPH_GLYPHS_MAX];
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
	rgl_rc rc;

	shape->next = 0;
	shape->is_cut = false;
	shape->text.size_dots = style.size_dots;
	shape->text.is_bold = style.is_bold;
	shape->text.is_right_to_left = style.is_right_to_left;
	rc = paragraph_read(&shape->text, text);
	shape->measured = shape->text.glyphs_count;
	return rc;
}

bool shape_has_more(const struct shape *shape)
{
	return shape->next < shape->text.length;
}

/* The end of what fits `width` from `first` on, and at least one cluster long: at a good place to
 * break, outside of names in isolates rather than inside, between words when half of the width is
 * used then; else between any two clusters. */
static uint32_t find_end(const struct paragraph *text, uint32_t first, int32_t width)
{
	uint32_t outside = first;
	uint32_t inside = first;
	uint32_t well = first;
	uint32_t any = first;
	bool is_inside = false;
	int32_t used = 0;

	for (uint32_t i = first; i < text->length; i++) {
		if (i > first && breaks_before(text, i))
			*(is_inside ? &inside : &outside) = i;
		if (outside == i && used >= width / 2 && i > first && breaks_well(text, i))
			well = i;
		if (i > first && text->begins[i])
			any = i;
		is_inside = (is_inside || text->characters[i] == ISOLATE_FIRST_STRONG) &&
			    text->characters[i] != ISOLATE_POP;
		used += text->widths[i];
		if (used > width && text->characters[i] != ' ' && any > first) {
			if (outside > first)
				return well > first ? well : outside;
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
	text->begins[end] = true;
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

/* To the nearest dot, a half up. */
static int32_t dots_of(int32_t units)
{
	return (units + PARAGRAPH_DOT / 2) >> 6;
}

/* Adds a run's glyphs to the line. */
static void put(struct shape *shape, const struct paragraph_run *run, struct shape_line *line,
		int32_t *pen)
{
	const struct paragraph *text = &shape->text;

	for (uint32_t i = run->glyphs_from; i < run->glyphs_until; i++) {
		const struct paragraph_glyph *glyph = &text->glyphs[i];
		const int32_t at = *pen + glyph->x;

		*pen += glyph->advance;
		if (line->count == PARAGRAPH_GLYPHS_MAX)
			continue;
		shape->glyphs[line->count++] = (struct shape_glyph) {
			.face = glyph->glyph == 0 ? FONTS_NONE : text->faces[run->from],
			.glyph = glyph->glyph,
			.x = dots_of(at),
			.y = -dots_of(glyph->y),
		};
	}
}

/* The glyphs of characters `from` up to `until` of a run that was shaped, when they look the same
 * without their neighbours. */
static bool take_part(const struct paragraph *text, const struct paragraph_run *whole,
		      struct paragraph_run *ret)
{
	uint32_t low = whole->glyphs_from;
	uint32_t high = whole->glyphs_until;

	if (ret->from == whole->from && ret->until == whole->until)
		return true;
	for (uint32_t i = low; i < high; i++) {
		const struct paragraph_glyph *glyph = &text->glyphs[i];

		if ((glyph->cluster == ret->from || glyph->cluster == ret->until) &&
		    !glyph->may_part)
			return false;
	}
	/* Clusters stand in order, upwards or, from right to left, downwards. */
	while (low < high &&
	       (text->glyphs[low].cluster < ret->from || text->glyphs[low].cluster >= ret->until))
		low++;
	while (high > low && (text->glyphs[high - 1].cluster < ret->from ||
			      text->glyphs[high - 1].cluster >= ret->until))
		high--;
	ret->glyphs_from = low;
	ret->glyphs_until = high;
	return true;
}

/* The runs of a line out of those of the whole text, shaped anew only where cutting changes them.
 */
static rgl_rc runs_of(struct shape *shape, uint32_t first, uint32_t last, uint32_t *ret_count)
{
	struct paragraph *text = &shape->text;
	uint32_t count = 0;
	rgl_rc rc = RGL_OK;

	for (uint32_t i = 0; i < text->runs_count && rc == RGL_OK; i++) {
		const struct paragraph_run *whole = &text->runs[i];
		struct paragraph_run *run = &shape->runs[count];

		if (whole->until <= first || whole->from >= last)
			continue;
		*run = *whole;
		run->from = whole->from > first ? whole->from : first;
		run->until = whole->until < last ? whole->until : last;
		if (!take_part(text, whole, run))
			rc = paragraph_shape(text, first, last, run);
		count++;
	}
	*ret_count = count;
	return rc;
}

/* The same of a text that was cut, which has other runs than it had. */
static rgl_rc runs_of_cut(struct shape *shape, uint32_t first, uint32_t last, uint32_t *ret_count)
{
	struct paragraph *text = &shape->text;
	uint32_t count = 0;
	rgl_rc rc = RGL_OK;

	for (uint32_t from = first; from < last && rc == RGL_OK; count++) {
		struct paragraph_run *run = &shape->runs[count];

		run->from = from;
		run->until = from = paragraph_run_end(text, from, last);
		rc = paragraph_shape(text, first, last, run);
	}
	*ret_count = count;
	return rc;
}

static rgl_rc set(struct shape *shape, uint32_t first, uint32_t last, struct shape_line *ret)
{
	struct shape_line line = { .glyphs = shape->glyphs };
	uint32_t count = 0;
	int32_t pen = 0;
	rgl_rc rc;

	/* What an earlier line had to be shaped anew for has been used. */
	shape->text.glyphs_count = shape->is_cut ? 0 : shape->measured;
	rc = shape->is_cut ? runs_of_cut(shape, first, last, &count)
			   : runs_of(shape, first, last, &count);
	if (rc < 0)
		return rc;
	reorder(&shape->text, shape->runs, count);
	for (uint32_t i = 0; i < count; i++)
		put(shape, &shape->runs[i], &line, &pen);
	/* Rounded up, so that the line fits a place as wide as itself. */
	line.width_dots = pen > 0 ? (uint32_t)(pen + PARAGRAPH_DOT - 1) / PARAGRAPH_DOT : 0;
	*ret = line;
	return RGL_OK;
}

static uint32_t skip_spaces(const struct paragraph *text, uint32_t at)
{
	while (at < text->length && text->characters[at] == ' ')
		at++;
	return at;
}

uint32_t shape_count(const struct shape *shape, uint32_t width_dots)
{
	const struct paragraph *text = &shape->text;
	const int32_t width = (int32_t)width_dots * PARAGRAPH_DOT;
	uint32_t count = 0;

	for (uint32_t at = shape->next; at < text->length; count++)
		at = skip_spaces(text, find_end(text, at, width));
	return count;
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
		shape->is_cut = true;
		end = text->length;
	}
	/* Spaces at a line's end neither show nor count. */
	for (last = end; last > first && text->characters[last - 1] == ' ';)
		last--;
	shape->next = skip_spaces(text, end);
	return set(shape, first, last, ret);
}
