/* adjust.c - see adjust.h. */
#include "plugin/loyalty/adjust.h"

#include <stdio.h>
#include <string.h>

#include "plugin/base/pan.h"
#include "plugin/base/utf8.h"
#include "plugin/loyalty/holds.h"
#include "plugin/loyalty/lots.h"
#include "plugin/loyalty/watch.h"

/* What is known of it once it was looked up. */
struct work {
	const struct adjustment *asked;
	const struct purse *purse;
	struct book_purse rows;
	const struct limit *limit;
	int64_t now_ms;
	int64_t account;
	int64_t balance;
	struct findings findings;
};

/* ---- Looking ---- */

static rgl_rc check_text(struct store *store, const char *text, const char *field)
{
	rgl_rc rc;

	if (text == NULL || text[0] == '\0')
		return refuse_field(&store->refusal, RGL_E_FIELD, field,
				    "%s must be said when points or credit are changed by hand",
				    field);
	rc = utf8_check_clean(text, RGL_TEXT_MAX, field, &store->refusal);
	if (rc == RGL_OK && pan_is_in(text, strlen(text), store->shop.card_ranges))
		rc = refuse_field(&store->refusal, RGL_E_PAYMENT_CARD, field,
				  "%s holds the number of a payment card; it was not kept: leave "
				  "it out",
				  field);
	return rc;
}

static rgl_rc check(struct store *store, const struct adjustment *asked)
{
	rgl_rc rc = check_text(store, asked->ref, "ref");

	if (rc == RGL_OK)
		rc = check_text(store, asked->who, "who");
	if (rc == RGL_OK)
		rc = check_text(store, asked->why, "why");
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

static rgl_rc check_member(struct store *store, int64_t member)
{
	struct query q = query(store, STATEMENT_MEMBER_MERGED);
	int64_t into = 0;
	bool is_there;
	rgl_rc rc;

	query_bind_int(&q, member);
	is_there = query_row(&q);
	if (is_there)
		into = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK && !is_there)
		rc = refuse_field(&store->refusal, RGL_E_UNKNOWN, "member",
				  "there is no member %lld", (long long)member);
	if (rc == RGL_OK && into != 0)
		rc = refuse_field(&store->refusal, RGL_E_UNKNOWN, "member",
				  "member %lld was merged into member %lld; adjust that one",
				  (long long)member, (long long)into);
	return rc;
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
	return refuse_field(&store->refusal, RGL_E_DIFFERS, "ref",
			    "%s was used before for another adjustment; nothing was changed: send "
			    "a new one",
			    work->asked->ref);
}

/* ---- Its limit ---- */

static int64_t day_begins_ms(struct store *store, int64_t at_ms)
{
	const struct civil now = zone_civil(store->zone, at_ms);
	const struct civil midnight = { .year = now.year, .month = now.month, .day = now.day };

	return zone_instant_ms(store->zone, civil_ms(&midnight));
}

/* How many this person made lately; more than one too many are not counted. */
static rgl_rc count_lately(struct store *store, const struct work *work, int64_t *ret)
{
	struct query q = query(store, STATEMENT_ADJUSTMENT_COUNT);
	const struct limit *limit = work->limit;

	query_bind_text(&q, work->asked->who);
	query_bind_int(&q, limit->minutes == 0 ? day_begins_ms(store, work->now_ms)
					       : work->now_ms - limit->minutes * 60000 + 1);
	query_bind_int(&q, limit->max);
	if (query_row(&q))
		*ret = query_int(&q);
	return query_end(&q);
}

static rgl_rc look_at_limit(struct store *store, struct work *work)
{
	const struct watched watched = {
		.member = work->asked->member,
		.cashier = work->asked->who,
		.at_ms = work->now_ms,
	};
	int64_t lately = 0;
	rgl_rc rc;

	if (!work->limit->set)
		return RGL_OK;
	rc = count_lately(store, work, &lately);
	if (rc == RGL_OK && lately >= work->limit->max)
		rc = watch_adjustment(store, work->limit, &watched, work->purse->title,
				      &work->findings);
	return rc;
}

static rgl_rc tell(struct store *store, int64_t event, const struct work *work)
{
	const struct watched watched = {
		.member = work->asked->member,
		.cashier = work->asked->who,
		.at_ms = work->now_ms,
	};

	return watch_tell(store, event, &watched, &work->findings);
}

/* The alert stays, though nothing else does. */
static rgl_rc write_refusal(struct store *store, const struct work *work)
{
	int64_t event = 0;
	rgl_rc rc = store_event(store, EVENT_ADJUSTMENT, &event);

	return rc < 0 ? rc : tell(store, event, work);
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
		rc = tell(store, event, work);
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
		rc = check_member(store, work->asked->member);
	if (rc == RGL_OK)
		rc = look_at_limit(store, work);
	if (rc < 0)
		return rc;
	return work->findings.refused ? write_refusal(store, work) : write_all(store, work);
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
	rc = store_begin(store);
	if (rc < 0)
		return rc;
	rc = store_end(store, flow(store, book, &work));
	if (rc >= 0 && work.findings.refused)
		return refuse(
			&store->refusal, RGL_E_LIMIT,
			"nothing was changed: %s made more changes by hand than the programme "
			"allows; the owner was told",
			adjustment->who);
	if (rc >= 0)
		*ret_balance = work.balance;
	return rc;
}
