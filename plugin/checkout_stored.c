/* checkout_stored.c - see checkout_parts.h: gift cards and credit that are sold, and undone. */
#include "plugin/checkout_parts.h"

static int64_t gift_end_ms(struct desk *desk)
{
	const struct expiry lasts = { .kind = EXPIRY_FIXED,
				      .months = desk->plan.entry->programme->gift_card_months };

	return lasts.months == 0 ? 0 : expiry_ends_ms(&lasts, desk->store->zone, desk->plan.at_ms);
}

static rgl_rc sell_gift_card(struct desk *desk, const struct sale_line *line)
{
	struct plan *plan = &desk->plan;
	const struct voucher_source source = { plan->event, line->code, plan->entry->programme };
	struct voucher voucher = { .kind = VOUCHER_GIFT, .member = plan->profile.member };
	rgl_rc rc = vouchers_take_over(desk->store, plan->replaces, &source, &voucher);

	if (rc == RGL_OK && voucher.id == 0)
		rc = vouchers_make_gift(desk->store, &source, plan->profile.member,
					gift_end_ms(desk), &voucher);
	if (rc == RGL_OK)
		rc = pay_in(desk, PURSE_GIFT, voucher.account, line->total.minor);
	return rc;
}

/* What is taken off again must be there: a gift card that was used cannot be returned whole. */
static rgl_rc take_off(struct desk *desk, size_t purse, int64_t account, int64_t units,
		       const char *what)
{
	struct plan *plan = &desk->plan;
	int64_t balance = 0;
	rgl_rc rc = ledger_balance(desk->store, account, &balance);

	if (rc == RGL_OK && balance < units) {
		char there[DECIMAL_ROOM];

		money_write(money_of(balance), &desk->store->shop.currency, there);
		return refuse_field(&desk->store->refusal, RGL_E_REFUND, "lines",
				    "the %s was used; only %s of it is left to be given back", what,
				    there);
	}
	if (rc == RGL_OK && units > 0)
		rc = ledger_move(desk->store, plan->event, TRANSFER_TAKEN_BACK, account,
				 plan->entry->purses[purse].shop, units);
	if (rc == RGL_OK && units > 0 && purse != PURSE_GIFT)
		rc = lots_take_back(desk->store, account, plan->original.id, units);
	return rc;
}

/* A gift card brought back: by its code, or the one that the sale sold. */
static rgl_rc return_gift_card(struct desk *desk, const struct sale_line *line)
{
	struct voucher vouchers[RGL_ISSUED_MAX];
	struct voucher voucher = { 0 };
	size_t count = 0;
	rgl_rc rc;

	if (line->code != NULL && line->code[0] != '\0') {
		rc = vouchers_find(desk->store, line->code, &voucher);
	} else {
		rc = vouchers_of_event(desk->store, desk->plan.original.id, vouchers,
				       RGL_ISSUED_MAX, &count);
		for (size_t i = 0; rc == RGL_OK && i < count && voucher.id == 0; i++)
			if (vouchers[i].kind == VOUCHER_GIFT &&
			    vouchers[i].balance >= -line->total.minor)
				voucher = vouchers[i];
		if (rc == RGL_OK && voucher.id == 0)
			rc = refuse_field(&desk->store->refusal, RGL_E_REFUND, "lines",
					  "the gift card was used, or is not of this sale; scan "
					  "it to see what is left on it");
	}
	if (rc == RGL_OK && voucher.kind != VOUCHER_GIFT)
		rc = refuse_field(&desk->store->refusal, RGL_E_FIELD, "lines",
				  "the code of the gift card is a coupon's");
	if (rc == RGL_OK)
		rc = take_off(desk, PURSE_GIFT, voucher.account, -line->total.minor, "gift card");
	return rc;
}

static rgl_rc top_up(struct desk *desk, const struct sale_line *line)
{
	int64_t account = 0;
	rgl_rc rc = pay_account(desk, PURSE_CREDIT, "store credit", &account);

	if (rc < 0)
		return rc;
	if (line->total.minor > 0)
		return pay_in(desk, PURSE_CREDIT, account, line->total.minor);
	return take_off(desk, PURSE_CREDIT, account, -line->total.minor, "store credit");
}

/* The answer says the code of each that is made; one whose code nobody sees would be lost. */
static rgl_rc check_count(struct desk *desk, const struct sale *sale)
{
	size_t count = 0;

	for (size_t i = 0; i < sale->line_count; i++)
		count += sale->lines[i].kind == LINE_GIFT_CARD && sale->lines[i].total.minor > 0;
	if (count <= RGL_ISSUED_MAX)
		return RGL_OK;
	return refuse_field(&desk->store->refusal, RGL_E_LIMIT, "lines",
			    "at most %d gift cards are sold at once; sell the others in a sale of "
			    "their own",
			    RGL_ISSUED_MAX);
}

rgl_rc stored_write(struct desk *desk, const struct sale *sale)
{
	rgl_rc rc = check_count(desk, sale);

	for (size_t i = 0; rc == RGL_OK && i < sale->line_count; i++) {
		const struct sale_line *line = &sale->lines[i];

		if (line->total.minor == 0)
			continue;
		if (line->kind == LINE_TOP_UP)
			rc = top_up(desk, line);
		else if (line->kind == LINE_GIFT_CARD && line->total.minor > 0)
			rc = sell_gift_card(desk, line);
		else if (line->kind == LINE_GIFT_CARD)
			rc = return_gift_card(desk, line);
	}
	return rc;
}

/* --- undone whole */

struct paid {
	int32_t kind;
	int64_t amount;
	int64_t account;
};

static rgl_rc read_paid(struct store *store, int64_t sale, struct paid *ret, size_t *ret_count)
{
	struct query q = query(store, STATEMENT_TENDERS_OF);

	query_bind_int(&q, sale);
	while (*ret_count < RGL_TENDERS_MAX && query_row(&q)) {
		struct paid *paid = &ret[(*ret_count)++];

		paid->kind = (int32_t)query_int(&q);
		paid->amount = query_int(&q);
		paid->account = query_int(&q);
	}
	return query_end(&q);
}

/* What refunds gave back to an account already. */
static rgl_rc read_back(struct store *store, int64_t sale, int64_t account, int64_t *ret)
{
	struct query q = query(store, STATEMENT_TENDERS_BACK);

	query_bind_int(&q, sale);
	query_bind_int(&q, account);
	if (query_row(&q))
		*ret = query_int(&q);
	return query_end(&q);
}

/* One account that paid in parts is one row, the first. */
static void gather_paid(struct paid *paid, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < i; k++)
			if (paid[k].account == paid[i].account && paid[i].account != 0) {
				paid[k].amount += paid[i].amount;
				paid[i].account = 0;
			}
}

/* What refunds gave back in another way does not come back here once more. */
static rgl_rc undo_payments(struct desk *desk, const struct recorded *sale)
{
	struct paid paid[RGL_TENDERS_MAX];
	int64_t left = desk->plan.returned.minor;
	size_t count = 0;
	rgl_rc rc = read_paid(desk->store, sale->id, paid, &count);

	gather_paid(paid, count);
	for (size_t i = 0; rc == RGL_OK && i < count; i++) {
		int64_t units = 0;

		if (paid[i].account == 0 || paid[i].kind == RGL_POINTS)
			continue;
		rc = read_back(desk->store, sale->id, paid[i].account, &units);
		units += paid[i].amount;
		units = units < left ? units : left;
		if (rc == RGL_OK && units > 0)
			rc = pay_in(desk, paid[i].kind == RGL_CREDIT ? PURSE_CREDIT : PURSE_GIFT,
				    paid[i].account, units);
		left -= units > 0 ? units : 0;
	}
	return rc;
}

/* What of a sale's gift cards and credit paid in was not brought back yet. */
struct stored {
	int64_t gift;
	int64_t credit;
};

static rgl_rc read_stored(struct store *store, int64_t sale, struct stored *ret)
{
	struct query q = query(store, STATEMENT_STORED_SOLD);

	query_bind_int(&q, sale);
	if (query_row(&q)) {
		ret->gift = query_int(&q);
		ret->credit = query_int(&q);
	}
	return query_end(&q);
}

rgl_rc stored_left(struct desk *desk, int64_t sale, struct money *ret)
{
	struct stored stored = { 0 };
	rgl_rc rc = read_stored(desk->store, sale, &stored);

	if (rc == RGL_OK)
		*ret = money_of(stored.gift + stored.credit);
	return rc;
}

static rgl_rc undo_gift_cards(struct desk *desk, const struct recorded *sale, int64_t left)
{
	struct voucher vouchers[RGL_ISSUED_MAX];
	size_t count = 0;
	rgl_rc rc = vouchers_of_event(desk->store, sale->id, vouchers, RGL_ISSUED_MAX, &count);

	for (size_t i = 0; rc == RGL_OK && i < count; i++) {
		int64_t units = vouchers[i].balance < left ? vouchers[i].balance : left;

		if (vouchers[i].kind != VOUCHER_GIFT)
			continue;
		left -= units;
		rc = take_off(desk, PURSE_GIFT, vouchers[i].account, units, "gift card");
	}
	if (rc == RGL_OK && left > 0)
		rc = refuse_field(&desk->store->refusal, RGL_E_REFUND, "sale_id",
				  "a gift card sold in it was used already, so it cannot be "
				  "undone; refund the rest");
	return rc;
}

static rgl_rc undo_stored(struct desk *desk, const struct recorded *sale)
{
	struct stored stored = { 0 };
	int64_t account = 0;
	rgl_rc rc = read_stored(desk->store, sale->id, &stored);

	if (rc == RGL_OK && stored.gift > 0)
		rc = undo_gift_cards(desk, sale, stored.gift);
	if (rc < 0 || stored.credit <= 0)
		return rc;
	rc = pay_account(desk, PURSE_CREDIT, "store credit", &account);
	return rc < 0 ? rc : take_off(desk, PURSE_CREDIT, account, stored.credit, "store credit");
}

/* The next gift card that it took money off, after the transfer *at; *at 0: there is none. */
static rgl_rc next_gift_back(struct store *store, int64_t sale, int64_t *at, struct paid *ret)
{
	struct query q = query(store, STATEMENT_GIFTS_BACK);

	query_bind_int(&q, sale);
	query_bind_int(&q, *at);
	*at = 0;
	if (query_row(&q)) {
		*at = query_int(&q);
		ret->account = query_int(&q);
		ret->amount = query_int(&q);
	}
	return query_end(&q);
}

static rgl_rc read_credit_back(struct store *store, int64_t sale, int64_t *ret)
{
	struct query q = query(store, STATEMENT_CREDIT_BACK);

	query_bind_int(&q, sale);
	if (query_row(&q))
		*ret = query_int(&q);
	return query_end(&q);
}

/* Gift cards and credit that an exchange brought back are good again. */
static rgl_rc undo_returned(struct desk *desk, const struct recorded *sale)
{
	struct paid gift = { 0 };
	int64_t account = 0;
	int64_t credit = 0;
	int64_t at = 0;
	rgl_rc rc = next_gift_back(desk->store, sale->id, &at, &gift);

	while (rc == RGL_OK && at != 0) {
		rc = pay_in(desk, PURSE_GIFT, gift.account, gift.amount);
		if (rc == RGL_OK)
			rc = next_gift_back(desk->store, sale->id, &at, &gift);
	}
	if (rc == RGL_OK)
		rc = read_credit_back(desk->store, sale->id, &credit);
	if (rc < 0 || credit == 0)
		return rc;
	rc = pay_account(desk, PURSE_CREDIT, "store credit", &account);
	return rc < 0 ? rc : pay_in(desk, PURSE_CREDIT, account, credit);
}

rgl_rc stored_undo(struct desk *desk, const struct recorded *sale)
{
	rgl_rc rc = undo_stored(desk, sale);

	if (rc == RGL_OK)
		rc = undo_returned(desk, sale);
	return rc < 0 ? rc : undo_payments(desk, sale);
}
