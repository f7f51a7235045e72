/* discount.h - which goods bear one discount of a sale, and how much each. Pure; of basis.h, which
 * says the rules. */
#pragma once

#include "plugin/loyalty/basis.h"

/* One discount and whom it concerns. reward: NULL for the till's own or one that is not known. */
struct discount {
	const struct sale *sale;
	const struct sale_line *line;
	const struct reward *reward;
	struct basis_work *work;
};

/* Takes it off the goods in `work` and marks the units that it gives away. E_RANGE. */
MUST_USE rgl_rc discount_apply(const struct discount *discount, bool paid_rewards_earn);
