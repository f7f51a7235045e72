/* complaint_step.c - see complaint.h: what is done about a complaint, and in which order. */
#include <string.h>

#include "plugin/care/complaint_parts.h"
#include "plugin/care/recount.h"
#include "plugin/loyalty/said.h"
#include "plugin/store/query.h"

/* What answers a customer. */
#define ANSWERS                                                                                    \
	(1U << COMPLAINT_LISTEN | 1U << COMPLAINT_APOLOGISE | 1U << COMPLAINT_OFFER |              \
	 1U << COMPLAINT_REMEDY)

static const char *const NAMES[] = {
	[COMPLAINT_OPENED] = "opened",
	[COMPLAINT_TAKE] = "taken",
	[COMPLAINT_LISTEN] = "listened",
	[COMPLAINT_APOLOGISE] = "apologised",
	[COMPLAINT_OFFER] = "offered",
	[COMPLAINT_REMEDY] = "remedy",
	[COMPLAINT_CLOSE_BY_WORD] = "closed by the customer",
	[COMPLAINT_CLOSE_WITHOUT] = "closed",
	[COMPLAINT_REOPEN] = "reopened",
	[COMPLAINT_NOTE] = "note",
	[COMPLAINT_ESCALATED] = "handed over",
};

static const char *const VERBS[] = {
	[COMPLAINT_TAKE] = "take",	     [COMPLAINT_LISTEN] = "listen",
	[COMPLAINT_APOLOGISE] = "apologise", [COMPLAINT_OFFER] = "offer",
	[COMPLAINT_REMEDY] = "remedy",	     [COMPLAINT_CLOSE_BY_WORD] = "ask",
	[COMPLAINT_CLOSE_WITHOUT] = "close", [COMPLAINT_REOPEN] = "reopen",
	[COMPLAINT_NOTE] = "note",	     [COMPLAINT_ESCALATED] = "",
};

static const char *const STATES[] = {
	[COMPLAINT_OPEN] = "open",	   [COMPLAINT_TAKEN] = "taken",
	[COMPLAINT_ANSWERED] = "answered", [COMPLAINT_CLOSED] = "closed",
	[COMPLAINT_DROPPED] = "dropped",
};

static const char *name_at(const char *const *names, size_t count, size_t place)
{
	return place < count && names[place] != NULL ? names[place] : "";
}

const char *complaint_kind_name(enum complaint_kind kind)
{
	return name_at(NAMES, sizeof(NAMES) / sizeof(NAMES[0]), kind);
}

const char *complaint_kind_verb(enum complaint_kind kind)
{
	return name_at(VERBS, sizeof(VERBS) / sizeof(VERBS[0]), kind);
}

const char *complaint_state_name(enum complaint_state state)
{
	return name_at(STATES, sizeof(STATES) / sizeof(STATES[0]), state);
}

/* ---- Checks ---- */

static rgl_rc refuse_order(struct store *store, int64_t complaint, const char *words)
{
	return refuse_field(&store->refusal, RGL_E_FIELD, "do", "complaint %lld %s",
			    (long long)complaint, words);
}

/* RGL_EXISTS: it is so already. */
static rgl_rc check_order(struct store *store, const struct complaint *now,
			  const struct complaint_did *did)
{
	const bool is_closed = now->state >= COMPLAINT_CLOSED;

	if (did->kind < COMPLAINT_TAKE || did->kind > COMPLAINT_NOTE)
		return refuse_order(store, now->id, "has no such step");
	if (did->kind == COMPLAINT_NOTE)
		return RGL_OK;
	if (did->kind == COMPLAINT_REOPEN && !is_closed)
		return refuse_order(store, now->id, "is open; only a closed one is reopened");
	if (did->kind != COMPLAINT_REOPEN && is_closed)
		return refuse_order(store, now->id, "is closed; reopen it first");
	if (did->kind == COMPLAINT_TAKE && strcmp(now->owner, did->who) == 0)
		return RGL_EXISTS;
	if (did->kind == COMPLAINT_CLOSE_WITHOUT && (now->done & ANSWERS) == 0)
		return refuse_order(store, now->id,
				    "was not answered yet; listen, apologise or give a remedy "
				    "first, or close it by the customer's word");
	return RGL_OK;
}

static rgl_rc check_texts(struct store *store, const struct complaint_did *did)
{
	const bool is_said = did->words != NULL && did->words[0] != '\0';
	rgl_rc rc = said_check(store, did->ref, "id");

	if (rc == RGL_OK)
		rc = said_check(store, did->who, "who");
	if (rc == RGL_OK)
		rc = complaint_check_words(store, did->words);
	if (rc == RGL_OK && did->kind == COMPLAINT_NOTE && !is_said)
		rc = refuse_field(&store->refusal, RGL_E_FIELD, "words",
				  "a note needs words; say what is to be known");
	if (rc == RGL_OK && did->kind == COMPLAINT_REMEDY && !is_said && did->gesture == 0)
		rc = refuse_field(&store->refusal, RGL_E_FIELD, "words",
				  "say what the remedy was, or the number of its gesture");
	if (rc == RGL_OK && did->kind != COMPLAINT_REMEDY && did->gesture != 0)
		rc = refuse_field(&store->refusal, RGL_E_FIELD, "gesture",
				  "a gesture goes with a remedy and with no other step");
	return rc;
}

static rgl_rc check_time(struct store *store, const struct complaint *now, int64_t at_ms)
{
	char when[ZONE_TIME_ROOM];

	if (at_ms >= now->at_ms)
		return RGL_OK;
	zone_write(store->zone, now->at_ms, when);
	return refuse_field(&store->refusal, RGL_E_TIME, "at",
			    "complaint %lld came at %s; nothing was done about it before that",
			    (long long)now->id, when);
}

static rgl_rc check_gesture(struct store *store, const struct complaint *now, int64_t gesture)
{
	struct query q;
	int64_t complaint = 0;
	int64_t member = 0;
	int64_t undone_ms = 0;
	bool is_there;
	rgl_rc rc;

	if (gesture == 0)
		return RGL_OK;
	q = query(store, STATEMENT_COMPLAINT_GESTURE);
	query_bind_int(&q, gesture);
	is_there = query_row(&q);
	if (is_there) {
		complaint = query_int(&q);
		member = query_int(&q);
		undone_ms = query_int(&q);
	}
	rc = query_end(&q);
	if (rc < 0)
		return rc;
	if (!is_there)
		return refuse_field(&store->refusal, RGL_E_UNKNOWN, "gesture",
				    "there is no gesture %lld", (long long)gesture);
	if (undone_ms != 0)
		return refuse_field(&store->refusal, RGL_E_FIELD, "gesture",
				    "gesture %lld was taken back with its sale; name another",
				    (long long)gesture);
	if (complaint != 0 && complaint != now->id)
		return refuse_field(&store->refusal, RGL_E_FIELD, "gesture",
				    "gesture %lld was for complaint %lld; name another",
				    (long long)gesture, (long long)complaint);
	if (complaint == 0 && member != 0 && now->member != 0)
		rc = complaint_member_now(store, &member);
	if (rc == RGL_OK && complaint == 0 && member != 0 && now->member != 0 &&
	    member != now->member)
		rc = refuse_field(&store->refusal, RGL_E_FIELD, "gesture",
				  "gesture %lld was for member %lld; name another",
				  (long long)gesture, (long long)member);
	return rc;
}

/* ---- Doing ---- */

static void sum_up(const struct store *store, const struct complaint_did *did,
		   uint8_t ret[HASH_BYTES])
{
	struct digest digest;

	digest_begin(&digest, &store->keys);
	digest_text(&digest, "step");
	digest_int(&digest, did->complaint);
	digest_int(&digest, did->kind);
	digest_int(&digest, did->at_ms);
	digest_int(&digest, did->gesture);
	digest_text(&digest, did->who);
	digest_text(&digest, did->words);
	digest_end(&digest, ret);
}

/* The row as the step leaves it. */
static struct complaint_row change(struct store *store, const struct policy *policy,
				   const struct complaint *now, enum complaint_kind kind,
				   int64_t at_ms, const char *who)
{
	struct complaint_row row = {
		.id = now->id,
		.until_ms = now->until_ms,
		.second_ms = now->second_ms,
		.closed_ms = now->closed_ms,
		.state = now->state,
		.owner = now->owner,
	};

	if (kind == COMPLAINT_NOTE)
		return row;
	if (kind == COMPLAINT_TAKE || row.owner[0] == '\0')
		row.owner = who;
	if (kind == COMPLAINT_REOPEN) {
		row.closed_ms = 0;
		row.second_ms = 0;
		row.until_ms = complaint_until(store, policy, at_ms);
	}
	if (kind == COMPLAINT_CLOSE_BY_WORD || kind == COMPLAINT_CLOSE_WITHOUT)
		row.closed_ms = at_ms;
	if (kind == COMPLAINT_CLOSE_BY_WORD)
		row.state = COMPLAINT_CLOSED;
	else if (kind == COMPLAINT_CLOSE_WITHOUT)
		row.state = COMPLAINT_DROPPED;
	else if (kind == COMPLAINT_REMEDY)
		row.state = COMPLAINT_ANSWERED;
	else if (row.state == COMPLAINT_OPEN || kind == COMPLAINT_REOPEN)
		row.state = COMPLAINT_TAKEN;
	return row;
}

/* What ran out before is written before; so it is read once more. */
static rgl_rc write_all(struct store *store, const struct policy *policy,
			const struct complaint_wish *wish, const struct complaint_step_row *step,
			struct complaint *now)
{
	struct complaint_row row;
	rgl_rc rc = complaint_escalate(store, policy, step->at_ms);

	if (rc == RGL_OK)
		rc = complaint_read(store, wish, now->id, now);
	if (rc == RGL_OK)
		rc = complaint_add_step(store, 0, step);
	if (rc < 0)
		return rc;
	row = change(store, policy, now, step->kind, step->at_ms, step->who);
	rc = complaint_set(store, &row);
	if (rc == RGL_OK && now->member != 0)
		rc = care_recount(store, now->member);
	if (rc == RGL_OK)
		rc = complaint_audit(store, step->who, step->kind, now->id, now->member);
	return rc;
}

rgl_rc complaint_step(struct store *store, const struct policy *policy,
		      const struct complaint_did *did)
{
	const int64_t at_ms = complaint_time(store, did->at_ms);
	const struct complaint_wish wish = { .policy = policy, .now_ms = at_ms };
	struct complaint now = { .id = 0 };
	uint8_t digest[HASH_BYTES];
	int64_t same = 0;
	const struct complaint_step_row step = {
		.complaint = did->complaint,
		.at_ms = at_ms,
		.gesture = did->gesture,
		.kind = did->kind,
		.who = did->who,
		.words = did->words,
		.ref = did->ref,
		.digest = digest,
	};
	rgl_rc rc;

	RGL_ASSERT(store->depth >= 1);
	rc = check_texts(store, did);
	if (rc < 0)
		return rc;
	sum_up(store, did, digest);
	rc = complaint_check_ref(store, did->ref, digest, &same);
	if (rc == RGL_OK)
		rc = complaint_read(store, &wish, did->complaint, &now);
	if (rc == RGL_OK)
		rc = check_time(store, &now, at_ms);
	if (rc == RGL_OK)
		rc = check_order(store, &now, did);
	if (rc == RGL_OK)
		rc = check_gesture(store, &now, did->gesture);
	return rc != RGL_OK ? rc : write_all(store, policy, &wish, &step, &now);
}
