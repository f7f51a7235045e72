/* render.h - a receipt's facts made a picture, printer bytes or terminal text, in one call.
 *
 * In:  struct receipt, the fonts.
 * Out: bytes. The picture and the printer get the same dots.
 */
#pragma once

#include "plugin/base/bytes.h"
#include "receipts/printer/encode.h"
#include "receipts/receipt.h"
#include "receipts/template/template.h"

/* RENDER_HTML: one file with real text, for a phone. */
enum render_form { RENDER_PNG = 1, RENDER_PRINTER = 2, RENDER_TERMINAL = 3, RENDER_HTML = 4 };

/* What is rendered. logo may be NULL. All is borrowed. */
struct render_source {
	const struct receipt *receipt;
	const struct template *template;
	struct words *words;
	const struct bitmap *logo;
};

/* profile: NULL is PROFILE_DEFAULT; its width is the picture's too. mode, job: of RENDER_PRINTER
 * alone, as in struct encode_wish. */
struct render_wish {
	enum render_form form;
	const struct profile *profile;
	enum encode_mode mode;
	const char *job;
};

/* Adds to `out`. *fonts is opened when it is NULL and dots are wanted; it stays the caller's.
 * E_FONT, E_MEMORY, E_LIMIT, E_ARGUMENT for another form. */
MUST_USE rgl_rc render_receipt(const struct render_source *source, const struct render_wish *wish,
			       const struct host *host, struct fonts **fonts, struct bytes *out,
			       struct rgl_why *why);
