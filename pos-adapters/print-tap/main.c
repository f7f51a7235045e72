/* main.c - print-tap: stands between a till and its printer, and reads along. See README.md. */
#include "pos-adapters/print-tap/backend.h"
#include "pos-adapters/print-tap/list.h"
#include "pos-adapters/print-tap/samples.h"
#include "pos-adapters/print-tap/serve.h"

#include <stdio.h>
#include <string.h>

enum { MISUSED = 2 };

static int usage(FILE *out)
{
	(void)fputs(
		"usage: print-tap COMMAND WORD... [--SETTING VALUE]...\n\n"
		"  serve-tcp [HOST:]PORT PRINTER  as a network printer (127.0.0.1 unless named)\n"
		"  serve-pty PRINTER              as a serial printer\n"
		"  backend JOB USER TITLE COPIES OPTIONS [FILE]   as CUPS calls a backend\n"
		"  reader                         keeps a reader for CUPS, ready before the first "
		"job\n"
		"  learn SAMPLE SAMPLE...         proposes a pattern on standard output\n"
		"  read SAMPLE...                 says what the pattern finds\n"
		"  list                           what was not read, and why\n\n"
		"PRINTER: socket://HOST[:PORT], file:PATH.  Settings, and as they are when "
		"nothing is said:\n\n",
		out);
#define USAGE_SETTING(member, name, usual, says)                                                   \
	(void)fprintf(out, "  --%-13s %s%s%s%s\n", name, says, usual[0] ? " (" : "", usual,        \
		      usual[0] ? ")" : "");
	SETTINGS(USAGE_SETTING)
#undef USAGE_SETTING
	(void)fputs("  --settings      a file of such lines, without dashes (" SETTINGS_FILE ")\n\n"
		    "For example: print-tap learn monday.txt tuesday.txt > pattern\n",
		    out);
	return out == stdout ? 0 : MISUSED;
}

static int run(const char *command, const struct settings *settings, int argc, char **argv)
{
	if (strcmp(command, "serve-tcp") == 0 && argc == 2)
		return serve_tcp(settings, argv[0], argv[1]);
	if (strcmp(command, "serve-pty") == 0 && argc == 1)
		return serve_pty(settings, argv[0]);
	if (strcmp(command, "reader") == 0 && argc == 0)
		return serve_reader(settings);
	if (strcmp(command, "learn") == 0 && argc > 0)
		return samples_learn(settings, argc, argv);
	if (strcmp(command, "read") == 0 && argc > 0)
		return samples_read(settings, argc, argv);
	if (strcmp(command, "list") == 0 && argc == 0)
		return list_show(settings) ? 0 : 1;
	(void)fprintf(stderr,
		      "print-tap: '%.60s' with %d word%s behind it is no command; print-tap --help "
		      "shows them all\n",
		      command, argc, argc == 1 ? "" : "s");
	return MISUSED;
}

static bool asks_for_help(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--help") == 0 || (i == 1 && strcmp(argv[i], "help") == 0))
			return true;
	}
	return false;
}

/* CUPS starts a backend by a name of its own, and with the device as its first word. */
static int run_backend(int argc, char **argv)
{
	struct settings settings;
	char why[SETTINGS_WHY_ROOM];
	int words;

	if (argc == 1)
		return backend_list();
	if (!settings_read(0, argv, &settings, &words, why)) {
		(void)fprintf(stderr, "ERROR: %s\n", why);
		return BACKEND_STOP;
	}
	return backend_run(&settings, argc, argv);
}

static bool is_backend(const char *name)
{
	const char *slash = strchr(name, ':') == NULL ? strrchr(name, '/') : NULL;

	name = slash == NULL ? name : slash + 1;
	return strncmp(name, BACKEND_SCHEME, strlen(BACKEND_SCHEME)) == 0;
}

int main(int argc, char **argv)
{
	struct settings settings;
	char why[SETTINGS_WHY_ROOM];
	int words;

	if (argc > 0 && is_backend(argv[0]))
		return run_backend(argc, argv);
	if (argc > 1 && strcmp(argv[1], "backend") == 0)
		return run_backend(argc - 1, argv + 1);
	if (asks_for_help(argc, argv))
		return usage(stdout);
	if (argc < 2)
		return usage(stderr);
	if (!settings_read(argc - 2, argv + 2, &settings, &words, why)) {
		(void)fprintf(stderr, "print-tap: %s\n", why);
		return MISUSED;
	}
	return run(argv[1], &settings, words, argv + 2);
}
