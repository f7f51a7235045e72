/* expiry.h - when points end. Pure, but for the shop's calendar. */
#pragma once

#include "plugin/base/zone.h"
#include "plugin/programme/programme.h"

/* The moment at which what is earned (or, sliding, last used) at `at_ms` is over: the first one
 * after the end of the local day, month or year that is so many days and months later. 0: never,
 * or when clocks have no such year (after 9999). Months are counted before days; a month later than
 * 31 January is the last of February. */
int64_t expiry_ends_ms(const struct expiry *expiry, struct zone *zone, int64_t at_ms);
