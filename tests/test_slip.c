/* test_slip.c - the facts of a receipt, out of the store. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "plugin/slip.h"
#include "tests/support/shop.h"
#include "tests/support/sweep.h"

/* Two lines and a member: everything a receipt speaks of. */
static void sell_two_things(struct test_shop *shop)
{
	struct outcome outcome;
	const struct sale_line lines[] = {
		{ .name = "Flat white",
		  .qty_milli = 2000,
		  .has_unit = true,
		  .unit = money_of(380),
		  .total = money_of(760),
		  .tax = money_of(152) },
		{ .name = "Kanelsnegl",
		  .qty_milli = 1000,
		  .total = money_of(320),
		  .tax = money_of(64) },
	};
	const struct sale sale = { .id = "S-1",
				   .at_ms = SHOP_NOW_MS,
				   .cashier = "Jonas",
				   .currency = "EUR",
				   .member = shop->member,
				   .lines = lines,
				   .line_count = 2,
				   .total = money_of(1080),
				   .tax = money_of(216) };

	assert_int_equal(checkout(shop->desk, &sale, true, &outcome), RGL_OK);
}

/* Every fact, in the shop's own clock, and the balance as it was then. */
static void a_slip_has_every_fact_of_its_sale(void **state)
{
	struct slip *slip = NULL;
	const struct receipt *receipt;
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	sell_two_things(&shop);
	assert_int_equal(shop_sell(&shop, "S-2", 5000, NULL), RGL_OK);
	assert_int_equal(slip_read(shop.desk, "S-1", false, &slip), RGL_OK);
	receipt = slip_receipt(slip);
	assert_string_equal(receipt->shop, "Corner");
	assert_string_equal(receipt->member, "Asha");
	assert_string_equal(receipt->cashier, "Jonas");
	assert_string_equal(receipt->sale_id, "S-1");
	assert_string_equal(receipt->qr, shop.token);
	assert_string_equal(receipt->reward, "a free coffee");
	assert_int_equal(receipt->at.hour, 11);
	assert_int_equal(receipt->visit, 1);
	assert_int_equal(receipt->lines_count, 2);
	assert_string_equal(receipt->lines[0].name, "Flat white");
	assert_int_equal(receipt->lines[0].qty_milli, 2000);
	assert_true(receipt->lines[0].has_unit);
	assert_true(money_equal(receipt->lines[0].unit, money_of(380)));
	assert_string_equal(receipt->lines[1].name, "Kanelsnegl");
	assert_false(receipt->lines[1].has_unit);
	assert_true(money_equal(receipt->total, money_of(1080)));
	assert_true(money_equal(receipt->tax, money_of(216)));
	assert_int_equal(receipt->earned.count, 10);
	assert_int_equal(receipt->balance.count, 10);
	assert_int_equal(receipt->to_reward.count, 390);
	assert_false(receipt->is_copy);
	assert_false(receipt->is_refund);
	slip_free(slip);
	shop_remove(&shop);
}

/* It needs the store no more: the store may be closed before it is drawn. */
static void a_slip_outlives_its_store(void **state)
{
	struct slip *slip = NULL;
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	sell_two_things(&shop);
	assert_int_equal(slip_read(shop.desk, "S-1", true, &slip), RGL_OK);
	shop_close(&shop);
	assert_string_equal(slip_receipt(slip)->member, "Asha");
	assert_string_equal(slip_receipt(slip)->lines[1].name, "Kanelsnegl");
	assert_true(slip_receipt(slip)->is_copy);
	slip_free(slip);
	slip_free(NULL);
	shop_remove(&shop);
}

/* Nobody recognised: no name, no code, no reward; and a refund without lines. */
static void a_sale_of_nobody_speaks_of_no_points(void **state)
{
	struct slip *slip = NULL;
	struct test_shop shop;
	struct outcome outcome;
	struct sale_line line;
	struct sale sale;

	(void)state;
	shop_make(&shop);
	sale = shop_sale(&shop, "S-1", 500, &line);
	sale.member = 0;
	assert_int_equal(checkout(shop.desk, &sale, true, &outcome), RGL_OK);
	assert_int_equal(slip_read(shop.desk, "S-1", false, &slip), RGL_OK);
	assert_string_equal(slip_receipt(slip)->member, "");
	assert_string_equal(slip_receipt(slip)->qr, "");
	assert_string_equal(slip_receipt(slip)->reward, "");
	slip_free(slip);
	assert_int_equal(shop_take_back(&shop, "R-1", "S-1", 200, NULL), RGL_OK);
	assert_int_equal(slip_read(shop.desk, "R-1", false, &slip), RGL_OK);
	assert_true(slip_receipt(slip)->is_refund);
	assert_int_equal(slip_receipt(slip)->lines_count, 0);
	assert_true(money_equal(slip_receipt(slip)->total, money_of(-200)));
	slip_free(slip);
	shop_remove(&shop);
}

/* A sale of the most lines there may be has them all, in their order. */
/* The line that the door puts down for it has no name: the customer's own language says what it
 * is. One that the till named itself keeps that name. */
static void the_tills_rounding_is_told_from_goods(void **state)
{
	const struct sale_line lines[] = {
		{ .name = "Mug", .qty_milli = 1000, .total = money_of(1320) },
		{ .kind = LINE_ROUNDING, .qty_milli = 1000, .total = money_of(-1) },
		{ .kind = LINE_ROUNDING, .name = "Cash", .qty_milli = 1000, .total = money_of(1) },
	};
	const bool said[] = { false, true, false };
	struct test_shop shop;
	struct outcome outcome;
	struct slip *slip = NULL;
	struct sale sale = { .id = "S-1",
			     .at_ms = SHOP_NOW_MS,
			     .currency = "EUR",
			     .lines = lines,
			     .line_count = 3,
			     .total = money_of(1320) };

	(void)state;
	shop_make(&shop);
	assert_int_equal(checkout(shop.desk, &sale, true, &outcome), RGL_OK);
	assert_int_equal(slip_read(shop.desk, "S-1", false, &slip), RGL_OK);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(slip_receipt(slip)->lines[i].is_rounding, said[i]);
	slip_free(slip);
	shop_remove(&shop);
}

static void a_thousand_lines_are_all_there(void **state)
{
	static struct sale_line lines[RGL_LINES_MAX];
	static char names[RGL_LINES_MAX][16];
	struct slip *slip = NULL;
	struct test_shop shop;
	struct outcome outcome;
	struct sale sale;

	(void)state;
	shop_make(&shop);
	sale = shop_sale(&shop, "S-1", 1000, &lines[0]);
	for (size_t i = 0; i < RGL_LINES_MAX; i++) {
		(void)snprintf(names[i], sizeof(names[i]), "Thing %zu", i);
		lines[i] = (struct sale_line) { .name = names[i],
						.qty_milli = 1000,
						.total = money_of(1) };
	}
	sale.line_count = RGL_LINES_MAX;
	assert_int_equal(checkout(shop.desk, &sale, true, &outcome), RGL_OK);
	assert_int_equal(slip_read(shop.desk, "S-1", false, &slip), RGL_OK);
	assert_int_equal(slip_receipt(slip)->lines_count, RGL_LINES_MAX);
	for (size_t i = 0; i < RGL_LINES_MAX; i++)
		assert_string_equal(slip_receipt(slip)->lines[i].name, names[i]);
	slip_free(slip);
	shop_remove(&shop);
}

/* A sale that is not there; and whichever allocation fails, nothing leaks and it says so. */
static void what_cannot_be_read_is_told(void **state)
{
	struct slip *slip = NULL;
	struct test_shop shop;
	struct sweep sweep;
	struct host host;
	rgl_rc rc = RGL_E_MEMORY;
	long at;

	(void)state;
	shop_make(&shop);
	sell_two_things(&shop);
	assert_int_equal(slip_read(shop.desk, "S-9", false, &slip), RGL_E_NO_SALE);
	assert_string_equal(shop.store->refusal.field, "sale_id");
	for (at = 0; rc != RGL_OK && at < 100; at++) {
		sweep_init(&sweep, at);
		host_init(&host, &sweep.host);
		shop.store->host = &host;
		rc = slip_read(shop.desk, "S-1", false, &slip);
		shop.store->host = &shop.host;
		assert_true(rc == RGL_OK || (rc == RGL_E_MEMORY && slip == NULL));
		assert_true(rc == RGL_OK || shop.store->refusal.code == RGL_E_MEMORY);
		slip_free(rc == RGL_OK ? slip : NULL);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	}
	assert_int_equal(at, 4);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_slip_has_every_fact_of_its_sale),
		cmocka_unit_test(a_slip_outlives_its_store),
		cmocka_unit_test(a_sale_of_nobody_speaks_of_no_points),
		cmocka_unit_test(the_tills_rounding_is_told_from_goods),
		cmocka_unit_test(a_thousand_lines_are_all_there),
		cmocka_unit_test(what_cannot_be_read_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
