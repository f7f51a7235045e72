/* sheaf_check.c - see sheaf.h: the packed copy beside the sales. Reads alone. */
#include "plugin/insight/sheaf_parts.h"

static bool is_same(const struct scan_sale *one, const struct scan_sale *other)
{
	return sheaf_order(one, other) == 0 && one->tax_minor == other->tax_minor &&
	       one->cost_minor == other->cost_minor && one->has_cost == other->has_cost &&
	       one->discount_minor == other->discount_minor &&
	       one->returned_minor == other->returned_minor && one->scene == other->scene;
}

/* Whether the sales say what the row says, up to its reach or that of all. */
static rgl_rc check_row(struct store *store, struct sheaf_unpack *unpack, int64_t reach,
			bool *ret_is_right)
{
	struct scan scan =
		scan_members(store, unpack->first_member, unpack->first_member + SHEAF_MEMBERS - 1);
	struct scan_sale sale;
	bool is_right = true;
	rgl_rc rc;

	while (is_right && scan_next(&scan, &sale))
		if (sale.id <= reach)
			is_right = sheaf_unpack_next(unpack) && is_same(&unpack->sale, &sale);
	rc = scan_end(&scan);
	*ret_is_right = is_right && !sheaf_unpack_next(unpack) && !unpack->is_damaged;
	return rc;
}

static rgl_rc read_row(struct store *store, struct query *q, struct bytes *packed, int64_t reach,
		       struct sheaf_verdict *verdict)
{
	struct sheaf_label label = { .span = query_int(q) };
	struct sheaf_unpack unpack;
	bool is_right;
	size_t length;
	uint8_t *room;
	rgl_rc rc = RGL_OK;

	label.sales = query_int(q);
	label.reach = query_int(q);
	length = query_length(q);
	packed->length = 0;
	room = bytes_extend(packed, length + SHEAF_SPARE);
	if (room == NULL)
		return sheaf_no_memory(store);
	query_blob(q, room, length);
	is_right = sheaf_unpack_begin(room, length, &label, &unpack);
	if (is_right)
		rc = check_row(store, &unpack, label.reach > reach ? label.reach : reach,
			       &is_right);
	verdict->rows++;
	verdict->wrong += !is_right;
	return rc;
}

static rgl_rc check_all(struct store *store, struct bytes *packed, struct sheaf_verdict *verdict)
{
	struct query q = query(store, STATEMENT_SHEAF_REACH);
	int64_t reach = 0;
	rgl_rc rc;
	rgl_rc ended;

	if (query_row(&q))
		reach = query_int(&q);
	rc = query_end(&q);
	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_SHEAF_ROWS);
	query_bind_int(&q, INT64_MIN);
	query_bind_int(&q, INT64_MAX);
	while (rc == RGL_OK && query_row(&q))
		rc = read_row(store, &q, packed, reach, verdict);
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

rgl_rc sheaf_check(struct store *store, struct sheaf_verdict *ret)
{
	struct sheaf_verdict verdict = { 0 };
	struct bytes packed = bytes_of(store->host);
	rgl_rc rc = store_look(store);

	if (rc == RGL_OK)
		rc = check_all(store, &packed, &verdict);
	store_looked(store);
	bytes_free(&packed);
	if (rc == RGL_OK)
		*ret = verdict;
	return rc;
}
