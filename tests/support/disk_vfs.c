/* disk_vfs.c - the simulated disk as SQLite sees it: a sqlite3_vfs and its files. Locks are in
 * disk_locks.c. See disk.h; time, sleep and paths are the real system's. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/disk_parts.h"

struct handle *disk_handle(sqlite3_file *base)
{
	return (struct handle *)(void *)base;
}

/* What an operation comes to: SQLite's code for one that does not go well. */
static int code_of(enum disk_fate fate, enum disk_op op)
{
	static const int CODES[DISK_OPS] = {
		[DISK_READ] = SQLITE_IOERR_READ,	 [DISK_WRITE] = SQLITE_IOERR_WRITE,
		[DISK_TRUNCATE] = SQLITE_IOERR_TRUNCATE, [DISK_SYNC] = SQLITE_IOERR_FSYNC,
		[DISK_LENGTH] = SQLITE_IOERR_FSTAT,	 [DISK_LOCK] = SQLITE_IOERR_LOCK,
		[DISK_MAP] = SQLITE_IOERR_SHMMAP,	 [DISK_OPEN] = SQLITE_CANTOPEN,
		[DISK_CREATE] = SQLITE_CANTOPEN,	 [DISK_REMOVE] = SQLITE_IOERR_DELETE,
		[DISK_ASK] = SQLITE_IOERR_ACCESS,
	};

	if (fate == DISK_DONE)
		return SQLITE_OK;
	return fate == DISK_NO_ROOM ? SQLITE_FULL : CODES[op];
}

int disk_answer(enum disk_op op)
{
	return code_of(disk_meet(op), op);
}

/* ---- A file ---- */

static int read_file(sqlite3_file *base, void *data, int length, sqlite3_int64 at)
{
	const struct image *seen = &disk_handle(base)->file->seen;
	size_t wanted = (size_t)length;
	size_t begin = (size_t)at;
	size_t there = 0;
	int rc;

	disk_lock();
	rc = disk_answer(DISK_READ);
	if (rc == SQLITE_OK && begin < seen->size)
		there = seen->size - begin < wanted ? seen->size - begin : wanted;
	if (there > 0)
		memcpy(data, seen->data + begin, there);
	disk_unlock();
	if (rc != SQLITE_OK)
		return rc;
	memset((char *)data + there, 0, wanted - there);
	return there < wanted ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
}

static int write_file(sqlite3_file *base, const void *data, int length, sqlite3_int64 at)
{
	struct disk_file *file = disk_handle(base)->file;
	enum disk_fate fate;
	size_t part = (size_t)length;

	disk_lock();
	fate = disk_meet(DISK_WRITE);
	if (fate == DISK_HALF && length > 1)
		part = 1 + (size_t)(disk_chance() % (unsigned)(length - 1));
	if ((fate == DISK_DONE || fate == DISK_HALF) && !disk_write(file, data, part, (size_t)at))
		fate = DISK_NO_ROOM;
	disk_unlock();
	return code_of(fate, DISK_WRITE);
}

static int truncate_file(sqlite3_file *base, sqlite3_int64 length)
{
	int rc;

	disk_lock();
	rc = disk_answer(DISK_TRUNCATE);
	if (rc == SQLITE_OK)
		disk_cut(disk_handle(base)->file, (size_t)length);
	disk_unlock();
	return rc;
}

static int sync_file(sqlite3_file *base, int flags)
{
	enum disk_fate fate;

	(void)flags;
	disk_lock();
	fate = disk_meet(DISK_SYNC);
	if (fate == DISK_DONE)
		disk_sync(disk_handle(base)->file);
	if (fate == DISK_HALF)
		disk_forget(disk_handle(base)->file);
	disk_unlock();
	return code_of(fate, DISK_SYNC);
}

static int measure_file(sqlite3_file *base, sqlite3_int64 *ret)
{
	int rc;

	disk_lock();
	rc = disk_answer(DISK_LENGTH);
	if (rc == SQLITE_OK)
		*ret = (sqlite3_int64)disk_handle(base)->file->seen.size;
	disk_unlock();
	return rc;
}

/* ---- The rest of a file ---- */

static int close_file(sqlite3_file *base)
{
	struct handle *handle = disk_handle(base);

	(void)disk_unmap_memory(base, 0);
	(void)disk_unlock_file(base, SQLITE_LOCK_NONE);
	disk_lock();
	disk.open_files--;
	if (handle->removes)
		disk_remove(handle->file, false);
	disk_unlock();
	return SQLITE_OK;
}

static int control_file(sqlite3_file *base, int op, void *argument)
{
	(void)base;
	(void)op;
	(void)argument;
	return SQLITE_NOTFOUND;
}

static int sector_size(sqlite3_file *base)
{
	(void)base;
	return 4096;
}

/* As SQLite takes it of every disk of a Unix. */
static int traits(sqlite3_file *base)
{
	(void)base;
	return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static const sqlite3_io_methods METHODS = {
	.iVersion = 2,
	.xClose = close_file,
	.xRead = read_file,
	.xWrite = write_file,
	.xTruncate = truncate_file,
	.xSync = sync_file,
	.xFileSize = measure_file,
	.xLock = disk_lock_file,
	.xUnlock = disk_unlock_file,
	.xCheckReservedLock = disk_is_reserved,
	.xFileControl = control_file,
	.xSectorSize = sector_size,
	.xDeviceCharacteristics = traits,
	.xShmMap = disk_map_memory,
	.xShmLock = disk_lock_memory,
	.xShmBarrier = disk_order_memory,
	.xShmUnmap = disk_unmap_memory,
};

/* ---- Names ---- */

/* A file that a program made by itself, empty, was there before: its name lasts. */
static struct disk_file *adopt(const char *name)
{
	struct disk_file *file = disk_find(name);

	if ((file == NULL || !file->exists) && access(name, F_OK) == 0) {
		file = disk_make(name);
		if (file != NULL)
			disk_settle(file);
	}
	return file != NULL && file->exists ? file : NULL;
}

static int open_named(const char *name, int flags, struct disk_file **ret)
{
	struct disk_file *file = adopt(name);
	bool makes = file == NULL && (flags & SQLITE_OPEN_CREATE) != 0;
	int rc = disk_answer(makes ? DISK_CREATE : DISK_OPEN);

	if (rc != SQLITE_OK)
		return rc;
	if (makes)
		file = disk_make(name);
	*ret = file;
	return file == NULL ? SQLITE_CANTOPEN : SQLITE_OK;
}

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *ret)
{
	struct handle *handle = disk_handle(base);
	int rc;

	(void)vfs;
	*handle = (struct handle) { .removes = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0 };
	disk_lock();
	rc = name == NULL ? SQLITE_CANTOPEN : open_named(name, flags, &handle->file);
	if (rc == SQLITE_OK)
		disk.open_files++;
	disk_unlock();
	if (rc != SQLITE_OK)
		return rc;
	handle->base.pMethods = &METHODS;
	if (ret != NULL)
		*ret = flags;
	return SQLITE_OK;
}

static int remove_name(sqlite3_vfs *vfs, const char *name, int and_sync)
{
	struct disk_file *file;
	int rc;

	(void)vfs;
	disk_lock();
	file = disk_find(name);
	rc = disk_answer(DISK_REMOVE);
	if (rc == SQLITE_OK && (file == NULL || !file->exists))
		rc = SQLITE_IOERR_DELETE_NOENT;
	if (rc == SQLITE_OK)
		disk_remove(file, and_sync != 0);
	disk_unlock();
	return rc;
}

static int ask_name(sqlite3_vfs *vfs, const char *name, int flags, int *ret)
{
	const struct disk_file *file;
	int rc;

	(void)vfs;
	disk_lock();
	rc = disk_answer(DISK_ASK);
	file = disk_find(name);
	if (rc == SQLITE_OK)
		*ret = file != NULL && file->exists &&
		       (flags != SQLITE_ACCESS_EXISTS || file->seen.size > 0);
	disk_unlock();
	return rc;
}

/* The same each time, so that a run can be run again. */
static int fill_randomly(sqlite3_vfs *vfs, int length, char *ret)
{
	(void)vfs;
	disk_lock();
	for (int i = 0; i < length; i++)
		ret[i] = (char)disk_chance();
	disk_unlock();
	return length;
}

static int no_error(sqlite3_vfs *vfs, int length, char *ret)
{
	(void)vfs;
	(void)length;
	(void)ret;
	return 0;
}

bool disk_start(void)
{
	static sqlite3_vfs vfs;
	const sqlite3_vfs *system;

	if (sqlite3_initialize() != SQLITE_OK)
		return false;
	system = sqlite3_vfs_find(NULL);
	if (system == NULL)
		return false;
	vfs = *system;
	vfs.zName = "disk";
	vfs.szOsFile = sizeof(struct handle);
	vfs.pNext = NULL;
	vfs.xOpen = open_file;
	vfs.xDelete = remove_name;
	vfs.xAccess = ask_name;
	vfs.xRandomness = fill_randomly;
	vfs.xGetLastError = no_error;
	return sqlite3_vfs_register(&vfs, 1) == SQLITE_OK;
}
