/* checkout_late.c - see checkout_parts.h: what came so late that it is over by now. */
#include "plugin/checkout_parts.h"

static rgl_rc end_in(struct desk *desk, size_t purse, int64_t *ret_units)
{
	const struct plan *plan = &desk->plan;
	int64_t now_ms = host_now_ms(desk->store->host);
	int64_t over_ms = expiry_ends_ms(&plan->entry->programme->purses[purse].expiry,
					 desk->store->zone, plan->at_ms);

	if (plan->profile.accounts[purse].id == 0 || over_ms == 0 || over_ms > now_ms)
		return RGL_OK;
	return lots_expire(desk->store, plan->profile.accounts[purse].id,
			   plan->entry->purses[purse].shop, now_ms, ret_units);
}

rgl_rc write_late(struct desk *desk, struct effect *effect)
{
	struct query q = query(desk->store, STATEMENT_SALE_BALANCE);
	int64_t units = 0; /* of points, which come first */
	int64_t unused = 0;
	rgl_rc rc;

	rc = end_in(desk, PURSE_POINTS, &units);
	for (size_t i = PURSE_CREDIT; rc == RGL_OK && i < desk->plan.entry->programme->purse_count;
	     i++)
		rc = end_in(desk, i, &unused);
	if (rc < 0 || units == 0)
		return rc;
	effect->balance = points_of(effect->balance.count - units);
	query_bind_int(&q, desk->plan.event);
	query_bind_points(&q, effect->balance);
	return query_run(&q);
}
