/* test_contact_words.c - what is said to a member who quietly stays away. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "plugin/slip_contact.h"
#include "receipts/words/words.h"
#include "tests/support/shop.h"

struct saying {
	struct test_shop shop;
	struct slip_parts *parts;
	struct contact contact;
	char words[CONTACT_WORDS_ROOM];
};

static void open_saying(struct saying *saying)
{
	shop_make(&saying->shop);
	assert_int_equal(slip_parts_open(&saying->shop.host, &saying->parts, NULL), RGL_OK);
	if (slip_parts_look(saying->parts, saying->shop.store) < 0)
		fail_msg("%s", saying->shop.store->refusal.text);
	saying->contact = (struct contact) { .id = 7, .name = "Mette", .language = "en" };
	(void)snprintf(saying->contact.item, sizeof(saying->contact.item), "Flat white");
}

static const char *say(struct saying *saying, const char *language)
{
	struct rgl_why why = { .size = sizeof(why) };

	(void)snprintf(saying->contact.language, sizeof(saying->contact.language), "%s", language);
	if (slip_contact_words(saying->parts, &saying->contact, "Kaffe & Kage", saying->words,
			       &why) < 0)
		fail_msg("%s: %s", language, why.text);
	return saying->words;
}

static void close_saying(struct saying *saying)
{
	slip_parts_close(saying->parts);
	shop_remove(&saying->shop);
}

static void the_shop_says_it_in_the_members_language(void **state)
{
	struct saying saying;

	(void)state;
	open_saying(&saying);
	assert_string_equal(
		say(&saying, "en"),
		"Hello Mette, this is Kaffe & Kage. With us you often choose Flat white. "
		"Was everything as it should be last time? If not, tell us, and we will "
		"put it right. You are always welcome.");
	assert_non_null(strstr(say(&saying, "da"), "Hej Mette, det er Kaffe & Kage. "));
	for (const char *const *language = words_languages(); *language != NULL; language++) {
		const char *words = say(&saying, *language);

		assert_non_null(strstr(words, "Mette"));
		assert_non_null(strstr(words, "Kaffe & Kage"));
		assert_non_null(strstr(words, "Flat white"));
		assert_null(strchr(words, '{'));
		assert_null(strchr(words, '%'));
	}
	close_saying(&saying);
}

/* It is pasted into letters and shown on terminals, which make nothing good of them. */
static void no_marks_of_direction_are_in_it(void **state)
{
	struct saying saying;

	(void)state;
	open_saying(&saying);
	for (const char *const *language = words_languages(); *language != NULL; language++) {
		const char *words = say(&saying, *language);

		for (const char *mark = "\xA6\xA7\xA8\xA9"; *mark != '\0'; mark++) {
			const char isolate[] = { '\xE2', '\x81', *mark, '\0' };

			assert_null(strstr(words, isolate));
		}
	}
	assert_null(strstr(say(&saying, "ja"), "\xE3\x80\x82 ")); /* no space behind a stop */
	close_saying(&saying);
}

static void who_has_no_name_or_no_habit_is_spoken_to_as_well(void **state)
{
	struct saying saying;

	(void)state;
	open_saying(&saying);
	saying.contact.name[0] = '\0';
	saying.contact.item[0] = '\0';
	assert_string_equal(
		say(&saying, "en"),
		"Hello, this is Kaffe & Kage. Was everything as it should be last time? "
		"If not, tell us, and we will put it right. You are always welcome.");
	saying.contact.id = 0;
	assert_string_equal(say(&saying, "en"),
			    "Good to see you. Was everything as it should be last time?");
	close_saying(&saying);
}

/* The longest texts there are: a sentence that does not fit is left out, never half said. */
static void the_longest_names_fit(void **state)
{
	struct saying saying;

	(void)state;
	open_saying(&saying);
	memset(saying.contact.name, 'n', sizeof(saying.contact.name) - 1);
	memset(saying.contact.item, 'i', sizeof(saying.contact.item) - 1);
	for (const char *const *language = words_languages(); *language != NULL; language++)
		assert_in_range(strlen(say(&saying, *language)), 300, CONTACT_WORDS_ROOM - 1);
	close_saying(&saying);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_shop_says_it_in_the_members_language),
		cmocka_unit_test(no_marks_of_direction_are_in_it),
		cmocka_unit_test(who_has_no_name_or_no_habit_is_spoken_to_as_well),
		cmocka_unit_test(the_longest_names_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
