/* test_segments.c - the groups that a member belongs to: all of them said each time, in one form.
 */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/loyalty/segments.h"
#include "tests/support/faults.h"
#include "tests/support/pair.h"

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

static bool are(const struct test_shop *shop, const char *segments)
{
	char *sql = sqlite3_mprintf("SELECT segments = %Q FROM member WHERE id = %lld", segments,
				    (long long)shop->member);
	bool same;

	assert_non_null(sql);
	same = shop_number(shop, sql) == 1;
	sqlite3_free(sql);
	return same;
}

static int64_t changes(const struct test_shop *shop)
{
	return shop_number(shop, "SELECT count(*) FROM event WHERE kind = 15");
}

/* Those before are gone, each change is an event, and "" takes all away. */
static void they_take_the_place_of_those_before(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(segments_set(shop.store, shop.member, "vip staff"), RGL_OK);
	assert_true(are(&shop, "vip staff"));
	assert_int_equal(segments_set(shop.store, shop.member, "student"), RGL_OK);
	assert_true(are(&shop, "student"));
	assert_int_equal(segments_set(shop.store, shop.member, ""), RGL_OK);
	assert_true(are(&shop, ""));
	assert_int_equal(changes(&shop), 3);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* Said again, nothing is written. */
static void the_same_again_changes_nothing(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(segments_set(shop.store, shop.member, ""), RGL_EXISTS);
	assert_int_equal(segments_set(shop.store, shop.member, "vip"), RGL_OK);
	assert_int_equal(segments_set(shop.store, shop.member, "vip"), RGL_EXISTS);
	assert_int_equal(changes(&shop), 1);
	shop_remove(&shop);
}

/* Words are told apart by one space; anything else would be a word of its own, or none. */
static void what_cannot_be_kept_is_refused(void **state)
{
	static const char *const SPACED[] = { NULL, " ", " vip", "vip ", "vip  staff" };
	struct test_shop shop;
	char text[RGL_TEXT_MAX + 2];

	(void)state;
	shop_make(&shop);
	assert_int_equal(segments_set(shop.store, shop.member, "vip"), RGL_OK);
	for (size_t i = 0; i < sizeof(SPACED) / sizeof(SPACED[0]); i++) {
		assert_int_equal(segments_set(shop.store, shop.member, SPACED[i]), RGL_E_FIELD);
		assert_string_equal(shop.store->refusal.field, "segments");
		assert_null(strpbrk(shop.store->refusal.text, "\r\n"));
	}
	assert_int_equal(segments_set(shop.store, shop.member, "v\x1bp"), RGL_E_TEXT);
	assert_int_equal(segments_set(shop.store, shop.member, "v\xffp"), RGL_E_TEXT);
	memset(text, 'v', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(segments_set(shop.store, shop.member, text), RGL_E_TEXT);
	assert_int_equal(segments_set(shop.store, shop.member, "vip 4111111111111111"),
			 RGL_E_PAYMENT_CARD);
	assert_string_equal(shop.store->refusal.field, "segments");
	assert_true(are(&shop, "vip"));
	assert_int_equal(changes(&shop), 1);
	text[RGL_TEXT_MAX] = '\0';
	assert_int_equal(segments_set(shop.store, shop.member, text), RGL_OK);
	assert_true(are(&shop, text));
	shop_remove(&shop);
}

/* Nobody, and who is another by now: the refusal names the other. */
static void there_has_to_be_such_a_member(void **state)
{
	struct pair pair = { 0 };

	(void)state;
	pair_open(&pair);
	assert_int_equal(segments_set(pair.shop.store, 99, "vip"), RGL_E_UNKNOWN);
	assert_string_equal(pair.shop.store->refusal.field, "member_id");
	pair_merge(&pair);
	assert_int_equal(segments_set(pair.shop.store, pair.ben, "vip"), RGL_E_UNKNOWN);
	assert_non_null(strstr(pair.shop.store->refusal.text, "merged into member 1"));
	assert_int_equal(changes(&pair.shop), 0);
	pair_close(&pair);
}

/* Whichever allocation fails, they are the new ones or those before. */
static void every_allocation_may_fail(void **state)
{
	static const char *const WORDS[] = { "vip", "student" };
	struct test_shop shop;
	bool ran_out = true;
	long at;

	(void)state;
	shop_make(&shop);
	for (at = 0; ran_out && at < 2000; at++) {
		const char *before = at == 0 ? "" : WORDS[(at + 1) % 2];
		const char *after = WORDS[at % 2];
		rgl_rc rc;

		store_forget(shop.store);
		faults_memory(at, at % 2 == 0);
		rc = segments_set(shop.store, shop.member, after);
		ran_out = faults_memory_end();
		if (rc != RGL_OK && rc != RGL_E_MEMORY)
			fail_msg("%ld: %d %s", at, rc, shop.store->refusal.text);
		assert_true(are(&shop, rc == RGL_OK ? after : before));
		assert_int_equal(segments_set(shop.store, shop.member, after),
				 rc == RGL_OK ? RGL_EXISTS : RGL_OK);
		assert_int_equal(changes(&shop), at + 1);
	}
	assert_true(at > 2 && at < 2000);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(they_take_the_place_of_those_before),
		cmocka_unit_test(the_same_again_changes_nothing),
		cmocka_unit_test(what_cannot_be_kept_is_refused),
		cmocka_unit_test(there_has_to_be_such_a_member),
		cmocka_unit_test(every_allocation_may_fail),
	};

	/* Without SQLite's small store of its own every allocation can fail. */
	if (sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
