/* fill.h - what the parts of filling in a template share.
 *
 * In:  instructions, fields, words.
 * Out: elements on a paper.
 * Not here: reading a template (reader.h).
 */
#pragma once

#include "receipts/template/reader.h"
#include "receipts/words/words.h"

/* What is filled in. list, index: the item of an `.each`. */
struct filling {
	const struct template *template;
	const struct fields *fields;
	struct words *words;
	struct paper *paper;
	struct rgl_why *why;
	enum field_list list;
	size_t index;
};

/* A field of the item, or of the receipt; as struct values has it. */
bool filling_find(const void *user, const char *name, struct value *ret);

/* Whether it is there and says something. */
bool filling_holds(const struct filling *filling, const char *name);

/* A sentence, with `values` in it; "" when there is none of that name any more. Where the
 * customer's name is not known, KEY_unnamed is said if there is one. E_MEMORY. */
MUST_USE rgl_rc filling_say(const struct filling *filling, const char *key,
			    const struct values *values, char ret[WORDS_ROOM]);

/* fill_line.c: what prints. A text line whose values are all empty is left out. E_MEMORY. */
MUST_USE rgl_rc filling_text(const struct filling *filling, const struct instruction *instruction);
void filling_code(const struct filling *filling, const struct instruction *instruction);
void filling_stamps(const struct filling *filling, const struct instruction *instruction);
