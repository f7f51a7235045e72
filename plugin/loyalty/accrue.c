/* accrue.c - see accrue.h. */
#include "plugin/loyalty/accrue.h"

rgl_rc accrue_sale(struct money total, struct rate rate, struct points *ret)
{
	int64_t count = 0;
	rgl_rc rc = RGL_OK;

	if (total.minor > 0)
		rc = ratio_floor(total.minor, rate.points.count, rate.per.minor, &count);
	if (rc == RGL_OK)
		ret->count = count;
	return rc;
}

rgl_rc accrue_refund(struct points earned, struct money total, struct money refunded,
		     struct points taken, struct points *ret)
{
	int64_t kept = 0;
	int64_t given = 0;
	rgl_rc rc;

	RGL_ASSERT(refunded.minor >= 0 && refunded.minor <= total.minor && earned.count >= 0);
	if (total.minor == 0) {
		ret->count = 0;
		return RGL_OK;
	}
	/* Rounded up, what stays with the member: a share of a point is never taken. */
	rc = ratio_floor(earned.count, refunded.minor, total.minor, &given);
	if (rc < 0)
		return rc;
	kept = earned.count - given;
	RGL_ASSERT(kept >= 0);
	ret->count = given > taken.count ? given - taken.count : 0;
	return RGL_OK;
}

struct points accrue_clamp(struct points wanted, struct points balance)
{
	return wanted.count < balance.count ? wanted : balance;
}

rgl_rc accrue_worth(struct points points, struct money worth, struct points worth_of,
		    struct money *ret)
{
	int64_t minor;
	rgl_rc rc = ratio_floor(points.count, worth.minor, worth_of.count, &minor);

	if (rc == RGL_OK)
		*ret = money_of(minor);
	return rc;
}

struct points accrue_missing(struct points balance, struct points reward)
{
	return points_of(reward.count > balance.count ? reward.count - balance.count : 0);
}

struct points accrue_negate(struct points points)
{
	return points_of(-points.count);
}
