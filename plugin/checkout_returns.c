/* checkout_returns.c - see checkout_parts.h: which sale comes back, and how much of it may. */
#include "plugin/checkout_parts.h"

rgl_rc returns_find(struct store *store, const struct sale *sale, struct money amount,
		    struct recorded *ret)
{
	struct money left;
	char left_text[DECIMAL_ROOM];
	char asked_text[DECIMAL_ROOM];
	rgl_rc rc;

	if (sale->of == NULL || sale->of[0] == '\0')
		return RGL_OK;
	rc = record_need(store, sale->of, "sale_id", ret);
	if (rc < 0)
		return rc;
	if (ret->is_refund)
		return refuse_field(&store->refusal, RGL_E_NO_SALE, "sale_id",
				    "%s is a refund itself, not a sale",
				    record_shown(sale->of).text);
	rc = money_sub(ret->sold, ret->refunded, &left);
	if (rc < 0)
		return rc;
	if (money_compare(amount, left) <= 0)
		return RGL_OK;
	money_write(amount, &store->shop.currency, asked_text);
	money_write(left, &store->shop.currency, left_text);
	return refuse_field(&store->refusal, RGL_E_REFUND, "total",
			    "%s would be given back but only %s of sale %s is left", asked_text,
			    left_text, record_shown(sale->of).text);
}

rgl_rc returns_check(struct desk *desk, const struct recorded *original, struct money goods)
{
	struct money left = money_of(0);
	struct money stored = money_of(0);
	rgl_rc rc = stored_left(desk, original->id, &stored);

	if (rc < 0 || money_sign(stored) <= 0)
		return rc;
	rc = money_sub(original->sold, original->refunded, &left);
	if (rc == RGL_OK)
		rc = money_sub(left, stored, &left);
	left = money_sign(left) < 0 ? money_of(0) : left;
	if (rc < 0 || money_compare(goods, left) <= 0)
		return rc;
	return refuse_field(&desk->store->refusal, RGL_E_REFUND, "lines",
			    "sale %s put money on a gift card or store credit; send the lines that "
			    "bring it back, or undo the whole sale",
			    record_shown(original->ref).text);
}

rgl_rc returns_plan(struct desk *desk, const struct sale *sale)
{
	struct plan *plan = &desk->plan;
	struct money returned = money_of(0);
	rgl_rc rc;

	for (size_t i = 0; i < sale->line_count; i++)
		if (basis_role(&sale->lines[i]) == ROLE_RETURNED &&
		    money_sub(returned, sale->lines[i].total, &returned) < 0)
			return RGL_E_RANGE;
	if (money_sign(returned) <= 0)
		return RGL_OK;
	rc = returns_find(desk->store, sale, returned, &plan->original);
	if (rc < 0)
		return rc;
	plan->returned = returned;
	if (plan->original.id == 0)
		return RGL_OK;
	rc = returns_check(desk, &plan->original, returned);
	return rc < 0 ? rc : back_plan(desk, false);
}

rgl_rc returns_unlinked(struct desk *desk, const struct sale *sale)
{
	struct plan *plan = &desk->plan;

	if (money_sign(plan->returned) <= 0 || plan->original.id != 0)
		return RGL_OK;
	return back_unlinked(desk, sale);
}
