/* test_words_chain.c - which language is spoken: the customer's, the shop's, English; and the
 * shop's own sentences before ours.
 */
#include "tests/support/check.h"

#include <string.h>

#include "receipts/words/words.h"
#include "tests/support/says.h"

#define FSI "\xE2\x81\xA8"
#define PDI "\xE2\x81\xA9"

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

static void check_spoken(const char *member, const char *shop, const char *expected)
{
	const struct words_wish wish = { .member = member, .shop = shop, .currency = { "EUR", 2 } };
	struct words *words = NULL;

	assert_int_equal(words_open(&host, &wish, &words, NULL), RGL_OK);
	assert_string_equal(words_language(words), expected);
	words_close(words);
}

/* The customer's, else the shop's, else English; whatever a till wrote into the member's record. */
static void the_customers_language_is_spoken_then_the_shops_then_english(void **state)
{
	static const char *const NONE[] = {
		NULL, "",    "xx",	 "fr",
		"?",  "e",   "\xFF\xFE", "en;drop",
		"..", "d a", "a-b-c-d",	 "toolongtobealanguageofanybodyatalltoolong"
	};

	(void)state;
	check_spoken("da", "hi", "da");
	check_spoken("DA", "hi", "da");
	check_spoken("da-DK", "hi", "da");
	check_spoken("da_DK", "hi", "da");
	check_spoken("ar-u-nu-latn", "hi", "ar");
	for (size_t i = 0; i < sizeof(NONE) / sizeof(*NONE); i++) {
		check_spoken(NONE[i], "hi", "hi");
		check_spoken("da", NONE[i], "da");
		check_spoken(NONE[i], NONE[i], "en");
	}
}

static void arabic_is_from_right_to_left(void **state)
{
	(void)state;
	for (const char *const *language = words_languages(); *language != NULL; language++) {
		struct words *words = says_open(&host, *language, 2);

		assert_int_equal(words_is_right_to_left(words), strcmp(*language, "ar") == 0);
		words_close(words);
	}
}

/* The shop knows its customers better than we do. */
static void the_shops_own_sentence_comes_before_ours(void **state)
{
	struct words_own own[] = {
		{ .language = "da", .text = "thanks = Hav en god dag!\n" },
		{ .language = "pt-BR", .text = "thanks = Valeu!\nearned = {earned}\n" },
		{ .language = "pt", .text = "thanks = Obrigado!\nserved = Com {cashier}\n" },
		{ .language = "ja", .text = "this is no catalogue" },
	};
	struct words_wish wish = { .member = "da",
				   .shop = "pt_BR",
				   .currency = { "EUR", 2 },
				   .own = own,
				   .own_count = 4 };
	const int64_t count = 1234;
	const struct values usual = says_usual(&count);
	struct words *words = NULL;

	(void)state;
	for (size_t i = 0; i < 4; i++)
		own[i].length = strlen(own[i].text);
	assert_int_equal(words_open(&host, &wish, &words, NULL), RGL_OK);
	check_said(words, "thanks", NULL, "Hav en god dag!");
	check_said(words, "earned", &usual, "Du fik 1.234 point.");
	words_close(words);
	wish.member = "pt-br";
	wish.shop = "da";
	assert_int_equal(words_open(&host, &wish, &words, NULL), RGL_OK);
	assert_string_equal(words_language(words), "pt-br");
	check_said(words, "thanks", NULL, "Valeu!");
	check_said(words, "earned", &usual, "1.234");
	check_said(words, "served", &usual, "Com " FSI "Jonas" PDI);
	check_said(words, "question", NULL, "Hvordan gik det i dag?");
	words_close(words);
}

/* English stands behind a catalogue that says little, in its own digits and forms. */
static void a_sentence_that_is_missing_is_said_in_the_next_language(void **state)
{
	const struct words_own own = { "de", "thanks = Danke!", 15 };
	const struct words_wish wish = {
		.member = "de", .currency = { "EUR", 2 }, .own = &own, .own_count = 1
	};
	const int64_t count = 1234;
	const struct values usual = says_usual(&count);
	struct words *words = NULL;

	(void)state;
	assert_int_equal(words_open(&host, &wish, &words, NULL), RGL_OK);
	assert_string_equal(words_language(words), "de");
	check_said(words, "thanks", NULL, "Danke!");
	check_said(words, "earned", &usual, "You earned 1,234 points.");
	assert_true(words_has(words, "thanks"));
	assert_true(words_has(words, "earned"));
	assert_false(words_has(words, "no_such_sentence"));
	words_close(words);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_customers_language_is_spoken_then_the_shops_then_english),
		cmocka_unit_test(arabic_is_from_right_to_left),
		cmocka_unit_test(the_shops_own_sentence_comes_before_ours),
		cmocka_unit_test(a_sentence_that_is_missing_is_said_in_the_next_language),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
