/* test_civil.c - calendar days held against the C library's, and times as they are written. */
#include "tests/support/check.h"

#include <string.h>
#include <time.h>

#include "plugin/base/civil.h"

static void is_as_the_c_library_has_it(int64_t at_s)
{
	const time_t at = (time_t)at_s;
	struct civil civil = civil_of(at_s * 1000);
	struct tm expected;

	assert_non_null(gmtime_r(&at, &expected));
	assert_int_equal(civil.year, expected.tm_year + 1900);
	assert_int_equal(civil.month, expected.tm_mon + 1);
	assert_int_equal(civil.day, expected.tm_mday);
	assert_int_equal(civil.hour, expected.tm_hour);
	assert_int_equal(civil.minute, expected.tm_min);
	assert_int_equal(civil.second, expected.tm_sec);
	assert_true(civil_ms(&civil) == at_s * 1000);
	assert_true(civil_days(civil.year, civil.month, civil.day) * 86400 +
			    (at_s % 86400 + 86400) % 86400 ==
		    at_s);
}

/* Each day of the years that can be written, at an hour that moves. */
static void every_day_of_1900_to_2999_is_right(void **state)
{
	const int64_t first = -2208988800;
	int64_t days = 0;

	(void)state;
	for (int64_t at_s = first; at_s < 32503680000; at_s += 86400 + 1) {
		is_as_the_c_library_has_it(at_s);
		days++;
	}
	assert_true(days > 1000 * 365);
}

/* Negative years and the far future: no special case may hide there. */
static void days_far_away_are_right(void **state)
{
	uint64_t numbers = 88172645463325252u;

	(void)state;
	for (int i = 0; i < 200000; i++)
		is_as_the_c_library_has_it((int64_t)next_number(&numbers) >> 16);
}

/* A till's clock may say anything; it must not be what breaks us. */
static void the_ends_of_time_are_read(void **state)
{
	(void)state;
	assert_int_equal(civil_of(INT64_MAX).year, 292278994);
	assert_int_equal(civil_of(INT64_MIN).year, -292275055);
	assert_int_equal(civil_of(-1).second, 59);
	assert_int_equal(civil_of(-1).year, 1969);
}

struct reading {
	const char *text;
	enum written written;
	struct civil civil;
	int64_t ms_part;
	int64_t offset_ms;
};

static void times_are_read_as_written(void **state)
{
	static const struct reading READINGS[] = {
		{ "2026-11-21", WRITTEN_DAY, { 2026, 11, 21, 0, 0, 0 }, 0, 0 },
		{ "20261121", WRITTEN_DAY, { 2026, 11, 21, 0, 0, 0 }, 0, 0 },
		{ "2024-02-29", WRITTEN_DAY, { 2024, 2, 29, 0, 0, 0 }, 0, 0 },
		{ "2000-02-29", WRITTEN_DAY, { 2000, 2, 29, 0, 0, 0 }, 0, 0 },
		{ "1900-01-01", WRITTEN_DAY, { 1900, 1, 1, 0, 0, 0 }, 0, 0 },
		{ "2999-12-31", WRITTEN_DAY, { 2999, 12, 31, 0, 0, 0 }, 0, 0 },
		{ "2026-11-21T10:03", WRITTEN_LOCAL, { 2026, 11, 21, 10, 3, 0 }, 0, 0 },
		{ "2026-11-21 10:03:59", WRITTEN_LOCAL, { 2026, 11, 21, 10, 3, 59 }, 0, 0 },
		{ "2026-11-21T10:03:59.5", WRITTEN_LOCAL, { 2026, 11, 21, 10, 3, 59 }, 500, 0 },
		{ "2026-11-21T10:03:59.1239", WRITTEN_LOCAL, { 2026, 11, 21, 10, 3, 59 }, 123, 0 },
		{ "2026-11-21T00:00:00Z", WRITTEN_INSTANT, { 2026, 11, 21, 0, 0, 0 }, 0, 0 },
		{ "2026-11-21T10:03:00+01:00",
		  WRITTEN_INSTANT,
		  { 2026, 11, 21, 10, 3, 0 },
		  0,
		  3600000 },
		{ "2026-11-21T10:03:00.250-0930",
		  WRITTEN_INSTANT,
		  { 2026, 11, 21, 10, 3, 0 },
		  250,
		  -34200000 },
		{ "2026-11-21T10:03+14", WRITTEN_INSTANT, { 2026, 11, 21, 10, 3, 0 }, 0, 50400000 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(READINGS) / sizeof(READINGS[0]); i++) {
		const struct reading *expected = &READINGS[i];
		struct reading found = { 0 };

		assert_int_equal(civil_read(expected->text, strlen(expected->text), &found.civil,
					    &found.ms_part, &found.offset_ms, &found.written),
				 RGL_OK);
		assert_memory_equal(&found.civil, &expected->civil, sizeof(found.civil));
		assert_int_equal(found.written, expected->written);
		assert_int_equal(found.ms_part, expected->ms_part);
		assert_int_equal(found.offset_ms, expected->offset_ms);
	}
}

static void what_is_no_time_is_refused(void **state)
{
	static const char *const TEXTS[] = {
		"",
		"2026",
		"2026-11",
		"2026-13-01",
		"2026-00-01",
		"2026-11-31",
		"2026-02-29",
		"2100-02-29",
		"2026-11-00",
		"1899-12-31",
		"3000-01-01",
		"2026-1121",
		"202611-21",
		"21-11-2026",
		"2026/11/21",
		"2026-11-21T",
		"2026-11-21T10",
		"2026-11-21T24:00",
		"2026-11-21T10:60",
		"2026-11-21T10:03:60",
		"2026-11-21T10:03:00.",
		"2026-11-21T10:03:00,5",
		"2026-11-21T10:03:00z",
		"2026-11-21T10:03:00+",
		"2026-11-21T10:03:00+1",
		"2026-11-21T10:03:00+01:",
		"2026-11-21T10:03:00+01:60",
		"2026-11-21T10:03:00+16:00",
		"2026-11-21T10:03:00+01:00x",
		"2026-11-21T10:03:00ZZ",
		"2026-11-21Z",
		" 2026-11-21",
		"2026-11-21 ",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++) {
		struct reading found = { .written = WRITTEN_LOCAL, .ms_part = 42 };

		if (civil_read(TEXTS[i], strlen(TEXTS[i]), &found.civil, &found.ms_part,
			       &found.offset_ms, &found.written) != RGL_E_TIME)
			fail_msg("'%s' was read", TEXTS[i]);
		assert_int_equal(found.written, WRITTEN_LOCAL);
		assert_int_equal(found.ms_part, 42);
		assert_int_equal(found.civil.year, 0);
	}
}

static void a_day_is_written_as_it_is_read(void **state)
{
	const struct civil civil = { .year = 2026, .month = 3, .day = 9, .hour = 23 };
	char text[CIVIL_DAY_ROOM];

	(void)state;
	civil_write_day(&civil, text);
	assert_string_equal(text, "2026-03-09");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_of_1900_to_2999_is_right),
		cmocka_unit_test(days_far_away_are_right),
		cmocka_unit_test(the_ends_of_time_are_read),
		cmocka_unit_test(times_are_read_as_written),
		cmocka_unit_test(what_is_no_time_is_refused),
		cmocka_unit_test(a_day_is_written_as_it_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
