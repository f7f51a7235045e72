/* spread.h - an amount split over shares, to the last minor unit. Pure. */
#pragma once

#include "plugin/base/money.h"

/* Splits `amount` (of either sign) in proportion to `weights` (none below zero, not all zero) so
 * that the parts sum to it exactly: each part is the share rounded towards zero, then one unit
 * more goes to the largest remainders, the earlier first (Hamilton's method). E_RANGE when the
 * weights' sum does not fit, or the amount is INT64_MIN. */
MUST_USE rgl_rc spread(struct money amount, const struct money *weights, size_t count,
		       struct money *ret_parts);
