/* ledger.h - points move here and nowhere else: one transfer, one debit, one credit, for good.
 *
 * Balances follow by trigger; a member's never goes below zero (a CHECK holds it).
 */
#pragma once

#include "plugin/store/query.h"

/* The shop's own account: it issues points and takes them back. */
#define LEDGER_SHOP 1

/* Moves points, more than none, from one account to another, because of an event. In the running
 * transaction. */
MUST_USE rgl_rc ledger_move(struct store *store, int64_t event, int64_t debit, int64_t credit,
			    struct points points);
