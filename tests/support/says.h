/* says.h - sentences for tests: values by name, words in a language.
 *
 * Not here: a receipt's own values (receipts/fields.h).
 */
#pragma once

#include "receipts/words/words.h"

/* A name and its value; the list ends at one without a name. */
struct says_value {
	const char *name;
	struct value value;
};

/* What words_say asks; `list` is struct says_value[]. */
struct values says_values(const struct says_value *list);

/* A receipt's usual values: Asha's, served by Jonas, a coffee and so on; every other name is a
 * count of `count`, which outlives it. */
struct values says_usual(const int64_t *count);

/* Words for a member of that language in a shop that speaks English and counts in `digits` digits;
 * asserts that they open. */
struct words *says_open(const struct host *host, const char *member, uint32_t digits);
