/* test_redeem_points.c - points as money, and what rewards cost when there is no cart. Numbers like
 * S056 are of scenarios that other loyalty systems' own tests settle. */
#include "tests/test_redeem_cart.h"

/* Points pay what is left to pay: after the other wish and after what comes by itself, wherever the
 * wish for them stands; their share is measured on that as well. */
static void points_as_money_come_last(void **state)
{
	struct cart cart;

	(void)state;
	cart_begin(&cart);
	cart_reward(&cart, REWARD_MONEY, "points as money")->share_milli = 50000;
	cart_percent(&cart, "20 %", 20);
	cart_amount(&cart, "3.00 off", 300)->automatic = true;
	cart.spendable[PURSE_POINTS] = 10000;
	cart_add(&cart, "A", 1000, 2000);
	cart_wish(&cart, 0);
	cart_wish(&cart, 1);
	(void)cart_redeem(&cart);
	assert_int_equal(cart.got.claim_count, 3);
	assert_int_equal(cart.got.claims[0].discount.minor, 400);
	assert_int_equal(cart.got.claims[0].wish, 1);
	assert_int_equal(cart.got.claims[1].discount.minor, 300);
	assert_int_equal(cart.got.claims[2].discount.minor, 650); /* half of 13.00 */
	assert_int_equal(cart.got.claims[2].wish, 0);
	assert_int_equal(cart.got.costs[PURSE_POINTS], 650);
}

/* Who wishes to pay with points is not kept from it by what nobody asked for; but where there are
 * no points, that comes after all. */
static void what_comes_by_itself_gives_way_to_points_that_pay(void **state)
{
	for (int by_group = 0; by_group < 2; by_group++) {
		struct cart cart;

		(void)state;
		cart_begin(&cart);
		cart_reward(&cart, REWARD_MONEY, "points as money")->group = by_group ? "one" : "";
		cart_percent(&cart, "20 %", 20)->automatic = true;
		cart.rewards[1].group = by_group ? "one" : "";
		cart.rewards[1].alone = !by_group;
		cart_add(&cart, "A", 1000, 2000);
		cart_wish(&cart, 0);
		(void)cart_redeem(&cart);
		assert_int_equal(cart.got.claim_count, 1);
		assert_int_equal(cart.got.claims[0].discount.minor, 100);
		cart.spendable[PURSE_POINTS] = 0;
		(void)cart_redeem(&cart);
		assert_int_equal(cart.got.claim_count, 2);
		assert_int_equal(cart.got.claims[0].rc, RGL_E_POINTS);
		assert_int_equal(cart.got.claims[1].discount.minor, 400);
	}
}

/* S046, S055 to S065, S070: how many points go, and what for. */
static void points_as_money_go_as_far_as_they_may(void **state)
{
	static const struct {
		int64_t due, worth, balance, asked, least, step, share;
		bool clamps;
		rgl_rc rc;
		int64_t discount, cost;
	} CASES[] = {
		{ 26500, 100, 100, 0, 100, 0, 0, false, RGL_OK, 10000, 100 },	/* S046 */
		{ 10000, 1, 700, 1000, 500, 0, 50000, true, RGL_OK, 700, 700 }, /* S055 */
		{ 10000, 1, 700, 1000, 500, 0, 50000, false, RGL_E_POINTS, 0, 0 },
		{ 10000, 1, 10000, 10000, 0, 0, 50000, false, RGL_OK, 5000, 5000 }, /* S056 */
		{ 10000, 1, 700, 400, 500, 0, 50000, false, RGL_E_FIELD, 0, 0 },    /* S058 */
		{ 10000, 0, 100, 50, 0, 0, 0, true, RGL_E_FIELD, 0, 0 },	    /* S059 */
		{ 10000, 1, 200, 500, 0, 0, 0, true, RGL_OK, 200, 200 },	    /* S061 */
		{ 10000, 1, 40, 40, 0, 0, 0, false, RGL_OK, 40, 40 },		    /* S062 */
		{ 6000, 100, 20, 40, 0, 0, 0, false, RGL_E_POINTS, 0, 0 },	    /* S064 */
		{ 10100, 10, 10000, 0, 0, 0, 0, false, RGL_OK, 10100, 1010 },	    /* S065 */
		{ 10065, 10, 10000, 0, 0, 0, 0, false, RGL_OK, 10065, 1007 },
		{ 1010, 10, 10000, 0, 0, 0, 50000, false, RGL_OK, 505, 51 },
		{ 300000, 3, 3030, 0, 0, 0, 0, false, RGL_OK, 9090, 3030 }, /* S070 */
		{ 10000, 1, 777, 0, 0, 100, 0, false, RGL_OK, 700, 700 },
		{ 10000, 1, 777, 450, 0, 100, 0, false, RGL_OK, 400, 400 },
		{ 10000, 1, 777, 50, 0, 100, 0, false, RGL_E_FIELD, 0, 0 },
		{ 300, 1, 777, 0, 500, 0, 0, false, RGL_E_FIELD, 0, 0 },
		{ 0, 1, 777, 0, 0, 0, 0, false, RGL_E_FIELD, 0, 0 },
		{ 10000, 1, 0, 0, 0, 0, 0, true, RGL_E_POINTS, 0, 0 },
		{ 10000, 1, -5, 0, 0, 0, 0, true, RGL_E_POINTS, 0, 0 },
		{ 10000, 1, 100, -5, 0, 0, 0, true, RGL_E_FIELD, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		struct cart cart;
		struct reward *reward;

		cart_begin(&cart);
		reward = cart_reward(&cart, REWARD_MONEY, "points as money");
		reward->least = CASES[i].least;
		reward->step = CASES[i].step;
		reward->share_milli = CASES[i].share;
		cart.programme.worth = money_of(CASES[i].worth);
		cart.programme.over_redeem_clamps = CASES[i].clamps;
		cart.spendable[PURSE_POINTS] = CASES[i].balance;
		cart_add(&cart, "A", 1000, CASES[i].due);
		cart_wish(&cart, 0)->points = CASES[i].asked;
		(void)cart_redeem(&cart);
		assert_int_equal(cart.got.claims[0].rc, CASES[i].rc);
		assert_int_equal(cart.got.discount.minor, CASES[i].discount);
		assert_int_equal(cart.got.costs[PURSE_POINTS], CASES[i].cost);
	}
}

/* 33 points at 10 for a minor unit are worth 3, and 30 points are as well. */
static void no_point_is_taken_that_buys_nothing(void **state)
{
	struct cart cart;

	(void)state;
	cart_begin(&cart);
	cart_reward(&cart, REWARD_MONEY, "points as money");
	cart.programme.worth_of = 10;
	cart_add(&cart, "A", 1000, 1000);
	cart_wish(&cart, 0)->points = 33;
	assert_int_equal(cart_due(&cart), 997);
	assert_int_equal(cart.got.costs[PURSE_POINTS], 30);
	cart.wanted[0].points = 9;
	(void)cart_redeem(&cart);
	assert_int_equal(cart.got.claims[0].rc, RGL_E_FIELD);
}

/* Points as money pay what other rewards left, with the points that those left. */
static void points_as_money_pay_what_is_left(void **state)
{
	struct cart cart;

	(void)state;
	cart_begin(&cart);
	cart_percent(&cart, "10 %", 10)->cost = 30;
	cart_reward(&cart, REWARD_MONEY, "points as money");
	cart_add(&cart, "A", 1000, 1000);
	cart_wish(&cart, 0);
	cart_wish(&cart, 1);
	assert_int_equal(cart_due(&cart), 830);
	assert_int_equal(cart.got.costs[PURSE_POINTS], 100);
	cart.lines[0].total = money_of(50);
	assert_int_equal(cart_due(&cart), 0);
	assert_int_equal(cart.got.claims[1].cost, 45);
}

/* Why points as money are refused. */
static void points_as_money_are_refused_in_words(void **state)
{
	struct cart cart;
	struct reward *reward = cart_begin_wished(&cart);

	(void)state;
	reward->kind = REWARD_MONEY;
	reward->least = 50;
	cart.wanted[0].points = 40;
	cart_refused(&cart, RGL_E_FIELD,
		     "10 %: at least 50 points go at a time; 40 were asked for");
	cart.wanted[0].points = 101;
	cart_refused(&cart, RGL_E_POINTS, "10 % needs 101 points; 100 are there");
	cart.spendable[PURSE_POINTS] = 49;
	cart.wanted[0].points = 0;
	cart_refused(&cart, RGL_E_POINTS, "10 % needs 50 points; 49 are there");
	cart.spendable[PURSE_POINTS] = 99;
	reward->step = 100;
	cart_refused(&cart, RGL_E_FIELD, "10 %: points go in steps of 100; 99 are too few");
	cart.lines[0].total = money_of(30);
	cart_refused(&cart, RGL_E_FIELD,
		     "10 %: this sale takes no more than 30 points, fewer than go at a time");
	cart.programme.worth_of = 0;
	cart_refused(&cart, RGL_E_FIELD, "10 %: the programme does not say what a point is worth");
}

/* What a paid use costs: by the use, by the begun lot of units, by what points are worth. */
static void a_use_that_was_given_is_paid_for(void **state)
{
	struct cart cart;
	int64_t units = -1;

	(void)state;
	cart_begin_wished(&cart)->cost = 5;
	assert_int_equal(redeem_cost(&cart.programme, 0, 3, money_of(100), 0, &units), RGL_OK);
	assert_int_equal(units, 15);
	cart.rewards[0].kind = REWARD_FREE;
	cart.rewards[0].cost_milli = 2000;
	assert_int_equal(redeem_cost(&cart.programme, 0, 1, money_of(100), 5000, &units), RGL_OK);
	assert_int_equal(units, 15);
	cart.rewards[0].kind = REWARD_MONEY;
	cart.programme.worth = money_of(10);
	assert_int_equal(redeem_cost(&cart.programme, 0, 1, money_of(101), 0, &units), RGL_OK);
	assert_int_equal(units, 11);
	cart.programme.worth_of = 0;
	assert_int_equal(redeem_cost(&cart.programme, 0, 1, money_of(101), 0, &units), RGL_OK);
	assert_int_equal(units, 0);
}

/* What 64 bits do not hold is refused, not wrapped. */
static void a_cost_beyond_counting_is_refused(void **state)
{
	struct cart cart;
	int64_t units = -1;

	(void)state;
	cart_begin_wished(&cart)->cost = INT64_MAX;
	assert_int_equal(redeem_cost(&cart.programme, 0, 2, money_of(101), 0, &units), RGL_E_RANGE);
	cart.rewards[0].kind = REWARD_MONEY;
	cart.programme.worth_of = INT64_MAX;
	assert_int_equal(redeem_cost(&cart.programme, 0, 1, money_of(101), 0, &units), RGL_E_RANGE);
	assert_int_equal(units, -1);
}

/* What a till shows when a card is scanned. */
static void what_a_member_could_have_now_is_within_reach(void **state)
{
	static const char *const CODE[] = { "code" };
	static const bool CAN[] = { true, false, false, false, true, false, false, true };
	static const int64_t MISSING[] = { 0, 20, 0, 0, 0, 50, 0, 0 };
	struct cart cart;
	bool can[CART_REWARDS_MAX];
	int64_t missing[CART_REWARDS_MAX];

	(void)state;
	cart_begin(&cart);
	cart.standing.balances[PURSE_POINTS] = 100;
	cart_percent(&cart, "100", 10)->cost = 100;
	cart_percent(&cart, "120", 10)->cost = 120;
	cart_percent(&cart, "off", 10)->enabled = false;
	cart_percent(&cart, "coupon", 10)->coupon_only = true;
	cart_reward(&cart, REWARD_MONEY, "money")->step = 100;
	cart_reward(&cart, REWARD_MONEY, "dear")->least = 150;
	cart_percent(&cart, "code", 10)->when.codes = (struct word_list) { CODE, 1 };
	cart_reward(&cart, REWARD_FREE, "free")->cost = 50;
	cart.rewards[7].free_milli = 3000;
	cart.rewards[7].cost_milli = 2000;
	redeem_within_reach(&cart.programme, &cart.standing, can, missing);
	for (size_t i = 0; i < 8; i++) {
		assert_int_equal(can[i], CAN[i]);
		assert_int_equal(missing[i], MISSING[i]);
	}
}

/* S185: its one use was another member's. A balance may be below zero; nobody has none. */
static void what_is_used_up_is_out_of_reach(void **state)
{
	struct cart cart;
	bool can[CART_REWARDS_MAX];
	int64_t missing[CART_REWARDS_MAX];

	(void)state;
	cart_begin_wished(&cart)->uses_total = 1;
	cart_percent(&cart, "100", 10)->cost = 100;
	cart_percent(&cart, "once each", 10)->uses_max = 1;
	cart_reward(&cart, REWARD_MONEY, "money");
	cart.programme.worth = money_of(0);
	cart.standing.balances[PURSE_POINTS] = -5;
	redeem_within_reach(&cart.programme, &cart.standing, can, missing);
	assert_true(can[0] && can[2]);
	assert_false(can[1] || can[3]);
	assert_int_equal(missing[1], 100);
	cart.standing.rewards[0].total = 1;
	cart.standing.member = 0;
	redeem_within_reach(&cart.programme, &cart.standing, can, missing);
	assert_false(can[0] || can[2]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(points_as_money_come_last),
		cmocka_unit_test(what_comes_by_itself_gives_way_to_points_that_pay),
		cmocka_unit_test(points_as_money_go_as_far_as_they_may),
		cmocka_unit_test(no_point_is_taken_that_buys_nothing),
		cmocka_unit_test(points_as_money_pay_what_is_left),
		cmocka_unit_test(points_as_money_are_refused_in_words),
		cmocka_unit_test(a_use_that_was_given_is_paid_for),
		cmocka_unit_test(a_cost_beyond_counting_is_refused),
		cmocka_unit_test(what_a_member_could_have_now_is_within_reach),
		cmocka_unit_test(what_is_used_up_is_out_of_reach),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
