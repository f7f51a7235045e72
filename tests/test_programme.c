/* test_programme.c - what a programme's file says is what the programme is. */
#include "tests/support/check.h"

#include <stdlib.h>
#include <string.h>

#include "plugin/programme/programme.h"
#include "tests/support/programmes.h"
#include "tests/support/sweep.h"

#define HEAD "{\"programme\":1,\"name\":\"P\""

static void expect_money(struct money amount, int64_t minor)
{
	assert_true(money_equal(amount, money_of(minor)));
}

/* The least that is a programme; everything else is as docs/programme.md says. */
static void what_is_not_said_has_its_default(void **state)
{
	struct programme *programme = programmes_of(HEAD "}");
	const struct basis nothing = { 0 };
	const struct limits none = { 0 };

	(void)state;
	assert_string_equal(programme->name, "P");
	assert_int_equal(programme->version, 0);
	expect_money(programme->worth, 0);
	assert_int_equal(programme->worth_of, 1);
	assert_memory_equal(&programme->basis, &nothing, sizeof(nothing));
	assert_memory_equal(&programme->limits, &none, sizeof(none));
	assert_int_equal(programme->purse_count, PURSE_STAMPS);
	assert_string_equal(programme->purses[PURSE_POINTS].id, "points");
	assert_string_equal(programme->purses[PURSE_POINTS].title, "Points");
	assert_string_equal(programme->purses[PURSE_CREDIT].id, "credit");
	assert_string_equal(programme->purses[PURSE_CREDIT].title, "Store credit");
	assert_string_equal(programme->purses[PURSE_GIFT].id, "gift");
	assert_string_equal(programme->purses[PURSE_GIFT].title, "Gift card");
	assert_false(programme->purses[PURSE_POINTS].is_money);
	assert_true(programme->purses[PURSE_CREDIT].is_money);
	assert_true(programme->purses[PURSE_GIFT].is_money);
	assert_int_equal(programme->purses[PURSE_POINTS].expiry.kind, EXPIRY_NEVER);
	assert_int_equal(programme->rule_count, 0);
	assert_int_equal(programme->reward_count, 0);
	assert_int_equal(programme->tiers.level_count, 0);
	assert_false(programme->clawback_owes);
	assert_false(programme->spent_stays_spent);
	assert_false(programme->over_redeem_clamps);
	assert_false(programme->earned_waits);
	assert_int_equal(programme->hold_minutes, 15);
	assert_int_equal(programme->gift_card_months, 0);
	programme_free(programme);
}

/* Each setting that is no rule, reward or level. */
static void settings_are_read(void **state)
{
	struct programme *programme = programmes_of(
		HEAD
		",\"currency\":\"EUR\",\"effective\":\"2026-12-01\",\"points\":{\"title\":"
		"\"Beans\",\"worth\":{\"points\":50,"
		"\"money\":25},\"expiry\":{\"kind\":\"fixed\",\"months\":12,\"days\":3,"
		"\"end_of\":\"month\",\"warn_days\":30}},\"credit\":{\"title\":\"Tab\",\"expiry\":"
		"{\"kind\":\"sliding\",\"days\":90,\"end_of\":\"year\"}},\"gift_cards\":{\"title\":"
		"\"Gift\",\"months\":36},\"stamp_cards\":[{\"id\":\"tea\",\"title\":\"Tea\","
		"\"stamps\":8,\"expiry\":{\"kind\":\"never\"}}],\"basis\":{\"tax\":\"excluded\","
		"\"order_discounts\":\"ignored\",\"paid_rewards\":\"earn\",\"stored_value\":"
		"\"excluded\",\"tips\":\"earn\"},\"refunds\":{\"clawback\":\"negative\",\"spent\":"
		"\"kept\"},\"redeem\":{\"over\":\"clamp\",\"earned\":\"later\",\"hold_minutes\":20}"
		"}");
	const struct expiry *points = &programme->purses[PURSE_POINTS].expiry;
	const struct expiry *credit = &programme->purses[PURSE_CREDIT].expiry;
	const struct purse *tea = &programme->purses[PURSE_STAMPS];

	(void)state;
	assert_int_equal(programme->effective_ms,
			 INT64_C(1796079600000)); /* midnight in Copenhagen */
	assert_string_equal(programme->purses[PURSE_POINTS].title, "Beans");
	assert_string_equal(programme->purses[PURSE_CREDIT].title, "Tab");
	assert_string_equal(programme->purses[PURSE_GIFT].title, "Gift");
	expect_money(programme->worth, 25);
	assert_int_equal(programme->worth_of, 50);
	assert_true(points->kind == EXPIRY_FIXED && points->months == 12 && points->days == 3 &&
		    points->end == EXPIRY_END_MONTH && points->warn_days == 30);
	assert_true(credit->kind == EXPIRY_SLIDING && credit->months == 0 && credit->days == 90 &&
		    credit->end == EXPIRY_END_YEAR && credit->warn_days == 0);
	assert_int_equal(programme->gift_card_months, 36);
	assert_int_equal(programme->purse_count, PURSE_STAMPS + 1);
	assert_string_equal(tea->id, "tea");
	assert_string_equal(tea->title, "Tea");
	assert_true(tea->stamps == 8 && !tea->is_money && tea->expiry.kind == EXPIRY_NEVER);
	assert_true(programme->basis.without_tax && programme->basis.order_discounts_ignored &&
		    programme->basis.paid_rewards_earn && programme->basis.no_stored_value &&
		    programme->basis.tips_earn);
	assert_true(programme->clawback_owes && programme->spent_stays_spent &&
		    programme->over_redeem_clamps && programme->earned_waits);
	assert_int_equal(programme->hold_minutes, 20);
	programme_free(programme);
}

/* All five, told and refused, since the day began and for some minutes. */
static void limits_are_read(void **state)
{
	struct programme *programme = programmes_of(
		HEAD ",\"limits\":{\"member_sales\":{\"max\":5,\"minutes\":60,\"policy\":\"flag\"},"
		     "\"cashier_sales\":{\"max\":2,\"policy\":\"refuse\"},\"own_card\":{\"policy\":"
		     "\"refuse\"},\"adjustments\":{\"max\":9,\"minutes\":1440,\"policy\":\"flag\"},"
		     "\"discount\":{\"policy\":\"flag\"}}}");
	const struct limits *limits = &programme->limits;

	(void)state;
	assert_true(limits->member_sales.set && !limits->member_sales.refuse);
	assert_true(limits->member_sales.max == 5 && limits->member_sales.minutes == 60);
	assert_true(limits->cashier_sales.set && limits->cashier_sales.refuse);
	assert_true(limits->cashier_sales.max == 2 && limits->cashier_sales.minutes == 0);
	assert_true(limits->own_card.set && limits->own_card.refuse && limits->own_card.max == 0);
	assert_true(limits->adjustments.set && !limits->adjustments.refuse);
	assert_true(limits->adjustments.max == 9 && limits->adjustments.minutes == 1440);
	assert_true(limits->discount.set && !limits->discount.refuse);
	programme_free(programme);
}

/* Both ways of losing a level, each window, each measure. */
static void tiers_are_read(void **state)
{
	struct programme *programme = programmes_of(
		HEAD
		",\"tiers\":{\"by\":\"visits\",\"window\":\"rolling\",\"window_months\":6,\"down\":"
		"\"after\",\"down_months\":3,\"next_sale\":true,\"levels\":[{\"id\":\"one\","
		"\"title\":\"One\",\"from\":0},{\"id\":\"two\",\"title\":\"Two\",\"from\":10}]}}");
	const struct tiers *tiers = &programme->tiers;

	(void)state;
	assert_true(tiers->by == TIER_BY_VISITS && tiers->window == TIER_ROLLING);
	assert_true(tiers->window_months == 6 && tiers->down == TIER_DOWN_AFTER);
	assert_true(tiers->down_months == 3 && tiers->next_sale && tiers->level_count == 2);
	assert_string_equal(tiers->levels[1].id, "two");
	assert_string_equal(tiers->levels[1].title, "Two");
	assert_int_equal(tiers->levels[1].from, 10);
	assert_int_equal(programme_find_level(programme, "two"), 1);
	assert_true(programme_find_level(programme, "three") == PROGRAMME_NONE);
	programme_free(programme);
	programme = programmes_of(HEAD ",\"tiers\":{\"by\":\"points\",\"window\":\"year\",\"down\":"
				       "\"at_once\",\"levels\":[{\"id\":\"a\",\"title\":\"A\","
				       "\"from\":1}]}}");
	assert_true(programme->tiers.by == TIER_BY_EARNED && programme->tiers.window == TIER_YEAR);
	assert_true(programme->tiers.down == TIER_DOWN_AT_ONCE && !programme->tiers.next_sale);
	programme_free(programme);
}

static const char *const EXAMPLES[] = { "schema/programme/cafe.json",
					"schema/programme/grocery.json",
					"schema/programme/boutique.json" };

/* What an owner starts from is good, in two currencies. */
static void the_examples_are_read(void **state)
{
	static const size_t REWARDS[] = { 3, 3, 5 };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		char *text = programmes_file(EXAMPLES[i]);
		struct rgl_why why = { 0 };
		struct programme *programme = NULL;

		if (programmes_read(NULL, text, strlen(text), "DKK", &programme, &why) < 0)
			fail_msg("%s: %s", EXAMPLES[i], why.text);
		programme_free(programme);
		programme = programmes_of(text);
		assert_int_equal(programme->reward_count, REWARDS[i]);
		programme_free(programme);
		free(text);
	}
}

/* A shop that made no file: the settings of init. */
static void a_shop_without_a_file_has_a_rule_and_a_reward(void **state)
{
	struct programme_settings settings = { .earn_points = 2,
					       .earn_per = money_of(1000),
					       .worth = money_of(100),
					       .worth_of = 50,
					       .reward_points = 400,
					       .reward_name = "a free coffee" };
	struct programme *programme = NULL;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	assert_int_equal(programme_basic(&host, &settings, &programme), RGL_OK);
	assert_true(programme->rule_count == 1 && programme->reward_count == 1);
	assert_string_equal(programme->rules[0].id, "base");
	assert_true(programme->rules[0].enabled && programme->rules[0].units == 2 &&
		    programme->rules[0].rounding == PROGRAMME_DOWN &&
		    !programme->rules[0].whole_amounts);
	expect_money(programme->rules[0].amount, 1000);
	expect_money(programme->worth, 100);
	assert_int_equal(programme->worth_of, 50);
	assert_string_equal(programme->rewards[0].id, "reward");
	assert_string_equal(programme->rewards[0].title, "a free coffee");
	assert_true(programme->rewards[0].enabled && programme->rewards[0].kind == REWARD_THING &&
		    programme->rewards[0].cost == 400 && programme->rewards[0].per_sale == 1);
	assert_int_equal(programme->hold_minutes, 15);
	programme_free(programme);
	programme_free(NULL);
}

/* Nothing is given for nothing, and nothing divides by it. */
static void settings_of_nothing_make_no_rule(void **state)
{
	struct programme_settings settings = { .earn_points = 1 };
	struct programme *programme = NULL;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	assert_int_equal(programme_basic(&host, &settings, &programme), RGL_OK);
	assert_true(programme->rule_count == 0 && programme->reward_count == 0);
	assert_int_equal(programme->worth_of, 1);
	programme_free(programme);
}

/* At each allocation in turn memory runs out. */
static void a_file_without_memory_is_told(void **state)
{
	char *text = programmes_file(EXAMPLES[1]);
	rgl_rc rc = RGL_E_MEMORY;

	(void)state;
	for (long at = 0; rc != RGL_OK; at++) {
		struct rgl_why why = { 0 };
		struct programme *programme = NULL;
		struct sweep sweep;

		sweep_init(&sweep, at);
		rc = programmes_read(&sweep.host, text, strlen(text), "EUR", &programme, &why);
		assert_true((rc == RGL_OK) == !sweep.ran_out);
		assert_true(rc == RGL_OK || (rc == RGL_E_MEMORY && programme == NULL));
		assert_int_equal(why.code, rc);
		programme_free(programme);
		assert_true(sweep.held == 0 && !sweep.misused);
	}
	free(text);
}

/* The same for a shop without a file. */
static void the_basic_programme_without_memory_is_told(void **state)
{
	struct programme_settings settings = { .earn_points = 1,
					       .earn_per = money_of(100),
					       .reward_points = 1,
					       .reward_name = "a thing" };
	rgl_rc rc = RGL_E_MEMORY;

	(void)state;
	for (long at = 0; rc != RGL_OK; at++) {
		struct programme *programme = NULL;
		struct sweep sweep;
		struct host host;

		sweep_init(&sweep, at);
		host_init(&host, &sweep.host);
		rc = programme_basic(&host, &settings, &programme);
		assert_true((rc == RGL_OK) == !sweep.ran_out);
		assert_true(rc == RGL_OK || (rc == RGL_E_MEMORY && programme == NULL));
		programme_free(programme);
		assert_true(sweep.held == 0 && !sweep.misused);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_not_said_has_its_default),
		cmocka_unit_test(settings_are_read),
		cmocka_unit_test(limits_are_read),
		cmocka_unit_test(tiers_are_read),
		cmocka_unit_test(the_examples_are_read),
		cmocka_unit_test(a_shop_without_a_file_has_a_rule_and_a_reward),
		cmocka_unit_test(settings_of_nothing_make_no_rule),
		cmocka_unit_test(a_file_without_memory_is_told),
		cmocka_unit_test(the_basic_programme_without_memory_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
