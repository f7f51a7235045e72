/* sums_segments.h - best, loyal, promising, new, drifting, lost, once: which a member is in.
 *
 * In:  all members who bought.
 * Out: rules of this shop; for each member a segment.
 * Not here: what the report says of them (report_segments.c).
 *
 * How long ago, how often and how much (RFM), but against each member's own rhythm and not by
 * fifths of the members: fifths call one in five lost whatever the shop does, and somebody who
 * comes each month drifting in a shop where most come each week. Fifths are kept for money alone,
 * where the question is who is worth most. Below SEGMENTS_SMALL members there are four segments:
 * with seven each would be a handful. Pure.
 */
#pragma once

#include "plugin/reports/sums_late.h"

#define SEGMENTS_SMALL 50   /* members */
#define SEGMENTS_DRIFTING 3 /* usual gaps away */
#define SEGMENTS_LOST 6	    /* the same */
#define SEGMENTS_DRIFTING_LEAST                                                                    \
	7		       /* days: a daily guest who stays out a weekend is not drifting      \
				*/
#define SEGMENTS_LOST_LEAST 60 /* days */
#define SEGMENTS_LOST_MOST 730 /* days: whatever the rhythm */

enum segment {
	SEGMENT_BEST,	   /* on time, three visits or more, among the fifth worth most */
	SEGMENT_LOYAL,	   /* on time, three visits or more */
	SEGMENT_PROMISING, /* on time, two visits */
	SEGMENT_NEW,	   /* one visit, the second is not late yet */
	SEGMENT_DRIFTING,  /* away for more than three of their usual gaps */
	SEGMENT_LOST,	   /* more than six */
	SEGMENT_ONCE,	   /* one visit, and the second is late */
	SEGMENTS
};

/* usual: of members with two visits or more, the middle one's gap in tenths of days. best_from: who
 * is worth that much is among the fifth worth most. */
struct segment_rules {
	bool is_small;
	int32_t today;
	int64_t usual;
	struct money best_from;
	struct late late;
};

/* E_MEMORY. */
MUST_USE rgl_rc segment_rules_make(const struct host *host, const struct person *list, size_t count,
				   int32_t today, struct segment_rules *ret);

/* Away for more than SEGMENTS_LOST gaps of `usual` tenths of days and SEGMENTS_LOST_LEAST days, or
 * for SEGMENTS_LOST_MOST. */
bool segment_is_lost(int64_t usual, const struct person *person, int32_t today);

/* In a small shop best, loyal and promising are SEGMENT_LOYAL, and once is SEGMENT_LOST. */
enum segment segment_of(const struct segment_rules *rules, const struct person *person);

/* "best", "loyal", ...; in a small shop loyal are the "regulars". Who is in it, and what to do for
 * them, in a sentence each. */
const char *segment_name(enum segment segment, bool is_small);
const char *segment_who(enum segment segment, bool is_small);
const char *segment_what_to_do(enum segment segment, bool is_small);

/* A member's usual gap in tenths of days: as their score says, else the mean of their gaps and one
 * more that is the shop's. */
int64_t segment_usual(const struct segment_rules *rules, const struct person *person);
