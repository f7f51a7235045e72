/* command.c - see command.h: what the commands share. */
#include "cli/command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *command_store_path(const struct cli *cli)
{
	const char *path = arguments_value(&cli->arguments, "store");

	if (path == NULL)
		path = getenv("REGULARS_STORE");
	return path == NULL || path[0] == '\0' ? "regulars.db" : path;
}

rgl_rc command_open(struct cli *cli, enum store_mode mode, struct store **ret)
{
	return store_open(&cli->host, command_store_path(cli),
			  arguments_value(&cli->arguments, "key"), COMMAND_TILL, mode, ret,
			  &cli->refusal);
}

rgl_rc command_word(struct cli *cli, int place, const char *what, const char **ret)
{
	if (place >= cli->arguments.word_count)
		return refuse(&cli->refusal, RGL_E_ARGUMENT, "%s is missing", what);
	*ret = cli->arguments.words[place];
	return RGL_OK;
}

rgl_rc command_number(struct cli *cli, const char *text, const char *what, int64_t *ret)
{
	if (decimal_read(text, strlen(text), 0, ROUNDING_REFUSED, ret) < 0 || *ret < 1)
		return refuse(&cli->refusal, RGL_E_ARGUMENT, "\"%.40s\" is not %s", text, what);
	return RGL_OK;
}

rgl_rc command_member(struct cli *cli, int place, int64_t *ret)
{
	const char *word = NULL;
	rgl_rc rc = command_word(cli, place, "the member's number", &word);

	return rc < 0 ? rc
		      : command_number(cli, word, "a member's number; regulars identify finds it",
				       ret);
}

rgl_rc command_read_file(struct cli *cli, const char *path, size_t max, struct bytes *ret)
{
	const bool is_input = strcmp(path, "-") == 0;
	FILE *file = is_input ? stdin : fopen(path, "rbe");
	struct bytes bytes = bytes_of(&cli->host);
	uint8_t *room;
	rgl_rc rc = RGL_OK;

	if (file == NULL)
		return refuse(&cli->refusal, RGL_E_INPUT_OUTPUT, "%s: %s", path, strerror(errno));
	room = bytes_extend(&bytes, max + 1);
	if (room == NULL)
		rc = refuse(&cli->refusal, RGL_E_MEMORY, "there is not enough memory");
	else
		bytes.length = fread(room, 1, max + 1, file);
	if (rc == RGL_OK && ferror(file) != 0)
		rc = refuse(&cli->refusal, RGL_E_INPUT_OUTPUT, "%s could not be read: %s", path,
			    strerror(errno));
	else if (rc == RGL_OK && bytes.length > max)
		rc = refuse(&cli->refusal, RGL_E_LIMIT, "%s is larger than %zu bytes", path, max);
	if (!is_input)
		(void)fclose(file);
	if (rc < 0)
		bytes_free(&bytes);
	else
		*ret = bytes;
	return rc;
}

/* Whether a file is there that is not of the kind that would be written: a store under a picture's
 * name, say. The first bytes tell. */
static bool is_of_another_kind(const char *path, const struct bytes *bytes)
{
	char first[4] = { 0 };
	size_t length = bytes->length < sizeof(first) ? bytes->length : sizeof(first);
	FILE *file = fopen(path, "rbe");
	bool differs;

	if (file == NULL)
		return false;
	differs =
		fread(first, 1, length, file) != length || memcmp(first, bytes->data, length) != 0;
	(void)fclose(file);
	return differs;
}

rgl_rc command_write_file(struct cli *cli, const char *path, const struct bytes *bytes)
{
	bool to_stdout = strcmp(path, "-") == 0;
	bool is_other = !to_stdout && is_of_another_kind(path, bytes);
	FILE *file;
	bool good;

	if (is_other)
		return refuse(&cli->refusal, RGL_E_TAKEN,
			      "%s exists already and is something else; it was not touched: choose "
			      "another name",
			      path);
	file = to_stdout ? stdout : fopen(path, "wbe");
	if (file == NULL)
		return refuse(&cli->refusal, RGL_E_INPUT_OUTPUT, "%s: %s", path, strerror(errno));
	good = fwrite(bytes->data, 1, bytes->length, file) == bytes->length;
	good = fflush(file) == 0 && good;
	if (!to_stdout) {
		good = fclose(file) == 0 && good;
		if (!good)
			(void)unlink(path);
	}
	if (!good)
		return refuse(&cli->refusal, RGL_E_INPUT_OUTPUT, "%s could not be written: %s",
			      to_stdout ? "standard output" : path, strerror(errno));
	return RGL_OK;
}

rgl_rc command_refused(struct cli *cli, const struct store *store, rgl_rc rc)
{
	if (rc < 0)
		cli->refusal = store->refusal;
	return rc;
}

void command_count(int64_t count, const char *noun, char ret[COUNT_ROOM])
{
	char number[DECIMAL_ROOM];

	decimal_write_grouped(count, 0, number);
	(void)snprintf(ret, COUNT_ROOM, "%s %.12s%s", number, noun, count == 1 ? "" : "s");
}
