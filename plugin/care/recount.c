/* recount.c - see recount.h. */
#include "plugin/care/recount.h"

#include <string.h>

#include "plugin/care/policy.h"
#include "plugin/store/query.h"

enum { MERGES_MAX = 16, MEMBERS_A_STEP = 500 };
enum said { SAID_NOTHING, SAID_BAD, SAID_GOOD };

/* A row of bad visits, as it is walked from the last one back. */
struct walk {
	int64_t day;
	int64_t oldest_ms;
	bool is_over;
};

/* ---- The row of strikes ---- */

static int64_t day_of(const struct store *store, int64_t at_ms)
{
	const struct civil civil = zone_civil(store->zone, at_ms);

	return civil_days(civil.year, civil.month, civil.day);
}

static void add_bad(const struct store *store, int64_t strike_days, int64_t at_ms, int64_t about,
		    struct walk *walk, struct care_state *state)
{
	const int64_t day = day_of(store, at_ms);

	if (state->strikes == 0) {
		state->bad = about;
		state->bad_ms = at_ms;
		walk->oldest_ms = at_ms - strike_days * MS_A_DAY;
	} else if (day == walk->day) {
		return;
	}
	walk->day = day;
	walk->is_over = at_ms < walk->oldest_ms;
	state->strikes += !walk->is_over;
}

/* All of it is read: it is little, and `spoke` counts it. */
static rgl_rc walk_row(struct store *store, int64_t strike_days, struct care_state *state)
{
	struct query q = query(store, STATEMENT_CARE_SAID);
	struct walk walk = { 0 };

	query_bind_int(&q, state->member);
	while (query_row(&q)) {
		const int64_t at_ms = query_int(&q);
		const int64_t about = query_int(&q);
		const enum said said = (enum said)query_int(&q);

		state->spoke += query_int(&q);
		if (walk.is_over || said == SAID_NOTHING)
			continue;
		if (said == SAID_GOOD)
			walk.is_over = true;
		else
			add_bad(store, strike_days, at_ms, about, &walk, state);
	}
	return query_end(&q);
}

static rgl_rc find_sorry(struct store *store, struct care_state *state)
{
	struct query q;
	int64_t was_said = 0;
	rgl_rc rc;

	if (state->bad == 0)
		return RGL_OK;
	q = query(store, STATEMENT_CARE_SORRY);
	query_bind_int(&q, state->member);
	query_bind_int(&q, state->bad);
	if (query_row(&q))
		was_said = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK && was_said == 0)
		state->sorry = state->bad;
	return rc;
}

/* ---- Complaints ---- */

static rgl_rc find_complaints(struct store *store, struct care_state *state)
{
	struct query q = query(store, STATEMENT_CARE_COMPLAINT_OPEN);
	rgl_rc rc;

	query_bind_int(&q, state->member);
	if (query_row(&q)) {
		state->complaint = query_int(&q);
		state->until_ms = query_int(&q);
	}
	rc = query_end(&q);
	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_CARE_COMPLAINT_CLOSED);
	query_bind_int(&q, state->member);
	if (query_row(&q))
		state->away = query_int(&q);
	return query_end(&q);
}

/* ---- A member ---- */

static rgl_rc count(struct store *store, const struct care_state *kept, int64_t strike_days,
		    struct care_state *ret)
{
	struct care_state state = *kept;
	rgl_rc rc;

	state.strikes = 0;
	state.bad = 0;
	state.bad_ms = 0;
	state.sorry = 0;
	state.complaint = 0;
	state.until_ms = 0;
	state.away = 0;
	state.spoke = 0;
	rc = walk_row(store, strike_days, &state);
	if (rc == RGL_OK)
		rc = find_sorry(store, &state);
	if (rc == RGL_OK)
		rc = find_complaints(store, &state);
	if (rc == RGL_OK)
		*ret = state;
	return rc;
}

static rgl_rc look(struct store *store, int64_t member, int64_t strike_days,
		   struct care_recounted *ret)
{
	rgl_rc rc = care_state_read(store, member, &ret->kept);

	if (rc == RGL_OK)
		rc = count(store, &ret->kept, strike_days, &ret->counted);
	if (rc == RGL_OK)
		ret->is_right = memcmp(&ret->kept, &ret->counted, sizeof(ret->kept)) == 0;
	return rc;
}

static rgl_rc read_days(struct store *store, int64_t *ret)
{
	struct policy policy = { 0 };
	rgl_rc rc = policy_read(store, &policy);

	if (rc == RGL_OK)
		*ret = policy.strike_days;
	return rc;
}

rgl_rc care_recount_look(struct store *store, int64_t member, struct care_recounted *ret)
{
	struct care_recounted recounted = { 0 };
	int64_t days = 0;
	rgl_rc rc = read_days(store, &days);

	if (rc == RGL_OK)
		rc = look(store, member, days, &recounted);
	if (rc == RGL_OK)
		*ret = recounted;
	return rc;
}

static rgl_rc follow(struct store *store, int64_t *member)
{
	int64_t merged = *member;
	rgl_rc rc = RGL_OK;

	for (int hop = 0; rc == RGL_OK && merged != 0 && hop < MERGES_MAX; hop++) {
		struct query q = query(store, STATEMENT_MEMBER_MERGED);

		*member = merged;
		query_bind_int(&q, merged);
		merged = query_row(&q) ? query_int(&q) : 0;
		rc = query_end(&q);
	}
	return rc;
}

rgl_rc care_recount(struct store *store, int64_t member)
{
	struct care_recounted recounted = { 0 };
	rgl_rc rc = follow(store, &member);

	RGL_ASSERT(store->depth >= 1);
	if (rc == RGL_OK)
		rc = care_recount_look(store, member, &recounted);
	if (rc < 0 || recounted.is_right)
		return rc;
	return care_state_write(store, &recounted.counted);
}

rgl_rc care_recount_sale(struct store *store, int64_t sale)
{
	int64_t member = 0;
	int64_t next = 0;
	rgl_rc rc = RGL_OK;

	do {
		struct query q = query(store, STATEMENT_CARE_AT_SALE);

		query_bind_int(&q, sale);
		query_bind_int(&q, member);
		next = query_row(&q) ? query_int(&q) : 0;
		rc = query_end(&q);
		if (rc == RGL_OK && next != 0)
			rc = care_recount(store, next);
		member = next;
	} while (rc == RGL_OK && next != 0);
	return rc;
}

/* ---- All of them ---- */

/* The next few members behind `after`; the last of them is written there. */
static rgl_rc step(struct store *store, bool mends, int64_t strike_days, int64_t *after,
		   struct care_verdict *verdict, bool *ret_more)
{
	struct query q = query(store, STATEMENT_CARE_MEMBERS);
	int64_t members[MEMBERS_A_STEP];
	size_t found = 0;
	rgl_rc rc;

	query_bind_int(&q, *after);
	query_bind_int(&q, MEMBERS_A_STEP);
	while (found < MEMBERS_A_STEP && query_row(&q))
		members[found++] = query_int(&q);
	rc = query_end(&q);
	for (size_t i = 0; rc == RGL_OK && i < found; i++) {
		struct care_recounted recounted = { 0 };

		rc = look(store, members[i], strike_days, &recounted);
		if (rc == RGL_OK && mends && !recounted.is_right)
			rc = care_state_write(store, &recounted.counted);
		verdict->members++;
		verdict->wrong += !recounted.is_right;
		*after = members[i];
	}
	*ret_more = found == MEMBERS_A_STEP;
	return rc;
}

rgl_rc care_recount_all(struct store *store, bool mends, struct care_verdict *ret)
{
	struct care_verdict verdict = { 0 };
	int64_t days = 0;
	int64_t after = 0;
	bool more = true;
	rgl_rc rc = read_days(store, &days);

	while (rc == RGL_OK && more) {
		rc = mends ? store_begin(store) : store_look(store);
		if (rc < 0)
			return rc;
		rc = step(store, mends, days, &after, &verdict, &more);
		if (mends)
			rc = store_end(store, rc);
		else
			store_looked(store);
	}
	if (rc == RGL_OK)
		*ret = verdict;
	return rc;
}
