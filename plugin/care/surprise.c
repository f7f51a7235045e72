/* surprise.c - see surprise.h. */
#include "plugin/care/surprise.h"

#include <stdio.h>

#include "plugin/insight/scores.h"
#include "plugin/store/query.h"

static int64_t day_of(const struct store *store, int64_t at_ms)
{
	const struct civil civil = zone_civil(store->zone, at_ms);

	return civil_days(civil.year, civil.month, civil.day);
}

/* ---- Reading ---- */

static rgl_rc read_day(struct store *store, int64_t member, int64_t day, struct surprise *ret)
{
	struct query q = query(store, STATEMENT_SURPRISE_OF_DAY);
	struct surprise row = { .member = member, .day = day };
	rgl_rc rc;

	query_bind_int(&q, member);
	query_bind_int(&q, day);
	if (query_row(&q)) {
		row.id = query_int(&q);
		row.state = (enum surprise_state)query_int(&q);
		row.sale = query_int(&q);
		row.draw = query_int(&q);
		row.chance = query_int(&q);
		row.units = query_int(&q);
		query_text(&q, row.reward, sizeof(row.reward));
		row.worth = query_money(&q);
		row.at_ms = query_int(&q);
	}
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = row;
	return rc;
}

rgl_rc surprise_of_sale(struct store *store, int64_t sale, struct surprise *ret)
{
	struct query q = query(store, STATEMENT_SURPRISE_OF_SALE);
	struct surprise row = { 0 };
	rgl_rc rc;

	query_bind_int(&q, sale);
	if (query_row(&q)) {
		row.state = SURPRISE_GIVEN;
		row.sale = sale;
		row.units = query_int(&q);
		query_text(&q, row.reward, sizeof(row.reward));
	}
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = row;
	return rc;
}

/* ---- The budget ---- */

/* Of the month of a day; `but`: a row that is not counted. */
static rgl_rc read_spent(struct store *store, int64_t day, int64_t but, struct money *ret)
{
	const struct civil civil = civil_of(day * MS_A_DAY);
	const bool is_last = civil.month == 12;
	struct query q = query(store, STATEMENT_SURPRISE_SPENT);
	rgl_rc rc;

	query_bind_int(&q, civil_days(civil.year, civil.month, 1));
	query_bind_int(&q, civil_days(civil.year + is_last, is_last ? 1 : civil.month + 1, 1) - 1);
	query_bind_int(&q, day_of(store, host_now_ms(store->host)));
	query_bind_int(&q, but);
	if (query_row(&q))
		*ret = query_money(&q);
	rc = query_end(&q);
	return rc;
}

rgl_rc surprise_spent(struct store *store, int64_t at_ms, struct money *ret)
{
	return read_spent(store, day_of(store, at_ms), 0, ret);
}

static rgl_rc is_in_budget(struct store *store, const struct policy *policy,
			   const struct surprise *surprise, bool *ret)
{
	struct money sum = money_of(0);
	rgl_rc rc;

	*ret = false;
	if (money_sign(policy->surprise_month) <= 0)
		return RGL_OK;
	rc = read_spent(store, surprise->day, surprise->id, &sum);
	/* More than can be counted is more than any budget. */
	if (rc == RGL_OK && money_add(sum, surprise->worth, &sum) == RGL_OK)
		*ret = money_compare(sum, policy->surprise_month) <= 0;
	return rc;
}

/* ---- The draw ---- */

static rgl_rc read_facts(struct store *store, const struct policy *policy,
			 const struct surprise_ask *ask, int64_t day, struct draw_facts *ret)
{
	struct score score = { 0 };
	struct draw_facts facts = { .percent = policy->surprise_percent,
				    .wait_days = policy->surprise_wait_days,
				    .surprised_days = -1,
				    .visits = ask->visits,
				    .worth_minor = ask->worth.minor };
	rgl_rc rc = score_of(store, ask->member, &score);

	if (rc < 0)
		return rc;
	/* A sale that comes late is no reason to be surprised sooner. */
	if (ask->surprised_ms != 0)
		facts.surprised_days = day - day_of(store, ask->surprised_ms);
	if (ask->surprised_ms != 0 && facts.surprised_days < 0)
		facts.surprised_days = 0;
	if (ask->visits > 1)
		facts.span_days = day_of(store, ask->last_ms) - day_of(store, ask->first_ms);
	facts.has_score = score.member != 0;
	facts.alive = score.alive;
	facts.overdue = score.overdue;
	facts.value_minor = score.value.minor;
	*ret = facts;
	return RGL_OK;
}

static void fill(const struct policy *policy, const struct surprise_ask *ask,
		 struct surprise *surprise)
{
	surprise->at_ms = ask->at_ms;
	surprise->worth = ask->worth;
	if (policy->surprise_reward[0] == '\0')
		surprise->units = policy->surprise_points;
	else
		(void)snprintf(surprise->reward, sizeof(surprise->reward), "%s",
			       policy->surprise_reward);
}

/* Whether who serves is this very member. */
static rgl_rc is_own(struct store *store, const struct surprise_ask *ask, bool *ret)
{
	struct query q = query(store, STATEMENT_WATCH_OWN_CARD);

	query_bind_text(&q, ask->cashier);
	query_bind_int(&q, ask->member);
	*ret = query_row(&q) && query_int(&q) != 0;
	return query_end(&q);
}

static rgl_rc play(struct store *store, const struct policy *policy, const struct surprise_ask *ask,
		   struct surprise *surprise)
{
	const bool is_reward = policy->surprise_reward[0] != '\0';
	struct draw_facts facts;
	bool own = false;
	rgl_rc rc;

	if (is_reward ? !ask->has_reward : policy->surprise_points <= 0)
		return RGL_OK;
	/* The day's first sale drew for it. */
	if (ask->visits > 0 && day_of(store, ask->last_ms) == surprise->day)
		return RGL_OK;
	surprise->draw = draw_of(&store->keys, ask->member, surprise->day);
	rc = read_facts(store, policy, ask, surprise->day, &facts);
	if (rc < 0)
		return rc;
	surprise->chance = draw_chance(&facts);
	if (surprise->draw >= surprise->chance)
		return RGL_OK;
	rc = is_own(store, ask, &own);
	if (rc < 0 || own)
		return rc;
	fill(policy, ask, surprise);
	surprise->state = SURPRISE_PROMISED;
	return RGL_OK;
}

rgl_rc surprise_find(struct store *store, const struct policy *policy,
		     const struct surprise_ask *ask, struct surprise *ret)
{
	struct surprise surprise = { 0 };
	bool fits = false;
	rgl_rc rc = RGL_OK;

	if (policy->surprise_percent > 0)
		rc = read_day(store, ask->member, day_of(store, ask->at_ms), &surprise);
	if (rc == RGL_OK && policy->surprise_percent > 0 && surprise.id == 0 && !ask->is_late)
		rc = play(store, policy, ask, &surprise);
	if (rc == RGL_OK && surprise.state != 0 && surprise.state != SURPRISE_GIVEN)
		rc = is_in_budget(store, policy, &surprise, &fits);
	if (rc < 0)
		return rc;
	*ret = fits ? surprise : (struct surprise) { 0 };
	return RGL_OK;
}
