/* ops_shop.c - shop: which it is, and what is in effect there. */
#include <string.h>

#include "plugin/care/complaint.h"
#include "plugin/care/gesture.h"
#include "plugin/care/praise.h"
#include "plugin/care/shift.h"
#include "plugin/gateway/ops.h"
#include "plugin/loyalty/book.h"
#include "plugin/loyalty/said.h"
#include "plugin/slip_parts.h"
#include "receipts/words/words.h"

static bool is_ours(const char *language)
{
	for (const char *const *name = words_languages(); *name != NULL; name++)
		if (strcmp(*name, language) == 0)
			return true;
	return false;
}

static void answer_own(void *user, const struct slip_part_row *row)
{
	struct answer *answer = user;

	if (row->kind == SLIP_WORDS && !is_ours(row->name))
		answer_element(answer, row->name);
}

/* In which receipts can be written: ours, and those that the owner wrote beside them. */
static rgl_rc answer_languages(struct rgl *rgl, struct answer *answer)
{
	rgl_rc rc;

	answer_list(answer, "languages");
	for (const char *const *name = words_languages(); *name != NULL; name++)
		answer_element(answer, *name);
	rc = slip_part_list(rgl->store, answer_own, answer);
	answer_list_end(answer);
	return rc;
}

/* --- of one cashier, at the start of a shift */

enum { OVERDUE_MAX = 5 };

struct telling {
	struct rgl *rgl;
	struct answer *answer;
};

static rgl_rc answer_late(void *user, const struct complaint *complaint)
{
	const struct telling *telling = user;
	struct answer *answer = telling->answer;

	answer_item(answer);
	answer_int(answer, "complaint", complaint->id);
	answer_time(answer, "until", telling->rgl->store->zone, complaint->until_ms);
	answer_int(answer, "late_minutes", complaint->late_minutes);
	answer_some(answer, "name", complaint->name);
	answer_some(answer, "owner", complaint->owner);
	answer_some(answer, "reason", complaint->reason);
	answer_text(answer, "next", complaint_kind_verb(complaint->next));
	answer_close(answer);
	return RGL_OK;
}

/* A complaint_taker and a praise_taker each; what is late is the first that anybody hears. */
static rgl_rc answer_overdue(struct rgl *rgl, const struct policy *policy, struct answer *answer)
{
	const struct complaint_wish wish = { .policy = policy,
					     .now_ms = host_now_ms(rgl->store->host),
					     .top = OVERDUE_MAX,
					     .overdue = true };
	struct telling telling = { rgl, answer };
	struct complaint_counts counts = { 0 };
	rgl_rc rc = complaint_count(rgl->store, wish.now_ms, &counts);

	if (rc < 0 || counts.overdue == 0)
		return rc;
	answer_int(answer, "overdue_count", counts.overdue);
	answer_list(answer, "overdue");
	rc = complaint_list(rgl->store, &wish, answer_late, &telling);
	answer_list_end(answer);
	return rc;
}

static rgl_rc answer_one_praise(void *user, const struct praise *praise)
{
	const struct telling *telling = user;
	struct answer *answer = telling->answer;

	answer_item(answer);
	answer_int(answer, "moment", praise->moment);
	answer_time(answer, "at", telling->rgl->store->zone, praise->at_ms);
	answer_int(answer, "mood", praise->mood);
	answer_some(answer, "name", praise->name);
	answer_some(answer, "words", praise->words);
	answer_close(answer);
	return RGL_OK;
}

/* The shift begins with this question, where the store can be written and none runs. */
static rgl_rc need_shift(struct store *store, const char *cashier, struct shift *ret)
{
	const int64_t now_ms = host_now_ms(store->host);
	rgl_rc rc;

	if (store->mode == STORE_READ)
		return shift_find(store, cashier, now_ms, ret);
	rc = store_begin(store);
	if (rc < 0)
		return rc;
	rc = shift_need(store, cashier, store->till_name, now_ms, ret);
	if (rc >= 0)
		rc = praise_hear(store, ret->id);
	return store_end(store, rc);
}

static rgl_rc answer_left(struct store *store, const char *cashier, const struct policy *policy,
			  struct answer *answer)
{
	struct gesture_left left = { 0 };
	rgl_rc rc = gesture_left(store, policy, cashier, &left);

	if (rc < 0)
		return rc;
	answer_open(answer, "left");
	answer_int(answer, "gestures", left.gestures);
	answer_int(answer, "worth", left.worth.minor);
	answer_close(answer);
	return RGL_OK;
}

static rgl_rc answer_cashier(struct rgl *rgl, const char *cashier, const struct policy *policy,
			     struct answer *answer)
{
	struct telling telling = { rgl, answer };
	struct shift shift = { 0 };
	rgl_rc rc;

	if (cashier[0] == '\0')
		return refuse_field(&rgl->store->refusal, RGL_E_FIELD, "cashier",
				    "say which cashier it is, by the name that the till sends");
	rc = said_check_kept(rgl->store, cashier, "cashier");

	if (rc == RGL_OK)
		rc = need_shift(rgl->store, cashier, &shift);
	if (rc < 0)
		return rc;
	answer_list(answer, "praise");
	rc = praise_read(rgl->store, cashier, shift.id, answer_one_praise, &telling);
	answer_list_end(answer);
	return rc < 0 ? rc : answer_left(rgl->store, cashier, policy, answer);
}

/* --- */

rgl_rc op_shop(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	const struct book_entry *entry = NULL;
	const char *cashier = fields_text(fields, "cashier");
	struct policy policy;
	struct rgl_shop shop = { 0 };
	rgl_rc rc = fields_end(fields);

	if (rc == RGL_OK)
		rc = context_shop(rgl->store, &shop);
	if (rc == RGL_OK)
		rc = book_at(desk_book(rgl->desk), host_now_ms(rgl->store->host), &entry);
	if (rc == RGL_OK)
		rc = policy_read(rgl->store, &policy);
	if (rc != RGL_OK)
		return rc;
	answer_text(answer, "name", shop.name);
	answer_text(answer, "currency", shop.currency);
	answer_int(answer, "exponent", shop.exponent);
	answer_text(answer, "language", shop.language);
	answer_text(answer, "zone", shop.zone);
	answer_text(answer, "version", shop.version);
	answer_int(answer, "store_version", shop.store_version);
	answer_int(answer, "programme", entry->version);
	answer_int(answer, "members", shop.members);
	rc = answer_languages(rgl, answer);
	if (rc == RGL_OK)
		rc = answer_overdue(rgl, &policy, answer);
	if (rc == RGL_OK && cashier != NULL)
		rc = answer_cashier(rgl, cashier, &policy, answer);
	return rc;
}
