/* timing_parts.h - what each family of timing.h gives to its fit; for plugin/models alone.
 *
 *	pareto.c       Pareto/NBD, and with k above 1 by quadrature (pareto_erlang.c)
 *	geometric.c    BG/NBD and MBG/NBD with any k
 *	timing.c       what all share: checks, names, one customer's figures
 *	timing_rows.c  equal histories counted once, in order
 *	timing_fit.c   priors, starts, verdicts, standard errors
 */
#pragma once

#include "plugin/models/timing.h"

/* Equal histories are one row. */
struct timing_row {
	struct timing_history history;
	double count;
};

/* Rows in the order of (x, t_x, T), so that what depends on x alone is computed once; log_gaps is
 * the mean of those that were equal. prepared: what the family's `prepare` made of them, or NULL.
 */
struct timing_rows {
	const struct timing_row *rows;
	size_t count;
	double customers;
	double mean_T;
	void *prepared;
};

/* Of `count` histories that are sound. ret_of, may be NULL: for each history its row. unit: times
 * are divided by it. Free with timing_rows_free. E_MEMORY. */
MUST_USE rgl_rc timing_rows_make(const struct host *host, const struct timing_history *histories,
				 size_t count, double unit, uint32_t *ret_of,
				 struct timing_rows *ret);
void timing_rows_free(const struct host *host, struct timing_rows *rows);

/* By first, then second, then third; equal ones stay in their order. spare: room for as many. */
struct timing_key {
	double first;
	double second;
	double third;
	uint32_t index;
};
void timing_sort(struct timing_key *keys, size_t count, struct timing_key *spare);

/* E_ARGUMENT: a history that cannot be, the refusal says which. */
MUST_USE rgl_rc timing_check(const struct timing_history *histories, size_t count,
			     struct rgl_why *refusal);

/* Sum over the rows of count x log likelihood, at the logarithms of r, alpha, s, beta; its gradient
 * by them, and its Hessian (16, row by row) when that is not NULL. False: not finite there. */
typedef bool timing_sum(const struct timing_rows *rows, int32_t k, const double *logs,
			double *ret_value, double *ret_gradient, double *ret_hessian);

/* prepare: may be NULL; once for rows that are then summed many times, one block of the host's
 * memory, which is freed with the rows. */
struct timing_family {
	rgl_rc (*prepare)(const struct host *, const struct timing_rows *, void **ret);
	timing_sum *sum;
	double (*log_likelihood)(const struct timing_model *, const struct timing_history *);
	double (*alive)(const struct timing_model *, const struct timing_history *);
	double (*if_alive)(const struct timing_model *, const struct timing_history *, double t);
	double (*any)(const struct timing_model *, const struct timing_history *, double t);
	double (*variance)(const struct timing_model *, const struct timing_history *, double t);
	double (*discounted)(const struct timing_model *, const struct timing_history *,
			     double rate);
	double (*new_expected)(const struct timing_model *, double t);
	double (*new_probability)(const struct timing_model *, int64_t n, double t);
	/* rows: sorted, equal ones once */
	rgl_rc (*expect_all)(const struct host *, const struct timing_model *,
			     const struct timing_rows *rows, double length, size_t steps,
			     double *expected, double *alive);
};

const struct timing_family *timing_family_of(enum timing_kind kind);

extern const struct timing_family timing_pareto;
/* BG and MBG: the same functions but for `sum`, which is not told which of them it is. */
extern const struct timing_family timing_bg;
extern const struct timing_family timing_mbg;
