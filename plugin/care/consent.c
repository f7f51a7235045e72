/* consent.c - see consent.h. */
#include "plugin/care/consent.h"

#include <stdio.h>
#include <string.h>

#include "plugin/care/audit.h"
#include "plugin/loyalty/said.h"
#include "plugin/store/query.h"

#define DAY_MS 86400000 /* a till's clock may run ahead by as much */

struct purpose {
	const char *name;
	bool holds_unsaid;
};

static const struct purpose PURPOSES[] = {
	{ "keep", true },
	{ "contact", false },
	{ "analyse", true },
};

enum { PURPOSE_COUNT = sizeof(PURPOSES) / sizeof(PURPOSES[0]) };

const char *consent_purpose_at(size_t index)
{
	return index < PURPOSE_COUNT ? PURPOSES[index].name : NULL;
}

static rgl_rc find_purpose(struct store *store, const char *name, const struct purpose **ret)
{
	for (size_t i = 0; name != NULL && i < PURPOSE_COUNT; i++) {
		if (strcmp(PURPOSES[i].name, name) != 0)
			continue;
		*ret = &PURPOSES[i];
		return RGL_OK;
	}
	return refuse_field(&store->refusal, RGL_E_FIELD, "purpose",
			    "purpose is keep, contact or analyse");
}

static rgl_rc check(struct store *store, const struct consent_said *said)
{
	const struct purpose *purpose = NULL;
	rgl_rc rc = said_check(store, said->ref, "id");

	if (rc == RGL_OK)
		rc = find_purpose(store, said->purpose, &purpose);
	if (rc == RGL_OK)
		rc = said_check_kept(store, said->text, "text");
	if (rc == RGL_OK)
		rc = said_check_kept(store, said->who, "who");
	if (rc == RGL_OK && (said->at_ms < 0 || said->at_ms > host_now_ms(store->host) + DAY_MS))
		rc = refuse_field(&store->refusal, RGL_E_TIME, "at",
				  "at is %s; leave it out for now",
				  said->at_ms < 0 ? "before 1970" : "a time that has not come");
	return rc;
}

/* RGL_EXISTS: the same was said before, under this ref. */
static rgl_rc check_ref(struct store *store, const struct consent_said *said)
{
	struct query q = query(store, STATEMENT_CONSENT_SAME);
	bool is_there;
	bool is_same = false;
	rgl_rc rc;

	query_bind_text(&q, said->ref);
	query_bind_int(&q, said->member);
	query_bind_text(&q, said->purpose);
	query_bind_int(&q, said->is_given);
	query_bind_text(&q, said->text);
	query_bind_int(&q, said->at_ms);
	is_there = query_row(&q);
	if (is_there)
		is_same = query_int(&q) != 0;
	rc = query_end(&q);
	if (rc < 0 || !is_there)
		return rc;
	if (is_same)
		return RGL_EXISTS;
	return refuse_field(&store->refusal, RGL_E_DIFFERS, "id",
			    "%s was used before for something else; nothing was changed: send a "
			    "new id",
			    said->ref);
}

static rgl_rc add_row(struct store *store, int64_t event, const struct consent_said *said)
{
	struct query q = query(store, STATEMENT_CONSENT_ADD);

	query_bind_int(&q, event);
	query_bind_text(&q, said->ref);
	query_bind_int(&q, said->member);
	query_bind_text(&q, said->purpose);
	query_bind_int(&q, said->is_given);
	query_bind_int(&q, said->at_ms == 0 ? host_now_ms(store->host) : said->at_ms);
	query_bind_text(&q, said->text);
	query_bind_text(&q, said->who);
	return query_run(&q);
}

static rgl_rc write(struct store *store, const struct consent_said *said)
{
	char detail[80];
	int64_t event = 0;
	rgl_rc rc = check_ref(store, said);

	if (rc == RGL_OK)
		rc = said_check_member(store, said->member, "member_id");
	if (rc == RGL_OK)
		rc = store_event(store, EVENT_CONSENT, &event);
	if (rc == RGL_OK)
		rc = add_row(store, event, said);
	if (rc != RGL_OK)
		return rc;
	(void)snprintf(detail, sizeof(detail), "%s %s", said->purpose,
		       said->is_given ? "given" : "taken back");
	return audit_add(store, said->who, "consent", said->member, detail);
}

rgl_rc consent_say(struct store *store, const struct consent_said *said)
{
	rgl_rc rc = check(store, said);

	if (rc == RGL_OK)
		rc = store_begin(store);
	return rc < 0 ? rc : store_end(store, write(store, said));
}

rgl_rc consent_has(struct store *store, int64_t member, const char *purpose, bool *ret)
{
	const struct purpose *found = NULL;
	struct query q;
	bool has;
	rgl_rc rc = find_purpose(store, purpose, &found);

	if (rc < 0)
		return rc;
	has = found->holds_unsaid;
	q = query(store, STATEMENT_CONSENT_HAS);
	query_bind_int(&q, member);
	query_bind_text(&q, purpose);
	if (query_row(&q) && !query_is_null(&q))
		has = query_int(&q) != 0;
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = has;
	return rc;
}
