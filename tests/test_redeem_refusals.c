/* test_redeem_refusals.c - rewards that may not be had, and what the cashier is told. */
#include "tests/test_redeem_cart.h"

#include "plugin/base/utf8.h"

static const char *const A[] = { "A" };

static void given(struct cart *cart)
{
	assert_int_equal(cart_redeem(cart)->claims[0].rc, RGL_OK);
	assert_int_equal(cart->got.discount.minor, 100);
}

/* A till may know a reward that the programme no longer has. */
static void a_reward_that_is_not_there_is_refused(void **state)
{
	struct cart cart;

	(void)state;
	(void)cart_begin_wished(&cart);
	cart.wanted[0].reward = PROGRAMME_NONE;
	cart_refused(&cart, RGL_E_FIELD, "there is no such reward in the programme");
	cart.wanted[0].reward = 0;
	cart.rewards[0].enabled = false;
	cart_refused(&cart, RGL_E_FIELD, "10 %: it is not offered any more");
}

/* S044: 3 points and one of this sale, 5 needed; S068: both together are too dear. */
static void too_few_points_are_refused_in_numbers(void **state)
{
	struct cart cart;

	(void)state;
	cart_begin_wished(&cart)->cost = 5;
	cart.spendable[PURSE_POINTS] = 4;
	cart_refused(&cart, RGL_E_POINTS, "10 % needs 5 points; 4 are there");
	cart.spendable[PURSE_POINTS] = -9;
	cart_refused(&cart, RGL_E_POINTS, "10 % needs 5 points; 0 are there");
	cart.spendable[PURSE_POINTS] = 9;
	given(&cart);
	cart.rewards[0].purse = PURSE_STAMPS;
	cart.spendable[PURSE_STAMPS] = 1;
	cart_refused(&cart, RGL_E_POINTS, "10 % needs 5 stamps of stamps; 1 is there");
	cart.rewards[0].purse = PURSE_POINTS;
	given(&cart);
	cart_percent(&cart, "again", 10)->cost = 5;
	cart_wish(&cart, 1);
	given(&cart);
	assert_string_equal(cart.got.claims[1].why, "again needs 5 points; 4 are there");
	assert_int_equal(cart.got.costs[PURSE_POINTS], 5);
	cart.rewards[1].purse = PURSE_CREDIT;
	given(&cart);
	assert_string_equal(cart.got.claims[1].why, "again: there is not enough credit");
	cart.spendable[PURSE_CREDIT] = 5;
	assert_int_equal(cart_due(&cart), 810);
	assert_int_equal(cart.got.costs[PURSE_CREDIT], 5);
}

/* Without its coupon it is not to be had. */
static void a_reward_for_a_coupon_needs_one(void **state)
{
	struct cart cart;

	(void)state;
	cart_begin_wished(&cart)->coupon_only = true;
	cart_refused(&cart, RGL_E_FIELD, "10 %: it is for a coupon; scan the coupon");
	cart.wanted[0].has_coupon = true;
	given(&cart);
}

/* S185: one use in all, and another member had it. */
static void a_reward_is_used_up(void **state)
{
	struct cart cart;
	struct reward *reward;

	(void)state;
	reward = cart_begin_wished(&cart);
	reward->uses_total = 1;
	given(&cart);
	cart.standing.rewards[0].total = 1;
	cart_refused(&cart, RGL_E_FIELD, "10 %: it is used up; there were 1 in all");
	reward->uses_total = 0;
	reward->uses_max = 1;
	cart.standing.rewards[0].uses = 1;
	cart_refused(&cart, RGL_E_FIELD, "10 %: a member has it at most once, and had it once");
	reward->uses_max = 2;
	cart.standing.rewards[0].uses = 1;
	given(&cart);
	cart.standing.rewards[0].uses = 2;
	cart_refused(&cart, RGL_E_FIELD,
		     "10 %: a member has it at most 2 times, and had it 2 times");
	cart.standing.member = 0;
	cart_refused(&cart, RGL_E_FIELD, "10 %: it is for members; scan a card");
	cart.standing.rewards[0].uses = 0;
	cart.wanted[0].has_coupon = true;
	given(&cart);
}

/* Two wishes for the same add up. */
static void a_sale_has_a_reward_so_often(void **state)
{
	struct cart cart;

	(void)state;
	cart_begin_wished(&cart)->per_sale = 2;
	cart.wanted[0].times = 3;
	cart_refused(&cart, RGL_E_FIELD, "10 %: a sale has it at most 2 times");
	cart.wanted[0].times = 1;
	cart_wish(&cart, 0)->times = 2;
	given(&cart);
	assert_int_equal(cart.got.claims[1].rc, RGL_E_FIELD);
	cart.wanted[1].times = 1;
	assert_int_equal(cart_due(&cart), 810);
	cart.wanted[0].times = -1;
	assert_int_equal(cart_due(&cart), 900);
	assert_string_equal(cart.got.claims[0].why,
			    "10 %: it can be had 1 to 1000 times in a sale");
	assert_int_equal(cart.got.claims[0].rc, RGL_E_RANGE);
	cart.rewards[0].per_sale = 0;
	cart.wanted[0].times = INT64_MAX;
	assert_int_equal(cart_redeem(&cart)->claims[0].rc, RGL_E_RANGE);
}

/* Either of the two may be the one that stands alone. */
static void a_reward_that_stands_alone_has_no_other_beside_it(void **state)
{
	struct cart cart;

	(void)state;
	cart_begin_wished(&cart)->alone = true;
	cart_percent(&cart, "more", 10);
	cart_wish(&cart, 1);
	given(&cart);
	assert_string_equal(cart.got.claims[1].why, "more: it does not go together with 10 %");
	cart.rewards[0].alone = false;
	cart.rewards[1].alone = true;
	given(&cart);
	assert_int_equal(cart.got.claims[1].rc, RGL_E_FIELD);
	cart.wanted_count = 1;
	cart.rewards[1].automatic = true;
	given(&cart);
	assert_int_equal(cart.got.claim_count, 1);
}

/* Of two of one group that are wished for the first is given; no automatic one joins it. */
static void of_a_group_one_is_given(void **state)
{
	struct cart cart;

	(void)state;
	cart_begin_wished(&cart)->group = "g";
	cart_percent(&cart, "more", 20)->group = "g";
	cart_wish(&cart, 1);
	given(&cart);
	assert_string_equal(cart.got.claims[1].why, "more: only one of this and 10 % may be had");
	cart.wanted_count = 1;
	cart.rewards[1].automatic = true;
	given(&cart);
	assert_int_equal(cart.got.claim_count, 1);
}

/* Which condition it is. 2026-01-01 was a Thursday; it is noon. */
static void a_condition_that_does_not_hold_is_named(void **state)
{
	static const char *const WORDS[] = { "x" };
	static const struct word_list X = { WORDS, 1 };
	const struct {
		struct conditions when;
		const char *why;
	} CASES[] = {
		{ { .from_ms = 2000 }, "10 %: it has not begun yet" },
		{ { .until_ms = 1000 }, "10 %: it is over" },
		{ { .has_weekdays = true, .weekdays = 1 },
		  "10 %: it is not for this day of the week" },
		{ { .from_minute = 0, .until_minute = 60, .has_weekdays = true, .weekdays = 127 },
		  "10 %: it is not for this time of day" },
		{ { .first_purchase = true }, "10 %: it is for a first purchase" },
		{ { .visit = 9 }, "10 %: it is for another visit than this" },
		{ { .every_visit = 4 }, "10 %: it is for another visit than this" },
		{ { .birthday = true, .days_before = 3 }, "10 %: it is for the birthday" },
		{ { .tiers = X }, "10 %: it is for members of another tier" },
		{ { .segments = X }, "10 %: this customer is not one of those it is for" },
		{ { .codes = X }, "10 %: it needs a promotion code; enter the code" },
		{ { .stores = X }, "10 %: it is not for this shop" },
		{ { .items = { .products = X }, .min_amount = money_of(1) },
		  "10 %: what it is for comes to too little in this sale" },
		{ { .min_amount = money_of(1001) },
		  "10 %: what it is for comes to too little in this sale" },
		{ { .min_qty_milli = 2000 }, "10 %: at least 2 of what it is for are needed" },
		{ { .min_qty_milli = 2500 }, "10 %: at least 2.500 of what it is for are needed" },
	};
	struct cart cart;

	(void)state;
	cart_begin_wished(&cart)->when = (struct conditions) { .visit = 2 };
	cart.standing.visits = 1;
	cart.standing.at_ms = 1000;
	given(&cart);
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		cart.rewards[0].when = CASES[i].when;
		cart_refused(&cart, RGL_E_FIELD, CASES[i].why);
	}
	cart.standing.member = 0;
	cart.rewards[0].when = (struct conditions) { .birthday = true };
	cart_refused(&cart, RGL_E_FIELD, "10 %: it is for members; scan a card");
}

/* The least amount is of what earlier rewards left. */
static void a_least_amount_is_of_what_is_left(void **state)
{
	struct cart cart;

	(void)state;
	(void)cart_begin_wished(&cart);
	cart_percent(&cart, "from 10", 10)->when.min_amount = money_of(1000);
	cart_wish(&cart, 1);
	given(&cart);
	assert_int_equal(cart.got.claims[1].rc, RGL_E_FIELD);
	cart.wanted[0].reward = 1;
	cart.wanted[1].reward = 0;
	assert_int_equal(cart_due(&cart), 810);
}

/* S049: the paid goods were taken out again; nothing is spent on nothing. */
static void what_would_take_nothing_off_is_refused(void **state)
{
	static const enum reward_kind KINDS[] = { REWARD_PERCENT, REWARD_AMOUNT, REWARD_MONEY };
	struct cart cart;
	struct reward *reward = cart_begin_wished(&cart);

	(void)state;
	reward->amount = money_of(100);
	reward->cost = 1;
	cart.lines[0].sku = "B";
	reward->items = (struct scope) { .products = { A, 1 } };
	for (size_t i = 0; i < 3; i++) {
		reward->kind = KINDS[i];
		reward->on = i == 1 ? REWARD_ON_CHEAPEST : REWARD_ON_ITEMS;
		cart.lines[0].total = money_of(i == 2 ? 0 : 1000);
		cart_refused(&cart, RGL_E_FIELD,
			     "10 %: nothing is in the sale that it could be taken off");
	}
	cart.lines[0].total = money_of(1000);
	reward->kind = REWARD_FREE;
	reward->free_milli = 1000;
	cart_refused(&cart, RGL_E_FIELD, "10 %: there is none of it in the sale");
	reward->kind = REWARD_BUY_GET;
	reward->buy = reward->items;
	reward->buy_milli = 1000;
	cart_refused(&cart, RGL_E_FIELD, "10 %: there is too little in the sale that it is for");
	cart.sale.line_count = 0;
	cart_refused(&cart, RGL_E_FIELD, "10 %: there is too little in the sale that it is for");
	reward->buy_milli = 0; /* no programme that was read has it */
	cart_refused(&cart, RGL_E_RANGE, "10 %: its numbers are larger than can be counted");
}

/* A refusal changes nothing for what comes after it. */
static void a_refused_wish_is_as_if_it_had_not_been(void **state)
{
	struct cart with;
	struct cart without;

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct cart *cart = i == 0 ? &with : &without;

		cart_begin_wished(cart)->cost = 100;
		cart_amount(cart, "too dear", 500)->cost = 101;
		cart_reward(cart, REWARD_FREE, "too dear as well")->cost = 101;
		cart->rewards[2].free_milli = 1000;
		cart_percent(cart, "5 %", 5)->automatic = true;
		if (i == 0) {
			cart->wanted[0].reward = 1;
			cart_wish(cart, 2);
			cart_wish(cart, 0);
		}
		(void)cart_redeem(cart);
	}
	assert_int_equal(with.got.claim_count, 4);
	assert_int_equal(with.got.claims[0].rc, RGL_E_POINTS);
	assert_int_equal(with.got.claims[1].rc, RGL_E_POINTS);
	assert_int_equal(with.got.claims[2].rc, RGL_OK);
	assert_int_equal(with.got.lines[0].claim, 2);
	assert_int_equal(with.got.lines[1].claim, 3);
	assert_int_equal(with.got.discount.minor, without.got.discount.minor);
	assert_int_equal(with.got.discount.minor, 145);
	assert_int_equal(with.work.free_milli[0], 0);
}

/* A title may be as long as the file allows, in any script. */
static void a_long_title_is_cut_between_letters(void **state)
{
	char title[256];
	struct cart cart;
	struct reward *reward = cart_begin_wished(&cart);

	(void)state;
	for (size_t i = 0; i < 84; i++)
		memcpy(title + 3 * i, "\xE0\xA4\x95", 3);
	for (size_t cut = 0; cut < 3; cut++) {
		title[252] = '\0';
		memset(title, 'x', cut);
		memcpy(title + cut, "\xE0\xA4\x95", 3);
		reward->title = title;
		reward->enabled = false;
		(void)cart_redeem(&cart);
		if (cut == 0)
			assert_true(utf8_is_valid(cart.got.claims[0].why,
						  strlen(cart.got.claims[0].why)));
		assert_true(strlen(cart.got.claims[0].why) > 100);
	}
}

/* 96 lines are a long bill; what does not fit is refused whole. */
static void more_lines_than_a_bill_has_are_refused(void **state)
{
	struct cart cart;

	(void)state;
	cart_begin(&cart);
	for (int64_t i = 0; i < 60; i++)
		cart_tax(cart_add(&cart, "A", 1000, 1000), i, 10);
	cart_percent(&cart, "10 %", 10);
	cart_percent(&cart, "more", 10);
	cart_wish(&cart, 0);
	cart_wish(&cart, 1);
	assert_int_equal(cart_due(&cart), 54000);
	assert_int_equal(cart.got.line_count, 60);
	assert_int_equal(cart.got.claims[1].rc, RGL_E_LIMIT);
	assert_string_equal(cart.got.claims[1].why,
			    "more: the bill has no room for more discounts");
}

/* A cart that 64 bits do not hold, or too many wishes: nothing is written. */
static void what_cannot_be_counted_is_refused_as_a_whole(void **state)
{
	struct cart cart;

	(void)state;
	(void)cart_begin_wished(&cart);
	cart.got.claim_count = 77;
	assert_int_equal(redeem(&cart.programme, &cart.sale, &cart.standing, cart.spendable,
				cart.wanted, SALE_WISHES_MAX + 1, &cart.work, &cart.got),
			 RGL_E_LIMIT);
	cart_add(&cart, "own", 1000, INT64_MIN);
	assert_int_equal(redeem(&cart.programme, &cart.sale, &cart.standing, cart.spendable,
				cart.wanted, 1, &cart.work, &cart.got),
			 RGL_E_RANGE);
	assert_int_equal(cart.got.claim_count, 77);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reward_that_is_not_there_is_refused),
		cmocka_unit_test(too_few_points_are_refused_in_numbers),
		cmocka_unit_test(a_reward_for_a_coupon_needs_one),
		cmocka_unit_test(a_reward_is_used_up),
		cmocka_unit_test(a_sale_has_a_reward_so_often),
		cmocka_unit_test(a_reward_that_stands_alone_has_no_other_beside_it),
		cmocka_unit_test(of_a_group_one_is_given),
		cmocka_unit_test(a_condition_that_does_not_hold_is_named),
		cmocka_unit_test(a_least_amount_is_of_what_is_left),
		cmocka_unit_test(what_would_take_nothing_off_is_refused),
		cmocka_unit_test(a_refused_wish_is_as_if_it_had_not_been),
		cmocka_unit_test(a_long_title_is_cut_between_letters),
		cmocka_unit_test(more_lines_than_a_bill_has_are_refused),
		cmocka_unit_test(what_cannot_be_counted_is_refused_as_a_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
