/* programme.c - regulars programme check, apply, show. */
#include "cli/programme.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "plugin/care/audit.h"
#include "plugin/loyalty/book.h"

enum { LEFT_MAX = 16 }; /* cards that are warned of at once */

rgl_rc programme_file(struct cli *cli, const char *path, struct bytes *ret)
{
	bool is_input = strcmp(path, "-") == 0;
	FILE *file = is_input ? stdin : fopen(path, "rbe");
	struct bytes bytes = bytes_of(&cli->host);
	uint8_t *room = NULL;
	rgl_rc rc = RGL_OK;

	if (file == NULL)
		return refuse(&cli->refusal, RGL_E_INPUT_OUTPUT, "%s: %s", path, strerror(errno));
	room = bytes_extend(&bytes, PROGRAMME_TEXT_MAX + 2);
	if (room == NULL)
		rc = refuse(&cli->refusal, RGL_E_MEMORY, "there is not enough memory");
	if (rc == RGL_OK)
		bytes.length = fread(room, 1, PROGRAMME_TEXT_MAX + 1, file);
	if (rc == RGL_OK && ferror(file) != 0)
		rc = refuse(&cli->refusal, RGL_E_INPUT_OUTPUT, "%s could not be read: %s", path,
			    strerror(errno));
	if (rc == RGL_OK)
		room[bytes.length] = 0;
	if (!is_input)
		(void)fclose(file);
	if (rc < 0)
		bytes_free(&bytes);
	else
		*ret = bytes;
	return rc;
}

rgl_rc programme_of_file(struct cli *cli, const char *path, const struct bytes *text,
			 const struct currency *currency, struct zone *zone, struct programme **ret)
{
	struct rgl_why why = { .size = sizeof(why) };
	rgl_rc rc = programme_read(&cli->host, (const char *)text->data, text->length, currency,
				   zone, ret, &why);

	if (rc < 0)
		return refuse(&cli->refusal, rc, "%.100s: %.210s", path,
			      why.text[0] == '\0' ? result_words(rc) : why.text);
	return RGL_OK;
}

static void print_programme(const char *path, const struct programme *programme)
{
	char rules[COUNT_ROOM];
	char rewards[COUNT_ROOM];
	char levels[COUNT_ROOM];
	char cards[COUNT_ROOM];

	command_count((int64_t)programme->rule_count, "rule", rules);
	command_count((int64_t)programme->reward_count, "reward", rewards);
	command_count((int64_t)programme->tiers.level_count, "level", levels);
	command_count((int64_t)(programme->purse_count - PURSE_STAMPS), "stamp card", cards);
	(void)printf("%s is a programme: %s. %s, %s, %s, %s.\n", path, programme->name, rules,
		     rewards, levels, cards);
}

/* A card whose id was changed is another card: its stamps would be gone for who collected them. */
static rgl_rc warn_of_left(struct cli *cli, struct store *store, const struct programme *programme)
{
	struct book_left left[LEFT_MAX];
	size_t count = 0;
	rgl_rc rc = book_left_behind(store, programme, left, LEFT_MAX, &count);

	(void)fflush(stdout); /* what it did comes before what to think of */
	for (size_t i = 0; rc == RGL_OK && i < count; i++) {
		char members[COUNT_ROOM];
		char stamps[COUNT_ROOM];

		command_count(left[i].members, "member", members);
		command_count(left[i].stamps, "stamp", stamps);
		(void)fprintf(stderr,
			      "regulars: warning: %s %s %s on the card \"%s\", which this "
			      "programme does not have, and can no longer use them; to keep them "
			      "give the card its old id again\n",
			      members, left[i].members == 1 ? "holds" : "hold", stamps,
			      left[i].card);
	}
	return command_refused(cli, store, rc);
}

/* For a currency alone no store is needed; days are those of UTC then. */
static rgl_rc check_alone(struct cli *cli, const char *path, const struct bytes *text,
			  const char *code)
{
	struct programme *programme = NULL;
	struct currency currency = { 0 };
	struct zone *zone = NULL;
	rgl_rc rc;

	if (currency_of(code, &currency) < 0)
		return refuse(&cli->refusal, RGL_E_ARGUMENT,
			      "there is no currency \"%.10s\" in ISO 4217; write it like EUR",
			      code);
	rc = zone_open(&cli->host, "UTC", &zone, &cli->refusal);
	if (rc == RGL_OK)
		rc = programme_of_file(cli, path, text, &currency, zone, &programme);
	if (rc == RGL_OK)
		print_programme(path, programme);
	programme_free(programme);
	zone_close(zone);
	return rc;
}

static rgl_rc check_for_shop(struct cli *cli, const char *path, const struct bytes *text)
{
	struct programme *programme = NULL;
	struct store *store = NULL;
	rgl_rc rc = command_open(cli, STORE_READ, &store);

	if (rc != RGL_OK)
		return rc;
	rc = programme_of_file(cli, path, text, &store->shop.currency, store->zone, &programme);
	if (rc == RGL_OK) {
		print_programme(path, programme);
		rc = warn_of_left(cli, store, programme);
	}
	programme_free(programme);
	store_close(store);
	return rc;
}

static rgl_rc check(struct cli *cli, const char *path)
{
	const char *currency = arguments_value(&cli->arguments, "currency");
	struct bytes text;
	rgl_rc rc = programme_file(cli, path, &text);

	if (rc < 0)
		return rc;
	rc = currency != NULL ? check_alone(cli, path, &text, currency)
			      : check_for_shop(cli, path, &text);
	bytes_free(&text);
	return rc;
}

static rgl_rc apply_text(struct store *store, struct book *book, const struct bytes *text,
			 int64_t *ret_version)
{
	char detail[32];
	rgl_rc rc = book_apply(book, (const char *)text->data, text->length, ret_version);
	rgl_rc noted;

	if (rc != RGL_OK)
		return rc; /* refused, or there before */
	(void)snprintf(detail, sizeof(detail), "version %lld", (long long)*ret_version);
	noted = audit_add(store, NULL, "programme", 0, detail);
	return noted < 0 ? noted : rc;
}

static rgl_rc write_down(struct cli *cli, struct store *store, struct book *book,
			 const struct bytes *text, int64_t *ret_version)
{
	rgl_rc rc = store_begin(store);

	if (rc == RGL_OK)
		rc = store_end(store, apply_text(store, book, text, ret_version));
	return command_refused(cli, store, rc);
}

/* rc: EXISTS when that version was there. */
static void print_applied(struct cli *cli, struct store *store, const struct programme *programme,
			  int64_t version, rgl_rc rc)
{
	bool is_to_come = programme->effective_ms > host_now_ms(&cli->host);
	char when[ZONE_TIME_ROOM];

	zone_write(store->zone, programme->effective_ms, when);
	if (rc == RGL_EXISTS)
		(void)printf("Nothing changed: version %lld stays in effect%s%s.\n",
			     (long long)version, is_to_come ? " from " : "",
			     is_to_come ? when : "");
	else
		(void)printf("%s is version %lld of the programme; it holds from %s on.\n",
			     programme->name, (long long)version, is_to_come ? when : "now");
}

static rgl_rc apply_to(struct cli *cli, const char *path, const struct bytes *text,
		       struct store *store)
{
	struct programme *programme = NULL;
	struct book *book = NULL;
	int64_t version = 0;
	rgl_rc rc =
		programme_of_file(cli, path, text, &store->shop.currency, store->zone, &programme);

	if (rc == RGL_OK)
		rc = command_refused(cli, store, book_open(store, &book));
	if (rc == RGL_OK)
		rc = write_down(cli, store, book, text, &version);
	if (rc >= 0) {
		print_applied(cli, store, programme, version, rc);
		rc = warn_of_left(cli, store, programme);
	}
	book_close(book);
	programme_free(programme);
	return rc;
}

static rgl_rc apply(struct cli *cli, const char *path)
{
	struct store *store = NULL;
	struct bytes text;
	rgl_rc rc = programme_file(cli, path, &text);

	if (rc < 0)
		return rc;
	rc = command_open(cli, STORE_WRITE, &store);
	if (rc == RGL_OK)
		rc = apply_to(cli, path, &text, store);
	store_close(store);
	bytes_free(&text);
	return rc;
}

static void show_settings(const struct store *store, const struct programme *programme)
{
	char worth[DECIMAL_ROOM];
	char points[DECIMAL_ROOM];

	money_write(programme->worth, &store->shop.currency, worth);
	decimal_write_grouped(programme->worth_of, 0, points);
	(void)printf("No programme was applied: the settings of init are in effect.\n"
		     "%s points are worth %s %s%s%s.\n"
		     "Start from an example: share/regulars/schema/programme\n",
		     points, worth, store->shop.currency.code,
		     programme->reward_count > 0 ? "; they are collected for " : "",
		     programme->reward_count > 0 ? programme->rewards[0].title : "");
}

static rgl_rc print_text(struct cli *cli, struct book *book, int64_t version)
{
	struct bytes text = bytes_of(&cli->host);
	rgl_rc rc = book_text(book, version, &text);

	if (rc == RGL_OK) {
		(void)fwrite(text.data, 1, text.length, stdout);
		if (text.length > 0 && text.data[text.length - 1] != '\n')
			(void)putchar('\n');
	}
	bytes_free(&text);
	return rc;
}

static rgl_rc show_from(struct cli *cli, struct store *store, struct book *book, int64_t version)
{
	const struct book_entry *entry = NULL;
	rgl_rc rc = RGL_OK;

	if (version == 0)
		rc = book_at(book, host_now_ms(&cli->host), &entry);
	if (rc == RGL_OK && entry != NULL)
		version = entry->version;
	if (rc == RGL_OK && version == 0 && entry != NULL)
		show_settings(store, entry->programme);
	else if (rc == RGL_OK)
		rc = print_text(cli, book, version);
	return command_refused(cli, store, rc);
}

static rgl_rc show(struct cli *cli)
{
	const char *text = arguments_value(&cli->arguments, "version");
	struct store *store = NULL;
	struct book *book = NULL;
	int64_t version = 0;
	rgl_rc rc = RGL_OK;

	if (text != NULL)
		rc = command_number(cli, text, "a version of the programme", &version);
	if (rc == RGL_OK)
		rc = command_open(cli, STORE_READ, &store);
	if (rc != RGL_OK)
		return rc;
	rc = command_refused(cli, store, book_open(store, &book));
	if (rc == RGL_OK)
		rc = show_from(cli, store, book, version);
	book_close(book);
	store_close(store);
	return rc;
}

rgl_rc command_programme(struct cli *cli)
{
	const char *verb = NULL;
	const char *path = NULL;
	rgl_rc rc = command_word(cli, 0, "what to do (check, simulate, apply or show)", &verb);

	if (rc < 0)
		return rc;
	if (strcmp(verb, "show") == 0)
		return show(cli);
	if (strcmp(verb, "check") != 0 && strcmp(verb, "apply") != 0 &&
	    strcmp(verb, "simulate") != 0)
		return refuse(&cli->refusal, RGL_E_ARGUMENT,
			      "programme does not know \"%.40s\"; there are: check, simulate, "
			      "apply, show",
			      verb);
	rc = command_word(cli, 1, "the programme's file", &path);
	if (rc < 0)
		return rc;
	if (strcmp(verb, "check") == 0)
		return check(cli, path);
	return strcmp(verb, "apply") == 0 ? apply(cli, path) : programme_simulate(cli, path);
}
