/* ops_complaint.c - complaint: opened, stepped through, listed, at the till or in the office. */
#include <string.h>

#include "plugin/care/complaint.h"
#include "plugin/gateway/ops.h"
#include "plugin/gateway/read_sale.h"
#include "plugin/identify/identify.h"
#include "plugin/loyalty/said.h"
#include "plugin/sales/record.h"

#define DOES "open, take, listen, apologise, offer, remedy, close, reopen, note, list"
enum { TOP_MAX = 200 };

/* One request, read and not checked. */
struct request {
	struct complaint_new new;
	struct complaint_did did;
	struct complaint_wish wish;
	struct policy policy;
	struct whose whose;
	const char *sale_ref;
	struct rgl_why unseen;
};

/* ---- Reading ---- */

static int64_t read_at(struct rgl *rgl, struct json_fields *fields)
{
	const int64_t at_ms = read_time(rgl, fields);

	if (at_ms > host_now_ms(&rgl->host) + MS_A_DAY)
		fields_fail(fields, RGL_E_TIME, "at", "has not come yet; leave it out for now");
	return at_ms;
}

/* A number of ours, 0 when it is not there. */
static int64_t read_number(struct json_fields *fields, const char *name)
{
	bool given = false;
	int64_t number = fields_int(fields, name, &given);

	if (given && number < 1)
		fields_fail(fields, RGL_E_FIELD, name, "is a number from 1 on");
	return given ? number : 0;
}

static void read_open(struct rgl *rgl, struct json_fields *fields, struct request *ret)
{
	ret->new.ref = fields_need_text(fields, "id");
	ret->whose = read_member(fields);
	ret->sale_ref = fields_some(fields, "sale_id");
	ret->new.moment = read_number(fields, "moment");
	ret->new.reason = fields_text(fields, "reason");
	ret->new.words = fields_text(fields, "words");
	ret->new.cashier = fields_text(fields, "cashier");
	ret->new.at_ms = read_at(rgl, fields);
}

static void read_list(struct json_fields *fields, struct request *ret)
{
	ret->whose = read_member(fields);
	ret->wish.top = read_number(fields, "top");
	ret->wish.overdue = fields_bool(fields, "overdue");
	ret->wish.all = fields_bool(fields, "all");
	if (ret->wish.top > TOP_MAX)
		fields_fail(fields, RGL_E_RANGE, "top", "is %d at most", TOP_MAX);
}

static void read_step(struct rgl *rgl, struct json_fields *fields, struct request *ret)
{
	struct complaint_did *did = &ret->did;

	did->ref = fields_need_text(fields, "id");
	did->complaint = fields_int(fields, "complaint", NULL);
	did->who = fields_need_text(fields, "who");
	did->words = fields_text(fields, "words");
	did->at_ms = read_at(rgl, fields);
	if (did->kind == COMPLAINT_REMEDY)
		did->gesture = read_number(fields, "gesture");
	if (did->kind == COMPLAINT_CLOSE_WITHOUT && fields_bool(fields, "by_customer"))
		did->kind = COMPLAINT_CLOSE_BY_WORD;
}

/* 0: there is no such step. */
static enum complaint_kind kind_of(const char *word)
{
	for (enum complaint_kind kind = COMPLAINT_TAKE; kind <= COMPLAINT_NOTE; kind++)
		if (kind != COMPLAINT_CLOSE_BY_WORD && strcmp(word, complaint_kind_verb(kind)) == 0)
			return kind;
	return 0;
}

/* ---- Answering ---- */

static void answer_clock(struct rgl *rgl, const struct complaint *complaint, struct answer *answer)
{
	answer_text(answer, "state", complaint_state_name(complaint->state));
	answer_some(answer, "owner", complaint->owner);
	answer_time(answer, "until", rgl->store->zone, complaint->until_ms);
	if (complaint->is_overdue) {
		answer_bool(answer, "overdue", true);
		answer_int(answer, "late_minutes", complaint->late_minutes);
	}
	if (complaint->second_ms != 0)
		answer_time(answer, "second_until", rgl->store->zone, complaint->second_ms);
	answer_some(answer, "next", complaint_kind_verb(complaint->next));
}

static void answer_done(const struct complaint *complaint, struct answer *answer)
{
	answer_list(answer, "done");
	for (enum complaint_kind kind = COMPLAINT_TAKE; kind <= COMPLAINT_ESCALATED; kind++)
		if ((complaint->done >> kind & 1U) != 0)
			answer_element(answer, complaint_kind_name(kind));
	answer_list_end(answer);
}

/* What a list is told into. */
struct listing {
	struct rgl *rgl;
	struct answer *answer;
};

static rgl_rc answer_item_of(void *user, const struct complaint *complaint)
{
	struct listing *listing = user;
	struct answer *answer = listing->answer;

	answer_item(answer);
	answer_int(answer, "complaint", complaint->id);
	answer_time(answer, "since", listing->rgl->store->zone, complaint->at_ms);
	answer_clock(listing->rgl, complaint, answer);
	answer_done(complaint, answer);
	if (complaint->member != 0)
		answer_int(answer, "member_id", complaint->member);
	answer_some(answer, "name", complaint->name);
	answer_some(answer, "sale_id", complaint->sale_ref);
	answer_some(answer, "cashier", complaint->cashier);
	answer_some(answer, "reason", complaint->reason);
	answer_some(answer, "words", complaint->words);
	if (complaint->closed_ms != 0)
		answer_time(answer, "closed", listing->rgl->store->zone, complaint->closed_ms);
	answer_close(answer);
	return RGL_OK;
}

/* ---- Doing ---- */

/* A scan that is nobody's opens a complaint of nobody's, as it does a sale. */
static rgl_rc find_member(struct rgl *rgl, struct request *request)
{
	const struct whose *whose = &request->whose;
	struct found found = { .member = whose->member };
	rgl_rc rc = RGL_OK;

	if (whose->scan != NULL)
		rc = identify_scan(rgl->store, whose->scan, whose->scan_length, &found);
	request->new.member = found.member;
	/* Of a payment card nothing is kept, not a hash either. */
	request->new.scan = rc == RGL_E_PAYMENT_CARD ? NULL : whose->scan;
	if (rc != RGL_E_UNKNOWN && rc != RGL_E_BLOCKED && rc != RGL_E_FORGED &&
	    rc != RGL_E_PAYMENT_CARD && rc != RGL_E_TEXT && rc != RGL_E_LIMIT)
		return rc;
	request->unseen = rgl->store->refusal;
	return RGL_OK;
}

static rgl_rc find_sale(struct rgl *rgl, struct request *request)
{
	struct recorded recorded = { .id = 0 };
	rgl_rc rc;

	if (request->sale_ref == NULL)
		return RGL_OK;
	rc = record_need(rgl->store, request->sale_ref, "sale_id", &recorded);
	request->new.sale = recorded.id;
	return rc;
}

static rgl_rc tell_list(struct rgl *rgl, struct request *request, struct answer *answer)
{
	struct listing listing = { .rgl = rgl, .answer = answer };
	struct complaint_counts counts = { .open = 0 };
	struct complaint_wish *wish = &request->wish;
	rgl_rc rc = complaint_escalate(rgl->store, &request->policy, wish->now_ms);

	wish->member = request->new.member;
	if (rc == RGL_OK && request->whose.member != 0)
		rc = said_check_member(rgl->store, wish->member, "member");
	if (rc == RGL_OK)
		rc = complaint_count(rgl->store, wish->now_ms, &counts);
	if (rc < 0)
		return rc;
	answer_text(answer, "code", result_name(RGL_OK));
	answer_int(answer, "open", counts.open);
	answer_int(answer, "overdue", counts.overdue);
	answer_list(answer, "complaints");
	if (request->whose.scan == NULL || wish->member != 0)
		rc = complaint_list(rgl->store, wish, answer_item_of, &listing);
	answer_list_end(answer);
	answer_unseen(answer, &request->unseen);
	return rc;
}

static rgl_rc tell_one(struct rgl *rgl, struct request *request, rgl_rc done, int64_t id,
		       struct answer *answer)
{
	struct complaint complaint = { .id = 0 };
	rgl_rc rc;

	rc = complaint_read(rgl->store, &request->wish, id, &complaint);
	if (rc < 0)
		return rc;
	answer_text(answer, "code", result_name(done));
	answer_int(answer, "complaint", complaint.id);
	if (complaint.member != 0)
		answer_int(answer, "member_id", complaint.member);
	answer_clock(rgl, &complaint, answer);
	answer_unseen(answer, &request->unseen);
	return done;
}

static rgl_rc work(struct rgl *rgl, struct request *request, const char *what,
		   struct answer *answer)
{
	const struct policy *policy = &request->policy;
	int64_t id = request->did.complaint;
	rgl_rc rc = policy_read(rgl->store, &request->policy);

	request->wish.policy = policy;
	if (rc == RGL_OK)
		rc = find_member(rgl, request);
	if (rc == RGL_OK)
		rc = find_sale(rgl, request);
	if (rc < 0)
		return rc;
	if (strcmp(what, "list") == 0)
		return tell_list(rgl, request, answer);
	rc = strcmp(what, "open") == 0 ? complaint_open(rgl->store, policy, &request->new, &id)
				       : complaint_step(rgl->store, policy, &request->did);
	return rc < 0 ? rc : tell_one(rgl, request, rc, id, answer);
}

rgl_rc op_complaint(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	struct request request = { 0 };
	const char *what = fields_need_text(fields, "do");
	rgl_rc rc;

	if (what == NULL)
		return fields_end(fields);
	request.did.kind = kind_of(what);
	request.wish.now_ms = host_now_ms(&rgl->host);
	if (strcmp(what, "list") == 0)
		read_list(fields, &request);
	else if (strcmp(what, "open") == 0)
		read_open(rgl, fields, &request);
	else if (request.did.kind != 0)
		read_step(rgl, fields, &request);
	else
		fields_fail(fields, RGL_E_FIELD, "do", "is none of: " DOES);
	rc = fields_end(fields);
	if (rc == RGL_OK)
		rc = store_begin(rgl->store);
	return rc < 0 ? rc : store_end(rgl->store, work(rgl, &request, what, answer));
}
