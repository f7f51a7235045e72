/* test_redeem.c - rewards in a sale: what they take off and what they cost. Numbers like S139 are
 * of scenarios that other loyalty systems' own tests settle. */
#include "tests/test_redeem_cart.h"

static const char *const A[] = { "A" };
static const char *const B[] = { "B" };

/* S139: 10 % of the order, then 10 % of B, of which 4.50 is left. */
static void each_reward_works_on_what_the_earlier_left(void **state)
{
	struct cart cart;

	(void)state;
	cart_begin(&cart);
	cart_percent(&cart, "order", 10)->when.min_qty_milli = 5000;
	cart_percent(&cart, "B", 10)->on = REWARD_ON_ITEMS;
	cart.rewards[1].items = cart_product(B);
	cart_add(&cart, "A", 5000, 2500);
	cart_add(&cart, "B", 1000, 500);
	cart_wish(&cart, 0);
	cart_wish(&cart, 1);
	assert_int_equal(cart_due(&cart), 2655);
	assert_int_equal(cart.got.claims[0].discount.minor, 300);
	assert_int_equal(cart.got.claims[1].discount.minor, 45);
}

/* S140: 50 off, then 10 off, of 56.40; S164: what is left is for stored value to pay. */
static void nothing_is_ever_below_zero(void **state)
{
	struct cart cart;

	(void)state;
	cart_begin(&cart);
	cart_amount(&cart, "50 off", 5000);
	cart_amount(&cart, "10 off", 1000)->on = REWARD_ON_ITEMS;
	cart.rewards[1].items = cart_product(A);
	cart_add(&cart, "A", 1000, 5640);
	cart_wish(&cart, 0);
	cart_wish(&cart, 1);
	assert_int_equal(cart_due(&cart), 0);
	assert_int_equal(cart.got.claims[0].discount.minor, 5000);
	assert_int_equal(cart.got.claims[1].discount.minor, 640);
}

/* S142: 270, 243, 218.70; paid for three times. */
static void a_percentage_three_times_is_of_the_rest_each_time(void **state)
{
	struct cart cart;

	(void)state;
	cart_begin(&cart);
	cart_percent(&cart, "10 %", 10)->per_sale = 3;
	cart.rewards[0].cost = 1;
	cart.spendable[PURSE_POINTS] = 3;
	cart_add(&cart, "A", 1000, 30000);
	cart_wish(&cart, 0)->times = 3;
	assert_int_equal(cart_due(&cart), 21870);
	assert_int_equal(cart.got.claims[0].times, 3);
	assert_int_equal(cart.got.costs[PURSE_POINTS], 3);
}

/* S053: two amounts one after the other, 80 -> 70 -> 40, for 2 and 5 points. */
static void amounts_come_off_one_after_the_other(void **state)
{
	struct cart cart;

	(void)state;
	cart_begin(&cart);
	cart_amount(&cart, "10", 1000)->cost = 2;
	cart_amount(&cart, "30", 3000)->cost = 5;
	cart_add(&cart, "A", 1000, 4000);
	cart_add(&cart, "B", 1000, 4000);
	cart.spendable[PURSE_POINTS] = 10;
	cart_wish(&cart, 0);
	assert_int_equal(cart_due(&cart), 7000);
	cart_wish(&cart, 1);
	assert_int_equal(cart_due(&cart), 4000);
	assert_int_equal(cart.got.costs[PURSE_POINTS], 7);
}

/* S136: 10 % of A, from 40 of A on: 20, 50 with B, 66 with two of A. */
static void a_least_amount_is_measured_over_its_items(void **state)
{
	struct cart cart;
	struct reward *reward;

	(void)state;
	cart_begin(&cart);
	reward = cart_percent(&cart, "A", 10);
	reward->automatic = true;
	reward->on = REWARD_ON_ITEMS;
	reward->items = cart_product(A);
	reward->when.items = cart_product(A);
	reward->when.min_amount = money_of(4000);
	cart_add(&cart, "A", 1000, 2000);
	assert_int_equal(cart_due(&cart), 2000);
	cart_add(&cart, "B", 1000, 3000);
	assert_int_equal(cart_due(&cart), 5000);
	assert_int_equal(cart.got.claim_count, 0);
	cart.lines[0].qty_milli = 2000;
	cart.lines[0].total = money_of(4000);
	assert_int_equal(cart_due(&cart), 6600);
}

/* S146: 1155.75 with a tax of 150.75 is 1005 without: not 1006. Half a unit goes away from zero. */
static void a_least_amount_can_leave_tax_out(void **state)
{
	static const struct {
		int64_t least;
		bool without_tax;
		int64_t due;
	} CASES[] = { { 100600, true, 115575 },
		      { 100500, true, 104017 },
		      { 100600, false, 104017 } };

	(void)state;
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		struct cart cart;
		struct reward *reward;

		cart_begin(&cart);
		reward = cart_percent(&cart, "10 %", 10);
		reward->automatic = true;
		reward->when.min_amount = money_of(CASES[i].least);
		reward->when.min_amount_without_tax = CASES[i].without_tax;
		cart_tax(cart_add(&cart, "A", 1000, 115575), 15000, 15075);
		assert_int_equal(cart_due(&cart), CASES[i].due);
	}
}

/* S148: 10 % of 28.75 is 2.875: 2.88. */
static void half_a_minor_unit_goes_to_the_customer(void **state)
{
	struct cart cart;

	(void)state;
	cart_begin(&cart);
	cart_percent(&cart, "10 %", 10)->automatic = true;
	cart_add(&cart, "A", 1000, 2875);
	assert_int_equal(cart_due(&cart), 2587);
}

/* S149: 20.4 % off two at 42.61 with tax: what the lines say is what is paid. */
static void the_discount_is_one_amount_and_not_a_price_each(void **state)
{
	struct cart cart;
	const struct redemption *got;

	(void)state;
	cart_begin(&cart);
	cart_percent(&cart, "20.4 %", 0)->automatic = true;
	cart.rewards[0].percent_milli = 20400;
	cart_tax(cart_add(&cart, "A", 1000, 4900), 15000, 639);
	cart_tax(cart_add(&cart, "B", 1000, 4900), 15000, 639);
	got = cart_redeem(&cart);
	assert_int_equal(got->line_count, 1);
	assert_int_equal(got->lines[0].amount.minor, 1999); /* 1999.2 */
	assert_int_equal(got->lines[0].tax.minor, 261);	    /* 1278 x 1999 / 9800 = 260.7 */
}

/* S158: 10 % by the price list, then a coupon of 10 %: 100, 90, 81. */
static void a_coupon_works_on_the_tills_own_discount(void **state)
{
	struct cart cart;

	(void)state;
	cart_begin(&cart);
	cart_percent(&cart, "10 %", 10)->coupon_only = true;
	cart_add(&cart, "A", 1000, 10000);
	cart_add(&cart, "price list", 1000, -1000);
	cart_wish(&cart, 0)->has_coupon = true;
	assert_int_equal(cart_due(&cart), 8100);
}

/* They take nothing off, cost what they cost, and the bill names them. */
static void coupons_and_things_have_a_line_of_nothing(void **state)
{
	struct cart cart;

	(void)state;
	cart_begin(&cart);
	cart_reward(&cart, REWARD_COUPON, "coupon")->cost = 10;
	cart_reward(&cart, REWARD_THING, "mug")->cost = 20;
	cart.rewards[1].per_sale = 2;
	cart_add(&cart, "A", 1000, 500);
	cart_wish(&cart, 0);
	cart_wish(&cart, 1)->times = 2;
	assert_int_equal(cart_due(&cart), 500);
	assert_int_equal(cart.got.costs[PURSE_POINTS], 50);
	assert_int_equal(cart.got.line_count, 2);
	assert_int_equal(cart.got.lines[0].qty_milli, 1000);
	assert_int_equal(cart.got.lines[1].qty_milli, 2000);
	assert_int_equal(cart.got.lines[1].claim, 1);
	assert_string_equal(cart.got.lines[1].product, "");
}

/* S143: 5 % from 2, 10 % from 4 items: never both. */
static void of_a_group_the_best_applies(void **state)
{
	static const int64_t DUE[][2] = { { 1, 1000 }, { 3, 2850 }, { 5, 4500 } };
	struct cart cart;

	(void)state;
	cart_begin(&cart);
	for (size_t i = 0; i < 2; i++) {
		struct reward *reward =
			cart_percent(&cart, i == 0 ? "5 %" : "10 %", i == 0 ? 5 : 10);

		reward->automatic = true;
		reward->group = "order";
		reward->when.min_qty_milli = i == 0 ? 2000 : 4000;
	}
	cart_add(&cart, "A", 0, 0);
	for (size_t i = 0; i < 3; i++) {
		cart.lines[0].qty_milli = DUE[i][0] * 1000;
		cart.lines[0].total = money_of(DUE[i][0] * 1000);
		assert_int_equal(cart_due(&cart), DUE[i][1]);
		assert_int_equal(cart.got.claim_count, i > 0);
	}
}

/* By priority, then as in the file; after the wishes; never for points, never twice. */
static void automatic_rewards_come_last_and_by_priority(void **state)
{
	struct cart cart;

	(void)state;
	cart_begin(&cart);
	cart_percent(&cart, "low", 50)->automatic = true;
	cart_amount(&cart, "high", 100)->automatic = true;
	cart.rewards[1].priority = 5;
	cart_amount(&cart, "wished", 300)->priority = -5;
	cart_amount(&cart, "costs", 10)->automatic = true;
	cart.rewards[3].cost = 1;
	cart_reward(&cart, REWARD_MONEY, "points")->automatic = true;
	cart_add(&cart, "A", 1000, 1000);
	cart_wish(&cart, 2);
	assert_int_equal(cart_due(&cart), 300);
	assert_int_equal(cart.got.claim_count, 3);
	assert_int_equal(cart.got.claims[0].wish, 0);
	assert_int_equal(cart.got.claims[1].reward, 1);
	assert_true(cart.got.claims[1].wish == PROGRAMME_NONE);
	assert_int_equal(cart.got.claims[2].discount.minor, 300);
	cart_wish(&cart, 0); /* wished as well: it applies where it was wished */
	assert_int_equal(cart_due(&cart), 250);
	assert_int_equal(cart.got.claim_count, 3);
}

/* S154: offered and not asked for is not given. S073: two at once are paid for both. */
static void what_is_not_wished_for_is_not_given(void **state)
{
	struct cart cart;

	(void)state;
	cart_begin(&cart);
	cart_percent(&cart, "10 %", 10)->cost = 1;
	cart_reward(&cart, REWARD_FREE, "B")->cost = 2;
	cart.rewards[1].items = cart_product(B);
	cart.rewards[1].free_milli = 1000;
	cart.spendable[PURSE_POINTS] = 4;
	cart_add(&cart, "A", 1000, 1000);
	cart_add(&cart, "B", 1000, 500);
	assert_int_equal(cart_due(&cart), 1500);
	assert_int_equal(cart.got.claim_count + cart.got.line_count, 0);
	cart_wish(&cart, 0);
	cart_wish(&cart, 1);
	assert_int_equal(cart_due(&cart), 900);
	assert_int_equal(cart.got.costs[PURSE_POINTS], 3);
}

/* A till may send a quote's lines again: the rewards' own do not count, its own discount does. */
static void lines_of_rewards_are_passed_over(void **state)
{
	struct cart cart;
	struct sale_line *line;

	(void)state;
	cart_begin(&cart);
	cart_percent(&cart, "10 %", 10)->automatic = true;
	cart_tax(cart_add(&cart, "A", 1000, 10000), 20000, 1667);
	cart_tax(cart_add(&cart, "own", 1000, -1000), 20000, -167);
	assert_int_equal(cart_due(&cart), 8100);
	assert_int_equal(cart.got.lines[0].tax.minor, 150);
	line = cart_add(&cart, "", 1000, -900);
	line->reward = "10 %";
	line = cart_add(&cart, "", 1000, -500);
	line->reward = "unknown";
	assert_int_equal(cart_due(&cart), 8100);
	assert_int_equal(cart.got.lines[0].tax.minor, 150);
}

/* Tips, stored value, rounding and what is brought back are no goods. */
static void only_goods_bear_a_discount(void **state)
{
	static const enum line_kind KINDS[] = { LINE_TIP, LINE_GIFT_CARD, LINE_TOP_UP,
						LINE_ROUNDING };
	struct cart cart;

	(void)state;
	cart_begin(&cart);
	cart_percent(&cart, "half", 50)->automatic = true;
	for (size_t i = 0; i < 4; i++)
		cart_add(&cart, "x", 1000, 300)->kind = KINDS[i];
	cart_add(&cart, "back", -1000, -700);
	cart_add(&cart, "A", 1000, 1000);
	assert_int_equal(redeem(&cart.programme, &cart.sale, &cart.standing, cart.spendable, NULL,
				0, &cart.work, &cart.got),
			 RGL_OK);
	assert_int_equal(cart.got.discount.minor, 500);
	assert_int_equal(cart.work.nets[5].minor, 500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_reward_works_on_what_the_earlier_left),
		cmocka_unit_test(nothing_is_ever_below_zero),
		cmocka_unit_test(a_percentage_three_times_is_of_the_rest_each_time),
		cmocka_unit_test(amounts_come_off_one_after_the_other),
		cmocka_unit_test(a_least_amount_is_measured_over_its_items),
		cmocka_unit_test(a_least_amount_can_leave_tax_out),
		cmocka_unit_test(half_a_minor_unit_goes_to_the_customer),
		cmocka_unit_test(the_discount_is_one_amount_and_not_a_price_each),
		cmocka_unit_test(a_coupon_works_on_the_tills_own_discount),
		cmocka_unit_test(coupons_and_things_have_a_line_of_nothing),
		cmocka_unit_test(of_a_group_the_best_applies),
		cmocka_unit_test(automatic_rewards_come_last_and_by_priority),
		cmocka_unit_test(what_is_not_wished_for_is_not_given),
		cmocka_unit_test(lines_of_rewards_are_passed_over),
		cmocka_unit_test(only_goods_bear_a_discount),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
