/* complaint_clock.c - see complaint.h: the clock, what ran out, and the rows of steps. */
#include <stdio.h>

#include "plugin/care/audit.h"
#include "plugin/care/complaint_parts.h"
#include "plugin/store/query.h"

enum { RAN_OUT_MAX = 64 };

/* ---- The clock ---- */

void complaint_hours(const struct policy *policy, struct hours *ret)
{
	if (hours_read(policy->opening_hours, "opening_hours", ret, NULL) < 0)
		*ret = (struct hours) { .is_always = true };
}

int64_t complaint_time(const struct store *store, int64_t at_ms)
{
	const int64_t now_ms = host_now_ms(store->host);

	return at_ms == 0 || at_ms > now_ms ? now_ms : at_ms;
}

int64_t complaint_until(struct store *store, const struct policy *policy, int64_t from_ms)
{
	struct hours hours = { .count = 0 };

	complaint_hours(policy, &hours);
	return hours_add(&hours, store->zone, from_ms, policy->complaint_minutes);
}

/* ---- Rows ---- */

rgl_rc complaint_add_step(struct store *store, int64_t event, const struct complaint_step_row *row)
{
	struct query q;
	rgl_rc rc = event != 0 ? RGL_OK : store_event(store, EVENT_COMPLAINT, &event);

	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_COMPLAINT_STEP_ADD);
	query_bind_int(&q, event);
	query_bind_int(&q, row->complaint);
	query_bind_int(&q, row->kind);
	query_bind_int(&q, row->at_ms);
	query_bind_text(&q, row->who);
	query_bind_text(&q, row->words);
	query_bind_reference(&q, row->gesture);
	if (row->ref == NULL) {
		query_bind_null(&q);
		query_bind_null(&q);
	} else {
		query_bind_text(&q, row->ref);
		query_bind_blob(&q, row->digest, HASH_BYTES);
	}
	return query_run(&q);
}

rgl_rc complaint_set(struct store *store, const struct complaint_row *row)
{
	struct query q = query(store, STATEMENT_COMPLAINT_SET);

	query_bind_int(&q, row->id);
	query_bind_text(&q, row->owner);
	query_bind_int(&q, row->state);
	query_bind_int(&q, row->until_ms);
	query_bind_int(&q, row->second_ms);
	query_bind_int(&q, row->closed_ms);
	return query_run(&q);
}

rgl_rc complaint_audit(struct store *store, const char *who, enum complaint_kind kind, int64_t id,
		       int64_t member)
{
	char detail[64];

	(void)snprintf(detail, sizeof(detail), "complaint %lld %s", (long long)id,
		       complaint_kind_name(kind));
	return audit_add(store, who == NULL ? "" : who, "complaint", member, detail);
}

/* ---- What ran out ---- */

struct ran_out {
	int64_t id;
	int64_t until_ms;
};

/* The step is of the moment at which the clock ended, whoever writes it, and when. */
static rgl_rc hand_over(struct store *store, const struct policy *policy,
			const struct ran_out *ran_out)
{
	const struct complaint_row row = {
		.id = ran_out->id,
		.until_ms = ran_out->until_ms,
		.second_ms = complaint_until(store, policy, ran_out->until_ms),
		.state = COMPLAINT_TAKEN,
		.owner = policy->escalate_to,
	};
	const struct complaint_step_row step = {
		.complaint = ran_out->id,
		.at_ms = ran_out->until_ms,
		.kind = COMPLAINT_ESCALATED,
		.who = policy->escalate_to,
	};
	rgl_rc rc = complaint_add_step(store, 0, &step);

	return rc < 0 ? rc : complaint_set(store, &row);
}

rgl_rc complaint_escalate(struct store *store, const struct policy *policy, int64_t at_ms)
{
	struct query q;
	struct ran_out all[RAN_OUT_MAX];
	size_t count = 0;
	rgl_rc rc;

	RGL_ASSERT(store->depth >= 1);
	if (policy->escalate_to[0] == '\0')
		return RGL_OK;
	q = query(store, STATEMENT_COMPLAINT_RAN_OUT);
	query_bind_int(&q, at_ms);
	while (count < RAN_OUT_MAX && query_row(&q)) {
		all[count].id = query_int(&q);
		all[count++].until_ms = query_int(&q);
	}
	rc = query_end(&q);
	for (size_t i = 0; rc == RGL_OK && i < count; i++)
		rc = hand_over(store, policy, &all[i]);
	return rc;
}
