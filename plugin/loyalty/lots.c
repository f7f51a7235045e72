/* lots.c - see lots.h: what was earned, spent and taken back. What is over is in lots_end.c. */
#include "plugin/loyalty/lots.h"

#include "plugin/loyalty/holds.h"
#include "plugin/loyalty/lots_parts.h"

static int64_t lesser(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

rgl_rc lots_next(struct store *store, int64_t account, int64_t event, int64_t until_ms,
		 struct lot *lot)
{
	struct query q = query(store, STATEMENT_LOT_NEXT);

	query_bind_int(&q, account);
	query_bind_int(&q, until_ms);
	query_bind_int(&q, lot->ends_ms);
	query_bind_int(&q, lot->id);
	query_bind_int(&q, event);
	lot->id = 0;
	if (query_row(&q)) {
		lot->id = query_int(&q);
		lot->ends_ms = query_int(&q);
		lot->remaining = query_int(&q);
	}
	return query_end(&q);
}

rgl_rc lots_take(struct store *store, const struct lot *lot, int64_t units)
{
	struct query q = query(store, STATEMENT_LOT_TAKE);

	query_bind_int(&q, lot->id);
	query_bind_int(&q, units);
	return query_run(&q);
}

static rgl_rc owner_of(struct store *store, int64_t account, int64_t *ret_member)
{
	struct query q = query(store, STATEMENT_LEDGER_MEMBER);

	query_bind_int(&q, account);
	if (query_row(&q))
		*ret_member = query_int(&q);
	return query_end(&q);
}

rgl_rc lots_held(struct store *store, int64_t account, int64_t *ret_units)
{
	int64_t member = 0;
	rgl_rc rc = owner_of(store, account, &member);

	return rc < 0 ? rc : holds_of_account(store, member, account, ret_units);
}

rgl_rc lots_standing(struct store *store, int64_t account, int64_t at_ms, int64_t *ret_units)
{
	int64_t member = 0;
	rgl_rc rc = owner_of(store, account, &member);

	return rc < 0 ? rc : holds_standing(store, member, account, at_ms, ret_units);
}

/* What of an account is in no lot; below zero when it owes. */
static rgl_rc read_loose(struct store *store, int64_t account, int64_t balance, int64_t *ret_units)
{
	struct query q = query(store, STATEMENT_LOT_SUM);
	int64_t held = 0;
	int64_t in_lots = 0;
	rgl_rc rc;

	query_bind_int(&q, account);
	if (query_row(&q))
		in_lots = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK)
		rc = lots_held(store, account, &held);
	if (rc == RGL_OK)
		*ret_units = balance + held - in_lots;
	return rc;
}

rgl_rc lots_add(struct store *store, int64_t account, int64_t event, int64_t units, int64_t ends_ms)
{
	struct query q = query(store, STATEMENT_LOT_ADD);
	int64_t balance = 0;
	int64_t loose = units;
	rgl_rc rc;

	RGL_ASSERT(units >= 0);
	if (ends_ms == 0)
		return RGL_OK;
	rc = ledger_balance(store, account, &balance);
	/* Less there than was earned just now: it owed before. */
	if (rc == RGL_OK && balance < units)
		rc = read_loose(store, account, balance, &loose);
	if (rc < 0 || lesser(units, loose) <= 0)
		return rc;
	query_bind_int(&q, account);
	query_bind_int(&q, event);
	query_bind_int(&q, lesser(units, loose));
	query_bind_int(&q, ends_ms);
	return query_run(&q);
}

/* Takes from lots as long as there are any; *left: what was in none. */
static rgl_rc use(struct store *store, int64_t account, int64_t event, int64_t *left)
{
	struct lot lot = LOTS_FIRST;
	rgl_rc rc = RGL_OK;

	while (rc == RGL_OK && *left > 0) {
		int64_t part;

		rc = lots_next(store, account, event, INT64_MAX, &lot);
		if (rc < 0 || lot.id == 0)
			break;
		part = lesser(lot.remaining, *left);
		rc = lots_take(store, &lot, part);
		*left -= part;
	}
	return rc;
}

rgl_rc lots_use(struct store *store, int64_t account, int64_t units)
{
	int64_t left = units;

	RGL_ASSERT(units >= 0);
	return use(store, account, LOTS_ANY_EVENT, &left);
}

rgl_rc lots_take_back(struct store *store, int64_t account, int64_t event, int64_t units)
{
	int64_t left = units;
	rgl_rc rc;

	RGL_ASSERT(units >= 0);
	rc = use(store, account, event, &left);
	return rc < 0 ? rc : use(store, account, LOTS_ANY_EVENT, &left);
}

rgl_rc lots_slide(struct store *store, int64_t account, int64_t ends_ms)
{
	struct query q = query(store, STATEMENT_LOT_SLIDE);

	query_bind_int(&q, account);
	query_bind_int(&q, ends_ms);
	return query_run(&q);
}
