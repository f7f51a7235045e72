/* redeem.h - which rewards a sale gets, what they cost, and their discount lines. Pure.
 *
 * Rewards come in the order: those wished for, as wished; then automatic ones by priority; last the
 * points as money that were wished for, on what is left to pay. Each takes its discount off what
 * the earlier ones left of the lines, never more than is left, and rounds once, half a minor unit
 * away from zero. A discount is split over the tax rates of the lines that bear it; its lines sum
 * to it exactly, and so do their taxes. Stored value pays after all.
 *
 * By kind:
 * - A percentage used several times works on what the use before left (300: 270, 243, 218.70).
 * - A use that would take nothing off is not given and not paid for: claim.times is less then.
 * - `max` holds for each use.
 * - CHEAPEST: each use is for a unit of its own; of less than one piece (weighed goods) all of it.
 * - A unit's price is its line's net by its units, rounded down; a line's last units have the rest.
 * - FREE: of what is not in the cart, `product` is to be added; without one, fewer are given.
 * - BUY_GET: one use is the whole cart. Units in both scopes count as bought or as given, not as
 *   both; given are the cheapest, of what is in both no more than need not be bought. Units in the
 *   cart are counted whole, weighed ones by weight. times 0: nothing is given yet, may_add_milli
 *   more would be. What is missing is `product`, or else in may_add_milli.
 * - MONEY: on all goods, whatever `on` says. Steps and least hold for the points that go; paid are
 *   those that the money needs. The last point may be worth more than is left to pay.
 * - COUPON, THING: a line of 0 names it on the bill.
 * - Things discounted to nothing by an earlier reward are neither given nor counted as bought.
 * A discount's tax is its share of its lines' taxes, rounded once for each tax rate; a line that is
 * discounted to nothing has no tax left.
 *
 * Which are given:
 * - Wishes for one reward add up towards its limits, costs towards their purse.
 * - A coupon is what a coupon_only reward asks for; it does not pay what the reward costs.
 * - uses_max can be had by members alone, or with a coupon.
 * - Automatic: once, after the wishes, unless wished for already or of a wished one's group; those
 *   that cost something are never applied unasked. A group is settled where its first one stands.
 *   One that has no place beside wished points as money (alone, or of one group) gives way to them,
 *   unless those are refused.
 */
#pragma once

#include "plugin/loyalty/basis.h"

#define REDEEM_LINES_MAX RGL_DISCOUNTS_MAX

/* A wish that was looked up: reward, or PROGRAMME_NONE for one that is not in the programme.
 * has_coupon: a good coupon for it was shown. */
struct wanted {
	size_t reward;
	int64_t times;
	int64_t points;
	bool has_coupon;
};

/* A reward in this sale. rc below zero: it is not given, `why` says why in one line for a cashier;
 * cost and discount are 0 then, and times as asked for. may_add_milli: so many more units would be
 * free were they in the cart. wish: its place among the wishes, or PROGRAMME_NONE for an automatic
 * one. */
struct claim {
	size_t reward;
	size_t wish;
	int64_t times;
	int64_t cost; /* units of its purse */
	struct money discount;
	int64_t may_add_milli;
	rgl_rc rc;
	char why[160];
};

/* A ready line for the till: total = -amount. Of a free thing amount is 0. */
struct discount_line {
	size_t claim;
	struct money amount;
	struct money tax;
	bool has_rate;
	int64_t rate_milli;
	int64_t qty_milli;   /* 1000; the units of a FREE or BUY_GET; a thing's pieces */
	const char *product; /* of a free thing that is to be added, else "" */
};

struct redemption {
	struct claim claims[SALE_WISHES_MAX + PROGRAMME_REWARDS_MAX];
	size_t claim_count;
	struct discount_line lines[REDEEM_LINES_MAX];
	size_t line_count;
	struct money discount; /* in all */
	int64_t costs[PROGRAMME_PURSES_MAX];
};

/* `sale` has the goods, and discounts of the till's own, but no lines of rewards (those that it has
 * are passed over). `spendable`: by purse, what may be spent, what this sale earns included when it
 * may be. A wish that cannot be met is a claim with its refusal: E_POINTS (too few points), E_FIELD
 * (no such reward; conditions not met, says which; used up; nothing to take it off), E_RANGE,
 * E_LIMIT (more lines than REDEEM_LINES_MAX). `work` as for earn_sale; afterwards its nets and
 * taxes are what is left of the lines. What comes back: E_RANGE, or E_LIMIT for more than
 * SALE_WISHES_MAX wishes; *ret is untouched then. */
MUST_USE rgl_rc redeem(const struct programme *programme, const struct sale *sale,
		       const struct standing *standing, const int64_t *spendable,
		       const struct wanted *wanted, size_t wanted_count, struct basis_work *work,
		       struct redemption *ret);

/* The coupons for next time that a paid sale brings by themselves, quoted or not: those whose
 * conditions hold for the goods as its lines left them (basis_of_bill), beside the rewards that it
 * `given`. *ret has the given ones' claims, then those of the coupons. E_RANGE, or E_LIMIT for more
 * than SALE_WISHES_MAX given; *ret is untouched then. */
MUST_USE rgl_rc redeem_coupons(const struct programme *programme, const struct sale *sale,
			       const struct standing *standing, const struct wanted *given,
			       size_t given_count, struct basis_work *work, struct redemption *ret);

/* What a use of a reward that stands in a paid sale costs, whether its conditions held or not: a
 * discount that was given is paid for. For REWARD_MONEY by the discount, rounded up to whole
 * points; where cost_milli is set by the free units (a part of it as a whole). E_RANGE. */
MUST_USE rgl_rc redeem_cost(const struct programme *programme, size_t reward, int64_t times,
			    struct money discount, int64_t free_milli, int64_t *ret_units);

/* Whether a reward is money off and nothing else: where nothing was taken off, nobody had it. */
bool redeem_is_money_off(const struct reward *reward);

/* What a member could have now: fills *ret_can for each reward of the programme, true when it is
 * enabled, not coupon_only, not used up, its moment fits and the standing's balance covers one use;
 * *ret_missing the units that lack. For identify: no basket, so that what asks for a code or a
 * store is not within reach. */
void redeem_within_reach(const struct programme *programme, const struct standing *standing,
			 bool *ret_can, int64_t *ret_missing);
