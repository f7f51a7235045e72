/* words.c - regulars words: what receipts say, ours and the shop's own sentences. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "plugin/slip_parts.h"
#include "receipts/words/words.h"

#define TEXT_MAX 1000000

/* A translator's catalogue, as it was read from a file. */
struct draft {
	const char *path;
	const char *language;
	struct bytes text;
};

static bool has_shop(const struct cli *cli)
{
	return arguments_value(&cli->arguments, "store") != NULL ||
	       access(command_store_path(cli), R_OK) == 0;
}

/* ---- list, show ---- */

static void list_own(void *user, const struct slip_part_row *row)
{
	(void)user;
	if (row->kind == SLIP_WORDS)
		(void)printf("%-8s The shop's own, %lld bytes; they come before ours.\n", row->name,
			     (long long)row->bytes);
}

/* What a catalogue of ours is, it says in its first line. */
static void list_ours(void)
{
	for (const char *const *name = words_languages(); *name != NULL; name++) {
		const char *text = words_catalogue(*name, NULL);

		(void)printf("%-8s %.*s\n", *name, (int)strcspn(text + 2, "\n"), text + 2);
	}
}

static rgl_rc list(struct cli *cli)
{
	struct store *store = NULL;
	rgl_rc rc;

	list_ours();
	if (!has_shop(cli))
		return RGL_OK;
	rc = command_open(cli, STORE_READ, &store);
	if (rc < 0)
		return rc;
	rc = command_refused(cli, store, slip_part_list(store, list_own, NULL));
	store_close(store);
	return rc;
}

/* Adds the shop's own; E_UNKNOWN when there is none, or no shop. */
static rgl_rc read_own(struct cli *cli, const char *language, struct bytes *text)
{
	struct store *store = NULL;
	rgl_rc rc;

	if (!has_shop(cli))
		return RGL_E_UNKNOWN;
	rc = command_open(cli, STORE_READ, &store);
	if (rc < 0)
		return rc;
	rc = slip_part_read(store, SLIP_WORDS, language, text);
	if (rc != RGL_E_UNKNOWN)
		rc = command_refused(cli, store, rc);
	store_close(store);
	return rc;
}

static rgl_rc show(struct cli *cli, const char *language)
{
	struct bytes text = bytes_of(&cli->host);
	const char *ours = words_catalogue(language, NULL);
	rgl_rc rc = RGL_E_UNKNOWN;

	if (arguments_value(&cli->arguments, "ours") == NULL)
		rc = read_own(cli, language, &text);
	if (rc == RGL_E_UNKNOWN && ours != NULL) {
		bytes_add_text(&text, ours);
		rc = bytes_rc(&text);
	}
	if (rc == RGL_OK)
		rc = command_write_file(cli, "-", &text);
	else if (rc == RGL_E_UNKNOWN)
		rc = refuse(&cli->refusal, RGL_E_UNKNOWN,
			    "there are no sentences in \"%.40s\"; `regulars words list` tells in "
			    "which languages there are; to write some, start from: regulars words "
			    "show en",
			    language);
	bytes_free(&text);
	return rc;
}

/* ---- check, apply, remove ---- */

static void print_line(void *user, const char *line)
{
	const struct draft *draft = user;

	(void)fprintf(stderr, "%s: %s\n", draft->path, line);
}

/* *ret_missing: sentences that are said in our own words. Every mistake is printed, a line each. */
static rgl_rc check_draft(struct cli *cli, struct draft *draft, size_t *ret_missing)
{
	const struct words_own own = { draft->language, (const char *)draft->text.data,
				       draft->text.length };
	char mistakes[COUNT_ROOM];
	size_t found = 0;
	rgl_rc rc = words_check(&cli->host, &own, print_line, draft, &found, ret_missing,
				&cli->refusal);

	if (rc < 0 || found == 0)
		return rc;
	command_count((int64_t)found, "mistake", mistakes);
	return refuse(&cli->refusal, RGL_E_FIELD, "%.100s has %s; mend %s and check again",
		      draft->path, mistakes, found == 1 ? "it" : "them");
}

static void print_missing(const char *before, size_t missing)
{
	char sentences[COUNT_ROOM];

	command_count((int64_t)missing, "sentence", sentences);
	if (missing == 0)
		(void)printf("%s; no sentence is missing.\n", before);
	else
		(void)printf("%s; %s %s missing and will be said in our own words.\n", before,
			     sentences, missing == 1 ? "is" : "are");
}

static rgl_rc check(struct cli *cli, struct draft *draft)
{
	char before[256];
	size_t missing = 0;
	rgl_rc rc = check_draft(cli, draft, &missing);

	(void)snprintf(before, sizeof(before), "%.180s is right", draft->path);
	if (rc == RGL_OK)
		print_missing(before, missing);
	return rc;
}

static rgl_rc apply(struct cli *cli, struct draft *draft)
{
	struct store *store = NULL;
	char before[256];
	size_t missing = 0;
	rgl_rc rc = check_draft(cli, draft, &missing);

	if (rc == RGL_OK)
		rc = command_open(cli, STORE_WRITE, &store);
	if (rc < 0)
		return rc;
	rc = command_refused(cli, store,
			     slip_part_apply(store, SLIP_WORDS, draft->language, draft->text.data,
					     draft->text.length));
	(void)snprintf(before, sizeof(before),
		       "Receipts in \"%.20s\" say what %.160s says from now on", draft->language,
		       draft->path);
	if (rc == RGL_OK)
		print_missing(before, missing);
	store_close(store);
	return rc;
}

static rgl_rc remove_own(struct cli *cli, const char *language)
{
	struct store *store = NULL;
	rgl_rc rc = command_open(cli, STORE_WRITE, &store);

	if (rc < 0)
		return rc;
	rc = command_refused(cli, store, slip_part_remove(store, SLIP_WORDS, language));
	if (rc == RGL_OK)
		(void)printf("The shop's own sentences in \"%s\" are gone; receipts say ours.\n",
			     language);
	store_close(store);
	return rc;
}

static rgl_rc with_draft(struct cli *cli, rgl_rc (*act)(struct cli *cli, struct draft *draft))
{
	struct draft draft = { .path = NULL };
	rgl_rc rc = command_word(cli, 1, "the file with the sentences", &draft.path);

	if (rc == RGL_OK)
		rc = command_word(cli, 2, "their language, as in da", &draft.language);
	if (rc == RGL_OK)
		rc = command_read_file(cli, draft.path, TEXT_MAX, &draft.text);
	if (rc < 0)
		return rc;
	rc = act(cli, &draft);
	bytes_free(&draft.text);
	return rc;
}

static rgl_rc with_language(struct cli *cli, rgl_rc (*act)(struct cli *cli, const char *language))
{
	const char *language = NULL;
	rgl_rc rc = command_word(cli, 1, "which language, as in da", &language);

	return rc < 0 ? rc : act(cli, language);
}

rgl_rc command_words(struct cli *cli)
{
	const char *verb = NULL;
	rgl_rc rc = command_word(cli, 0, "what to do (list, show, check, apply, remove)", &verb);

	if (rc < 0)
		return rc;
	if (strcmp(verb, "list") == 0)
		return list(cli);
	if (strcmp(verb, "show") == 0)
		return with_language(cli, show);
	if (strcmp(verb, "remove") == 0)
		return with_language(cli, remove_own);
	if (strcmp(verb, "check") == 0)
		return with_draft(cli, check);
	if (strcmp(verb, "apply") == 0)
		return with_draft(cli, apply);
	return refuse(&cli->refusal, RGL_E_ARGUMENT,
		      "words does not know \"%.40s\"; there are: list, show, check, apply, remove",
		      verb);
}
