/* cards.c - see cards.h. */
#include "plugin/identify/cards.h"

#include "plugin/care/audit.h"
#include "plugin/identify/identify.h"
#include "plugin/identify/member.h"

rgl_rc cards_check_free(struct store *store, const struct scan *scan, const char *field)
{
	int64_t member = 0;
	rgl_rc rc;

	if (scan->kinds[0] == CARD_TOKEN)
		return refuse_field(&store->refusal, RGL_E_TAKEN, field,
				    "this is a code of ours already; identify by it instead");
	rc = identify_owner(store, scan, &member);
	if (rc == RGL_OK && member != 0)
		rc = refuse_field(&store->refusal, RGL_E_TAKEN, field,
				  "this %s belongs to member %lld already; identify by it instead",
				  scan->seen, (long long)member);
	return rc;
}

rgl_rc cards_add(struct store *store, int64_t member, int64_t event, enum card_kind kind,
		 const char *value, size_t length, const char *ending)
{
	struct query q = query(store, STATEMENT_CARD_ADD);
	uint8_t hash[HASH_BYTES];

	query_bind_int(&q, member);
	query_bind_int(&q, event);
	query_bind_int(&q, kind);
	if (kind == CARD_TOKEN) {
		query_bind_null(&q);
	} else {
		keys_hash(&store->keys, (int32_t)kind, value, length, hash);
		query_bind_blob(&q, hash, sizeof(hash));
	}
	query_bind_text(&q, ending);
	return query_run(&q);
}

rgl_rc cards_add_own(struct store *store, int64_t member, int64_t event)
{
	return cards_add(store, member, event, CARD_TOKEN, NULL, 0, "");
}

rgl_rc cards_add_scan(struct store *store, int64_t member, int64_t event, const struct scan *scan)
{
	struct scan email;
	rgl_rc rc;

	if (scan->kinds[0] != CARD_EMAIL || !scan_email(scan->value, &email))
		return cards_add(store, member, event, scan->kinds[0], scan->value, scan->length,
				 scan->ending);
	rc = cards_add(store, member, event, CARD_EMAIL, email.value, email.length, email.ending);
	wipe(&email, sizeof(email));
	return rc;
}

static rgl_rc write_link(struct store *store, int64_t member, const struct scan *scan)
{
	struct member owner;
	int64_t event = 0;
	rgl_rc rc;

	rc = member_read(store, member, &owner);
	if (rc == RGL_OK)
		rc = member_check_not_erased(store, member);
	if (rc == RGL_OK)
		rc = cards_check_free(store, scan, "scan");
	if (rc == RGL_OK)
		rc = store_event(store, EVENT_CARD, &event);
	if (rc == RGL_OK)
		rc = cards_add_scan(store, member, event, scan);
	return rc < 0 ? rc : audit_add(store, NULL, "card", member, "one more");
}

rgl_rc cards_link(struct store *store, int64_t member, const char *raw, size_t length)
{
	struct scan_rules rules = identify_rules(store);
	struct scan scan;
	rgl_rc rc;

	rc = scan_read(raw, length, &rules, &scan, &store->refusal);
	if (rc < 0)
		return rc;
	rc = store_begin(store);
	if (rc == RGL_OK)
		rc = store_end(store, write_link(store, member, &scan));
	wipe(&scan, sizeof(scan));
	return rc;
}

static rgl_rc block_own(struct store *store, int64_t member)
{
	struct query q = query(store, STATEMENT_CARD_BLOCK_OWN);

	query_bind_int(&q, member);
	return query_run(&q);
}

static rgl_rc write_renewal(struct store *store, int64_t member)
{
	struct member owner;
	int64_t event = 0;
	rgl_rc rc;

	rc = member_read(store, member, &owner);
	if (rc == RGL_OK)
		rc = member_check_not_erased(store, member);
	if (rc == RGL_OK)
		rc = store_event(store, EVENT_CARD, &event);
	if (rc == RGL_OK)
		rc = block_own(store, member);
	if (rc == RGL_OK)
		rc = cards_add_own(store, member, event);
	return rc < 0 ? rc : audit_add(store, NULL, "card", member, "a new QR, the old blocked");
}

rgl_rc cards_renew(struct store *store, int64_t member)
{
	rgl_rc rc = store_begin(store);

	return rc < 0 ? rc : store_end(store, write_renewal(store, member));
}
