/* test_redeem_units.c - rewards that give units: the cheapest one, free ones, so many for so many.
 * Numbers like S151 are of scenarios that other loyalty systems' own tests settle. */
#include "tests/test_redeem_cart.h"

static const char *const A[] = { "A" };
static const char *const PEN[] = { "pen" };
static const char *const BOARD[] = { "board" };

/* S145: 90 % off the cheapest of five pens at 3.20: 13.12; once used, 16.00. */
static void the_cheapest_is_one_unit(void **state)
{
	struct cart cart;
	struct reward *reward;

	(void)state;
	cart_begin(&cart);
	reward = cart_percent(&cart, "90 %", 90);
	reward->on = REWARD_ON_CHEAPEST;
	reward->automatic = true;
	reward->uses_max = 1;
	cart_add(&cart, "pen", 5000, 1600);
	assert_int_equal(cart_due(&cart), 1312);
	cart.standing.rewards[0].uses = 1;
	assert_int_equal(cart_due(&cart), 1600);
}

/* S008: the pen of 3.20 goes, the organizer of 5.10 stays; 0.345 kg of cheese are one piece. */
static void the_cheapest_of_weighed_goods_is_the_whole_line(void **state)
{
	struct cart cart;
	struct reward *reward;

	(void)state;
	cart_begin(&cart);
	reward = cart_percent(&cart, "cheapest", 100);
	reward->on = REWARD_ON_CHEAPEST;
	reward->cost = 2;
	cart_add(&cart, "organizer", 1000, 510);
	cart_add(&cart, "pen", 1000, 320);
	cart_wish(&cart, 0);
	assert_int_equal(cart_due(&cart), 510);
	assert_int_equal(cart.got.costs[PURSE_POINTS], 2);
	cart_add(&cart, "cheese", 345, 290);
	assert_int_equal(cart_due(&cart), 830);
	reward->per_sale = 5; /* two uses: the cheese and the pen */
	cart.wanted[0].times = 2;
	assert_int_equal(cart_due(&cart), 510);
	cart.wanted[0].times = 5; /* there are three */
	assert_int_equal(cart_due(&cart), 0);
	assert_int_equal(cart.got.claims[0].times, 3);
	assert_int_equal(cart.got.claims[0].cost, 6);
}

/* S043: 3 points for each 2 units, 5 of them free: 9. */
static void free_units_are_paid_for_by_the_begun_pair(void **state)
{
	struct cart cart;
	struct reward *reward;

	(void)state;
	cart_begin(&cart);
	reward = cart_reward(&cart, REWARD_FREE, "free pens");
	reward->items = cart_product(PEN);
	reward->free_milli = 5000;
	reward->cost = 3;
	reward->cost_milli = 2000;
	cart.spendable[PURSE_POINTS] = 50;
	cart_add(&cart, "pen", 8000, 2560);
	cart_wish(&cart, 0);
	assert_int_equal(cart_due(&cart), 960);
	assert_int_equal(cart.got.costs[PURSE_POINTS], 9);
	assert_int_equal(cart.got.line_count, 1);
	assert_int_equal(cart.got.lines[0].qty_milli, 5000);
}

/* S050: one pen paid and one free; the cheapest first, over two lines. */
static void the_cheapest_units_are_free_first(void **state)
{
	struct cart cart;
	struct reward *reward;

	(void)state;
	cart_begin(&cart);
	reward = cart_reward(&cart, REWARD_FREE, "free pen");
	reward->free_milli = 1000;
	reward->cost = 4;
	cart_add(&cart, "pen", 2000, 640);
	cart.spendable[PURSE_POINTS] = 5;
	cart_wish(&cart, 0);
	assert_int_equal(cart_due(&cart), 320);
	assert_int_equal(cart.got.costs[PURSE_POINTS], 4);
	cart_add(&cart, "board", 1000, 198);
	assert_int_equal(cart_due(&cart), 640);
	reward->free_milli = 2000;
	assert_int_equal(cart_due(&cart), 320);
}

/* S052: what has no price can be had for points too, and the bill names it. */
static void a_thing_without_a_price_can_be_free(void **state)
{
	struct cart cart;
	struct reward *reward;

	(void)state;
	cart_begin(&cart);
	reward = cart_reward(&cart, REWARD_FREE, "gift");
	reward->items = cart_product(PEN);
	reward->free_milli = 1000;
	reward->cost = 5;
	cart_add(&cart, "A", 1000, 1020);
	cart_add(&cart, "pen", 1000, 0);
	cart_wish(&cart, 0);
	assert_int_equal(cart_due(&cart), 1020);
	assert_int_equal(cart.got.costs[PURSE_POINTS], 5);
	assert_int_equal(cart.got.line_count, 1);
	assert_int_equal(cart.got.lines[0].amount.minor, 0);
	assert_string_equal(cart.got.lines[0].product, "");
}

/* What is not in the cart is added by the till, for nothing. */
static void a_free_product_that_is_not_there_is_added(void **state)
{
	struct cart cart;
	struct reward *reward;

	(void)state;
	cart_begin(&cart);
	reward = cart_reward(&cart, REWARD_FREE, "two pens");
	reward->items = cart_product(PEN);
	reward->product = "pen";
	reward->free_milli = 2000;
	cart_add(&cart, "A", 1000, 1000);
	cart_wish(&cart, 0);
	assert_int_equal(cart_due(&cart), 1000);
	assert_int_equal(cart.got.line_count, 1);
	assert_string_equal(cart.got.lines[0].product, "pen");
	assert_int_equal(cart.got.lines[0].qty_milli, 2000);
	cart_add(&cart, "pen", 1000, 320);
	assert_int_equal(cart_due(&cart), 1000);
	assert_int_equal(cart.got.line_count, 2);
	assert_int_equal(cart.got.lines[0].qty_milli, 1000);
	assert_int_equal(cart.got.lines[1].qty_milli, 1000);
	assert_string_equal(cart.got.lines[1].product, "pen");
	reward->product = ""; /* then only what is there, and a use less is paid for */
	reward->free_milli = 1000;
	reward->per_sale = 3;
	reward->cost = 1;
	cart.wanted[0].times = 3;
	assert_int_equal(cart_due(&cart), 1000);
	assert_int_equal(cart.got.claims[0].times, 1);
	assert_int_equal(cart.got.claims[0].cost, 1);
}

/* S151: of 13, bought two by two, four are free; a third one would be free of two. */
static void so_many_for_so_many_of_the_same(void **state)
{
	static const struct {
		int64_t in_cart, free, may_add;
	} CASES[] = {
		{ 1, 0, 0 }, { 2, 0, 1 }, { 3, 1, 0 }, { 8, 2, 1 }, { 9, 3, 0 }, { 13, 4, 0 }
	};

	(void)state;
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		struct cart cart;
		struct reward *reward;
		const struct redemption *got;

		cart_begin(&cart);
		reward = cart_reward(&cart, REWARD_BUY_GET, "third free");
		reward->items = cart_product(PEN);
		reward->buy = cart_product(PEN);
		reward->buy_milli = 2000;
		reward->free_milli = 1000;
		reward->automatic = true;
		cart_add(&cart, "pen", CASES[i].in_cart * 1000, CASES[i].in_cart * 320);
		cart_add(&cart, "board", 9000, 1782);
		got = cart_redeem(&cart);
		assert_int_equal(got->discount.minor, CASES[i].free * 320);
		assert_int_equal(got->claim_count, CASES[i].in_cart > 1);
		if (got->claim_count > 0) {
			assert_int_equal(got->claims[0].may_add_milli, CASES[i].may_add * 1000);
			assert_int_equal(got->claims[0].times, CASES[i].free > 0);
		}
		assert_int_equal(got->line_count, CASES[i].free > 0);
		if (got->line_count > 0)
			assert_int_equal(got->lines[0].qty_milli, CASES[i].free * 1000);
	}
}

/* S152: six boards at 1.98 give two pens, whether they are there, may be added, or are added. */
static void so_many_for_so_many_of_another(void **state)
{
	struct cart cart;
	struct reward *reward;

	(void)state;
	cart_begin(&cart);
	reward = cart_reward(&cart, REWARD_BUY_GET, "pens");
	reward->items = cart_product(PEN);
	reward->buy = cart_product(BOARD);
	reward->buy_milli = 3000;
	reward->free_milli = 1000;
	reward->automatic = true;
	cart_add(&cart, "board", 6000, 1188);
	assert_int_equal(cart_due(&cart), 1188);
	assert_int_equal(cart.got.claims[0].may_add_milli, 2000);
	reward->product = "pen";
	assert_int_equal(cart_due(&cart), 1188);
	assert_int_equal(cart.got.claims[0].may_add_milli, 0);
	assert_int_equal(cart.got.lines[0].qty_milli, 2000);
	assert_string_equal(cart.got.lines[0].product, "pen");
	cart_add(&cart, "pen", 3000, 960);
	assert_int_equal(cart_due(&cart), 1188 + 320);
	assert_int_equal(cart.got.lines[0].qty_milli, 2000);
	reward->percent_milli = 50000;
	assert_int_equal(cart_due(&cart), 1188 + 640);
}

/* A drink for each drink: a cola alone is not free for having been bought; with a coffee it is. */
static void what_is_in_both_scopes_counts_once(void **state)
{
	struct cart cart;
	struct reward *reward;

	(void)state;
	cart_begin(&cart);
	reward = cart_reward(&cart, REWARD_BUY_GET, "cola");
	reward->items = cart_product(A);
	reward->buy_milli = 1000;
	reward->free_milli = 1000;
	reward->automatic = true;
	cart_add(&cart, "A", 1000, 200);
	assert_int_equal(cart_due(&cart), 200);
	assert_int_equal(cart.got.claims[0].may_add_milli, 1000);
	cart_add(&cart, "coffee", 1000, 300);
	assert_int_equal(cart_due(&cart), 300);
	assert_int_equal(cart.got.claims[0].may_add_milli, 0);
	cart_add(&cart, "A", 2000, 400); /* three colas, a coffee: two free */
	assert_int_equal(cart_due(&cart), 500);
}

/* An A gives a B or another A. What is only to be given completes a set as well; of the dear one
 * and the cheap one the other is given, when the cheap one is the one that was bought. */
static void scopes_that_overlap_in_part_make_sets_of_both(void **state)
{
	static const char *const EITHER[] = { "A", "B" };
	struct cart cart;
	struct reward *reward;

	(void)state;
	cart_begin(&cart);
	reward = cart_reward(&cart, REWARD_BUY_GET, "one for one");
	reward->buy = cart_product(A);
	reward->items = (struct scope) { .products = { EITHER, 2 } };
	reward->buy_milli = 1000;
	reward->free_milli = 1000;
	reward->automatic = true;
	cart_add(&cart, "B", 1000, 300);
	assert_int_equal(cart_due(&cart), 300);
	cart_add(&cart, "A", 1000, 200);
	assert_int_equal(cart_due(&cart), 200);
	assert_int_equal(cart.got.lines[0].qty_milli, 1000);
	cart_add(&cart, "A", 1000, 200); /* two bought would give two: one may be added */
	assert_int_equal(cart_due(&cart), 500);
	assert_int_equal(cart.got.claims[0].may_add_milli, 1000);
	cart.lines[0].qty_milli = 3000;
	cart.lines[0].total = money_of(900);
	assert_int_equal(cart_due(&cart), 700);
}

/* What one reward gave away neither counts as bought nor is given again by the next. */
static void a_unit_is_given_away_once(void **state)
{
	struct cart cart;
	struct reward *reward;

	(void)state;
	cart_begin(&cart);
	reward = cart_reward(&cart, REWARD_FREE, "one free");
	reward->free_milli = 1000;
	reward = cart_reward(&cart, REWARD_BUY_GET, "third free");
	reward->buy_milli = 2000;
	reward->free_milli = 1000;
	cart_add(&cart, "pen", 3000, 960);
	cart_wish(&cart, 0);
	cart_wish(&cart, 1);
	assert_int_equal(cart_due(&cart), 640);
	assert_int_equal(cart.got.claims[1].times, 0);
	assert_int_equal(cart.got.claims[1].may_add_milli, 1000);
	cart.lines[0].qty_milli = 4000;
	cart.lines[0].total = money_of(1280);
	assert_int_equal(cart_due(&cart), 640);
	assert_int_equal(cart.work.free_milli[0], 2000);
}

/* What is discounted to nothing is no gift: the next cheapest is, and it alone counts as bought. */
static void what_is_discounted_to_nothing_is_not_given(void **state)
{
	struct cart cart;
	struct reward *reward;

	(void)state;
	cart_begin(&cart);
	reward = cart_percent(&cart, "A for nothing", 100);
	reward->on = REWARD_ON_ITEMS;
	reward->items = cart_product(A);
	cart_reward(&cart, REWARD_FREE, "one free")->free_milli = 1000;
	cart_reward(&cart, REWARD_BUY_GET, "second free")->free_milli = 1000;
	cart.rewards[2].buy_milli = 1000;
	cart_add(&cart, "A", 1000, 100);
	cart_add(&cart, "pen", 2000, 640);
	cart_wish(&cart, 0);
	cart_wish(&cart, 1);
	cart_wish(&cart, 2);
	assert_int_equal(cart_due(&cart), 320);
	assert_int_equal(cart.got.claims[1].discount.minor, 320);
	assert_int_equal(cart.got.claims[2].times, 0);
}

/* Three pens, one of them for nothing, are no three pens. */
static void a_free_unit_is_not_counted_for_a_least_quantity(void **state)
{
	struct cart cart;

	(void)state;
	cart_begin(&cart);
	cart_reward(&cart, REWARD_FREE, "one free")->free_milli = 1000;
	cart_percent(&cart, "from three", 10)->when.min_qty_milli = 3000;
	cart_add(&cart, "pen", 3000, 960);
	cart_wish(&cart, 0);
	cart_wish(&cart, 1);
	assert_int_equal(cart_due(&cart), 640);
	assert_int_equal(cart.got.claims[1].rc, RGL_E_FIELD);
	cart.lines[0].qty_milli = 4000;
	cart.lines[0].total = money_of(1280);
	assert_int_equal(cart_due(&cart), 864);
}

/* A pen at 3.20 for which 2.20 were paid was not given away: it is one of three. */
static void a_unit_that_was_paid_in_part_is_counted(void **state)
{
	struct cart cart;

	(void)state;
	cart_begin(&cart);
	cart_reward(&cart, REWARD_FREE, "one free")->free_milli = 1000;
	cart.rewards[0].max = money_of(100);
	cart_percent(&cart, "from three", 10)->when.min_qty_milli = 3000;
	cart_add(&cart, "pen", 3000, 960);
	cart_wish(&cart, 0);
	cart_wish(&cart, 1);
	assert_int_equal(cart_due(&cart), 774);
	cart.rewards[0].max = money_of(320);
	assert_int_equal(cart_due(&cart), 640);
}

/* The till says one of them: what one more unit would bring. */
static void of_a_group_one_tells_what_may_be_added(void **state)
{
	struct cart cart;

	(void)state;
	cart_begin(&cart);
	for (int i = 0; i < 2; i++) {
		struct reward *reward = cart_reward(&cart, REWARD_BUY_GET, "third free");

		reward->buy_milli = 2000;
		reward->free_milli = 1000;
		reward->group = "g";
		reward->automatic = true;
	}
	cart_add(&cart, "pen", 2000, 640);
	assert_int_equal(cart_due(&cart), 640);
	assert_int_equal(cart.got.claim_count, 1);
	assert_int_equal(cart.got.claims[0].may_add_milli, 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cheapest_is_one_unit),
		cmocka_unit_test(the_cheapest_of_weighed_goods_is_the_whole_line),
		cmocka_unit_test(free_units_are_paid_for_by_the_begun_pair),
		cmocka_unit_test(the_cheapest_units_are_free_first),
		cmocka_unit_test(a_thing_without_a_price_can_be_free),
		cmocka_unit_test(a_free_product_that_is_not_there_is_added),
		cmocka_unit_test(so_many_for_so_many_of_the_same),
		cmocka_unit_test(so_many_for_so_many_of_another),
		cmocka_unit_test(what_is_in_both_scopes_counts_once),
		cmocka_unit_test(scopes_that_overlap_in_part_make_sets_of_both),
		cmocka_unit_test(a_unit_is_given_away_once),
		cmocka_unit_test(what_is_discounted_to_nothing_is_not_given),
		cmocka_unit_test(a_free_unit_is_not_counted_for_a_least_quantity),
		cmocka_unit_test(a_unit_that_was_paid_in_part_is_counted),
		cmocka_unit_test(of_a_group_one_tells_what_may_be_added),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
