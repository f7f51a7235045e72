/* migrate.c - see migrate.h. */
#include "plugin/store/migrate.h"

#include <stdio.h>

#include "plugin/store/store_sqlite.h"
#include "plugin/store/trail.h"

#define STEP_OF_TRAIL 7 /* the step that makes audit_end */

int64_t migrate_version(void)
{
	int64_t count = 0;

	while (schema_steps[count] != NULL)
		count++;
	return count;
}

static rgl_rc read_number(struct store *store, const char *sql, int64_t *ret)
{
	sqlite3_stmt *statement = NULL;
	int sqlite_rc = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);

	if (sqlite_rc == SQLITE_OK)
		sqlite_rc = sqlite3_step(statement);
	if (sqlite_rc == SQLITE_ROW)
		*ret = sqlite3_column_int64(statement, 0);
	(void)sqlite3_finalize(statement);
	if (sqlite_rc != SQLITE_ROW)
		return store_refuse(store, sqlite_rc == SQLITE_DONE ? SQLITE_NOTADB : sqlite_rc);
	return RGL_OK;
}

rgl_rc migrate_check(struct store *store, int64_t *ret_version)
{
	int64_t application = 0;
	int64_t version = 0;
	rgl_rc rc;

	rc = read_number(store, "PRAGMA application_id", &application);
	if (rc == RGL_OK)
		rc = read_number(store, "PRAGMA user_version", &version);
	if (rc < 0)
		return rc;
	if (application != STORE_APPLICATION || version < 1)
		return refuse(&store->refusal, RGL_E_FOREIGN,
			      "%s is not a store of Regulars; nothing in it was touched: check the "
			      "name, or make a new store with regulars init",
			      store->path);
	if (version > migrate_version())
		return refuse(&store->refusal, RGL_E_NEWER,
			      "%s was made by a newer Regulars (its version %lld, ours %lld); "
			      "nothing was touched: install the newer Regulars",
			      store->path, (long long)version, (long long)migrate_version());
	*ret_version = version;
	return RGL_OK;
}

/* A step may replace a table that others refer to; so references are not followed while it does,
 * and all are looked at when it is done. */
static rgl_rc check_references(struct store *store)
{
	sqlite3_stmt *statement = NULL;
	int sqlite_rc =
		sqlite3_prepare_v2(store->db, "PRAGMA foreign_key_check", -1, &statement, NULL);

	if (sqlite_rc == SQLITE_OK)
		sqlite_rc = sqlite3_step(statement);
	(void)sqlite3_finalize(statement);
	if (sqlite_rc == SQLITE_DONE)
		return RGL_OK;
	return store_refuse(store, sqlite_rc == SQLITE_ROW ? SQLITE_CORRUPT : sqlite_rc);
}

static rgl_rc begin_trail(struct store *store)
{
	int64_t since = 0;
	rgl_rc rc = read_number(store, "SELECT since FROM audit_end WHERE id = 1", &since);

	return rc < 0 ? rc : trail_begin(store, since);
}

static rgl_rc apply_steps(struct store *store, int64_t version)
{
	char pragma[96];
	rgl_rc rc = RGL_OK;

	for (int64_t i = version; rc == RGL_OK && schema_steps[i] != NULL; i++)
		rc = store_run(store, schema_steps[i]);
	(void)snprintf(pragma, sizeof(pragma),
		       "PRAGMA application_id = %d; PRAGMA user_version = %lld", STORE_APPLICATION,
		       (long long)migrate_version());
	if (rc == RGL_OK && version < STEP_OF_TRAIL)
		rc = begin_trail(store);
	if (rc == RGL_OK)
		rc = check_references(store);
	if (rc == RGL_OK)
		rc = store_run(store, pragma);
	if (rc == RGL_OK)
		rc = store_run(store, "COMMIT");
	return rc;
}

rgl_rc migrate_apply(struct store *store, int64_t version)
{
	rgl_rc rc;

	if (version == migrate_version())
		return RGL_OK;
	rc = store_run(store, "PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE");
	if (rc < 0)
		return rc;
	rc = apply_steps(store, version);
	if (rc < 0 && sqlite3_get_autocommit(store->db) == 0)
		(void)sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	return rc < 0 ? rc : store_run(store, "PRAGMA foreign_keys = ON");
}
