/* adjust.c - see adjust.h. */
#include "plugin/loyalty/adjust.h"

#include <stdio.h>

#include "plugin/care/audit.h"
#include "plugin/loyalty/by_hand.h"
#include "plugin/loyalty/holds.h"
#include "plugin/loyalty/lots.h"
#include "plugin/loyalty/said.h"

/* What is known of it once it was looked up. */
struct work {
	const struct adjustment *asked;
	const struct purse *purse;
	struct book_purse rows;
	const struct limit *limit;
	struct watched watched;
	int64_t now_ms;
	int64_t account;
	int64_t balance;
	struct findings findings;
};

/* ---- Looking ---- */

static rgl_rc check(struct store *store, const struct adjustment *asked)
{
	rgl_rc rc = said_check(store, asked->ref, "id");

	if (rc == RGL_OK)
		rc = said_check(store, asked->who, "who");
	if (rc == RGL_OK)
		rc = said_check(store, asked->why, "why");
	if (rc == RGL_OK && asked->units == 0)
		rc = refuse_field(&store->refusal, RGL_E_FIELD, "units",
				  "an adjustment of nothing changes nothing; say how much");
	if (rc == RGL_OK && !money_is_sane(money_of(asked->units)))
		rc = refuse_field(&store->refusal, RGL_E_RANGE, "units",
				  "that is more than can be counted; say how much again");
	return rc;
}

static rgl_rc find_purse(struct store *store, struct book *book, struct work *work)
{
	const char *id = work->asked->purse == NULL ? "" : work->asked->purse;
	const struct book_entry *entry = NULL;
	size_t place;
	rgl_rc rc;

	rc = book_at(book, work->now_ms, &entry);
	if (rc < 0)
		return rc;
	place = programme_find_purse(entry->programme, id);
	if (place == PROGRAMME_NONE || place == PURSE_GIFT)
		return refuse_field(&store->refusal, RGL_E_FIELD, "purse",
				    "purse is points, credit or a stamp card of the programme");
	work->purse = &entry->programme->purses[place];
	work->rows = entry->purses[place];
	work->limit = &entry->programme->limits.adjustments;
	return RGL_OK;
}

/* RGL_EXISTS: the same ref came before, for the same. */
static rgl_rc check_ref(struct store *store, const struct work *work)
{
	struct query q = query(store, STATEMENT_ADJUSTMENT_SAME);
	bool is_there;
	bool is_same = false;
	rgl_rc rc;

	query_bind_text(&q, work->asked->ref);
	query_bind_int(&q, work->asked->member);
	query_bind_int(&q, work->rows.id);
	query_bind_int(&q, work->asked->units);
	query_bind_text(&q, work->asked->who);
	query_bind_text(&q, work->asked->why);
	is_there = query_row(&q);
	if (is_there)
		is_same = query_int(&q) != 0;
	rc = query_end(&q);
	if (rc < 0 || !is_there)
		return rc;
	if (is_same)
		return RGL_EXISTS;
	return refuse_field(&store->refusal, RGL_E_DIFFERS, "id",
			    "%s was used before for another adjustment; nothing was changed: send "
			    "a new one",
			    work->asked->ref);
}

/* ---- Doing ---- */

/* The account as it is by now: what ended is gone, what a customer left at a till is back. */
static rgl_rc bring_up_to_date(struct store *store, struct work *work)
{
	int64_t expired = 0;
	rgl_rc rc = holds_lapse(store, work->asked->member, work->now_ms);

	if (rc >= 0)
		rc = ledger_need(store, work->asked->member, work->rows.id, &work->account,
				 &work->balance);
	if (rc == RGL_OK)
		rc = lots_expire(store, work->account, work->rows.shop, work->now_ms, &expired);
	if (rc == RGL_OK)
		work->balance -= expired;
	return rc;
}

static rgl_rc give(struct store *store, int64_t event, const struct work *work)
{
	int64_t ends_ms = expiry_ends_ms(&work->purse->expiry, store->zone, work->now_ms);
	rgl_rc rc = ledger_move(store, event, TRANSFER_BY_HAND, work->rows.shop, work->account,
				work->asked->units);

	return rc < 0 ? rc : lots_add(store, work->account, event, work->asked->units, ends_ms);
}

/* A debt is the programme's own affair: a person takes what is there and no more. */
static rgl_rc take(struct store *store, int64_t event, const struct work *work)
{
	int64_t units = -work->asked->units;
	rgl_rc rc;

	if (units > work->balance)
		return refuse_field(&store->refusal, RGL_E_POINTS, "units",
				    "%lld would be taken but only %lld are there; take no more "
				    "than that",
				    (long long)units, (long long)work->balance);
	rc = ledger_move(store, event, TRANSFER_BY_HAND, work->account, work->rows.shop, units);
	return rc < 0 ? rc : lots_use(store, work->account, units);
}

static rgl_rc add_row(struct store *store, int64_t event, const struct work *work)
{
	struct query q = query(store, STATEMENT_ADJUSTMENT_ADD);

	query_bind_int(&q, event);
	query_bind_text(&q, work->asked->ref);
	query_bind_int(&q, work->asked->member);
	query_bind_int(&q, work->rows.id);
	query_bind_int(&q, work->asked->units);
	query_bind_text(&q, work->asked->who);
	query_bind_text(&q, work->asked->why);
	return query_run(&q);
}

/* "+50 points"; why stands with the adjustment. */
static rgl_rc note(struct store *store, const struct work *work)
{
	char detail[RGL_TEXT_MAX + 1];

	(void)snprintf(detail, sizeof(detail), "%+lld %.63s", (long long)work->asked->units,
		       work->asked->purse == NULL ? "" : work->asked->purse);
	return audit_add(store, work->asked->who, "adjust", work->asked->member, detail);
}

static rgl_rc write_all(struct store *store, struct work *work)
{
	int64_t event = 0;
	rgl_rc rc;

	rc = bring_up_to_date(store, work);
	if (rc == RGL_OK)
		rc = store_event(store, EVENT_ADJUSTMENT, &event);
	if (rc == RGL_OK)
		rc = work->asked->units > 0 ? give(store, event, work) : take(store, event, work);
	if (rc == RGL_OK)
		rc = add_row(store, event, work);
	if (rc == RGL_OK)
		rc = note(store, work);
	if (rc == RGL_OK)
		rc = watch_tell(store, event, &work->watched, &work->findings);
	if (rc == RGL_OK)
		work->balance += work->asked->units;
	return rc;
}

/* RGL_OK with findings.refused: only the alert was written. */
static rgl_rc flow(struct store *store, struct book *book, struct work *work)
{
	rgl_rc rc = find_purse(store, book, work);

	if (rc == RGL_OK)
		rc = check_ref(store, work);
	if (rc == RGL_EXISTS) {
		rgl_rc found = ledger_find(store, work->asked->member, work->rows.id,
					   &work->account, &work->balance);

		return found < 0 ? found : rc;
	}
	if (rc == RGL_OK)
		rc = said_check_member(store, work->asked->member, "member_id");
	if (rc == RGL_OK)
		rc = by_hand_look(store, work->limit, &work->watched, work->purse->title,
				  &work->findings);
	if (rc < 0)
		return rc;
	if (work->findings.refused)
		return by_hand_keep(store, EVENT_ADJUSTMENT, &work->watched, &work->findings);
	return write_all(store, work);
}

rgl_rc adjust(struct store *store, struct book *book, const struct adjustment *adjustment,
	      int64_t *ret_balance)
{
	struct work work = { .asked = adjustment };
	rgl_rc rc;

	rc = check(store, adjustment);
	if (rc < 0)
		return rc;
	work.now_ms = host_now_ms(store->host);
	work.watched = (struct watched) {
		.member = adjustment->member,
		.cashier = adjustment->who,
		.at_ms = work.now_ms,
	};
	rc = store_begin(store);
	if (rc < 0)
		return rc;
	rc = store_end(store, flow(store, book, &work));
	if (rc >= 0 && work.findings.refused)
		return by_hand_refuse(store, adjustment->who);
	if (rc >= 0)
		*ret_balance = work.balance;
	return rc;
}
