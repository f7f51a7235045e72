/* test_tally.c - what one rule counts in one sale: amounts, units and their rounding. */
#include "tests/support/basket.h"
#include "tests/support/check.h"

#include "plugin/loyalty/tally.h"

static const char *const FOOD[] = { "Food" };

static struct rule *food_rule(struct basket *basket, enum rule_per per, int64_t units)
{
	struct rule *rule = basket_rule(basket, per, units);

	rule->when.items.categories = (struct word_list) { FOOD, 1 };
	return rule;
}

/* One line of goods, and so many points for each `amount_minor` of it. */
static int64_t earned_on(int64_t total_minor, int64_t units, int64_t amount_minor,
			 enum programme_rounding rounding)
{
	struct basket basket;
	struct rule *rule;

	basket_open(&basket);
	rule = basket_rule(&basket, RULE_PER_AMOUNT, units);
	rule->amount = money_of(amount_minor);
	rule->rounding = rounding;
	basket_sell(&basket, "Food", 1000, total_minor);
	return basket_earns(&basket);
}

static void points_are_given_for_each_amount(void **state)
{
	(void)state;
	assert_int_equal(earned_on(10000, 1, 100, PROGRAMME_DOWN), 100);     /* S001 */
	assert_int_equal(earned_on(1000000, 1, 100000, PROGRAMME_DOWN), 10); /* S017 */
	assert_int_equal(earned_on(1999, 1, 100, PROGRAMME_DOWN), 19);	     /* S019 */
	assert_int_equal(earned_on(4000, 3, 100, PROGRAMME_DOWN), 120);	     /* S020 */
}

/* S002: 26.5 points; ours are whole ones, by the rule's rounding. */
static void a_part_of_a_point_is_rounded_once_as_the_rule_says(void **state)
{
	(void)state;
	assert_int_equal(earned_on(26500, 1, 1000, PROGRAMME_DOWN), 26);
	assert_int_equal(earned_on(26500, 1, 1000, PROGRAMME_NEAREST), 27);
	assert_int_equal(earned_on(26499, 1, 1000, PROGRAMME_NEAREST), 26);
	assert_int_equal(earned_on(26499, 1, 1000, PROGRAMME_UP), 27);
	assert_int_equal(earned_on(26000, 1, 1000, PROGRAMME_UP), 26);
}

/* 19.99 at 3 points for each 10.00: 5 by part, 3 by whole amounts. */
static void whole_amounts_count_no_part_of_one(void **state)
{
	struct basket basket;
	struct rule *rule;

	(void)state;
	basket_open(&basket);
	rule = basket_rule(&basket, RULE_PER_AMOUNT, 3);
	rule->amount = money_of(1000);
	basket_sell(&basket, "Food", 3000, 1999);
	assert_int_equal(basket_earns(&basket), 5);
	rule->whole_amounts = true;
	assert_int_equal(basket_earns(&basket), 3);
	rule->per = RULE_PER_UNIT;
	rule->unit_milli = 2000;
	assert_int_equal(basket_earns(&basket), 3);
	rule->whole_amounts = false;
	assert_int_equal(basket_earns(&basket), 4);
}

/* A rule counts all its lines before it rounds: three times 0.50 are one and a half. */
static void lines_are_summed_before_they_are_rounded(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_rule(&basket, RULE_PER_AMOUNT, 1);
	for (int i = 0; i < 3; i++)
		basket_sell(&basket, "Food", 1000, 50);
	assert_int_equal(basket_earns(&basket), 1);
}

/* S022, and 1.5 kg at 3 points a kilo. */
static void points_are_given_for_each_unit(void **state)
{
	struct basket basket;
	struct rule *rule;

	(void)state;
	basket_open(&basket);
	rule = basket_rule(&basket, RULE_PER_UNIT, 100);
	basket_sell(&basket, "Food", 3000, 500);
	assert_int_equal(basket_earns(&basket), 300);
	rule->units = 3;
	basket.lines[0].qty_milli = 1500;
	assert_int_equal(basket_earns(&basket), 4);
	rule->rounding = PROGRAMME_NEAREST;
	assert_int_equal(basket_earns(&basket), 5);
}

/* S007: once, however much of it there is; and not for other things. */
static void points_for_a_sale_are_given_once_when_its_goods_are_there(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	food_rule(&basket, RULE_PER_SALE, 1);
	basket_sell(&basket, "Other", 1000, 500);
	assert_int_equal(basket_earns(&basket), 0);
	basket_sell(&basket, "Food", 4000, 500);
	basket_sell(&basket, "Food", 1000, 500);
	assert_int_equal(basket_earns(&basket), 1);
}

/* S023, S059: what cannot be counted by gives nothing, and nothing is divided by 0. */
static void a_rule_of_nothing_gives_nothing(void **state)
{
	struct basket basket;
	struct rule *rule;

	(void)state;
	basket_open(&basket);
	rule = basket_rule(&basket, RULE_PER_SALE, 0);
	basket_sell(&basket, "Food", 1000, 500);
	assert_int_equal(basket_earns(&basket), 0);
	rule->units = 5;
	rule->amount = money_of(0);
	rule->unit_milli = 0;
	rule->per = RULE_PER_AMOUNT;
	assert_int_equal(basket_earns(&basket), 0);
	rule->per = RULE_PER_UNIT;
	assert_int_equal(basket_earns(&basket), 0);
}

/* S008: 100 % off the cheapest is a discount: both units were bought, the reward's line was not. */
static void a_discounted_unit_counts(void **state)
{
	struct basket basket;
	struct reward *reward;

	(void)state;
	basket_open(&basket);
	basket_rule(&basket, RULE_PER_UNIT, 1)->when.min_qty_milli = 2000;
	reward = basket_reward(&basket, "cheapest", REWARD_PERCENT);
	reward->on = REWARD_ON_CHEAPEST;
	reward->cost = 2;
	basket_sell(&basket, "Office", 1000, 510);
	basket_sell(&basket, "Office", 1000, 320);
	basket_discount(&basket, "cheapest", -320);
	assert_int_equal(basket_earns(&basket), 2);
}

/* S050: one pen paid and one free earn one point. S010: a free thing alone earns none. */
static void a_free_unit_earns_nothing(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_rule(&basket, RULE_PER_UNIT, 1);
	basket_reward(&basket, "pen", REWARD_FREE)->free_milli = 1000;
	basket_sell(&basket, "Office", 2000, 640);
	basket_discount(&basket, "pen", -320);
	assert_int_equal(basket_earns(&basket), 1);
	basket_rule(&basket, RULE_PER_SALE, 10);
	basket_rule(&basket, RULE_PER_AMOUNT, 10);
	basket.lines[0].qty_milli = 1000;
	basket.lines[0].total = money_of(320);
	assert_int_equal(basket_earns(&basket), 0);
}

/* 5 % back as credit: minor units for each 100 of them. */
static void a_rule_of_money_gives_minor_units(void **state)
{
	struct basket basket;
	struct earning earning;

	(void)state;
	basket_open(&basket);
	basket_rule(&basket, RULE_PER_AMOUNT, 5)->purse = PURSE_CREDIT;
	basket_sell(&basket, "Food", 1000, 1999);
	assert_int_equal(earn_sale(&basket.programme, &basket.sale, &basket.standing, &basket.work,
				   &earning),
			 RGL_OK);
	assert_int_equal(earning.totals[PURSE_CREDIT], 99);
	assert_int_equal(earning.totals[PURSE_POINTS], 0);
}

static void ratios_are_exact_to_the_last_unit(void **state)
{
	int64_t result = 0;

	(void)state;
	assert_int_equal(tally_ratio(INT64_MAX, 7, 7, PROGRAMME_UP, &result), RGL_OK);
	assert_true(result == INT64_MAX);
	assert_int_equal(tally_ratio(INT64_MAX, 3, INT64_MAX - 1, PROGRAMME_UP, &result), RGL_OK);
	assert_int_equal(result, 4);
	assert_int_equal(tally_ratio(5, INT64_MAX, INT64_MAX - 1, PROGRAMME_NEAREST, &result),
			 RGL_OK);
	assert_int_equal(result, 5);
	assert_int_equal(tally_ratio(INT64_MAX, 1, 2, PROGRAMME_NEAREST, &result), RGL_OK);
	assert_true(result == INT64_MAX / 2 + 1);
}

static void a_ratio_that_does_not_fit_is_refused(void **state)
{
	int64_t result = 42;

	(void)state;
	assert_int_equal(tally_ratio(INT64_MAX, 2, 1, PROGRAMME_DOWN, &result), RGL_E_RANGE);
	/* With m the largest number, (m - 1)^2 / (m - 2) is m and a part of one more. */
	assert_int_equal(
		tally_ratio(INT64_MAX - 1, INT64_MAX - 1, INT64_MAX - 2, PROGRAMME_DOWN, &result),
		RGL_OK);
	assert_true(result == INT64_MAX);
	result = 42;
	assert_int_equal(
		tally_ratio(INT64_MAX - 1, INT64_MAX - 1, INT64_MAX - 2, PROGRAMME_UP, &result),
		RGL_E_RANGE);
	assert_int_equal(result, 42);
}

/* No till sends so many; whoever counts them says so rather than wrapping round. */
static void units_that_do_not_fit_are_refused(void **state)
{
	struct basket basket;
	struct tally tally = { &basket.programme, &basket.sale, &basket.work };
	struct rule *rule;
	int64_t units = 42;

	(void)state;
	basket_open(&basket);
	rule = basket_rule(&basket, RULE_PER_UNIT, 1);
	basket_sell(&basket, "Food", INT64_MAX, 1);
	basket_sell(&basket, "Food", 1, 1);
	assert_int_equal(basis_of_lines(&basket.programme, &basket.sale, &basket.work), RGL_OK);
	assert_int_equal(tally_rule(&tally, rule, &units), RGL_E_RANGE);
	assert_int_equal(units, 42);
}

/* A till that sends no quantity sends an amount all the same. */
static void goods_without_a_quantity_earn_by_their_amount(void **state)
{
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_rule(&basket, RULE_PER_AMOUNT, 1);
	basket_rule(&basket, RULE_PER_UNIT, 1);
	basket_sell(&basket, "Food", 0, 1000);
	assert_int_equal(basket_earns(&basket), 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(points_are_given_for_each_amount),
		cmocka_unit_test(a_part_of_a_point_is_rounded_once_as_the_rule_says),
		cmocka_unit_test(whole_amounts_count_no_part_of_one),
		cmocka_unit_test(lines_are_summed_before_they_are_rounded),
		cmocka_unit_test(points_are_given_for_each_unit),
		cmocka_unit_test(points_for_a_sale_are_given_once_when_its_goods_are_there),
		cmocka_unit_test(a_rule_of_nothing_gives_nothing),
		cmocka_unit_test(a_discounted_unit_counts),
		cmocka_unit_test(a_free_unit_earns_nothing),
		cmocka_unit_test(a_rule_of_money_gives_minor_units),
		cmocka_unit_test(ratios_are_exact_to_the_last_unit),
		cmocka_unit_test(a_ratio_that_does_not_fit_is_refused),
		cmocka_unit_test(units_that_do_not_fit_are_refused),
		cmocka_unit_test(goods_without_a_quantity_earn_by_their_amount),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
