/* catalogue.h - the sentences of one language, as a translator wrote them.
 *
 * In:  the text of a catalogue: `key = sentence`, `key[points one] = sentence`, `# remark`.
 * Out: sentences by their keys, each with the form it is for.
 * Not here: values, numbers, which form a number has (write.h), whether it is complete (check.c).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "plugin/base/host.h"

#define CATALOGUE_BYTES_MAX 131072
#define CATALOGUE_LINES_MAX 2000
#define CATALOGUE_NAME_MAX 63 /* bytes of a key and of a placeholder's name */
#define CATALOGUE_WHY_ROOM 200

/* Part of a text, not ended by a NUL. */
struct span {
	const char *at;
	size_t length;
};

bool span_is(struct span span, const char *text);
bool span_equal(struct span a, struct span b);

/* The plural forms of CLDR (Unicode TR35, part 3). */
enum plural { PLURAL_ZERO, PLURAL_ONE, PLURAL_TWO, PLURAL_FEW, PLURAL_MANY, PLURAL_OTHER, PLURALS };

/* "one"; never NULL. */
const char *plural_name(enum plural plural);

/* PLURALS when there is none of that name. */
enum plural plural_of(struct span name);

/* FORM_PLAIN: the sentence has one form. FORM_EXACT: for one number. FORM_PLURAL, FORM_ORDINAL: for
 * a class of numbers, of how many or of which in a row. */
enum form { FORM_PLAIN, FORM_EXACT, FORM_PLURAL, FORM_ORDINAL };

/* selector: whose number chooses; empty for FORM_PLAIN. next: of the same key. */
struct sentence {
	struct span key;
	enum form form;
	struct span selector;
	enum plural plural;
	int64_t exact;
	struct span text;
	uint32_t line;
	struct sentence *next;
};

struct catalogue {
	const struct host *host;
	struct sentence *sentences;
	size_t count;
	uint32_t *table; /* index + 1 of the first sentence of a key, by the key's hash */
	size_t table_room;
};

/* Told of each line that is no sentence, and why; the line is left out. */
struct catalogue_bad {
	void (*line)(void *user, uint32_t line, const char *why);
	void *user;
};

/* `text` is borrowed and outlives it, as `host` does. E_FIELD: it is longer than a catalogue may
 * be. E_MEMORY. A single line that cannot be read is told to `bad` and is no failure. */
MUST_USE rgl_rc catalogue_read(const struct host *host, struct span text, struct catalogue_bad bad,
			       struct catalogue *ret, struct rgl_why *why);
void catalogue_free(struct catalogue *catalogue);

/* The first form of a sentence, the others behind it; NULL when there is none of that key. */
const struct sentence *catalogue_find(const struct catalogue *catalogue, struct span key);

/* A stretch of a sentence: a placeholder's name, or text to be said as it stands. */
struct piece {
	bool is_name;
	struct span text;
};

/* The next stretch of *rest, which moves behind it; false at its end. */
bool piece_next(struct span *rest, struct piece *ret);
