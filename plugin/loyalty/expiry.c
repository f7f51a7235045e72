/* expiry.c - see expiry.h. */
#include "plugin/loyalty/expiry.h"

#include <stdbool.h>

/* What ends later than this never does: a clock's years have four digits. */
#define YEAR_LAST 9999
#define MONTHS_MAX (INT64_C(12) * YEAR_LAST)
#define DAYS_MAX (INT64_C(366) * YEAR_LAST)

static int32_t last_day(int32_t year, int32_t month)
{
	int32_t next_year = month == 12 ? year + 1 : year;
	int32_t next_month = month == 12 ? 1 : month + 1;

	return (int32_t)(civil_days(next_year, next_month, 1) - civil_days(year, month, 1));
}

/* The first day of the day, month or year after that one. */
static struct civil day_after(struct civil day, enum expiry_end end)
{
	switch (end) {
	case EXPIRY_END_DAY:
		return civil_of((civil_days(day.year, day.month, day.day) + 1) * MS_A_DAY);
	case EXPIRY_END_MONTH:
		return (struct civil) { .year = day.month == 12 ? day.year + 1 : day.year,
					.month = day.month == 12 ? 1 : day.month + 1,
					.day = 1 };
	case EXPIRY_END_YEAR:
		break;
	}
	return (struct civil) { .year = day.year + 1, .month = 1, .day = 1 };
}

static struct civil add(struct civil day, int64_t months, int64_t days)
{
	int64_t month = day.year * INT64_C(12) + day.month - 1 + months;
	int32_t year = (int32_t)(month / 12);
	int32_t of_year = (int32_t)(month % 12) + 1;
	int32_t last = last_day(year, of_year);

	return civil_of((civil_days(year, of_year, day.day < last ? day.day : last) + days) *
			MS_A_DAY);
}

int64_t expiry_ends_ms(const struct expiry *expiry, struct zone *zone, int64_t at_ms)
{
	struct civil day = zone_civil(zone, at_ms);

	if (expiry->kind == EXPIRY_NEVER || day.year < 0 || day.year > YEAR_LAST ||
	    expiry->months > MONTHS_MAX || expiry->days > DAYS_MAX)
		return 0;
	day = add(day, expiry->months, expiry->days);
	if (day.year > YEAR_LAST)
		return 0;
	day = day_after(day, expiry->end);
	return zone_instant_ms(zone, civil_ms(&day));
}
