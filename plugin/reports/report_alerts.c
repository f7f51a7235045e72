/* report_alerts.c - what the programme's limits found, for the owner; see reports.h. */
#include <stdio.h>

#include "plugin/page/table.h"
#include "plugin/reports/alerts.h"
#include "plugin/reports/reports.h"

/* newest: of the last one. */
struct found {
	struct page *page;
	struct zone *zone;
	int64_t count;
	int64_t refused;
	struct alert newest;
};

static void add_columns(struct page *page)
{
	page_table(page, "alerts", "What the limits found, the oldest first");
	page_column(page, "at", "when", PAGE_TEXT);
	page_column(page, "limit", "limit", PAGE_TEXT);
	page_column(page, "refused", "refused", PAGE_TEXT);
	page_column(page, "member", "member", PAGE_TEXT);
	page_column(page, "cashier", "cashier", PAGE_TEXT | PAGE_SECONDARY);
	page_column(page, "text", "what was found", PAGE_TEXT);
}

static void add_when(const struct found *found, int64_t at_ms)
{
	const struct civil civil = zone_civil(found->zone, at_ms);
	char day[CIVIL_DAY_ROOM];
	char when[CIVIL_DAY_ROOM + 24];

	civil_write_day(&civil, day);
	(void)snprintf(when, sizeof(when), "%s %02d:%02d", day, (int)civil.hour, (int)civil.minute);
	page_text(found->page, when);
}

/* An alert_taker. */
static rgl_rc add_alert(void *user, const struct alert *alert)
{
	struct found *found = user;
	struct page *page = found->page;
	char member[DECIMAL_ROOM];

	page_row(page);
	add_when(found, alert->at_ms);
	page_text(page, alert->kind);
	page_text(page, alert->refused ? "yes" : "no");
	decimal_write(alert->member, 0, member);
	if (alert->member == 0)
		page_nothing(page);
	else
		page_text(page, member);
	page_text(page, alert->cashier);
	page_text(page, alert->text);
	found->count++;
	found->refused += alert->refused;
	found->newest = *alert;
	return RGL_OK;
}

static void add_words(const struct found *found)
{
	char count[DECIMAL_ROOM];
	char refused[DECIMAL_ROOM];

	table_count(found->count, count);
	table_count(found->refused, refused);
	page_fact(found->page, "alerts", "found", PAGE_COUNT, found->count);
	page_fact(found->page, "refused", "of them refused", PAGE_COUNT, found->refused);
	if (found->count == 0) {
		page_say(found->page, "Nothing was found.");
		page_note(found->page, "Limits are set in the programme, under \"limits\".");
		return;
	}
	page_say(found->page, "%s in all, %s of them refused.", count, refused);
	page_tomorrow(found->page, "Ask about the newest while it is remembered: %s%s",
		      found->newest.refused ? "refused: " : "", found->newest.text);
}

rgl_rc report_alerts(struct store *store, const struct report *report, struct page *page)
{
	struct found found = { .page = page, .zone = store->zone };
	rgl_rc rc;

	add_columns(page);
	rc = alerts_read(store, report->wish.from_ms, report->wish.until_ms, add_alert, &found);
	if (rc == RGL_OK)
		add_words(&found);
	return rc;
}
