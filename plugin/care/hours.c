/* hours.c - see hours.h: time that passes in opening hours. Reading them is in hours_read.c. */
#include "plugin/care/hours.h"

enum { MS_A_MINUTE = 60000, DAYS_A_WEEK = 7, GAP_MAX_HOURS = 26 };

#define MS_A_WEEK (DAYS_A_WEEK * MS_A_DAY)

/* Walks the times at which it is open, in order, from a moment on. */
struct walk {
	const struct hours *hours;
	struct zone *zone;
	int64_t week_ms; /* local: when the week began, a Monday's 00:00 */
	int64_t from_ms; /* nothing before counts any more */
	size_t span;
};

static int64_t local_of(struct zone *zone, int64_t at_ms)
{
	return at_ms + zone_offset_ms(zone, at_ms);
}

/* The first moment at which the clock shows a local time, or has jumped past it. */
static int64_t instant_of(struct zone *zone, int64_t local_ms)
{
	int64_t after = zone_instant_ms(zone, local_ms);
	int64_t before;

	if (local_of(zone, after) == local_ms)
		return after;
	before = after - GAP_MAX_HOURS * INT64_C(3600000);
	while (after - before > 1) {
		int64_t middle = before + (after - before) / 2;

		if (local_of(zone, middle) >= local_ms)
			after = middle;
		else
			before = middle;
	}
	return after;
}

/* 1970-01-01 was a Thursday. A week earlier than it must: hours may go over the week's end. */
static struct walk walk(const struct hours *hours, struct zone *zone, int64_t from_ms)
{
	int64_t since_monday = local_of(zone, from_ms) + 3 * MS_A_DAY;
	int64_t into_week = ((since_monday % MS_A_WEEK) + MS_A_WEEK) % MS_A_WEEK;

	return (struct walk) {
		.hours = hours,
		.zone = zone,
		.week_ms = since_monday - into_week - 3 * MS_A_DAY - MS_A_WEEK,
		.from_ms = from_ms,
	};
}

/* The next time it is open, without what of it was before; it may be empty. */
static void walk_next(struct walk *walk, int64_t *ret_from_ms, int64_t *ret_to_ms)
{
	const struct hours_span *span = &walk->hours->spans[walk->span];
	int64_t opens = walk->week_ms + (int64_t)span->from * MS_A_MINUTE;
	int64_t closes = walk->week_ms + (int64_t)span->to * MS_A_MINUTE;
	int64_t from_ms = instant_of(walk->zone, opens);
	int64_t to_ms = instant_of(walk->zone, closes);

	*ret_from_ms = from_ms < walk->from_ms ? walk->from_ms : from_ms;
	*ret_to_ms = to_ms < *ret_from_ms ? *ret_from_ms : to_ms;
	walk->from_ms = *ret_to_ms;
	if (++walk->span < walk->hours->count)
		return;
	walk->span = 0;
	walk->week_ms += MS_A_WEEK;
}

int64_t hours_add(const struct hours *hours, struct zone *zone, int64_t from_ms, int64_t minutes)
{
	int64_t left = minutes * MS_A_MINUTE;
	struct walk steps;

	if (minutes <= 0)
		return from_ms;
	if (hours->is_always || hours->count == 0)
		return from_ms + left;
	steps = walk(hours, zone, from_ms);
	for (;;) {
		int64_t opens;
		int64_t closes;

		walk_next(&steps, &opens, &closes);
		if (left <= closes - opens)
			return opens + left;
		left -= closes - opens;
	}
}

int64_t hours_between(const struct hours *hours, struct zone *zone, int64_t from_ms, int64_t to_ms)
{
	struct walk steps;
	int64_t passed = 0;
	int64_t opens = from_ms;

	if (to_ms <= from_ms)
		return 0;
	if (hours->is_always || hours->count == 0)
		return to_ms - from_ms;
	steps = walk(hours, zone, from_ms);
	while (opens < to_ms) {
		int64_t closes;

		walk_next(&steps, &opens, &closes);
		closes = closes < to_ms ? closes : to_ms;
		passed += closes > opens ? closes - opens : 0;
	}
	return passed;
}
