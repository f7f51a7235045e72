/* alerts.c - see alerts.h. */
#include "plugin/reports/alerts.h"

#include "plugin/store/query.h"

rgl_rc alerts_read(struct store *store, int64_t from_ms, int64_t until_ms, alert_taker *take,
		   void *user)
{
	struct query q = query(store, STATEMENT_ALERT_LIST);
	struct alert alert;
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	query_bind_int(&q, from_ms);
	query_bind_int(&q, until_ms);
	while (rc == RGL_OK && query_row(&q)) {
		alert.at_ms = query_int(&q);
		query_text(&q, alert.kind, sizeof(alert.kind));
		alert.refused = query_int(&q) != 0;
		alert.member = query_int(&q);
		query_text(&q, alert.cashier, sizeof(alert.cashier));
		query_text(&q, alert.text, sizeof(alert.text));
		rc = take(user, &alert);
	}
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}
