/* ops_member.c - shop, identify, enrol. */
#include <string.h>

#include "plugin/gateway/ops.h"
#include "plugin/identify/enrol.h"

rgl_rc op_shop(struct rgl *rgl, struct fields *fields, struct answer *answer)
{
	struct rgl_shop shop = { 0 };
	rgl_rc rc = fields_end(fields);

	if (rc == RGL_OK)
		rc = context_shop(rgl->store, &shop);
	if (rc < 0)
		return rc;
	answer_text(answer, "name", shop.name);
	answer_text(answer, "currency", shop.currency);
	answer_int(answer, "exponent", shop.exponent);
	answer_text(answer, "language", shop.language);
	answer_text(answer, "zone", shop.zone);
	answer_text(answer, "version", shop.version);
	answer_int(answer, "store_version", shop.store_version);
	answer_int(answer, "members", shop.members);
	return RGL_OK;
}

static void answer_time(struct rgl *rgl, struct answer *answer, const char *name, int64_t at_ms)
{
	char text[ZONE_TIME_ROOM];

	zone_write(rgl->store->zone, at_ms, text);
	answer_text(answer, name, text);
}

static void answer_member(struct rgl *rgl, const struct rgl_member *member, struct answer *answer)
{
	answer_open(answer, "member");
	answer_int(answer, "id", member->id);
	answer_text(answer, "name", member->name);
	answer_text(answer, "language", member->language);
	answer_int(answer, "points", member->points);
	answer_int(answer, "value", member->points_value_minor);
	answer_int(answer, "visits", member->visits);
	if (member->visits > 0)
		answer_time(rgl, answer, "last_visit", member->last_visit_ms);
	if (member->usual_gap_ms > 0)
		answer_int(answer, "usual_gap_ms", member->usual_gap_ms);
	if (member->card[0] != '\0')
		answer_text(answer, "card", member->card);
	if (member->qr[0] != '\0')
		answer_text(answer, "qr", member->qr);
	if (member->reward[0] != '\0') {
		answer_text(answer, "reward", member->reward);
		answer_int(answer, "to_reward", member->to_reward);
	}
	answer_close(answer);
}

rgl_rc op_identify(struct rgl *rgl, struct fields *fields, struct answer *answer)
{
	const char *scan = fields_need_text(fields, "scan");
	struct rgl_member member;
	rgl_rc rc = fields_end(fields);

	if (rc == RGL_OK)
		rc = context_identify(rgl->store, scan, strlen(scan), &member);
	if (rc == RGL_OK)
		answer_member(rgl, &member, answer);
	return rc;
}

rgl_rc op_enrol(struct rgl *rgl, struct fields *fields, struct answer *answer)
{
	struct enrolment enrolment = {
		.name = fields_text(fields, "name"),
		.phone = fields_text(fields, "phone"),
		.email = fields_text(fields, "email"),
		.birthday = fields_text(fields, "birthday"),
		.language = fields_text(fields, "language"),
		.card = fields_text(fields, "card"),
		.consent = fields_text(fields, "consent"),
	};
	struct rgl_member member;
	bool referred = false;
	rgl_rc rc;

	enrolment.referred_by = fields_int(fields, "referred_by", &referred);
	rc = fields_end(fields);
	if (rc == RGL_OK)
		rc = context_enrol(rgl->store, &enrolment, &member);
	if (rc == RGL_OK)
		answer_member(rgl, &member, answer);
	return rc;
}

rgl_rc op_card(struct rgl *rgl, struct fields *fields, struct answer *answer)
{
	int64_t id = fields_int(fields, "member_id", NULL);
	const char *scan = fields_text(fields, "scan");
	bool renew = fields_bool(fields, "renew");
	struct rgl_member member;
	rgl_rc rc;

	if (renew == (scan != NULL))
		fields_fail(fields, RGL_E_FIELD, "scan",
			    "or \"renew\":true is needed, one of the two");
	rc = fields_end(fields);
	if (rc == RGL_OK)
		rc = context_card(rgl->store, id, scan, scan == NULL ? 0 : strlen(scan), &member);
	if (rc == RGL_OK)
		answer_member(rgl, &member, answer);
	return rc;
}
