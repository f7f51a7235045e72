/* cells_clock.h - the shop's day of an instant, ten million times a second.
 *
 * In:  the shop's zone.
 * Out: local milliseconds, days and periods, without a look into the zone a row: it is asked once
 *      for each day that sales were made on.
 * Not here: the calendar itself (period.h).
 */
#pragma once

#include "plugin/insight/period.h"

struct clock;

/* `zone` outlives it; one thread at a time. E_MEMORY. Close it with clock_close. */
MUST_USE rgl_rc clock_open(const struct host *host, struct zone *zone, struct clock **ret);
void clock_close(struct clock *clock);

/* Milliseconds of the shop's calendar, as zone.h counts them. */
int64_t clock_local_ms(struct clock *clock, int64_t at_ms);

/* Its day, and the period that a day falls in. */
int32_t clock_day(int64_t local_ms);
int32_t clock_period(struct clock *clock, enum grain grain, int32_t day);
