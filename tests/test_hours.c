/* test_hours.c - opening hours: what is read, and time that passes in them. */
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "plugin/care/hours.h"

enum { WEEK_MINUTES = 7 * 24 * 60, TRIES = 60, STEPS_MAX = 4 * WEEK_MINUTES };

#define MINUTE_MS INT64_C(60000)

static struct hours read_hours(const char *text)
{
	struct rgl_why why = { .size = sizeof(why) };
	struct hours hours = { .count = 0 };

	if (hours_read(text, "opening_hours", &hours, &why) != RGL_OK)
		fail_msg("%s: %s", text, why.text);
	return hours;
}

/* As minutes of the week: "480-1080 1920-2520". */
static void spans_are(const char *text, const char *expected)
{
	const struct hours hours = read_hours(text);
	char spans[4096] = "";
	size_t length = 0;

	for (size_t i = 0; i < hours.count; i++)
		length +=
			(size_t)snprintf(spans + length, sizeof(spans) - length, "%s%d-%d",
					 i == 0 ? "" : " ", hours.spans[i].from, hours.spans[i].to);
	assert_string_equal(spans, expected);
}

/* What an owner writes in a hurry. */
static void hours_are_read_as_they_are_written(void **state)
{
	(void)state;
	spans_are("mo 08:00-18:00", "480-1080");
	spans_are("  MO , we  8:00 - 18:00 ;", "480-1080 3360-3960");
	spans_are("sa-mo 09:00-10:00", "540-600 7740-7800 9180-9240");
	spans_are("tu 08:00-12:00,13:00-17:00", "1920-2160 2220-2460");
	spans_are("tu 08:00-12:00; tu 11:00-17:00", "1920-2460");
	spans_are("fr 18:00-02:00", "6840-7320");
	spans_are("su 22:00-06:00", "9960-10440");
	spans_are("mo-tu 24h", "0-2880");
	spans_are("mo 00:00-24:00", "0-1440");
	spans_are("mo-su 00:00-00:01", "0-1 1440-1441 2880-2881 4320-4321 5760-5761 7200-7201"
				       " 8640-8641");
	assert_true(read_hours("").is_always);
	assert_true(read_hours(NULL).is_always);
	assert_true(read_hours("  ").is_always);
	assert_true(read_hours("24h").is_always);
	assert_true(read_hours("mo-su 24h").is_always);
	assert_true(read_hours("00:00-12:00; 12:00-24:00").is_always);
}

static void refused_at(const char *text, const char *place)
{
	struct rgl_why why = { .size = sizeof(why) };
	struct hours hours = { .count = 77 };

	assert_int_equal(hours_read(text, "opening_hours", &hours, &why), RGL_E_FIELD);
	assert_string_equal(why.field, "opening_hours");
	if (strstr(why.text, place) == NULL)
		fail_msg("%s: %s", text, why.text);
	assert_int_equal(hours.count, 77);
}

/* The owner is told where. */
static void a_mistake_is_told_with_its_place(void **state)
{
	struct rgl_why why = { .size = sizeof(why) };
	struct hours hours;
	char text[300];

	(void)state;
	refused_at("mo-xx 08:00-18:00", "at letter 4 a day");
	refused_at("mon 08:00-18:00", "at letter 1 a day");
	refused_at("mo 8-18", "at letter 5 a colon");
	refused_at("mo 08:0-18:00", "at letter 7 two digits");
	refused_at("mo 25:00-26:00", "at letter 4 is no time");
	refused_at("mo 08:60-09:00", "at letter 4 is no time");
	refused_at("mo 08:000-09:00", "at letter 4 is no time");
	refused_at("mo 08:00", "at letter 9 a dash");
	refused_at("mo 08:00-08:00", "at letter 4 it opens and closes");
	refused_at("mo 24:00-00:00", "at letter 4 it opens and closes");
	refused_at("mo", "at letter 3 an hour");
	refused_at("mo 24h, ", "at letter 9 an hour");
	refused_at("mo 24h tu 24h", "at letter 8 a comma");
	refused_at(";", "at letter 1 an hour");
	refused_at("mo 24h;;", "at letter 8 an hour");
	memset(text, ' ', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(hours_read(text, "opening_hours", &hours, &why), RGL_E_LIMIT);
}

/* No text that is short enough has more spans than there is room for. */
static void the_most_hours_that_can_be_written_fit(void **state)
{
	char text[HOURS_TEXT_MAX + 1];
	size_t length = 0;
	int count = 0;

	(void)state;
	for (; length + 10 < sizeof(text); count++)
		length += (size_t)snprintf(text + length, sizeof(text) - length,
					   "%s%d:%02d-%d:%02d", count == 0 ? "" : ",", count / 20,
					   count % 20 * 3, count / 20, count % 20 * 3 + 1);
	assert_int_equal(read_hours(text).count, 7 * count);
}

/* ---- Time, held against the C library's clock, minute by minute ---- */

/* Where the clock is put on and back: by an hour, by half of one, at midnight, not at all. */
static const char *const ZONES[] = { "Europe/Copenhagen", "America/New_York", "Australia/Lord_Howe",
				     "America/Havana",	  "Africa/Cairo",     "Asia/Kolkata" };

/* What a shop's door does: it is looked at when the clock shows a minute that it never showed. */
struct door {
	uint8_t open[WEEK_MINUTES];
	int64_t furthest;
	bool is_open;
};

static void set_zone(const char *zone)
{
	assert_int_equal(setenv("TZ", zone, 1), 0);
	tzset();
}

/* Local minutes since 1970, as the C library has them. */
static int64_t local_minutes(int64_t at_ms)
{
	time_t seconds = (time_t)(at_ms / 1000);
	struct tm tm;

	assert_non_null(localtime_r(&seconds, &tm));
	return civil_days(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday) * 24 * 60 +
	       tm.tm_hour * 60 + tm.tm_min;
}

static void door_step(struct door *door, int64_t at_ms)
{
	int64_t local = local_minutes(at_ms);

	if (local <= door->furthest)
		return;
	door->furthest = local;
	door->is_open = door->open[(local + 3 * 24 * 60) % WEEK_MINUTES] != 0;
}

/* A door as it was left two days before; hours of chance, and their text. */
static void make_hours(struct door *door, char *text, size_t room)
{
	static const char *const DAYS[] = { "mo", "tu", "we", "th", "fr", "sa", "su" };
	size_t length = 0;

	memset(door, 0, sizeof(*door));
	text[0] = '\0';
	for (int i = 0; i < 1 + rand() % 6; i++) {
		int day = rand() % 7;
		int from = rand() % (24 * 60);
		int minutes = 1 + rand() % (rand() % 2 == 0 ? 90 : 24 * 60 - 1);
		int to = (from + minutes) % (24 * 60);

		if (rand() % 3 == 0)
			day = 6;
		length += (size_t)snprintf(text + length, room - length, "%s%s %02d:%02d-%02d:%02d",
					   i == 0 ? "" : "; ", DAYS[day], from / 60, from % 60,
					   to / 60, to % 60);
		for (int minute = 0; minute < minutes; minute++)
			door->open[(day * 24 * 60 + from + minute) % WEEK_MINUTES] = 1;
	}
}

static void try_hours(struct zone *zone, int64_t from_ms)
{
	struct door door;
	char text[HOURS_TEXT_MAX + 1];
	struct hours hours;
	int64_t wanted = 1 + rand() % 900;
	int64_t passed = 0;
	int64_t at_ms;
	int steps = 0;

	make_hours(&door, text, sizeof(text));
	hours = read_hours(text);
	for (at_ms = from_ms - 3 * MS_A_DAY; at_ms < from_ms; at_ms += MINUTE_MS)
		door_step(&door, at_ms);
	for (; passed < wanted && steps < STEPS_MAX; at_ms += MINUTE_MS) {
		door_step(&door, at_ms);
		passed += door.is_open ? 1 : 0;
		steps++;
	}
	if (hours_between(&hours, zone, from_ms, at_ms) != passed * MINUTE_MS)
		fail_msg("%s from %lld to %lld: %lld minutes, not %lld", text, (long long)from_ms,
			 (long long)at_ms,
			 (long long)(hours_between(&hours, zone, from_ms, at_ms) / MINUTE_MS),
			 (long long)passed);
	if (passed == wanted && hours_add(&hours, zone, from_ms, wanted) != at_ms)
		fail_msg("%s from %lld: %lld minutes end at %lld, not %lld", text,
			 (long long)from_ms, (long long)wanted,
			 (long long)hours_add(&hours, zone, from_ms, wanted), (long long)at_ms);
}

/* Starts lie on whole minutes around the days on which the clocks of a zone change, and elsewhere.
 */
static void minutes_pass_as_the_door_is_open(void **state)
{
	/* Days of 2026 on which some of the zones change. */
	static const int64_t NEAR[] = { INT64_C(1774742400000), INT64_C(1772928000000),
					INT64_C(1792886400000), INT64_C(1793491200000),
					INT64_C(1775318400000), INT64_C(1777075200000),
					INT64_C(1780000020000) };
	struct host host;
	char *had = getenv("TZ");

	(void)state;
	host_init(&host, NULL);
	srand(20261122);
	for (size_t i = 0; i < sizeof(ZONES) / sizeof(ZONES[0]); i++) {
		struct zone *zone = NULL;

		assert_int_equal(zone_open(&host, ZONES[i], &zone, NULL), RGL_OK);
		set_zone(ZONES[i]);
		for (int try = 0; try < TRIES; try++)
			try_hours(zone, NEAR[(size_t)try % (sizeof(NEAR) / sizeof(NEAR[0]))] +
						rand() % (3 * 24 * 60) * MINUTE_MS - MS_A_DAY);
		zone_close(zone);
	}
	set_zone(had == NULL ? "UTC" : had);
}

static int64_t at(struct zone *zone, const char *text)
{
	int64_t at_ms = 0;

	assert_int_equal(zone_read(zone, text, strlen(text), "at", &at_ms, NULL), RGL_OK);
	return at_ms;
}

/* By hand, so that the two do not err alike. */
static void known_days_come_out_as_they_do_on_a_clock_on_the_wall(void **state)
{
	const struct hours week = read_hours("mo-fr 08:00-18:00; sa 09:00-14:00");
	const struct hours night = read_hours("sa 22:00-06:00");
	const struct hours gap = read_hours("su 02:15-02:45,04:00-05:00");
	struct zone *zone = NULL;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	assert_int_equal(zone_open(&host, "Europe/Copenhagen", &zone, NULL), RGL_OK);
	/* Friday 17:40: twenty minutes then, forty on Saturday. */
	assert_int_equal(hours_add(&week, zone, at(zone, "2026-01-09T17:40"), 60),
			 at(zone, "2026-01-10T09:40"));
	/* Saturday 13:30: thirty minutes, and thirty on Monday. */
	assert_int_equal(hours_add(&week, zone, at(zone, "2026-01-10T13:30"), 60),
			 at(zone, "2026-01-12T08:30"));
	/* An hour that ends when the shop does, ends then. */
	assert_int_equal(hours_add(&week, zone, at(zone, "2026-01-09T17:00"), 60),
			 at(zone, "2026-01-09T18:00"));
	assert_int_equal(hours_add(&week, zone, at(zone, "2026-01-11T10:00"), 0),
			 at(zone, "2026-01-11T10:00"));
	/* The night on which the clock is put on has seven of its eight hours, back nine. */
	assert_int_equal(hours_add(&night, zone, at(zone, "2026-03-28T20:00"), 7 * 60),
			 at(zone, "2026-03-29T06:00"));
	assert_int_equal(hours_add(&night, zone, at(zone, "2026-10-24T20:00"), 9 * 60),
			 at(zone, "2026-10-25T06:00"));
	/* Hours that the clock jumps over are none. */
	assert_int_equal(hours_between(&gap, zone, at(zone, "2026-03-29T00:00"),
				       at(zone, "2026-03-29T12:00")),
			 60 * MINUTE_MS);
	/* Those that come twice are once. */
	assert_int_equal(hours_between(&gap, zone, at(zone, "2026-10-25T00:00"),
				       at(zone, "2026-10-25T12:00")),
			 90 * MINUTE_MS);
	assert_int_equal(hours_between(&gap, zone, 1000, 1000), 0);
	zone_close(zone);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hours_are_read_as_they_are_written),
		cmocka_unit_test(a_mistake_is_told_with_its_place),
		cmocka_unit_test(the_most_hours_that_can_be_written_fit),
		cmocka_unit_test(minutes_pass_as_the_door_is_open),
		cmocka_unit_test(known_days_come_out_as_they_do_on_a_clock_on_the_wall),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
