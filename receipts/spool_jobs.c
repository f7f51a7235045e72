/* spool_jobs.c - see spool_jobs.h. */
#include "receipts/spool_jobs.h"

#include "plugin/store/query.h"

/* The printing thread holds its context's turn mutex meanwhile, so it does not wait for another
 * program: it comes back later. */
#define SPOOL_TURN_MS 20

enum { WAITING = 1, AT_PRINTER = 2, PRINTED = 3 };

rgl_rc spool_jobs_recover(struct store *store)
{
	struct query q;
	rgl_rc rc;

	rc = store_begin_within(store, SPOOL_TURN_MS);
	if (rc < 0)
		return rc;
	rc = store_enter(store);
	if (rc < 0)
		return store_end(store, rc);
	q = query(store, STATEMENT_PRINT_CUT_SHORT);
	query_bind_int(&q, store->till);
	return store_end(store, query_run(&q));
}

static rgl_rc set_state(struct store *store, int64_t job, int state, bool is_copy, int64_t done_ms)
{
	struct query q = query(store, STATEMENT_PRINT_STATE);

	query_bind_int(&q, job);
	query_bind_int(&q, state);
	query_bind_int(&q, is_copy);
	query_bind_int(&q, done_ms);
	return query_run(&q);
}

static rgl_rc read_next(struct store *store, struct spool_job *ret)
{
	struct query q = query(store, STATEMENT_PRINT_NEXT);
	struct spool_job job = { 0 };
	rgl_rc rc;

	query_bind_int(&q, store->till);
	if (query_row(&q)) {
		job.id = query_int(&q);
		query_text(&q, job.sale, sizeof(job.sale));
		job.is_copy = query_int(&q) != 0;
	}
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = job;
	return rc;
}

rgl_rc spool_jobs_take(struct store *store, struct spool_job *ret)
{
	struct spool_job job = { 0 };
	rgl_rc rc = read_next(store, &job);

	if (rc == RGL_OK && job.id != 0) {
		rc = store_begin_within(store, SPOOL_TURN_MS);
		if (rc < 0)
			return rc;
		/* Read again: what was first before the turn came need not be now. */
		rc = read_next(store, &job);
		if (rc == RGL_OK && job.id != 0)
			rc = set_state(store, job.id, AT_PRINTER, false, 0);
		rc = store_end(store, rc);
	}
	if (rc == RGL_OK)
		*ret = job;
	return rc;
}

static rgl_rc seen(struct store *store, const char *printer)
{
	struct query q = query(store, STATEMENT_PRINTER_SEEN);

	query_bind_text(&q, printer);
	query_bind_int(&q, host_now_ms(store->host));
	return query_run(&q);
}

rgl_rc spool_jobs_done(struct store *store, const struct spool_job *job, bool printed, bool begun,
		       const char *printer)
{
	rgl_rc rc = store_begin_within(store, SPOOL_TURN_MS);

	if (rc < 0)
		return rc;
	rc = set_state(store, job->id, printed ? PRINTED : WAITING, !printed && begun,
		       printed ? host_now_ms(store->host) : 0);
	if (rc == RGL_OK && printed)
		rc = seen(store, printer);
	return store_end(store, rc);
}

rgl_rc spool_jobs_waiting(struct store *store, int64_t *ret)
{
	struct query q = query(store, STATEMENT_PRINT_WAITING);
	rgl_rc rc;

	query_bind_int(&q, store->till);
	*ret = query_row(&q) ? query_int(&q) : 0;
	rc = query_end(&q);
	return rc;
}
