/* basis.h - what each line of a sale is worth after discounts. Pure.
 *
 * A sale's lines are goods, tips, stored value, rounding, and discounts: lines with `reward`, and
 * lines below zero that bring nothing back. A discount is borne by the goods it is for, in
 * proportion to what they were worth before it, in the order of the lines.
 */
#pragma once

#include "plugin/loyalty/match.h"

/* How a line counts. */
enum line_role {
	ROLE_GOODS,    /* sold */
	ROLE_RETURNED, /* brought back: goods with a quantity below zero, or a discount on them: a
			  reward's line above zero */
	ROLE_DISCOUNT, /* a reward's, or the till's own */
	ROLE_FREE,     /* a reward's, that takes nothing off: handed over for nothing */
	ROLE_TIP,
	ROLE_STORED, /* a gift card or credit sold */
	ROLE_ROUNDING
};
enum line_role basis_role(const struct sale_line *line);

/* For each line: nets[i] is a goods line's total after all discounts, taxes[i] its tax after them,
 * fulls[i] its total less what those discounts took off it that are not order-wide (what rules with
 * a scope count when order_discounts_ignored), 0 for any line that is not goods (tips: their
 * total). free_milli[i]: units of it that a REWARD_FREE or REWARD_BUY_GET gave away. Arrays are as
 * long as the sale's lines. E_RANGE.
 *
 * Which goods bear a discount: of a reward on ITEMS those of its scope; on CHEAPEST the line whose
 * unit costs least of those; of REWARD_FREE and REWARD_BUY_GET as many of the cheapest units (of
 * what may be bought for them last, once the rest is needed for that) as the discount's quantity
 * says, its sign aside (0: the reward's own number). All goods: of ORDER, of REWARD_MONEY, of a
 * reward that the programme does not know, and of the till's own. Of these only the ones of the
 * discount's tax rate, when both say one. What they are not worth, the rest of the scope bears,
 * then all goods, never below zero. A discount's tax goes off theirs in the same way.
 *
 * With paid_rewards_earn what a reward that costs points takes off is in none of the three. Units
 * at less than 100 % off, or for which `max` left a part to pay, are not free. A free thing with a
 * line of its own (a reward, a total of 0, a sku) makes no other line's units free. Tax that is
 * known of the whole sale only is spread over the goods by their nets. */
struct basis_work {
	struct money *nets;
	struct money *taxes;
	struct money *fulls;
	struct money *weights; /* scratch */
	struct money *parts;   /* scratch */
	int64_t *free_milli;
};
MUST_USE rgl_rc basis_of_lines(const struct programme *programme, const struct sale *sale,
			       struct basis_work *ret);

/* The same for conditions of rewards: all that was taken off is, also what earns, but for points as
 * money, which come last and pay what the others left. */
MUST_USE rgl_rc basis_of_bill(const struct programme *programme, const struct sale *sale,
			      struct basis_work *ret);
