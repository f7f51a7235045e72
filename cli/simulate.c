/* simulate.c - regulars programme simulate: what a programme would have given for the past. */
#include <stdio.h>
#include <string.h>

#include "cli/programme.h"
#include "cli/replay.h"
#include "plugin/loyalty/accrue.h"
#include "plugin/page/table.h"
#include "plugin/reports/read.h"
#include "plugin/store/query.h"

enum { NAME_COLUMNS = 26, COUNT_COLUMNS = 10, UNITS_COLUMNS = 14 };

struct table {
	struct bytes *out;
	const struct currency *currency;
	const struct programme *programme;
	int64_t given[PROGRAMME_PURSES_MAX]; /* less what refunds took, by purse */
};

/* "1,250", or "12.50" of money. */
static void write_units(const struct table *table, int64_t units, int64_t unit,
			char ret[DECIMAL_ROOM])
{
	decimal_write_grouped(units, unit == 2 ? table->currency->exponent : 0, ret);
}

static void add_row(const struct table *table, const char *name, const char *members,
		    const char *times, const char *units, const char *of)
{
	table_cell(table->out, name, NAME_COLUMNS, TABLE_LEFT);
	table_cell(table->out, members, COUNT_COLUMNS, TABLE_RIGHT);
	table_cell(table->out, times, COUNT_COLUMNS, TABLE_RIGHT);
	table_figure(table->out, units, UNITS_COLUMNS);
	bytes_printf(table->out, "  %s", of);
	table_end(table->out);
}

static void add_total(struct table *table, const char *id, int64_t units)
{
	size_t purse = programme_find_purse(table->programme, id);

	if (purse != PROGRAMME_NONE)
		table->given[purse] += units;
}

/* What a row's figure counts: a stamp card is known by its title. */
static const char *unit_words(const struct table *table, const char *id)
{
	size_t purse = programme_find_purse(table->programme, id);

	return purse == PROGRAMME_NONE || purse < PURSE_STAMPS
		       ? id
		       : table->programme->purses[purse].title;
}

static rgl_rc add_rules(struct replay *replay, struct table *table)
{
	struct query q = query(replay->store, STATEMENT_REPLAY_GIVEN);
	bool is_empty = true;

	add_row(table, "rule", "members", "times", "gave", "");
	while (query_row(&q)) {
		char name[PROGRAMME_ID_MAX + 1];
		char purse[PROGRAMME_ID_MAX + 1];
		char members[DECIMAL_ROOM];
		char times[DECIMAL_ROOM];
		char units[DECIMAL_ROOM];
		int64_t amount;
		int64_t unit;

		query_text(&q, name, sizeof(name));
		query_text(&q, purse, sizeof(purse));
		unit = query_int(&q);
		table_count(query_int(&q), members);
		table_count(query_int(&q), times);
		amount = query_int(&q);
		write_units(table, amount, unit, units);
		add_row(table, name, members, times, units, unit_words(table, purse));
		add_total(table, purse, amount);
		is_empty = false;
	}
	if (is_empty)
		bytes_add_text(table->out, "(no rule gave anything)\n");
	return query_end(&q);
}

static rgl_rc add_back(struct replay *replay, struct table *table)
{
	struct query q = query(replay->store, STATEMENT_REPLAY_BACK);

	while (query_row(&q)) {
		char purse[PROGRAMME_ID_MAX + 1];
		char units[DECIMAL_ROOM];
		int64_t amount;
		int64_t unit;

		query_text(&q, purse, sizeof(purse));
		unit = query_int(&q);
		amount = query_int(&q);
		write_units(table, -amount, unit, units);
		add_row(table, "taken back by refunds", "", "", units, unit_words(table, purse));
		add_total(table, purse, -amount);
	}
	return query_end(&q);
}

/* "1,250 points (worth 12.50 EUR)", by what the tried programme says they are worth. */
static rgl_rc add_points(const struct table *table, int64_t points)
{
	const struct programme *programme = table->programme;
	struct money worth = money_of(0);
	char count[COUNT_ROOM];
	char text[DECIMAL_ROOM];
	rgl_rc rc = RGL_OK;

	if (points > 0)
		rc = accrue_worth(points_of(points), programme->worth,
				  points_of(programme->worth_of), &worth);
	if (rc < 0)
		return rc;
	command_count(points, "point", count);
	money_write(worth, table->currency, text);
	bytes_add_text(table->out, count);
	if (money_sign(programme->worth) > 0)
		bytes_printf(table->out, " (worth %s %s)", text, table->currency->code);
	return RGL_OK;
}

/* "12.50 EUR of Store credit", "40 stamps of Coffee card" */
static rgl_rc add_units(const struct table *table, size_t index)
{
	const struct purse *purse = &table->programme->purses[index];
	char text[COUNT_ROOM];

	if (index == PURSE_POINTS)
		return add_points(table, table->given[index]);
	if (purse->is_money)
		decimal_write_grouped(table->given[index], table->currency->exponent, text);
	else
		command_count(table->given[index], "stamp", text);
	bytes_printf(table->out, "%s%s%s of %s", text, purse->is_money ? " " : "",
		     purse->is_money ? table->currency->code : "", purse->title);
	return RGL_OK;
}

/* What it comes to, and which points were given in fact. */
static rgl_rc add_sums(const struct replay *replay, const struct table *table)
{
	const char *before = "It would have given ";
	bool is_nothing = true;
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < table->programme->purse_count; i++) {
		if (table->given[i] == 0)
			continue;
		bytes_add_text(table->out, before);
		rc = add_units(table, i);
		before = " and ";
		is_nothing = false;
	}
	bytes_add_text(table->out, is_nothing ? "It would have given nothing.\n" : ".\n");
	if (rc == RGL_OK && (table->given[PURSE_POINTS] != 0 || replay->counts.points != 0)) {
		bytes_add_text(table->out, "Given in fact were ");
		rc = add_points(table, replay->counts.points);
		bytes_add_text(table->out, ".\n");
	}
	return rc;
}

static void add_notes(const struct replay *replay, struct table *table)
{
	char left[DECIMAL_ROOM];

	if (replay->counts.left_out > 0) {
		table_count(replay->counts.left_out, left);
		bytes_printf(table->out, "Left out: %s; the first because: %s\n", left,
			     replay->counts.why);
	}
	bytes_add_text(
		table->out,
		"\nCounted without: what joining gives, promotion codes, and rewards, which "
		"customers\nwould have used otherwise than they did. Nothing was changed.\n");
}

static rgl_rc write_nothing(const struct replay *replay, const struct programme *programme,
			    struct bytes *out)
{
	const struct arguments *arguments = &replay->cli->arguments;
	bool is_part = arguments_has(arguments, "from") || arguments_has(arguments, "to");

	bytes_printf(out,
		     "There are no sales of members of %s %s to try %s on.\nSell some%s, or bring "
		     "older ones in with: regulars import\n",
		     replay->past->shop.name, is_part ? "in these days" : "yet", programme->name,
		     is_part ? ", name other days" : "");
	return bytes_rc(out);
}

static rgl_rc write_table(struct replay *replay, const struct programme *programme,
			  struct bytes *out)
{
	struct table table = { .out = out,
			       .currency = &replay->past->shop.currency,
			       .programme = programme };
	const struct shop *shop = &replay->past->shop;
	char sales[COUNT_ROOM];
	char refunds[COUNT_ROOM];
	rgl_rc rc;

	if (replay->counts.sales + replay->counts.refunds + replay->counts.left_out == 0)
		return write_nothing(replay, programme, out);
	command_count(replay->counts.sales, "sale", sales);
	command_count(replay->counts.refunds, "refund", refunds);
	bytes_printf(out, "%s, tried on %s and %s of members of %s:\n\n", programme->name, sales,
		     refunds, shop->name);
	rc = add_rules(replay, &table);
	if (rc == RGL_OK)
		rc = add_back(replay, &table);
	if (rc < 0)
		return rc;
	bytes_add_text(out, "\n");
	rc = add_sums(replay, &table);
	if (rc == RGL_OK)
		add_notes(replay, &table);
	return rc < 0 ? rc : bytes_rc(out);
}

static rgl_rc run(struct cli *cli, struct store *past, const struct bytes *text,
		  const struct programme *programme, struct bytes *out)
{
	struct report bounds = { 0 };
	struct replay replay;
	rgl_rc rc = report_bounds(past, arguments_value(&cli->arguments, "from"),
				  arguments_value(&cli->arguments, "to"), &bounds);

	if (rc < 0)
		return command_refused(cli, past, rc);
	rc = replay_open(cli, past, text, &replay);
	if (rc == RGL_OK)
		rc = replay_run(&replay, bounds.wish.from_ms, bounds.wish.until_ms);
	if (rc == RGL_OK)
		rc = command_refused(cli, replay.store, write_table(&replay, programme, out));
	replay_close(&replay);
	return rc;
}

rgl_rc programme_simulate(struct cli *cli, const char *path)
{
	struct bytes out = bytes_of(&cli->host);
	struct programme *programme = NULL;
	struct store *past = NULL;
	struct bytes text;
	rgl_rc rc = programme_file(cli, path, &text);

	if (rc < 0)
		return rc;
	rc = command_open(cli, STORE_READ, &past);
	if (rc == RGL_OK)
		rc = programme_of_file(cli, path, &text, &past->shop.currency, past->zone,
				       &programme);
	if (rc == RGL_OK)
		rc = run(cli, past, &text, programme, &out);
	if (rc == RGL_OK)
		rc = command_write_file(cli, "-", &out);
	programme_free(programme);
	store_close(past);
	bytes_free(&out);
	bytes_free(&text);
	return rc;
}
