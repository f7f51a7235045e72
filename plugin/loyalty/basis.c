/* basis.c - see basis.h. */
#include "plugin/loyalty/basis.h"

#include "plugin/loyalty/discount.h"
#include "plugin/loyalty/spread.h"

static bool is_empty(const char *text)
{
	return text == NULL || text[0] == '\0';
}

enum line_role basis_role(const struct sale_line *line)
{
	switch (line->kind) {
	case LINE_TIP:
		return ROLE_TIP;
	case LINE_GIFT_CARD:
	case LINE_TOP_UP:
		return ROLE_STORED;
	case LINE_ROUNDING:
		return ROLE_ROUNDING;
	case LINE_GOODS:
		break;
	}
	if (!is_empty(line->reward)) {
		if (money_sign(line->total) > 0)
			return ROLE_RETURNED;
		return money_sign(line->total) < 0 ? ROLE_DISCOUNT : ROLE_FREE;
	}
	if (line->qty_milli < 0)
		return ROLE_RETURNED;
	return money_sign(line->total) < 0 ? ROLE_DISCOUNT : ROLE_GOODS;
}

/* Before discounts. True when a line says its tax. */
static bool begin(const struct sale *sale, struct basis_work *ret)
{
	bool has_tax = false;

	for (size_t i = 0; i < sale->line_count; i++) {
		const struct sale_line *line = &sale->lines[i];
		enum line_role role = basis_role(line);
		bool counts = role == ROLE_GOODS || role == ROLE_TIP;

		ret->nets[i] = counts ? line->total : money_of(0);
		ret->fulls[i] = ret->nets[i];
		ret->taxes[i] = counts ? line->tax : money_of(0);
		ret->free_milli[i] = 0;
		has_tax = has_tax || money_sign(line->tax) != 0;
	}
	return has_tax;
}

static rgl_rc spread_tax(const struct sale *sale, struct basis_work *ret)
{
	struct money sum = money_of(0);
	rgl_rc rc = RGL_OK;

	if (money_sign(sale->tax) <= 0)
		return RGL_OK;
	for (size_t i = 0; rc == RGL_OK && i < sale->line_count; i++) {
		bool is_goods = basis_role(&sale->lines[i]) == ROLE_GOODS;

		ret->weights[i] = is_goods ? ret->nets[i] : money_of(0);
		rc = money_add(sum, ret->weights[i], &sum);
	}
	if (rc == RGL_OK && money_sign(sum) > 0)
		rc = spread(sale->tax, ret->weights, sale->line_count, ret->taxes);
	return rc;
}

/* Which discounts count: those that make up what is earned on, or all that were there when the last
 * reward but points as money was given. */
enum counted { COUNTED_EARNING, COUNTED_BILL };

static bool is_passed_over(const struct discount *discount, enum counted counted)
{
	return counted == COUNTED_BILL && discount->reward != NULL &&
	       discount->reward->kind == REWARD_MONEY;
}

static rgl_rc count_lines(const struct programme *programme, const struct sale *sale,
			  enum counted counted, struct basis_work *ret)
{
	bool earns = counted == COUNTED_EARNING && programme->basis.paid_rewards_earn;
	bool has_tax = begin(sale, ret);

	for (size_t i = 0; i < sale->line_count; i++) {
		const struct sale_line *line = &sale->lines[i];
		struct discount discount = { .sale = sale, .line = line, .work = ret };
		enum line_role role = basis_role(line);
		bool is_thing = role == ROLE_FREE && !is_empty(line->sku);
		size_t reward = PROGRAMME_NONE;
		rgl_rc rc;

		if ((role != ROLE_DISCOUNT && role != ROLE_FREE) || is_thing)
			continue;
		if (!is_empty(line->reward))
			reward = programme_find_reward(programme, line->reward);
		if (reward != PROGRAMME_NONE)
			discount.reward = &programme->rewards[reward];
		if (is_passed_over(&discount, counted))
			continue;
		rc = discount_apply(&discount, earns);
		if (rc < 0)
			return rc;
	}
	return has_tax ? RGL_OK : spread_tax(sale, ret);
}

rgl_rc basis_of_lines(const struct programme *programme, const struct sale *sale,
		      struct basis_work *ret)
{
	return count_lines(programme, sale, COUNTED_EARNING, ret);
}

rgl_rc basis_of_bill(const struct programme *programme, const struct sale *sale,
		     struct basis_work *ret)
{
	return count_lines(programme, sale, COUNTED_BILL, ret);
}
