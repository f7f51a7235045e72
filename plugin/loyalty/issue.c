/* issue.c - see issue.h. */
#include "plugin/loyalty/issue.h"

#include <stdio.h>
#include <string.h>

#include "plugin/care/audit.h"
#include "plugin/loyalty/by_hand.h"
#include "plugin/loyalty/expiry.h"
#include "plugin/loyalty/said.h"

/* What is known of it once it was looked up. */
struct work {
	const struct issue *asked;
	const struct book_entry *entry;
	int64_t now_ms;
	int64_t event; /* of what was made before; 0: nothing was */
	struct watched watched;
	struct findings findings;
};

rgl_rc issue_until(struct store *store, const char *text, int64_t *ret_ms)
{
	struct civil civil;
	enum written written;
	int64_t offset_ms;
	int64_t part_ms;
	size_t length = strlen(text);

	if (civil_read(text, length, &civil, &part_ms, &offset_ms, &written) < 0 ||
	    written != WRITTEN_DAY)
		return zone_read(store->zone, text, length, "until", ret_ms, &store->refusal);
	*ret_ms = zone_instant_ms(store->zone, civil_ms(&civil) + MS_A_DAY);
	return RGL_OK;
}

/* ---- Looking ---- */

static rgl_rc check_what(struct store *store, const struct issue *asked)
{
	struct rgl_why *refusal = &store->refusal;

	if (asked->kind == VOUCHER_COUPON)
		return asked->reward != NULL && asked->reward[0] != '\0'
			       ? RGL_OK
			       : refuse_field(refusal, RGL_E_FIELD, "reward",
					      "a coupon is for a reward of the programme; name "
					      "it");
	if (asked->kind != VOUCHER_GIFT)
		return refuse_field(refusal, RGL_E_FIELD, "kind",
				    "say whether it is a gift card or a coupon");
	if (asked->amount_minor <= 0)
		return refuse_field(refusal, RGL_E_FIELD, "amount",
				    "a gift card has an amount above zero; say how much is on it");
	if (!money_is_sane(money_of(asked->amount_minor)))
		return refuse_field(refusal, RGL_E_RANGE, "amount",
				    "that is more than can be counted; say how much again");
	return RGL_OK;
}

static rgl_rc check(struct store *store, const struct issue *asked)
{
	rgl_rc rc = said_check(store, asked->ref, "id");

	if (rc == RGL_OK)
		rc = said_check(store, asked->who, "who");
	if (rc == RGL_OK)
		rc = said_check(store, asked->why, "why");
	if (rc == RGL_OK && asked->member < 0)
		rc = refuse_field(&store->refusal, RGL_E_FIELD, "member_id",
				  "that is not a member's number");
	return rc < 0 ? rc : check_what(store, asked);
}

/* work->event is set when the same was asked before. */
static rgl_rc check_ref(struct store *store, struct work *work)
{
	struct query q = query(store, STATEMENT_ISSUE_SAME);
	const struct issue *asked = work->asked;
	bool is_same = false;
	int64_t event = 0;
	rgl_rc rc;

	query_bind_text(&q, asked->ref);
	query_bind_int(&q, asked->amount_minor);
	query_bind_text(&q, asked->reward);
	query_bind_int(&q, asked->member);
	query_bind_int(&q, asked->until_ms);
	query_bind_text(&q, asked->who);
	query_bind_text(&q, asked->why);
	if (query_row(&q)) {
		event = query_int(&q);
		is_same = query_int(&q) != 0;
	}
	rc = query_end(&q);
	if (rc == RGL_OK && event != 0 && !is_same)
		rc = refuse_field(&store->refusal, RGL_E_DIFFERS, "id",
				  "this id was used before for another gift card or coupon; "
				  "nothing was made: send a new one");
	if (rc == RGL_OK)
		work->event = event;
	return rc;
}

static rgl_rc check_now(struct store *store, const struct work *work)
{
	const struct issue *asked = work->asked;
	size_t reward;

	if (asked->until_ms != 0 && asked->until_ms <= work->now_ms)
		return refuse_field(&store->refusal, RGL_E_FIELD, "until",
				    "that day is over; let it end later");
	if (asked->member != 0) {
		rgl_rc rc = said_check_member(store, asked->member, "member_id");

		if (rc < 0)
			return rc;
	}
	if (asked->kind == VOUCHER_GIFT)
		return RGL_OK;
	reward = programme_find_reward(work->entry->programme, asked->reward);
	if (reward == PROGRAMME_NONE || !work->entry->programme->rewards[reward].enabled)
		return refuse_field(&store->refusal, RGL_E_FIELD, "reward",
				    "the programme in effect has no reward %.63s; regulars "
				    "programme show tells which there are",
				    asked->reward);
	return RGL_OK;
}

static rgl_rc look_at_limit(struct store *store, struct work *work)
{
	const struct issue *asked = work->asked;
	char what[PROGRAMME_ID_MAX + 16] = "a gift card";

	if (asked->kind == VOUCHER_COUPON)
		(void)snprintf(what, sizeof(what), "a coupon %s", asked->reward);
	return by_hand_look(store, &work->entry->programme->limits.adjustments, &work->watched,
			    what, &work->findings);
}

/* ---- Doing ---- */

static int64_t gift_ends_ms(struct store *store, const struct work *work)
{
	const struct expiry lasts = { .kind = EXPIRY_FIXED,
				      .months = work->entry->programme->gift_card_months };

	if (work->asked->until_ms != 0 || lasts.months == 0)
		return work->asked->until_ms;
	return expiry_ends_ms(&lasts, store->zone, work->now_ms);
}

static rgl_rc make_gift(struct store *store, const struct work *work,
			const struct voucher_source *source, struct issue_made *made)
{
	const struct book_purse *purse = &work->entry->purses[PURSE_GIFT];
	rgl_rc rc = vouchers_make_gift(store, source, work->asked->member,
				       gift_ends_ms(store, work), &made->voucher);

	if (rc == RGL_OK)
		rc = ledger_move(store, source->event, TRANSFER_BY_HAND, purse->shop,
				 made->voucher.account, work->asked->amount_minor);
	return rc;
}

static rgl_rc add_row(struct store *store, int64_t event, const struct issue *asked)
{
	struct query q = query(store, STATEMENT_ISSUE_ADD);

	query_bind_int(&q, event);
	query_bind_text(&q, asked->ref);
	query_bind_int(&q, asked->amount_minor);
	query_bind_text(&q, asked->reward);
	query_bind_reference(&q, asked->member);
	query_bind_int(&q, asked->until_ms);
	query_bind_text(&q, asked->who);
	query_bind_text(&q, asked->why);
	return query_run(&q);
}

static rgl_rc note(struct store *store, const struct issue *asked)
{
	char detail[RGL_TEXT_MAX + 1];

	if (asked->kind == VOUCHER_COUPON)
		(void)snprintf(detail, sizeof(detail), "coupon %.200s", asked->reward);
	else
		(void)snprintf(detail, sizeof(detail), "gift card %lld",
			       (long long)asked->amount_minor);
	return audit_add(store, asked->who, "issue", asked->member, detail);
}

static rgl_rc write_all(struct store *store, const struct work *work, struct issue_made *made)
{
	const struct issue *asked = work->asked;
	struct voucher_source source = { .code = asked->code, .programme = work->entry->programme };
	rgl_rc rc = store_event(store, EVENT_VOUCHER, &source.event);

	if (rc == RGL_OK && asked->kind == VOUCHER_GIFT)
		rc = make_gift(store, work, &source, made);
	else if (rc == RGL_OK)
		rc = vouchers_make_coupon(store, &source, asked->reward, asked->member,
					  work->now_ms, asked->until_ms, &made->voucher);
	if (rc == RGL_OK)
		rc = add_row(store, source.event, asked);
	if (rc == RGL_OK)
		rc = note(store, asked);
	if (rc == RGL_OK)
		rc = watch_tell(store, source.event, &work->watched, &work->findings);
	return rc;
}

/* What was made before, by its event; a printed code has to be the same one. */
static rgl_rc read_again(struct store *store, const struct work *work, struct issue_made *made)
{
	const char *code = work->asked->code;
	struct voucher named = { 0 };
	size_t count = 0;
	rgl_rc rc = vouchers_of_event(store, work->event, &made->voucher, 1, &count);

	if (rc < 0)
		return rc;
	RGL_ASSERT(count == 1);
	if (code != NULL && code[0] != '\0')
		rc = vouchers_find(store, code, &named);
	if (rc < 0 && rc != RGL_E_UNKNOWN)
		return rc;
	if (made->voucher.kind != work->asked->kind ||
	    made->voucher.is_printed != (code != NULL && code[0] != '\0') ||
	    (made->voucher.is_printed && named.id != made->voucher.id))
		return refuse_field(&store->refusal, RGL_E_DIFFERS, "id",
				    "this id was used before for another gift card or coupon; "
				    "nothing was made: send a new one");
	return RGL_EXISTS;
}

static rgl_rc make(struct store *store, struct work *work, struct issue_made *made)
{
	rgl_rc rc = check_now(store, work);

	if (rc == RGL_OK)
		rc = look_at_limit(store, work);
	if (rc == RGL_OK)
		rc = work->findings.refused
			     ? by_hand_keep(store, EVENT_VOUCHER, &work->watched, &work->findings)
			     : write_all(store, work, made);
	return rc;
}

/* RGL_OK with findings.refused: only the alert was written. */
static rgl_rc flow(struct store *store, struct book *book, struct work *work,
		   struct issue_made *made)
{
	rgl_rc rc = book_at(book, work->now_ms, &work->entry);
	rgl_rc done;

	if (rc == RGL_OK)
		rc = check_ref(store, work);
	if (rc == RGL_OK)
		rc = work->event != 0 ? read_again(store, work, made) : make(store, work, made);
	if (rc < 0 || work->findings.refused)
		return rc;
	made->amount_minor = work->asked->amount_minor;
	done = vouchers_code(store, &made->voucher, made->code);
	return done < 0 ? done : rc;
}

rgl_rc issue(struct store *store, struct book *book, const struct issue *asked,
	     struct issue_made *ret)
{
	struct work work = { .asked = asked };
	struct issue_made made = { 0 };
	rgl_rc rc = check(store, asked);

	if (rc < 0)
		return rc;
	work.now_ms = host_now_ms(store->host);
	work.watched = (struct watched) {
		.member = asked->member,
		.cashier = asked->who,
		.at_ms = work.now_ms,
	};
	rc = store_begin(store);
	if (rc < 0)
		return rc;
	rc = store_end(store, flow(store, book, &work, &made));
	if (rc >= 0 && work.findings.refused)
		rc = by_hand_refuse(store, asked->who);
	if (rc >= 0)
		*ret = made;
	wipe(&made, sizeof(made));
	return rc;
}
