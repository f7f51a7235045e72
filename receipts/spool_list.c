/* spool_list.c - see spool_list.h. */
#include "receipts/spool_list.h"

#include "plugin/store/query.h"

const char *spool_state_words(enum spool_job_state state)
{
	return state == SPOOL_AT_PRINTER ? "at the printer" : spool_state_name(state);
}

const char *spool_state_name(enum spool_job_state state)
{
	switch (state) {
	case SPOOL_WAITING:
		return "waiting";
	case SPOOL_AT_PRINTER:
		return "at_printer";
	case SPOOL_PRINTED:
		return "printed";
	case SPOOL_CANCELLED:
		break;
	}
	return "cancelled";
}

static struct spool_row read_row(struct query *q)
{
	struct spool_row row = { .id = query_int(q) };

	query_text(q, row.till, sizeof(row.till));
	query_text(q, row.sale, sizeof(row.sale));
	row.state = (enum spool_job_state)query_int(q);
	row.is_copy = query_int(q) != 0;
	row.created_ms = query_int(q);
	row.done_ms = query_int(q);
	row.tries = query_int(q);
	query_text(q, row.printer, sizeof(row.printer));
	query_text(q, row.why, sizeof(row.why));
	return row;
}

rgl_rc spool_list(struct store *store, bool is_over, int64_t limit,
		  void (*tell)(void *user, const struct spool_row *row), void *user)
{
	struct query q = query(store, is_over ? STATEMENT_PRINT_RECENT : STATEMENT_PRINT_LIST);

	query_bind_int(&q, limit);
	while (query_row(&q)) {
		struct spool_row row = read_row(&q);

		tell(user, &row);
	}
	return query_end(&q);
}

rgl_rc spool_find(struct store *store, int64_t id, struct spool_row *ret)
{
	struct query q = query(store, STATEMENT_PRINT_JOB);
	struct spool_row row = { 0 };
	rgl_rc rc;

	query_bind_int(&q, id);
	if (query_row(&q))
		row = read_row(&q);
	rc = query_end(&q);
	if (rc == RGL_OK && row.id == 0)
		rc = refuse(&store->refusal, RGL_E_UNKNOWN,
			    "no receipt has the number %lld; `regulars spool` lists them",
			    (long long)id);
	if (rc == RGL_OK)
		*ret = row;
	return rc;
}

static rgl_rc retry_all(struct store *store)
{
	struct query q;
	rgl_rc rc = store_begin(store);

	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_PRINT_RETRY_ALL);
	return store_end(store, query_run(&q));
}

static rgl_rc retry(struct store *store, int64_t id)
{
	struct spool_row row = { 0 };
	struct query q;
	rgl_rc rc = spool_find(store, id, &row);

	if (rc < 0)
		return rc;
	if (row.state == SPOOL_PRINTED)
		return RGL_EXISTS;
	q = query(store, STATEMENT_PRINT_RETRY);
	query_bind_int(&q, id);
	return query_run(&q);
}

rgl_rc spool_retry(struct store *store, int64_t id)
{
	rgl_rc rc;

	if (id == 0)
		return retry_all(store);
	rc = store_begin(store);
	return rc < 0 ? rc : store_end(store, retry(store, id));
}

static rgl_rc cancel(struct store *store, int64_t id, bool may_begun)
{
	struct spool_row row = { 0 };
	struct query q;
	rgl_rc rc = spool_find(store, id, &row);

	if (rc < 0)
		return rc;
	if (row.state > SPOOL_AT_PRINTER)
		return RGL_EXISTS;
	if (row.state == SPOOL_AT_PRINTER && !may_begun)
		return refuse(
			&store->refusal, RGL_E_PRINTER,
			"the receipt of %s is at the printer of till %s; cancel it there when "
			"it stands still, or close that till first",
			row.sale, row.till);
	q = query(store, STATEMENT_PRINT_CANCEL);
	query_bind_int(&q, id);
	query_bind_int(&q, host_now_ms(store->host));
	return query_run(&q);
}

rgl_rc spool_cancel(struct store *store, int64_t id, bool may_begun)
{
	rgl_rc rc = store_begin(store);

	return rc < 0 ? rc : store_end(store, cancel(store, id, may_begun));
}
