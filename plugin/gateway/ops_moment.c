/* ops_moment.c - moment, question: how somebody felt, and the one short question about it. */
#include <stdio.h>
#include <string.h>

#include "plugin/care/asked.h"
#include "plugin/care/moment.h"
#include "plugin/gateway/ops.h"
#include "plugin/gateway/read_sale.h"
#include "plugin/slip_parts.h"
#include "receipts/fields.h"

#define LANGUAGE_MAX 15

/* ---- moment ---- */

static void read_said(struct rgl *rgl, struct json_fields *fields, struct moment_said *ret)
{
	bool given = false;

	ret->mood = fields_int(fields, "mood", &given);
	if (given && (ret->mood < 1 || ret->mood > 5))
		fields_fail(fields, RGL_E_RANGE, "mood",
			    "is a number from 1, very bad, to 5, delighted");
	ret->reason = fields_text(fields, "reason");
	ret->stage = fields_text(fields, "stage");
	ret->words = fields_text(fields, "words");
	ret->at_ms = read_time(rgl, fields);
}

static rgl_rc add(struct rgl *rgl, struct json_fields *fields, struct moment_kept *kept)
{
	struct moment_new asked = {
		.ref = fields_need_text(fields, "id"),
		.sale = fields_some(fields, "sale_id"),
		.cashier = fields_text(fields, "cashier"),
		.store = fields_text(fields, "store"),
		.complains = fields_bool(fields, "complain"),
	};
	struct whose whose;
	bool given = false;
	rgl_rc rc;

	asked.line = fields_int(fields, "line", &given);
	if (given && asked.line < 1)
		fields_fail(fields, RGL_E_FIELD, "line", "is counted from 1");
	whose = read_member(fields);
	asked.scan = whose.scan;
	asked.scan_length = whose.scan_length;
	asked.member = whose.member;
	read_said(rgl, fields, &asked.said);
	rc = fields_end(fields);
	return rc < 0 ? rc : moment_add(rgl->store, &asked, kept);
}

static rgl_rc answer_question(struct rgl *rgl, struct json_fields *fields, struct moment_kept *kept)
{
	struct moment_said said = { 0 };
	const char *token = fields_text(fields, "token");
	rgl_rc rc;

	said.score = fields_int(fields, "score", &said.has_score);
	read_said(rgl, fields, &said);
	rc = fields_end(fields);
	return rc < 0 ? rc : moment_answer(rgl->store, token, &said, kept);
}

rgl_rc op_moment(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	struct moment_kept kept = { 0 };
	rgl_rc rc = fields_has(fields, "token") ? answer_question(rgl, fields, &kept)
						: add(rgl, fields, &kept);

	if (rc < 0)
		return rc;
	answer_text(answer, "code", result_name(rc));
	answer_int(answer, "moment", kept.moment);
	if (kept.complaint != 0)
		answer_int(answer, "complaint", kept.complaint);
	if (kept.member != 0)
		answer_int(answer, "strikes", kept.strikes);
	return rc;
}

/* ---- question ---- */

static rgl_rc find(struct rgl *rgl, const char *token, struct asked *ret)
{
	rgl_rc rc = asked_find(rgl->store, token, ret);

	if (rc == RGL_OK && ret->is_voided)
		rc = refuse_field(&rgl->store->refusal, RGL_E_NO_SALE, "token",
				  "the sale of this receipt was undone; its question with it");
	return rc;
}

/* The shop's name is all that a question may speak of. */
static bool find_shop(const void *user, const char *name, struct value *ret)
{
	const struct rgl *rgl = user;

	if (strcmp(name, "shop") != 0)
		return false;
	*ret = (struct value) { .kind = VALUE_TEXT, .text = rgl->store->shop.name };
	return true;
}

/* What was asked, and the words it is asked in. `rendering` is held: the words are whoever's who
 * draws; it comes before the store. */
static rgl_rc look_up(struct rgl *rgl, const char *token, struct asked *ret,
		      struct rgl_why *refusal)
{
	rgl_rc rc = context_enter(rgl, STORE_TO_READ);

	if (rc == RGL_OK)
		rc = find(rgl, token, ret);
	if (rc == RGL_OK && rgl->parts == NULL)
		rc = slip_parts_open(&rgl->host, &rgl->parts, &rgl->store->refusal);
	if (rc == RGL_OK)
		rc = slip_parts_look(rgl->parts, rgl->store);
	return context_leave(rgl, rc, refusal);
}

static rgl_rc say(struct rgl *rgl, const struct asked *asked, const char *language,
		  char ret[WORDS_ROOM], struct rgl_why *refusal)
{
	const struct values values = { find_shop, rgl };
	struct words *words = NULL;
	char key[FIELDS_KEY_ROOM];
	rgl_rc rc = slip_parts_words(rgl->parts, language, &words, refusal);

	if (rc < 0)
		return rc;
	fields_question_key(words, asked->question, key);
	return words_say(words, key, &values, ret, refusal);
}

static void answer_asked(struct rgl *rgl, const struct asked *asked, const char *text,
			 struct answer *answer)
{
	int64_t least = 0;
	int64_t most = 0;

	asked_scale(asked_kind_of(asked->question), &least, &most);
	answer_text(answer, "question", asked->question);
	answer_text(answer, "text", text);
	answer_int(answer, "least", least);
	answer_int(answer, "most", most);
	answer_text(answer, "shop", rgl->store->shop.name);
	answer_bool(answer, "answered", asked->answer != 0);
	answer_time(answer, "until", rgl->store->zone, asked->until_ms);
}

rgl_rc op_question(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	const char *token = fields_need_text(fields, "token");
	const char *language = fields_text(fields, "language");
	struct asked asked = { 0 };
	char text[WORDS_ROOM];
	rgl_rc rc = fields_end(fields);

	if (rc == RGL_OK && language != NULL && strlen(language) > LANGUAGE_MAX)
		rc = refuse_field(fields->refusal, RGL_E_FIELD, "language",
				  "language is longer than any; write it as in da or pt-BR");
	if (rc < 0)
		return rc;
	(void)pthread_mutex_lock(&rgl->rendering);
	rc = look_up(rgl, token, &asked, fields->refusal);
	if (rc == RGL_OK && language == NULL)
		language = asked.language;
	if (rc == RGL_OK)
		rc = say(rgl, &asked, language, text, fields->refusal);
	(void)pthread_mutex_unlock(&rgl->rendering);
	if (rc == RGL_OK)
		answer_asked(rgl, &asked, text, answer);
	return rc;
}
