/* pareto_parts.h - what the files of Pareto/NBD share; for pareto*.c alone.
 *
 * All of the model is one integral. With p = r + x, d = (beta - alpha) / (alpha + t), as a share of
 * the density (alpha + t)^-p (beta + t)^-s:
 *
 *	g(p, s, d) = integral over v >= 0 of (1 + v)^-p ((1 + v + d) / (1 + d))^-s / (1 + v + d)
 *
 * which is 2F1(1, p; p + s + 1; -d) / (p + s), and s g is the chance that whoever had p, s at time
 * t leaves before they come again. It is Gauss's continued fraction (DLMF 15.7.5), which converges
 * for every d > -1, so that alpha and beta need no two cases.
 */
#pragma once

#include "plugin/models/timing_parts.h"

/* g, and its derivatives by p and s: places in an array. */
enum { G, G_P, G_S, G_PP, G_PS, G_SS, G_COUNT };

/* order: of the derivatives wanted, 0, 1 or 2; the others are left alone. */
void pareto_fraction(double p, double s, double d, int order, double ret[G_COUNT]);

/* (p + s) g(p) + p d g(p + 1) = 1, by parts: the next and the last of a g that is known. The first
 * is stable for d above 1, the other for d below. */
void pareto_up(double p, double s, double d, int order, const double from[G_COUNT],
	       double ret[G_COUNT]);
void pareto_down(double p, double s, double d, int order, const double from[G_COUNT],
		 double ret[G_COUNT]);

/* The density at (x, t) by r, alpha, s, beta: places in arrays of 4; pairs of them, i >= j, in
 * arrays of 10 at i (i + 1) / 2 + j. */
#define PARETO_PAIRS 10

/* At (x, t): u = s g; first, second: the derivatives of A u, divided by A, where A = (alpha + t)^-p
 * (beta + t)^-s. */
struct pareto_node {
	double u;
	double first[4];
};
struct pareto_bend {
	double second[PARETO_PAIRS];
};

/* Of A itself at t: logarithms, and what one over alpha + t and beta + t is. */
struct pareto_time {
	double t;
	double log_a;
	double log_b;
	double over_a;
	double over_b;
};

struct pareto_model {
	double r;
	double alpha;
	double s;
	double beta;
};

struct pareto_time pareto_time_at(const struct pareto_model *model, double t);

/* Of rows whose histories share times: what is computed once for each (x, t). */
struct pareto_table {
	size_t times;
	size_t nodes;	     /* 0: too few are shared to be worth it */
	double *time;	     /* each once, ascending */
	size_t *first;	     /* of each time its first node, and the end */
	double *x;	     /* of each node, ascending within a time */
	uint32_t *last_node; /* of each row: (x, t_x) and (x, T) */
	uint32_t *now_node;
	uint32_t *last_time;
	uint32_t *now_time;
	struct pareto_time *at;
	struct pareto_node *node;
	struct pareto_bend *bend;
};

rgl_rc pareto_prepare(const struct host *host, const struct timing_rows *rows, void **ret);

/* All nodes of the table for a model; order 1 or 2. */
void pareto_fill(struct pareto_table *table, const struct pareto_model *model, int order);

/* One node; ret_bend may be NULL. */
void pareto_node_at(const struct pareto_model *model, const struct pareto_time *at, double x,
		    struct pareto_node *ret, struct pareto_bend *ret_bend);

bool pareto_sum(const struct timing_rows *rows, int32_t k, const double *logs, double *ret_value,
		double *ret_gradient, double *ret_hessian);

/* --- one who is still a customer at T: rate of coming gamma (r, alpha), of leaving gamma (s, beta)
 */

struct pareto_model pareto_standing(const struct timing_model *model,
				    const struct timing_history *history);

/* The mean time, and mean square of it, that they stay within the next t. */
double pareto_stay(const struct pareto_model *standing, double t);
double pareto_stay_square(const struct pareto_model *standing, double t);

/* The integral over t of the chance to stay so long, each counted exp(-rate t). */
double pareto_stay_discounted(const struct pareto_model *standing, double rate);

/* The chance of no step, and log of the chance of n steps, within t. */
double pareto_any(const struct pareto_model *standing, double t);
double pareto_log_steps(const struct pareto_model *standing, double n, double t);

/* log of the integral of v^j (alpha + v)^-p (beta + v)^-q, v from 0 to t. */
double pareto_log_moment(double j, double p, double q, double alpha, double beta, double t);

/* --- k above 1: pareto_erlang.c, pareto_erlang_sum.c */

double pareto_erlang_log_likelihood(const struct timing_model *model,
				    const struct timing_history *history);
double pareto_erlang_alive(const struct timing_model *model, const struct timing_history *history);

/* Mean and mean square of the visits in the next t, of one who is still a customer, and the chance
 * of any. */
struct pareto_visits {
	double mean;
	double square;
	double any;
};
struct pareto_visits pareto_erlang_visits(const struct timing_model *model,
					  const struct timing_history *history, double t);
double pareto_erlang_discounted(const struct timing_model *model,
				const struct timing_history *history, double rate);
bool pareto_erlang_sum(const struct timing_rows *rows, int32_t k, const double *logs,
		       double *ret_value, double *ret_gradient, double *ret_hessian);
