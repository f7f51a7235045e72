/* set.c - regulars set, logo: what the owner decides, and the shop's picture. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "plugin/care/policy.h"
#include "plugin/slip_parts.h"
#include "plugin/slip_settings.h"

#define LOGO_BYTES_MAX 1000000

static rgl_rc print_one(struct store *store, const char *name)
{
	char value[SETTING_ROOM];
	rgl_rc rc = settings_read(store, name, value);

	if (rc == RGL_OK)
		(void)puts(value);
	return rc;
}

/* The first of each part of the list, and what that is about. */
static const struct {
	const char *name;
	const char *title;
} PARTS[] = {
	{ "language", "Receipts" },
	{ "questions", "Moods and questions" },
	{ "complaint_minutes", "Complaints" },
	{ "gestures_shift", "What staff may give" },
	{ "staff_themes", "Staff" },
	{ "surprise_percent", "Surprises and friends" },
	{ "held_out_percent", "Who goes quietly" },
	{ "keep_words_days", "What is kept" },
};

static void print_title(const char *name)
{
	for (size_t i = 0; i < sizeof(PARTS) / sizeof(PARTS[0]); i++)
		if (strcmp(PARTS[i].name, name) == 0)
			(void)printf("%s%s\n", i == 0 ? "" : "\n", PARTS[i].title);
}

/* The value with what is usual beside it. A shop has had a language since `init`. */
static void print_value(const struct store *store, const char *name, const char *value)
{
	char usual[SETTING_ROOM];

	policy_usual(store, name, usual, sizeof(usual));
	if (strcmp(name, "language") == 0 && value[0] == '\0')
		value = store->shop.language;
	if (value[0] != '\0' && usual[0] != '\0')
		(void)printf("  %-21s %s (usual: %s)\n", name, value, usual);
	else if (value[0] != '\0')
		(void)printf("  %-21s %s\n", name, value);
	else if (usual[0] != '\0')
		(void)printf("  %-21s %s, as usual\n", name, usual);
	else
		(void)printf("  %-21s (not set)\n", name);
}

static rgl_rc print_all(struct store *store)
{
	char value[SETTING_ROOM];
	struct setting setting;
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && settings_at(i, &setting); i++) {
		rc = settings_read(store, setting.name, value);
		if (rc < 0)
			break;
		print_title(setting.name);
		print_value(store, setting.name, value);
		(void)printf("      %s\n", setting.what);
	}
	return rc;
}

rgl_rc command_set(struct cli *cli)
{
	const struct arguments *arguments = &cli->arguments;
	const char *name = arguments->word_count > 0 ? arguments->words[0] : NULL;
	const bool writes = arguments->word_count > 1;
	struct store *store = NULL;
	rgl_rc rc = command_open(cli, writes ? STORE_WRITE : STORE_READ, &store);

	if (rc < 0)
		return rc;
	if (writes)
		rc = settings_write(store, name, arguments->words[1]);
	else
		rc = name != NULL ? print_one(store, name) : print_all(store);
	rc = command_refused(cli, store, rc);
	store_close(store);
	return rc;
}

static rgl_rc apply_logo(struct cli *cli, struct store *store)
{
	struct bytes png = bytes_of(&cli->host);
	const char *path = NULL;
	rgl_rc rc = command_word(cli, 1, "the picture's file, a PNG", &path);

	if (rc == RGL_OK)
		rc = command_read_file(cli, path, LOGO_BYTES_MAX, &png);
	if (rc < 0)
		return rc;
	rc = slip_part_apply(store, SLIP_LOGO, NULL, png.data, png.length);
	bytes_free(&png);
	if (rc == RGL_OK)
		(void)puts("The logo is on every receipt from now on; regulars receipt --sample "
			   "--png FILE shows it.");
	return command_refused(cli, store, rc);
}

static rgl_rc remove_logo(struct cli *cli, struct store *store)
{
	rgl_rc rc = slip_part_remove(store, SLIP_LOGO, NULL);

	if (rc == RGL_OK)
		(void)puts("Receipts are without a logo from now on.");
	return command_refused(cli, store, rc);
}

rgl_rc command_logo(struct cli *cli)
{
	const char *verb = NULL;
	struct store *store = NULL;
	bool removes;
	rgl_rc rc = command_word(cli, 0, "apply or remove", &verb);

	if (rc < 0)
		return rc;
	removes = strcmp(verb, "remove") == 0;
	if (!removes && strcmp(verb, "apply") != 0)
		return refuse(&cli->refusal, RGL_E_ARGUMENT,
			      "\"%.40s\" is neither apply nor remove", verb);
	rc = command_open(cli, STORE_WRITE, &store);
	if (rc < 0)
		return rc;
	rc = removes ? remove_logo(cli, store) : apply_logo(cli, store);
	store_close(store);
	return rc;
}
