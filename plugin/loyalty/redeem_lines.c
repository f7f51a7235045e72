/* redeem_lines.c - the discount lines of a reward, one for each tax rate.
 *
 * In:  a trial; work->nets before it, work->fulls after it.
 * Out: its lines for the till, and a sale whose goods are worth so much less.
 */
#include "plugin/loyalty/redeem_parts.h"

static bool has_rate_of(const struct discount_line *line, const struct sale_line *goods)
{
	if (line->product[0] != '\0' || line->has_rate != goods->has_rate)
		return false;
	return !goods->has_rate || line->rate_milli == goods->rate_milli;
}

/* NULL: there is no room. */
static struct discount_line *add_line(struct redemption *ret, int64_t qty_milli)
{
	struct discount_line *line;

	if (ret->line_count == REDEEM_LINES_MAX)
		return NULL;
	line = &ret->lines[ret->line_count++];
	*line = (struct discount_line) { .claim = ret->claim_count,
					 .qty_milli = qty_milli,
					 .product = "" };
	return line;
}

/* The claim's line of the goods' tax rate, a new one when it is the first; NULL: no room. */
static struct discount_line *line_for(struct redemption *ret, size_t first,
				      const struct sale_line *goods, int64_t qty_milli)
{
	struct discount_line *line;

	for (size_t i = first; i < ret->line_count; i++)
		if (has_rate_of(&ret->lines[i], goods))
			return &ret->lines[i];
	line = add_line(ret, qty_milli);
	if (line != NULL) {
		line->has_rate = goods->has_rate;
		line->rate_milli = goods->has_rate ? goods->rate_milli : 0;
	}
	return line;
}

/* Puts what goes off each line into work->parts, and sums it by tax rate. */
static rgl_rc write_amounts(const struct redeeming *run, const struct trial *trial, size_t first)
{
	struct basis_work *work = run->work;
	int64_t qty_milli = redeem_is_of_units(trial->reward) ? 0 : REDEEM_UNIT;

	for (size_t i = 0; i < run->sale->line_count; i++) {
		struct discount_line *line;
		rgl_rc rc = money_sub(work->nets[i], work->fulls[i], &work->parts[i]);

		if (rc < 0)
			return rc;
		RGL_ASSERT(money_sign(work->parts[i]) >= 0);
		if (money_sign(work->parts[i]) == 0)
			continue;
		line = line_for(run->ret, first, &run->sale->lines[i], qty_milli);
		if (line == NULL)
			return RGL_E_LIMIT;
		rc = money_add(line->amount, work->parts[i], &line->amount);
		if (rc < 0)
			return rc;
	}
	return RGL_OK;
}

/* Puts what goes off each line's tax into work->weights; rounded once for each tax rate. */
static rgl_rc write_tax(const struct redeeming *run, struct discount_line *line)
{
	struct basis_work *work = run->work;
	int64_t carry_milli = 0;
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < run->sale->line_count; i++) {
		if (money_sign(work->parts[i]) == 0 || !has_rate_of(line, &run->sale->lines[i]))
			continue;
		rc = redeem_tax_of(work->taxes[i], work->parts[i], work->nets[i], &carry_milli,
				   &work->weights[i]);
		if (rc == RGL_OK)
			rc = money_add(line->tax, work->weights[i], &line->tax);
	}
	return rc;
}

static rgl_rc write_taxes(const struct redeeming *run, size_t first)
{
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; i < run->sale->line_count; i++)
		run->work->weights[i] = money_of(0);
	for (size_t i = first; rc == RGL_OK && i < run->ret->line_count; i++)
		rc = write_tax(run, &run->ret->lines[i]);
	return rc;
}

/* Adds the units that are given to their lines' quantities. work->parts are prices from here on. */
static rgl_rc write_units(const struct redeeming *run, const struct trial *trial, size_t first)
{
	int64_t wanted = trial->given_milli;
	int64_t spare = trial->spare_milli;
	size_t i = run->sale->line_count;
	rgl_rc rc = redeem_price(run, trial->reward);

	while (rc == RGL_OK && wanted > 0) {
		struct discount_line *line;
		int64_t taken;

		i = redeem_next(run, i);
		RGL_ASSERT(i < run->sale->line_count);
		taken = redeem_units_taken(run, trial, i, &wanted, &spare);
		if (taken == 0)
			continue;
		line = line_for(run->ret, first, &run->sale->lines[i], 0);
		if (line == NULL)
			return RGL_E_LIMIT;
		line->qty_milli += taken;
	}
	return rc;
}

/* What takes nothing off is named on the bill all the same. */
static rgl_rc write_things(const struct redeeming *run, const struct trial *trial, size_t first)
{
	struct discount_line *line;

	if (trial->added_milli > 0) {
		line = add_line(run->ret, trial->added_milli);
		if (line == NULL)
			return RGL_E_LIMIT;
		line->product = trial->reward->product;
	}
	if (run->ret->line_count > first)
		return RGL_OK;
	line = add_line(run->ret, trial->times * REDEEM_UNIT);
	return line == NULL ? RGL_E_LIMIT : RGL_OK;
}

static rgl_rc write_lines(const struct redeeming *run, const struct trial *trial, size_t first)
{
	rgl_rc rc = write_amounts(run, trial, first);

	if (rc == RGL_OK)
		rc = write_taxes(run, first);
	if (rc == RGL_OK && redeem_is_of_units(trial->reward))
		rc = write_units(run, trial, first);
	return rc == RGL_OK ? write_things(run, trial, first) : rc;
}

/* Units at less than their whole price off are not given away: they count as bought. */
static bool gives_away(const struct trial *trial)
{
	const struct reward *reward = trial->reward;

	return redeem_is_of_units(reward) && !trial->is_cut &&
	       (reward->kind == REWARD_FREE || reward->percent_milli == 0 ||
		reward->percent_milli >= REDEEM_PERCENT_WHOLE);
}

/* Takes the units, whose prices are in work->parts, out of what is left of the lines. */
static void mark_units(const struct redeeming *run, const struct trial *trial)
{
	size_t none = run->sale->line_count;
	size_t i = redeem_next(run, none);
	int64_t wanted = trial->given_milli;
	int64_t spare = trial->spare_milli;

	while (wanted > 0 && i < none) {
		run->work->free_milli[i] += redeem_units_taken(run, trial, i, &wanted, &spare);
		i = redeem_next(run, i);
	}
}

static rgl_rc take_off(const struct redeeming *run)
{
	struct basis_work *work = run->work;
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < run->sale->line_count; i++) {
		work->nets[i] = work->fulls[i];
		rc = money_sub(work->taxes[i], work->weights[i], &work->taxes[i]);
	}
	return rc;
}

rgl_rc redeem_give(const struct redeeming *run, const struct trial *trial, struct claim *claim)
{
	struct redemption *ret = run->ret;
	size_t first = ret->line_count;
	size_t purse = trial->reward->purse;
	struct money discount = ret->discount;
	rgl_rc rc = RGL_OK;

	if (trial->times > 0)
		rc = write_lines(run, trial, first);
	if (rc == RGL_OK)
		rc = money_add(discount, trial->discount, &discount);
	if (rc < 0) {
		ret->line_count = first;
		return rc;
	}
	if (trial->times > 0 && gives_away(trial))
		mark_units(run, trial);
	ret->discount = discount;
	ret->costs[purse] += trial->cost;
	claim->times = trial->times;
	claim->cost = trial->cost;
	claim->discount = trial->discount;
	claim->may_add_milli = trial->may_add_milli;
	return trial->times > 0 ? take_off(run) : RGL_OK;
}
