/* cells.h - the figures that reports are made of, from wherever they come cheapest.
 *
 * In:  a store open for reading, what is asked for.
 * Out: cells (who of which cohort came when, and left what), members, visits in order.
 * Not here: keeping the figures (keep.h), what a report makes of them (report_*.c).
 *
 *	standing cells    no cut, no question, whole periods: cohort_cell is read, and no purchase
 *	member-months     a cut by what members are, whole months or quarters: member_month is read
 *	the sales         a question (where), days that are no whole periods, weeks with a cut: one
 *	                  pass that aggregates in arrays
 *
 * All three give the same figures for the same wish (tests/test_cells.c holds that). One thread at
 *a time a store.
 */
#pragma once

#include "plugin/base/bytes.h"
#include "plugin/insight/figures.h"
#include "plugin/insight/period.h"
#include "plugin/store/store.h"

/* By what members are cut: all by their first visit, but for tier and language, which are today's.
 * Each member is in one group. */
enum cut {
	CUT_NONE,
	CUT_STORE,
	CUT_CHANNEL,
	CUT_CASHIER,
	CUT_PRODUCT,
	CUT_CATEGORY,
	CUT_TIER,
	CUT_REFERRAL, /* "brought by a member", "walked in" */
	CUT_LANGUAGE
};
MUST_USE rgl_rc cut_of(const char *name, enum cut *ret, struct rgl_why *refusal);
const char *cut_name(enum cut cut);

/* where: a question about sales (question.h), NULL: all. It picks sales; a member's cohort stays
 * that of the first visit there ever was. from_ms <= at < until_ms; INT64_MIN and INT64_MAX: no
 * bound. */
struct cells_wish {
	enum grain grain;
	enum cut cut;
	const char *where;
	int64_t from_ms;
	int64_t until_ms;
};

#define CELLS_PERIODS_MAX 3200 /* sixty years of weeks: a wrong date, not a shop */
#define CELLS_GROUPS_MAX 64    /* the largest; what is left over is the last, "others" */

/* One group. members, repeaters: with a visit, with two or more. cells: row r, column c is the
 * cohort first + r in period first + r + c; see cells_at. */
struct cells_group {
	const char *name; /* "" without a cut */
	int64_t members;
	int64_t repeaters;
	struct figures *cells;
};

/* Periods first to first + count - 1, the last with a sale; count 0: nothing was sold. now: the
 * period that is not over. nobody: by period, sales without a member. outside: refunds before a
 * first visit, or of who never had one. all: everything together, `nobody` and `outside` too. */
struct cells {
	const struct host *host;
	enum grain grain;
	int32_t first;
	int32_t count;
	int32_t now;
	size_t group_count;
	struct cells_group *groups;
	struct figures *nobody;
	struct figures outside;
	struct figures all;
	void *room; /* theirs */
};

/* E_FIELD: the question has an error, the refusal says where. E_RANGE: sales more than
 * CELLS_PERIODS_MAX periods apart; a sum that does not fit. E_MEMORY, and the store's. All is as of
 * one moment: the caller's, who looks (store_look), or its own. Free it with cells_free. */
MUST_USE rgl_rc cells_read(struct store *store, const struct cells_wish *wish, struct cells *ret);
void cells_free(struct cells *cells);

/* The same from a source of the caller's choice, for tests and benches: *source is what it came
 * from. E_ARGUMENT: that source does not know this. */
enum cells_source { CELLS_FROM_CHEAPEST, CELLS_FROM_CELLS, CELLS_FROM_MONTHS, CELLS_FROM_SALES };
MUST_USE rgl_rc cells_read_from(struct store *store, const struct cells_wish *wish,
				enum cells_source *source, struct cells *ret);

/* Where a cell lies: row after row, each as long as there are periods left. */
static inline size_t cells_index(const struct cells *cells, int32_t row, int32_t later)
{
	size_t r = (size_t)row;

	return r * (size_t)cells->count - r * (r - (r > 0)) / 2 + (size_t)later;
}

/* The cell of a cohort, `later` periods after its first; later is below count - row. */
static inline const struct figures *cells_at(const struct cells *cells, size_t group, int32_t row,
					     int32_t later)
{
	return &cells->groups[group].cells[cells_index(cells, row, later)];
}

/* Whether that cell's period is over; until then its figures still grow. */
static inline bool cells_is_over(const struct cells *cells, int32_t row, int32_t later)
{
	return cells->first + row + later < cells->now;
}

/* A member with all their figures to this day. Not those who were merged into another. tier: a word
 * of the programme; name: may be "" (unnamed, or erased). The texts live until the taker returns.
 */
struct member_row {
	int64_t member;
	int64_t first_ms; /* visits; 0: none yet */
	int64_t second_ms;
	int64_t last_ms;
	int64_t referred_by; /* 0: nobody */
	struct figures
		figures; /* members is 1 when there was a visit; returned: when there were two */
	const char *name;
	const char *tier;
	const char *segments; /* the shop's own words for groups, a space between two */
	const char *language;
};
typedef rgl_rc member_taker(void *user, const struct member_row *row);

/* All, by number. What `take` refuses ends it and is returned. Costs members, not purchases. */
MUST_USE rgl_rc members_read(struct store *store, member_taker *take, void *user);

/* One; E_UNKNOWN. */
MUST_USE rgl_rc member_row_read(struct store *store, int64_t member, member_taker *take,
				void *user);

/* The first name's worth of a member's name for a report: the name, or "member 12". */
void member_label(const struct member_row *row, char *ret, size_t room);

/* One day of a member on which there was a visit. A day's purchases are one; a refund is taken off
 * the last day before it (or of it). scene: of the day's first sale. */
struct visit_day {
	int32_t day; /* of the shop's calendar, since 1 January 1970 */
	int32_t sales;
	int64_t scene;
	bool cost_known;
	struct money net;
	struct money cost;
};

/* A member's days in order; at least one. They live until the taker returns. */
typedef rgl_rc visits_taker(void *user, int64_t member, const struct visit_day *days, size_t count);

/* All members with a visit before until_ms, by number; refunds count up to then too. One pass over
 * an index: memory for one member at a time. What `take` refuses ends it and is returned. */
MUST_USE rgl_rc visits_read(struct store *store, int64_t until_ms, visits_taker *take, void *user);

/* Scenes by their row, for what has a number of one. Texts as the till said them. */
struct scene {
	int64_t id;
	const char *store;
	const char *till;
	const char *cashier;
	const char *channel;
};
typedef rgl_rc scene_taker(void *user, const struct scene *scene);
MUST_USE rgl_rc scenes_read(struct store *store, scene_taker *take, void *user);
