/* test_programme_rules.c - what a programme's file says of rules and rewards is what they are. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "plugin/programme/programme.h"
#include "tests/support/programmes.h"

#define HEAD "{\"programme\":1,\"name\":\"P\""
#define STAMPS ",\"stamp_cards\":[{\"id\":\"tea\",\"title\":\"T\",\"stamps\":5}]"

static void expect_words(const struct word_list *words, const char *first, const char *second)
{
	assert_int_equal(words->count, second == NULL ? 1 : 2);
	assert_string_equal(words->texts[0], first);
	if (second != NULL)
		assert_string_equal(words->texts[1], second);
}

static void expect_money(struct money amount, int64_t minor)
{
	assert_true(money_equal(amount, money_of(minor)));
}

/* Each way to give, into each purse. */
static void what_a_rule_gives_is_read(void **state)
{
	struct programme *programme = programmes_of(
		HEAD STAMPS
		",\"rounding\":\"up\",\"earn\":[{\"id\":\"a\",\"give\":{\"points\":3,\"per\":"
		"\"amount\",\"amount\":250,\"whole_amounts\":true}},{\"id\":\"b\",\"give\":"
		"{\"stamps\":1,\"card\":\"tea\",\"per\":\"unit\",\"qty\":\"0.5\"}},{\"id\":\"c\","
		"\"give\":{\"credit\":70,\"per\":\"sale\"},\"rounding\":\"nearest\"},{\"id\":\"d\","
		"\"give\":{\"multiply\":1.5,\"of\":\"tea\"}},{\"id\":\"e\",\"on\":\"enrolment\","
		"\"give\":{\"points\":9}},{\"id\":\"f\",\"on\":\"referral\",\"give\":{\"points\":0,"
		"\"referrer\":100}},{\"id\":\"g\",\"give\":{\"points\":1,\"per\":\"unit\"}}]}");
	const struct rule *rules = programme->rules;

	(void)state;
	assert_int_equal(programme->rule_count, 7);
	assert_true(rules[0].per == RULE_PER_AMOUNT && rules[0].units == 3 &&
		    rules[0].purse == PURSE_POINTS && rules[0].whole_amounts);
	expect_money(rules[0].amount, 250);
	assert_true(rules[0].rounding == PROGRAMME_UP && rules[2].rounding == PROGRAMME_NEAREST);
	assert_true(rules[1].per == RULE_PER_UNIT && rules[1].unit_milli == 500 &&
		    rules[1].purse == PURSE_STAMPS);
	assert_true(rules[2].per == RULE_PER_SALE && rules[2].units == 70 &&
		    rules[2].purse == PURSE_CREDIT);
	assert_true(rules[3].per == RULE_MULTIPLY && rules[3].factor_milli == 1500 &&
		    rules[3].purse == PURSE_STAMPS);
	assert_true(rules[4].trigger == RULE_ENROLMENT && rules[4].units == 9);
	assert_true(rules[5].trigger == RULE_REFERRAL && rules[5].units == 0 &&
		    rules[5].referrer_units == 100);
	assert_int_equal(rules[6].unit_milli, 1000);
	assert_int_equal(programme_find_rule(programme, "g"), 6);
	assert_true(programme_find_rule(programme, "h") == PROGRAMME_NONE);
	assert_int_equal(programme_find_purse(programme, "tea"), PURSE_STAMPS);
	assert_true(programme_find_purse(programme, "coffee") == PROGRAMME_NONE);
	programme_free(programme);
}

/* How often, how much, and what stands alone. */
static void the_bounds_of_a_rule_are_read(void **state)
{
	struct programme *programme = programmes_of(
		HEAD
		",\"earn\":[{\"id\":\"a\",\"title\":\"A\",\"enabled\":false,\"give\":{\"points\":1,"
		"\"per\":\"sale\"},\"exclusive\":true,\"priority\":-4,\"caps\":{\"sale\":1,"
		"\"day\":2,\"period\":3,\"days\":4},\"uses\":{\"max\":5,\"days\":6}}]}");
	const struct rule *rule = &programme->rules[0];

	(void)state;
	assert_string_equal(rule->id, "a");
	assert_string_equal(rule->title, "A");
	assert_true(!rule->enabled && rule->exclusive && rule->priority == -4);
	assert_true(rule->cap_sale == 1 && rule->cap_day == 2 && rule->cap_period == 3 &&
		    rule->cap_period_days == 4 && rule->uses_max == 5 && rule->uses_days == 6);
	programme_free(programme);
}

/* Every condition; the lists keep their order. */
static void conditions_are_read(void **state)
{
	struct programme *programme = programmes_of(
		HEAD
		",\"tiers\":{\"by\":\"spend\",\"levels\":[{\"id\":\"g\",\"title\":\"G\",\"from\":0}"
		"]},\"earn\":[{\"id\":\"a\",\"give\":{\"points\":1,\"per\":\"sale\"},\"when\":{"
		"\"items\":{\"products\":[\"P1\",\"P 2\"],\"categories\":[\"C\"],\"tags\":[\"t\","
		"\"u\"]},\"min_amount\":500,\"min_amount_without_tax\":true,\"min_qty\":\"2.5\","
		"\"weekdays\":[\"mon\",\"sun\"],\"hours\":{\"from\":\"22:30\",\"until\":\"24:00\"},"
		"\"first_purchase\":true,\"visit\":3,\"every_visit\":7,\"birthday\":true,"
		"\"days_before\":2,\"days_after\":1,\"tiers\":[\"g\"],\"segments\":[\"staff\"],"
		"\"codes\":[\"HI\"],\"stores\":[\"S 1\"]}}]}");
	const struct conditions *when = &programme->rules[0].when;

	(void)state;
	expect_words(&when->items.products, "P1", "P 2");
	expect_words(&when->items.categories, "C", NULL);
	expect_words(&when->items.tags, "t", "u");
	expect_money(when->min_amount, 500);
	assert_true(when->min_amount_without_tax && when->min_qty_milli == 2500);
	assert_true(when->has_weekdays && when->weekdays == 0x41);
	assert_true(when->from_minute == 22 * 60 + 30 && when->until_minute == 0);
	assert_true(when->first_purchase && when->visit == 3 && when->every_visit == 7);
	assert_true(when->birthday && when->days_before == 2 && when->days_after == 1);
	expect_words(&when->tiers, "g", NULL);
	expect_words(&when->segments, "staff", NULL);
	expect_words(&when->codes, "HI", NULL);
	expect_words(&when->stores, "S 1", NULL);
	assert_true(when->from_ms == 0 && when->until_ms == 0);
	programme_free(programme);
}

static void expect_dates(const char *from, const char *until, int64_t from_ms, int64_t until_ms)
{
	char text[320];
	struct programme *programme;

	(void)snprintf(text, sizeof(text),
		       HEAD ",\"earn\":[{\"id\":\"a\",\"give\":{\"points\":1,\"per\":\"sale\"},"
			    "\"when\":{\"from\":\"%s\",\"until\":\"%s\"}}]}",
		       from, until);
	programme = programmes_of(text);
	assert_true(programme->rules[0].when.from_ms == from_ms);
	assert_true(programme->rules[0].when.until_ms == until_ms);
	programme_free(programme);
}

/* By `date -d ... +%s` with TZ=Europe/Copenhagen: a day alone is all of it, also the one of 25
 * hours on which the clocks go back. */
static void days_are_the_shops(void **state)
{
	(void)state;
	expect_dates("2026-12-01", "2026-12-24", INT64_C(1796079600000), INT64_C(1798153200000));
	expect_dates("2026-10-25", "2026-10-25", INT64_C(1792879200000), INT64_C(1792969200000));
	expect_dates("2026-12-01T08:00", "2026-12-01T09:00:00.500Z", INT64_C(1796108400000),
		     INT64_C(1796115600500));
	expect_dates("1970-01-01T01:00", "2026-12-01", 1, INT64_C(1796166000000));
}

/* Each kind of reward. */
static void what_a_reward_gives_is_read(void **state)
{
	struct programme *programme = programmes_of(
		HEAD
		",\"points\":{\"worth\":{\"points\":1,\"money\":1}},\"rewards\":["
		"{\"id\":\"a\",\"title\":\"A\",\"give\":{\"percent\":\"12.5\",\"max\":900}},"
		"{\"id\":\"b\",\"title\":\"B\",\"give\":{\"amount\":500,\"items\":{\"tags\":[\"x\"]"
		"}}},"
		"{\"id\":\"c\",\"title\":\"C\",\"give\":{\"free\":{\"product\":\"COF\",\"qty\":2},"
		"\"max\":300}},"
		"{\"id\":\"d\",\"title\":\"D\",\"give\":{\"buy\":{\"items\":{\"tags\":[\"x\"]},"
		"\"qty\":2},\"get\":{\"percent\":50}}},"
		"{\"id\":\"e\",\"title\":\"E\",\"give\":{\"points_as_money\":{\"step\":100,"
		"\"least\":500,\"share\":\"50\"},\"max\":4000}},"
		"{\"id\":\"f\",\"title\":\"F\",\"give\":{\"coupon\":\"g\",\"days\":30}},"
		"{\"id\":\"g\",\"title\":\"G\",\"give\":{\"percent\":100,\"on\":\"cheapest\"}},"
		"{\"id\":\"h\",\"title\":\"H\",\"give\":{\"thing\":true}}]}");
	const struct reward *rewards = programme->rewards;

	(void)state;
	assert_int_equal(programme->reward_count, 8);
	assert_true(rewards[0].kind == REWARD_PERCENT && rewards[0].percent_milli == 12500 &&
		    rewards[0].on == REWARD_ON_ORDER);
	expect_money(rewards[0].max, 900);
	assert_true(rewards[1].kind == REWARD_AMOUNT && rewards[1].on == REWARD_ON_ITEMS);
	expect_money(rewards[1].amount, 500);
	expect_words(&rewards[1].items.tags, "x", NULL);
	assert_true(rewards[2].kind == REWARD_FREE && rewards[2].free_milli == 2000);
	assert_string_equal(rewards[2].product, "COF");
	expect_words(&rewards[2].items.products, "COF", NULL);
	expect_money(rewards[2].max, 300);
	assert_true(rewards[3].kind == REWARD_BUY_GET && rewards[3].buy_milli == 2000 &&
		    rewards[3].free_milli == 1000 && rewards[3].percent_milli == 50000);
	expect_words(&rewards[3].buy.tags, "x", NULL);
	expect_words(&rewards[3].items.tags, "x", NULL);
	assert_true(rewards[4].kind == REWARD_MONEY && rewards[4].step == 100 &&
		    rewards[4].least == 500 && rewards[4].share_milli == 50000);
	expect_money(rewards[4].max, 4000);
	assert_true(rewards[5].kind == REWARD_COUPON && rewards[5].coupon == 6 &&
		    rewards[5].coupon_days == 30);
	assert_true(rewards[6].on == REWARD_ON_CHEAPEST && rewards[6].coupon == PROGRAMME_NONE);
	assert_true(rewards[7].kind == REWARD_THING && rewards[7].cost == 0);
	programme_free(programme);
}

/* What it costs, who may have it and how often. */
static void the_bounds_of_a_reward_are_read(void **state)
{
	struct programme *programme = programmes_of(
		HEAD STAMPS
		",\"rewards\":[{\"id\":\"a\",\"title\":\"A\",\"enabled\":false,\"cost\":{\"stamps\""
		":5,\"card\":\"tea\",\"each\":\"2\"},\"give\":{\"free\":{\"items\":{\"tags\":["
		"\"x\"]}}},\"automatic\":true,\"group\":\"g\",\"alone\":true,\"priority\":7,"
		"\"per_sale\":2,\"uses\":{\"max\":3,\"days\":4,\"total\":5},\"when\":{\"visit\":1}}"
		","
		"{\"id\":\"b\",\"title\":\"B\",\"cost\":{\"credit\":250},\"coupon_only\":true,"
		"\"give\":{\"thing\":true}}]}");
	const struct reward *rewards = programme->rewards;

	(void)state;
	assert_true(!rewards[0].enabled && rewards[0].cost == 5 && rewards[0].cost_milli == 2000 &&
		    rewards[0].purse == PURSE_STAMPS);
	assert_true(rewards[0].automatic && rewards[0].alone && !rewards[0].coupon_only &&
		    rewards[0].priority == 7 && rewards[0].per_sale == 2);
	assert_string_equal(rewards[0].group, "g");
	assert_true(rewards[0].uses_max == 3 && rewards[0].uses_days == 4 &&
		    rewards[0].uses_total == 5 && rewards[0].when.visit == 1);
	assert_true(rewards[1].enabled && rewards[1].cost == 250 && rewards[1].cost_milli == 0 &&
		    rewards[1].purse == PURSE_CREDIT && rewards[1].coupon_only &&
		    rewards[1].per_sale == 1);
	assert_string_equal(rewards[1].group, "");
	assert_string_equal(rewards[1].product, "");
	assert_int_equal(programme_find_reward(programme, "b"), 1);
	assert_true(programme_find_reward(programme, "c") == PROGRAMME_NONE);
	programme_free(programme);
}

/* One code may open a rule and a reward, and a reward that is switched off. */
static void a_code_may_open_a_rule_and_a_reward(void **state)
{
	programme_free(programmes_of(
		HEAD
		",\"earn\":[{\"id\":\"a\",\"give\":{\"points\":1,\"per\":\"sale\"},\"when\":"
		"{\"codes\":[\"HI\"]}}],\"rewards\":[{\"id\":\"a\",\"title\":\"A\",\"give\":"
		"{\"thing\":true},\"when\":{\"codes\":[\"HI\",\"hi\"]}},{\"id\":\"b\",\"title\":"
		"\"B\",\"enabled\":false,\"give\":{\"thing\":true},\"when\":{\"codes\":[\"HI\"]}}]"
		"}"));
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_rule_gives_is_read),
		cmocka_unit_test(the_bounds_of_a_rule_are_read),
		cmocka_unit_test(conditions_are_read),
		cmocka_unit_test(days_are_the_shops),
		cmocka_unit_test(what_a_reward_gives_is_read),
		cmocka_unit_test(the_bounds_of_a_reward_are_read),
		cmocka_unit_test(a_code_may_open_a_rule_and_a_reward),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
