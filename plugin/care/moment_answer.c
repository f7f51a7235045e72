/* moment_answer.c - see moment.h: the customer's, by the token on the receipt. */
#include <stdio.h>
#include <string.h>

#include "plugin/care/asked.h"
#include "plugin/care/moment_parts.h"
#include "plugin/sales/record.h"
#include "plugin/store/query.h"

/* A score of a question that has a scale of its own, a mood of any other. */
static rgl_rc check_form(struct store *store, const struct asked *asked, struct moment_row *row)
{
	const enum asked_kind kind = asked_kind_of(asked->question);
	int64_t least = 0;
	int64_t most = 0;

	asked_scale(kind, &least, &most);
	if (kind == ASKED_MOOD || kind == ASKED_OWN) {
		if (row->has_score)
			return refuse_field(&store->refusal, RGL_E_FIELD, "score",
					    "this question is answered with a mood, not a score");
		if (row->mood == 0)
			return refuse_field(&store->refusal, RGL_E_FIELD, "mood",
					    "mood is missing: a number from 1 to 5");
		return RGL_OK;
	}
	if (!row->has_score || row->score < least || row->score > most)
		return refuse_field(&store->refusal, RGL_E_FIELD, "score",
				    "this question is answered with a score from %lld to %lld",
				    (long long)least, (long long)most);
	if (kind == ASKED_CSAT && row->mood == 0)
		row->mood = row->score;
	return RGL_OK;
}

static bool is_very_bad(const struct asked *asked, const struct moment_row *row)
{
	const enum asked_kind kind = asked_kind_of(asked->question);

	if (kind == ASKED_NPS && row->score <= 2 && row->words[0] != '\0')
		return true;
	return row->mood == 1 || (kind == ASKED_CSAT && row->score == 1);
}

/* Whether it still can be answered; `at_ms` is when it is. */
static rgl_rc check_open(struct store *store, const struct asked *asked, int64_t at_ms)
{
	if (asked->answer != 0)
		return refuse_field(&store->refusal, RGL_E_TAKEN, "token",
				    "this question was answered before, which counts; thank you");
	if (asked->is_voided)
		return refuse_field(&store->refusal, RGL_E_NO_SALE, "token",
				    "the sale of this receipt was undone; its question with it");
	if (at_ms >= asked->until_ms)
		return refuse_field(&store->refusal, RGL_E_TIME, "token",
				    "this question is too old to be answered; tell the shop, or "
				    "answer the next one");
	if (at_ms < asked->at_ms)
		return refuse_field(&store->refusal, RGL_E_TIME, "at",
				    "that is before the question was asked");
	return RGL_OK;
}

static rgl_rc mark(struct store *store, int64_t asked, int64_t moment)
{
	struct query q = query(store, STATEMENT_ASKED_ANSWERED);
	bool is_first;
	rgl_rc rc;

	query_bind_int(&q, asked);
	query_bind_int(&q, moment);
	is_first = query_row(&q);
	rc = query_end(&q);
	if (rc == RGL_OK && !is_first)
		rc = refuse_field(&store->refusal, RGL_E_TAKEN, "token",
				  "this question was answered before, which counts; thank you");
	return rc;
}

static rgl_rc plan(struct store *store, const struct policy *policy, const struct asked *asked,
		   const struct moment_said *said, struct moment_row *row)
{
	rgl_rc rc = moment_check(store, policy, said, row);

	if (rc == RGL_OK)
		rc = check_open(store, asked, row->at_ms);
	if (rc == RGL_OK)
		rc = check_form(store, asked, row);
	if (rc < 0)
		return rc;
	row->member = asked->member;
	row->sale = asked->sale;
	row->complains = is_very_bad(asked, row);
	memcpy(row->question, asked->question, sizeof(row->question));
	memcpy(row->store, asked->store, sizeof(row->store));
	memcpy(row->cashier, asked->cashier, sizeof(row->cashier));
	return RGL_OK;
}

static rgl_rc flow(struct store *store, int64_t number, const struct moment_said *said,
		   struct moment_row *row, struct moment_kept *kept)
{
	struct asked asked = { 0 };
	struct policy policy;
	rgl_rc rc = moment_find(store, row->ref, row->digest, kept);

	/* Another answer than the one there is: check_open says so. */
	if (rc == RGL_EXISTS || (rc < 0 && rc != RGL_E_DIFFERS))
		return rc;
	rc = asked_read(store, number, &asked);
	if (rc == RGL_OK)
		rc = policy_read(store, &policy);
	if (rc == RGL_OK)
		rc = plan(store, &policy, &asked, said, row);
	if (rc == RGL_OK)
		rc = moment_write(store, row, &kept->moment);
	if (rc == RGL_OK)
		rc = mark(store, number, kept->moment);
	return rc < 0 ? rc : moment_follow(store, &policy, row, kept);
}

rgl_rc moment_answer(struct store *store, const char *token, const struct moment_said *said,
		     struct moment_kept *ret)
{
	struct moment_row row = { .via = MOMENT_BY_QUESTION };
	struct moment_kept kept = { 0 };
	struct digest digest;
	char ref[64];
	int64_t number = 0;
	rgl_rc rc = asked_number(store, token, &number);

	if (rc < 0)
		return rc;
	(void)snprintf(ref, sizeof(ref), RECORD_OURS "asked:%lld", (long long)number);
	row.ref = ref;
	digest_begin(&digest, &store->keys);
	digest_int(&digest, number);
	moment_digest(&digest, said);
	digest_end(&digest, row.digest);
	rc = store_begin(store);
	if (rc < 0)
		return rc;
	rc = store_end(store, flow(store, number, said, &row, &kept));
	wipe(&row, sizeof(row));
	if (rc >= 0)
		*ret = kept;
	return rc;
}
