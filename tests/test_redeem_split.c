/* test_redeem_split.c - a discount over tax rates: to the last minor unit, in any cart. */
#include "tests/test_redeem_cart.h"

static const char *const SKUS[] = { "A", "B", "C" };

/* S137: 100 % of A and B, at most 40: 21.82 of 30 and 18.18 of 25. Each at a tax rate of its own
 * says what it bears. */
static void a_capped_discount_is_split_by_worth(void **state)
{
	struct cart cart;
	struct reward *reward;

	(void)state;
	cart_begin(&cart);
	reward = cart_percent(&cart, "all of it", 100);
	reward->on = REWARD_ON_ITEMS;
	reward->items = (struct scope) { .products = { SKUS, 2 } };
	reward->max = money_of(4000);
	reward->automatic = true;
	cart_add(&cart, "other", 1000, 3450);
	cart_tax(cart_add(&cart, "B", 1000, 2500), 7000, 164);
	cart_tax(cart_add(&cart, "A", 1000, 1500), 19000, 239);
	assert_int_equal(cart_due(&cart), 3450);
	cart_tax(cart_add(&cart, "A", 1000, 1500), 19000, 239);
	assert_int_equal(cart_due(&cart), 4950);
	assert_int_equal(cart.got.line_count, 2);
	assert_int_equal(cart.got.lines[0].amount.minor, 1818);
	assert_int_equal(cart.got.lines[0].rate_milli, 7000);
	assert_int_equal(cart.got.lines[0].tax.minor, 119); /* 164 x 18.18 / 25 = 119.26 */
	assert_int_equal(cart.got.lines[1].amount.minor, 2182);
	assert_int_equal(cart.got.lines[1].tax.minor, 348); /* 478 x 21.82 / 30 = 347.67 */
}

/* A rate of 0 is a rate; goods without one are a line of their own, which says none. */
static void goods_without_a_rate_are_one_group(void **state)
{
	struct cart cart;

	(void)state;
	cart_begin(&cart);
	cart_percent(&cart, "10 %", 10)->automatic = true;
	cart_add(&cart, "A", 1000, 1000);
	cart_tax(cart_add(&cart, "B", 1000, 2000), 0, 0);
	cart_add(&cart, "C", 1000, 3000)->rate_milli = 99;
	(void)cart_redeem(&cart);
	assert_int_equal(cart.got.line_count, 2);
	assert_false(cart.got.lines[0].has_rate);
	assert_int_equal(cart.got.lines[0].rate_milli, 0);
	assert_int_equal(cart.got.lines[0].amount.minor, 400);
	assert_true(cart.got.lines[1].has_rate);
	assert_int_equal(cart.got.lines[1].amount.minor, 200);
}

/* Ten times a tenth of a tax of 1 is 1, not ten times nothing. */
static void tax_is_rounded_once_for_each_rate(void **state)
{
	struct cart cart;

	(void)state;
	cart_begin(&cart);
	cart_percent(&cart, "10 %", 10)->automatic = true;
	for (int i = 0; i < 10; i++)
		cart_tax(cart_add(&cart, "A", 1000, 10), 10000, 1);
	(void)cart_redeem(&cart);
	assert_int_equal(cart.got.lines[0].amount.minor, 10);
	assert_int_equal(cart.got.lines[0].tax.minor, 1);
}

static int64_t below(uint64_t *chance, int64_t limit)
{
	return (int64_t)(next_number(chance) % (uint64_t)limit);
}

static void fill_cart(struct cart *cart, uint64_t *chance)
{
	int64_t count = 1 + below(chance, 12);

	for (int64_t i = 0; i < count; i++) {
		int64_t qty_milli = below(chance, 5) == 0 ? 1 + below(chance, 3000)
							  : 1000 * (1 + below(chance, 9));
		int64_t total = below(chance, 6) == 0 ? below(chance, 4) : below(chance, 20000);
		struct sale_line *line = cart_add(cart, SKUS[below(chance, 3)], qty_milli, total);
		static const int64_t RATES[] = { 0, 7000, 19000 };
		int64_t rate = RATES[below(chance, 3)];

		if (below(chance, 4) != 0)
			cart_tax(line, rate, total * rate / (100000 + rate));
	}
	if (below(chance, 4) == 0)
		cart_add(cart, "own", 1000, -below(chance, 3000));
}

static void fill_rewards(struct cart *cart, uint64_t *chance)
{
	static const char *const GROUPS[] = { "", "", "", "g", "h" };

	for (size_t i = 0; i < 8; i++) {
		struct reward *reward =
			cart_reward(cart, (enum reward_kind)below(chance, 7), "reward");

		reward->on = (enum reward_on)below(chance, 3);
		reward->percent_milli = below(chance, 3) == 0 ? 100000 : below(chance, 100001);
		reward->amount = money_of(below(chance, 4000));
		reward->max = money_of(below(chance, 3) == 0 ? below(chance, 2000) : 0);
		reward->items = (struct scope) { .products = { SKUS, (size_t)below(chance, 3) } };
		reward->buy = (struct scope) { .products = { SKUS + 1, (size_t)below(chance, 3) } };
		reward->buy_milli = 500 * (1 + below(chance, 6));
		reward->free_milli = 500 * (1 + below(chance, 4));
		reward->product = below(chance, 2) == 0 ? "A" : "";
		reward->cost = below(chance, 2) == 0 ? below(chance, 40) : 0;
		reward->cost_milli = below(chance, 3) == 0 ? 1000 : 0;
		reward->purse = below(chance, 2) == 0 ? PURSE_POINTS : PURSE_STAMPS;
		reward->automatic = below(chance, 2) == 0;
		reward->alone = below(chance, 12) == 0;
		reward->group = GROUPS[below(chance, 5)];
		reward->priority = below(chance, 3);
		reward->per_sale = 1 + below(chance, 4);
		reward->share_milli = below(chance, 2) == 0 ? below(chance, 100001) : 0;
	}
}

static bool has_own_discount(const struct cart *cart)
{
	for (size_t i = 0; i < cart->sale.line_count; i++)
		if (cart->lines[i].total.minor < 0)
			return true;
	return false;
}

/* All that is true of any cart besides what cart_check looks at: the taxes of the lines are what
 * went off the goods' taxes, by tax rate; of what is discounted to nothing all of the tax is gone;
 * no unit is given away twice. */
static void check_taxes(const struct cart *cart, const struct money *nets,
			const struct money *taxes)
{
	int64_t lines_tax = 0;
	int64_t goods_tax = 0;

	for (size_t i = 0; i < cart->got.line_count; i++) {
		const struct discount_line *line = &cart->got.lines[i];

		assert_true(line->tax.minor >= 0);
		/* The till's own discounts say no tax here. */
		if (!has_own_discount(cart))
			assert_true(line->tax.minor <= line->amount.minor);
		assert_true(line->qty_milli > 0 && line->claim < cart->got.claim_count);
		assert_true(line->has_rate || line->tax.minor == 0);
		lines_tax += line->tax.minor;
	}
	for (size_t i = 0; i < cart->sale.line_count; i++) {
		assert_true(cart->work.taxes[i].minor >= 0);
		assert_true(cart->work.taxes[i].minor <= taxes[i].minor);
		if (nets[i].minor > 0 && cart->work.nets[i].minor == 0)
			assert_int_equal(cart->work.taxes[i].minor, 0);
		goods_tax += taxes[i].minor - cart->work.taxes[i].minor;
		assert_true(cart->free_milli[i] >= 0);
		assert_true(cart->free_milli[i] == 0 ||
			    cart->free_milli[i] <= cart->lines[i].qty_milli);
	}
	assert_int_equal(lines_tax, goods_tax);
}

/* Twenty thousand carts with any rewards: what the lines say is what was taken off, nothing is
 * below zero, and nobody spends what they have not. */
static void any_cart_adds_up(void **state)
{
	uint64_t chance = 20261122;
	int64_t given = 0;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct cart cart;
		struct money nets[CART_LINES_MAX];
		struct money taxes[CART_LINES_MAX];

		cart_begin(&cart);
		fill_cart(&cart, &chance);
		fill_rewards(&cart, &chance);
		cart.programme.over_redeem_clamps = below(&chance, 2) == 0;
		cart.programme.worth_of = 1 + below(&chance, 12);
		cart.programme.worth = money_of(1 + below(&chance, 12));
		cart.spendable[PURSE_POINTS] = below(&chance, 3000) - 100;
		cart.spendable[PURSE_STAMPS] = below(&chance, 60);
		assert_int_equal(basis_of_lines(&cart.programme, &cart.sale, &cart.work), RGL_OK);
		memcpy(nets, cart.arrays[0], sizeof(nets));
		memcpy(taxes, cart.arrays[1], sizeof(taxes));
		for (int64_t wishes = below(&chance, 6); wishes > 0; wishes--) {
			struct wanted *wanted = cart_wish(&cart, (size_t)below(&chance, 9));

			wanted->times = below(&chance, 4);
			wanted->points = below(&chance, 2) == 0 ? below(&chance, 2000) : 0;
		}
		(void)cart_redeem(&cart);
		check_taxes(&cart, nets, taxes);
		given += cart.got.discount.minor > 0;
	}
	assert_true(given > 10000); /* else it looked at nothing */
}

/* Whatever was given before it, 100 % takes all that is left, and all of the tax. */
static void a_full_discount_takes_all_of_the_tax(void **state)
{
	uint64_t chance = 4711;

	(void)state;
	for (int i = 0; i < 5000; i++) {
		struct cart cart;
		int64_t tax = 0;
		int64_t said = 0;

		cart_begin(&cart);
		fill_cart(&cart, &chance);
		if (has_own_discount(&cart))
			cart.sale.line_count--;
		cart_percent(&cart, "some", below(&chance, 99))->automatic = true;
		cart.rewards[0].priority = 1;
		cart_percent(&cart, "all", 100)->automatic = true;
		assert_int_equal(cart_due(&cart), 0);
		for (size_t j = 0; j < cart.sale.line_count; j++) {
			tax += cart.lines[j].tax.minor;
			assert_int_equal(cart.work.taxes[j].minor, 0);
		}
		for (size_t j = 0; j < cart.got.line_count; j++)
			said += cart.got.lines[j].tax.minor;
		assert_int_equal(said, tax);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_capped_discount_is_split_by_worth),
		cmocka_unit_test(goods_without_a_rate_are_one_group),
		cmocka_unit_test(tax_is_rounded_once_for_each_rate),
		cmocka_unit_test(any_cart_adds_up),
		cmocka_unit_test(a_full_discount_takes_all_of_the_tax),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
