/* disk_parts.h - what the simulated disk's files share: files and faults (disk.c), power
 * cuts (disk_power.c) and how SQLite reaches it all (disk_vfs.c). Used under disk_lock() alone. */
#pragma once

#include <pthread.h>
#include <sqlite3.h>

#include "tests/support/disk.h"

enum { DISK_FILES = 16, DISK_SECTOR = 512, DISK_NAME_ROOM = 600 };
enum { DISK_LOCKS = 8, DISK_REGIONS = 64 };

/* What programs ask of a disk. */
enum disk_op {
	DISK_READ,
	DISK_WRITE,
	DISK_TRUNCATE,
	DISK_SYNC,
	DISK_LENGTH,
	DISK_LOCK,
	DISK_MAP,
	DISK_OPEN,
	DISK_CREATE,
	DISK_REMOVE,
	DISK_ASK,
	DISK_OPS
};

/* What becomes of an operation. */
enum disk_fate { DISK_DONE, DISK_REFUSED, DISK_NO_ROOM, DISK_HALF };

struct image {
	unsigned char *data;
	size_t size;
	size_t room;
};

/* A sector written, or below zero a file cut to `at`. */
struct piece {
	size_t at;
	int length;
	unsigned char data[DISK_SECTOR];
};

/* The memory that connections share beside a log, and who holds what of it. */
struct shared_memory {
	void *regions[DISK_REGIONS];
	int region_count;
	size_t region_bytes;
	int users;
	int shared[DISK_LOCKS];
	bool exclusive[DISK_LOCKS];
};

struct disk_file {
	char name[DISK_NAME_ROOM];
	bool exists;
	bool lasts;  /* its name is on the disk */
	bool is_new; /* made since its folder was synced: an older file of the name may come back */
	bool removed; /* since its folder was synced */
	struct image seen;
	struct image kept;
	struct piece *pieces;
	size_t piece_count;
	size_t piece_room;
	int readers;
	bool reserved;
	bool pending;
	bool exclusive;
	struct shared_memory memory;
};

struct disk {
	pthread_mutex_t lock;
	struct disk_file files[DISK_FILES];
	enum disk_fault fault;
	int64_t left; /* operations, or bytes of room, before it comes */
	bool came;
	bool is_dead;
	bool is_strict; /* a removed name is gone only when its own removal was synced */
	uint64_t chance;
	int open_files;
};
extern struct disk disk;

void disk_lock(void);
void disk_unlock(void);

/* Memory that no failing malloc reaches; it ends the program when there is none. Grown memory is
 * zero. */
void *disk_memory(void *memory, size_t bytes, size_t wanted);
void disk_release(void *memory, size_t bytes);

uint64_t disk_chance(void);
enum disk_fate disk_meet(enum disk_op op);

/* NULL: there is none of that name, or (disk_make) no place for one more. */
struct disk_file *disk_find(const char *name);
struct disk_file *disk_make(const char *name);

/* As programs do it. disk_write: false when there is no room. */
bool disk_write(struct disk_file *file, const void *data, size_t length, size_t at);
void disk_cut(struct disk_file *file, size_t length);
void disk_sync(struct disk_file *file);
void disk_forget(struct disk_file *file);
void disk_remove(struct disk_file *file, bool and_sync);

/* Bytes into an image; one piece of what waits, or the beginning of it. */
void disk_put(struct image *image, const void *data, size_t length, size_t at);
void disk_keep_piece(struct image *kept, const struct piece *piece, int length);

/* The file's name is on the disk as programs see it: there, or gone. */
void disk_settle(struct disk_file *file);

/* A file as SQLite holds it open. */
struct handle {
	sqlite3_file base;
	struct disk_file *file;
	int level;
	bool removes;
	bool maps;
	bool shared[DISK_LOCKS];
	bool exclusive[DISK_LOCKS];
};

struct handle *disk_handle(sqlite3_file *base);

/* disk_meet, as SQLite's code. */
int disk_answer(enum disk_op op);

/* Methods of sqlite3_io_methods. */
int disk_lock_file(sqlite3_file *base, int level);
int disk_unlock_file(sqlite3_file *base, int level);
int disk_is_reserved(sqlite3_file *base, int *ret);
int disk_map_memory(sqlite3_file *base, int region, int bytes, int extends, void volatile **ret);
int disk_lock_memory(sqlite3_file *base, int first, int count, int flags);
void disk_order_memory(sqlite3_file *base);
int disk_unmap_memory(sqlite3_file *base, int removes);
