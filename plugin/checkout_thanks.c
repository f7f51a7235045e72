/* checkout_thanks.c - see checkout_parts.h: whether this is the purchase for which a friend counts,
 * and both are thanked. By which rule is the programme's.
 */
#include "plugin/checkout_flow.h"

/* Goods were paid for, whatever was paid with. */
bool thanks_is_purchase(const struct sale *sale)
{
	struct money goods = money_of(0);

	return !sale->is_refund && money_sub(sale->total, record_stored(sale), &goods) == RGL_OK &&
	       money_sign(goods) > 0;
}

rgl_rc thanks_standing(struct desk *desk, const struct sale *sale)
{
	struct plan *plan = &desk->plan;
	const struct referral_sale asked = { .member = plan->profile.member,
					     .by = plan->profile.referred_by,
					     .visits = plan->profile.visits,
					     .at_ms = plan->at_ms,
					     .cashier = sale->cashier };
	rgl_rc rc;

	if (plan->profile.member == 0 || plan->profile.referred_by == 0 || plan->findings.refused)
		return RGL_OK;
	desk->standing.was_referred = false;
	if (!thanks_is_purchase(sale))
		return RGL_OK;
	rc = care_policy(desk);
	if (rc == RGL_OK)
		rc = referral_judge(desk->store, &desk->policy, &asked, &plan->brought);
	if (rc < 0)
		return rc;
	desk->standing.was_referred = plan->brought.thanks_friend || plan->brought.thanks_other;
	desk->standing.buys_first = desk->standing.was_referred;
	return RGL_OK;
}

void thanks_sort_out(struct desk *desk)
{
	const struct plan *plan = &desk->plan;
	const struct programme *programme = plan->entry->programme;
	struct earning *earning = &desk->earning;

	for (size_t i = 0; i < earning->award_count; i++) {
		struct award *award = &earning->awards[i];

		if (programme->rules[award->rule].trigger != RULE_REFERRAL)
			continue;
		if (!plan->brought.thanks_friend) {
			earning->totals[award->purse] -= award->units;
			award->units = 0;
		}
		if (!plan->brought.thanks_other) {
			earning->referrer_totals[award->purse] -= award->referrer_units;
			award->referrer_units = 0;
		}
	}
}

rgl_rc thanks_write(struct desk *desk)
{
	const struct plan *plan = &desk->plan;

	if (!plan->brought.is_first)
		return RGL_OK;
	return referral_count(desk->store, plan->profile.member, plan->brought.state, plan->event,
			      plan->at_ms);
}

rgl_rc thanks_past(struct desk *desk, const struct sale *sale, int64_t member, int64_t event,
		   int64_t at_ms)
{
	if (member == 0 || !thanks_is_purchase(sale))
		return RGL_OK;
	return referral_count(desk->store, member, REFERRAL_COUNTED, event, at_ms);
}
