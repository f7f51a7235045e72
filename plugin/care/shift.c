/* shift.c - see shift.h. */
#include "plugin/care/shift.h"

#include "plugin/loyalty/said.h"
#include "plugin/store/query.h"

#define HOUR_MS INT64_C(3600000)
#define LONGEST_MS (16 * HOUR_MS)
#define BREAK_MS (6 * HOUR_MS)

/* Whether something at that time is part of it. */
static bool covers(const struct shift *shift, int64_t at_ms)
{
	return at_ms < shift->began_ms + LONGEST_MS &&
	       (shift->ended_ms == 0 || at_ms < shift->ended_ms + BREAK_MS);
}

static rgl_rc read_newest(struct store *store, const char *cashier, int64_t until_ms,
			  struct shift *ret)
{
	struct query q = query(store, STATEMENT_SHIFT_NEWEST);

	*ret = (struct shift) { 0 };
	query_bind_text(&q, cashier);
	query_bind_int(&q, until_ms);
	if (query_row(&q)) {
		ret->id = query_int(&q);
		ret->began_ms = query_int(&q);
		ret->ended_ms = query_int(&q);
	}
	return query_end(&q);
}

/* newest: id 0, there is none. found: id 0, a new one has to begin. */
static rgl_rc look(struct store *store, const char *cashier, int64_t at_ms, struct shift *newest,
		   struct shift *found)
{
	rgl_rc rc = read_newest(store, cashier, INT64_MAX, newest);

	*found = (struct shift) { 0 };
	if (rc < 0 || newest->id == 0)
		return rc;
	if (at_ms >= newest->began_ms) {
		*found = covers(newest, at_ms) ? *newest : *found;
		return RGL_OK;
	}
	rc = read_newest(store, cashier, at_ms, found);
	if (rc == RGL_OK && (found->id == 0 || !covers(found, at_ms)))
		*found = *newest;
	return rc;
}

rgl_rc shift_find(struct store *store, const char *cashier, int64_t at_ms, struct shift *ret)
{
	struct shift newest;
	struct shift found;
	rgl_rc rc = look(store, cashier, at_ms, &newest, &found);

	if (rc == RGL_OK)
		*ret = found;
	return rc;
}

static rgl_rc set_end(struct store *store, int64_t shift, int64_t ended_ms)
{
	struct query q = query(store, STATEMENT_SHIFT_SET_END);

	query_bind_int(&q, shift);
	query_bind_int(&q, ended_ms);
	return query_run(&q);
}

static rgl_rc begin(struct store *store, const char *cashier, const char *till, int64_t at_ms,
		    const struct shift *newest, struct shift *ret)
{
	struct shift shift = { .began_ms = at_ms };
	struct query q;
	rgl_rc rc = RGL_OK;

	if (newest->id != 0 && newest->ended_ms == 0)
		rc = set_end(store, newest->id, at_ms);
	if (rc == RGL_OK)
		rc = store_event(store, EVENT_SHIFT, &shift.id);
	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_SHIFT_ADD);
	query_bind_int(&q, shift.id);
	query_bind_text(&q, cashier);
	query_bind_text(&q, till);
	query_bind_int(&q, at_ms);
	rc = query_run(&q);
	if (rc == RGL_OK)
		*ret = shift;
	return rc;
}

rgl_rc shift_need(struct store *store, const char *cashier, const char *till, int64_t at_ms,
		  struct shift *ret)
{
	struct shift newest;
	struct shift found;
	rgl_rc rc = look(store, cashier, at_ms, &newest, &found);

	if (rc == RGL_OK && found.id == 0)
		return begin(store, cashier, till, at_ms, &newest, ret);
	if (rc == RGL_OK)
		*ret = found;
	return rc;
}

/* --- by word of the till */

/* A shift in the future would be a budget of its own. */
static int64_t time_of(const struct store *store, int64_t at_ms)
{
	const int64_t now_ms = host_now_ms(store->host);

	return at_ms == 0 || at_ms > now_ms ? now_ms : at_ms;
}

static rgl_rc flow_begin(struct store *store, const char *cashier, const char *till, int64_t at_ms,
			 struct shift *ret)
{
	struct shift newest;
	struct shift found;
	rgl_rc rc = look(store, cashier, at_ms, &newest, &found);

	if (rc < 0)
		return rc;
	if (found.id == 0)
		return begin(store, cashier, till, at_ms, &newest, ret);
	*ret = found;
	if (found.ended_ms == 0 || found.id != newest.id)
		return RGL_EXISTS;
	ret->ended_ms = 0;
	return set_end(store, found.id, 0);
}

static rgl_rc flow_end(struct store *store, const char *cashier, int64_t at_ms, struct shift *ret)
{
	struct shift newest;
	rgl_rc rc = read_newest(store, cashier, INT64_MAX, &newest);

	if (rc < 0)
		return rc;
	if (newest.id == 0)
		return refuse_field(&store->refusal, RGL_E_UNKNOWN, "cashier",
				    "%.80s has not begun a shift; the name is as the till sends it",
				    cashier);
	*ret = newest;
	if (newest.ended_ms != 0)
		return RGL_EXISTS;
	/* Never before it began, which another till's clock may say. */
	ret->ended_ms = at_ms > newest.began_ms ? at_ms : newest.began_ms;
	return set_end(store, newest.id, ret->ended_ms);
}

static rgl_rc check(struct store *store, const char *cashier, const char *till)
{
	if (cashier == NULL || cashier[0] == '\0')
		return refuse_field(&store->refusal, RGL_E_FIELD, "cashier",
				    "say whose shift it is, by the name that the till sends");
	if (said_check_kept(store, cashier, "cashier") < 0)
		return store->refusal.code;
	return said_check_kept(store, till, "till");
}

rgl_rc shift_begin(struct store *store, const char *cashier, const char *till, int64_t at_ms,
		   struct shift *ret)
{
	struct shift shift = { 0 };
	rgl_rc rc = check(store, cashier, till);

	if (rc == RGL_OK)
		rc = store_begin(store);
	if (rc < 0)
		return rc;
	rc = store_end(store, flow_begin(store, cashier, till == NULL ? store->till_name : till,
					 time_of(store, at_ms), &shift));
	if (rc >= 0)
		*ret = shift;
	return rc;
}

rgl_rc shift_end(struct store *store, const char *cashier, int64_t at_ms, struct shift *ret)
{
	struct shift shift = { 0 };
	rgl_rc rc = check(store, cashier, NULL);

	if (rc == RGL_OK)
		rc = store_begin(store);
	if (rc < 0)
		return rc;
	rc = store_end(store, flow_end(store, cashier, time_of(store, at_ms), &shift));
	if (rc >= 0)
		*ret = shift;
	return rc;
}
