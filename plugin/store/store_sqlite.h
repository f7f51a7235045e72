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

/* Reads (or makes: `get`) the key at key_path, NULL: beside the file. store_shop.c. */
MUST_USE rgl_rc store_read_key(struct store *store, const char *key_path,
			       rgl_rc (*get)(const char *, uint8_t *, struct rgl_why *));

/* E_KEY: it is another store's. Before a step of the schema, which signs with it (trail.h): with
 * another's it would sign for good. */
MUST_USE rgl_rc store_check_key(struct store *store);

/* The shop and its zone. E_KEY, E_DAMAGED. */
MUST_USE rgl_rc store_read_shop(struct store *store);
