/* sheaf_fresh.c - see sheaf.h: whether the copy is worth reading, and what was sold since. */
#include <stdlib.h>

#include "plugin/insight/sheaf_parts.h"

/* More sales than these since the copy was made, or more than a tenth of what it holds: the index
 * is as quick, and needs no memory for them. */
enum { FRESH_MAX = 100000, FRESH_SHARE = 10 };

static int compare(int64_t one, int64_t other)
{
	return (one > other) - (one < other);
}

int sheaf_order(const struct scan_sale *one, const struct scan_sale *other)
{
	int order = compare(one->member, other->member);

	order = order == 0 ? compare(one->at_ms, other->at_ms) : order;
	order = order == 0 ? compare(one->total_minor, other->total_minor) : order;
	order = order == 0 ? compare(one->stored_minor, other->stored_minor) : order;
	order = order == 0 ? compare(one->points, other->points) : order;
	order = order == 0 ? one->is_refund - other->is_refund : order;
	return order == 0 ? compare(one->id, other->id) : order;
}

static int order_of(const void *one, const void *other)
{
	return sheaf_order(one, other);
}

rgl_rc sheaf_no_memory(struct store *store)
{
	return refuse(&store->refusal, RGL_E_MEMORY,
		      "there is not enough memory for the packed copy of sales");
}

/* sold: how many sales the copy holds; 0: there is none. */
static rgl_rc read_reach(struct store *store, int64_t *ret_reach, int64_t *ret_sold)
{
	struct query q = query(store, STATEMENT_SHEAF_REACH);
	int64_t reach = 0;
	int64_t sold = 0;
	rgl_rc rc;

	if (query_row(&q)) {
		reach = query_int(&q);
		sold = query_int(&q);
	}
	rc = query_end(&q);
	if (rc == RGL_OK) {
		*ret_reach = reach;
		*ret_sold = sold;
	}
	return rc;
}

static rgl_rc add_fresh(struct sheaves *sheaves, struct store *store, const struct scan_sale *sale)
{
	size_t room = sheaves->room == 0 ? 256 : sheaves->room * 2;
	struct scan_sale *fresh;

	if (sheaves->count == sheaves->room) {
		fresh = host_resize(sheaves->host, sheaves->fresh, room * sizeof(*fresh));
		if (fresh == NULL)
			return sheaf_no_memory(store);
		sheaves->fresh = fresh;
		sheaves->room = room;
	}
	sheaves->fresh[sheaves->count++] = *sale;
	return RGL_OK;
}

static rgl_rc gather(struct sheaves *sheaves, struct store *store, size_t most)
{
	struct scan scan = scan_since(store, sheaves->reach);
	struct scan_sale sale;
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	while (rc == RGL_OK && sheaves->count <= most && scan_next(&scan, &sale))
		rc = add_fresh(sheaves, store, &sale);
	ended = scan_end(&scan);
	if (sheaves->count > 0)
		qsort(sheaves->fresh, sheaves->count, sizeof(*sheaves->fresh), order_of);
	return rc < 0 ? rc : ended;
}

rgl_rc sheaves_open(struct store *store, struct sheaves **ret)
{
	struct sheaves *sheaves;
	int64_t reach = 0;
	int64_t sold = 0;
	size_t most;
	rgl_rc rc = read_reach(store, &reach, &sold);

	if (rc == RGL_OK && sold == 0)
		*ret = NULL;
	if (rc < 0 || sold == 0)
		return rc;
	sheaves = host_new(store->host, sizeof(*sheaves));
	if (sheaves == NULL)
		return sheaf_no_memory(store);
	*sheaves = (struct sheaves) { .host = store->host, .reach = reach };
	most = sold / FRESH_SHARE < FRESH_MAX ? (size_t)(sold / FRESH_SHARE) : FRESH_MAX;
	rc = gather(sheaves, store, most);
	if (rc < 0 || sheaves->count > most) {
		sheaves_close(sheaves);
		sheaves = NULL;
	}
	if (rc == RGL_OK)
		*ret = sheaves;
	return rc;
}

void sheaves_close(struct sheaves *sheaves)
{
	const struct host *host;

	if (sheaves == NULL)
		return;
	host = sheaves->host;
	host_free(host, sheaves->fresh);
	host_free(host, sheaves);
}

const struct scan_sale *sheaves_fresh_from(const struct sheaves *sheaves, int64_t member)
{
	size_t low = 0;
	size_t high = sheaves->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (sheaves->fresh[middle].member < member)
			low = middle + 1;
		else
			high = middle;
	}
	return sheaves->fresh + low;
}
