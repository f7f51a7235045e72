/* state.c - see state.h. */
#include "plugin/care/state.h"

#include "plugin/store/query.h"

rgl_rc care_state_read(struct store *store, int64_t member, struct care_state *ret)
{
	struct query q = query(store, STATEMENT_CARE_READ);
	struct care_state state = { .member = member };
	rgl_rc rc;

	query_bind_int(&q, member);
	if (query_row(&q)) {
		state.strikes = query_int(&q);
		state.bad = query_int(&q);
		state.bad_ms = query_int(&q);
		state.sorry = query_int(&q);
		state.complaint = query_int(&q);
		state.until_ms = query_int(&q);
		state.away = query_int(&q);
		state.contact = query_int(&q);
		state.asked_ms = query_int(&q);
		state.asked = query_int(&q);
		state.spoke = query_int(&q);
		state.surprised_ms = query_int(&q);
	}
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = state;
	return rc;
}

rgl_rc care_state_write(struct store *store, const struct care_state *state)
{
	struct query q = query(store, STATEMENT_CARE_WRITE);

	query_bind_int(&q, state->member);
	query_bind_int(&q, state->strikes);
	query_bind_int(&q, state->bad);
	query_bind_int(&q, state->bad_ms);
	query_bind_int(&q, state->sorry);
	query_bind_int(&q, state->complaint);
	query_bind_int(&q, state->until_ms);
	query_bind_int(&q, state->away);
	query_bind_int(&q, state->contact);
	query_bind_int(&q, state->asked_ms);
	query_bind_int(&q, state->asked);
	query_bind_int(&q, state->spoke);
	query_bind_int(&q, state->surprised_ms);
	return query_run(&q);
}
