/* test_basis.c - what each line of a sale is worth after discounts. */
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

static void a_line_is_what_its_kind_sign_and_reward_say(void **state)
{
	const struct {
		struct sale_line line;
		enum line_role role;
	} cases[] = {
		{ { .qty_milli = 1000, .total = { 5 } }, ROLE_GOODS },
		{ { .qty_milli = 1000, .total = { 0 }, .reward = "" }, ROLE_GOODS },
		{ { .qty_milli = -1000, .total = { -5 } }, ROLE_RETURNED },
		{ { .qty_milli = -1000, .total = { 0 } }, ROLE_RETURNED },
		{ { .qty_milli = 1000, .total = { -5 } }, ROLE_DISCOUNT },
		{ { .qty_milli = 0, .total = { -5 } }, ROLE_DISCOUNT },
		{ { .qty_milli = -1000, .total = { -5 }, .reward = "r" }, ROLE_DISCOUNT },
		{ { .qty_milli = 1000, .total = { 0 }, .reward = "r" }, ROLE_FREE },
		{ { .qty_milli = -1000, .total = { 5 }, .reward = "r" }, ROLE_RETURNED },
		{ { .kind = LINE_TIP, .qty_milli = 1000, .total = { 5 } }, ROLE_TIP },
		{ { .kind = LINE_GIFT_CARD, .qty_milli = 1000, .total = { 5 } }, ROLE_STORED },
		{ { .kind = LINE_TOP_UP, .qty_milli = 1000, .total = { 5 } }, ROLE_STORED },
		{ { .kind = LINE_ROUNDING, .total = { -1 } }, ROLE_ROUNDING },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(basis_role(&cases[i].line), cases[i].role);
}

static void only_goods_and_tips_are_worth_something(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_sell(&basket, "Food", 1000, 700);
	basket_sell(&basket, NULL, 1000, 50)->kind = LINE_TIP;
	basket_sell(&basket, NULL, 1000, 5000)->kind = LINE_GIFT_CARD;
	basket_sell(&basket, NULL, 0, 1)->kind = LINE_ROUNDING;
	basket_sell(&basket, "Food", -1000, -300);
	count(&basket);
	assert_int_equal(basket.nets[0].minor, 700);
	assert_int_equal(basket.nets[1].minor, 50);
	for (size_t i = 2; i < 5; i++)
		assert_int_equal(basket.nets[i].minor, 0);
}

/* The odd cent goes to the largest remainder, and nothing of the discount is lost. */
static void the_tills_own_discount_is_borne_by_all_goods(void **state)
{
	struct basket basket;

	(void)state;
	open_food_and_other(&basket);
	basket_sell(&basket, NULL, 1000, 900)->kind = LINE_TIP;
	basket_discount(&basket, NULL, -1000);
	count(&basket);
	assert_int_equal(basket.nets[0].minor, 10000 - 667);
	assert_int_equal(basket.nets[1].minor, 5000 - 333);
	assert_int_equal(basket.nets[2].minor, 900);
	assert_int_equal(basket.nets[3].minor, 0);
}

/* S014: 10 % on Food only. */
static void a_discount_on_items_is_borne_by_them(void **state)
{
	struct basket basket;

	(void)state;
	open_food_and_other(&basket);
	food_reward(&basket, REWARD_PERCENT, REWARD_ON_ITEMS);
	basket_discount(&basket, "food", -1000);
	count(&basket);
	assert_int_equal(basket.nets[0].minor, 9000);
	assert_int_equal(basket.nets[1].minor, 5000);
	assert_int_equal(basket.fulls[0].minor, 9000);
}

/* S013: a general 10 % is left aside by rules with a scope, when the owner says so. */
static void a_discount_on_the_order_is_in_the_nets_and_not_in_the_fulls(void **state)
{
	struct basket basket;

	(void)state;
	open_food_and_other(&basket);
	food_reward(&basket, REWARD_PERCENT, REWARD_ON_ORDER);
	basket_discount(&basket, "food", -1500);
	count(&basket);
	assert_int_equal(basket.nets[0].minor, 9000);
	assert_int_equal(basket.nets[1].minor, 4500);
	assert_int_equal(basket.fulls[0].minor, 10000);
	assert_int_equal(basket.fulls[1].minor, 5000);
}

/* What the food was not worth any more, the other thing bore: by its full price too. */
static void a_full_price_is_less_what_its_own_line_bore(void **state)
{
	struct basket basket;

	(void)state;
	open_food_and_other(&basket);
	food_reward(&basket, REWARD_AMOUNT, REWARD_ON_ITEMS);
	basket_discount(&basket, NULL, -7500);
	basket_discount(&basket, "food", -6000);
	count(&basket);
	assert_int_equal(basket.nets[0].minor, 0);
	assert_int_equal(basket.nets[1].minor, 1500);
	assert_int_equal(basket.fulls[0].minor, 5000);
	assert_int_equal(basket.fulls[1].minor, 4000);
}

/* A most of 6.00 for each of two that cost 4.00 cut nothing short; of two at 8.00 it did, and a
 * part of them was paid. */
static void units_are_free_when_their_most_covers_them(void **state)
{
	for (int64_t price = 400; price <= 800; price += 400) {
		struct basket basket;

		(void)state;
		basket_open(&basket);
		basket_sell(&basket, "Food", 3000, 3 * price);
		food_reward(&basket, REWARD_FREE, REWARD_ON_ITEMS)->max = money_of(600);
		basket_discount(&basket, "food", price == 400 ? -800 : -1200)->qty_milli = 2000;
		count(&basket);
		assert_int_equal(basket.free_milli[0], price == 400 ? 2000 : 0);
	}
}

/* The cheap one was bought for the dear one that was given, as long as there is one to give. */
static void what_made_a_set_is_not_what_it_gave(void **state)
{
	struct basket basket;
	struct reward *reward;

	(void)state;
	basket_open(&basket);
	basket_sell(&basket, "Food", 1000, 200);
	basket_sell(&basket, "Other", 1000, 300);
	reward = basket_reward(&basket, "food", REWARD_BUY_GET);
	reward->buy.categories = (struct word_list) { FOOD, 1 };
	reward->buy_milli = 1000;
	reward->free_milli = 1000;
	basket_discount(&basket, "food", -300);
	count(&basket);
	assert_int_equal(basket.nets[0].minor, 200);
	assert_int_equal(basket.nets[1].minor, 0);
	assert_int_equal(basket.free_milli[1], 1000);
}

/* A reward may be gone from the programme while a till still has it. */
static void a_reward_that_is_not_known_is_borne_by_all(void **state)
{
	struct basket basket;

	(void)state;
	open_food_and_other(&basket);
	basket_discount(&basket, "last-year", -1500);
	count(&basket);
	assert_int_equal(basket.nets[0].minor, 9000);
	assert_int_equal(basket.nets[1].minor, 4500);
	assert_int_equal(basket.fulls[0].minor, 10000);
}

/* S140: 50.00 off and then 10.00 off of 56.40 leave nothing, and not less. */
static void a_discount_never_takes_more_than_is_there(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_sell(&basket, "Food", 1000, 5640);
	basket_discount(&basket, NULL, -5000);
	basket_discount(&basket, NULL, -1000);
	count(&basket);
	assert_int_equal(basket.nets[0].minor, 0);
}

/* Each bears by what the one before it left, however the till mixed its lines. */
static void discounts_are_taken_one_after_another(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	food_reward(&basket, REWARD_AMOUNT, REWARD_ON_ITEMS);
	basket_discount(&basket, "food", -5000);
	basket_sell(&basket, "Food", 1000, 10000);
	basket_discount(&basket, NULL, -1000);
	basket_sell(&basket, "Other", 1000, 5000);
	count(&basket);
	assert_int_equal(basket.nets[1].minor, 4500);
	assert_int_equal(basket.nets[3].minor, 4500);
}

/* Some tills know the tax of the receipt only. */
static void tax_of_the_whole_sale_is_spread_over_goods(void **state)
{
	struct basket basket;

	(void)state;
	open_food_and_other(&basket);
	basket_sell(&basket, NULL, 1000, 500)->kind = LINE_TIP;
	basket.sale.tax = money_of(3000);
	count(&basket);
	assert_int_equal(basket.taxes[0].minor, 2000);
	assert_int_equal(basket.taxes[1].minor, 1000);
	assert_int_equal(basket.taxes[2].minor, 0);
}

/* S046: a reward's price was paid in points; the owner says that what it took off earns. */
static void what_points_paid_takes_nothing_off_when_told_so(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_reward(&basket, "ten-off", REWARD_AMOUNT)->cost = 100;
	basket_reward(&basket, "points", REWARD_MONEY);
	basket_reward(&basket, "gift", REWARD_AMOUNT);
	basket_sell(&basket, "Food", 1000, 26500);
	basket_tax(&basket, 0, 5300);
	basket_discount(&basket, "ten-off", -1000);
	basket_tax(&basket, 1, -200);
	basket_discount(&basket, "points", -5000);
	basket_discount(&basket, "gift", -500);
	count(&basket);
	assert_int_equal(basket.nets[0].minor, 20000);
	assert_int_equal(basket.taxes[0].minor, 5100);
	basket.programme.basis.paid_rewards_earn = true;
	count(&basket);
	assert_int_equal(basket.nets[0].minor, 26000);
	assert_int_equal(basket.taxes[0].minor, 5300);
}

/* S080: what is brought back in an exchange is no worth below zero, and bears nothing. */
static void what_is_brought_back_bears_nothing(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_sell(&basket, "Food", -2000, -1000);
	basket_sell(&basket, "Food", 2000, 1000);
	basket_discount(&basket, NULL, -100);
	count(&basket);
	assert_int_equal(basket.nets[0].minor, 0);
	assert_int_equal(basket.nets[1].minor, 900);
}

static void amounts_that_do_not_fit_are_refused(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_sell(&basket, "Food", 1000, 100);
	basket_discount(&basket, NULL, INT64_MIN / 2);
	assert_int_equal(basis_of_lines(&basket.programme, &basket.sale, &basket.work),
			 RGL_E_RANGE);
	basket.lines[1].total = money_of(-1);
	basket.lines[1].tax = money_of(INT64_MIN);
	assert_int_equal(basis_of_lines(&basket.programme, &basket.sale, &basket.work),
			 RGL_E_RANGE);
	basket.lines[1].tax = money_of(0);
	basket.lines[0].total = money_of(INT64_MAX);
	basket_sell(&basket, "Food", 1000, 1);
	assert_int_equal(basis_of_lines(&basket.programme, &basket.sale, &basket.work),
			 RGL_E_RANGE);
}

/* Whatever a till sends: what the goods are worth is what was asked for them. */
static void nets_sum_to_goods_less_discounts(void **state)
{
	const char *const ids[] = { NULL, "unknown", "food", "cheap", "free" };
	uint64_t seed = 20261122;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		struct basket basket;
		int64_t due = 0;
		int64_t sum = 0;

		basket_open(&basket);
		food_reward(&basket, REWARD_PERCENT, REWARD_ON_ITEMS);
		basket_reward(&basket, "cheap", REWARD_PERCENT)->on = REWARD_ON_CHEAPEST;
		basket_reward(&basket, "free", REWARD_FREE)->free_milli = 1000;
		for (size_t i = 0; i < BASKET_LINES; i++) {
			int64_t amount = (int64_t)(next_number(&seed) % 1000);
			int64_t qty_milli = (int64_t)(next_number(&seed) % 5) * 500;

			if (next_number(&seed) % 2 == 0)
				basket_sell(&basket, amount % 2 == 0 ? "Food" : "Other", qty_milli,
					    amount);
			else
				basket_discount(&basket, ids[next_number(&seed) % 5], -amount);
			due = basket.sale.total.minor;
		}
		count(&basket);
		for (size_t i = 0; i < BASKET_LINES; i++) {
			assert_true(basket.nets[i].minor >= 0);
			assert_true(basket.free_milli[i] >= 0);
			assert_true(basket.free_milli[i] <= basket.lines[i].qty_milli);
			sum += basket.nets[i].minor;
		}
		assert_int_equal(sum, due > 0 ? due : 0);
	}
}

/* One line that says its tax is enough: then the others have none. */
static void tax_that_is_known_of_lines_is_not_spread(void **state)
{
	struct basket basket;

	(void)state;
	open_food_and_other(&basket);
	basket_tax(&basket, 0, 2000);
	count(&basket);
	assert_int_equal(basket.taxes[0].minor, 2000);
	assert_int_equal(basket.taxes[1].minor, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_what_its_kind_sign_and_reward_say),
		cmocka_unit_test(only_goods_and_tips_are_worth_something),
		cmocka_unit_test(the_tills_own_discount_is_borne_by_all_goods),
		cmocka_unit_test(a_discount_on_items_is_borne_by_them),
		cmocka_unit_test(a_discount_on_the_order_is_in_the_nets_and_not_in_the_fulls),
		cmocka_unit_test(a_full_price_is_less_what_its_own_line_bore),
		cmocka_unit_test(units_are_free_when_their_most_covers_them),
		cmocka_unit_test(what_made_a_set_is_not_what_it_gave),
		cmocka_unit_test(a_reward_that_is_not_known_is_borne_by_all),
		cmocka_unit_test(a_discount_never_takes_more_than_is_there),
		cmocka_unit_test(discounts_are_taken_one_after_another),
		cmocka_unit_test(tax_of_the_whole_sale_is_spread_over_goods),
		cmocka_unit_test(what_points_paid_takes_nothing_off_when_told_so),
		cmocka_unit_test(what_is_brought_back_bears_nothing),
		cmocka_unit_test(amounts_that_do_not_fit_are_refused),
		cmocka_unit_test(nets_sum_to_goods_less_discounts),
		cmocka_unit_test(tax_that_is_known_of_lines_is_not_spread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
