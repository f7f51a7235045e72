/* redeem_points.c - points as money: how many go, and what they take off.
 *
 * In:  what was asked for, what may be spent, what is due.
 * Out: a trial of REWARD_MONEY; and the words for too few points, of any reward.
 */
#include "plugin/loyalty/redeem_parts.h"

#include <inttypes.h>
#include <string.h>

int64_t redeem_purse_left(const struct redeeming *run, size_t purse)
{
	int64_t left;

	if (__builtin_sub_overflow(run->spendable[purse], run->ret->costs[purse], &left))
		return 0;
	return left > 0 ? left : 0;
}

rgl_rc redeem_refuse_points(const struct redeeming *run, const struct reward *reward,
			    int64_t needed, struct claim *claim)
{
	const struct purse *purse = &run->programme->purses[reward->purse];
	bool is_card = reward->purse >= PURSE_STAMPS;
	bool is_plain = purse->title[0] == '\0' || strcmp(purse->title, "Points") == 0;
	const char *title = is_plain ? "points" : purse->title;
	int64_t left = redeem_purse_left(run, reward->purse);

	/* An amount in words needs the currency, which is not known here. */
	if (purse->is_money)
		return redeem_refuse(claim, RGL_E_POINTS, "%s: there is not enough %s",
				     redeem_title(reward), title);
	return redeem_refuse(claim, RGL_E_POINTS,
			     "%s needs %" PRId64 " %s%.24s; %" PRId64 " %s there",
			     redeem_title(reward), needed, is_card ? "stamps of " : "", title, left,
			     left == 1 ? "is" : "are");
}

/* The most that it may take off: what is due, the share of it, the reward's own limit. */
static rgl_rc limit_of(const struct reward *reward, struct money due, struct money *ret)
{
	struct money limit = due;
	struct money share;
	rgl_rc rc = RGL_OK;

	if (reward->share_milli > 0) {
		rc = redeem_floor(due, reward->share_milli, REDEEM_PERCENT_WHOLE, &share);
		if (rc < 0)
			return rc;
		limit = redeem_lesser(limit, share);
	}
	rc = redeem_cap(reward, 1, &limit);
	if (rc == RGL_OK)
		*ret = limit;
	return rc;
}

/* How many points there are for it: those asked for, or all. */
static rgl_rc offered(const struct redeeming *run, const struct trial *trial, struct claim *claim,
		      int64_t *ret)
{
	const struct reward *reward = trial->reward;
	int64_t least = reward->least > 1 ? reward->least : 1;
	int64_t left = redeem_purse_left(run, reward->purse);

	if (trial->points < 0 || (trial->points > 0 && trial->points < least))
		return redeem_refuse(claim, RGL_E_FIELD,
				     "%s: at least %" PRId64 " points go at a time; %" PRId64
				     " were asked for",
				     redeem_title(reward), least, trial->points);
	if (left < least)
		return redeem_refuse_points(run, reward, least, claim);
	if (trial->points > left && !run->programme->over_redeem_clamps)
		return redeem_refuse_points(run, reward, trial->points, claim);
	*ret = trial->points > 0 && trial->points < left ? trial->points : left;
	return RGL_OK;
}

/* In whole steps, at least the least, and no more than `most` are worth taking. */
static rgl_rc fit(const struct reward *reward, int64_t most, int64_t *points, struct claim *claim)
{
	int64_t step = reward->step > 1 ? reward->step : 1;
	bool is_small = most < *points;
	int64_t fitting = is_small ? most : *points;

	fitting -= fitting % step;
	if (fitting > 0 && fitting >= reward->least) {
		*points = fitting;
		return RGL_OK;
	}
	if (is_small)
		return redeem_refuse(claim, RGL_E_FIELD,
				     "%s: this sale takes no more than %" PRId64
				     " points, fewer than go at a time",
				     redeem_title(reward), most);
	return redeem_refuse(claim, RGL_E_FIELD,
			     "%s: points go in steps of %" PRId64 "; %" PRId64 " are too few",
			     redeem_title(reward), step, *points);
}

rgl_rc redeem_try_points(const struct redeeming *run, struct trial *trial, struct claim *claim)
{
	const struct programme *programme = run->programme;
	struct money limit = money_of(0);
	struct money due = money_of(0);
	struct money off = money_of(0);
	int64_t points = 0;
	int64_t most;
	rgl_rc rc;

	if (money_sign(programme->worth) <= 0 || programme->worth_of <= 0)
		return redeem_refuse(claim, RGL_E_FIELD,
				     "%s: the programme does not say what a point is worth",
				     redeem_title(trial->reward));
	rc = offered(run, trial, claim, &points);
	if (rc == RGL_OK)
		rc = redeem_weigh(run, NULL, &due);
	if (rc == RGL_OK)
		rc = limit_of(trial->reward, due, &limit);
	if (rc < 0 || money_sign(limit) <= 0)
		return rc;
	rc = redeem_points_for(programme, limit, &most);
	if (rc == RGL_OK)
		rc = fit(trial->reward, most, &points, claim);
	if (rc == RGL_OK)
		rc = redeem_worth_of(programme, points, &off);
	if (rc < 0)
		return rc;
	off = redeem_lesser(off, limit);
	trial->times = 1;
	rc = redeem_points_for(programme, off, &trial->cost);
	return rc == RGL_OK ? redeem_take(run, off, due, trial) : rc;
}
