/* report_end.c - see report_end.h. */
#include "plugin/reports/report_end.h"

rgl_rc report_days(struct store *store, const struct cells_wish *wish, struct report_days *ret)
{
	struct report_days days = { .from_ms = wish->from_ms, .first = INT32_MIN };
	rgl_rc rc = last_day_read(store, &days.end);

	if (rc < 0)
		return rc;
	days.last = days.end.day;
	if (wish->from_ms != INT64_MIN)
		days.first = period_day(store->zone, wish->from_ms);
	if (wish->until_ms != INT64_MAX) {
		int32_t asked = period_day(store->zone, wish->until_ms - 1);

		days.last = asked < days.last ? asked : days.last;
	}
	days.until_ms = period_day_ms(store->zone, days.last + 1);
	*ret = days;
	return RGL_OK;
}

void report_days_note(const struct report_days *days, struct page *page)
{
	char first[PERIOD_ROOM];

	if (days->last == days->end.day)
		report_end_note(&days->end, page);
	if (days->first == INT32_MIN)
		return;
	period_write_day(days->first, first);
	page_note(page, "Only members whose first visit was on %s or later are counted.", first);
}

void report_end_note(const struct last_day *end, struct page *page)
{
	char day[PERIOD_ROOM];

	if (last_day_is_past(end))
		page_note(page, "As of %s, the last day with a sale: there are none after it.",
			  period_say_day(end->day, day));
}
