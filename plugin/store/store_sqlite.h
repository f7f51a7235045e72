/* store_sqlite.h - what the files of this folder share about SQLite; nobody else includes it. */
#pragma once

#include <sqlite3.h>

#include "plugin/store/store.h"

/* Our code for SQLite's; what a person can do about one of ours. */
rgl_rc store_code(int sqlite_rc);
const char *store_advice(rgl_rc rc);

/* Our code for SQLite's, with the words for a person in store->refusal. */
rgl_rc store_refuse(struct store *store, int sqlite_rc);

/* Prepares a statement that is not yet: E_MEMORY, or what SQLite has against it. */
MUST_USE rgl_rc store_prepare(struct store *store, enum statement statement);

/* The same without a store yet. */
rgl_rc store_refuse_sqlite(int sqlite_rc, const char *path, struct rgl_why *refusal);

/* Runs text with no answer: a PRAGMA. */
MUST_USE rgl_rc store_run(struct store *store, const char *sql);
