/* ops_privacy.c - privacy: what is known of a member, what they agreed to, and the end of it.
 *
 * On a connection of its own: a till goes on selling while a large store is read.
 */
#include <string.h>

#include "plugin/care/audit.h"
#include "plugin/care/consent.h"
#include "plugin/care/dossier_json.h"
#include "plugin/care/erase.h"
#include "plugin/gateway/ops.h"
#include "plugin/loyalty/said.h"

struct privacy_asked {
	const char *what;
	const char *id;
	int64_t member;
	const char *who;
	const char *why;
	const char *purpose;
	const char *text;
	const char *at;
	bool given;
	bool yes;
	bool has_given;
};

/* ---- show ---- */

static rgl_rc show(struct store *store, const struct privacy_asked *asked, struct answer *answer)
{
	struct bytes bytes = bytes_of(store->host);
	char language[16];
	rgl_rc rc = dossier_language(store, asked->member, language);

	if (rc == RGL_OK)
		rc = dossier_json(store, asked->member, &bytes);
	bytes_add_byte(&bytes, 0);
	if (rc == RGL_OK)
		rc = bytes_rc(&bytes);
	if (rc == RGL_OK)
		answer_json(answer, "known", (const char *)bytes.data);
	bytes_free(&bytes);
	/* Nobody saw what the till has no room for; and noted, it would be longer the next time. */
	if (rc == RGL_OK)
		rc = answer_fits(answer);
	return rc < 0 ? rc : audit_note(store, asked->who, "show", asked->member, "");
}

/* ---- consent ---- */

static void answer_consents(struct store *store, int64_t member, struct answer *answer)
{
	answer_open(answer, "consents");
	for (size_t i = 0; consent_purpose_at(i) != NULL; i++) {
		bool has = false;

		/* It is written already: one that cannot be read is left out. */
		if (consent_has(store, member, consent_purpose_at(i), &has) == RGL_OK)
			answer_bool(answer, consent_purpose_at(i), has);
	}
	answer_close(answer);
}

static rgl_rc consent(struct store *store, const struct privacy_asked *asked, struct answer *answer)
{
	struct consent_said said = {
		.ref = asked->id,
		.member = asked->member,
		.purpose = asked->purpose,
		.is_given = asked->given,
		.text = asked->text,
		.who = asked->who,
	};
	rgl_rc rc = RGL_OK;

	if (!asked->has_given)
		return refuse_field(&store->refusal, RGL_E_FIELD, "given",
				    "given is missing: true, or false to take it back");
	if (asked->at != NULL)
		rc = zone_read(store->zone, asked->at, strlen(asked->at), "at", &said.at_ms,
			       &store->refusal);
	if (rc == RGL_OK)
		rc = consent_say(store, &said);
	if (rc < 0)
		return rc;
	answer_text(answer, "code", result_name(rc));
	answer_consents(store, asked->member, answer);
	return RGL_OK;
}

/* ---- erase ---- */

static rgl_rc erase(struct store *store, const struct privacy_asked *wish, struct answer *answer)
{
	const struct erase_asked asked = { .member = wish->member,
					   .who = wish->who,
					   .why = wish->why };
	struct erased erased = { 0 };
	rgl_rc rc;

	if (!wish->yes)
		return refuse_field(&store->refusal, RGL_E_FIELD, "yes",
				    "what is erased does not come back; send \"yes\":true when it "
				    "is the right member");
	rc = erase_member(store, &asked, &erased);
	if (rc < 0)
		return rc;
	answer_text(answer, "code", result_name(rc));
	if (rc == RGL_OK)
		answer_int(answer, "members", erased.members);
	return RGL_OK;
}

/* ---- privacy ---- */

static rgl_rc run(struct store *store, const struct privacy_asked *asked, struct answer *answer)
{
	rgl_rc rc = said_check(store, asked->who, "who");

	if (rc < 0)
		return rc;
	if (strcmp(asked->what, "show") == 0)
		return show(store, asked, answer);
	if (strcmp(asked->what, "consent") == 0)
		return consent(store, asked, answer);
	if (strcmp(asked->what, "erase") == 0)
		return erase(store, asked, answer);
	return refuse_field(&store->refusal, RGL_E_FIELD, "do",
			    "do is none of: show, consent, erase");
}

rgl_rc op_privacy(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	struct privacy_asked asked = {
		.what = fields_need_text(fields, "do"),
		.id = fields_text(fields, "id"),
		.member = fields_int(fields, "member_id", NULL),
		.who = fields_need_text(fields, "who"),
		.why = fields_text(fields, "why"),
		.purpose = fields_text(fields, "purpose"),
		.text = fields_text(fields, "text"),
		.at = fields_text(fields, "at"),
		.given = fields_bool(fields, "given"),
		.yes = fields_bool(fields, "yes"),
		.has_given = fields_has(fields, "given"),
	};
	struct store *store = NULL;
	rgl_rc rc = fields_end(fields);

	if (rc == RGL_OK)
		rc = store_open(&rgl->host, rgl->store->full_path, rgl->store->full_key_path,
				"privacy", STORE_WRITE, &store, fields->refusal);
	if (rc != RGL_OK)
		return rc;
	rc = run(store, &asked, answer);
	if (rc < 0)
		*fields->refusal = store->refusal;
	store_close(store);
	return rc;
}
