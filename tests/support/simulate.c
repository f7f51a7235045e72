/* simulate.c - see simulate.h. */
#include "tests/support/simulate.h"

#include <math.h>
#include <string.h>

#include "bench/chance.h"

/* Of one customer: how often they come, and when they stop. */
struct life {
	struct chance *chance;
	double rate;   /* of the k steps between two visits */
	double death;  /* Pareto: when; else never */
	double leaves; /* BG, MBG: the chance of it after a visit */
	double at;
	int32_t k;
	bool is_over;
};

static double gamma_of(struct chance *chance, double shape, double rate)
{
	return chance_gamma(chance, shape, shape / rate);
}

static double beta_of(struct chance *chance, double a, double b)
{
	double one = gamma_of(chance, a, 1), other = gamma_of(chance, b, 1);

	return one + other > 0 ? one / (one + other) : 0.5;
}

static struct life life_of(const struct timing_model *model, struct chance *chance)
{
	struct life life = {
		.chance = chance,
		.rate = gamma_of(chance, model->r, model->alpha),
		.death = INFINITY,
		.k = model->k,
	};

	if (model->kind == TIMING_PARETO) {
		double leaving = gamma_of(chance, model->s, model->beta);

		life.death = chance_exponential(chance, 1 / fmax(leaving, 1e-300));
		return life;
	}
	life.leaves = beta_of(chance, model->s, model->beta);
	life.is_over = model->kind == TIMING_MBG && chance_is(chance, life.leaves);
	return life;
}

/* The next visit; false: there is none before `until`, and `*life` says whether for ever. */
static bool next_visit(struct life *life, double until)
{
	double gap = 0;
	int32_t i;

	if (life->is_over)
		return false;
	for (i = 0; i < life->k; i++)
		gap += chance_exponential(life->chance, 1 / fmax(life->rate, 1e-300));
	life->at += gap;
	if (life->at > life->death || life->at > until)
		return false;
	if (life->leaves > 0)
		life->is_over = chance_is(life->chance, life->leaves);
	return true;
}

static void count_visit(struct timing_history *history, double day)
{
	history->log_gaps += log(day - history->t_x);
	history->t_x = day;
	history->x++;
}

/* Their first visit was at `start`. */
static void live(const struct simulate_wish *wish, struct life *life, double start,
		 struct simulated *ret)
{
	double first = wish->is_daily ? floor(start) : start;
	double end = wish->horizon + wish->held;

	ret->before.T = fmax(wish->horizon - first, 0);
	ret->whole.T = end - first;
	ret->is_alive = !life->is_over && life->death > wish->horizon - start;
	while (next_visit(life, end - start)) {
		double day = (wish->is_daily ? floor(start + life->at) : start + life->at) - first;

		if (first + day <= wish->horizon)
			ret->is_alive = !life->is_over && life->death > wish->horizon - start;
		if (day <= ret->whole.t_x)
			continue; /* twice on one day */
		if (first + day > wish->horizon)
			ret->after++;
		else if (ret->before.x < 2)
			ret->pair[(size_t)ret->before.x] = day - ret->before.t_x;
		if (first + day <= wish->horizon)
			count_visit(&ret->before, day);
		count_visit(&ret->whole, day);
	}
	if (ret->before.x < 2)
		ret->pair[0] = ret->pair[1] = 0;
}

static void pay(const struct spend_model *model, struct chance *chance, double visits,
		struct spend_history *ret)
{
	double rate;

	if (!(model->p > 0))
		return;
	rate = gamma_of(chance, model->q, model->v);
	ret->x = visits;
	ret->mean = gamma_of(chance, model->p * visits, rate) / visits;
}

static void simulate_one(const struct simulate_wish *wish, struct chance *chance,
			 struct simulated *ret)
{
	double start = wish->starts * chance_share(chance);
	struct life life = life_of(&wish->timing, chance);

	memset(ret, 0, sizeof(*ret));
	live(wish, &life, start, ret);
	pay(&wish->spend, chance, ret->before.x + 1, &ret->spend);
}

void simulate(const struct simulate_wish *wish, size_t count, struct simulated *ret)
{
	struct chance chance = { .state = wish->seed };
	size_t i;

	for (i = 0; i < count; i++)
		simulate_one(wish, &chance, &ret[i]);
}

void simulate_histories(const struct simulate_wish *wish, size_t count, struct timing_history *ret)
{
	struct chance chance = { .state = wish->seed };
	struct simulated one;
	size_t i;

	for (i = 0; i < count; i++) {
		simulate_one(wish, &chance, &one);
		ret[i] = one.before;
	}
}

size_t simulate_visits(const struct timing_model *model, uint64_t *seed, double until, size_t room,
		       double *ret_times)
{
	struct chance chance = { .state = *seed };
	struct life life = life_of(model, &chance);
	size_t count = 0;

	while (next_visit(&life, until)) {
		if (count < room)
			ret_times[count] = life.at;
		count++;
	}
	*seed = chance.state;
	return count;
}
