/* ops_refresh.c - refresh: what is expected of members, worked out anew, for tills without the
 * command. */
#include <string.h>

#include "plugin/gateway/ops.h"
#include "plugin/identify/emails.h"
#include "plugin/insight/last_day.h"
#include "plugin/insight/scores.h"
#include "plugin/insight/sheaf.h"

#define DISCOUNT_MOST_PPM 10000000

struct refresh_wish {
	const char *method;
	const char *model;
	const char *discount;
	bool whole;
};

/* What is not said is as it was the last time. */
static rgl_rc apply_wish(const struct refresh_wish *wish, struct scores_wish *scores,
			 struct rgl_why *refusal)
{
	scores->whole = wish->whole;
	if (wish->model != NULL)
		scores->model = strcmp(wish->model, "best") == 0 ? NULL : wish->model;
	if (wish->method != NULL && strcmp(wish->method, "map") != 0 &&
	    strcmp(wish->method, "ml") != 0)
		return refuse_field(refusal, RGL_E_FIELD, "method", "method is none of: map, ml");
	if (wish->method != NULL)
		scores->method = strcmp(wish->method, "ml") == 0 ? FIT_ML : FIT_MAP;
	if (wish->discount == NULL)
		return RGL_OK;
	if (decimal_read(wish->discount, strlen(wish->discount), 4, ROUNDING_REFUSED,
			 &scores->rate_ppm) < 0 ||
	    scores->rate_ppm < 0 || scores->rate_ppm > DISCOUNT_MOST_PPM)
		return refuse_field(refusal, RGL_E_FIELD, "discount",
				    "discount is per cent a year, from \"0\" to \"1000\"");
	return RGL_OK;
}

static void answer_holdout(const struct holdout *holdout, struct answer *answer)
{
	answer_open(answer, "held_out");
	answer_int(answer, "days", (int64_t)holdout->days);
	answer_int(answer, "members", holdout->customers);
	answer_milli(answer, "expected", (int64_t)(holdout->expected * 1000));
	answer_milli(answer, "came", (int64_t)(holdout->actual * 1000));
	answer_milli(answer, "error", (int64_t)(holdout->root_mean_square_error * 1000));
	answer_milli(answer, "error_of_own_rate", (int64_t)(holdout->naive_error * 1000));
	answer_milli(answer, "tells_who_comes", (int64_t)(holdout->auroc * 1000));
	answer_close(answer);
}

static void answer_state(struct store *store, const struct scores_done *done,
			 const struct scores_state *state, int32_t as_of, struct answer *answer)
{
	static const char *const VERDICTS[] = { "", "good", "no measurable churn",
						"too little data" };
	const struct choice *choice = &state->choice;
	const struct choice_model *model = &choice->models[choice->chosen];
	char day[PERIOD_ROOM];

	period_write_day(as_of, day);
	answer_int(answer, "scored", done->members);
	answer_int(answer, "unchanged", done->left);
	answer_bool(answer, "fitted", done->fitted);
	answer_time(answer, "at", store->zone, state->as_of_ms);
	answer_text(answer, "as_of_day", day);
	if (state->fit_ms == 0)
		return;
	answer_text(answer, "model", model->name);
	answer_text(answer, "verdict", VERDICTS[model->fit.verdict]);
	answer_text(answer, "why", choice->why);
	if (model->holdout.customers > 0)
		answer_holdout(&model->holdout, answer);
}

static rgl_rc refresh(struct store *store, const struct refresh_wish *wish, struct answer *answer)
{
	char name[TIMING_NAME_ROOM];
	struct scores_wish scores;
	struct scores_done done = { 0 };
	struct scores_state state;
	struct last_day last = { 0 };
	int64_t found = 0;
	rgl_rc rc = scores_wish_kept(store, name, &scores);

	if (rc == RGL_OK)
		rc = apply_wish(wish, &scores, &store->refusal);
	if (rc == RGL_OK)
		rc = emails_find(store, &found);
	if (rc == RGL_OK)
		rc = sheaf_refresh(store, wish->whole, NULL, NULL);
	if (rc == RGL_OK)
		rc = scores_refresh(store, &scores, NULL, NULL, &done);
	if (rc == RGL_OK)
		rc = scores_state(store, &state);
	if (rc == RGL_OK)
		rc = last_day_read(store, &last);
	if (rc == RGL_OK)
		answer_state(store, &done, &state, last.day, answer);
	return rc;
}

/* A connection of its own: the till's goes on selling meanwhile, and takes its turn between two
 * batches. */
rgl_rc op_refresh(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	struct refresh_wish wish = {
		.method = fields_text(fields, "method"),
		.model = fields_text(fields, "model"),
		.discount = fields_text(fields, "discount"),
		.whole = fields_bool(fields, "whole"),
	};
	struct store *store = NULL;
	rgl_rc rc = fields_end(fields);

	if (rc == RGL_OK)
		rc = store_open(&rgl->host, rgl->store->full_path, rgl->store->full_key_path,
				"refresh", STORE_WRITE, &store, fields->refusal);
	if (rc != RGL_OK)
		return rc;
	rc = refresh(store, &wish, answer);
	if (rc < 0)
		*fields->refusal = store->refusal;
	store_close(store);
	return rc;
}
