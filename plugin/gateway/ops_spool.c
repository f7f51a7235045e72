/* ops_spool.c - spool: the receipts that wait, and what a person wants with one. */
#include <string.h>

#include "plugin/gateway/ops.h"
#include "receipts/spool.h"
#include "receipts/spool_list.h"

/* A till shows the first of them; the owner's command has all. */
#define SHOWN_MAX 200

struct list {
	struct answer *answer;
	struct zone *zone;
};

static void answer_row(void *user, const struct spool_row *row)
{
	struct list *list = user;
	struct answer *answer = list->answer;

	answer_item(answer);
	answer_int(answer, "id", row->id);
	answer_text(answer, "sale_id", row->sale);
	answer_text(answer, "till", row->till);
	answer_text(answer, "state", spool_state_name(row->state));
	answer_bool(answer, "copy", row->is_copy);
	answer_time(answer, "since", list->zone, row->created_ms);
	if (row->state > SPOOL_AT_PRINTER)
		answer_time(answer, "ended", list->zone, row->done_ms);
	answer_int(answer, "tries", row->tries);
	answer_some(answer, "why", row->why);
	answer_close(answer);
}

static rgl_rc answer_jobs(struct rgl *rgl, bool shows_over, struct answer *answer)
{
	struct list list = { answer, rgl->store->zone };
	struct spool_state state;
	rgl_rc rc;

	answer_list(answer, "jobs");
	rc = spool_list(rgl->store, false, SHOWN_MAX, answer_row, &list);
	if (rc == RGL_OK && shows_over)
		rc = spool_list(rgl->store, true, SPOOL_RECENT, answer_row, &list);
	answer_list_end(answer);
	if (rgl->spool != NULL) {
		spool_state(rgl->spool, &state);
		answer_some(answer, "says", state.says);
	}
	return rc;
}

/* This till's own job may be given up also when it was begun, unless it prints just now. */
static bool may_begun(const struct rgl *rgl, const struct spool_row *row)
{
	if (strcmp(row->till, rgl->store->till_name) != 0)
		return false;
	if (rgl->spool == NULL)
		return store_claim_printing(rgl->store);
	return spool_may_drop(rgl->spool, row->id);
}

static rgl_rc cancel(struct rgl *rgl, int64_t id)
{
	struct spool_row row = { 0 };
	rgl_rc rc = spool_find(rgl->store, id, &row);

	if (rc < 0)
		return rc;
	rc = spool_cancel(rgl->store, id, may_begun(rgl, &row));
	if (rgl->spool == NULL)
		store_disclaim_printing(rgl->store);
	return rc;
}

rgl_rc op_spool(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	bool wants_retry = false;
	bool wants_cancel = false;
	bool shows_over = fields_bool(fields, "all");
	int64_t retried = fields_int(fields, "retry", &wants_retry);
	int64_t cancelled = fields_int(fields, "cancel", &wants_cancel);
	rgl_rc rc = fields_end(fields);

	if (rc == RGL_OK && wants_retry && wants_cancel)
		rc = refuse_field(&rgl->store->refusal, RGL_E_FIELD, "cancel",
				  "say one of retry and cancel");
	if (rc == RGL_OK && wants_retry)
		rc = spool_retry(rgl->store, retried);
	if (rc == RGL_OK && wants_cancel)
		rc = cancel(rgl, cancelled);
	if (rc < 0)
		return rc;
	if (!wants_retry && !wants_cancel)
		return answer_jobs(rgl, shows_over, answer);
	if (rgl->spool != NULL)
		spool_wake(rgl->spool);
	answer_text(answer, "code", result_name(rc));
	return RGL_OK;
}
