/* test_erase.c - erasing a member, and what the shop keeps no longer. */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plugin/care/audit.h"
#include "plugin/care/consent.h"
#include "plugin/care/erase.h"
#include "plugin/care/praise.h"
#include "plugin/care/retain.h"
#include "plugin/identify/cards.h"
#include "plugin/loyalty/merge.h"
#include "plugin/slip_settings.h"
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

RGL_EXPORT ssize_t pwrite64(int file, const void *data, size_t length, off_t at)
{
	return faults_pwrite(file, data, length, at);
}

#define DAY_MS INT64_C(86400000)

/* ---- Erasing ---- */

static rgl_rc erase(struct test_shop *shop, int64_t member, struct erased *ret)
{
	const struct erase_asked asked = { member, "Jonas", "asked for it" };

	return erase_member(shop->store, &asked, ret);
}

static void what_cannot_be_erased_is_refused(void **state)
{
	struct test_shop shop;
	struct erased erased = { 0 };
	struct erase_asked asked = { 0, "Jonas", "" };
	int64_t other;
	int64_t merge = 0;

	(void)state;
	shop_make(&shop);
	other = spoken_join(&shop, "Bo", NULL);
	asked.member = other;
	assert_int_equal(erase_member(shop.store, &asked, &erased), RGL_E_FIELD);
	asked.member = shop.member;
	asked.why = "Asha asked for it";
	assert_int_equal(erase_member(shop.store, &asked, &erased), RGL_E_FIELD);
	assert_string_equal(shop.store->refusal.field, "why");
	asked.member = other;
	asked.why = "x";
	asked.who = NULL;
	assert_int_equal(erase_member(shop.store, &asked, &erased), RGL_E_FIELD);
	asked.who = "4111111111111111";
	assert_int_equal(erase_member(shop.store, &asked, &erased), RGL_E_PAYMENT_CARD);
	asked.who = "\x01";
	assert_int_equal(erase_member(shop.store, &asked, &erased), RGL_E_TEXT);
	assert_int_equal(erase(&shop, 4711, &erased), RGL_E_UNKNOWN);
	assert_int_equal(merge_members(shop.store, shop.member, other, "J", "one", &merge), RGL_OK);
	assert_int_equal(erase(&shop, other, &erased), RGL_E_UNKNOWN);
	assert_int_equal(erased.members, 0);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM erasure"), 0);
	shop_remove(&shop);
}

static void who_is_erased_is_nobody_any_more(void **state)
{
	struct consent_said said = { .ref = "K-1", .purpose = "contact", .is_given = true };
	bool agreed = true;
	struct test_shop shop;
	struct erased erased = { 0 };
	struct outcome outcome = { 0 };
	int64_t bo;
	int64_t merge = 0;

	(void)state;
	shop_make(&shop);
	bo = spoken_join(&shop, "Bo", "bo@example.com");
	spoken_put(&shop, shop.member, SHOP_NOW_MS, 1);
	assert_int_equal(shop_sell(&shop, "S-1", 1000, &outcome), RGL_OK);
	assert_int_equal(erase(&shop, shop.member, &erased), RGL_OK);
	assert_int_equal(erased.members, 1);
	assert_true(erased.is_clear);
	assert_int_equal(spoken_whose(&shop, shop.token), 0);
	assert_int_equal(spoken_whose(&shop, SHOP_PHONE), 0);
	assert_int_equal(spoken_whose(&shop, "bo@example.com"), bo);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM moment WHERE words <> ''"), 0);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM complaint WHERE words <> ''"), 0);
	assert_int_equal(
		shop_number(&shop, "SELECT count(*) FROM complaint_step WHERE words <> ''"), 0);
	assert_int_equal(shop_number(&shop, "SELECT points FROM sale WHERE ref = 'S-1'"), 10);
	/* Nobody waits any more, and no card of a number that is nobody's is made. */
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM complaint WHERE state < 4"), 0);
	assert_int_equal(cards_renew(shop.store, shop.member), RGL_E_UNKNOWN);
	assert_int_equal(cards_link(shop.store, shop.member, "NEW-CARD", 8), RGL_E_UNKNOWN);
	/* A till that knows the number loses no sale; it is nobody's. */
	assert_int_equal(shop_sell(&shop, "S-2", 1000, &outcome), RGL_OK);
	assert_int_equal(outcome.unseen.code, RGL_E_UNKNOWN);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM sale WHERE member IS NOT NULL"),
			 1);
	assert_int_equal(erase(&shop, shop.member, &erased), RGL_EXISTS);
	assert_int_equal(merge_members(shop.store, bo, shop.member, "J", "x", &merge),
			 RGL_E_UNKNOWN);
	said.member = shop.member;
	assert_int_equal(consent_say(shop.store, &said), RGL_E_UNKNOWN);
	assert_int_equal(consent_has(shop.store, shop.member, "keep", &agreed), RGL_OK);
	assert_false(agreed);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* A number that is free again would be somebody else's: the old code must not find the next. */
static void an_old_code_never_finds_the_next_member(void **state)
{
	struct test_shop shop;
	struct erased erased = { 0 };
	int64_t bo;

	(void)state;
	shop_make(&shop);
	assert_int_equal(erase(&shop, shop.member, &erased), RGL_OK);
	bo = spoken_join(&shop, "Bo", NULL);
	assert_int_not_equal(spoken_whose(&shop, shop.token), bo);
	assert_int_equal(spoken_whose(&shop, shop.token), 0);
	shop_remove(&shop);
}

static void the_file_is_cleared_when_something_was_erased(void **state)
{
	struct test_shop shop;
	struct erased erased = { 0 };
	int64_t left = -1;
	bool done = false;

	(void)state;
	shop_make(&shop);
	assert_int_equal(erase_clear(shop.store, &done), RGL_OK);
	assert_true(done);
	assert_int_equal(erase(&shop, shop.member, &erased), RGL_OK);
	assert_int_equal(erase_left(shop.store, &left), RGL_OK);
	assert_int_equal(left, 1);
	/* Not while something else is open, and without harm then. */
	assert_int_equal(store_begin(shop.store), RGL_OK);
	assert_int_equal(erase_clear(shop.store, &done), RGL_OK);
	assert_false(done);
	assert_int_equal(store_end(shop.store, RGL_OK), RGL_OK);
	assert_int_equal(erase_clear(shop.store, &done), RGL_OK);
	assert_true(done);
	assert_int_equal(erase_left(shop.store, &left), RGL_OK);
	assert_int_equal(left, 0);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* ---- Retention ---- */

static void set(struct test_shop *shop, const char *name, const char *value)
{
	assert_int_equal(settings_write(shop->store, name, value), RGL_OK);
}

static void words_go_after_their_days(void **state)
{
	struct test_shop shop;
	struct retained retained = { 0 };

	(void)state;
	shop_make(&shop);
	spoken_put(&shop, shop.member, SHOP_NOW_MS - 40 * DAY_MS, 4);
	spoken_put(&shop, shop.member, SHOP_NOW_MS - 40 * DAY_MS, 1); /* still open */
	spoken_put(&shop, shop.member, SHOP_NOW_MS - 20 * DAY_MS, 4);
	set(&shop, "keep_words_days", "0");
	assert_int_equal(retain_look(shop.store, &retained), RGL_OK);
	assert_int_equal(retained.words, 0);
	set(&shop, "keep_words_days", "30");
	assert_int_equal(retain_look(shop.store, &retained), RGL_OK);
	assert_int_equal(retained.words, 3);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM moment WHERE words <> ''"), 3);
	assert_int_equal(retain_apply(shop.store, &retained), RGL_OK);
	assert_int_equal(retained.words, 3);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM moment WHERE words <> ''"), 2);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM complaint WHERE words <> ''"), 2);
	assert_int_equal(retain_apply(shop.store, &retained), RGL_OK);
	assert_int_equal(retained.words, 0);
	shop_remove(&shop);
}

static rgl_rc hear(void *user, const struct praise *praise)
{
	struct praise *last = user;

	*last = *praise;
	return RGL_OK;
}

/* A cashier who was away for long is praised, though not in words that are over. */
static void praise_has_no_words_that_are_over(void **state)
{
	struct test_shop shop;
	struct praise last = { 0 };

	(void)state;
	shop_make(&shop);
	spoken_put(&shop, shop.member, SHOP_NOW_MS - 40 * DAY_MS, 4);
	assert_int_equal(shop_run(&shop, "UPDATE moment SET mood = 5"), SQLITE_OK);
	assert_int_equal(praise_read(shop.store, "7", 0, hear, &last), RGL_OK);
	assert_string_equal(last.words, "cold as a fjord");
	set(&shop, "keep_words_days", "30");
	assert_int_equal(praise_read(shop.store, "7", 0, hear, &last), RGL_OK);
	assert_string_equal(last.words, "");
	shop_remove(&shop);
}

static void who_did_not_come_for_long_is_erased(void **state)
{
	struct test_shop shop;
	struct retained retained = { 0 };
	struct sale_line line;
	struct outcome outcome = { 0 };
	struct sale sale;
	int64_t gone;
	int64_t spoke;

	(void)state;
	shop_make(&shop);
	gone = spoken_join(&shop, "Gone", "gone@example.com");
	spoke = spoken_join(&shop, "Spoke", NULL);
	for (int i = 0; i < 3; i++) {
		char id[16];

		(void)snprintf(id, sizeof(id), "S-%d", i);
		sale = shop_sale(&shop, id, 1000, &line);
		sale.member = i == 0 ? shop.member : i == 1 ? gone : spoke;
		sale.at_ms = SHOP_NOW_MS - (i == 0 ? 40 : 80) * DAY_MS;
		assert_int_equal(checkout(shop.desk, &sale, true, &outcome), RGL_OK);
	}
	assert_int_equal(shop_run(&shop, "DROP TRIGGER event_is_never_changed; UPDATE event SET"
					 " written_ms = 1; DROP TRIGGER consent_is_never_changed;"
					 "UPDATE consent SET at_ms = 1"),
			 SQLITE_OK);
	spoken_put(&shop, spoke, SHOP_NOW_MS - 3 * DAY_MS, 4);
	set(&shop, "keep_words_days", "0");
	set(&shop, "keep_members_months", "2");
	assert_int_equal(retain_look(shop.store, &retained), RGL_OK);
	assert_int_equal(retained.members, 1);
	assert_int_equal(retain_apply(shop.store, &retained), RGL_OK);
	assert_int_equal(retained.members, 1);
	assert_int_equal(shop_number(&shop, "SELECT member FROM erasure"), gone);
	assert_int_equal(spoken_whose(&shop, "gone@example.com"), 0);
	assert_int_equal(spoken_whose(&shop, shop.token), shop.member);
	shop_remove(&shop);
}

/* Who was merged into a member who does not come: what is open of theirs, and what somebody did for
 * them by hand, keeps both. */
static void who_is_waited_for_is_not_gone(void **state)
{
	static const char *const REASONS[] = {
		"UPDATE complaint SET state = 1, closed_ms = 0",
		"INSERT INTO audit (id, at_ms, who, what, member, event, detail, mac) VALUES (99,"
		" 1767607200000, 'J', 'adjust', 1, 1, '', zeroblob(16))",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(REASONS) / sizeof(REASONS[0]); i++) {
		struct test_shop shop;
		struct retained retained = { 0 };
		int64_t other;
		int64_t merge = 0;

		shop_make(&shop);
		other = spoken_join(&shop, "Bo", NULL);
		spoken_put(&shop, other, SHOP_NOW_MS - 90 * DAY_MS, 5);
		assert_int_equal(merge_members(shop.store, shop.member, other, "J", "one", &merge),
				 RGL_OK);
		assert_int_equal(shop_run(&shop,
					  "DROP TRIGGER event_is_never_changed; UPDATE event SET"
					  " written_ms = 1; DROP TRIGGER consent_is_never_changed;"
					  "UPDATE consent SET at_ms = 1; DROP TRIGGER"
					  " audit_is_never_changed; UPDATE audit SET at_ms = 1"),
				 SQLITE_OK);
		set(&shop, "keep_members_months", "2");
		assert_int_equal(retain_look(shop.store, &retained), RGL_OK);
		assert_int_equal(retained.members, 1);
		assert_int_equal(shop_run(&shop, REASONS[i]), SQLITE_OK);
		assert_int_equal(retain_look(shop.store, &retained), RGL_OK);
		assert_int_equal(retained.members, 0);
		shop_remove(&shop);
	}
}

/* A complaint that was taken is a longer row: what it said before must not stay beside it. */
static void no_older_copy_of_a_row_is_left(void **state)
{
	struct test_shop shop;
	struct retained retained = { 0 };
	static uint8_t bytes[4 * 1024 * 1024];
	FILE *file;
	size_t length;

	(void)state;
	shop_make(&shop);
	for (int i = 0; i < 20; i++)
		spoken_put(&shop, shop.member, SHOP_NOW_MS - 40 * DAY_MS, 4);
	assert_int_equal(shop_run(&shop, "UPDATE complaint SET owner = 'Jonas of the morning'"),
			 SQLITE_OK);
	set(&shop, "keep_words_days", "30");
	assert_int_equal(retain_apply(shop.store, &retained), RGL_OK);
	assert_int_equal(retained.words, 60);
	shop_close(&shop);
	file = fopen(shop.path, "rb");
	assert_non_null(file);
	length = fread(bytes, 1, sizeof(bytes), file);
	(void)fclose(file);
	assert_null(memmem(bytes, length, "fjord", 5));
	shop_remove(&shop);
}

/* ---- Faults ---- */

/* All of a member, or nothing yet; the same again succeeds. */
static void is_whole_or_gone(struct test_shop *shop, int64_t member)
{
	char sql[512];

	(void)snprintf(sql, sizeof(sql),
		       "SELECT (SELECT name <> '' FROM member WHERE id = %lld)"
		       " + (SELECT count(*) = 0 FROM erasure WHERE member = %lld)"
		       " + (SELECT count(*) FROM card WHERE member = %lld AND kind = 6)"
		       " + (SELECT count(*) FROM moment WHERE member = %lld AND words <> '')"
		       " + (SELECT count(*) FROM complaint WHERE member = %lld AND words <> '')"
		       " + (SELECT count(*) FROM consent WHERE member = %lld AND text <> '')",
		       (long long)member, (long long)member, (long long)member, (long long)member,
		       (long long)member, (long long)member);
	assert_true(shop_number(shop, sql) % 6 == 0);
}

static void an_erasure_without_memory_is_whole_or_nothing(void **state)
{
	struct test_shop shop;
	struct erased erased;
	struct audit_verdict verdict;
	bool ran_out = true;
	int64_t member = 0;
	long at;

	(void)state;
	shop_make(&shop);
	for (at = 0; ran_out && at < 6000; at += 3) {
		rgl_rc rc;

		if (member == 0) {
			member = spoken_join(&shop, "Bo", "bo@example.com");
			spoken_put(&shop, member, SHOP_NOW_MS, 1);
		}
		shop_close(&shop);
		shop_open(&shop);
		faults_memory(at, at % 2 == 0);
		rc = erase(&shop, member, &erased);
		ran_out = faults_memory_end();
		assert_true(rc == RGL_E_MEMORY || rc == RGL_OK);
		shop_close(&shop);
		shop_open(&shop);
		is_whole_or_gone(&shop, member);
		if (rc == RGL_OK)
			member = 0;
	}
	assert_true(at > 50 && at < 6000);
	assert_int_equal(audit_check(shop.store, &verdict), RGL_OK);
	assert_int_equal(verdict.wrong, 0);
	assert_false(verdict.is_cut);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

static void an_erasure_on_a_full_disk_is_whole_or_nothing(void **state)
{
	struct test_shop shop;
	struct erased erased;
	bool was_full = true;
	int64_t member = 0;
	int64_t room;
	int refused = 0;

	(void)state;
	shop_make(&shop);
	for (room = 0; was_full && room < 6000000; room += room < 120000 ? 2060 : 61000) {
		bool done = false;
		rgl_rc rc;

		if (member == 0) {
			member = spoken_join(&shop, "Bo", "bo@example.com");
			spoken_put(&shop, member, SHOP_NOW_MS, 1);
		}
		faults_disk(room);
		rc = erase(&shop, member, &erased);
		if (rc >= 0 && erase_clear(shop.store, &done) < 0)
			done = false;
		was_full = faults_disk_end();
		shop_close(&shop);
		shop_open(&shop);
		is_whole_or_gone(&shop, member);
		refused += rc < 0;
		if (rc >= 0)
			member = 0;
	}
	assert_true(refused > 2 && room < 6000000);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_cannot_be_erased_is_refused),
		cmocka_unit_test(who_is_erased_is_nobody_any_more),
		cmocka_unit_test(an_old_code_never_finds_the_next_member),
		cmocka_unit_test(the_file_is_cleared_when_something_was_erased),
		cmocka_unit_test(words_go_after_their_days),
		cmocka_unit_test(praise_has_no_words_that_are_over),
		cmocka_unit_test(who_did_not_come_for_long_is_erased),
		cmocka_unit_test(who_is_waited_for_is_not_gone),
		cmocka_unit_test(no_older_copy_of_a_row_is_left),
		cmocka_unit_test(an_erasure_without_memory_is_whole_or_nothing),
		cmocka_unit_test(an_erasure_on_a_full_disk_is_whole_or_nothing),
	};

	if (sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
