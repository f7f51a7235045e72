/* figures.h - what one cell of a report holds: who came, and what they left.
 *
 * Pure. All sums are checked: E_RANGE when 64 bits do not hold one.
 */
#pragma once

#include <stdbool.h>

#include "plugin/base/money.h"

/* members: who came in the period. returned: whose second visit fell in it. net: total less tax and
 * less what was put on gift cards and credit, refunds taken off. cost: of what has a known cost;
 * costless: sales and refunds that have none. refund, discount: above zero, what was given back and
 * what was given off. */
struct figures {
	int64_t members;
	int64_t returned;
	int64_t visits;
	int64_t costless;
	struct money net;
	struct money cost;
	struct money refund;
	struct money discount;
};

/* *sums += more, or *sums -= less; untouched when it fails. */
MUST_USE rgl_rc figures_add(struct figures *sums, const struct figures *more);
MUST_USE rgl_rc figures_sub(struct figures *sums, const struct figures *less);

bool figures_are_zero(const struct figures *figures);

/* Worth is the margin where the cost of all that is considered is known, else net sales; never a
 * mixture, and each report says which. */
enum worth_basis { BASIS_NET = 1, BASIS_MARGIN = 2 };
static inline enum worth_basis figures_basis(const struct figures *all)
{
	return all->costless == 0 ? BASIS_MARGIN : BASIS_NET;
}

/* net, or net less cost. */
struct money figures_worth(const struct figures *figures, enum worth_basis basis);

/* "net sales", "margin" */
const char *worth_basis_name(enum worth_basis basis);
