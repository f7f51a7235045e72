/* sums_rhythm.h - when members come again: after the first visit, after each further one, and how
 * alike their gaps are.
 *
 * In:  each member's days, in order.
 * Out: counts by day, of those who could have come by then.
 * Not here: reading the days (cells.h), weekdays' and hours' names (report_rhythm.c).
 *
 * Pure. A member's purchases of one day are one visit.
 */
#pragma once

#include "plugin/reports/sums_survival.h"

#define RHYTHM_MARKS 7	  /* within 1, 3, 7, 14, 30, 60, 90 days */
#define RHYTHM_VISITS 10  /* after the first, ..., after the tenth */
#define RHYTHM_WINDOWS 2  /* within 30, 90 days */
#define RHYTHM_GAPS_MIN 3 /* with fewer, nobody's rhythm is known */
extern const int32_t RHYTHM_MARK_DAYS[RHYTHM_MARKS];
extern const int32_t RHYTHM_WINDOW_DAYS[RHYTHM_WINDOWS];

/* By the spread of a member's gaps, as a part of their mean: below a half, up to nine tenths,
 * above. Visits that come by pure chance have about one. */
enum regularity { REGULAR, LOOSE, IRREGULAR, REGULARITIES };

/* How many gaps have so many days. */
struct gaps {
	int64_t *days;
	int32_t room;
	int64_t count;
};

/* second: days from the first visit to the second. could, came: by mark, whose first visit is that
 * long ago; and who of them had come by then. had, again: after so many visits (from 0), those
 * whose window is over; and who of them came within it. all: every gap. usual: by regularity, a
 * member's mean gap. weekdays: visits, from Monday. too_few: members with two visits or more whose
 * rhythm is not known yet. */
struct rhythm {
	const struct host *host;
	int32_t end;
	struct survival second;
	int64_t members;
	int64_t visits;
	int64_t too_few;
	int64_t could[RHYTHM_MARKS];
	int64_t came[RHYTHM_MARKS];
	int64_t had[RHYTHM_WINDOWS][RHYTHM_VISITS];
	int64_t again[RHYTHM_WINDOWS][RHYTHM_VISITS];
	struct gaps all;
	struct gaps usual[REGULARITIES];
	int64_t weekdays[7];
	struct {
		int32_t first;
		int32_t last;
		int32_t visits;
		double sum;
		double squares;
	} now; /* theirs: the member whose days come in */
};

/* end: the last day that is looked at. Free it with rhythm_free, also after a failure. */
void rhythm_init(struct rhythm *ret, const struct host *host, int32_t end);
void rhythm_free(struct rhythm *rhythm);

/* The next visit of a member, on a later day than the last; and after the last, their end. Days
 * after `end` are left out. E_RANGE: days a hundred years apart. E_MEMORY. */
MUST_USE rgl_rc rhythm_visit(struct rhythm *rhythm, int32_t day);
MUST_USE rgl_rc rhythm_member(struct rhythm *rhythm);

/* The smallest number of days that a share of the gaps does not exceed; 0 for none. */
int32_t gaps_quantile(const struct gaps *gaps, double share);
