/* test_words_check.c - what a translator is told about a catalogue, and words without memory. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "receipts/words/words.h"
#include "tests/support/says.h"
#include "tests/support/sweep.h"

#define NOBODY_ASKS                                                                                \
	" is a sentence that nobody asks for; `regulars words show en` has those that are\n"
#define BELONGS "; put it where it belongs in this language\n"

static struct host host;

static int set_up(void **state)
{
	(void)state;
	host_init(&host, NULL);
	return 0;
}

/* All lines that were told, one below the other. */
struct told {
	char lines[8192];
	size_t count;
	size_t missing;
};

static void tell(void *user, const char *line)
{
	struct told *told = user;
	size_t length = strlen(told->lines);

	snprintf(told->lines + length, sizeof(told->lines) - length, "%s\n", line);
}

static struct told check(const char *language, const char *text)
{
	const struct words_own own = { language, text, strlen(text) };
	struct told told = { .count = 0 };
	struct rgl_why why = { .size = sizeof(why) };

	if (words_check(&host, &own, tell, &told, &told.count, &told.missing, &why) < 0)
		fail_msg("%s", why.text);
	return told;
}

static void check_finds(const char *language, const char *text, const char *expected)
{
	const struct told told = check(language, text);

	if (strcmp(told.lines, expected) != 0)
		fail_msg("%s\nfound: %s", text, told.lines);
}

/* Ours are held to what is asked of others. */
static void the_catalogues_that_come_along_are_whole(void **state)
{
	(void)state;
	for (const char *const *language = words_languages(); *language != NULL; language++) {
		const struct told told = check(*language, words_catalogue(*language, NULL));

		if (told.count != 0 || told.missing != 0)
			fail_msg("%s: %zu missing\n%s", *language, told.missing, told.lines);
	}
}

/* A customer's name that a translation lost is not printed. */
static void a_placeholder_too_many_or_missing_is_told(void **state)
{
	(void)state;
	check_finds("de", "thanks_back = Danke!", "line 1: thanks_back lacks {member}" BELONGS);
	check_finds("de", "\nthanks = Danke, {member}!",
		    "line 2: thanks has {member}, which is not known there; the English sentence "
		    "has no placeholder\n");
	check_finds("de", "visit_served = {visit} {cashier} {{cashier}", "");
	check_finds("de", "visit_served = {visit} {kassierer}",
		    "line 1: visit_served has {kassierer}, which is not known there; the English "
		    "sentence has {visit}, {cashier}\n"
		    "line 1: visit_served lacks {cashier}" BELONGS);
	check_finds("de", "earned = Punkte!", "line 1: earned lacks {earned}" BELONGS);
}

/* "One point" needs no digit; the reward's name is needed all the same. */
static void a_form_may_leave_out_the_number_that_it_is_for(void **state)
{
	(void)state;
	check_finds("de", "earned[earned one] = Ein Punkt!\nearned[earned other] = {earned} Punkte",
		    "");
	check_finds("de",
		    "to_reward[to_reward one] = Ein Punkt!\n"
		    "to_reward[to_reward other] = {to_reward} bis {reward}!",
		    "line 1: to_reward lacks {reward}" BELONGS);
}

/* The shop's own template may say own_... */
static void a_sentence_that_nobody_asks_for_is_told_once(void **state)
{
	(void)state;
	check_finds("de", "thx[points one] = Danke!\nthx[points other] = Danke!\nthanks = Danke!",
		    "line 1: thx" NOBODY_ASKS);
	check_finds("de", "own_slogan = {shop}, immer frisch", "");
	check_finds("de", "own_ = x", "line 1: own_" NOBODY_ASKS);
}

/* Polish has four forms and English two: who translates word by word misses some. */
static void a_plural_form_that_the_language_needs_is_told(void **state)
{
	(void)state;
	check_finds("pl", "earned[earned one] = punkt\nearned[earned other] = {earned} punktu",
		    "line 1: earned lacks the form [earned many], as for 0 in this language\n"
		    "line 1: earned lacks the form [earned few], as for 2 in this language\n");
	check_finds("pl",
		    "earned[earned one] = punkt\nearned[earned few] = {earned} punkty\n"
		    "earned[earned many] = {earned} punkt\xC3\xB3w",
		    "");
	check_finds("ar", "earned[earned other] = {earned}",
		    "line 1: earned lacks the form [earned zero], as for 0 in this language\n"
		    "line 1: earned lacks the form [earned one], as for 1 in this language\n"
		    "line 1: earned lacks the form [earned two], as for 2 in this language\n"
		    "line 1: earned lacks the form [earned few], as for 3 in this language\n"
		    "line 1: earned lacks the form [earned many], as for 11 in this language\n");
	check_finds("ja", "earned[earned other] = {earned}", "");
	check_finds("en-IN", "visit[visit ordinal other] = {visit}th\n",
		    "line 1: visit lacks the form [visit ordinal one], as for 1 in this language\n"
		    "line 1: visit lacks the form [visit ordinal two], as for 2 in this language\n"
		    "line 1: visit lacks the form [visit ordinal few], as for 3 in this "
		    "language\n");
	check_finds("fr", "earned[earned one] = {earned}\nearned[earned other] = {earned}",
		    "line 1: earned lacks the form [earned many], as for 1000000 in this "
		    "language\n");
}

/* In Arabic only 0 is "zero": =0 says it as well. */
static void an_exact_number_stands_in_for_a_form_of_that_number_alone(void **state)
{
	(void)state;
	check_finds("ar",
		    "earned[earned =0] = -\nearned[earned =1] = -\nearned[earned =2] = -\n"
		    "earned[earned few] = {earned}\nearned[earned many] = {earned}\n"
		    "earned[earned other] = {earned}",
		    "");
}

/* A sentence's form can only go by a number that is there when it is said. */
static void a_number_that_is_not_known_there_is_told(void **state)
{
	(void)state;
	check_finds("ja", "earned[points other] = {earned}",
		    "line 1: earned goes by points, which is not known there; the English "
		    "sentence has {earned}\n");
}

static void each_line_that_cannot_be_read_is_told(void **state)
{
	const struct told told = check("de", "thanks Danke!\nserved = {cashier\nquestion = \xFF\n");

	(void)state;
	assert_int_equal(told.count, 3);
	assert_non_null(strstr(told.lines, "line 1: behind the name \"thanks\""));
	assert_non_null(strstr(told.lines, "line 2: after \"{\""));
	assert_non_null(strstr(told.lines, "line 3: the sentence is not UTF-8"));
}

/* A catalogue that says three things is right, and English says the rest. */
static void sentences_that_are_missing_are_counted_and_no_error(void **state)
{
	const struct told none = check("de", "");
	const struct told some = check("de", "thanks = Danke!\nearned = {earned}\n");

	(void)state;
	assert_int_equal(none.count, 0);
	assert_true(none.missing > 70);
	assert_int_equal(some.missing, none.missing - 2);
}

static void a_language_that_is_none_is_refused(void **state)
{
	static const char *const NONE[] = { "", "d", "deutsch und mehr", "../en", "de;", "\xFF" };

	(void)state;
	for (size_t i = 0; i < sizeof(NONE) / sizeof(*NONE); i++) {
		const struct words_own own = { NONE[i], "thanks = Danke!", 15 };
		struct rgl_why why = { .size = sizeof(why) };
		size_t found = 77;
		size_t missing = 77;

		assert_int_equal(words_check(&host, &own, tell, NULL, &found, &missing, &why),
				 RGL_E_FIELD);
		assert_int_equal(found, 77);
		assert_int_equal(missing, 77);
		assert_non_null(strstr(why.text, "is not a language"));
	}
}

/* ---- Memory ---- */

static rgl_rc open_and_say(const struct host *lent, struct rgl_why *why)
{
	static const char TEXT[] = "thanks = Danke!\nearned = {earned} Punkte\n";
	const struct words_own own = { "de", TEXT, sizeof(TEXT) - 1 };
	const struct words_wish wish = { "de", "da", { "EUR", 2 }, &own, 1 };
	const int64_t count = 3;
	const struct values usual = says_usual(&count);
	struct words *words = NULL;
	char said[WORDS_ROOM] = "";
	rgl_rc rc = words_open(lent, &wish, &words, why);

	if (rc < 0)
		return rc;
	rc = words_say(words, "earned", &usual, said, why);
	words_close(words);
	if (rc == RGL_OK)
		assert_string_equal(said, "3 Punkte");
	return rc;
}

static rgl_rc check_own(const struct host *lent, struct rgl_why *why)
{
	const struct words_own own = { "de", "thanks = Danke!\nserved", 22 };
	struct told told = { .count = 0 };

	return words_check(lent, &own, tell, &told, &told.count, &told.missing, why);
}

/* Fails each allocation in turn until a run needs no more. */
static long sweep_over(rgl_rc (*run)(const struct host *lent, struct rgl_why *why))
{
	for (long fail_at = 0;; fail_at++) {
		struct rgl_why why = { .size = sizeof(why) };
		struct sweep sweep;
		struct host lent;
		rgl_rc rc;

		sweep_init(&sweep, fail_at);
		host_init(&lent, &sweep.host);
		rc = run(&lent, &why);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
		if (!sweep.ran_out) {
			assert_int_equal(rc, RGL_OK);
			return fail_at;
		}
		assert_int_equal(rc, RGL_E_MEMORY);
		assert_int_equal(why.code, RGL_E_MEMORY);
	}
}

static void each_allocation_that_fails_is_told_and_leaks_nothing(void **state)
{
	(void)state;
	assert_true(sweep_over(open_and_say) >= 8);
	assert_true(sweep_over(check_own) >= 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_catalogues_that_come_along_are_whole),
		cmocka_unit_test(a_placeholder_too_many_or_missing_is_told),
		cmocka_unit_test(a_form_may_leave_out_the_number_that_it_is_for),
		cmocka_unit_test(a_sentence_that_nobody_asks_for_is_told_once),
		cmocka_unit_test(a_plural_form_that_the_language_needs_is_told),
		cmocka_unit_test(an_exact_number_stands_in_for_a_form_of_that_number_alone),
		cmocka_unit_test(a_number_that_is_not_known_there_is_told),
		cmocka_unit_test(each_line_that_cannot_be_read_is_told),
		cmocka_unit_test(sentences_that_are_missing_are_counted_and_no_error),
		cmocka_unit_test(a_language_that_is_none_is_refused),
		cmocka_unit_test(each_allocation_that_fails_is_told_and_leaks_nothing),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
