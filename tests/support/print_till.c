/* SPDX-License-Identifier: Apache-2.0 */
/* print_till.c - see print_till.h. A line in is a request, or "?" for printing(). */
#include "tests/support/print_till.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "plugin/regulars.h"

/* ---- The till ---- */

static void tell_printing(const struct rgl_api *api, struct rgl *rgl)
{
	struct rgl_printing printing = { .size = sizeof(printing) };
	struct rgl_why why = { .size = sizeof(why) };

	if (api->printing(rgl, &printing, &why) < 0)
		(void)printf("0 -1 %d %s\n", (int)why.code, why.text);
	else
		(void)printf("%u %lld %d %s\n", printing.waiting, (long long)printing.printed,
			     (int)printing.code, printing.says);
}

static void serve(const struct rgl_api *api, struct rgl *rgl)
{
	char line[PRINT_TILL_LINE];
	char answer[RGL_ANSWER_ROOM];

	while (fgets(line, sizeof(line), stdin) != NULL) {
		size_t length = sizeof(answer);

		if (line[0] == '?')
			tell_printing(api, rgl);
		else if (api->request(rgl, line, strlen(line), answer, &length) == RGL_OK)
			(void)puts(answer);
		else
			(void)puts("{}");
		(void)fflush(stdout);
	}
}

int print_till_run(void)
{
	struct rgl_options options = {
		.size = sizeof(options), .store = "shop.db", .till = "till-1", .printer = "usb"
	};
	struct rgl_why why = { .size = sizeof(why) };
	const struct rgl_api *(*entry)(uint32_t) = NULL;
	const struct rgl_api *api;
	struct rgl *rgl = NULL;
	void *library = dlopen(getenv("REGULARS_SO"), RTLD_NOW | RTLD_LOCAL);

	if (library == NULL)
		return 1;
	*(void **)&entry = dlsym(library, "regulars_entry");
	api = entry != NULL ? entry(RGL_ABI) : NULL;
	if (api == NULL)
		return 2;
	if (api->open(NULL, &options, &rgl, &why) < 0) {
		(void)fprintf(stderr, "%s\n", why.text);
		return 3;
	}
	serve(api, rgl);
	api->close(rgl);
	return 0;
}

/* ---- The test ---- */

void print_till_start(struct print_till *ret)
{
	char program[PRINT_TILL_LINE] = "", option[] = PRINT_TILL_OPTION;
	char *const arguments[] = { program, option, NULL };
	posix_spawn_file_actions_t actions;
	int ask[2], hear[2];

	assert_int_equal(pipe2(ask, O_CLOEXEC), 0);
	assert_int_equal(pipe2(hear, O_CLOEXEC), 0);
	assert_true(readlink("/proc/self/exe", program, sizeof(program) - 1) > 0);
	assert_int_equal(posix_spawn_file_actions_init(&actions), 0);
	assert_int_equal(posix_spawn_file_actions_adddup2(&actions, ask[0], STDIN_FILENO), 0);
	assert_int_equal(posix_spawn_file_actions_adddup2(&actions, hear[1], STDOUT_FILENO), 0);
	assert_int_equal(posix_spawn(&ret->process, program, &actions, NULL, arguments, environ),
			 0);
	(void)posix_spawn_file_actions_destroy(&actions);
	(void)close(ask[0]);
	(void)close(hear[1]);
	ret->ask = fdopen(ask[1], "w");
	ret->hear = fdopen(hear[0], "r");
	assert_non_null(ret->ask);
	assert_non_null(ret->hear);
}

bool print_till_ask(struct print_till *till, const char *json)
{
	assert_true(fprintf(till->ask, "%s\n", json) > 0);
	assert_int_equal(fflush(till->ask), 0);
	assert_non_null(fgets(till->answer, sizeof(till->answer), till->hear));
	return strncmp(till->answer, "{\"ok\":true", 10) == 0;
}

struct print_state print_till_state(struct print_till *till)
{
	struct print_state state = { 0 };

	(void)print_till_ask(till, "?");
	assert_true(sscanf(till->answer, "%u %lld %d %351[^\n]", &state.waiting, &state.printed,
			   &state.code, state.says) >= 3);
	return state;
}

static int end(struct print_till *till)
{
	int status = -1;

	(void)fclose(till->ask);
	assert_int_equal(waitpid(till->process, &status, 0), till->process);
	(void)fclose(till->hear);
	return status;
}

void print_till_close(struct print_till *till)
{
	int status = end(till);

	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

void print_till_kill(struct print_till *till)
{
	assert_int_equal(kill(till->process, SIGKILL), 0);
	assert_true(WIFSIGNALED(end(till)));
}
