/* cells_parts.h - for cells.c, cells_kept.c and cells_pass.c alone. */
#pragma once

#include "plugin/insight/cells_clock.h"
#include "plugin/insight/cells_pick.h"
#include "plugin/insight/cells_roster.h"
#include "plugin/insight/cells_sheet.h"

/* What a count rests on. roster: NULL when it is not needed. pick: NULL, all sales. */
struct count {
	struct store *store;
	const struct cells_wish *wish;
	struct clock *clock;
	const struct roster *roster;
	const struct pick *pick;
};

/* The standing cells; whole periods. */
MUST_USE rgl_rc kept_cells(const struct count *count, struct sheet *sheet);

/* Whether they can answer: no period that is asked away has a member's sale. */
MUST_USE rgl_rc kept_has_cells(const struct count *count, bool *ret);

/* The months of members, with a roster; whole months. */
MUST_USE rgl_rc kept_months(const struct count *count, struct sheet *sheet);

/* The sales, on one thread or two. */
MUST_USE rgl_rc pass_sales(const struct count *count, struct sheet *sheet);

/* Whether an instant is none, or where a period begins. */
bool kept_is_whole(const struct count *count, enum grain grain, int64_t at_ms);
