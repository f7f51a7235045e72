/* gateway.c - regulars gateway: the plugin's JSON door, a request a line, an answer a line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"

#define PATIENCE_MS_MAX 60000

/* One request: the answer's room grows as the door asks for. A closed context ends the command. */
static rgl_rc answer(struct cli *cli, const struct rgl_api *api, struct rgl *rgl, const char *line,
		     size_t length, struct bytes *room)
{
	size_t need = room->length;
	rgl_rc rc = api->request(rgl, line, length, (char *)room->data, &need);

	/* More than once: the answer may have grown meanwhile. */
	for (int more = 0; rc == RGL_E_BUFFER && more < 4; more++) {
		if (bytes_extend(room, need - room->length) == NULL)
			return refuse(&cli->refusal, RGL_E_MEMORY, "there is not enough memory");
		need = room->length;
		rc = api->request(rgl, line, length, (char *)room->data, &need);
	}
	if (rc < 0)
		return refuse(&cli->refusal, rc, "%s", result_words(rc));
	if (fwrite(room->data, 1, need, stdout) != need || putchar('\n') == EOF ||
	    fflush(stdout) != 0)
		return refuse(&cli->refusal, RGL_E_INPUT_OUTPUT,
			      "standard output was closed; the last request was answered no more");
	return RGL_OK;
}

/* Standard input without a buffer of the C library's: what is taken out of this one is gone. */
struct input {
	size_t at;
	size_t length;
	char bytes[16384];
};

static int take(struct input *input)
{
	unsigned char byte;

	if (input->at == input->length) {
		ssize_t length = read(STDIN_FILENO, input->bytes, sizeof(input->bytes));

		if (length <= 0)
			return EOF;
		input->at = 0;
		input->length = (size_t)length;
	}
	byte = (unsigned char)input->bytes[input->at];
	input->bytes[input->at++] = 0;
	return byte;
}

/* The next line; what goes beyond the largest request is read and dropped, but one byte too many
 * stays, so that the door refuses it by name. */
static bool read_line(struct input *input, struct bytes *line)
{
	int character = take(input);

	line->length = 0;
	if (character == EOF)
		return false;
	for (; character != EOF && character != '\n'; character = take(input))
		if (line->length <= RGL_REQUEST_MAX)
			bytes_add_byte(line, (uint8_t)character);
	return true;
}

static rgl_rc serve(struct cli *cli, const struct rgl_api *api, struct rgl *rgl)
{
	struct input input = { 0 };
	struct bytes line = bytes_of(&cli->host);
	struct bytes room = bytes_of(&cli->host);
	rgl_rc rc = RGL_OK;

	/* The longest line fits: a buffer that moves leaves what was in it behind. */
	if (bytes_extend(&line, RGL_REQUEST_MAX + 1) == NULL ||
	    bytes_extend(&room, RGL_ANSWER_ROOM) == NULL)
		rc = refuse(&cli->refusal, RGL_E_MEMORY, "there is not enough memory");
	while (rc == RGL_OK && read_line(&input, &line)) {
		rc = bytes_rc(&line);
		if (rc == RGL_OK && line.length > 0)
			rc = answer(cli, api, rgl, (const char *)line.data, line.length, &room);
		wipe(line.data, line.length);
	}
	bytes_free(&line);
	bytes_free(&room);
	return rc;
}

rgl_rc command_gateway(struct cli *cli)
{
	const struct rgl_api *api = regulars_entry(RGL_ABI);
	const char *till = arguments_value(&cli->arguments, "till");
	struct rgl_options options = {
		.size = sizeof(options),
		.store = command_store_path(cli),
		.key = arguments_value(&cli->arguments, "key"),
		.till = till == NULL ? "gateway" : till,
		.printer = arguments_value(&cli->arguments, "printer"),
	};
	struct rgl *rgl = NULL;
	int64_t patience_ms = 0;
	rgl_rc rc = RGL_OK;

	if (arguments_has(&cli->arguments, "patience"))
		rc = command_number(cli, arguments_value(&cli->arguments, "patience"),
				    "a number of milliseconds to wait", &patience_ms);
	if (rc == RGL_OK && patience_ms > PATIENCE_MS_MAX)
		rc = refuse(&cli->refusal, RGL_E_ARGUMENT, "--patience is at most %d milliseconds",
			    PATIENCE_MS_MAX);
	if (rc < 0)
		return rc;
	options.patience_ms = (uint32_t)patience_ms;
	rc = api->open(NULL, &options, &rgl, &cli->refusal);
	if (rc < 0)
		return rc;
	rc = serve(cli, api, rgl);
	api->close(rgl);
	return rc;
}
