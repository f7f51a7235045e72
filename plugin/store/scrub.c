/* scrub.c - see scrub.h. */
#include "plugin/store/scrub.h"

#include <sys/stat.h>

#include "plugin/store/store_sqlite.h"
#include "plugin/store/turn.h"

/* Written anew at some 130 MB a second on a disk of 2025: a quarter of a second, and within a
 * till's patience (STORE_PATIENCE_MS) on one that takes eight times as long. */
#define QUICK_BYTES (32 * 1024 * 1024)

rgl_rc scrub_begin(struct store *store)
{
	return store_run(store, "PRAGMA secure_delete = ON");
}

/* The turn is held: so a reader is not waited for, because tills would wait with it. */
static rgl_rc empty_log(struct store *store, bool *ret_done)
{
	int sqlite_rc;
	int kind;

	(void)sqlite3_busy_timeout(store->db, 0);
	sqlite_rc =
		sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	(void)sqlite3_busy_timeout(store->db, (int)store->patience_ms);
	kind = sqlite_rc & 0xff;
	if (sqlite_rc != SQLITE_OK && kind != SQLITE_BUSY && kind != SQLITE_LOCKED) {
		store->latched = store_code(sqlite_rc); /* as after any checkpoint that failed */
		return store_refuse(store, sqlite_rc);
	}
	if (sqlite_rc == SQLITE_OK)
		store->wal_pages = 0;
	*ret_done = sqlite_rc == SQLITE_OK;
	return RGL_OK;
}

static bool is_apart(const struct store *store)
{
	return store->mode == STORE_WRITE && store->latched == RGL_OK && store->depth == 0 &&
	       sqlite3_get_autocommit(store->db) != 0;
}

rgl_rc scrub_log(struct store *store, bool *ret_done)
{
	rgl_rc rc;

	*ret_done = false;
	if (!is_apart(store))
		return RGL_OK;
	rc = turn_take(store->turn, store->patience_ms, &store->refusal);
	if (rc < 0)
		return rc;
	rc = empty_log(store, ret_done);
	turn_give(store->turn);
	return rc;
}

/* Its copy lies in a file of the system's and not in memory: a store may be larger than that. */
static rgl_rc write_anew(struct store *store)
{
	rgl_rc rc = store_run(store, "PRAGMA temp_store = FILE; VACUUM");
	struct rgl_why kept = store->refusal;
	rgl_rc back = store_run(store, "PRAGMA temp_store = MEMORY");

	if (rc < 0)
		store->refusal = kept;
	return rc < 0 ? rc : back;
}

bool scrub_is_quick(const struct store *store)
{
	struct stat file;

	return stat(store->full_path, &file) == 0 && file.st_size <= QUICK_BYTES;
}

rgl_rc scrub_file(struct store *store, bool *ret_done)
{
	rgl_rc rc;

	*ret_done = false;
	if (!is_apart(store))
		return RGL_OK;
	rc = turn_take(store->turn, store->patience_ms, &store->refusal);
	if (rc < 0)
		return rc;
	rc = write_anew(store);
	if (rc == RGL_OK)
		rc = empty_log(store, ret_done);
	turn_give(store->turn);
	return rc;
}
