/* test_zone.c - time zones held against the C library's, which reads the same tzdata.
 *
 * This program is alone in its process: it may set TZ, which the plugin never does.
 */
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "plugin/base/zone.h"
#include "plugin/base/zone_rule.h"
#include "tests/support/sweep.h"

static struct zone *open_zone(const struct host *host, const char *name)
{
	struct zone *zone = NULL;
	struct rgl_why why = { .size = sizeof(why) };

	if (zone_open(host, name, &zone, &why) != RGL_OK)
		fail_msg("%s: %s", name, why.text);
	return zone;
}

static int64_t offset_by_c_library(int64_t at_s)
{
	const time_t at = (time_t)at_s;
	struct tm local;

	assert_non_null(localtime_r(&at, &local));
	return (int64_t)local.tm_gmtoff * 1000;
}

static void set_zone(const char *name)
{
	char value[80];

	(void)snprintf(value, sizeof(value), ":%s", name);
	assert_int_equal(setenv("TZ", value, 1), 0);
	tzset();
}

static void agree(const char *name, struct zone *zone, int64_t at_s)
{
	int64_t expected_ms = offset_by_c_library(at_s);
	int64_t found_ms = zone_offset_ms(zone, at_s * 1000 + 999);

	if (found_ms != expected_ms)
		fail_msg("%s at %lld: %lld, not %lld", name, (long long)at_s, (long long)found_ms,
			 (long long)expected_ms);
}

/* From 1900 to 2200 in steps, and around each change that a step walked over, to the second. */
static void agree_everywhere(const struct host *host, const char *name, int64_t step_s)
{
	struct zone *zone = open_zone(host, name);
	int64_t last_ms = 0;

	set_zone(name);
	for (int64_t at_s = -2208988800; at_s < 7258118400; at_s += step_s) {
		int64_t low = at_s - step_s;
		int64_t high = at_s;

		agree(name, zone, at_s);
		if (zone_offset_ms(zone, at_s * 1000) == last_ms)
			continue;
		while (high - low > 1) {
			int64_t middle = low + (high - low) / 2;

			if (offset_by_c_library(middle) == last_ms)
				low = middle;
			else
				high = middle;
		}
		agree(name, zone, low);
		agree(name, zone, high);
		last_ms = zone_offset_ms(zone, at_s * 1000);
	}
	zone_close(zone);
}

/* Zones with all that zones have: changes in autumn first, half hours, rules by day of the year,
 * daylight saving below standard time, skipped days, none at all. */
static void offsets_agree_with_the_c_library_to_the_second(void **state)
{
	static const char *const NAMES[] = {
		"Europe/Copenhagen", "Europe/Dublin",	    "America/New_York",
		"America/Sao_Paulo", "Australia/Lord_Howe", "Africa/Casablanca",
		"Asia/Kolkata",	     "Asia/Ho_Chi_Minh",    "Asia/Tehran",
		"Pacific/Apia",	     "Pacific/Chatham",	    "Asia/Gaza",
		"America/Nuuk",	     "Africa/Cairo",	    "Asia/Tokyo",
		"Asia/Dubai",	     "Antarctica/Troll",    "Atlantic/Azores",
		"Africa/Monrovia",   "Etc/GMT+5",	    "UTC",
	};
	struct sweep sweep;
	struct host host;

	(void)state;
	sweep_init(&sweep, SWEEP_NEVER);
	host_init(&host, &sweep.host);
	for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++)
		agree_everywhere(&host, NAMES[i], 7 * 86400 + 3601);
	assert_int_equal(sweep.held, 0);
}

/* Every zone that the system has, in larger steps. */
static void every_zone_of_the_system_agrees(void **state)
{
	FILE *list = fopen("/usr/share/zoneinfo/tzdata.zi", "re");
	struct host host;
	char line[256];
	char path[128];
	char name[80];
	int zones = 0;

	(void)state;
	if (list == NULL)
		skip();
	host_init(&host, NULL);
	while (fgets(line, sizeof(line), list) != NULL) {
		if (sscanf(line, "Z %79s", name) != 1 && sscanf(line, "L %*s %79s", name) != 1)
			continue;
		(void)snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", name);
		if (access(path, R_OK) != 0)
			continue; /* an old name, in a package of its own since Debian 13 */
		agree_everywhere(&host, name, 61 * 86400 + 7);
		zones++;
	}
	(void)fclose(list);
	assert_true(zones > 400);
}

/* An hour that comes twice is its first, an hour that is skipped is read as if it were not; all
 * others come back. */
static void local_times_find_their_instant(void **state)
{
	struct host host;
	struct zone *zone;
	struct civil twice = { 2026, 10, 25, 2, 30, 0 };
	struct civil skipped = { 2026, 3, 29, 2, 30, 0 };

	(void)state;
	host_init(&host, NULL);
	zone = open_zone(&host, "Europe/Copenhagen");
	assert_true(zone_instant_ms(zone, civil_ms(&twice)) == civil_ms(&twice) - 7200000);
	assert_true(zone_instant_ms(zone, civil_ms(&skipped)) == civil_ms(&skipped) - 3600000);
	assert_int_equal(zone_civil(zone, civil_ms(&skipped) - 3600000).hour, 3);
	for (int64_t at_ms = 0; at_ms < INT64_C(4000000000000); at_ms += 1800000 * 7) {
		int64_t local_ms = at_ms + zone_offset_ms(zone, at_ms);
		int64_t back_ms = zone_instant_ms(zone, local_ms);

		assert_true(back_ms == at_ms || back_ms == at_ms - 3600000);
		assert_true(back_ms + zone_offset_ms(zone, back_ms) == local_ms);
	}
	zone_close(zone);
}

/* Samoa had no 30 December 2011; Newfoundland and others change by other amounts. */
static void a_skipped_day_is_read_as_if_it_were_there(void **state)
{
	struct host host;
	struct zone *zone;
	struct civil missing = { 2011, 12, 30, 12, 0, 0 };
	struct civil found;

	(void)state;
	host_init(&host, NULL);
	zone = open_zone(&host, "Pacific/Apia");
	found = zone_civil(zone, zone_instant_ms(zone, civil_ms(&missing)));
	assert_int_equal(found.day, 31);
	assert_int_equal(found.hour, 12);
	zone_close(zone);
}

static void times_are_read_in_the_shops_zone(void **state)
{
	static const struct {
		const char *text;
		int64_t ms;
	} READINGS[] = {
		{ "2026-11-21T10:03:00", 1795251780000 },
		{ "2026-11-21T10:03:00.125Z", 1795255380125 },
		{ "2026-11-21T10:03:00-05:00", 1795273380000 },
		{ "2026-07-01 00:00", 1782856800000 },
		{ "2026-11-21", 1795258800000 },
	};
	struct host host;
	struct zone *zone;

	(void)state;
	host_init(&host, NULL);
	zone = open_zone(&host, "Europe/Copenhagen");
	for (size_t i = 0; i < sizeof(READINGS) / sizeof(READINGS[0]); i++) {
		int64_t ms = 0;

		assert_int_equal(zone_read(zone, READINGS[i].text, strlen(READINGS[i].text), "at",
					   &ms, NULL),
				 RGL_OK);
		assert_true(ms == READINGS[i].ms);
	}
	zone_close(zone);
}

static void what_is_no_time_is_refused_by_its_field(void **state)
{
	struct rgl_why why = { .size = sizeof(why) };
	struct host host;
	struct zone *zone;
	int64_t ms = 42;

	(void)state;
	host_init(&host, NULL);
	zone = open_zone(&host, "UTC");
	assert_int_equal(zone_read(zone, "yesterday", 9, "sale.at", &ms, &why), RGL_E_TIME);
	assert_string_equal(why.field, "sale.at");
	assert_int_equal(ms, 42);
	zone_close(zone);
}

static void a_time_is_written_with_its_offset(void **state)
{
	struct host host;
	struct zone *zone;
	char text[ZONE_TIME_ROOM];

	(void)state;
	host_init(&host, NULL);
	zone = open_zone(&host, "Europe/Copenhagen");
	zone_write(zone, 1795251780000, text);
	assert_string_equal(text, "2026-11-21T10:03:00+01:00");
	zone_close(zone);
	zone = open_zone(&host, "America/St_Johns");
	zone_write(zone, 1795251780000, text);
	assert_string_equal(text, "2026-11-21T05:33:00-03:30");
	zone_close(zone);
}

/* A till's clock may say anything. */
static void the_ends_of_time_have_an_offset(void **state)
{
	struct host host;
	struct zone *zone;
	char text[ZONE_TIME_ROOM];

	(void)state;
	host_init(&host, NULL);
	zone = open_zone(&host, "America/New_York");
	assert_in_range(-zone_offset_ms(zone, INT64_MAX), 14400000, 18000000);
	assert_in_range(-zone_offset_ms(zone, INT64_MIN), 14400000, 18000000);
	assert_int_equal(zone_civil(zone, INT64_MIN).year, -292275055);
	zone_write(zone, INT64_MAX, text);
	zone_write(zone, INT64_MIN, text);
	zone_close(zone);
}

#define LONG_NAME "a123456789012345678901234567890123456789012345678901234567890123"

/* The name comes from an owner or a request and becomes part of a path. */
static void what_is_no_zone_is_refused(void **state)
{
	static const char *const NAMES[] = { NULL,
					     "",
					     "/etc/localtime",
					     "../../../etc/passwd",
					     "Europe/../UTC",
					     "Europe/Atlantis",
					     "Europe",
					     "zone.tab",
					     "tzdata.zi",
					     "Europe/Copen hagen",
					     LONG_NAME };
	struct sweep sweep;
	struct host host;

	(void)state;
	sweep_init(&sweep, SWEEP_NEVER);
	host_init(&host, &sweep.host);
	for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++) {
		struct rgl_why why = { .size = sizeof(why) };
		struct zone *zone = NULL;

		assert_int_equal(zone_open(&host, NAMES[i], &zone, &why), RGL_E_FIELD);
		assert_null(zone);
		assert_string_equal(why.field, "zone");
	}
	zone_close(NULL);
	assert_int_equal(sweep.held, 0);
}

/* The footer's rule, where it is no rule: refused, never guessed. */
static void rules_are_read_whole_or_refused(void **state)
{
	static const char *const GOOD[] = { "UTC0",
					    "<-03>3",
					    "CET-1CEST,M3.5.0,M10.5.0/3\n",
					    "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
					    "EST5EDT,J60/-1,300/2:30:15",
					    "IST-1GMT0,M10.5.0,M3.5.0/1" };
	static const char *const BAD[] = { "",
					   "U",
					   "UTC",
					   "<-03",
					   "UTC200",
					   "CET-1CEST",
					   "CET-1CEST,M3.5.0",
					   "CET-1CEST,M13.5.0,M10.5.0",
					   "CET-1CEST,M3.0.0,M10.5.0",
					   "CET-1CEST,M3.5.7,M10.5.0",
					   "CET-1CEST,J366,J1",
					   "CET-1CEST,M3.5.0,M10.5.0/3x",
					   "CET-1CEST,M3",
					   "CET-1:60",
					   "CET-" };
	struct zone_rule rule = { .standard_s = 42 };

	(void)state;
	for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++) {
		assert_false(zone_rule_read(BAD[i], &rule));
		assert_int_equal(rule.standard_s, 42);
	}
	for (size_t i = 0; i < sizeof(GOOD) / sizeof(GOOD[0]); i++)
		assert_true(zone_rule_read(GOOD[i], &rule));
}

static void rule_agrees(const char *text)
{
	struct zone_rule rule;

	assert_true(zone_rule_read(text, &rule));
	assert_int_equal(setenv("TZ", text, 1), 0);
	tzset();
	for (int64_t at_s = 0; at_s < 4102444800; at_s += 1801) {
		int64_t from_s = INT64_MIN;
		int64_t until_s = INT64_MAX;
		int64_t offset_s = 0;

		zone_rule_find(&rule, at_s, &from_s, &until_s, &offset_s);
		assert_true(from_s <= at_s && at_s < until_s);
		if (offset_s * 1000 != offset_by_c_library(at_s))
			fail_msg("%s at %lld: %lld", text, (long long)at_s, (long long)offset_s);
	}
}

/* Rules of every kind that POSIX has, by the C library given the same rule. */
static void rules_agree_with_the_c_library(void **state)
{
	(void)state;
	rule_agrees("CET-1CEST,M3.5.0,M10.5.0/3");
	rule_agrees("EST5EDT,J60/-1,300/2:30:15");
	rule_agrees("AAA-3BBB,J59,J365/24");
	rule_agrees("AAA-3BBB,59/0,364/24");
	rule_agrees("IST-1GMT0,M10.5.0,M3.5.0/1");
	rule_agrees("AEST-10AEDT,M10.1.0,M4.1.0/3");
	rule_agrees("AAA4BBB,M3.2.0/-2,M11.1.6/26");
	rule_agrees("XXX3");
}

static void every_failed_allocation_is_said_and_leaks_nothing(void **state)
{
	struct sweep sweep = { .ran_out = true };
	long n;

	(void)state;
	for (n = 0; sweep.ran_out && n < 100; n++) {
		struct zone *zone = NULL;
		struct host host;
		struct rgl_why why = { .size = sizeof(why) };
		rgl_rc rc;

		sweep_init(&sweep, n);
		host_init(&host, &sweep.host);
		rc = zone_open(&host, "Europe/Copenhagen", &zone, &why);
		assert_int_equal(rc, sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
		assert_int_equal(zone == NULL, sweep.ran_out);
		assert_int_equal(why.code, sweep.ran_out ? RGL_E_MEMORY : 0);
		zone_close(zone);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	}
	assert_false(sweep.ran_out);
	assert_true(n > 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(offsets_agree_with_the_c_library_to_the_second),
		cmocka_unit_test(every_zone_of_the_system_agrees),
		cmocka_unit_test(local_times_find_their_instant),
		cmocka_unit_test(a_skipped_day_is_read_as_if_it_were_there),
		cmocka_unit_test(times_are_read_in_the_shops_zone),
		cmocka_unit_test(what_is_no_time_is_refused_by_its_field),
		cmocka_unit_test(a_time_is_written_with_its_offset),
		cmocka_unit_test(the_ends_of_time_have_an_offset),
		cmocka_unit_test(what_is_no_zone_is_refused),
		cmocka_unit_test(rules_are_read_whole_or_refused),
		cmocka_unit_test(rules_agree_with_the_c_library),
		cmocka_unit_test(every_failed_allocation_is_said_and_leaks_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
