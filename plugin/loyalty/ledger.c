/* ledger.c - see ledger.h. */
#include "plugin/loyalty/ledger.h"

rgl_rc ledger_move(struct store *store, int64_t event, int64_t debit, int64_t credit,
		   struct points points)
{
	struct query q = query(store, STATEMENT_TRANSFER_ADD);

	RGL_ASSERT(debit != credit);
	RGL_ASSERT(points_sign(points) > 0);
	query_bind_int(&q, event);
	query_bind_int(&q, debit);
	query_bind_int(&q, credit);
	query_bind_points(&q, points);
	return query_run(&q);
}
