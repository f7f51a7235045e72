/* zone_rule.h - the POSIX rule of a time zone, "CET-1CEST,M3.5.0,M10.5.0/3". */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* When a change comes: the week-th weekday of a month, or a day of the year. */
struct zone_change {
	char kind; /* 'M', 'J' (1 to 365, no leap day) or '0' (0 to 365) */
	int32_t month;
	int32_t week;
	int32_t day;
	int32_t second; /* local, -167 to 167 hours */
};

struct zone_rule {
	bool has_daylight;
	int64_t standard_s;
	int64_t daylight_s;
	struct zone_change start;
	struct zone_change end;
};

/* Reads the rule up to its line's end; false when it is not one. */
bool zone_rule_read(const char *text, struct zone_rule *ret);

/* The offset at an instant. *from_s is raised, *until_s lowered to the stretch in which it holds.
 */
void zone_rule_find(const struct zone_rule *rule, int64_t at_s, int64_t *from_s, int64_t *until_s,
		    int64_t *ret_offset_s);
