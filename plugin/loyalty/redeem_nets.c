/* redeem_nets.c - what the goods of a sale are worth before any reward.
 *
 * In:  the sale; its lines of rewards are as if they were not there.
 * Out: nets, taxes and free units to begin with.
 * Not here: what they are worth after rewards (basis.c).
 */
#include "plugin/loyalty/redeem_parts.h"

#include "plugin/loyalty/discount.h"

static bool is_of_reward(const struct sale_line *line)
{
	return line->reward != NULL && line->reward[0] != '\0';
}

static bool has_rewards(const struct sale *sale)
{
	for (size_t i = 0; i < sale->line_count; i++)
		if (is_of_reward(&sale->lines[i]))
			return true;
	return false;
}

/* The same as basis_of_lines gives for a sale without lines of rewards; but tax that is known of
 * the whole sale only, whose rewards took some off, is not spread. */
static rgl_rc pass_over_rewards(const struct redeeming *run)
{
	const struct sale *sale = run->sale;
	struct basis_work *work = run->work;
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; i < sale->line_count; i++) {
		bool is_goods = basis_role(&sale->lines[i]) == ROLE_GOODS;

		work->nets[i] = is_goods ? sale->lines[i].total : money_of(0);
		work->fulls[i] = work->nets[i];
		work->taxes[i] = is_goods ? sale->lines[i].tax : money_of(0);
		work->free_milli[i] = 0;
	}
	for (size_t i = 0; rc == RGL_OK && i < sale->line_count; i++) {
		const struct sale_line *line = &sale->lines[i];
		const struct discount own = { .sale = sale, .line = line, .work = work };

		if (basis_role(line) == ROLE_DISCOUNT && !is_of_reward(line))
			rc = discount_apply(&own, false);
	}
	return rc;
}

rgl_rc redeem_begin(const struct redeeming *run)
{
	if (!has_rewards(run->sale))
		return basis_of_lines(run->programme, run->sale, run->work);
	return pass_over_rewards(run);
}
