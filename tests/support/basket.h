/* basket.h - a sale, a member and a programme in memory, for tests of what a sale earns. */
#pragma once

#include "plugin/loyalty/earn.h"

#define BASKET_LINES 16

struct basket {
	struct sale sale;
	struct sale_line lines[BASKET_LINES];
	struct sale_tender tenders[4];
	struct standing standing;
	struct programme programme;
	struct rule rules[8];
	struct reward rewards[8];
	struct basis_work work;
	struct money nets[BASKET_LINES];
	struct money taxes[BASKET_LINES];
	struct money fulls[BASKET_LINES];
	struct money weights[BASKET_LINES];
	struct money parts[BASKET_LINES];
	int64_t free_milli[BASKET_LINES];
};

/* Empty: member 7 at noon of Thursday 2026-01-01, who was here three times, and a programme of four
 * purses. It must stay where it is. */
void basket_open(struct basket *basket);

/* Each adds one and gives it back, to be changed. A line's total is added to the sale's. */
struct sale_line *basket_sell(struct basket *basket, const char *category, int64_t qty_milli,
			      int64_t total_minor);
struct sale_line *basket_discount(struct basket *basket, const char *reward, int64_t total_minor);
void basket_pay(struct basket *basket, int32_t kind, int64_t amount_minor);

/* So many points for each 1.00, each unit, or once; PROGRAMME_DOWN. */
struct rule *basket_rule(struct basket *basket, enum rule_per per, int64_t units);
struct reward *basket_reward(struct basket *basket, const char *id, enum reward_kind kind);

/* The tax of line i, said by the till. */
void basket_tax(struct basket *basket, size_t i, int64_t tax_minor);

/* Points that the sale earns; fails the test when it cannot be counted. */
int64_t basket_earns(struct basket *basket);
