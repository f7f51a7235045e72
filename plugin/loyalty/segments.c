/* segments.c - see segments.h. */
#include "plugin/loyalty/segments.h"

#include <string.h>

#include "plugin/care/audit.h"
#include "plugin/loyalty/said.h"
#include "plugin/store/query.h"

static bool is_spaced_right(const char *segments)
{
	size_t length = strlen(segments);

	return length == 0 || (segments[0] != ' ' && segments[length - 1] != ' ' &&
			       strstr(segments, "  ") == NULL);
}

static rgl_rc check(struct store *store, const char *segments)
{
	if (segments == NULL || !is_spaced_right(segments))
		return refuse_field(&store->refusal, RGL_E_FIELD, "segments",
				    "segments are words with one space between two, as in "
				    "\"staff student\"");
	return said_check_kept(store, segments, "segments");
}

static rgl_rc is_same(struct store *store, int64_t member, const char *segments, bool *ret)
{
	struct query q = query(store, STATEMENT_MEMBER_SEGMENTS);

	query_bind_int(&q, member);
	query_bind_text(&q, segments);
	if (query_row(&q))
		*ret = query_int(&q) != 0;
	return query_end(&q);
}

static rgl_rc flow(struct store *store, int64_t member, const char *segments)
{
	struct query q;
	int64_t event = 0;
	bool same = false;
	rgl_rc rc = said_check_member(store, member, "member_id");

	if (rc == RGL_OK)
		rc = is_same(store, member, segments, &same);
	if (rc == RGL_OK && same)
		return RGL_EXISTS;
	if (rc == RGL_OK)
		rc = store_event(store, EVENT_MEMBER, &event);
	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_MEMBER_SEGMENTS_SET);
	query_bind_int(&q, member);
	query_bind_text(&q, segments);
	rc = query_run(&q);
	return rc < 0 ? rc : audit_add(store, NULL, "segments", member, "");
}

rgl_rc segments_set(struct store *store, int64_t member, const char *segments)
{
	rgl_rc rc = check(store, segments);

	if (rc == RGL_OK)
		rc = store_begin(store);
	return rc < 0 ? rc : store_end(store, flow(store, member, segments));
}
