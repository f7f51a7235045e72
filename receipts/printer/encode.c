/* encode.c - see encode.h. */
#include "receipts/printer/encode.h"

#include <string.h>

#include "receipts/dots/layout.h"
#include "receipts/printer/encode_parts.h"
#include "receipts/printer/escpos.h"
#include "receipts/printer/star.h"
#include "receipts/printer/starprnt.h"
#include "receipts/printer/text.h"

#define JOB_BYTES 4

/* How a kind of printer is spoken to. */
struct tongue {
	void (*begin)(const struct profile *profile, struct bytes *out);
	void (*rows)(const struct canvas *canvas, uint32_t from, uint32_t until, struct bytes *out);
	void (*mark)(const struct profile *profile, enum canvas_mark_kind kind, struct bytes *out);
	void (*end)(const struct profile *profile, const char *job, struct bytes *out);
	void (*wake)(struct bytes *out);
};

static const struct tongue tongues[] = {
	[PROFILE_ESCPOS] = { escpos_begin, escpos_rows, escpos_mark, escpos_end, escpos_wake },
	[PROFILE_STAR] = { star_begin, star_rows, star_mark, star_end, star_wake },
	[PROFILE_STARPRNT] = { starprnt_begin, starprnt_rows, starprnt_mark, starprnt_end,
			       starprnt_wake },
};

/* What a paper is turned into bytes with. has_print: there is something on this side of the last
 * cut; is_cut_due: a cut that waits for something to stand below it. */
struct encoder {
	const struct paper *paper;
	const struct encode_wish *wish;
	const struct tongue *tongue;
	const struct host *host;
	struct fonts **fonts;
	struct bytes *out;
	struct rgl_why *why;
	bool has_print;
	bool is_cut_due;
};

static void add_canvas(const struct profile *profile, const struct canvas *canvas,
		       struct bytes *out)
{
	const struct tongue *tongue = &tongues[profile->language];
	uint32_t row = 0;

	for (uint32_t i = 0; i < canvas->marks_count; i++) {
		const struct canvas_mark *mark = &canvas->marks[i];

		tongue->rows(canvas, row, mark->row, out);
		tongue->mark(profile, mark->kind, out);
		row = mark->row;
	}
	tongue->rows(canvas, row, canvas->rows, out);
}

static rgl_rc draw(const struct encoder *encoder, const struct paper *paper)
{
	struct canvas canvas = canvas_of(encoder->host, encoder->wish->profile->dots);
	rgl_rc rc = RGL_OK;

	if (*encoder->fonts == NULL)
		rc = fonts_open(encoder->host, encoder->fonts, encoder->why);
	if (rc == RGL_OK)
		rc = layout_draw(paper, *encoder->fonts, encoder->wish->profile->dots,
				 encoder->wish->logo, &canvas, encoder->why);
	if (rc == RGL_OK)
		add_canvas(encoder->wish->profile, &canvas, encoder->out);
	canvas_free(&canvas);
	return rc;
}

static void copy_element(const struct paper_element *element, struct paper *ret)
{
	switch (element->kind) {
	case PAPER_TEXT:
		paper_text(ret, element->style, element->texts[0]);
		break;
	case PAPER_COLUMNS:
		paper_columns(ret, element->style, element->texts, element->columns);
		break;
	case PAPER_QR:
		paper_qr(ret, element->style.size, element->texts[0]);
		break;
	case PAPER_RULE:
	case PAPER_SPACE:
	case PAPER_PICTURE:
	case PAPER_CUT:
	case PAPER_DRAWER:
	case PAPER_BUZZER:
		paper_mark(ret, element->kind);
		break;
	}
}

/* Draws one element alone, between lines of text. */
static rgl_rc draw_alone(const struct encoder *encoder, const struct paper_element *element)
{
	struct paper alone = paper_of(encoder->host);
	rgl_rc rc;

	memcpy(alone.language, encoder->paper->language, sizeof(alone.language));
	copy_element(element, &alone);
	rc = paper_rc(&alone);
	if (rc == RGL_OK)
		rc = draw(encoder, &alone);
	paper_free(&alone);
	return rc;
}

static void due_cut(struct encoder *encoder)
{
	if (encoder->is_cut_due)
		encoder->tongue->mark(encoder->wish->profile, CANVAS_CUT, encoder->out);
	encoder->is_cut_due = false;
	encoder->has_print = true;
}

/* False: it is something to be seen. */
static bool is_mark(struct encoder *encoder, enum paper_kind kind)
{
	if (kind == PAPER_CUT)
		encoder->is_cut_due = encoder->has_print;
	else if (kind == PAPER_DRAWER)
		encoder->tongue->mark(encoder->wish->profile, CANVAS_DRAWER, encoder->out);
	else if (kind == PAPER_BUZZER)
		encoder->tongue->mark(encoder->wish->profile, CANVAS_BUZZER, encoder->out);
	else
		return false;
	return true;
}

static rgl_rc write_lines(struct encoder *encoder)
{
	struct text text = text_of(encoder->paper, encoder->wish->profile, encoder->out);
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; i < encoder->paper->count && rc == RGL_OK; i++) {
		const struct paper_element element = paper_at(encoder->paper, i);

		if (is_mark(encoder, element.kind))
			continue;
		due_cut(encoder);
		if (text_add(&text, i))
			continue;
		text_plain(&text);
		rc = draw_alone(encoder, &element);
	}
	return rc;
}

/* Columns of a receipt from right to left are mirrored, which no printer's letters are: all dots.
 */
static bool goes_as_text(const struct encoder *encoder)
{
	return encoder->wish->mode == ENCODE_TEXT && !encoder->paper->is_right_to_left &&
	       text_is_known(encoder->wish->profile);
}

static bool is_job(const char *job)
{
	if (job == NULL)
		return true;
	for (size_t i = 0; i < JOB_BYTES; i++)
		if (job[i] < 0x20 || job[i] > 0x7E)
			return false;
	return job[JOB_BYTES] == '\0';
}

rgl_rc encode_paper(const struct paper *paper, const struct encode_wish *wish,
		    const struct host *host, struct fonts **fonts, struct bytes *out,
		    struct rgl_why *why)
{
	const size_t before = out->length;
	struct encoder encoder = {
		.paper = paper,
		.wish = wish,
		.tongue = &tongues[wish->profile->language],
		.host = host,
		.fonts = fonts,
		.out = out,
		.why = why,
	};
	rgl_rc rc;

	RGL_ASSERT(is_job(wish->job));
	encoder.tongue->begin(wish->profile, out);
	rc = goes_as_text(&encoder) ? write_lines(&encoder) : draw(&encoder, paper);
	if (rc == RGL_OK) {
		encoder.tongue->end(wish->profile, wish->job, out);
		rc = bytes_rc(out);
	}
	if (rc == RGL_E_MEMORY)
		(void)refuse(why, rc, "there is no memory to print a receipt; try again");
	if (rc < 0)
		out->length = before;
	return rc;
}

void encode_canvas(const struct profile *profile, const struct canvas *canvas, struct bytes *out)
{
	const struct tongue *tongue = &tongues[profile->language];

	tongue->begin(profile, out);
	add_canvas(profile, canvas, out);
	tongue->end(profile, NULL, out);
}

void encode_wake(const struct profile *profile, struct bytes *out)
{
	tongues[profile->language].wake(out);
}

uint32_t encode_cuts(const struct profile *profile, const uint8_t *bytes, size_t length)
{
	return profile->language == PROFILE_ESCPOS ? escpos_cuts(bytes, length) : 0;
}
