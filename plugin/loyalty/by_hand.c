/* by_hand.c - see by_hand.h. */
#include "plugin/loyalty/by_hand.h"

#include "plugin/store/query.h"

static int64_t day_begins_ms(struct store *store, int64_t at_ms)
{
	const struct civil now = zone_civil(store->zone, at_ms);
	const struct civil midnight = { .year = now.year, .month = now.month, .day = now.day };

	return zone_instant_ms(store->zone, civil_ms(&midnight));
}

/* How many this person made lately; of each kind, no more than matter are counted. */
static rgl_rc count_lately(struct store *store, const struct limit *limit,
			   const struct watched *watched, int64_t *ret)
{
	struct query q = query(store, STATEMENT_BY_HAND_COUNT);

	query_bind_text(&q, watched->cashier);
	query_bind_int(&q, limit->minutes == 0 ? day_begins_ms(store, watched->at_ms)
					       : watched->at_ms - limit->minutes * 60000 + 1);
	query_bind_int(&q, limit->max);
	if (query_row(&q))
		*ret = query_int(&q);
	return query_end(&q);
}

rgl_rc by_hand_look(struct store *store, const struct limit *limit, const struct watched *watched,
		    const char *what, struct findings *findings)
{
	int64_t lately = 0;
	rgl_rc rc;

	if (!limit->set)
		return RGL_OK;
	rc = count_lately(store, limit, watched, &lately);
	if (rc == RGL_OK && lately >= limit->max)
		rc = watch_adjustment(store, limit, watched, what, findings);
	return rc;
}

rgl_rc by_hand_keep(struct store *store, enum event_kind kind, const struct watched *watched,
		    const struct findings *findings)
{
	int64_t event = 0;
	rgl_rc rc = store_event(store, kind, &event);

	return rc < 0 ? rc : watch_tell(store, event, watched, findings);
}

rgl_rc by_hand_refuse(struct store *store, const char *who)
{
	return refuse(&store->refusal, RGL_E_LIMIT,
		      "nothing was changed: %.80s made more changes by hand than the programme "
		      "allows; the owner was told",
		      who);
}
