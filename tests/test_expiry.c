/* test_expiry.c - when points end, by Python's calendar and the C library's clock.
 *
 * This program is alone in its process: it may set TZ, which the plugin never does.
 */
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "plugin/loyalty/expiry.h"

static struct zone *open_zone(const char *name)
{
	static struct host host;
	struct zone *zone = NULL;
	char value[80];

	host_init(&host, NULL);
	if (zone_open(&host, name, &zone, NULL) != RGL_OK)
		fail_msg("%s does not open", name);
	(void)snprintf(value, sizeof(value), ":%s", name);
	assert_int_equal(setenv("TZ", value, 1), 0);
	tzset();
	return zone;
}

struct case_of_expiry {
	const char *zone;
	int64_t at_ms;
	int64_t days;
	int64_t months;
	enum expiry_end end;
	int64_t ends_ms;
};

/* Counted by Python's datetime, calendar and zoneinfo. In the comments: at (UTC), ends (local). */
static const struct case_of_expiry CASES[] = {
	/* 2026-01-05 10:00 -> 2026-04-06 00:00+02:00, over the change to summer time */
	{ "Europe/Copenhagen", INT64_C(1767607200000), 90, 0, EXPIRY_END_DAY,
	  INT64_C(1775426400000) },
	/* 2026-01-31: a month later is 28 February -> 1 March */
	{ "Europe/Copenhagen", INT64_C(1769853600000), 0, 1, EXPIRY_END_DAY,
	  INT64_C(1772319600000) },
	/* 2028-01-31: 29 February -> 1 March */
	{ "Europe/Copenhagen", INT64_C(1832925600000), 0, 1, EXPIRY_END_DAY,
	  INT64_C(1835478000000) },
	/* 2028-02-29: a year later is 28 February -> 1 March 2029 */
	{ "Europe/Copenhagen", INT64_C(1835431200000), 0, 12, EXPIRY_END_DAY,
	  INT64_C(1867014000000) },
	/* 2026-03-28 -> 2026-03-29 00:00, before the clock goes forward; a day more: after */
	{ "Europe/Copenhagen", INT64_C(1774692000000), 0, 0, EXPIRY_END_DAY,
	  INT64_C(1774738800000) },
	{ "Europe/Copenhagen", INT64_C(1774692000000), 1, 0, EXPIRY_END_DAY,
	  INT64_C(1774821600000) },
	/* 2026-10-24 -> 2026-10-26 00:00+01:00: a day of 25 hours in between */
	{ "Europe/Copenhagen", INT64_C(1792836000000), 1, 0, EXPIRY_END_DAY,
	  INT64_C(1792969200000) },
	/* 2026-11-21: the end of December; the last of a month: that month's end */
	{ "Europe/Copenhagen", INT64_C(1795255200000), 0, 1, EXPIRY_END_MONTH,
	  INT64_C(1798758000000) },
	{ "Europe/Copenhagen", INT64_C(1796032800000), 0, 0, EXPIRY_END_MONTH,
	  INT64_C(1796079600000) },
	/* 2026-11-21, 12 months: the end of 2027 */
	{ "Europe/Copenhagen", INT64_C(1795255200000), 0, 12, EXPIRY_END_YEAR,
	  INT64_C(1830294000000) },
	/* 2026-12-31 23:30 UTC is 2027 in Copenhagen and 2026 in New York */
	{ "Europe/Copenhagen", INT64_C(1798759800000), 0, 0, EXPIRY_END_YEAR,
	  INT64_C(1830294000000) },
	{ "America/New_York", INT64_C(1798759800000), 0, 0, EXPIRY_END_YEAR,
	  INT64_C(1798779600000) },
	/* 2026-01-31: months first (28 February), then days (3 March) */
	{ "Europe/Copenhagen", INT64_C(1769853600000), 3, 1, EXPIRY_END_DAY,
	  INT64_C(1772578800000) },
	/* 23:59 and 00:00 in Kolkata */
	{ "Asia/Kolkata", INT64_C(1781548140000), 7, 0, EXPIRY_END_DAY, INT64_C(1782153000000) },
	{ "Asia/Kolkata", INT64_C(1781548200000), 7, 0, EXPIRY_END_DAY, INT64_C(1782239400000) },
	/* 2018-11-04 began at 01:00 in Sao Paulo: the clock jumped over midnight */
	{ "America/Sao_Paulo", INT64_C(1541257200000), 0, 0, EXPIRY_END_DAY,
	  INT64_C(1541300400000) },
	/* 2012-11-04 had midnight twice in Havana: the first */
	{ "America/Havana", INT64_C(1351954800000), 0, 0, EXPIRY_END_DAY, INT64_C(1352001600000) },
	/* 2011-12-30 was left out in Apia */
	{ "Pacific/Apia", INT64_C(1325188800000), 0, 0, EXPIRY_END_DAY, INT64_C(1325239200000) },
	{ "Asia/Tokyo", INT64_C(1709164800000), 0, 36, EXPIRY_END_MONTH, INT64_C(1803826800000) },
};

/* Days of 23 and 25 hours, months of 28 days, leap years, and midnights that are not there. */
static void an_end_is_the_first_moment_of_the_day_after(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		const struct case_of_expiry *one = &CASES[i];
		const struct expiry expiry = { .kind = EXPIRY_FIXED,
					       .days = one->days,
					       .months = one->months,
					       .end = one->end };
		struct zone *zone = open_zone(one->zone);
		int64_t ends_ms = expiry_ends_ms(&expiry, zone, one->at_ms);

		zone_close(zone);
		if (ends_ms != one->ends_ms)
			fail_msg("case %zu ends at %lld, not %lld", i, (long long)ends_ms,
				 (long long)one->ends_ms);
	}
}

static struct tm local_at(int64_t at_s)
{
	const time_t at = (time_t)at_s;
	struct tm local;

	assert_non_null(localtime_r(&at, &local));
	return local;
}

/* Years and days in one number that grows with the calendar. */
static int64_t day_number(const struct tm *day)
{
	return (day->tm_year * INT64_C(12) + day->tm_mon) * 31 + day->tm_mday - 1;
}

/* The C library makes a calendar's day of any day, the 40th of May too. */
static struct tm normal(int year, int month, int day)
{
	struct tm noon = {
		.tm_year = year, .tm_mon = month, .tm_mday = day, .tm_hour = 12, .tm_isdst = -1
	};

	assert_true(mktime(&noon) != (time_t)-1);
	return noon;
}

static int lesser(int a, int b)
{
	return a < b ? a : b;
}

/* The day after the end, and then the first minute that is in it or later. */
static int64_t ends_by_c_library(const struct expiry *expiry, int64_t at_s)
{
	struct tm day = local_at(at_s);
	struct tm last = normal(day.tm_year, day.tm_mon + (int)expiry->months + 1, 0);
	struct tm after;
	int64_t minute;

	day = normal(last.tm_year, last.tm_mon,
		     lesser(day.tm_mday, last.tm_mday) + (int)expiry->days);
	if (expiry->end == EXPIRY_END_DAY)
		after = normal(day.tm_year, day.tm_mon, day.tm_mday + 1);
	else if (expiry->end == EXPIRY_END_MONTH)
		after = normal(day.tm_year, day.tm_mon + 1, 1);
	else
		after = normal(day.tm_year + 1, 0, 1);
	for (minute = (int64_t)mktime(&after) - 30 * 3600;; minute += 60) {
		const struct tm now = local_at(minute);

		if (day_number(&now) >= day_number(&after))
			return minute;
	}
}

/* The same by the C library, in zones of all kinds, for chance days of forty years. */
static void ends_are_where_the_c_library_has_them(void **state)
{
	static const char *const ZONES[] = { "Europe/Copenhagen", "America/New_York",
					     "Asia/Kolkata",	  "Australia/Lord_Howe",
					     "Asia/Tehran",	  "America/Sao_Paulo",
					     "Africa/Cairo",	  "UTC" };
	uint64_t chance = 7;

	(void)state;
	for (size_t i = 0; i < sizeof(ZONES) / sizeof(ZONES[0]); i++) {
		struct zone *zone = open_zone(ZONES[i]);

		for (int n = 0; n < 150; n++) {
			const struct expiry expiry = {
				.kind = n % 2 == 0 ? EXPIRY_FIXED : EXPIRY_SLIDING,
				.days = (int64_t)(next_number(&chance) % 400),
				.months = (int64_t)(next_number(&chance) % 40),
				.end = (enum expiry_end)(next_number(&chance) % 3),
			};
			int64_t at_s =
				INT64_C(1000000000) + (int64_t)(next_number(&chance) % 1200000000);

			assert_int_equal(expiry_ends_ms(&expiry, zone, at_s * 1000),
					 ends_by_c_library(&expiry, at_s) * 1000);
		}
		zone_close(zone);
	}
}

/* A programme without an end has none; nor has what ends when no clock counts any more. */
static void what_never_ends_is_zero(void **state)
{
	const struct expiry NEVER = { .kind = EXPIRY_NEVER, .days = 5 };
	const struct expiry FAR[] = {
		{ .kind = EXPIRY_FIXED, .months = 12 * 8000 },
		{ .kind = EXPIRY_FIXED, .days = 366 * INT64_C(8000) },
		{ .kind = EXPIRY_SLIDING, .months = INT64_MAX },
		{ .kind = EXPIRY_FIXED, .days = INT64_MAX, .end = EXPIRY_END_YEAR },
	};
	const struct expiry day = { .kind = EXPIRY_FIXED };
	struct zone *zone = open_zone("Europe/Copenhagen");

	(void)state;
	assert_int_equal(expiry_ends_ms(&NEVER, zone, INT64_C(1767607200000)), 0);
	for (size_t i = 0; i < sizeof(FAR) / sizeof(FAR[0]); i++)
		assert_int_equal(expiry_ends_ms(&FAR[i], zone, INT64_C(1767607200000)), 0);
	assert_int_equal(expiry_ends_ms(&day, zone, INT64_MAX), 0);
	assert_int_equal(expiry_ends_ms(&day, zone, INT64_MIN), 0);
	zone_close(zone);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_end_is_the_first_moment_of_the_day_after),
		cmocka_unit_test(ends_are_where_the_c_library_has_them),
		cmocka_unit_test(what_never_ends_is_zero),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
