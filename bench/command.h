/* SPDX-License-Identifier: Apache-2.0 */
/* command.h - the command run as an owner runs it, and new stores for it. */
#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/measure.h"

/* Ends the bench when it does not end well. Its largest memory, in KiB. */
static inline long command_run(const char *const *words)
{
	posix_spawn_file_actions_t actions;
	struct rusage usage = { 0 };
	int status = 1;
	pid_t child = 0;

	measure_need(posix_spawn_file_actions_init(&actions) == 0 &&
			     posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY,
							      0) == 0,
		     "no child process");
	measure_need(posix_spawn(&child, words[0], &actions, NULL, (char *const *)words, environ) ==
			     0,
		     "the command cannot be started");
	measure_need(wait4(child, &status, 0, &usage) == child && status == 0,
		     "the command ended with an error");
	(void)posix_spawn_file_actions_destroy(&actions);
	return usage.ru_maxrss;
}

/* A shop in place of the one that is there. */
static inline void command_make_store(const char *command, const char *path)
{
	static const char *const ENDINGS[] = { "", "-wal", "-shm", "-turn", ".key" };
	char name[4096 + 8];

	for (size_t i = 0; i < sizeof(ENDINGS) / sizeof(ENDINGS[0]); i++) {
		(void)snprintf(name, sizeof(name), "%s%s", path, ENDINGS[i]);
		(void)unlink(name);
	}
	(void)command_run((const char *[]) { command, "init", "--store", path, "--name", "Bench",
					     "--currency", "USD", "--zone", "UTC", NULL });
}
