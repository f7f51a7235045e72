/* report_rhythm_clock.c - the weekdays and hours that members come; see report_rhythm_parts.h. */
#include <stdio.h>

#include "plugin/reports/report_rhythm_parts.h"

static int64_t in_hour(const struct rhythm_page *rhythm, int32_t hour)
{
	int64_t sales = 0;

	for (size_t day = 0; day < 7; day++)
		sales += rhythm->hours[day][hour];
	return sales;
}

/* From the first hour with a sale to the last; an import that knows days alone has one hour. */
void rhythm_add_clock(const struct rhythm_page *rhythm, struct page *page)
{
	int32_t from = 0;
	int32_t last = 23;
	char name[16];

	page_table(page, "weekdays", "Visits by weekday");
	page_column(page, "weekday", "weekday", PAGE_TEXT);
	page_column(page, "visits", "visits", PAGE_COUNT | PAGE_BAR);
	for (size_t day = 0; day < 7; day++) {
		page_row(page);
		page_text(page, RHYTHM_WEEKDAYS[day]);
		page_number(page, rhythm->rhythm->weekdays[day]);
	}
	while (from < 23 && in_hour(rhythm, from) == 0)
		from++;
	while (last > from && in_hour(rhythm, last) == 0)
		last--;
	if (from == last) {
		page_note(page, "Hours: all purchases have the same, so they say nothing.");
		return;
	}
	page_table(page, "hours", "Members' purchases by hour and weekday");
	page_column(page, "hour", "hour", PAGE_TEXT);
	for (size_t day = 0; day < 7; day++) {
		static const char *const KEYS[7] = {
			"mon", "tue", "wed", "thu", "fri", "sat", "sun"
		};

		page_column(page, KEYS[day], RHYTHM_WEEKDAYS[day], PAGE_COUNT | PAGE_HEAT);
	}
	for (int32_t hour = from; hour <= last; hour++) {
		(void)snprintf(name, sizeof(name), "%02d:00", (int)hour);
		page_row(page);
		page_text(page, name);
		for (size_t day = 0; day < 7; day++)
			page_number(page, rhythm->hours[day][hour]);
	}
}
