/* test_voice.c - what staff say in confidence is heard, counted and not traced. */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/care/voice.h"
#include "tests/support/faults.h"
#include "tests/support/shop.h"

RGL_EXPORT void *malloc(size_t bytes)
{
	return faults_malloc(bytes);
}

RGL_EXPORT void *calloc(size_t count, size_t bytes)
{
	return faults_calloc(count, bytes);
}

RGL_EXPORT void *realloc(void *memory, size_t bytes)
{
	return faults_realloc(memory, bytes);
}

struct heard {
	size_t count;
	struct voice_theme themes[8];
	char words[4][64];
	size_t words_count;
};

static rgl_rc hear_theme(void *user, const struct voice_theme *theme)
{
	struct heard *heard = user;

	assert_true(heard->count < 8);
	heard->themes[heard->count++] = *theme;
	return RGL_OK;
}

static rgl_rc hear_words(void *user, const char *theme, const char *words)
{
	struct heard *heard = user;

	(void)theme;
	assert_true(heard->words_count < 4);
	(void)snprintf(heard->words[heard->words_count++], 64, "%s", words);
	return RGL_OK;
}

static rgl_rc say(struct test_shop *shop, const char *cashier, const char *theme, const char *words,
		  bool share)
{
	const struct voice voice = {
		.cashier = cashier, .theme = theme, .words = words, .share = share
	};
	bool kept = !share;
	rgl_rc rc = voice_say(shop->store, &voice, &kept);

	if (rc >= 0)
		assert_int_equal(kept, share && words != NULL);
	return rc;
}

static rgl_rc score(struct test_shop *shop, const char *cashier, int64_t score)
{
	const struct voice voice = { .cashier = cashier, .score = score };
	bool kept = true;

	return voice_say(shop->store, &voice, &kept);
}

/* Two voices would tell each of the two who the other is. */
static void a_theme_is_shown_from_three_voices_on(void **state)
{
	struct test_shop shop;
	struct heard heard = { 0 };

	(void)state;
	shop_make(&shop);
	assert_int_equal(say(&shop, "Jonas", "breaks", "none on Saturdays", true), RGL_OK);
	assert_int_equal(say(&shop, "Mia", "breaks", "as I said to nobody", false), RGL_OK);
	assert_int_equal(say(&shop, "Mia", "tools", "the grinder", true), RGL_OK);
	assert_int_equal(voice_themes(shop.store, 0, hear_theme, &heard), RGL_OK);
	assert_int_equal(voice_words(shop.store, 0, hear_words, &heard), RGL_OK);
	assert_int_equal(heard.count, 0);
	assert_int_equal(heard.words_count, 0);
	assert_int_equal(say(&shop, "Ali", "breaks", NULL, false), RGL_OK);
	assert_int_equal(voice_themes(shop.store, 0, hear_theme, &heard), RGL_OK);
	assert_int_equal(voice_words(shop.store, 0, hear_words, &heard), RGL_OK);
	assert_int_equal(heard.count, 1);
	assert_string_equal(heard.themes[0].theme, "breaks");
	assert_int_equal(heard.themes[0].voices, 3);
	assert_int_equal(heard.themes[0].words, 1);
	assert_int_equal(heard.words_count, 1);
	assert_string_equal(heard.words[0], "none on Saturdays");
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* Else one who says it three times would be a theme of three. */
static void one_person_is_one_voice_of_a_theme_in_a_quarter(void **state)
{
	struct test_shop shop;
	struct heard heard = { 0 };

	(void)state;
	shop_make(&shop);
	assert_int_equal(say(&shop, "Jonas", "pay-is-no-theme-here", NULL, false), RGL_E_FIELD);
	assert_int_equal(say(&shop, "Jonas", "hours", "first", true), RGL_OK);
	assert_int_equal(say(&shop, "Jonas", "hours", "second", true), RGL_EXISTS);
	assert_int_equal(say(&shop, "Jonas", "hours", "third", false), RGL_EXISTS);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM staff_voice"), 1);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM staff_voice WHERE words <> ''"),
			 0);
	/* Nor does the same voice in three quarters make one. */
	for (int64_t quarter = 1; quarter <= 3; quarter++) {
		char sql[256];

		(void)snprintf(sql, sizeof(sql),
			       "INSERT INTO staff_voice (id, voice, quarter, week, theme, words)"
			       " VALUES (%lld, randomblob(16), %lld, 0, 'hours', 'x')",
			       (long long)quarter, (long long)quarter);
		assert_int_equal(shop_run(&shop, sql), SQLITE_OK);
	}
	assert_int_equal(voice_themes(shop.store, 0, hear_theme, &heard), RGL_OK);
	assert_int_equal(heard.count, 0);
	shop_remove(&shop);
}

static void a_score_is_counted_from_three_on(void **state)
{
	struct test_shop shop;
	struct voice_score found = { 0 };

	(void)state;
	shop_make(&shop);
	assert_int_equal(score(&shop, "Jonas", 9), RGL_OK);
	assert_int_equal(score(&shop, "Mia", 10), RGL_OK);
	assert_int_equal(voice_scores(shop.store, 0, &found), RGL_OK);
	assert_int_equal(found.count, 0);
	assert_int_equal(score(&shop, "Ali", 3), RGL_OK);
	assert_int_equal(score(&shop, "Ali", 6), RGL_EXISTS);
	assert_int_equal(voice_scores(shop.store, 0, &found), RGL_OK);
	assert_int_equal(found.count, 3);
	assert_int_equal(found.sum, 25);
	assert_int_equal(found.promoters, 2);
	assert_int_equal(found.detractors, 1);
	assert_int_equal(score(&shop, "Ali", 11), RGL_E_FIELD);
	assert_int_equal(score(&shop, "Ali", -1), RGL_E_FIELD);
	shop_remove(&shop);
}

/* Neither a name nor an event, and two themes of one person look like two people's. */
static void the_store_does_not_hold_who_said_it(void **state)
{
	struct test_shop shop;
	int64_t events;

	(void)state;
	shop_make(&shop);
	events = shop_number(&shop, "SELECT count(*) FROM event");
	assert_int_equal(say(&shop, "Jonas", "breaks", "x", true), RGL_OK);
	assert_int_equal(say(&shop, "Jonas", "tools", "y", true), RGL_OK);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM event"), events);
	assert_int_equal(shop_number(&shop, "SELECT count(DISTINCT voice) FROM staff_voice"), 2);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM staff_voice WHERE"
					    " instr(CAST(voice AS TEXT), 'Jonas') > 0"),
			 0);
	shop_remove(&shop);
}

static void what_cannot_be_kept_is_refused(void **state)
{
	struct test_shop shop;
	char words[VOICE_WORDS_MAX + 2];

	(void)state;
	shop_make(&shop);
	memset(words, 'x', sizeof(words) - 1);
	words[sizeof(words) - 1] = '\0';
	assert_int_equal(say(&shop, "", "breaks", NULL, false), RGL_E_FIELD);
	assert_string_equal(shop.store->refusal.field, "cashier");
	assert_int_equal(say(&shop, "Jonas", "breaks", words, true), RGL_E_TEXT);
	assert_int_equal(say(&shop, "Jonas", "breaks", "\x01", true), RGL_E_TEXT);
	assert_int_equal(say(&shop, "Jonas", "breaks", "4111 1111 1111 1111", false),
			 RGL_E_PAYMENT_CARD);
	assert_int_equal(say(&shop, "4111111111111111", "breaks", NULL, false), RGL_E_PAYMENT_CARD);
	words[VOICE_WORDS_MAX] = '\0';
	assert_int_equal(say(&shop, "Jonas", "breaks", words, true), RGL_OK);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM staff_voice"), 1);
	shop_remove(&shop);
}

/* The shop's own themes are those that count. */
static void the_shop_chooses_its_themes(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(
		shop_run(&shop, "INSERT INTO setting VALUES ('staff_themes', 'oven doors')"),
		SQLITE_OK);
	assert_int_equal(say(&shop, "Jonas", "doors", NULL, false), RGL_OK);
	assert_int_equal(say(&shop, "Jonas", "door", NULL, false), RGL_E_FIELD);
	assert_int_equal(say(&shop, "Jonas", "breaks", NULL, false), RGL_E_FIELD);
	assert_non_null(strstr(shop.store->refusal.text, "oven doors"));
	shop_remove(&shop);
}

static void every_allocation_may_fail(void **state)
{
	struct test_shop shop;
	bool ran_out = true;
	int64_t done = 0;
	long at;

	(void)state;
	shop_make(&shop);
	for (at = 0; ran_out && at < 3000; at++) {
		char cashier[32];
		rgl_rc rc;

		(void)snprintf(cashier, sizeof(cashier), "C%ld", at);
		store_forget(shop.store);
		faults_memory(at, at % 2 == 0);
		rc = say(&shop, cashier, "tools", "w", true);
		ran_out = faults_memory_end();
		assert_true(rc == RGL_OK || rc == RGL_E_MEMORY);
		done += rc == RGL_OK;
		assert_int_equal(shop_number(&shop, "SELECT count(*) FROM staff_voice"), done);
	}
	assert_true(at > 5 && at < 3000);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_theme_is_shown_from_three_voices_on),
		cmocka_unit_test(one_person_is_one_voice_of_a_theme_in_a_quarter),
		cmocka_unit_test(a_score_is_counted_from_three_on),
		cmocka_unit_test(the_store_does_not_hold_who_said_it),
		cmocka_unit_test(what_cannot_be_kept_is_refused),
		cmocka_unit_test(the_shop_chooses_its_themes),
		cmocka_unit_test(every_allocation_may_fail),
	};

	if (sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
