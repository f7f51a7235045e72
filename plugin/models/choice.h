/* choice.h - which model suits a shop: by likelihood, and by the tail that was held out.
 *
 * In:  customers' histories up to a day, and what they did after it.
 * Out: the model to use, how well it did there, and the others beside it.
 *
 * Pure; memory only while it runs; any thread.
 */
#pragma once

#include "plugin/models/spend.h"

#define CHOICE_MODELS_MAX 8

/* How far what was expected for the held-out time was from what came. expected, actual: visits of
 * all together; auroc: of the chance of at least one visit, 0.5 is chance. days 0: nothing was held
 * out. */
struct holdout {
	double days;
	int64_t customers;
	double expected;
	double actual;
	double mean_absolute_error;
	double root_mean_square_error;
	double correlation;
	double auroc;
	double naive_error; /* root mean square of each one's own rate so far, for comparison */
};

struct choice_model {
	char name[TIMING_NAME_ROOM];
	struct timing_fit fit; /* of all the time there is */
	struct holdout holdout;
};

/* models[chosen] is the one; count 0: there are too few customers for any. why: one plain sentence.
 * regularity: of gaps, 0: not known. */
struct choice {
	struct choice_model models[CHOICE_MODELS_MAX];
	size_t count;
	size_t chosen;
	double regularity;
	struct spend_fit spend;
	char why[200];
};

/* A customer's whole history, that up to the day that is held out (T 0 and x 0 when they came
 * later: `is_known` false), and how often they came after it. */
struct choice_customer {
	struct timing_history whole;
	struct timing_history before;
	double after;
	bool is_known;
};

/* name: only that one (as timing_name writes it), NULL: Pareto/NBD and MBG/NBD, and MBG with
 * Erlang-k when regularity is above 1. held_days: the length of the tail, 0: none. The one with the
 * least mean square error on the tail, where that differs by more than one per cent; else the
 * likelier. E_FIELD: no such model, says which there are; E_ARGUMENT, E_MEMORY as timing_fit. spend
 * is left alone. */
MUST_USE rgl_rc choice_make(const struct host *host, enum fit_method method, const char *name,
			    const struct choice_customer *customers, size_t count, double held_days,
			    double regularity, struct choice *ret, struct rgl_why *refusal);
