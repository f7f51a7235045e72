/* scores_fit.c - the models: whether they are to be fitted anew, fitting, keeping them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plugin/insight/scores_parts.h"
#include "plugin/store/query.h"

enum { KIND_TIMING = 1, KIND_SPEND, FIT_DAYS = 7, NEW_SHARE = 10, CUSTOMERS_BEFORE_MIN = 20 };

/* ---- keeping ---- */

static rgl_rc add_model(struct store *store, int kind, const char *name, enum fit_verdict verdict,
			const struct scores_fit *fit, int64_t members, const char *words)
{
	struct query q = query(store, STATEMENT_MODEL_ADD);

	query_bind_int(&q, kind);
	query_bind_text(&q, name);
	query_bind_int(&q, fit->at_ms);
	query_bind_int(&q, fit->last_event);
	query_bind_int(&q, members);
	query_bind_int(&q, verdict);
	query_bind_text(&q, words);
	return query_run(&q);
}

static rgl_rc keep_words(struct store *store, const struct scores_fit *fit, int64_t members,
			 struct bytes *timing, struct bytes *spend)
{
	const struct choice *choice = &fit->choice;
	const struct choice_model *model = &choice->models[choice->chosen];
	const char *name = choice->spend.model.is_pooled ? "pooled" : "gamma-gamma";
	rgl_rc rc;

	scores_words_timing(fit, timing);
	scores_words_spend(fit, spend);
	bytes_add_byte(timing, '\0');
	bytes_add_byte(spend, '\0');
	if (bytes_rc(timing) < 0 || bytes_rc(spend) < 0)
		return refuse(&store->refusal, RGL_E_MEMORY,
			      "there is not enough memory for the models");
	rc = store_begin(store);
	if (rc < 0)
		return rc;
	rc = add_model(store, KIND_TIMING, choice->count > 0 ? model->name : "none",
		       choice->count > 0 ? model->fit.verdict : FIT_TOO_LITTLE, fit, members,
		       (const char *)timing->data);
	if (rc == RGL_OK)
		rc = add_model(store, KIND_SPEND, name, choice->spend.verdict, fit, members,
			       (const char *)spend->data);
	return store_end(store, rc);
}

static rgl_rc keep(struct store *store, const struct scores_fit *fit, int64_t members)
{
	struct bytes timing = bytes_of(store->host);
	struct bytes spend = bytes_of(store->host);
	rgl_rc rc = keep_words(store, fit, members, &timing, &spend);

	bytes_free(&timing);
	bytes_free(&spend);
	return rc;
}

static rgl_rc no_words(struct store *store)
{
	return refuse(&store->refusal, RGL_E_DAMAGED,
		      "what was kept of the models cannot be read; make them anew: regulars "
		      "refresh --whole");
}

static rgl_rc read_row(struct query *q, bool (*read)(const char *text, struct scores_fit *ret),
		       struct scores_fit *ret)
{
	const struct host *host = q->store->host;
	size_t room;
	char *text;

	ret->at_ms = query_int(q);
	ret->last_event = query_int(q);
	room = query_length(q) + 1;
	text = host_new(host, room);
	if (text == NULL)
		return refuse(&q->store->refusal, RGL_E_MEMORY,
			      "there is not enough memory for the models");
	query_text(q, text, room);
	if (!read(text, ret)) {
		host_free(host, text);
		return no_words(q->store);
	}
	host_free(host, text);
	return RGL_OK;
}

static rgl_rc read_kind(struct store *store, int kind,
			bool (*read)(const char *text, struct scores_fit *ret),
			struct scores_fit *ret)
{
	struct query q = query(store, STATEMENT_MODEL_LAST);
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	query_bind_int(&q, kind);
	if (query_row(&q))
		rc = read_row(&q, read, ret);
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

rgl_rc scores_fit_read(struct store *store, struct scores_fit *ret)
{
	struct scores_fit fit = { .basis = BASIS_NET };
	rgl_rc rc = read_kind(store, KIND_TIMING, scores_words_read_timing, &fit);

	if (rc == RGL_OK && fit.at_ms != 0)
		rc = read_kind(store, KIND_SPEND, scores_words_read_spend, &fit);
	if (rc == RGL_OK)
		*ret = fit;
	return rc;
}

rgl_rc scores_wish_kept(struct store *store, char name[TIMING_NAME_ROOM], struct scores_wish *ret)
{
	struct scores_fit fit = { 0 };
	rgl_rc rc = scores_fit_read(store, &fit);

	if (rc < 0 && rc != RGL_E_DAMAGED)
		return rc;
	*ret = (struct scores_wish) { .method = FIT_MAP, .rate_ppm = SCORES_RATE_PPM };
	name[0] = '\0';
	if (rc < 0 || fit.at_ms == 0)
		return RGL_OK;
	(void)snprintf(name, TIMING_NAME_ROOM, "%s", fit.asked);
	ret->method = fit.method;
	ret->rate_ppm = fit.rate_ppm;
	ret->model = name[0] == '\0' ? NULL : name;
	return RGL_OK;
}

/* ---- fitting ---- */

/* The refund of an old sale can make visits fewer; that is no new sale. A basis that changes makes
 * all amounts others. */
bool scores_fit_is_due(const struct scores_fit *fit, const struct scores_wish *wish,
		       const struct scores_crowd *crowd)
{
	const char *asked = wish->model == NULL ? "" : wish->model;
	enum worth_basis basis = crowd->cost_known ? BASIS_MARGIN : BASIS_NET;

	if (wish->whole || fit->at_ms == 0 || fit->method != wish->method ||
	    fit->rate_ppm != wish->rate_ppm || fit->basis != basis ||
	    strcmp(fit->asked, asked) != 0)
		return true;
	if (crowd->now_ms < fit->at_ms || crowd->now_ms - fit->at_ms > FIT_DAYS * MS_A_DAY)
		return true;
	return crowd->visits - fit->visits > fit->visits / NEW_SHARE;
}

static struct choice_customer customer_of(const struct scores_crowd *crowd,
					  const struct scores_member *member)
{
	struct choice_customer customer = {
		.whole = scores_history(crowd, member),
		.is_known = member->is_known,
	};

	if (!member->is_known)
		return customer;
	customer.before = (struct timing_history) {
		.x = (double)member->tail_x,
		.t_x = (double)member->tail_last,
		.T = (double)(crowd->tail_day - 1 - member->first_day),
		.log_gaps = member->tail_log_gaps,
	};
	customer.after = (double)(member->x - member->tail_x);
	return customer;
}

/* 0: not known. */
static rgl_rc measure_regularity(const struct host *host, const struct scores_crowd *crowd,
				 double *ret)
{
	double(*pairs)[2] = host_new(host, (crowd->count + 1) * sizeof(*pairs));
	size_t count = 0;

	if (pairs == NULL)
		return RGL_E_MEMORY;
	for (size_t i = 0; i < crowd->count; i++) {
		const struct scores_member *member = &crowd->members[i];

		if (member->x < 2)
			continue;
		pairs[count][0] = (double)member->gaps[0];
		pairs[count++][1] = (double)member->gaps[1];
	}
	if (timing_regularity((const double(*)[2])pairs, count, ret) < 0)
		*ret = 0;
	host_free(host, pairs);
	return RGL_OK;
}

static rgl_rc fit_spend(struct store *store, enum fit_method method,
			const struct scores_crowd *crowd, struct scores_fit *fit)
{
	struct spend_history *spends = host_new(store->host, (crowd->count + 1) * sizeof(*spends));
	rgl_rc rc;

	if (spends == NULL)
		return RGL_E_MEMORY;
	for (size_t i = 0; i < crowd->count; i++)
		spends[i] = fit->basis == BASIS_MARGIN ? crowd->members[i].margin
						       : crowd->members[i].net;
	rc = spend_fit(store->host, method, spends, crowd->count, &fit->choice.spend,
		       &store->refusal);
	host_free(store->host, spends);
	return rc;
}

/* By maximum likelihood there may be none; the prior always says something. */
static rgl_rc choose(struct store *store, const struct scores_wish *wish,
		     const struct choice_customer *customers, const struct scores_crowd *crowd,
		     double held_days, struct scores_fit *fit)
{
	double regularity = fit->choice.regularity;
	rgl_rc rc = choice_make(store->host, wish->method, wish->model, customers, crowd->count,
				held_days, regularity, &fit->choice, &store->refusal);

	if (rc == RGL_OK && fit->choice.count == 0 && wish->method == FIT_ML && crowd->count > 0)
		rc = choice_make(store->host, FIT_MAP, wish->model, customers, crowd->count,
				 held_days, regularity, &fit->choice, &store->refusal);
	return rc;
}

static rgl_rc fit_timing(struct store *store, const struct scores_wish *wish,
			 const struct scores_crowd *crowd, struct scores_fit *fit)
{
	struct choice_customer *customers =
		host_new(store->host, (crowd->count + 1) * sizeof(*customers));
	double held_days = 0;
	size_t known = 0;
	rgl_rc rc;

	if (customers == NULL)
		return RGL_E_MEMORY;
	for (size_t i = 0; i < crowd->count; i++) {
		customers[i] = customer_of(crowd, &crowd->members[i]);
		known += customers[i].is_known;
	}
	if (crowd->tail_day <= crowd->today && known >= CUSTOMERS_BEFORE_MIN)
		held_days = (double)(crowd->today + 1 - crowd->tail_day);
	rc = choose(store, wish, customers, crowd, held_days, fit);
	host_free(store->host, customers);
	return rc;
}

rgl_rc scores_fit_make(struct store *store, const struct scores_wish *wish,
		       const struct scores_crowd *crowd, struct scores_fit *ret)
{
	struct scores_fit fit = { .basis = crowd->cost_known ? BASIS_MARGIN : BASIS_NET,
				  .at_ms = crowd->now_ms,
				  .last_event = crowd->last_event,
				  .visits = crowd->visits,
				  .rate_ppm = wish->rate_ppm,
				  .method = wish->method };
	rgl_rc rc = measure_regularity(store->host, crowd, &fit.choice.regularity);

	if (wish->model != NULL)
		(void)snprintf(fit.asked, sizeof(fit.asked), "%s", wish->model);
	if (rc == RGL_OK)
		rc = fit_spend(store, wish->method, crowd, &fit);
	if (rc == RGL_OK)
		rc = fit_timing(store, wish, crowd, &fit);
	if (rc == RGL_OK)
		rc = keep(store, &fit, (int64_t)crowd->count);
	if (rc == RGL_E_MEMORY && store->refusal.code != rc)
		refuse(&store->refusal, rc, "there is not enough memory for the models");
	if (rc == RGL_OK)
		*ret = fit;
	return rc;
}
