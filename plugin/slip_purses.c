/* slip_purses.c - see slip_facts.h: points, stamp cards and credit as they were after the sale. */
#include <stdio.h>

#include "plugin/loyalty/accrue.h"
#include "plugin/loyalty/lots.h"
#include "plugin/loyalty/redeem.h"
#include "plugin/show.h"
#include "plugin/slip_facts.h"

#define MOVES_MAX 2000 /* transfers that are looked back upon; it takes a fraction of a ms */

static bool has_points(const struct programme *programme)
{
	for (size_t i = 0; i < programme->rule_count; i++)
		if (programme->rules[i].purse == PURSE_POINTS)
			return true;
	return false;
}

static rgl_rc read_ending(const struct slip_work *work)
{
	const struct expiry *expiry = &work->entry->programme->purses[PURSE_POINTS].expiry;
	const int64_t at_ms = work->sale->at_ms;
	struct store *store = work->store;
	struct receipt *receipt = &work->slip->receipt;
	struct ending over = { 0 };
	struct ending soon = { 0 };
	int64_t account = 0;
	int64_t balance = 0;
	rgl_rc rc;

	if (expiry->kind == EXPIRY_NEVER || expiry->warn_days == 0)
		return RGL_OK;
	rc = ledger_find(store, work->sale->member, work->entry->purses[PURSE_POINTS].id, &account,
			 &balance);
	/* Points moved since: which of those of then end is not known any more. */
	if (rc < 0 || account == 0 || balance != work->sale->balance.count)
		return rc;
	rc = lots_ending(store, account, at_ms, &over);
	if (rc == RGL_OK && over.units == 0)
		rc = lots_ending(store, account, at_ms + expiry->warn_days * MS_A_DAY, &soon);
	if (rc == RGL_OK && soon.units > 0) {
		receipt->ending = points_of(soon.units);
		receipt->ending_day = zone_civil(store->zone, soon.first_ms - 1);
	}
	return rc;
}

rgl_rc slip_points(const struct slip_work *work, struct profile *profile)
{
	const struct programme *programme = work->entry->programme;
	const struct recorded *sale = work->sale;
	struct slip *slip = work->slip;
	const char *title = "";
	rgl_rc rc = RGL_OK;

	slip->receipt.to_reward = show_next(programme, sale->balance, &title);
	(void)snprintf(slip->reward.text, sizeof(slip->reward.text), "%s", title);
	slip->receipt.without_points = !has_points(programme) && points_sign(sale->points) == 0 &&
				       points_sign(sale->spent) == 0 &&
				       points_sign(sale->balance) == 0;
	profile->accounts[PURSE_POINTS].balance = sale->balance.count;
	if (points_sign(sale->balance) > 0)
		rc = accrue_worth(sale->balance, programme->worth, points_of(programme->worth_of),
				  &slip->receipt.worth);
	return rc < 0 ? rc : read_ending(work);
}

static int64_t earned_by(int64_t kind, int64_t units)
{
	if (kind == 1 || kind == 6)
		return units;
	return kind == 3 ? -units : 0;
}

static int64_t spent_by(int64_t kind, int64_t units)
{
	if (kind == 2 || kind == 7)
		return units;
	return kind == 4 ? -units : 0;
}

/* What the sale did on stamp cards and to store credit, by the programme's places. */
static rgl_rc read_done(const struct slip_work *work, struct receipt_purse *purses)
{
	const struct book_entry *entry = work->entry;
	struct query q = query(work->store, STATEMENT_APPLIED_BY_EVENT);

	query_bind_int(&q, work->sale->id);
	while (query_row(&q)) {
		int64_t purse = query_int(&q);
		int64_t kind = query_int(&q);
		int64_t units = query_int(&q);

		for (size_t i = PURSE_CREDIT; i < entry->programme->purse_count; i++) {
			if (entry->purses[i].id != purse)
				continue;
			purses[i].earned += earned_by(kind, units);
			purses[i].spent += spent_by(kind, units);
		}
	}
	return query_end(&q);
}

/* Credit that paid, or was paid back, is a tender. */
static void add_credit(const struct receipt *receipt, struct receipt_purse *purses)
{
	for (size_t i = 0; i < receipt->tender_count; i++)
		if (receipt->tenders[i].kind == RGL_CREDIT)
			purses[PURSE_CREDIT].spent += receipt->tenders[i].amount.minor;
}

static rgl_rc read_accounts(const struct slip_work *work, int64_t accounts[PROGRAMME_PURSES_MAX],
			    struct receipt_purse *purses)
{
	const struct book_entry *entry = work->entry;
	struct query q = query(work->store, STATEMENT_MEMBER_ACCOUNTS);

	query_bind_int(&q, work->sale->member);
	while (query_row(&q)) {
		int64_t purse = query_int(&q);
		int64_t account = query_int(&q);
		int64_t balance = query_int(&q);

		for (size_t i = PURSE_CREDIT; i < entry->programme->purse_count; i++) {
			if (entry->purses[i].id != purse)
				continue;
			accounts[i] = account;
			purses[i].balance = balance;
		}
	}
	return query_end(&q);
}

/* From the balances of now to those of then: what moved since goes back, as far as that is looked
 * at; else they are not known. */
static rgl_rc go_back(const struct slip_work *work, const int64_t accounts[PROGRAMME_PURSES_MAX],
		      struct receipt_purse *purses)
{
	struct query q = query(work->store, STATEMENT_SLIP_MOVES);
	bool is_there = true; /* back at the sale, or there is nothing before */

	query_bind_int(&q, MOVES_MAX);
	while (query_row(&q)) {
		int64_t id = query_int(&q);
		bool is_later = query_int(&q) > work->sale->id;
		int64_t debit = query_int(&q);
		int64_t credit = query_int(&q);
		int64_t units = query_int(&q);

		is_there = !is_later || id == 1;
		if (!is_later)
			break;
		for (size_t i = PURSE_CREDIT; i < PROGRAMME_PURSES_MAX; i++) {
			purses[i].balance += accounts[i] == debit ? units : 0;
			purses[i].balance -= accounts[i] == credit ? units : 0;
		}
	}
	for (size_t i = PURSE_CREDIT; i < PROGRAMME_PURSES_MAX; i++)
		purses[i].has_balance = is_there;
	return query_end(&q);
}

/* Those alone that the sale moved. */
static void keep_moved(const struct slip_work *work, const struct receipt_purse *purses)
{
	const struct programme *programme = work->entry->programme;
	struct slip *slip = work->slip;

	for (size_t i = PURSE_CREDIT; i < programme->purse_count; i++) {
		size_t at = slip->receipt.purse_count;

		if (purses[i].earned == 0 && purses[i].spent == 0)
			continue;
		(void)snprintf(slip->purse_titles[at].text, SLIP_TITLE_ROOM, "%s",
			       programme->purses[i].title);
		slip->purses[at] = purses[i];
		slip->purses[at].title = slip->purse_titles[at].text;
		slip->purses[at].is_money = programme->purses[i].is_money;
		slip->purses[at].places = programme->purses[i].stamps;
		slip->receipt.purse_count++;
	}
	slip->receipt.purses = slip->purses;
}

rgl_rc slip_purses(const struct slip_work *work, struct profile *profile)
{
	struct receipt_purse purses[PROGRAMME_PURSES_MAX] = { { 0 } };
	int64_t accounts[PROGRAMME_PURSES_MAX] = { 0 };
	rgl_rc rc = read_done(work, purses);

	add_credit(&work->slip->receipt, purses);
	if (rc == RGL_OK)
		rc = read_accounts(work, accounts, purses);
	if (rc == RGL_OK)
		rc = go_back(work, accounts, purses);
	if (rc < 0)
		return rc;
	for (size_t i = PURSE_CREDIT; i < PROGRAMME_PURSES_MAX; i++)
		profile->accounts[i].balance = purses[i].has_balance ? purses[i].balance : 0;
	keep_moved(work, purses);
	return RGL_OK;
}

static void add_offer(struct slip *slip, const struct reward *reward)
{
	struct receipt *receipt = &slip->receipt;
	struct slip_title *title = &slip->offer_titles[receipt->offer_count];

	(void)snprintf(title->text, sizeof(title->text), "%s", reward->title);
	slip->offers[receipt->offer_count++] = (struct receipt_offer) {
		.title = title->text,
		.cost = points_of(reward->purse == PURSE_POINTS ? reward->cost : 0),
	};
}

rgl_rc slip_offers(const struct slip_work *work, const struct profile *profile)
{
	const struct programme *programme = work->entry->programme;
	struct slip *slip = work->slip;
	struct standing standing;
	bool can[PROGRAMME_REWARDS_MAX] = { false };
	int64_t missing[PROGRAMME_REWARDS_MAX] = { 0 };
	rgl_rc rc =
		profile_outlook(work->store, work->entry, profile, work->sale->at_ms, &standing);

	if (rc < 0)
		return rc;
	if (standing.has_birthday) {
		slip->receipt.person.birth_month = standing.birth_month;
		slip->receipt.person.birth_day = standing.birth_day;
	}
	redeem_within_reach(programme, &standing, can, missing);
	for (size_t i = 0; i < programme->reward_count; i++) {
		const struct reward *reward = &programme->rewards[i];

		if (can[i] && reward->enabled && !reward->coupon_only && !reward->automatic &&
		    slip->receipt.offer_count < SLIP_OFFERS_MAX)
			add_offer(slip, reward);
	}
	slip->receipt.offers = slip->offers;
	return RGL_OK;
}
