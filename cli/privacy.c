/* privacy.c - regulars privacy, audit: what the shop knows of a member; who saw or changed what. */
#include <stdio.h>
#include <string.h>

#include "cli/privacy_page.h"
#include "plugin/care/audit.h"
#include "plugin/care/consent.h"
#include "plugin/care/dossier_json.h"
#include "plugin/care/erase.h"
#include "plugin/reports/read.h"
#include "plugin/store/scrub.h"

/* ---- show ---- */

static rgl_rc write_json(struct cli *cli, struct store *store, int64_t member)
{
	struct bytes bytes = bytes_of(&cli->host);
	rgl_rc rc = dossier_json(store, member, &bytes);

	bytes_add_byte(&bytes, '\n');
	rc = rc < 0 ? command_refused(cli, store, rc) : bytes_rc(&bytes);
	if (rc == RGL_OK)
		rc = command_write_file(cli, "-", &bytes);
	bytes_free(&bytes);
	return rc;
}

static rgl_rc show_to(struct cli *cli, struct store *store, int64_t member)
{
	const char *format = arguments_value(&cli->arguments, "format");
	rgl_rc rc = command_refused(
		cli, store,
		audit_note(store, arguments_value(&cli->arguments, "who"), "show", member, ""));

	if (rc < 0)
		return rc;
	if (format != NULL && strcmp(format, "json") == 0)
		return write_json(cli, store, member);
	return privacy_page(cli, store, member);
}

static rgl_rc show(struct cli *cli)
{
	const char *format = arguments_value(&cli->arguments, "format");
	struct store *store = NULL;
	char language[16];
	int64_t member = 0;
	rgl_rc rc = command_member(cli, 1, &member);

	if (rc == RGL_OK && format != NULL && strcmp(format, "json") != 0 &&
	    strcmp(format, "text") != 0)
		rc = refuse(&cli->refusal, RGL_E_ARGUMENT,
			    "--format is text or json; --html, --png and --printer are flags");
	if (rc == RGL_OK)
		rc = command_open(cli, STORE_WRITE, &store);
	if (rc != RGL_OK)
		return rc;
	rc = command_refused(cli, store, dossier_language(store, member, language));
	if (rc == RGL_OK)
		rc = show_to(cli, store, member);
	store_close(store);
	return rc;
}

/* ---- consent ---- */

static rgl_rc read_consent(struct cli *cli, struct consent_said *said, char made[COMMAND_ID_ROOM])
{
	const char *id = arguments_value(&cli->arguments, "id");
	const char *given = "";
	rgl_rc rc = command_member(cli, 1, &said->member);

	if (rc == RGL_OK)
		rc = command_word(cli, 2, "what for (keep, contact or analyse)", &said->purpose);
	if (rc == RGL_OK)
		rc = command_word(cli, 3, "yes or no", &given);
	if (rc == RGL_OK && strcmp(given, "yes") != 0 && strcmp(given, "no") != 0)
		rc = refuse(&cli->refusal, RGL_E_ARGUMENT, "\"%.40s\" is neither yes nor no",
			    given);
	if (rc < 0)
		return rc;
	command_new_id(made);
	said->ref = id == NULL ? made : id;
	said->is_given = strcmp(given, "yes") == 0;
	said->text = arguments_value(&cli->arguments, "text");
	said->who = arguments_value(&cli->arguments, "who");
	return RGL_OK;
}

static rgl_rc consent(struct cli *cli)
{
	struct consent_said said = { 0 };
	char made[COMMAND_ID_ROOM];
	struct store *store = NULL;
	rgl_rc rc = read_consent(cli, &said, made);

	if (rc == RGL_OK)
		rc = command_open(cli, STORE_WRITE, &store);
	if (rc != RGL_OK)
		return rc;
	rc = command_refused(cli, store, consent_say(store, &said));
	if (rc >= 0)
		(void)printf("Member %lld: %s %s.\n", (long long)said.member, said.purpose,
			     said.is_given ? "is agreed to" : "is taken back");
	store_close(store);
	return rc < 0 ? rc : RGL_OK;
}

/* ---- erase ---- */

/* Clears the file too, unless tills would wait too long for that; says how it stands. */
static rgl_rc clear(struct cli *cli, struct store *store, bool is_clear)
{
	const bool is_now = arguments_has(&cli->arguments, "now") ||
			    (!arguments_has(&cli->arguments, "later") && scrub_is_quick(store));
	bool done = false;
	rgl_rc rc = RGL_OK;

	if (is_now)
		rc = command_refused(cli, store, erase_clear(store, &done));
	if (rc < 0)
		return rc;
	if (done)
		(void)puts("Nothing of it is left in the store's file or its log.");
	else if (is_now || !is_clear)
		(void)puts("A report or a backup still reads the store's log: run regulars expire "
			   "when it is done.");
	else
		(void)puts("Unused parts of the file may hold remains. Tonight's regulars expire "
			   "clears them; with\n--now it is done at once, and tills wait for "
			   "it.");
	(void)puts("Backups made before still have all of it: delete them, or keep them only for "
		   "as long\nas you said you would.");
	return RGL_OK;
}

static rgl_rc erase_now(struct cli *cli, const struct erase_asked *asked)
{
	struct erased erased = { 0 };
	struct store *store = NULL;
	rgl_rc rc = command_open(cli, STORE_WRITE, &store);

	if (rc != RGL_OK)
		return rc;
	rc = erase_member(store, asked, &erased);
	if (rc == RGL_EXISTS)
		(void)printf("Member %lld was erased before.\n", (long long)asked->member);
	else if (rc == RGL_OK)
		(void)printf("Member %lld is erased%s: name, phone, e-mail, birthday, cards and "
			     "words.\nSales, points and figures stay, under a number that is "
			     "nobody's.\n",
			     (long long)asked->member,
			     erased.members > 1 ? ", with those merged into it" : "");
	rc = rc < 0 ? command_refused(cli, store, rc) : clear(cli, store, erased.is_clear);
	store_close(store);
	return rc;
}

static rgl_rc erase(struct cli *cli)
{
	struct erase_asked asked = { 0 };
	rgl_rc rc = command_member(cli, 1, &asked.member);

	if (rc == RGL_OK)
		rc = command_who_why(cli, &asked.who, &asked.why);
	if (rc == RGL_OK && arguments_has(&cli->arguments, "now") &&
	    arguments_has(&cli->arguments, "later"))
		rc = refuse(&cli->refusal, RGL_E_ARGUMENT, "say one of --now and --later");
	if (rc == RGL_OK && !arguments_has(&cli->arguments, "yes"))
		rc = refuse(&cli->refusal, RGL_E_ARGUMENT,
			    "what is erased does not come back; say --yes when member %lld is the "
			    "right one (regulars privacy show %lld)",
			    (long long)asked.member, (long long)asked.member);
	return rc < 0 ? rc : erase_now(cli, &asked);
}

rgl_rc command_privacy(struct cli *cli)
{
	const char *verb = NULL;
	rgl_rc rc = command_word(cli, 0, "show, consent or erase", &verb);

	if (rc < 0)
		return rc;
	if (strcmp(verb, "show") == 0)
		return show(cli);
	if (strcmp(verb, "consent") == 0)
		return consent(cli);
	if (strcmp(verb, "erase") == 0)
		return erase(cli);
	return refuse(&cli->refusal, RGL_E_ARGUMENT, "\"%.40s\" is none of: show, consent, erase",
		      verb);
}

/* ---- audit ---- */

struct printed {
	const struct store *store;
	int64_t count;
};

static rgl_rc print_row(void *user, const struct audit_row *row)
{
	struct printed *printed = user;
	const struct store *store = printed->store;
	char when[ZONE_TIME_ROOM];
	char member[32] = "";

	printed->count++;
	zone_write(store->zone, row->at_ms, when);
	if (row->member != 0)
		(void)snprintf(member, sizeof(member), "member %lld", (long long)row->member);
	(void)printf("%-6lld %.19s  %-16s %-10s %-12s %s\n", (long long)row->id, when, row->who,
		     row->what, member, row->detail);
	return RGL_OK;
}

static rgl_rc read_wish(struct cli *cli, struct store *store, struct audit_wish *wish)
{
	const char *member = arguments_value(&cli->arguments, "member");
	struct report bounds = { 0 };
	rgl_rc rc = RGL_OK;

	if (member != NULL)
		rc = command_number(cli, member, "a member's number; regulars identify finds it",
				    &wish->member);
	if (rc < 0)
		return rc;
	rc = report_bounds(store, arguments_value(&cli->arguments, "from"),
			   arguments_value(&cli->arguments, "to"), &bounds);
	wish->from_ms = bounds.wish.from_ms;
	wish->to_ms = bounds.wish.until_ms;
	return command_refused(cli, store, rc);
}

rgl_rc command_audit(struct cli *cli)
{
	struct audit_wish wish = { 0 };
	struct printed printed = { 0 };
	struct store *store = NULL;
	rgl_rc rc = command_open(cli, STORE_READ, &store);

	if (rc != RGL_OK)
		return rc;
	printed.store = store;
	rc = read_wish(cli, store, &wish);
	if (rc == RGL_OK)
		rc = command_refused(cli, store, audit_list(store, &wish, print_row, &printed));
	if (rc == RGL_OK && printed.count == 0)
		(void)puts("Nothing was seen or changed by hand there.");
	store_close(store);
	return rc == RGL_E_TIME ? RGL_E_ARGUMENT : rc;
}
