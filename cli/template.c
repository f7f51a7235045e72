/* template.c - regulars template: the receipt's layout, ours and the shop's own. */
#include "cli/template.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "plugin/base/utf8.h"
#include "plugin/base/width.h"
#include "plugin/slip_parts.h"
#include "receipts/template/template.h"

#define EXCERPT_MAX 120 /* bytes of a line that is shown */

/* A template as it was read from a file, or one of ours by its name. */
struct source {
	const char *name;
	struct bytes text;
};

static bool is_ours(const char *name)
{
	for (const char *const *ours = template_names(); *ours != NULL; ours++)
		if (strcmp(*ours, name) == 0)
			return true;
	return false;
}

static rgl_rc read_file(struct cli *cli, FILE *file, const char *path, struct bytes *text)
{
	uint8_t *room = bytes_extend(text, TEMPLATE_BYTES_MAX + 1);

	if (room == NULL)
		return refuse(&cli->refusal, RGL_E_MEMORY, "there is not enough memory");
	text->length = fread(room, 1, TEMPLATE_BYTES_MAX + 1, file);
	if (ferror(file) != 0)
		return refuse(&cli->refusal, RGL_E_INPUT_OUTPUT, "%s could not be read: %s", path,
			      strerror(errno));
	return RGL_OK;
}

/* A file, "-" for standard input, or, when there is no such file, one of ours. */
static rgl_rc read_source(struct cli *cli, const char *path, struct source *ret)
{
	const bool is_input = strcmp(path, "-") == 0;
	struct bytes text = bytes_of(&cli->host);
	FILE *file = is_input ? stdin : fopen(path, "rbe");
	const int reason = errno;
	rgl_rc rc = RGL_OK;

	if (file != NULL) {
		rc = read_file(cli, file, path, &text);
	} else if (is_ours(path)) {
		size_t length = 0;
		const char *ours = template_text(path, &length);

		bytes_add(&text, ours, length);
		rc = bytes_rc(&text);
	} else {
		rc = refuse(&cli->refusal, RGL_E_INPUT_OUTPUT, "%s: %s", path, strerror(reason));
	}
	if (file != NULL && !is_input)
		(void)fclose(file);
	if (rc < 0)
		bytes_free(&text);
	else
		*ret = (struct source) { is_input ? "standard input" : path, text };
	return rc;
}

/* The line of that number, without its end; false when it is not fit to be shown. */
static bool find_line(const struct bytes *text, unsigned long number, char ret[EXCERPT_MAX + 1])
{
	const char *at = (const char *)text->data;
	const char *const end = at + text->length;
	size_t length = 0;

	for (unsigned long i = 1; i < number && at < end; i++) {
		const char *next = memchr(at, '\n', (size_t)(end - at));

		at = next == NULL ? end : next + 1;
	}
	while (at + length < end && at[length] != '\n' && at[length] != '\r')
		length++;
	if (length == 0 || length > EXCERPT_MAX)
		return false;
	for (size_t i = 0; i < length; i++)
		ret[i] = at[i] == '\t' ? ' ' : at[i];
	ret[length] = '\0';
	return utf8_check_clean(ret, EXCERPT_MAX, "line", NULL) == RGL_OK;
}

/* Shows the place under the line that it is in:
 *     2 | Dear {{memebr}}
 *       |        ^
 */
static void show_place(const struct source *source, const char *place)
{
	char line[EXCERPT_MAX + 1];
	unsigned long column = 0;
	unsigned long number = 0;
	size_t blanks = 0;
	size_t at = 0;
	char *rest = NULL;

	if (strncmp(place, "line ", strlen("line ")) != 0)
		return;
	number = strtoul(place + strlen("line "), &rest, 10);
	if (strncmp(rest, ", column ", strlen(", column ")) != 0)
		return;
	column = strtoul(rest + strlen(", column "), NULL, 10);
	if (!find_line(&source->text, number, line))
		return;
	for (unsigned long i = 1; i < column && line[at] != '\0'; i++)
		blanks += width_of(utf8_next(line, strlen(line), &at));
	(void)fflush(stdout);
	(void)fprintf(stderr, "%6lu | %s\n       | %*s^\n", number, line, (int)blanks, "");
}

/* Moves a refusal about a template to the command's, with the file's name. */
static rgl_rc refuse_template(struct cli *cli, const struct source *source,
			      const struct rgl_why *why)
{
	const struct rgl_why said = *why;

	show_place(source, said.field);
	return refuse_field(&cli->refusal, said.code, said.field, "%.100s: %.210s", source->name,
			    said.text[0] == '\0' ? result_words(said.code) : said.text);
}

static bool has_word(const void *user, const char *key)
{
	return words_has(user, key);
}

static rgl_rc check_with(struct cli *cli, const struct source *source, struct words *words)
{
	const struct template_words asks = { has_word, words };
	struct rgl_why why = { .size = sizeof(why) };
	struct template *template = NULL;
	rgl_rc rc = template_read(&cli->host, (const char *)source->text.data, source->text.length,
				  &asks, &template, &why);

	template_free(template);
	return rc < 0 ? refuse_template(cli, source, &why) : RGL_OK;
}

/* Where there is no shop, our own sentences are those there are. */
static rgl_rc check_alone(struct cli *cli, const struct source *source)
{
	const struct words_wish wish = { .shop = "en", .currency = { "EUR", 2 } };
	struct words *words = NULL;
	rgl_rc rc = words_open(&cli->host, &wish, &words, &cli->refusal);

	if (rc == RGL_OK)
		rc = check_with(cli, source, words);
	words_close(words);
	return rc;
}

static rgl_rc check_for_shop(struct cli *cli, const struct source *source)
{
	struct slip_parts *parts = NULL;
	struct store *store = NULL;
	struct words *words = NULL;
	rgl_rc rc = command_open(cli, STORE_READ, &store);

	if (rc == RGL_OK)
		rc = slip_parts_open(&cli->host, &parts, &cli->refusal);
	if (rc == RGL_OK)
		rc = command_refused(cli, store, slip_parts_look(parts, store));
	if (rc == RGL_OK)
		rc = slip_parts_words(parts, NULL, &words, &cli->refusal);
	if (rc == RGL_OK)
		rc = check_with(cli, source, words);
	slip_parts_close(parts);
	store_close(store);
	return rc;
}

static rgl_rc check(struct cli *cli, const struct source *source)
{
	const bool has_shop = access(command_store_path(cli), R_OK) == 0 ||
			      arguments_value(&cli->arguments, "store") != NULL;
	rgl_rc rc = has_shop ? check_for_shop(cli, source) : check_alone(cli, source);

	if (rc == RGL_OK)
		(void)printf("%s is a template. To see it: regulars receipt SALE --template %s\n",
			     source->name, source->name);
	return rc;
}

static rgl_rc apply(struct cli *cli, const struct source *source)
{
	struct store *store = NULL;
	rgl_rc rc = command_open(cli, STORE_WRITE, &store);

	if (rc < 0)
		return rc;
	rc = slip_part_apply(store, SLIP_TEMPLATE, NULL, source->text.data, source->text.length);
	if (rc < 0)
		rc = refuse_template(cli, source, &store->refusal);
	else
		(void)printf("Receipts are printed by %s from now on.\n", source->name);
	store_close(store);
	return rc;
}

static rgl_rc remove_own(struct cli *cli)
{
	struct store *store = NULL;
	rgl_rc rc = command_open(cli, STORE_WRITE, &store);

	if (rc < 0)
		return rc;
	rc = command_refused(cli, store, slip_part_remove(store, SLIP_TEMPLATE, NULL));
	if (rc == RGL_OK)
		(void)printf("Receipts are printed by our own \"%s\" from now on.\n",
			     template_names()[0]);
	store_close(store);
	return rc;
}

static rgl_rc show_own(struct cli *cli)
{
	struct bytes text = bytes_of(&cli->host);
	struct store *store = NULL;
	rgl_rc rc = command_open(cli, STORE_READ, &store);

	if (rc < 0)
		return rc;
	rc = slip_part_read(store, SLIP_TEMPLATE, NULL, &text);
	if (rc == RGL_E_UNKNOWN)
		rc = refuse(&cli->refusal, rc,
			    "the shop has no template of its own; regulars template show %s",
			    template_names()[0]);
	else
		rc = command_refused(cli, store, rc);
	if (rc == RGL_OK)
		rc = command_write_file(cli, "-", &text);
	bytes_free(&text);
	store_close(store);
	return rc;
}

static rgl_rc show(struct cli *cli)
{
	size_t length = 0;
	const char *name = NULL;
	const char *text;
	rgl_rc rc = command_word(cli, 1, "which template (regulars template list)", &name);

	if (rc < 0)
		return rc;
	if (strcmp(name, "own") == 0)
		return show_own(cli);
	text = template_text(name, &length);
	if (text == NULL)
		return refuse(&cli->refusal, RGL_E_UNKNOWN,
			      "there is no template \"%.40s\"; regulars template list tells which "
			      "there are",
			      name);
	(void)fwrite(text, 1, length, stdout);
	return RGL_OK;
}

/* What a template of ours is for, it says in its first line. */
static void list_ours(void)
{
	for (const char *const *name = template_names(); *name != NULL; name++) {
		size_t length = 0;
		const char *text = template_text(*name, &length);

		(void)printf("%-8s  %.*s\n", *name, (int)strcspn(text + 2, "\n"), text + 2);
	}
}

static rgl_rc list_own(struct cli *cli, struct store *store)
{
	struct bytes text = bytes_of(&cli->host);
	rgl_rc rc = slip_part_read(store, SLIP_TEMPLATE, NULL, &text);

	if (rc == RGL_OK)
		(void)printf("own       The shop's own, %zu bytes; receipts are printed by it.\n",
			     text.length);
	bytes_free(&text);
	return rc == RGL_E_UNKNOWN ? RGL_OK : command_refused(cli, store, rc);
}

static rgl_rc list(struct cli *cli)
{
	struct store *store = NULL;
	rgl_rc rc;

	list_ours();
	if (access(command_store_path(cli), R_OK) != 0)
		return RGL_OK;
	rc = command_open(cli, STORE_READ, &store);
	if (rc == RGL_OK)
		rc = list_own(cli, store);
	store_close(store);
	return rc;
}

static rgl_rc with_file(struct cli *cli, rgl_rc (*run)(struct cli *, const struct source *))
{
	struct source source = { .name = "" };
	const char *path = NULL;
	rgl_rc rc = command_word(cli, 1, "the template's file", &path);

	if (rc == RGL_OK)
		rc = read_source(cli, path, &source);
	if (rc < 0)
		return rc;
	rc = run(cli, &source);
	bytes_free(&source.text);
	return rc;
}

rgl_rc command_template(struct cli *cli)
{
	const char *verb = NULL;
	rgl_rc rc = command_word(cli, 0, "what to do (list, show, fields, check, apply, remove)",
				 &verb);

	if (rc < 0)
		return rc;
	if (strcmp(verb, "list") == 0)
		return list(cli);
	if (strcmp(verb, "show") == 0)
		return show(cli);
	if (strcmp(verb, "check") == 0)
		return with_file(cli, check);
	if (strcmp(verb, "apply") == 0)
		return with_file(cli, apply);
	if (strcmp(verb, "remove") == 0)
		return remove_own(cli);
	if (strcmp(verb, "fields") != 0)
		return refuse(&cli->refusal, RGL_E_ARGUMENT,
			      "template does not know \"%.40s\"; there are: list, show, fields, "
			      "check, apply, remove",
			      verb);
	template_print_fields();
	return RGL_OK;
}
