/* checkout.c - see checkout.h. The whole flow of a sale is in record(), of a refund in refund(). */
#include <stdio.h>
#include <string.h>

#include "plugin/checkout_flow.h"
#include "plugin/identify/identify.h"
#include "plugin/insight/keep.h"
#include "plugin/loyalty/said.h"

/* Whoever the member is by now. */
static rgl_rc follow_merges(struct store *store, int64_t member, int64_t *ret)
{
	enum { MERGES_MAX = 16 };
	int64_t merged = member;
	rgl_rc rc = RGL_OK;

	for (int hop = 0; rc == RGL_OK && merged != 0 && hop < MERGES_MAX; hop++) {
		struct query q = query(store, STATEMENT_MEMBER_MERGED);

		member = merged;
		query_bind_int(&q, member);
		merged = query_row(&q) ? query_int(&q) : 0;
		rc = query_end(&q);
	}
	if (rc == RGL_OK)
		*ret = member;
	return rc;
}

rgl_rc flow_find_member(struct store *store, const struct sale *sale, int64_t *ret_member,
			struct rgl_why *ret_unseen)
{
	struct found found = { .member = sale->member };
	rgl_rc rc;

	if (sale->member == 0 && sale->scan != NULL && sale->scan_length > 0) {
		rc = identify_scan(store, sale->scan, sale->scan_length, &found);
		if (rc == RGL_E_UNKNOWN || rc == RGL_E_PAYMENT_CARD || rc == RGL_E_FORGED ||
		    rc == RGL_E_BLOCKED || rc == RGL_E_TEXT || rc == RGL_E_LIMIT) {
			*ret_unseen = store->refusal;
			return RGL_OK;
		}
		if (rc < 0)
			return rc;
	}
	rc = follow_merges(store, found.member, &found.member);
	if (rc == RGL_OK && sale->member != 0)
		rc = said_check_not_erased(store, found.member, "member.id");
	/* A till, or the program behind it, that still knows the number: the sale is nobody's. */
	if (rc == RGL_E_UNKNOWN) {
		*ret_unseen = store->refusal;
		return RGL_OK;
	}
	if (rc == RGL_OK)
		*ret_member = found.member;
	return rc;
}

/* --- a sale */

/* Who was merged since the quote is the other member now; what was held was given back then. */
static rgl_rc is_of_member(struct desk *desk, bool *ret)
{
	struct query q;
	int64_t merged = 0;
	rgl_rc rc;

	*ret = desk->plan.hold.member == desk->plan.profile.member;
	if (*ret || desk->plan.profile.member == 0)
		return RGL_OK;
	q = query(desk->store, STATEMENT_MEMBER_MERGED);
	query_bind_int(&q, desk->plan.hold.member);
	if (query_row(&q))
		merged = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = merged == desk->plan.profile.member;
	return rc;
}

static rgl_rc read_hold(struct desk *desk, const struct sale *sale)
{
	bool is_ours = false;
	rgl_rc rc;

	if (sale->hold == 0)
		return RGL_OK;
	rc = holds_read(desk->store, sale->hold, &desk->plan.hold);
	if (rc == RGL_OK)
		rc = is_of_member(desk, &is_ours);
	if (rc == RGL_OK && !is_ours)
		rc = refuse_field(&desk->store->refusal, RGL_E_FIELD, "hold",
				  "hold %lld is another member's; quote again",
				  (long long)sale->hold);
	/* That of the sale which this one stands in for is undone with it. */
	if (rc == RGL_OK && desk->plan.hold.state == HOLD_SETTLED &&
	    (desk->plan.replaces == 0 || desk->plan.hold.ended_by != desk->plan.replaces))
		rc = refuse_field(&desk->store->refusal, RGL_E_TAKEN, "hold",
				  "hold %lld was paid for by another sale; quote again",
				  (long long)sale->hold);
	return rc;
}

rgl_rc flow_standing(struct desk *desk, const struct sale *sale)
{
	struct plan *plan = &desk->plan;
	rgl_rc rc = profile_standing(desk->store, plan->entry, &plan->profile, plan->at_ms,
				     &desk->standing);

	if (rc == RGL_OK)
		rc = thanks_standing(desk, sale);
	if (rc == RGL_OK)
		plan_level(desk, sale);
	return rc;
}

rgl_rc flow_earn(struct desk *desk, const struct sale *sale)
{
	struct plan *plan = &desk->plan;
	rgl_rc rc;

	if (plan->profile.member == 0 || plan->findings.refused)
		return RGL_OK;
	rc = earn_sale(plan->entry->programme, sale, &desk->standing, &desk->work, &desk->earning);
	if (rc < 0)
		return refuse(&desk->store->refusal, rc,
			      "the points of this sale cannot be counted");
	plan->has_earning = true;
	thanks_sort_out(desk);
	memcpy(plan->earned, desk->earning.totals, sizeof(plan->earned));
	return RGL_OK;
}

static void fill_effect(const struct desk *desk, const struct sale *sale, struct effect *ret)
{
	const struct plan *plan = &desk->plan;
	int64_t taken = 0;
	int64_t given = 0;

	for (size_t i = 0; i < plan->back_count; i++) {
		if (plan->backs[i].member != plan->profile.member ||
		    plan->backs[i].purse != plan->entry->purses[PURSE_POINTS].id)
			continue;
		taken += plan->backs[i].take;
		given += plan->backs[i].give;
	}
	if (!plan->entry->programme->clawback_owes &&
	    taken > plan->profile.accounts[PURSE_POINTS].balance + given)
		taken = plan->profile.accounts[PURSE_POINTS].balance + given;
	taken = taken < 0 ? 0 : taken;
	ret->member = plan->profile.member;
	ret->programme = plan->entry->id;
	ret->at_ms = plan->at_ms;
	ret->tender_accounts = plan->tender_accounts;
	ret->stored = record_stored(sale);
	ret->points = points_of(plan->earned[PURSE_POINTS] - taken);
	ret->spent = points_of(plan->spent[PURSE_POINTS] - given);
	ret->visit = sale->is_refund || plan->profile.member == 0 ? 0 : plan->profile.visits + 1;
}

static int64_t held_in(const struct plan *plan, size_t purse)
{
	int64_t units = 0;

	for (size_t i = 0; i < plan->hold.item_count; i++)
		if (plan->hold.state == HOLD_HELD && plan->hold.items[i].account != 0 &&
		    plan->hold.items[i].account == plan->profile.accounts[purse].id)
			units += plan->hold.items[i].units;
	return units;
}

static void fill_balance(const struct desk *desk, struct effect *ret)
{
	const struct plan *plan = &desk->plan;

	int64_t there = plan->profile.accounts[PURSE_POINTS].balance + held_in(plan, PURSE_POINTS);

	/* Of an edit the account has what is carried over already. */
	there = plan_sum(there, ret->points.count);
	ret->balance = points_of(plan_sum(there, -ret->spent.count));
}

static rgl_rc slide(struct desk *desk)
{
	struct plan *plan = &desk->plan;
	int64_t last_ms = plan->profile.last_visit_ms;
	rgl_rc rc = RGL_OK;

	/* A sale that comes late moves no end to the front. */
	last_ms = plan->at_ms > last_ms ? plan->at_ms : last_ms;
	for (size_t i = 0; rc == RGL_OK && i < plan->entry->programme->purse_count; i++) {
		const struct expiry *expiry = &plan->entry->programme->purses[i].expiry;

		if (expiry->kind == EXPIRY_SLIDING && plan->profile.accounts[i].id != 0)
			rc = lots_slide(desk->store, plan->profile.accounts[i].id,
					expiry_ends_ms(expiry, desk->store->zone, last_ms));
	}
	return rc;
}

/* By today's programme: a late refund of a sale under an older one knows nothing of its levels. */
static rgl_rc finish_tier(struct desk *desk)
{
	struct plan *plan = &desk->plan;
	struct profile today;
	rgl_rc rc;

	if (plan->profile.member == 0 || plan->today == plan->entry)
		return profile_tier(desk->store, plan->entry, &plan->profile, plan->at_ms);
	rc = profile_read(desk->store, plan->today, plan->profile.member, plan->at_ms, &today);
	return rc < 0 ? rc : profile_tier(desk->store, plan->today, &today, plan->at_ms);
}

rgl_rc flow_finish(struct desk *desk, const struct sale *sale, struct outcome *outcome)
{
	struct plan *plan = &desk->plan;
	rgl_rc rc;

	rc = keep_sale(desk->store, plan->event);
	if (rc == RGL_OK && plan->profile.member != 0 && !sale->is_refund)
		rc = slide(desk);
	if (rc == RGL_OK)
		rc = finish_tier(desk);
	if (rc == RGL_OK && sale->wants_print)
		rc = record_print(desk->store, plan->event, false, &outcome->print_job);
	return rc;
}

static rgl_rc write_sale(struct desk *desk, const struct sale *sale, const struct effect *effect)
{
	struct plan *plan = &desk->plan;
	bool earned_waits = plan->entry->programme->earned_waits;
	rgl_rc rc = record_write(desk->store, sale, effect, &plan->event);

	if (rc == RGL_OK && plan->original.id != 0)
		rc = record_refunded(desk->store, plan->original.id, plan->returned);
	if (rc == RGL_OK)
		rc = write_backs(desk);
	/* What waits for the next sale is not there yet when this one spends. */
	if (rc == RGL_OK && !earned_waits)
		rc = write_earned(desk);
	if (rc == RGL_OK)
		rc = write_settled(desk);
	if (rc == RGL_OK)
		rc = pay_write(desk, sale);
	if (rc == RGL_OK)
		rc = write_spent(desk);
	if (rc == RGL_OK && earned_waits)
		rc = write_earned(desk);
	if (rc == RGL_OK)
		rc = write_carried(desk);
	if (rc == RGL_OK)
		rc = stored_write(desk, sale);
	if (rc == RGL_OK)
		rc = write_coupons(desk);
	return rc;
}

/* What the sale that this one stands in for had earned is taken back as far as it is there. */
static void plan_carried(struct desk *desk)
{
	struct plan *plan = &desk->plan;

	for (size_t i = 0; i < plan->entry->programme->purse_count; i++) {
		int64_t after = plan_sum(plan->profile.accounts[i].balance + held_in(plan, i),
					 plan->earned[i]);

		after = plan_sum(after, -plan->spent[i]);
		if (plan->entry->programme->clawback_owes || after >= 0)
			continue;
		after = -after < plan->carried_take[i] ? -after : plan->carried_take[i];
		plan->carried_take[i] -= after;
		plan->profile.accounts[i].balance += after;
	}
}

rgl_rc flow_notices(struct desk *desk, const struct sale *sale, struct outcome *outcome)
{
	if (sale->is_refund)
		return RGL_OK;
	notices_of_gestures(desk, sale, &outcome->notices);
	notices_of_codes(desk, sale, &outcome->notices);
	return notices_of_wishes(desk, sale, &outcome->notices);
}

rgl_rc flow_sale(struct desk *desk, const struct sale *sale, bool earns, struct effect *effect,
		 struct outcome *outcome)
{
	struct plan *plan = &desk->plan;
	struct sale coded = *sale;
	rgl_rc rc = read_hold(desk, sale);

	if (rc == RGL_OK)
		plan_codes(desk, &plan->hold, &coded);
	if (rc == RGL_OK)
		rc = returns_plan(desk, sale);
	if (rc == RGL_OK)
		rc = returns_unlinked(desk, sale);
	if (rc == RGL_OK && earns)
		rc = flow_standing(desk, sale);
	if (rc == RGL_OK && earns)
		rc = flow_earn(desk, &coded);
	if (rc == RGL_OK && earns)
		rc = care_plan(desk, sale);
	if (rc == RGL_OK)
		rc = pay_plan(desk, sale);
	if (rc == RGL_OK)
		rc = plan_costs(desk, sale);
	if (rc == RGL_OK)
		rc = plan_discounts(desk, &coded);
	if (rc < 0)
		return rc;
	plan_carried(desk);
	fill_effect(desk, sale, effect);
	fill_balance(desk, effect);
	effect->exchange_of = plan->original.id;
	effect->returned = plan->returned;
	rc = write_sale(desk, sale, effect);
	if (rc == RGL_OK)
		rc = care_write(desk, sale);
	if (rc == RGL_OK && plan->findings.count > 0)
		rc = watch_tell(desk->store, plan->event, &plan->watched, &plan->findings);
	if (rc == RGL_OK)
		rc = flow_notices(desk, sale, outcome);
	if (rc == RGL_OK)
		rc = flow_finish(desk, sale, outcome);
	return rc < 0 ? rc : write_late(desk, effect);
}

/* --- a refund */

static rgl_rc flow_refund(struct desk *desk, const struct sale *sale, bool earns,
			  struct effect *effect, struct outcome *outcome)
{
	struct plan *plan = &desk->plan;
	struct money goods = money_of(0);
	struct money left = money_of(0);
	bool is_whole;
	rgl_rc rc;

	plan->returned = money_negate(sale->total);
	rc = money_sub(plan->original.sold, plan->original.refunded, &left);
	is_whole = plan->original.id != 0 && money_equal(left, plan->returned);
	if (plan->original.id != 0)
		rc = money_add(plan->returned, record_stored(sale), &goods);
	if (rc == RGL_OK && plan->original.id != 0)
		rc = returns_check(desk, &plan->original, goods);
	if (rc < 0)
		return rc;
	if (plan->original.id != 0)
		rc = back_plan(desk, money_sign(plan->original.sold) == 0);
	else if (earns)
		rc = back_unlinked(desk, sale);
	if (rc == RGL_OK)
		rc = pay_plan(desk, sale);
	if (rc < 0)
		return rc;
	fill_effect(desk, sale, effect);
	fill_balance(desk, effect);
	effect->refund_of = plan->original.id;
	rc = write_sale(desk, sale, effect);
	if (rc == RGL_OK && plan->findings.count > 0)
		rc = watch_tell(desk->store, plan->event, &plan->watched, &plan->findings);
	if (rc == RGL_OK && is_whole)
		rc = vouchers_undo(desk->store, plan->original.id);
	if (rc == RGL_OK && is_whole)
		rc = care_undo(desk, plan->original.id);
	if (rc == RGL_OK)
		rc = flow_finish(desk, sale, outcome);
	return rc < 0 ? rc : write_late(desk, effect);
}

/* --- all of it */

static rgl_rc record(struct desk *desk, const struct sale *sale, bool earns, int64_t member,
		     struct effect *effect, struct outcome *outcome)
{
	struct recorded original = { 0 };
	int64_t payee = member;
	rgl_rc rc = RGL_OK;

	if (sale->is_refund)
		rc = returns_find(desk->store, sale, money_negate(sale->total), &original);
	/* Whose sale it was, that one's refund it is: nobody's when it was nobody's. */
	if (rc == RGL_OK && original.id != 0)
		member = original.member;
	if (rc < 0)
		return rc;
	if (!earns && original.programme == 0 && points_sign(original.points) == 0) {
		effect->refund_of = original.id;
		return flow_past(desk, sale, member, effect, outcome);
	}
	rc = plan_begin(desk, sale, member, &original);
	if (rc < 0)
		return rc;
	desk->plan.original = original;
	desk->plan.payee = payee;
	if (sale->is_refund)
		rc = flow_refund(desk, sale, earns, effect, outcome);
	else
		rc = flow_sale(desk, sale, earns, effect, outcome);
	return rc < 0 ? rc : flow_show(desk, effect, outcome);
}

static rgl_rc flow(struct desk *desk, const struct sale *sale, bool earns, struct outcome *outcome)
{
	struct recorded before = { 0 };
	struct effect effect = { 0 };
	int64_t member = 0;
	rgl_rc rc;

	rc = flow_find_member(desk->store, sale, &member, &outcome->unseen);
	if (rc < 0)
		return rc;
	record_digest(desk->store, sale, outcome->unseen.code == RGL_E_PAYMENT_CARD, effect.digest);
	rc = record_find(desk->store, sale->id, &before);
	if (rc < 0)
		return rc;
	if (before.id != 0)
		return flow_again(desk, sale, &before, &effect, outcome);
	return record(desk, sale, earns, member, &effect, outcome);
}

rgl_rc checkout(struct desk *desk, const struct sale *sale, bool earns, struct outcome *ret)
{
	struct store *store = desk->store;
	struct outcome outcome = { 0 };
	rgl_rc rc;

	rc = sale_check(sale, &store->shop.currency, &store->refusal);
	if (rc < 0)
		return rc;
	rc = store_begin(store);
	if (rc < 0)
		return rc;
	rc = store_end(store, flow(desk, sale, earns, &outcome));
	if (rc >= 0)
		*ret = outcome;
	return rc;
}
