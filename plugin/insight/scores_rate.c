/* scores_rate.c - members' scores by the models. */
#include <math.h>

#include "plugin/insight/scores_parts.h"
#include "plugin/models/gaps.h"

#define GONE 1e-6 /* the share of what they would bring, below which a member is long gone */

enum { MONTHS = 12, PPM = 1000000, DAYS_MAX = 36500 };

rgl_rc scores_desk_open(const struct host *host, size_t count, struct scores_desk *ret,
			struct rgl_why *refusal)
{
	*ret = (struct scores_desk) {
		.host = host,
		.histories = host_new(host, count * sizeof(*ret->histories)),
		.spends = host_new(host, count * sizeof(*ret->spends)),
		.worths = host_new(host, count * sizeof(*ret->worths)),
		.scores = host_new(host, count * sizeof(*ret->scores)),
	};
	if (ret->histories == NULL || ret->spends == NULL || ret->worths == NULL ||
	    ret->scores == NULL)
		return refuse(refusal, RGL_E_MEMORY, "there is not enough memory for the scores");
	return RGL_OK;
}

void scores_desk_close(struct scores_desk *desk)
{
	host_free(desk->host, desk->histories);
	host_free(desk->host, desk->spends);
	host_free(desk->host, desk->worths);
	host_free(desk->host, desk->scores);
}

static double within(double number, double low, double high)
{
	return isfinite(number) ? fmin(fmax(number, low), high) : low;
}

static int64_t share(double chance)
{
	return llround(within(chance, 0, 1) * PPM);
}

struct money scores_amount(double major, const struct currency *currency)
{
	struct money ret = money_of(0);

	if (!(major > 0))
		return ret;
	if (money_of_major(major, currency, &ret) < 0)
		ret = money_of(INT64_C(1000000000000000));
	return ret;
}

/* A year's visits, each at what one leaves, discounted as if they came evenly. */
static double evenly(const struct worth_wish *wish, double visits, double ticket)
{
	double counted = 0;
	double discount = 1;

	for (size_t month = 0; month < wish->months; month++) {
		discount /= 1 + wish->rate;
		counted += discount;
	}
	return visits * ticket * counted / (double)wish->months;
}

/* What would be expected if they surely still were customers, less what is. Of one long gone so
 * little is expected that no number holds what share of it that is: all is lost. */
static double loss_of(const struct worth_wish *wish, const struct timing_history *history,
		      const struct spend_history *spend, const struct worth *worth)
{
	const struct timing_model *model = &wish->timing->model;
	double now = timing_expected(model, history, SCORES_YEAR_DAYS);
	double if_alive = timing_expected_if_alive(model, history, SCORES_YEAR_DAYS);

	if (!(if_alive > now))
		return 0;
	if (now > if_alive * GONE && worth->value > 0)
		return worth->value * (if_alive / now - 1);
	return evenly(wish, if_alive, spend_expected(&wish->spend->model, spend));
}

static void rate(const struct scores_crowd *crowd, const struct scores_fit *fit,
		 const struct currency *currency, const struct scores_member *member, size_t at,
		 struct scores_desk *desk)
{
	const struct worth_wish wish = scores_worth(fit);
	const struct timing_history *history = &desk->histories[at];
	const struct worth *worth = &desk->worths[at];
	const struct choice *choice = &fit->choice;
	const struct timing_model *model = &choice->models[choice->chosen].fit.model;
	double usual = gaps_usual(model, choice->regularity, history);

	desk->scores[at] = (struct score) {
		.member = member->member,
		.as_of_ms = crowd->now_ms,
		.days = (int64_t)member->x + 1,
		.usual_days = member->x > 0 ? llround(within(usual * 10, 1, DAYS_MAX * 10.0)) : 0,
		.alive = share(timing_alive(model, history)),
		.again = share(timing_any(model, history, SCORES_YEAR_DAYS)),
		.overdue = share(gaps_overdue(model, choice->regularity, history)),
		.visits_milli = llround(within(worth->visits * 1000, 0, 1e12)),
		.value = scores_amount(worth->value, currency),
		.low = scores_amount(worth->low, currency),
		.high = scores_amount(worth->high, currency),
		.spread = scores_amount(sqrt(worth->variance), currency),
		.loss = scores_amount(loss_of(&wish, history, &desk->spends[at], worth), currency),
		.basis = fit->basis,
	};
}

struct worth_wish scores_worth(const struct scores_fit *fit)
{
	const struct choice *choice = &fit->choice;

	return (struct worth_wish) {
		.timing = &choice->models[choice->chosen].fit,
		.spend = &choice->spend,
		.months = MONTHS,
		.month_days = (double)SCORES_YEAR_DAYS / MONTHS,
		.rate = pow(1 + (double)fit->rate_ppm / PPM, 1.0 / MONTHS) - 1,
	};
}

rgl_rc scores_rate(struct store *store, const struct scores_crowd *crowd,
		   const struct scores_fit *fit, size_t first, size_t count,
		   struct scores_desk *desk)
{
	const struct scores_member *members = crowd->members + first;
	const struct worth_wish wish = scores_worth(fit);
	rgl_rc rc;

	for (size_t i = 0; i < count; i++) {
		desk->histories[i] = scores_history(crowd, &members[i]);
		desk->spends[i] = fit->basis == BASIS_MARGIN ? members[i].margin : members[i].net;
	}
	rc = worth_all(store->host, &wish, desk->histories, desk->spends, count, desk->worths,
		       &store->refusal);
	for (size_t i = 0; rc == RGL_OK && i < count; i++)
		rate(crowd, fit, &store->shop.currency, &members[i], i, desk);
	return rc;
}
