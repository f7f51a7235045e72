/* test_audit.c - the trail of who saw or changed what: chained, listed, and found when it is
 * edited. */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plugin/care/audit.h"
#include "plugin/identify/cards.h"
#include "plugin/identify/enrol.h"
#include "plugin/loyalty/adjust.h"
#include "plugin/loyalty/merge.h"
#include "plugin/loyalty/segments.h"
#include "plugin/loyalty/watch.h"
#include "plugin/slip_settings.h"
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

RGL_EXPORT ssize_t pwrite64(int file, const void *data, size_t length, off_t at)
{
	return faults_pwrite(file, data, length, at);
}

static struct audit_verdict look(struct test_shop *shop)
{
	struct audit_verdict verdict = { 0 };

	assert_int_equal(audit_check(shop->store, &verdict), RGL_OK);
	return verdict;
}

static void is_whole(struct test_shop *shop, int64_t rows)
{
	const struct audit_verdict verdict = look(shop);

	assert_int_equal(verdict.rows, rows);
	assert_int_equal(verdict.wrong, 0);
	assert_false(verdict.is_cut);
	assert_int_equal(verdict.unwritten, 0);
}

static void fill(struct test_shop *shop, int rows)
{
	char detail[32];

	for (int i = 0; i < rows; i++) {
		(void)snprintf(detail, sizeof(detail), "number %d", i);
		assert_int_equal(audit_note(shop->store, i % 2 == 0 ? "Jonas" : NULL, "show",
					    i % 3 == 0 ? 0 : shop->member, detail),
				 RGL_OK);
	}
}

struct heard {
	struct audit_row rows[16];
	size_t count;
};

static rgl_rc hear(void *user, const struct audit_row *row)
{
	struct heard *heard = user;

	if (heard->count == 16)
		return RGL_E_LIMIT;
	heard->rows[heard->count++] = *row;
	return RGL_OK;
}

static void what_is_written_is_listed_in_order(void **state)
{
	struct test_shop shop;
	struct heard heard = { 0 };
	struct audit_wish wish = { .to_ms = INT64_MAX };

	(void)state;
	shop_make(&shop);
	is_whole(&shop, 0);
	fill(&shop, 6);
	is_whole(&shop, 6);
	assert_int_equal(audit_list(shop.store, &wish, hear, &heard), RGL_OK);
	assert_int_equal(heard.count, 6);
	assert_string_equal(heard.rows[0].who, "Jonas");
	assert_string_equal(heard.rows[1].who, shop.store->till_name);
	assert_string_equal(heard.rows[5].detail, "number 5");
	assert_int_equal(heard.rows[1].member, shop.member);
	wish.member = shop.member;
	heard.count = 0;
	assert_int_equal(audit_list(shop.store, &wish, hear, &heard), RGL_OK);
	assert_int_equal(heard.count, 4);
	wish.from_ms = SHOP_NOW_MS + 1;
	heard.count = 0;
	assert_int_equal(audit_list(shop.store, &wish, hear, &heard), RGL_OK);
	assert_int_equal(heard.count, 0);
	shop_remove(&shop);
}

/* A name longer than there is room for is kept as far as it goes, in whole letters. */
static void a_long_text_is_cut_between_letters(void **state)
{
	struct test_shop shop;
	struct heard heard = { 0 };
	const struct audit_wish wish = { .to_ms = INT64_MAX };
	char text[RGL_TEXT_MAX + 3];

	(void)state;
	memset(text, 'x', sizeof(text));
	(void)snprintf(text + RGL_TEXT_MAX - 1, 3, "\xC3\xB8"); /* its second byte does not fit */
	shop_make(&shop);
	assert_int_equal(audit_note(shop.store, text, "show", 0, text), RGL_OK);
	is_whole(&shop, 1);
	assert_int_equal(audit_list(shop.store, &wish, hear, &heard), RGL_OK);
	assert_int_equal(strlen(heard.rows[0].who), RGL_TEXT_MAX - 1);
	shop_remove(&shop);
}

/* Each edit of the file that there is, with the triggers out of the way. */
static void each_edit_is_found(void **state)
{
	static const char *const EDITS[] = {
		"UPDATE audit SET who = 'Mia' WHERE id = 2",
		"UPDATE audit SET what = 'look' WHERE id = 2",
		"UPDATE audit SET detail = detail || char(0) || 'x' WHERE id = 2",
		"UPDATE audit SET detail = printf('%.*c', 300, 'x') WHERE id = 2",
		"UPDATE audit SET at_ms = at_ms - 1 WHERE id = 1",
		"UPDATE audit SET member = NULL WHERE id = 2",
		"UPDATE audit SET event = event + 1 WHERE id = 5",
		"UPDATE audit SET mac = randomblob(16) WHERE id = 5",
		"DELETE FROM audit WHERE id = 1",
		"DELETE FROM audit WHERE id = 3",
		"DELETE FROM audit WHERE id = 3; UPDATE audit SET id = id - 1 WHERE id > 3;"
		"UPDATE audit_end SET rows = 4",
		"DELETE FROM audit WHERE id = 5",
		"DELETE FROM audit WHERE id = 5; UPDATE audit_end SET rows = 4",
		"DELETE FROM audit WHERE id = 5; UPDATE audit_end SET rows = 4,"
		" mac = (SELECT mac FROM audit WHERE id = 4)",
		"INSERT INTO audit SELECT 6, at_ms, who, what, member, event, detail, mac FROM "
		"audit"
		" WHERE id = 5",
		"INSERT INTO audit SELECT 6, at_ms, who, what, member, event, detail, mac FROM "
		"audit"
		" WHERE id = 5; UPDATE audit_end SET rows = 6",
		"INSERT INTO audit SELECT 0, at_ms, who, what, member, event, detail, mac FROM "
		"audit"
		" WHERE id = 5",
		"UPDATE audit SET detail = (SELECT detail FROM audit WHERE id = 3) WHERE id = 2;",
		"UPDATE audit_end SET since = 1000000",
		"UPDATE audit_end SET mac = zeroblob(16)",
		"DELETE FROM audit_end",
		"DELETE FROM audit; DELETE FROM audit_end",
		"DELETE FROM audit",
		"DELETE FROM audit; UPDATE audit_end SET rows = 0, since = (SELECT max(id) FROM"
		" event), mac = zeroblob(16)",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(EDITS) / sizeof(EDITS[0]); i++) {
		struct test_shop shop;
		struct audit_verdict verdict;

		shop_make(&shop);
		fill(&shop, 5);
		is_whole(&shop, 5);
		assert_int_not_equal(shop_run(&shop, "UPDATE audit SET who = 'Mia'"), SQLITE_OK);
		assert_int_not_equal(shop_run(&shop, "DELETE FROM audit"), SQLITE_OK);
		assert_int_equal(shop_run(&shop, "DROP TRIGGER audit_is_never_changed;"
						 "DROP TRIGGER audit_is_never_removed"),
				 SQLITE_OK);
		assert_int_equal(shop_run(&shop, EDITS[i]), SQLITE_OK);
		verdict = look(&shop);
		if (verdict.wrong == 0 && !verdict.is_cut)
			fail_msg("not found: %s", EDITS[i]);
		shop_remove(&shop);
	}
}

/* The trail put back as it was before an adjustment: the adjustment tells. */
static void a_trail_that_was_put_back_misses_what_was_done_since(void **state)
{
	struct test_shop shop;
	struct audit_verdict verdict;

	(void)state;
	shop_make(&shop);
	fill(&shop, 2);
	assert_int_equal(shop_run(&shop, "CREATE TABLE kept AS SELECT * FROM audit;"
					 "CREATE TABLE kept_end AS SELECT * FROM audit_end"),
			 SQLITE_OK);
	assert_int_equal(adjust(shop.store, desk_book(shop.desk),
				&(const struct adjustment) { .ref = "A-1",
							     .member = shop.member,
							     .purse = "points",
							     .units = 50,
							     .who = "Jonas",
							     .why = "x" },
				&(int64_t) { 0 }),
			 RGL_OK);
	is_whole(&shop, 3);
	assert_int_equal(shop_run(&shop,
				  "DROP TRIGGER audit_is_never_removed; DELETE FROM audit;"
				  "INSERT INTO audit SELECT * FROM kept; DELETE FROM audit_end;"
				  "INSERT INTO audit_end SELECT * FROM kept_end"),
			 SQLITE_OK);
	verdict = look(&shop);
	assert_int_equal(verdict.wrong, 0);
	assert_false(verdict.is_cut);
	assert_int_equal(verdict.unwritten, shop_number(&shop, "SELECT id FROM adjustment"));
	shop_remove(&shop);
}

/* What a person does by hand leaves its row, and a sale none. */
static void what_is_done_by_hand_is_written_and_a_sale_is_not(void **state)
{
	const struct enrolment bo = { .name = "Bo" };
	struct test_shop shop;
	struct outcome outcome = { 0 };
	int64_t other = 0;
	int64_t balance = 0;
	int64_t merge = 0;
	int64_t missing = 0;
	const struct adjustment gift = { .ref = "A-1",
					 .purse = "points",
					 .units = 50,
					 .who = "Jonas",
					 .why = "sorry",
					 .member = 1 };

	(void)state;
	shop_make(&shop);
	assert_int_equal(enrol(shop.store, &bo, &other), RGL_OK);
	assert_int_equal(shop_sell(&shop, "S-1", 1000, &outcome), RGL_OK);
	is_whole(&shop, 0);
	assert_int_equal(adjust(shop.store, desk_book(shop.desk), &gift, &balance), RGL_OK);
	assert_int_equal(adjust(shop.store, desk_book(shop.desk), &gift, &balance), RGL_EXISTS);
	is_whole(&shop, 1);
	assert_int_equal(segments_set(shop.store, other, "vip"), RGL_OK);
	assert_int_equal(segments_set(shop.store, other, "vip"), RGL_EXISTS);
	assert_int_equal(watch_staff(shop.store, "7", other), RGL_OK);
	assert_int_equal(settings_write(shop.store, "strike_days", "90"), RGL_OK);
	assert_int_equal(cards_link(shop.store, other, "KLUB-1", 6), RGL_OK);
	assert_int_equal(cards_renew(shop.store, other), RGL_OK);
	is_whole(&shop, 6);
	assert_int_equal(merge_members(shop.store, shop.member, other, "Jonas", "one", &merge),
			 RGL_OK);
	assert_int_equal(merge_undo(shop.store, merge, "Jonas", &missing), RGL_OK);
	is_whole(&shop, 10); /* two rows each: one of either member */
	/* Why stands with what was done, never in the trail, which stays when it is erased. */
	assert_int_equal(
		shop_number(&shop, "SELECT count(*) FROM audit WHERE detail LIKE '%sorry%'"), 0);
	shop_remove(&shop);
}

/* Either there with its end or not at all. */
static void memory_that_fails_leaves_the_trail_whole(void **state)
{
	struct test_shop shop;
	bool ran_out = true;
	int64_t done = 0;
	long at;

	(void)state;
	shop_make(&shop);
	for (at = 0; ran_out && at < 3000; at++) {
		rgl_rc rc;

		shop_close(&shop);
		shop_open(&shop);
		faults_memory(at, at % 2 == 0);
		rc = audit_note(shop.store, "Jonas", "show", shop.member, "x");
		ran_out = faults_memory_end();
		assert_true(rc == RGL_OK || rc == RGL_E_MEMORY);
		done += rc == RGL_OK;
		is_whole(&shop, done);
	}
	assert_true(at > 5 && at < 3000);
	shop_remove(&shop);
}

static void a_full_disk_leaves_the_trail_whole(void **state)
{
	struct test_shop shop;
	bool was_full = true;
	int64_t done = 0;
	int64_t room;

	(void)state;
	shop_make(&shop);
	for (room = 0; was_full && room < 200000; room += 1500) {
		rgl_rc rc;

		faults_disk(room);
		rc = audit_note(shop.store, "Jonas", "show", shop.member, "x");
		was_full = faults_disk_end();
		assert_true(rc == RGL_OK || rc < 0);
		done += rc == RGL_OK;
		shop_close(&shop);
		shop_open(&shop);
		is_whole(&shop, done);
	}
	assert_true(room > 1500 && room < 200000);
	assert_true(done >= 1);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_listed_in_order),
		cmocka_unit_test(a_long_text_is_cut_between_letters),
		cmocka_unit_test(each_edit_is_found),
		cmocka_unit_test(a_trail_that_was_put_back_misses_what_was_done_since),
		cmocka_unit_test(what_is_done_by_hand_is_written_and_a_sale_is_not),
		cmocka_unit_test(memory_that_fails_leaves_the_trail_whole),
		cmocka_unit_test(a_full_disk_leaves_the_trail_whole),
	};

	if (sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
