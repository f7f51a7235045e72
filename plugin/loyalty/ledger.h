/* ledger.h - points and stored money move here and nowhere else: one transfer, one debit, one
 * credit, more than nothing, for good.
 *
 * Balances follow by trigger. A CHECK holds that none but the shop's goes below zero, unless a
 * member's account was told that it may (ledger_may_owe). Units are the purse's: points, stamps or
 * minor units. All within the running transaction.
 */
#pragma once

#include "plugin/store/query.h"

/* The shop's own account of points: it issues them and takes them back. */
#define LEDGER_SHOP 1

/* As schema/sqlite/0002_programme.sql has them. */
enum transfer_kind {
	TRANSFER_EARNED = 1,
	TRANSFER_SPENT,
	TRANSFER_TAKEN_BACK,
	TRANSFER_GIVEN_BACK,
	TRANSFER_EXPIRED,
	TRANSFER_BY_HAND,
	TRANSFER_HELD,
	TRANSFER_LET_GO,
	TRANSFER_MERGED,
	TRANSFER_PAID_IN,
	TRANSFER_PAID_WITH
};

/* E_POINTS: the debited account has not so much (and may not owe), the refusal says how much is
 * there: nothing moved, the transaction goes on. E_RANGE: a balance would not fit 64 bits. */
MUST_USE rgl_rc ledger_move(struct store *store, int64_t event, enum transfer_kind kind,
			    int64_t debit, int64_t credit, int64_t units);

/* A member's account in a purse (its row's id). ledger_find: 0 when there is none yet, which is as
 * good as an empty one. ledger_need makes it. */
MUST_USE rgl_rc ledger_find(struct store *store, int64_t member, int64_t purse,
			    int64_t *ret_account, int64_t *ret_balance);
MUST_USE rgl_rc ledger_need(struct store *store, int64_t member, int64_t purse,
			    int64_t *ret_account, int64_t *ret_balance);

/* An account of a gift card, empty. */
MUST_USE rgl_rc ledger_gift(struct store *store, int64_t *ret_account);

MUST_USE rgl_rc ledger_balance(struct store *store, int64_t account, int64_t *ret);

/* Lets a member's account go below zero from now on: the programme's refunds leave debts. No other
 * account ever may. */
MUST_USE rgl_rc ledger_may_owe(struct store *store, int64_t account);
