/* lots_end.c - see lots.h: what is over, of one account and in the whole store. */
#include "plugin/loyalty/holds.h"
#include "plugin/loyalty/lots_parts.h"

#define PURSE_OF_POINTS 1

/* What one account lost, and the event that says so (0: none yet). */
struct expired {
	int64_t event;
	int64_t lots;
	int64_t units;
};

/* What of a lot is not protected; soonest first, so that lots come in their order. */
static int64_t unprotected(const struct lot *lot, int64_t *protected)
{
	int64_t kept = lot->remaining < *protected ? lot->remaining : *protected;

	*protected -= kept;
	return lot->remaining - kept;
}

static rgl_rc expire_lot(struct store *store, int64_t account, int64_t shop_account,
			 const struct lot *lot, int64_t units, struct expired *expired)
{
	rgl_rc rc = RGL_OK;

	if (expired->event == 0)
		rc = store_event(store, EVENT_EXPIRY, &expired->event);
	if (rc == RGL_OK)
		rc = ledger_move(store, expired->event, TRANSFER_EXPIRED, account, shop_account,
				 units);
	expired->lots++;
	expired->units += units;
	return rc < 0 ? rc : lots_take(store, lot, units);
}

static rgl_rc expire(struct store *store, int64_t account, int64_t shop_account, int64_t now_ms,
		     struct expired *expired)
{
	struct lot lot = LOTS_FIRST;
	int64_t protected = 0;
	rgl_rc rc = lots_next(store, account, LOTS_ANY_EVENT, now_ms, &lot);

	if (rc == RGL_OK && lot.id != 0)
		rc = lots_held(store, account, &protected);
	while (rc == RGL_OK && lot.id != 0) {
		int64_t units = unprotected(&lot, &protected);

		if (units > 0)
			rc = expire_lot(store, account, shop_account, &lot, units, expired);
		if (rc == RGL_OK)
			rc = lots_next(store, account, LOTS_ANY_EVENT, now_ms, &lot);
	}
	return rc;
}

rgl_rc lots_expire(struct store *store, int64_t account, int64_t shop_account, int64_t now_ms,
		   int64_t *ret_units)
{
	struct expired expired = { 0 };
	rgl_rc rc = expire(store, account, shop_account, now_ms, &expired);

	if (rc == RGL_OK)
		*ret_units = expired.units;
	return rc;
}

rgl_rc lots_ending(struct store *store, int64_t account, int64_t until_ms, struct ending *ret)
{
	struct ending ending = { 0 };
	struct lot lot = LOTS_FIRST;
	int64_t protected = 0;
	rgl_rc rc = lots_next(store, account, LOTS_ANY_EVENT, until_ms, &lot);

	if (rc == RGL_OK && lot.id != 0)
		rc = lots_standing(store, account, until_ms, &protected);
	while (rc == RGL_OK && lot.id != 0) {
		int64_t units = unprotected(&lot, &protected);

		if (units > 0 && ending.units == 0)
			ending.first_ms = lot.ends_ms;
		ending.units += units;
		rc = lots_next(store, account, LOTS_ANY_EVENT, until_ms, &lot);
	}
	if (rc == RGL_OK)
		*ret = ending;
	return rc;
}

/* ---- The whole store ---- */

/* How far a sweep came among the lots that are due, by end and number: one that a hold protects
 * stays due and is passed once. lot 0: past the last. */
struct due {
	int64_t ends_ms;
	int64_t lot;
	int64_t account;
	int64_t purse;
	int64_t shop_account;
};

static rgl_rc next_due(struct store *store, int64_t now_ms, struct due *due)
{
	struct query q = query(store, STATEMENT_LOT_DUE);

	query_bind_int(&q, now_ms);
	query_bind_int(&q, due->ends_ms);
	query_bind_int(&q, due->lot);
	due->lot = 0;
	if (query_row(&q)) {
		due->lot = query_int(&q);
		due->ends_ms = query_int(&q);
		due->account = query_int(&q);
		due->purse = query_int(&q);
		due->shop_account = query_int(&q);
	}
	return query_end(&q);
}

static rgl_rc next_hold(struct store *store, int64_t now_ms, int64_t *ret_id)
{
	struct query q = query(store, STATEMENT_HOLD_DUE);

	query_bind_int(&q, now_ms);
	*ret_id = query_row(&q) ? query_int(&q) : 0;
	return query_end(&q);
}

/* Up to `limit` holds; each that was given back is due no more. */
static rgl_rc sweep_holds(struct store *store, int64_t now_ms, int limit, struct swept *swept)
{
	struct hold hold;
	int64_t id;
	rgl_rc rc = next_hold(store, now_ms, &id);

	while (rc == RGL_OK && id != 0 && swept->holds < limit) {
		rc = holds_read(store, id, &hold);
		if (rc == RGL_OK)
			rc = holds_give_back(store, &hold);
		swept->holds++;
		if (rc == RGL_OK)
			rc = next_hold(store, now_ms, &id);
	}
	return rc;
}

static rgl_rc sweep_lots(struct store *store, int64_t now_ms, int limit, struct due *due,
			 struct swept *swept)
{
	int64_t seen = 0;
	rgl_rc rc = next_due(store, now_ms, due);

	while (rc == RGL_OK && due->lot != 0) {
		struct expired expired = { 0 };

		rc = expire(store, due->account, due->shop_account, now_ms, &expired);
		swept->lots += expired.lots;
		swept->units += due->purse == PURSE_OF_POINTS ? expired.units : 0;
		seen += expired.lots > 1 ? expired.lots : 1;
		if (rc < 0 || seen >= limit)
			break;
		rc = next_due(store, now_ms, due);
	}
	return rc;
}

/* One transaction of it. Holds come first: what they gave back may be over. */
static rgl_rc sweep_some(struct store *store, int64_t now_ms, int limit, struct due *due,
			 struct swept *ret)
{
	rgl_rc rc = store_begin(store);

	if (rc < 0)
		return rc;
	rc = sweep_holds(store, now_ms, limit, ret);
	if (rc == RGL_OK && ret->holds < limit)
		rc = sweep_lots(store, now_ms, limit, due, ret);
	return store_end(store, rc);
}

rgl_rc lots_sweep(struct store *store, int64_t now_ms, int limit, struct swept *ret)
{
	struct due due = { .ends_ms = INT64_MIN };
	struct swept all = { 0 };
	struct swept some;
	rgl_rc rc;

	RGL_ASSERT(limit > 0);
	do {
		some = (struct swept) { 0 };
		rc = sweep_some(store, now_ms, limit, &due, &some);
		all.lots += some.lots;
		all.units += some.units;
		all.holds += some.holds;
	} while (rc == RGL_OK && (due.lot != 0 || some.holds == limit));
	if (rc == RGL_OK)
		*ret = all;
	return rc;
}
