/* gaps.h - a customer's own rhythm: how long it usually is between two visits, and how unusual it
 * is that this one takes so long.
 *
 * Their rate of coming is gamma distributed over all customers, as the model has it; a customer's
 * own gaps, Erlang distributed with the regularity that was measured, make it theirs. Pure; any
 * thread.
 */
#pragma once

#include "plugin/models/timing.h"

/* regularity: of gaps (timing_regularity), 0: not known, the model's k. */

/* The gap at the median of what their rate may be: with no gap of their own, everybody's. Above 0.
 */
double gaps_usual(const struct timing_model *model, double regularity,
		  const struct timing_history *history);

/* The chance that a gap of theirs is shorter than the one that runs, were they still customers:
 * 0 to 1. */
double gaps_overdue(const struct timing_model *model, double regularity,
		    const struct timing_history *history);
