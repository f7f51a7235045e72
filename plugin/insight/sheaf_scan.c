/* sheaf_scan.c - see sheaf.h: the packed copy, what was sold since, and the index for the rest. */
#include <string.h>

#include "plugin/insight/sheaf_parts.h"

/* ---- Where the next members come from ---- */

enum { FROM_NOWHERE, FROM_INDEX, FROM_PACKED };

static rgl_rc refuse_damaged(struct sheaf_scan *scan)
{
	int64_t first = scan->label.span * SHEAF_MEMBERS;

	return refuse(&scan->store->refusal, RGL_E_DAMAGED,
		      "the packed copy of the sales of members %lld to %lld is damaged; regulars "
		      "refresh makes it anew from the sales",
		      (long long)first, (long long)(first + SHEAF_MEMBERS - 1));
}

static void open_index(struct sheaf_scan *scan, int64_t last)
{
	scan->index = scan->more ? scan_members(scan->store, scan->next, last)
				 : scan_members_lean(scan->store, scan->next, last);
	scan->from = FROM_INDEX;
	scan->next = last == INT64_MAX ? last : last + 1;
}

/* Its sales wait until those of the members before it are read. */
static void fetch(struct sheaf_scan *scan)
{
	size_t length;
	uint8_t *room;

	scan->label.span = query_int(&scan->rows);
	scan->label.sales = query_int(&scan->rows);
	scan->label.reach = query_int(&scan->rows);
	length = query_length(&scan->rows);
	scan->packed.length = 0;
	room = bytes_extend(&scan->packed, length + SHEAF_SPARE);
	if (room == NULL) {
		scan->rc = sheaf_no_memory(scan->store);
		return;
	}
	query_blob(&scan->rows, room, length);
	memset(room + length, 0, SHEAF_SPARE);
	scan->packed.length = length;
	if (!sheaf_unpack_begin(scan->packed.data, length, &scan->label, &scan->unpack))
		scan->rc = refuse_damaged(scan);
	scan->waits = true;
}

static void unpack_next(struct sheaf_scan *scan)
{
	scan->has_packed = sheaf_unpack_next(&scan->unpack);
	if (scan->unpack.is_damaged)
		scan->rc = refuse_damaged(scan);
}

static void open_packed(struct sheaf_scan *scan)
{
	int64_t first = scan->label.span * SHEAF_MEMBERS;

	scan->from = FROM_PACKED;
	scan->next = first + SHEAF_MEMBERS;
	scan->fresh = sheaves_fresh_from(scan->sheaves, first);
	scan->fresh_end = sheaves_fresh_from(scan->sheaves, scan->next);
	scan->waits = false;
	unpack_next(scan);
}

/* False: there is nothing more. */
static bool advance(struct sheaf_scan *scan)
{
	if (scan->next > scan->last || scan->next == INT64_MAX)
		return false;
	if (scan->sheaves != NULL && !scan->waits && query_row(&scan->rows))
		fetch(scan);
	if (scan->rc == RGL_OK && scan->sheaves != NULL)
		scan->rc = scan->rows.rc;
	if (scan->rc < 0)
		return false;
	if (!scan->waits)
		open_index(scan, scan->last);
	else if (scan->label.span * SHEAF_MEMBERS > scan->next)
		open_index(scan, scan->label.span * SHEAF_MEMBERS - 1);
	else
		open_packed(scan);
	return true;
}

/* ---- The sales ---- */

/* What the row has already is passed over. */
static const struct scan_sale *next_fresh(struct sheaf_scan *scan)
{
	while (scan->fresh < scan->fresh_end && scan->fresh->id <= scan->label.reach)
		scan->fresh++;
	return scan->fresh < scan->fresh_end ? scan->fresh : NULL;
}

static bool next_packed(struct sheaf_scan *scan, struct scan_sale *ret)
{
	const struct scan_sale *fresh = NULL;

	if (scan->fresh < scan->fresh_end)
		fresh = next_fresh(scan);
	if (fresh != NULL && (!scan->has_packed || sheaf_order(fresh, &scan->unpack.sale) < 0)) {
		*ret = *fresh;
		scan->fresh++;
		return true;
	}
	if (!scan->has_packed)
		return false;
	*ret = scan->unpack.sale;
	unpack_next(scan);
	return true;
}

static bool next_of(struct sheaf_scan *scan, struct scan_sale *ret)
{
	bool has = false;

	if (scan->from == FROM_PACKED)
		return next_packed(scan, ret);
	if (scan->from == FROM_INDEX && !(has = scan_next(&scan->index, ret)))
		scan->rc = scan_end(&scan->index);
	return has;
}

bool sheaf_scan_next(struct sheaf_scan *scan, struct scan_sale *ret)
{
	while (scan->rc == RGL_OK) {
		if (next_of(scan, ret))
			return true;
		scan->from = FROM_NOWHERE;
		if (scan->rc < 0 || !advance(scan))
			return false;
	}
	return false;
}

/* ---- Beginning and end ---- */

struct sheaf_scan sheaf_scan(struct store *store, const struct sheaves *sheaves, int64_t first,
			     int64_t last, bool more)
{
	struct sheaf_scan scan = { .store = store,
				   .sheaves = sheaves,
				   .packed = bytes_of(store->host),
				   .next = first,
				   .last = last,
				   .more = more };

	if (sheaves == NULL)
		return scan;
	/* Whole spans only; before the first and behind the last the index is read. */
	scan.rows = query(store, STATEMENT_SHEAF_ROWS);
	query_bind_int(&scan.rows, first <= 1 ? 0 : (first - 1) / SHEAF_MEMBERS + 1);
	query_bind_int(&scan.rows, last == INT64_MAX ? INT64_MAX / SHEAF_MEMBERS
						     : (last + 1) / SHEAF_MEMBERS - 1);
	return scan;
}

struct sheaf_scan sheaf_scan_all(struct store *store)
{
	bool looks = !store_is_looking(store);
	struct sheaves *sheaves = NULL;
	struct sheaf_scan scan;
	rgl_rc rc = looks ? store_look(store) : RGL_OK;

	if (rc == RGL_OK)
		rc = sheaves_open(store, &sheaves);
	scan = sheaf_scan(store, sheaves, 1, INT64_MAX, true);
	scan.own = sheaves;
	scan.looks = looks;
	scan.rc = rc;
	return scan;
}

rgl_rc sheaf_scan_end(struct sheaf_scan *scan)
{
	rgl_rc rc = RGL_OK;

	if (scan->from == FROM_INDEX)
		rc = scan_end(&scan->index);
	if (scan->rc == RGL_OK)
		scan->rc = rc;
	if (scan->sheaves != NULL)
		rc = query_end(&scan->rows);
	if (scan->rc == RGL_OK)
		scan->rc = rc;
	bytes_free(&scan->packed);
	sheaves_close(scan->own);
	if (scan->looks)
		store_looked(scan->store);
	return scan->rc;
}
