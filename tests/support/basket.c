/* basket.c - see basket.h. */
#include "tests/support/basket.h"

#include "tests/support/check.h"

void basket_open(struct basket *basket)
{
	*basket = (struct basket) { 0 };
	basket->sale.id = "R-1";
	basket->sale.lines = basket->lines;
	basket->sale.tenders = basket->tenders;
	basket->standing.member = 7;
	basket->standing.visits = 3;
	basket->standing.at_ms = INT64_C(1767265200000); /* 11:00 UTC */
	basket->standing.now = (struct civil) { 2026, 1, 1, 12, 0, 0 };
	basket->standing.level = PROGRAMME_NONE;
	basket->standing.segments = "";
	basket->programme.purse_count = PURSE_STAMPS + 1;
	basket->programme.rules = basket->rules;
	basket->programme.rewards = basket->rewards;
	basket->work.nets = basket->nets;
	basket->work.taxes = basket->taxes;
	basket->work.fulls = basket->fulls;
	basket->work.weights = basket->weights;
	basket->work.parts = basket->parts;
	basket->work.free_milli = basket->free_milli;
}

static struct sale_line *add_line(struct basket *basket, int64_t total_minor)
{
	struct sale_line *line = &basket->lines[basket->sale.line_count];

	assert_true(basket->sale.line_count < BASKET_LINES);
	basket->sale.line_count++;
	line->total = money_of(total_minor);
	basket->sale.total.minor += total_minor;
	return line;
}

struct sale_line *basket_sell(struct basket *basket, const char *category, int64_t qty_milli,
			      int64_t total_minor)
{
	struct sale_line *line = add_line(basket, total_minor);

	line->category = category;
	line->qty_milli = qty_milli;
	return line;
}

struct sale_line *basket_discount(struct basket *basket, const char *reward, int64_t total_minor)
{
	struct sale_line *line = add_line(basket, total_minor);

	line->reward = reward;
	line->qty_milli = 1000;
	return line;
}

void basket_tax(struct basket *basket, size_t i, int64_t tax_minor)
{
	basket->sale.tax.minor += tax_minor - basket->lines[i].tax.minor;
	basket->lines[i].tax = money_of(tax_minor);
}

void basket_pay(struct basket *basket, int32_t kind, int64_t amount_minor)
{
	assert_true(basket->sale.tender_count < 4);
	basket->tenders[basket->sale.tender_count++] = (struct sale_tender) {
		.kind = kind,
		.amount = money_of(amount_minor),
	};
}

struct rule *basket_rule(struct basket *basket, enum rule_per per, int64_t units)
{
	struct rule *rule = &basket->rules[basket->programme.rule_count];

	assert_true(basket->programme.rule_count < 8);
	basket->programme.rule_count++;
	*rule = (struct rule) {
		.id = "rule",
		.title = "Rule",
		.enabled = true,
		.per = per,
		.units = units,
		.amount = money_of(100),
		.unit_milli = 1000,
		.factor_milli = 1000,
	};
	return rule;
}

struct reward *basket_reward(struct basket *basket, const char *id, enum reward_kind kind)
{
	struct reward *reward = &basket->rewards[basket->programme.reward_count];

	assert_true(basket->programme.reward_count < 8);
	basket->programme.reward_count++;
	*reward = (struct reward) { .id = id, .title = id, .enabled = true, .kind = kind };
	return reward;
}

int64_t basket_earns(struct basket *basket)
{
	struct earning earning;

	assert_int_equal(earn_sale(&basket->programme, &basket->sale, &basket->standing,
				   &basket->work, &earning),
			 RGL_OK);
	return earning.totals[PURSE_POINTS];
}
