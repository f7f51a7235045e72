/* arguments.h - the words behind a command: flags with and without a value, and the rest.
 *
 * "--name value", "--name=value", "--flag"; "--" ends the flags; "-" is a word.
 */
#pragma once

#include <stdbool.h>

#include "plugin/base/result.h"

#define ARGUMENTS_FLAGS_MAX 24
#define ARGUMENTS_WORDS_MAX 1025 /* a year of daily logs, and what they are */

struct arguments {
	const char *names[ARGUMENTS_FLAGS_MAX];
	const char *values[ARGUMENTS_FLAGS_MAX];
	int flag_count;
	const char *words[ARGUMENTS_WORDS_MAX];
	int word_count;
};

/* `known` lists the flags, those that take a value with a '=' behind: "store= dry-run".
 * E_ARGUMENT: an unknown flag, one without its value or given twice, or too many words. */
MUST_USE rgl_rc arguments_read(int count, char *const *texts, const char *known,
			       struct arguments *ret, struct rgl_why *refusal);

/* The flag's value; NULL when it was not given. */
const char *arguments_value(const struct arguments *arguments, const char *name);
bool arguments_has(const struct arguments *arguments, const char *name);
