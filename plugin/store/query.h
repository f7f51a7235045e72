/* query.h - one run of one prepared statement. The first failure sticks; later steps do nothing.
 *
 *	struct query q = query(store, STATEMENT_CARD_BY_HASH);
 *	query_bind_blob(&q, hash, 16);
 *	while (query_row(&q))
 *		member = query_int(&q);
 *	rc = query_end(&q);
 */
#pragma once

#include "plugin/store/store.h"

struct query {
	struct store *store;
	struct sqlite3_stmt *statement;
	int bound;
	int column;
	rgl_rc rc;
};

/* Prepared when it is first asked for; that it cannot be is the run's first failure. */
struct query query(struct store *store, enum statement statement);

/* Binders, in the order of the statement's parameters. Text and blobs are the caller's and stay
 * as they are until query_end. A NULL text is bound as ''. */
void query_bind_int(struct query *query, int64_t value);
void query_bind_money(struct query *query, struct money value);
void query_bind_points(struct query *query, struct points value);
void query_bind_text(struct query *query, const char *text);
void query_bind_blob(struct query *query, const void *data, size_t length);
void query_bind_null(struct query *query);

/* A reference that may be missing: 0 is NULL. */
void query_bind_reference(struct query *query, int64_t id);

/* The next row, false when there is none left or something failed. */
bool query_row(struct query *query);

/* The row's columns, in order. A text is cut at `room`. */
int64_t query_int(struct query *query);
struct money query_money(struct query *query);
struct points query_points(struct query *query);
void query_text(struct query *query, char *ret, size_t room);
void query_blob(struct query *query, void *ret, size_t length); /* zeros when it is not that long */
bool query_is_null(struct query *query);  /* of the next column; does not pass it */
size_t query_length(struct query *query); /* bytes of the next column; does not pass it */
void query_skip(struct query *query);

/* Ends the run: the first failure, or RGL_OK. */
MUST_USE rgl_rc query_end(struct query *query);

/* Steps to the end and ends: for what answers no rows. */
MUST_USE rgl_rc query_run(struct query *query);
