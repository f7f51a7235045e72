/* checkout_coupons.c - see checkout_parts.h: coupons that a sale brings for next time. */
#include <stdio.h>

#include "plugin/checkout_parts.h"

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
