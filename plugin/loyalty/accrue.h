/* accrue.h - what a sale earns, and what a refund takes back. Pure arithmetic. */
#pragma once

#include "plugin/base/money.h"

/* `points` for each `per` spent. Rounding: down, to whole points, once for the whole sale. */
struct rate {
	struct points points;
	struct money per;
};

/* floor(total x points / per); none for a total of nothing or less. E_RANGE. */
MUST_USE rgl_rc accrue_sale(struct money total, struct rate rate, struct points *ret);

/* What a refund takes back of what its sale earned, pro rata and rounded so that the shop never
 * takes more than the share: sale that earned `earned` on `total`, of which `refunded` in all (this
 * refund included) is given back now, `taken` points having been taken before. A sale given back
 * whole, in however many parts, takes back exactly what it earned. E_RANGE. */
MUST_USE rgl_rc accrue_refund(struct points earned, struct money total, struct money refunded,
			      struct points taken, struct points *ret);

/* The lesser of what should be taken and what is there: a balance never goes below zero. */
struct points accrue_clamp(struct points wanted, struct points balance);

/* What points are worth: floor(points x worth / worth_of). E_RANGE. */
MUST_USE rgl_rc accrue_worth(struct points points, struct money worth, struct points worth_of,
			     struct money *ret);

/* How many points are missing to a reward; 0 when there is none or it is reached. */
struct points accrue_missing(struct points balance, struct points reward);

struct points accrue_negate(struct points points);
