/* test_earn_limits.c - limits of rules, enrolments and friends. */
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

static void caps_hold_for_the_sale_the_day_and_the_period(void **state)
{
	struct basket basket;

	(void)state;
	open_basket(&basket);
	basket_rule(&basket, RULE_PER_AMOUNT, 1)->cap_sale = 15;
	assert_int_equal(basket_earns(&basket), 15);
	basket.rules[0].cap_day = 20;
	basket.standing.rules[0].today = 12;
	assert_int_equal(basket_earns(&basket), 8);
	basket.rules[0].cap_period = 100;
	basket.standing.rules[0].period = 97;
	assert_int_equal(basket_earns(&basket), 3);
	basket.standing.rules[0].today = 21;
	assert_int_equal(basket_earns(&basket), 0);
	basket.standing.rules[0].today = INT64_MIN;
	basket.standing.rules[0].period = INT64_MAX;
	assert_int_equal(basket_earns(&basket), 0);
	basket.standing.rules[0].period = 0;
	assert_int_equal(basket_earns(&basket), 15);
}

/* The cap is on the rule: a factor multiplies what it left, and has a cap of its own. */
static void factors_count_what_capped_rules_give(void **state)
{
	struct basket basket;

	(void)state;
	open_basket(&basket);
	basket_rule(&basket, RULE_PER_AMOUNT, 1)->cap_sale = 10;
	factor_rule(&basket, 3000);
	assert_int_equal(basket_earns(&basket), 30);
	basket.rules[1].cap_sale = 5;
	assert_int_equal(basket_earns(&basket), 15);
}

static void a_rule_that_was_used_up_matches_no_more(void **state)
{
	struct basket basket;

	(void)state;
	open_basket(&basket);
	basket_rule(&basket, RULE_PER_AMOUNT, 1);
	exclusive(basket_rule(&basket, RULE_PER_SALE, 50), 1)->uses_max = 2;
	basket.standing.rules[1].uses = 1;
	assert_int_equal(basket_earns(&basket), 50);
	basket.standing.rules[1].uses = 2;
	assert_int_equal(basket_earns(&basket), 19);
}

/* Welcome points come with the card, whatever a sale would need. */
static void an_enrolment_gives_its_own_rules_once(void **state)
{
	struct basket basket;
	struct earning earning;

	(void)state;
	open_basket(&basket);
	basket_rule(&basket, RULE_PER_SALE, 5);
	basket_rule(&basket, RULE_PER_AMOUNT, 100)->trigger = RULE_ENROLMENT;
	basket_rule(&basket, RULE_PER_SALE, 1)->trigger = RULE_ENROLMENT;
	basket.rules[2].purse = PURSE_STAMPS;
	basket_rule(&basket, RULE_PER_SALE, 7)->trigger = RULE_ENROLMENT;
	basket.rules[3].when.min_amount = money_of(1);
	basket.standing.visits = 0;
	assert_int_equal(earn_enrolment(&basket.programme, &basket.standing, &earning), RGL_OK);
	assert_int_equal(earning.award_count, 2);
	assert_int_equal(earning.totals[PURSE_POINTS], 100);
	assert_int_equal(earning.totals[PURSE_STAMPS], 1);
	assert_int_equal(basket_earns(&basket), 5);
	basket.standing.member = 0;
	assert_int_equal(earn_enrolment(&basket.programme, &basket.standing, &earning), RGL_OK);
	assert_int_equal(earning.award_count, 0);
}

/* At the first purchase of a member whom a friend brought, and never again. */
static void a_referral_gives_to_both_at_the_first_purchase(void **state)
{
	struct basket basket;
	struct earning earning;

	(void)state;
	open_basket(&basket);
	basket_rule(&basket, RULE_PER_SALE, 20)->trigger = RULE_REFERRAL;
	basket.rules[0].referrer_units = 30;
	assert_int_equal(earn(&basket).award_count, 0);
	basket.standing.was_referred = true;
	assert_int_equal(earn(&basket).award_count, 0);
	basket.standing.visits = 0;
	earning = earn(&basket);
	assert_int_equal(earning.totals[PURSE_POINTS], 20);
	assert_int_equal(earning.referrer_totals[PURSE_POINTS], 30);
	assert_int_equal(earning.awards[0].units, 20);
	assert_int_equal(earning.awards[0].referrer_units, 30);
	basket.rules[0].units = 0;
	assert_int_equal(earn(&basket).awards[0].referrer_units, 30);
	basket.standing.was_referred = false;
	assert_int_equal(earn(&basket).award_count, 0);
}

/* The first purchase comes once: what was promised for it is not lost to an offer of the day. */
static void a_referral_stands_apart_from_exclusive_rules_and_factors(void **state)
{
	struct basket basket;

	(void)state;
	open_basket(&basket);
	basket_rule(&basket, RULE_PER_SALE, 20)->trigger = RULE_REFERRAL;
	basket_rule(&basket, RULE_PER_SALE, 100);
	basket.standing.was_referred = true;
	basket.standing.visits = 0;
	factor_rule(&basket, 2000);
	assert_int_equal(basket_earns(&basket), 220);
	basket.rules[1].exclusive = true;
	assert_int_equal(basket_earns(&basket), 120);
	exclusive(basket_rule(&basket, RULE_PER_SALE, 3), 1)->trigger = RULE_REFERRAL;
	assert_int_equal(basket_earns(&basket), 123);
}

/* In every place where a sum could leave 64 bits; what was there before stays. */
static void what_does_not_fit_is_refused(void **state)
{
	struct earning earning = { .award_count = 42 };
	struct basket basket;
	struct rule *rule;

	(void)state;
	open_basket(&basket);
	rule = basket_rule(&basket, RULE_PER_AMOUNT, INT64_MAX);
	for (int round = 0; round < 4; round++) {
		assert_int_equal(earn_sale(&basket.programme, &basket.sale, &basket.standing,
					   &basket.work, &earning),
				 RGL_E_RANGE);
		assert_int_equal(earning.award_count, 42);
		if (round == 0) {
			rule->whole_amounts = true;
		} else if (round == 1) {
			rule->per = RULE_PER_SALE;
			factor_rule(&basket, 1001);
		} else {
			basket.rules[1].per = RULE_PER_SALE;
			basket.rules[1].units = 1;
		}
	}
	rule->trigger = RULE_ENROLMENT;
	basket.rules[1].trigger = RULE_ENROLMENT;
	assert_int_equal(earn_enrolment(&basket.programme, &basket.standing, &earning),
			 RGL_E_RANGE);
	assert_int_equal(earning.award_count, 42);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(caps_hold_for_the_sale_the_day_and_the_period),
		cmocka_unit_test(factors_count_what_capped_rules_give),
		cmocka_unit_test(a_rule_that_was_used_up_matches_no_more),
		cmocka_unit_test(an_enrolment_gives_its_own_rules_once),
		cmocka_unit_test(a_referral_gives_to_both_at_the_first_purchase),
		cmocka_unit_test(a_referral_stands_apart_from_exclusive_rules_and_factors),
		cmocka_unit_test(what_does_not_fit_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
