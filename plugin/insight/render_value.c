/* render_value.c - members' worth as a page of figures; see render_value.h. */
#include "plugin/insight/render_value.h"

#include <stdio.h>

#include "plugin/insight/render_text.h"
#include "plugin/insight/table.h"

#define LABEL_COLUMNS 22
#define FIGURE_COLUMNS 17
#define NARROW_COLUMNS 80 /* below: tickets and first visits make room for names */
#define NAME_COLUMNS 20

const char *render_value_basis(const struct value_report *report)
{
	switch (report->basis) {
	case VALUE_MARGIN:
		return "margin";
	case VALUE_NET_SALES:
		break;
	}
	return "net sales";
}

static void add_title(const struct value_report *report, const struct view *view,
		      struct bytes *bytes)
{
	char title[RGL_TEXT_MAX + 256];

	(void)snprintf(title, sizeof(title),
		       "%s · what members were worth so far (%s) · net of refunds · %s · %s",
		       view->shop, render_value_basis(report), view->currency.code,
		       view->zone_name);
	table_wrap(bytes, title, view->columns);
}

/* A note that does not fit behind its figure gets a line of its own. */
static void add_line(const char *label, const char *figure, const char *note,
		     const struct view *view, struct bytes *bytes)
{
	table_cell(bytes, label, LABEL_COLUMNS, TABLE_LEFT);
	table_figure(bytes, figure, FIGURE_COLUMNS);
	if (note[0] != '\0' && view->columns > 0 &&
	    LABEL_COLUMNS + FIGURE_COLUMNS + 2 + table_width(note) > view->columns)
		table_end(bytes);
	bytes_add_text(bytes, "  ");
	bytes_add_text(bytes, note);
	table_end(bytes);
}

static void add_count(const char *label, int64_t count, const char *note, const struct view *view,
		      struct bytes *bytes)
{
	char figure[DECIMAL_ROOM];

	table_count(count, figure);
	add_line(label, figure, note, view, bytes);
}

static void add_amount(const char *label, struct money amount, const char *note,
		       const struct view *view, struct bytes *bytes)
{
	char figure[DECIMAL_ROOM];

	money_write(amount, &view->currency, figure);
	add_line(label, figure, note, view, bytes);
}

static void add_repeat(const struct value_report *report, const struct view *view,
		       struct bytes *bytes)
{
	char note[64];
	int written;

	written = snprintf(note, sizeof(note), "%lld %% of them",
			   (long long)table_share(report->repeat_members, report->members, 100));
	if (money_sign(report->worth) > 0)
		(void)snprintf(
			note + written, sizeof(note) - (size_t)written, ", %lld %% of the worth",
			(long long)render_money_share(report->repeat_worth, report->worth, 100));
	add_count("came again", report->repeat_members, note, view, bytes);
}

static void add_totals(const struct value_report *report, const struct view *view,
		       struct bytes *bytes)
{
	add_count("members who bought", report->members, "", view, bytes);
	add_repeat(report, view, bytes);
	add_count("their visits", report->visits, "", view, bytes);
	add_amount("their net sales", report->member_net, "", view, bytes);
	if (report->basis == VALUE_MARGIN)
		add_amount("their margin", report->worth, "", view, bytes);
	add_amount("a visit, mean", report->mean_ticket, "", view, bytes);
	add_amount("a member, mean", report->mean, render_value_basis(report), view, bytes);
	add_amount("a member, median", report->median, "half are worth more", view, bytes);
	if (report->nobody_sales > 0 || money_sign(report->nobody_net) != 0) {
		add_count("sales without member", report->nobody_sales, "", view, bytes);
		add_amount("their net sales", report->nobody_net, "", view, bytes);
	}
	if (report->refund_only_members > 0)
		add_amount("refunds without sale", report->refund_only_net,
			   "members of whom no sale is known", view, bytes);
	add_amount("the shop's net sales", report->net, "", view, bytes);
}

/* One tenth of the members, with a bar of at most 20 columns. */
static void add_tenth(const struct value_report *report, size_t i, const struct view *view,
		      struct bytes *bytes)
{
	int64_t whole = render_money_share(report->tenths[i].worth, report->worth, 100);
	int64_t bar = render_money_share(report->tenths[i].worth, report->worth, 20);
	char label[32];
	char note[32 + 3 * 20];
	size_t at;

	(void)snprintf(label, sizeof(label), "tenth %zu%s", i + 1,
		       i == 0		       ? ", worth most"
		       : i + 1 == VALUE_TENTHS ? ", worth least"
					       : "");
	at = (size_t)snprintf(note, sizeof(note), "%3lld %%  ", (long long)whole);
	for (int64_t column = 0; column < bar && column < 20; column++)
		at += (size_t)snprintf(note + at, sizeof(note) - at, "█");
	add_amount(label, report->tenths[i].worth, note, view, bytes);
}

static void add_tenths(const struct value_report *report, const struct view *view,
		       struct bytes *bytes)
{
	if (report->members < VALUE_TENTHS || money_sign(report->worth) <= 0)
		return;
	bytes_add_text(bytes, "\n");
	for (size_t i = 0; i < VALUE_TENTHS; i++)
		add_tenth(report, i, view, bytes);
}

/* Names give way first where a terminal is narrow. */
static size_t name_columns(const struct view *view)
{
	const size_t others = 7 + 12 + 15;

	if (view->columns == 0 || view->columns >= NAME_COLUMNS + others)
		return NAME_COLUMNS;
	return view->columns > others + 6 ? view->columns - others : 6;
}

static void add_day(const struct view *view, int64_t at_ms, struct bytes *bytes)
{
	struct civil civil = zone_civil(view->zone, at_ms);
	char day[CIVIL_DAY_ROOM];

	civil_write_day(&civil, day);
	table_cell(bytes, day, 12, TABLE_RIGHT);
}

static void add_member(const struct value_member *member, const char *name, const struct view *view,
		       struct bytes *bytes)
{
	bool narrow = view->columns > 0 && view->columns < NARROW_COLUMNS;
	char text[DECIMAL_ROOM + 8];

	if (name == NULL || name[0] == '\0') {
		(void)snprintf(text, sizeof(text), "member %lld", (long long)member->id);
		name = text;
	}
	table_cell(bytes, name, name_columns(view), TABLE_LEFT);
	table_count(member->visits, text);
	table_figure(bytes, text, 7);
	if (!narrow)
		add_day(view, member->first_ms, bytes);
	add_day(view, member->last_ms, bytes);
	if (!narrow) {
		money_write(value_mean(member->net, member->visits), &view->currency, text);
		table_figure(bytes, text, 13);
	}
	money_write(member->worth, &view->currency, text);
	table_figure(bytes, text, 15);
	table_end(bytes);
}

static void add_members(const struct value_report *report, const struct value_names *names,
			const struct view *view, struct bytes *bytes)
{
	bool narrow = view->columns > 0 && view->columns < NARROW_COLUMNS;

	if (names->count == 0)
		return;
	bytes_add_text(bytes, "\n");
	table_cell(bytes, "worth most", name_columns(view), TABLE_LEFT);
	table_cell(bytes, "visits", 7, TABLE_RIGHT);
	if (!narrow)
		table_cell(bytes, "first", 12, TABLE_RIGHT);
	table_cell(bytes, "last", 12, TABLE_RIGHT);
	if (!narrow)
		table_cell(bytes, "a visit", 13, TABLE_RIGHT);
	table_cell(bytes, render_value_basis(report), 15, TABLE_RIGHT);
	table_end(bytes);
	for (int64_t i = 0; i < names->count; i++)
		add_member(&report->list[i], names->names[i], view, bytes);
}

static void add_page(const struct value_report *report, const struct value_names *names,
		     const struct view *view, struct bytes *bytes)
{
	add_title(report, view, bytes);
	if (report->members == 0) {
		table_wrap(bytes,
			   "It says: nothing yet; no member has bought anything. "
			   "Tomorrow: scan a member's card with each sale.",
			   view->columns);
		return;
	}
	add_totals(report, view, bytes);
	add_tenths(report, view, bytes);
	add_members(report, names, view, bytes);
	bytes_add_text(bytes, "\n");
	render_value_words(report, view, bytes);
}

rgl_rc render_value(const struct value_report *report, const struct value_names *names,
		    const struct view *view, struct bytes *bytes)
{
	RGL_ASSERT(names->count <= report->members);
	switch (view->format) {
	case VIEW_CSV:
		render_value_csv(report, names, view, bytes);
		break;
	case VIEW_JSON:
		render_value_json(report, names, view, bytes);
		break;
	case VIEW_TABLE:
		add_page(report, names, view, bytes);
		break;
	}
	return bytes_rc(bytes);
}
