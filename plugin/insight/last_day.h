/* last_day.h - the day that everything said of members is as of.
 *
 * Today; but where sales ended more than two weeks ago (a shop that closed, a history that was
 * imported), the day of the last sale: nobody stayed away while there was nothing to come to.
 * Scores and reports go by it alike. How old a score is goes by the host's clock.
 *
 * In:  a store open for reading.
 * Not here: the words (report_end.h).
 */
#pragma once

#include "plugin/insight/period.h"
#include "plugin/store/store.h"

#define LAST_DAY_PAUSE 14 /* days without a sale that are no end: a holiday */

/* day: as of which; has_sales: there is any. now: today, by the host's clock. */
struct last_day {
	int32_t day;
	int32_t now;
	bool has_sales;
};

/* Costs members, not purchases. The store's errors. */
MUST_USE rgl_rc last_day_read(struct store *store, struct last_day *ret);

/* Whether sales ended. */
static inline bool last_day_is_past(const struct last_day *last)
{
	return last->day < last->now;
}
