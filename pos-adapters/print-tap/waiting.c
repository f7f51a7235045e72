/* waiting.c - see waiting.h. */
#include "pos-adapters/print-tap/waiting.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_DIGITS = 16, NAME_ROOM = 64 };

static bool path_of(const struct waiting *waiting, const char *folder, const char *name, char *ret)
{
	return snprintf(ret, WAITING_PATH_ROOM, "%s/%s/%s", waiting->settings->home, folder, name) <
	       WAITING_PATH_ROOM;
}

/* 0000000000000012.json, 0000000000000012-copy.json */
static bool number_of(const char *name, uint64_t *ret)
{
	char *end = NULL;

	if (strspn(name, "0123456789") != NAME_DIGITS || strstr(name, ".json") == NULL)
		return false;
	*ret = strtoull(name, &end, 10);
	return true;
}

/* Counts the files; the name of the oldest in ret_oldest, "" when there is none. */
static bool look(struct waiting *waiting, char *ret_oldest)
{
	char path[WAITING_PATH_ROOM];
	uint64_t oldest = UINT64_MAX;
	uint64_t number;
	DIR *folder;

	ret_oldest[0] = '\0';
	if (!path_of(waiting, "waiting", "", path))
		return false;
	folder = opendir(path);
	if (folder == NULL)
		return false;
	waiting->count = 0;
	for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
		if (!number_of(entry->d_name, &number))
			continue;
		waiting->count++;
		if (number >= waiting->next)
			waiting->next = number + 1;
		if (number < oldest) {
			oldest = number;
			(void)snprintf(ret_oldest, NAME_ROOM, "%.*s", NAME_ROOM - 1, entry->d_name);
		}
	}
	(void)closedir(folder);
	return true;
}

bool waiting_open(struct waiting *waiting, const struct settings *settings, char *ret_why)
{
	static const char *const FOLDERS[] = { "", "waiting", "refused" };
	char path[WAITING_PATH_ROOM];
	char oldest[NAME_ROOM];

	*waiting = (struct waiting) { .settings = settings, .next = 1 };
	for (size_t i = 0; i < sizeof(FOLDERS) / sizeof(FOLDERS[0]); i++) {
		if (!path_of(waiting, FOLDERS[i], "", path) ||
		    (mkdir(path, 0700) != 0 && errno != EEXIST)) {
			(void)snprintf(ret_why, SETTINGS_WHY_ROOM, "%.200s: %s", path,
				       strerror(errno));
			return false;
		}
	}
	return look(waiting, oldest);
}

static bool write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	size_t length = strlen(text);
	bool good = fd >= 0 && write(fd, text, length) == (ssize_t)length && fsync(fd) == 0;

	if (fd >= 0)
		good = close(fd) == 0 && good;
	return good;
}

static void sync_folder(const struct waiting *waiting, const char *folder)
{
	char path[WAITING_PATH_ROOM];
	int fd = path_of(waiting, folder, "", path) ? open(path, O_RDONLY | O_CLOEXEC) : -1;

	if (fd < 0)
		return;
	(void)fsync(fd);
	(void)close(fd);
}

bool waiting_add(struct waiting *waiting, const char *request, bool is_copy)
{
	char path[WAITING_PATH_ROOM];
	char made[WAITING_PATH_ROOM];
	char name[NAME_ROOM];

	if (waiting->count >= WAITING_MAX)
		return false;
	(void)snprintf(name, sizeof(name), "%016" PRIu64 "%s.json", waiting->next,
		       is_copy ? "-copy" : "");
	if (!path_of(waiting, "waiting", name, path) || !path_of(waiting, "waiting", "new", made) ||
	    !write_file(made, request) || rename(made, path) != 0)
		return false;
	sync_folder(waiting, "waiting");
	waiting->next++;
	waiting->count++;
	return true;
}

/* Reads a file; false when it cannot be opened now, where waiting may help. One that says nothing,
 * or that is not ours to read, is "". */
static bool read_file(const char *path, char *ret)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = -1;

	ret[0] = '\0';
	if (fd < 0)
		return errno == EACCES || errno == ENOENT;
	length = read(fd, ret, SALE_REQUEST_ROOM - 1);
	(void)close(fd);
	ret[length < 0 ? 0 : length] = '\0';
	return true;
}

static enum waiting_result settle(struct waiting *waiting, const char *name, const char *path,
				  enum door_answer answer)
{
	char kept[WAITING_PATH_ROOM];
	bool is_copy = strstr(name, "-copy") != NULL;

	if (answer == DOOR_LATER)
		return WAITING_LATER;
	waiting->count--;
	if (answer == DOOR_DONE || (answer == DOOR_DIFFERS && is_copy)) {
		(void)unlink(path);
		return WAITING_POSTED;
	}
	if (!path_of(waiting, "refused", name, kept) || rename(path, kept) != 0)
		(void)unlink(path);
	return WAITING_REFUSED;
}

enum waiting_result waiting_post(struct waiting *waiting, struct door *door)
{
	char name[NAME_ROOM];
	char path[WAITING_PATH_ROOM];
	enum door_answer answer = DOOR_NO;

	waiting->text[0] = '\0';
	if (waiting->count == 0)
		return WAITING_NONE;
	if (!look(waiting, name) || !path_of(waiting, "waiting", name, path))
		return WAITING_LATER;
	if (name[0] == '\0')
		return WAITING_NONE;
	if (!read_file(path, waiting->text))
		return WAITING_LATER;
	(void)snprintf(door->says, sizeof(door->says), "what waited cannot be read");
	if (waiting->text[0] != '\0')
		answer = door_post(door, waiting->text);
	return settle(waiting, name, path, answer);
}
