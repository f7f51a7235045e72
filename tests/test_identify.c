/* test_identify.c - whose card is this? */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "plugin/identify/cards.h"
#include "plugin/identify/identify.h"
#include "plugin/identify/member.h"
#include "tests/support/shop.h"

static rgl_rc identify(const struct test_shop *shop, const char *raw, struct found *ret)
{
	return identify_scan(shop->store, raw, strlen(raw), ret);
}

static int64_t member_of(const struct test_shop *shop, const char *raw)
{
	struct found found = { 0 };
	rgl_rc rc = identify(shop, raw, &found);

	if (rc < 0)
		fail_msg("\"%s\": %s", raw, shop->store->refusal.text);
	return found.member;
}

/* The same member by the code on the phone, typed or scanned, and by the number in any spelling. */
static void a_member_is_found_by_every_card(void **state)
{
	static const char *const CARDS[] = { "5712345678909", "04:A2:2B:11:22:33:44",
					     ";6543210=2512?", "12345678" };
	static const char *const SCANS[] = {
		"]E05712345678909\r\n", "04a22b11223344", "%B6543210^X^?",
		"]C012345678",		SHOP_PHONE,	  "20 30 40 50",
		"0045-20304050"
	};
	struct test_shop shop;
	char typed[48];

	(void)state;
	shop_make(&shop);
	for (size_t i = 0; i < sizeof(CARDS) / sizeof(CARDS[0]); i++)
		assert_int_equal(cards_link(shop.store, shop.member, CARDS[i], strlen(CARDS[i])),
				 RGL_OK);
	for (size_t i = 0; i < sizeof(SCANS) / sizeof(SCANS[0]); i++)
		assert_int_equal(member_of(&shop, SCANS[i]), shop.member);
	assert_int_equal(member_of(&shop, shop.token), shop.member);
	(void)snprintf(typed, sizeof(typed), "]Q3%.3s-%.4s-%.4s-%.4s-%.4s\r", shop.token,
		       shop.token + 3, shop.token + 7, shop.token + 11, shop.token + 15);
	assert_int_equal(member_of(&shop, typed), shop.member);
	shop_remove(&shop);
}

/* What kind of code it was, and no more of it than its end. */
static void an_unknown_card_is_told_masked(void **state)
{
	struct test_shop shop;
	struct found found = { .member = 77 };

	(void)state;
	shop_make(&shop);
	assert_int_equal(identify(&shop, "5712345678909", &found), RGL_E_UNKNOWN);
	assert_string_equal(shop.store->refusal.text,
			    "Not a card of ours (EAN-13, ends 8909). Enrol? [name or phone]");
	assert_int_equal(identify(&shop, "+4599887766", &found), RGL_E_UNKNOWN);
	assert_null(strstr(shop.store->refusal.text, "998877"));
	assert_int_equal(found.member, 77);
	shop_remove(&shop);
}

/* A lost card no longer says whose it was; the member's other cards do. */
static void a_blocked_card_is_told_as_such(void **state)
{
	struct test_shop shop;
	struct found found = { .member = 77 };
	char token[32] = "x";

	(void)state;
	shop_make(&shop);
	assert_int_equal(shop_run(&shop, "UPDATE card SET blocked = 1 WHERE kind = 1"), SQLITE_OK);
	assert_int_equal(identify(&shop, shop.token, &found), RGL_E_BLOCKED);
	assert_int_equal(found.member, 77);
	assert_int_equal(member_of(&shop, SHOP_PHONE), shop.member);
	assert_int_equal(member_token(shop.store, shop.member, token), RGL_OK);
	assert_string_equal(token, "");
	shop_remove(&shop);
}

static int64_t steps_of(const struct test_shop *shop)
{
	int64_t steps = 0;

	for (int i = 0; i < STATEMENT_COUNT; i++) {
		struct sqlite3_stmt *statement = shop->store->statements[i];

		if (statement != NULL)
			steps += sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_RUN, 0);
	}
	return steps;
}

/* Whoever prints codes by the million makes the store look nothing up: no statement runs. */
static void made_up_tokens_do_not_reach_the_store(void **state)
{
	static const char LETTERS[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	struct test_shop shop;
	struct test_shop other;
	struct found found = { 0 };
	uint64_t chance = 5;
	int64_t before;
	char token[32] = "RG1";

	(void)state;
	shop_make(&shop);
	shop_make(&other);
	assert_int_equal(member_of(&shop, shop.token), shop.member);
	before = steps_of(&shop);
	assert_true(before > 0);
	for (int i = 0; i < 1000; i++) {
		for (size_t place = 3; place < 19; place++)
			token[place] = LETTERS[next_number(&chance) % 32];
		assert_int_equal(identify(&shop, token, &found), RGL_E_FORGED);
	}
	assert_int_equal(identify(&shop, other.token, &found), RGL_E_FORGED);
	assert_int_equal(steps_of(&shop), before);
	assert_int_equal(identify(&shop, "KLUB778", &found), RGL_E_UNKNOWN);
	assert_true(steps_of(&shop) > before);
	shop_remove(&other);
	shop_remove(&shop);
}

/* A genuine code of a card that a restored backup does not have. */
static void a_genuine_token_without_a_card_is_unknown(void **state)
{
	struct test_shop shop;
	struct found found = { 0 };

	(void)state;
	shop_make(&shop);
	assert_int_equal(shop_run(&shop, "DELETE FROM card WHERE kind = 1"), SQLITE_OK);
	assert_int_equal(identify(&shop, shop.token, &found), RGL_E_UNKNOWN);
	shop_remove(&shop);
}

/* What scan_read refuses is passed on with its words. */
static void what_is_no_card_is_refused_as_scan_does(void **state)
{
	struct test_shop shop;
	struct found found = { .member = 77 };
	char noise[RGL_SCAN_MAX + 1];

	(void)state;
	shop_make(&shop);
	memset(noise, 'x', sizeof(noise));
	assert_int_equal(identify(&shop, "4111 1111 1111 1111", &found), RGL_E_PAYMENT_CARD);
	assert_int_equal(shop.store->refusal.code, RGL_E_PAYMENT_CARD);
	assert_int_equal(identify(&shop, ";5555555555554444=2512?", &found), RGL_E_PAYMENT_CARD);
	assert_int_equal(identify(&shop, "\r\n", &found), RGL_E_TEXT);
	assert_int_equal(identify_scan(shop.store, noise, sizeof(noise), &found), RGL_E_LIMIT);
	assert_int_equal(found.member, 77);
	shop_remove(&shop);
}

/* A value is found by its kind only: the same digits as another kind are another card. */
static void a_value_is_known_by_its_kind(void **state)
{
	struct test_shop shop;
	int64_t member = 0;

	(void)state;
	shop_make(&shop);
	assert_int_equal(
		identify_value(shop.store, CARD_PHONE, SHOP_PHONE, strlen(SHOP_PHONE), &member),
		RGL_OK);
	assert_int_equal(member, shop.member);
	assert_int_equal(
		identify_value(shop.store, CARD_CODE, SHOP_PHONE, strlen(SHOP_PHONE), &member),
		RGL_OK);
	assert_int_equal(member, 0);
	shop_remove(&shop);
}

/* Between two visits, the mean so far; with fewer there is nothing usual. */
static void the_usual_gap_is_the_mean_so_far(void **state)
{
	struct member member = { .visits = 1, .first_visit_ms = 5, .last_visit_ms = 5 };
	struct test_shop shop;

	(void)state;
	assert_int_equal(member_usual_gap_ms(&member), 0);
	member.visits = 4;
	member.last_visit_ms = 5 + 3 * MS_A_DAY + 2;
	assert_int_equal(member_usual_gap_ms(&member), MS_A_DAY);
	shop_make(&shop);
	assert_int_equal(member_read(shop.store, 4711, &member), RGL_E_UNKNOWN);
	assert_string_equal(shop.store->refusal.text, "there is no member 4711");
	assert_int_equal(member.visits, 4);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_member_is_found_by_every_card),
		cmocka_unit_test(an_unknown_card_is_told_masked),
		cmocka_unit_test(a_blocked_card_is_told_as_such),
		cmocka_unit_test(made_up_tokens_do_not_reach_the_store),
		cmocka_unit_test(a_genuine_token_without_a_card_is_unknown),
		cmocka_unit_test(what_is_no_card_is_refused_as_scan_does),
		cmocka_unit_test(a_value_is_known_by_its_kind),
		cmocka_unit_test(the_usual_gap_is_the_mean_so_far),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
