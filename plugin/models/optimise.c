/* optimise.c - see optimise.h.
 *
 * BFGS (Nocedal and Wright, Numerical Optimization, 2006, 6.1) on the variables that are not held
 * at a bound, with a line search that asks for enough descent and halves; when the gradient is
 * small, or BFGS is stuck, Newton with a ridge where the Hessian is not positive definite.
 */
#include "plugin/models/optimise.h"

#include <math.h>
#include <string.h>

#define BFGS_STEPS_MAX 100
#define NEWTON_STEPS_MAX 60
#define HALVINGS_MAX 40
#define STEP_MAX 2.0	 /* of any variable, at once */
#define NEAR 1e-5	 /* of the value's size: the gradient from where Newton takes over */
#define NOISE 1e-13	 /* of the value's size: below that, differences mean nothing */
#define DESCENT 1e-4	 /* Armijo's constant */
#define GRADIENT_MIN 0.9 /* a step that only lowers the gradient must lower it to this share */

struct search {
	const struct optimise_wish *wish;
	struct optimum at;
	double slope[OPTIMISE_MAX]; /* the gradient */
	double tolerance;
	bool free[OPTIMISE_MAX];
};

struct trial {
	double x[OPTIMISE_MAX];
	double value;
	double slope[OPTIMISE_MAX];
};

static bool evaluate(struct search *search, const double *x, double *ret_value, double *ret_slope,
		     double *ret_hessian)
{
	search->at.calls++;
	if (!search->wish->objective(search->wish->user, x, ret_value, ret_slope, ret_hessian) ||
	    !isfinite(*ret_value))
		return false;
	for (int i = 0; i < search->wish->count; i++)
		if (!isfinite(ret_slope[i]))
			return false;
	return true;
}

/* A variable is held where it stands at a bound and would go on past it. */
static void hold(struct search *search)
{
	const struct optimise_wish *wish = search->wish;

	search->at.at_bound = 0;
	search->at.gradient = 0;
	for (int i = 0; i < wish->count; i++) {
		bool is_low = search->at.x[i] <= wish->low[i];
		bool is_high = search->at.x[i] >= wish->high[i];
		double slope = search->slope[i];

		search->free[i] = !((is_low && slope >= 0) || (is_high && slope <= 0));
		if (is_low || is_high)
			search->at.at_bound |= 1u << i;
		if (search->free[i])
			search->at.gradient = fmax(search->at.gradient, fabs(slope));
	}
}

static bool is_done(const struct search *search)
{
	return search->at.gradient <= search->tolerance;
}

static double gradient_size(const struct search *search, const double *slope)
{
	double size = 0;

	for (int i = 0; i < search->wish->count; i++)
		if (search->free[i])
			size = fmax(size, fabs(slope[i]));
	return size;
}

static void move(struct search *search, const struct trial *trial)
{
	memcpy(search->at.x, trial->x, sizeof(search->at.x));
	memcpy(search->slope, trial->slope, sizeof(search->slope));
	search->at.value = trial->value;
	search->at.steps++;
	hold(search);
}

/* The whole step, then half of it, and so on, each kept within the bounds; false: none is any
 * better. Where differences of the value drown in rounding, the gradient decides. */
static bool step_find(struct search *search, const double *direction, struct trial *ret)
{
	const struct optimise_wish *wish = search->wish;
	double longest = 0;
	double share;

	for (int i = 0; i < wish->count; i++)
		longest = fmax(longest, fabs(direction[i]));
	share = longest > STEP_MAX ? STEP_MAX / longest : 1;
	for (int half = 0; half < HALVINGS_MAX; half++, share /= 2) {
		double descent = 0;
		double noise = NOISE * (1 + fabs(search->at.value));

		for (int i = 0; i < wish->count; i++) {
			double x = search->at.x[i] + share * direction[i];

			ret->x[i] = fmin(fmax(x, wish->low[i]), wish->high[i]);
			descent += search->slope[i] * (ret->x[i] - search->at.x[i]);
		}
		if (!evaluate(search, ret->x, &ret->value, ret->slope, NULL))
			continue;
		if (descent < 0 && ret->value < search->at.value + DESCENT * descent - noise)
			return true;
		if (fabs(ret->value - search->at.value) <= noise &&
		    gradient_size(search, ret->slope) <= GRADIENT_MIN * search->at.gradient)
			return true;
	}
	return false;
}

/* --- linear algebra of a few variables */

/* Cholesky's factor of the matrix of the free variables, the others as if they stood alone; false:
 * it is not positive definite. */
static bool factor(const struct search *search, const double *matrix, double ridge, double *ret)
{
	int n = search->wish->count;

	memset(ret, 0, sizeof(double) * OPTIMISE_MAX * OPTIMISE_MAX);
	for (int i = 0; i < n; i++) {
		for (int j = 0; j <= i; j++) {
			bool is_free = search->free[i] && search->free[j];
			double sum = is_free ? matrix[i * n + j] : (double)(i == j);

			if (i == j)
				sum += ridge;
			for (int k = 0; k < j; k++)
				sum -= ret[i * n + k] * ret[j * n + k];
			if (i == j && !(sum > 1e-14 * (1 + fabs(matrix[i * n + i]))))
				return false;
			ret[i * n + j] = i == j ? sqrt(sum) : sum / ret[j * n + j];
		}
	}
	return true;
}

static void solve(const double *lower, int n, const double *right, double *ret)
{
	for (int i = 0; i < n; i++) {
		ret[i] = right[i];
		for (int k = 0; k < i; k++)
			ret[i] -= lower[i * n + k] * ret[k];
		ret[i] /= lower[i * n + i];
	}
	for (int i = n - 1; i >= 0; i--) {
		for (int k = i + 1; k < n; k++)
			ret[i] -= lower[k * n + i] * ret[k];
		ret[i] /= lower[i * n + i];
	}
}

/* --- BFGS */

static void identity(double *ret, int n, double scale)
{
	for (int i = 0; i < n * n; i++)
		ret[i] = i % (n + 1) == 0 ? scale : 0;
}

/* The inverse Hessian learns what the last step saw. */
static void learn(double *inverse, int n, const double *step, const double *change)
{
	double image[OPTIMISE_MAX] = { 0 };
	double along = 0;
	double across = 0;

	for (int i = 0; i < n; i++) {
		along += step[i] * change[i];
		for (int j = 0; j < n; j++)
			image[i] += inverse[i * n + j] * change[j];
	}
	if (!(along > 1e-300))
		return;
	for (int i = 0; i < n; i++)
		across += change[i] * image[i];
	for (int i = 0; i < n; i++)
		for (int j = 0; j < n; j++)
			inverse[i * n + j] += ((1 + across / along) * step[i] * step[j] -
					       image[i] * step[j] - step[i] * image[j]) /
					      along;
}

static void bfgs_direction(const struct search *search, const double *inverse, double *ret)
{
	int n = search->wish->count;

	for (int i = 0; i < n; i++) {
		ret[i] = 0;
		for (int j = 0; j < n && search->free[i]; j++)
			if (search->free[j])
				ret[i] -= inverse[i * n + j] * search->slope[j];
	}
}

static void bfgs(struct search *search)
{
	int n = search->wish->count;
	double inverse[OPTIMISE_MAX * OPTIMISE_MAX] = { 0 };
	bool is_fresh = true;

	for (int i = 0; i < BFGS_STEPS_MAX && !is_done(search) &&
			search->at.gradient > NEAR * (1 + fabs(search->at.value));
	     i++) {
		double direction[OPTIMISE_MAX];
		double step[OPTIMISE_MAX];
		double change[OPTIMISE_MAX];
		struct trial trial = { 0 };

		if (is_fresh)
			identity(inverse, n, 0.5 / search->at.gradient);
		bfgs_direction(search, inverse, direction);
		if (!step_find(search, direction, &trial)) {
			if (is_fresh)
				return;
			is_fresh = true;
			continue;
		}
		is_fresh = false;
		for (int j = 0; j < n; j++) {
			step[j] = trial.x[j] - search->at.x[j];
			change[j] = trial.slope[j] - search->slope[j];
		}
		learn(inverse, n, step, change);
		move(search, &trial);
	}
}

/* --- Newton */

/* Downhill by the Hessian, made positive definite by as little as it takes. */
static bool newton_direction(const struct search *search, double *ret)
{
	int n = search->wish->count;
	double lower[OPTIMISE_MAX * OPTIMISE_MAX];
	double right[OPTIMISE_MAX];
	double size = 0;
	double ridge = 0;

	for (int i = 0; i < n; i++) {
		right[i] = search->free[i] ? -search->slope[i] : 0;
		size = fmax(size, fabs(search->at.hessian[i * n + i]));
	}
	for (int i = 0; i < 60; i++) {
		if (factor(search, search->at.hessian, ridge, lower)) {
			solve(lower, n, right, ret);
			return true;
		}
		ridge = ridge > 0 ? ridge * 4 : 1e-8 * (size + 1e-300);
	}
	return false;
}

static bool hessian_read(struct search *search)
{
	double value;
	double slope[OPTIMISE_MAX];

	return evaluate(search, search->at.x, &value, slope, search->at.hessian);
}

static void newton(struct search *search)
{
	double direction[OPTIMISE_MAX];
	struct trial trial = { 0 };

	for (int i = 0; i < NEWTON_STEPS_MAX && !is_done(search); i++) {
		if (!hessian_read(search) || !newton_direction(search, direction) ||
		    !step_find(search, direction, &trial))
			return;
		move(search, &trial);
	}
}

/* Each entry once, so that it is symmetric to the last bit. */
static void covariance_read(struct search *search)
{
	int n = search->wish->count;
	double lower[OPTIMISE_MAX * OPTIMISE_MAX];

	search->at.is_sure = hessian_read(search) && factor(search, search->at.hessian, 0, lower);
	for (int i = 0; i < n && search->at.is_sure; i++) {
		double unit[OPTIMISE_MAX] = { 0 };
		double column[OPTIMISE_MAX];

		unit[i] = 1;
		solve(lower, n, unit, column);
		for (int j = 0; j <= i; j++) {
			double value = search->free[i] && search->free[j] ? column[j] : 0;

			search->at.covariance[j * n + i] = value;
			search->at.covariance[i * n + j] = value;
		}
	}
}

rgl_rc optimise(const struct optimise_wish *wish, struct optimum *ret)
{
	struct search search = { .wish = wish };

	RGL_ASSERT(wish->count >= 1 && wish->count <= OPTIMISE_MAX);
	for (int i = 0; i < wish->count; i++)
		search.at.x[i] = fmin(fmax(wish->start[i], wish->low[i]), wish->high[i]);
	if (!evaluate(&search, search.at.x, &search.at.value, search.slope, NULL))
		return RGL_E_ARGUMENT;
	search.tolerance =
		wish->tolerance > 0 ? wish->tolerance : 1e-8 * (1 + fabs(search.at.value));
	hold(&search);
	bfgs(&search);
	newton(&search);
	covariance_read(&search);
	search.at.converged = is_done(&search);
	*ret = search.at;
	return RGL_OK;
}
