/* referral_join.c - see referral.h: who brought a member is said, and held against gaming. */
#include <string.h>

#include "plugin/base/ascii.h"
#include "plugin/care/referral.h"
#include "plugin/loyalty/said.h"
#include "plugin/store/query.h"

/* ---- One person, two cards ---- */

/* How a member can be reached; wiped after use. */
struct reach {
	char phone[RGL_TEXT_MAX + 1];
	char email[RGL_TEXT_MAX + 1];
};

/* "" where there is none. */
static rgl_rc unseal(struct store *store, struct query *q, char ret[RGL_TEXT_MAX + 1])
{
	uint8_t sealed[RGL_TEXT_MAX + SEAL_EXTRA];
	size_t length = query_length(q);
	rgl_rc rc;

	if (length <= SEAL_EXTRA || length > sizeof(sealed)) {
		query_skip(q);
		return RGL_OK;
	}
	query_blob(q, sealed, length);
	rc = keys_unseal(&store->keys, sealed, length, ret);
	if (rc == RGL_OK)
		ret[length - SEAL_EXTRA] = '\0';
	return rc < 0 ? refuse(&store->refusal, rc,
			       "what is kept of a member cannot be read; "
			       "run regulars doctor")
		      : RGL_OK;
}

static rgl_rc read_reach(struct store *store, int64_t member, struct reach *ret)
{
	struct query q = query(store, STATEMENT_REFERRAL_REACH);
	rgl_rc rc = RGL_OK;
	rgl_rc end;

	query_bind_int(&q, member);
	if (query_row(&q)) {
		rc = unseal(store, &q, ret->phone);
		if (rc == RGL_OK)
			rc = unseal(store, &q, ret->email);
	}
	end = query_end(&q);
	return rc < 0 ? rc : end;
}

static bool is_same_text(const char *a, const char *b)
{
	return strlen(a) == strlen(b) && ascii_same(a, b, strlen(a));
}

static rgl_rc check_reach(struct store *store, int64_t member, int64_t by)
{
	struct reach friend = { 0 };
	struct reach other = { 0 };
	rgl_rc rc = read_reach(store, member, &friend);
	bool is_same;

	if (rc == RGL_OK)
		rc = read_reach(store, by, &other);
	is_same = (friend.phone[0] != '\0' && strcmp(friend.phone, other.phone) == 0) ||
		  (friend.email[0] != '\0' && is_same_text(friend.email, other.email));
	wipe(&friend, sizeof(friend));
	wipe(&other, sizeof(other));
	if (rc == RGL_OK && is_same)
		rc = refuse_field(&store->refusal, RGL_E_FIELD, "referral",
				  "that is the same person, by phone or e-mail; nobody brings "
				  "themselves: leave the friend out");
	return rc;
}

/* ---- A circle ---- */

static rgl_rc check_circle(struct store *store, int64_t member, int64_t by)
{
	struct query q = query(store, STATEMENT_REFERRAL_CIRCLE);
	int64_t found = 0;
	rgl_rc rc;

	query_bind_int(&q, member);
	query_bind_int(&q, by);
	if (query_row(&q))
		found = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK && found != 0)
		rc = refuse_field(&store->refusal, RGL_E_FIELD, "referral",
				  member == by ? "member %lld cannot bring themselves"
					       : "member %lld brought this one here in the first "
						 "place; leave it out",
				  (long long)member);
	return rc;
}

static rgl_rc check_both(struct store *store, int64_t member, int64_t by)
{
	rgl_rc rc = check_circle(store, member, by);

	return rc < 0 ? rc : check_reach(store, member, by);
}

rgl_rc referral_check_new(struct store *store, int64_t member)
{
	struct referral referral;
	struct referral_person person;
	rgl_rc rc = referral_read(store, member, &referral);

	if (rc < 0 || referral.member == 0)
		return rc;
	rc = referral_person(store, referral.by, "referred_by", &person);
	return rc < 0 ? rc : check_both(store, member, person.member);
}

/* ---- Said afterwards ---- */

static rgl_rc find_ref(struct store *store, const char *ref, int64_t member, int64_t by)
{
	struct query q = query(store, STATEMENT_REFERRAL_BY_REF);
	rgl_rc rc = RGL_OK;
	rgl_rc end;

	query_bind_text(&q, ref);
	if (query_row(&q)) {
		const bool is_member = query_int(&q) == member;

		rc = is_member && query_int(&q) == by ? RGL_EXISTS : RGL_E_DIFFERS;
	}
	end = query_end(&q);
	if (end < 0)
		return end;
	if (rc == RGL_E_DIFFERS)
		return refuse_field(&store->refusal, rc, "id",
				    "this id was for another friend; nothing was changed: send a "
				    "new id");
	return rc;
}

static rgl_rc check_free(struct store *store, const struct referral_person *friend, int64_t by)
{
	struct referral before;
	rgl_rc rc = referral_read(store, friend->member, &before);

	if (rc < 0)
		return rc;
	if (before.member != 0 && before.by == by)
		return RGL_EXISTS;
	if (before.member != 0)
		return refuse_field(&store->refusal, RGL_E_TAKEN, "member_id",
				    "member %lld was brought by somebody else, which stays",
				    (long long)friend->member);
	rc = check_both(store, friend->member, by);
	if (rc == RGL_OK && friend->visits > 0)
		rc = refuse_field(&store->refusal, RGL_E_FIELD, "member_id",
				  "member %lld has bought here before, and was found without a "
				  "friend",
				  (long long)friend->member);
	return rc;
}

/* A trigger makes the row. */
static rgl_rc set(struct store *store, int64_t member, int64_t by)
{
	struct query q = query(store, STATEMENT_REFERRAL_SET);

	query_bind_int(&q, member);
	query_bind_int(&q, by);
	return query_run(&q);
}

static rgl_rc write_join(struct store *store, const struct referral_new *asked, int64_t member,
			 int64_t by)
{
	struct query q;
	int64_t event = 0;
	rgl_rc rc = store_event(store, EVENT_MEMBER, &event);

	if (rc == RGL_OK)
		rc = set(store, member, by);
	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_REFERRAL_SAID);
	query_bind_int(&q, member);
	query_bind_int(&q, event);
	query_bind_int(&q, asked->at_ms == 0 ? host_now_ms(store->host) : asked->at_ms);
	query_bind_text(&q, asked->ref);
	return query_run(&q);
}

static rgl_rc join(struct store *store, const struct referral_new *asked, int64_t *ret_by)
{
	struct referral_person friend = { 0 };
	int64_t by = 0;
	rgl_rc rc = referral_person(store, asked->member, "member_id", &friend);

	if (rc == RGL_OK)
		rc = referral_by_code(store, asked->code, &by);
	if (rc < 0)
		return rc;
	*ret_by = by;
	rc = find_ref(store, asked->ref, friend.member, by);
	if (rc == RGL_OK)
		rc = check_free(store, &friend, by);
	return rc == RGL_OK ? write_join(store, asked, friend.member, by) : rc;
}

rgl_rc referral_join(struct store *store, const struct referral_new *asked, int64_t *ret_by)
{
	int64_t by = 0;
	rgl_rc rc = said_check(store, asked->ref, "id");

	if (rc == RGL_OK)
		rc = store_begin(store);
	if (rc < 0)
		return rc;
	rc = store_end(store, join(store, asked, &by));
	if (rc >= 0)
		*ret_by = by;
	return rc;
}
