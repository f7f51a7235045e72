/* referral.c - see referral.h. Joining is in referral_join.c. */
#include "plugin/care/referral.h"

#include <stdio.h>
#include <string.h>

#include "plugin/store/query.h"

enum { MERGES_MAX = 16, YEAR_DAYS = 365 };

const char *referral_state_name(enum referral_state state)
{
	switch (state) {
	case REFERRAL_JOINED:
		return "joined";
	case REFERRAL_COUNTED:
		return "bought";
	case REFERRAL_UNDONE:
		return "undone";
	case REFERRAL_NOTHING:
		break;
	}
	return "not counted";
}

rgl_rc referral_read(struct store *store, int64_t member, struct referral *ret)
{
	struct query q = query(store, STATEMENT_REFERRAL_READ);
	struct referral referral = { 0 };
	rgl_rc rc;

	query_bind_int(&q, member);
	if (query_row(&q)) {
		referral.member = member;
		referral.by = query_int(&q);
		referral.state = (enum referral_state)query_int(&q);
		referral.sale = query_int(&q);
		referral.at_ms = query_int(&q);
		referral.counted_ms = query_int(&q);
		query_text(&q, referral.ref, sizeof(referral.ref));
	}
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = referral;
	return rc;
}

/* ---- The code ---- */

rgl_rc referral_code(const struct store *store, int64_t member, char ret[TOKEN_ROOM])
{
	return token_make(&store->keys, TOKEN_REFERRAL, member, ret);
}

rgl_rc referral_invite(const struct store *store, const struct programme *programme, int64_t member,
		       char ret[TOKEN_ROOM])
{
	for (size_t i = 0; i < programme->rule_count; i++)
		if (programme->rules[i].enabled && programme->rules[i].trigger == RULE_REFERRAL)
			return referral_code(store, member, ret);
	ret[0] = '\0';
	return RGL_OK;
}

rgl_rc referral_by_code(struct store *store, const char *code, int64_t *ret_member)
{
	struct referral_person person;
	char spelled[TOKEN_ROOM];
	int64_t number = 0;
	rgl_rc rc;

	if (!token_is_like(TOKEN_REFERRAL, code) || !token_spell(code, spelled))
		return refuse_field(&store->refusal, RGL_E_FIELD, "referral",
				    "this is not a friend's code: those begin with RG4 and have 16 "
				    "letters behind it");
	rc = token_read(&store->keys, TOKEN_REFERRAL, spelled, &number, &store->refusal);
	if (rc == RGL_OK)
		rc = referral_person(store, number, "referral", &person);
	if (rc == RGL_OK)
		*ret_member = person.member;
	return rc;
}

static rgl_rc read_person(struct store *store, int64_t member, struct referral_person *person,
			  int64_t *ret_merged)
{
	struct query q = query(store, STATEMENT_REFERRAL_PERSON);

	*ret_merged = 0;
	query_bind_int(&q, member);
	if (query_row(&q)) {
		*ret_merged = query_int(&q);
		person->visits = query_int(&q);
		query_text(&q, person->name, sizeof(person->name));
		person->member = query_int(&q) == 0 ? member : 0;
	}
	return query_end(&q);
}

rgl_rc referral_person(struct store *store, int64_t member, const char *field,
		       struct referral_person *ret)
{
	struct referral_person person = { 0 };
	int64_t merged = member;
	rgl_rc rc = RGL_OK;

	for (int hop = 0; rc == RGL_OK && merged != 0 && hop < MERGES_MAX; hop++)
		rc = read_person(store, merged, &person, &merged);
	if (rc == RGL_OK && person.member == 0)
		rc = refuse_field(&store->refusal, RGL_E_UNKNOWN, field,
				  "there is no member %lld (any more); leave it out",
				  (long long)member);
	if (rc == RGL_OK)
		*ret = person;
	return rc;
}

/* ---- Counting ---- */

static rgl_rc read_number(struct query *q, int64_t *ret)
{
	if (query_row(q))
		*ret = query_int(q);
	return query_end(q);
}

rgl_rc referral_counted(struct store *store, int64_t member, int64_t at_ms, int64_t *ret)
{
	struct query q = query(store, STATEMENT_REFERRAL_COUNTED);

	query_bind_int(&q, member);
	query_bind_int(&q, at_ms - YEAR_DAYS * MS_A_DAY);
	return read_number(&q, ret);
}

/* The same person over merges counts as one: it is the shortest circle. */
static rgl_rc is_circle(struct store *store, int64_t member, int64_t by, bool *ret)
{
	struct query q = query(store, STATEMENT_REFERRAL_CIRCLE);
	int64_t found = 0;
	rgl_rc rc;

	query_bind_int(&q, member);
	query_bind_int(&q, by);
	rc = read_number(&q, &found);
	if (rc == RGL_OK)
		*ret = found != 0;
	return rc;
}

static rgl_rc is_who_serves(struct store *store, const struct referral_sale *sale, bool *ret)
{
	struct query q;
	int64_t found = 0;
	rgl_rc rc;

	if (sale->cashier == NULL || sale->cashier[0] == '\0')
		return RGL_OK;
	q = query(store, STATEMENT_WATCH_OWN_CARD);
	query_bind_text(&q, sale->cashier);
	query_bind_int(&q, sale->by);
	rc = read_number(&q, &found);
	if (rc == RGL_OK)
		*ret = found != 0;
	return rc;
}

static rgl_rc is_over_cap(struct store *store, const struct policy *policy,
			  const struct referral_sale *sale, bool *ret)
{
	int64_t count = 0;
	rgl_rc rc;

	if (policy->referral_year == 0)
		return RGL_OK;
	rc = referral_counted(store, sale->by, sale->at_ms, &count);
	if (rc == RGL_OK)
		*ret = count >= policy->referral_year;
	return rc;
}

/* Whose thanks of a purchase that was undone did not come back has them still. */
static rgl_rc read_kept(struct store *store, int64_t member, struct referral_verdict *verdict)
{
	struct query q = query(store, STATEMENT_REFERRAL_KEPT);

	query_bind_int(&q, member);
	if (query_row(&q)) {
		verdict->thanks_friend = query_int(&q) <= 0;
		verdict->thanks_other = query_int(&q) <= 0;
	}
	return query_end(&q);
}

static rgl_rc judge(struct store *store, const struct policy *policy,
		    const struct referral_sale *sale, struct referral_verdict *verdict)
{
	bool is_nothing = false;
	rgl_rc rc = is_circle(store, sale->member, sale->by, &is_nothing);

	if (rc == RGL_OK && !is_nothing)
		rc = is_who_serves(store, sale, &is_nothing);
	if (rc == RGL_OK && !is_nothing)
		rc = is_over_cap(store, policy, sale, &is_nothing);
	if (rc == RGL_OK && is_nothing)
		*verdict =
			(struct referral_verdict) { .is_first = true, .state = REFERRAL_NOTHING };
	return rc;
}

rgl_rc referral_judge(struct store *store, const struct policy *policy,
		      const struct referral_sale *sale, struct referral_verdict *ret)
{
	struct referral_verdict verdict = { .is_first = true,
					    .thanks_friend = true,
					    .thanks_other = true,
					    .state = REFERRAL_COUNTED };
	struct referral referral = { 0 };
	rgl_rc rc = referral_read(store, sale->member, &referral);

	if (rc < 0)
		return rc;
	if (referral.state != REFERRAL_JOINED && referral.state != REFERRAL_UNDONE) {
		*ret = (struct referral_verdict) { 0 };
		return RGL_OK;
	}
	if (referral.state == REFERRAL_UNDONE)
		rc = read_kept(store, sale->member, &verdict);
	if (rc == RGL_OK)
		rc = judge(store, policy, sale, &verdict);
	if (rc == RGL_OK)
		*ret = verdict;
	return rc;
}

rgl_rc referral_count(struct store *store, int64_t member, enum referral_state state, int64_t sale,
		      int64_t at_ms)
{
	struct query q = query(store, STATEMENT_REFERRAL_COUNT);

	query_bind_int(&q, member);
	query_bind_int(&q, state);
	query_bind_int(&q, sale);
	query_bind_int(&q, at_ms);
	return query_run(&q);
}

rgl_rc referral_undo(struct store *store, int64_t sale)
{
	struct query q = query(store, STATEMENT_REFERRAL_UNDO);

	query_bind_int(&q, sale);
	return query_run(&q);
}

rgl_rc referral_redo(struct store *store, int64_t sale)
{
	struct query q = query(store, STATEMENT_REFERRAL_REDO);

	query_bind_int(&q, sale);
	return query_run(&q);
}

/* ---- Looking ---- */

rgl_rc referral_friends(struct store *store, int64_t member, struct referral_friend *ret,
			size_t room, size_t *ret_count)
{
	struct query q = query(store, STATEMENT_REFERRAL_FRIENDS);
	size_t count = 0;
	rgl_rc rc;

	query_bind_int(&q, member);
	query_bind_int(&q, (int64_t)room);
	while (count < room && query_row(&q)) {
		ret[count].member = query_int(&q);
		ret[count].state = (enum referral_state)query_int(&q);
		ret[count].at_ms = query_int(&q);
		ret[count].counted_ms = query_int(&q);
		count++;
	}
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret_count = count;
	return rc;
}
