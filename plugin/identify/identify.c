/* identify.c - see identify.h. */
#include "plugin/identify/identify.h"

#include <stdio.h>

#include "plugin/identify/token.h"
#include "plugin/store/query.h"

struct card {
	int64_t member;
	char ending[8];
	bool blocked;
};

static rgl_rc read_card(struct query *q, struct card *ret)
{
	if (query_row(q)) {
		ret->member = query_int(q);
		query_text(q, ret->ending, sizeof(ret->ending));
		ret->blocked = query_int(q) != 0;
	}
	return query_end(q);
}

static rgl_rc by_hash(struct store *store, enum card_kind kind, const char *value, size_t length,
		      struct card *ret)
{
	struct query q = query(store, STATEMENT_CARD_BY_HASH);
	uint8_t hash[HASH_BYTES];

	keys_hash(&store->keys, (int32_t)kind, value, length, hash);
	query_bind_blob(&q, hash, sizeof(hash));
	return read_card(&q, ret);
}

static rgl_rc by_token(struct store *store, const char *spelled, struct card *ret)
{
	struct query q = query(store, STATEMENT_CARD_BY_NUMBER);
	int64_t number = 0;
	rgl_rc rc;

	rc = token_read(&store->keys, TOKEN_MEMBER, spelled, &number, &store->refusal);
	if (rc < 0)
		return rc;
	query_bind_int(&q, number);
	return read_card(&q, ret);
}

struct scan_rules identify_rules(const struct store *store)
{
	return (struct scan_rules) { store->shop.card_ranges, store->shop.calling_code };
}

static rgl_rc by_email(struct store *store, const struct scan *scan, struct card *ret)
{
	struct scan email;
	rgl_rc rc = RGL_OK;

	if (!scan_email(scan->value, &email))
		return RGL_OK;
	rc = by_hash(store, CARD_EMAIL, email.value, email.length, ret);
	wipe(&email, sizeof(email));
	return rc;
}

/* Bare digits as a phone are spelled with the shop's calling code. */
static rgl_rc by_kind(struct store *store, const struct scan *scan, enum card_kind kind,
		      struct card *ret)
{
	struct scan_rules rules = identify_rules(store);
	struct scan phone;
	rgl_rc rc;

	if (kind == CARD_TOKEN)
		return by_token(store, scan->value, ret);
	if (kind == CARD_EMAIL)
		return by_email(store, scan, ret);
	if (kind != CARD_PHONE || scan->kind_count == 1)
		return by_hash(store, kind, scan->value, scan->length, ret);
	if (scan_phone(scan->value, &rules, &phone, NULL) < 0)
		return RGL_OK;
	rc = by_hash(store, kind, phone.value, phone.length, ret);
	wipe(&phone, sizeof(phone));
	return rc;
}

rgl_rc identify_value(struct store *store, enum card_kind kind, const char *value, size_t length,
		      int64_t *ret_member)
{
	struct card card = { 0 };
	rgl_rc rc = by_hash(store, kind, value, length, &card);

	if (rc == RGL_OK)
		*ret_member = card.member;
	return rc;
}

static rgl_rc find_card(struct store *store, const struct scan *scan, struct card *ret)
{
	for (size_t i = 0; i < scan->kind_count && ret->member == 0; i++) {
		rgl_rc rc = by_kind(store, scan, scan->kinds[i], ret);

		if (rc < 0)
			return rc;
	}
	return RGL_OK;
}

rgl_rc identify_owner(struct store *store, const struct scan *scan, int64_t *ret_member)
{
	struct card card = { 0 };
	rgl_rc rc = find_card(store, scan, &card);

	if (rc == RGL_OK)
		*ret_member = card.member;
	return rc;
}

static rgl_rc find(struct store *store, const struct scan *scan, struct found *ret)
{
	struct card card = { 0 };
	rgl_rc rc = find_card(store, scan, &card);

	if (rc < 0)
		return rc;
	if (card.member == 0)
		return refuse(&store->refusal, RGL_E_UNKNOWN,
			      "Not a card of ours (%s%s%s). Enrol? [name or phone]", scan->seen,
			      scan->ending[0] == '\0' ? "" : ", ends ", scan->ending);
	if (card.blocked)
		return refuse(&store->refusal, RGL_E_BLOCKED,
			      "this card (%s%s%s) was blocked; ask for another card or the "
			      "phone number",
			      scan->seen, scan->ending[0] == '\0' ? "" : ", ends ", scan->ending);
	ret->member = card.member;
	if (token_is_like(TOKEN_MEMBER, scan->value))
		(void)snprintf(ret->own, sizeof(ret->own), "%.31s", scan->value);
	ret->seen = scan->seen;
	(void)snprintf(ret->ending, sizeof(ret->ending), "%s", scan->ending);
	return RGL_OK;
}

rgl_rc identify_scan(struct store *store, const char *raw, size_t length, struct found *ret)
{
	struct scan_rules rules = identify_rules(store);
	struct scan scan;
	rgl_rc rc;

	rc = scan_read(raw, length, &rules, &scan, &store->refusal);
	if (rc < 0)
		return rc;
	rc = find(store, &scan, ret);
	wipe(&scan, sizeof(scan));
	return rc;
}
