/* slip_member.c - see slip_facts.h: whom the receipt is for, and the tier of then. */
#include <stdio.h>
#include <string.h>

#include "plugin/care/told.h"
#include "plugin/identify/member.h"
#include "plugin/loyalty/tier.h"
#include "plugin/slip_facts.h"

static rgl_rc read_row(const struct slip_work *work, struct profile *profile)
{
	struct query q = query(work->store, STATEMENT_MEMBER_STANDING);

	query_bind_int(&q, work->sale->member);
	if (query_row(&q)) {
		query_skip(&q); /* its visits by now */
		query_text(&q, profile->birthday, sizeof(profile->birthday));
		query_text(&q, profile->tier, sizeof(profile->tier));
		profile->tier_since_ms = query_int(&q);
		query_text(&q, profile->segments, sizeof(profile->segments));
		query_skip(&q);
		query_skip(&q);
		query_skip(&q);
		query_text(&q, profile->name, sizeof(profile->name));
		query_text(&q, profile->language, sizeof(profile->language));
	}
	profile->member = work->sale->member;
	profile->visits = work->sale->visit;
	return query_end(&q);
}

static int64_t day_of(struct store *store, int64_t at_ms)
{
	struct civil civil = zone_civil(store->zone, at_ms);

	return civil_days(civil.year, civil.month, civil.day);
}

static rgl_rc read_visits(const struct slip_work *work)
{
	struct receipt_person *person = &work->slip->receipt.person;
	struct store *store = work->store;
	struct query q = query(store, STATEMENT_SLIP_VISITS);

	query_bind_int(&q, work->sale->member);
	query_bind_int(&q, work->sale->at_ms);
	if (query_row(&q)) {
		int64_t count = query_int(&q);
		int64_t first = day_of(store, query_int(&q));
		int64_t last = day_of(store, query_int(&q));

		if (count > 0)
			person->gap_days = day_of(store, work->sale->at_ms) - last;
		if (count > 1)
			person->usual_days = (last - first) / (count - 1);
	}
	return query_end(&q);
}

/* Each receipt of that sale says it, and no other sale's. */
static rgl_rc read_sorry(const struct slip_work *work)
{
	struct receipt_person *person = &work->slip->receipt.person;
	struct care_about *sorry = &work->slip->sorry;
	int64_t about = 0;
	rgl_rc rc = told_printed(work->store, work->sale->member, work->sale->id, &about);

	if (rc == RGL_OK && about != 0)
		rc = care_about_read(work->store, about, sorry);
	if (rc < 0 || sorry->id == 0)
		return rc;
	person->apology = sorry->reason[0] == '\0' ? "whole" : sorry->reason;
	person->apology_product = sorry->product;
	person->apology_day = zone_civil(work->store->zone, sorry->at_ms);
	return RGL_OK;
}

rgl_rc slip_member(const struct slip_work *work, struct profile *profile)
{
	struct slip *slip = work->slip;
	rgl_rc rc = read_row(work, profile);

	if (rc == RGL_OK)
		rc = member_token(work->store, work->sale->member, slip->token);
	if (rc == RGL_OK && work->sale->visit > 1)
		rc = read_visits(work);
	if (rc == RGL_OK)
		rc = read_sorry(work);
	if (rc < 0)
		return rc;
	memcpy(slip->member.text, profile->name, sizeof(slip->member.text));
	memcpy(slip->language, profile->language, sizeof(slip->language));
	return RGL_OK;
}

/* What the tiers go by, with the sale and without it. */
static rgl_rc read_figures(const struct slip_work *work, int64_t *ret_after, int64_t *ret_before)
{
	const struct tiers *tiers = &work->entry->programme->tiers;
	struct query q = query(work->store, STATEMENT_SLIP_FIGURES);
	const size_t by = tiers->by == TIER_BY_SPEND ? 0 : tiers->by == TIER_BY_VISITS ? 1 : 2;
	int64_t figures[6] = { 0 };
	rgl_rc rc;

	query_bind_int(&q, work->sale->member);
	query_bind_int(&q, tier_window_ms(tiers, work->store->zone, work->sale->at_ms));
	query_bind_int(&q, work->sale->at_ms);
	query_bind_int(&q, work->sale->id);
	if (query_row(&q))
		for (size_t i = 0; i < 6; i++)
			figures[i] = query_int(&q);
	rc = query_end(&q);
	if (rc < 0)
		return rc;
	*ret_after = figures[by];
	*ret_before = figures[by + 3];
	return RGL_OK;
}

/* Levels counted from 1, none being 0: so they can be compared. */
static size_t height_of(size_t level)
{
	return level == PROGRAMME_NONE ? 0 : level + 1;
}

/* The level that the member has kept since before, where the programme lets levels be kept. One
 * reached later than this sale tells nothing of then. */
static size_t kept_height(const struct slip_work *work, const struct profile *profile)
{
	const struct programme *programme = work->entry->programme;

	if (programme->tiers.down == TIER_DOWN_AT_ONCE ||
	    profile->tier_since_ms > work->sale->at_ms)
		return 0;
	return height_of(programme_find_level(programme, profile->tier));
}

static void name_level(const struct tiers *tiers, size_t level, struct slip_title *ret)
{
	if (level != PROGRAMME_NONE)
		(void)snprintf(ret->text, sizeof(ret->text), "%s", tiers->levels[level].title);
}

rgl_rc slip_tier(const struct slip_work *work, struct profile *profile)
{
	const struct tiers *tiers = &work->entry->programme->tiers;
	struct slip *slip = work->slip;
	size_t kept = kept_height(work, profile);
	size_t next = PROGRAMME_NONE;
	int64_t after = 0;
	int64_t before = 0;
	size_t reached;
	rgl_rc rc = RGL_OK;

	if (tiers->level_count > 0)
		rc = read_figures(work, &after, &before);
	if (rc < 0 || tiers->level_count == 0)
		return rc;
	reached = height_of(tier_reached(tiers, after));
	slip->receipt.person.is_tier_new =
		!work->sale->is_refund && reached > height_of(tier_reached(tiers, before)) &&
		(kept < reached || profile->tier_since_ms == work->sale->at_ms);
	if (kept < reached)
		kept = reached;
	profile->level = kept == 0 ? PROGRAMME_NONE : kept - 1;
	(void)tier_missing(tiers, profile->level, after, &next);
	name_level(tiers, profile->level, &slip->tier);
	name_level(tiers, next, &slip->next_tier);
	return RGL_OK;
}
