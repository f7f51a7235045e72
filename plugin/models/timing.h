/* timing.h - when customers come, and whether they still are customers.
 *
 * In:  of each customer, how often they came again, when last, and for how long they are known.
 * Out: a model of all of them; for one, what to expect.
 * Not here: what they leave (spend.h), which model to take (choice.h), reading visits.
 *
 *	Pareto/NBD  Schmittlein, Morrison, Colombo, Management Science 33 (1987) 1-24
 *	BG/NBD      Fader, Hardie, Lee, Marketing Science 24 (2005) 275-284
 *	MBG/NBD     Batislam, Denizel, Filiztekin, Int. J. Research in Marketing 24 (2007) 201-209
 *	Erlang-k    Platzer, Reutterer, Marketing Science 35 (2016) 779-799; (M)BG/CNBD-k:
 *	            Reutterer, Platzer, Schroeder, Int. J. Research in Marketing 38 (2021) 194-215
 *
 * Time is in the caller's unit (days). Pure: no clock; memory only while a fit runs; any thread.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "plugin/base/host.h"

enum timing_kind { TIMING_PARETO = 1, TIMING_BG, TIMING_MBG };

/* r, alpha: shape and rate of the gamma distribution of customers' rates of coming (with k above 1:
 * of the k steps between two visits). Pareto: s, beta: of their rates of leaving. BG and MBG: a, b
 * of the beta distribution of the chance of leaving after a visit (MBG: after the first one too),
 * in s and beta. */
struct timing_model {
	enum timing_kind kind;
	int32_t k; /* 1: gaps are exponential; above: Erlang-k, the more regular */
	double r;
	double alpha;
	double s;
	double beta;
};

/* x: how often they came after the first time, on different days; t_x: when last, T: until now,
 * both since the first time; 0 <= t_x <= T, t_x is 0 when x is. log_gaps: the sum of the logarithms
 * of the x gaps between visits: for k above 1 alone. */
struct timing_history {
	double x;
	double t_x;
	double T;
	double log_gaps;
};

/* --- a model of many */

/* MAP: with log-normal priors, medians r .5, alpha .2 x mean T, a (s) .8, b 2.5 (beta: .2 x mean T
 * x 2.5), standard deviation 1 in the logarithm: it gives sense to small shops, and by 500
 * customers agrees with ML, maximum likelihood. */
enum fit_method { FIT_MAP, FIT_ML };

/* NO_CHURN: the data show nobody leaving; the model has leaving at its bound, alive is near 1, and
 * the standard errors of s and beta mean nothing. TOO_LITTLE: fewer than FIT_CUSTOMERS_MIN
 * customers, or nobody ever came again: by MAP the model is little more than the prior, by ML there
 * is none. */
enum fit_verdict { FIT_GOOD = 1, FIT_NO_CHURN, FIT_TOO_LITTLE };
#define FIT_CUSTOMERS_MIN 10

/* errors: standard errors of r, alpha, s, beta. covariance: of their logarithms, row by row.
 * log_likelihood: without the prior. gradient: the largest part of what was minimised, by the
 * logarithm of each parameter and for each customer. */
struct timing_fit {
	struct timing_model model;
	enum fit_method method;
	enum fit_verdict verdict;
	int64_t customers;
	double log_likelihood;
	double errors[4];
	double covariance[16];
	double gradient;
	int32_t steps;
};

/* Fits a model of `kind` and `k` to all customers; equal histories are counted once. Never fails
 * for what the data are: the verdict says so; the parameters are finite and above 0 in any case.
 * E_ARGUMENT: a history that cannot be (NaN, below 0, t_x > T, x without t_x), the refusal says
 * which; E_MEMORY. */
MUST_USE rgl_rc timing_fit(const struct host *host, enum timing_kind kind, int32_t k,
			   enum fit_method method, const struct timing_history *histories,
			   size_t count, struct timing_fit *ret, struct rgl_why *refusal);

/* How regular gaps are, as Wheat and Morrison (J. Marketing Research 27 (1990) 87-93) estimate it:
 * of each customer one pair of neighbouring gaps at most, M = first / (first + second), var(M) = 1
 * / (4 (2 k + 1)), so k = (1 - 4 var) / (8 var), kept within 0.1 and 20. 1: gaps of chance
 * (exponential), above: regular. pairs: first and second of each. E_ARGUMENT: fewer than 10 pairs,
 * or one not above 0. */
MUST_USE rgl_rc timing_regularity(const double (*pairs)[2], size_t count, double *ret);

/* "pareto/nbd", "bg/nbd", "mbg/nbd", with k above 1 "mbg/cnbd-2" and the like. */
#define TIMING_NAME_ROOM 24
void timing_name(const struct timing_model *model, char ret[TIMING_NAME_ROOM]);

/* --- of one customer; all are finite, and never below 0 */

double timing_log_likelihood(const struct timing_model *model,
			     const struct timing_history *history);

/* The chance that they are still a customer. */
double timing_alive(const struct timing_model *model, const struct timing_history *history);

/* Visits expected in the time t from now; and if they surely were still a customer now. */
double timing_expected(const struct timing_model *model, const struct timing_history *history,
		       double t);
double timing_expected_if_alive(const struct timing_model *model,
				const struct timing_history *history, double t);

/* The chance of at least one visit in the time t from now. */
double timing_any(const struct timing_model *model, const struct timing_history *history, double t);

/* The variance of the number of visits in the time t from now. */
double timing_variance(const struct timing_model *model, const struct timing_history *history,
		       double t);

/* Visits expected from now on for ever, those at time t counted exp(-rate x t): DERT. Fader,
 * Hardie, Lee, J. Marketing Research 42 (2005) 415-430. rate above 0. */
double timing_discounted(const struct timing_model *model, const struct timing_history *history,
			 double rate);

/* --- of a customer who is new: the time t since the first visit, which is not counted */

double timing_new_expected(const struct timing_model *model, double t);
double timing_new_probability(const struct timing_model *model, int64_t n,
			      double t); /* of n visits */

/* --- of many at once, much faster than one by one */

/* At steps equal lengths of time from now, expected[i * steps + j]: visits expected of customer i
 * within (j + 1) x length. alive[i], may be NULL. */
MUST_USE rgl_rc timing_expect_all(const struct host *host, const struct timing_model *model,
				  const struct timing_history *histories, size_t count,
				  double length, size_t steps, double *expected, double *alive,
				  struct rgl_why *refusal);
