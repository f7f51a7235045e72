/* worth_doubt.h - how much of what customers will be worth hangs on parameters that were only
 * estimated; for plugin/models/worth.c alone.
 *
 * The delta method: the fits' covariances, and derivatives by the logarithm of each parameter,
 * taken numerically. Of a fit without measurable churn only r and alpha count.
 */
#pragma once

#include "plugin/models/worth.h"

#define WORTH_PARTS 7 /* r, alpha, s, beta; p, q, v */

/* ret[i * WORTH_PARTS + j]: by how much the logarithm of customer i's worth moves with parameter j.
 * E_MEMORY. */
MUST_USE rgl_rc worth_slopes(const struct host *host, const struct worth_wish *wish,
			     const struct timing_history *histories,
			     const struct spend_history *spends, size_t count, double *ret,
			     struct rgl_why *refusal);

/* The variance of what has those slopes; finite, not below 0. */
double worth_doubt(const struct worth_wish *wish, const double slopes[WORTH_PARTS]);
