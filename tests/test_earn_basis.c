/* test_earn_basis.c - what points are earned on: after which discounts, tax, tips, payments. */
#include "tests/support/basket.h"
#include "tests/support/check.h"

static const char *const FOOD[] = { "Food" };

static struct rule *food_rule(struct basket *basket, enum rule_per per, int64_t units)
{
	struct rule *rule = basket_rule(basket, per, units);

	rule->when.items.categories = (struct word_list) { FOOD, 1 };
	return rule;
}

/* Food 100.00 and another thing at 50.00. */
static void open_food_and_other(struct basket *basket)
{
	basket_open(basket);
	basket_sell(basket, "Food", 1000, 10000);
	basket_sell(basket, "Other", 1000, 5000);
}

/* S011: 10 % off the order. S052: a free thing without a price changes nothing. */
static void points_are_earned_on_what_is_left_after_discounts(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_rule(&basket, RULE_PER_AMOUNT, 1);
	basket_reward(&basket, "free", REWARD_FREE)->free_milli = 1000;
	basket_sell(&basket, "Food", 1000, 10000);
	basket_discount(&basket, NULL, -1000);
	assert_int_equal(basket_earns(&basket), 90);
	basket_sell(&basket, "Office", 1000, 0);
	basket_discount(&basket, "free", 0);
	assert_int_equal(basket_earns(&basket), 90);
}

/* S013: a general 10 %; Food earns 90, or 100 when order discounts are ignored. */
static void an_order_discount_can_be_ignored_by_rules_with_a_scope(void **state)
{
	struct basket basket;

	(void)state;
	open_food_and_other(&basket);
	food_rule(&basket, RULE_PER_AMOUNT, 1);
	basket_discount(&basket, NULL, -1500);
	assert_int_equal(basket_earns(&basket), 90);
	basket.programme.basis.order_discounts_ignored = true;
	assert_int_equal(basket_earns(&basket), 100);
	basket.rules[0].when.items = (struct scope) { 0 };
	assert_int_equal(basket_earns(&basket), 135);
}

/* S014: 10 % on Food only. It counts whatever is done with order discounts. */
static void a_discount_on_the_scope_counts(void **state)
{
	struct basket basket;
	struct reward *reward;

	(void)state;
	open_food_and_other(&basket);
	food_rule(&basket, RULE_PER_AMOUNT, 1);
	reward = basket_reward(&basket, "food", REWARD_PERCENT);
	reward->on = REWARD_ON_ITEMS;
	reward->items.categories = (struct word_list) { FOOD, 1 };
	basket_discount(&basket, "food", -1000);
	assert_int_equal(basket_earns(&basket), 90);
	basket.programme.basis.order_discounts_ignored = true;
	assert_int_equal(basket_earns(&basket), 90);
}

/* S046: 100 points paid 100.00 of 265.00. */
static void what_points_took_off_earns_when_told_so(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_rule(&basket, RULE_PER_AMOUNT, 1)->amount = money_of(1000);
	basket_reward(&basket, "points", REWARD_MONEY);
	basket_sell(&basket, "Food", 1000, 26500);
	basket_discount(&basket, "points", -10000);
	assert_int_equal(basket_earns(&basket), 16);
	basket.programme.basis.paid_rewards_earn = true;
	assert_int_equal(basket_earns(&basket), 26);
}

/* S016: 50.00 of 100.00 paid by gift card. */
static void stored_value_earns_unless_told_otherwise(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_rule(&basket, RULE_PER_AMOUNT, 1);
	basket_sell(&basket, "Food", 1000, 10000);
	basket_pay(&basket, RGL_GIFT_CARD, 5000);
	basket_pay(&basket, RGL_CASH, 5000);
	assert_int_equal(basket_earns(&basket), 100);
	basket.programme.basis.no_stored_value = true;
	assert_int_equal(basket_earns(&basket), 50);
	basket.tenders[0].kind = RGL_CREDIT;
	assert_int_equal(basket_earns(&basket), 50);
	basket.tenders[1].kind = RGL_POINTS;
	assert_int_equal(basket_earns(&basket), 0);
}

/* A third of the total paid by card is a third of each rule's basis: 66.67, of which food 33.33. */
static void stored_value_paid_the_same_part_of_every_line(void **state)
{
	struct basket basket;
	struct rule *rule;

	(void)state;
	basket_open(&basket);
	basket.programme.basis.no_stored_value = true;
	rule = basket_rule(&basket, RULE_PER_AMOUNT, 1);
	rule->amount = money_of(1);
	basket_sell(&basket, "Food", 1000, 5000);
	basket_sell(&basket, "Other", 1000, 5000);
	basket_pay(&basket, RGL_GIFT_CARD, 3333);
	assert_int_equal(basket_earns(&basket), 6667);
	rule->when.items.categories = (struct word_list) { FOOD, 1 };
	assert_int_equal(basket_earns(&basket), 3334); /* 33.335, half a cent up */
}

/* More than the whole, by a gift card that gives change, or a credit that was given: no less than
 * nothing and no more than all. By the unit and by the sale it does not matter who paid. */
static void stored_value_takes_the_whole_at_most(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket.programme.basis.no_stored_value = true;
	basket_rule(&basket, RULE_PER_AMOUNT, 1);
	basket_sell(&basket, "Food", 1000, 10000);
	basket_pay(&basket, RGL_GIFT_CARD, 12000);
	basket_pay(&basket, RGL_CHANGE, -2000);
	assert_int_equal(basket_earns(&basket), 0);
	basket.tenders[0].amount = money_of(-2000);
	assert_int_equal(basket_earns(&basket), 100);
	basket.tenders[0].amount = money_of(12000);
	basket_rule(&basket, RULE_PER_SALE, 5);
	basket_rule(&basket, RULE_PER_UNIT, 2);
	assert_int_equal(basket_earns(&basket), 7);
}

/* S031: 60.00 with 10.00 of tax in it. */
static void tax_earns_unless_told_otherwise(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_rule(&basket, RULE_PER_AMOUNT, 1);
	basket_sell(&basket, "Food", 1000, 6000);
	basket_tax(&basket, 0, 1000);
	assert_int_equal(basket_earns(&basket), 60);
	basket.programme.basis.without_tax = true;
	assert_int_equal(basket_earns(&basket), 50);
	basket_discount(&basket, NULL, -3000);
	basket_tax(&basket, 1, -500);
	assert_int_equal(basket_earns(&basket), 25);
}

/* The full price without its tax, also where the tax is known of the whole sale only. */
static void full_prices_are_without_their_own_tax(void **state)
{
	struct basket basket;

	(void)state;
	open_food_and_other(&basket);
	food_rule(&basket, RULE_PER_AMOUNT, 1);
	basket.programme.basis.without_tax = true;
	basket.programme.basis.order_discounts_ignored = true;
	basket_discount(&basket, NULL, -7500);
	basket.sale.tax = money_of(1500);
	assert_int_equal(basket_earns(&basket), 80);
	basket_tax(&basket, 0, 2000);
	basket_tax(&basket, 1, 1000);
	basket_tax(&basket, 2, -1500);
	assert_int_equal(basket_earns(&basket), 80);
}

/* S038: a tip is for the staff; an owner may want it to earn. */
static void a_tip_earns_only_when_told_so(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_rule(&basket, RULE_PER_AMOUNT, 1);
	food_rule(&basket, RULE_PER_AMOUNT, 1)->enabled = false;
	basket_sell(&basket, "Food", 1000, 6000);
	basket_sell(&basket, NULL, 1000, 1000)->kind = LINE_TIP;
	assert_int_equal(basket_earns(&basket), 60);
	basket.programme.basis.tips_earn = true;
	assert_int_equal(basket_earns(&basket), 70);
	basket.rules[0].enabled = false;
	basket.rules[1].enabled = true;
	assert_int_equal(basket_earns(&basket), 60);
}

/* A gift card earns when it pays, or else it would earn twice. */
static void stored_value_that_is_sold_earns_nothing(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_rule(&basket, RULE_PER_AMOUNT, 1);
	basket_rule(&basket, RULE_PER_UNIT, 1);
	basket_rule(&basket, RULE_PER_SALE, 1);
	basket_sell(&basket, NULL, 1000, 5000)->kind = LINE_GIFT_CARD;
	basket_sell(&basket, NULL, 1000, 5000)->kind = LINE_TOP_UP;
	assert_int_equal(basket_earns(&basket), 0);
}

/* S080: two brought back, two new ones: the new ones earn as ever. */
static void what_is_brought_back_does_not_cancel_what_is_new(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_rule(&basket, RULE_PER_AMOUNT, 1);
	basket_rule(&basket, RULE_PER_UNIT, 1)->when.min_qty_milli = 2000;
	basket_sell(&basket, "Food", -2000, -2000);
	basket_sell(&basket, "Food", 2000, 2000);
	assert_int_equal(basket_earns(&basket), 22);
}

/* An exchange of like for like: nothing was paid, by nothing. */
static void an_even_exchange_earns_though_nothing_was_paid(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket.programme.basis.no_stored_value = true;
	basket_rule(&basket, RULE_PER_AMOUNT, 1);
	basket_sell(&basket, "Food", -1000, -1000);
	basket_sell(&basket, "Food", 1000, 1000);
	assert_int_equal(basket_earns(&basket), 10);
}

static void amounts_that_do_not_fit_are_refused(void **state)
{
	struct basket basket;
	struct earning earning;

	(void)state;
	basket_open(&basket);
	basket.programme.basis.no_stored_value = true;
	basket_rule(&basket, RULE_PER_AMOUNT, 1);
	basket_sell(&basket, "Food", 1000, 1000);
	basket_pay(&basket, RGL_CREDIT, INT64_MAX);
	basket_pay(&basket, RGL_POINTS, 1);
	assert_int_equal(earn_sale(&basket.programme, &basket.sale, &basket.standing, &basket.work,
				   &earning),
			 RGL_E_RANGE);
	basket.programme.basis.no_stored_value = false;
	basket.programme.basis.without_tax = true;
	basket.lines[0].total = money_of(INT64_MAX);
	basket_tax(&basket, 0, -1);
	assert_int_equal(earn_sale(&basket.programme, &basket.sale, &basket.standing, &basket.work,
				   &earning),
			 RGL_E_RANGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(points_are_earned_on_what_is_left_after_discounts),
		cmocka_unit_test(an_order_discount_can_be_ignored_by_rules_with_a_scope),
		cmocka_unit_test(a_discount_on_the_scope_counts),
		cmocka_unit_test(what_points_took_off_earns_when_told_so),
		cmocka_unit_test(stored_value_earns_unless_told_otherwise),
		cmocka_unit_test(stored_value_paid_the_same_part_of_every_line),
		cmocka_unit_test(stored_value_takes_the_whole_at_most),
		cmocka_unit_test(tax_earns_unless_told_otherwise),
		cmocka_unit_test(full_prices_are_without_their_own_tax),
		cmocka_unit_test(a_tip_earns_only_when_told_so),
		cmocka_unit_test(stored_value_that_is_sold_earns_nothing),
		cmocka_unit_test(what_is_brought_back_does_not_cancel_what_is_new),
		cmocka_unit_test(an_even_exchange_earns_though_nothing_was_paid),
		cmocka_unit_test(amounts_that_do_not_fit_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
