/* choice.c - see choice.h. */
#include "plugin/models/choice.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plugin/models/holdout.h"

/* Errors on the tail that differ by less are taken for equal: the tail is a sample too. */
#define TIE 0.01

/* More regular than that is a timetable; and each k costs a fit of its own. */
#define K_MAX 12

struct choosing {
	const struct host *host;
	enum fit_method method;
	const struct choice_customer *customers;
	size_t count;
	size_t known; /* of them, before the tail */
	double held_days;
	struct timing_history *histories;
	struct rgl_why *refusal;
};

/* The model of a name: each that there is is asked for its own. */
static bool model_of(const char *name, struct timing_model *ret)
{
	char known[TIMING_NAME_ROOM];

	for (int32_t kind = TIMING_PARETO; kind <= TIMING_MBG; kind++)
		for (int32_t k = 1; k <= K_MAX; k++) {
			struct timing_model model = { .kind = (enum timing_kind)kind, .k = k };

			timing_name(&model, known);
			if (strcmp(name, known) != 0)
				continue;
			*ret = model;
			return true;
		}
	return false;
}

static rgl_rc list(const char *name, double regularity, struct choice *choice,
		   struct rgl_why *refusal)
{
	struct timing_model named = { 0 };
	int32_t k = (int32_t)lround(fmin(fmax(regularity, 0), K_MAX));

	if (name != NULL && !model_of(name, &named))
		return refuse_field(
			refusal, RGL_E_FIELD, "model",
			"there is no model %.30s; there are: pareto/nbd, bg/nbd, "
			"mbg/nbd, and for regular visits bg/cnbd-2, mbg/cnbd-2 up to %d",
			name, K_MAX);
	if (name != NULL) {
		choice->models[choice->count++].fit.model = named;
		return RGL_OK;
	}
	choice->models[choice->count++].fit.model =
		(struct timing_model) { .kind = TIMING_PARETO, .k = 1 };
	choice->models[choice->count++].fit.model =
		(struct timing_model) { .kind = TIMING_MBG, .k = 1 };
	if (regularity > 1)
		choice->models[choice->count++].fit.model =
			(struct timing_model) { .kind = TIMING_MBG, .k = k < 2 ? 2 : k };
	return RGL_OK;
}

static rgl_rc fit(struct choosing *choosing, const struct timing_model *model, bool before,
		  struct timing_fit *ret)
{
	size_t count = 0;

	for (size_t i = 0; i < choosing->count; i++) {
		const struct choice_customer *customer = &choosing->customers[i];

		if (!before)
			choosing->histories[count++] = customer->whole;
		else if (customer->is_known)
			choosing->histories[count++] = customer->before;
	}
	return timing_fit(choosing->host, model->kind, model->k, choosing->method,
			  choosing->histories, count, ret, choosing->refusal);
}

/* Of all the time there is; and, to see how well it does, of the time before the tail. */
static rgl_rc try_model(struct choosing *choosing, struct choice_model *model)
{
	const struct timing_model wanted = model->fit.model;
	struct timing_fit before = { 0 };
	rgl_rc rc = fit(choosing, &wanted, false, &model->fit);

	if (rc == RGL_OK)
		timing_name(&model->fit.model, model->name);
	if (rc < 0 || choosing->held_days <= 0 || choosing->known == 0)
		return rc;
	rc = fit(choosing, &wanted, true, &before);
	if (rc < 0 || (before.verdict == FIT_TOO_LITTLE && before.method == FIT_ML))
		return rc;
	return holdout_try(choosing->host, &before.model, choosing->customers, choosing->count,
			   choosing->held_days, &model->holdout, choosing->refusal);
}

static bool is_usable(const struct choice_model *model)
{
	return model->fit.verdict != FIT_TOO_LITTLE || model->fit.method == FIT_MAP;
}

/* The least error on the tail: what is within TIE of it counts as good. */
static double least_error(const struct choice *choice)
{
	double least = INFINITY;

	for (size_t i = 0; i < choice->count; i++)
		if (choice->models[i].holdout.customers > 0)
			least = fmin(least, choice->models[i].holdout.root_mean_square_error);
	return least;
}

static void choose(struct choice *choice)
{
	double least = least_error(choice);
	double best = -INFINITY;

	for (size_t i = 0; i < choice->count; i++) {
		const struct choice_model *model = &choice->models[i];
		bool is_held = model->holdout.customers > 0;

		if (isfinite(least) &&
		    (!is_held || model->holdout.root_mean_square_error > least * (1 + TIE)))
			continue;
		if (model->fit.log_likelihood <= best)
			continue;
		best = model->fit.log_likelihood;
		choice->chosen = i;
	}
}

static void say_why(struct choice *choice, bool is_named)
{
	const struct choice_model *model = &choice->models[choice->chosen];
	const struct holdout *holdout = &model->holdout;
	char *why = choice->why;
	size_t room = sizeof(choice->why);

	if (choice->count == 0)
		(void)snprintf(why, room, "There are too few customers for any model.");
	else if (is_named)
		(void)snprintf(why, room, "It was asked for by name.");
	else if (model->fit.verdict == FIT_TOO_LITTLE)
		(void)snprintf(why, room,
			       "There is too little data to compare models; this one says what "
			       "shops are like in general.");
	else if (holdout->customers == 0)
		(void)snprintf(why, room,
			       "It makes what happened likeliest; there is too little time to "
			       "hold some out and try it there.");
	else if (holdout->root_mean_square_error <= least_error(choice))
		(void)snprintf(why, room,
			       "It was nearest to what came in the last %.0f days, which it had "
			       "not seen.",
			       holdout->days);
	else
		(void)snprintf(why, room,
			       "It was as near as any to what came in the last %.0f days, and "
			       "makes what happened likeliest.",
			       holdout->days);
}

/* Those that maximum likelihood has no answer for are left out. */
static void drop_unusable(struct choice *choice)
{
	size_t kept = 0;

	for (size_t i = 0; i < choice->count; i++)
		if (is_usable(&choice->models[i]))
			choice->models[kept++] = choice->models[i];
	choice->count = kept;
}

rgl_rc choice_make(const struct host *host, enum fit_method method, const char *name,
		   const struct choice_customer *customers, size_t count, double held_days,
		   double regularity, struct choice *ret, struct rgl_why *refusal)
{
	struct choosing choosing = { .host = host,
				     .method = method,
				     .customers = customers,
				     .count = count,
				     .held_days = held_days,
				     .refusal = refusal };
	struct choice choice = { .regularity = regularity, .spend = ret->spend };
	rgl_rc rc = list(name, regularity, &choice, refusal);

	if (rc < 0)
		return rc;
	if (count == 0)
		choice.count = 0;
	for (size_t i = 0; i < count; i++)
		choosing.known += customers[i].is_known;
	choosing.histories = host_new(host, (count + 1) * sizeof(*choosing.histories));
	if (choosing.histories == NULL)
		return refuse(refusal, RGL_E_MEMORY, "there is not enough memory for the models");
	for (size_t i = 0; rc == RGL_OK && i < choice.count; i++)
		rc = try_model(&choosing, &choice.models[i]);
	host_free(host, choosing.histories);
	if (rc < 0)
		return rc;
	drop_unusable(&choice);
	choose(&choice);
	say_why(&choice, name != NULL);
	*ret = choice;
	return RGL_OK;
}
