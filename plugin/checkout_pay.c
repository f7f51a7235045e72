/* checkout_pay.c - see checkout_parts.h: gift cards, store credit and points, as money. */
#include <stdio.h>
#include <string.h>

#include "plugin/checkout_parts.h"

/* What `applied` calls points that pay as money: no reward's id can be this. */
#define PAYMENT_NAME "(payment)"

/* Points for an amount, rounded up, so that none is had for less. */
static rgl_rc points_for(const struct programme *programme, struct money amount, int64_t *ret)
{
	int64_t units = 0;
	rgl_rc rc;

	if (programme->worth.minor <= 0)
		return RGL_E_FIELD;
	rc = ratio_floor(-amount.minor, programme->worth_of, programme->worth.minor, &units);
	if (rc == RGL_OK)
		*ret = -units;
	return rc;
}

/* The refund of nobody's sale onto the account of whoever brings it. */
static rgl_rc payee_account(struct desk *desk, size_t purse, int64_t *ret)
{
	struct plan *plan = &desk->plan;
	struct profile payee;
	int64_t balance = 0;
	rgl_rc rc = profile_read(desk->store, plan->entry, plan->payee, plan->at_ms, &payee);

	if (rc == RGL_OK)
		rc = ledger_need(desk->store, payee.member, plan->entry->purses[purse].id, ret,
				 &balance);
	return rc;
}

rgl_rc pay_account(struct desk *desk, size_t purse, const char *field, int64_t *ret)
{
	struct plan *plan = &desk->plan;
	int64_t balance = 0;
	rgl_rc rc;

	if (plan->profile.member == 0 && plan->payee != 0)
		return payee_account(desk, purse, ret);
	if (plan->profile.member == 0)
		return refuse_field(&desk->store->refusal, RGL_E_UNKNOWN, field,
				    "%s is a member's: say who the member is", field);
	if (plan->profile.accounts[purse].id == 0) {
		rc = ledger_need(desk->store, plan->profile.member, plan->entry->purses[purse].id,
				 &plan->profile.accounts[purse].id, &balance);
		if (rc < 0)
			return rc;
	}
	*ret = plan->profile.accounts[purse].id;
	return RGL_OK;
}

static rgl_rc gift_card(struct desk *desk, const struct sale_tender *tender,
			struct payment *payment)
{
	struct voucher voucher;
	rgl_rc rc = vouchers_find(desk->store, tender->code, &voucher);

	if (rc == RGL_OK && voucher.kind != VOUCHER_GIFT)
		rc = refuse_field(&desk->store->refusal, RGL_E_FIELD, "tenders",
				  "this is a coupon, not a gift card; enter it as a reward");
	if (rc == RGL_OK)
		rc = vouchers_check(desk->store, &voucher, desk->plan.profile.member,
				    plan_voucher_ms(desk, &voucher));
	/* An empty one can be paid back to. */
	if (rc < 0 && (rc != RGL_E_POINTS || tender->amount.minor > 0))
		return rc;
	if (tender->amount.minor > voucher.balance) {
		char there[DECIMAL_ROOM];

		money_write(money_of(voucher.balance), &desk->store->shop.currency, there);
		return refuse_field(&desk->store->refusal, RGL_E_POINTS, "tenders",
				    "the gift card has %s left; nothing was recorded: take the "
				    "rest another way",
				    there);
	}
	*payment = (struct payment) { voucher.account, tender->amount.minor, PURSE_GIFT };
	return RGL_OK;
}

static rgl_rc credit(struct desk *desk, const struct sale_tender *tender, struct payment *payment)
{
	payment->purse = PURSE_CREDIT;
	payment->units = tender->amount.minor;
	return pay_account(desk, PURSE_CREDIT, "store credit", &payment->account);
}

static rgl_rc points(struct desk *desk, const struct sale_tender *tender, struct payment *payment)
{
	rgl_rc rc = points_for(desk->plan.entry->programme, tender->amount, &payment->units);

	if (rc < 0)
		return refuse_field(&desk->store->refusal, rc, "tenders",
				    "points cannot pay: the programme does not say what they are "
				    "worth");
	payment->purse = PURSE_POINTS;
	return pay_account(desk, PURSE_POINTS, "a payment in points", &payment->account);
}

rgl_rc pay_plan(struct desk *desk, const struct sale *sale)
{
	struct plan *plan = &desk->plan;
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < sale->tender_count; i++) {
		const struct sale_tender *tender = &sale->tenders[i];
		struct payment *payment = &plan->payments[i];

		if (tender->kind == RGL_GIFT_CARD)
			rc = gift_card(desk, tender, payment);
		else if (tender->kind == RGL_CREDIT)
			rc = credit(desk, tender, payment);
		else if (tender->kind == RGL_POINTS)
			rc = points(desk, tender, payment);
		else
			continue;
		plan->tender_accounts[i] = payment->account;
		/* Of a refund with its sale, points that had paid come back with the rest. */
		if (payment->purse == PURSE_POINTS && payment->units < 0 &&
		    plan->original.id != 0 && !plan->entry->programme->spent_stays_spent)
			payment->units = 0;
		if (rc == RGL_OK && payment->purse != PURSE_GIFT)
			plan->spent[payment->purse] =
				plan_sum(plan->spent[payment->purse], payment->units);
	}
	return rc;
}

/* Points are moved with those that rewards cost (write_spent), so that an edit sets them off. */
static rgl_rc pay_out(struct desk *desk, const struct payment *payment)
{
	struct plan *plan = &desk->plan;
	rgl_rc rc;

	if (payment->purse == PURSE_POINTS)
		return write_applied(
			desk, &(struct applied) { .kind = 2,
						  .name = PAYMENT_NAME,
						  .member = plan->profile.member,
						  .purse = plan->entry->purses[PURSE_POINTS].id,
						  .units = payment->units,
						  .of = plan->event });
	rc = ledger_move(desk->store, plan->event, TRANSFER_PAID_WITH, payment->account,
			 plan->entry->purses[payment->purse].shop, payment->units);
	if (rc == RGL_OK && payment->purse != PURSE_GIFT)
		rc = lots_use(desk->store, payment->account, payment->units);
	return rc;
}

rgl_rc pay_in(struct desk *desk, size_t purse, int64_t account, int64_t units)
{
	struct plan *plan = &desk->plan;
	const struct expiry *expiry = &plan->entry->programme->purses[purse].expiry;
	rgl_rc rc = ledger_move(desk->store, plan->event, TRANSFER_PAID_IN,
				plan->entry->purses[purse].shop, account, units);

	if (rc == RGL_OK && purse != PURSE_GIFT)
		rc = lots_add(desk->store, account, plan->event, units,
			      expiry_ends_ms(expiry, desk->store->zone, plan->at_ms));
	return rc;
}

/* Points that are paid back of a sale are of what it had spent: a void gives the rest alone. */
static rgl_rc pay_back(struct desk *desk, const struct payment *payment)
{
	struct plan *plan = &desk->plan;
	rgl_rc rc = pay_in(desk, payment->purse, payment->account, -payment->units);

	if (rc == RGL_OK && payment->purse == PURSE_POINTS && plan->original.id != 0 &&
	    plan->profile.member != 0)
		rc = write_applied(
			desk, &(struct applied) { .kind = 4,
						  .name = PAYMENT_NAME,
						  .member = plan->profile.member,
						  .purse = plan->entry->purses[PURSE_POINTS].id,
						  .units = -payment->units,
						  .of = plan->original.id });
	return rc;
}

rgl_rc pay_write(struct desk *desk, const struct sale *sale)
{
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < sale->tender_count; i++) {
		const struct payment *payment = &desk->plan.payments[i];

		if (payment->account == 0 || payment->units == 0)
			continue;
		if (payment->units > 0)
			rc = pay_out(desk, payment);
		else
			rc = pay_back(desk, payment);
	}
	return rc;
}
