/* manager.c - regulars manager: who may allow what is over a cashier's budget.
 *
 * A code comes from the terminal, without being shown, or from standard input: twice in any case.
 * Never from the command line, which others on the computer can see.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "cli/command.h"
#include "plugin/care/audit.h"
#include "plugin/care/manager.h"

#define LINE_ROOM (MANAGER_CODE_MOST + 2)
#define CTRL_C '\003'

/* --- reading a code */

/* One line of standard input, byte by byte: no copy of it stays in a buffer of stdio's. */
static rgl_rc read_line(struct cli *cli, char ret[LINE_ROOM])
{
	size_t length = 0;
	ssize_t got = 0;
	char byte = '\0';

	while ((got = read(STDIN_FILENO, &byte, 1)) == 1 && byte != '\n') {
		if (length + 1 == LINE_ROOM)
			return refuse(&cli->refusal, RGL_E_LIMIT, "a code has %d letters at most",
				      MANAGER_CODE_MOST);
		ret[length++] = byte;
	}
	ret[length] = '\0';
	if (memchr(ret, CTRL_C, length) != NULL)
		return refuse(&cli->refusal, RGL_E_ARGUMENT, "nothing was changed");
	if (got == 1 || length > 0)
		return RGL_OK;
	return refuse(&cli->refusal, RGL_E_ARGUMENT,
		      "a code is missing: type it twice, a line each");
}

static rgl_rc read_twice(struct cli *cli, bool asks, char first[LINE_ROOM], char second[LINE_ROOM])
{
	rgl_rc rc;

	if (asks)
		(void)fputs("Code: ", stderr);
	rc = read_line(cli, first);
	if (asks)
		(void)fputs("\nAgain: ", stderr);
	if (rc == RGL_OK)
		rc = read_line(cli, second);
	if (asks)
		(void)fputc('\n', stderr);
	if (rc == RGL_OK && strcmp(first, second) != 0)
		rc = refuse(&cli->refusal, RGL_E_ARGUMENT, "the two codes are not the same");
	return rc;
}

/* The terminal is as it was afterwards: Ctrl-C is a letter meanwhile, for read_line to see. */
static rgl_rc read_hidden(struct cli *cli, char first[LINE_ROOM], char second[LINE_ROOM])
{
	struct termios before;
	struct termios hidden;
	rgl_rc rc;

	if (isatty(STDIN_FILENO) != 1)
		return read_twice(cli, false, first, second);
	if (tcgetattr(STDIN_FILENO, &before) != 0)
		return refuse(&cli->refusal, RGL_E_INPUT_OUTPUT,
			      "the terminal cannot be kept from showing the code: %s",
			      strerror(errno));
	hidden = before;
	hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ISIG);
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) != 0)
		return refuse(&cli->refusal, RGL_E_INPUT_OUTPUT,
			      "the terminal cannot be kept from showing the code: %s",
			      strerror(errno));
	rc = read_twice(cli, true, first, second);
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	return rc;
}

/* --- what is done */

static rgl_rc note(struct store *store, const char *what)
{
	return audit_note(store, "", what, 0, "");
}

static rgl_rc add(struct cli *cli, struct store *store, const char *name)
{
	char first[LINE_ROOM] = "";
	char second[LINE_ROOM] = "";
	rgl_rc rc = read_hidden(cli, first, second);

	if (rc == RGL_OK)
		rc = command_refused(cli, store, manager_add(store, name, first));
	wipe(first, sizeof(first));
	wipe(second, sizeof(second));
	if (rc == RGL_OK)
		rc = command_refused(cli, store, note(store, "manager add"));
	if (rc == RGL_OK)
		(void)printf("%s may allow what is over a cashier's budget.\n", name);
	return rc;
}

static rgl_rc take_away(struct cli *cli, struct store *store, const char *name)
{
	rgl_rc rc = command_refused(cli, store, manager_remove(store, name));

	if (rc == RGL_OK)
		rc = command_refused(cli, store, note(store, "manager remove"));
	if (rc == RGL_OK)
		(void)printf("%s allows nothing any more.\n", name);
	return rc;
}

struct listing {
	struct store *store;
	size_t count;
};

static rgl_rc print_one(void *user, const struct manager *manager)
{
	struct listing *listing = user;
	const int64_t left_ms = manager->locked_ms - host_now_ms(listing->store->host);

	listing->count++;
	if (left_ms > 0)
		(void)printf("%s: locked for %lld more minutes after %lld wrong codes\n",
			     manager->name, (long long)((left_ms + 59999) / 60000),
			     (long long)manager->failed);
	else
		(void)printf("%s\n", manager->name);
	return RGL_OK;
}

static rgl_rc list(struct cli *cli)
{
	struct listing listing = { .count = 0 };
	struct store *store = NULL;
	rgl_rc rc = command_open(cli, STORE_READ, &store);

	if (rc < 0)
		return rc;
	listing.store = store;
	rc = command_refused(cli, store, manager_list(store, print_one, &listing));
	if (rc == RGL_OK && listing.count == 0)
		(void)puts("There is no manager yet; regulars manager add NAME makes one.");
	store_close(store);
	return rc;
}

rgl_rc command_manager(struct cli *cli)
{
	const char *verb = NULL;
	const char *name = NULL;
	struct store *store = NULL;
	bool adds;
	rgl_rc rc = command_word(cli, 0, "add, list or remove", &verb);

	if (rc == RGL_OK && strcmp(verb, "list") == 0)
		return list(cli);
	adds = rc == RGL_OK && strcmp(verb, "add") == 0;
	if (rc == RGL_OK && !adds && strcmp(verb, "remove") != 0)
		rc = refuse(&cli->refusal, RGL_E_ARGUMENT,
			    "\"%.40s\" is none of: add, list, remove", verb);
	if (rc == RGL_OK)
		rc = command_word(cli, 1, "the manager's name", &name);
	if (rc == RGL_OK)
		rc = command_open(cli, STORE_WRITE, &store);
	if (rc < 0)
		return rc;
	rc = adds ? add(cli, store, name) : take_away(cli, store, name);
	store_close(store);
	return rc;
}
