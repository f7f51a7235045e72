/* words.h - what a receipt says, in the customer's language.
 *
 * In:  catalogues (plain text, a file a language), values.
 * Out: sentences, and numbers, money, days as that language writes them.
 * Not here: which sentence is said where (template.h), dots.
 *
 * Everything is by ICU with the language given in each call: the process's locale is neither read
 * nor set. One thread at a time may use a `struct words`.
 */
#pragma once

#include "plugin/base/host.h"
#include "plugin/base/money.h"
#include "receipts/value.h"

#define WORDS_ROOM 512 /* bytes of one sentence with its NUL; more is cut with an ellipsis */

struct words;

/* A shop's own sentences, which come before ours: the text of a catalogue. */
struct words_own {
	const char *language; /* "da" */
	const char *text;
	size_t length;
};

/* member: of the customer, "" or NULL when it is not known; shop: where there are no sentences in
 * that; English behind both. */
struct words_wish {
	const char *member;
	const char *shop;
	struct currency currency;
	const struct words_own *own;
	size_t own_count;
};

/* E_FIELD: a catalogue of the shop's is not right (line and reason in *why). E_MEMORY. A language
 * that there is no catalogue of is no error. `host` outlives it; words_close takes NULL. */
MUST_USE rgl_rc words_open(const struct host *host, const struct words_wish *wish,
			   struct words **ret, struct rgl_why *why);
void words_close(struct words *words);

/* The language that is spoken: "da". It lives as long as the words. */
const char *words_language(const struct words *words);
bool words_is_right_to_left(const struct words *words);

/* Whether a sentence of that name is there, in any of the languages. */
bool words_has(const struct words *words, const char *key);

/* Says a sentence: its plural form chosen, each {name} replaced by that value, a text in a
 * bidirectional isolate. A name that `values` does not know stays as it is written. E_UNKNOWN:
 * there is no such sentence. E_MEMORY. */
MUST_USE rgl_rc words_say(struct words *words, const char *key, const struct values *values,
			  char ret[WORDS_ROOM], struct rgl_why *why);

/* Writes one value: a count with its digits grouped, money without its currency, a quantity without
 * zeros that say nothing, a day, a time; a text as it is; a flag as nothing. E_MEMORY. */
MUST_USE rgl_rc words_value(struct words *words, const struct value *value, char ret[WORDS_ROOM],
			    struct rgl_why *why);

/* Holds a catalogue against the English one, for its translator: `line` is called once for each
 * thing that is wrong: a sentence that nobody asks for (own_... is for the shop's own template), a
 * placeholder too many or missing, a plural form that the language needs, a line that is none.
 * *ret_found: how many; *ret_missing: sentences that are not there (no error: English is said).
 * E_FIELD: the text cannot be read at all. E_MEMORY. */
MUST_USE rgl_rc words_check(const struct host *host, const struct words_own *own,
			    void (*line)(void *user, const char *line), void *user,
			    size_t *ret_found, size_t *ret_missing, struct rgl_why *why);

/* The languages that come with Regulars; NULL ends them. And the text of one's catalogue, NULL when
 * there is none. */
const char *const *words_languages(void);
const char *words_catalogue(const char *language, size_t *ret_length);
