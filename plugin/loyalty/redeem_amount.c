/* redeem_amount.c - parts and multiples of money and points, for the rewards; see redeem_parts.h.
 */
#include "plugin/loyalty/redeem_parts.h"

#include "plugin/loyalty/accrue.h"

rgl_rc redeem_floor(struct money amount, int64_t part, int64_t of, struct money *ret)
{
	int64_t minor;
	rgl_rc rc = ratio_floor(amount.minor, part, of, &minor);

	if (rc == RGL_OK)
		*ret = money_of(minor);
	return rc;
}

/* floor((floor(2x) + 1) / 2) is x rounded, its half up. */
rgl_rc redeem_nearest(struct money amount, int64_t part, int64_t of, struct money *ret)
{
	int64_t doubled_part;
	int64_t doubled;
	rgl_rc rc;

	if (__builtin_mul_overflow(part, 2, &doubled_part))
		return RGL_E_RANGE;
	rc = ratio_floor(amount.minor, doubled_part, of, &doubled);
	if (rc == RGL_OK)
		*ret = money_of(doubled / 2 + doubled % 2);
	return rc;
}

/* The negative's floor is the ceiling. */
rgl_rc redeem_count(struct money amount, struct money each, int64_t *ret)
{
	int64_t below;
	rgl_rc rc = ratio_floor(money_negate(amount).minor, 1, each.minor, &below);

	if (rc == RGL_OK)
		*ret = -below;
	return rc;
}

rgl_rc redeem_points_for(const struct programme *programme, struct money amount, int64_t *ret)
{
	int64_t below;
	rgl_rc rc;

	RGL_ASSERT(programme->worth_of > 0 && programme->worth.minor > 0);
	rc = ratio_floor(money_negate(amount).minor, programme->worth_of, programme->worth.minor,
			 &below);
	if (rc == RGL_OK && below == INT64_MIN)
		rc = RGL_E_RANGE;
	if (rc == RGL_OK)
		*ret = -below;
	return rc;
}

rgl_rc redeem_worth_of(const struct programme *programme, int64_t points, struct money *ret)
{
	return accrue_worth(points_of(points), programme->worth, points_of(programme->worth_of),
			    ret);
}

rgl_rc redeem_tax_of(struct money tax, struct money part, struct money net, int64_t *carry_milli,
		     struct money *ret)
{
	int64_t tax_milli;
	int64_t milli = 0;
	int64_t minor;
	rgl_rc rc = money_times_milli(tax, 1000, &tax_milli);

	if (rc == RGL_OK)
		rc = ratio_floor(tax_milli, part.minor, net.minor, &milli);
	if (rc < 0)
		return rc;
	milli += *carry_milli; /* a half either way at most */
	rc = ratio_floor(milli + 500, 1, 1000, &minor);
	if (rc < 0)
		return rc;
	*carry_milli = milli - minor * 1000;
	*ret = money_of(minor);
	return RGL_OK;
}

struct money redeem_lesser(struct money a, struct money b)
{
	return money_compare(a, b) < 0 ? a : b;
}

rgl_rc redeem_cap(const struct reward *reward, int64_t times, struct money *amount)
{
	struct money most;
	rgl_rc rc;

	if (money_sign(reward->max) <= 0)
		return RGL_OK;
	rc = redeem_floor(reward->max, times, 1, &most);
	if (rc == RGL_OK)
		*amount = redeem_lesser(*amount, most);
	return rc;
}
