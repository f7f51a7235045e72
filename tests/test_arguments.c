/* test_arguments.c - the words behind a command. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "cli/arguments.h"

#define KNOWN "store= key= dry-run points"

/* Words as main() has them: they may be written to. */
struct words {
	char texts[16][64];
	char *at[16];
	int count;
};

static rgl_rc read_words(struct words *words, const char *const *texts, struct arguments *ret,
			 struct rgl_why *why)
{
	words->count = 0;
	for (; texts[words->count] != NULL; words->count++) {
		(void)snprintf(words->texts[words->count], 64, "%s", texts[words->count]);
		words->at[words->count] = words->texts[words->count];
	}
	return arguments_read(words->count, words->at, KNOWN, ret, why);
}

/* Values behind a space or a '=', flags without, words between, "-" and what stands behind "--". */
static void flags_and_words_are_told_apart(void **state)
{
	static const char *const TEXTS[] = { "one",	  "--store", "a b",	 "--key=x=y", "-",
					     "--dry-run", "--",	     "--points", NULL };
	struct arguments arguments;
	struct words words;

	(void)state;
	assert_int_equal(read_words(&words, TEXTS, &arguments, NULL), RGL_OK);
	assert_string_equal(arguments_value(&arguments, "store"), "a b");
	assert_string_equal(arguments_value(&arguments, "key"), "x=y");
	assert_true(arguments_has(&arguments, "dry-run"));
	assert_false(arguments_has(&arguments, "points"));
	assert_null(arguments_value(&arguments, "points"));
	assert_int_equal(arguments.word_count, 3);
	assert_string_equal(arguments.words[0], "one");
	assert_string_equal(arguments.words[1], "-");
	assert_string_equal(arguments.words[2], "--points");
	assert_int_equal(arguments_read(0, NULL, "", &arguments, NULL), RGL_OK);
	assert_int_equal(arguments.word_count, 0);
}

/* An empty value is one: an owner can take a setting away. */
static void a_value_may_be_empty(void **state)
{
	static const char *const TEXTS[] = { "--store=", "--key", "", NULL };
	struct arguments arguments;
	struct words words;

	(void)state;
	assert_int_equal(read_words(&words, TEXTS, &arguments, NULL), RGL_OK);
	assert_string_equal(arguments_value(&arguments, "store"), "");
	assert_string_equal(arguments_value(&arguments, "key"), "");
}

/* Each thing that is written wrongly, in words that name it. */
static void what_is_written_wrongly_is_named(void **state)
{
	static const struct {
		const char *texts[12];
		const char *words;
	} WRONG[] = {
		{ { "--stor=x", NULL }, "there is no flag --stor=x here" },
		{ { "--stores", "x", NULL }, "there is no flag --stores here" },
		{ { "--=x", NULL }, "there is no flag --=x here" },
		{ { "--dry", NULL }, "there is no flag --dry here" },
		{ { "--dry-run=yes", NULL }, "--dry-run takes no value" },
		{ { "--store", NULL }, "--store needs a value behind it" },
		{ { "--store", "a", "--store=b", NULL }, "--store is given twice" },
		{ { "--points", "--points", NULL }, "--points is given twice" },
	};
	struct arguments arguments = { .word_count = 77 };

	(void)state;
	for (size_t i = 0; i < sizeof(WRONG) / sizeof(WRONG[0]); i++) {
		struct rgl_why why = { 0 };
		struct words words;

		assert_int_equal(read_words(&words, WRONG[i].texts, &arguments, &why),
				 RGL_E_ARGUMENT);
		assert_string_equal(why.text, WRONG[i].words);
		assert_int_equal(arguments.word_count, 77);
	}
}

/* As many as fit are taken; one more is named, and nothing is. */
static void more_words_than_fit_are_refused(void **state)
{
	static char one[] = "one";
	static char more[] = "more";
	static char *words[ARGUMENTS_WORDS_MAX + 1];
	static struct arguments arguments;
	struct rgl_why why = { 0 };

	(void)state;
	for (size_t i = 0; i < ARGUMENTS_WORDS_MAX; i++)
		words[i] = one;
	words[ARGUMENTS_WORDS_MAX] = more;
	assert_int_equal(arguments_read(ARGUMENTS_WORDS_MAX, words, "", &arguments, &why), RGL_OK);
	assert_int_equal(arguments.word_count, ARGUMENTS_WORDS_MAX);
	arguments.word_count = 77;
	assert_int_equal(arguments_read(ARGUMENTS_WORDS_MAX + 1, words, "", &arguments, &why),
			 RGL_E_ARGUMENT);
	assert_string_equal(why.text, "too many words, from \"more\" on");
	assert_int_equal(arguments.word_count, 77);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flags_and_words_are_told_apart),
		cmocka_unit_test(a_value_may_be_empty),
		cmocka_unit_test(what_is_written_wrongly_is_named),
		cmocka_unit_test(more_words_than_fit_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
