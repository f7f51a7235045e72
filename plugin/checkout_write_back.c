/* checkout_write_back.c - see checkout_parts.h: transfers, lots and `applied` rows of what came
 * back.
 *
 * That may be on a card that the programme does not have by which it is counted: an exchange is of
 * another day than the sale whose goods it brings back.
 */
#include "plugin/checkout_parts.h"

int64_t write_ends_ms(const struct desk *desk, size_t purse)
{
	return expiry_ends_ms(&desk->plan.entry->programme->purses[purse].expiry, desk->store->zone,
			      desk->plan.at_ms);
}

rgl_rc write_taken(struct desk *desk, int64_t shop, int64_t account, int64_t units, int64_t lots_of)
{
	rgl_rc rc = ledger_move(desk->store, desk->plan.event, TRANSFER_TAKEN_BACK, account, shop,
				units);

	if (rc == RGL_OK)
		rc = lots_take_back(desk->store, account, lots_of, units);
	return rc;
}

/* The shop's own account of a purse, which has its number. */
static int64_t shop_of(const struct back *back)
{
	return back->purse;
}

static rgl_rc take_back(struct desk *desk, const struct back *back, int64_t account,
			int64_t balance, int64_t *ret_taken)
{
	struct plan *plan = &desk->plan;
	int64_t units = back->take;
	rgl_rc rc = RGL_OK;

	if (units > balance && plan->entry->programme->clawback_owes)
		rc = ledger_may_owe(desk->store, account);
	else if (units > balance)
		units = balance < 0 ? 0 : balance;
	if (rc == RGL_OK && units > 0)
		rc = write_taken(desk, shop_of(back), account, units, plan->original.id);
	if (rc == RGL_OK)
		*ret_taken = units;
	return rc;
}

/* On a card that this programme does not have they never end. */
static rgl_rc give_back(struct desk *desk, const struct back *back, size_t purse, int64_t account)
{
	int64_t over_ms = purse == PROGRAMME_NONE ? 0 : write_ends_ms(desk, purse);
	rgl_rc rc = ledger_move(desk->store, desk->plan.event, TRANSFER_GIVEN_BACK, shop_of(back),
				account, back->give);

	if (rc == RGL_OK)
		rc = lots_add(desk->store, account, desk->plan.event, back->give, over_ms);
	return rc;
}

/* What ended comes first, as it did for the member of the sale in the programme's own purses. */
static rgl_rc write_ended(struct desk *desk, const struct back *back, int64_t account,
			  int64_t *balance)
{
	int64_t now_ms = host_now_ms(desk->store->host);
	int64_t units = 0;
	rgl_rc rc = holds_lapse(desk->store, back->member, now_ms);

	if (rc >= 0)
		rc = lots_expire(desk->store, account, shop_of(back), now_ms, &units);
	return rc < 0 ? rc : ledger_balance(desk->store, account, balance);
}

/* The sale that stands in for another one settles those itself, where its programme has them. */
static bool is_carried(const struct plan *plan, const struct back *back)
{
	return plan->carries_to != NULL && back->again == 0 &&
	       back->member == plan->profile.member &&
	       book_place(plan->carries_to, back->purse) != PROGRAMME_NONE;
}

static int64_t sale_of(const struct plan *plan, const struct back *back)
{
	if (back->again != 0)
		return back->again;
	return plan->original.id == 0 ? plan->event : plan->original.id;
}

static rgl_rc account_of_back(struct desk *desk, const struct back *back, size_t purse,
			      int64_t *ret_account, int64_t *ret_balance)
{
	struct plan *plan = &desk->plan;
	rgl_rc rc = ledger_need(desk->store, back->member, back->purse, ret_account, ret_balance);

	if (rc < 0)
		return rc;
	if (back->member != plan->profile.member || purse == PROGRAMME_NONE)
		return write_ended(desk, back, *ret_account, ret_balance);
	plan->profile.accounts[purse].id = *ret_account; /* maybe made just now */
	return RGL_OK;
}

static rgl_rc write_give(struct desk *desk, const struct back *back)
{
	struct plan *plan = &desk->plan;
	size_t purse = book_place(plan->entry, back->purse);
	int64_t account = 0;
	int64_t balance = 0;
	rgl_rc rc;

	if (back->give == 0)
		return RGL_OK;
	rc = account_of_back(desk, back, purse, &account, &balance);
	if (rc == RGL_OK && !is_carried(plan, back))
		rc = give_back(desk, back, purse, account);
	return rc < 0 ? rc
		      : write_applied(desk, &(struct applied) { .kind = back->again != 0 ? 6 : 4,
								.name = "",
								.member = back->member,
								.purse = back->purse,
								.units = back->give,
								.of = sale_of(plan, back) });
}

static rgl_rc write_take(struct desk *desk, struct back *back)
{
	struct plan *plan = &desk->plan;
	size_t purse = book_place(plan->entry, back->purse);
	int64_t account = 0;
	int64_t balance = 0;
	rgl_rc rc;

	if (back->take == 0)
		return RGL_OK;
	rc = account_of_back(desk, back, purse, &account, &balance);
	if (back->member == plan->profile.member && purse != PROGRAMME_NONE)
		/* What an edit carries over is not there. */
		balance += plan->carried_give[purse] - plan->carried_take[purse];
	if (rc == RGL_OK && !is_carried(plan, back))
		rc = take_back(desk, back, account, balance, &back->take);
	if (rc < 0 || back->take == 0)
		return rc;
	return write_applied(desk, &(struct applied) { .kind = back->again != 0 ? 7 : 3,
						       .name = "",
						       .member = back->member,
						       .purse = back->purse,
						       .units = back->take,
						       .of = sale_of(plan, back) });
}

/* What is given comes first: it may be what is taken. */
rgl_rc write_backs(struct desk *desk)
{
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < desk->plan.back_count; i++)
		rc = write_give(desk, &desk->plan.backs[i]);
	for (size_t i = 0; rc == RGL_OK && i < desk->plan.back_count; i++)
		rc = write_take(desk, &desk->plan.backs[i]);
	return rc;
}
