/* ops_referral.c - referral: whose code it is, a member's own and the friends it brought, and who
 * brought a member. Also what answers say of a surprise. */
#include <string.h>

#include "plugin/care/referral.h"
#include "plugin/gateway/ops.h"
#include "plugin/gateway/read_sale.h"

enum { FRIENDS_MAX = 100 };

struct request {
	struct referral_new said;
	bool has_member;
};

static void answer_person(struct answer *answer, const char *name,
			  const struct referral_person *person)
{
	answer_open(answer, name);
	answer_int(answer, "id", person->member);
	answer_text(answer, "name", person->name);
	answer_close(answer);
}

void answer_surprise(struct answer *answer, const struct surprised *surprise)
{
	if (surprise->text[0] == '\0')
		return;
	answer_open(answer, "surprise");
	if (surprise->points > 0)
		answer_int(answer, "points", surprise->points);
	answer_some(answer, "reward", surprise->reward);
	answer_text(answer, "text", surprise->text);
	answer_some(answer, "say", surprise->say);
	answer_close(answer);
}

/* How many friends counted within a year, and how many more may. */
static rgl_rc answer_year(struct rgl *rgl, int64_t member, struct answer *answer)
{
	struct policy policy;
	int64_t counted = 0;
	rgl_rc rc = policy_read(rgl->store, &policy);

	if (rc == RGL_OK)
		rc = referral_counted(rgl->store, member, host_now_ms(&rgl->host), &counted);
	if (rc < 0)
		return rc;
	answer_int(answer, "counted", counted);
	if (policy.referral_year > 0)
		answer_int(answer, "left",
			   counted < policy.referral_year ? policy.referral_year - counted : 0);
	return RGL_OK;
}

/* ---- whose code ---- */

static rgl_rc tell_code(struct rgl *rgl, const char *code, struct answer *answer)
{
	struct referral_person person = { 0 };
	int64_t member = 0;
	rgl_rc rc = referral_by_code(rgl->store, code, &member);

	if (rc == RGL_OK)
		rc = referral_person(rgl->store, member, "code", &person);
	if (rc < 0)
		return rc;
	answer_person(answer, "member", &person);
	return answer_year(rgl, member, answer);
}

/* ---- a member's ---- */

/* Whoever brought this one may be erased by now. */
static rgl_rc answer_by(struct rgl *rgl, int64_t member, struct answer *answer)
{
	struct referral referral;
	struct referral_person by = { 0 };
	rgl_rc rc = referral_read(rgl->store, member, &referral);

	if (rc < 0 || referral.member == 0)
		return rc;
	rc = referral_person(rgl->store, referral.by, "member_id", &by);
	if (rc == RGL_OK)
		answer_person(answer, "by", &by);
	answer_text(answer, "state", referral_state_name(referral.state));
	return rc == RGL_E_UNKNOWN ? RGL_OK : rc;
}

static rgl_rc answer_friends(struct rgl *rgl, int64_t member, struct answer *answer)
{
	struct referral_friend friends[FRIENDS_MAX];
	size_t count = 0;
	rgl_rc rc = referral_friends(rgl->store, member, friends, FRIENDS_MAX, &count);

	if (rc < 0)
		return rc;
	answer_list(answer, "friends");
	for (size_t i = 0; i < count; i++) {
		answer_item(answer);
		answer_int(answer, "member_id", friends[i].member);
		answer_text(answer, "state", referral_state_name(friends[i].state));
		answer_time(answer, "at", rgl->store->zone, friends[i].at_ms);
		answer_close(answer);
	}
	answer_list_end(answer);
	return RGL_OK;
}

static rgl_rc tell_member(struct rgl *rgl, int64_t number, struct answer *answer)
{
	struct referral_person person = { 0 };
	char code[TOKEN_ROOM];
	rgl_rc rc = referral_person(rgl->store, number, "member_id", &person);

	if (rc == RGL_OK)
		rc = referral_code(rgl->store, person.member, code);
	if (rc < 0)
		return rc;
	answer_text(answer, "referral", code);
	rc = answer_year(rgl, person.member, answer);
	if (rc == RGL_OK)
		rc = answer_by(rgl, person.member, answer);
	return rc < 0 ? rc : answer_friends(rgl, person.member, answer);
}

/* ---- joining ---- */

static rgl_rc join(struct rgl *rgl, const struct referral_new *said, struct answer *answer)
{
	struct referral_person person = { 0 };
	int64_t by = 0;
	rgl_rc rc = referral_join(rgl->store, said, &by);
	rgl_rc read;

	if (rc < 0)
		return rc;
	answer_text(answer, "code", result_name(rc));
	read = referral_person(rgl->store, by, "code", &person);
	if (read == RGL_OK)
		answer_person(answer, "by", &person);
	return rc;
}

static void read_request(struct rgl *rgl, struct json_fields *fields, struct request *ret)
{
	ret->said.ref = fields_text(fields, "id");
	ret->said.code = fields_text(fields, "code");
	ret->said.member = fields_int(fields, "member_id", &ret->has_member);
	ret->said.at_ms = read_time(rgl, fields);
	if (ret->said.code == NULL && !ret->has_member)
		fields_fail(fields, RGL_E_FIELD, "code", "or member_id is needed, or both");
	if (ret->said.code != NULL && ret->has_member && ret->said.ref == NULL)
		fields_fail(fields, RGL_E_FIELD, "id", "is missing");
	if ((ret->said.code == NULL || !ret->has_member) &&
	    (ret->said.ref != NULL || ret->said.at_ms != 0))
		fields_fail(fields, RGL_E_FIELD, "id",
			    "is for saying who brought whom; send code and member_id with it");
}

rgl_rc op_referral(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	struct request request = { 0 };
	rgl_rc rc;

	read_request(rgl, fields, &request);
	rc = fields_end(fields);
	if (rc < 0)
		return rc;
	if (request.said.ref != NULL)
		return join(rgl, &request.said, answer);
	return request.has_member ? tell_member(rgl, request.said.member, answer)
				  : tell_code(rgl, request.said.code, answer);
}
