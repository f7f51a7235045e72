/* fields.h - a receipt's facts by name.
 *
 * In:  struct receipt, words.
 * Out: values, and lists of values, as fields.def names them.
 * Not here: how they are written (words.h), where they stand (template.h).
 */
#pragma once

#include "receipts/receipt.h"
#include "receipts/value.h"
#include "receipts/words/words.h"

enum field_list {
	FIELDS_TOP,
#define FIELD_LIST(list, name, what) FIELDS_##list,
#define FIELD(list, name, kind, what)
#include "receipts/fields.def"
#undef FIELD_LIST
#undef FIELD
	FIELDS_LISTS
};

/* The list of that name; FIELDS_TOP when there is none. */
enum field_list fields_list(const char *name);

/* The kind of a field as it is named inside of a list (its own fields, then the receipt's); 0 when
 * there is none. */
enum value_kind fields_kind(enum field_list list, const char *name);

/* The name of the sentence that asks: question_NAME, of one in the shop's own words own_NAME; where
 * there is neither, and where nothing was asked by name (""), the plain one. */
#define FIELDS_KEY_ROOM 96
void fields_question_key(const struct words *words, const char *name, char ret[FIELDS_KEY_ROOM]);

/* One receipt in one language. Both are borrowed, and outlive it. */
struct fields;

/* Works out what has to be said in words: tenders, the personal lines. E_MEMORY. */
MUST_USE rgl_rc fields_open(const struct host *host, const struct receipt *receipt,
			    struct words *words, struct fields **ret, struct rgl_why *why);
void fields_close(struct fields *fields);

size_t fields_count(const struct fields *fields, enum field_list list);

/* False: no such field. *ret is borrowed from the fields. index: below fields_count(), and 0 for
 * FIELDS_TOP. */
bool fields_find(const struct fields *fields, enum field_list list, size_t index, const char *name,
		 struct value *ret);
