/* SPDX-License-Identifier: Apache-2.0 */
/* process.c - see process.h. */
#include "tests/support/process.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

static void text_add(char *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void text_add(char *text, const char *format, ...)
{
	size_t length = strlen(text);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text + length, PROCESS_TEXT_ROOM - length, format, arguments);
	va_end(arguments);
}

static void signals_write(char *ret)
{
	sigset_t mask;

	ret[0] = '\0';
	pthread_sigmask(SIG_SETMASK, NULL, &mask);
	for (int i = 1; i <= SIGRTMAX; i++) {
		struct sigaction action;

		if (sigaction(i, NULL, &action) != 0)
			continue;
		text_add(ret, "%d: handler %llx flags %x%s\n", i,
			 (unsigned long long)(uintptr_t)action.sa_handler,
			 (unsigned)action.sa_flags, sigismember(&mask, i) == 1 ? " held" : "");
	}
}

/* Which file each descriptor stands for, but the one that reads the list. */
static void descriptors_write(char *ret)
{
	DIR *folder = opendir("/proc/self/fd");
	struct dirent *entry;

	ret[0] = '\0';
	assert_non_null(folder);
	while ((entry = readdir(folder)) != NULL) {
		char target[PROCESS_PATH_ROOM];
		ssize_t n = readlinkat(dirfd(folder), entry->d_name, target, sizeof(target));

		if (n >= 0 && strtol(entry->d_name, NULL, 10) != dirfd(folder))
			text_add(ret, "%s: %.*s\n", entry->d_name, (int)n, target);
	}
	closedir(folder);
}

/* A line of /proc/self/status, by how it begins: reading umask() would have to change it. */
static void status_write(const char *begins, char ret[64])
{
	FILE *status = fopen("/proc/self/status", "r");
	char line[512];

	assert_non_null(status);
	ret[0] = '\0';
	while (fgets(line, sizeof(line), status) != NULL)
		if (strncmp(line, begins, strlen(begins)) == 0)
			snprintf(ret, 64, "%.60s", line);
	fclose(status);
	assert_true(ret[0] != '\0');
}

/* FNV-1a. A sum in place of the value: the environment may hold what no log should. */
static uint32_t text_sum(const char *text)
{
	uint32_t sum = 2166136261u;

	for (; *text != '\0'; text++)
		sum = (sum ^ (unsigned char)*text) * 16777619u;
	return sum;
}

void process_write(struct process *ret)
{
	signals_write(ret->signals);
	descriptors_write(ret->descriptors);
	status_write("Umask:", ret->umask_line);
	status_write("Threads:", ret->threads_line);
	snprintf(ret->locale, sizeof(ret->locale), "%s", setlocale(LC_ALL, NULL));
	assert_non_null(getcwd(ret->cwd, sizeof(ret->cwd)));
	ret->environment[0] = '\0';
	for (char **variable = environ; *variable != NULL; variable++)
		text_add(ret->environment, "%.*s at %p, sum %08x\n", (int)strcspn(*variable, "="),
			 *variable, (void *)*variable, text_sum(*variable));
}
