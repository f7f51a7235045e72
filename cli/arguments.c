/* arguments.c - see arguments.h. */
#include "cli/arguments.h"

#include <string.h>

/* Whether a flag is known; *ret_takes whether it takes a value. `name` has `length` bytes. */
static const char *find_known(const char *known, const char *name, size_t length, bool *ret_takes)
{
	const char *at = known;

	while (*at != '\0') {
		size_t word = strcspn(at, " ");
		bool takes = word > 0 && at[word - 1] == '=';

		if (word - takes == length && memcmp(at, name, length) == 0) {
			*ret_takes = takes;
			return at;
		}
		at += word;
		at += strspn(at, " ");
	}
	return NULL;
}

static bool is_named(const char *known, const char *name)
{
	size_t length = strlen(name);

	return strncmp(known, name, length) == 0 &&
	       (known[length] == '\0' || known[length] == '=' || known[length] == ' ');
}

static rgl_rc add_word(struct arguments *arguments, const char *word, struct rgl_why *refusal)
{
	if (arguments->word_count == ARGUMENTS_WORDS_MAX)
		return refuse(refusal, RGL_E_ARGUMENT, "too many words, from \"%.60s\" on", word);
	arguments->words[arguments->word_count++] = word;
	return RGL_OK;
}

static rgl_rc add_flag(struct arguments *arguments, const char *text, const char *next,
		       const char *known, int *ret_used, struct rgl_why *refusal)
{
	size_t length = strcspn(text, "=");
	bool takes = false;
	const char *name = find_known(known, text, length, &takes);
	const char *value = text[length] == '=' ? text + length + 1 : NULL;

	if (name == NULL)
		return refuse(refusal, RGL_E_ARGUMENT, "there is no flag --%.60s here", text);
	if (!takes && value != NULL)
		return refuse(refusal, RGL_E_ARGUMENT, "--%.*s takes no value", (int)length, text);
	*ret_used = takes && value == NULL ? 2 : 1;
	if (takes && value == NULL)
		value = next;
	if (takes && value == NULL)
		return refuse(refusal, RGL_E_ARGUMENT, "--%.60s needs a value behind it", text);
	for (int i = 0; i < arguments->flag_count; i++)
		if (arguments->names[i] == name)
			return refuse(refusal, RGL_E_ARGUMENT, "--%.*s is given twice", (int)length,
				      text);
	RGL_ASSERT(arguments->flag_count < ARGUMENTS_FLAGS_MAX);
	arguments->names[arguments->flag_count] = name;
	arguments->values[arguments->flag_count++] = takes ? value : "";
	return RGL_OK;
}

rgl_rc arguments_read(int count, char *const *texts, const char *known, struct arguments *ret,
		      struct rgl_why *refusal)
{
	struct arguments arguments = { 0 };
	bool flags_over = false;
	int used = 1;

	for (int i = 0; i < count; i += used) {
		const char *text = texts[i];
		rgl_rc rc = RGL_OK;

		used = 1;
		if (!flags_over && strcmp(text, "--") == 0)
			flags_over = true;
		else if (!flags_over && strncmp(text, "--", 2) == 0)
			rc = add_flag(&arguments, text + 2, i + 1 < count ? texts[i + 1] : NULL,
				      known, &used, refusal);
		else
			rc = add_word(&arguments, text, refusal);
		if (rc < 0)
			return rc;
	}
	*ret = arguments;
	return RGL_OK;
}

const char *arguments_value(const struct arguments *arguments, const char *name)
{
	for (int i = 0; i < arguments->flag_count; i++)
		if (is_named(arguments->names[i], name))
			return arguments->values[i];
	return NULL;
}

bool arguments_has(const struct arguments *arguments, const char *name)
{
	return arguments_value(arguments, name) != NULL;
}
