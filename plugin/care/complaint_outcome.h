/* complaint_outcome.h - did those who complained come back, against members who never did?
 *
 * In:  complaints of a time, and all purchases around them. Nothing of it is kept.
 * Out: shares with intervals, days until they came.
 * Not here: what the report says of it.
 *
 * Of a member the first complaint of that time counts, once its season is over. Coming back is a
 * purchase on a later day within that season; one that was voided is none. Those that it is
 * held against never complained, and were there in the same months of the shop's calendar, with as
 * many days of purchases before (1, 2 to 4, 5 to 9, more): they are counted from their first day in
 * that month on, and each such group weighs as much as it does among those who complained (direct
 * standardisation). Of a large shop 20,000 members are looked at, every so many-th.
 *
 * What it is not: an experiment. Who complains was there, and cared; that is why `in_time` and
 * `late` stand beside it. Source of the interval: render_interval.h; the weighted side counts as so
 * many members as would tell as much unweighted (L. Kish, "Survey Sampling", 1965: 1 / sum of
 * weight squared / n).
 */
#pragma once

#include "plugin/reports/render_interval.h"
#include "plugin/store/store.h"

#define OUTCOME_SEASON_MAX 400
#define OUTCOME_MONTHS_MAX 240 /* complaints before are left out */

/* share and interval (95 %) mean something when members > 0; days, the median of those that came,
 * when came > 0. */
struct complaint_group {
	int64_t members;
	int64_t came;
	double share;
	struct interval interval;
	int64_t days;
};

/* in_time: answered (a remedy, or closed) before the clock ran out; late: all others. others: as
 * many as they count for, weighted, rounded. matched: of those who complained, with somebody to be
 * held against; difference (theirs less the others') and its interval are about them and mean
 * something when has_difference. waiting: complained, and their season is not over. */
struct complaint_outcome {
	struct complaint_group complained;
	struct complaint_group in_time;
	struct complaint_group late;
	struct complaint_group others;
	int64_t matched;
	int64_t waiting;
	double difference;
	struct interval interval;
	bool has_difference;
};

/* Of complaints with from_ms <= at < until_ms, as of now_ms; reads alone, any store. E_RANGE: a
 * season of less than a day or more than OUTCOME_SEASON_MAX. E_MEMORY. */
MUST_USE rgl_rc complaint_outcome_read(struct store *store, int64_t from_ms, int64_t until_ms,
				       int64_t now_ms, int64_t season_days,
				       struct complaint_outcome *ret);
