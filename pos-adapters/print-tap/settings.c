/* settings.c - see settings.h. */
#include "pos-adapters/print-tap/settings.h"
#include "pos-adapters/print-tap/codepage.h"
#include "pos-adapters/print-tap/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool set(struct settings *settings, const char *name, const char *value, char *ret_why)
{
	char *member = NULL;

#define SETTINGS_FIND(field, word, usual, says)                                                    \
	if (strcmp(name, word) == 0)                                                               \
		member = settings->field;
	SETTINGS(SETTINGS_FIND)
#undef SETTINGS_FIND
	if (member == NULL) {
		(void)snprintf(ret_why, SETTINGS_WHY_ROOM, "there is no setting '%.60s'", name);
		return false;
	}
	if (value == NULL || strlen(value) >= SETTINGS_TEXT_ROOM) {
		(void)snprintf(ret_why, SETTINGS_WHY_ROOM, "%.60s is missing or too long", name);
		return false;
	}
	memcpy(member, value, strlen(value) + 1);
	return true;
}

static bool file_read(const char *path, struct settings *settings, char *ret_why)
{
	FILE *file = fopen(path, "r");
	char line[SETTINGS_TEXT_ROOM + 100];
	bool good = file != NULL;

	(void)snprintf(ret_why, SETTINGS_WHY_ROOM, "%.200s cannot be read", path);
	while (good && fgets(line, sizeof(line), file) != NULL) {
		size_t name;

		line[strcspn(line, "\r\n")] = '\0';
		text_trim(line);
		if (line[0] == '\0' || line[0] == '#')
			continue;
		name = strcspn(line, " \t");
		if (line[name] != '\0')
			line[name++] = '\0';
		text_trim(line + name);
		good = set(settings, line, line + name, ret_why);
	}
	if (file != NULL)
		(void)fclose(file);
	return good;
}

/* The file is read before the options, so that these have the last word. */
static const char *file_named(int argc, char **argv)
{
	const char *path = getenv("REGULARS_TAP_SETTINGS");

	for (int i = 0; i + 1 < argc; i++) {
		if (strcmp(argv[i], "--settings") == 0)
			return argv[i + 1];
	}
	if (path == NULL && access(SETTINGS_FILE, R_OK) == 0)
		path = SETTINGS_FILE;
	return path;
}

static bool check(const struct settings *settings, char *ret_why)
{
	int codepage;

	if (!codepage_of_name(settings->codepage, &codepage)) {
		(void)snprintf(ret_why, SETTINGS_WHY_ROOM,
			       "codepage: not one of 437 850 852 858 "
			       "866 1252 utf8 auto");
		return false;
	}
	if (strcmp(settings->printer, "escpos") != 0 && strcmp(settings->printer, "star") != 0) {
		(void)snprintf(ret_why, SETTINGS_WHY_ROOM, "printer: neither escpos nor star");
		return false;
	}
	return true;
}

bool settings_read(int argc, char **argv, struct settings *ret, int *ret_words, char *ret_why)
{
	struct settings settings = {
#define SETTINGS_USUAL(member, name, usual, says) .member = usual,
		SETTINGS(SETTINGS_USUAL)
#undef SETTINGS_USUAL
	};
	const char *file = file_named(argc, argv);
	int words = 0;

	if (file != NULL && !file_read(file, &settings, ret_why))
		return false;
	for (int i = 0; i < argc && argv[i] != NULL; i++) {
		if (strncmp(argv[i], "--", 2) != 0) {
			argv[words++] = argv[i];
			continue;
		}
		if (++i == argc) {
			(void)snprintf(ret_why, SETTINGS_WHY_ROOM, "%.60s lacks its value",
				       argv[i - 1]);
			return false;
		}
		if (strcmp(argv[i - 1], "--settings") != 0 &&
		    !set(&settings, argv[i - 1] + 2, argv[i], ret_why))
			return false;
	}
	if (!check(&settings, ret_why))
		return false;
	if (settings.pattern[0] == '\0' &&
	    !settings_path(&settings, "pattern", settings.pattern, sizeof(settings.pattern)))
		return false;
	*ret = settings;
	*ret_words = words;
	return true;
}

int settings_number(const char *text, int least, int most)
{
	long value = strtol(text, NULL, 10);

	return value < least ? least : value > most ? most : (int)value;
}

enum stream_dialect settings_dialect(const struct settings *settings)
{
	return strcmp(settings->printer, "star") == 0 ? STREAM_STAR : STREAM_ESCPOS;
}

int settings_codepage(const struct settings *settings)
{
	int codepage = CODEPAGE_AUTO;

	(void)codepage_of_name(settings->codepage, &codepage);
	return codepage;
}

bool settings_path(const struct settings *settings, const char *name, char *ret, size_t room)
{
	return (size_t)snprintf(ret, room, "%s/%s", settings->home, name) < room;
}
