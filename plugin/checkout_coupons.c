/* checkout_coupons.c - see checkout_parts.h: coupons that a sale brings for next time. */
#include <stdio.h>

#include "plugin/checkout_parts.h"

/* A till that did not ask for a quote brings them all the same. */
static bool comes_by_itself(const struct programme *programme)
{
	for (size_t i = 0; i < programme->reward_count; i++)
		if (programme->rewards[i].enabled && programme->rewards[i].automatic &&
		    programme->rewards[i].kind == REWARD_COUPON)
			return true;
	return false;
}

/* The rewards that are on the bill. */
static size_t given_on(struct desk *desk)
{
	const struct plan *plan = &desk->plan;
	size_t count = 0;

	for (size_t i = 0; i < plan->used_count && count < SALE_WISHES_MAX; i++)
		if (plan->used[i].times > 0)
			desk->wanted[count++] = (struct wanted) { .reward = plan->used[i].reward,
								  .times = plan->used[i].times };
	return count;
}

rgl_rc plan_coupons(struct desk *desk, const struct sale *sale)
{
	enum { USED_MAX = sizeof(((struct plan *)NULL)->used) / sizeof(struct used) };
	struct plan *plan = &desk->plan;
	const struct programme *programme = plan->entry->programme;
	size_t given;
	rgl_rc rc;

	if (plan->profile.member == 0 || !plan->has_earning || !comes_by_itself(programme))
		return RGL_OK;
	given = given_on(desk);
	rc = redeem_coupons(programme, sale, &desk->standing, desk->wanted, given, &desk->work,
			    &desk->redemption);
	for (size_t i = given; rc == RGL_OK && i < desk->redemption.claim_count; i++)
		if (plan->used_count < USED_MAX)
			plan->used[plan->used_count++] =
				(struct used) { .reward = desk->redemption.claims[i].reward,
						.times = desk->redemption.claims[i].times };
	return rc;
}

rgl_rc write_coupons(struct desk *desk)
{
	struct plan *plan = &desk->plan;
	const struct programme *programme = plan->entry->programme;
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < plan->used_count; i++) {
		const struct reward *reward = &programme->rewards[plan->used[i].reward];
		const struct voucher_source source = { plan->event, NULL, programme };
		const struct expiry lasts = { .kind = EXPIRY_FIXED, .days = reward->coupon_days };
		struct voucher voucher = { .kind = VOUCHER_COUPON, .member = plan->profile.member };

		if (reward->kind != REWARD_COUPON || reward->coupon == PROGRAMME_NONE)
			continue;
		(void)snprintf(voucher.reward, sizeof(voucher.reward), "%s",
			       programme->rewards[reward->coupon].id);
		rc = vouchers_take_over(desk->store, plan->replaces, &source, &voucher);
		if (rc < 0 || voucher.id != 0)
			continue;
		rc = vouchers_make_coupon(
			desk->store, &source, programme->rewards[reward->coupon].id,
			plan->profile.member, plan->at_ms,
			reward->coupon_days == 0
				? 0
				: expiry_ends_ms(&lasts, desk->store->zone, plan->at_ms),
			&voucher);
	}
	return rc;
}
