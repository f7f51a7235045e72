/* account.h - a member's accounts, read for the owner and for a customer's question: what came and
 * went, in the ledger's order, with the balance after each.
 *
 * In:  a store, a member's number.
 * Out: the account, written in the format asked for.
 * Not here: its words and columns (render_account.h).
 *
 * Reads every transfer of the store once: for a command, not for a till. A sale's line has the time
 * of the sale, which for one that came late lies before that of the line above it.
 */
#pragma once

#include "plugin/programme/programme.h"
#include "plugin/reports/read.h"

/* Adds the account of each of the member's purses to `out`, of each no more than the last
 * `report->top` lines (0: all); of the report its format, colour and columns are used too.
 * For people (a table) purses, rules and rewards have the titles that the programme gives them, as
 * far as it knows them; for programs their ids. E_UNKNOWN: no such member; E_MEMORY. */
MUST_USE rgl_rc account_write(struct store *store, const struct report *report,
			      const struct programme *programme, int64_t member, struct bytes *out);
