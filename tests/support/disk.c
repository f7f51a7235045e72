/* disk.c - see disk.h: files and faults. What a power cut leaves is in disk_power.c, how SQLite
 * reaches the files in disk_vfs.c. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "tests/support/disk_parts.h"

struct disk disk = { .lock = PTHREAD_MUTEX_INITIALIZER, .chance = 1 };

void disk_lock(void)
{
	(void)pthread_mutex_lock(&disk.lock);
}

void disk_unlock(void)
{
	(void)pthread_mutex_unlock(&disk.lock);
}

void *disk_memory(void *memory, size_t bytes, size_t wanted)
{
	void *moved = memory == NULL ? mmap(NULL, wanted, PROT_READ | PROT_WRITE,
					    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
				     : mremap(memory, bytes, wanted, MREMAP_MAYMOVE);

	if (moved == MAP_FAILED)
		abort();
	return moved;
}

void disk_release(void *memory, size_t bytes)
{
	if (memory != NULL)
		(void)munmap(memory, bytes);
}

/* xorshift64, Marsaglia 2003. */
uint64_t disk_chance(void)
{
	disk.chance ^= disk.chance << 13;
	disk.chance ^= disk.chance >> 7;
	disk.chance ^= disk.chance << 17;
	return disk.chance;
}

const char *disk_fault_name(enum disk_fault fault)
{
	static const char *const NAMES[DISK_FAULTS] = {
		"well",		  "fails once", "fails for good", "full once",
		"full for good",  "fills up",	"tears a write",  "forgets at an fsync",
		"program killed", "power cut",	"power cut amid",
	};

	return NAMES[fault];
}

/* ---- Faults ---- */

void disk_arm(enum disk_fault fault, int64_t at, uint64_t seed)
{
	disk_lock();
	disk.fault = fault;
	disk.left = at;
	disk.came = false;
	disk.chance = (seed + 1) * UINT64_C(0x9E3779B97F4A7C15) | 1;
	for (int i = 0; i < 8; i++)
		(void)disk_chance();
	disk.is_strict = disk_chance() % 2 == 0;
	disk_unlock();
	sqlite3_randomness(0, NULL); /* SQLite asks this disk anew */
}

bool disk_mend(void)
{
	bool came;

	disk_lock();
	came = disk.came;
	disk.fault = DISK_WELL;
	disk_unlock();
	return came;
}

bool disk_is_dead(void)
{
	bool is_dead;

	disk_lock();
	is_dead = disk.is_dead;
	disk_unlock();
	return is_dead;
}

/* Which operations are counted, so that every n is a case of its own. */
static bool concerns(enum disk_fault fault, enum disk_op op)
{
	switch (fault) {
	case DISK_WELL:
	case DISK_ROOM:
		return false;
	case DISK_FAILS_ONCE:
	case DISK_FAILS:
		return true;
	case DISK_FULL_ONCE:
	case DISK_FULL:
		return op == DISK_WRITE || op == DISK_CREATE;
	case DISK_TEARS:
		return op == DISK_WRITE;
	case DISK_FORGETS:
		return op == DISK_SYNC;
	case DISK_KILLED:
	case DISK_POWER:
	case DISK_POWER_TORN:
	case DISK_FAULTS:
		break;
	}
	return op == DISK_WRITE || op == DISK_TRUNCATE || op == DISK_SYNC || op == DISK_CREATE ||
	       op == DISK_REMOVE;
}

static enum disk_fate fate_of(enum disk_op op)
{
	switch (disk.fault) {
	case DISK_FULL_ONCE:
	case DISK_FULL:
		return DISK_NO_ROOM;
	case DISK_TEARS:
	case DISK_FORGETS:
		return DISK_HALF;
	case DISK_POWER_TORN:
		disk.is_dead = true;
		return op == DISK_WRITE ? DISK_HALF : DISK_REFUSED;
	case DISK_KILLED:
	case DISK_POWER:
		disk.is_dead = true;
		return DISK_REFUSED;
	case DISK_WELL:
	case DISK_ROOM:
	case DISK_FAILS_ONCE:
	case DISK_FAILS:
	case DISK_FAULTS:
		break;
	}
	return DISK_REFUSED;
}

enum disk_fate disk_meet(enum disk_op op)
{
	bool lasting = disk.fault == DISK_FAILS || disk.fault == DISK_FULL;

	if (disk.is_dead)
		return DISK_REFUSED;
	if (!concerns(disk.fault, op) || (disk.came && !lasting))
		return DISK_DONE;
	if (disk.left-- > 0)
		return DISK_DONE;
	disk.came = true;
	return fate_of(op);
}

/* ---- Files ---- */

static void stretch(struct image *image, size_t size)
{
	size_t room = image->room == 0 ? 65536 : image->room;

	while (room < size)
		room *= 2;
	if (room != image->room)
		image->data = disk_memory(image->data, image->room, room);
	image->room = room;
	if (size > image->size)
		memset(image->data + image->size, 0, size - image->size);
	if (size > image->size)
		image->size = size;
}

void disk_put(struct image *image, const void *data, size_t length, size_t at)
{
	stretch(image, at + length);
	memcpy(image->data + at, data, length);
}

struct disk_file *disk_find(const char *name)
{
	for (int i = 0; i < DISK_FILES; i++)
		if (strcmp(disk.files[i].name, name) == 0)
			return &disk.files[i];
	return NULL;
}

struct disk_file *disk_make(const char *name)
{
	struct disk_file *file = disk_find(name);

	if (file == NULL)
		file = disk_find("");
	if (file == NULL || strlen(name) >= sizeof(file->name))
		return NULL;
	(void)snprintf(file->name, sizeof(file->name), "%s", name);
	file->exists = true;
	file->is_new = true;
	file->seen.size = 0;
	file->piece_count = 0;
	return file;
}

static void wait_to_be_kept(struct disk_file *file, const void *data, int length, size_t at)
{
	struct piece *piece;

	if (file->piece_count == file->piece_room) {
		size_t room = file->piece_room == 0 ? 256 : 2 * file->piece_room;

		file->pieces = disk_memory(file->pieces, file->piece_room * sizeof(*piece),
					   room * sizeof(*piece));
		file->piece_room = room;
	}
	piece = &file->pieces[file->piece_count++];
	piece->at = at;
	piece->length = length;
	if (length > 0)
		memcpy(piece->data, data, (size_t)length);
}

static bool has_room(const struct disk_file *file, size_t end)
{
	int64_t more = end > file->seen.size ? (int64_t)(end - file->seen.size) : 0;

	if (disk.fault != DISK_ROOM || more == 0)
		return true;
	if (more > disk.left) {
		disk.came = true;
		return false;
	}
	disk.left -= more;
	return true;
}

bool disk_write(struct disk_file *file, const void *data, size_t length, size_t at)
{
	const unsigned char *next = data;

	if (!has_room(file, at + length))
		return false;
	disk_put(&file->seen, data, length, at);
	while (length > 0) {
		size_t part = DISK_SECTOR - at % DISK_SECTOR;

		part = part < length ? part : length;
		wait_to_be_kept(file, next, (int)part, at);
		next += part;
		at += part;
		length -= part;
	}
	return true;
}

void disk_cut(struct disk_file *file, size_t length)
{
	if (length >= file->seen.size)
		return;
	file->seen.size = length;
	wait_to_be_kept(file, NULL, -1, length);
}

void disk_keep_piece(struct image *kept, const struct piece *piece, int length)
{
	if (piece->length > 0)
		disk_put(kept, piece->data, (size_t)length, piece->at);
	else if (piece->at < kept->size)
		kept->size = piece->at;
}

void disk_settle(struct disk_file *file)
{
	if (file->is_new)
		file->kept.size = 0;
	file->is_new = false;
	file->removed = false;
	file->lasts = file->exists;
}

/* A strict disk settles one name at a time. */
static void sync_folder(void)
{
	for (int i = 0; i < DISK_FILES && !disk.is_strict; i++)
		disk_settle(&disk.files[i]);
}

void disk_sync(struct disk_file *file)
{
	sync_folder();
	disk_settle(file);
	for (size_t i = 0; i < file->piece_count; i++)
		disk_keep_piece(&file->kept, &file->pieces[i], file->pieces[i].length);
	file->piece_count = 0;
}

void disk_forget(struct disk_file *file)
{
	file->piece_count = 0;
}

void disk_remove(struct disk_file *file, bool and_sync)
{
	file->exists = false;
	file->removed = true;
	file->seen.size = 0;
	file->piece_count = 0;
	if (!and_sync)
		return;
	sync_folder();
	disk_settle(file);
}
