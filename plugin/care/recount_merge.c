/* recount_merge.c - see recount.h: two members that become one, and apart again. */
#include "plugin/care/recount.h"
#include "plugin/loyalty/merge.h"
#include "plugin/store/query.h"

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Neither is asked or surprised sooner for having been two. */
static rgl_rc join(struct store *store, int64_t into, int64_t from)
{
	struct care_state stays = { 0 };
	struct care_state goes = { 0 };
	rgl_rc rc = care_state_read(store, into, &stays);

	if (rc == RGL_OK)
		rc = care_state_read(store, from, &goes);
	if (rc < 0 || later(goes.asked_ms, later(goes.contact, goes.surprised_ms)) == 0)
		return rc;
	stays.asked_ms = later(stays.asked_ms, goes.asked_ms);
	stays.asked = later(stays.asked, goes.asked);
	stays.contact = later(stays.contact, goes.contact);
	stays.surprised_ms = later(stays.surprised_ms, goes.surprised_ms);
	return care_state_write(store, &stays);
}

rgl_rc care_merge(struct store *store, int64_t into, int64_t from, const char *who, const char *why,
		  int64_t *ret_merge)
{
	int64_t merge = 0;
	rgl_rc rc = store_begin(store);

	if (rc < 0)
		return rc;
	rc = merge_members(store, into, from, who, why, &merge);
	if (rc == RGL_OK)
		rc = join(store, into, from);
	if (rc == RGL_OK)
		rc = care_recount(store, into);
	rc = store_end(store, rc);
	if (rc >= 0)
		*ret_merge = merge;
	return rc;
}

static rgl_rc recount_both(struct store *store, int64_t merge)
{
	struct query q = query(store, STATEMENT_MERGE_READ);
	int64_t into = 0;
	int64_t from = 0;
	rgl_rc rc;

	query_bind_int(&q, merge);
	if (query_row(&q)) {
		into = query_int(&q);
		from = query_int(&q);
	}
	rc = query_end(&q);
	if (rc == RGL_OK)
		rc = care_recount(store, into);
	return rc < 0 ? rc : care_recount(store, from);
}

rgl_rc care_merge_undo(struct store *store, int64_t merge, const char *who, int64_t *ret_missing)
{
	int64_t missing = 0;
	rgl_rc rc = store_begin(store);

	if (rc < 0)
		return rc;
	rc = merge_undo(store, merge, who, &missing);
	if (rc == RGL_OK)
		rc = recount_both(store, merge);
	rc = store_end(store, rc);
	if (rc >= 0)
		*ret_missing = missing;
	return rc;
}
