/* test_discount.c - which goods bear a discount, and which units a reward made free. */
#include "tests/support/basket.h"
#include "tests/support/check.h"

static const char *const FOOD[] = { "Food" };

static void count(struct basket *basket)
{
	assert_int_equal(basis_of_lines(&basket->programme, &basket->sale, &basket->work), RGL_OK);
}

static struct reward *food_reward(struct basket *basket, enum reward_kind kind, enum reward_on on)
{
	struct reward *reward = basket_reward(basket, "food", kind);

	reward->on = on;
	reward->items.categories = (struct word_list) { FOOD, 1 };
	return reward;
}

/* Food 100.00 and another thing at 50.00. */
static void open_food_and_other(struct basket *basket)
{
	basket_open(basket);
	basket_sell(basket, "Food", 1000, 10000);
	basket_sell(basket, "Other", 1000, 5000);
}

static void a_discount_on_the_cheapest_is_borne_by_that_line(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_reward(&basket, "cheap", REWARD_PERCENT)->on = REWARD_ON_CHEAPEST;
	basket_sell(&basket, "Office", 1000, 510);
	basket_sell(&basket, "Office", 2000, 640);
	basket_discount(&basket, "cheap", -320);
	count(&basket);
	assert_int_equal(basket.nets[0].minor, 510);
	assert_int_equal(basket.nets[1].minor, 320);
	assert_int_equal(basket.free_milli[1], 0);
}

/* What a till takes off beyond a reward's items was not paid for the others either. */
static void what_its_items_are_not_worth_the_others_bear(void **state)
{
	struct basket basket;

	(void)state;
	open_food_and_other(&basket);
	food_reward(&basket, REWARD_AMOUNT, REWARD_ON_ITEMS);
	basket_discount(&basket, "food", -12000);
	count(&basket);
	assert_int_equal(basket.nets[0].minor, 0);
	assert_int_equal(basket.nets[1].minor, 3000);
}

/* A discount's lines come split by tax rate, and each belongs to its own rate's goods. */
static void a_discount_with_a_rate_is_borne_by_goods_of_it(void **state)
{
	struct basket basket;

	(void)state;
	open_food_and_other(&basket);
	for (size_t i = 0; i < 2; i++) {
		basket.lines[i].has_rate = true;
		basket.lines[i].rate_milli = i == 0 ? 12000 : 25000;
	}
	basket_discount(&basket, NULL, -500)->has_rate = true;
	basket.lines[2].rate_milli = 25000;
	basket_discount(&basket, NULL, -15)->has_rate = true;
	basket.lines[3].rate_milli = 6000; /* of which nothing was sold */
	count(&basket);
	assert_int_equal(basket.nets[0].minor, 10000 - 10);
	assert_int_equal(basket.nets[1].minor, 4500 - 5);
}

static void a_discounts_tax_goes_off_the_tax_of_what_bears_it(void **state)
{
	struct basket basket;

	(void)state;
	open_food_and_other(&basket);
	food_reward(&basket, REWARD_PERCENT, REWARD_ON_ITEMS);
	basket_tax(&basket, 0, 2000);
	basket_tax(&basket, 1, 1000);
	basket_discount(&basket, "food", -1000);
	basket_tax(&basket, 2, -200);
	basket_discount(&basket, NULL, -1400);
	basket_tax(&basket, 3, -280);
	count(&basket);
	assert_int_equal(basket.nets[0].minor, 8100);
	assert_int_equal(basket.taxes[0].minor, 1620);
	assert_int_equal(basket.nets[1].minor, 4500);
	assert_int_equal(basket.taxes[1].minor, 900);
}

/* Goods without tax have none to give. */
static void tax_goes_off_where_there_is_some(void **state)
{
	struct basket basket;

	(void)state;
	open_food_and_other(&basket);
	basket_tax(&basket, 1, 1000);
	basket_discount(&basket, NULL, -1500);
	basket_tax(&basket, 2, -100);
	count(&basket);
	assert_int_equal(basket.taxes[0].minor, 0);
	assert_int_equal(basket.taxes[1].minor, 900);
}

/* S050: one pen was paid, one was free. */
static void the_cheapest_units_are_the_free_ones(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_reward(&basket, "free", REWARD_FREE)->free_milli = 1000;
	basket_sell(&basket, "Office", 1000, 510);
	basket_sell(&basket, "Office", 2000, 640);
	basket_discount(&basket, "free", -320);
	count(&basket);
	assert_int_equal(basket.nets[0].minor, 510);
	assert_int_equal(basket.nets[1].minor, 320);
	assert_int_equal(basket.free_milli[0], 0);
	assert_int_equal(basket.free_milli[1], 1000);
}

static void free_units_reach_from_one_line_to_the_next(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_reward(&basket, "free", REWARD_FREE)->free_milli = 1000;
	basket_sell(&basket, "Office", 3000, 1500);
	basket_sell(&basket, "Office", 2000, 640);
	basket_discount(&basket, "free", -1640)->qty_milli = -4000;
	count(&basket);
	assert_int_equal(basket.nets[0].minor, 500);
	assert_int_equal(basket.nets[1].minor, 0);
	assert_int_equal(basket.free_milli[0], 2000);
	assert_int_equal(basket.free_milli[1], 2000);
}

/* Two uses as two lines are as one line of two. */
static void a_second_free_line_takes_the_next_units(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_reward(&basket, "free", REWARD_FREE)->free_milli = 1000;
	basket_sell(&basket, "Office", 1000, 500);
	basket_sell(&basket, "Office", 1000, 320);
	basket_discount(&basket, "free", -320)->qty_milli = 0;
	basket_discount(&basket, "free", -500);
	count(&basket);
	assert_int_equal(basket.nets[0].minor, 0);
	assert_int_equal(basket.nets[1].minor, 0);
	assert_int_equal(basket.free_milli[0], 1000);
	assert_int_equal(basket.free_milli[1], 1000);
}

/* More units than there are: a till may say what it likes. */
static void no_more_units_are_free_than_were_sold(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	food_reward(&basket, REWARD_FREE, REWARD_ON_ITEMS);
	basket_sell(&basket, "Food", 2000, 200);
	basket_sell(&basket, "Other", 2000, 200);
	basket_discount(&basket, "food", -200)->qty_milli = INT64_MIN;
	count(&basket);
	assert_int_equal(basket.free_milli[0], 2000);
	assert_int_equal(basket.free_milli[1], 0);
}

/* Bought, and given away whole: free. Bought, and the second at half price: paid for. */
static void units_at_a_part_of_the_price_are_not_free(void **state)
{
	struct basket basket;
	struct reward *reward;

	(void)state;
	basket_open(&basket);
	reward = food_reward(&basket, REWARD_BUY_GET, REWARD_ON_ITEMS);
	reward->percent_milli = 50000;
	basket_sell(&basket, "Food", 2000, 1000);
	basket_discount(&basket, "food", -250);
	count(&basket);
	assert_int_equal(basket.nets[0].minor, 750);
	assert_int_equal(basket.free_milli[0], 0);
	reward->percent_milli = 100000;
	count(&basket);
	assert_int_equal(basket.free_milli[0], 1000);
}

/* S052: a thing without a price in the cart is free by a line of 0; one with a line of its own is
 * not in the cart. */
static void a_free_line_frees_units_unless_it_is_the_thing_itself(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_reward(&basket, "free", REWARD_FREE)->free_milli = 1000;
	basket_sell(&basket, "Office", 1000, 1020);
	basket_sell(&basket, "Office", 1000, 0);
	basket_discount(&basket, "free", 0);
	count(&basket);
	assert_int_equal(basket.free_milli[0], 0);
	assert_int_equal(basket.free_milli[1], 1000);
	basket.lines[2].sku = "pen";
	count(&basket);
	assert_int_equal(basket.free_milli[1], 0);
	assert_int_equal(basket.nets[0].minor, 1020);
}

/* What an earlier reward made cost nothing is not what the next one gives away. */
static void what_was_discounted_to_nothing_is_not_the_cheapest(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_reward(&basket, "free", REWARD_FREE)->free_milli = 1000;
	basket_reward(&basket, "cheap", REWARD_PERCENT)->on = REWARD_ON_CHEAPEST;
	basket_sell(&basket, "Office", 1000, 510);
	basket_sell(&basket, "Office", 1000, 320);
	basket_discount(&basket, "cheap", -320);
	basket_discount(&basket, "free", -510);
	count(&basket);
	assert_int_equal(basket.nets[0].minor, 0);
	assert_int_equal(basket.nets[1].minor, 0);
	assert_int_equal(basket.free_milli[0], 1000);
	assert_int_equal(basket.free_milli[1], 0);
}

/* Points paid for the free one, and such may earn: it counts as if it had been bought. */
static void a_free_unit_that_points_paid_may_earn(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_reward(&basket, "free", REWARD_FREE)->free_milli = 1000;
	basket.rewards[0].cost = 50;
	basket.programme.basis.paid_rewards_earn = true;
	basket_sell(&basket, "Office", 2000, 640);
	basket_discount(&basket, "free", -320);
	count(&basket);
	assert_int_equal(basket.nets[0].minor, 640);
	assert_int_equal(basket.free_milli[0], 0);
}

/* Of two prices that are the same in whole minor units the earlier line is the cheaper. */
static void of_the_same_price_the_earlier_line_is_free(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_reward(&basket, "free", REWARD_FREE)->free_milli = 1000;
	basket_sell(&basket, "Office", 3000, 1001);
	basket_sell(&basket, "Office", 1000, 333);
	basket_discount(&basket, "free", -333);
	count(&basket);
	assert_int_equal(basket.free_milli[0], 1000);
	assert_int_equal(basket.nets[0].minor, 668);
}

/* Half a kilo at 1.00 lies there for 1.00, though a piece of it would cost 2.00. */
static void less_than_a_piece_is_cheapest_as_it_lies_there(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_reward(&basket, "cheap", REWARD_PERCENT)->on = REWARD_ON_CHEAPEST;
	basket_sell(&basket, "Office", 1000, 150);
	basket_sell(&basket, "Office", 500, 100);
	basket_discount(&basket, "cheap", -100);
	count(&basket);
	assert_int_equal(basket.nets[0].minor, 150);
	assert_int_equal(basket.nets[1].minor, 0);
}

/* A rate of which there is too little: the rest is free of another. */
static void free_units_of_a_rate_come_first(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_reward(&basket, "free", REWARD_FREE)->free_milli = 1000;
	basket_sell(&basket, "Office", 2000, 200);
	basket_sell(&basket, "Office", 1000, 500)->has_rate = true;
	basket.lines[1].rate_milli = 25000;
	basket_discount(&basket, "free", -600)->has_rate = true;
	basket.lines[2].rate_milli = 25000;
	basket.lines[2].qty_milli = 2000;
	count(&basket);
	assert_int_equal(basket.free_milli[0], 1000);
	assert_int_equal(basket.free_milli[1], 1000);
	assert_int_equal(basket.nets[0].minor, 100);
	assert_int_equal(basket.nets[1].minor, 0);
}

/* A discount line whose tax is above zero adds none: it can only take off. */
static void a_discounts_tax_above_zero_is_not_added(void **state)
{
	struct basket basket;

	(void)state;
	open_food_and_other(&basket);
	basket_tax(&basket, 0, 2000);
	basket_discount(&basket, NULL, -1500);
	basket_tax(&basket, 2, 10);
	count(&basket);
	assert_int_equal(basket.taxes[0].minor, 2000);
	assert_int_equal(basket.nets[0].minor, 9000);
}

/* Points as money are off the order, wherever a programme says that they are. */
static void points_as_money_are_borne_by_all(void **state)
{
	struct basket basket;

	(void)state;
	open_food_and_other(&basket);
	food_reward(&basket, REWARD_MONEY, REWARD_ON_CHEAPEST);
	basket_discount(&basket, "food", -1500);
	count(&basket);
	assert_int_equal(basket.nets[0].minor, 9000);
	assert_int_equal(basket.nets[1].minor, 4500);
	assert_int_equal(basket.fulls[0].minor, 10000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_discount_on_the_cheapest_is_borne_by_that_line),
		cmocka_unit_test(what_its_items_are_not_worth_the_others_bear),
		cmocka_unit_test(a_discount_with_a_rate_is_borne_by_goods_of_it),
		cmocka_unit_test(a_discounts_tax_goes_off_the_tax_of_what_bears_it),
		cmocka_unit_test(tax_goes_off_where_there_is_some),
		cmocka_unit_test(the_cheapest_units_are_the_free_ones),
		cmocka_unit_test(free_units_reach_from_one_line_to_the_next),
		cmocka_unit_test(a_second_free_line_takes_the_next_units),
		cmocka_unit_test(no_more_units_are_free_than_were_sold),
		cmocka_unit_test(units_at_a_part_of_the_price_are_not_free),
		cmocka_unit_test(a_free_line_frees_units_unless_it_is_the_thing_itself),
		cmocka_unit_test(what_was_discounted_to_nothing_is_not_the_cheapest),
		cmocka_unit_test(a_free_unit_that_points_paid_may_earn),
		cmocka_unit_test(of_the_same_price_the_earlier_line_is_free),
		cmocka_unit_test(less_than_a_piece_is_cheapest_as_it_lies_there),
		cmocka_unit_test(free_units_of_a_rate_come_first),
		cmocka_unit_test(a_discounts_tax_above_zero_is_not_added),
		cmocka_unit_test(points_as_money_are_borne_by_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
