/* geometric_parts.h - what the files of BG/NBD and MBG/NBD share; for geometric*.c alone.
 *
 *	geometric.c         how likely a history is, who still is a customer; the family
 *	geometric_sum.c     the likelihood of all, its gradient and Hessian
 *	geometric_stages.c  its part that is of the steps since the last visit
 *	geometric_count.c   the number of visits to come, of one who still is a customer
 *	geometric_future.c  what is expected of one, new or known
 *	geometric_many.c    what is expected of all
 *
 * Between two visits lie k steps, each exponential with the customer's own rate, which is gamma
 * (r, alpha). After a visit a customer leaves with a chance of their own, which is beta (a, b): BG
 * after the second visit and all later ones, MBG after the first one too. With k above 1 nothing is
 * approximated: who came x times and has been away since t_x has done j of the next k steps, j from
 * 0 to k - 1, with the chance that Poisson's law gives it; everything is a sum over these stages.
 *
 * Pure; any thread.
 */
#pragma once

#include "plugin/models/timing_parts.h"

/* One who still is a customer. Their rate is gamma (shape + j, rate) at stage j, their chance of
 * leaving after a visit is beta (a, b). away: (T - t_x) / rate: stage j weighs
 * (shape)_j / j! x away^j. */
struct geometric_standing {
	int32_t k;
	double shape;
	double rate;
	double away;
	double a;
	double b;
};

/* Visits in the time y x rate from now, of one at that stage: the mean of their number, and of its
 * square. Number n has the chance that the k n steps it needs are done, a sum of the negative
 * binomial's tail, times that of not having left at one of the visits before: positive terms alone,
 * so that nothing cancels, near a = 1 or elsewhere. Relative error 1e-12, by tests; for y above
 * 1,000 the far part of the sum is an integral (1e-9). */
struct geometric_count {
	double mean;
	double square;
};
struct geometric_count geometric_count(const struct geometric_standing *standing, int32_t stage,
				       double y);

/* The share of this stage among it and all before it; `share`: that of the stage before, 1 at the
 * first. So a mean over stages grows by one stage at a time, and nothing overflows. */
double geometric_share(const struct geometric_standing *standing, int32_t stage, double share);

/* The chance of at least n steps in that time: the negative binomial's tail. n <= 0: 1. */
double geometric_tail(double shape, double n, double y);

/* log Gamma(z + d) - log Gamma(z), z > 0, d >= 0, without loss where z is large. */
double geometric_log_rise(double z, double d);

/* MBG: 1, the first visit is one after which they may leave; BG: 0. */
double geometric_first(enum timing_kind kind);

struct geometric_standing geometric_standing(const struct timing_model *model,
					     const struct timing_history *history);

/* The history's likelihood is some factor times (stays + leaves): still a customer, or gone right
 * after the last visit. leaves may be 0; log_stays: the logarithm of stays. */
struct geometric_split {
	double log_stays;
	double leaves;
};
struct geometric_split geometric_split(const struct timing_model *model,
				       const struct timing_history *history);

double geometric_log_likelihood(const struct timing_model *model,
				const struct timing_history *history);
double geometric_alive(const struct timing_model *model, const struct timing_history *history);
double geometric_if_alive(const struct timing_model *model, const struct timing_history *history,
			  double t);

/* The logarithm of stays, its slopes by r and alpha and its bends by r r, r alpha, alpha alpha. */
struct geometric_slopes {
	double log;
	double by_r;
	double by_alpha;
	double by_rr;
	double by_ra;
	double by_aa;
};

/* Adds the sum over stages to them. inverse: 1 / (alpha + T). */
void geometric_add_stages(struct geometric_slopes *stays, int32_t k, double shape, double away,
			  double inverse);

/* The sums of the two kinds, as timing_parts.h has them. */
bool geometric_sum_bg(const struct timing_rows *rows, int32_t k, const double *logs,
		      double *ret_value, double *ret_gradient, double *ret_hessian);
bool geometric_sum_mbg(const struct timing_rows *rows, int32_t k, const double *logs,
		       double *ret_value, double *ret_gradient, double *ret_hessian);

double geometric_any(const struct timing_model *model, const struct timing_history *history,
		     double t);
double geometric_variance(const struct timing_model *model, const struct timing_history *history,
			  double t);
double geometric_discounted(const struct timing_model *model, const struct timing_history *history,
			    double rate);
double geometric_new_expected(const struct timing_model *model, double t);
double geometric_new_probability(const struct timing_model *model, int64_t n, double t);
rgl_rc geometric_expect_all(const struct host *host, const struct timing_model *model,
			    const struct timing_rows *rows, double length, size_t steps,
			    double *expected, double *alive);
