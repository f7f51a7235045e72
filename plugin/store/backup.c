/* backup.c - see backup.h. */
#include "plugin/store/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "plugin/store/store_sqlite.h"

static const char ROWS[] = "SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM sale) +"
			   " (SELECT count(*) FROM transfer)";

static rgl_rc copy(struct store *store, sqlite3 *to)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", store->db, "main");
	int sqlite_rc;

	if (backup == NULL)
		return store_refuse(store, sqlite3_extended_errcode(to));
	sqlite_rc = sqlite3_backup_step(backup, -1);
	(void)sqlite3_backup_finish(backup);
	return sqlite_rc == SQLITE_DONE ? RGL_OK : store_refuse(store, sqlite_rc);
}

/* One number or word that a statement answers. */
static bool answers(sqlite3 *db, const char *sql, char *ret, size_t room)
{
	sqlite3_stmt *statement = NULL;
	bool good = sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
		    sqlite3_step(statement) == SQLITE_ROW;

	if (good) {
		const char *text = (const char *)sqlite3_column_text(statement, 0);

		(void)snprintf(ret, room, "%s", text == NULL ? "" : text);
	}
	(void)sqlite3_finalize(statement);
	return good;
}

/* The copy is of one moment and the store goes on, so it may have less than the store has by now,
 * but never less than it had before the copy began. */
static rgl_rc verify(struct store *store, sqlite3 *to, long long rows_before)
{
	char text[128];
	long long rows = -1;

	if (answers(to, "PRAGMA integrity_check(1)", text, sizeof(text)) &&
	    strcmp(text, "ok") == 0 &&
	    !answers(to, "PRAGMA foreign_key_check", text, sizeof(text)) &&
	    answers(to, ROWS, text, sizeof(text)))
		(void)sscanf(text, "%lld", &rows);
	if (rows_before < 0) {
		return refuse(&store->refusal, RGL_E_DAMAGED,
			      "the store could not be counted; run regulars doctor");
	}
	if (rows < rows_before)
		return refuse(&store->refusal, RGL_E_DAMAGED,
			      "the copy is not whole; nothing was kept of it: check the disk, run "
			      "regulars doctor");
	return RGL_OK;
}

static long long count_rows(struct store *store)
{
	long long rows = -1;
	char text[32];

	if (answers(store->db, ROWS, text, sizeof(text)))
		(void)sscanf(text, "%lld", &rows);
	return rows;
}

static rgl_rc copy_and_verify(struct store *store, const char *part)
{
	sqlite3 *to = NULL;
	long long rows = count_rows(store);
	rgl_rc rc;
	int sqlite_rc;

	sqlite_rc = sqlite3_open_v2(
		part, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
	rc = sqlite_rc == SQLITE_OK ? RGL_OK
				    : store_refuse_sqlite(sqlite_rc, part, &store->refusal);
	if (rc == RGL_OK)
		rc = copy(store, to);
	/* One file, without a log beside it; it becomes a store again when it is opened as one. */
	if (rc == RGL_OK &&
	    sqlite3_exec(to, "PRAGMA synchronous = EXTRA; PRAGMA journal_mode = DELETE", NULL, NULL,
			 NULL) != SQLITE_OK)
		rc = store_refuse_sqlite(sqlite3_extended_errcode(to), part, &store->refusal);
	if (rc == RGL_OK)
		rc = verify(store, to, rows);
	(void)sqlite3_close(to);
	return rc;
}

static bool sync_path(const char *path, int flags)
{
	int file = open(path, flags | O_CLOEXEC);
	bool good = file >= 0 && fsync(file) == 0;

	if (file >= 0)
		(void)close(file);
	return good;
}

/* Never over a file that is there. Sticks from the shop have no links, old systems no such rename.
 */
static bool take_name(const char *part, const char *path)
{
	if (renameat2(AT_FDCWD, part, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
		return true;
	return (errno == EINVAL || errno == ENOSYS) && link(part, path) == 0;
}

/* Gives the checked copy its name, for good: the file, then its folder. */
static rgl_rc give_name(struct store *store, const char *part, const char *path)
{
	char folder[4104];
	char *slash;

	sync_path(part, O_RDONLY);
	if (!take_name(part, path))
		return refuse(&store->refusal, errno == EEXIST ? RGL_E_TAKEN : RGL_E_INPUT_OUTPUT,
			      "%s: %s", path, strerror(errno));
	(void)snprintf(folder, sizeof(folder), "%s", path);
	slash = strrchr(folder, '/');
	if (slash == NULL)
		(void)snprintf(folder, sizeof(folder), ".");
	else
		slash[slash == folder ? 1 : 0] = '\0';
	if (!sync_path(folder, O_RDONLY | O_DIRECTORY)) {
		(void)unlink(path);
		return refuse(&store->refusal, RGL_E_INPUT_OUTPUT, "%s: %s", folder,
			      strerror(errno));
	}
	return RGL_OK;
}

static rgl_rc code_of_errno(void)
{
	switch (errno) {
	case ENOSPC:
	case EDQUOT:
		return RGL_E_FULL;
	case EACCES:
	case EROFS:
	case EPERM:
		return RGL_E_READ_ONLY;
	default:
		return RGL_E_INPUT_OUTPUT;
	}
}

/* With the journal that SQLite leaves when the disk is too full to write one: it would be played
 * into the next copy. */
static void remove_part(const char *part)
{
	char journal[4120];

	(void)snprintf(journal, sizeof(journal), "%s-journal", part);
	(void)unlink(journal);
	(void)unlink(part);
}

rgl_rc backup_write(struct store *store, const char *path)
{
	char part[4104];
	int file;
	rgl_rc rc;

	if (strlen(path) > 4000)
		return refuse(&store->refusal, RGL_E_TEXT, "the backup's name is too long");
	if (access(path, F_OK) == 0)
		return refuse(&store->refusal, RGL_E_TAKEN,
			      "%s exists already; it was not touched: choose another name", path);
	(void)snprintf(part, sizeof(part), "%s.part", path);
	remove_part(part);
	/* Names and purchases of people: for the owner's eyes. */
	file = open(part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (file < 0)
		return refuse(&store->refusal, code_of_errno(), "%s: %s", part, strerror(errno));
	(void)close(file);
	rc = copy_and_verify(store, part);
	if (rc == RGL_OK)
		rc = give_name(store, part, path);
	remove_part(part);
	return rc;
}
