/* list.c - see list.h. */
#include "pos-adapters/print-tap/list.h"
#include "pos-adapters/print-tap/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { FILE_MAX = 1 << 20, SHOWN_LINES = 6, LINE_ROOM = 1200, PATH_ROOM = 500 };

static void begin_anew(const struct settings *settings, const char *path)
{
	char old[PATH_ROOM];
	struct stat stat_of;

	if (stat(path, &stat_of) == 0 && stat_of.st_size > FILE_MAX &&
	    settings_path(settings, "list.old", old, sizeof(old)))
		(void)rename(path, old);
}

/* In one piece, and without memory that could be missing. A line that a power cut tore is ended. */
static void write_line(const char *path, const char *line, size_t length)
{
	int fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	off_t end = fd < 0 ? -1 : lseek(fd, 0, SEEK_END);
	char last = '\n';

	if (fd < 0)
		return;
	if (end > 0 && pread(fd, &last, 1, end - 1) == 1 && last != '\n')
		(void)!write(fd, "\n", 1);
	(void)!write(fd, line, length);
	(void)close(fd);
}

static size_t put(char *line, size_t length, const char *text)
{
	text_copy(line + length, LINE_ROOM - 1 - length, text);
	return length + strlen(line + length);
}

void list_add(const struct settings *settings, const char *why, const struct decode *lines)
{
	char line[LINE_ROOM] = "";
	char path[PATH_ROOM];
	time_t now = time(NULL);
	struct tm tm;
	size_t length = strftime(line, sizeof(line), "%Y-%m-%d %H:%M:%S  ", localtime_r(&now, &tm));

	length = put(line, length, why);
	for (uint32_t i = 0; lines != NULL && i < lines->line_count && i < SHOWN_LINES; i++) {
		length = put(line, length, i == 0 ? " | " : " / ");
		length = put(line, length, lines->lines[i]);
	}
	for (char *at = line; *at != '\0'; at++) {
		if ((unsigned char)*at < 0x20 || *at == 0x7F)
			*at = ' ';
	}
	(void)text_mask(line + strlen("2026-11-21 10:03:00"));
	length = strlen(line);
	line[length++] = '\n';
	if (!settings_path(settings, "list", path, sizeof(path)))
		return;
	begin_anew(settings, path);
	write_line(path, line, length);
}

static bool show_file(const struct settings *settings, const char *name)
{
	char path[PATH_ROOM];
	char line[LINE_ROOM];
	FILE *file;

	if (!settings_path(settings, name, path, sizeof(path)))
		return false;
	file = fopen(path, "r");
	if (file == NULL)
		return errno == ENOENT;
	while (fgets(line, sizeof(line), file) != NULL)
		(void)fputs(line, stdout);
	return fclose(file) == 0;
}

bool list_show(const struct settings *settings)
{
	return show_file(settings, "list.old") && show_file(settings, "list");
}
