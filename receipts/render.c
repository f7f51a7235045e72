/* render.c - see render.h. */
#include "receipts/render.h"

#include "receipts/dots/layout.h"
#include "receipts/dots/png.h"
#include "receipts/html.h"
#include "receipts/terminal.h"

/* What the parts of one call share. */
struct rendering {
	const struct render_source *source;
	const struct render_wish *wish;
	const struct profile *profile;
	const struct host *host;
	struct fonts **fonts;
	struct bytes *out;
	struct rgl_why *why;
};

static rgl_rc draw(const struct rendering *rendering, const struct paper *paper)
{
	struct canvas canvas;
	rgl_rc rc = RGL_OK;

	if (*rendering->fonts == NULL)
		rc = fonts_open(rendering->host, rendering->fonts, rendering->why);
	if (rc < 0)
		return rc;
	rc = layout_draw(paper, *rendering->fonts, rendering->profile->dots,
			 rendering->source->logo, &canvas, rendering->why);
	if (rc < 0)
		return rc;
	rc = png_write(&canvas, rendering->out, rendering->why);
	canvas_free(&canvas);
	return rc;
}

static rgl_rc encode(const struct rendering *rendering, const struct paper *paper)
{
	const struct encode_wish wish = {
		.profile = rendering->profile,
		.mode = rendering->wish->mode == 0 ? ENCODE_DOTS : rendering->wish->mode,
		.logo = rendering->source->logo,
		.job = rendering->wish->job,
	};

	return encode_paper(paper, &wish, rendering->host, rendering->fonts, rendering->out,
			    rendering->why);
}

static bool find_top(const void *user, const char *name, struct value *ret)
{
	return fields_find(user, FIELDS_TOP, 0, name, ret);
}

static rgl_rc write_page(const struct rendering *rendering, const struct paper *paper,
			 const struct fields *fields)
{
	struct words *words = rendering->source->words;
	const struct values values = { find_top, fields };
	char title[WORDS_ROOM] = "Regulars";
	const struct html_wish wish = { .title = title, .logo = rendering->source->logo };
	rgl_rc rc = RGL_OK;

	if (words_has(words, "receipt_of"))
		rc = words_say(words, "receipt_of", &values, title, rendering->why);
	return rc < 0 ? rc
		      : html_write(paper, &wish, rendering->host, rendering->out, rendering->why);
}

static rgl_rc write(const struct rendering *rendering, const struct paper *paper,
		    const struct fields *fields)
{
	switch (rendering->wish->form) {
	case RENDER_PNG:
		return draw(rendering, paper);
	case RENDER_PRINTER:
		return encode(rendering, paper);
	case RENDER_TERMINAL:
		return terminal_write(paper, rendering->out, rendering->why);
	case RENDER_HTML:
		return write_page(rendering, paper, fields);
	}
	return RGL_E_INTERNAL;
}

static rgl_rc fill(const struct rendering *rendering, const struct receipt *receipt)
{
	struct paper paper = paper_of(rendering->host);
	struct fields *fields = NULL;
	rgl_rc rc;

	rc = fields_open(rendering->host, receipt, rendering->source->words, &fields,
			 rendering->why);
	if (rc == RGL_OK)
		rc = template_fill(rendering->source->template, fields, rendering->source->words,
				   &paper, rendering->why);
	if (rc == RGL_OK)
		rc = write(rendering, &paper, fields);
	paper_free(&paper);
	fields_close(fields);
	return rc;
}

rgl_rc render_receipt(const struct render_source *source, const struct render_wish *wish,
		      const struct host *host, struct fonts **fonts, struct bytes *out,
		      struct rgl_why *why)
{
	const struct rendering rendering = {
		.source = source,
		.wish = wish,
		.profile = wish->profile != NULL ? wish->profile : profile_find(PROFILE_DEFAULT),
		.host = host,
		.fonts = fonts,
		.out = out,
		.why = why,
	};
	struct receipt receipt = *source->receipt;
	rgl_rc rc;

	if (wish->form < RENDER_PNG || wish->form > RENDER_HTML)
		return refuse_field(why, RGL_E_ARGUMENT, "form",
				    "a receipt comes as PNG, printer bytes, terminal text or HTML");
	receipt.has_logo = source->logo != NULL;
	rc = fill(&rendering, &receipt);
	if (rc == RGL_OK && bytes_rc(out) < 0)
		rc = refuse(why, bytes_rc(out), "no memory for the receipt");
	return rc;
}
