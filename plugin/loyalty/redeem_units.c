/* redeem_units.c - rewards that give units: free ones, so many for so many, the cheapest one.
 *
 * In:  the lines' quantities and nets, less the units that earlier rewards gave away.
 * Out: a trial, and in work->fulls what the nets would be after it.
 *
 * A unit's price is its line's net by the units left, rounded down. Where a whole line is taken, so
 * is all of its net. Things that were discounted to nothing are passed over; things that cost
 * nothing by themselves are not.
 */
#include "plugin/loyalty/redeem_parts.h"

/* The price of a line that a reward is not for. */
static const struct money NOT_OFFERED = { -1 };

bool redeem_is_of_units(const struct reward *reward)
{
	return reward->kind == REWARD_FREE || reward->kind == REWARD_BUY_GET;
}

int64_t redeem_units_left(const struct redeeming *run, size_t line)
{
	int64_t left = run->sale->lines[line].qty_milli - run->work->free_milli[line];

	return left > 0 ? left : 0;
}

/* Goods that are still there to be given, or to count as bought. */
static bool is_there(const struct redeeming *run, size_t i)
{
	const struct sale_line *line = &run->sale->lines[i];

	return basis_role(line) == ROLE_GOODS && redeem_units_left(run, i) > 0 &&
	       (money_sign(run->work->nets[i]) > 0 || money_sign(line->total) == 0);
}

/* Less than one piece is a piece: what was weighed goes whole. */
static bool is_one_piece(const struct redeeming *run, size_t i)
{
	return redeem_units_left(run, i) < REDEEM_UNIT;
}

rgl_rc redeem_price(const struct redeeming *run, const struct reward *reward)
{
	struct basis_work *work = run->work;
	bool by_pieces = !redeem_is_of_units(reward);

	for (size_t i = 0; i < run->sale->line_count; i++) {
		const struct sale_line *line = &run->sale->lines[i];
		rgl_rc rc = RGL_OK;

		work->parts[i] = NOT_OFFERED;
		if (!is_there(run, i) || !match_scope(&reward->items, line))
			continue;
		if (by_pieces && money_sign(work->nets[i]) <= 0)
			continue;
		if (by_pieces && is_one_piece(run, i))
			work->parts[i] = work->nets[i];
		else
			rc = redeem_floor(work->nets[i], REDEEM_UNIT, redeem_units_left(run, i),
					  &work->parts[i]);
		if (rc < 0)
			return rc;
	}
	return RGL_OK;
}

size_t redeem_next(const struct redeeming *run, size_t last)
{
	const struct money *prices = run->work->parts;
	size_t none = run->sale->line_count;
	size_t next = none;

	for (size_t i = 0; i < none; i++) {
		int above = last == none ? 1 : money_compare(prices[i], prices[last]);

		if (money_sign(prices[i]) < 0 || above < 0 || (above == 0 && i <= last))
			continue;
		if (next == none || money_compare(prices[i], prices[next]) < 0)
			next = i;
	}
	return next;
}

int64_t redeem_units_taken(const struct redeeming *run, const struct trial *trial, size_t line,
			   int64_t *wanted_milli, int64_t *spare_milli)
{
	bool is_bought = trial->reward->kind == REWARD_BUY_GET &&
			 match_scope(&trial->reward->buy, &run->sale->lines[line]);
	int64_t taken = redeem_units_left(run, line);

	taken = taken < *wanted_milli ? taken : *wanted_milli;
	if (is_bought) {
		taken = taken < *spare_milli ? taken : *spare_milli;
		*spare_milli -= taken;
	}
	*wanted_milli -= taken;
	return taken;
}

/* Puts into work->weights what the cheapest units are worth, at most `wanted_milli` of them. */
static rgl_rc pick(const struct redeeming *run, int64_t wanted_milli, struct trial *trial,
		   struct money *ret_sum)
{
	struct basis_work *work = run->work;
	size_t none = run->sale->line_count;
	struct money sum = money_of(0);
	int64_t wanted = wanted_milli;
	int64_t spare = trial->spare_milli;
	rgl_rc rc = redeem_price(run, trial->reward);

	for (size_t i = 0; i < none; i++)
		work->weights[i] = money_of(0);
	for (size_t i = none; rc == RGL_OK && wanted > 0;) {
		int64_t taken;

		i = redeem_next(run, i);
		if (i == none)
			break;
		taken = redeem_units_taken(run, trial, i, &wanted, &spare);
		rc = redeem_floor(work->nets[i], taken, redeem_units_left(run, i),
				  &work->weights[i]);
		if (rc == RGL_OK)
			rc = money_add(sum, work->weights[i], &sum);
	}
	if (rc < 0)
		return rc;
	trial->given_milli = wanted_milli - wanted;
	*ret_sum = sum;
	return RGL_OK;
}

rgl_rc redeem_try_free(const struct redeeming *run, struct trial *trial, struct claim *claim)
{
	const struct reward *reward = trial->reward;
	struct money sum = money_of(0);
	struct money off;
	int64_t wanted_milli;
	int64_t had_milli;
	rgl_rc rc = ratio_floor(reward->free_milli, trial->times, 1, &wanted_milli);

	if (rc == RGL_OK)
		rc = pick(run, wanted_milli, trial, &sum);
	if (rc < 0)
		return rc;
	if (reward->product[0] != '\0')
		trial->added_milli = wanted_milli - trial->given_milli;
	had_milli = trial->given_milli + trial->added_milli;
	if (had_milli <= 0)
		return redeem_refuse(claim, RGL_E_FIELD, "%s: there is none of it in the sale",
				     redeem_title(reward));
	trial->times = had_milli / reward->free_milli + (had_milli % reward->free_milli != 0);
	off = sum;
	rc = redeem_cap(reward, trial->times, &off);
	trial->is_cut = money_compare(off, sum) < 0;
	return rc == RGL_OK ? redeem_take(run, off, sum, trial) : rc;
}

/* What is in the sale for a reward of so many for so many. */
struct counted {
	int64_t bought; /* and not to be given */
	int64_t either; /* bought or given, but one of them only */
	int64_t given;	/* and not to be bought */
};

static int64_t *count_of(struct counted *counted, bool is_bought, bool is_given)
{
	if (is_bought && is_given)
		return &counted->either;
	return is_bought ? &counted->bought : &counted->given;
}

static rgl_rc count_units(const struct redeeming *run, const struct reward *reward,
			  struct counted *ret)
{
	struct counted counted = { 0, 0, 0 };

	for (size_t i = 0; i < run->sale->line_count; i++) {
		const struct sale_line *line = &run->sale->lines[i];
		bool is_bought = match_scope(&reward->buy, line);
		bool is_given = match_scope(&reward->items, line);
		int64_t *sum = count_of(&counted, is_bought, is_given);

		if (!is_there(run, i) || (!is_bought && !is_given))
			continue;
		if (__builtin_add_overflow(*sum, redeem_units_left(run, i), sum))
			return RGL_E_RANGE;
	}
	*ret = counted;
	return RGL_OK;
}

/* How often k the reward is reached: k x buy of what is bought and, of what could be either, what
 * is not given. Given are k x free. Then k (buy + free) fit into all and k x buy into what may be
 * bought; or k x buy fit into what is bought alone, whatever there is to give, if that is more.
 * ret_lacking: how many units more to give make one time more; 0 when they would not. ret_spare:
 * how many of what could be either may be given. */
static rgl_rc count_sets(const struct reward *reward, const struct counted *counted,
			 int64_t *ret_sets, int64_t *ret_lacking, int64_t *ret_spare)
{
	int64_t all;
	int64_t buyable;
	int64_t set;
	int64_t sets;
	int64_t lacking;

	if (reward->buy_milli <= 0 || reward->free_milli <= 0 ||
	    __builtin_add_overflow(reward->buy_milli, reward->free_milli, &set) ||
	    __builtin_add_overflow(counted->bought, counted->either, &buyable) ||
	    __builtin_add_overflow(buyable, counted->given, &all))
		return RGL_E_RANGE;
	sets = all / set;
	if (buyable / reward->buy_milli < sets)
		sets = buyable / reward->buy_milli;
	if (counted->bought / reward->buy_milli > sets)
		sets = counted->bought / reward->buy_milli;
	lacking = set - all % set;
	if (sets != all / set || lacking > reward->free_milli ||
	    buyable / reward->buy_milli <= sets)
		lacking = 0;
	*ret_sets = sets;
	*ret_lacking = lacking;
	*ret_spare = buyable - sets * reward->buy_milli;
	return RGL_OK;
}

/* 0 % stands for all of it. */
static int64_t percent_of(const struct reward *reward)
{
	return reward->percent_milli > 0 ? reward->percent_milli : REDEEM_PERCENT_WHOLE;
}

rgl_rc redeem_try_buy_get(const struct redeeming *run, struct trial *trial, struct claim *claim)
{
	const struct reward *reward = trial->reward;
	struct money sum = money_of(0);
	struct counted counted;
	struct money off;
	int64_t wanted_milli = 0;
	int64_t missing_milli;
	int64_t lacking_milli = 0;
	int64_t sets = 0;
	rgl_rc rc = count_units(run, reward, &counted);

	if (rc == RGL_OK)
		rc = count_sets(reward, &counted, &sets, &lacking_milli, &trial->spare_milli);
	if (rc == RGL_OK)
		rc = ratio_floor(sets, reward->free_milli, 1, &wanted_milli);
	if (rc == RGL_OK)
		rc = pick(run, wanted_milli, trial, &sum);
	if (rc < 0)
		return rc;
	missing_milli = wanted_milli - trial->given_milli;
	if (reward->product[0] != '\0')
		trial->added_milli = missing_milli;
	trial->may_add_milli = missing_milli - trial->added_milli + lacking_milli;
	trial->times = trial->given_milli + trial->added_milli > 0 ? 1 : 0;
	if (trial->times == 0 && trial->may_add_milli == 0)
		return redeem_refuse(claim, RGL_E_FIELD,
				     "%s: there is too little in the sale that it is for",
				     redeem_title(reward));
	rc = redeem_nearest(sum, percent_of(reward), REDEEM_PERCENT_WHOLE, &off);
	if (rc == RGL_OK)
		rc = redeem_cap(reward, 1, &off);
	trial->is_cut = rc == RGL_OK && money_compare(off, sum) < 0;
	return rc == RGL_OK ? redeem_take(run, off, sum, trial) : rc;
}

/* One use: what goes off one unit of a line. */
static rgl_rc take_unit(const struct redeeming *run, struct trial *trial, size_t line)
{
	const struct reward *reward = trial->reward;
	struct money *left = &run->work->fulls[line];
	struct money price = run->work->parts[line];
	struct money off = reward->amount;
	rgl_rc rc = RGL_OK;

	if (reward->kind == REWARD_PERCENT)
		rc = redeem_nearest(price, reward->percent_milli, REDEEM_PERCENT_WHOLE, &off);
	if (rc == RGL_OK)
		rc = redeem_cap(reward, 1, &off);
	if (rc < 0)
		return rc;
	off = redeem_lesser(redeem_lesser(off, price), *left);
	rc = money_sub(*left, off, left);
	return rc == RGL_OK ? money_add(trial->discount, off, &trial->discount) : rc;
}

/* Each use is for a unit of its own. */
rgl_rc redeem_try_cheapest(const struct redeeming *run, struct trial *trial)
{
	size_t none = run->sale->line_count;
	size_t line = none;
	int64_t pieces = 0;
	int64_t use = 0;
	rgl_rc rc = redeem_price(run, trial->reward);

	for (; rc == RGL_OK && use < trial->times; use++) {
		if (pieces == 0) {
			line = redeem_next(run, line);
			if (line == none)
				break;
			pieces = is_one_piece(run, line)
					 ? 1
					 : redeem_units_left(run, line) / REDEEM_UNIT;
		}
		rc = take_unit(run, trial, line);
		pieces--;
	}
	trial->times = use;
	return rc;
}
