/* test_keep_faults.c - the figures of reports where memory or the disk runs out. */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "plugin/identify/enrol.h"
#include "plugin/insight/keep.h"
#include "tests/support/faults.h"
#include "tests/support/kept.h"

/* The memory and the disk of this program can run out. */
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

static rgl_rc sell(struct test_shop *shop, const char *id, int64_t member, int64_t days)
{
	struct outcome outcome = { 0 };
	struct sale_line line;
	struct sale sale = shop_sale(shop, id, 1000, &line);

	sale.member = member;
	sale.at_ms = SHOP_NOW_MS - days * DAY_MS;
	return checkout(shop->desk, &sale, true, &outcome);
}

static rgl_rc give_back(struct test_shop *shop, const char *id, const char *of)
{
	struct outcome outcome = { 0 };

	return shop_take_back(shop, id, of, 100, &outcome);
}

/* Members, sales of theirs and of nobody, refunds, one undone. */
static void make_shop(struct test_shop *shop, int64_t members)
{
	struct outcome outcome = { 0 };
	char id[32];

	shop_make(shop);
	for (int64_t i = 1; i < members; i++) {
		struct enrolment enrolment = { .name = "Bo" };
		int64_t member = 0;

		assert_int_equal(enrol(shop->store, &enrolment, &member), RGL_OK);
	}
	for (int64_t i = 0; i < 4 * members; i++) {
		(void)snprintf(id, sizeof(id), "S-%lld", (long long)i);
		assert_int_equal(sell(shop, id, i % (members + 1), 300 - 13 * (i % 23)), RGL_OK);
	}
	assert_int_equal(give_back(shop, "R-1", "S-1"), RGL_OK);
	assert_int_equal(give_back(shop, "R-2", "S-0"), RGL_OK);
	assert_int_equal(checkout_undo(shop->desk, "S-2", &outcome), RGL_OK);
}

/* As a store was whose sales are older than the figures. */
static void forget_all(const struct test_shop *shop)
{
	assert_int_equal(shop_run(shop, "DELETE FROM cohort_cell; DELETE FROM member_month;"
					"UPDATE member SET second_visit_ms = 0, first_scene = NULL,"
					" first_product = NULL, net_minor = 0, cost_minor = 0,"
					" costless = 0, refund_minor = 0, discount_minor = 0;"
					"UPDATE sale SET scene = NULL, discount_minor = 0;"
					"DELETE FROM scene; DELETE FROM product;"
					"UPDATE keeping SET members = 0, sales = 0"),
			 SQLITE_OK);
}

/* Whichever allocation fails: the sale and its figures are there, or neither is. */
static void a_sale_without_memory_leaves_the_figures_right(void **state)
{
	struct test_shop shop;
	bool ran_out = true;
	long at;

	(void)state;
	make_shop(&shop, 2);
	for (at = 0; ran_out && at < 4000; at++) {
		struct outcome outcome = { 0 };
		char id[32];
		rgl_rc rc;

		/* Prepared anew each time: an open store has its statements. */
		shop_close(&shop);
		shop_open(&shop);
		(void)snprintf(id, sizeof(id), "M-%ld", at);
		faults_memory(at, true);
		rc = at % 2 == 0 ? sell(&shop, id, shop.member, 400 + at % 7)
				 : checkout_undo(shop.desk, "S-4", &outcome);
		ran_out = faults_memory_end();
		assert_true(rc == RGL_E_MEMORY || rc >= 0);
		shop_close(&shop);
		shop_open(&shop);
		if (at % 16 == 0)
			kept_is_right(&shop);
	}
	assert_true(at > 50 && at < 4000);
	kept_is_right(&shop);
	shop_remove(&shop);
}

/* The same for a rebuild, which goes on where it was, and for the check. */
static void a_rebuild_without_memory_goes_on_later(void **state)
{
	struct test_shop shop;
	bool ran_out = true;
	long at;

	(void)state;
	make_shop(&shop, 3);
	for (at = 0; ran_out && at < 4000; at++) {
		rgl_rc rc;

		forget_all(&shop);
		shop_close(&shop);
		shop_open(&shop);
		faults_memory(at, true);
		rc = keep_rebuild(shop.store, NULL, NULL);
		ran_out = faults_memory_end();
		/* Some of its memory SQLite can do without. */
		assert_true(rc == RGL_OK || (rc == RGL_E_MEMORY && ran_out));
		shop_close(&shop);
		shop_open(&shop);
		assert_int_equal(keep_rebuild(shop.store, NULL, NULL), RGL_OK);
		if (at % 16 == 0)
			kept_is_right(&shop);
	}
	assert_true(at > 50 && at < 4000);
	kept_is_right(&shop);
	shop_remove(&shop);
}

static void a_check_without_memory_says_so(void **state)
{
	struct test_shop shop;
	bool ran_out = true;
	long at;

	(void)state;
	make_shop(&shop, 3);
	for (at = 0; ran_out && at < 4000; at++) {
		struct keep_verdict verdict = { 0 };
		rgl_rc rc;

		shop_close(&shop);
		shop_open(&shop);
		faults_memory(at, true);
		rc = keep_check(shop.store, &verdict);
		ran_out = faults_memory_end();
		assert_true(rc == RGL_OK || (rc == RGL_E_MEMORY && ran_out));
		assert_int_equal(verdict.is_counted, rc == RGL_OK);
	}
	assert_true(at > 20 && at < 4000);
	shop_remove(&shop);
}

/* A disk that is full ends it at any byte, and the figures are right or not there. */
static void a_full_disk_leaves_the_figures_right(void **state)
{
	struct test_shop shop;
	bool was_full = true;
	int64_t room;

	(void)state;
	make_shop(&shop, 3);
	for (room = 0; was_full && room < 4000000; room += 9000) {
		rgl_rc rc;

		faults_disk(room);
		rc = sell(&shop, "D-1", shop.member, 500 + room / 9000);
		was_full = faults_disk_end();
		assert_true(was_full ? rc < 0 : rc >= 0);
		shop_close(&shop);
		shop_open(&shop);
		kept_is_right(&shop);
	}
	assert_true(room > 9000 && room < 4000000);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sale_without_memory_leaves_the_figures_right),
		cmocka_unit_test(a_rebuild_without_memory_goes_on_later),
		cmocka_unit_test(a_check_without_memory_says_so),
		cmocka_unit_test(a_full_disk_leaves_the_figures_right),
	};

	/* Without SQLite's small store of its own every allocation can fail. */
	if (sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
