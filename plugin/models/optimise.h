/* optimise.h - the smallest value of a smooth function of a few variables.
 *
 * BFGS with a line search first, then Newton with the function's own Hessian, which also says how
 * sure each variable is. Stops on the gradient's norm, never on how little the value moves. Pure:
 * no memory, no state; any thread.
 */
#pragma once

#include <stdbool.h>

#include "plugin/base/result.h"

#define OPTIMISE_MAX 4

/* The value at x, its gradient, and its Hessian (row by row) where ret_hessian is not NULL; false
 * where it is not defined. */
typedef bool objective(void *user, const double *x, double *ret_value, double *ret_gradient,
		       double *ret_hessian);

struct optimise_wish {
	objective *objective;
	void *user;
	int count; /* of variables, 1 to OPTIMISE_MAX */
	double start[OPTIMISE_MAX];
	double low[OPTIMISE_MAX]; /* bounds */
	double high[OPTIMISE_MAX];
	double tolerance; /* of the gradient's largest part; 0: 1e-8 of the value's size */
};

/* at_bound: bit i, variable i ended at a bound. covariance: the Hessian's inverse there; `is_sure`:
 * it is positive definite, else the covariance is nonsense. */
struct optimum {
	double x[OPTIMISE_MAX];
	double value;
	double gradient; /* its largest part */
	double hessian[OPTIMISE_MAX * OPTIMISE_MAX];
	double covariance[OPTIMISE_MAX * OPTIMISE_MAX];
	int steps;
	int calls;
	unsigned int at_bound;
	bool is_sure;
	bool converged;
};

/* E_ARGUMENT: the function is not defined at the start. Else the best that was found, converged or
 * not: the caller decides. */
MUST_USE rgl_rc optimise(const struct optimise_wish *wish, struct optimum *ret);
