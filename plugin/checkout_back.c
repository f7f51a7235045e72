/* checkout_back.c - see checkout_parts.h: what comes back when a sale does.
 *
 * Pro rata by amount, both ways: of what a sale of 40.00 earned and spent, half comes back with
 * 20.00 of it, whatever was in the half. Counted from the whole each time and rounded down, less
 * what came before, so that parts add up to the whole and nothing comes back twice.
 */
#include "plugin/checkout_parts.h"

static struct back *back_of(struct plan *plan, int64_t member, int64_t purse, int64_t again)
{
	for (size_t i = 0; i < plan->back_count; i++)
		if (plan->backs[i].member == member && plan->backs[i].purse == purse &&
		    plan->backs[i].again == again)
			return &plan->backs[i];
	if (plan->back_count == BACKS_MAX)
		return NULL;
	plan->backs[plan->back_count] =
		(struct back) { .member = member, .purse = purse, .again = again };
	return &plan->backs[plan->back_count++];
}

static rgl_rc read_backs(struct desk *desk)
{
	struct plan *plan = &desk->plan;
	struct query q = query(desk->store, STATEMENT_APPLIED_OF);

	query_bind_int(&q, plan->original.id);
	while (query_row(&q)) {
		int64_t member = query_int(&q);
		struct back *back = back_of(plan, member, query_int(&q), 0);
		int64_t kind = query_int(&q);
		int64_t units = query_int(&q);

		if (back == NULL)
			break;
		back->earned += kind == 1 || kind == 5 ? units : 0;
		back->spent += kind == 2 ? units : 0;
		back->taken += kind == 3 ? units : kind == 6 ? -units : 0;
		back->given += kind == 4 ? units : kind == 7 ? -units : 0;
	}
	return query_end(&q);
}

rgl_rc back_again(struct desk *desk)
{
	struct plan *plan = &desk->plan;
	struct query q = query(desk->store, STATEMENT_APPLIED_BACK);

	query_bind_int(&q, plan->original.id);
	while (query_row(&q)) {
		int64_t member = query_int(&q);
		int64_t purse = query_int(&q);
		struct back *back = back_of(plan, member, purse, query_int(&q));
		bool was_taken = query_int(&q) == 3;
		int64_t units = query_int(&q);

		if (back == NULL)
			break;
		back->give += was_taken ? units : 0;
		back->take += was_taken ? 0 : units;
	}
	return query_end(&q);
}

/* A sale from before there were programmes has its points alone; refunds of then took theirs. */
static rgl_rc read_old(struct desk *desk)
{
	struct plan *plan = &desk->plan;
	struct query q = query(desk->store, STATEMENT_SALE_TAKEN_BACK);
	struct points taken = points_of(0);
	struct back *back;
	rgl_rc rc;

	if (plan->original.member == 0 || points_sign(plan->original.points) <= 0 ||
	    plan->original.programme != 0)
		return RGL_OK;
	back = back_of(plan, plan->original.member, plan->entry->purses[PURSE_POINTS].id, 0);
	RGL_ASSERT(back != NULL);
	if (back->earned > 0)
		return RGL_OK;
	query_bind_int(&q, plan->original.id);
	if (query_row(&q))
		taken = query_points(&q);
	rc = query_end(&q);
	if (rc == RGL_OK) {
		back->earned = plan->original.points.count;
		back->taken -= taken.count;
	}
	return rc;
}

static rgl_rc share(int64_t units, struct money part, struct money whole, bool everything,
		    int64_t before, int64_t *ret)
{
	int64_t due = units;
	rgl_rc rc = RGL_OK;

	if (!everything && money_sign(whole) > 0)
		rc = ratio_floor(units, part.minor, whole.minor, &due);
	if (rc == RGL_OK)
		*ret = due > before ? due - before : 0;
	return rc;
}

/* What was taken from, or given to, a member beyond that one's part of the sale was another's: it
 * was merged with this one then. */
static void count_for_others(struct plan *plan, const struct back *from)
{
	int64_t taken = from->taken > from->earned ? from->taken - from->earned : 0;
	int64_t given = from->given > from->spent ? from->given - from->spent : 0;

	for (size_t i = 0; i < plan->back_count; i++) {
		struct back *back = &plan->backs[i];
		int64_t less;

		if (back->purse != from->purse)
			continue;
		less = back->take < taken ? back->take : taken;
		back->take -= less;
		taken -= less;
		less = back->give < given ? back->give : given;
		back->give -= less;
		given -= less;
	}
}

rgl_rc back_plan(struct desk *desk, bool everything)
{
	struct plan *plan = &desk->plan;
	struct money part = money_of(0);
	rgl_rc rc;

	if (plan->original.id == 0)
		return RGL_OK;
	rc = read_backs(desk);
	if (rc == RGL_OK)
		rc = read_old(desk);
	if (rc == RGL_OK)
		rc = money_add(plan->original.refunded, plan->returned, &part);
	for (size_t i = 0; rc == RGL_OK && i < plan->back_count; i++) {
		struct back *back = &plan->backs[i];

		rc = share(back->earned, part, plan->original.sold, everything, back->taken,
			   &back->take);
		if (rc == RGL_OK && (everything || !plan->entry->programme->spent_stays_spent))
			rc = share(back->spent, part, plan->original.sold, everything, back->given,
				   &back->give);
	}
	if (rc < 0)
		return refuse(&desk->store->refusal, rc,
			      "the points of this sale cannot be counted");
	for (size_t i = 0; i < plan->back_count; i++)
		count_for_others(plan, &plan->backs[i]);
	return RGL_OK;
}

/* The returned lines as a sale of their own: what would that earn? */
static rgl_rc mirror(struct desk *desk, const struct sale *sale)
{
	struct sale *ours = &desk->sale;
	struct money total = money_of(0);

	*ours = *sale;
	ours->lines = desk->lines;
	ours->line_count = 0;
	ours->tender_count = 0;
	/* An exchange's tax is mostly that of what it sold. */
	ours->tax = sale->is_refund ? money_negate(sale->tax) : money_of(0);
	for (size_t i = 0; i < sale->line_count; i++) {
		struct sale_line *line = &desk->lines[ours->line_count];

		if (!sale->is_refund && basis_role(&sale->lines[i]) != ROLE_RETURNED)
			continue;
		*line = sale->lines[i];
		/* Some tills send a negative quantity, some a negative price. */
		line->qty_milli = line->qty_milli < 0 ? -line->qty_milli : line->qty_milli;
		line->total = money_negate(line->total);
		line->tax = money_negate(line->tax);
		line->discount = money_negate(line->discount);
		ours->line_count++;
		if (money_add(total, line->total, &total) < 0)
			return RGL_E_RANGE;
	}
	if (ours->line_count == 0) {
		total = money_negate(sale->total);
		desk->lines[0] = (struct sale_line) { .qty_milli = 1000,
						      .total = total,
						      .tax = money_negate(sale->tax) };
		ours->line_count = 1;
	}
	ours->is_refund = false;
	ours->total = total;
	return RGL_OK;
}

rgl_rc back_unlinked(struct desk *desk, const struct sale *sale)
{
	struct plan *plan = &desk->plan;
	const struct programme *programme = plan->entry->programme;
	rgl_rc rc;

	if (plan->profile.member == 0)
		return RGL_OK;
	rc = mirror(desk, sale);
	if (rc == RGL_OK)
		rc = profile_standing(desk->store, plan->entry, &plan->profile, plan->at_ms,
				      &desk->standing);
	if (rc == RGL_OK)
		rc = earn_sale(programme, &desk->sale, &desk->standing, &desk->work,
			       &desk->earning);
	if (rc < 0)
		return refuse(&desk->store->refusal, rc,
			      "the points of this refund cannot be counted");
	for (size_t i = 0; i < desk->earning.award_count; i++) {
		const struct award *award = &desk->earning.awards[i];
		enum rule_per per = programme->rules[award->rule].per;
		struct back *back;

		if ((per != RULE_PER_AMOUNT && per != RULE_PER_UNIT) || award->units <= 0)
			continue;
		back = back_of(plan, plan->profile.member, plan->entry->purses[award->purse].id, 0);
		if (back != NULL)
			back->take += award->units;
	}
	return RGL_OK;
}
