/* template.h - the shop's own receipt: a small markup, read once, filled in for each sale.
 *
 * In:  the text of a template, a receipt's fields, words.
 * Out: a paper.
 * Not here: what the fields are (fields.def), the sentences (words.h), dots. docs/receipts.md has
 * the markup on one page.
 */
#pragma once

#include "receipts/fields.h"
#include "receipts/paper.h"

#define TEMPLATE_BYTES_MAX 65536
#define TEMPLATE_LINES_MAX 1000
#define TEMPLATE_DEPTH_MAX 8	 /* .if and .each inside of each other */
#define TEMPLATE_LINES_SHOWN 150 /* of `.each lines`; the rest is one line with its sum */
#define TEMPLATE_ITEMS_SHOWN 32	 /* of any other list; a sale has no more */

struct template;

/* Tells whether a sentence of that name is there. */
struct template_words {
	bool (*has_word)(const void *user, const char *key);
	const void *user;
};

/* E_FIELD: not a template; why->field is the place as in "line 12, column 5", why->text begins with
 * it and says what is wrong and what to write. E_LIMIT: too long, too deep, or it could fill more
 * than a paper. E_MEMORY. `words` NULL: whatever sentence is named. `host` outlives it;
 * template_free takes NULL. */
MUST_USE rgl_rc template_read(const struct host *host, const char *text, size_t length,
			      const struct template_words *words, struct template **ret,
			      struct rgl_why *why);
void template_free(struct template *template);

/* Adds the filled-in receipt to *ret, an empty paper, and sets its language and direction; on
 * failure it is left empty. A sentence that is not there any more prints nothing. A copy and a
 * refund are marked at the head when the template never asks for them. E_MEMORY. */
MUST_USE rgl_rc template_fill(const struct template *template, const struct fields *fields,
			      struct words *words, struct paper *ret, struct rgl_why *why);

/* The templates that come with Regulars, the default one first; NULL ends them. And one's text,
 * NULL when there is none. */
const char *const *template_names(void);
const char *template_text(const char *name, size_t *ret_length);
