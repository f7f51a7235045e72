/* render_alerts.c - see render_alerts.h. */
#include "plugin/insight/render_alerts.h"

#include <stdio.h>

#include "plugin/insight/render_text.h"
#include "plugin/insight/table.h"

enum { WHEN_COLUMNS = 18, KIND_COLUMNS = 15 };

void render_alerts_begin(const struct view *view, struct bytes *bytes)
{
	switch (view->format) {
	case VIEW_TABLE:
		bytes_printf(bytes, "What the limits of the programme found: %s\n\n", view->shop);
		break;
	case VIEW_CSV:
		bytes_add_text(bytes, "at,limit,refused,member,cashier,text\r\n");
		break;
	case VIEW_JSON:
		bytes_add_text(bytes, "{\"report\":\"alerts\",\"alerts\":[");
		break;
	}
}

static void table_alert(const struct alert *alert, const struct view *view, struct bytes *bytes)
{
	const struct civil civil = zone_civil(view->zone, alert->at_ms);
	size_t columns = view->columns;
	char when[ZONE_TIME_ROOM];
	char text[sizeof(alert->text) + 16];

	civil_write_day(&civil, when);
	(void)snprintf(when + 10, sizeof(when) - 10, " %02d:%02d", (int)civil.hour,
		       (int)civil.minute);
	(void)snprintf(text, sizeof(text), "%s%s", alert->refused ? "refused: " : "", alert->text);
	table_cell(bytes, when, WHEN_COLUMNS, TABLE_LEFT);
	table_cell(bytes, alert->kind, KIND_COLUMNS, TABLE_LEFT);
	if (columns > WHEN_COLUMNS + KIND_COLUMNS &&
	    table_width(text) > columns - WHEN_COLUMNS - KIND_COLUMNS) {
		table_end(bytes);
		table_cell(bytes, "", 2, TABLE_LEFT);
	}
	table_wrap(bytes, text, 0);
}

static void csv_alert(const struct alert *alert, const struct view *view, struct bytes *bytes)
{
	char when[ZONE_TIME_ROOM];

	zone_write(view->zone, alert->at_ms, when);
	bytes_printf(bytes, "%s,%s,%s,", when, alert->kind, alert->refused ? "yes" : "no");
	if (alert->member != 0)
		bytes_printf(bytes, "%lld", (long long)alert->member);
	bytes_add_text(bytes, ",");
	render_csv_text(bytes, alert->cashier);
	bytes_add_text(bytes, ",");
	render_csv_text(bytes, alert->text);
	bytes_add_text(bytes, "\r\n");
}

static void json_alert(const struct alert *alert, const struct view *view, struct bytes *bytes)
{
	char when[ZONE_TIME_ROOM];

	zone_write(view->zone, alert->at_ms, when);
	bytes_printf(bytes, "{\"at\":\"%s\",\"limit\":\"%s\",\"refused\":%s", when, alert->kind,
		     alert->refused ? "true" : "false");
	if (alert->member != 0)
		bytes_printf(bytes, ",\"member_id\":%lld", (long long)alert->member);
	bytes_add_text(bytes, ",\"cashier\":");
	json_add_text(bytes, alert->cashier);
	bytes_add_text(bytes, ",\"text\":");
	json_add_text(bytes, alert->text);
	bytes_add_text(bytes, "}");
}

void render_alert(const struct alert *alert, int64_t count, const struct view *view,
		  struct bytes *bytes)
{
	switch (view->format) {
	case VIEW_TABLE:
		table_alert(alert, view, bytes);
		break;
	case VIEW_CSV:
		csv_alert(alert, view, bytes);
		break;
	case VIEW_JSON:
		if (count > 0)
			bytes_add_text(bytes, ",");
		json_alert(alert, view, bytes);
		break;
	}
}

static void table_words(int64_t count, int64_t refused, const struct view *view,
			struct bytes *bytes)
{
	char counted[DECIMAL_ROOM];
	char number[DECIMAL_ROOM];
	char words[160];

	table_count(count, counted);
	table_count(refused, number);
	if (count == 0)
		(void)snprintf(words, sizeof(words),
			       "Nothing was found. Limits are set in the programme, under "
			       "\"limits\".");
	else
		(void)snprintf(words, sizeof(words), "%s in all, %s of them refused.", counted,
			       number);
	if (count > 0)
		bytes_add_text(bytes, "\n");
	table_wrap(bytes, words, view->columns);
}

void render_alerts_end(int64_t count, int64_t refused, const struct view *view, struct bytes *bytes)
{
	switch (view->format) {
	case VIEW_TABLE:
		table_words(count, refused, view, bytes);
		break;
	case VIEW_CSV:
		break;
	case VIEW_JSON:
		bytes_add_text(bytes, "]}\n");
		break;
	}
}
