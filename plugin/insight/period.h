/* period.h - weeks, months and quarters of the shop's calendar, as whole numbers.
 *
 * Months are counted from January 1970, quarters likewise; weeks go from Monday to Sunday, 0 holds
 * 1 January 1970. Pure.
 */
#pragma once

#include "plugin/base/zone.h"

enum grain { GRAIN_WEEK = 1, GRAIN_MONTH, GRAIN_QUARTER };

/* The period that a day (counted from 1 January 1970) falls in, and a period's first day. */
int32_t period_of_day(enum grain grain, int32_t day);
int32_t period_first_day(enum grain grain, int32_t period);

/* The day of the shop's calendar, and the instant of its midnight. */
int32_t period_day(struct zone *zone, int64_t at_ms);
int64_t period_day_ms(struct zone *zone, int32_t day);

/* "2026-W47" (ISO 8601), "2026-11", "2026-Q4". */
#define PERIOD_ROOM 32
void period_write(enum grain grain, int32_t period, char ret[PERIOD_ROOM]);

/* "2026-11-22" */
void period_write_day(int32_t day, char ret[PERIOD_ROOM]);

/* "22 Nov 2026" */
const char *period_say_day(int32_t day, char ret[PERIOD_ROOM]);

/* "week", "month", "quarter". E_FIELD says which there are. */
const char *period_name(enum grain grain);
MUST_USE rgl_rc period_grain_of(const char *name, enum grain *ret, struct rgl_why *refusal);
