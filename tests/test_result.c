/* test_result.c - codes, their names and words, and why something was refused. */
#include "tests/support/check.h"

#include <string.h>

#include "plugin/base/result.h"
#include "plugin/base/utf8.h"

struct row {
	const char *name;
	rgl_rc code;
	const char *words;
};

#define ROW(name, code, words) { #name, code, words },
static const struct row ROWS[] = { RGL_RESULTS(ROW) };
#undef ROW
enum { ROW_COUNT = sizeof(ROWS) / sizeof(ROWS[0]) };

/* A till looks codes up by number: none may stand for two things. */
static void every_code_and_name_is_there_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROW_COUNT; i++)
		for (size_t j = 0; j < i; j++) {
			assert_int_not_equal(ROWS[i].code, ROWS[j].code);
			assert_string_not_equal(ROWS[i].name, ROWS[j].name);
		}
}

/* Both tables are made from the one list. */
static void words_and_names_are_those_of_the_contract(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROW_COUNT; i++) {
		assert_string_equal(result_words(ROWS[i].code), ROWS[i].words);
		assert_string_equal(result_name(ROWS[i].code), ROWS[i].name);
	}
}

/* A till newer than the plugin may ask about any number. */
static void an_unknown_code_has_words_too(void **state)
{
	(void)state;
	assert_string_equal(result_words(-9999), "this is not a result of Regulars");
	assert_string_equal(result_words(INT32_MAX), "this is not a result of Regulars");
	assert_string_equal(result_name(-9999), "E_INTERNAL");
}

static void a_refusal_gives_its_code_back_and_says_why(void **state)
{
	struct rgl_why why = { .size = sizeof(why), .field = "old" };

	(void)state;
	assert_int_equal(refuse(&why, RGL_E_FULL, "%d bytes are free", 7), RGL_E_FULL);
	assert_int_equal(why.code, RGL_E_FULL);
	assert_string_equal(why.field, "");
	assert_string_equal(why.text, "7 bytes are free");
}

static void a_refusal_of_a_field_names_it(void **state)
{
	struct rgl_why why = { .size = sizeof(why) };

	(void)state;
	assert_int_equal(refuse_field(&why, RGL_E_SUM, "lines[2].total", "not %s", "12.05"),
			 RGL_E_SUM);
	assert_string_equal(why.field, "lines[2].total");
	assert_string_equal(why.text, "not 12.05");
}

/* Who does not want to know why passes nothing. */
static void a_refusal_needs_nobody_to_hear_it(void **state)
{
	(void)state;
	assert_int_equal(refuse(NULL, RGL_E_BUSY, "%s", "x"), RGL_E_BUSY);
	assert_int_equal(refuse_field(NULL, RGL_E_TEXT, "name", "%s", "x"), RGL_E_TEXT);
}

/* A name of 85 three-byte letters does not fit with the words around it; what is left has to be
 * UTF-8 still, because it goes into a JSON answer. */
static void a_long_refusal_is_cut_between_characters(void **state)
{
	struct rgl_why why = { .size = sizeof(why) };

	(void)state;
	for (int spaces = 0; spaces < 4; spaces++) {
		char long_text[1024];

		(void)memset(long_text, ' ', sizeof(long_text));
		for (size_t at = (size_t)spaces; at + 4 < sizeof(long_text); at += 3)
			(void)memcpy(long_text + at, "\xE0\xA4\x85", 4);
		(void)refuse_field(&why, RGL_E_TEXT, long_text, "%s", long_text);
		assert_true(strlen(why.text) >= sizeof(why.text) - 4);
		assert_true(utf8_is_valid(why.text, strlen(why.text)));
		assert_true(strlen(why.field) >= sizeof(why.field) - 4);
		assert_true(utf8_is_valid(why.field, strlen(why.field)));
	}
}

/* The line shows on one line of a till, whatever the scanner sent. */
static void a_refusal_stays_one_line(void **state)
{
	struct rgl_why why = { .size = sizeof(why) };

	(void)state;
	(void)refuse(&why, RGL_E_UNKNOWN, "a\nb\tc\x1b[2Jd\x7f%s", "\r");
	assert_string_equal(why.text, "a b c [2Jd  ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_code_and_name_is_there_once),
		cmocka_unit_test(words_and_names_are_those_of_the_contract),
		cmocka_unit_test(an_unknown_code_has_words_too),
		cmocka_unit_test(a_refusal_gives_its_code_back_and_says_why),
		cmocka_unit_test(a_refusal_of_a_field_names_it),
		cmocka_unit_test(a_refusal_needs_nobody_to_hear_it),
		cmocka_unit_test(a_long_refusal_is_cut_between_characters),
		cmocka_unit_test(a_refusal_stays_one_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
