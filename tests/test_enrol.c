/* test_enrol.c - a new member: whole or absent, and never one person twice. */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/identify/cards.h"
#include "plugin/identify/enrol.h"
#include "plugin/identify/identify.h"
#include "plugin/identify/member.h"
#include "tests/support/faults.h"
#include "tests/support/shop.h"

/* The memory of this program can run out, SQLite's too: it finds these first. */
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

static const char *const PAYMENT_CARDS[] = {
	"4111111111111111", "5555555555554444",	   "378282246310005",	  "6011111111111117",
	"3530111333300000", "4111 1111 1111 1111", "5555-5555-5555-4444",
};

enum { PAYMENT_CARD_COUNT = sizeof(PAYMENT_CARDS) / sizeof(PAYMENT_CARDS[0]) };

static int64_t members(const struct test_shop *shop)
{
	return shop_number(shop, "SELECT count(*) FROM member");
}

static int64_t owner_of(const struct test_shop *shop, const char *scan)
{
	struct found found = { 0 };

	assert_int_equal(identify_scan(shop->store, scan, strlen(scan), &found), RGL_OK);
	return found.member;
}

/* All that can be said of a person, and each card finds that person afterwards. */
static void a_member_is_kept_as_told(void **state)
{
	const struct enrolment mette = { .name = "Mette \xc3\x98sterg\xc3\xa5rd",
					 .phone = "(0045) 28 11 22 33",
					 .email = "mette@kaffe.example",
					 .birthday = "1990-05-17",
					 .language = "da",
					 .card = "5712345678909",
					 .consent = "Yes, write to me",
					 .other_id = "K-778",
					 .referred_by = 1 };
	struct test_shop shop;
	struct member member;
	int64_t id = 0;
	char token[32];

	(void)state;
	shop_make(&shop);
	assert_int_equal(enrol(shop.store, &mette, &id), RGL_OK);
	assert_int_equal(member_read(shop.store, id, &member), RGL_OK);
	assert_string_equal(member.name, mette.name);
	assert_string_equal(member.language, "da");
	assert_int_equal(member.visits, 0);
	assert_int_equal(points_sign(member.points), 0);
	assert_int_equal(member_token(shop.store, id, token), RGL_OK);
	assert_int_equal(owner_of(&shop, token), id);
	assert_int_equal(owner_of(&shop, "+4528112233"), id);
	assert_int_equal(owner_of(&shop, "]E05712345678909"), id);
	assert_int_equal(owner_of(&shop, mette.email), id);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM card WHERE member = 2"), 5);
	assert_int_equal(shop_number(&shop,
				     "SELECT count(*) FROM consent WHERE member = 2 AND"
				     " purpose = 'keep' AND given AND text = 'Yes, write to me'"),
			 1);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM member WHERE referred_by = 1"),
			 1);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* One of name, phone, card or another system's id is enough; the language is the shop's then. */
static void one_thing_said_is_enough(void **state)
{
	static const struct enrolment ONE[] = { { .name = "Bo" },
						{ .phone = "+4528112233" },
						{ .card = "KLUB778" },
						{ .other_id = "7" },
						{ .name = "B", .birthday = "--02-29" } };
	struct test_shop shop;
	struct member member;
	int64_t id = 0;

	(void)state;
	shop_make(&shop);
	for (size_t i = 0; i < sizeof(ONE) / sizeof(ONE[0]); i++) {
		assert_int_equal(enrol(shop.store, &ONE[i], &id), RGL_OK);
		assert_int_equal(member_read(shop.store, id, &member), RGL_OK);
		assert_string_equal(member.language, "en");
	}
	assert_int_equal(members(&shop), 1 + sizeof(ONE) / sizeof(ONE[0]));
	shop_remove(&shop);
}

/* Each thing that can be wrong with what was said, by its field; nobody is enrolled. */
static void what_is_wrong_is_told_by_its_field(void **state)
{
	static char long_text[RGL_TEXT_MAX + 2];
	static char noise[RGL_SCAN_MAX + 2];
	const struct {
		struct enrolment said;
		rgl_rc rc;
		const char *field;
	} CASES[] = {
		{ { .email = "a@b" }, RGL_E_FIELD, "name" },
		{ { .name = "", .phone = "" }, RGL_E_FIELD, "name" },
		{ { .name = "B", .email = "no address" }, RGL_E_FIELD, "email" },
		{ { .name = "B", .phone = "12345" }, RGL_E_FIELD, "phone" },
		{ { .name = "B", .language = "Danish" }, RGL_E_FIELD, "language" },
		{ { .name = "B", .language = "d" }, RGL_E_FIELD, "language" },
		{ { .name = "B", .language = "da_DK" }, RGL_E_FIELD, "language" },
		{ { .name = "B", .language = "da-aaaaaaaaaaaaa" }, RGL_E_FIELD, "language" },
		{ { .name = long_text }, RGL_E_TEXT, "name" },
		{ { .name = "B\x07" }, RGL_E_TEXT, "name" },
		{ { .name = "B\xff" }, RGL_E_TEXT, "name" },
		{ { .name = "B", .email = long_text }, RGL_E_TEXT, "email" },
		{ { .name = "B", .consent = long_text }, RGL_E_TEXT, "consent" },
		{ { .other_id = long_text }, RGL_E_TEXT, "member" },
		{ { .name = "B", .birthday = "1990-02-29" }, RGL_E_TIME, "birthday" },
		{ { .name = "B", .birthday = "--02-30" }, RGL_E_TIME, "birthday" },
		{ { .name = "B", .birthday = "17.5.1990" }, RGL_E_TIME, "birthday" },
		{ { .name = "B", .birthday = "1990-05-17x" }, RGL_E_TIME, "birthday" },
		{ { .name = "B", .birthday = "--05-17xxxxxxxx" }, RGL_E_TIME, "birthday" },
		{ { .name = "B", .referred_by = 4711 }, RGL_E_UNKNOWN, "member" },
		{ { .name = "B", .phone = SHOP_PHONE }, RGL_E_TAKEN, "phone" },
		{ { .name = "B", .card = SHOP_PHONE }, RGL_E_TAKEN, "card" },
		{ { .name = "B", .card = "\r\n" }, RGL_E_TEXT, "" },
		{ { .name = "B", .card = noise }, RGL_E_LIMIT, "" },
		{ { .name = "B", .card = "RG1-7KQM-2XWD" }, RGL_E_FORGED, "" },
	};
	struct test_shop shop;

	(void)state;
	memset(long_text, 'x', RGL_TEXT_MAX + 1);
	memset(noise, 'x', RGL_SCAN_MAX + 1);
	shop_make(&shop);
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		int64_t id = 77;
		rgl_rc rc;

		shop.store->refusal = (struct rgl_why) { 0 };
		rc = enrol(shop.store, &CASES[i].said, &id);
		if (rc != CASES[i].rc)
			fail_msg("case %zu: %d", i, (int)rc);
		assert_string_equal(shop.store->refusal.field, CASES[i].field);
		assert_int_equal(shop.store->refusal.code, rc);
		assert_int_equal(id, 77);
	}
	assert_int_equal(members(&shop), 1);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM event"), 1);
	shop_remove(&shop);
}

/* A card, a code of ours, another system's id: each belongs to one member. */
static void what_belongs_to_another_is_taken(void **state)
{
	struct enrolment said = { .name = "B", .card = "KLUB778", .other_id = "7" };
	struct test_shop shop;
	int64_t id = 0;

	(void)state;
	shop_make(&shop);
	assert_int_equal(enrol(shop.store, &said, &id), RGL_OK);
	said.other_id = "8";
	assert_int_equal(enrol(shop.store, &said, &id), RGL_E_TAKEN);
	assert_string_equal(shop.store->refusal.field, "card");
	said = (struct enrolment) { .other_id = "7" };
	assert_int_equal(enrol(shop.store, &said, &id), RGL_E_TAKEN);
	said = (struct enrolment) { .card = shop.token };
	assert_int_equal(enrol(shop.store, &said, &id), RGL_E_TAKEN);
	assert_int_equal(members(&shop), 2);
	shop_remove(&shop);
}

/* A cashier scans a phone number into the card's field too: it is one card, and no fault. */
static void the_phone_typed_as_the_card_too_is_one_card(void **state)
{
	const struct enrolment said = { .phone = "28112233", .card = "+45 28 11 22 33" };
	struct test_shop shop;
	int64_t id = 0;

	(void)state;
	shop_make(&shop);
	assert_int_equal(enrol(shop.store, &said, &id), RGL_OK);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM card WHERE member = 2"), 2);
	assert_int_equal(owner_of(&shop, "28112233"), id);
	shop_remove(&shop);
}

/* Nobody's payment card is kept, in whatever field it is typed; not even a hash of it. */
static void payment_cards_are_refused_in_every_field(void **state)
{
	struct test_shop shop;
	int64_t id = 77;

	(void)state;
	shop_make(&shop);
	for (int i = 0; i < PAYMENT_CARD_COUNT; i++) {
		const char *card = PAYMENT_CARDS[i];
		const struct enrolment said[] = {
			{ .card = card },
			{ .phone = card },
			{ .name = card },
			{ .other_id = card },
			{ .name = "B", .email = card },
			{ .name = "B", .consent = card },
		};

		for (size_t j = 0; j < sizeof(said) / sizeof(said[0]); j++) {
			assert_int_equal(enrol(shop.store, &said[j], &id), RGL_E_PAYMENT_CARD);
			assert_null(strstr(shop.store->refusal.text, "1111"));
		}
		assert_int_equal(cards_link(shop.store, shop.member, card, strlen(card)),
				 RGL_E_PAYMENT_CARD);
	}
	assert_int_equal(id, 77);
	assert_int_equal(members(&shop), 1);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM card"), 2);
	shop_remove(&shop);
}

/* A shop whose own cards look like a scheme's says so, and they are cards of its own. */
static void cards_of_the_shops_own_range_are_taken(void **state)
{
	const struct enrolment said = { .card = "4111111111111111",
					.other_id = "4111111111111111" };
	struct shop owner = shop_owner();
	struct test_shop shop;
	int64_t id = 0;

	(void)state;
	(void)snprintf(owner.card_ranges, sizeof(owner.card_ranges), "29 41111");
	shop_make_as(&shop, &owner);
	assert_int_equal(enrol(shop.store, &said, &id), RGL_OK);
	assert_int_equal(owner_of(&shop, ";4111111111111111=2512?"), id);
	shop_remove(&shop);
}

/* Whichever allocation fails: the member is there with all cards, or not at all, and the same
 * words enrol at the next try. */
static void every_failed_allocation_leaves_all_or_nothing(void **state)
{
	bool ran_out = true;
	struct test_shop shop;
	long at;

	(void)state;
	shop_make(&shop);
	for (at = 0; ran_out && at < 2000; at++) {
		const int64_t before = members(&shop);
		char card[32];
		const struct enrolment said = { .name = "B", .card = card, .email = "b@b" };
		int64_t id = 0;
		rgl_rc rc;

		(void)snprintf(card, sizeof(card), "KLUB-%ld", at);
		store_forget(shop.store);
		faults_memory(at / 2, at % 2 == 1);
		rc = enrol(shop.store, &said, &id);
		ran_out = faults_memory_end();
		assert_true(rc == RGL_OK || rc == RGL_E_MEMORY);
		assert_int_equal(members(&shop), before + (rc == RGL_OK));
		assert_int_equal(enrol(shop.store, &said, &id),
				 rc == RGL_OK ? RGL_E_TAKEN : RGL_OK);
	}
	assert_true(at > 4 && at < 2000);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM card"), 2 + 2 * at);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* Typed at the till, the same digits would be her card: a phone that is another's card is taken. */
static void a_phone_typed_like_anothers_card_is_taken(void **state)
{
	struct enrolment said = { .name = "A", .card = "20304051" };
	struct test_shop shop;
	int64_t id = 0;

	(void)state;
	shop_make(&shop);
	assert_int_equal(enrol(shop.store, &said, &id), RGL_OK);
	said = (struct enrolment) { .name = "B", .phone = "20304051" };
	assert_int_equal(enrol(shop.store, &said, &id), RGL_E_TAKEN);
	assert_string_equal(shop.store->refusal.field, "phone");
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_member_is_kept_as_told),
		cmocka_unit_test(one_thing_said_is_enough),
		cmocka_unit_test(what_is_wrong_is_told_by_its_field),
		cmocka_unit_test(what_belongs_to_another_is_taken),
		cmocka_unit_test(the_phone_typed_as_the_card_too_is_one_card),
		cmocka_unit_test(payment_cards_are_refused_in_every_field),
		cmocka_unit_test(cards_of_the_shops_own_range_are_taken),
		cmocka_unit_test(every_failed_allocation_leaves_all_or_nothing),
		cmocka_unit_test(a_phone_typed_like_anothers_card_is_taken),
	};

	/* Without SQLite's small store of its own every allocation can fail. */
	if (sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
