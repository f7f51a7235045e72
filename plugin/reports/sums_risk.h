/* sums_risk.h - who is overdue against their own rhythm, and what is lost with them.
 *
 * In:  all members who bought, with their scores.
 * Out: lists, the greatest loss first.
 * Not here: reading them, what the report says.
 *
 * Who came once has no rhythm and is never overdue, whatever a model's chance of being alive says:
 * by BG/NBD it is 1 for all of them. They have a list of their own (sums_late.h). Who is not named
 * (erased, or did not agree to be looked at) is in neither list. Pure.
 */
#pragma once

#include "plugin/reports/sums_segments.h"
#include "plugin/reports/sums_value.h"

#define RISK_OVERDUE 900000 /* millionths: nine of ten gaps of theirs are shorter than this one */

/* overdue: by loss, then by number. gone: repeaters who are lost rather than
 * late, by the same words as the segment lost (sums_segments.h). enough: the
 * first so many of `overdue` hold four fifths of the loss; edge: the loss of the last of these.
 * once: late for their second visit, within a year of the first, the most worth first. */
struct risk_sums {
	const struct host *host;
	struct person_list overdue;
	struct money loss;
	int64_t gone;
	size_t enough;
	struct money edge;
	struct late late;
	struct person_list once;
	int64_t once_all; /* who ever came once only */
};

#define RISK_ONCE_MAX 365 /* days */

bool risk_is_overdue(const struct person *person, int32_t today);

/* Days by which the running gap is longer than the usual one, in tenths. */
int64_t risk_days_over(const struct person *person, int32_t today);

/* E_MEMORY, E_RANGE; free it with risk_sums_free whatever it returned. `list` outlives it. */
MUST_USE rgl_rc risk_sum(const struct host *host, const struct person *list, size_t count,
			 int32_t today, struct risk_sums *ret);
void risk_sums_free(struct risk_sums *sums);
