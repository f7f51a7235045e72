/* tally.c - see tally.h. */
#include "plugin/loyalty/tally.h"

rgl_rc tally_ratio(int64_t amount, int64_t numerator, int64_t denominator,
		   enum programme_rounding rounding, int64_t *ret)
{
	int64_t result;
	int64_t rest;
	bool is_more = false;
	rgl_rc rc;

	RGL_ASSERT(amount >= 0 && numerator >= 0 && denominator > 0);
	rc = ratio_floor(amount, numerator, denominator, &result);
	if (rc < 0)
		return rc;
	/* Below the denominator, so that arithmetic modulo 2^64 has it exactly. */
	rest = (int64_t)((uint64_t)amount * (uint64_t)numerator -
			 (uint64_t)result * (uint64_t)denominator);
	switch (rounding) {
	case PROGRAMME_DOWN:
		break;
	case PROGRAMME_NEAREST:
		is_more = rest >= denominator - rest;
		break;
	case PROGRAMME_UP:
		is_more = rest > 0;
		break;
	}
	if (is_more && result == INT64_MAX)
		return RGL_E_RANGE;
	*ret = result + is_more;
	return RGL_OK;
}

/* The rule's units for so much of what it counts, each `per` of it. */
static rgl_rc units_for(const struct rule *rule, int64_t amount, int64_t per, int64_t *ret)
{
	int64_t units;

	if (amount <= 0 || per <= 0) {
		*ret = 0;
		return RGL_OK;
	}
	if (!rule->whole_amounts)
		return tally_ratio(amount, rule->units, per, rule->rounding, ret);
	if (__builtin_mul_overflow(amount / per, rule->units, &units))
		return RGL_E_RANGE;
	*ret = units;
	return RGL_OK;
}

static bool is_in_scope(const struct tally *tally, const struct rule *rule, size_t i)
{
	const struct sale_line *line = &tally->sale->lines[i];

	return basis_role(line) == ROLE_GOODS && match_scope(&rule->when.items, line);
}

/* Whether line i was sold, not given away whole, and is in the rule's scope. */
static bool is_sold(const struct tally *tally, const struct rule *rule, size_t i)
{
	int64_t free_milli = tally->work->free_milli[i];

	return is_in_scope(tally, rule, i) &&
	       (free_milli == 0 || free_milli < tally->sale->lines[i].qty_milli);
}

bool tally_finds(const struct tally *tally, const struct rule *rule)
{
	for (size_t i = 0; i < tally->sale->line_count; i++)
		if (is_sold(tally, rule, i))
			return true;
	return false;
}

/* The tax in a line's full price: its own, in proportion. */
static rgl_rc full_tax(const struct tally *tally, size_t i, struct money *ret)
{
	const struct sale_line *line = &tally->sale->lines[i];
	const struct basis_work *work = tally->work;
	struct money tax = money_of(0);
	rgl_rc rc = RGL_OK;

	if (line->tax.minor != 0 && line->total.minor > 0)
		rc = ratio_floor(line->tax.minor, work->fulls[i].minor, line->total.minor,
				 &tax.minor);
	else if (work->nets[i].minor > 0)
		rc = ratio_floor(work->taxes[i].minor, work->fulls[i].minor, work->nets[i].minor,
				 &tax.minor);
	if (rc == RGL_OK)
		*ret = tax;
	return rc;
}

/* What line i brings to a rule's basis. */
static rgl_rc line_worth(const struct tally *tally, const struct rule *rule, size_t i,
			 struct money *ret)
{
	const struct basis *basis = &tally->programme->basis;
	bool is_full = basis->order_discounts_ignored && !match_scope_is_all(&rule->when.items);
	struct money worth = is_full ? tally->work->fulls[i] : tally->work->nets[i];
	struct money tax = tally->work->taxes[i];
	rgl_rc rc = RGL_OK;

	if (basis->without_tax && is_full)
		rc = full_tax(tally, i, &tax);
	if (rc == RGL_OK && basis->without_tax)
		rc = money_sub(worth, tax, &worth);
	if (rc == RGL_OK)
		*ret = worth;
	return rc;
}

/* What gift cards, credit and points paid, at most the whole. */
static rgl_rc paid_by_stored_value(const struct sale *sale, struct money *ret)
{
	struct money paid = money_of(0);

	for (size_t i = 0; i < sale->tender_count; i++) {
		const struct sale_tender *tender = &sale->tenders[i];
		rgl_rc rc = RGL_OK;

		if (tender->kind == RGL_GIFT_CARD || tender->kind == RGL_CREDIT ||
		    tender->kind == RGL_POINTS)
			rc = money_add(paid, tender->amount, &paid);
		if (rc < 0)
			return rc;
	}
	if (money_sign(paid) < 0)
		paid = money_of(0);
	*ret = money_compare(paid, sale->total) > 0 ? sale->total : paid;
	return RGL_OK;
}

static rgl_rc less_stored_value(const struct sale *sale, struct money basis, struct money *ret)
{
	struct money paid = money_of(0);
	rgl_rc rc;

	if (money_sign(sale->total) <= 0 || money_sign(basis) <= 0) {
		*ret = basis;
		return RGL_OK;
	}
	rc = paid_by_stored_value(sale, &paid);
	if (rc < 0)
		return rc;
	return tally_ratio(basis.minor, sale->total.minor - paid.minor, sale->total.minor,
			   PROGRAMME_NEAREST, &ret->minor);
}

static rgl_rc count_amount(const struct tally *tally, const struct rule *rule, int64_t *ret)
{
	const struct basis *basis = &tally->programme->basis;
	struct money sum = money_of(0);
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; i < tally->sale->line_count; i++) {
		const struct sale_line *line = &tally->sale->lines[i];
		bool is_tip = basis->tips_earn && basis_role(line) == ROLE_TIP &&
			      match_scope(&rule->when.items, line);
		struct money worth = money_of(0);

		/* Of what was given away it is what was paid all the same. */
		if (is_tip || is_in_scope(tally, rule, i))
			rc = line_worth(tally, rule, i, &worth);
		if (rc == RGL_OK)
			rc = money_add(sum, worth, &sum);
		if (rc < 0)
			return rc;
	}
	if (basis->no_stored_value)
		rc = less_stored_value(tally->sale, sum, &sum);
	if (rc < 0)
		return rc;
	return units_for(rule, sum.minor, rule->amount.minor, ret);
}

static rgl_rc count_units(const struct tally *tally, const struct rule *rule, int64_t *ret)
{
	int64_t sum = 0;

	for (size_t i = 0; i < tally->sale->line_count; i++) {
		int64_t qty_milli = tally->sale->lines[i].qty_milli - tally->work->free_milli[i];

		if (is_sold(tally, rule, i) && __builtin_add_overflow(sum, qty_milli, &sum))
			return RGL_E_RANGE;
	}
	return units_for(rule, sum, rule->unit_milli, ret);
}

rgl_rc tally_rule(const struct tally *tally, const struct rule *rule, int64_t *ret)
{
	switch (rule->per) {
	case RULE_PER_AMOUNT:
		return count_amount(tally, rule, ret);
	case RULE_PER_UNIT:
		return count_units(tally, rule, ret);
	case RULE_PER_SALE:
	case RULE_MULTIPLY:
		break;
	}
	*ret = rule->per == RULE_PER_SALE ? rule->units : 0;
	return RGL_OK;
}
