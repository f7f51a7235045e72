/* sheaf_refresh.c - see sheaf.h: packs what is not packed, a few rows a transaction. */
#include <string.h>

#include "plugin/insight/sheaf_parts.h"

/* A transaction ends with these, or earlier when a till waits. */
enum { ROWS_A_PIECE = 8 };

/* With fewer sales of members the index is read quickly enough. */
#define MANY_SALES 100000

/* until: the last event when it began. needs: a bit a row that is to be written. */
struct refresh {
	struct store *store;
	int64_t reach;
	int64_t until;
	int64_t rows;
	uint8_t *needs;
	struct bytes packed;
	sheaf_progress *progress;
	void *user;
};

static rgl_rc read_number(struct query *q, int64_t *ret)
{
	int64_t number = 0;
	rgl_rc rc;

	if (query_row(q))
		number = query_int(q);
	rc = query_end(q);
	if (rc == RGL_OK)
		*ret = number;
	return rc;
}

static rgl_rc read_simple(struct store *store, enum statement statement, int64_t *ret)
{
	struct query q = query(store, statement);

	return read_number(&q, ret);
}

/* ---- What needs it ---- */

static void mark(struct refresh *refresh, int64_t row, bool needs)
{
	uint8_t bit = (uint8_t)(1u << (row % 8));

	if (row < 0 || row >= refresh->rows)
		return;
	if (needs)
		refresh->needs[row / 8] |= bit;
	else
		refresh->needs[row / 8] &= (uint8_t)~bit;
}

static bool needs(const struct refresh *refresh, int64_t row)
{
	return (refresh->needs[row / 8] >> (row % 8) & 1) != 0;
}

/* A row that is whole needs nothing, unless it was sold since. */
static rgl_rc look_at_row(struct refresh *refresh, struct query *q)
{
	struct sheaf_label label = { .span = query_int(q) };
	struct sheaf_unpack unpack;
	size_t length;
	uint8_t *room;

	label.sales = query_int(q);
	label.reach = query_int(q);
	length = query_length(q);
	refresh->packed.length = 0;
	room = bytes_extend(&refresh->packed, length + SHEAF_SPARE);
	if (room == NULL)
		return sheaf_no_memory(refresh->store);
	query_blob(q, room, length);
	mark(refresh, label.span, !sheaf_unpack_begin(room, length, &label, &unpack));
	return RGL_OK;
}

static rgl_rc look_at_rows(struct refresh *refresh)
{
	struct query q = query(refresh->store, STATEMENT_SHEAF_ROWS);
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	query_bind_int(&q, 0);
	query_bind_int(&q, INT64_MAX);
	while (rc == RGL_OK && query_row(&q))
		rc = look_at_row(refresh, &q);
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

static rgl_rc look_at_sales(struct refresh *refresh)
{
	struct query q = query(refresh->store, STATEMENT_SHEAF_SOLD);

	query_bind_int(&q, refresh->reach);
	query_bind_int(&q, refresh->until);
	while (query_row(&q))
		mark(refresh, query_int(&q), true);
	return query_end(&q);
}

static rgl_rc look_around(struct refresh *refresh)
{
	struct store *store = refresh->store;
	int64_t member = 0;
	int64_t packed = 0;
	struct query q = query(store, STATEMENT_SHEAF_REACH);
	rgl_rc rc;

	if (query_row(&q)) {
		refresh->reach = query_int(&q);
		packed = query_int(&q);
	}
	rc = query_end(&q);
	if (rc == RGL_OK)
		rc = read_simple(store, STATEMENT_EVENT_LAST, &refresh->until);
	if (rc == RGL_OK)
		rc = read_simple(store, STATEMENT_MEMBER_LAST, &member);
	if (rc < 0)
		return rc;
	refresh->rows = member / SHEAF_MEMBERS + 1;
	refresh->needs = host_new(store->host, (size_t)refresh->rows / 8 + 1);
	if (refresh->needs == NULL)
		return sheaf_no_memory(store);
	memset(refresh->needs, 0xFF, (size_t)refresh->rows / 8 + 1);
	if (packed == 0)
		return RGL_OK;
	rc = look_at_rows(refresh);
	return rc < 0 ? rc : look_at_sales(refresh);
}

/* ---- Packing ---- */

/* The row's sales as they are now, after `reach`. */
static rgl_rc pack(struct refresh *refresh, struct sheaf_label *label)
{
	int64_t first = label->span * SHEAF_MEMBERS;
	struct scan scan = scan_members(refresh->store, first, first + SHEAF_MEMBERS - 1);
	struct scan_sale before = { 0 };
	struct scan_sale sale;
	rgl_rc rc;

	sheaf_pack_begin(&refresh->packed);
	while (scan_next(&scan, &sale)) {
		sheaf_pack(&refresh->packed, &before, &sale);
		before = sale;
		label->sales++;
	}
	sheaf_pack_end(&refresh->packed, label);
	rc = scan_end(&scan);
	if (rc == RGL_OK && bytes_rc(&refresh->packed) < 0)
		rc = sheaf_no_memory(refresh->store);
	return rc;
}

static rgl_rc write_row(struct refresh *refresh, int64_t row, int64_t reach)
{
	struct sheaf_label label = { .span = row, .reach = reach };
	struct query q;
	rgl_rc rc = pack(refresh, &label);

	if (rc < 0)
		return rc;
	q = query(refresh->store, STATEMENT_SHEAF_PUT);
	query_bind_int(&q, label.span);
	query_bind_int(&q, label.sales);
	query_bind_int(&q, label.reach);
	query_bind_blob(&q, refresh->packed.data, refresh->packed.length);
	return query_run(&q);
}

static rgl_rc write_piece(struct refresh *refresh, int64_t *row)
{
	int64_t reach = 0;
	int written = 0;
	rgl_rc rc = read_simple(refresh->store, STATEMENT_EVENT_LAST, &reach);

	while (rc == RGL_OK && *row < refresh->rows && written < ROWS_A_PIECE) {
		if (needs(refresh, *row)) {
			rc = write_row(refresh, *row, reach);
			written++;
		}
		++*row;
		if (store_is_wanted(refresh->store))
			break;
	}
	return rc;
}

static rgl_rc go_on(struct refresh *refresh)
{
	struct query q = query(refresh->store, STATEMENT_SHEAF_GO_ON);

	query_bind_int(&q, refresh->until);
	return query_run(&q);
}

static rgl_rc write_all(struct refresh *refresh)
{
	int64_t row = 0;
	rgl_rc rc = RGL_OK;

	while (rc == RGL_OK && row < refresh->rows) {
		if (!needs(refresh, row)) {
			row++;
			continue;
		}
		rc = store_begin(refresh->store);
		if (rc == RGL_OK)
			rc = store_end(refresh->store, write_piece(refresh, &row));
		if (rc == RGL_OK && refresh->progress != NULL)
			rc = refresh->progress(refresh->user, row, refresh->rows);
	}
	if (rc == RGL_OK)
		rc = store_begin(refresh->store);
	return rc < 0 ? rc : store_end(refresh->store, go_on(refresh));
}

/* ---- All ---- */

static rgl_rc begin(struct refresh *refresh, int64_t many, bool *ret_has_many)
{
	struct query q = query(refresh->store, STATEMENT_SHEAF_MANY);
	int64_t has_many = 0;
	rgl_rc rc;

	query_bind_int(&q, many);
	rc = read_number(&q, &has_many);
	*ret_has_many = has_many != 0;
	return rc < 0 || has_many == 0 ? rc : look_around(refresh);
}

rgl_rc sheaf_refresh_from(struct store *store, int64_t many, bool whole, sheaf_progress *progress,
			  void *user)
{
	struct refresh refresh = {
		.store = store, .packed = bytes_of(store->host), .progress = progress, .user = user
	};
	bool has_many = false;
	rgl_rc rc = store_look(store);

	if (rc == RGL_OK)
		rc = begin(&refresh, many, &has_many);
	store_looked(store);
	if (rc == RGL_OK && has_many && whole)
		memset(refresh.needs, 0xFF, (size_t)refresh.rows / 8 + 1);
	if (rc == RGL_OK && has_many)
		rc = write_all(&refresh);
	bytes_free(&refresh.packed);
	host_free(store->host, refresh.needs);
	return rc;
}

rgl_rc sheaf_refresh(struct store *store, bool whole, sheaf_progress *progress, void *user)
{
	return sheaf_refresh_from(store, MANY_SALES, whole, progress, user);
}
