/* store.c - see store.h: events, and SQLite's codes in our words. Opening is in store_open.c,
 * transactions are in transaction.c. */
#include "plugin/store/store.h"

#include <string.h>

#include "plugin/store/query.h"
#include "plugin/store/store_sqlite.h"
#include "plugin/store/turn.h"

rgl_rc store_code(int sqlite_rc)
{
	if (sqlite_rc == SQLITE_IOERR_NOMEM)
		return RGL_E_MEMORY;
	if (sqlite_rc == SQLITE_CONSTRAINT_DATATYPE)
		return RGL_E_RANGE; /* a sum beyond 64 bits, which SQLite made a float of */
	switch (sqlite_rc & 0xff) {
	case SQLITE_MISMATCH:
	case SQLITE_TOOBIG:
		return RGL_E_RANGE;
	case SQLITE_NOMEM:
		return RGL_E_MEMORY;
	case SQLITE_FULL:
		return RGL_E_FULL;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL:
		return RGL_E_BUSY;
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return RGL_E_READ_ONLY;
	case SQLITE_NOTADB:
		return RGL_E_FOREIGN;
	case SQLITE_CORRUPT:
		return RGL_E_DAMAGED;
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		return RGL_E_INPUT_OUTPUT;
	default:
		return RGL_E_INTERNAL;
	}
}

const char *store_advice(rgl_rc rc)
{
	switch (rc) {
	case RGL_E_FULL:
		return "the disk is full; nothing of this was kept: free room and send it again";
	case RGL_E_BUSY:
		return "another program is writing to the store; nothing was kept: try again";
	case RGL_E_READ_ONLY:
		return "may not be read, or may not be written by this user; give read and write "
		       "permission to it, its key and its folder";
	case RGL_E_FOREIGN:
		return "is not a store of Regulars; nothing in it was touched: check the name";
	case RGL_E_DAMAGED:
		return "is damaged; put the last backup back (regulars doctor tells more)";
	case RGL_E_MEMORY:
		return "there is not enough memory; nothing was kept: try again";
	case RGL_E_RANGE:
		return "a sum is larger than can be counted; nothing of this was kept";
	case RGL_E_INPUT_OUTPUT:
		return "the disk did not do what was asked; nothing was kept: check the disk";
	default:
		return "a fault inside Regulars; nothing was kept";
	}
}

rgl_rc store_refuse_sqlite(int sqlite_rc, const char *path, struct rgl_why *refusal)
{
	rgl_rc rc = store_code(sqlite_rc);

	return refuse(refusal, rc, "%s: %s (SQLite %d)", path, store_advice(rc), sqlite_rc);
}

rgl_rc store_refuse(struct store *store, int sqlite_rc)
{
	return store_refuse_sqlite(sqlite_rc, store->path, &store->refusal);
}

rgl_rc store_run(struct store *store, const char *sql)
{
	int sqlite_rc = sqlite3_exec(store->db, sql, NULL, NULL, NULL);

	return sqlite_rc == SQLITE_OK ? RGL_OK : store_refuse(store, sqlite_rc);
}

rgl_rc store_enter(struct store *store)
{
	struct query q = query(store, STATEMENT_TILL_ENTER);
	int64_t now_s = host_now_ms(store->host) / 1000;

	RGL_ASSERT(store->depth >= 1);
	if (store->epoch != 0)
		return RGL_OK;
	query_bind_text(&q, store->till_name);
	query_bind_int(&q, now_s < 1 ? 1 : now_s);
	if (query_row(&q)) {
		store->till = query_int(&q);
		store->epoch = query_int(&q);
	}
	return query_run(&q);
}

/* FNV-1a of the till's name: a place of its own in the file. */
static uint32_t printing_place(const struct store *store)
{
	uint32_t number = 2166136261u;

	for (const char *at = store->till_name; *at != '\0'; at++)
		number = (number ^ (uint8_t)*at) * 16777619u;
	return number;
}

bool store_claim_printing(struct store *store)
{
	return store->turn >= 0 && turn_claim(store->turn, printing_place(store));
}

void store_disclaim_printing(struct store *store)
{
	if (store->turn >= 0)
		turn_disclaim(store->turn, printing_place(store));
}

bool store_is_wanted(const struct store *store)
{
	return store->turn >= 0 && turn_is_wanted(store->turn);
}

rgl_rc store_event(struct store *store, enum event_kind kind, int64_t *ret_id)
{
	struct query q = query(store, STATEMENT_EVENT_ADD);
	rgl_rc rc;

	rc = store_enter(store);
	if (rc < 0)
		return rc;
	query_bind_int(&q, store->till);
	query_bind_int(&q, store->epoch);
	query_bind_int(&q, store->sequence + 1);
	query_bind_int(&q, kind);
	query_bind_int(&q, host_now_ms(store->host));
	rc = query_run(&q);
	if (rc < 0)
		return rc;
	store->sequence++;
	*ret_id = store_last_id(store);
	return RGL_OK;
}

int64_t store_last_id(const struct store *store)
{
	return sqlite3_last_insert_rowid(store->db);
}

void store_forget(struct store *store)
{
	(void)sqlite3_db_release_memory(store->db);
}

rgl_rc store_check(struct store *store, const char *pragma,
		   void (*tell)(void *user, const char *line), void *user)
{
	sqlite3_stmt *statement = NULL;
	int sqlite_rc = sqlite3_prepare_v2(store->db, pragma, -1, &statement, NULL);
	rgl_rc rc;

	if (sqlite_rc == SQLITE_OK)
		sqlite_rc = sqlite3_step(statement);
	while (sqlite_rc == SQLITE_ROW) {
		const char *line = (const char *)sqlite3_column_text(statement, 0);

		tell(user, line == NULL ? "" : line);
		sqlite_rc = sqlite3_step(statement);
	}
	rc = sqlite_rc == SQLITE_DONE ? RGL_OK : store_refuse(store, sqlite_rc);
	(void)sqlite3_finalize(statement);
	return rc;
}

const char *store_sqlite_version(void)
{
	return sqlite3_libversion();
}

bool store_sqlite_needs_turns(void)
{
	return sqlite3_libversion_number() < 3051003;
}
