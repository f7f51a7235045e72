/* test_vouchers.c - gift cards and coupons are found by their codes alone, which are never kept in
 * clear. Using them is in test_vouchers_use.c. Numbers in the comments are the peers' scenarios. */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/identify/identify.h"
#include "plugin/identify/token.h"
#include "plugin/loyalty/vouchers.h"
#include "tests/support/faults.h"
#include "tests/support/gifts.h"

/* Memory of this program can run out, SQLite's too: it finds these first. */
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

/* However it is typed or scanned, a code of ours finds its voucher, and says how it ends. */
static void a_code_of_ours_finds_its_voucher(void **state)
{
	struct test_shop shop;
	struct voucher gift;
	char code[VOUCHER_CODE_ROOM];
	char typed[64];

	(void)state;
	shop_make(&shop);
	gift = gifts_make(&shop, NULL, 10000);
	assert_int_equal(vouchers_code(shop.store, &gift, code), RGL_OK);
	assert_int_equal(strlen(code), 19);
	assert_memory_equal(code, "RG2", 3);
	assert_string_equal(gift.ending, code + 15);
	assert_int_equal(gifts_find(&shop, code).id, gift.id);
	assert_int_equal(gifts_find(&shop, code).balance, 10000);
	assert_int_equal(gifts_find(&shop, code).kind, VOUCHER_GIFT);
	assert_string_equal(gifts_find(&shop, code).ending, code + 15);
	(void)snprintf(typed, sizeof(typed), " ]Q3rg2-%.4s-%s\r\n", code + 3, code + 7);
	assert_int_equal(gifts_find(&shop, typed + 1).id, gift.id);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* A printed code is one code in capitals or not, with dashes or not; nobody can print it again. */
static void a_printed_code_finds_its_voucher(void **state)
{
	struct test_shop shop;
	struct voucher coupon;
	char code[VOUCHER_CODE_ROOM] = "?";

	(void)state;
	shop_make(&shop);
	coupon = gifts_coupon(&shop, "Summer-26 abc", 0, 0, 0);
	assert_string_equal(coupon.ending, "6ABC");
	assert_int_equal(gifts_find(&shop, "SUMMER26ABC").id, coupon.id);
	assert_int_equal(gifts_find(&shop, "summer 26-abc").id, coupon.id);
	assert_int_equal(gifts_find(&shop, "]C0*SUMMER26ABC*\r").id, coupon.id);
	assert_string_equal(gifts_find(&shop, "SUMMER26ABC").reward, "coffee");
	assert_string_equal(gifts_find(&shop, "SUMMER26ABC").ending, "6ABC");
	assert_int_equal(vouchers_code(shop.store, &coupon, code), RGL_OK);
	assert_string_equal(code, "");
	shop_is_sound(&shop);
	shop_remove(&shop);
}

static bool is_in_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "rb");
	char *data = malloc(4000000);
	size_t length;
	bool is;

	assert_non_null(data);
	if (file == NULL) {
		free(data);
		return false;
	}
	length = fread(data, 1, 4000000, file);
	(void)fclose(file);
	is = memmem(data, length, text, strlen(text)) != NULL;
	free(data);
	return is;
}

/* Whoever steals the file steals no gift card. */
static void no_code_is_in_the_file(void **state)
{
	struct test_shop shop;
	struct voucher gift;
	char code[VOUCHER_CODE_ROOM];
	char log[544];

	(void)state;
	shop_make(&shop);
	gift = gifts_make(&shop, NULL, 10000);
	assert_int_equal(vouchers_code(shop.store, &gift, code), RGL_OK);
	(void)gifts_coupon(&shop, "PRINTED77XYZW", 0, 0, 0);
	shop_path(&shop, "-wal", log);
	assert_true(is_in_file(shop.path, "coffee") || is_in_file(log, "coffee"));
	assert_false(is_in_file(shop.path, code) || is_in_file(log, code));
	assert_false(is_in_file(shop.path, "PRINTED77") || is_in_file(log, "PRINTED77"));
	shop_remove(&shop);
}

static rgl_rc refusal_of(struct test_shop *shop, const char *code)
{
	struct voucher voucher = { .id = 77 };
	rgl_rc rc = vouchers_find(shop->store, code, &voucher);

	assert_int_equal(voucher.id, 77);
	assert_int_equal(shop->store->refusal.code, rc);
	return rc;
}

/* Each refusal of a code, and that none finds anything. */
static void a_code_that_is_none_is_refused(void **state)
{
	struct test_shop shop;
	char token[TOKEN_ROOM];
	char long_code[SCAN_VALUE_ROOM + 2];

	(void)state;
	shop_make(&shop);
	assert_int_equal(refusal_of(&shop, "SUMMER26ABC"), RGL_E_UNKNOWN);
	assert_non_null(strstr(shop.store->refusal.text, "6ABC"));
	assert_null(strstr(shop.store->refusal.text, "SUMMER"));
	assert_int_equal(refusal_of(&shop, shop.token), RGL_E_UNKNOWN);
	assert_non_null(strstr(shop.store->refusal.text, "member's card"));
	assert_int_equal(token_make(&shop.store->keys, TOKEN_VOUCHER, 99, token), RGL_OK);
	assert_int_equal(refusal_of(&shop, token), RGL_E_UNKNOWN);
	token[5] = token[5] == '7' ? '8' : '7';
	assert_int_equal(refusal_of(&shop, token), RGL_E_FORGED);
	assert_int_equal(refusal_of(&shop, "RG27KQM2XWD9FABC3"), RGL_E_FORGED);
	assert_int_equal(refusal_of(&shop, "4111 1111 1111 1111"), RGL_E_PAYMENT_CARD);
	assert_int_equal(refusal_of(&shop, "GIFT--4111--1111--1111--1111"), RGL_E_PAYMENT_CARD);
	assert_int_equal(refusal_of(&shop, ""), RGL_E_TEXT);
	assert_int_equal(refusal_of(&shop, NULL), RGL_E_TEXT);
	assert_int_equal(refusal_of(&shop, "- -"), RGL_E_TEXT);
	assert_int_equal(refusal_of(&shop, "caf\xc3\xa9"), RGL_E_TEXT);
	memset(long_code, 'X', sizeof(long_code));
	long_code[sizeof(long_code) - 1] = '\0';
	assert_int_equal(refusal_of(&shop, long_code), RGL_E_LIMIT);
	shop_remove(&shop);
}

/* A member's QR with the head of a voucher is forged, and the other way round. */
static void no_kind_passes_for_the_other(void **state)
{
	struct test_shop shop;
	struct voucher gift;
	struct found found = { 0 };
	char code[VOUCHER_CODE_ROOM];

	(void)state;
	shop_make(&shop);
	gift = gifts_make(&shop, NULL, 0);
	assert_int_equal(vouchers_code(shop.store, &gift, code), RGL_OK);
	shop.token[2] = '2';
	assert_int_equal(refusal_of(&shop, shop.token), RGL_E_FORGED);
	assert_int_equal(identify_scan(shop.store, code, strlen(code), &found), RGL_E_UNKNOWN);
	assert_non_null(strstr(shop.store->refusal.text, "take it as payment"));
	code[2] = '1';
	assert_int_equal(identify_scan(shop.store, code, strlen(code), &found), RGL_E_FORGED);
	shop_remove(&shop);
}

static rgl_rc making(struct test_shop *shop, const char *code, const struct programme *programme)
{
	struct voucher_source source = { .code = code, .programme = programme };
	struct voucher voucher = { .id = 77 };
	rgl_rc rc;

	assert_int_equal(store_begin(shop->store), RGL_OK);
	source.event = gifts_event(shop);
	rc = vouchers_make_gift(shop->store, &source, 0, 0, &voucher);
	assert_int_equal(voucher.id == 77, rc < 0);
	return store_end(shop->store, rc);
}

/* S161: a code is one thing: a gift card's, a coupon's or a promotion's. */
static void a_code_is_given_once(void **state)
{
	static const char *const CODES[] = { "spring 26" };
	static const char *const OLD_CODES[] = { "SPRING25" };
	struct rule rules[] = { { .enabled = true, .when.codes = { CODES, 1 } },
				{ .enabled = false, .when.codes = { OLD_CODES, 1 } } };
	struct reward reward = { .enabled = true, .when.codes = { CODES, 1 } };
	struct programme by_rule = { .rules = rules, .rule_count = 2 };
	struct programme by_reward = { .rewards = &reward, .reward_count = 1 };
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	(void)gifts_make(&shop, "CARD-1", 0);
	(void)gifts_coupon(&shop, "COUPON-1", 0, 0, 0);
	assert_int_equal(making(&shop, "card1", NULL), RGL_E_TAKEN);
	assert_int_equal(making(&shop, "coupon 1", NULL), RGL_E_TAKEN);
	assert_int_equal(making(&shop, "Spring-26", &by_rule), RGL_E_TAKEN);
	assert_int_equal(making(&shop, "Spring-26", &by_reward), RGL_E_TAKEN);
	assert_int_equal(making(&shop, shop.token, NULL), RGL_E_TAKEN);
	assert_int_equal(making(&shop, "RG27KQM2XWD9FABC3DE", NULL), RGL_E_TAKEN);
	assert_int_equal(making(&shop, "4111111111111111", NULL), RGL_E_PAYMENT_CARD);
	assert_int_equal(making(&shop, "\t", NULL), RGL_E_TEXT);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM voucher"), 2);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM account WHERE kind = 4"), 1);
	assert_int_equal(making(&shop, "spring-25", &by_rule), RGL_OK);
	assert_int_equal(making(&shop, "Spring-2", &by_rule), RGL_OK);
	assert_int_equal(making(&shop, "Spring-26", NULL), RGL_OK);
	shop_remove(&shop);
}

/* For the owner's new programme: which of its codes are vouchers' already. */
static void a_promotion_learns_which_codes_are_taken(void **state)
{
	struct test_shop shop;
	bool is = false;

	(void)state;
	shop_make(&shop);
	(void)gifts_coupon(&shop, "COUPON-1", 0, 0, SHOP_NOW_MS - 1);
	assert_int_equal(vouchers_is_code(shop.store, "coupon1", &is), RGL_OK);
	assert_true(is);
	assert_int_equal(vouchers_is_code(shop.store, "coupon2", &is), RGL_OK);
	assert_false(is);
	is = true;
	assert_int_equal(vouchers_is_code(shop.store, "sommer-\xc3\xa5", &is), RGL_OK);
	assert_false(is);
	is = true;
	assert_int_equal(vouchers_is_code(shop.store, "RG27KQM2XWD9FABC3DE", &is), RGL_OK);
	assert_false(is);
	shop_remove(&shop);
}

/* A coupon says for what it is, and does not end before it begins. */
static void a_coupon_for_nothing_is_refused(void **state)
{
	char long_id[PROGRAMME_ID_MAX + 2];
	const struct {
		const char *reward;
		int64_t from_ms;
		int64_t until_ms;
	} WRONG[] = { { NULL, 0, 0 }, { "", 0, 0 }, { long_id, 0, 0 }, { "coffee", 10, 10 } };
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	memset(long_id, 'x', sizeof(long_id));
	long_id[sizeof(long_id) - 1] = '\0';
	for (size_t i = 0; i < sizeof(WRONG) / sizeof(WRONG[0]); i++) {
		const struct voucher_source source = { 0 };
		struct voucher voucher = { .id = 77 };

		assert_int_equal(vouchers_make_coupon(shop.store, &source, WRONG[i].reward, 0,
						      WRONG[i].from_ms, WRONG[i].until_ms,
						      &voucher),
				 RGL_E_FIELD);
		assert_int_equal(voucher.id, 77);
	}
	shop_remove(&shop);
}

static rgl_rc make_and_find(struct test_shop *shop, const char *code)
{
	struct voucher_source source = { .code = code };
	struct voucher voucher = { 0 };
	rgl_rc rc = store_begin(shop->store);

	if (rc < 0)
		return rc;
	rc = store_event(shop->store, EVENT_VOUCHER, &source.event);
	if (rc == RGL_OK)
		rc = vouchers_make_gift(shop->store, &source, shop->member, 0, &voucher);
	if (rc == RGL_OK)
		rc = vouchers_find(shop->store, code, &voucher);
	return store_end(shop->store, rc);
}

/* Whichever allocation fails, a card is made whole or not at all, and can be made again. */
static void every_allocation_may_fail(void **state)
{
	struct test_shop shop;
	bool ran_out = true;
	char code[32];
	long at;

	(void)state;
	shop_make(&shop);
	for (at = 0; ran_out && at < 3000; at++) {
		rgl_rc rc;

		(void)snprintf(code, sizeof(code), "CARD-%ld", at);
		store_forget(shop.store);
		faults_memory(at, at % 2 == 0);
		rc = make_and_find(&shop, code);
		ran_out = faults_memory_end();
		assert_true(rc == RGL_OK || rc == RGL_E_MEMORY);
		assert_int_equal(make_and_find(&shop, code), rc == RGL_OK ? RGL_E_TAKEN : RGL_OK);
	}
	assert_true(at > 5 && at < 3000);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM voucher"), at);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM account WHERE kind = 4"), at);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_of_ours_finds_its_voucher),
		cmocka_unit_test(a_printed_code_finds_its_voucher),
		cmocka_unit_test(no_code_is_in_the_file),
		cmocka_unit_test(a_code_that_is_none_is_refused),
		cmocka_unit_test(no_kind_passes_for_the_other),
		cmocka_unit_test(a_code_is_given_once),
		cmocka_unit_test(a_promotion_learns_which_codes_are_taken),
		cmocka_unit_test(a_coupon_for_nothing_is_refused),
		cmocka_unit_test(every_allocation_may_fail),
	};

	/* Without SQLite's small store of its own every allocation can fail. */
	if (sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
