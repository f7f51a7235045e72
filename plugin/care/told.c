/* told.c - see told.h. */
#include "plugin/care/told.h"

#include "plugin/care/recount.h"
#include "plugin/loyalty/said.h"
#include "plugin/store/query.h"

rgl_rc told_when(struct store *store, int64_t member, enum thing_kind kind, int64_t about,
		 int64_t *ret_ms)
{
	struct query q = query(store, STATEMENT_TOLD_READ);
	int64_t at_ms = 0;
	rgl_rc rc;

	query_bind_int(&q, member);
	query_bind_int(&q, kind);
	query_bind_int(&q, about);
	if (query_row(&q))
		at_ms = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret_ms = at_ms;
	return rc;
}

rgl_rc told_add(struct store *store, int64_t member, const struct thing *thing, int64_t event,
		int64_t at_ms)
{
	struct query q = query(store, STATEMENT_TOLD_ADD);

	query_bind_int(&q, member);
	query_bind_int(&q, thing->kind);
	query_bind_int(&q, thing->about);
	query_bind_int(&q, event);
	query_bind_int(&q, at_ms);
	return query_run(&q);
}

static rgl_rc check(struct store *store, int64_t member, const char *kind, struct thing *thing)
{
	struct care_state state = { 0 };
	rgl_rc rc = said_check_member(store, member, "member_id");

	if (rc == RGL_OK && thing->kind == 0)
		rc = refuse_field(&store->refusal, RGL_E_FIELD, "kind",
				  "there is nothing of the kind \"%.40s\"; send what identify said",
				  kind);
	if (rc == RGL_OK && thing->kind == THING_OVERDUE)
		rc = refuse_field(
			&store->refusal, RGL_E_FIELD, "kind",
			"an overdue complaint is said until somebody takes it: complaint, "
			"\"do\": \"take\"");
	if (rc == RGL_OK)
		rc = care_state_read(store, member, &state);
	if (rc == RGL_OK && thing->kind == THING_APOLOGY &&
	    (thing->about == 0 || thing->about != state.sorry))
		rc = refuse_field(&store->refusal, RGL_E_FIELD, "about",
				  "no apology is owed for %lld; send what identify said",
				  (long long)thing->about);
	return rc;
}

rgl_rc told_say(struct store *store, int64_t member, const char *kind, int64_t about)
{
	struct thing thing = { .kind = weigh_kind(kind), .about = about };
	int64_t before_ms = 0;
	int64_t event = 0;
	rgl_rc rc = told_when(store, member, thing.kind, about, &before_ms);

	if (rc == RGL_OK && before_ms != 0)
		return RGL_EXISTS;
	if (rc == RGL_OK)
		rc = check(store, member, kind, &thing);
	if (rc == RGL_OK)
		rc = store_event(store, EVENT_TOLD, &event);
	if (rc == RGL_OK)
		rc = told_add(store, member, &thing, event, host_now_ms(store->host));
	return rc < 0 ? rc : care_recount(store, member);
}

rgl_rc told_printed(struct store *store, int64_t member, int64_t sale, int64_t *ret_about)
{
	struct query q = query(store, STATEMENT_TOLD_AT);
	int64_t about = 0;
	rgl_rc rc;

	query_bind_int(&q, member);
	query_bind_int(&q, sale);
	query_bind_int(&q, THING_PRINTED);
	if (query_row(&q))
		about = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret_about = about;
	return rc;
}

rgl_rc told_undo(struct store *store, int64_t member, int64_t sale)
{
	struct query q = query(store, STATEMENT_TOLD_UNDO);
	bool has_sorry = false;
	rgl_rc rc;

	query_bind_int(&q, member);
	query_bind_int(&q, sale);
	while (query_row(&q))
		has_sorry = query_int(&q) == THING_APOLOGY || has_sorry;
	rc = query_end(&q);
	return rc < 0 || !has_sorry ? rc : care_recount(store, member);
}

rgl_rc told_move(struct store *store, int64_t member, int64_t from, int64_t to)
{
	struct query q = query(store, STATEMENT_TOLD_MOVE);

	query_bind_int(&q, member);
	query_bind_int(&q, from);
	query_bind_int(&q, to);
	return query_run(&q);
}
