/* report_end.h - the days that a report on members' days looks at, up to the last (last_day.h), and
 * the sentence that says which that is.
 */
#pragma once

#include "plugin/insight/cells.h"
#include "plugin/insight/last_day.h"
#include "plugin/page/page.h"

/* What a report on members' days looks at: the days from `first` on of members whose first visit
 * was then or later, up to `last`. until_ms: the midnight after it. end: the last there is. */
struct report_days {
	int64_t from_ms;
	int64_t until_ms;
	int32_t first;
	int32_t last;
	struct last_day end;
};

/* What was asked for (report_bounds), no longer than there is anything to see. The store's
 * errors. */
MUST_USE rgl_rc report_days(struct store *store, const struct cells_wish *wish,
			    struct report_days *ret);

/* Says so on the page, when not all days were asked for, and where sales ended before. */
void report_days_note(const struct report_days *days, struct page *page);

/* A note where sales ended: as of which day all is. */
void report_end_note(const struct last_day *end, struct page *page);
