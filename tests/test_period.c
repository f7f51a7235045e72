/* test_period.c - weeks, months and quarters of the shop's calendar. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "plugin/base/civil.h"
#include "plugin/insight/period.h"

static int32_t day_of(int32_t year, int32_t month, int32_t day)
{
	return (int32_t)civil_days(year, month, day);
}

/* The days round new year on which ISO 8601's year is not the calendar's, as its tables have them.
 */
static void weeks_are_those_of_iso_8601(void **state)
{
	const struct {
		int32_t year, month, day;
		const char *week;
	} known[] = {
		{ 2005, 1, 1, "2004-W53" },   { 2005, 1, 2, "2004-W53" },
		{ 2005, 12, 31, "2005-W52" }, { 2007, 1, 1, "2007-W01" },
		{ 2008, 12, 29, "2009-W01" }, { 2010, 1, 3, "2009-W53" },
		{ 2016, 1, 3, "2015-W53" },   { 2020, 12, 31, "2020-W53" },
		{ 2021, 1, 4, "2021-W01" },   { 2026, 11, 22, "2026-W47" },
		{ 1970, 1, 1, "1970-W01" },   { 1969, 12, 28, "1969-W52" },
	};
	char text[PERIOD_ROOM];

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		int32_t day = day_of(known[i].year, known[i].month, known[i].day);

		period_write(GRAIN_WEEK, period_of_day(GRAIN_WEEK, day), text);
		assert_string_equal(text, known[i].week);
	}
}

/* A day is in the period whose first day is the last that is not after it; also before 1970. */
static void a_day_is_in_the_period_that_began_last(void **state)
{
	(void)state;
	for (enum grain grain = GRAIN_WEEK; grain <= GRAIN_QUARTER; grain++)
		for (int32_t day = day_of(1899, 12, 1); day < day_of(2101, 1, 1); day++) {
			int32_t period = period_of_day(grain, day);

			assert_true(period_first_day(grain, period) <= day);
			assert_true(period_first_day(grain, period + 1) > day);
		}
}

static void months_and_quarters_have_their_names(void **state)
{
	char text[PERIOD_ROOM];

	(void)state;
	period_write(GRAIN_MONTH, period_of_day(GRAIN_MONTH, day_of(2026, 11, 22)), text);
	assert_string_equal(text, "2026-11");
	period_write(GRAIN_QUARTER, period_of_day(GRAIN_QUARTER, day_of(2026, 11, 22)), text);
	assert_string_equal(text, "2026-Q4");
	period_write(GRAIN_QUARTER, period_of_day(GRAIN_QUARTER, day_of(1969, 1, 1)), text);
	assert_string_equal(text, "1969-Q1");
	assert_int_equal(period_of_day(GRAIN_MONTH, 0), 0);
	assert_int_equal(period_of_day(GRAIN_WEEK, 0), 0);
	assert_int_equal(period_of_day(GRAIN_QUARTER, 0), 0);
	period_write_day(day_of(2026, 2, 3), text);
	assert_string_equal(text, "2026-02-03");
}

static void a_period_is_known_by_its_name(void **state)
{
	struct rgl_why refusal = { 0 };
	enum grain grain = GRAIN_MONTH;

	(void)state;
	for (enum grain each = GRAIN_WEEK; each <= GRAIN_QUARTER; each++) {
		assert_int_equal(period_grain_of(period_name(each), &grain, &refusal), RGL_OK);
		assert_int_equal(grain, each);
	}
	assert_int_equal(period_grain_of("fortnight", &grain, &refusal), RGL_E_FIELD);
	assert_non_null(strstr(refusal.text, "week, month, quarter"));
	assert_int_equal(grain, GRAIN_QUARTER);
}

/* The shop's midnight is not UTC's, and the night that has no midnight has a first moment all the
 * same. */
static void days_begin_at_the_shops_midnight(void **state)
{
	struct rgl_why refusal = { 0 };
	struct host host;
	struct zone *zone = NULL;
	int64_t noon = INT64_C(1795348800000); /* 2026-11-22T12:00:00Z */

	(void)state;
	host_init(&host, NULL);
	assert_int_equal(zone_open(&host, "Pacific/Auckland", &zone, &refusal), RGL_OK);
	assert_int_equal(period_day(zone, noon), day_of(2026, 11, 23));
	assert_int_equal(period_day_ms(zone, day_of(2026, 11, 23)), noon - 3600000);
	zone_close(zone);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(weeks_are_those_of_iso_8601),
		cmocka_unit_test(a_day_is_in_the_period_that_began_last),
		cmocka_unit_test(months_and_quarters_have_their_names),
		cmocka_unit_test(a_period_is_known_by_its_name),
		cmocka_unit_test(days_begin_at_the_shops_midnight),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
