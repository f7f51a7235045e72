/* last_day.c - see last_day.h. */
#include "plugin/insight/last_day.h"

#include "plugin/store/query.h"

rgl_rc last_day_read(struct store *store, struct last_day *ret)
{
	int32_t now = period_day(store->zone, host_now_ms(store->host));
	struct last_day last = { .day = now, .now = now };
	struct query q = query(store, STATEMENT_SALE_LAST_AT);
	rgl_rc rc;

	if (query_row(&q) && !query_is_null(&q)) {
		int32_t sold = period_day(store->zone, query_int(&q));

		last.has_sales = true;
		last.day = now - sold > LAST_DAY_PAUSE ? sold : now;
	}
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = last;
	return rc;
}
