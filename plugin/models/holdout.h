/* holdout.h - how well a model says what customers did in a time that it did not see.
 *
 * Pure; memory only while a call runs; any thread.
 */
#pragma once

#include "plugin/models/choice.h"

/* Of each customer: what was expected, the chance of at least one visit, what came, and at their
 * own rate so far. */
struct holdout_case {
	double expected;
	double any;
	double after;
	double naive;
};

/* Sorts `cases` by `any`. auroc: exact, ties count half; 0.5 when all or none came. correlation: 0
 * when one of both does not vary. */
void holdout_measure(struct holdout_case *cases, size_t count, double days, struct holdout *ret);

/* Expects by `model` what the customers who are known before the tail did in it. E_MEMORY. */
MUST_USE rgl_rc holdout_try(const struct host *host, const struct timing_model *model,
			    const struct choice_customer *customers, size_t count, double days,
			    struct holdout *ret, struct rgl_why *refusal);
