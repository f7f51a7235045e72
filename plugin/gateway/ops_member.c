/* ops_member.c - identify, enrol, card, member, staff. */
#include <string.h>

#include "plugin/care/referral.h"
#include "plugin/gateway/ops.h"
#include "plugin/identify/enrol.h"
#include "plugin/loyalty/segments.h"
#include "plugin/loyalty/watch.h"
#include "plugin/show.h"

static void answer_offers(const struct rgl_member *member, struct answer *answer)
{
	answer_list(answer, "offers");
	for (uint32_t i = 0; i < member->offer_count; i++) {
		const struct rgl_offer *offer = &member->offers[i];

		answer_item(answer);
		answer_text(answer, "reward", offer->id);
		answer_text(answer, "title", offer->title);
		answer_int(answer, "cost", offer->cost);
		answer_int(answer, "missing", offer->missing);
		answer_bool(answer, "coupon", offer->coupon != 0);
		answer_close(answer);
	}
	answer_list_end(answer);
}

static void answer_stamps(const struct rgl_member *member, struct answer *answer)
{
	answer_list(answer, "stamp_cards");
	for (uint32_t i = 0; i < member->stamps_count; i++) {
		const struct rgl_stamps *card = &member->stamps[i];

		answer_item(answer);
		answer_text(answer, "card", card->card);
		answer_text(answer, "title", card->title);
		answer_int(answer, "stamps", card->stamps);
		answer_int(answer, "places", card->places);
		answer_close(answer);
	}
	answer_list_end(answer);
}

static void answer_standing(struct rgl *rgl, const struct rgl_member *member, struct answer *answer)
{
	if (member->credit_minor != 0)
		answer_int(answer, "credit", member->credit_minor);
	if (member->tier[0] != '\0') {
		answer_open(answer, "tier");
		answer_text(answer, "id", member->tier);
		answer_text(answer, "title", member->tier_title);
		answer_close(answer);
	}
	if (member->next_tier_title[0] != '\0') {
		answer_text(answer, "next_tier", member->next_tier_title);
		answer_int(answer, "to_tier", member->to_tier);
	}
	if (member->ending_points != 0) {
		answer_open(answer, "ending");
		answer_int(answer, "points", member->ending_points);
		answer_time(answer, "at", rgl->store->zone, member->ending_ms);
		answer_close(answer);
	}
	if (member->stamps_count > 0)
		answer_stamps(member, answer);
	if (member->offer_count > 0)
		answer_offers(member, answer);
}

static void answer_outlook(struct rgl *rgl, const struct rgl_member *member, struct answer *answer)
{
	answer_open(answer, "outlook");
	answer_time(answer, "at", rgl->store->zone, member->scored_ms);
	answer_milli(answer, "still_customer", (member->alive_ppm + 500) / 1000);
	answer_milli(answer, "year_visits", member->year_visits_milli);
	answer_int(answer, "year_value", member->year_value_minor);
	answer_close(answer);
}

/* What is due to be said, and what of it a till may show in its own way. */
static void answer_care(const struct rgl_member *member, struct answer *answer)
{
	if (member->strikes > 0)
		answer_int(answer, "strikes", member->strikes);
	if (member->complaint != 0)
		answer_int(answer, "complaint", member->complaint);
	answer_some(answer, "referral", member->referral);
	if (member->thing_count == 0)
		return;
	answer_list(answer, "things");
	for (uint32_t i = 0; i < member->thing_count; i++) {
		answer_item(answer);
		answer_text(answer, "kind", member->things[i].kind);
		answer_text(answer, "say", member->things[i].text);
		answer_int(answer, "about", member->things[i].about);
		answer_close(answer);
	}
	answer_list_end(answer);
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
		answer_time(answer, "last_visit", rgl->store->zone, member->last_visit_ms);
	if (member->usual_gap_ms > 0)
		answer_int(answer, "usual_gap_ms", member->usual_gap_ms);
	answer_some(answer, "card", member->card);
	answer_some(answer, "qr", member->qr);
	if (member->reward[0] != '\0') {
		answer_text(answer, "reward", member->reward);
		answer_int(answer, "to_reward", member->to_reward);
	}
	answer_standing(rgl, member, answer);
	if (member->scored_ms != 0)
		answer_outlook(rgl, member, answer);
	answer_care(member, answer);
	answer_close(answer);
}

static void answer_left(const struct show_left *left, struct answer *answer)
{
	answer_open(answer, "left");
	answer_int(answer, "gestures", left->gestures);
	answer_int(answer, "worth", left->worth.minor);
	answer_some(answer, "say", left->text);
	answer_close(answer);
}

const char *fields_short(struct json_fields *fields, const char *name)
{
	const char *text = fields_some(fields, name);

	if (text != NULL && strlen(text) > RGL_TEXT_MAX)
		fields_fail(fields, RGL_E_TEXT, name, "is longer than %d bytes; shorten it",
			    RGL_TEXT_MAX);
	return text;
}

rgl_rc op_identify(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	const char *scan = fields_need_text(fields, "scan");
	const char *language = fields_short(fields, "language");
	const char *cashier = fields_short(fields, "cashier");
	struct show_left left = { 0 };
	struct rgl_member member = { 0 };
	rgl_rc rc = fields_end(fields);

	language = language == NULL ? "" : language;
	if (rc == RGL_OK)
		rc = show_scan_in(rgl->desk, language, scan, strlen(scan), &member);
	if (rc == RGL_OK && cashier != NULL)
		rc = show_left(rgl->desk, cashier, language, &left);
	if (rc < 0)
		return rc;
	answer_member(rgl, &member, answer);
	if (cashier != NULL)
		answer_left(&left, answer);
	return rc;
}

rgl_rc op_enrol(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
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
	const char *code = fields_some(fields, "referral");
	struct rgl_member member;
	bool referred = false;
	rgl_rc rc;

	enrolment.referred_by = fields_int(fields, "referred_by", &referred);
	if (referred && code != NULL)
		fields_fail(fields, RGL_E_FIELD, "referral",
			    "stands beside referred_by; send one of them");
	rc = fields_end(fields);
	if (rc == RGL_OK && code != NULL)
		rc = referral_by_code(rgl->store, code, &enrolment.referred_by);
	if (rc == RGL_OK)
		rc = context_enrol(rgl, &enrolment, &member);
	if (rc == RGL_OK)
		answer_member(rgl, &member, answer);
	return rc;
}

rgl_rc op_card(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
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
		rc = context_card(rgl, id, scan, scan == NULL ? 0 : strlen(scan), &member);
	if (rc == RGL_OK)
		answer_member(rgl, &member, answer);
	return rc;
}

rgl_rc op_member(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	int64_t member = fields_int(fields, "member_id", NULL);
	const char *segments = fields_text(fields, "segments");
	rgl_rc rc;

	if (segments == NULL)
		fields_fail(fields, RGL_E_FIELD, "segments", "is missing");
	rc = fields_end(fields);
	if (rc == RGL_OK)
		rc = segments_set(rgl->store, member, segments);
	if (rc >= 0)
		answer_text(answer, "code", result_name(rc));
	return rc;
}

rgl_rc op_staff(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	const char *cashier = fields_need_text(fields, "cashier");
	int64_t member = fields_int(fields, "member_id", NULL);
	rgl_rc rc = fields_end(fields);

	(void)answer;
	return rc < 0 ? rc : watch_staff(rgl->store, cashier, member);
}
