/* ops_contact.c - contact: who is quietly going and what to say to them; that it was done. */
#include <string.h>

#include "plugin/gateway/ops.h"
#include "plugin/insight/period.h"
#include "plugin/slip_contact.h"

enum { TOP_USUAL = 10, TOP_MOST = 20 };

/* What was asked for; `do` decides what of it is looked at. */
struct asked {
	const char *what;
	const char *who;
	const char *how;
	const char *at;
	int64_t member;
	int64_t top;
	bool has_member;
	bool has_top;
};

/* parts: read by the reader's connection, used without any. */
struct listing {
	struct policy policy;
	struct silent_list silent;
	struct contact_list contacts;
	struct slip_parts *parts;
};

/* A connection of its own walks the scores: the till's goes on selling meanwhile. */
static rgl_rc read_silent(struct rgl *rgl, struct listing *listing, struct rgl_why *refusal)
{
	struct store *store = NULL;
	rgl_rc rc = store_open(&rgl->host, rgl->store->full_path, rgl->store->full_key_path,
			       "contact", STORE_READ, &store, refusal);

	if (rc < 0)
		return rc;
	rc = policy_read(store, &listing->policy);
	if (rc == RGL_OK)
		rc = slip_parts_open(&rgl->host, &listing->parts, &store->refusal);
	if (rc == RGL_OK)
		rc = slip_parts_look(listing->parts, store);
	if (rc == RGL_OK)
		rc = silent_read(store, &listing->policy, &listing->silent);
	if (rc < 0)
		*refusal = store->refusal;
	store_close(store);
	return rc;
}

static rgl_rc draw(struct rgl *rgl, const struct asked *asked, struct listing *listing,
		   struct rgl_why *refusal)
{
	const struct contact_wish wish = { .policy = &listing->policy,
					   .who = asked->who,
					   .top = asked->has_top ? asked->top : TOP_USUAL };
	rgl_rc rc = context_enter(rgl, STORE_TO_WRITE);

	if (rc == RGL_OK)
		rc = contact_list_make(rgl->store, &listing->silent, &wish, &listing->contacts);
	return context_leave(rgl, rc, refusal);
}

static rgl_rc answer_one(struct listing *listing, const struct contact *contact, const char *shop,
			 struct answer *answer, struct rgl_why *refusal)
{
	const char *by = contact->phone[0] != '\0' ? "phone" : "email";
	char words[CONTACT_WORDS_ROOM];
	char day[PERIOD_ROOM];
	rgl_rc rc = slip_contact_words(listing->parts, contact, shop, words, refusal);

	if (rc < 0)
		return rc;
	period_write_day(contact->last_day, day);
	answer_item(answer);
	answer_int(answer, "member_id", contact->member);
	answer_some(answer, "name", contact->name);
	answer_text(answer, "by", contact->id == 0 ? "till" : by);
	answer_some(answer, "phone", contact->phone);
	answer_some(answer, "email", contact->email);
	answer_text(answer, "last_day", day);
	answer_milli(answer, "usual_days", contact->usual_days * 100);
	answer_some(answer, "item", contact->item);
	answer_text(answer, "words", words);
	answer_close(answer);
	return bytes_rc(&answer->text);
}

static rgl_rc answer_list_of(struct rgl *rgl, struct listing *listing, struct answer *answer,
			     struct rgl_why *refusal)
{
	const struct contact_list *contacts = &listing->contacts;
	rgl_rc rc = RGL_OK;

	answer_int(answer, "overdue", (int64_t)listing->silent.count);
	answer_int(answer, "never_spoke", listing->silent.never_spoke);
	answer_int(answer, "left_alone", contacts->left_alone);
	answer_list(answer, "contacts");
	for (size_t i = 0; rc == RGL_OK && i < contacts->count; i++)
		rc = answer_one(listing, &contacts->at[i], rgl->store->shop.name, answer, refusal);
	answer_list_end(answer);
	return rc;
}

static rgl_rc run_list(struct rgl *rgl, const struct asked *asked, struct answer *answer,
		       struct rgl_why *refusal)
{
	struct listing listing = { 0 };
	rgl_rc rc = RGL_OK;

	if (asked->has_top && (asked->top < 1 || asked->top > TOP_MOST))
		return refuse_field(refusal, RGL_E_FIELD, "top",
				    "top is a whole number from 1 to %d", (int)TOP_MOST);
	rc = read_silent(rgl, &listing, refusal);
	if (rc == RGL_OK)
		rc = draw(rgl, asked, &listing, refusal);
	if (rc == RGL_OK)
		rc = answer_list_of(rgl, &listing, answer, refusal);
	contact_list_free(&listing.contacts);
	silent_free(&listing.silent);
	slip_parts_close(listing.parts);
	return rc;
}

static rgl_rc read_at(struct store *store, const char *at, int64_t *ret)
{
	rgl_rc rc;

	if (at == NULL)
		return RGL_OK;
	rc = zone_read(store->zone, at, strlen(at), "at", ret, &store->refusal);
	return rc < 0 ? rc : RGL_OK;
}

static rgl_rc write_one(struct store *store, const struct asked *asked, bool *ret_held_out)
{
	struct contact_did did = { .member = asked->member, .who = asked->who, .how = asked->how };
	struct policy policy;
	rgl_rc rc = read_at(store, asked->at, &did.at_ms);

	if (rc == RGL_OK && strcmp(asked->what, "done") == 0)
		return contact_done(store, &did);
	if (rc == RGL_OK)
		rc = policy_read(store, &policy);
	if (rc == RGL_OK)
		rc = contact_add(store, &policy, asked->member, did.at_ms, ret_held_out);
	return rc;
}

static rgl_rc run_one(struct rgl *rgl, const struct asked *asked, struct answer *answer,
		      struct rgl_why *refusal)
{
	bool held_out = false;
	rgl_rc done = RGL_OK;
	rgl_rc rc;

	if (!asked->has_member)
		return refuse_field(refusal, RGL_E_FIELD, "member_id",
				    "member_id is missing: whom it is about");
	rc = context_enter(rgl, STORE_TO_WRITE);
	if (rc == RGL_OK)
		done = rc = write_one(rgl->store, asked, &held_out);
	rc = context_leave(rgl, rc, refusal);
	if (rc < 0)
		return rc;
	answer_text(answer, "code", result_name(done));
	if (strcmp(asked->what, "add") == 0)
		answer_bool(answer, "left_alone", held_out);
	return RGL_OK;
}

rgl_rc op_contact(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	struct asked asked = {
		.what = fields_need_text(fields, "do"),
		.who = fields_text(fields, "who"),
		.how = fields_text(fields, "how"),
		.at = fields_text(fields, "at"),
	};
	rgl_rc rc;

	asked.member = fields_int(fields, "member_id", &asked.has_member);
	asked.top = fields_int(fields, "top", &asked.has_top);
	rc = fields_end(fields);
	if (rc < 0)
		return rc;
	if (strcmp(asked.what, "list") == 0)
		return run_list(rgl, &asked, answer, fields->refusal);
	if (strcmp(asked.what, "done") == 0 || strcmp(asked.what, "add") == 0)
		return run_one(rgl, &asked, answer, fields->refusal);
	return refuse_field(fields->refusal, RGL_E_FIELD, "do", "do is none of: list, add, done");
}
