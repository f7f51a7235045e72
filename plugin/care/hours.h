/* hours.h - opening hours as a shop writes them, and time that passes in them.
 *
 * In:  "mo-fr 08:00-18:00; sa 09:00-14:00,15:00-17:00; su,mo 24h", "24h", a time zone.
 * Out: the moment at which so many minutes of open time have passed; how many passed between two.
 * Not here: holidays; what is to be done meanwhile.
 *
 * Parts stand between semicolons: days, then hours. Days are mo tu we th fr sa su, from-to or one
 * by one with commas; su-tu goes over the week's end; without days it is every day. Hours are
 * from-to, several with commas, or 24h; 24:00 is the day's end. Hours that end before they begin go
 * past midnight and belong to the day on which they began. What overlaps counts once. Capitals and
 * more spaces do no harm. A text with nothing in it is always open.
 *
 * On a day when the clock is put on or back a shop opens when the clock first shows its hour, or
 * jumps past it, and closes in the same way: what opened stays open through an hour that comes
 * twice.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "plugin/base/zone.h"

#define HOURS_TEXT_MAX 255
/* Hours take 9 letters and a comma at least, and may be for seven days each. */
#define HOURS_SPANS_MAX 184

/* Minutes of the week, from Monday 00:00 on; `to` is behind the last, and may lie in the next week.
 */
struct hours_span {
	int32_t from;
	int32_t to;
};

/* Sorted; none touches another. */
struct hours {
	struct hours_span spans[HOURS_SPANS_MAX];
	size_t count;
	bool is_always;
};

/* E_FIELD: not such a text; E_LIMIT: too long. The refusal is about `field` and says at which
 * letter (from 1) of the text what was expected. NULL is as "". */
MUST_USE rgl_rc hours_read(const char *text, const char *field, struct hours *ret,
			   struct rgl_why *refusal);

/* When so many minutes of open time have passed since from_ms; from_ms itself for none of them.
 * Hours never are so few that it does not end: at least a minute a week. */
int64_t hours_add(const struct hours *hours, struct zone *zone, int64_t from_ms, int64_t minutes);

/* Milliseconds of open time from one moment to a later one; 0 when it is not later. */
int64_t hours_between(const struct hours *hours, struct zone *zone, int64_t from_ms, int64_t to_ms);
