/* spend_parts.h - what the files of the Gamma-Gamma model share; for spend*.c alone.
 *
 *	spend.c      the fit, and what is expected of one customer
 *	spend_sum.c  the likelihood of all, its gradient and Hessian
 */
#pragma once

#include "plugin/models/optimise.h"
#include "plugin/models/spend.h"

enum { SPEND_P, SPEND_Q, SPEND_V, SPEND_PARAMETERS };

/* Of one customer: log_mean and total in units of the pooled mean. */
struct spend_entry {
	double x;
	double log_mean;
	double total;
};

/* All of them, sorted by x, and the prior's medians, as logarithms. */
struct spend_work {
	struct spend_entry *entries;
	size_t count;
	double pooled;
	bool has_prior;
	double prior[SPEND_PARAMETERS];
};

/* An `objective` of optimise.h, at the logarithms of p, q and v; user: a struct spend_work. */
objective spend_loss;
