/* test_keep.c - the figures of reports after each kind of change, beside a count in SQL. */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>

#include "plugin/identify/enrol.h"
#include "plugin/insight/keep.h"
#include "plugin/loyalty/merge.h"
#include "tests/support/kept.h"

#define DAY_MS INT64_C(86400000)

/* One line, by a member or nobody, so many days from now. */
static struct sale sale_at(const struct test_shop *shop, const char *id, int64_t member,
			   int64_t minor, int64_t days, struct sale_line *line)
{
	struct sale sale = shop_sale(shop, id, minor, line);

	sale.member = member;
	sale.at_ms = SHOP_NOW_MS + days * DAY_MS;
	return sale;
}

static rgl_rc sell(struct test_shop *shop, const char *id, int64_t member, int64_t minor,
		   int64_t days)
{
	struct outcome outcome = { 0 };
	struct sale_line line;
	struct sale sale = sale_at(shop, id, member, minor, days, &line);

	return checkout(shop->desk, &sale, true, &outcome);
}

static rgl_rc give_back(struct test_shop *shop, const char *id, const char *of, int64_t member,
			int64_t minor, int64_t days)
{
	struct outcome outcome = { 0 };
	struct sale_line line;
	struct sale sale = sale_at(shop, id, of == NULL ? member : 0, -minor, days, &line);

	sale.is_refund = true;
	sale.of = of;
	sale.line_count = 0;
	return checkout(shop->desk, &sale, true, &outcome);
}

static int64_t another(struct test_shop *shop)
{
	struct enrolment enrolment = { .name = "Bo" };
	int64_t member = 0;

	assert_int_equal(enrol(shop->store, &enrolment, &member), RGL_OK);
	return member;
}

static int64_t cells(const struct test_shop *shop)
{
	return shop_number(shop, "SELECT count(*) FROM cohort_cell");
}

/* The first visit, a second in the same week, one a month later: by increments alone. */
static void visits_in_the_order_of_time_are_kept(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	kept_is_right(&shop);
	assert_int_equal(sell(&shop, "S-1", shop.member, 500, -60), RGL_OK);
	kept_is_right(&shop);
	assert_int_equal(sell(&shop, "S-2", shop.member, 700, -60), RGL_OK);
	kept_is_right(&shop);
	assert_int_equal(sell(&shop, "S-3", shop.member, 900, -30), RGL_OK);
	kept_is_right(&shop);
	assert_int_equal(shop_number(&shop, "SELECT returned FROM cohort_cell WHERE grain = 2"
					    " AND cohort = period"),
			 1);
	assert_int_equal(shop_number(&shop, "SELECT sum(members) FROM cohort_cell WHERE grain = 3"),
			 1);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM scene"), 1);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* Late sales: before the first visit, between two, in the period of another. */
static void sales_that_come_late_move_the_cohort(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(sell(&shop, "S-1", shop.member, 500, -10), RGL_OK);
	assert_int_equal(sell(&shop, "S-2", shop.member, 500, -90), RGL_OK);
	kept_is_right(&shop);
	assert_int_equal(sell(&shop, "S-3", shop.member, 500, -60), RGL_OK);
	kept_is_right(&shop);
	assert_int_equal(sell(&shop, "S-4", shop.member, 500, -59), RGL_OK);
	kept_is_right(&shop);
	assert_int_equal(shop_number(&shop, "SELECT count(DISTINCT cohort) FROM cohort_cell"
					    " WHERE grain = 2"),
			 1);
	shop_remove(&shop);
}

/* In parts, the rest, of no sale, of nobody's sale, before any visit, and then the first visit. */
static void refunds_count_when_they_were_made(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(give_back(&shop, "R-1", NULL, shop.member, 100, -70), RGL_OK);
	kept_is_right(&shop);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM cohort_cell"
					    " WHERE cohort = -1000001 AND refund_minor = 100"),
			 3);
	assert_int_equal(sell(&shop, "S-1", shop.member, 1000, -60), RGL_OK);
	kept_is_right(&shop);
	assert_int_equal(give_back(&shop, "R-2", "S-1", 0, 300, -20), RGL_OK);
	kept_is_right(&shop);
	assert_int_equal(give_back(&shop, "R-3", "S-1", 0, 700, -80), RGL_OK);
	kept_is_right(&shop);
	assert_int_equal(sell(&shop, "S-2", 0, 1000, -60), RGL_OK);
	assert_int_equal(give_back(&shop, "R-4", "S-2", 0, 400, -6), RGL_OK);
	assert_int_equal(give_back(&shop, "R-5", NULL, 0, 40, -6), RGL_OK);
	kept_is_right(&shop);
	assert_int_equal(shop_number(&shop, "SELECT sum(refund_minor) FROM cohort_cell"
					    " WHERE grain = 1"),
			 1540);
	shop_remove(&shop);
}

/* An undone sale takes its refunds with it; what is left is as if none had been. */
static void a_voided_sale_and_its_refunds_were_never_made(void **state)
{
	struct test_shop shop;
	struct outcome outcome = { 0 };

	(void)state;
	shop_make(&shop);
	assert_int_equal(sell(&shop, "S-1", shop.member, 1000, -60), RGL_OK);
	assert_int_equal(sell(&shop, "S-2", shop.member, 1000, -30), RGL_OK);
	assert_int_equal(give_back(&shop, "R-1", "S-1", 0, 300, -20), RGL_OK);
	assert_int_equal(checkout_undo(shop.desk, "S-1", &outcome), RGL_OK);
	kept_is_right(&shop);
	assert_int_equal(give_back(&shop, "R-2", "S-1", 0, 0, -5), RGL_OK);
	kept_is_right(&shop);
	assert_int_equal(checkout_undo(shop.desk, "S-2", &outcome), RGL_OK);
	kept_is_right(&shop);
	assert_int_equal(cells(&shop), 0);
	assert_int_equal(sell(&shop, "S-3", 0, 1000, -30), RGL_OK);
	assert_int_equal(give_back(&shop, "R-3", "S-3", 0, 300, -2), RGL_OK);
	kept_is_right(&shop);
	assert_int_equal(checkout_undo(shop.desk, "S-3", &outcome), RGL_OK);
	kept_is_right(&shop);
	assert_int_equal(cells(&shop), 0);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* To another amount, to another member, to nobody. */
static void an_edited_sale_counts_as_it_is_now(void **state)
{
	struct test_shop shop;
	struct outcome outcome = { 0 };
	struct sale_line line;
	struct sale sale;
	int64_t other;

	(void)state;
	shop_make(&shop);
	other = another(&shop);
	assert_int_equal(sell(&shop, "S-1", shop.member, 1000, -60), RGL_OK);
	assert_int_equal(sell(&shop, "S-2", shop.member, 1000, -30), RGL_OK);
	for (int i = 0; i < 3; i++) {
		const int64_t members[] = { shop.member, other, 0 };

		sale = sale_at(&shop, "S-1", members[i], 800 - i, -50, &line);
		assert_int_equal(checkout_edit(shop.desk, &sale, &outcome), RGL_OK);
		kept_is_right(&shop);
	}
	assert_int_equal(shop_number(&shop, "SELECT sum(net_minor) FROM cohort_cell"
					    " WHERE grain = 1"),
			 1798);
	shop_remove(&shop);
}

/* A thing goes back for another; what came back is a refund of the day. */
static void an_exchange_is_a_visit_with_a_refund(void **state)
{
	struct test_shop shop;
	struct outcome outcome = { 0 };
	struct sale_line lines[2];
	struct sale sale;

	(void)state;
	shop_make(&shop);
	assert_int_equal(sell(&shop, "S-1", shop.member, 1000, -60), RGL_OK);
	sale = sale_at(&shop, "X-1", shop.member, 1500, -40, &lines[0]);
	lines[1] = lines[0];
	lines[1].qty_milli = -1000;
	lines[1].total = money_of(-1000);
	sale.lines = lines;
	sale.line_count = 2;
	sale.total = money_of(500);
	sale.of = "S-1";
	assert_int_equal(checkout(shop.desk, &sale, true, &outcome), RGL_OK);
	kept_is_right(&shop);
	assert_int_equal(shop_number(&shop, "SELECT refund_minor FROM member WHERE visits = 2"),
			 1000);
	assert_int_equal(checkout_undo(shop.desk, "X-1", &outcome), RGL_OK);
	kept_is_right(&shop);
	shop_remove(&shop);
}

/* Merged, sold and refunded meanwhile, taken apart again; then what was refunded is undone, which
 * concerns the one who kept the refund as well. */
static void a_merge_and_its_undoing_move_the_figures(void **state)
{
	struct test_shop shop;
	struct outcome outcome = { 0 };
	int64_t missing = 0;
	int64_t merge = 0;
	int64_t other;

	(void)state;
	shop_make(&shop);
	other = another(&shop);
	assert_int_equal(sell(&shop, "S-1", shop.member, 1000, -60), RGL_OK);
	assert_int_equal(sell(&shop, "S-2", other, 900, -95), RGL_OK);
	assert_int_equal(sell(&shop, "S-3", other, 900, -59), RGL_OK);
	assert_int_equal(merge_members(shop.store, shop.member, other, "Jo", "twice", &merge),
			 RGL_OK);
	kept_is_right(&shop);
	assert_int_equal(sell(&shop, "S-4", other, 900, -10), RGL_OK);
	assert_int_equal(give_back(&shop, "R-1", "S-3", 0, 300, -5), RGL_OK);
	kept_is_right(&shop);
	assert_int_equal(merge_undo(shop.store, merge, "Jo", &missing), RGL_OK);
	kept_is_right(&shop);
	assert_int_equal(checkout_undo(shop.desk, "S-3", &outcome), RGL_OK);
	kept_is_right(&shop);
	assert_int_equal(sell(&shop, "S-5", other, 900, -1), RGL_OK);
	kept_is_right(&shop);
	shop_remove(&shop);
}

/* The hour that clocks go back, midnights of the shop and of Greenwich, a year that ends midweek; a
 * till whose clock is ahead counts as of now. */
static void periods_are_the_shops_own(void **state)
{
	static const int64_t TIMES_MS[] = {
		INT64_C(1743289200000), /* 2025-03-29T23:00Z, midnight before summer time */
		INT64_C(1743292799999), INT64_C(1743296400000),	  INT64_C(1761429600000),
		INT64_C(1761433199999), /* 2025-10-26, the night of the longer hour */
		INT64_C(1761440400000), INT64_C(1764543600000), /* December begins in Copenhagen */
		INT64_C(1764543599999), INT64_C(1767222000000), /* and the year */
		INT64_C(1767221999999), SHOP_NOW_MS + 3 * DAY_MS,
	};
	struct test_shop shop;
	struct outcome outcome = { 0 };
	char id[16];

	(void)state;
	shop_make(&shop);
	for (size_t i = 0; i < sizeof(TIMES_MS) / sizeof(TIMES_MS[0]); i++) {
		struct sale_line line;
		struct sale sale;

		(void)snprintf(id, sizeof(id), "S-%zu", i);
		sale = shop_sale(&shop, id, 100, &line);
		sale.at_ms = TIMES_MS[i];
		assert_int_equal(checkout(shop.desk, &sale, true, &outcome), RGL_OK);
		kept_is_right(&shop);
	}
	assert_int_equal(shop_number(&shop, "SELECT max(last_visit_ms) FROM member"), SHOP_NOW_MS);
	shop_remove(&shop);
}

/* What a sale says: its cost when all lines have one, discounts of lines, of the till and of a
 * reward taken off, what was dearest, and where. */
static void what_a_sale_says_is_in_its_figures(void **state)
{
	struct sale_line lines[4] = {
		{ .sku = "A",
		  .name = "Ale",
		  .category = "b",
		  .qty_milli = 1000,
		  .total = { 300 },
		  .cost = { 90 },
		  .has_cost = true,
		  .tax = { 30 } },
		{ .sku = "W",
		  .name = "Wine",
		  .category = "b",
		  .qty_milli = 1000,
		  .total = { 900 },
		  .discount = { 100 },
		  .cost = { 200 },
		  .has_cost = true },
		{ .sku = "Z",
		  .name = "Zest",
		  .category = "b",
		  .qty_milli = 1000,
		  .total = { 900 },
		  .cost = { 10 },
		  .has_cost = true },
		{ .name = "Off", .qty_milli = 1000, .total = { -150 }, .has_cost = true },
	};
	struct test_shop shop;
	struct outcome outcome = { 0 };
	struct sale sale;
	struct sale_line line;

	(void)state;
	shop_make(&shop);
	sale = sale_at(&shop, "S-1", shop.member, 0, -9, &line);
	sale.lines = lines;
	sale.line_count = 4;
	sale.total = money_of(1950);
	sale.tax = money_of(30);
	sale.channel = "web";
	assert_int_equal(checkout(shop.desk, &sale, true, &outcome), RGL_OK);
	kept_is_right(&shop);
	assert_int_equal(shop_number(&shop, "SELECT net_minor = 1920 AND cost_minor = 300 AND"
					    " costless = 0 AND discount_minor = 250 FROM member"),
			 1);
	assert_int_equal(shop_number(&shop, "SELECT p.sku = 'W' FROM member m JOIN product p"
					    " ON p.id = m.first_product"),
			 1);
	assert_int_equal(shop_number(&shop, "SELECT c.store = 'Main' AND c.till = '1' AND"
					    " c.cashier = 'Jonas' AND c.channel = 'web' FROM member"
					    " m JOIN scene c ON c.id = m.first_scene"),
			 1);
	assert_int_equal(sell(&shop, "S-2", shop.member, 100, -8), RGL_OK);
	kept_is_right(&shop);
	assert_int_equal(shop_number(&shop, "SELECT costless FROM member"), 1);
	shop_remove(&shop);
}

/* The count that doctor makes finds each kind of row that was tampered with. */
static void a_check_finds_what_is_wrong(void **state)
{
	static const char *const HARMS[] = {
		"UPDATE member SET net_minor = net_minor + 1",
		"UPDATE member SET second_visit_ms = 5",
		"UPDATE member_month SET visits = visits + 1",
		"DELETE FROM member_month",
		"INSERT INTO member_month VALUES (1, 5, 1, 0, 0, 0, 0, 0)",
		"UPDATE cohort_cell SET returned = returned + 1 WHERE grain = 1",
		"DELETE FROM cohort_cell WHERE grain = 3",
		"INSERT INTO cohort_cell VALUES (2, 5, 5, 1, 0, 0, 0, 0, 0, 0, 0)",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(HARMS) / sizeof(HARMS[0]); i++) {
		struct keep_verdict verdict = { 0 };
		struct test_shop shop;
		int64_t found;

		shop_make(&shop);
		assert_int_equal(sell(&shop, "S-1", shop.member, 1000, -60), RGL_OK);
		assert_int_equal(sell(&shop, "S-2", shop.member, 1000, -20), RGL_OK);
		assert_int_equal(shop_run(&shop, HARMS[i]), SQLITE_OK);
		assert_int_equal(keep_check(shop.store, &verdict), RGL_OK);
		found = i < 2 ? verdict.members : i < 5 ? verdict.months : verdict.cells;
		assert_true(found > 0);
		assert_int_equal(verdict.members + verdict.months + verdict.cells, found);
		assert_true(kept_wrong(&shop) > 0);
		shop_remove(&shop);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(visits_in_the_order_of_time_are_kept),
		cmocka_unit_test(sales_that_come_late_move_the_cohort),
		cmocka_unit_test(refunds_count_when_they_were_made),
		cmocka_unit_test(a_voided_sale_and_its_refunds_were_never_made),
		cmocka_unit_test(an_edited_sale_counts_as_it_is_now),
		cmocka_unit_test(an_exchange_is_a_visit_with_a_refund),
		cmocka_unit_test(a_merge_and_its_undoing_move_the_figures),
		cmocka_unit_test(periods_are_the_shops_own),
		cmocka_unit_test(what_a_sale_says_is_in_its_figures),
		cmocka_unit_test(a_check_finds_what_is_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
