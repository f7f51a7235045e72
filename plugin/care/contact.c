/* contact.c - see contact.h: a member is drawn, and was contacted. */
#include "plugin/care/contact.h"

#include <stdio.h>
#include <string.h>

#include "plugin/care/audit.h"
#include "plugin/care/contact_parts.h"
#include "plugin/care/state.h"
#include "plugin/insight/period.h"
#include "plugin/loyalty/said.h"
#include "plugin/store/query.h"

#define CONTACT_HASH 65 /* a kind of hash that no card has */
#define DRAWS 1000000
#define DRAWS_A_PERCENT (DRAWS / 100)

bool contact_is_held_out(const struct store *store, int64_t member, int64_t round, int64_t percent)
{
	uint8_t hash[HASH_BYTES];
	uint64_t drawn = 0;
	char text[64];
	int length = snprintf(text, sizeof(text), "%lld %lld", (long long)member, (long long)round);

	keys_hash(&store->keys, CONTACT_HASH, text, (size_t)length, hash);
	for (size_t i = 0; i < sizeof(drawn); i++)
		drawn = drawn << 8 | hash[i];
	return (int64_t)(drawn % DRAWS) < percent * DRAWS_A_PERCENT;
}

static rgl_rc is_in_round(struct store *store, int64_t member, int64_t round, bool *ret)
{
	struct query q = query(store, STATEMENT_CONTACT_IN_ROUND);

	query_bind_int(&q, member);
	query_bind_int(&q, round);
	*ret = query_row(&q);
	return query_end(&q);
}

rgl_rc contact_draw(struct store *store, const struct policy *policy, int64_t member, int64_t at_ms,
		    struct money loss, bool *ret_held_out)
{
	const int32_t day = period_day(store->zone, at_ms);
	const int64_t round = period_of_day(GRAIN_QUARTER, day);
	const bool held_out = contact_is_held_out(store, member, round, policy->held_out_percent);
	bool is_there = false;
	int64_t event = 0;
	struct query q;
	rgl_rc rc = is_in_round(store, member, round, &is_there);

	if (rc == RGL_OK && is_there)
		return RGL_E_TAKEN;
	if (rc == RGL_OK)
		rc = store_event(store, EVENT_CONTACT, &event);
	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_CONTACT_ADD);
	query_bind_int(&q, event);
	query_bind_int(&q, member);
	query_bind_int(&q, round);
	query_bind_int(&q, held_out);
	query_bind_int(&q, at_ms);
	query_bind_money(&q, loss);
	rc = query_run(&q);
	if (rc == RGL_OK)
		*ret_held_out = held_out;
	return rc;
}

/* 0 is now. */
static rgl_rc read_time(struct store *store, int64_t at_ms, int64_t *ret)
{
	const int64_t now_ms = host_now_ms(store->host);

	if (at_ms > now_ms)
		return refuse_field(&store->refusal, RGL_E_TIME, "at",
				    "at has not come yet; leave it out for now");
	*ret = at_ms == 0 ? now_ms : at_ms;
	return RGL_OK;
}

/* The row of a member that was listed last; id 0: there is none. */
struct listing {
	int64_t id;
	int64_t round;
	int64_t listed_ms;
	int64_t done_ms;
	bool held_out;
	char who[RGL_TEXT_MAX + 1];
	char how[16];
};

static rgl_rc read_listing(struct store *store, int64_t member, struct listing *ret)
{
	struct query q = query(store, STATEMENT_CONTACT_LAST);
	struct listing listing = { 0 };
	rgl_rc rc;

	query_bind_int(&q, member);
	if (query_row(&q)) {
		listing.id = query_int(&q);
		listing.round = query_int(&q);
		listing.held_out = query_int(&q) != 0;
		listing.listed_ms = query_int(&q);
		listing.done_ms = query_int(&q);
		query_text(&q, listing.who, sizeof(listing.who));
		query_text(&q, listing.how, sizeof(listing.how));
	}
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = listing;
	return rc;
}

/* ---- One by hand ---- */

static rgl_rc check_reachable(struct store *store, int64_t member, struct money *ret_loss)
{
	struct contact_member read = { 0 };
	rgl_rc rc = contact_member_read(store, member, &read);

	if (rc == RGL_OK && !read.may_contact)
		rc = refuse_field(&store->refusal, RGL_E_FIELD, "member_id",
				  "member %lld did not agree to be contacted, or left neither a "
				  "phone number nor an address; speak to them at the till",
				  (long long)member);
	if (rc == RGL_OK)
		*ret_loss = read.contact.loss;
	wipe(&read, sizeof(read));
	return rc;
}

static rgl_rc add(struct store *store, const struct policy *policy, int64_t member, int64_t at_ms,
		  bool *ret_held_out)
{
	const int64_t wait_ms = policy->contact_wait_days * MS_A_DAY;
	struct listing last = { 0 };
	struct money loss = { 0 };
	rgl_rc rc = said_check_member(store, member, "member_id");

	if (rc == RGL_OK)
		rc = read_listing(store, member, &last);
	if (rc == RGL_OK && last.id != 0 && last.listed_ms > at_ms - wait_ms) {
		*ret_held_out = last.held_out;
		return RGL_EXISTS;
	}
	if (rc == RGL_OK)
		rc = check_reachable(store, member, &loss);
	if (rc == RGL_OK)
		rc = contact_draw(store, policy, member, at_ms, loss, ret_held_out);
	if (rc != RGL_E_TAKEN)
		return rc;
	*ret_held_out = last.held_out;
	return RGL_EXISTS;
}

rgl_rc contact_add(struct store *store, const struct policy *policy, int64_t member, int64_t at_ms,
		   bool *ret_held_out)
{
	bool held_out = false;
	int64_t then_ms = 0;
	rgl_rc rc = read_time(store, at_ms, &then_ms);

	if (rc == RGL_OK)
		rc = store_begin(store);
	if (rc < 0)
		return rc;
	rc = store_end(store, add(store, policy, member, then_ms, &held_out));
	if (rc >= 0)
		*ret_held_out = held_out;
	return rc;
}

/* ---- Contacted ---- */

static rgl_rc check_how(struct store *store, const char *how)
{
	static const char *const HOWS[] = { "phone", "email", "letter", "till" };

	for (size_t i = 0; i < sizeof(HOWS) / sizeof(HOWS[0]); i++)
		if (strcmp(how, HOWS[i]) == 0)
			return RGL_OK;
	return refuse_field(&store->refusal, RGL_E_FIELD, "how",
			    "how is none of: phone, email, letter, till");
}

static rgl_rc check_listing(struct store *store, const struct listing *listing, int64_t member)
{
	if (listing->id == 0)
		return refuse_field(
			&store->refusal, RGL_E_UNKNOWN, "member_id",
			"member %lld is not listed to be contacted; `regulars contacts` "
			"says who is",
			(long long)member);
	if (listing->held_out)
		return refuse_field(&store->refusal, RGL_E_FIELD, "member_id",
				    "member %lld is one of those left alone, so that the others' "
				    "coming back can be held against theirs; speak to them when "
				    "they come",
				    (long long)member);
	return RGL_OK;
}

static rgl_rc write_done(struct store *store, const struct listing *listing,
			 const struct contact_did *did, int64_t at_ms)
{
	struct query q = query(store, STATEMENT_CONTACT_DONE);
	struct care_state state = { 0 };
	rgl_rc rc;

	query_bind_int(&q, listing->id);
	query_bind_int(&q, at_ms);
	query_bind_text(&q, did->who);
	query_bind_text(&q, did->how);
	rc = query_run(&q);
	if (rc == RGL_OK)
		rc = care_state_read(store, did->member, &state);
	state.contact = listing->id;
	if (rc == RGL_OK)
		rc = care_state_write(store, &state);
	return rc < 0 ? rc : audit_add(store, did->who, "contacted", did->member, did->how);
}

static rgl_rc done(struct store *store, const struct contact_did *did, int64_t at_ms)
{
	struct listing listing = { 0 };
	rgl_rc rc = said_check_member(store, did->member, "member_id");

	if (rc == RGL_OK)
		rc = read_listing(store, did->member, &listing);
	if (rc == RGL_OK)
		rc = check_listing(store, &listing, did->member);
	if (rc < 0)
		return rc;
	if (listing.done_ms != 0 && strcmp(listing.who, did->who) == 0 &&
	    strcmp(listing.how, did->how) == 0)
		return RGL_EXISTS;
	if (listing.done_ms != 0)
		return refuse_field(&store->refusal, RGL_E_DIFFERS, "member_id",
				    "member %lld was contacted already, by %.60s (%.15s)",
				    (long long)did->member, listing.who, listing.how);
	if (at_ms < listing.listed_ms)
		return refuse_field(&store->refusal, RGL_E_TIME, "at",
				    "at lies before the day that member %lld was listed",
				    (long long)did->member);
	return write_done(store, &listing, did, at_ms);
}

rgl_rc contact_done(struct store *store, const struct contact_did *did)
{
	struct contact_did checked = *did;
	int64_t at_ms = 0;
	rgl_rc rc = said_check(store, did->who, "who");

	if (did->how == NULL)
		checked.how = "phone";
	if (rc == RGL_OK)
		rc = check_how(store, checked.how);
	if (rc == RGL_OK)
		rc = read_time(store, did->at_ms, &at_ms);
	if (rc == RGL_OK)
		rc = store_begin(store);
	return rc < 0 ? rc : store_end(store, done(store, &checked, at_ms));
}
