/* checkout_plan.c - see checkout_parts.h: who a sale is for, what its rewards cost. */
#include <stdio.h>
#include <string.h>

#include "plugin/checkout_parts.h"
#include "plugin/loyalty/tier.h"

#define AHEAD_MAX_MS INT64_C(86400000) /* a day, as for imports */

/* What ended is moved now, so that a balance and its ledger say the same. */
static rgl_rc write_ended(struct desk *desk)
{
	struct plan *plan = &desk->plan;
	int64_t now_ms = host_now_ms(desk->store->host);
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < plan->entry->programme->purse_count; i++) {
		int64_t units = 0;

		if (plan->profile.accounts[i].ended > 0)
			rc = lots_expire(desk->store, plan->profile.accounts[i].id,
					 plan->entry->purses[i].shop, now_ms, &units);
	}
	return rc;
}

static rgl_rc look_out(struct desk *desk, const struct sale *sale)
{
	struct plan *plan = &desk->plan;

	plan->watched = (struct watched) {
		.member = plan->profile.member,
		.cashier = sale->cashier == NULL ? "" : sale->cashier,
		.at_ms = plan->at_ms,
		.day_ms = profile_day_ms(desk->store, plan->at_ms),
	};
	return watch_sale(desk->store, &plan->entry->programme->limits, &plan->watched,
			  &plan->findings);
}

static bool is_ahead(const struct sale *sale, int64_t now_ms)
{
	return sale->at_ms > now_ms + AHEAD_MAX_MS;
}

/* A clock that runs ahead stops no queue, but what it says is not true: such a sale counts as of
 * now, and the owner is told. */
static int64_t counts_at_ms(const struct sale *sale, int64_t now_ms)
{
	return sale->at_ms == 0 || is_ahead(sale, now_ms) ? now_ms : sale->at_ms;
}

rgl_rc plan_programme(struct desk *desk, const struct sale *sale, const struct book_entry **ret)
{
	return book_at(desk->book, counts_at_ms(sale, host_now_ms(desk->store->host)), ret);
}

static void tell_ahead(struct desk *desk, const struct sale *sale, int64_t member)
{
	struct plan *plan = &desk->plan;
	char said[ZONE_TIME_ROOM];

	if (!plan->is_ahead)
		return;
	plan->watched.member = member;
	plan->watched.cashier = sale->cashier == NULL ? "" : sale->cashier;
	plan->watched.at_ms = plan->at_ms;
	zone_write(desk->store->zone, sale->at_ms, said);
	watch_clock(said, sale->till == NULL ? "" : sale->till, &plan->findings);
}

static rgl_rc begin(struct desk *desk, const struct sale *sale, int64_t member,
		    const struct recorded *original, bool writes)
{
	struct plan *plan = &desk->plan;
	int64_t now_ms = host_now_ms(desk->store->host);
	rgl_rc rc;

	memset(plan, 0, sizeof(*plan));
	plan->at_ms = counts_at_ms(sale, now_ms);
	plan->is_ahead = is_ahead(sale, now_ms);
	profile_nobody(&plan->profile);
	rc = book_at(desk->book, plan->at_ms > now_ms ? plan->at_ms : now_ms, &plan->today);
	if (rc < 0)
		return rc;
	if (original != NULL && original->id != 0)
		rc = book_by_id(desk->book, original->programme, &plan->entry);
	else
		rc = book_at(desk->book, plan->at_ms, &plan->entry);
	if (rc == RGL_OK && member == 0)
		tell_ahead(desk, sale, 0);
	if (rc < 0 || member == 0)
		return rc;
	/* What is taken back may be set aside by a quote that is open: it does not hide there. */
	if (writes)
		rc = holds_lapse(desk->store, member,
				 sale->is_refund ? INT64_MAX : host_now_ms(desk->store->host));
	if (rc == RGL_OK)
		rc = profile_read(desk->store, plan->entry, member, plan->at_ms, &plan->profile);
	if (rc == RGL_OK && writes)
		rc = write_ended(desk);
	if (rc == RGL_OK && !sale->is_refund)
		rc = look_out(desk, sale);
	if (rc == RGL_OK)
		tell_ahead(desk, sale, member);
	return rc;
}

rgl_rc plan_begin(struct desk *desk, const struct sale *sale, int64_t member,
		  const struct recorded *original)
{
	return begin(desk, sale, member, original, true);
}

rgl_rc plan_quote(struct desk *desk, const struct sale *sale, int64_t member, bool writes)
{
	return begin(desk, sale, member, NULL, writes);
}

rgl_rc plan_again(struct desk *desk, const struct sale *sale, const struct recorded *before)
{
	return begin(desk, sale, before->member, before, false);
}

void plan_level(struct desk *desk, const struct sale *sale)
{
	const struct tiers *tiers = &desk->plan.entry->programme->tiers;
	struct profile *profile = &desk->plan.profile;
	int64_t since_ms = profile->tier_since_ms;
	int64_t figure = profile->figure;

	if (profile->member == 0 || tiers->level_count == 0 || tiers->next_sale)
		return;
	if (tiers->by == TIER_BY_SPEND)
		figure += sale->total.minor - record_stored(sale).minor;
	else if (tiers->by == TIER_BY_VISITS)
		figure++;
	profile->level = tier_after(tiers, desk->store->zone, profile->stored_level, figure,
				    desk->plan.at_ms, &since_ms);
	desk->standing.level = profile->level;
}

/* Discount and free units of a reward's lines in the sale. */
static rgl_rc lines_of(const struct sale *sale, const char *reward, struct money *ret_discount,
		       int64_t *ret_free_milli, bool *ret_found)
{
	for (size_t i = 0; i < sale->line_count; i++) {
		const struct sale_line *line = &sale->lines[i];

		if (line->reward == NULL || strcmp(line->reward, reward) != 0)
			continue;
		*ret_found = true;
		if (money_sub(*ret_discount, line->total, ret_discount) < 0)
			return RGL_E_RANGE;
		*ret_free_milli += line->qty_milli < 0 ? -line->qty_milli : line->qty_milli;
	}
	return RGL_OK;
}

static struct used *used_of(struct plan *plan, size_t reward)
{
	for (size_t i = 0; i < plan->used_count; i++)
		if (plan->used[i].reward == reward && plan->used[i].voucher == 0)
			return &plan->used[i];
	return NULL;
}

/* The same reward chosen twice is one row: its discount cannot be told apart on the bill. */
static void gather_used(struct desk *desk, size_t wanted_count)
{
	struct plan *plan = &desk->plan;

	for (size_t i = 0; i < wanted_count; i++) {
		const struct wanted *wanted = &desk->wanted[i];
		struct used *used = desk->vouchers[i] == 0 ? used_of(plan, wanted->reward) : NULL;

		if (wanted->reward == PROGRAMME_NONE)
			continue;
		if (used != NULL) {
			used->times += wanted->times;
			used->points += wanted->points;
			continue;
		}
		plan->used[plan->used_count++] = (struct used) {
			.reward = wanted->reward,
			.times = wanted->times,
			.points = wanted->points,
			.voucher = desk->vouchers[i],
		};
	}
}

static rgl_rc cost_of(struct desk *desk, const struct sale *sale, struct used *used)
{
	const struct programme *programme = desk->plan.entry->programme;
	const struct reward *reward = &programme->rewards[used->reward];
	bool is_on_bill = reward->kind == REWARD_THING || reward->kind == REWARD_COUPON;
	int64_t free_milli = 0;
	rgl_rc rc = lines_of(sale, reward->id, &used->discount, &free_milli, &is_on_bill);

	if (redeem_is_money_off(reward) && money_sign(used->discount) <= 0)
		is_on_bill = false;
	/* Wished for, and not on the bill: nobody got it, nobody pays for it. */
	if (rc == RGL_OK && !is_on_bill) {
		used->times = 0;
		used->voucher = 0;
		return RGL_OK;
	}
	if (rc == RGL_OK)
		rc = redeem_cost(programme, used->reward, used->times, used->discount, free_milli,
				 &used->cost);
	if (rc == RGL_OK && used->cost > 0 && desk->plan.profile.member == 0)
		rc = refuse_field(&desk->store->refusal, RGL_E_POINTS, "rewards",
				  "%s costs points; say who the member is", reward->title);
	if (rc == RGL_E_RANGE)
		rc = refuse_field(&desk->store->refusal, rc, "rewards",
				  "%s costs more than can be counted", reward->title);
	return rc;
}

static int64_t held_of(const struct plan *plan, size_t purse)
{
	int64_t units = 0;

	if (plan->hold.state != HOLD_HELD)
		return 0;
	for (size_t i = 0; i < plan->hold.item_count; i++)
		if (plan->hold.items[i].account != 0 &&
		    plan->hold.items[i].account == plan->profile.accounts[purse].id)
			units += plan->hold.items[i].units;
	return units;
}

/* What an exchange takes back of a purse first; at zero it stops, unless debts are allowed. */
static int64_t after_backs(const struct plan *plan, size_t purse, int64_t there)
{
	for (size_t i = 0; i < plan->back_count; i++) {
		const struct back *back = &plan->backs[i];

		if (back->member != plan->profile.member ||
		    back->purse != plan->entry->purses[purse].id)
			continue;
		there = plan_sum(there, back->give);
		if (plan->entry->programme->clawback_owes || there >= back->take)
			there = plan_sum(there, -back->take);
		else
			there = there < 0 ? there : 0;
	}
	return there;
}

/* What rewards and payments may take of a purse. Where what a sale earns waits, an edit's still
 * makes up for what its old sale had earned. */
static int64_t there_in(const struct plan *plan, size_t purse)
{
	int64_t earned = plan->earned[purse];

	if (plan->entry->programme->earned_waits && earned > plan->carried_take[purse])
		earned = plan->carried_take[purse];
	return plan_sum(plan_sum(after_backs(plan, purse, plan->profile.accounts[purse].balance),
				 held_of(plan, purse)),
			earned);
}

static bool pays(const struct plan *plan, size_t purse)
{
	for (size_t i = 0; i < RGL_TENDERS_MAX; i++)
		if (plan->payments[i].purse == purse && plan->payments[i].units > 0)
			return true;
	return false;
}

static rgl_rc too_few(struct desk *desk, size_t purse, int64_t there, int64_t needed)
{
	const struct purse *unit = &desk->plan.entry->programme->purses[purse];
	char has[DECIMAL_ROOM];
	char needs[DECIMAL_ROOM];
	bool is_paid = pays(&desk->plan, purse);

	if (unit->is_money) {
		money_write(money_of(there), &desk->store->shop.currency, has);
		money_write(money_of(needed), &desk->store->shop.currency, needs);
	} else {
		points_write(points_of(there), has);
		points_write(points_of(needed), needs);
	}
	return refuse_field(&desk->store->refusal, RGL_E_POINTS, is_paid ? "tenders" : "rewards",
			    "%s: only %s there, %s needed; nothing was recorded: %s", unit->title,
			    has, needs, is_paid ? "take the rest another way" : "quote again");
}

/* Takes what is missing off the last rewards of a purse. */
static void clamp(struct plan *plan, size_t purse, int64_t missing)
{
	for (size_t i = plan->used_count; i > 0 && missing > 0; i--) {
		struct used *used = &plan->used[i - 1];
		int64_t less;

		if (plan->entry->programme->rewards[used->reward].purse != purse)
			continue;
		less = used->cost < missing ? used->cost : missing;
		used->cost -= less;
		plan->spent[purse] -= less;
		missing -= less;
	}
}

rgl_rc plan_costs(struct desk *desk, const struct sale *sale)
{
	struct plan *plan = &desk->plan;
	const struct programme *programme = plan->entry->programme;
	size_t count = 0;
	rgl_rc rc = plan_wanted(desk, sale, true, &count);

	if (rc < 0)
		return rc;
	gather_used(desk, count);
	for (size_t i = 0; rc == RGL_OK && i < plan->used_count; i++) {
		size_t purse = programme->rewards[plan->used[i].reward].purse;

		rc = cost_of(desk, sale, &plan->used[i]);
		plan->spent[purse] = plan_sum(plan->spent[purse], plan->used[i].cost);
	}
	if (rc == RGL_OK)
		rc = plan_coupons(desk, sale);
	for (size_t i = 0; rc == RGL_OK && i < programme->purse_count; i++) {
		int64_t there = there_in(plan, i);

		if (plan->spent[i] == 0 || plan->spent[i] <= there)
			continue;
		there = there < 0 ? 0 : there;
		if (programme->over_redeem_clamps)
			clamp(plan, i, plan->spent[i] - there);
		if (plan->spent[i] > there)
			rc = too_few(desk, i, there, plan->spent[i]);
	}
	return rc;
}

rgl_rc plan_discounts(struct desk *desk, const struct sale *sale)
{
	struct plan *plan = &desk->plan;
	int64_t plenty[PROGRAMME_PURSES_MAX];
	size_t count = 0;
	rgl_rc rc;

	for (size_t i = 0; i < PROGRAMME_PURSES_MAX; i++)
		plenty[i] = INT64_MAX / 4; /* whether there is enough was looked at before */
	if (!plan->entry->programme->limits.discount.set || plan->used_count == 0 ||
	    !plan->has_earning)
		return RGL_OK;
	rc = plan_wanted(desk, sale, true, &count);
	if (rc == RGL_OK)
		rc = redeem(plan->entry->programme, sale, &desk->standing, plenty, desk->wanted,
			    count, &desk->work, &desk->redemption);
	for (size_t i = 0; rc == RGL_OK && i < plan->used_count; i++) {
		struct money due = money_of(0);

		for (size_t k = 0; k < desk->redemption.claim_count; k++)
			if (desk->redemption.claims[k].reward == plan->used[i].reward)
				rc = money_add(due, desk->redemption.claims[k].discount, &due);
		if (rc == RGL_OK && money_compare(plan->used[i].discount, due) > 0)
			watch_discount(&plan->entry->programme->limits,
				       plan->entry->programme->rewards[plan->used[i].reward].id,
				       plan->used[i].discount, due, &desk->store->shop.currency,
				       &plan->findings);
	}
	return rc;
}
