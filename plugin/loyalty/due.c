/* due.c - see due.h. */
#include "plugin/loyalty/due.h"

static rgl_rc read_lots(struct store *store, int64_t until_ms, due_taker *take, void *user)
{
	struct query q = query(store, STATEMENT_DUE_LOTS);
	struct due due;
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	query_bind_int(&q, until_ms);
	while (rc == RGL_OK && query_row(&q)) {
		query_text(&q, due.purse, sizeof(due.purse));
		due.is_money = query_int(&q) != 0;
		due.ends_ms = query_int(&q);
		due.lots = query_int(&q);
		due.units = query_int(&q);
		rc = take(user, &due);
	}
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

rgl_rc due_read(struct store *store, int64_t until_ms, due_taker *take, void *user,
		int64_t *ret_holds)
{
	struct query q = query(store, STATEMENT_DUE_HOLDS);
	int64_t holds = 0;
	rgl_rc rc;

	query_bind_int(&q, until_ms);
	if (query_row(&q))
		holds = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK)
		rc = read_lots(store, until_ms, take, user);
	if (rc == RGL_OK)
		*ret_holds = holds;
	return rc;
}
