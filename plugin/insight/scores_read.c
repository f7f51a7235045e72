/* scores_read.c - what was kept of the scores. */
#include <math.h>

#include "plugin/insight/scores_parts.h"
#include "plugin/store/query.h"

static void read_score(struct query *q, struct score *ret)
{
	ret->member = query_int(q);
	ret->as_of_ms = query_int(q);
	ret->days = query_int(q);
	ret->usual_days = query_int(q);
	ret->alive = query_int(q);
	ret->again = query_int(q);
	ret->overdue = query_int(q);
	ret->visits_milli = query_int(q);
	ret->value = query_money(q);
	ret->low = query_money(q);
	ret->high = query_money(q);
	ret->spread = query_money(q);
	ret->loss = query_money(q);
	ret->basis = (enum worth_basis)query_int(q);
}

rgl_rc score_of(struct store *store, int64_t member, struct score *ret)
{
	struct query q = query(store, STATEMENT_SCORE_READ);
	struct score score = { 0 };
	rgl_rc rc;

	query_bind_int(&q, member);
	if (query_row(&q))
		read_score(&q, &score);
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = score;
	return rc;
}

rgl_rc scores_read(struct store *store, score_taker *take, void *user)
{
	struct query q = query(store, STATEMENT_SCORE_LIST);
	struct score score = { 0 };
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	while (rc == RGL_OK && query_row(&q)) {
		read_score(&q, &score);
		rc = take(user, &score);
	}
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

static rgl_rc read_scored(struct store *store, struct scores_state *ret)
{
	struct query q = query(store, STATEMENT_SCORED_READ);

	if (query_row(&q)) {
		ret->as_of_ms = query_int(&q);
		ret->last_event = query_int(&q);
		ret->members_scored = query_int(&q);
		ret->basis = (enum worth_basis)query_int(&q);
		ret->rate_ppm = query_int(&q);
		ret->value = query_money(&q);
		ret->low = query_money(&q);
		ret->high = query_money(&q);
		ret->doubt = query_int(&q);
	}
	return query_end(&q);
}

rgl_rc scores_state(struct store *store, struct scores_state *ret)
{
	struct scores_state state = { .basis = BASIS_NET };
	struct scores_fit fit = { 0 };
	rgl_rc rc = read_scored(store, &state);

	if (rc == RGL_OK)
		rc = scores_fit_read(store, &fit);
	if (rc < 0)
		return rc;
	state.fit_ms = fit.choice.count > 0 ? fit.at_ms : 0;
	state.choice = fit.choice;
	*ret = state;
	return RGL_OK;
}

rgl_rc scores_sum_add(const struct currency *currency, const struct score *score,
		      struct scores_sum *sum)
{
	struct scores_sum more = *sum;
	double spread = money_major(score->spread, currency);
	rgl_rc rc = money_add(sum->value, score->value, &more.value);

	if (rc == RGL_OK)
		rc = money_add(sum->loss, score->loss, &more.loss);
	if (rc == RGL_OK &&
	    __builtin_add_overflow(sum->visits_milli, score->visits_milli, &more.visits_milli))
		rc = RGL_E_RANGE;
	if (rc < 0)
		return rc;
	more.members++;
	more.variance += spread * spread;
	/* Of one alone the bounds are those that were kept. */
	more.low = more.members == 1 ? score->low : money_of(0);
	more.high = more.members == 1 ? score->high : money_of(0);
	*sum = more;
	return RGL_OK;
}

rgl_rc scores_sum_end(const struct currency *currency, const struct scores_state *state,
		      struct scores_sum *sum)
{
	const double eighty = 1.2815515655; /* of a normal variable between minus and plus that */
	double value = money_major(sum->value, currency);
	double doubt = value * (double)state->doubt / 1e6;
	double half = eighty * sqrt(sum->variance + doubt * doubt);
	struct money low;
	struct money high;
	rgl_rc rc;

	if (sum->members <= 1)
		return RGL_OK;
	rc = money_of_major(fmax(value - half, 0), currency, &low);
	if (rc == RGL_OK)
		rc = money_of_major(value + half, currency, &high);
	if (rc < 0)
		return rc;
	sum->low = low;
	sum->high = high;
	return RGL_OK;
}
