/* test_merge.c - two members that are one person become one. Taking them apart again is in
 * test_merge_undo.c. */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/identify/identify.h"
#include "plugin/identify/member.h"
#include "plugin/loyalty/merge.h"
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

/* One history, one balance in each purse, one list of vouchers; every card finds the one that
 * stays, and whom the other brought as a friend stays its friend. */
static void what_one_had_is_the_others(void **state)
{
	struct pair pair = { 0 };
	struct found found = { 0 };
	struct member asha;
	struct member ben;
	int64_t account = 0;
	int64_t balance = 0;

	(void)state;
	pair_open(&pair);
	pair_fill(&pair);
	pair_merge(&pair);
	assert_int_equal(pair_points(&pair, pair.asha), 340);
	assert_int_equal(pair_points(&pair, pair.ben), 0);
	assert_int_equal(pair_in_lots(&pair, pair.asha), 140);
	assert_int_equal(pair_in_lots(&pair, pair.ben), 0);
	assert_int_equal(ledger_find(pair.shop.store, pair.asha, 2, &account, &balance), RGL_OK);
	assert_int_equal(balance, 1400);
	assert_int_equal(member_read(pair.shop.store, pair.asha, &asha), RGL_OK);
	assert_int_equal(asha.visits, 5);
	assert_int_equal(pair_number(&pair, "SELECT spent_minor FROM member WHERE id =", pair.asha),
			 2 * (1000 + 500 + 300 - 200) + 100);
	assert_int_equal(member_read(pair.shop.store, pair.ben, &ben), RGL_OK);
	assert_string_equal(ben.name, "Ben");
	assert_int_equal(ben.visits, 0);
	assert_int_equal(ben.first_visit_ms, 0);
	assert_int_equal(ben.last_visit_ms, 0);
	assert_int_equal(pair_number(&pair, "SELECT merged_into FROM member WHERE id =", pair.ben),
			 pair.asha);
	assert_int_equal(
		identify_scan(pair.shop.store, PAIR_BEN_PHONE, strlen(PAIR_BEN_PHONE), &found),
		RGL_OK);
	assert_int_equal(found.member, pair.asha);
	assert_int_equal(identify_scan(pair.shop.store, PAIR_BEN_CARD, 8, &found), RGL_OK);
	assert_int_equal(found.member, pair.asha);
	assert_int_equal(
		pair_number(&pair, "SELECT count(*) FROM voucher WHERE member =", pair.asha), 4);
	assert_int_equal(
		pair_number(&pair, "SELECT count(*) FROM applied WHERE member =", pair.ben), 0);
	assert_int_equal(pair_number(&pair, "SELECT referred_by FROM member WHERE id =", pair.cleo),
			 pair.ben);
	assert_int_equal(
		pair_number(&pair,
			    "SELECT count(*) FROM transfer WHERE kind = 9 AND event =", pair.merge),
		2);
	pair_close(&pair);
}

/* A member that has nothing but a card, merged and taken apart. */
static void nothing_is_moved_too(void **state)
{
	struct pair pair = { 0 };

	(void)state;
	pair_open(&pair);
	pair_merge(&pair);
	assert_int_equal(pair_number(&pair, "SELECT count(*) FROM card WHERE member =", pair.ben),
			 0);
	assert_int_equal(pair_undo(&pair), 0);
	assert_int_equal(pair_number(&pair, "SELECT count(*) FROM card WHERE member =", pair.ben),
			 3);
	pair_close(&pair);
}

static rgl_rc refusal_of(struct pair *pair, int64_t into, int64_t from, const char *who,
			 const char *why)
{
	int64_t ret = 77;
	rgl_rc rc = merge_members(pair->shop.store, into, from, who, why, &ret);

	assert_int_equal(ret, 77);
	assert_int_equal(pair->shop.store->refusal.code, rc);
	return rc;
}

/* Each reason not to merge; nothing is moved. */
static void what_cannot_be_merged_is_refused(void **state)
{
	struct pair pair = { 0 };
	const char *card = "5555 5555 5555 4444";
	char *before;
	char *after;

	(void)state;
	pair_open(&pair);
	pair_fill(&pair);
	before = pair_snapshot(&pair);
	assert_int_equal(refusal_of(&pair, pair.asha, pair.asha, "Mia", "x"), RGL_E_FIELD);
	assert_int_equal(refusal_of(&pair, pair.asha, 99, "Mia", "x"), RGL_E_UNKNOWN);
	assert_int_equal(refusal_of(&pair, 99, pair.asha, "Mia", "x"), RGL_E_UNKNOWN);
	assert_int_equal(refusal_of(&pair, pair.asha, pair.ben, NULL, "x"), RGL_E_FIELD);
	assert_int_equal(refusal_of(&pair, pair.asha, pair.ben, "Mia", ""), RGL_E_FIELD);
	assert_int_equal(refusal_of(&pair, pair.asha, pair.ben, "M\x1b", "x"), RGL_E_TEXT);
	assert_int_equal(refusal_of(&pair, pair.asha, pair.ben, "Mia", card), RGL_E_PAYMENT_CARD);
	after = pair_snapshot(&pair);
	assert_string_equal(before, after);
	free(before);
	free(after);
	pair_merge(&pair);
	assert_int_equal(refusal_of(&pair, pair.asha, pair.ben, "Mia", "x"), RGL_E_UNKNOWN);
	assert_int_equal(refusal_of(&pair, pair.ben, pair.cleo, "Mia", "x"), RGL_E_UNKNOWN);
	assert_non_null(strstr(pair.shop.store->refusal.text, "was merged into member 1"));
	pair_close(&pair);
}

static rgl_rc merge_and_undo(struct pair *pair, bool *ret_merged)
{
	int64_t missing = 0;
	rgl_rc rc =
		merge_members(pair->shop.store, pair->asha, pair->ben, "Mia", "x", &pair->merge);

	*ret_merged = rc == RGL_OK;
	return rc < 0 ? rc : merge_undo(pair->shop.store, pair->merge, "Mia", &missing);
}

/* Whichever allocation fails, the two are two or one, never in between. */
static void every_allocation_may_fail(void **state)
{
	struct pair pair = { 0 };
	bool ran_out = true;
	char *before;
	long at;

	(void)state;
	pair_open(&pair);
	pair_fill(&pair);
	before = pair_snapshot(&pair);
	for (at = 0; ran_out && at < 5000; at++) {
		bool merged = false;
		char *after;
		rgl_rc rc;

		store_forget(pair.shop.store);
		faults_memory(at, at % 2 == 0);
		rc = merge_and_undo(&pair, &merged);
		ran_out = faults_memory_end();
		assert_true(rc == RGL_OK || rc == RGL_E_MEMORY);
		if (rc < 0 && merged)
			assert_int_equal(pair_undo(&pair), 0);
		after = pair_snapshot(&pair);
		assert_string_equal(before, after);
		free(after);
	}
	free(before);
	assert_true(at > 5 && at < 5000);
	pair_close(&pair);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_one_had_is_the_others),
		cmocka_unit_test(nothing_is_moved_too),
		cmocka_unit_test(what_cannot_be_merged_is_refused),
		cmocka_unit_test(every_allocation_may_fail),
	};

	/* Without SQLite's small store of its own every allocation can fail. */
	if (sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
