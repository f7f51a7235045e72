/* checkout_undo.c - see checkout.h: a sale undone, or changed after the fact. */
#include <stdio.h>
#include <string.h>

#include "plugin/checkout_flow.h"
#include "plugin/insight/keep.h"

static rgl_rc recount(struct store *store, int64_t member)
{
	struct query q = query(store, STATEMENT_MEMBER_RECOUNT);

	if (member == 0)
		return RGL_OK;
	query_bind_int(&q, member);
	return query_run(&q);
}

/* Rewards with a limit for all members together can be used once more. */
static rgl_rc free_rewards(struct desk *desk, int64_t sale)
{
	const struct programme *programme = desk->plan.entry->programme;
	int64_t times[PROGRAMME_REWARDS_MAX] = { 0 };
	struct query q = query(desk->store, STATEMENT_REWARDS_OF);
	char name[PROGRAMME_ID_MAX + 1];
	rgl_rc rc;

	query_bind_int(&q, sale);
	while (query_row(&q)) {
		size_t reward;

		query_text(&q, name, sizeof(name));
		reward = programme_find_reward(programme, name);
		if (reward != PROGRAMME_NONE && programme->rewards[reward].uses_total > 0)
			times[reward] += query_int(&q);
	}
	rc = query_end(&q);
	for (size_t i = 0; rc == RGL_OK && i < programme->reward_count; i++) {
		if (times[i] == 0)
			continue;
		q = query(desk->store, STATEMENT_REWARD_USED);
		query_bind_text(&q, programme->rewards[i].id);
		query_bind_int(&q, -times[i]);
		rc = query_run(&q);
	}
	return rc;
}

/* The void is a row of its own, as a refund of the rest is; points are moved by the caller's plan.
 */
static rgl_rc write_void(struct desk *desk, const struct sale *row, struct effect *effect)
{
	struct plan *plan = &desk->plan;
	rgl_rc rc;

	effect->member = plan->profile.member;
	effect->programme = plan->entry->id;
	effect->at_ms = plan->at_ms;
	effect->refund_of = plan->original.id;
	effect->undoes = plan->original.id;
	rc = record_write(desk->store, row, effect, &plan->event);
	if (rc == RGL_OK)
		rc = record_voided(desk->store, plan->original.id);
	return rc;
}

static void back_of_member(const struct plan *plan, size_t purse, int64_t *ret_take,
			   int64_t *ret_give)
{
	for (size_t i = 0; i < plan->back_count; i++) {
		const struct back *back = &plan->backs[i];

		if (back->again != 0 || back->member != plan->profile.member ||
		    back->purse != plan->entry->purses[purse].id)
			continue;
		*ret_take += back->take;
		*ret_give += back->give;
	}
}

/* What an exchange had taken of it for what it brought back, and had given. */
static void again_of_member(const struct plan *plan, size_t purse, int64_t *ret_give,
			    int64_t *ret_take)
{
	for (size_t i = 0; i < plan->back_count; i++) {
		const struct back *back = &plan->backs[i];

		if (back->again == 0 || back->member != plan->profile.member ||
		    back->purse != plan->entry->purses[purse].id)
			continue;
		*ret_give += back->give;
		*ret_take += back->take;
	}
}

/* As much of it as is there. */
static int64_t lesser(int64_t units, int64_t there)
{
	if (units <= there)
		return units;
	return there < 0 ? 0 : there;
}

/* The void's own figures: what is taken stops at what is there, unless debts are allowed. */
static void fill_void(const struct desk *desk, struct effect *effect)
{
	const struct plan *plan = &desk->plan;
	bool owes = plan->entry->programme->clawback_owes;
	int64_t there = plan->profile.accounts[PURSE_POINTS].balance;
	int64_t take = 0;
	int64_t give = 0;
	int64_t given_again = 0;
	int64_t taken_again = 0;

	back_of_member(plan, PURSE_POINTS, &take, &give);
	again_of_member(plan, PURSE_POINTS, &given_again, &taken_again);
	there = plan_sum(there, plan_sum(give, given_again));
	take = owes ? take : lesser(take, there);
	there -= take;
	taken_again = owes ? taken_again : lesser(taken_again, there);
	effect->points = points_of(given_again - take);
	effect->spent = points_of(taken_again - give);
	effect->balance = points_of(there - taken_again);
}

/* Everything of plan->original comes back; its member's points are left for the sale that stands
 * in for it, where carries_to, which may be NULL, has a purse for them. */
static rgl_rc undo(struct desk *desk, struct sale *row, const struct book_entry *carries_to,
		   struct effect *effect)
{
	struct plan *plan = &desk->plan;
	struct outcome unused = { 0 };
	rgl_rc rc;

	rc = money_sub(plan->original.total, plan->original.refunded, &plan->returned);
	if (rc == RGL_OK)
		rc = back_plan(desk, true);
	if (rc == RGL_OK)
		rc = back_again(desk);
	if (rc < 0)
		return rc;
	row->total = money_negate(plan->returned);
	plan->carries_to = carries_to;
	fill_void(desk, effect);
	rc = stored_left(desk, plan->original.id, &effect->stored);
	if (rc == RGL_OK)
		rc = keep_before_undo(desk->store, plan->original.id);
	if (rc < 0)
		return rc;
	effect->stored = money_negate(effect->stored);
	rc = write_void(desk, row, effect);
	if (rc == RGL_OK && plan->original.exchange_of != 0)
		rc = record_refunded(desk->store, plan->original.exchange_of,
				     money_negate(plan->original.returned));
	if (rc == RGL_OK)
		rc = write_backs(desk);
	if (rc == RGL_OK)
		rc = stored_undo(desk, &plan->original);
	if (rc == RGL_OK)
		rc = vouchers_undo(desk->store, plan->original.id);
	if (rc == RGL_OK)
		rc = care_undo(desk, plan->original.id);
	if (rc == RGL_OK)
		rc = free_rewards(desk, plan->original.id);
	if (rc == RGL_OK)
		rc = flow_finish(desk, row, &unused);
	if (rc == RGL_OK)
		rc = recount(desk->store, plan->profile.member);
	if (rc == RGL_OK)
		rc = keep_after_undo(desk->store, plan->original.id);
	return rc;
}

/* The synthetic sale that a void is written down as. */
struct void_row {
	char id[64];
	struct sale sale;
};

static void make_row(const struct recorded *original, struct void_row *ret)
{
	*ret = (struct void_row) { .sale = { .is_refund = true } };
	(void)snprintf(ret->id, sizeof(ret->id), RECORD_OURS "void:%lld", (long long)original->id);
	ret->sale.id = ret->id;
	ret->sale.cashier = original->cashier;
}

static rgl_rc again(struct desk *desk, const struct recorded *original, struct outcome *outcome)
{
	struct query q = query(desk->store, STATEMENT_SALE_VOID_OF);
	struct recorded before = { .member = original->member, .programme = original->programme };
	struct void_row row;
	rgl_rc rc;

	query_bind_int(&q, original->id);
	if (query_row(&q)) {
		before.id = query_int(&q);
		before.points = query_points(&q);
		before.spent = query_points(&q);
		before.balance = query_points(&q);
	}
	rc = query_end(&q);
	make_row(original, &row);
	if (rc == RGL_OK)
		rc = flow_show_before(desk, &row.sale, &before, outcome);
	return rc < 0 ? rc : RGL_EXISTS;
}

/* What an exchange brought back is sold again, which its sale must still be there for; and who has
 * more money back than was paid beside those goods would have to pay. */
static rgl_rc check_undo(struct store *store, const struct recorded *sale)
{
	if (sale->exchanged_was_undone)
		return refuse_field(&store->refusal, RGL_E_REFUND, "sale_id",
				    "the sale whose goods %s brought back was undone since; refund "
				    "what %s sold",
				    record_shown(sale->ref).text, record_shown(sale->ref).text);
	if (money_compare(sale->refunded, sale->total) > 0)
		return refuse_field(&store->refusal, RGL_E_REFUND, "sale_id",
				    "more of %s was refunded than was paid for it beside what it "
				    "brought back; refund the rest, and sell those goods again",
				    record_shown(sale->ref).text);
	return RGL_OK;
}

static rgl_rc flow_undo(struct desk *desk, const char *ref, struct outcome *outcome)
{
	struct recorded original = { 0 };
	struct effect effect = { 0 };
	struct void_row row;
	rgl_rc rc;

	rc = record_need(desk->store, ref, "sale_id", &original);
	if (rc < 0)
		return rc;
	if (original.is_refund)
		return refuse_field(&desk->store->refusal, RGL_E_NO_SALE, "sale_id",
				    "%s is a refund, not a sale; sell the things again",
				    record_shown(ref).text);
	if (original.is_voided)
		return again(desk, &original, outcome);
	rc = check_undo(desk->store, &original);
	if (rc < 0)
		return rc;
	make_row(&original, &row);
	rc = plan_begin(desk, &row.sale, original.member, &original);
	if (rc < 0)
		return rc;
	desk->plan.original = original;
	rc = undo(desk, &row.sale, NULL, &effect);
	return rc < 0 ? rc : flow_show(desk, &effect, outcome);
}

rgl_rc checkout_undo(struct desk *desk, const char *ref, struct outcome *ret)
{
	struct outcome outcome = { 0 };
	rgl_rc rc = store_begin(desk->store);

	if (rc < 0)
		return rc;
	rc = store_end(desk->store, flow_undo(desk, ref, &outcome));
	if (rc >= 0)
		*ret = outcome;
	return rc;
}

/* --- changed after the fact */

/* What came back of the old sale, as the new one's plan starts with it, by the places of its
 * programme: the void wrote it down in `applied` but moved nothing. */
struct carried {
	int64_t of;
	int64_t take[PROGRAMME_PURSES_MAX];
	int64_t give[PROGRAMME_PURSES_MAX];
};

static void keep_carried(const struct desk *desk, struct carried *ret)
{
	const struct plan *plan = &desk->plan;

	ret->of = plan->original.id;
	for (size_t i = 0; i < plan->entry->programme->purse_count; i++) {
		size_t to = book_place(plan->carries_to, plan->entry->purses[i].id);

		if (to != PROGRAMME_NONE)
			back_of_member(plan, i, &ret->take[to], &ret->give[to]);
	}
}

static void carry(struct plan *plan, const struct carried *carried)
{
	plan->carried_of = carried->of;
	for (size_t i = 0; i < PROGRAMME_PURSES_MAX; i++) {
		plan->carried_take[i] = carried->take[i];
		plan->carried_give[i] = carried->give[i];
		plan->profile.accounts[i].balance += carried->give[i] - carried->take[i];
	}
}

static rgl_rc check_edit(struct store *store, const struct sale *sale,
			 const struct recorded *before)
{
	if (sale->is_refund || before->is_refund)
		return refuse_field(&store->refusal, RGL_E_NO_SALE, "id",
				    "%s is a refund; only sales are changed",
				    record_shown(sale->id).text);
	/* Else one that comes late, or out of its turn, would count what was undone. */
	if (before->is_voided)
		return refuse_field(&store->refusal, RGL_E_REFUND, "id",
				    "sale %s was undone; if it took place after all, send it under "
				    "a new id",
				    record_shown(sale->id).text);
	if (money_sign(before->refunded) > 0)
		return refuse_field(&store->refusal, RGL_E_REFUND, "id",
				    "part of sale %s was refunded, so it is not changed any more; "
				    "refund the rest",
				    record_shown(sale->id).text);
	if (before->exchange_of != 0)
		return refuse_field(&store->refusal, RGL_E_REFUND, "id",
				    "%s was an exchange, which is not changed; undo it and send it "
				    "under a new id",
				    record_shown(sale->id).text);
	return check_undo(store, before);
}

static rgl_rc flow_edit(struct desk *desk, const struct sale *sale, struct outcome *outcome)
{
	struct recorded before = { 0 };
	struct effect effect = { 0 };
	struct effect unused = { 0 };
	struct carried carried = { 0 };
	struct void_row row;
	int64_t member = 0;
	const struct book_entry *carries_to = NULL;
	rgl_rc rc;

	rc = flow_find_member(desk->store, sale, &member, &outcome->unseen);
	if (rc < 0)
		return rc;
	record_digest(desk->store, sale, outcome->unseen.code == RGL_E_PAYMENT_CARD, effect.digest);
	rc = record_need(desk->store, sale->id, "id", &before);
	if (rc == RGL_OK && !before.is_voided &&
	    memcmp(before.digest, effect.digest, HASH_BYTES) == 0)
		return flow_again(desk, sale, &before, &effect, outcome);
	if (rc == RGL_OK)
		rc = check_edit(desk->store, sale, &before);
	if (rc < 0)
		return rc;
	make_row(&before, &row);
	rc = plan_begin(desk, &row.sale, before.member, &before);
	if (rc < 0)
		return rc;
	desk->plan.original = before;
	desk->plan.keeps_told = before.member == member;
	if (before.member != 0 && before.member == member)
		rc = plan_programme(desk, sale, &carries_to);
	if (rc == RGL_OK)
		rc = undo(desk, &row.sale, carries_to, &unused);
	if (rc == RGL_OK && carries_to != NULL)
		keep_carried(desk, &carried);
	if (rc == RGL_OK)
		rc = record_move_aside(desk->store, before.id);
	if (rc == RGL_OK)
		rc = plan_begin(desk, sale, member, NULL);
	if (rc < 0)
		return rc;
	carry(&desk->plan, &carried);
	desk->plan.replaces = before.id;
	effect.replaces = before.id;
	rc = flow_sale(desk, sale, true, &effect, outcome);
	return rc < 0 ? rc : flow_show(desk, &effect, outcome);
}

rgl_rc checkout_edit(struct desk *desk, const struct sale *sale, struct outcome *ret)
{
	struct store *store = desk->store;
	struct outcome outcome = { 0 };
	rgl_rc rc;

	rc = sale_check(sale, &store->shop.currency, &store->refusal);
	if (rc < 0)
		return rc;
	rc = store_begin(store);
	if (rc < 0)
		return rc;
	rc = store_end(store, flow_edit(desk, sale, &outcome));
	if (rc >= 0)
		*ret = outcome;
	return rc;
}
