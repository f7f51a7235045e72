/* merge_undo.c - see merge.h: taking apart again what was merged. */
#include "plugin/loyalty/lots.h"
#include "plugin/loyalty/merge.h"
#include "plugin/loyalty/merge_parts.h"
#include "plugin/loyalty/said.h"

/* One merge, and how far its undoing is. */
struct undoing {
	int64_t merge;
	int64_t into;
	int64_t from;
	int64_t undone_by;
	int64_t event;
	int64_t now_ms;
	int64_t missing;
};

/* ---- Looking ---- */

static rgl_rc read_merge(struct store *store, struct undoing *undoing)
{
	struct query q = query(store, STATEMENT_MERGE_READ);
	rgl_rc rc;

	query_bind_int(&q, undoing->merge);
	if (query_row(&q)) {
		undoing->into = query_int(&q);
		undoing->from = query_int(&q);
		undoing->undone_by = query_int(&q);
	}
	rc = query_end(&q);
	if (rc == RGL_OK && undoing->into == 0)
		rc = refuse_field(&store->refusal, RGL_E_FIELD, "merge_id",
				  "there is no merge %lld; nothing was changed",
				  (long long)undoing->merge);
	if (rc == RGL_OK && undoing->undone_by != 0)
		rc = RGL_EXISTS;
	return rc;
}

static rgl_rc check_since(struct store *store, const struct undoing *undoing, int64_t member)
{
	struct query q = query(store, STATEMENT_MERGE_SINCE);
	int64_t later = 0;
	rgl_rc rc;

	query_bind_int(&q, member);
	query_bind_int(&q, undoing->merge);
	if (query_row(&q))
		later = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK && later != 0)
		rc = refuse_field(&store->refusal, RGL_E_TAKEN, "merge_id",
				  "member %lld was merged again since; undo merge %lld first",
				  (long long)member, (long long)later);
	return rc;
}

/* ---- Purses ---- */

/* A purse of which something moved. */
struct part {
	int64_t purse;
	int64_t moved;
	int64_t from; /* accounts */
	int64_t into;
	int64_t balance; /* of `into` */
};

/* The next purse after this one; purse 0: no more. */
static rgl_rc next_part(struct store *store, int64_t merge, struct part *part)
{
	struct query q = query(store, STATEMENT_MERGE_PURSES);

	query_bind_int(&q, merge);
	query_bind_int(&q, part->purse);
	part->purse = 0;
	if (query_row(&q)) {
		part->purse = query_int(&q);
		part->moved = query_int(&q);
	}
	return query_end(&q);
}

/* Its accounts, after what is over by now left them. */
static rgl_rc find_accounts(struct store *store, const struct undoing *undoing, struct part *part)
{
	int64_t nothing = 0;
	rgl_rc rc = ledger_need(store, undoing->from, part->purse, &part->from, &nothing);

	if (rc == RGL_OK)
		rc = ledger_need(store, undoing->into, part->purse, &part->into, &part->balance);
	if (rc == RGL_OK)
		rc = merge_expire(store, part->into, part->purse, undoing->now_ms, &part->balance);
	return rc;
}

/* What of it would be over by now, had it never moved. */
static rgl_rc count_over(struct store *store, const struct undoing *undoing,
			 const struct part *part, int64_t *ret)
{
	struct query q = query(store, STATEMENT_MERGE_OVER);

	query_bind_int(&q, undoing->merge);
	query_bind_int(&q, part->into);
	query_bind_int(&q, undoing->now_ms);
	if (query_row(&q))
		*ret = query_int(&q);
	return query_end(&q);
}

static rgl_rc sum_of_lots(struct store *store, int64_t account, int64_t *ret)
{
	struct query q = query(store, STATEMENT_LOT_SUM);

	query_bind_int(&q, account);
	if (query_row(&q))
		*ret = query_int(&q);
	return query_end(&q);
}

struct lot {
	int64_t event;
	int64_t remaining;
	int64_t ends_ms;
};

static rgl_rc first_lot(struct store *store, int64_t account, struct lot *ret)
{
	struct query q = query(store, STATEMENT_MERGE_LOTS);

	query_bind_int(&q, account);
	if (query_row(&q)) {
		query_skip(&q);
		ret->event = query_int(&q);
		ret->remaining = query_int(&q);
		ret->ends_ms = query_int(&q);
	}
	return query_end(&q);
}

static rgl_rc add_lot(struct store *store, int64_t account, const struct lot *lot, int64_t units)
{
	struct query q = query(store, STATEMENT_LOT_ADD);

	query_bind_int(&q, account);
	query_bind_int(&q, lot->event);
	query_bind_int(&q, units);
	query_bind_int(&q, lot->ends_ms);
	return query_run(&q);
}

/* Parts of the other's own lots take the place of what was spent of those that moved. */
static rgl_rc split_lots(struct store *store, const struct part *part, int64_t units)
{
	rgl_rc rc = RGL_OK;

	while (rc == RGL_OK && units > 0) {
		struct lot lot = { 0 };
		int64_t share;

		rc = first_lot(store, part->into, &lot);
		if (rc < 0)
			return rc;
		RGL_ASSERT(lot.remaining > 0);
		share = lot.remaining < units ? lot.remaining : units;
		rc = lots_use(store, part->into, share);
		if (rc == RGL_OK)
			rc = add_lot(store, part->from, &lot, share);
		units -= share;
	}
	return rc;
}

/* The lots that moved, and more of the others than the balance that stays can hold. */
static rgl_rc move_lots(struct store *store, const struct undoing *undoing, const struct part *part,
			int64_t units)
{
	int64_t in_lots = 0;
	rgl_rc rc;

	rc = merge_move(store, STATEMENT_MERGE_MOVE_LOTS, undoing->merge, part->into, part->from);
	if (rc == RGL_OK)
		rc = sum_of_lots(store, part->into, &in_lots);
	if (rc == RGL_OK)
		rc = split_lots(store, part, in_lots - (part->balance - units));
	return rc;
}

static rgl_rc move_part(struct store *store, struct undoing *undoing, struct part *part)
{
	int64_t over = 0;
	int64_t units;
	rgl_rc rc;

	rc = find_accounts(store, undoing, part);
	if (rc == RGL_OK)
		rc = count_over(store, undoing, part, &over);
	if (rc < 0)
		return rc;
	units = part->moved - over;
	if (units > part->balance)
		units = part->balance;
	if (units < 0)
		units = 0; /* it owes */
	undoing->missing += part->moved - units;
	if (units == 0)
		return RGL_OK;
	rc = ledger_move(store, undoing->event, TRANSFER_MERGED, part->into, part->from, units);
	return rc < 0 ? rc : move_lots(store, undoing, part, units);
}

static rgl_rc move_purses(struct store *store, struct undoing *undoing)
{
	struct part part = { 0 };
	rgl_rc rc = next_part(store, undoing->merge, &part);

	while (rc == RGL_OK && part.purse != 0) {
		rc = move_part(store, undoing, &part);
		if (rc == RGL_OK)
			rc = next_part(store, undoing->merge, &part);
	}
	return rc;
}

/* ---- All of it ---- */

static rgl_rc mark(struct store *store, const struct undoing *undoing, const char *who)
{
	struct query q = query(store, STATEMENT_MERGE_UNDONE);

	query_bind_int(&q, undoing->merge);
	query_bind_int(&q, undoing->event);
	query_bind_text(&q, who);
	return query_run(&q);
}

static rgl_rc write_all(struct store *store, struct undoing *undoing, const char *who)
{
	rgl_rc rc = read_merge(store, undoing);

	if (rc == RGL_OK)
		rc = said_check_not_erased(store, undoing->into, "merge_id");
	if (rc == RGL_OK)
		rc = check_since(store, undoing, undoing->into);
	if (rc == RGL_OK)
		rc = check_since(store, undoing, undoing->from);
	if (rc == RGL_OK)
		rc = merge_give_holds_back(store, undoing->into);
	if (rc == RGL_OK)
		rc = store_event(store, EVENT_MERGE_UNDONE, &undoing->event);
	if (rc == RGL_OK)
		rc = merge_audit(store, who, "unmerge", undoing->into, undoing->from);
	if (rc == RGL_OK)
		rc = merge_begin(store, undoing->into, undoing->from);
	if (rc == RGL_OK)
		rc = merge_move_rows(store, undoing->merge, undoing->into, undoing->from);
	if (rc == RGL_OK)
		rc = merge_move(store, STATEMENT_MERGE_MOVE_BACKS, undoing->merge, undoing->into,
				undoing->from);
	if (rc == RGL_OK)
		rc = move_purses(store, undoing);
	if (rc == RGL_OK)
		rc = merge_finish(store, undoing->into, undoing->from, 0);
	if (rc == RGL_OK)
		rc = mark(store, undoing, who);
	return rc;
}

rgl_rc merge_undo(struct store *store, int64_t merge, const char *who, int64_t *ret_missing)
{
	struct undoing undoing = { .merge = merge, .now_ms = host_now_ms(store->host) };
	rgl_rc rc = said_check(store, who, "who");

	if (rc == RGL_OK)
		rc = store_begin(store);
	if (rc < 0)
		return rc;
	rc = store_end(store, write_all(store, &undoing, who));
	if (rc >= 0)
		*ret_missing = undoing.missing;
	return rc;
}
