/* test_settle.c - what a till's rounding leaves is put down as a line, and nothing larger is. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "plugin/sales/settle.h"

#define ROOM 40

static const struct currency EUR = { "EUR", 2 };

/* A sale of lines that come to `sum`, whose total and tax the test says. */
struct said {
	struct sale_line lines[ROOM];
	struct sale sale;
	struct settled settled;
	struct rgl_why why;
};

static void said_sale(size_t count, int64_t each, int64_t total, struct said *ret)
{
	*ret = (struct said) { .why.size = sizeof(ret->why) };
	for (size_t i = 0; i < count; i++)
		ret->lines[i] = (struct sale_line) { .qty_milli = 1000, .total = money_of(each) };
	ret->sale = (struct sale) { .id = "S-1",
				    .currency = "EUR",
				    .is_refund = total < 0,
				    .lines = ret->lines,
				    .line_count = count,
				    .total = money_of(total) };
}

static rgl_rc settled(struct said *said)
{
	return settle(&said->sale, said->lines, ROOM, &said->settled, &EUR, &said->why);
}

static bool is_taken(const struct said *said)
{
	struct rgl_why why = { .size = sizeof(why) };

	return sale_check(&said->sale, &EUR, &why) == RGL_OK;
}

/* The line is the owner's to see, and says what it is. */
static void one_unit_a_line_is_put_down_as_rounding(void **state)
{
	char words[SETTLE_WORDS_ROOM];
	struct said said;

	(void)state;
	said_sale(3, 990, 2971, &said);
	assert_int_equal(settled(&said), RGL_OK);
	assert_true(said.settled.is_put_down);
	assert_int_equal(said.sale.line_count, 4);
	assert_int_equal(said.lines[3].kind, LINE_ROUNDING);
	assert_int_equal(said.lines[3].total.minor, 1);
	assert_int_equal(said.lines[3].qty_milli, 1000);
	assert_true(is_taken(&said));
	settle_words(&said.settled, &EUR, words);
	assert_string_equal(words, "the lines come to 29.70 and the till says 29.71: 0.01 was put "
				   "down as rounding");
}

/* A till that is right has nothing done to it, not even a line of nothing. */
static void a_sale_that_adds_up_is_left_alone(void **state)
{
	struct said said;

	(void)state;
	said_sale(3, 990, 2970, &said);
	assert_int_equal(settled(&said), RGL_OK);
	assert_false(said.settled.is_put_down);
	assert_int_equal(said.sale.line_count, 3);
	said_sale(0, 0, -500, &said); /* a refund by an amount */
	assert_int_equal(settled(&said), RGL_OK);
	assert_int_equal(said.sale.line_count, 0);
}

/* From one unit a line on it is no rounding any more: sales, refunds, and both ways. */
static void the_limit_is_one_unit_a_line_either_way(void **state)
{
	struct said said;

	(void)state;
	for (int64_t sign = -1; sign <= 1; sign += 2)
		for (size_t count = 1; count < 20; count++)
			for (int64_t off = -25; off <= 25; off++) {
				int64_t sum = (int64_t)count * 250 * sign;
				bool is_near = off <= (int64_t)count && -off <= (int64_t)count;

				said_sale(count, 250 * sign, sum + off, &said);
				assert_int_equal(settled(&said), RGL_OK);
				assert_int_equal(said.settled.is_put_down, is_near && off != 0);
				assert_int_equal(is_taken(&said), is_near);
			}
}

/* Taxes miss on their own: a line of no money, but of tax. */
static void taxes_are_settled_too(void **state)
{
	char words[SETTLE_WORDS_ROOM];
	struct said said;

	(void)state;
	said_sale(2, 500, 1000, &said);
	said.lines[0].tax = money_of(79);
	said.lines[1].tax = money_of(79);
	said.sale.tax = money_of(160);
	assert_int_equal(settled(&said), RGL_OK);
	assert_int_equal(said.lines[2].tax.minor, 2);
	assert_int_equal(said.lines[2].total.minor, 0);
	assert_true(is_taken(&said));
	settle_words(&said.settled, &EUR, words);
	assert_string_equal(words, "the lines' tax comes to 1.58 and the till says 1.60: 0.02 was "
				   "put down as rounding");
}

/* A till that says the tax of the whole alone has said nothing about its lines; and one that says
 * the lines' alone is asked for it by sale_check. */
static void tax_that_one_side_alone_says_is_no_rounding(void **state)
{
	struct said said;

	(void)state;
	said_sale(2, 500, 1001, &said);
	said.sale.tax = money_of(1);
	assert_int_equal(settled(&said), RGL_OK);
	assert_int_equal(said.lines[2].tax.minor, 0);
	assert_true(is_taken(&said));
	said_sale(2, 500, 1000, &said);
	said.lines[0].tax = money_of(1);
	assert_int_equal(settled(&said), RGL_OK);
	assert_false(said.settled.is_put_down);
	assert_false(is_taken(&said));
}

/* A total that is right does not let a tax through that is far off, nor the other way round. */
static void one_that_is_far_off_is_not_settled_by_the_other(void **state)
{
	struct said said;

	(void)state;
	said_sale(2, 500, 1001, &said);
	said.lines[0].tax = money_of(80);
	said.sale.tax = money_of(83);
	assert_int_equal(settled(&said), RGL_OK);
	assert_false(said.settled.is_put_down);
	assert_false(is_taken(&said));
}

/* Lines of both signs: what came back and what was bought. */
static void an_exchange_is_settled_by_its_sum(void **state)
{
	struct said said;

	(void)state;
	said_sale(2, 990, 491, &said);
	said.lines[0] = (struct sale_line) { .qty_milli = -1000, .total = money_of(-500) };
	assert_int_equal(settled(&said), RGL_OK);
	assert_int_equal(said.lines[2].total.minor, 1);
	assert_true(is_taken(&said));
}

/* 25.00 for three is 8.33 each, on the till's display: the price is the one that is rounded. */
static void a_unit_price_that_was_rounded_is_left_out(void **state)
{
	struct said said;

	(void)state;
	said_sale(2, 2500, 5000, &said);
	for (int i = 0; i < 2; i++) {
		said.lines[i].qty_milli = 3000;
		said.lines[i].has_unit = true;
	}
	said.lines[0].unit = money_of(833);
	said.lines[1].unit = money_of(832); /* 4 less: half a unit a piece does not explain it */
	assert_false(is_taken(&said));
	assert_int_equal(settled(&said), RGL_OK);
	assert_false(said.lines[0].has_unit);
	assert_true(said.lines[1].has_unit);
	assert_false(is_taken(&said));
	said.lines[1].unit = money_of(833);
	assert_int_equal(settled(&said), RGL_OK);
	assert_true(is_taken(&said));
}

/* What sale_check takes as it is keeps its unit price, whatever the quantity. */
static void a_unit_price_that_sale_check_takes_is_kept(void **state)
{
	uint64_t numbers = 7;
	int kept = 0;
	int dropped = 0;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct said said;
		bool was_taken;

		said_sale(1, (int64_t)(next_number(&numbers) % 3000), 0, &said);
		said.sale.total = said.lines[0].total;
		said.lines[0].qty_milli = (int64_t)(next_number(&numbers) % 9000) + 1;
		said.lines[0].unit = money_of((int64_t)(next_number(&numbers) % 40));
		said.lines[0].total =
			money_of(said.lines[0].qty_milli * said.lines[0].unit.minor / 1000 +
				 (int64_t)(next_number(&numbers) % 9) - 4);
		said.lines[0].discount = money_of((int64_t)(next_number(&numbers) % 3));
		said.sale.total = said.lines[0].total;
		said.lines[0].has_unit = true;
		if (said.sale.total.minor < 0)
			continue;
		was_taken = is_taken(&said);
		assert_int_equal(settled(&said), RGL_OK);
		if (was_taken)
			assert_true(said.lines[0].has_unit);
		kept += was_taken;
		dropped += !said.lines[0].has_unit;
		if (!said.lines[0].has_unit)
			assert_true(is_taken(&said));
	}
	assert_true(kept > 1000 && dropped > 1000);
}

/* A thousand lines are the limit: one that does not fit is said, and nothing is cut. */
static void a_line_that_does_not_fit_is_said(void **state)
{
	struct said said;

	(void)state;
	said_sale(ROOM, 100, ROOM * 100 + 1, &said);
	assert_int_equal(settled(&said), RGL_E_LIMIT);
	assert_string_equal(said.why.field, "lines");
	assert_non_null(strstr(said.why.text, "40 lines"));
	assert_int_equal(said.sale.line_count, ROOM);
}

/* Amounts that no sum holds are for sale_check to refuse. */
static void what_cannot_be_added_up_is_left_to_the_check(void **state)
{
	struct said said;

	(void)state;
	said_sale(3, INT64_MAX, 1, &said);
	said.lines[0].has_unit = true;
	said.lines[0].unit = money_of(INT64_MAX);
	said.lines[0].qty_milli = INT64_MIN;
	assert_int_equal(settled(&said), RGL_OK);
	assert_false(said.settled.is_put_down);
	assert_false(is_taken(&said));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_unit_a_line_is_put_down_as_rounding),
		cmocka_unit_test(a_sale_that_adds_up_is_left_alone),
		cmocka_unit_test(the_limit_is_one_unit_a_line_either_way),
		cmocka_unit_test(taxes_are_settled_too),
		cmocka_unit_test(tax_that_one_side_alone_says_is_no_rounding),
		cmocka_unit_test(one_that_is_far_off_is_not_settled_by_the_other),
		cmocka_unit_test(an_exchange_is_settled_by_its_sum),
		cmocka_unit_test(a_unit_price_that_was_rounded_is_left_out),
		cmocka_unit_test(a_unit_price_that_sale_check_takes_is_kept),
		cmocka_unit_test(a_line_that_does_not_fit_is_said),
		cmocka_unit_test(what_cannot_be_added_up_is_left_to_the_check),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
