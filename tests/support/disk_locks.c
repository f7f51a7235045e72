/* disk_locks.c - locks of the simulated disk's files, and the memory that connections share beside
 * a log. See disk_vfs.c. */
#include "tests/support/disk_parts.h"

/* ---- Locks of a file: shared, reserved, pending, exclusive, as SQLite has them ---- */

static int take_exclusive(struct handle *handle)
{
	struct disk_file *file = handle->file;

	if (handle->level < SQLITE_LOCK_RESERVED && file->reserved)
		return SQLITE_BUSY;
	file->reserved = true;
	file->pending = true;
	if (file->readers > 1) {
		handle->level = SQLITE_LOCK_PENDING;
		return SQLITE_BUSY;
	}
	file->exclusive = true;
	return SQLITE_OK;
}

static int take_level(struct handle *handle, int level)
{
	struct disk_file *file = handle->file;

	if (level == SQLITE_LOCK_EXCLUSIVE)
		return take_exclusive(handle);
	if (level == SQLITE_LOCK_RESERVED) {
		if (file->reserved)
			return SQLITE_BUSY;
		file->reserved = true;
		return SQLITE_OK;
	}
	if (file->pending || file->exclusive)
		return SQLITE_BUSY;
	file->readers++;
	return SQLITE_OK;
}

int disk_lock_file(sqlite3_file *base, int level)
{
	struct handle *handle = disk_handle(base);
	int rc;

	if (handle->level >= level)
		return SQLITE_OK;
	disk_lock();
	rc = disk_answer(DISK_LOCK);
	if (rc == SQLITE_OK)
		rc = take_level(handle, level);
	if (rc == SQLITE_OK)
		handle->level = level;
	disk_unlock();
	return rc;
}

int disk_unlock_file(sqlite3_file *base, int level)
{
	struct handle *handle = disk_handle(base);
	struct disk_file *file = handle->file;

	if (handle->level <= level)
		return SQLITE_OK;
	disk_lock();
	if (handle->level >= SQLITE_LOCK_RESERVED) {
		file->reserved = false;
		file->pending = false;
		file->exclusive = false;
	}
	if (level == SQLITE_LOCK_NONE)
		file->readers--;
	handle->level = level;
	disk_unlock();
	return SQLITE_OK;
}

int disk_is_reserved(sqlite3_file *base, int *ret)
{
	disk_lock();
	*ret = disk_handle(base)->file->reserved;
	disk_unlock();
	return SQLITE_OK;
}

/* ---- The memory beside a log ---- */

int disk_map_memory(sqlite3_file *base, int region, int bytes, int extends, void volatile **ret)
{
	struct handle *handle = disk_handle(base);
	struct shared_memory *memory = &handle->file->memory;
	int rc;

	*ret = NULL;
	disk_lock();
	rc = region < DISK_REGIONS ? disk_answer(DISK_MAP) : SQLITE_IOERR_SHMSIZE;
	if (rc == SQLITE_OK && !handle->maps) {
		handle->maps = true;
		memory->users++;
	}
	while (rc == SQLITE_OK && extends != 0 && memory->region_count <= region) {
		memory->region_bytes = (size_t)bytes;
		memory->regions[memory->region_count++] = disk_memory(NULL, 0, (size_t)bytes);
	}
	if (rc == SQLITE_OK && region < memory->region_count)
		*ret = memory->regions[region];
	disk_unlock();
	return rc;
}

static bool is_free(const struct handle *handle, int lock, bool exclusively)
{
	const struct shared_memory *memory = &handle->file->memory;
	int mine = handle->shared[lock] ? 1 : 0;

	if (memory->exclusive[lock] && !handle->exclusive[lock])
		return false;
	return !exclusively || memory->shared[lock] == mine;
}

static void take_memory(struct handle *handle, int lock, bool exclusively)
{
	struct shared_memory *memory = &handle->file->memory;

	if (exclusively) {
		memory->exclusive[lock] = true;
		handle->exclusive[lock] = true;
	} else if (!handle->shared[lock]) {
		memory->shared[lock]++;
		handle->shared[lock] = true;
	}
}

static void give_memory(struct handle *handle, int lock)
{
	struct shared_memory *memory = &handle->file->memory;

	if (handle->exclusive[lock])
		memory->exclusive[lock] = false;
	if (handle->shared[lock])
		memory->shared[lock]--;
	handle->exclusive[lock] = false;
	handle->shared[lock] = false;
}

int disk_lock_memory(sqlite3_file *base, int first, int count, int flags)
{
	struct handle *handle = disk_handle(base);
	bool exclusively = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
	bool gives = (flags & SQLITE_SHM_UNLOCK) != 0;
	int rc = SQLITE_OK;

	disk_lock();
	if (!gives && disk_meet(DISK_LOCK) != DISK_DONE)
		rc = SQLITE_IOERR_SHMLOCK;
	for (int i = first; rc == SQLITE_OK && !gives && i < first + count; i++)
		rc = is_free(handle, i, exclusively) ? SQLITE_OK : SQLITE_BUSY;
	for (int i = first; rc == SQLITE_OK && i < first + count; i++) {
		if (gives)
			give_memory(handle, i);
		else
			take_memory(handle, i, exclusively);
	}
	disk_unlock();
	return rc;
}

void disk_order_memory(sqlite3_file *base)
{
	(void)base;
	__sync_synchronize();
}

int disk_unmap_memory(sqlite3_file *base, int removes)
{
	struct handle *handle = disk_handle(base);
	struct shared_memory *memory = &handle->file->memory;

	(void)removes;
	disk_lock();
	for (int i = 0; i < DISK_LOCKS; i++)
		give_memory(handle, i);
	if (handle->maps && --memory->users == 0) {
		for (int i = 0; i < memory->region_count; i++)
			disk_release(memory->regions[i], memory->region_bytes);
		memory->region_count = 0;
	}
	handle->maps = false;
	disk_unlock();
	return SQLITE_OK;
}
