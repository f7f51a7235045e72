/* things.c - see things.h. */
#include "plugin/care/things.h"

#include <stdio.h>
#include <string.h>

#include "plugin/base/utf8.h"
#include "plugin/care/told.h"
#include "plugin/store/query.h"

static rgl_rc read_about(struct store *store, enum statement statement, int64_t id,
			 struct care_about *ret)
{
	struct query q = query(store, statement);

	query_bind_int(&q, id);
	if (query_row(&q)) {
		ret->id = id;
		ret->at_ms = query_int(&q);
		ret->moment = query_int(&q);
		query_text(&q, ret->reason, sizeof(ret->reason));
		query_text(&q, ret->product, sizeof(ret->product));
		ret->product[utf8_whole(ret->product, strlen(ret->product))] = '\0';
		ret->closed_ms = query_int(&q);
	}
	return query_end(&q);
}

rgl_rc care_about_read(struct store *store, int64_t id, struct care_about *ret)
{
	struct care_about about = { 0 };
	rgl_rc rc = read_about(store, STATEMENT_CARE_ABOUT_MOMENT, id, &about);

	if (rc == RGL_OK && about.id == 0)
		rc = read_about(store, STATEMENT_CARE_ABOUT_COMPLAINT, id, &about);
	if (rc == RGL_OK)
		*ret = about;
	return rc;
}

/* ---- Facts ---- */

static void add_birthday(const char *text, struct weigh_facts *facts)
{
	const char *day = strncmp(text, "--", 2) == 0 ? text + 2 : text + 5;

	if (strlen(text) < 7 || strlen(day) < 5)
		return;
	facts->birth_month = (day[0] - '0') * 10 + day[1] - '0';
	facts->birth_day = (day[3] - '0') * 10 + day[4] - '0';
}

void things_facts(const struct store *store, const struct profile *profile, int64_t now_ms,
		  struct weigh_facts *ret)
{
	*ret = (struct weigh_facts) { .now_ms = now_ms,
				      .now = zone_civil(store->zone, now_ms),
				      .visits = profile->visits,
				      .last_visit_ms = profile->last_visit_ms };
	if (profile->visits >= 2)
		ret->usual_gap_ms =
			(profile->last_visit_ms - profile->first_visit_ms) / (profile->visits - 1);
	add_birthday(profile->birthday, ret);
}

static rgl_rc add_complaint(struct store *store, const struct care_state *state,
			    struct weigh_facts *facts, struct things *things)
{
	rgl_rc rc;

	if (state->complaint == 0)
		return RGL_OK;
	rc = read_about(store, STATEMENT_CARE_ABOUT_COMPLAINT, state->complaint,
			&things->complaint);
	facts->complaint = things->complaint.id;
	facts->complaint_moment = things->complaint.moment;
	facts->complaint_ms = things->complaint.at_ms;
	facts->until_ms = state->until_ms;
	return rc;
}

/* Bad visits that grew old are no strikes and no reason to be sorry any more. */
static rgl_rc add_bad(struct store *store, const struct policy *policy,
		      const struct care_state *state, struct weigh_facts *facts,
		      struct things *things)
{
	rgl_rc rc;

	if (state->bad == 0 || facts->now_ms - state->bad_ms > policy->strike_days * MS_A_DAY)
		return RGL_OK;
	facts->strikes = state->strikes;
	facts->bad = state->bad;
	if (state->sorry == 0)
		return RGL_OK;
	rc = care_about_read(store, state->sorry, &things->sorry);
	facts->sorry = things->sorry.id;
	facts->sorry_ms = things->sorry.at_ms;
	return rc;
}

static rgl_rc add_contact(struct store *store, int64_t contact, struct weigh_facts *facts)
{
	struct query q = query(store, STATEMENT_CARE_CONTACTED);

	facts->contact = contact;
	query_bind_int(&q, contact);
	if (query_row(&q))
		facts->contact_ms = query_int(&q);
	return query_end(&q);
}

static rgl_rc add_past(struct store *store, const struct care_state *state,
		       struct weigh_facts *facts)
{
	struct care_about settled = { 0 };
	rgl_rc rc = RGL_OK;

	if (state->away != 0)
		rc = read_about(store, STATEMENT_CARE_ABOUT_COMPLAINT, state->away, &settled);
	facts->settled = settled.id;
	facts->settled_ms = settled.closed_ms;
	if (rc == RGL_OK && state->contact != 0)
		rc = add_contact(store, state->contact, facts);
	return rc;
}

static rgl_rc add_friend(struct store *store, int64_t member, struct weigh_facts *facts)
{
	struct query q = query(store, STATEMENT_CARE_FRIEND);

	query_bind_int(&q, member);
	if (query_row(&q)) {
		facts->friend_id = query_int(&q);
		facts->friend_ms = query_int(&q);
	}
	return query_end(&q);
}

/* ---- What is due ---- */

/* The heaviest that were not told yet. */
static rgl_rc pick(struct store *store, int64_t member, const struct thing *found, size_t count,
		   struct things *ret)
{
	rgl_rc rc = RGL_OK;

	ret->count = 0;
	for (size_t i = 0; rc == RGL_OK && i < count && ret->count < RGL_THINGS_MAX; i++) {
		int64_t told_ms = 0;

		if (found[i].kind != THING_OVERDUE)
			rc = told_when(store, member, found[i].kind, found[i].about, &told_ms);
		if (told_ms == 0)
			ret->due[ret->count++] = found[i];
	}
	return rc;
}

/* The heaviest three come out of what was read so far. */
static bool is_full(const struct thing *found, size_t count)
{
	return count >= RGL_THINGS_MAX && found[RGL_THINGS_MAX - 1].kind <= THING_STRIKES;
}

/* Whoever has much to be told costs no look at the lighter ones. */
rgl_rc things_due(struct store *store, const struct policy *policy, const struct care_state *state,
		  struct weigh_facts *facts, struct things *ret)
{
	struct thing found[THINGS_FOUND_MAX];
	size_t count;
	rgl_rc rc;

	*ret = (struct things) { .count = 0 };
	rc = add_complaint(store, state, facts, ret);
	if (rc == RGL_OK)
		rc = add_bad(store, policy, state, facts, ret);
	if (rc < 0)
		return rc;
	count = weigh(facts, found);
	if (is_full(found, count))
		rc = pick(store, state->member, found, RGL_THINGS_MAX, ret);
	if (rc < 0 || ret->count == RGL_THINGS_MAX)
		return rc;
	rc = add_past(store, state, facts);
	if (rc == RGL_OK)
		rc = add_friend(store, state->member, facts);
	if (rc < 0)
		return rc;
	count = weigh(facts, found);
	return pick(store, state->member, found, count, ret);
}

/* ---- A sale ---- */

static bool is_kept(enum thing_kind kind)
{
	return kind == THING_COMPLAINT || kind == THING_STRIKES || kind == THING_BIRTHDAY ||
	       kind == THING_FRIEND;
}

static int64_t day_of(const struct store *store, int64_t at_ms)
{
	const struct civil civil = zone_civil(store->zone, at_ms);

	return civil_days(civil.year, civil.month, civil.day);
}

/* What is owed, or was said by word of mouth on that very day. */
static rgl_rc is_for_paper(struct store *store, const struct things_sale *sale,
			   const struct care_state *state, bool *ret)
{
	int64_t spoken_ms = 0;
	int64_t printed_ms = 0;
	rgl_rc rc = RGL_OK;

	*ret = false;
	if (state->sorry == 0)
		rc = told_when(store, state->member, THING_APOLOGY, state->bad, &spoken_ms);
	if (rc < 0 || (state->sorry == 0 &&
		       (spoken_ms == 0 || day_of(store, spoken_ms) != day_of(store, sale->at_ms))))
		return rc;
	rc = told_when(store, state->member, THING_PRINTED, state->bad, &printed_ms);
	*ret = printed_ms == 0;
	return rc;
}

/* A complaint that is open is for people; paper does not answer it. */
static rgl_rc say_sorry(struct store *store, const struct things_sale *sale,
			const struct weigh_facts *facts, struct care_state *state)
{
	const struct thing printed = { .kind = THING_PRINTED, .about = state->bad };
	const struct thing spoken = { .kind = THING_APOLOGY, .about = state->bad };
	bool is_due = false;
	rgl_rc rc = RGL_OK;

	if (facts->bad == 0 || facts->complaint != 0 || state->bad_ms >= sale->at_ms)
		return RGL_OK;
	rc = is_for_paper(store, sale, state, &is_due);
	if (rc < 0 || !is_due)
		return rc;
	rc = told_add(store, state->member, &printed, sale->event, sale->at_ms);
	if (rc == RGL_OK && state->sorry != 0)
		rc = told_add(store, state->member, &spoken, sale->event, sale->at_ms);
	state->sorry = 0;
	return rc;
}

rgl_rc things_served(struct store *store, const struct policy *policy,
		     const struct things_sale *sale, struct care_state *state)
{
	struct weigh_facts facts;
	struct things things;
	rgl_rc rc;

	if ((!sale->has_cashier && !sale->prints) ||
	    host_now_ms(store->host) - sale->at_ms > CARE_LATE_MS)
		return RGL_OK;
	things_facts(store, sale->profile, sale->at_ms, &facts);
	rc = things_due(store, policy, state, &facts, &things);
	if (rc == RGL_OK)
		rc = say_sorry(store, sale, &facts, state);
	for (size_t i = 0; rc == RGL_OK && sale->has_cashier && i < things.count; i++)
		if (is_kept(things.due[i].kind))
			rc = told_add(store, state->member, &things.due[i], sale->event,
				      sale->at_ms);
	return rc;
}
