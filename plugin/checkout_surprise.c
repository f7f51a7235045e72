/* checkout_surprise.c - see checkout_parts.h: a small thank-you that nobody expected, at a sale and
 * at the quote before it. Who gets one is in care/surprise.h.
 */
#include <stdio.h>
#include <string.h>

#include "plugin/base/utf8.h"
#include "plugin/checkout_flow.h"
#include "plugin/loyalty/accrue.h"
#include "plugin/slip_till.h"

/* What one costs the shop: the points' worth, or where they have none, and of a reward, what the
 * owner said. */
static struct money worth_of(const struct desk *desk)
{
	const struct programme *programme = desk->plan.entry->programme;
	struct money worth = money_of(0);

	if (desk->policy.surprise_reward[0] == '\0' &&
	    accrue_worth(points_of(desk->policy.surprise_points), programme->worth,
			 points_of(programme->worth_of), &worth) == RGL_OK &&
	    money_sign(worth) > 0)
		return worth;
	return desk->policy.surprise_worth;
}

static bool has_reward(const struct programme *programme, const char *id)
{
	size_t reward = programme_find_reward(programme, id);

	return reward != PROGRAMME_NONE && programme->rewards[reward].enabled;
}

/* Of a sale that earns, by somebody who was recognised. */
static bool may_be(const struct desk *desk, const struct sale *sale)
{
	const struct plan *plan = &desk->plan;

	return plan->profile.member != 0 && plan->has_earning && !plan->findings.refused &&
	       desk->policy.surprise_percent > 0 && thanks_is_purchase(sale);
}

static rgl_rc find(struct desk *desk, const struct sale *sale, const struct care_state *care,
		   struct surprise *ret)
{
	const struct plan *plan = &desk->plan;
	const struct programme *programme = plan->entry->programme;
	const struct surprise_ask ask = {
		.member = plan->profile.member,
		.at_ms = plan->at_ms,
		.surprised_ms = care->surprised_ms,
		.visits = plan->profile.visits,
		.first_ms = plan->profile.first_visit_ms,
		.last_ms = plan->profile.last_visit_ms,
		.worth = worth_of(desk),
		.cashier = sale->cashier,
		.has_reward = has_reward(programme, desk->policy.surprise_reward),
		.is_late = host_now_ms(desk->store->host) - plan->at_ms > CARE_LATE_MS,
	};
	struct surprise surprise = { 0 };
	rgl_rc rc = surprise_find(desk->store, &desk->policy, &ask, &surprise);

	/* One that was promised by a programme that had that reward. */
	if (rc == RGL_OK && surprise.reward[0] != '\0' && !has_reward(programme, surprise.reward))
		surprise.state = 0;
	if (rc == RGL_OK && surprise.state != 0)
		*ret = surprise;
	return rc;
}

rgl_rc surprise_plan(struct desk *desk, const struct sale *sale)
{
	struct plan *plan = &desk->plan;
	rgl_rc rc;

	if (!may_be(desk, sale))
		return RGL_OK;
	rc = find(desk, sale, &plan->care, &plan->surprise);
	if (rc < 0 || plan->surprise.state == 0)
		return rc;
	plan->earned[PURSE_POINTS] = plan_sum(plan->earned[PURSE_POINTS], plan->surprise.units);
	if (plan->at_ms > plan->care.surprised_ms)
		plan->care.surprised_ms = plan->at_ms;
	return RGL_OK;
}

rgl_rc surprise_quote(struct desk *desk, const struct sale *sale, struct surprise *ret)
{
	struct plan *plan = &desk->plan;
	struct care_state care = { 0 };
	rgl_rc rc = care_policy(desk);

	/* What another day would bring is nobody's to ask. */
	if (rc < 0 || !may_be(desk, sale) ||
	    profile_day_ms(desk->store, plan->at_ms) !=
		    profile_day_ms(desk->store, host_now_ms(desk->store->host)))
		return rc;
	rc = care_state_read(desk->store, plan->profile.member, &care);
	return rc < 0 ? rc : find(desk, sale, &care, ret);
}

/* ---- Writing ---- */

/* As a coupon of the bill's own is made: what an edit gives again stays what the customer holds. */
static rgl_rc make_coupon(struct desk *desk)
{
	struct plan *plan = &desk->plan;
	const struct programme *programme = plan->entry->programme;
	const struct reward *reward =
		&programme->rewards[programme_find_reward(programme, plan->surprise.reward)];
	const struct expiry lasts = { .kind = EXPIRY_FIXED, .days = reward->coupon_days };
	const struct voucher_source source = { plan->event, NULL, programme };
	struct voucher voucher = { .kind = VOUCHER_COUPON, .member = plan->profile.member };
	bool ends = reward->kind == REWARD_COUPON && reward->coupon_days > 0;
	rgl_rc rc;

	if (reward->kind == REWARD_COUPON && reward->coupon != PROGRAMME_NONE)
		reward = &programme->rewards[reward->coupon];
	(void)snprintf(voucher.reward, sizeof(voucher.reward), "%s", reward->id);
	rc = vouchers_take_over(desk->store, plan->replaces, &source, &voucher);
	if (rc < 0 || voucher.id != 0)
		return rc;
	return vouchers_make_coupon(
		desk->store, &source, reward->id, plan->profile.member, plan->at_ms,
		ends ? expiry_ends_ms(&lasts, desk->store->zone, plan->at_ms) : 0, &voucher);
}

rgl_rc surprise_write(struct desk *desk)
{
	struct plan *plan = &desk->plan;
	rgl_rc rc;

	if (plan->surprise.state == 0)
		return RGL_OK;
	rc = surprise_give(desk->store, &plan->surprise, plan->event);
	if (rc == RGL_OK && plan->surprise.units > 0)
		return write_applied(
			desk, &(struct applied) { .kind = 1,
						  .name = SURPRISE_APPLIED,
						  .member = plan->profile.member,
						  .purse = plan->entry->purses[PURSE_POINTS].id,
						  .units = plan->surprise.units,
						  .of = plan->event });
	return rc < 0 ? rc : make_coupon(desk);
}

/* ---- Telling ---- */

rgl_rc surprise_tell(struct desk *desk, struct surprised *ret)
{
	const struct programme *programme = desk->plan.entry->programme;
	const struct surprise *surprise = &desk->plan.surprise;
	size_t reward = programme_find_reward(programme, surprise->reward);

	if (surprise->state == 0)
		return RGL_OK;
	ret->points = surprise->units;
	(void)snprintf(ret->reward, sizeof(ret->reward), "%s", surprise->reward);
	if (surprise->units > 0)
		(void)snprintf(ret->text, sizeof(ret->text), "%lld %.100s",
			       (long long)surprise->units, programme->purses[PURSE_POINTS].title);
	else
		(void)snprintf(ret->text, sizeof(ret->text), "%.127s",
			       reward == PROGRAMME_NONE ? surprise->reward
							: programme->rewards[reward].title);
	ret->text[utf8_whole(ret->text, strlen(ret->text))] = '\0';
	return slip_till_surprise(desk, ret, ret->say, sizeof(ret->say));
}

rgl_rc surprise_again(struct desk *desk, int64_t sale)
{
	return surprise_of_sale(desk->store, sale, &desk->plan.surprise);
}
