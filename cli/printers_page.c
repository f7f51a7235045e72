/* printers_page.c - see printers_page.h. */
#include "cli/printers_page.h"

#include <stdio.h>

#include "receipts/dots/layout.h"
#include "receipts/dots/png.h"
#include "receipts/printer/encode.h"

#define COLUMNS_MAX 64

/* A ruler in the printer's own letters: "0........1.........2", as many as fit a line. */
static void add_ruler(struct paper *paper, uint32_t columns)
{
	char ruler[COLUMNS_MAX + 1] = "";
	uint32_t count = columns < COLUMNS_MAX ? columns : COLUMNS_MAX;

	for (uint32_t i = 0; i < count; i++)
		ruler[i] = (i + 1) % 10 == 0 ? (char)('0' + (i + 1) / 10 % 10) : '.';
	paper_text(paper, (struct paper_style) { .size = PAPER_NORMAL, .lines_max = 2 }, ruler);
}

static void add_facts(struct paper *paper, const struct profile *profile, const char *where)
{
	const struct paper_style normal = { .size = PAPER_NORMAL };
	char dots[32];
	const char *printer[] = { "printer", where };
	const char *kind[] = { "profile", profile->name };
	const char *width[] = { "width", dots };

	(void)snprintf(dots, sizeof(dots), "%u dots, %u dpi", (unsigned)profile->dots,
		       (unsigned)profile->dpi);
	paper_columns(paper, normal, printer, 2);
	paper_columns(paper, normal, kind, 2);
	paper_columns(paper, normal, width, 2);
}

/* The rules and the far columns reach both edges where the profile's width is right. */
static void fill_page(struct paper *paper, const struct profile *profile, const char *where,
		      bool has_ruler)
{
	const struct paper_style title = { .align = PAPER_CENTRE,
					   .size = PAPER_LARGE,
					   .is_bold = true };
	const struct paper_style centred = { .align = PAPER_CENTRE, .size = PAPER_NORMAL };
	const struct paper_style small = { .align = PAPER_CENTRE, .size = PAPER_SMALL };
	const char *edges[] = { "|< this edge", "and this edge >|" };

	paper_text(paper, title, "Test page");
	paper_rule(paper);
	paper_columns(paper, (struct paper_style) { .size = PAPER_NORMAL }, edges, 2);
	paper_rule(paper);
	add_facts(paper, profile, where);
	paper_space(paper);
	if (has_ruler)
		add_ruler(paper, profile->text_columns);
	paper_text(paper, centred, "ÆØÅ æøå ÄÖÜ äöü ß ÉÈÊ éèê Ç ñ € £ ½ ° «»");
	paper_qr(paper, PAPER_NORMAL, "https://example.com/regulars-test-page");
	paper_text(paper, small,
		   "Is an edge cut off, a letter another one, or the code not readable? Then write "
		   "another profile in front of the printer; regulars printers --profiles lists "
		   "them.");
	paper_space(paper);
}

/* The page in one mode. */
static rgl_rc add_page(struct cli *cli, const struct encode_wish *wish, const char *where,
		       struct fonts **fonts, struct bytes *out)
{
	struct paper paper = paper_of(&cli->host);
	rgl_rc rc;

	fill_page(&paper, wish->profile, where, wish->mode == ENCODE_TEXT);
	rc = paper_rc(&paper);
	if (rc == RGL_OK)
		rc = encode_paper(&paper, wish, &cli->host, fonts, out, &cli->refusal);
	paper_free(&paper);
	return rc;
}

rgl_rc printers_page_bytes(struct cli *cli, const struct profile *profile, const char *where,
			   struct bytes *out)
{
	const struct encode_wish dots = { .profile = profile, .mode = ENCODE_DOTS };
	const struct encode_wish text = { .profile = profile, .mode = ENCODE_TEXT };
	struct fonts *fonts = NULL;
	rgl_rc rc;

	rc = add_page(cli, &dots, where, &fonts, out);
	if (rc == RGL_OK && profile->text_columns > 0)
		rc = add_page(cli, &text, where, &fonts, out);
	fonts_close(fonts);
	return rc;
}

rgl_rc printers_page_png(struct cli *cli, const struct profile *profile, const char *where,
			 struct bytes *out)
{
	struct paper paper = paper_of(&cli->host);
	struct canvas canvas = { 0 };
	struct fonts *fonts = NULL;
	rgl_rc rc;

	fill_page(&paper, profile, where, false);
	rc = paper_rc(&paper);
	if (rc == RGL_OK)
		rc = fonts_open(&cli->host, &fonts, &cli->refusal);
	if (rc == RGL_OK)
		rc = layout_draw(&paper, fonts, profile->dots, NULL, &canvas, &cli->refusal);
	if (rc == RGL_OK)
		rc = png_write(&canvas, out, &cli->refusal);
	canvas_free(&canvas);
	fonts_close(fonts);
	paper_free(&paper);
	return rc;
}
