/* disk.h - a disk in memory that fails, tears, fills up and loses power when it is told to;
 * SQLite's default file system in a program that starts it.
 *
 * In:  what goes wrong, at which operation, and a seed for what chance decides.
 * Out: what the files hold after the machine came back.
 * Not here: files that SQLite does not open: the store's own (as a name only, empty), its key, its
 *      turn. They stay on the real disk, which is well.
 *
 * Each file is held twice: as programs see it and as the disk keeps it. What was written since the
 * last good fsync waits between the two in sectors of 512 bytes. When the power goes, each waiting
 * sector is kept, lost or torn by itself, whatever the order they were written in: that is what a
 * disk with a cache may do. A new name lasts from its file's first fsync; a removed one is gone for
 * good once its own removal was synced, or on every second disk (by the seed) at any later fsync,
 * as ext4 has it. Until then it may come back.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum disk_fault {
	DISK_WELL,
	DISK_FAILS_ONCE, /* operation n fails, the next would not */
	DISK_FAILS,	 /* operation n and all after it fail */
	DISK_FULL_ONCE,	 /* write n finds no room */
	DISK_FULL,	 /* nor does any after it */
	DISK_ROOM,	 /* the files may grow by n bytes */
	DISK_TEARS,	 /* write n is done in part and fails */
	DISK_FORGETS,	 /* fsync n fails, and what it was to keep is dropped for good */
	DISK_KILLED,	 /* the program ends before change n; the system keeps what it was given */
	DISK_POWER,	 /* the power goes before change n */
	DISK_POWER_TORN, /* the power goes in the middle of change n */
	DISK_FAULTS
};

/* Makes this disk the default file system of SQLite; false when that cannot be. */
bool disk_start(void);

/* The words for a fault. */
const char *disk_fault_name(enum disk_fault fault);

/* From now on: counted from 0. Chance begins at the seed. No call runs meanwhile. */
void disk_arm(enum disk_fault fault, int64_t at, uint64_t seed);

/* The disk is well again, unless its power went. True when the fault came meanwhile. */
bool disk_mend(void);

/* Whether the power went, or the program was killed: nothing works until disk_restart. */
bool disk_is_dead(void);

/* The machine comes back. All files are closed. With a power cut, what waits is kept, lost or torn;
 * without, the system had it and writes it. */
void disk_restart(bool is_power_cut);

/* How many files SQLite holds open. */
int disk_open_files(void);

/* How long a file is, as programs see it; 0 when there is none. */
size_t disk_size(const char *name);

/* What the disk keeps, to begin from again and again: one copy of all its files. */
struct disk_copy;
struct disk_copy *disk_keep(void);
void disk_put_back(const struct disk_copy *copy);
void disk_free(struct disk_copy *copy);
