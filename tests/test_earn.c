/* test_earn.c - which rules count together, and factors. */
#include "tests/support/basket.h"
#include "tests/support/check.h"

/* One line of goods at 19.99. */
static void open_basket(struct basket *basket)
{
	basket_open(basket);
	basket_sell(basket, "Food", 1000, 1999);
}

static struct earning earn(struct basket *basket)
{
	struct earning earning;

	assert_int_equal(earn_sale(&basket->programme, &basket->sale, &basket->standing,
				   &basket->work, &earning),
			 RGL_OK);
	return earning;
}

static struct rule *factor_rule(struct basket *basket, int64_t factor_milli)
{
	struct rule *rule = basket_rule(basket, RULE_MULTIPLY, 0);

	rule->factor_milli = factor_milli;
	return rule;
}

static struct rule *exclusive(struct rule *rule, int64_t priority)
{
	rule->exclusive = true;
	rule->priority = priority;
	return rule;
}

/* S041: shown twice before it is paid, it says the same twice. */
static void rules_that_match_are_added_up(void **state)
{
	struct basket basket;
	struct earning earning;

	(void)state;
	open_basket(&basket);
	basket_rule(&basket, RULE_PER_AMOUNT, 1);
	basket_rule(&basket, RULE_PER_SALE, 100)->enabled = false;
	basket_rule(&basket, RULE_PER_SALE, 5);
	basket_rule(&basket, RULE_PER_SALE, 1)->purse = PURSE_STAMPS;
	assert_int_equal(earn(&basket).totals[PURSE_POINTS], 24);
	earning = earn(&basket);
	assert_int_equal(earning.totals[PURSE_POINTS], 24);
	assert_int_equal(earning.totals[PURSE_STAMPS], 1);
	assert_int_equal(earning.award_count, 3);
	assert_int_equal(earning.awards[1].rule, 2);
	assert_int_equal(earning.awards[1].units, 5);
	assert_int_equal(earning.awards[2].purse, PURSE_STAMPS);
}

/* S029: one rule is disabled, one starts in 2099. */
static void rules_that_do_not_hold_give_nothing(void **state)
{
	struct basket basket;
	struct earning earning;

	(void)state;
	open_basket(&basket);
	basket_rule(&basket, RULE_PER_SALE, 5)->enabled = false;
	basket_rule(&basket, RULE_PER_SALE, 5)->when.from_ms = INT64_C(4070908800000);
	basket_rule(&basket, RULE_PER_SALE, 5)->purse = PURSE_STAMPS + 1; /* there is none */
	earning = earn(&basket);
	assert_int_equal(earning.award_count, 0);
	assert_int_equal(earning.totals[PURSE_POINTS], 0);
}

/* S004 and S005: the code was not entered, and was. */
static void a_rule_with_a_code_waits_for_it(void **state)
{
	const char *const codes[] = { "PROMO10" };
	struct basket basket;

	(void)state;
	open_basket(&basket);
	basket_rule(&basket, RULE_PER_SALE, 10)->when.codes = (struct word_list) { codes, 1 };
	assert_int_equal(basket_earns(&basket), 0);
	basket.sale.codes = codes;
	basket.sale.code_count = 1;
	assert_int_equal(basket_earns(&basket), 10);
}

/* S037: 150 points on the birthday, none the day before. */
static void a_birthday_rule_gives_on_the_day(void **state)
{
	struct basket basket;

	(void)state;
	open_basket(&basket);
	basket_rule(&basket, RULE_PER_SALE, 150)->when.birthday = true;
	basket.standing.has_birthday = true;
	basket.standing.birth_month = 1;
	basket.standing.birth_day = 1;
	assert_int_equal(basket_earns(&basket), 150);
	basket.standing.birth_day = 2;
	assert_int_equal(basket_earns(&basket), 0);
}

/* S131: a rate for each tier; the member's own counts for the whole sale. */
static void the_rate_is_that_of_the_members_tier(void **state)
{
	const char *const tiers[] = { "silver", "gold" };
	struct basket basket;

	(void)state;
	basket_open(&basket);
	for (size_t i = 0; i < 2; i++) {
		struct rule *rule = basket_rule(&basket, RULE_PER_AMOUNT, 1);

		rule->amount = money_of(i == 0 ? 100000 : 90000);
		rule->when.tiers = (struct word_list) { &tiers[i], 1 };
		basket.programme.tiers.levels[i].id = tiers[i];
	}
	basket.programme.tiers.level_count = 2;
	basket_sell(&basket, "Food", 1000, 19600000);
	basket.standing.level = 0;
	assert_int_equal(basket_earns(&basket), 196);
	basket.standing.level = 1;
	assert_int_equal(basket_earns(&basket), 217);
}

static void nobody_and_a_refund_earn_nothing(void **state)
{
	struct basket basket;

	(void)state;
	open_basket(&basket);
	basket_rule(&basket, RULE_PER_SALE, 5);
	basket.standing.member = 0;
	assert_int_equal(earn(&basket).award_count, 0);
	basket.standing.member = 7;
	basket.sale.is_refund = true;
	assert_int_equal(earn(&basket).award_count, 0);
}

/* S025: the exclusive one alone, though the other would have added to it. */
static void an_exclusive_rule_stands_alone(void **state)
{
	struct basket basket;

	(void)state;
	open_basket(&basket);
	basket_rule(&basket, RULE_PER_AMOUNT, 1);
	exclusive(basket_rule(&basket, RULE_PER_SALE, 100), 10);
	factor_rule(&basket, 2000);
	basket_rule(&basket, RULE_PER_SALE, 1)->purse = PURSE_STAMPS;
	assert_int_equal(earn(&basket).totals[PURSE_POINTS], 100);
	assert_int_equal(earn(&basket).totals[PURSE_STAMPS], 1);
}

/* S026; of the same priority the one that stands first in the file. */
static void of_exclusive_rules_the_first_in_priority_counts(void **state)
{
	struct basket basket;

	(void)state;
	open_basket(&basket);
	exclusive(basket_rule(&basket, RULE_PER_SALE, 50), 5);
	exclusive(basket_rule(&basket, RULE_PER_SALE, 200), 20);
	exclusive(basket_rule(&basket, RULE_PER_SALE, 300), 20);
	assert_int_equal(basket_earns(&basket), 200);
	basket.rules[1].enabled = false;
	assert_int_equal(basket_earns(&basket), 300);
}

/* "Double on toys, exclusive" must not take the points of who bought no toy. */
static void an_exclusive_rule_that_does_not_match_shuts_out_none(void **state)
{
	const char *const toys[] = { "Toys" };
	struct basket basket;

	(void)state;
	open_basket(&basket);
	basket_rule(&basket, RULE_PER_AMOUNT, 1);
	exclusive(basket_rule(&basket, RULE_PER_AMOUNT, 2), 1)->when.items.categories =
		(struct word_list) { toys, 1 };
	assert_int_equal(basket_earns(&basket), 19);
}

/* S028: 19 points, one and a half times. The award of a factor is what it adds. */
static void a_factor_adds_by_its_own_rounding(void **state)
{
	const struct {
		enum programme_rounding rounding;
		int64_t total;
	} cases[] = { { PROGRAMME_DOWN, 28 }, { PROGRAMME_NEAREST, 29 }, { PROGRAMME_UP, 29 } };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct basket basket;
		struct earning earning;

		open_basket(&basket);
		factor_rule(&basket, 1500)->rounding = cases[i].rounding;
		basket_rule(&basket, RULE_PER_AMOUNT, 1);
		earning = earn(&basket);
		assert_int_equal(earning.totals[PURSE_POINTS], cases[i].total);
		assert_int_equal(earning.award_count, 2);
		assert_int_equal(earning.awards[1].rule, 0);
		assert_int_equal(earning.awards[1].units, cases[i].total - 19);
	}
}

/* 19 twice is 38, once and a half 57; a factor that does not hold is none. */
static void factors_multiply_one_after_another(void **state)
{
	struct basket basket;

	(void)state;
	open_basket(&basket);
	basket_rule(&basket, RULE_PER_AMOUNT, 1);
	factor_rule(&basket, 2000);
	factor_rule(&basket, 1500);
	factor_rule(&basket, 9000)->when.first_purchase = true;
	basket_rule(&basket, RULE_PER_SALE, 3)->purse = PURSE_STAMPS;
	assert_int_equal(earn(&basket).totals[PURSE_POINTS], 57);
	assert_int_equal(earn(&basket).totals[PURSE_STAMPS], 3);
}

static void a_factor_below_one_takes_no_more_than_there_is(void **state)
{
	struct basket basket;
	struct earning earning;

	(void)state;
	open_basket(&basket);
	basket_rule(&basket, RULE_PER_AMOUNT, 1);
	factor_rule(&basket, 500);
	assert_int_equal(basket_earns(&basket), 9);
	basket.rules[1].factor_milli = 0;
	earning = earn(&basket);
	assert_int_equal(earning.totals[PURSE_POINTS], 0);
	assert_int_equal(earning.awards[1].units, -19);
	basket.rules[1].factor_milli = -500;
	assert_int_equal(basket_earns(&basket), 19);
}

/* "Triple, not with other offers" means no other factor, and what it triples stays. */
static void an_exclusive_factor_leaves_what_it_multiplies(void **state)
{
	struct basket basket;

	(void)state;
	open_basket(&basket);
	basket_rule(&basket, RULE_PER_AMOUNT, 1);
	basket_rule(&basket, RULE_PER_SALE, 1);
	factor_rule(&basket, 2000);
	exclusive(factor_rule(&basket, 3000), 5);
	assert_int_equal(basket_earns(&basket), 60);
	exclusive(basket_rule(&basket, RULE_PER_SALE, 10), 4); /* what it multiplies then */
	assert_int_equal(basket_earns(&basket), 30);
	basket.rules[4].priority = 6; /* before the factor: alone */
	assert_int_equal(basket_earns(&basket), 10);
	basket.rules[4].priority = 5; /* of the same, after it in the file */
	assert_int_equal(basket_earns(&basket), 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_that_match_are_added_up),
		cmocka_unit_test(rules_that_do_not_hold_give_nothing),
		cmocka_unit_test(a_rule_with_a_code_waits_for_it),
		cmocka_unit_test(a_birthday_rule_gives_on_the_day),
		cmocka_unit_test(the_rate_is_that_of_the_members_tier),
		cmocka_unit_test(nobody_and_a_refund_earn_nothing),
		cmocka_unit_test(an_exclusive_rule_stands_alone),
		cmocka_unit_test(of_exclusive_rules_the_first_in_priority_counts),
		cmocka_unit_test(an_exclusive_rule_that_does_not_match_shuts_out_none),
		cmocka_unit_test(a_factor_adds_by_its_own_rounding),
		cmocka_unit_test(factors_multiply_one_after_another),
		cmocka_unit_test(a_factor_below_one_takes_no_more_than_there_is),
		cmocka_unit_test(an_exclusive_factor_leaves_what_it_multiplies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
