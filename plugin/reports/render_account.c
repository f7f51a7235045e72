/* render_account.c - see render_account.h. */
#include <stdio.h>
#include <string.h>

#include "plugin/page/table.h"
#include "plugin/reports/render_account_parts.h"

enum { WHEN_COLUMNS = 18, FIGURE_COLUMNS = 12, SALE_COLUMNS = 16 };

/* ---- Words ---- */

/* All of a text, with nothing in it that steers a terminal. */
static void add_clean(struct bytes *bytes, const char *text, const char *after)
{
	table_cell(bytes, text, table_width(text), TABLE_LEFT);
	bytes_add_text(bytes, after);
}

static void add_names(struct bytes *bytes, const char *before, const char *names,
		      const char *without)
{
	bytes_add_text(bytes, names[0] == '\0' ? without : before);
	add_clean(bytes, names, "");
}

static void add_merge(const struct account_line *line, struct bytes *bytes)
{
	if (line->was_undone)
		bytes_printf(bytes, "merge with member %lld undone", (long long)line->member);
	else
		bytes_printf(bytes, "merged %s member %lld", line->amount > 0 ? "from" : "into",
			     (long long)line->member);
}

static void add_what(const struct account_line *line, struct bytes *bytes)
{
	switch (line->what) {
	case ACCOUNT_MOVED:
		bytes_add_text(bytes, line->amount > 0 ? "earned" : "taken back");
		break;
	case ACCOUNT_EARNED:
		add_names(bytes, "earned: ", line->names, "earned");
		break;
	case ACCOUNT_SPENT:
		add_names(bytes, "spent on: ", line->names, "spent as money");
		break;
	case ACCOUNT_TAKEN_BACK:
		bytes_add_text(bytes, "taken back");
		break;
	case ACCOUNT_GIVEN_BACK:
		bytes_add_text(bytes, "given back");
		break;
	case ACCOUNT_EXPIRED:
		bytes_add_text(bytes, "expired");
		break;
	case ACCOUNT_BY_HAND:
		bytes_add_text(bytes, "by hand");
		break;
	case ACCOUNT_HELD:
		add_names(bytes, line->was_spent ? "spent on: " : "held for: ", line->names,
			  line->was_spent ? "spent" : "held");
		break;
	case ACCOUNT_LET_GO:
		bytes_add_text(bytes, "held before, let go");
		break;
	case ACCOUNT_MERGED:
		add_merge(line, bytes);
		break;
	case ACCOUNT_PAID_IN:
		bytes_add_text(bytes, "paid in");
		break;
	case ACCOUNT_PAID_WITH:
		bytes_add_text(bytes, "paid with");
		break;
	}
}

static void add_edit(enum account_edit edit, struct bytes *bytes)
{
	switch (edit) {
	case ACCOUNT_NOT_EDITED:
		break;
	case ACCOUNT_EDITED_LATER:
		bytes_add_text(bytes, "; the sale was edited later");
		break;
	case ACCOUNT_BY_EDIT:
		bytes_add_text(bytes, "; by editing the sale");
		break;
	}
}

/* What it was, of which sale, by whom and why; never cut, so it comes last. */
static void add_words(const struct account_line *line, struct bytes *bytes)
{
	add_what(line, bytes);
	if (line->of[0] != '\0') {
		bytes_add_text(bytes, line->is_void ? ", void of sale " : " of sale ");
		add_clean(bytes, line->of, "");
	}
	add_edit(line->edit, bytes);
	if (line->who[0] != '\0') {
		bytes_add_text(bytes, ", ");
		add_clean(bytes, line->who, line->why[0] == '\0' ? "" : ": ");
	}
	add_clean(bytes, line->why, "");
}

/* ---- A table ---- */

static void table_owner(const struct account_owner *owner, struct bytes *bytes)
{
	bytes_printf(bytes, "Member %lld  ", (long long)owner->member);
	add_clean(bytes, owner->name[0] == '\0' ? "(no name)" : owner->name, "\n");
	if (owner->merged_into != 0)
		bytes_printf(bytes, "Merged into member %lld, who has it now.\n",
			     (long long)owner->merged_into);
}

static void table_head(const struct account_line *line, const struct view *view,
		       struct bytes *bytes)
{
	const char *unit = line->is_money ? view->currency.code : "";

	bytes_add_text(bytes, "\n");
	add_clean(bytes, line->title[0] == '\0' ? line->purse : line->title,
		  unit[0] == '\0' ? "" : ", ");
	bytes_printf(bytes, "%s\n", unit);
	table_cell(bytes, "when", WHEN_COLUMNS, TABLE_LEFT);
	table_cell(bytes, "change", FIGURE_COLUMNS, TABLE_RIGHT);
	table_cell(bytes, "balance", FIGURE_COLUMNS, TABLE_RIGHT);
	bytes_add_text(bytes, "  ");
	table_cell(bytes, "sale", SALE_COLUMNS, TABLE_LEFT);
	bytes_add_text(bytes, "what\n");
}

static void table_figure_of(int64_t units, const struct account_line *line, const struct view *view,
			    struct bytes *bytes)
{
	char text[DECIMAL_ROOM];

	decimal_write_grouped(units, line->is_money ? view->currency.exponent : 0, text);
	table_figure(bytes, text, FIGURE_COLUMNS);
}

/* Those of the last purse that --last left out. */
static void table_left_out(const struct account_place *place, struct bytes *bytes)
{
	char lines[DECIMAL_ROOM];
	char in_all[DECIMAL_ROOM];

	if (place->lines >= place->in_all)
		return;
	table_count(place->lines, lines);
	table_count(place->in_all, in_all);
	bytes_printf(bytes, "The last %s of %s.\n", lines, in_all);
}

static void table_line(const struct account_line *line, const struct view *view,
		       struct bytes *bytes)
{
	const struct civil civil = zone_civil(view->zone, line->at_ms);
	char when[ZONE_TIME_ROOM];

	civil_write_day(&civil, when);
	(void)snprintf(when + 10, sizeof(when) - 10, " %02d:%02d", (int)civil.hour,
		       (int)civil.minute);
	table_cell(bytes, when, WHEN_COLUMNS, TABLE_LEFT);
	table_figure_of(line->amount, line, view, bytes);
	table_figure_of(line->balance, line, view, bytes);
	bytes_add_text(bytes, "  ");
	/* An id that was cut would be another. */
	if (table_width(line->sale) < SALE_COLUMNS)
		table_cell(bytes, line->sale, SALE_COLUMNS, TABLE_LEFT);
	else
		add_clean(bytes, line->sale, "  ");
	add_words(line, bytes);
	bytes_add_text(bytes, "\n");
}

/* ---- All of it ---- */

void render_account_begin(const struct account_owner *owner, const struct view *view,
			  struct bytes *bytes)
{
	switch (view->format) {
	case VIEW_TABLE:
	case VIEW_HTML:
		table_owner(owner, bytes);
		break;
	case VIEW_CSV:
		bytes_add_text(bytes,
			       "purse,at,what,amount,balance,sale_id,of,by,who,why,member_id\r\n");
		break;
	case VIEW_JSON:
		account_json_owner(owner, bytes);
		break;
	}
}

/* The purse before it ends, the one of this line begins. */
static void begin_purse(const struct account_line *line, struct account_place *place,
			const struct view *view, struct bytes *bytes)
{
	bool is_first = place->in_all == 0;

	if (view->format == VIEW_JSON) {
		bytes_add_text(bytes, is_first ? "" : "]},");
		account_json_purse(line, bytes);
	} else if (view->format == VIEW_TABLE) {
		table_left_out(place, bytes);
		table_head(line, view, bytes);
	}
	(void)snprintf(place->purse, sizeof(place->purse), "%s", line->purse);
	place->lines = 0;
	place->in_all = line->in_all;
}

void render_account_line(const struct account_line *line, struct account_place *place,
			 const struct view *view, struct bytes *bytes)
{
	if (place->in_all == 0 || strcmp(place->purse, line->purse) != 0)
		begin_purse(line, place, view, bytes);
	switch (view->format) {
	case VIEW_TABLE:
	case VIEW_HTML:
		table_line(line, view, bytes);
		break;
	case VIEW_CSV:
		account_csv(line, view, bytes);
		break;
	case VIEW_JSON:
		bytes_add_text(bytes, place->lines > 0 ? "," : "");
		account_json(line, view, bytes);
		break;
	}
	place->lines++;
}

void render_account_end(const struct account_place *place, const struct view *view,
			struct bytes *bytes)
{
	switch (view->format) {
	case VIEW_TABLE:
	case VIEW_HTML:
		table_left_out(place, bytes);
		if (place->in_all == 0)
			bytes_add_text(bytes, "\nNothing came or went yet.\n");
		break;
	case VIEW_CSV:
		break;
	case VIEW_JSON:
		bytes_add_text(bytes, place->in_all == 0 ? "]}\n" : "]}]}\n");
		break;
	}
}
