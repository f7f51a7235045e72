/* html.h - a receipt as one HTML file: the customer's copy without paper.
 *
 * In:  a paper, the shop's logo.
 * Out: a page with real text that needs nothing beside it: no script, no network; codes and the
 *      logo are inside it. It reads on a phone, prints, and turns dark where the reader wants that.
 *      It is well-formed XML too.
 * Not here: what is said (template.h), dots.
 *
 * Every text is escaped. Texts in columns are rows of a table; the bold ones are its sums.
 */
#pragma once

#include "plugin/base/bytes.h"
#include "receipts/dots/canvas.h"
#include "receipts/paper.h"

/* title: of the page. logo may be NULL: nothing stands where the paper has a picture. */
struct html_wish {
	const char *title;
	const struct bitmap *logo;
};

/* Adds the page to `out`, which is as it was after a failure. E_LIMIT: a code's text is empty or
 * too long. E_MEMORY. */
MUST_USE rgl_rc html_write(const struct paper *paper, const struct html_wish *wish,
			   const struct host *host, struct bytes *out, struct rgl_why *why);
