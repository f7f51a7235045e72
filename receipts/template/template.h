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
#define TEMPLATE_DEPTH_MAX 8 /* .if and .each inside of each other */

struct template;

/* E_FIELD: not a template; why->field is the place as in "line 12, column 5", why->text says what
 * is wrong and what to write. E_LIMIT: too long, too deep. E_MEMORY. `host` outlives it;
 * template_free takes NULL. `has_word` tells whether a sentence of that name is there, NULL:
 * whatever is named. */
struct template_words {
	bool (*has_word)(const void *user, const char *key);
	const void *user;
};
MUST_USE rgl_rc template_read(const struct host *host, const char *text, size_t length,
			      const struct template_words *words, struct template **ret,
			      struct rgl_why *why);
void template_free(struct template *template);

/* Adds the filled-in receipt to *ret, an empty paper, and sets its language and direction; on
 * failure it is left empty. E_MEMORY, E_LIMIT (the paper is full). */
MUST_USE rgl_rc template_fill(const struct template *template, const struct fields *fields,
			      struct words *words, struct paper *ret, struct rgl_why *why);

/* The templates that come with Regulars, the default one first; NULL ends them. And one's text,
 * NULL when there is none. */
const char *const *template_names(void);
const char *template_text(const char *name, size_t *ret_length);
