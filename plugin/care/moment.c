/* moment.c - see moment.h: the cashier's. */
#include "plugin/care/moment.h"

#include <stdio.h>
#include <string.h>

#include "plugin/care/moment_parts.h"
#include "plugin/identify/identify.h"
#include "plugin/loyalty/said.h"
#include "plugin/sales/record.h"
#include "plugin/store/query.h"

static rgl_rc check_texts(struct store *store, const struct moment_new *asked)
{
	rgl_rc rc = RGL_OK;

	if (asked->ref == NULL || asked->ref[0] == '\0')
		return refuse_field(&store->refusal, RGL_E_FIELD, "id",
				    "id is missing; any of the till's own that it uses once");
	if (strncmp(asked->ref, RECORD_OURS, strlen(RECORD_OURS)) == 0)
		return refuse_field(&store->refusal, RGL_E_FIELD, "id",
				    "an id of the till's does not begin with " RECORD_OURS);
	rc = said_check_kept(store, asked->ref, "id");
	if (rc == RGL_OK)
		rc = said_check_kept(store, asked->cashier, "cashier");
	if (rc == RGL_OK)
		rc = said_check_kept(store, asked->store, "store");
	if (rc == RGL_OK && asked->said.mood == 0)
		rc = refuse_field(&store->refusal, RGL_E_FIELD, "mood",
				  "mood is missing: a number from 1, very bad, to 5, delighted");
	return rc;
}

static void digest(const struct store *store, const struct moment_new *asked,
		   uint8_t ret[HASH_BYTES])
{
	struct digest digest;
	const size_t scan_length = asked->scan == NULL ? 0 : asked->scan_length;

	digest_begin(&digest, &store->keys);
	digest_int(&digest, (int64_t)scan_length);
	digest_text(&digest, scan_length == 0 ? "" : asked->scan);
	digest_int(&digest, asked->member);
	digest_text(&digest, asked->sale);
	digest_int(&digest, asked->line);
	digest_text(&digest, asked->cashier);
	digest_text(&digest, asked->store);
	digest_int(&digest, asked->complains);
	moment_digest(&digest, &asked->said);
	digest_end(&digest, ret);
}

/* Whoever a member is by now; 0: there is no such one. */
static rgl_rc follow_merges(struct store *store, int64_t member, int64_t *ret)
{
	enum { MERGES_MAX = 16 };
	int64_t next = member;
	rgl_rc rc = RGL_OK;

	for (int hop = 0; rc == RGL_OK && next != 0 && hop < MERGES_MAX; hop++) {
		struct query q = query(store, STATEMENT_MEMBER_MERGED);
		bool is_there;

		member = next;
		query_bind_int(&q, member);
		is_there = query_row(&q);
		next = is_there ? query_int(&q) : 0;
		if (!is_there)
			member = 0;
		rc = query_end(&q);
	}
	if (rc == RGL_OK)
		*ret = member;
	return rc;
}

static rgl_rc find_member(struct store *store, const struct moment_new *asked, int64_t *ret)
{
	struct found found = { .member = asked->member };
	int64_t member = 0;
	rgl_rc rc = RGL_OK;

	if (asked->scan != NULL && asked->scan_length > 0)
		rc = identify_scan(store, asked->scan, asked->scan_length, &found);
	if (rc < 0 || found.member == 0)
		return rc;
	rc = follow_merges(store, found.member, &member);
	if (rc == RGL_OK && member == 0)
		rc = refuse_field(&store->refusal, RGL_E_UNKNOWN, "member.id",
				  "there is no member %lld", (long long)found.member);
	if (rc == RGL_OK)
		*ret = member;
	return rc;
}

/* Where it was, and how many lines there are. */
static rgl_rc read_scene(struct store *store, int64_t sale, char *ret_store, size_t room,
			 int64_t *ret_lines)
{
	struct query q = query(store, STATEMENT_MOMENT_SCENE);

	query_bind_int(&q, sale);
	if (query_row(&q)) {
		query_text(&q, ret_store, room);
		*ret_lines = query_int(&q);
	}
	return query_end(&q);
}

static rgl_rc check_line(struct store *store, const struct moment_new *asked, int64_t lines)
{
	if (asked->line >= 0 && asked->line <= lines)
		return RGL_OK;
	if (asked->sale == NULL)
		return refuse_field(&store->refusal, RGL_E_FIELD, "line",
				    "a line is one of a sale; say which in sale_id");
	return refuse_field(&store->refusal, RGL_E_FIELD, "line",
			    "that sale has %lld lines, counted from 1", (long long)lines);
}

static rgl_rc tie_to_sale(struct store *store, const struct moment_new *asked,
			  struct moment_row *row)
{
	struct recorded sale = { 0 };
	int64_t member = 0;
	int64_t lines = 0;
	rgl_rc rc;

	if (asked->sale == NULL)
		return check_line(store, asked, 0);
	rc = record_need(store, asked->sale, "sale_id", &sale);
	if (rc == RGL_OK)
		rc = read_scene(store, sale.id, row->store, sizeof(row->store), &lines);
	if (rc == RGL_OK)
		rc = check_line(store, asked, lines);
	if (rc == RGL_OK)
		rc = follow_merges(store, sale.member, &member);
	if (rc == RGL_OK && row->member != 0 && member != 0 && row->member != member)
		rc = refuse_field(&store->refusal, RGL_E_FIELD, "sale_id",
				  "sale %s was another member's; leave the member out, or the sale",
				  record_shown(asked->sale).text);
	if (rc < 0)
		return rc;
	row->member = row->member == 0 ? member : row->member;
	row->sale = sale.id;
	row->line = asked->line;
	memcpy(row->cashier, sale.cashier, sizeof(row->cashier));
	return RGL_OK;
}

static void put_said(const char *said, char ret[RGL_TEXT_MAX + 1])
{
	if (said != NULL && said[0] != '\0')
		(void)snprintf(ret, RGL_TEXT_MAX + 1, "%s", said);
}

static rgl_rc flow(struct store *store, const struct moment_new *asked, struct moment_row *row,
		   struct moment_kept *kept)
{
	struct policy policy;
	rgl_rc rc = moment_find(store, row->ref, row->digest, kept);

	if (rc == RGL_E_DIFFERS)
		return refuse_field(&store->refusal, rc, "id",
				    "%s was used before for another moment; nothing was kept: send "
				    "a new one",
				    row->ref);
	if (rc == RGL_OK)
		rc = policy_read(store, &policy);
	else
		return rc;
	if (rc == RGL_OK)
		rc = moment_check(store, &policy, &asked->said, row);
	if (rc == RGL_OK)
		rc = find_member(store, asked, &row->member);
	if (rc == RGL_OK)
		rc = tie_to_sale(store, asked, row);
	if (rc == RGL_OK && row->member != 0)
		rc = said_check_not_erased(store, row->member, "member.id");
	if (rc < 0)
		return rc;
	put_said(asked->cashier, row->cashier);
	put_said(asked->store, row->store);
	rc = moment_write(store, row, &kept->moment);
	return rc < 0 ? rc : moment_follow(store, &policy, row, kept);
}

rgl_rc moment_add(struct store *store, const struct moment_new *asked, struct moment_kept *ret)
{
	struct moment_row row = { .ref = asked->ref,
				  .via = MOMENT_AT_TILL,
				  .complains = asked->complains };
	struct moment_kept kept = { 0 };
	rgl_rc rc = check_texts(store, asked);

	if (rc < 0)
		return rc;
	digest(store, asked, row.digest);
	rc = store_begin(store);
	if (rc < 0)
		return rc;
	rc = store_end(store, flow(store, asked, &row, &kept));
	wipe(&row, sizeof(row));
	if (rc >= 0)
		*ret = kept;
	return rc;
}
