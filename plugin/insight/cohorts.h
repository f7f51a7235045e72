/* cohorts.h - who keeps coming: members by the month of their first visit.
 *
 * In:  sales and refunds of members, one by one, in any order, with the month they fell in.
 * Out: a triangle: a row for each month of first visits, a cell for each month since, with the
 *      members who came and the money they left, net of refunds.
 * Not here: reading them from the store (read.h), writing the report (render_cohorts.h).
 *
 * Memory: for each month and each 256 members of whom anybody bought in it 2.25 KiB, that is
 * at most 9.1 bytes for a member and month: 109 MB for 500,000 members who all come in each of 24
 * months.
 */
#pragma once

#include "plugin/base/host.h"
#include "plugin/base/money.h"

#define COHORTS_MEMBERS_MAX 16777216 /* the largest id of a member */
#define COHORTS_MONTHS_MAX 600 /* from the first month to the last: a wrong date, not a shop */

struct cohorts;

/* Empty. E_MEMORY. `host` outlives it; one thread at a time. */
MUST_USE rgl_rc cohorts_open(const struct host *host, struct cohorts **ret,
			     struct rgl_why *refusal);
void cohorts_close(struct cohorts *cohorts);

/* One sale (a visit, also when it came to 0.00) or one refund (no visit, nothing above zero).
 * `month` counts from January 1970 in the shop's zone. E_RANGE: a member's id, a month or a sum
 * outside the limits. E_ARGUMENT: a refund above zero. E_MEMORY. After a failure only
 * cohorts_close is of use. */
MUST_USE rgl_rc cohorts_add(struct cohorts *cohorts, int64_t member, int32_t month,
			    struct money net, bool visit, struct rgl_why *refusal);

struct triangle_cell {
	int64_t members; /* who came in that month */
	struct money net;
};

struct triangle_row {
	int64_t newcomers;
	struct money net; /* all the row's months together */
};

/* Rows are the months from the first with a sale or a refund to the last, also those without any;
 * row r has the cells 0 to month_count - 1 - r. What was given back to members before their first
 * visit, or who never had one, belongs to no row: it is `outside`, and not in `net`. */
struct triangle {
	const struct host *host;
	int32_t first_month;
	int32_t month_count;
	int32_t now_month;
	int64_t members;
	int64_t visits;
	struct money net;
	int64_t outside_members;
	struct money outside;
	struct triangle_row *rows;
	struct triangle_cell *cells; /* month_count in each row */
};

/* The triangle of what was added so far; `now_month` is the month that is not over. E_MEMORY;
 * E_RANGE when a sum does not fit. Free it with triangle_free. */
MUST_USE rgl_rc cohorts_finish(const struct cohorts *cohorts, int32_t now_month,
			       struct triangle *ret, struct rgl_why *refusal);
void triangle_free(struct triangle *triangle);

/* The cell of a row, `later` months after its first. */
static inline const struct triangle_cell *triangle_at(const struct triangle *triangle, int32_t row,
						      int32_t later)
{
	return &triangle->cells[(size_t)row * (size_t)triangle->month_count + (size_t)later];
}

/* Whether that cell's month is over; until then its figures still grow. */
static inline bool triangle_is_over(const struct triangle *triangle, int32_t row, int32_t later)
{
	return triangle->first_month + row + later < triangle->now_month;
}
