/* profile.c - see profile.h. */
#include "plugin/loyalty/profile.h"

#include <stdio.h>
#include <string.h>

#include "plugin/loyalty/lots.h"
#include "plugin/loyalty/tier.h"
#include "plugin/store/query.h"

enum { MERGES_MAX = 16 };

static int64_t day_start_ms(struct store *store, int64_t at_ms, int64_t days_back)
{
	struct civil civil = zone_civil(store->zone, at_ms);
	int64_t day = civil_days(civil.year, civil.month, civil.day) - days_back;

	return zone_instant_ms(store->zone, day * MS_A_DAY);
}

int64_t profile_day_ms(struct store *store, int64_t at_ms)
{
	return day_start_ms(store, at_ms, 0);
}

void profile_nobody(struct profile *ret)
{
	*ret = (struct profile) { .stored_level = PROGRAMME_NONE, .level = PROGRAMME_NONE };
}

static rgl_rc read_row(struct store *store, int64_t member, struct profile *profile,
		       int64_t *ret_merged)
{
	struct query q = query(store, STATEMENT_MEMBER_STANDING);
	rgl_rc rc;

	query_bind_int(&q, member);
	if (query_row(&q)) {
		profile->member = member;
		profile->visits = query_int(&q);
		query_text(&q, profile->birthday, sizeof(profile->birthday));
		query_text(&q, profile->tier, sizeof(profile->tier));
		profile->tier_since_ms = query_int(&q);
		query_text(&q, profile->segments, sizeof(profile->segments));
		profile->referred_by = query_int(&q);
		profile->spent = query_money(&q);
		*ret_merged = query_int(&q);
		query_text(&q, profile->name, sizeof(profile->name));
		query_text(&q, profile->language, sizeof(profile->language));
		profile->first_visit_ms = query_int(&q);
		profile->last_visit_ms = query_int(&q);
		profile->has_vouchers = query_int(&q) != 0;
		profile->has_holds = query_int(&q) != 0;
	}
	rc = query_end(&q);
	if (rc == RGL_OK && profile->member == 0)
		rc = refuse_field(&store->refusal, RGL_E_UNKNOWN, "member",
				  "there is no member %lld", (long long)member);
	return rc;
}

/* Whoever brought the member, by now: what comes to one who was merged, nobody would see. */
static rgl_rc follow_referrer(struct store *store, struct profile *profile)
{
	int64_t merged = profile->referred_by;
	rgl_rc rc = RGL_OK;

	for (int hop = 0; rc == RGL_OK && merged != 0 && hop < MERGES_MAX; hop++) {
		struct query q = query(store, STATEMENT_MEMBER_MERGED);

		profile->referred_by = merged;
		query_bind_int(&q, merged);
		merged = query_row(&q) ? query_int(&q) : 0;
		rc = query_end(&q);
	}
	return rc;
}

/* Who was merged into another is that other from then on. */
static rgl_rc read_member(struct store *store, int64_t member, struct profile *profile)
{
	int64_t merged = member;
	rgl_rc rc = RGL_OK;

	for (int hop = 0; rc == RGL_OK && merged != 0 && hop < MERGES_MAX; hop++) {
		member = merged;
		merged = 0;
		profile->member = 0;
		rc = read_row(store, member, profile, &merged);
	}
	return rc < 0 ? rc : follow_referrer(store, profile);
}

static rgl_rc read_accounts(struct store *store, const struct book_entry *entry,
			    struct profile *profile)
{
	struct query q = query(store, STATEMENT_MEMBER_ACCOUNTS);

	query_bind_int(&q, profile->member);
	while (query_row(&q)) {
		int64_t purse = query_int(&q);
		int64_t id = query_int(&q);
		int64_t balance = query_int(&q);
		int64_t ends_ms = query_is_null(&q) ? INT64_MAX : query_int(&q);

		for (size_t i = 0; i < entry->programme->purse_count; i++)
			if (entry->purses[i].id == purse)
				profile->accounts[i] = (struct account_of) { .id = id,
									     .balance = balance,
									     .ends_ms = ends_ms };
	}
	return query_end(&q);
}

/* What quotes that ended had set aside is the member's again, written down or not. */
static rgl_rc add_let_go(struct store *store, int64_t now_ms, struct profile *profile)
{
	struct query q = query(store, STATEMENT_HOLD_ENDED_UNITS);

	if (!profile->has_holds)
		return RGL_OK;
	query_bind_int(&q, profile->member);
	query_bind_int(&q, now_ms);
	while (query_row(&q)) {
		int64_t account = query_int(&q);
		int64_t units = query_int(&q);

		for (size_t i = 0; i < PROGRAMME_PURSES_MAX; i++)
			if (profile->accounts[i].id == account)
				profile->accounts[i].balance += units;
	}
	return query_end(&q);
}

static rgl_rc take_off_ended(struct store *store, const struct book_entry *entry, int64_t now_ms,
			     struct profile *profile)
{
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < entry->programme->purse_count; i++) {
		struct ending ending = { 0 };

		if (profile->accounts[i].id == 0 || profile->accounts[i].balance <= 0 ||
		    profile->accounts[i].ends_ms > now_ms)
			continue;
		rc = lots_ending(store, profile->accounts[i].id, now_ms, &ending);
		if (rc == RGL_OK) {
			profile->accounts[i].balance -= ending.units;
			profile->accounts[i].ended = ending.units;
		}
	}
	return rc;
}

static rgl_rc read_figure(struct store *store, const struct tiers *tiers, int64_t at_ms,
			  struct profile *profile)
{
	struct query q = query(store, STATEMENT_TIER_FIGURES);
	int64_t figures[3] = { 0 };
	rgl_rc rc;

	query_bind_int(&q, profile->member);
	query_bind_int(&q, tier_window_ms(tiers, store->zone, at_ms));
	if (query_row(&q))
		for (size_t i = 0; i < 3; i++)
			figures[i] = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK)
		profile->figure = figures[tiers->by == TIER_BY_SPEND	? 0
					  : tiers->by == TIER_BY_VISITS ? 1
									: 2];
	return rc;
}

rgl_rc profile_read(struct store *store, const struct book_entry *entry, int64_t member,
		    int64_t at_ms, struct profile *ret)
{
	const struct tiers *tiers = &entry->programme->tiers;
	struct profile profile;
	int64_t since_ms;
	rgl_rc rc;

	profile_nobody(&profile);
	rc = read_member(store, member, &profile);
	if (rc == RGL_OK)
		rc = read_accounts(store, entry, &profile);
	if (rc == RGL_OK)
		rc = add_let_go(store, host_now_ms(store->host), &profile);
	if (rc == RGL_OK)
		rc = take_off_ended(store, entry, host_now_ms(store->host), &profile);
	if (rc == RGL_OK && tiers->level_count > 0)
		rc = read_figure(store, tiers, at_ms, &profile);
	if (rc < 0)
		return rc;
	if (tiers->level_count > 0) {
		profile.stored_level = programme_find_level(entry->programme, profile.tier);
		since_ms = profile.tier_since_ms;
		profile.level = tier_after(tiers, store->zone, profile.stored_level, profile.figure,
					   at_ms, &since_ms);
	}
	*ret = profile;
	return RGL_OK;
}

static rgl_rc uses_since(struct store *store, int64_t member, const char *name, int64_t since_ms,
			 int kind, int64_t *ret_uses, int64_t *ret_units)
{
	struct query q = query(store, STATEMENT_APPLIED_USES);

	query_bind_int(&q, member);
	query_bind_text(&q, name);
	query_bind_int(&q, since_ms);
	query_bind_int(&q, kind);
	if (query_row(&q)) {
		int64_t uses = query_int(&q);
		int64_t units = query_int(&q);

		if (ret_uses != NULL)
			*ret_uses = uses;
		if (ret_units != NULL)
			*ret_units = units;
	}
	return query_end(&q);
}

static int64_t days_before(struct store *store, int64_t at_ms, int64_t days)
{
	return days == 0 ? INT64_MIN : day_start_ms(store, at_ms, days - 1);
}

static rgl_rc read_rule(struct store *store, const struct rule *rule, const struct profile *profile,
			int64_t at_ms, struct use *ret)
{
	rgl_rc rc = RGL_OK;

	if (rule->uses_max > 0)
		rc = uses_since(store, profile->member, rule->id,
				days_before(store, at_ms, rule->uses_days), 1, &ret->uses, NULL);
	if (rc == RGL_OK && rule->cap_day > 0)
		rc = uses_since(store, profile->member, rule->id, profile_day_ms(store, at_ms), 1,
				NULL, &ret->today);
	if (rc == RGL_OK && rule->cap_period > 0)
		rc = uses_since(store, profile->member, rule->id,
				days_before(store, at_ms, rule->cap_period_days), 1, NULL,
				&ret->period);
	return rc;
}

static rgl_rc read_reward(struct store *store, const struct reward *reward,
			  const struct profile *profile, int64_t at_ms, struct use *ret)
{
	struct query q;
	rgl_rc rc = RGL_OK;

	if (reward->uses_max > 0 && profile->member != 0)
		rc = uses_since(store, profile->member, reward->id,
				days_before(store, at_ms, reward->uses_days), 2, &ret->uses, NULL);
	if (rc < 0 || reward->uses_total == 0)
		return rc;
	q = query(store, STATEMENT_REWARD_USES);
	query_bind_text(&q, reward->id);
	if (query_row(&q))
		ret->total = query_int(&q);
	return query_end(&q);
}

static void read_birthday(const char *text, struct standing *ret)
{
	const char *day = strncmp(text, "--", 2) == 0 ? text + 2 : text + 5;
	int month = 0;
	int of_month = 0;

	if (strlen(text) < 7 || sscanf(day, "%2d-%2d", &month, &of_month) != 2)
		return;
	ret->has_birthday = true;
	ret->birth_month = month;
	ret->birth_day = of_month;
}

static void see(struct store *store, const struct book_entry *entry, const struct profile *profile,
		int64_t at_ms, struct standing *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->member = profile->member;
	ret->at_ms = at_ms;
	ret->now = zone_civil(store->zone, at_ms);
	ret->visits = profile->visits;
	ret->level = profile->level;
	ret->segments = profile->segments;
	ret->was_referred = profile->referred_by != 0;
	read_birthday(profile->birthday, ret);
	for (size_t i = 0; i < entry->programme->purse_count; i++)
		ret->balances[i] = profile->accounts[i].balance;
}

rgl_rc profile_outlook(struct store *store, const struct book_entry *entry,
		       const struct profile *profile, int64_t at_ms, struct standing *ret)
{
	const struct programme *programme = entry->programme;
	rgl_rc rc = RGL_OK;

	see(store, entry, profile, at_ms, ret);
	for (size_t i = 0; rc == RGL_OK && i < programme->reward_count; i++) {
		const struct reward *reward = &programme->rewards[i];

		if (reward->enabled && !reward->coupon_only &&
		    (!reward->automatic || reward->cost > 0))
			rc = read_reward(store, reward, profile, at_ms, &ret->rewards[i]);
	}
	return rc;
}

rgl_rc profile_standing(struct store *store, const struct book_entry *entry,
			const struct profile *profile, int64_t at_ms, struct standing *ret)
{
	const struct programme *programme = entry->programme;
	rgl_rc rc = RGL_OK;

	see(store, entry, profile, at_ms, ret);
	for (size_t i = 0; rc == RGL_OK && profile->member != 0 && i < programme->rule_count; i++)
		rc = read_rule(store, &programme->rules[i], profile, at_ms, &ret->rules[i]);
	for (size_t i = 0; rc == RGL_OK && i < programme->reward_count; i++)
		rc = read_reward(store, &programme->rewards[i], profile, at_ms, &ret->rewards[i]);
	return rc;
}

rgl_rc profile_tier(struct store *store, const struct book_entry *entry, struct profile *profile,
		    int64_t at_ms)
{
	const struct tiers *tiers = &entry->programme->tiers;
	int64_t since_ms = profile->tier_since_ms;
	struct query q;
	rgl_rc rc;

	if (profile->member == 0 || tiers->level_count == 0)
		return RGL_OK;
	rc = read_figure(store, tiers, at_ms, profile);
	if (rc < 0)
		return rc;
	profile->level = tier_after(tiers, store->zone, profile->stored_level, profile->figure,
				    at_ms, &since_ms);
	if (profile->level == profile->stored_level && tiers->down != TIER_DOWN_AFTER)
		return RGL_OK;
	q = query(store, STATEMENT_MEMBER_TIER);
	query_bind_int(&q, profile->member);
	query_bind_text(&q,
			profile->level == PROGRAMME_NONE ? "" : tiers->levels[profile->level].id);
	query_bind_int(&q, since_ms);
	return query_run(&q);
}
