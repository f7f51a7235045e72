/* disk_power.c - see disk.h: what a power cut leaves, and a disk to begin from again. */
#include <stdio.h>
#include <string.h>

#include "tests/support/disk_parts.h"

struct kept_file {
	char name[DISK_NAME_ROOM];
	struct image image;
};

struct disk_copy {
	struct kept_file files[DISK_FILES];
};

static void copy(struct image *to, const struct image *from)
{
	to->size = 0;
	if (from->size > 0)
		disk_put(to, from->data, from->size, 0);
}

/* Of what waits: all lost, all kept, half of it or most; and of the last two some sectors torn. */
static void lose_power(struct disk_file *file)
{
	static const unsigned KEPT_OF_100[] = { 0, 100, 50, 85 };
	unsigned style = (unsigned)(disk_chance() % 4);

	if (file->removed && !file->exists && file->lasts && style > 1)
		disk_settle(file);
	if (file->is_new && file->exists && style != 0)
		disk_settle(file);
	for (size_t i = 0; i < file->piece_count && !file->is_new; i++) {
		const struct piece *piece = &file->pieces[i];
		int length = piece->length;

		if (disk_chance() % 100 >= KEPT_OF_100[style])
			continue;
		if (style > 1 && length > 1 && disk_chance() % 16 == 0)
			length = 1 + (int)(disk_chance() % (unsigned)(length - 1));
		disk_keep_piece(&file->kept, piece, length);
	}
	file->piece_count = 0;
	if (!file->lasts)
		file->kept.size = 0;
	copy(&file->seen, &file->kept);
	file->exists = file->lasts;
	file->is_new = false;
	file->removed = false;
}

static void keep_all(struct disk_file *file)
{
	disk_settle(file);
	copy(&file->kept, &file->seen);
	file->piece_count = 0;
	if (!file->exists)
		file->kept.size = 0;
}

static void let_go(struct disk_file *file)
{
	for (int i = 0; i < file->memory.region_count; i++)
		disk_release(file->memory.regions[i], file->memory.region_bytes);
	file->memory = (struct shared_memory) { 0 };
	file->readers = 0;
	file->reserved = false;
	file->pending = false;
	file->exclusive = false;
}

void disk_restart(bool is_power_cut)
{
	disk_lock();
	for (int i = 0; i < DISK_FILES; i++) {
		if (is_power_cut)
			lose_power(&disk.files[i]);
		else
			keep_all(&disk.files[i]);
		let_go(&disk.files[i]);
	}
	disk.is_dead = false;
	disk.fault = DISK_WELL;
	disk_unlock();
}

int disk_open_files(void)
{
	int count;

	disk_lock();
	count = disk.open_files;
	disk_unlock();
	return count;
}

size_t disk_size(const char *name)
{
	const struct disk_file *file;
	size_t size = 0;

	disk_lock();
	file = disk_find(name);
	if (file != NULL && file->exists)
		size = file->seen.size;
	disk_unlock();
	return size;
}

struct disk_copy *disk_keep(void)
{
	struct disk_copy *ret = disk_memory(NULL, 0, sizeof(*ret));

	disk_lock();
	for (int i = 0; i < DISK_FILES; i++) {
		if (!disk.files[i].lasts)
			continue;
		(void)snprintf(ret->files[i].name, sizeof(ret->files[i].name), "%s",
			       disk.files[i].name);
		copy(&ret->files[i].image, &disk.files[i].kept);
	}
	disk_unlock();
	return ret;
}

void disk_put_back(const struct disk_copy *from)
{
	disk_lock();
	for (int i = 0; i < DISK_FILES; i++) {
		struct disk_file *file = &disk.files[i];

		let_go(file);
		(void)snprintf(file->name, sizeof(file->name), "%s", from->files[i].name);
		file->exists = file->name[0] != '\0';
		copy(&file->seen, &from->files[i].image);
		keep_all(file);
	}
	disk.is_dead = false;
	disk.fault = DISK_WELL;
	disk_unlock();
}

void disk_free(struct disk_copy *ret)
{
	for (int i = 0; i < DISK_FILES; i++)
		disk_release(ret->files[i].image.data, ret->files[i].image.room);
	disk_release(ret, sizeof(*ret));
}
