/* query.c - see query.h. */
#include "plugin/store/query.h"

#include <string.h>

#include "plugin/store/store_sqlite.h"

struct query query(struct store *store, enum statement statement)
{
	rgl_rc rc = store_prepare(store, statement);

	return (struct query) {
		.store = store,
		.statement = store->statements[statement],
		.rc = rc,
	};
}

static void note(struct query *query, int sqlite_rc)
{
	if (sqlite_rc != SQLITE_OK && query->rc == RGL_OK)
		query->rc = store_refuse(query->store, sqlite_rc);
}

void query_bind_int(struct query *query, int64_t value)
{
	if (query->rc == RGL_OK)
		note(query, sqlite3_bind_int64(query->statement, ++query->bound, value));
}

void query_bind_money(struct query *query, struct money value)
{
	query_bind_int(query, value.minor);
}

void query_bind_points(struct query *query, struct points value)
{
	query_bind_int(query, value.count);
}

void query_bind_text(struct query *query, const char *text)
{
	if (query->rc == RGL_OK)
		note(query, sqlite3_bind_text(query->statement, ++query->bound,
					      text == NULL ? "" : text, -1, SQLITE_STATIC));
}

void query_bind_blob(struct query *query, const void *data, size_t length)
{
	if (query->rc == RGL_OK)
		note(query, sqlite3_bind_blob64(query->statement, ++query->bound, data, length,
						SQLITE_STATIC));
}

void query_bind_null(struct query *query)
{
	if (query->rc == RGL_OK)
		note(query, sqlite3_bind_null(query->statement, ++query->bound));
}

void query_bind_reference(struct query *query, int64_t id)
{
	if (id == 0)
		query_bind_null(query);
	else
		query_bind_int(query, id);
}

bool query_row(struct query *query)
{
	int sqlite_rc;

	if (query->rc < 0)
		return false;
	query->column = 0;
	sqlite_rc = sqlite3_step(query->statement);
	if (sqlite_rc == SQLITE_ROW)
		return true;
	if (sqlite_rc != SQLITE_DONE)
		note(query, sqlite_rc);
	return false;
}

int64_t query_int(struct query *query)
{
	return sqlite3_column_int64(query->statement, query->column++);
}

struct money query_money(struct query *query)
{
	return money_of(query_int(query));
}

struct points query_points(struct query *query)
{
	return points_of(query_int(query));
}

void query_text(struct query *query, char *ret, size_t room)
{
	const char *text = (const char *)sqlite3_column_text(query->statement, query->column);
	size_t length = (size_t)sqlite3_column_bytes(query->statement, query->column++);

	if (text == NULL)
		length = 0;
	if (length > room - 1)
		length = room - 1;
	if (length > 0)
		memcpy(ret, text, length);
	ret[length] = '\0';
}

void query_blob(struct query *query, void *ret, size_t length)
{
	const void *data = sqlite3_column_blob(query->statement, query->column);
	int size = sqlite3_column_bytes(query->statement, query->column++);

	memset(ret, 0, length);
	if (data != NULL && (size_t)size == length)
		memcpy(ret, data, length);
}

bool query_is_null(struct query *query)
{
	return sqlite3_column_type(query->statement, query->column) == SQLITE_NULL;
}

size_t query_length(struct query *query)
{
	return (size_t)sqlite3_column_bytes(query->statement, query->column);
}

void query_skip(struct query *query)
{
	query->column++;
}

rgl_rc query_end(struct query *query)
{
	/* What went wrong was noted by the step that saw it; a reset repeats it. */
	if (query->statement != NULL) {
		(void)sqlite3_reset(query->statement);
		(void)sqlite3_clear_bindings(query->statement);
	}
	return query->rc;
}

rgl_rc query_run(struct query *query)
{
	while (query_row(query))
		;
	return query_end(query);
}
