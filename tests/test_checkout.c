/* test_checkout.c - one sale, end to end: once, whole, and back again. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "plugin/checkout.h"
#include "plugin/identify/cards.h"
#include "plugin/sales/record.h"
#include "tests/support/shop.h"

static int64_t count_of(struct points points)
{
	return points.count;
}

/* The till sends a sale again when our answer got lost. It earns once. */
static void the_same_sale_twice_earns_once(void **state)
{
	struct test_shop shop;
	struct outcome first;
	struct outcome again;

	(void)state;
	shop_make(&shop);
	assert_int_equal(shop_sell(&shop, "S-1", 1299, &first), RGL_OK);
	assert_int_equal(shop_sell(&shop, "S-2", 700, NULL), RGL_OK);
	assert_int_equal(shop_sell(&shop, "S-1", 1299, &again), RGL_EXISTS);
	assert_memory_equal(&first, &again, sizeof(first));
	assert_int_equal(count_of(first.points), 12);
	assert_int_equal(count_of(first.balance), 12);
	assert_int_equal(first.visit, 1);
	assert_int_equal(shop_points(&shop), 19);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM transfer"), 2);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* The same id with other contents is never taken for the sale it names. */
static void the_same_id_with_other_contents_differs(void **state)
{
	struct test_shop shop;
	struct outcome outcome;
	struct sale_line line;
	struct sale sale;

	(void)state;
	shop_make(&shop);
	assert_int_equal(shop_sell(&shop, "S-1", 1299, NULL), RGL_OK);
	assert_int_equal(shop_sell(&shop, "S-1", 1298, NULL), RGL_E_DIFFERS);
	assert_string_equal(shop.store->refusal.field, "id");
	assert_int_equal(shop_take_back(&shop, "S-1", "S-1", 1299, NULL), RGL_E_DIFFERS);
	sale = shop_sale(&shop, "S-1", 1299, &line);
	line.name = "Tea";
	assert_int_equal(checkout(shop.desk, &sale, true, &outcome), RGL_E_DIFFERS);
	sale = shop_sale(&shop, "S-1", 1299, &line);
	sale.member = 0;
	sale.scan = shop.token;
	sale.scan_length = strlen(shop.token);
	assert_int_equal(checkout(shop.desk, &sale, true, &outcome), RGL_E_DIFFERS);
	assert_int_equal(shop_points(&shop), 12);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* Three parts of any size: what was earned comes back, no point more or less. */
static void three_parts_take_back_exactly_what_was_earned(void **state)
{
	struct test_shop shop;
	uint64_t chance = 7;
	char sale_id[16];
	char refund_id[32];

	(void)state;
	shop_make(&shop);
	assert_int_equal(shop_sell(&shop, "S-0", 1000000, NULL), RGL_OK);
	for (int i = 0; i < 60; i++) {
		int64_t total = (int64_t)(next_number(&chance) % 20000) + 3;
		int64_t parts[3];

		parts[0] = (int64_t)(next_number(&chance) % (uint64_t)(total - 2)) + 1;
		parts[1] = (int64_t)(next_number(&chance) % (uint64_t)(total - parts[0] - 1)) + 1;
		parts[2] = total - parts[0] - parts[1];
		(void)snprintf(sale_id, sizeof(sale_id), "T-%d", i);
		assert_int_equal(shop_sell(&shop, sale_id, total, NULL), RGL_OK);
		assert_int_equal(shop_points(&shop), 10000 + total / 100);
		for (int part = 0; part < 3; part++) {
			(void)snprintf(refund_id, sizeof(refund_id), "R-%d-%d", i, part);
			assert_int_equal(
				shop_take_back(&shop, refund_id, sale_id, parts[part], NULL),
				RGL_OK);
		}
		assert_int_equal(shop_points(&shop), 10000);
		assert_int_equal(shop_take_back(&shop, "R", sale_id, 1, NULL), RGL_E_REFUND);
	}
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* More than is left, wherever it is asked; the refusal says how much that is. */
static void more_than_is_left_is_not_given_back(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(shop_sell(&shop, "S-1", 1000, NULL), RGL_OK);
	assert_int_equal(shop_take_back(&shop, "R-1", "S-1", 1001, NULL), RGL_E_REFUND);
	assert_int_equal(shop_take_back(&shop, "R-1", "S-1", 400, NULL), RGL_OK);
	assert_int_equal(shop_take_back(&shop, "R-2", "S-1", 601, NULL), RGL_E_REFUND);
	assert_string_equal(shop.store->refusal.text,
			    "6.01 would be given back but only 6.00 of sale S-1 is left");
	assert_int_equal(shop_take_back(&shop, "R-1", "S-1", 400, NULL), RGL_EXISTS);
	assert_int_equal(shop_take_back(&shop, "R-2", "S-1", 600, NULL), RGL_OK);
	assert_int_equal(shop_points(&shop), 0);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* A refund is no sale, and a sale that is not there cannot be given back. */
static void a_refund_is_of_a_sale(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(shop_sell(&shop, "S-1", 1000, NULL), RGL_OK);
	assert_int_equal(shop_take_back(&shop, "R-1", "S-1", 400, NULL), RGL_OK);
	assert_int_equal(shop_take_back(&shop, "R-2", "R-1", 100, NULL), RGL_E_NO_SALE);
	assert_string_equal(shop.store->refusal.field, "sale_id");
	assert_int_equal(shop_take_back(&shop, "R-2", "S-9", 100, NULL), RGL_E_NO_SALE);
	assert_int_equal(shop_count(&shop, "R-2"), 0);
	shop_remove(&shop);
}

/* A till that does not know the sale: today's rate, and never more than there is. */
static void a_refund_without_its_sale_takes_todays_rate(void **state)
{
	struct test_shop shop;
	struct outcome outcome;

	(void)state;
	shop_make(&shop);
	assert_int_equal(shop_sell(&shop, "S-1", 1000, NULL), RGL_OK);
	assert_int_equal(shop_take_back(&shop, "R-1", NULL, 399, &outcome), RGL_OK);
	assert_int_equal(count_of(outcome.points), -3);
	assert_int_equal(count_of(outcome.balance), 7);
	assert_int_equal(shop_take_back(&shop, "R-2", NULL, 5000, &outcome), RGL_OK);
	assert_int_equal(count_of(outcome.points), -7);
	assert_int_equal(shop_points(&shop), 0);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* Whom a scan gives, and what is told of one that gives nobody: the sale goes on. */
static void a_scan_that_is_nobodys_does_not_stop_a_sale(void **state)
{
	static char noise[RGL_SCAN_MAX + 2];
	struct test_shop shop;
	const struct {
		const char *scan;
		rgl_rc unseen;
	} scans[] = { { shop.token, RGL_OK },
		      { SHOP_PHONE, RGL_OK },
		      { "KLUB778", RGL_E_UNKNOWN },
		      { "4111111111111111", RGL_E_PAYMENT_CARD },
		      { "RG17KQM2XWD9FABC3DE", RGL_E_FORGED },
		      { "\r\n", RGL_E_TEXT },
		      { noise, RGL_E_LIMIT } };
	char id[16];

	(void)state;
	memset(noise, 'x', RGL_SCAN_MAX + 1);
	shop_make(&shop);
	for (size_t i = 0; i < sizeof(scans) / sizeof(scans[0]); i++) {
		struct outcome outcome = { 0 };
		struct sale_line line;
		struct sale sale;

		(void)snprintf(id, sizeof(id), "S-%zu", i);
		sale = shop_sale(&shop, id, 500, &line);
		sale.member = 0;
		sale.scan = scans[i].scan;
		sale.scan_length = strlen(scans[i].scan);
		assert_int_equal(checkout(shop.desk, &sale, true, &outcome), RGL_OK);
		assert_int_equal(outcome.unseen.code, scans[i].unseen);
		assert_int_equal(outcome.member, scans[i].unseen == RGL_OK ? shop.member : 0);
		assert_int_equal(checkout(shop.desk, &sale, true, &outcome), RGL_EXISTS);
	}
	assert_int_equal(shop_points(&shop), 10);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM sale WHERE ref LIKE '%1111%' OR"
					    " cashier LIKE '%1111%'"),
			 0);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* A member given by number must be one; a past sale may earn nothing; a blocked card sells on. */
static void who_a_sale_is_for(void **state)
{
	struct test_shop shop;
	struct outcome outcome = { 0 };
	struct sale_line line;
	struct sale sale;

	(void)state;
	shop_make(&shop);
	sale = shop_sale(&shop, "S-1", 500, &line);
	sale.member = 4711;
	assert_int_equal(checkout(shop.desk, &sale, true, &outcome), RGL_E_UNKNOWN);
	assert_int_equal(shop_count(&shop, "S-1"), 0);
	sale.member = shop.member;
	assert_int_equal(checkout(shop.desk, &sale, false, &outcome), RGL_OK);
	assert_int_equal(count_of(outcome.points), 0);
	assert_int_equal(outcome.visit, 1);
	assert_int_equal(shop_run(&shop, "UPDATE card SET blocked = 1"), 0);
	sale.id = "S-2";
	sale.member = 0;
	sale.scan = shop.token;
	sale.scan_length = strlen(shop.token);
	assert_int_equal(checkout(shop.desk, &sale, true, &outcome), RGL_OK);
	assert_int_equal(outcome.unseen.code, RGL_E_BLOCKED);
	assert_int_equal(outcome.member, 0);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* What cannot be true is not written, and sale_check's words come out. */
static void a_sale_that_cannot_be_true_is_not_written(void **state)
{
	struct test_shop shop;
	struct outcome outcome = { .sale = 77 };
	struct sale_line line;
	struct sale sale;

	(void)state;
	shop_make(&shop);
	sale = shop_sale(&shop, "S-1", 500, &line);
	sale.total = money_of(501);
	assert_int_equal(checkout(shop.desk, &sale, true, &outcome), RGL_E_SUM);
	sale.line_count = 0;
	assert_int_equal(checkout(shop.desk, &sale, true, &outcome), RGL_E_LINES);
	sale.currency = "DKK";
	assert_int_equal(checkout(shop.desk, &sale, true, &outcome), RGL_E_CURRENCY);
	assert_int_equal(shop.store->refusal.code, RGL_E_CURRENCY);
	assert_int_equal(outcome.sale, 77);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM sale"), 0);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM event"), 1);
	shop_remove(&shop);
}

/* Points beyond counting stop the sale, not the till: the next one is taken. */
static void points_beyond_counting_are_refused(void **state)
{
	struct shop owner = shop_owner();
	struct test_shop shop;

	(void)state;
	owner.earn_points = points_of(1000000);
	owner.earn_per = money_of(1);
	shop_make_as(&shop, &owner);
	assert_int_equal(shop_sell(&shop, "S-1", INT64_C(1000000000000000), NULL), RGL_E_RANGE);
	assert_int_equal(shop_sell(&shop, "S-2", INT64_C(9000000000000), NULL), RGL_OK);
	assert_int_equal(shop_sell(&shop, "S-3", INT64_C(9000000000000), NULL), RGL_E_RANGE);
	assert_int_equal(shop_sell(&shop, "S-4", 1, NULL), RGL_OK);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* A receipt that is wanted is written in the sale's own transaction, once. */
static void a_wanted_receipt_is_one_job(void **state)
{
	struct test_shop shop;
	struct outcome first = { 0 };
	struct outcome again = { 0 };
	struct sale_line line;
	struct sale sale;

	(void)state;
	shop_make(&shop);
	sale = shop_sale(&shop, "S-1", 500, &line);
	sale.wants_print = true;
	assert_int_equal(checkout(shop.desk, &sale, true, &first), RGL_OK);
	assert_true(first.print_job > 0);
	assert_int_equal(checkout(shop.desk, &sale, true, &again), RGL_EXISTS);
	assert_int_equal(again.print_job, first.print_job);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM print_job WHERE state = 1"), 1);
	shop_remove(&shop);
}

/* Nobody's sale given back is nobody's, whoever holds the card then: else her figures went wrong.
 */
static void a_refund_of_nobodys_sale_is_nobodys(void **state)
{
	struct test_shop shop;
	struct outcome outcome;
	struct sale_line line;
	struct sale sale;

	(void)state;
	shop_make(&shop);
	sale = shop_sale(&shop, "S-1", 5000, &line);
	sale.member = 0;
	assert_int_equal(checkout(shop.desk, &sale, true, &outcome), RGL_OK);
	assert_int_equal(shop_take_back(&shop, "R-1", "S-1", 5000, &outcome), RGL_OK);
	assert_int_equal(outcome.member, 0);
	assert_int_equal(shop_number(&shop, "SELECT spent_minor FROM member"), 0);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* Past sales that earned nothing take nothing back either. */
static void history_without_points_takes_none_back(void **state)
{
	struct test_shop shop;
	struct outcome outcome;
	struct sale_line line;
	struct sale refund;

	(void)state;
	shop_make(&shop);
	assert_int_equal(shop_sell(&shop, "S-1", 10000, NULL), RGL_OK);
	refund = shop_sale(&shop, "R-1", -6000, &line);
	refund.is_refund = true;
	assert_int_equal(checkout(shop.desk, &refund, false, &outcome), RGL_OK);
	assert_int_equal(shop_points(&shop), 100);
	shop_remove(&shop);
}

/* Sent again after the card was lost and renewed: the first answer, not a word about the card. */
static void a_resend_after_a_renewal_is_the_first_answer(void **state)
{
	struct test_shop shop;
	struct outcome outcome;
	struct sale_line line;
	struct sale sale;

	(void)state;
	shop_make(&shop);
	sale = shop_sale(&shop, "S-1", 500, &line);
	sale.member = 0;
	sale.scan = shop.token;
	sale.scan_length = strlen(shop.token);
	assert_int_equal(checkout(shop.desk, &sale, true, &outcome), RGL_OK);
	assert_int_equal(cards_renew(shop.store, shop.member), RGL_OK);
	assert_int_equal(checkout(shop.desk, &sale, true, &outcome), RGL_EXISTS);
	assert_int_equal(outcome.member, shop.member);
	assert_int_equal(outcome.unseen.code, RGL_OK);
	shop_remove(&shop);
}

/* A till whose numbers look like payment cards: each sale once, found again, and no such number in
 * the store. */
static void an_id_like_a_payment_card_is_kept_masked(void **state)
{
	struct test_shop shop;
	struct sale_line line;
	struct outcome outcome;
	struct sale sale;

	(void)state;
	shop_make(&shop);
	assert_int_equal(shop_sell(&shop, "4111111111111111", 500, NULL), RGL_OK);
	assert_int_equal(shop_sell(&shop, "4111111111111111", 500, NULL), RGL_EXISTS);
	assert_int_equal(shop_sell(&shop, "5500005555555559", 500, NULL), RGL_OK);
	assert_int_equal(shop_sell(&shop, "1732183380000", 500, NULL), RGL_OK);
	assert_int_equal(shop_take_back(&shop, "R-1", "4111111111111111", 500, NULL), RGL_OK);
	assert_int_equal(shop_take_back(&shop, "R-2", "4111111111111111", 1, NULL), RGL_E_REFUND);
	assert_null(strstr(shop.store->refusal.text, "41111111"));
	sale = shop_sale(&shop, "S-1", 500, &line);
	sale.store = "4111 1111 1111 1111";
	sale.till = "4111111111111111";
	assert_int_equal(checkout(shop.desk, &sale, true, &outcome), RGL_OK);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM sale WHERE ref || store || till"
					    " LIKE '%4111%' OR ref LIKE '%55000055%'"),
			 0);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM sale WHERE ref = "
					    "'1732183380000'"),
			 1);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* A sum beyond 64 bits is the amount's fault and not ours: the context goes on. */
static void a_sum_beyond_counting_is_a_range_error(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(shop_run(&shop, "UPDATE member SET spent_minor = 9223372036854775800"), 0);
	assert_int_equal(shop_sell(&shop, "S-1", 500, NULL), RGL_E_RANGE);
	assert_int_equal(shop_count(&shop, "S-1"), 0);
	assert_int_equal(shop_run(&shop, "UPDATE member SET spent_minor = 0"), 0);
	assert_int_equal(shop_sell(&shop, "S-1", 500, NULL), RGL_OK);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_sale_twice_earns_once),
		cmocka_unit_test(the_same_id_with_other_contents_differs),
		cmocka_unit_test(three_parts_take_back_exactly_what_was_earned),
		cmocka_unit_test(more_than_is_left_is_not_given_back),
		cmocka_unit_test(a_refund_is_of_a_sale),
		cmocka_unit_test(a_refund_without_its_sale_takes_todays_rate),
		cmocka_unit_test(a_scan_that_is_nobodys_does_not_stop_a_sale),
		cmocka_unit_test(who_a_sale_is_for),
		cmocka_unit_test(a_sale_that_cannot_be_true_is_not_written),
		cmocka_unit_test(points_beyond_counting_are_refused),
		cmocka_unit_test(a_wanted_receipt_is_one_job),
		cmocka_unit_test(a_refund_of_nobodys_sale_is_nobodys),
		cmocka_unit_test(history_without_points_takes_none_back),
		cmocka_unit_test(a_resend_after_a_renewal_is_the_first_answer),
		cmocka_unit_test(an_id_like_a_payment_card_is_kept_masked),
		cmocka_unit_test(a_sum_beyond_counting_is_a_range_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
