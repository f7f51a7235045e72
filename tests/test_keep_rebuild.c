/* test_keep_rebuild.c - all figures counted anew, while others sell; stores of before. */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>

#include "plugin/identify/enrol.h"
#include "plugin/insight/keep.h"
#include "tests/support/kept.h"

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
static void make_shop(struct test_shop *shop, int64_t members, int64_t sales)
{
	struct outcome outcome = { 0 };
	char id[32];

	shop_make(shop);
	for (int64_t i = 1; i < members; i++) {
		struct enrolment enrolment = { .name = "Bo" };
		int64_t member = 0;

		assert_int_equal(enrol(shop->store, &enrolment, &member), RGL_OK);
	}
	for (int64_t i = 0; i < sales; i++) {
		/* Other events, so that these sales are no one piece. */
		if (i == sales / 2)
			assert_int_equal(shop_run(shop, "INSERT INTO event (till, epoch, sequence,"
							" kind, written_ms) WITH n (i) AS (VALUES"
							" (1) UNION ALL SELECT i + 1 FROM n"
							" WHERE i < 6000) SELECT 1, 1, i, 2, 0"
							" FROM n"),
					 SQLITE_OK);
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

/* What was kept sale by sale, and what is counted in one go, is the same; so is counting again. */
static void a_rebuild_comes_to_the_same(void **state)
{
	struct test_shop shop;
	bool is_counted = true;

	(void)state;
	make_shop(&shop, 5, 20);
	kept_is_right(&shop);
	forget_all(&shop);
	assert_int_equal(keep_is_counted(shop.store, &is_counted), RGL_OK);
	assert_false(is_counted);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(keep_rebuild(shop.store, NULL, NULL), RGL_OK);
		assert_int_equal(keep_is_counted(shop.store, &is_counted), RGL_OK);
		assert_true(is_counted);
		kept_is_right(&shop);
	}
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM sale WHERE scene IS NULL"), 0);
	shop_remove(&shop);
}

/* A store whose figures are wrong is right after it. */
static void a_rebuild_mends_what_was_wrong(void **state)
{
	struct test_shop shop;

	(void)state;
	make_shop(&shop, 3, 12);
	assert_int_equal(shop_run(&shop,
				  "UPDATE member SET net_minor = 7, visits = 40;"
				  "UPDATE cohort_cell SET visits = 3;"
				  "INSERT INTO member_month VALUES (2, 3, 1, 1, 1, 1, 1, 1)"),
			 SQLITE_OK);
	assert_int_equal(keep_rebuild(shop.store, NULL, NULL), RGL_OK);
	kept_is_right(&shop);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* Between two pieces somebody sells, gives back and undoes: of those who are counted and of those
 * who are not. */
struct till {
	struct test_shop *shop;
	int piece;
	int stop_at;
};

static rgl_rc sell_between(void *user, int64_t done, int64_t total)
{
	struct till *till = user;
	struct test_shop *shop = till->shop;
	struct outcome outcome = { 0 };
	char id[32];

	assert_true(done <= total);
	till->piece++;
	for (int i = 0; i < 6; i++) {
		static const int64_t MEMBERS[] = { 0, 1, 2, 40, 999, 1100 };

		(void)snprintf(id, sizeof(id), "T-%d-%d", till->piece, i);
		assert_int_equal(sell(shop, id, MEMBERS[i], 20 + i), RGL_OK);
		(void)snprintf(id, sizeof(id), "S-%d", (31 * till->piece + 47 * i) % 296 + 4);
		assert_true(checkout_undo(shop->desk, id, &outcome) >= 0);
	}
	(void)snprintf(id, sizeof(id), "U-%d", till->piece);
	assert_int_equal(give_back(shop, id, till->piece % 2 == 0 ? "S-0" : "S-1"), RGL_OK);
	return till->piece == till->stop_at ? RGL_E_BUSY : RGL_OK;
}

static void sales_between_two_pieces_count_once(void **state)
{
	struct test_shop shop;

	(void)state;
	make_shop(&shop, 1101, 300);
	for (int stop_at = 1; stop_at < 5; stop_at++) {
		struct till till = { .shop = &shop, .stop_at = stop_at };
		struct keep_verdict verdict = { .is_counted = true };

		forget_all(&shop);
		till.piece = 4 * stop_at;
		till.stop_at = till.piece + stop_at;
		assert_int_equal(keep_rebuild(shop.store, sell_between, &till), RGL_E_BUSY);
		if (shop_number(&shop, "SELECT members < 100000 FROM keeping") != 0) {
			assert_int_equal(keep_check(shop.store, &verdict), RGL_OK);
			assert_false(verdict.is_counted);
		}
		assert_int_equal(keep_rebuild(shop.store, NULL, NULL), RGL_OK);
		kept_is_right(&shop);
	}
	shop_remove(&shop);
}

/* A shop that moves: nothing is kept by the zone of before, and all is counted in the new one. A
 * program that was open since then does not keep either. */
static void another_zone_is_counted_anew(void **state)
{
	struct test_shop shop;
	bool is_counted = true;

	(void)state;
	make_shop(&shop, 3, 12);
	assert_int_equal(shop_run(&shop, "UPDATE shop SET zone = 'Asia/Tokyo'"), SQLITE_OK);
	assert_int_equal(keep_is_counted(shop.store, &is_counted), RGL_OK);
	assert_false(is_counted);
	assert_int_equal(sell(&shop, "S-x", shop.member, 5), RGL_OK);
	shop_close(&shop);
	shop_open(&shop);
	assert_int_equal(keep_rebuild(shop.store, NULL, NULL), RGL_OK);
	kept_is_right(&shop);
	assert_int_equal(shop_run(&shop, "UPDATE keeping SET zone = 'UTC'"), SQLITE_OK);
	assert_int_equal(sell(&shop, "S-y", shop.member, 5), RGL_OK);
	assert_int_equal(shop_number(&shop, "SELECT members + sales FROM keeping"), 0);
	assert_int_equal(keep_rebuild(shop.store, NULL, NULL), RGL_OK);
	kept_is_right(&shop);
	shop_remove(&shop);
}

/* Where nothing is kept yet, visits and spending still are. */
static void what_is_not_counted_yet_stays_out(void **state)
{
	struct test_shop shop;
	struct outcome outcome = { 0 };

	(void)state;
	make_shop(&shop, 3, 12);
	forget_all(&shop);
	assert_int_equal(sell(&shop, "T-1", shop.member, 3), RGL_OK);
	assert_int_equal(sell(&shop, "T-2", 0, 3), RGL_OK);
	assert_int_equal(checkout_undo(shop.desk, "S-0", &outcome), RGL_OK);
	assert_int_equal(checkout_undo(shop.desk, "S-1", &outcome), RGL_OK);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM cohort_cell"), 0);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM member_month"), 0);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rebuild_comes_to_the_same),
		cmocka_unit_test(a_rebuild_mends_what_was_wrong),
		cmocka_unit_test(sales_between_two_pieces_count_once),
		cmocka_unit_test(another_zone_is_counted_anew),
		cmocka_unit_test(what_is_not_counted_yet_stays_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
