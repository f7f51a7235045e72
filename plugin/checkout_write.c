/* checkout_write.c - see checkout_parts.h: transfers, lots and `applied` rows of what a sale earns
 * and spends. */
#include "plugin/checkout_parts.h"

rgl_rc write_applied(struct desk *desk, const struct applied *applied)
{
	struct query q = query(desk->store, STATEMENT_APPLIED_ADD);

	query_bind_int(&q, desk->plan.event);
	query_bind_int(&q, ++desk->plan.applied);
	query_bind_int(&q, applied->kind);
	query_bind_text(&q, applied->name);
	query_bind_int(&q, applied->member);
	query_bind_int(&q, applied->purse);
	query_bind_int(&q, applied->units);
	query_bind_int(&q, applied->times == 0 ? 1 : applied->times);
	query_bind_money(&q, applied->discount);
	query_bind_int(&q, applied->of);
	query_bind_int(&q, desk->plan.at_ms);
	query_bind_int(&q, applied->member == desk->plan.profile.member);
	query_bind_int(&q, applied->lost);
	return query_run(&q);
}

static rgl_rc account_in(struct desk *desk, size_t purse, int64_t *ret)
{
	struct plan *plan = &desk->plan;
	struct account_of *account = &plan->profile.accounts[purse];
	rgl_rc rc = RGL_OK;

	if (account->id == 0)
		rc = ledger_need(desk->store, plan->profile.member, plan->entry->purses[purse].id,
				 &account->id, &account->balance);
	if (rc == RGL_OK)
		*ret = account->id;
	return rc;
}

static rgl_rc give(struct desk *desk, enum transfer_kind kind, size_t purse, int64_t account,
		   int64_t units)
{
	struct plan *plan = &desk->plan;
	rgl_rc rc = ledger_move(desk->store, plan->event, kind, plan->entry->purses[purse].shop,
				account, units);

	if (rc == RGL_OK)
		rc = lots_add(desk->store, account, plan->event, units, write_ends_ms(desk, purse));
	return rc;
}

/* --- what was earned */

static rgl_rc earned_in(struct desk *desk, size_t purse)
{
	struct plan *plan = &desk->plan;
	int64_t units = plan->earned[purse] - plan->carried_take[purse];
	int64_t account = 0;
	rgl_rc rc;

	if (units <= 0)
		return RGL_OK;
	rc = account_in(desk, purse, &account);
	return rc < 0 ? rc : give(desk, TRANSFER_EARNED, purse, account, units);
}

static rgl_rc carried_in(struct desk *desk, size_t purse)
{
	struct plan *plan = &desk->plan;
	int64_t units = plan->earned[purse] - plan->carried_take[purse];
	int64_t account = 0;
	rgl_rc rc;

	if (units >= 0)
		return RGL_OK;
	rc = account_in(desk, purse, &account);
	if (rc == RGL_OK && plan->entry->programme->clawback_owes)
		rc = ledger_may_owe(desk->store, account);
	if (rc == RGL_OK)
		rc = write_taken(desk, plan->entry->purses[purse].shop, account, -units,
				 plan->carried_of);
	return rc;
}

rgl_rc write_carried(struct desk *desk)
{
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < desk->plan.entry->programme->purse_count; i++)
		rc = carried_in(desk, i);
	return rc;
}

static rgl_rc referrer_in(struct desk *desk, size_t purse)
{
	struct plan *plan = &desk->plan;
	int64_t units = desk->earning.referrer_totals[purse];
	int64_t account = 0;
	int64_t balance = 0;
	rgl_rc rc;

	if (units <= 0 || plan->profile.referred_by == 0)
		return RGL_OK;
	rc = ledger_need(desk->store, plan->profile.referred_by, plan->entry->purses[purse].id,
			 &account, &balance);
	if (rc == RGL_OK)
		rc = give(desk, TRANSFER_EARNED, purse, account, units);
	return rc;
}

/* A factor below one takes from what the other rules gave: their rows are less by it, so that what
 * comes back of a sale is what it earned; limits count them whole. lost: by purse, what is still to
 * be taken off. */
static int64_t loses(const struct award *award, int64_t *lost)
{
	int64_t less = award->units < *lost ? award->units : *lost;

	*lost -= less;
	return less;
}

static rgl_rc applied_award(struct desk *desk, const struct award *award, int64_t *lost)
{
	struct plan *plan = &desk->plan;
	const struct rule *rule = &plan->entry->programme->rules[award->rule];
	int64_t purse = plan->entry->purses[award->purse].id;
	int64_t less = award->units > 0 ? loses(award, lost) : 0;
	rgl_rc rc = RGL_OK;

	if (award->units > 0)
		rc = write_applied(desk, &(struct applied) { .kind = 1,
							     .name = rule->id,
							     .member = plan->profile.member,
							     .purse = purse,
							     .units = award->units - less,
							     .lost = less,
							     .of = plan->event });
	if (rc == RGL_OK && award->referrer_units > 0 && plan->profile.referred_by != 0)
		rc = write_applied(desk, &(struct applied) { .kind = 5,
							     .name = rule->id,
							     .member = plan->profile.referred_by,
							     .purse = purse,
							     .units = award->referrer_units,
							     .of = plan->event });
	return rc;
}

rgl_rc write_earned(struct desk *desk)
{
	const struct programme *programme = desk->plan.entry->programme;
	const struct earning *earning = &desk->earning;
	int64_t lost[PROGRAMME_PURSES_MAX] = { 0 };
	rgl_rc rc = RGL_OK;

	if (desk->plan.profile.member == 0)
		return RGL_OK;
	for (size_t i = 0; rc == RGL_OK && i < programme->purse_count; i++) {
		rc = earned_in(desk, i);
		if (rc == RGL_OK && desk->plan.has_earning)
			rc = referrer_in(desk, i);
	}
	if (!desk->plan.has_earning)
		return rc;
	for (size_t i = 0; i < earning->award_count; i++)
		if (earning->awards[i].units < 0)
			lost[earning->awards[i].purse] -= earning->awards[i].units;
	for (size_t i = 0; rc == RGL_OK && i < earning->award_count; i++)
		rc = applied_award(desk, &earning->awards[i], &lost[earning->awards[i].purse]);
	return rc;
}

/* --- what was spent */

static rgl_rc applied_used(struct desk *desk, const struct used *used)
{
	struct plan *plan = &desk->plan;
	const struct reward *reward = &plan->entry->programme->rewards[used->reward];
	struct query q;
	rgl_rc rc = RGL_OK;

	if (used->times == 0)
		return RGL_OK;
	if (plan->profile.member != 0)
		rc = write_applied(
			desk, &(struct applied) { .kind = 2,
						  .name = reward->id,
						  .member = plan->profile.member,
						  .purse = plan->entry->purses[reward->purse].id,
						  .units = used->cost,
						  .times = used->times,
						  .discount = used->discount,
						  .of = plan->event });
	if (rc < 0 || reward->uses_total == 0)
		return rc;
	q = query(desk->store, STATEMENT_REWARD_USED);
	query_bind_text(&q, reward->id);
	query_bind_int(&q, used->times);
	return query_run(&q);
}

/* A coupon that was set aside and is not used after all is free again. */
static rgl_rc free_unused(struct desk *desk)
{
	const struct plan *plan = &desk->plan;
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < plan->hold.item_count; i++) {
		int64_t voucher = plan->hold.items[i].voucher;

		for (size_t k = 0; k < plan->used_count; k++)
			if (plan->used[k].voucher == voucher)
				voucher = 0;
		if (voucher != 0)
			rc = vouchers_use(desk->store, voucher, 0);
	}
	return rc;
}

static void costs_of(const struct plan *plan, int64_t *ret)
{
	for (size_t i = 0; i < plan->used_count; i++)
		ret[plan->entry->programme->rewards[plan->used[i].reward].purse] +=
			plan->used[i].cost;
}

/* As much of each reward's cost as its hold has set aside comes from there. */
static rgl_rc settle(struct desk *desk)
{
	struct plan *plan = &desk->plan;
	const struct programme *programme = plan->entry->programme;
	int64_t units[HOLD_ITEMS_MAX] = { 0 };
	int64_t shops[HOLD_ITEMS_MAX] = { 0 };
	int64_t left[PROGRAMME_PURSES_MAX] = { 0 };
	rgl_rc rc;

	costs_of(plan, left);
	for (size_t i = 0; i < plan->hold.item_count; i++) {
		const struct hold_item *item = &plan->hold.items[i];
		size_t reward = programme_find_reward(programme, item->reward);
		size_t purse = reward == PROGRAMME_NONE ? 0 : programme->rewards[reward].purse;

		/* Another programme's reward of that name may cost something else by now. */
		if (item->account == 0 || reward == PROGRAMME_NONE ||
		    item->account != plan->profile.accounts[purse].id)
			continue;
		units[i] = item->units < left[purse] ? item->units : left[purse];
		shops[i] = plan->entry->purses[purse].shop;
		left[purse] -= units[i];
		plan->settled[purse] += units[i];
	}
	rc = holds_settle(desk->store, &plan->hold, plan->event, units, shops);
	return rc < 0 ? rc : free_unused(desk);
}

rgl_rc write_settled(struct desk *desk)
{
	const struct hold *hold = &desk->plan.hold;

	return hold->id != 0 && hold->state == HOLD_HELD ? settle(desk) : RGL_OK;
}

static rgl_rc spend_in(struct desk *desk, size_t purse, int64_t units)
{
	struct plan *plan = &desk->plan;
	int64_t account = 0;
	rgl_rc rc;

	units -= plan->carried_give[purse];
	if (units == 0)
		return RGL_OK;
	rc = account_in(desk, purse, &account);
	if (rc == RGL_OK && units > 0) {
		rc = ledger_move(desk->store, plan->event, TRANSFER_SPENT, account,
				 plan->entry->purses[purse].shop, units);
		if (rc == RGL_OK)
			rc = lots_use(desk->store, account, units);
	} else if (rc == RGL_OK) {
		rc = give(desk, TRANSFER_GIVEN_BACK, purse, account, -units);
	}
	return rc;
}

/* Points that paid as money. */
static int64_t paid_in_points(const struct plan *plan)
{
	int64_t units = 0;

	for (size_t i = 0; i < RGL_TENDERS_MAX; i++)
		if (plan->payments[i].purse == PURSE_POINTS && plan->payments[i].units > 0)
			units += plan->payments[i].units;
	return units;
}

rgl_rc write_spent(struct desk *desk)
{
	struct plan *plan = &desk->plan;
	int64_t left[PROGRAMME_PURSES_MAX] = { 0 };
	rgl_rc rc = RGL_OK;

	costs_of(plan, left);
	left[PURSE_POINTS] += paid_in_points(plan);
	for (size_t i = 0; rc == RGL_OK && i < plan->entry->programme->purse_count; i++)
		if (plan->profile.member != 0)
			rc = spend_in(desk, i, left[i] - plan->settled[i]);
	for (size_t i = 0; rc == RGL_OK && i < plan->used_count; i++) {
		rc = applied_used(desk, &plan->used[i]);
		if (rc == RGL_OK && plan->used[i].voucher != 0)
			rc = vouchers_use(desk->store, plan->used[i].voucher, plan->event);
	}
	return rc;
}
