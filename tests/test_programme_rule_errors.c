/* test_programme_rule_errors.c - what is wrong with a rule, a condition or a reward is said with
 * its line and field. */
#include "tests/support/check.h"

#include "plugin/programme/programme.h"
#include "tests/support/programmes.h"

#define EXPECT_ALL(cases) programmes_refused_all(cases, sizeof(cases) / sizeof((cases)[0]))
#define RULE(more) "\"earn\":[\n{\"id\":\"a\",\n" more "}]"
#define SALE(more) RULE("\"give\":{\"points\":1,\"per\":\"sale\"},\n" more)
#define WHEN(more) SALE("\"when\":{\n" more "}")
#define REWARD(more) "\"rewards\":[\n{\"id\":\"a\",\"title\":\"A\",\n" more "}]"
#define THING(more) REWARD("\"give\":{\"thing\":true},\n" more)

/* A rule that would divide by nothing, give nothing or be of nothing. */
static void wrong_rules_are_told(void **state)
{
	static const struct wrong CASES[] = {
		{ "\"earn\":{}", RGL_E_FIELD, 3, "earn", "list" },
		{ "\"earn\":[{}]", RGL_E_FIELD, 3, "earn[0].id", "missing" },
		{ "\"earn\":[{\"id\":\"A\"}]", RGL_E_FIELD, 3, "earn[0].id", "a-z" },
		{ "\"earn\":[{\"id\":\"a\"}]", RGL_E_FIELD, 3, "earn[0].give", "missing" },
		{ RULE("\"on\":\"full-moon\""), RGL_E_FIELD, 5, "earn[0].on", "sale, enrolment" },
		{ RULE("\"give\":{}"), RGL_E_FIELD, 5, "earn[0].give.points", "missing" },
		{ RULE("\"give\":{\"points\":1}"), RGL_E_FIELD, 5, "earn[0].give.per",
		  "amount, unit, sale" },
		{ RULE("\"give\":{\"points\":0,\"per\":\"sale\"}"), RGL_E_RANGE, 5,
		  "earn[0].give.points", "is 0" },
		{ RULE("\"give\":{\"points\":1.5,\"per\":\"sale\"}"), RGL_E_FIELD, 5,
		  "earn[0].give.points", "is not a whole number" },
		{ RULE("\"give\":{\"points\":1000000000001,\"per\":\"sale\"}"), RGL_E_RANGE, 5,
		  "earn[0].give.points", "1000000000000" },
		{ RULE("\"give\":{\"points\":99999999999999999999,\"per\":\"sale\"}"), RGL_E_RANGE,
		  5, "earn[0].give.points", "64 bits" },
		{ RULE("\"give\":{\"points\":1,\"per\":\"amount\"}"), RGL_E_FIELD, 5,
		  "earn[0].give.amount", "missing" },
		{ RULE("\"give\":{\"points\":1,\"per\":\"amount\",\n\"amount\":0}"), RGL_E_RANGE, 6,
		  "earn[0].give.amount", "is 0" },
		{ RULE("\"give\":{\"points\":1,\"per\":\"amount\",\n\"amount\":1.50}"), RGL_E_FIELD,
		  6, "earn[0].give.amount",
		  "whole number; money is counted in minor units (cents)" },
		{ RULE("\"give\":{\"points\":1,\"per\":\"unit\",\"qty\":\"0\"}"), RGL_E_RANGE, 5,
		  "earn[0].give.qty", "0.001" },
		{ RULE("\"give\":{\"stamps\":1,\"per\":\"sale\"}"), RGL_E_FIELD, 5,
		  "earn[0].give.card", "missing" },
		{ RULE("\"give\":{\"stamps\":1,\"per\":\"sale\",\"card\":\"tea\"}"), RGL_E_FIELD, 5,
		  "earn[0].give.card", "no stamp card" },
		{ RULE("\"give\":{\"stamps\":1,\"per\":\"sale\",\"card\":\"credit\"}"), RGL_E_FIELD,
		  5, "earn[0].give.card", "no stamp card" },
		{ RULE("\"give\":{\"multiply\":\"0\"}"), RGL_E_RANGE, 5, "earn[0].give.multiply",
		  "0.001 to 1000" },
		{ RULE("\"give\":{\"multiply\":\"1.2345\"}"), RGL_E_RANGE, 5,
		  "earn[0].give.multiply", "three places" },
		{ RULE("\"give\":{\"multiply\":\"twice\"}"), RGL_E_FIELD, 5,
		  "earn[0].give.multiply", "decimal" },
		{ RULE("\"give\":{\"multiply\":2,\"of\":\"gift\"}"), RGL_E_FIELD, 5,
		  "earn[0].give.of", "neither" },
		{ RULE("\"on\":\"enrolment\",\n\"give\":{\"multiply\":2}"), RGL_E_FIELD, 6,
		  "earn[0].give.multiply", "sale" },
		{ RULE("\"on\":\"referral\",\n\"give\":{\"points\":0}"), RGL_E_RANGE, 6,
		  "earn[0].give.referrer", "both 0" },
		{ SALE("\"caps\":{\"period\":5}"), RGL_E_FIELD, 6, "earn[0].caps.days", "missing" },
		{ SALE("\"caps\":{\"days\":5}"), RGL_E_FIELD, 6, "earn[0].caps.period", "missing" },
		{ SALE("\"uses\":{}"), RGL_E_FIELD, 6, "earn[0].uses.max", "missing" },
		{ SALE("\"exclusive\":1"), RGL_E_FIELD, 6, "earn[0].exclusive", "true" },
		{ "\"earn\":[{\"id\":\"a\",\"give\":{\"points\":1,\"per\":\"sale\"}},\n"
		  "{\"id\":\"a\",\"give\":{\"points\":1,\"per\":\"sale\"}}]",
		  RGL_E_FIELD, 4, "earn[1].id", "taken" },
	};

	(void)state;
	EXPECT_ALL(CASES);
}

/* A condition that is not whole never holds by chance. */
static void wrong_conditions_are_told(void **state)
{
	static const struct wrong CASES[] = {
		{ WHEN("\"items\":{}"), RGL_E_FIELD, 7, "earn[0].when.items", "names nothing" },
		{ WHEN("\"items\":{\"products\":[]}"), RGL_E_FIELD, 7,
		  "earn[0].when.items.products", "empty list" },
		{ WHEN("\"items\":{\"products\":[\"a\",\n7]}"), RGL_E_FIELD, 8,
		  "earn[0].when.items.products[1]", "text" },
		{ WHEN("\"items\":{\"tags\":[\n\"a b\"]}"), RGL_E_TEXT, 8,
		  "earn[0].when.items.tags[0]", "single word" },
		{ WHEN("\"min_amount\":0"), RGL_E_RANGE, 7, "earn[0].when.min_amount", "is 0" },
		{ WHEN("\"min_amount_without_tax\":true"), RGL_E_FIELD, 7,
		  "earn[0].when.min_amount_without_tax", "min_amount" },
		{ WHEN("\"min_qty\":\"-1\""), RGL_E_RANGE, 7, "earn[0].when.min_qty", "0.001" },
		{ WHEN("\"from\":\"soon\""), RGL_E_TIME, 7, "earn[0].when.from", "2026-12-24" },
		{ WHEN("\"until\":\"2026-02-30\""), RGL_E_TIME, 7, "earn[0].when.until", "day" },
		{ WHEN("\"from\":\"2026-12-24T18:00\",\n\"until\":\"2026-12-24T18:00\""),
		  RGL_E_RANGE, 8, "earn[0].when.until", "not after" },
		{ WHEN("\"weekdays\":[]"), RGL_E_FIELD, 7, "earn[0].when.weekdays", "\"mon\"" },
		{ WHEN("\"weekdays\":[\"mon\",\"Tue\"]"), RGL_E_FIELD, 7, "earn[0].when.weekdays",
		  "\"tue\"" },
		{ WHEN("\"hours\":{\"from\":\"17:00\"}"), RGL_E_FIELD, 7,
		  "earn[0].when.hours.until", "missing" },
		{ WHEN("\"hours\":{\"from\":\"24:01\",\"until\":\"01:00\"}"), RGL_E_FIELD, 7,
		  "earn[0].when.hours.from", "17:30" },
		{ WHEN("\"hours\":{\"from\":\"7:00\",\"until\":\"01:00\"}"), RGL_E_FIELD, 7,
		  "earn[0].when.hours.from", "17:30" },
		{ WHEN("\"visit\":0"), RGL_E_RANGE, 7, "earn[0].when.visit", "is 0" },
		{ WHEN("\"days_before\":1"), RGL_E_FIELD, 6, "earn[0].when.birthday", "missing" },
		{ WHEN("\"tiers\":[\"gold\"]"), RGL_E_FIELD, 7, "earn[0].when.tiers",
		  "\"gold\", which is no level" },
		{ WHEN("\"segments\":\"staff\""), RGL_E_FIELD, 7, "earn[0].when.segments", "list" },
		{ WHEN("\"codes\":[\"\"]"), RGL_E_FIELD, 7, "earn[0].when.codes[0]", "empty" },
		{ RULE("\"on\":\"enrolment\",\"give\":{\"points\":1},\n\"when\":{\"codes\":[\"A\"]"
		       "}"),
		  RGL_E_FIELD, 6, "earn[0].when.codes", "enrolment" },
	};

	(void)state;
	EXPECT_ALL(CASES);
}

/* A reward of nothing, of two things, or that nobody could have. */
static void wrong_rewards_are_told(void **state)
{
	static const struct wrong CASES[] = {
		{ "\"rewards\":[\n{\"id\":\"a\"}]", RGL_E_FIELD, 4, "rewards[0].title", "missing" },
		{ "\"rewards\":[\n{\"id\":\"a\",\"title\":\"A\"}]", RGL_E_FIELD, 4,
		  "rewards[0].give", "missing" },
		{ REWARD("\"give\":{}"), RGL_E_FIELD, 5, "rewards[0].give.thing", "one of them" },
		{ REWARD("\"give\":{\"thing\":false}"), RGL_E_FIELD, 5, "rewards[0].give.thing",
		  "true" },
		{ REWARD("\"give\":{\"percent\":\"100.001\"}"), RGL_E_RANGE, 5,
		  "rewards[0].give.percent", "0.001 to 100" },
		{ REWARD("\"give\":{\"percent\":0}"), RGL_E_RANGE, 5, "rewards[0].give.percent",
		  "0.001 to 100" },
		{ REWARD("\"give\":{\"percent\":5,\n\"on\":\"items\"}"), RGL_E_FIELD, 5,
		  "rewards[0].give.items", "missing" },
		{ REWARD("\"give\":{\"percent\":5,\"on\":\"order\",\n\"items\":{\"tags\":[\"a\"]}"
			 "}"),
		  RGL_E_FIELD, 6, "rewards[0].give.items", "whole order" },
		{ REWARD("\"give\":{\"amount\":0}"), RGL_E_RANGE, 5, "rewards[0].give.amount",
		  "is 0" },
		{ REWARD("\"give\":{\"free\":{}}"), RGL_E_FIELD, 5, "rewards[0].give.free.items",
		  "missing" },
		{ REWARD("\"give\":{\"buy\":{\"qty\":1}}"), RGL_E_FIELD, 5, "rewards[0].give.get",
		  "missing" },
		{ REWARD("\"give\":{\"buy\":{},\"get\":{}}"), RGL_E_FIELD, 5,
		  "rewards[0].give.buy.qty", "missing" },
		{ REWARD("\"give\":{\"points_as_money\":{}}"), RGL_E_FIELD, 5,
		  "rewards[0].give.points_as_money", "points.worth" },
		{ "\"points\":{\"worth\":{\"points\":1,\"money\":1}}," REWARD(
			  "\"give\":{\"points_as_money\":{}},\n\"cost\":{\"points\":1}"),
		  RGL_E_FIELD, 6, "rewards[0].cost", "worth" },
		{ "\"points\":{\"worth\":{\"points\":1,\"money\":1}}," REWARD(
			  "\"give\":{\"points_as_money\":{}},\n\"automatic\":true"),
		  RGL_E_FIELD, 6, "rewards[0].automatic", "members say" },
		{ REWARD("\"give\":{\n\"coupon\":\"b\"}"), RGL_E_FIELD, 6, "rewards[0].give.coupon",
		  "no reward" },
		{ REWARD("\"give\":{\n\"coupon\":\"a\"}"), RGL_E_FIELD, 6, "rewards[0].give.coupon",
		  "itself" },
		{ "\"rewards\":[{\"id\":\"a\",\"title\":\"A\",\"give\":{\"coupon\":\"b\"}},\n"
		  "{\"id\":\"b\",\"title\":\"B\",\"give\":{\"coupon\":\"a\"}}]",
		  RGL_E_FIELD, 3, "rewards[0].give.coupon", "a coupon too" },
		{ THING("\"cost\":{}"), RGL_E_FIELD, 6, "rewards[0].cost.points", "missing" },
		{ THING("\"cost\":{\"points\":1,\"each\":1}"), RGL_E_FIELD, 6,
		  "rewards[0].cost.each", "not a field" },
		{ THING("\"automatic\":true,\"coupon_only\":true"), RGL_E_FIELD, 6,
		  "rewards[0].automatic", "coupon_only" },
		{ THING("\"group\":\"A B\""), RGL_E_FIELD, 6, "rewards[0].group", "a-z" },
		{ THING("\"per_sale\":0"), RGL_E_RANGE, 6, "rewards[0].per_sale", "is 0" },
		{ THING("\"uses\":{\"days\":1,\"total\":3}"), RGL_E_FIELD, 6, "rewards[0].uses.max",
		  "missing" },
		{ "\"rewards\":[{\"id\":\"a\",\"title\":\"A\",\"give\":{\"thing\":true}},\n"
		  "{\"id\":\"a\",\"title\":\"B\",\"give\":{\"thing\":true}}]",
		  RGL_E_FIELD, 4, "rewards[1].id", "taken" },
		{ "\"rewards\":[{\"id\":\"a\",\"title\":\"A\",\"give\":{\"thing\":true},\"when\":"
		  "{\"codes\":[\"Summer\"]}},\n{\"id\":\"b\",\"title\":\"B\",\"give\":{\"thing\":"
		  "true},\"when\":{\"codes\":[\"x\",\n\"SUMMER\"]}}]",
		  RGL_E_FIELD, 5, "rewards[1].when.codes[1]", "\"a\" already" },
	};

	(void)state;
	EXPECT_ALL(CASES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wrong_rules_are_told),
		cmocka_unit_test(wrong_conditions_are_told),
		cmocka_unit_test(wrong_rewards_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
