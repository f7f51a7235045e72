/* emails.c - see emails.h. */
#include "plugin/identify/emails.h"

#include "plugin/identify/cards.h"
#include "plugin/identify/identify.h"
#include "plugin/store/query.h"

#define BATCH 100 /* addresses in one transaction: a till waits for no more */

struct due {
	int64_t next;
	int64_t last;
	int64_t found;
};

/* A member's address as it was sealed. */
struct sealed {
	int64_t member;
	size_t length;
	uint8_t bytes[RGL_TEXT_MAX + SEAL_EXTRA];
};

static rgl_rc read_due(struct store *store, struct due *due)
{
	struct query q = query(store, STATEMENT_EMAIL_DUE);

	if (query_row(&q)) {
		due->next = query_int(&q);
		due->last = query_int(&q);
	}
	return query_end(&q);
}

static rgl_rc write_due(struct store *store, const struct due *due)
{
	struct query q = query(store, STATEMENT_EMAIL_DUE_PUT);

	query_bind_int(&q, due->next);
	return query_run(&q);
}

/* member 0: there is none left. */
static rgl_rc read_next(struct store *store, const struct due *due, struct sealed *ret)
{
	struct query q = query(store, STATEMENT_EMAIL_NEXT);

	ret->member = 0;
	query_bind_int(&q, due->next);
	query_bind_int(&q, due->last);
	if (query_row(&q)) {
		ret->member = query_int(&q);
		ret->length = query_length(&q);
		if (ret->length > sizeof(ret->bytes))
			ret->length = 0;
		query_blob(&q, ret->bytes, ret->length);
	}
	return query_end(&q);
}

/* Who a member is by now, after merges. */
static rgl_rc follow(struct store *store, int64_t *member)
{
	int64_t into = *member;
	rgl_rc rc = RGL_OK;

	while (rc == RGL_OK && into != 0) {
		struct query q = query(store, STATEMENT_MEMBER_MERGED);

		*member = into;
		into = 0;
		query_bind_int(&q, *member);
		if (query_row(&q))
			into = query_int(&q);
		rc = query_end(&q);
	}
	return rc;
}

static rgl_rc add_card(struct store *store, int64_t member, const struct scan *email,
		       struct due *due)
{
	int64_t owner = 0;
	int64_t event = 0;
	rgl_rc rc = identify_owner(store, email, &owner);

	if (rc < 0 || owner != 0)
		return rc;
	rc = follow(store, &member);
	if (rc == RGL_OK)
		rc = store_event(store, EVENT_CARD, &event);
	if (rc == RGL_OK)
		rc = cards_add_scan(store, member, event, email);
	due->found += rc == RGL_OK;
	return rc;
}

static rgl_rc find_one(struct store *store, const struct sealed *sealed, struct due *due)
{
	char text[RGL_TEXT_MAX + 1] = "";
	struct scan email;
	rgl_rc rc = keys_unseal(&store->keys, sealed->bytes, sealed->length, text);

	if (rc < 0)
		return refuse(&store->refusal, rc,
			      "the e-mail address of member %lld cannot be read with this key; put "
			      "the store's own key back",
			      (long long)sealed->member);
	text[sealed->length - SEAL_EXTRA] = '\0';
	if (scan_email(text, &email))
		rc = add_card(store, sealed->member, &email, due);
	wipe(text, sizeof(text));
	wipe(&email, sizeof(email));
	return rc;
}

static rgl_rc find_batch(struct store *store, struct due *due)
{
	struct sealed sealed = { 0 };
	rgl_rc rc = read_due(store, due);

	for (int i = 0; rc == RGL_OK && i < BATCH && due->next < due->last; i++) {
		rc = read_next(store, due, &sealed);
		if (rc == RGL_OK && sealed.member != 0)
			rc = find_one(store, &sealed, due);
		due->next = sealed.member == 0 ? due->last : sealed.member;
	}
	return rc < 0 ? rc : write_due(store, due);
}

rgl_rc emails_find(struct store *store, int64_t *ret_count)
{
	struct due due = { 0 };
	rgl_rc rc = read_due(store, &due);

	while (rc == RGL_OK && due.next < due.last) {
		rc = store_begin(store);
		if (rc == RGL_OK)
			rc = store_end(store, find_batch(store, &due));
	}
	if (rc == RGL_OK)
		*ret_count = due.found;
	return rc;
}
