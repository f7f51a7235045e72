/* merge.c - see merge.h: making one of two. Undoing it is in merge_undo.c. */
#include "plugin/loyalty/merge.h"

#include <stdio.h>

#include "plugin/care/audit.h"
#include "plugin/insight/keep.h"
#include "plugin/loyalty/holds.h"
#include "plugin/loyalty/merge_parts.h"
#include "plugin/loyalty/said.h"

/* ---- Shared with undoing ---- */

rgl_rc merge_move_rows(struct store *store, int64_t merge, int64_t from, int64_t into)
{
	static const enum statement MOVES[] = {
		STATEMENT_MERGE_MOVE_CARDS,
		STATEMENT_MERGE_MOVE_SALES,
		STATEMENT_MERGE_MOVE_VOUCHERS,
		STATEMENT_MERGE_MOVE_APPLIED,
	};
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < sizeof(MOVES) / sizeof(MOVES[0]); i++)
		rc = merge_move(store, MOVES[i], merge, from, into);
	return rc;
}

rgl_rc merge_move(struct store *store, enum statement statement, int64_t merge, int64_t from,
		  int64_t into)
{
	struct query q = query(store, statement);

	query_bind_int(&q, merge);
	query_bind_int(&q, from);
	query_bind_int(&q, into);
	return query_run(&q);
}

rgl_rc merge_give_holds_back(struct store *store, int64_t member)
{
	rgl_rc rc = holds_lapse(store, member, INT64_MAX); /* as if each had ended */

	return rc < 0 ? rc : RGL_OK;
}

rgl_rc merge_expire(struct store *store, int64_t account, int64_t purse, int64_t now_ms,
		    int64_t *balance)
{
	struct query q = query(store, STATEMENT_MERGE_SHOP);
	int64_t shop = 0;
	int64_t expired = 0;
	rgl_rc rc;

	query_bind_int(&q, purse);
	if (query_row(&q))
		shop = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK)
		rc = lots_expire(store, account, shop, now_ms, &expired);
	*balance -= expired;
	return rc;
}

static rgl_rc count_one(struct store *store, int64_t member)
{
	struct query q = query(store, STATEMENT_MERGE_COUNT);

	query_bind_int(&q, member);
	return query_run(&q);
}

rgl_rc merge_finish(struct store *store, int64_t into, int64_t from, int64_t merged_into)
{
	struct query q = query(store, STATEMENT_MERGE_POINT);
	rgl_rc rc;

	query_bind_int(&q, from);
	query_bind_reference(&q, merged_into);
	rc = query_run(&q);
	if (rc == RGL_OK)
		rc = count_one(store, into);
	if (rc == RGL_OK)
		rc = count_one(store, from);
	if (rc == RGL_OK)
		rc = keep_after(store, into);
	return rc < 0 ? rc : keep_after(store, from);
}

rgl_rc merge_begin(struct store *store, int64_t into, int64_t from)
{
	rgl_rc rc = keep_before(store, into);

	return rc < 0 ? rc : keep_before(store, from);
}

rgl_rc merge_audit(struct store *store, const char *who, const char *what, int64_t into,
		   int64_t from)
{
	char detail[64];
	rgl_rc rc;

	(void)snprintf(detail, sizeof(detail), "member %lld, into %lld", (long long)from,
		       (long long)into);
	rc = audit_add(store, who, what, into, detail);
	return rc < 0 ? rc : audit_add(store, who, what, from, detail);
}

/* ---- Looking ---- */

struct account {
	int64_t id;
	int64_t purse;
	int64_t balance;
};

/* The member's account of the next purse after this one's; id 0: no more. */
static rgl_rc next_account(struct store *store, int64_t member, struct account *account)
{
	struct query q = query(store, STATEMENT_MERGE_ACCOUNTS);

	query_bind_int(&q, member);
	query_bind_int(&q, account->purse);
	account->id = 0;
	if (query_row(&q)) {
		account->id = query_int(&q);
		account->purse = query_int(&q);
		account->balance = query_int(&q);
	}
	return query_end(&q);
}

static rgl_rc check_debts(struct store *store, int64_t member, const char *field)
{
	struct account account = { 0 };
	rgl_rc rc = next_account(store, member, &account);

	while (rc == RGL_OK && account.id != 0) {
		if (account.balance < 0)
			return refuse_field(&store->refusal, RGL_E_POINTS, field,
					    "member %lld owes %lld; adjust that first, then merge",
					    (long long)member, -(long long)account.balance);
		rc = next_account(store, member, &account);
	}
	return rc;
}

static rgl_rc check_both(struct store *store, int64_t into, int64_t from)
{
	rgl_rc rc = RGL_OK;

	if (into == from)
		rc = refuse_field(&store->refusal, RGL_E_FIELD, "from",
				  "a member cannot be merged into itself; name two");
	if (rc == RGL_OK)
		rc = said_check_member(store, into, "into");
	return rc < 0 ? rc : said_check_member(store, from, "from");
}

/* What a quote set aside is no debt: it comes back first, of the one who stays what ended. */
static rgl_rc check_balances(struct store *store, int64_t into, int64_t from)
{
	rgl_rc rc = merge_give_holds_back(store, from);

	if (rc == RGL_OK)
		rc = holds_lapse(store, into, host_now_ms(store->host));
	if (rc >= 0)
		rc = check_debts(store, into, "into");
	return rc < 0 ? rc : check_debts(store, from, "from");
}

/* ---- Moving ---- */

static rgl_rc note_rows(struct store *store, int64_t merge, int64_t from)
{
	static const enum statement NOTES[] = {
		STATEMENT_MERGE_NOTE_CARDS,
		STATEMENT_MERGE_NOTE_SALES,
		STATEMENT_MERGE_NOTE_VOUCHERS,
		STATEMENT_MERGE_NOTE_APPLIED,
	};
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < sizeof(NOTES) / sizeof(NOTES[0]); i++) {
		struct query q = query(store, NOTES[i]);

		query_bind_int(&q, merge);
		query_bind_int(&q, from);
		rc = query_run(&q);
	}
	return rc;
}

static rgl_rc note_lots(struct store *store, int64_t merge, int64_t account)
{
	struct query q = query(store, STATEMENT_MERGE_NOTE_LOTS);

	query_bind_int(&q, merge);
	query_bind_int(&q, account);
	return query_run(&q);
}

static rgl_rc note_purse(struct store *store, int64_t merge, const struct account *account)
{
	struct query q = query(store, STATEMENT_MERGE_NOTE_PURSE);

	query_bind_int(&q, merge);
	query_bind_int(&q, account->purse);
	query_bind_int(&q, account->balance);
	return query_run(&q);
}

/* What is over by now does not move: it would be missing when the merge is undone. */
static rgl_rc move_account(struct store *store, int64_t merge, int64_t into, struct account *from)
{
	int64_t account = 0;
	int64_t balance = 0;
	rgl_rc rc = merge_expire(store, from->id, from->purse, host_now_ms(store->host),
				 &from->balance);

	if (rc < 0 || from->balance == 0)
		return rc;
	rc = ledger_need(store, into, from->purse, &account, &balance);
	if (rc == RGL_OK)
		rc = note_purse(store, merge, from);
	if (rc == RGL_OK)
		rc = note_lots(store, merge, from->id);
	if (rc == RGL_OK)
		rc = ledger_move(store, merge, TRANSFER_MERGED, from->id, account, from->balance);
	if (rc == RGL_OK)
		rc = merge_move(store, STATEMENT_MERGE_MOVE_LOTS, merge, from->id, account);
	return rc;
}

static rgl_rc move_purses(struct store *store, int64_t merge, int64_t into, int64_t from)
{
	struct account account = { 0 };
	rgl_rc rc = next_account(store, from, &account);

	while (rc == RGL_OK && account.id != 0) {
		rc = move_account(store, merge, into, &account);
		if (rc == RGL_OK)
			rc = next_account(store, from, &account);
	}
	return rc;
}

static rgl_rc add_row(struct store *store, int64_t merge, int64_t into, int64_t from,
		      const char *who, const char *why)
{
	struct query q = query(store, STATEMENT_MERGE_ADD);

	query_bind_int(&q, merge);
	query_bind_int(&q, into);
	query_bind_int(&q, from);
	query_bind_text(&q, who);
	query_bind_text(&q, why);
	return query_run(&q);
}

static rgl_rc write_all(struct store *store, int64_t into, int64_t from, const char *who,
			const char *why, int64_t *ret_merge)
{
	int64_t merge = 0;
	rgl_rc rc;

	rc = check_both(store, into, from);
	if (rc == RGL_OK)
		rc = check_balances(store, into, from);
	if (rc == RGL_OK)
		rc = store_event(store, EVENT_MERGE, &merge);
	if (rc == RGL_OK)
		rc = merge_audit(store, who, "merge", into, from);
	if (rc == RGL_OK)
		rc = add_row(store, merge, into, from, who, why);
	if (rc == RGL_OK)
		rc = note_rows(store, merge, from);
	if (rc == RGL_OK)
		rc = merge_begin(store, into, from);
	if (rc == RGL_OK)
		rc = merge_move_rows(store, merge, from, into);
	if (rc == RGL_OK)
		rc = move_purses(store, merge, into, from);
	if (rc == RGL_OK)
		rc = merge_finish(store, into, from, into);
	if (rc == RGL_OK)
		*ret_merge = merge;
	return rc;
}

rgl_rc merge_members(struct store *store, int64_t into, int64_t from, const char *who,
		     const char *why, int64_t *ret_merge)
{
	int64_t merge = 0;
	rgl_rc rc = said_check(store, who, "who");

	if (rc == RGL_OK)
		rc = said_check(store, why, "why");
	if (rc == RGL_OK)
		rc = store_begin(store);
	if (rc < 0)
		return rc;
	rc = store_end(store, write_all(store, into, from, who, why, &merge));
	if (rc >= 0)
		*ret_merge = merge;
	return rc;
}
