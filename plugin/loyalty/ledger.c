/* ledger.c - see ledger.h. */
#include "plugin/loyalty/ledger.h"

#include <stdio.h>

/* As schema/sqlite/0002_programme.sql has them. */
#define PURSE_OF_POINTS 1
#define PURSE_OF_GIFTS 3
#define UNIT_MONEY 2
#define KIND_MEMBER 3
#define KIND_GIFT 4

struct debited {
	int64_t balance;
	bool is_free; /* to go below zero */
	bool is_there;
	int64_t purse;
	int64_t unit;
};

static rgl_rc read_debited(struct store *store, int64_t account, struct debited *ret)
{
	struct query q = query(store, STATEMENT_LEDGER_DEBIT);

	query_bind_int(&q, account);
	if (query_row(&q)) {
		ret->balance = query_int(&q);
		ret->is_free = query_int(&q) != 0;
		ret->purse = query_int(&q);
		ret->unit = query_int(&q);
		ret->is_there = true;
	}
	return query_end(&q);
}

/* "only 3 points are there, 5 are needed" */
static rgl_rc refuse_amount(struct store *store, const struct debited *debited, int64_t units)
{
	const char *noun = debited->purse == PURSE_OF_POINTS ? "point" : "stamp";
	bool is_one = debited->balance == 1;
	char there[DECIMAL_ROOM];
	char needed[DECIMAL_ROOM];

	if (debited->unit == UNIT_MONEY) {
		money_write(money_of(debited->balance), &store->shop.currency, there);
		money_write(money_of(units), &store->shop.currency, needed);
		return refuse(&store->refusal, RGL_E_POINTS,
			      "only %s %s is there, %s is needed: take less, or pay another way",
			      there, store->shop.currency.code, needed);
	}
	points_write(points_of(debited->balance), there);
	points_write(points_of(units), needed);
	return refuse(&store->refusal, RGL_E_POINTS, "only %s %s%s there, %s are needed", there,
		      noun, is_one ? " is" : "s are", needed);
}

/* An account that is not there is left to the references: SQLite refuses it. */
static rgl_rc check_amount(struct store *store, int64_t account, int64_t units)
{
	struct debited debited = { 0 };
	rgl_rc rc = read_debited(store, account, &debited);

	if (rc < 0 || !debited.is_there || debited.is_free || debited.balance >= units)
		return rc;
	return refuse_amount(store, &debited, units);
}

rgl_rc ledger_move(struct store *store, int64_t event, enum transfer_kind kind, int64_t debit,
		   int64_t credit, int64_t units)
{
	struct query q = query(store, STATEMENT_TRANSFER_ADD);
	rgl_rc rc;

	RGL_ASSERT(debit != credit);
	RGL_ASSERT(units > 0);
	rc = check_amount(store, debit, units);
	if (rc < 0)
		return rc;
	query_bind_int(&q, event);
	query_bind_int(&q, debit);
	query_bind_int(&q, credit);
	query_bind_int(&q, units);
	query_bind_int(&q, kind);
	return query_run(&q);
}

static rgl_rc add_account(struct store *store, int64_t purse, int64_t kind, int64_t member,
			  int64_t *ret_account)
{
	struct query q = query(store, STATEMENT_ACCOUNT_ADD);
	rgl_rc rc;

	query_bind_int(&q, purse);
	query_bind_int(&q, kind);
	query_bind_reference(&q, member);
	rc = query_run(&q);
	if (rc == RGL_OK)
		*ret_account = store_last_id(store);
	return rc;
}

rgl_rc ledger_find(struct store *store, int64_t member, int64_t purse, int64_t *ret_account,
		   int64_t *ret_balance)
{
	struct query q = query(store, STATEMENT_LEDGER_FIND);
	int64_t account = 0;
	int64_t balance = 0;
	rgl_rc rc;

	query_bind_int(&q, member);
	query_bind_int(&q, purse);
	if (query_row(&q)) {
		account = query_int(&q);
		balance = query_int(&q);
	}
	rc = query_end(&q);
	if (rc < 0)
		return rc;
	*ret_account = account;
	*ret_balance = balance;
	return RGL_OK;
}

rgl_rc ledger_need(struct store *store, int64_t member, int64_t purse, int64_t *ret_account,
		   int64_t *ret_balance)
{
	int64_t account = 0;
	int64_t balance = 0;
	rgl_rc rc = ledger_find(store, member, purse, &account, &balance);

	if (rc == RGL_OK && account == 0)
		rc = add_account(store, purse, KIND_MEMBER, member, &account);
	if (rc < 0)
		return rc;
	*ret_account = account;
	*ret_balance = balance;
	return RGL_OK;
}

rgl_rc ledger_gift(struct store *store, int64_t *ret_account)
{
	return add_account(store, PURSE_OF_GIFTS, KIND_GIFT, 0, ret_account);
}

rgl_rc ledger_balance(struct store *store, int64_t account, int64_t *ret)
{
	struct query q = query(store, STATEMENT_ACCOUNT_BALANCE);
	int64_t balance = 0;
	rgl_rc rc;

	query_bind_int(&q, account);
	if (query_row(&q))
		balance = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = balance;
	return rc;
}

rgl_rc ledger_may_owe(struct store *store, int64_t account)
{
	struct query q = query(store, STATEMENT_LEDGER_MAY_OWE);

	query_bind_int(&q, account);
	return query_run(&q);
}
