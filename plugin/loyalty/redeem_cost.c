/* redeem_cost.c - what rewards cost, without a basket. */
#include "plugin/loyalty/redeem_parts.h"

static rgl_rc ceiling(int64_t number, int64_t numerator, int64_t denominator, int64_t *ret)
{
	int64_t below;
	rgl_rc rc = ratio_floor(-number, numerator, denominator, &below);

	if (rc == RGL_OK)
		*ret = -below;
	return rc;
}

rgl_rc redeem_cost(const struct programme *programme, size_t reward, int64_t times,
		   struct money discount, int64_t free_milli, int64_t *ret_units)
{
	const struct reward *given = &programme->rewards[reward];
	int64_t charged = times;
	int64_t units;
	rgl_rc rc = RGL_OK;

	RGL_ASSERT(reward < programme->reward_count && times >= 0 && free_milli >= 0);
	if (given->kind == REWARD_MONEY) {
		/* Where points are worth nothing, none were taken. */
		if (money_sign(programme->worth) <= 0 || programme->worth_of <= 0) {
			*ret_units = 0;
			return RGL_OK;
		}
		return redeem_points_for(programme, discount, ret_units);
	}
	if (given->cost_milli > 0 && redeem_is_of_units(given))
		rc = ceiling(free_milli, 1, given->cost_milli, &charged);
	if (rc == RGL_OK && __builtin_mul_overflow(charged, given->cost, &units))
		rc = RGL_E_RANGE;
	if (rc == RGL_OK)
		*ret_units = units;
	return rc;
}

/* Points for the smallest use of points as money. */
static rgl_rc least_points(const struct programme *programme, const struct reward *reward,
			   int64_t *ret)
{
	int64_t step = reward->step > 1 ? reward->step : 1;
	int64_t least = reward->least;
	int64_t points;
	int64_t steps;
	rgl_rc rc;

	if (money_sign(programme->worth) <= 0 || programme->worth_of <= 0)
		return RGL_E_FIELD;
	rc = redeem_points_for(programme, money_of(1), &points);
	if (rc == RGL_OK)
		rc = ceiling(points > least ? points : least, 1, step, &steps);
	if (rc == RGL_OK && __builtin_mul_overflow(steps, step, &points))
		rc = RGL_E_RANGE;
	if (rc == RGL_OK)
		*ret = points;
	return rc;
}

void redeem_within_reach(const struct programme *programme, const struct standing *standing,
			 bool *ret_can, int64_t *ret_missing)
{
	for (size_t i = 0; i < programme->reward_count; i++) {
		const struct reward *reward = &programme->rewards[i];
		int64_t balance = standing->balances[reward->purse];
		int64_t cost = 0;
		rgl_rc rc;

		if (reward->kind == REWARD_MONEY)
			rc = least_points(programme, reward, &cost);
		else
			rc = redeem_cost(programme, i, 1, money_of(0), reward->free_milli, &cost);
		if (balance < 0)
			balance = 0;
		ret_missing[i] = rc == RGL_OK && cost > balance ? cost - balance : 0;
		ret_can[i] = rc == RGL_OK && cost <= balance && reward->enabled &&
			     !reward->coupon_only &&
			     !redeem_is_used_up(reward, &standing->rewards[i], 1) &&
			     (reward->uses_max == 0 || standing->member != 0) &&
			     match_moment(&reward->when, programme, NULL, standing);
	}
}
