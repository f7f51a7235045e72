/* spend.h - what customers leave at a visit: the Gamma-Gamma model.
 *
 * Fader, Hardie, Lee, J. Marketing Research 42 (2005) 415-430; Fader, Hardie, "The Gamma-Gamma
 * model of monetary value" (2013). In major units of the currency, as floating point: for
 * expectations, never for money that anybody has.
 *
 * Pure; memory only while a fit runs; any thread.
 */
#pragma once

#include "plugin/models/timing.h"

struct spend_model {
	double p;
	double q; /* above 1: else the mean of all would be infinite */
	double v;
	double pooled;	/* the mean of everybody's visits */
	bool is_pooled; /* everybody is expected to leave that: too few, or q not above 1 */
};

/* x: visits it is the mean of (1 or more: with 0, nothing is known); mean: above 0. */
struct spend_history {
	double x;
	double mean;
};

struct spend_fit {
	struct spend_model model;
	enum fit_method method;
	enum fit_verdict verdict; /* never NO_CHURN */
	int64_t customers;
	double log_likelihood;
	double errors[3];     /* of p, q, v */
	double covariance[9]; /* of their logarithms */
	double gradient;
	int32_t steps;
};

/* Histories with x = 0 or a mean not above 0 are left out. MAP: log-normal priors round p 6, q 4
 * and v from the pooled mean, standard deviation 1 in the logarithm. Never fails for what the data
 * are. E_ARGUMENT: NaN, x below 0; E_MEMORY. */
MUST_USE rgl_rc spend_fit(const struct host *host, enum fit_method method,
			  const struct spend_history *histories, size_t count,
			  struct spend_fit *ret, struct rgl_why *refusal);

double spend_log_likelihood(const struct spend_model *model, const struct spend_history *history);

/* What a customer will leave at a visit, on average; x 0: what all do. Above 0. And the variance of
 * one visit's amount round that, for whoever has that history; where the model's own is infinite, a
 * large one. Where nobody ever left anything, both are 0. */
double spend_expected(const struct spend_model *model, const struct spend_history *history);
double spend_variance(const struct spend_model *model, const struct spend_history *history);
