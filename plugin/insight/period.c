/* period.c - see period.h. */
#include "plugin/insight/period.h"

#include <stdio.h>
#include <string.h>

/* 1 January 1970 was a Thursday: the week that holds it began three days before. */
enum { DAYS_BEFORE = 3 };

static int32_t floor_div(int32_t number, int32_t by)
{
	return number / by - (number % by < 0);
}

static struct civil civil_of_day(int32_t day)
{
	return civil_of((int64_t)day * MS_A_DAY);
}

static int32_t month_of(int32_t day)
{
	struct civil civil = civil_of_day(day);

	return (civil.year - 1970) * 12 + civil.month - 1;
}

static int32_t day_of_month(int32_t month)
{
	int32_t years = floor_div(month, 12);

	return (int32_t)civil_days(1970 + years, month - years * 12 + 1, 1);
}

int32_t period_of_day(enum grain grain, int32_t day)
{
	switch (grain) {
	case GRAIN_WEEK:
		return floor_div(day + DAYS_BEFORE, 7);
	case GRAIN_MONTH:
		return month_of(day);
	case GRAIN_QUARTER:
		return floor_div(month_of(day), 3);
	}
	return 0;
}

int32_t period_first_day(enum grain grain, int32_t period)
{
	switch (grain) {
	case GRAIN_WEEK:
		return period * 7 - DAYS_BEFORE;
	case GRAIN_MONTH:
		return day_of_month(period);
	case GRAIN_QUARTER:
		return day_of_month(period * 3);
	}
	return 0;
}

int32_t period_day(struct zone *zone, int64_t at_ms)
{
	struct civil civil = zone_civil(zone, at_ms);

	return (int32_t)civil_days(civil.year, civil.month, civil.day);
}

int64_t period_day_ms(struct zone *zone, int32_t day)
{
	return zone_instant_ms(zone, (int64_t)day * MS_A_DAY);
}

/* The ISO year is the one that the week's Thursday is in. */
static void write_week(int32_t week, char ret[PERIOD_ROOM])
{
	int32_t thursday = week * 7;
	struct civil civil = civil_of_day(thursday);
	int32_t of_year = (thursday - (int32_t)civil_days(civil.year, 1, 1)) / 7 + 1;

	(void)snprintf(ret, PERIOD_ROOM, "%04d-W%02d", (int)civil.year, (int)of_year);
}

void period_write(enum grain grain, int32_t period, char ret[PERIOD_ROOM])
{
	struct civil civil;

	switch (grain) {
	case GRAIN_WEEK:
		write_week(period, ret);
		return;
	case GRAIN_MONTH:
		civil = civil_of_day(period_first_day(grain, period));
		(void)snprintf(ret, PERIOD_ROOM, "%04d-%02d", (int)civil.year, (int)civil.month);
		return;
	case GRAIN_QUARTER:
		civil = civil_of_day(period_first_day(grain, period));
		(void)snprintf(ret, PERIOD_ROOM, "%04d-Q%d", (int)civil.year,
			       ((int)civil.month - 1) / 3 + 1);
		return;
	}
}

void period_write_day(int32_t day, char ret[PERIOD_ROOM])
{
	struct civil civil = civil_of_day(day);

	(void)snprintf(ret, PERIOD_ROOM, "%04d-%02d-%02d", (int)civil.year, (int)civil.month,
		       (int)civil.day);
}

const char *period_name(enum grain grain)
{
	return grain == GRAIN_WEEK ? "week" : grain == GRAIN_MONTH ? "month" : "quarter";
}

rgl_rc period_grain_of(const char *name, enum grain *ret, struct rgl_why *refusal)
{
	for (enum grain grain = GRAIN_WEEK; grain <= GRAIN_QUARTER; grain++) {
		if (strcmp(name, period_name(grain)) != 0)
			continue;
		*ret = grain;
		return RGL_OK;
	}
	return refuse_field(refusal, RGL_E_FIELD, "period",
			    "there is no period %.40s; there are: week, month, quarter", name);
}

const char *period_say_day(int32_t day, char ret[PERIOD_ROOM])
{
	static const char *const MONTHS[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	struct civil civil = civil_of(day * MS_A_DAY);

	(void)snprintf(ret, PERIOD_ROOM, "%d %s %d", (int)civil.day, MONTHS[civil.month - 1],
		       (int)civil.year);
	return ret;
}
