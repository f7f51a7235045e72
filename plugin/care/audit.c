/* audit.c - see audit.h. */
#include "plugin/care/audit.h"

#include <string.h>

#include "plugin/store/query.h"
#include "plugin/store/trail.h"

#define HASHED_ROW 1 /* what keeps a row's hash apart from the end's (trail.c) */

static void digest_bytes(struct digest *digest, const uint8_t bytes[HASH_BYTES])
{
	for (size_t i = 0; i < HASH_BYTES; i++)
		digest_int(digest, bytes[i]);
}

static void hash_row(const struct store *store, const struct audit_row *row,
		     const uint8_t before[HASH_BYTES], uint8_t ret[HASH_BYTES])
{
	struct digest digest;

	digest_begin_audit(&digest, &store->keys);
	digest_int(&digest, HASHED_ROW);
	digest_bytes(&digest, before);
	digest_int(&digest, row->id);
	digest_int(&digest, row->at_ms);
	digest_int(&digest, row->member);
	digest_int(&digest, row->event);
	digest_text(&digest, row->who);
	digest_text(&digest, row->what);
	digest_text(&digest, row->detail);
	digest_end(&digest, ret);
}

/* ---- Writing ---- */

static rgl_rc read_end(struct store *store, struct trail_end *ret, bool *ret_is_there)
{
	struct query q = query(store, STATEMENT_AUDIT_END);
	struct trail_end end = { 0 };
	rgl_rc rc;

	*ret_is_there = query_row(&q);
	if (*ret_is_there) {
		end.rows = query_int(&q);
		end.since = query_int(&q);
		query_blob(&q, end.mac, sizeof(end.mac));
		query_blob(&q, end.last, sizeof(end.last));
	}
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = end;
	return rc;
}

static rgl_rc newest_event(struct store *store, int64_t *ret)
{
	struct query q = query(store, STATEMENT_AUDIT_EVENT);

	if (query_row(&q))
		*ret = query_int(&q);
	return query_end(&q);
}

/* A letter is not cut in two. */
static void keep_text(const char *text, char ret[RGL_TEXT_MAX + 1])
{
	size_t length = text == NULL ? 0 : strnlen(text, RGL_TEXT_MAX + 1);

	if (length > RGL_TEXT_MAX) {
		length = RGL_TEXT_MAX;
		while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
			length--;
	}
	if (length > 0)
		memcpy(ret, text, length);
	ret[length] = '\0';
}

static rgl_rc put_row(struct store *store, const struct audit_row *row,
		      const uint8_t mac[HASH_BYTES])
{
	struct query q = query(store, STATEMENT_AUDIT_ADD);

	query_bind_int(&q, row->id);
	query_bind_int(&q, row->at_ms);
	query_bind_text(&q, row->who);
	query_bind_text(&q, row->what);
	query_bind_reference(&q, row->member);
	query_bind_int(&q, row->event);
	query_bind_text(&q, row->detail);
	query_bind_blob(&q, mac, HASH_BYTES);
	return query_run(&q);
}

static rgl_rc put_end(struct store *store, const struct trail_end *end)
{
	struct query q = query(store, STATEMENT_AUDIT_END_PUT);

	query_bind_int(&q, end->rows);
	query_bind_int(&q, end->since);
	query_bind_blob(&q, end->mac, HASH_BYTES);
	return query_run(&q);
}

rgl_rc audit_add(struct store *store, const char *who, const char *what, int64_t member,
		 const char *detail)
{
	struct audit_row row = { .at_ms = host_now_ms(store->host), .member = member };
	struct trail_end end = { 0 };
	uint8_t mac[HASH_BYTES];
	bool is_there = false;
	rgl_rc rc = read_end(store, &end, &is_there);

	if (rc == RGL_OK)
		rc = newest_event(store, &row.event);
	if (rc < 0)
		return rc;
	keep_text(who == NULL || who[0] == '\0' ? store->till_name : who, row.who);
	keep_text(what, row.what);
	keep_text(detail, row.detail);
	row.id = end.rows + 1;
	hash_row(store, &row, end.last, mac);
	rc = put_row(store, &row, mac);
	if (rc < 0)
		return rc;
	end.rows = row.id;
	memcpy(end.last, mac, sizeof(mac));
	trail_hash(store, &end, end.mac);
	return put_end(store, &end);
}

rgl_rc audit_note(struct store *store, const char *who, const char *what, int64_t member,
		  const char *detail)
{
	rgl_rc rc = store_begin(store);

	return rc < 0 ? rc : store_end(store, audit_add(store, who, what, member, detail));
}

/* ---- Reading ---- */

/* False: a text that was never written here: too long, or with a NUL inside. */
static bool take_text(struct query *q, char ret[RGL_TEXT_MAX + 1])
{
	const size_t length = query_length(q);

	query_text(q, ret, RGL_TEXT_MAX + 1);
	return strlen(ret) == length;
}

static bool take_row(struct query *q, struct audit_row *row, uint8_t mac[HASH_BYTES])
{
	bool is_whole;

	row->id = query_int(q);
	row->at_ms = query_int(q);
	row->member = query_int(q);
	row->event = query_int(q);
	is_whole = take_text(q, row->who);
	is_whole = take_text(q, row->what) && is_whole;
	is_whole = take_text(q, row->detail) && is_whole;
	query_blob(q, mac, HASH_BYTES);
	return is_whole;
}

rgl_rc audit_list(struct store *store, const struct audit_wish *wish, audit_taker *take, void *user)
{
	struct query q =
		query(store, wish->member == 0 ? STATEMENT_AUDIT_LIST : STATEMENT_AUDIT_OF_MEMBER);
	struct audit_row row = { 0 };
	uint8_t mac[HASH_BYTES];
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	query_bind_int(&q, wish->from_ms);
	query_bind_int(&q, wish->to_ms);
	if (wish->member != 0)
		query_bind_int(&q, wish->member);
	while (rc == RGL_OK && query_row(&q)) {
		(void)take_row(&q, &row, mac);
		rc = take(user, &row);
	}
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

/* ---- Checking ---- */

static rgl_rc check_rows(struct store *store, struct audit_verdict *verdict,
			 uint8_t last[HASH_BYTES])
{
	struct query q = query(store, STATEMENT_AUDIT_ALL);
	struct audit_row row = { 0 };
	uint8_t mac[HASH_BYTES];
	uint8_t right[HASH_BYTES];

	while (query_row(&q)) {
		bool is_whole = take_row(&q, &row, mac);

		verdict->rows++;
		hash_row(store, &row, last, right);
		if (verdict->wrong == 0 &&
		    (!is_whole || row.id != verdict->rows || memcmp(mac, right, sizeof(mac)) != 0))
			verdict->wrong = row.id;
		memcpy(last, mac, sizeof(mac));
	}
	return query_end(&q);
}

static bool is_end_right(const struct store *store, const struct trail_end *end)
{
	uint8_t right[HASH_BYTES];

	trail_hash(store, end, right);
	return memcmp(end->mac, right, sizeof(right)) == 0;
}

static rgl_rc find_unwritten(struct store *store, const struct trail_end *end, int64_t *ret)
{
	struct query q = query(store, STATEMENT_AUDIT_UNWRITTEN);

	query_bind_int(&q, end->since);
	if (query_row(&q))
		*ret = query_int(&q);
	return query_end(&q);
}

static rgl_rc check_all(struct store *store, struct audit_verdict *verdict)
{
	uint8_t last[HASH_BYTES] = { 0 };
	struct trail_end end = { 0 };
	bool is_there = false;
	rgl_rc rc = check_rows(store, verdict, last);

	if (rc == RGL_OK)
		rc = read_end(store, &end, &is_there);
	if (rc < 0)
		return rc;
	memcpy(end.last, last, sizeof(last));
	verdict->is_cut = !is_there || end.rows != verdict->rows || !is_end_right(store, &end);
	return find_unwritten(store, &end, &verdict->unwritten);
}

rgl_rc audit_check(struct store *store, struct audit_verdict *ret)
{
	struct audit_verdict verdict = { 0 };
	rgl_rc rc = store_look(store);

	if (rc < 0)
		return rc;
	rc = check_all(store, &verdict);
	store_looked(store);
	if (rc == RGL_OK)
		*ret = verdict;
	return rc;
}
