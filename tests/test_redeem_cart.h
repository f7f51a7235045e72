/* test_redeem_cart.h - a programme, a member and a cart to try rewards on. */
#pragma once

#include "tests/support/check.h"

#include <string.h>

#include "plugin/loyalty/redeem.h"

#define CART_LINES_MAX 64
#define CART_REWARDS_MAX 12

struct cart {
	struct programme programme;
	struct reward rewards[CART_REWARDS_MAX];
	struct sale_line lines[CART_LINES_MAX];
	struct sale sale;
	struct standing standing;
	int64_t spendable[PROGRAMME_PURSES_MAX];
	struct wanted wanted[SALE_WISHES_MAX];
	size_t wanted_count;
	struct money arrays[5][CART_LINES_MAX];
	int64_t free_milli[CART_LINES_MAX];
	struct basis_work work;
	struct redemption got;
};

/* A member with 100 points, each worth 0.01; an empty cart; no rewards. */
static inline void cart_begin(struct cart *cart)
{
	static const char *const PURSES[] = { "points", "credit", "gift cards", "stamps" };

	memset(cart, 0, sizeof(*cart));
	cart->programme.rewards = cart->rewards;
	cart->programme.worth = money_of(1);
	cart->programme.worth_of = 1;
	cart->programme.purse_count = 4;
	for (size_t i = 0; i < 4; i++) {
		cart->programme.purses[i].id = PURSES[i];
		cart->programme.purses[i].title = PURSES[i];
		cart->programme.purses[i].is_money = i == PURSE_CREDIT || i == PURSE_GIFT;
	}
	cart->sale.id = "1";
	cart->sale.lines = cart->lines;
	cart->standing.member = 7;
	cart->standing.segments = "";
	cart->standing.level = PROGRAMME_NONE;
	cart->standing.now = (struct civil) { 2026, 1, 1, 12, 0, 0 };
	cart->spendable[PURSE_POINTS] = 100;
	cart->work = (struct basis_work) { .nets = cart->arrays[0],
					   .taxes = cart->arrays[1],
					   .fulls = cart->arrays[2],
					   .weights = cart->arrays[3],
					   .parts = cart->arrays[4],
					   .free_milli = cart->free_milli };
}

/* Goods, without a tax rate. */
static inline struct sale_line *cart_add(struct cart *cart, const char *sku, int64_t qty_milli,
					 int64_t total)
{
	struct sale_line *line = &cart->lines[cart->sale.line_count++];

	assert_true(cart->sale.line_count <= CART_LINES_MAX);
	*line = (struct sale_line) { .sku = sku, .qty_milli = qty_milli, .total = money_of(total) };
	return line;
}

static inline void cart_tax(struct sale_line *line, int64_t rate_milli, int64_t tax)
{
	line->has_rate = true;
	line->rate_milli = rate_milli;
	line->tax = money_of(tax);
}

static inline struct reward *cart_reward(struct cart *cart, enum reward_kind kind,
					 const char *title)
{
	struct reward *reward = &cart->rewards[cart->programme.reward_count++];

	assert_true(cart->programme.reward_count <= CART_REWARDS_MAX);
	*reward = (struct reward) { .id = title,
				    .title = title,
				    .enabled = true,
				    .kind = kind,
				    .product = "",
				    .group = "",
				    .per_sale = 1 };
	return reward;
}

static inline struct reward *cart_percent(struct cart *cart, const char *title, int64_t percent)
{
	struct reward *reward = cart_reward(cart, REWARD_PERCENT, title);

	reward->percent_milli = percent * 1000;
	return reward;
}

static inline struct reward *cart_amount(struct cart *cart, const char *title, int64_t minor)
{
	struct reward *reward = cart_reward(cart, REWARD_AMOUNT, title);

	reward->amount = money_of(minor);
	return reward;
}

static inline struct scope cart_product(const char *const *sku)
{
	return (struct scope) { .products = { sku, 1 } };
}

static inline struct wanted *cart_wish(struct cart *cart, size_t reward)
{
	struct wanted *wanted = &cart->wanted[cart->wanted_count++];

	*wanted = (struct wanted) { .reward = reward };
	return wanted;
}

/* The lines of each claim sum to its discount, all claims to the whole; what is left of each line
 * is not below zero, and what was taken off is what is said; nothing is spent that is not there. */
static inline void cart_check(const struct cart *cart)
{
	const struct redemption *got = &cart->got;
	int64_t all = 0;
	int64_t sold = 0;
	int64_t left = 0;
	int64_t costs[PROGRAMME_PURSES_MAX] = { 0 };

	for (size_t c = 0; c < got->claim_count; c++) {
		const struct claim *claim = &got->claims[c];
		int64_t sum = 0;

		for (size_t i = 0; i < got->line_count; i++)
			if (got->lines[i].claim == c)
				sum += got->lines[i].amount.minor;
		assert_int_equal(sum, claim->discount.minor);
		assert_int_equal(claim->rc < 0, claim->why[0] != '\0');
		if (claim->rc < 0)
			assert_true(claim->cost == 0 && claim->discount.minor == 0);
		else
			costs[cart->rewards[claim->reward].purse] += claim->cost;
		all += sum;
	}
	assert_int_equal(got->discount.minor, all);
	for (size_t i = 0; i < PROGRAMME_PURSES_MAX; i++) {
		assert_int_equal(got->costs[i], costs[i]);
		assert_true(costs[i] == 0 || costs[i] <= cart->spendable[i]);
	}
	for (size_t i = 0; i < cart->sale.line_count; i++) {
		const struct sale_line *line = &cart->lines[i];
		bool is_reward = line->reward != NULL && line->reward[0] != '\0';

		assert_true(cart->work.nets[i].minor >= 0);
		left += cart->work.nets[i].minor;
		if (!is_reward && line->kind == LINE_GOODS && line->qty_milli >= 0)
			sold += line->total.minor;
	}
	/* A discount of the till's own may be more than the goods are worth. */
	assert_int_equal((sold > 0 ? sold : 0) - all, left);
}

static inline const struct redemption *cart_redeem(struct cart *cart)
{
	memset(&cart->got, 0x55, sizeof(cart->got));
	assert_int_equal(redeem(&cart->programme, &cart->sale, &cart->standing, cart->spendable,
				cart->wanted, cart->wanted_count, &cart->work, &cart->got),
			 RGL_OK);
	cart_check(cart);
	return &cart->got;
}

/* What is to pay for the goods. */
static inline int64_t cart_due(struct cart *cart)
{
	int64_t due = 0;

	(void)cart_redeem(cart);
	for (size_t i = 0; i < cart->sale.line_count; i++)
		due += cart->work.nets[i].minor;
	return due;
}

/* A cart of 10.00 and a wish for 10 % off, which costs nothing. */
static inline struct reward *cart_begin_wished(struct cart *cart)
{
	cart_begin(cart);
	cart_add(cart, "A", 1000, 1000);
	cart_wish(cart, 0);
	return cart_percent(cart, "10 %", 10);
}

/* The first wish is refused, in these words. */
static inline void cart_refused(struct cart *cart, rgl_rc rc, const char *why)
{
	const struct redemption *got = cart_redeem(cart);

	assert_int_equal(got->claims[0].rc, rc);
	assert_string_equal(got->claims[0].why, why);
	assert_int_equal(got->line_count, 0);
}
