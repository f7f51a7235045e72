/* spool_jobs.c - see spool_jobs.h. */
#include "receipts/spool_jobs.h"

#include <stdio.h>
#include <string.h>

#include "plugin/store/query.h"

/* The printing thread holds its context's turn mutex meanwhile, so it does not wait for another
 * program: it comes back later. */
#define SPOOL_TURN_MS 20

static void read_job(struct query *q, struct spool_job *ret)
{
	ret->id = query_int(q);
	query_text(q, ret->sale, sizeof(ret->sale));
	ret->is_copy = query_int(q) != 0;
	ret->state = (enum spool_job_state)query_int(q);
	query_text(q, ret->begun.printer, sizeof(ret->begun.printer));
	query_text(q, ret->begun.session, sizeof(ret->begun.session));
	ret->begun.has_counter = !query_is_null(q);
	ret->begun.counter = query_int(q);
	ret->begun.cuts = query_int(q);
	query_text(q, ret->begun.tag, sizeof(ret->begun.tag));
	ret->tries = query_int(q);
	ret->asked = query_int(q);
	ret->since_ms = query_int(q);
	query_text(q, ret->why, sizeof(ret->why));
}

static rgl_rc read_first(struct store *store, enum spool_job_state state, struct spool_job *ret)
{
	struct query q = query(store, STATEMENT_PRINT_NEXT);
	struct spool_job job = { 0 };
	rgl_rc rc;

	query_bind_int(&q, store->till);
	query_bind_int(&q, state);
	if (query_row(&q))
		read_job(&q, &job);
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = job;
	return rc;
}

/* A till that only opened the store is not in it yet, and so has no number to ask by. */
static rgl_rc enter(struct store *store)
{
	rgl_rc rc;

	if (store->epoch != 0)
		return RGL_OK;
	rc = store_begin_within(store, SPOOL_TURN_MS);
	if (rc < 0)
		return rc;
	return store_end(store, store_enter(store));
}

rgl_rc spool_jobs_next(struct store *store, struct spool_job *ret)
{
	struct spool_job job = { 0 };
	rgl_rc rc = enter(store);

	if (rc == RGL_OK)
		rc = read_first(store, SPOOL_AT_PRINTER, &job);
	if (rc == RGL_OK && job.id == 0)
		rc = read_first(store, SPOOL_WAITING, &job);
	if (rc == RGL_OK)
		*ret = job;
	return rc;
}

/* Begins a transaction on a job that nobody cancelled meanwhile. */
static rgl_rc begin(struct store *store, const struct spool_job *job)
{
	struct query q;
	int64_t state = 0;
	rgl_rc rc = store_begin_within(store, SPOOL_TURN_MS);

	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_PRINT_STATE);
	query_bind_int(&q, job->id);
	if (query_row(&q))
		state = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK && state != (int64_t)job->state)
		rc = refuse(&store->refusal, RGL_E_NO_SALE,
			    "the receipt of %s was cancelled meanwhile", job->sale);
	return rc < 0 ? store_end(store, rc) : RGL_OK;
}

static void bind_counter(struct query *q, const struct spool_begun *begun)
{
	if (begun->has_counter)
		query_bind_int(q, begun->counter);
	else
		query_bind_null(q);
}

static rgl_rc write_begun(struct store *store, const struct spool_job *job,
			  const struct spool_begun *begun, bool is_copy)
{
	struct query q = query(store, STATEMENT_PRINT_BEGIN);

	query_bind_int(&q, job->id);
	query_bind_int(&q, is_copy);
	query_bind_text(&q, begun->printer);
	query_bind_text(&q, begun->session);
	bind_counter(&q, begun);
	query_bind_int(&q, begun->cuts);
	query_bind_text(&q, begun->tag);
	return query_run(&q);
}

/* What other tills left there: from now on the printer's counter tells of this job too. */
static rgl_rc follow(struct store *store, const struct spool_job *job,
		     const struct spool_begun *begun)
{
	struct query q = query(store, STATEMENT_PRINT_FOLLOW);

	query_bind_int(&q, job->id);
	query_bind_text(&q, begun->printer);
	query_bind_text(&q, begun->session);
	bind_counter(&q, begun);
	return query_run(&q);
}

rgl_rc spool_jobs_begin(struct store *store, struct spool_job *job, const struct spool_begun *begun,
			bool is_copy)
{
	rgl_rc rc = begin(store, job);

	if (rc < 0)
		return rc;
	rc = write_begun(store, job, begun, is_copy);
	if (rc == RGL_OK)
		rc = follow(store, job, begun);
	rc = store_end(store, rc);
	if (rc < 0)
		return rc;
	job->state = SPOOL_AT_PRINTER;
	job->begun = *begun;
	job->is_copy = job->is_copy || is_copy;
	job->tries++;
	return RGL_OK;
}

static rgl_rc change(struct store *store, const struct spool_job *job, enum statement statement)
{
	struct query q;
	rgl_rc rc = begin(store, job);

	if (rc < 0)
		return rc;
	q = query(store, statement);
	query_bind_int(&q, job->id);
	return store_end(store, query_run(&q));
}

rgl_rc spool_jobs_void(struct store *store, struct spool_job *job)
{
	rgl_rc rc = change(store, job, STATEMENT_PRINT_VOID);

	if (rc == RGL_OK)
		job->begun.tag[0] = '\0';
	return rc;
}

rgl_rc spool_jobs_back(struct store *store, struct spool_job *job)
{
	rgl_rc rc = change(store, job, STATEMENT_PRINT_BACK);

	if (rc < 0)
		return rc;
	job->state = SPOOL_WAITING;
	job->tries--;
	return RGL_OK;
}

static rgl_rc seen(struct store *store, const char *printer)
{
	struct query q = query(store, STATEMENT_PRINTER_SEEN);

	query_bind_text(&q, printer);
	query_bind_int(&q, host_now_ms(store->host));
	return query_run(&q);
}

rgl_rc spool_jobs_done(struct store *store, const struct spool_job *job, const char *printer)
{
	struct query q;
	rgl_rc rc = begin(store, job);

	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_PRINT_DONE);
	query_bind_int(&q, job->id);
	query_bind_int(&q, host_now_ms(store->host));
	rc = query_run(&q);
	if (rc == RGL_OK)
		rc = seen(store, printer);
	return store_end(store, rc);
}

rgl_rc spool_jobs_told(struct store *store, struct spool_job *job, const char *why)
{
	struct query q;
	rgl_rc rc;

	if (strcmp(job->why, why) == 0)
		return RGL_OK;
	rc = begin(store, job);
	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_PRINT_TOLD);
	query_bind_int(&q, job->id);
	query_bind_text(&q, why);
	rc = store_end(store, query_run(&q));
	if (rc == RGL_OK)
		(void)snprintf(job->why, sizeof(job->why), "%s", why);
	return rc;
}

rgl_rc spool_jobs_follower(struct store *store, const struct spool_job *job,
			   struct spool_follower *ret)
{
	struct query q = query(store, STATEMENT_PRINT_FOLLOWER);
	struct spool_follower follower = { 0 };
	rgl_rc rc;

	query_bind_int(&q, job->id);
	if (query_row(&q)) {
		follower.is_there = !query_is_null(&q);
		query_text(&q, follower.session, sizeof(follower.session));
		follower.has_counter = !query_is_null(&q);
		follower.counter = query_int(&q);
	}
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = follower;
	return rc;
}

rgl_rc spool_jobs_waiting(struct store *store, int64_t *ret)
{
	struct query q = query(store, STATEMENT_PRINT_WAITING);
	int64_t count = 0;
	rgl_rc rc;

	/* By its name: a till that has not written yet since it was opened has no number. */
	query_bind_text(&q, store->till_name);
	if (query_row(&q))
		count = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = count;
	return rc;
}
