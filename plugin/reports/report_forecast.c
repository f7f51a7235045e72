/* report_forecast.c - see reports.h: visits and sales of the weeks to come.
 *
 * One pass over the visits of all members: how many came in each past week, when each came first,
 * and what each is expected to do (in parcels, so that memory stays small).
 */
#include <math.h>
#include <string.h>

#include "plugin/insight/last_day.h"
#include "plugin/insight/scores.h"
#include "plugin/reports/report_end.h"
#include "plugin/reports/report_forecast.h"
#include "plugin/reports/report_parts.h"
#include "plugin/reports/reports.h"

enum { PARCEL = 4096, DAYS_MAX = 22000 };

struct gathering {
	struct store *store;
	const struct timing_model *model;
	int32_t today;
	int64_t *births;
	struct timing_history *histories; /* a parcel of them */
	double *expected;
	size_t held;
	struct forecast_facts facts;
};

/* The visits to come of the members in the parcel, which is empty then. */
static rgl_rc empty_parcel(struct gathering *gathering)
{
	rgl_rc rc = RGL_OK;

	if (gathering->held > 0)
		rc = timing_expect_all(gathering->store->host, gathering->model,
				       gathering->histories, gathering->held, FORECAST_WEEK,
				       FORECAST_AHEAD, gathering->expected, NULL,
				       &gathering->store->refusal);
	for (size_t i = 0; rc == RGL_OK && i < gathering->held; i++) {
		const double *until = gathering->expected + i * FORECAST_AHEAD;

		for (size_t week = 0; week < FORECAST_AHEAD; week++)
			gathering->facts.coming[week] +=
				until[week] - (week > 0 ? until[week - 1] : 0);
	}
	gathering->held = 0;
	return rc;
}

static void count_days(struct gathering *gathering, const struct visit_day *days, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		int32_t ago = gathering->today - days[i].day;
		int32_t week = FORECAST_BACK - 1 - ago / FORECAST_WEEK;

		if (ago < 0 || week < 0)
			continue;
		gathering->facts.visits[week] += 1;
		gathering->facts.net[week] +=
			money_major(days[i].net, &gathering->store->shop.currency);
	}
}

static rgl_rc take_member(void *user, int64_t member, const struct visit_day *days, size_t count)
{
	struct gathering *gathering = user;
	struct timing_history *history = &gathering->histories[gathering->held];
	int32_t age = gathering->today - days[0].day;

	(void)member;
	count_days(gathering, days, count);
	if (age < 0 || age >= DAYS_MAX)
		return RGL_OK;
	gathering->births[age]++;
	if ((size_t)age >= gathering->facts.days)
		gathering->facts.days = (size_t)age + 1;
	*history = (struct timing_history) { .x = (double)(count - 1),
					     .t_x = days[count - 1].day - days[0].day,
					     .T = age };
	/* One dated ahead counts as of now. */
	if (history->t_x > history->T)
		history->t_x = history->T;
	if (history->t_x <= 0)
		history->x = 0;
	for (size_t i = 1; i < count && history->x > 0; i++)
		history->log_gaps += log(days[i].day - days[i - 1].day);
	gathering->held++;
	return gathering->held < PARCEL ? RGL_OK : empty_parcel(gathering);
}

static rgl_rc gather(struct gathering *gathering)
{
	const struct host *host = gathering->store->host;
	rgl_rc rc = RGL_OK;

	gathering->births = host_new(host, DAYS_MAX * sizeof(*gathering->births));
	gathering->histories = host_new(host, PARCEL * sizeof(*gathering->histories));
	gathering->expected =
		host_new(host, PARCEL * FORECAST_AHEAD * sizeof(*gathering->expected));
	gathering->facts.births = gathering->births;
	if (gathering->births == NULL || gathering->histories == NULL ||
	    gathering->expected == NULL)
		rc = refuse(&gathering->store->refusal, RGL_E_MEMORY,
			    "there is not enough memory for the report");
	if (rc == RGL_OK)
		rc = visits_read(gathering->store, INT64_MAX, take_member, gathering);
	return rc < 0 ? rc : empty_parcel(gathering);
}

static void let_go(struct gathering *gathering)
{
	host_free(gathering->store->host, gathering->births);
	host_free(gathering->store->host, gathering->histories);
	host_free(gathering->store->host, gathering->expected);
}

static rgl_rc make(struct gathering *gathering, const struct scores_state *state, struct page *page)
{
	const struct choice_model *chosen = &state->choice.models[state->choice.chosen];
	struct store *store = gathering->store;
	struct forecast forecast;
	struct last_day last;
	rgl_rc rc = last_day_read(store, &last);

	if (rc < 0)
		return rc;
	gathering->model = &chosen->fit.model;
	gathering->today = last.day;
	gathering->facts.doubt = (double)state->doubt / 1e6;
	rc = gather(gathering);
	if (rc == RGL_OK)
		rc = forecast_make(store->host, gathering->model, &gathering->facts, &forecast,
				   &store->refusal);
	if (rc == RGL_OK)
		report_end_note(&last, page);
	if (rc == RGL_OK)
		report_forecast_page(&(struct forecast_said) { .forecast = &forecast,
							       .facts = &gathering->facts,
							       .model = chosen,
							       .today = gathering->today,
							       .currency = &store->shop.currency },
				     page);
	return rc;
}

rgl_rc report_forecast(struct store *store, const struct report *report, struct page *page)
{
	struct gathering gathering = { .store = store };
	struct scores_state state = { 0 };
	rgl_rc rc = report_is_of_all(report, &store->refusal);

	if (rc == RGL_OK)
		rc = scores_state(store, &state);
	if (rc < 0)
		return rc;
	page_subtitle(page, "visits of members and what they leave, week by week, net of refunds");
	if (state.as_of_ms == 0 || state.choice.count == 0) {
		report_forecast_nothing(state.as_of_ms != 0, page);
		return RGL_OK;
	}
	rc = make(&gathering, &state, page);
	let_go(&gathering);
	return rc;
}
