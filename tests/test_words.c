/* test_words.c - what a receipt says in each language: every sentence, the right form of it, names
 * that stay what they are.
 */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "plugin/base/utf8.h"
#include "receipts/words/words.h"
#include "tests/support/says.h"

#define FSI "\xE2\x81\xA8"
#define PDI "\xE2\x81\xA9"
#define ELLIPSIS "\xE2\x80\xA6"

static struct host host;

static int set_up(void **state)
{
	(void)state;
	host_init(&host, NULL);
	return 0;
}

static void check_said(struct words *words, const char *key, const struct values *values,
		       const char *expected)
{
	char said[WORDS_ROOM] = "";
	struct rgl_why why = { .size = sizeof(why) };

	if (words_say(words, key, values, said, &why) < 0)
		fail_msg("%s: %s", key, why.text);
	assert_string_equal(said, expected);
}

static void check_count(struct words *words, const char *key, int64_t count, const char *expected)
{
	const struct values values = says_usual(&count);

	check_said(words, key, &values, expected);
}

/* ---- Every sentence ---- */

/* The key that a line of the English catalogue begins with; false for remarks. */
static bool key_of(const char *line, char ret[64])
{
	size_t length = strspn(line, "abcdefghijklmnopqrstuvwxyz_0123456789");

	if (length == 0 || length >= 64)
		return false;
	memcpy(ret, line, length);
	ret[length] = '\0';
	return true;
}

static void check_sentence(struct words *words, const char *key, int64_t count)
{
	const struct values values = says_usual(&count);
	char said[WORDS_ROOM] = "";
	struct rgl_why why = { .size = sizeof(why) };

	if (words_say(words, key, &values, said, &why) < 0)
		fail_msg("%s: %s", key, why.text);
	if (said[0] == '\0' || strchr(said, '{') != NULL || strstr(said, ELLIPSIS) != NULL ||
	    !utf8_is_valid(said, strlen(said)))
		fail_msg("%s of %s: \"%s\"", key, words_language(words), said);
}

/* A hole in a catalogue would be found by the first customer who speaks that language. */
static void every_language_says_every_sentence(void **state)
{
	static const int64_t COUNTS[] = { 0, 1, 2, 3, 11, 100, 1000000 };
	size_t said = 0;

	(void)state;
	for (const char *const *language = words_languages(); *language != NULL; language++) {
		struct words *words = says_open(&host, *language, 2);
		const char *line = words_catalogue("en", NULL);
		char key[64];

		assert_string_equal(words_language(words), *language);
		for (; *line != '\0'; line = strchr(line, '\n') + 1)
			for (size_t i = 0; i < 7 && key_of(line, key); i++, said++)
				check_sentence(words, key, COUNTS[i]);
		words_close(words);
	}
	assert_true(said > 6 * 7 * 80);
}

/* The list of languages and the files that are built in are two lists. */
static void every_language_that_is_listed_has_a_catalogue(void **state)
{
	size_t count = 0;

	(void)state;
	for (const char *const *at = words_languages(); *at != NULL; at++, count++) {
		size_t length = 0;

		assert_non_null(words_catalogue(*at, &length));
		assert_true(length > 1000);
	}
	assert_int_equal(count, 6);
	assert_null(words_catalogue("tlh", NULL));
	assert_null(words_catalogue("", NULL));
}

/* ---- Forms ---- */

/* Arabic has six; a receipt with the wrong one reads as broken Arabic. */
static void arabic_points_have_six_forms(void **state)
{
	struct words *words = says_open(&host, "ar", 2);

	(void)state;
	check_count(words, "have_points", 0, "ليس لديكم نقاط حاليًا.");
	check_count(words, "have_points", 1, "لديكم الآن نقطة واحدة.");
	check_count(words, "have_points", 2, "لديكم الآن نقطتان.");
	check_count(words, "have_points", 3, "لديكم الآن ٣ نقاط.");
	check_count(words, "have_points", 10, "لديكم الآن ١٠ نقاط.");
	check_count(words, "have_points", 11, "لديكم الآن ١١ نقطة.");
	check_count(words, "have_points", 99, "لديكم الآن ٩٩ نقطة.");
	check_count(words, "have_points", 100, "لديكم الآن ١٠٠ نقطة.");
	check_count(words, "have_points", 1203, "لديكم الآن ١٬٢٠٣ نقاط.");
	words_close(words);
}

/* English, Danish and Hindi have two, but not for the same numbers; the others have one. */
static void one_point_is_not_two_points(void **state)
{
	struct words *words = says_open(&host, "en", 2);

	(void)state;
	check_count(words, "earned", 0, "You earned 0 points.");
	check_count(words, "earned", 1, "You earned 1 point.");
	check_count(words, "earned", 21, "You earned 21 points.");
	words_close(words);
	words = says_open(&host, "hi", 2);
	check_count(words, "earned", 0, "आपको 0 पॉइंट मिला।");
	check_count(words, "earned", 1, "आपको 1 पॉइंट मिला।");
	check_count(words, "earned", 2, "आपको 2 पॉइंट मिले।");
	words_close(words);
	words = says_open(&host, "da", 2);
	check_count(words, "more_lines", 1, "og 1 linje mere");
	check_count(words, "more_lines", 2, "og 2 linjer mere");
	words_close(words);
	words = says_open(&host, "ja", 2);
	check_count(words, "earned", 1, "1ポイントをお付けしました。");
	words_close(words);
	words = says_open(&host, "vi", 2);
	check_count(words, "earned", 1, "Quý khách được cộng 1 điểm.");
	words_close(words);
}

/* "Your 11st visit" is what one remembers of a shop. */
static void a_visit_has_its_ordinal(void **state)
{
	struct words *words = says_open(&host, "en", 2);

	(void)state;
	check_count(words, "visit", 1, "Your 1st visit");
	check_count(words, "visit", 2, "Your 2nd visit");
	check_count(words, "visit", 3, "Your 3rd visit");
	check_count(words, "visit", 4, "Your 4th visit");
	check_count(words, "visit", 11, "Your 11th visit");
	check_count(words, "visit", 12, "Your 12th visit");
	check_count(words, "visit", 21, "Your 21st visit");
	check_count(words, "visit", 112, "Your 112th visit");
	check_count(words, "visit", 1003, "Your 1,003rd visit");
	words_close(words);
	words = says_open(&host, "hi", 2);
	check_count(words, "visit", 1, "आपकी 1ली विज़िट");
	check_count(words, "visit", 4, "आपकी 4थी विज़िट");
	check_count(words, "visit", 6, "आपकी 6ठी विज़िट");
	check_count(words, "visit", 7, "आपकी 7वीं विज़िट");
	words_close(words);
	words = says_open(&host, "vi", 2);
	check_count(words, "visit", 1, "Lần ghé thăm đầu tiên của quý khách");
	check_count(words, "visit", 5, "Lần ghé thăm thứ 5 của quý khách");
	words_close(words);
}

/* No class of numbers is only zero in English, but "0 points" reads badly. */
static void an_exact_number_comes_before_its_class(void **state)
{
	struct words *words = says_open(&host, "en", 2);

	(void)state;
	check_count(words, "have_points", 0, "You have no points at the moment.");
	check_count(words, "have_points", 1, "You now have 1 point.");
	words_close(words);
}

/* ---- Names and placeholders ---- */

/* A right-to-left name must not turn the sentence around it (UAX #9). */
static void a_name_stands_in_an_isolate(void **state)
{
	const struct says_value list[] = { { "member", { .kind = VALUE_TEXT, .text = "ליאת" } },
					   { NULL, { 0 } } };
	const struct values values = says_values(list);
	struct words *words = says_open(&host, "en", 2);

	(void)state;
	check_said(words, "thanks_back", &values, "Thank you for coming back, " FSI "ליאת" PDI "!");
	words_close(words);
}

/* A name that closes the isolate, or writes to the printer, is a name all the same. */
static void a_name_cannot_leave_its_isolate_or_reach_the_printer(void **state)
{
	const struct says_value list[] = { { "member",
					     { .kind = VALUE_TEXT,
					       .text = "A" PDI "\x1B@\xE2\x80\xAE"
						       "B\xFF" } },
					   { NULL, { 0 } } };
	const struct values values = says_values(list);
	struct words *words = says_open(&host, "en", 2);
	char said[WORDS_ROOM];

	(void)state;
	assert_int_equal(words_say(words, "thanks_back", &values, said, NULL), RGL_OK);
	assert_null(strchr(said, 0x1B));
	assert_null(strstr(said, "\xE2\x80\xAE"));
	assert_true(utf8_is_valid(said, strlen(said)));
	assert_string_equal(strstr(said, PDI), PDI "!");
	words_close(words);
}

/* Ten thousand characters leave the sentence around them whole. */
static void a_name_without_an_end_is_cut(void **state)
{
	static char name[20001];
	const struct says_value list[] = { { "member", { .kind = VALUE_TEXT, .text = name } },
					   { NULL, { 0 } } };
	const struct values values = says_values(list);
	struct words *words = says_open(&host, "en", 2);
	char said[WORDS_ROOM];

	(void)state;
	for (size_t i = 0; i + 1 < sizeof(name); i += 2)
		memcpy(name + i, "\xC3\xB8", 2);
	assert_int_equal(words_say(words, "thanks_back", &values, said, NULL), RGL_OK);
	assert_true(utf8_is_valid(said, strlen(said)));
	assert_string_equal(strstr(said, ELLIPSIS), ELLIPSIS PDI "!");
	words_close(words);
}

/* Own sentences for a test; what `say` is then said with `values`. */
static void check_own(const char *text, const struct values *values, const char *expected)
{
	const struct words_own own = { "en", text, strlen(text) };
	const struct words_wish wish = {
		.member = "en", .currency = { "EUR", 2 }, .own = &own, .own_count = 1
	};
	struct rgl_why why = { .size = sizeof(why) };
	struct words *words = NULL;

	if (words_open(&host, &wish, &words, &why) < 0)
		fail_msg("%s", why.text);
	check_said(words, "say", values, expected);
	words_close(words);
}

/* A template may be newer than the facts: what is not known is seen, and no reason to print
 * nothing. */
static void a_name_that_nobody_knows_stays_as_it_is_written(void **state)
{
	const int64_t count = 3;
	const struct values usual = says_usual(&count);
	const struct says_value none[] = { { NULL, { 0 } } };
	const struct values nothing = says_values(none);

	(void)state;
	check_own("say = {member}: {{member}, {{{points}", &usual, FSI "Asha" PDI ": {member}, {3");
	check_own("say = Hello {member}, {points}", &nothing, "Hello {member}, {points}");
	check_own("say = Hello {member}", NULL, "Hello {member}");
	check_own("say[points one] = one\nsay[points other] = many", &nothing, "many");
	check_own("say[points one] = one\nsay[points other] = many", NULL, "many");
}

/* A form that a catalogue lacks must not leave a hole in the receipt. */
static void a_form_that_is_missing_is_said_by_another(void **state)
{
	const int64_t one = 1;
	const int64_t five = 5;
	const struct values values = says_usual(&one);
	const struct values more = says_usual(&five);

	(void)state;
	check_own("say[points other] = {points} of them", &values, "1 of them");
	check_own("say[points one] = just one", &more, "just one");
	check_own("say[points =7] = seven", &more, "seven");
	check_own("say[points =5] = five\nsay[points other] = {points}", &more, "five");
	check_own("say[points ordinal one] = {points}st\nsay[points =5] = the fifth\n"
		  "say[points ordinal other] = {points}th",
		  &values, "1st");
}

/* 511 bytes is what a line of a paper takes; the end is a whole character. */
static void a_sentence_that_is_too_long_is_cut_between_characters(void **state)
{
	static char text[WORDS_ROOM + 64];
	const struct says_value list[] = { { "member", { .kind = VALUE_TEXT, .text = "Asha" } },
					   { NULL, { 0 } } };
	const struct values values = says_values(list);

	(void)state;
	for (size_t fill = 480; fill < 500; fill++) {
		struct words_own own = { "en", text, 0 };
		const struct words_wish wish = { .member = "en", .own = &own, .own_count = 1 };
		struct words *words = NULL;
		char said[WORDS_ROOM];

		memset(text, 'x', sizeof(text));
		memcpy(text, "say = ", 6);
		own.length = 6 + fill +
			     (size_t)snprintf(text + 6 + fill, 40, "\xC3\xB8{member}\xC3\xB8");
		assert_int_equal(words_open(&host, &wish, &words, NULL), RGL_OK);
		assert_int_equal(words_say(words, "say", &values, said, NULL), RGL_OK);
		assert_true(utf8_is_valid(said, strlen(said)));
		if (fill + 2 + 10 + 2 < WORDS_ROOM)
			assert_null(strstr(said, ELLIPSIS));
		else
			assert_string_equal(strstr(said, ELLIPSIS), ELLIPSIS);
		words_close(words);
	}
}

/* ---- Refusals ---- */

static void a_sentence_that_is_not_there_is_refused(void **state)
{
	struct words *words = says_open(&host, "en", 2);
	struct rgl_why why = { .size = sizeof(why) };
	char said[WORDS_ROOM] = "as it was";

	(void)state;
	assert_int_equal(words_say(words, "no_such_sentence", NULL, said, &why), RGL_E_UNKNOWN);
	assert_string_equal(said, "as it was");
	assert_non_null(strstr(why.text, "no_such_sentence"));
	assert_int_equal(words_say(words, "", NULL, said, &why), RGL_E_UNKNOWN);
	words_close(words);
}

/* The owner must be told where, in which of the files. */
static void a_catalogue_of_the_shop_that_is_wrong_is_refused_with_its_line(void **state)
{
	const char text[] = "# ours\nthanks = Tak!\nserved = af {cashier\n";
	const struct words_own own = { "da", text, sizeof(text) - 1 };
	const struct words_wish wish = { .shop = "da", .own = &own, .own_count = 1 };
	struct words *const untouched = (struct words *)(uintptr_t)0x77;
	struct words *words = untouched;
	struct rgl_why why = { .size = sizeof(why) };

	(void)state;
	assert_int_equal(words_open(&host, &wish, &words, &why), RGL_E_FIELD);
	assert_ptr_equal(words, untouched);
	assert_non_null(strstr(why.text, "\"da\", line 3: "));
	words_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_language_says_every_sentence),
		cmocka_unit_test(every_language_that_is_listed_has_a_catalogue),
		cmocka_unit_test(arabic_points_have_six_forms),
		cmocka_unit_test(one_point_is_not_two_points),
		cmocka_unit_test(a_visit_has_its_ordinal),
		cmocka_unit_test(an_exact_number_comes_before_its_class),
		cmocka_unit_test(a_name_stands_in_an_isolate),
		cmocka_unit_test(a_name_cannot_leave_its_isolate_or_reach_the_printer),
		cmocka_unit_test(a_name_without_an_end_is_cut),
		cmocka_unit_test(a_name_that_nobody_knows_stays_as_it_is_written),
		cmocka_unit_test(a_form_that_is_missing_is_said_by_another),
		cmocka_unit_test(a_sentence_that_is_too_long_is_cut_between_characters),
		cmocka_unit_test(a_sentence_that_is_not_there_is_refused),
		cmocka_unit_test(a_catalogue_of_the_shop_that_is_wrong_is_refused_with_its_line),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
