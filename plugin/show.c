/* show.c - see show.h. */
#include "plugin/show.h"

#include <stdio.h>
#include <string.h>

#include "plugin/care/gesture.h"
#include "plugin/care/referral.h"
#include "plugin/care/things.h"
#include "plugin/checkout_flow.h"
#include "plugin/identify/identify.h"
#include "plugin/identify/member.h"
#include "plugin/insight/scores.h"
#include "plugin/loyalty/accrue.h"
#include "plugin/loyalty/tier.h"
#include "plugin/slip_till.h"

/* Ours fit all. */
static void copy(char *ret, size_t room, const char *text)
{
	size_t length = strnlen(text, room - 1);

	memcpy(ret, text, length);
	ret[length] = '\0';
}

static rgl_rc show_points(const struct plan *plan, struct rgl_member *view)
{
	const struct programme *programme = plan->entry->programme;
	struct money worth = money_of(0);
	int64_t balance = plan->profile.accounts[PURSE_POINTS].balance;
	rgl_rc rc = RGL_OK;

	if (balance > 0)
		rc = accrue_worth(points_of(balance), programme->worth,
				  points_of(programme->worth_of), &worth);
	view->points = balance;
	view->points_value_minor = worth.minor;
	view->credit_minor = plan->profile.accounts[PURSE_CREDIT].balance;
	return rc;
}

static void show_stamps(const struct plan *plan, struct rgl_member *view)
{
	const struct programme *programme = plan->entry->programme;

	_Static_assert(PROGRAMME_PURSES_MAX - PURSE_STAMPS == RGL_STAMPS_MAX, "each card fits");
	for (size_t i = PURSE_STAMPS; i < programme->purse_count; i++) {
		struct rgl_stamps *shown = &view->stamps[view->stamps_count++];

		copy(shown->card, sizeof(shown->card), programme->purses[i].id);
		copy(shown->title, sizeof(shown->title), programme->purses[i].title);
		shown->stamps = plan->profile.accounts[i].balance;
		shown->places = programme->purses[i].stamps;
	}
}

static void show_visits(const struct profile *profile, struct rgl_member *view)
{
	view->visits = profile->visits;
	view->last_visit_ms = profile->last_visit_ms;
	if (profile->visits >= 2)
		view->usual_gap_ms =
			(profile->last_visit_ms - profile->first_visit_ms) / (profile->visits - 1);
}

static void show_tier(const struct plan *plan, struct rgl_member *view)
{
	const struct tiers *tiers = &plan->entry->programme->tiers;
	size_t next = PROGRAMME_NONE;

	if (tiers->level_count == 0)
		return;
	if (plan->profile.level != PROGRAMME_NONE) {
		copy(view->tier, sizeof(view->tier), tiers->levels[plan->profile.level].id);
		copy(view->tier_title, sizeof(view->tier_title),
		     tiers->levels[plan->profile.level].title);
	}
	view->to_tier = tier_missing(tiers, plan->profile.level, plan->profile.figure, &next);
	if (next != PROGRAMME_NONE)
		copy(view->next_tier_title, sizeof(view->next_tier_title),
		     tiers->levels[next].title);
}

static struct rgl_offer *offer(struct rgl_member *view, const struct reward *reward)
{
	struct rgl_offer *offer = &view->offers[view->offer_count];

	if (view->offer_count == RGL_OFFERS_MAX)
		return NULL;
	view->offer_count++;
	copy(offer->id, sizeof(offer->id), reward->id);
	copy(offer->title, sizeof(offer->title), reward->title);
	offer->cost = reward->cost;
	return offer;
}

static bool is_nearer(const struct reward *reward, const struct reward *next, int64_t points)
{
	if (!reward->enabled || reward->coupon_only || reward->cost <= 0 ||
	    reward->purse != PURSE_POINTS)
		return false;
	if (next == NULL)
		return true;
	if (reward->cost > points)
		return next->cost <= points || reward->cost < next->cost;
	return next->cost <= points && reward->cost > next->cost;
}

struct points show_next(const struct programme *programme, struct points points,
			const char **ret_title)
{
	const struct reward *next = NULL;

	for (size_t i = 0; i < programme->reward_count; i++)
		if (is_nearer(&programme->rewards[i], next, points.count))
			next = &programme->rewards[i];
	if (next == NULL)
		return points_of(0);
	*ret_title = next->title;
	return points_of(next->cost > points.count ? next->cost - points.count : 0);
}

static void show_reward(const struct plan *plan, struct rgl_member *view)
{
	const char *title = "";

	view->to_reward = show_next(plan->entry->programme, points_of(view->points), &title).count;
	copy(view->reward, sizeof(view->reward), title);
}

static rgl_rc show_coupons(struct desk *desk, struct rgl_member *view)
{
	const struct programme *programme = desk->plan.entry->programme;
	struct voucher vouchers[RGL_OFFERS_MAX];
	size_t count = 0;
	rgl_rc rc;

	if (!desk->plan.profile.has_vouchers)
		return RGL_OK;
	rc = vouchers_of_member(desk->store, desk->plan.profile.member,
				host_now_ms(desk->store->host), vouchers, RGL_OFFERS_MAX, &count);
	for (size_t i = 0; rc == RGL_OK && i < count; i++) {
		size_t reward = vouchers[i].kind == VOUCHER_COUPON
					? programme_find_reward(programme, vouchers[i].reward)
					: PROGRAMME_NONE;
		struct rgl_offer *shown;

		if (reward == PROGRAMME_NONE)
			continue;
		shown = offer(view, &programme->rewards[reward]);
		if (shown != NULL)
			shown->coupon = vouchers[i].id;
	}
	return rc;
}

static rgl_rc show_rewards(struct desk *desk, struct rgl_member *view)
{
	const struct programme *programme = desk->plan.entry->programme;
	bool can[PROGRAMME_REWARDS_MAX] = { false };
	int64_t missing[PROGRAMME_REWARDS_MAX] = { 0 };
	rgl_rc rc = show_coupons(desk, view);

	if (rc < 0)
		return rc;
	redeem_within_reach(programme, &desk->standing, can, missing);
	for (size_t i = 0; i < programme->reward_count; i++) {
		const struct reward *reward = &programme->rewards[i];
		struct rgl_offer *shown;

		if (!reward->enabled || reward->coupon_only || reward->automatic ||
		    (!can[i] && missing[i] == 0))
			continue;
		shown = offer(view, reward);
		if (shown != NULL)
			shown->missing = missing[i];
	}
	show_reward(&desk->plan, view);
	return RGL_OK;
}

static rgl_rc show_ending(struct desk *desk, struct rgl_member *view)
{
	const struct account_of *account = &desk->plan.profile.accounts[PURSE_POINTS];
	const struct expiry *expiry = &desk->plan.entry->programme->purses[PURSE_POINTS].expiry;
	int64_t now_ms = host_now_ms(desk->store->host);
	int64_t until_ms = now_ms + expiry->warn_days * MS_A_DAY;
	struct ending ending = { 0 };
	rgl_rc rc;

	if (expiry->kind == EXPIRY_NEVER || expiry->warn_days == 0 || account->id == 0 ||
	    account->ends_ms > until_ms)
		return RGL_OK;
	rc = lots_ending(desk->store, account->id, until_ms, &ending);
	if (rc == RGL_OK && ending.units > account->ended) {
		view->ending_points = ending.units - account->ended;
		view->ending_ms = ending.first_ms > now_ms ? ending.first_ms : now_ms;
	}
	return rc;
}

/* What `regulars refresh` found, as old as it is: one look by the member's number. */
static rgl_rc show_score(struct desk *desk, struct rgl_member *view)
{
	struct score score = { 0 };
	rgl_rc rc = score_of(desk->store, desk->plan.profile.member, &score);

	if (rc < 0 || score.member == 0)
		return rc;
	view->scored_ms = score.as_of_ms;
	view->alive_ppm = score.alive;
	view->year_visits_milli = score.visits_milli;
	view->year_value_minor = score.value.minor;
	return RGL_OK;
}

/* The programme's figures are those that are shown. */
static void add_figures(const struct plan *plan, const struct rgl_member *view,
			struct weigh_facts *facts)
{
	facts->points = view->points;
	facts->has_reward = view->reward[0] != '\0';
	facts->to_reward = view->to_reward;
	facts->ending_points = view->ending_points;
	facts->ending_ms = view->ending_ms;
	facts->has_next_tier = view->next_tier_title[0] != '\0';
	facts->to_tier = view->to_tier;
	facts->tier_figure = plan->profile.figure;
}

/* How the member was treated, and what is due to be said. */
static rgl_rc show_care(struct desk *desk, const char *language, struct rgl_member *view)
{
	const struct plan *plan = &desk->plan;
	struct care_state state = { 0 };
	struct weigh_facts facts;
	struct things things;
	rgl_rc rc = care_policy(desk);

	if (rc == RGL_OK)
		rc = care_state_read(desk->store, plan->profile.member, &state);
	if (rc < 0)
		return rc;
	things_facts(desk->store, &plan->profile, host_now_ms(desk->store->host), &facts);
	add_figures(plan, view, &facts);
	rc = things_due(desk->store, &desk->policy, &state, &facts, &things);
	view->strikes = facts.strikes;
	view->complaint = facts.complaint;
	return rc < 0 ? rc : slip_till_say(desk, &things, language, view);
}

static rgl_rc show(struct desk *desk, const struct found *found, const char *language,
		   struct rgl_member *view)
{
	const struct sale look = { .is_refund = true };
	struct plan *plan = &desk->plan;
	rgl_rc rc = plan_quote(desk, &look, found->member, false);

	if (rc == RGL_OK)
		rc = profile_outlook(desk->store, plan->entry, &plan->profile, plan->at_ms,
				     &desk->standing);
	if (rc == RGL_OK)
		rc = show_points(plan, view);
	if (rc == RGL_OK)
		rc = show_rewards(desk, view);
	if (rc == RGL_OK)
		rc = show_ending(desk, view);
	if (rc == RGL_OK)
		rc = show_score(desk, view);
	if (rc < 0)
		return rc;
	view->id = plan->profile.member;
	copy(view->name, sizeof(view->name), plan->profile.name);
	copy(view->language, sizeof(view->language), plan->profile.language);
	copy(view->card, sizeof(view->card), found->ending);
	show_stamps(plan, view);
	show_visits(&plan->profile, view);
	show_tier(plan, view);
	rc = referral_code(desk->store, view->id, view->referral);
	return rc < 0 ? rc : show_care(desk, language, view);
}

rgl_rc show_left(struct desk *desk, const char *cashier, const char *language,
		 struct show_left *ret)
{
	struct gesture_left left = { 0 };
	struct show_left shown = { 0 };
	rgl_rc rc = store_look(desk->store);

	if (rc < 0)
		return rc;
	rc = care_policy(desk);
	if (rc == RGL_OK)
		rc = gesture_left(desk->store, &desk->policy, cashier, &left);
	if (rc == RGL_OK)
		rc = slip_till_gestures(desk, left.gestures, desk->policy.gestures_shift, language,
					shown.text, sizeof(shown.text));
	store_looked(desk->store);
	shown.gestures = left.gestures;
	shown.worth = left.worth;
	if (rc == RGL_OK)
		*ret = shown;
	return rc;
}

rgl_rc show_member(struct desk *desk, int64_t member, const char *ending, struct rgl_member *ret)
{
	struct rgl_member view = { .size = sizeof(view) };
	struct found found = { .member = member };
	rgl_rc rc = store_look(desk->store);

	if (rc < 0)
		return rc;
	(void)snprintf(found.ending, sizeof(found.ending), "%s", ending);
	rc = show(desk, &found, "", &view);
	if (rc == RGL_OK)
		rc = member_token(desk->store, view.id, view.qr);
	store_looked(desk->store);
	if (rc == RGL_OK)
		*ret = view;
	return rc;
}

rgl_rc show_scan(struct desk *desk, const char *scan, size_t length, struct rgl_member *ret)
{
	return show_scan_in(desk, "", scan, length, ret);
}

rgl_rc show_scan_in(struct desk *desk, const char *language, const char *scan, size_t length,
		    struct rgl_member *ret)
{
	struct rgl_member view = { .size = sizeof(view) };
	struct found found = { 0 };
	rgl_rc rc = store_look(desk->store);

	if (rc < 0)
		return rc;
	rc = identify_scan(desk->store, scan, length, &found);
	if (rc == RGL_OK)
		rc = show(desk, &found, language, &view);
	copy(view.qr, sizeof(view.qr), found.own);
	store_looked(desk->store);
	if (rc == RGL_OK)
		*ret = view;
	return rc;
}
