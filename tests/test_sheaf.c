/* test_sheaf.c - the packed copy of sales: what is read of it is what the sales say. */
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/insight/cells.h"
#include "plugin/insight/sheaf.h"
#include "plugin/loyalty/merge.h"
#include "tests/support/random_shop.h"

enum { SALES_MAX = 4096, FAR_MEMBERS = 20 };

struct list {
	struct scan_sale sales[SALES_MAX];
	size_t count;
};

static int order(const void *one, const void *other)
{
	return sheaf_order(one, other);
}

static void list_add(struct list *list, const struct scan_sale *sale)
{
	assert_true(list->count < SALES_MAX);
	list->sales[list->count++] = *sale;
}

static void same_sale(const struct scan_sale *one, const struct scan_sale *other)
{
	assert_int_equal(one->id, other->id);
	assert_int_equal(one->member, other->member);
	assert_int_equal(one->at_ms, other->at_ms);
	assert_int_equal(one->total_minor, other->total_minor);
	assert_int_equal(one->stored_minor, other->stored_minor);
	assert_int_equal(one->tax_minor, other->tax_minor);
	assert_int_equal(one->has_cost, other->has_cost);
	assert_int_equal(one->cost_minor, other->cost_minor);
	assert_int_equal(one->discount_minor, other->discount_minor);
	assert_int_equal(one->returned_minor, other->returned_minor);
	assert_int_equal(one->points, other->points);
	assert_int_equal(one->scene, other->scene);
	assert_int_equal(one->is_refund, other->is_refund);
}

/* Members `first` to `last`, by the index alone, and with the copy. Of two sales at one instant the
 * order may differ where the rest that tells them apart is in the index alone. */
static void compare_span(struct store *store, int64_t first, int64_t last)
{
	static struct list plain;
	static struct list packed;
	struct sheaves *sheaves = NULL;
	struct sheaf_scan sheaf;
	struct scan_sale sale;
	struct scan scan;

	plain.count = 0;
	packed.count = 0;
	scan = scan_members(store, first, last);
	while (scan_next(&scan, &sale))
		list_add(&plain, &sale);
	assert_int_equal(scan_end(&scan), RGL_OK);
	assert_int_equal(store_look(store), RGL_OK);
	assert_int_equal(sheaves_open(store, &sheaves), RGL_OK);
	sheaf = sheaf_scan(store, sheaves, first, last, true);
	while (sheaf_scan_next(&sheaf, &sale)) {
		if (packed.count > 0 && packed.sales[packed.count - 1].member == sale.member)
			assert_true(packed.sales[packed.count - 1].at_ms <= sale.at_ms);
		list_add(&packed, &sale);
	}
	if (sheaf_scan_end(&sheaf) < 0)
		fail_msg("%s", store->refusal.text);
	sheaves_close(sheaves);
	store_looked(store);
	assert_int_equal(plain.count, packed.count);
	for (size_t i = 0; i < plain.count; i++)
		assert_int_equal(plain.sales[i].member, packed.sales[i].member);
	qsort(plain.sales, plain.count, sizeof(plain.sales[0]), order);
	qsort(packed.sales, packed.count, sizeof(packed.sales[0]), order);
	for (size_t i = 0; i < plain.count; i++)
		same_sale(&plain.sales[i], &packed.sales[i]);
}

static void compare(const struct random_shop *shop)
{
	struct sheaf_verdict verdict = { 0 };

	compare_span(shop->shop.store, 1, INT64_MAX);
	compare_span(shop->shop.store, 0, 255);
	compare_span(shop->shop.store, 5, 700);
	assert_int_equal(sheaf_check(shop->shop.store, &verdict), RGL_OK);
	assert_int_equal(verdict.wrong, 0);
}

static void pack(const struct random_shop *shop)
{
	assert_int_equal(sheaf_refresh_from(shop->shop.store, 1, false, NULL, NULL), RGL_OK);
}

static int64_t rows(const struct random_shop *shop)
{
	return shop_number(&shop->shop, "SELECT count(*) FROM sheaf");
}

/* Members far apart, who get most of the sales there are: a row of the copy for each. */
static void spread(const struct random_shop *shop)
{
	char sql[512];

	for (int i = 1; i <= FAR_MEMBERS; i++) {
		(void)snprintf(sql, sizeof(sql),
			       "INSERT INTO member (id, event, name, language, birthday, consent)"
			       " SELECT %d, event, 'Far', 'en', '', '' FROM member WHERE id = %lld;"
			       "UPDATE sale SET member = %d WHERE id %% 24 = %d AND member > 0",
			       i * 300, (long long)shop->members[0], i * 300, i);
		assert_int_equal(shop_run(&shop->shop, sql), 0);
	}
}

/* Sales, refunds, voids, merges, whatever comes after the packing and between two of them. */
static void the_packed_copy_gives_what_the_index_gives(void **state)
{
	int64_t least = INT64_MAX;

	(void)state;
	for (uint64_t seed = 1; seed <= 6; seed++) {
		struct random_shop shop;

		random_shop_make(&shop, seed, 250);
		spread(&shop);
		compare(&shop);
		for (int round = 0; round < 12; round++) {
			if (round % 3 == 0)
				pack(&shop);
			compare(&shop);
			random_shop_go_on(&shop, 6);
			compare(&shop);
			least = rows(&shop) < least ? rows(&shop) : least;
		}
		assert_true(least > 3);
		shop_remove(&shop.shop);
	}
}

/* More than a tenth was sold since: all comes from the index. */
static void an_old_copy_is_left_alone(void **state)
{
	struct sheaves *sheaves = NULL;
	struct random_shop shop;

	(void)state;
	random_shop_make(&shop, 3, 100);
	pack(&shop);
	assert_int_equal(sheaves_open(shop.shop.store, &sheaves), RGL_OK);
	assert_non_null(sheaves);
	sheaves_close(sheaves);
	random_shop_go_on(&shop, 60);
	sheaves = NULL;
	assert_int_equal(sheaves_open(shop.shop.store, &sheaves), RGL_OK);
	assert_null(sheaves);
	compare(&shop);
	shop_remove(&shop.shop);
}

/* A shop of a usual size has none. */
static void few_sales_are_not_packed(void **state)
{
	struct random_shop shop;

	(void)state;
	random_shop_make(&shop, 4, 60);
	assert_int_equal(sheaf_refresh(shop.shop.store, false, NULL, NULL), RGL_OK);
	assert_int_equal(rows(&shop), 0);
	shop_remove(&shop.shop);
}

/* Who bought nothing is not written anew. */
static void only_what_was_sold_since_is_packed_again(void **state)
{
	struct outcome outcome = { 0 };
	struct random_shop shop;

	(void)state;
	random_shop_make(&shop, 5, 250);
	spread(&shop);
	pack(&shop);
	assert_int_equal(shop_run(&shop.shop, "CREATE TABLE kept AS SELECT span, reach FROM sheaf"),
			 0);
	assert_int_equal(shop_sell(&shop.shop, "one-more", 500, &outcome), RGL_OK);
	pack(&shop);
	assert_int_equal(shop_number(&shop.shop, "SELECT count(*) FROM sheaf JOIN kept USING"
						 " (span) WHERE sheaf.reach <> kept.reach"),
			 1);
	compare(&shop);
	shop_remove(&shop.shop);
}

/* The rows of whom it concerns go in the same transaction, also where figures are not kept. */
static void a_changed_sale_takes_its_row_away(void **state)
{
	struct outcome outcome = { 0 };
	struct random_shop shop;

	(void)state;
	random_shop_make(&shop, 6, 200);
	spread(&shop);
	assert_int_equal(shop_run(&shop.shop, "UPDATE keeping SET members = 0, sales = 0"), 0);
	assert_int_equal(shop_sell(&shop.shop, "sold", 900, &outcome), RGL_OK);
	assert_int_equal(shop_take_back(&shop.shop, "back", "sold", 100, &outcome), RGL_OK);
	assert_int_equal(shop_run(&shop.shop, "UPDATE sale SET member = 600 WHERE ref = 'back'"),
			 0);
	pack(&shop);
	assert_int_equal(shop_number(&shop.shop, "SELECT count(*) FROM sheaf WHERE span IN (0, 2)"),
			 2);
	assert_int_equal(checkout_undo(shop.shop.desk, "sold", &outcome), RGL_OK);
	assert_int_equal(shop_number(&shop.shop, "SELECT count(*) FROM sheaf WHERE span IN (0, 2)"),
			 0);
	assert_true(rows(&shop) > 10);
	compare(&shop);
	shop_remove(&shop.shop);
}

/* ---- What ends a refresh, and what comes while it runs ---- */

struct meanwhile {
	struct random_shop *shop;
	int calls;
	int stop_at;
};

static rgl_rc go_on(void *user, int64_t done, int64_t total)
{
	struct meanwhile *meanwhile = user;

	assert_true(done > 0 && done <= total);
	random_shop_go_on(meanwhile->shop, 2);
	return ++meanwhile->calls == meanwhile->stop_at ? RGL_E_BUSY : RGL_OK;
}

/* Ended at any piece, with sales, voids and merges between two pieces: right all the same. */
static void a_refresh_may_end_anywhere(void **state)
{
	(void)state;
	for (int stop_at = 1; stop_at <= 3; stop_at++) {
		struct random_shop shop;
		struct meanwhile meanwhile = { .shop = &shop, .stop_at = stop_at };

		random_shop_make(&shop, 10 + (uint64_t)stop_at, 250);
		spread(&shop);
		assert_int_equal(sheaf_refresh_from(shop.shop.store, 1, false, go_on, &meanwhile),
				 RGL_E_BUSY);
		compare(&shop);
		meanwhile.stop_at = 0;
		assert_int_equal(sheaf_refresh_from(shop.shop.store, 1, false, go_on, &meanwhile),
				 RGL_OK);
		compare(&shop);
		assert_true(rows(&shop) > 5);
		shop_remove(&shop.shop);
	}
}

/* ---- Damage ---- */

static void damage(struct random_shop *shop, const char *sql)
{
	struct sheaf_verdict verdict = { 0 };
	struct sheaf_scan scan;
	struct scan_sale sale;

	assert_int_equal(shop_run(&shop->shop, sql), 0);
	scan = sheaf_scan_all(shop->shop.store);
	while (sheaf_scan_next(&scan, &sale))
		continue;
	assert_int_equal(sheaf_scan_end(&scan), RGL_E_DAMAGED);
	assert_non_null(strstr(shop->shop.store->refusal.text, "members 0 to 255 is damaged"));
	assert_int_equal(sheaf_check(shop->shop.store, &verdict), RGL_OK);
	assert_int_equal(verdict.wrong, 1);
	pack(shop);
	compare(shop);
}

/* And the next refresh, of its own accord, makes it anew. */
static void a_damaged_row_is_refused_in_words(void **state)
{
	struct random_shop shop;

	(void)state;
	random_shop_make(&shop, 7, 60);
	pack(&shop);
	damage(&shop, "UPDATE sheaf SET packed = substr(packed, 1, length(packed) - 1)");
	damage(&shop, "UPDATE sheaf SET packed = x''");
	damage(&shop, "UPDATE sheaf SET packed = zeroblob(length(packed))");
	damage(&shop, "UPDATE sheaf SET sales = sales + 1");
	damage(&shop, "UPDATE sheaf SET reach = reach + 1");
	shop_remove(&shop.shop);
}

/* Whole by its checksum, but not what the sales say: doctor finds it, and a whole refresh mends it.
 */
static void doctor_finds_a_row_that_is_not_what_the_sales_say(void **state)
{
	struct sheaf_verdict verdict = { 0 };
	struct random_shop shop;

	(void)state;
	random_shop_make(&shop, 8, 60);
	pack(&shop);
	assert_int_equal(shop_run(&shop.shop,
				  "CREATE TABLE kept AS SELECT * FROM sheaf;"
				  "UPDATE sale SET total_minor = total_minor + 1 WHERE id IN"
				  " (SELECT id FROM sale WHERE member > 0 AND voided = 0"
				  " AND is_refund = 0 LIMIT 1);"
				  "INSERT INTO sheaf SELECT * FROM kept"),
			 0);
	assert_int_equal(sheaf_check(shop.shop.store, &verdict), RGL_OK);
	assert_int_equal(verdict.rows, 1);
	assert_int_equal(verdict.wrong, 1);
	assert_int_equal(sheaf_refresh_from(shop.shop.store, 1, true, NULL, NULL), RGL_OK);
	compare(&shop);
	shop_remove(&shop.shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_packed_copy_gives_what_the_index_gives),
		cmocka_unit_test(an_old_copy_is_left_alone),
		cmocka_unit_test(few_sales_are_not_packed),
		cmocka_unit_test(only_what_was_sold_since_is_packed_again),
		cmocka_unit_test(a_changed_sale_takes_its_row_away),
		cmocka_unit_test(a_refresh_may_end_anywhere),
		cmocka_unit_test(a_damaged_row_is_refused_in_words),
		cmocka_unit_test(doctor_finds_a_row_that_is_not_what_the_sales_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
