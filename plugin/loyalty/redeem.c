/* redeem.c - see redeem.h: the wishes in their order, then what applies by itself, points as money
 * last. */
#include "plugin/loyalty/redeem_parts.h"

#include <string.h>

/* A reward on trial: nothing stands yet but in scratch and in *claim. */
static rgl_rc consider(const struct redeeming *run, const struct wanted *wanted,
		       struct claim *claim, struct trial *trial)
{
	rgl_rc rc = redeem_check(run, wanted, claim);

	if (rc < 0)
		return rc;
	*trial = (struct trial) { .reward = &run->programme->rewards[wanted->reward],
				  .index = wanted->reward,
				  .times = wanted->times,
				  .points = wanted->points };
	return redeem_try(run, trial, claim);
}

/* Considers it and, when nothing is against it, gives it. *claim is whole in any case; what comes
 * back is E_INTERNAL alone. */
static rgl_rc claim_reward(const struct redeeming *run, const struct wanted *wanted, size_t wish,
			   struct claim *claim)
{
	struct wanted once = *wanted;
	struct trial trial = { .reward = NULL };

	if (once.times == 0)
		once.times = 1;
	*claim = (struct claim) { .reward = wanted->reward, .wish = wish, .times = once.times };
	claim->rc = consider(run, &once, claim, &trial);
	if (claim->rc == RGL_OK)
		claim->rc = redeem_give(run, &trial, claim);
	if (claim->rc == RGL_E_INTERNAL)
		return RGL_E_INTERNAL;
	if (claim->rc < 0 && claim->why[0] == '\0' && trial.reward != NULL)
		(void)redeem_refuse(claim, claim->rc, "%s: %s", redeem_title(trial.reward),
				    claim->rc == RGL_E_LIMIT
					    ? "the bill has no room for more discounts"
					    : "its numbers are larger than can be counted");
	return RGL_OK;
}

static bool is_claimed(const struct redemption *ret, size_t reward)
{
	for (size_t i = 0; i < ret->claim_count; i++)
		if (ret->claims[i].rc >= 0 && ret->claims[i].reward == reward)
			return true;
	return false;
}

static bool is_money(const struct redeeming *run, const struct wanted *wanted)
{
	return wanted->reward < run->programme->reward_count &&
	       run->programme->rewards[wanted->reward].kind == REWARD_MONEY;
}

/* Whether points as money that are wished for, and come last, would have no place beside it. */
static bool stands_in_way(const struct redeeming *run, const struct reward *reward)
{
	for (size_t i = 0; i < run->waiting_count; i++) {
		const struct reward *waits = &run->programme->rewards[run->waiting[i].reward];

		if (is_money(run, &run->waiting[i]) &&
		    (reward->alone || waits->alone ||
		     (reward->group[0] != '\0' && strcmp(reward->group, waits->group) == 0)))
			return true;
	}
	return false;
}

/* Whether it applies without being asked for: what costs something never does. */
static bool applies_itself(const struct redeeming *run, size_t index)
{
	const struct reward *reward = &run->programme->rewards[index];

	if (run->is_paid && reward->kind != REWARD_COUPON)
		return false;
	return reward->automatic && reward->cost == 0 && reward->kind != REWARD_MONEY &&
	       !is_claimed(run->ret, index) && !stands_in_way(run, reward);
}

/* The automatic reward that comes after `last` by priority, then in the file; PROGRAMME_NONE as
 * `last` is before the first, and comes back after the last. */
static size_t next_automatic(const struct redeeming *run, size_t last)
{
	const struct reward *rewards = run->programme->rewards;
	size_t next = PROGRAMME_NONE;

	for (size_t i = 0; i < run->programme->reward_count; i++) {
		if (!applies_itself(run, i))
			continue;
		if (last != PROGRAMME_NONE &&
		    (rewards[i].priority > rewards[last].priority ||
		     (rewards[i].priority == rewards[last].priority && i <= last)))
			continue;
		if (next == PROGRAMME_NONE || rewards[i].priority > rewards[next].priority)
			next = i;
	}
	return next;
}

static bool is_of_group(const struct reward *reward, const struct reward *first)
{
	return first->group[0] == '\0' ? reward == first : strcmp(reward->group, first->group) == 0;
}

/* Of the automatic rewards of one group, as the sale is now, the one that takes off most; the
 * earlier of two. PROGRAMME_NONE: none fits. */
static rgl_rc find_best(const struct redeeming *run, size_t first, size_t *ret)
{
	const struct reward *rewards = run->programme->rewards;
	struct money most = money_of(0);
	size_t best = PROGRAMME_NONE;

	for (size_t i = first; i != PROGRAMME_NONE; i = next_automatic(run, i)) {
		const struct wanted wanted = { .reward = i, .times = 1 };
		struct claim claim = { .rc = RGL_OK };
		struct trial trial;
		rgl_rc rc;

		if (!is_of_group(&rewards[i], &rewards[first]))
			continue;
		rc = consider(run, &wanted, &claim, &trial);
		if (rc == RGL_E_INTERNAL)
			return rc;
		if (rc < 0 || (best != PROGRAMME_NONE && money_compare(trial.discount, most) <= 0))
			continue;
		best = i;
		most = trial.discount;
	}
	*ret = best;
	return RGL_OK;
}

/* The reward or, of its group, the best, when the sale is one for it. A group is settled where the
 * first of it stands. */
static rgl_rc apply(const struct redeeming *run, size_t first, bool *settled)
{
	const struct reward *rewards = run->programme->rewards;
	struct redemption *ret = run->ret;
	struct claim *claim = &ret->claims[ret->claim_count];
	size_t best = PROGRAMME_NONE;
	rgl_rc rc;

	for (size_t i = 0; i < run->programme->reward_count; i++)
		settled[i] = settled[i] || is_of_group(&rewards[i], &rewards[first]);
	rc = find_best(run, first, &best);
	if (rc < 0 || best == PROGRAMME_NONE)
		return rc;
	rc = claim_reward(run, &(struct wanted) { .reward = best, .times = 1 }, PROGRAMME_NONE,
			  claim);
	if (rc == RGL_OK && claim->rc >= 0)
		ret->claim_count++;
	return rc;
}

static rgl_rc apply_automatic(const struct redeeming *run)
{
	bool settled[PROGRAMME_REWARDS_MAX] = { false };
	rgl_rc rc = RGL_OK;

	for (size_t i = next_automatic(run, PROGRAMME_NONE); rc == RGL_OK && i != PROGRAMME_NONE;
	     i = next_automatic(run, i))
		if (!settled[i])
			rc = apply(run, i, settled);
	return rc;
}

/* The wishes that are points as money, or those that are not, in their order; *ret_refused: one was
 * not met. */
static rgl_rc grant(const struct redeeming *run, const struct wanted *wanted, size_t count,
		    bool money, bool *ret_refused)
{
	struct redemption *ret = run->ret;
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < count; i++) {
		struct claim *claim = &ret->claims[ret->claim_count];

		if (is_money(run, &wanted[i]) != money)
			continue;
		rc = claim_reward(run, &wanted[i], i, claim);
		*ret_refused = *ret_refused || claim->rc < 0;
		ret->claim_count++;
	}
	return rc;
}

/* Points as money pay what all others left. What gave way to them has its turn after all when they
 * did not come to anything. */
static rgl_rc redeem_in_order(struct redeeming *run, const struct wanted *wanted, size_t count)
{
	bool refused = false;
	rgl_rc rc = grant(run, wanted, count, false, &refused);

	run->waiting = wanted;
	run->waiting_count = count;
	if (rc == RGL_OK)
		rc = apply_automatic(run);
	run->waiting_count = 0;
	refused = false;
	if (rc == RGL_OK)
		rc = grant(run, wanted, count, true, &refused);
	return rc == RGL_OK && refused ? apply_automatic(run) : rc;
}

static void clear(struct redemption *ret)
{
	ret->claim_count = 0;
	ret->line_count = 0;
	ret->discount = money_of(0);
	memset(ret->costs, 0, sizeof(ret->costs));
}

rgl_rc redeem(const struct programme *programme, const struct sale *sale,
	      const struct standing *standing, const int64_t *spendable,
	      const struct wanted *wanted, size_t wanted_count, struct basis_work *work,
	      struct redemption *ret)
{
	struct redeeming run = { .programme = programme,
				 .sale = sale,
				 .standing = standing,
				 .spendable = spendable,
				 .work = work,
				 .ret = ret };
	rgl_rc rc;

	RGL_ASSERT(sale->line_count <= RGL_LINES_MAX);
	RGL_ASSERT(programme->reward_count <= PROGRAMME_REWARDS_MAX);
	if (wanted_count > SALE_WISHES_MAX)
		return RGL_E_LIMIT;
	rc = redeem_begin(&run);
	if (rc < 0)
		return rc;
	clear(ret);
	return redeem_in_order(&run, wanted, wanted_count);
}

rgl_rc redeem_coupons(const struct programme *programme, const struct sale *sale,
		      const struct standing *standing, const struct wanted *given,
		      size_t given_count, struct basis_work *work, struct redemption *ret)
{
	const struct redeeming run = { .programme = programme,
				       .sale = sale,
				       .standing = standing,
				       .spendable = standing->balances,
				       .work = work,
				       .ret = ret,
				       .is_paid = true };
	rgl_rc rc;

	if (given_count > SALE_WISHES_MAX)
		return RGL_E_LIMIT;
	rc = basis_of_bill(programme, sale, work);
	if (rc < 0)
		return rc;
	clear(ret);
	for (size_t i = 0; i < given_count; i++)
		ret->claims[ret->claim_count++] = (struct claim) { .reward = given[i].reward,
								   .wish = i,
								   .times = given[i].times };
	return apply_automatic(&run);
}
