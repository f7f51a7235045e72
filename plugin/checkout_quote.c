/* checkout_quote.c - see checkout.h: what a sale would come to, and what is set aside for it. */
#include <stdio.h>
#include <string.h>

#include "plugin/base/utf8.h"
#include "plugin/checkout_flow.h"

/* The goods of the sale, without lines of rewards: those are what a quote is to find. */
static rgl_rc copy_goods(struct desk *desk, const struct sale *sale)
{
	struct sale *ours = &desk->sale;
	struct money total = money_of(0);

	*ours = *sale;
	ours->lines = desk->lines;
	ours->line_count = 0;
	ours->tender_count = 0;
	for (size_t i = 0; i < sale->line_count; i++) {
		const struct sale_line *line = &sale->lines[i];

		if (line->reward != NULL && line->reward[0] != '\0')
			continue;
		desk->lines[ours->line_count++] = *line;
		if (money_add(total, line->total, &total) < 0)
			return RGL_E_RANGE;
	}
	ours->total = total;
	return RGL_OK;
}

static void add_discount(struct desk *desk, const struct discount_line *line)
{
	const struct claim *claim = &desk->redemption.claims[line->claim];
	const struct reward *reward = &desk->plan.entry->programme->rewards[claim->reward];

	desk->lines[desk->sale.line_count++] = (struct sale_line) {
		.sku = line->product,
		.name = reward->title,
		.reward = reward->id,
		.qty_milli = line->qty_milli,
		.total = money_negate(line->amount),
		.tax = money_negate(line->tax),
		.has_rate = line->has_rate,
		.rate_milli = line->rate_milli,
	};
}

/* The goods, the redemption's lines behind them, and the sum of both. */
static rgl_rc add_discounts(struct desk *desk, size_t goods)
{
	struct money total = money_of(0);
	rgl_rc rc = RGL_OK;

	desk->sale.line_count = goods;
	for (size_t i = 0; i < desk->redemption.line_count; i++)
		add_discount(desk, &desk->redemption.lines[i]);
	for (size_t i = 0; rc == RGL_OK && i < desk->sale.line_count; i++)
		rc = money_add(total, desk->lines[i].total, &total);
	desk->sale.total = total;
	return rc;
}

static rgl_rc earn(struct desk *desk)
{
	plan_level(desk, &desk->sale); /* as the sale will: by what is due */
	desk->plan.has_earning = false;
	memset(desk->plan.earned, 0, sizeof(desk->plan.earned));
	return flow_earn(desk, &desk->sale);
}

static void spendable(const struct desk *desk, bool with_earned, int64_t *ret)
{
	const struct plan *plan = &desk->plan;

	for (size_t i = 0; i < PROGRAMME_PURSES_MAX; i++) {
		ret[i] = plan->profile.accounts[i].balance;
		if (with_earned && !plan->entry->programme->earned_waits)
			ret[i] = plan_sum(ret[i], plan->earned[i]);
		ret[i] = ret[i] < 0 ? 0 : ret[i];
	}
}

static bool is_covered(const struct desk *desk)
{
	int64_t there[PROGRAMME_PURSES_MAX];

	spendable(desk, true, there);
	for (size_t i = 0; i < PROGRAMME_PURSES_MAX; i++)
		if (desk->redemption.costs[i] > there[i])
			return false;
	return true;
}

/* A code that was not taken is the better reason why a wish was not met. */
static void say_unmet(struct desk *desk)
{
	for (size_t i = 0; i < desk->redemption.claim_count; i++) {
		struct claim *claim = &desk->redemption.claims[i];
		const struct rgl_why *why;

		if (claim->rc >= 0 || claim->wish == PROGRAMME_NONE)
			continue;
		why = &desk->unmet[claim->wish];
		if (why->code >= 0)
			continue;
		claim->rc = why->code;
		(void)snprintf(claim->why, sizeof(claim->why), "%.159s", why->text);
		claim->why[utf8_whole(claim->why, strlen(claim->why))] = '\0';
	}
}

/* What is not there may lie aside for another quote: that comes back, or is what was quoted. */
static rgl_rc say_held(struct desk *desk)
{
	const struct plan *plan = &desk->plan;
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < desk->redemption.claim_count; i++) {
		struct claim *claim = &desk->redemption.claims[i];
		size_t length = strlen(claim->why);
		int64_t held = 0;
		size_t purse;

		if (claim->rc != RGL_E_POINTS || claim->reward == PROGRAMME_NONE ||
		    !plan->profile.has_holds)
			continue;
		purse = plan->entry->programme->rewards[claim->reward].purse;
		rc = holds_standing(desk->store, plan->profile.member,
				    plan->profile.accounts[purse].id,
				    host_now_ms(desk->store->host), &held);
		if (rc == RGL_OK && held > 0 && !plan->entry->programme->purses[purse].is_money)
			(void)snprintf(claim->why + length, sizeof(claim->why) - length,
				       ", %lld more set aside by a quote", (long long)held);
	}
	return rc;
}

/* A discount may take away points that this very sale was to pay it with. So: what it earns without
 * discounts, the rewards that this covers, what it earns then; and when that is too little, the
 * rewards again by it, at last by the balance alone. */
static rgl_rc redeem_all(struct desk *desk, size_t wanted)
{
	size_t goods = desk->sale.line_count;
	int64_t there[PROGRAMME_PURSES_MAX];
	rgl_rc rc = earn(desk);

	for (int round = 0; rc == RGL_OK && round < 3; round++) {
		spendable(desk, round < 2, there);
		desk->redemption.line_count = 0;
		rc = add_discounts(desk, goods);
		if (rc == RGL_OK)
			rc = redeem(desk->plan.entry->programme, &desk->sale, &desk->standing,
				    there, desk->wanted, wanted, &desk->work, &desk->redemption);
		if (rc == RGL_OK)
			rc = add_discounts(desk, goods);
		if (rc == RGL_OK)
			rc = earn(desk);
		if (rc == RGL_OK && is_covered(desk))
			break;
	}
	if (rc < 0)
		return refuse(&desk->store->refusal, rc,
			      "the rewards of this sale cannot be counted");
	say_unmet(desk);
	return say_held(desk);
}

/* --- setting aside */

/* A wish that was met; one that was not may be for no reward of the programme at all. */
static bool is_to_hold(const struct claim *claim, const struct hold *hold)
{
	return claim->rc >= 0 && claim->times > 0 && claim->wish != PROGRAMME_NONE &&
	       hold->item_count < HOLD_ITEMS_MAX;
}

static void hold_claim(struct desk *desk, const struct claim *claim, struct hold *hold)
{
	struct plan *plan = &desk->plan;
	const struct reward *reward = &plan->entry->programme->rewards[claim->reward];
	struct account_of *account = &plan->profile.accounts[reward->purse];
	struct hold_item *item = &hold->items[hold->item_count];
	int64_t units = claim->cost < account->balance ? claim->cost : account->balance;

	*item = (struct hold_item) { .times = claim->times,
				     .points = desk->wanted[claim->wish].points,
				     .voucher = desk->vouchers[claim->wish] };
	(void)snprintf(item->reward, sizeof(item->reward), "%s", reward->id);
	if (units > 0) {
		item->account = account->id;
		item->held_account = plan->entry->purses[reward->purse].held;
		item->units = units;
		account->balance -= units;
	}
	hold->item_count++;
}

static bool needs_hold(const struct hold *hold)
{
	for (size_t i = 0; i < hold->item_count; i++)
		if (hold->items[i].units > 0 || hold->items[i].voucher != 0)
			return true;
	return false;
}

static rgl_rc set_aside(struct desk *desk, struct quoted *quoted)
{
	struct plan *plan = &desk->plan;
	struct hold *hold = &plan->hold;
	rgl_rc rc;

	memset(hold, 0, sizeof(*hold));
	hold->member = plan->profile.member;
	hold->ends_ms = host_now_ms(desk->store->host) +
			plan->entry->programme->hold_minutes * INT64_C(60000);
	for (size_t i = 0; i < desk->redemption.claim_count; i++)
		if (is_to_hold(&desk->redemption.claims[i], hold))
			hold_claim(desk, &desk->redemption.claims[i], hold);
	if (plan->profile.member == 0 || !needs_hold(hold))
		return RGL_OK;
	rc = holds_make(desk->store, hold);
	if (rc == RGL_OK) {
		quoted->hold = hold->id;
		quoted->hold_ends_ms = hold->ends_ms;
	}
	return rc;
}

rgl_rc quote_free_coupon(struct desk *desk, struct voucher *voucher)
{
	struct hold hold = { 0 };
	rgl_rc rc;

	if (voucher->used_by == 0)
		return RGL_OK;
	rc = holds_read(desk->store, voucher->used_by, &hold);
	if (rc == RGL_E_FIELD)
		return RGL_OK; /* a sale has it */
	if (rc < 0 || hold.state != HOLD_HELD || hold.ends_ms > host_now_ms(desk->store->host))
		return rc;
	rc = holds_give_back(desk->store, &hold);
	if (rc == RGL_OK)
		voucher->used_by = 0;
	return rc;
}

/* --- the flow */

static rgl_rc let_go_first(struct desk *desk, int64_t id)
{
	rgl_rc rc;

	if (id == 0)
		return RGL_OK;
	rc = holds_read(desk->store, id, &desk->plan.hold);
	if (rc == RGL_OK)
		rc = holds_give_back(desk->store, &desk->plan.hold);
	return rc < 0 ? rc : RGL_OK;
}

static void fill(struct desk *desk, struct quoted *ret)
{
	const struct plan *plan = &desk->plan;

	ret->member = plan->profile.member;
	ret->due = desk->sale.total;
	ret->points = points_of(plan->earned[PURSE_POINTS]);
	ret->spent = points_of(desk->redemption.costs[PURSE_POINTS]);
	ret->programme = plan->entry->programme;
	ret->redemption = &desk->redemption;
	ret->sale = &desk->sale;
}

/* What staff would give: said beforehand, and nothing set aside. */
static rgl_rc quote_gestures(struct desk *desk, const struct sale *sale, struct quoted *quoted)
{
	rgl_rc rc;

	if (sale->gesture_count == 0)
		return RGL_OK;
	rc = care_policy(desk);
	if (rc == RGL_OK)
		rc = gestures_plan(desk, sale);
	if (rc < 0)
		return rc;
	gestures_show(desk, &quoted->gestures);
	notices_of_gestures(desk, sale, &quoted->notices);
	return RGL_OK;
}

/* How a quote is made, and for whom. writes: in a transaction, so that something can be set aside.
 * has_surprises: those are shown. must_write: there is a surprise that has to be promised first;
 * nothing was handed over. */
struct quoting {
	quote_taker *take;
	void *user;
	bool writes;
	bool has_surprises;
	bool must_write;
};

static rgl_rc quote_surprise(struct desk *desk, struct quoting *quoting, struct quoted *quoted)
{
	struct plan *plan = &desk->plan;
	rgl_rc rc = RGL_OK;

	if (quoting->has_surprises)
		rc = surprise_quote(desk, &desk->sale, &plan->surprise);
	if (rc < 0 || plan->surprise.state == 0)
		return rc;
	quoting->must_write = plan->surprise.id == 0 && !quoting->writes;
	if (quoting->must_write)
		return RGL_OK;
	plan->earned[PURSE_POINTS] = plan_sum(plan->earned[PURSE_POINTS], plan->surprise.units);
	rc = surprise_tell(desk, &quoted->surprise);
	return rc < 0 ? rc : surprise_promise(desk->store, &plan->surprise);
}

static rgl_rc flow(struct desk *desk, const struct sale *sale, struct quoting *quoting)
{
	struct plan *plan = &desk->plan;
	struct quoted quoted = { 0 };
	int64_t member = 0;
	int64_t balance;
	size_t wanted = 0;
	rgl_rc rc;

	rc = flow_find_member(desk->store, sale, &member, &quoted.unseen);
	if (rc == RGL_OK)
		rc = let_go_first(desk, sale->hold);
	if (rc == RGL_OK)
		rc = plan_quote(desk, sale, member, quoting->writes);
	if (rc == RGL_OK)
		rc = copy_goods(desk, sale);
	if (rc == RGL_OK)
		rc = flow_standing(desk, &desk->sale);
	if (rc == RGL_OK && plan->findings.refused && sale->wish_count > 0)
		rc = refuse(&desk->store->refusal, RGL_E_LIMIT, "no reward now: %s",
			    plan->findings.items[0].text);
	if (rc < 0)
		return rc;
	plan_codes(desk, NULL, &desk->sale);
	rc = plan_wanted(desk, sale, false, &wanted);
	if (rc == RGL_OK)
		rc = redeem_all(desk, wanted);
	if (rc < 0)
		return rc;
	rc = quote_gestures(desk, sale, &quoted);
	if (rc == RGL_OK)
		rc = quote_surprise(desk, quoting, &quoted);
	if (rc < 0 || quoting->must_write)
		return rc;
	notices_of_codes(desk, sale, &quoted.notices);
	balance = plan->profile.accounts[PURSE_POINTS].balance;
	fill(desk, &quoted);
	balance = plan_sum(balance, quoted.points.count);
	quoted.balance = points_of(plan_sum(balance, -quoted.spent.count));
	if (quoting->writes)
		rc = set_aside(desk, &quoted);
	return rc < 0 ? rc : quoting->take(quoting->user, &quoted);
}

/* A quote may have no total and no tax yet: then they are the sums of its lines. A till that knows
 * the tax of the whole sale alone sends it there. */
static rgl_rc check(struct desk *desk, const struct sale *sale, struct sale *ret)
{
	struct money total = money_of(0);
	struct money tax = money_of(0);
	bool has_tax = false;

	*ret = *sale;
	ret->is_refund = false;
	ret->tender_count = 0;
	if (ret->id == NULL || ret->id[0] == '\0')
		ret->id = "quote";
	for (size_t i = 0; i < sale->line_count && i < RGL_LINES_MAX; i++) {
		if (money_add(total, sale->lines[i].total, &total) < 0 ||
		    money_add(tax, sale->lines[i].tax, &tax) < 0)
			break;
		has_tax = has_tax || money_sign(sale->lines[i].tax) != 0;
	}
	ret->total = total;
	ret->tax = has_tax ? tax : sale->tax;
	return sale_check(ret, &desk->store->shop.currency, &desk->store->refusal);
}

static rgl_rc look(struct desk *desk, const struct sale *sale, struct quoting *quoting)
{
	rgl_rc rc = store_look(desk->store);

	if (rc < 0)
		return rc;
	rc = flow(desk, sale, quoting);
	store_looked(desk->store);
	return rc;
}

rgl_rc checkout_quote(struct desk *desk, const struct sale *sale, quote_taker *take, void *user)
{
	struct quoting quoting = { .take = take,
				   .user = user,
				   .writes = sale->wish_count > 0 || sale->hold != 0,
				   .has_surprises = true };
	struct sale checked;
	rgl_rc rc = check(desk, sale, &checked);

	if (rc == RGL_OK && !quoting.writes)
		rc = look(desk, &checked, &quoting);
	if (rc < 0 || (!quoting.writes && !quoting.must_write))
		return rc;
	rc = store_begin(desk->store);
	if (rc == RGL_OK) {
		quoting.writes = true;
		quoting.must_write = false;
		return store_end(desk->store, flow(desk, &checked, &quoting));
	}
	/* A surprise that cannot be promised now is none, and no reason to refuse a quote. */
	if (!quoting.must_write)
		return rc;
	quoting.must_write = false;
	quoting.has_surprises = false;
	return look(desk, &checked, &quoting);
}

rgl_rc checkout_let_go(struct desk *desk, int64_t hold)
{
	rgl_rc rc = store_begin(desk->store);

	if (rc < 0)
		return rc;
	rc = holds_read(desk->store, hold, &desk->plan.hold);
	if (rc == RGL_OK)
		rc = holds_give_back(desk->store, &desk->plan.hold);
	return store_end(desk->store, rc);
}
