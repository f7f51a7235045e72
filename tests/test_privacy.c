/* test_privacy.c - consent, what is known of a member, e-mail addresses. */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/care/consent.h"
#include "plugin/care/dossier_json.h"
#include "plugin/care/dossier_paper.h"
#include "plugin/identify/emails.h"
#include "plugin/identify/enrol.h"
#include "plugin/loyalty/merge.h"
#include "tests/support/faults.h"
#include "tests/support/spoken.h"

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

#define DAY_MS INT64_C(86400000)

/* ---- Consent ---- */

static rgl_rc say(struct test_shop *shop, const char *ref, const char *purpose, bool given)
{
	const struct consent_said said = {
		.ref = ref,
		.member = shop->member,
		.purpose = purpose,
		.is_given = given,
		.text = "call me",
		.who = "Jonas",
	};

	return consent_say(shop->store, &said);
}

static bool has(struct test_shop *shop, int64_t member, const char *purpose)
{
	bool is = false;

	assert_int_equal(consent_has(shop->store, member, purpose, &is), RGL_OK);
	return is;
}

static void the_newest_word_holds(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_true(has(&shop, shop.member, "keep"));
	assert_true(has(&shop, shop.member, "analyse"));
	assert_false(has(&shop, shop.member, "contact"));
	assert_int_equal(say(&shop, "K-1", "contact", true), RGL_OK);
	assert_true(has(&shop, shop.member, "contact"));
	assert_int_equal(say(&shop, "K-2", "contact", false), RGL_OK);
	assert_int_equal(say(&shop, "K-1", "contact", true), RGL_EXISTS);
	assert_false(has(&shop, shop.member, "contact"));
	assert_int_equal(say(&shop, "K-3", "analyse", false), RGL_OK);
	assert_false(has(&shop, shop.member, "analyse"));
	/* A row each, and none is ever changed or removed. */
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM consent"), 3);
	assert_int_not_equal(shop_run(&shop, "UPDATE consent SET given = 1"), SQLITE_OK);
	assert_int_not_equal(shop_run(&shop, "DELETE FROM consent"), SQLITE_OK);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

static void a_consent_that_is_none_is_refused(void **state)
{
	struct test_shop shop;
	struct consent_said said = { .ref = "K-1", .purpose = "contact" };
	bool is = false;

	(void)state;
	shop_make(&shop);
	said.member = shop.member;
	assert_int_equal(say(&shop, "", "contact", true), RGL_E_FIELD);
	assert_int_equal(say(&shop, "K-1", "spam", true), RGL_E_FIELD);
	assert_int_equal(consent_has(shop.store, shop.member, "spam", &is), RGL_E_FIELD);
	said.text = "4111 1111 1111 1111";
	assert_int_equal(consent_say(shop.store, &said), RGL_E_PAYMENT_CARD);
	said.text = "\x01";
	assert_int_equal(consent_say(shop.store, &said), RGL_E_TEXT);
	said.text = NULL;
	said.at_ms = SHOP_NOW_MS + 3 * DAY_MS;
	assert_int_equal(consent_say(shop.store, &said), RGL_E_TIME);
	said.at_ms = 0;
	said.member = 4711;
	assert_int_equal(consent_say(shop.store, &said), RGL_E_UNKNOWN);
	assert_int_equal(say(&shop, "K-1", "contact", true), RGL_OK);
	assert_int_equal(say(&shop, "K-1", "contact", false), RGL_E_DIFFERS);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM consent"), 1);
	shop_remove(&shop);
}

/* What is said of the one is said of the person: the later of the two holds. */
static void consent_goes_with_a_merge(void **state)
{
	struct test_shop shop;
	int64_t other;
	int64_t merge = 0;
	struct consent_said said = { .ref = "K-1", .purpose = "contact", .is_given = true };

	(void)state;
	shop_make(&shop);
	other = spoken_join(&shop, "Asha too", NULL);
	said.member = other;
	assert_int_equal(consent_say(shop.store, &said), RGL_OK);
	assert_int_equal(merge_members(shop.store, shop.member, other, "J", "one", &merge), RGL_OK);
	assert_true(has(&shop, shop.member, "contact"));
	assert_int_equal(say(&shop, "K-2", "contact", false), RGL_OK);
	assert_false(has(&shop, shop.member, "contact"));
	shop_remove(&shop);
}

/* A till whose clock is ten hours ahead wrote a yes; a no that is said an hour later holds. */
static void a_no_holds_over_a_clock_that_runs_ahead(void **state)
{
	struct test_shop shop;
	struct consent_said said = { .ref = "K-1",
				     .purpose = "contact",
				     .is_given = true,
				     .at_ms = SHOP_NOW_MS + 10 * DAY_MS / 24 };

	(void)state;
	shop_make(&shop);
	said.member = shop.member;
	assert_int_equal(consent_say(shop.store, &said), RGL_OK);
	assert_true(has(&shop, shop.member, "contact"));
	assert_int_equal(say(&shop, "K-2", "contact", false), RGL_OK);
	assert_false(has(&shop, shop.member, "contact"));
	shop_remove(&shop);
}

/* ---- E-mail ---- */

static void an_address_finds_its_member_however_it_is_spelled(void **state)
{
	struct test_shop shop;
	int64_t bo;
	int64_t other = 0;
	const struct enrolment same = { .name = "Mia", .email = " BO@Example.com" };
	const struct enrolment twice = { .name = "Mia",
					 .email = "mia@example.com",
					 .card = "MIA@example.com" };

	(void)state;
	shop_make(&shop);
	bo = spoken_join(&shop, "Bo", "Bo@example.com");
	assert_int_equal(spoken_whose(&shop, "bo@example.com"), bo);
	assert_int_equal(spoken_whose(&shop, " BO@EXAMPLE.COM\r\n"), bo);
	assert_int_equal(spoken_whose(&shop, "bo@example.org"), 0);
	assert_int_equal(enrol(shop.store, &same, &other), RGL_E_TAKEN);
	assert_string_equal(shop.store->refusal.field, "email");
	assert_int_equal(enrol(shop.store, &twice, &other), RGL_OK);
	assert_int_equal(spoken_whose(&shop, "mia@example.com"), other);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM card WHERE kind = 6"), 2);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM card WHERE instr(ending, '@')"),
			 0);
	shop_remove(&shop);
}

/* A store of before: sealed with the member, and no card that finds it. */
static void an_older_store_is_brought_up_once(void **state)
{
	struct test_shop shop;
	int64_t members[150];
	int64_t count = -1;
	char email[32];

	(void)state;
	shop_make(&shop);
	for (size_t i = 0; i < 150; i++) {
		(void)snprintf(email, sizeof(email), "m%zu@example.com", i);
		members[i] = spoken_join(&shop, "M", email);
	}
	assert_int_equal(shop_run(&shop, "DELETE FROM card WHERE kind = 6; UPDATE email_due SET"
					 " next = 0, last = (SELECT max(id) FROM member)"),
			 SQLITE_OK);
	assert_int_equal(spoken_whose(&shop, "m7@example.com"), 0);
	/* One was taken by somebody else meanwhile: the first is found. */
	assert_int_equal(shop_run(&shop,
				  "UPDATE member SET email_sealed = (SELECT email_sealed FROM"
				  " member WHERE id = 3) WHERE id = 9"),
			 SQLITE_OK);
	assert_int_equal(emails_find(shop.store, &count), RGL_OK);
	assert_int_equal(count, 149);
	assert_int_equal(spoken_whose(&shop, "m0@example.com"), members[0]);
	assert_int_equal(spoken_whose(&shop, "m149@example.com"), members[149]);
	assert_int_equal(emails_find(shop.store, &count), RGL_OK);
	assert_int_equal(count, 0);
	assert_int_equal(shop_run(&shop, "UPDATE email_due SET next = 0; UPDATE member SET"
					 " email_sealed = randomblob(60) WHERE id = 5"),
			 SQLITE_OK);
	assert_int_equal(emails_find(shop.store, &count), RGL_E_DAMAGED);
	shop_remove(&shop);
}

/* ---- Seeing ---- */

static rgl_rc fail_at_once(void *user, const struct dossier_row *row)
{
	(void)user;
	(void)row;
	return RGL_E_LIMIT;
}

static void all_that_is_known_is_told(void **state)
{
	struct test_shop shop;
	struct outcome outcome = { 0 };
	struct bytes json;
	char language[16];

	(void)state;
	shop_make(&shop);
	json = bytes_of(&shop.host);
	spoken_put(&shop, shop.member, SHOP_NOW_MS, 1);
	assert_int_equal(shop_sell(&shop, "S-1", 1000, &outcome), RGL_OK);
	assert_int_equal(dossier_json(shop.store, shop.member, &json), RGL_OK);
	bytes_add_byte(&json, 0);
	assert_non_null(strstr((const char *)json.data, "\"phone\":\"" SHOP_PHONE "\""));
	assert_non_null(strstr((const char *)json.data, "\"words\":\"cold as a fjord\""));
	assert_non_null(strstr((const char *)json.data, "\"id\":\"S-1\""));
	assert_non_null(strstr((const char *)json.data, "\"erased\":[]}"));
	bytes_free(&json);
	assert_int_equal(dossier_read(shop.store, shop.member, fail_at_once, NULL), RGL_E_LIMIT);
	assert_int_equal(dossier_read(shop.store, 4711, fail_at_once, NULL), RGL_E_UNKNOWN);
	assert_int_equal(dossier_language(shop.store, 4711, language), RGL_E_UNKNOWN);
	assert_int_equal(shop_run(&shop, "UPDATE member SET phone_sealed = randomblob(60)"),
			 SQLITE_OK);
	assert_int_equal(dossier_json(shop.store, shop.member, &json), RGL_E_DAMAGED);
	bytes_free(&json);
	shop_remove(&shop);
}

/* The newest rows; what there is no room for is counted. */
static void a_paper_has_an_end(void **state)
{
	struct test_shop shop;
	struct outcome outcome = { 0 };
	struct words_wish wish = { .member = "en", .shop = "en" };
	struct words *words = NULL;
	struct paper paper;
	bool is_counted = false;
	char id[16];

	(void)state;
	shop_make(&shop);
	paper = paper_of(&shop.host);
	wish.currency = shop.store->shop.currency;
	for (int i = 0; i < DOSSIER_ROWS_MAX + 7; i++) {
		(void)snprintf(id, sizeof(id), "S-%d", i);
		assert_int_equal(shop_sell(&shop, id, 1000, &outcome), RGL_OK);
	}
	assert_int_equal(words_open(&shop.host, &wish, &words, NULL), RGL_OK);
	assert_int_equal(dossier_paper(shop.store, shop.member, words, &paper), RGL_OK);
	for (size_t i = 0; i < paper.count; i++)
		is_counted = is_counted || strcmp(paper_at(&paper, i).texts[0],
						  "Further entries, in the file: 7") == 0;
	assert_true(is_counted);
	paper_free(&paper);
	words_close(words);
	shop_remove(&shop);
}

static void a_consent_and_a_look_without_memory_leave_nothing(void **state)
{
	struct test_shop shop;
	bool ran_out = true;
	int64_t done = 0;
	long at;

	(void)state;
	shop_make(&shop);
	for (at = 0; ran_out && at < 60000; at += at < 1200 ? 2 : 34) {
		struct bytes json = bytes_of(&shop.host);
		char ref[32];
		rgl_rc said;
		rgl_rc seen;

		shop_close(&shop);
		shop_open(&shop);
		(void)snprintf(ref, sizeof(ref), "K-%ld", at);
		faults_memory(at, at % 4 == 0);
		said = say(&shop, ref, "contact", true);
		seen = dossier_json(shop.store, shop.member, &json);
		ran_out = faults_memory_end();
		assert_true(said == RGL_E_MEMORY || said == RGL_OK);
		assert_true(seen == RGL_E_MEMORY || seen == RGL_OK);
		bytes_free(&json);
		done += said == RGL_OK;
		assert_int_equal(shop_number(&shop, "SELECT count(*) FROM consent"), done);
	}
	assert_true(at > 50 && at < 60000);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_newest_word_holds),
		cmocka_unit_test(a_consent_that_is_none_is_refused),
		cmocka_unit_test(consent_goes_with_a_merge),
		cmocka_unit_test(a_no_holds_over_a_clock_that_runs_ahead),
		cmocka_unit_test(an_address_finds_its_member_however_it_is_spelled),
		cmocka_unit_test(an_older_store_is_brought_up_once),
		cmocka_unit_test(all_that_is_known_is_told),
		cmocka_unit_test(a_paper_has_an_end),
		cmocka_unit_test(a_consent_and_a_look_without_memory_leave_nothing),
	};

	if (sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
