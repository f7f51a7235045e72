/* pareto_node.c - see pareto_parts.h: u = s g and A at one (x, t), and along all x of one time.
 *
 * By d: dg/dd = p g(p + 1) - (1 - s g(p)) / (1 + d), which follows from the recurrence, and loses
 * nothing where alpha and beta are alike.
 */
#include <math.h>
#include <string.h>

#include "plugin/models/pareto_parts.h"

#define GAP_MAX 30 /* more steps than this: the fraction is cheaper */

/* g at p, p + 1 and, for second derivatives, p + 2. */
struct window {
	double x;
	double g[3][G_COUNT];
};

/* The time it is at: the distance d, and from which p on errors die out on the way up. */
struct path {
	const struct pareto_model *model;
	const struct pareto_time *at;
	double d;
	double turn;
	int order;
};

struct pareto_time pareto_time_at(const struct pareto_model *model, double t)
{
	double a = model->alpha + t;
	double b = model->beta + t;

	return (struct pareto_time) { t, log(a), log(b), 1 / a, 1 / b };
}

static struct path path_at(const struct pareto_model *model, const struct pareto_time *at,
			   int order)
{
	double d = (model->beta - model->alpha) * at->over_a;

	return (struct path) { model, at, d, d > 1 ? model->s / (d - 1) : INFINITY, order };
}

/* --- the window */

static void window_open(const struct path *path, double x, struct window *ret)
{
	double p = path->model->r + x;
	double s = path->model->s;
	int last = path->order;

	ret->x = x;
	if (path->d <= 1) {
		pareto_fraction(p + last, s, path->d, path->order, ret->g[last]);
		for (int i = last - 1; i >= 0; i--)
			pareto_down(p + i, s, path->d, path->order, ret->g[i + 1], ret->g[i]);
		return;
	}
	pareto_fraction(p, s, path->d, path->order, ret->g[0]);
	for (int i = 0; i < last; i++) {
		if (p + i >= path->turn)
			pareto_up(p + i, s, path->d, path->order, ret->g[i], ret->g[i + 1]);
		else
			pareto_fraction(p + i + 1, s, path->d, path->order, ret->g[i + 1]);
	}
}

static void window_down(const struct path *path, struct window *window)
{
	memmove(window->g[1], window->g[0], sizeof(window->g[0]) * (size_t)path->order);
	window->x--;
	pareto_down(path->model->r + window->x, path->model->s, path->d, path->order, window->g[1],
		    window->g[0]);
}

static void window_up(const struct path *path, struct window *window)
{
	int last = path->order;

	memmove(window->g[0], window->g[1], sizeof(window->g[0]) * (size_t)last);
	window->x++;
	pareto_up(path->model->r + window->x + last - 1, path->model->s, path->d, path->order,
		  window->g[last - 1], window->g[last]);
}

/* To x, a whole number of steps and not too many; else it is opened anew there. */
static void window_move(const struct path *path, double x, struct window *window)
{
	double gap = x - window->x;

	if (fabs(gap) > GAP_MAX || gap != floor(gap)) {
		window_open(path, x, window);
		return;
	}
	while (window->x < x)
		window_up(path, window);
	while (window->x > x)
		window_down(path, window);
}

/* --- derivatives of A u, divided by A */

/* Of u by r, s and d; what d itself is by alpha and beta. */
struct inner {
	double r;
	double s;
	double d;
	double d_alpha;
	double d_beta;
};

static void node_read(const struct path *path, const struct window *window, struct pareto_node *ret,
		      struct inner *ret_inner)
{
	const struct pareto_time *at = path->at;
	const double *g = window->g[0];
	double s = path->model->s;
	double p = path->model->r + window->x;
	double over = at->over_b / at->over_a; /* 1 / (1 + d) */
	struct inner by = {
		.r = s * g[G_P],
		.s = g[G] + s * g[G_S],
		.d = s * (p * window->g[1][G] - (1 - s * g[G]) * over),
		.d_alpha = -at->over_a / over,
		.d_beta = at->over_a,
	};

	ret->u = s * g[G];
	ret->first[0] = by.r - at->log_a * ret->u;
	ret->first[1] = by.d * by.d_alpha - p * at->over_a * ret->u;
	ret->first[2] = by.s - at->log_b * ret->u;
	ret->first[3] = by.d * by.d_beta - s * at->over_b * ret->u;
	*ret_inner = by;
}

/* Second derivatives of u by r, alpha, s, beta. */
static void inner_bend(const struct path *path, const struct window *window, const struct inner *by,
		       double ret[PARETO_PAIRS])
{
	const double *g = window->g[0];
	const double *next = window->g[1];
	double s = path->model->s;
	double p = path->model->r + window->x;
	double over = path->at->over_b / path->at->over_a;
	double next_d = (p + 1) * window->g[2][G] - (1 - s * next[G]) * over;
	double r_d = s * (next[G] + p * next[G_P] + s * g[G_P] * over);
	double s_d = by->d / s + s * (p * next[G_S] + (g[G] + s * g[G_S]) * over);
	double d_d = s * (p * next_d + by->d * over + (1 - s * g[G]) * over * over);
	double two_a = path->at->over_a * path->at->over_a;

	ret[0] = s * g[G_PP];
	ret[1] = r_d * by->d_alpha;
	ret[2] = d_d * by->d_alpha * by->d_alpha - 2 * by->d * by->d_alpha * path->at->over_a;
	ret[3] = g[G_P] + s * g[G_PS];
	ret[4] = s_d * by->d_alpha;
	ret[5] = 2 * g[G_S] + s * g[G_SS];
	ret[6] = r_d * by->d_beta;
	ret[7] = d_d * by->d_alpha * by->d_beta - by->d * two_a;
	ret[8] = s_d * by->d_beta;
	ret[9] = d_d * by->d_beta * by->d_beta;
}

/* (A u)'' = A (u'' - L' u' - u' L' + (L' L' - L'') u), L = -log A. */
static void bend_read(const struct path *path, const struct window *window, const struct inner *by,
		      double u, double ret[PARETO_PAIRS])
{
	const struct pareto_time *at = path->at;
	double p = path->model->r + window->x;
	double s = path->model->s;
	const double slope[4] = { at->log_a, p * at->over_a, at->log_b, s * at->over_b };
	const double first[4] = { by->r, by->d * by->d_alpha, by->s, by->d * by->d_beta };
	int pair = 0;

	inner_bend(path, window, by, ret);
	for (int i = 0; i < 4; i++)
		for (int j = 0; j <= i; j++, pair++)
			ret[pair] +=
				slope[i] * slope[j] * u - slope[i] * first[j] - slope[j] * first[i];
	ret[1] -= at->over_a * u;
	ret[2] += p * at->over_a * at->over_a * u;
	ret[8] -= at->over_b * u;
	ret[9] += s * at->over_b * at->over_b * u;
}

static void node_make(const struct path *path, const struct window *window, struct pareto_node *ret,
		      struct pareto_bend *ret_bend)
{
	struct inner by;

	node_read(path, window, ret, &by);
	if (ret_bend != NULL)
		bend_read(path, window, &by, ret->u, ret_bend->second);
}

void pareto_node_at(const struct pareto_model *model, const struct pareto_time *at, double x,
		    struct pareto_node *ret, struct pareto_bend *ret_bend)
{
	struct path path = path_at(model, at, ret_bend != NULL ? 2 : 1);
	struct window window;

	window_open(&path, x, &window);
	node_make(&path, &window, ret, ret_bend);
}

/* From the node where errors begin to die out on the way up, up; from there, down. */
static void time_fill(struct pareto_table *table, const struct path *path, size_t from, size_t to)
{
	struct window window = { .x = -INFINITY };
	size_t middle = from;

	while (middle < to && path->model->r + table->x[middle] < path->turn)
		middle++;
	for (size_t i = middle; i < to; i++) {
		window_move(path, table->x[i], &window);
		node_make(path, &window, &table->node[i],
			  path->order == 2 ? &table->bend[i] : NULL);
	}
	window.x = -INFINITY;
	for (size_t i = middle; i-- > from;) {
		window_move(path, table->x[i], &window);
		node_make(path, &window, &table->node[i],
			  path->order == 2 ? &table->bend[i] : NULL);
	}
}

void pareto_fill(struct pareto_table *table, const struct pareto_model *model, int order)
{
	for (size_t i = 0; i < table->times; i++) {
		struct path path;

		table->at[i] = pareto_time_at(model, table->time[i]);
		path = path_at(model, &table->at[i], order);
		time_fill(table, &path, table->first[i], table->first[i + 1]);
	}
}
