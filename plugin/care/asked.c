/* asked.c - see asked.h. */
#include "plugin/care/asked.h"

#include <stdio.h>
#include <string.h>

#include "plugin/store/query.h"

#define DAY_MS INT64_C(86400000)

enum asked_kind asked_kind_of(const char *name)
{
	if (strcmp(name, "nps") == 0)
		return ASKED_NPS;
	if (strcmp(name, "csat") == 0)
		return ASKED_CSAT;
	return strcmp(name, "mood") == 0 ? ASKED_MOOD : ASKED_OWN;
}

void asked_scale(enum asked_kind kind, int64_t *ret_least, int64_t *ret_most)
{
	*ret_least = kind == ASKED_NPS ? 0 : 1;
	*ret_most = kind == ASKED_NPS ? 10 : 5;
}

/* ---- Reading ---- */

static rgl_rc read_row(struct query *q, struct asked *ret)
{
	struct asked asked = { 0 };
	rgl_rc rc;

	if (query_row(q)) {
		asked.id = query_int(q);
		asked.sale = query_int(q);
		asked.member = query_int(q);
		query_text(q, asked.question, sizeof(asked.question));
		asked.at_ms = query_int(q);
		asked.until_ms = query_int(q);
		asked.answer = query_int(q);
		asked.is_voided = query_int(q) != 0;
		query_text(q, asked.store, sizeof(asked.store));
		query_text(q, asked.cashier, sizeof(asked.cashier));
		query_text(q, asked.language, sizeof(asked.language));
	}
	rc = query_end(q);
	if (rc == RGL_OK)
		*ret = asked;
	return rc;
}

rgl_rc asked_of_sale(struct store *store, int64_t sale, struct asked *ret)
{
	struct query q = query(store, STATEMENT_ASKED_OF_SALE);

	query_bind_int(&q, sale);
	return read_row(&q, ret);
}

rgl_rc asked_number(struct store *store, const char *token, int64_t *ret)
{
	char spelled[TOKEN_ROOM];

	if (token == NULL || !token_is_like(TOKEN_QUESTION, token) || !token_spell(token, spelled))
		return refuse_field(&store->refusal, RGL_E_FORGED, "token",
				    "this is not the code of a question of ours; scan the receipt "
				    "again");
	if (token_read(&store->keys, TOKEN_QUESTION, spelled, ret, NULL) < 0)
		return refuse_field(&store->refusal, RGL_E_FORGED, "token",
				    "this question was not asked by this shop; scan the receipt "
				    "again");
	return RGL_OK;
}

rgl_rc asked_read(struct store *store, int64_t number, struct asked *ret)
{
	struct query q = query(store, STATEMENT_ASKED_READ);
	struct asked asked = { 0 };
	rgl_rc rc;

	query_bind_int(&q, number);
	rc = read_row(&q, &asked);
	if (rc == RGL_OK && asked.id == 0)
		rc = refuse_field(&store->refusal, RGL_E_UNKNOWN, "token",
				  "there is no such question any more; thank you all the same");
	if (rc == RGL_OK)
		*ret = asked;
	return rc;
}

rgl_rc asked_find(struct store *store, const char *token, struct asked *ret)
{
	int64_t number = 0;
	rgl_rc rc = asked_number(store, token, &number);

	return rc < 0 ? rc : asked_read(store, number, ret);
}

rgl_rc asked_token(const struct store *store, int64_t number, char ret[TOKEN_ROOM])
{
	return token_make(&store->keys, TOKEN_QUESTION, number, ret);
}

/* ---- Asking ---- */

static bool is_time(const struct policy *policy, const struct care_state *care, int64_t at_ms,
		    int64_t now_ms)
{
	if (at_ms + policy->question_valid_days * DAY_MS <= now_ms)
		return false;
	return care->asked_ms == 0 ||
	       at_ms - care->asked_ms >= policy->question_season_days * DAY_MS;
}

/* The word at a place of a list, a space between two; false behind the last. */
static bool word_at(const char *list, size_t place, char ret[ASKED_NAME_ROOM])
{
	list += strspn(list, " ");
	for (; place > 0 && *list != '\0'; place--) {
		list += strcspn(list, " ");
		list += strspn(list, " ");
	}
	(void)snprintf(ret, ASKED_NAME_ROOM, "%.*s", (int)strcspn(list, " "), list);
	return ret[0] != '\0';
}

/* The one after the member's last; of a member who was never asked, or asked what is asked no more,
 * each begins at another, so that no question waits a year for its first answers. */
static bool next_question(const char *list, const char *last, int64_t member,
			  char ret[ASKED_NAME_ROOM])
{
	char each[ASKED_NAME_ROOM];
	size_t count = 0;
	size_t next = SIZE_MAX;

	for (; word_at(list, count, each); count++)
		if (strcmp(each, last) == 0 && next == SIZE_MAX)
			next = count + 1;
	if (count == 0)
		return false;
	if (next == SIZE_MAX)
		next = (size_t)member;
	return word_at(list, next % count, ret);
}

static rgl_rc read_last(struct store *store, int64_t member, char ret[ASKED_NAME_ROOM])
{
	struct query q = query(store, STATEMENT_ASKED_LAST);

	ret[0] = '\0';
	query_bind_int(&q, member);
	if (query_row(&q))
		query_text(&q, ret, ASKED_NAME_ROOM);
	return query_end(&q);
}

static rgl_rc write_asked(struct store *store, const struct policy *policy,
			  const struct asked_due *due, const char *question,
			  struct care_state *care)
{
	struct query q;
	int64_t event = 0;
	rgl_rc rc = store_event(store, EVENT_ASKED, &event);

	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_ASKED_ADD);
	query_bind_int(&q, event);
	query_bind_int(&q, due->sale);
	query_bind_int(&q, care->member);
	query_bind_text(&q, question);
	query_bind_int(&q, due->at_ms);
	query_bind_int(&q, due->at_ms + policy->question_valid_days * DAY_MS);
	rc = query_run(&q);
	if (rc < 0)
		return rc;
	care->asked_ms = due->at_ms;
	care->asked++;
	return RGL_OK;
}

/* The member's own figures, from what was asked. */
static rgl_rc count_asked(struct store *store, struct care_state *care)
{
	struct query q = query(store, STATEMENT_ASKED_COUNT);

	query_bind_int(&q, care->member);
	if (query_row(&q)) {
		care->asked = query_int(&q);
		care->asked_ms = query_int(&q);
	}
	return query_end(&q);
}

static rgl_rc move(struct store *store, enum statement statement, int64_t from, int64_t to)
{
	struct query q = query(store, statement);

	query_bind_int(&q, from);
	query_bind_int(&q, to);
	return query_run(&q);
}

/* What was asked and said at the sale that this one stands in for is of this one; a question only
 * where the member stayed the same: *ret is it. */
static rgl_rc take_along(struct store *store, const struct asked_due *due, struct care_state *care,
			 int64_t *ret)
{
	struct asked before = { 0 };
	rgl_rc rc = move(store, STATEMENT_MOMENT_MOVE, due->replaces, due->sale);

	if (rc == RGL_OK)
		rc = asked_of_sale(store, due->replaces, &before);
	if (rc < 0 || before.id == 0 || before.member != care->member)
		return rc;
	*ret = before.id;
	rc = move(store, STATEMENT_ASKED_MOVE, due->replaces, due->sale);
	return rc < 0 ? rc : count_asked(store, care);
}

rgl_rc asked_at_sale(struct store *store, const struct policy *policy, const struct asked_due *due,
		     struct care_state *care, int64_t *ret_asked)
{
	char last[ASKED_NAME_ROOM];
	char question[ASKED_NAME_ROOM];
	int64_t asked = 0;
	rgl_rc rc = RGL_OK;

	if (due->replaces != 0)
		rc = take_along(store, due, care, &asked);
	if (rc == RGL_OK)
		*ret_asked = asked;
	if (rc < 0 || care->member == 0 || asked != 0 || !policy->asks_by_token ||
	    !due->wants_print || !is_time(policy, care, due->at_ms, host_now_ms(store->host)))
		return rc;
	rc = read_last(store, care->member, last);
	if (rc < 0 || !next_question(policy->questions, last, care->member, question))
		return rc;
	rc = write_asked(store, policy, due, question, care);
	if (rc == RGL_OK)
		*ret_asked = store_last_id(store);
	return rc;
}

rgl_rc asked_undo(struct store *store, int64_t sale)
{
	struct care_state care = { 0 };
	struct asked asked = { 0 };
	rgl_rc rc = asked_of_sale(store, sale, &asked);

	if (rc < 0 || asked.id == 0 || !asked.is_voided || asked.answer != 0 || asked.member == 0)
		return rc;
	rc = care_state_read(store, asked.member, &care);
	if (rc == RGL_OK)
		rc = count_asked(store, &care);
	return rc < 0 ? rc : care_state_write(store, &care);
}
