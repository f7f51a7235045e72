/* main.c - `regulars`, the owner's and the installer's command: `regulars NOUN VERB`, --help with
 * an example, exit 0 done, 1 refused, 2 misused. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"

static void print_overview(FILE *stream)
{
	const struct command *command;
	const char *group = "";

	(void)fprintf(stream, "regulars %s - a shop that knows its regulars\n", RGL_VERSION);
	for (int i = 0; (command = commands_at(i)) != NULL; i++) {
		if (strcmp(command->group, group) != 0)
			(void)fprintf(stream, "\n%s\n", command->group);
		group = command->group;
		(void)fprintf(stream, "  regulars %-9s %s\n", command->name, command->summary);
	}
	(void)fputs(
		"\nEach takes --store FILE (else $REGULARS_STORE, else regulars.db), --key FILE\n"
		"(else the store's name with .key), and --help.\n",
		stream);
}

/* The exit code; the one line, when there is one, goes to standard error. */
static int tell(const struct cli *cli, rgl_rc rc, const char *name)
{
	if (rc >= 0)
		return 0;
	(void)fflush(stdout);
	(void)fprintf(stderr, "regulars: %s",
		      cli->refusal.text[0] == '\0' ? result_words(rc) : cli->refusal.text);
	if (rc == RGL_E_ARGUMENT)
		(void)fprintf(stderr, " (regulars %s --help tells more)", name);
	(void)fputc('\n', stderr);
	return rc == RGL_E_ARGUMENT ? 2 : 1;
}

static rgl_rc check_words(struct cli *cli, int words_max)
{
	const struct arguments *arguments = &cli->arguments;

	if (arguments->word_count <= words_max)
		return RGL_OK;
	return refuse(&cli->refusal, RGL_E_ARGUMENT,
		      "\"%.60s\" is one word too many; what has spaces in it goes in quotes",
		      arguments->words[words_max]);
}

static int run(const struct command *command, int count, char *const *texts)
{
	struct cli cli = { .refusal = { .size = sizeof(cli.refusal) } };
	rgl_rc rc;

	host_init(&cli.host, NULL);
	cli.colour = isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == NULL;
	rc = arguments_read(count, texts, command->flags, &cli.arguments, &cli.refusal);
	if (rc == RGL_OK && arguments_has(&cli.arguments, "help")) {
		(void)fputs(command->usage, stdout);
		return 0;
	}
	if (rc == RGL_OK)
		rc = check_words(&cli, command->words_max);
	if (rc == RGL_OK)
		rc = command->run(&cli);
	if (rc == RGL_OK && (fflush(stdout) != 0 || ferror(stdout) != 0))
		rc = refuse(&cli.refusal, RGL_E_INPUT_OUTPUT,
			    "standard output could not be written: %s", strerror(errno));
	return tell(&cli, rc, command->name);
}

int main(int count, char **texts)
{
	const struct command *command;

	if (count < 2) {
		print_overview(stderr);
		return 2;
	}
	if (strcmp(texts[1], "--help") == 0 || strcmp(texts[1], "help") == 0) {
		print_overview(stdout);
		return 0;
	}
	if (strcmp(texts[1], "--version") == 0) {
		(void)printf("regulars %s\n", RGL_VERSION);
		return 0;
	}
	command = commands_find(texts[1]);
	if (command == NULL) {
		(void)fprintf(stderr, "regulars: there is no command \"%s\"; regulars --help\n",
			      texts[1]);
		return 2;
	}
	return run(command, count - 2, texts + 2);
}
