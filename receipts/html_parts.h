/* html_parts.h - what the parts of html.c share. */
#pragma once

#include "receipts/html.h"

struct html {
	const struct paper *paper;
	const struct host *host;
	const struct bitmap *logo;
	const char *title;
	struct bytes *out;
	bool has_heading;
};

/* A text, escaped for an element or a quoted attribute. */
void html_text(struct bytes *out, const char *text);

/* The attribute of an element's style, with a space before it. */
void html_class(struct bytes *out, struct paper_style style);

/* html_table.c: writes the table that begins at that element, a PAPER_COLUMNS; the index of the
 * first element that is not in it. */
size_t html_table(struct html *html, size_t at);

/* html_picture.c: a code, as lines that a phone draws sharp; one that is an address can be touched.
 * E_LIMIT, E_MEMORY. */
MUST_USE rgl_rc html_code(struct html *html, const struct paper_element *element,
			  struct rgl_why *why);
MUST_USE rgl_rc html_logo(struct html *html, struct rgl_why *why);
