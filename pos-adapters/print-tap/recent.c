/* recent.c - see recent.h. */
#include "pos-adapters/print-tap/recent.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { PATH_ROOM = 500 };

static int file_open(const struct recent *recent, int flags)
{
	char path[PATH_ROOM];

	if (!settings_path(recent->settings, "recent", path, sizeof(path)))
		return -1;
	return open(path, flags | O_CLOEXEC, 0600);
}

void recent_open(struct recent *recent, const struct settings *settings)
{
	uint64_t kept[RECENT_COUNT + 1] = { 0 };
	int fd;

	*recent = (struct recent) { .settings = settings };
	fd = file_open(recent, O_RDONLY);
	if (fd < 0)
		return;
	if (read(fd, kept, sizeof(kept)) == (ssize_t)sizeof(kept)) {
		recent->next = kept[0];
		memcpy(recent->digests, kept + 1, sizeof(recent->digests));
	}
	(void)close(fd);
}

bool recent_has(const struct recent *recent, uint64_t digest)
{
	for (int i = 0; i < RECENT_COUNT; i++) {
		if (recent->digests[i] == digest)
			return true;
	}
	return false;
}

void recent_add(struct recent *recent, uint64_t digest)
{
	uint64_t kept[RECENT_COUNT + 1];
	int fd;

	recent->digests[recent->next++ % RECENT_COUNT] = digest;
	kept[0] = recent->next;
	memcpy(kept + 1, recent->digests, sizeof(recent->digests));
	fd = file_open(recent, O_WRONLY | O_CREAT);
	if (fd < 0)
		return;
	/* A torn file costs a copy that is told as one: the store knows its id anyhow. */
	(void)!write(fd, kept, sizeof(kept));
	(void)close(fd);
}
