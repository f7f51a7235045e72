/* expire.c - regulars expire: what is due ends, or is only shown. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "plugin/care/erase.h"
#include "plugin/care/retain.h"
#include "plugin/loyalty/due.h"
#include "plugin/loyalty/issue.h"
#include "plugin/page/table.h"

#define SWEEP_LIMIT 200 /* holds or lots in one transaction: a till waits for no more */
#define KEPT_ROOM (2 * COUNT_ROOM + 8)

enum { PURSE_COLUMNS = 24, DAY_COLUMNS = 12, LOTS_COLUMNS = 10, UNITS_COLUMNS = 14 };

struct show {
	struct cli *cli;
	struct store *store;
	struct bytes *out;
};

static void add_row(struct bytes *out, const char *purse, const char *day, const char *lots,
		    const char *units)
{
	table_cell(out, purse, PURSE_COLUMNS, TABLE_LEFT);
	table_cell(out, day, DAY_COLUMNS, TABLE_LEFT);
	table_figure(out, lots, LOTS_COLUMNS);
	table_figure(out, units, UNITS_COLUMNS);
	table_end(out);
}

static rgl_rc take(void *user, const struct due *due)
{
	const struct show *show = user;
	const struct civil civil = zone_civil(show->store->zone, due->ends_ms);
	char lots[DECIMAL_ROOM];
	char units[DECIMAL_ROOM];
	char day[CIVIL_DAY_ROOM];

	if (show->out->length == 0)
		add_row(show->out, "purse", "over on", "lots", "units");
	civil_write_day(&civil, day);
	table_count(due->lots, lots);
	decimal_write_grouped(due->units, due->is_money ? show->store->shop.currency.exponent : 0,
			      units);
	add_row(show->out, due->purse, day, lots, units);
	return bytes_rc(show->out);
}

/* "3 notes and 1 member": what is older than the shop keeps it. */
static void say_kept(const struct retained *retained, char ret[KEPT_ROOM])
{
	char words[COUNT_ROOM];
	char members[COUNT_ROOM];

	command_count(retained->words, "note", words);
	command_count(retained->members, "member", members);
	(void)snprintf(ret, KEPT_ROOM, "%s and %s", words, members);
}

static rgl_rc run_dry(struct show *show, int64_t until_ms)
{
	struct cli *cli = show->cli;
	struct retained retained = { 0 };
	char kept[KEPT_ROOM];
	char holds[COUNT_ROOM];
	int64_t count = 0;
	rgl_rc rc = due_read(show->store, until_ms, take, show, &count);

	if (rc == RGL_OK && show->out->length == 0)
		bytes_add_text(show->out, "No points would end.\n");
	if (rc == RGL_OK)
		rc = retain_look(show->store, &retained);
	command_count(count, "quote", holds);
	say_kept(&retained, kept);
	bytes_printf(show->out,
		     "%s left open at a till would end.\n"
		     "%s are older than the shop keeps them, and would be erased.\n"
		     "Dry run: nothing was changed.\n",
		     holds, kept);
	if (rc == RGL_OK)
		rc = bytes_rc(show->out);
	if (rc < 0)
		return command_refused(cli, show->store, rc);
	return command_write_file(cli, "-", show->out);
}

static rgl_rc dry(struct cli *cli)
{
	const char *until = arguments_value(&cli->arguments, "until");
	struct bytes bytes = bytes_of(&cli->host);
	struct show show = { .cli = cli, .out = &bytes };
	int64_t until_ms = host_now_ms(&cli->host);
	rgl_rc rc = command_open(cli, STORE_READ, &show.store);

	if (rc < 0)
		return rc;
	if (until != NULL)
		rc = command_refused(cli, show.store, issue_until(show.store, until, &until_ms));
	if (rc == RGL_OK)
		rc = run_dry(&show, until_ms);
	bytes_free(&bytes);
	store_close(show.store);
	return rc;
}

/* What the shop keeps no longer; and what an erasure left in unused parts of the file. */
static rgl_rc retain(struct cli *cli, struct store *store)
{
	struct retained retained = { 0 };
	char kept[KEPT_ROOM];
	bool is_clear = true;
	rgl_rc rc = retain_apply(store, &retained);

	if (rc == RGL_OK)
		rc = erase_clear(store, &is_clear);
	say_kept(&retained, kept);
	if (retained.words + retained.members > 0)
		(void)printf("%s were older than the shop keeps them, and are erased.\n", kept);
	if (rc == RGL_OK && !is_clear)
		(void)puts("A report or a backup still reads the store's log; the next run clears "
			   "what was erased from it.");
	return command_refused(cli, store, rc);
}

rgl_rc command_expire(struct cli *cli)
{
	struct store *store = NULL;
	struct swept swept = { 0 };
	char points[DECIMAL_ROOM];
	char lots[COUNT_ROOM];
	char holds[COUNT_ROOM];
	rgl_rc rc;

	if (arguments_has(&cli->arguments, "dry-run"))
		return dry(cli);
	if (arguments_has(&cli->arguments, "until"))
		return refuse(&cli->refusal, RGL_E_ARGUMENT,
			      "--until is for --dry-run: what is not over yet cannot be ended");
	rc = command_open(cli, STORE_WRITE, &store);
	if (rc != RGL_OK)
		return rc;
	rc = lots_sweep(store, host_now_ms(&cli->host), SWEEP_LIMIT, &swept);
	rc = command_refused(cli, store, rc);
	if (rc == RGL_OK) {
		points_write(points_of(swept.units), points);
		command_count(swept.lots, "lot", lots);
		command_count(swept.holds, "quote", holds);
		(void)printf("%s points ended (%s in all, stamps and credit with them);\n"
			     "%s left open at a till: what was set aside went back.\n",
			     points, lots, holds);
		rc = retain(cli, store);
	}
	store_close(store);
	return rc;
}
