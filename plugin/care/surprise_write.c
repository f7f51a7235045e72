/* surprise_write.c - see surprise.h: promised, given, taken back. */
#include "plugin/care/state.h"
#include "plugin/care/surprise_parts.h"
#include "plugin/store/query.h"

void surprise_seal(const struct store *store, const struct surprise *surprise,
		   uint8_t ret[HASH_BYTES])
{
	struct digest digest;

	digest_begin(&digest, &store->keys);
	digest_text(&digest, "surprise");
	digest_int(&digest, surprise->id);
	digest_int(&digest, surprise->member);
	digest_int(&digest, surprise->day);
	digest_int(&digest, surprise->draw);
	digest_int(&digest, surprise->chance);
	digest_int(&digest, surprise->units);
	digest_text(&digest, surprise->reward);
	digest_int(&digest, surprise->worth.minor);
	digest_int(&digest, surprise->at_ms);
	digest_end(&digest, ret);
}

static rgl_rc add(struct store *store, struct surprise *surprise)
{
	uint8_t seal[HASH_BYTES];
	struct query q;
	rgl_rc rc = store_event(store, EVENT_SURPRISE, &surprise->id);

	if (rc < 0)
		return rc;
	surprise_seal(store, surprise, seal);
	q = query(store, STATEMENT_SURPRISE_ADD);
	query_bind_int(&q, surprise->id);
	query_bind_int(&q, surprise->member);
	query_bind_int(&q, surprise->day);
	query_bind_int(&q, surprise->state);
	query_bind_reference(&q, surprise->sale);
	query_bind_int(&q, surprise->draw);
	query_bind_int(&q, surprise->chance);
	query_bind_int(&q, surprise->units);
	query_bind_text(&q, surprise->reward);
	query_bind_money(&q, surprise->worth);
	query_bind_int(&q, surprise->at_ms);
	query_bind_blob(&q, seal, sizeof(seal));
	return query_run(&q);
}

rgl_rc surprise_promise(struct store *store, struct surprise *surprise)
{
	return surprise->id != 0 ? RGL_OK : add(store, surprise);
}

rgl_rc surprise_give(struct store *store, struct surprise *surprise, int64_t sale)
{
	struct query q;

	surprise->state = SURPRISE_GIVEN;
	surprise->sale = sale;
	if (surprise->id == 0)
		return add(store, surprise);
	q = query(store, STATEMENT_SURPRISE_GIVE);
	query_bind_int(&q, surprise->id);
	query_bind_int(&q, sale);
	return query_run(&q);
}

/* Whoever the member is by now. */
static rgl_rc follow(struct store *store, int64_t *member)
{
	enum { MERGES_MAX = 16 };
	int64_t merged = *member;
	rgl_rc rc = RGL_OK;

	for (int hop = 0; rc == RGL_OK && merged != 0 && hop < MERGES_MAX; hop++) {
		struct query q = query(store, STATEMENT_MEMBER_MERGED);

		*member = merged;
		query_bind_int(&q, merged);
		merged = query_row(&q) ? query_int(&q) : 0;
		rc = query_end(&q);
	}
	return rc;
}

static rgl_rc set_last(struct store *store, int64_t member)
{
	struct query q = query(store, STATEMENT_SURPRISE_LAST);
	struct care_state state = { 0 };
	int64_t last_ms = 0;
	rgl_rc rc;

	query_bind_int(&q, member);
	if (query_row(&q))
		last_ms = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK)
		rc = care_state_read(store, member, &state);
	state.surprised_ms = last_ms;
	return rc < 0 ? rc : care_state_write(store, &state);
}

rgl_rc surprise_undo(struct store *store, int64_t sale)
{
	struct query q = query(store, STATEMENT_SURPRISE_UNDO);
	int64_t member = 0;
	rgl_rc rc;

	query_bind_int(&q, sale);
	if (query_row(&q))
		member = query_int(&q);
	rc = query_end(&q);
	if (rc < 0 || member == 0)
		return rc;
	rc = follow(store, &member);
	return rc < 0 ? rc : set_last(store, member);
}
