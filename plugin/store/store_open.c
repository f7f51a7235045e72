/* store_open.c - see store.h: making, opening and closing the file. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "plugin/store/keyfile.h"
#include "plugin/store/migrate.h"
#include "plugin/store/query.h"
#include "plugin/store/store_sqlite.h"
#include "plugin/store/turn.h"

static const char *const STATEMENTS[] = {
#define STATEMENT(name, walks, sql) sql,
#include "plugin/store/statements.def"
#undef STATEMENT
};

/* EXTRA stands before the switch to WAL on purpose: else a rollback journal that the switch left
 * behind can come back after a power cut. What a row said before it was changed is overwritten in
 * its page, which is written anyway: words that are erased later must not have an older copy beside
 * them (scrub.h). */
static const char SETTINGS[] = "PRAGMA synchronous = EXTRA; PRAGMA foreign_keys = ON;"
			       "PRAGMA trusted_schema = OFF; PRAGMA secure_delete = FAST;"
			       "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -1024;"
			       "PRAGMA wal_autocheckpoint = 0";

/* Looks at each cell of a page when it is read: for reports and `doctor`, which have the time. */
static const char SETTINGS_OF_READERS[] = "PRAGMA cell_size_check = ON";

static int count_pages(void *user, struct sqlite3 *db, const char *name, int pages)
{
	struct store *store = user;

	(void)db;
	(void)name;
	store->wal_pages = pages;
	return SQLITE_OK;
}

static void remove_file(const char *path, const char *ending)
{
	char name[4104];

	(void)snprintf(name, sizeof(name), "%s%s", path, ending);
	(void)unlink(name);
}

/* The file's first bytes, by SQLite's own descriptor: closing another one of the same file would
 * take away the locks of every connection that this program has to it. */
static bool read_header(struct store *store, unsigned char *ret, int length)
{
	sqlite3_file *file = NULL;

	return sqlite3_file_control(store->db, "main", SQLITE_FCNTL_FILE_POINTER, &file) ==
		       SQLITE_OK &&
	       file != NULL && file->pMethods != NULL &&
	       file->pMethods->xRead(file, ret, length, 0) == SQLITE_OK;
}

/* A backup put back over a store that was cut short finds that store's log beside it. The copy's
 * header says that it has none (it is not in WAL mode); SQLite would play the foreign log into it
 * all the same, with the first statement. The log is kept under another name. The turn is held. */
static rgl_rc set_foreign_log_aside(struct store *store)
{
	unsigned char header[20] = { 0 };
	char log[4104];
	char aside[4112];
	bool is_whole = read_header(store, header, sizeof(header));

	(void)snprintf(log, sizeof(log), "%s-wal", store->path);
	if (!is_whole || header[18] != 1 || header[19] != 1 || access(log, F_OK) != 0)
		return RGL_OK;
	(void)snprintf(aside, sizeof(aside), "%s-old", log);
	if (rename(log, aside) != 0)
		return refuse(&store->refusal, RGL_E_INPUT_OUTPUT, "%s: %s", log, strerror(errno));
	remove_file(store->path, "-shm");
	return RGL_OK;
}

static rgl_rc open_file(struct store *store, int flags)
{
	int sqlite_rc;
	rgl_rc rc;

	sqlite_rc = sqlite3_open_v2(store->path, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
	if (sqlite_rc != SQLITE_OK)
		return store_refuse(store, sqlite_rc);
	(void)sqlite3_extended_result_codes(store->db, 1);
	(void)sqlite3_busy_timeout(store->db, (int)store->patience_ms);
	(void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	if (store->mode == STORE_READ)
		(void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	rc = store->mode == STORE_WRITE ? set_foreign_log_aside(store) : RGL_OK;
	if (rc == RGL_OK)
		rc = store_run(store, SETTINGS);
	if (rc == RGL_OK && store->mode == STORE_READ)
		rc = store_run(store, SETTINGS_OF_READERS);
	/* Behind the settings: wal_autocheckpoint takes away the hook that it finds. */
	(void)sqlite3_wal_hook(store->db, count_pages, store);
	return rc;
}

rgl_rc store_prepare(struct store *store, enum statement statement)
{
	int sqlite_rc;

	if (store->statements[statement] != NULL)
		return RGL_OK;
	sqlite_rc =
		sqlite3_prepare_v3(store->db, STATEMENTS[statement], -1, SQLITE_PREPARE_PERSISTENT,
				   &store->statements[statement], NULL);
	return sqlite_rc == SQLITE_OK ? RGL_OK : store_refuse(store, sqlite_rc);
}

/* What ends a transaction must not fail for want of memory. The others are prepared when they are
 * first needed: all of them together are a megabyte, and a third of what opening takes. */
static rgl_rc prepare_ends(struct store *store)
{
	static const enum statement ENDS[] = {
		STATEMENT_BEGIN,      STATEMENT_COMMIT,	  STATEMENT_ROLLBACK,  STATEMENT_LOOK,
		STATEMENT_PART_BEGIN, STATEMENT_PART_END, STATEMENT_PART_UNDO,
	};
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < sizeof(ENDS) / sizeof(ENDS[0]); i++)
		rc = store_prepare(store, ENDS[i]);
	return rc;
}

static rgl_rc new_store(const struct host *host, const char *path, const char *till,
			enum store_mode mode, struct store **ret, struct rgl_why *refusal)
{
	struct store *store;

	if (path == NULL || path[0] == '\0' || strnlen(path, 4000) >= 4000)
		return refuse(refusal, RGL_E_NO_STORE,
			      "no store was named; give the path of the shop's file");
	if (strnlen(till, RGL_TEXT_MAX + 1) > RGL_TEXT_MAX || till[0] == '\0')
		return refuse_field(refusal, RGL_E_TEXT, "till",
				    "the till's name is empty or too long");
	store = host_new(host, sizeof(*store));
	if (store == NULL)
		return refuse(refusal, RGL_E_MEMORY, "there is not enough memory");
	store->host = host;
	store->mode = mode;
	store->turn = -1;
	store->patience_ms = STORE_PATIENCE_MS;
	turnstile_init(&store->turnstile);
	(void)snprintf(store->path, sizeof(store->path), "%s", path);
	(void)snprintf(store->till_name, sizeof(store->till_name), "%s", till);
	*ret = store;
	return RGL_OK;
}

static rgl_rc check_exists(struct store *store)
{
	struct stat status;
	bool is_file = stat(store->path, &status) == 0 && S_ISREG(status.st_mode);

	if (is_file && faccessat(AT_FDCWD, store->path, R_OK, AT_EACCESS) == 0)
		return RGL_OK;
	if (is_file || (stat(store->path, &status) != 0 && errno == EACCES))
		return store_refuse(store, SQLITE_PERM);
	return refuse(&store->refusal, RGL_E_NO_STORE,
		      "there is no store at %s; check the path, or make one with regulars init",
		      store->path);
}

static rgl_rc bring_up(struct store *store, const char *key_path, int64_t version)
{
	rgl_rc rc = store_read_key(store, key_path, keyfile_read);

	if (rc == RGL_OK)
		rc = store_check_key(store);
	return rc < 0 ? rc : migrate_apply(store, version);
}

static rgl_rc open_writing(struct store *store, const char *key_path)
{
	int64_t version = 0;
	rgl_rc rc;

	rc = open_file(store, SQLITE_OPEN_READWRITE);
	if (rc == RGL_OK)
		rc = migrate_check(store, &version);
	if (rc == RGL_OK && sqlite3_db_readonly(store->db, "main") != 0)
		rc = store_refuse(store, SQLITE_READONLY);
	if (rc == RGL_OK && version < migrate_version())
		rc = bring_up(store, key_path, version);
	if (rc == RGL_OK)
		rc = store_run(store, "PRAGMA journal_mode = WAL");
	return rc;
}

static rgl_rc open_reading(struct store *store)
{
	int64_t version = 0;
	rgl_rc rc;

	rc = open_file(store, SQLITE_OPEN_READONLY);
	if (rc == RGL_OK)
		rc = migrate_check(store, &version);
	if (rc == RGL_OK && version < migrate_version())
		rc = refuse(&store->refusal, RGL_E_READ_ONLY,
			    "%s is of an older version; open it for writing once to bring it up "
			    "to date",
			    store->path);
	return rc;
}

/* The path as it is from anywhere: the host may change its folder while the store is open. */
static void keep_full_path(const char *path, char *ret, size_t room)
{
	char full[PATH_MAX];

	if (realpath(path, full) == NULL || strlen(full) >= room)
		(void)snprintf(ret, room, "%s", path);
	else
		(void)snprintf(ret, room, "%s", full);
}

static rgl_rc open_all(struct store *store, const char *key_path)
{
	rgl_rc rc;

	rc = check_exists(store);
	if (rc < 0)
		return rc;
	keep_full_path(store->path, store->full_path, sizeof(store->full_path));
	if (store->mode == STORE_READ) {
		rc = open_reading(store);
	} else {
		rc = turn_open(store->path, &store->turn, &store->refusal);
		if (rc == RGL_OK)
			rc = turn_take(store->turn, store->patience_ms, &store->refusal);
		if (rc == RGL_OK) {
			rc = open_writing(store, key_path);
			turn_give(store->turn);
		}
	}
	if (rc == RGL_OK)
		rc = prepare_ends(store);
	if (rc == RGL_OK)
		rc = store_read_key(store, key_path, keyfile_read);
	keep_full_path(store->key_path, store->full_key_path, sizeof(store->full_key_path));
	if (rc == RGL_OK)
		rc = store_read_shop(store);
	return rc;
}

rgl_rc store_open(const struct host *host, const char *path, const char *key_path, const char *till,
		  enum store_mode mode, struct store **ret, struct rgl_why *refusal)
{
	return store_open_within(host, path, key_path, till, mode, STORE_PATIENCE_MS, ret, refusal);
}

rgl_rc store_open_within(const struct host *host, const char *path, const char *key_path,
			 const char *till, enum store_mode mode, int64_t patience_ms,
			 struct store **ret, struct rgl_why *refusal)
{
	struct store *store = NULL;
	rgl_rc rc;

	rc = new_store(host, path, till, mode, &store, refusal);
	if (rc < 0)
		return rc;
	store->patience_ms = patience_ms;
	rc = open_all(store, key_path);
	if (rc < 0) {
		refuse(refusal, rc, "%s", store->refusal.text);
		store_close(store);
		return rc;
	}
	*ret = store;
	return RGL_OK;
}

void store_close(struct store *store)
{
	bool mine;

	if (store == NULL)
		return;
	for (int i = 0; i < STATEMENT_COUNT; i++)
		(void)sqlite3_finalize(store->statements[i]);
	/* Closing writes the log back into the file; that needs the turn as any write does. */
	mine = store->turn >= 0 && turn_take(store->turn, store->patience_ms, NULL) == RGL_OK;
	if (store->db != NULL && store->turn >= 0 && !mine)
		(void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	(void)sqlite3_close(store->db);
	turn_close(store->turn);
	turnstile_destroy(&store->turnstile);
	zone_close(store->zone);
	keys_wipe(&store->keys);
	host_free(store->host, store);
}

static rgl_rc write_shop(struct store *store, const struct shop *shop)
{
	struct query q = query(store, STATEMENT_SHOP_ADD);
	uint8_t uid[16];

	keys_random(uid, sizeof(uid));
	query_bind_blob(&q, uid, sizeof(uid));
	query_bind_blob(&q, store->keys.check, HASH_BYTES);
	query_bind_text(&q, shop->name);
	query_bind_text(&q, shop->currency.code);
	query_bind_int(&q, shop->currency.exponent);
	query_bind_text(&q, shop->zone_name);
	query_bind_text(&q, shop->language);
	query_bind_points(&q, shop->earn_points);
	query_bind_money(&q, shop->earn_per);
	query_bind_money(&q, shop->worth);
	query_bind_points(&q, shop->worth_of);
	query_bind_points(&q, shop->reward_points);
	query_bind_text(&q, shop->reward_name);
	query_bind_text(&q, shop->card_ranges);
	query_bind_text(&q, shop->calling_code);
	query_bind_int(&q, host_now_ms(store->host));
	return query_run(&q);
}

/* The file is made here and not by SQLite: names and purchases are for its owner's eyes. The owner
 * may give more rights; the log beside it follows them. */
static rgl_rc make_file(struct store *store)
{
	int file = open(store->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (file >= 0) {
		(void)close(file);
		return RGL_OK;
	}
	if (errno == EEXIST)
		return refuse(&store->refusal, RGL_E_TAKEN,
			      "%s exists already; it was not touched: choose another name",
			      store->path);
	if (errno == ENOSPC || errno == EDQUOT)
		return store_refuse(store, SQLITE_FULL);
	if (errno == EACCES || errno == EROFS || errno == EPERM)
		return refuse(&store->refusal, RGL_E_READ_ONLY,
			      "%s cannot be made here: this folder may not be written",
			      store->path);
	return refuse(&store->refusal, RGL_E_INPUT_OUTPUT, "%s cannot be made: %s", store->path,
		      strerror(errno));
}

static rgl_rc create_all(struct store *store, const struct shop *shop)
{
	rgl_rc rc;

	rc = open_file(store, SQLITE_OPEN_READWRITE);
	if (rc == RGL_OK)
		rc = migrate_apply(store, 0);
	if (rc == RGL_OK)
		rc = store_run(store, "PRAGMA journal_mode = WAL");
	if (rc == RGL_OK)
		rc = prepare_ends(store);
	if (rc == RGL_OK)
		rc = write_shop(store, shop);
	return rc;
}

/* What a failed store_create leaves behind, it takes away. */
static void remove_made(const char *path, const char *key_path, bool key_made)
{
	remove_file(path, "");
	remove_file(path, "-wal");
	remove_file(path, "-shm");
	if (key_made)
		remove_file(key_path == NULL ? path : key_path, key_path == NULL ? ".key" : "");
}

rgl_rc store_create(const struct host *host, const char *path, const char *key_path,
		    const struct shop *shop, struct rgl_why *refusal)
{
	struct store *store = NULL;
	struct zone *zone = NULL;
	bool file_made = false;
	bool key_made = false;
	rgl_rc rc;

	rc = zone_open(host, shop->zone_name, &zone, refusal);
	zone_close(zone);
	if (rc < 0)
		return rc;
	rc = new_store(host, path, "init", STORE_WRITE, &store, refusal);
	if (rc < 0)
		return rc;
	rc = make_file(store);
	file_made = rc == RGL_OK;
	if (rc == RGL_OK)
		rc = store_read_key(store, key_path, keyfile_create);
	key_made = file_made && rc == RGL_OK;
	if (rc == RGL_OK)
		rc = create_all(store, shop);
	if (rc < 0)
		refuse(refusal, rc, "%s", store->refusal.text);
	store_close(store);
	if (rc < 0 && file_made)
		remove_made(path, key_path, key_made);
	return rc;
}
