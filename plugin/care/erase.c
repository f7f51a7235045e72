/* erase.c - see erase.h. */
#include "plugin/care/erase.h"

#include <string.h>

#include "plugin/care/audit.h"
#include "plugin/care/complaint_parts.h"
#include "plugin/care/recount.h"
#include "plugin/loyalty/holds.h"
#include "plugin/loyalty/said.h"
#include "plugin/store/query.h"
#include "plugin/store/scrub.h"

#define NAME_BYTES 3 /* shorter words of a name stand in any sentence */

/* What is known of one member, table by table; each takes the member's number. */
static const enum statement TAKES[] = {
	STATEMENT_ERASE_MEMBER,	   STATEMENT_ERASE_CARDS,    STATEMENT_CARD_BLOCK_OWN,
	STATEMENT_ERASE_GESTURES,  STATEMENT_ERASE_STEPS,    STATEMENT_ERASE_COMPLAINTS,
	STATEMENT_ERASE_MOMENTS,   STATEMENT_ERASE_CONSENTS, STATEMENT_ERASE_TOLD,
	STATEMENT_ERASE_VOUCHERS,  STATEMENT_ERASE_ALERTS,   STATEMENT_ERASE_ADJUSTMENTS,
	STATEMENT_ERASE_ISSUES,	   STATEMENT_ERASE_MERGES,   STATEMENT_ERASE_STAFF,
	STATEMENT_ERASE_QUESTIONS,
};

static rgl_rc add_row(struct store *store, int64_t event, int64_t member,
		      const struct erase_asked *asked)
{
	struct query q = query(store, STATEMENT_ERASURE_ADD);

	query_bind_int(&q, event);
	query_bind_int(&q, member);
	query_bind_int(&q, host_now_ms(store->host));
	query_bind_text(&q, asked->who);
	query_bind_text(&q, asked->why);
	return query_run(&q);
}

static rgl_rc take_all(struct store *store, int64_t member)
{
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < sizeof(TAKES) / sizeof(TAKES[0]); i++) {
		struct query q = query(store, TAKES[i]);

		query_bind_int(&q, member);
		rc = query_run(&q);
	}
	return rc;
}

/* Nobody is left who could be answered: else it would be overdue for good. */
static rgl_rc close_one(struct store *store, int64_t complaint, const char *who)
{
	const struct complaint_step_row step = {
		.complaint = complaint,
		.at_ms = host_now_ms(store->host),
		.kind = COMPLAINT_CLOSE_WITHOUT,
		.who = who,
		.words = "",
	};
	rgl_rc rc = complaint_add_step(store, 0, &step);
	struct query q;

	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_ERASE_COMPLAINT_CLOSE);
	query_bind_int(&q, complaint);
	query_bind_int(&q, step.at_ms);
	return query_run(&q);
}

static rgl_rc next_complaint(struct store *store, int64_t member, int64_t *ret)
{
	struct query q = query(store, STATEMENT_ERASE_COMPLAINT_NEXT);

	query_bind_int(&q, member);
	*ret = query_row(&q) ? query_int(&q) : 0;
	return query_end(&q);
}

static rgl_rc close_complaints(struct store *store, int64_t member, const char *who)
{
	int64_t complaint = 0;
	rgl_rc rc = next_complaint(store, member, &complaint);

	while (rc == RGL_OK && complaint != 0) {
		rc = close_one(store, complaint, who);
		if (rc == RGL_OK)
			rc = next_complaint(store, member, &complaint);
	}
	return rc;
}

static rgl_rc erase_one(struct store *store, int64_t member, const struct erase_asked *asked)
{
	int64_t event = 0;
	rgl_rc rc = holds_lapse(store, member, INT64_MAX); /* as if each had ended */

	if (rc >= 0)
		rc = store_event(store, EVENT_ERASURE, &event);
	if (rc == RGL_OK)
		rc = audit_add(store, asked->who, "erase", member, "");
	if (rc == RGL_OK)
		rc = close_complaints(store, member, asked->who);
	if (rc == RGL_OK)
		rc = take_all(store, member);
	return rc < 0 ? rc : add_row(store, event, member, asked);
}

/* The next of the member and those that were merged into it; 0: no more. */
static rgl_rc next_own(struct store *store, int64_t member, int64_t *at)
{
	struct query q = query(store, STATEMENT_PRIVACY_OWN_NEXT);

	query_bind_int(&q, member);
	query_bind_int(&q, *at);
	*at = 0;
	if (query_row(&q))
		*at = query_int(&q);
	return query_end(&q);
}

static rgl_rc is_erased(struct store *store, int64_t member, bool *ret)
{
	struct query q = query(store, STATEMENT_ERASED);

	query_bind_int(&q, member);
	*ret = query_row(&q);
	return query_end(&q);
}

rgl_rc erase_within(struct store *store, const struct erase_asked *asked, int64_t *ret_members)
{
	int64_t members = 0;
	int64_t at = 0;
	bool done = false;
	rgl_rc rc = is_erased(store, asked->member, &done);

	if (rc == RGL_OK && done)
		return RGL_EXISTS;
	if (rc == RGL_OK)
		rc = said_check_member(store, asked->member, "member_id");
	if (rc == RGL_OK)
		rc = next_own(store, asked->member, &at);
	while (rc == RGL_OK && at != 0) {
		rc = erase_one(store, at, asked);
		members++;
		if (rc == RGL_OK)
			rc = next_own(store, asked->member, &at);
	}
	if (rc == RGL_OK)
		rc = care_recount(store, asked->member);
	if (rc == RGL_OK)
		*ret_members = members;
	return rc;
}

/* What is written down of an erasure stays: it must not say who it was. */
static rgl_rc check_why(struct store *store, const struct erase_asked *asked)
{
	struct query q = query(store, STATEMENT_MEMBER_NAME);
	char name[RGL_TEXT_MAX + 1] = "";
	char *rest = NULL;
	rgl_rc rc;

	query_bind_int(&q, asked->member);
	if (query_row(&q))
		query_text(&q, name, sizeof(name));
	rc = query_end(&q);
	for (char *word = strtok_r(name, " ", &rest); rc == RGL_OK && word != NULL;
	     word = strtok_r(NULL, " ", &rest))
		if (strlen(word) >= NAME_BYTES && strstr(asked->why, word) != NULL)
			rc = refuse_field(&store->refusal, RGL_E_FIELD, "why",
					  "why names the member, and is kept; say it without the "
					  "name");
	wipe(name, sizeof(name));
	return rc;
}

rgl_rc erase_member(struct store *store, const struct erase_asked *asked, struct erased *ret)
{
	struct erased erased = { 0 };
	rgl_rc rc = said_check(store, asked->who, "who");

	if (rc == RGL_OK)
		rc = said_check(store, asked->why, "why");
	if (rc == RGL_OK)
		rc = check_why(store, asked);
	if (rc == RGL_OK)
		rc = scrub_begin(store);
	if (rc == RGL_OK)
		rc = store_begin(store);
	if (rc < 0)
		return rc;
	rc = store_end(store, erase_within(store, asked, &erased.members));
	if (rc < 0)
		return rc;
	/* It is done; that the log is still there is told, and no reason to say that it is not. */
	if (scrub_log(store, &erased.is_clear) < 0)
		erased.is_clear = false;
	*ret = erased;
	return rc;
}

rgl_rc erase_left(struct store *store, int64_t *ret)
{
	struct query q = query(store, STATEMENT_ERASURE_LEFT);

	if (query_row(&q))
		*ret = query_int(&q);
	return query_end(&q);
}

static rgl_rc mark_cleared(struct store *store)
{
	struct query q;
	rgl_rc rc = store_begin(store);

	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_ERASURE_CLEARED);
	return store_end(store, query_run(&q));
}

rgl_rc erase_clear(struct store *store, bool *ret)
{
	int64_t left = 0;
	rgl_rc rc = erase_left(store, &left);

	*ret = true;
	if (rc < 0 || left == 0)
		return rc;
	rc = scrub_file(store, ret);
	if (rc < 0 || !*ret)
		return rc;
	return mark_cleared(store);
}
