/* redeem_discount.c - what a reward would take off the lines, by its kind.
 *
 * In:  the nets that earlier rewards left.
 * Out: a trial, and in work->fulls what the nets would be after it.
 * Not here: units that are counted (redeem_units.c), points as money (redeem_points.c).
 */
#include "plugin/loyalty/redeem_parts.h"

#include "plugin/loyalty/spread.h"

rgl_rc redeem_weigh(const struct redeeming *run, const struct scope *scope, struct money *ret_sum)
{
	struct basis_work *work = run->work;
	struct money sum = money_of(0);

	for (size_t i = 0; i < run->sale->line_count; i++) {
		const struct sale_line *line = &run->sale->lines[i];
		bool bears = basis_role(line) == ROLE_GOODS && money_sign(work->fulls[i]) > 0 &&
			     (scope == NULL || match_scope(scope, line));
		rgl_rc rc;

		work->weights[i] = bears ? work->fulls[i] : money_of(0);
		rc = money_add(sum, work->weights[i], &sum);
		if (rc < 0)
			return rc;
	}
	*ret_sum = sum;
	return RGL_OK;
}

rgl_rc redeem_take(const struct redeeming *run, struct money amount, struct money sum,
		   struct trial *trial)
{
	struct basis_work *work = run->work;
	struct money taken = redeem_lesser(amount, sum);
	rgl_rc rc;

	if (money_sign(taken) <= 0)
		return RGL_OK;
	rc = spread(taken, work->weights, run->sale->line_count, work->parts);
	for (size_t i = 0; rc == RGL_OK && i < run->sale->line_count; i++) {
		rc = money_sub(work->fulls[i], work->parts[i], &work->fulls[i]);
		if (rc == RGL_OK)
			rc = money_sub(work->weights[i], work->parts[i], &work->weights[i]);
	}
	return rc == RGL_OK ? money_add(trial->discount, taken, &trial->discount) : rc;
}

static const struct scope *scope_of(const struct reward *reward)
{
	return reward->on == REWARD_ON_ITEMS ? &reward->items : NULL;
}

/* Use after use, each on what the one before left. */
static rgl_rc try_percent(const struct redeeming *run, struct trial *trial)
{
	const struct reward *reward = trial->reward;
	struct money sum;
	int64_t use = 0;
	rgl_rc rc = redeem_weigh(run, scope_of(reward), &sum);

	for (; rc == RGL_OK && use < trial->times; use++) {
		struct money off;

		rc = redeem_nearest(sum, reward->percent_milli, REDEEM_PERCENT_WHOLE, &off);
		if (rc == RGL_OK)
			rc = redeem_cap(reward, 1, &off);
		if (rc < 0 || money_sign(off) <= 0)
			break;
		off = redeem_lesser(off, sum);
		rc = redeem_take(run, off, sum, trial);
		if (rc == RGL_OK)
			rc = money_sub(sum, off, &sum);
	}
	trial->times = use;
	return rc;
}

/* All uses at once; one that would take nothing off is not counted. */
static rgl_rc try_amount(const struct redeeming *run, struct trial *trial)
{
	const struct reward *reward = trial->reward;
	struct money each = reward->amount;
	struct money off;
	struct money sum;
	rgl_rc rc = redeem_cap(reward, 1, &each);

	if (rc < 0 || money_sign(each) <= 0)
		return rc;
	rc = redeem_floor(each, trial->times, 1, &off);
	if (rc == RGL_OK)
		rc = redeem_weigh(run, scope_of(reward), &sum);
	if (rc == RGL_OK)
		rc = redeem_take(run, off, sum, trial);
	return rc == RGL_OK ? redeem_count(trial->discount, each, &trial->times) : rc;
}

static rgl_rc try_kind(const struct redeeming *run, struct trial *trial, struct claim *claim)
{
	bool on_cheapest = trial->reward->on == REWARD_ON_CHEAPEST;

	switch (trial->reward->kind) {
	case REWARD_PERCENT:
		return on_cheapest ? redeem_try_cheapest(run, trial) : try_percent(run, trial);
	case REWARD_AMOUNT:
		return on_cheapest ? redeem_try_cheapest(run, trial) : try_amount(run, trial);
	case REWARD_FREE:
		return redeem_try_free(run, trial, claim);
	case REWARD_BUY_GET:
		return redeem_try_buy_get(run, trial, claim);
	case REWARD_MONEY:
		return redeem_try_points(run, trial, claim);
	case REWARD_COUPON:
	case REWARD_THING:
		return RGL_OK;
	}
	return RGL_E_INTERNAL;
}

bool redeem_is_money_off(const struct reward *reward)
{
	return reward->kind == REWARD_PERCENT || reward->kind == REWARD_AMOUNT ||
	       reward->kind == REWARD_MONEY;
}

rgl_rc redeem_try(const struct redeeming *run, struct trial *trial, struct claim *claim)
{
	const struct reward *reward = trial->reward;
	int64_t given_milli;
	rgl_rc rc;

	for (size_t i = 0; i < run->sale->line_count; i++)
		run->work->fulls[i] = run->work->nets[i];
	trial->discount = money_of(0);
	rc = try_kind(run, trial, claim);
	if (rc < 0)
		return rc;
	if (redeem_is_money_off(reward) && money_sign(trial->discount) <= 0)
		return redeem_refuse(claim, RGL_E_FIELD,
				     "%s: nothing is in the sale that it could be taken off",
				     redeem_title(reward));
	if (reward->kind == REWARD_MONEY)
		return RGL_OK;
	given_milli = trial->given_milli + trial->added_milli;
	rc = redeem_cost(run->programme, trial->index, trial->times, trial->discount, given_milli,
			 &trial->cost);
	if (rc < 0 || trial->cost == 0 || trial->cost <= redeem_purse_left(run, reward->purse))
		return rc;
	return redeem_refuse_points(run, reward, trial->cost, claim);
}
