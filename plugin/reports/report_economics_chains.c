/* report_economics_chains.c - see report_economics.h: how far word of mouth goes, and what thanking
 * for it costs. What members who were brought are worth is in report_economics_words.c. */
#include <stdlib.h>
#include <string.h>

#include "plugin/care/referral.h"
#include "plugin/loyalty/accrue.h"
#include "plugin/loyalty/book.h"
#include "plugin/reports/report_economics.h"
#include "plugin/reports/report_parts.h"
#include "plugin/store/query.h"

enum { MERGES_MAX = 16 };

/* Links and merges, as they are read; both grow. */
struct rows {
	const struct host *host;
	struct chain_link *list;
	size_t count;
	size_t room;
};

static rgl_rc add_row(struct rows *rows, int64_t member, int64_t by, bool counts)
{
	if (rows->count == rows->room) {
		size_t room = rows->room == 0 ? 64 : 2 * rows->room;
		void *list = host_resize(rows->host, rows->list, room * sizeof(*rows->list));

		if (list == NULL)
			return RGL_E_MEMORY;
		rows->list = list;
		rows->room = room;
	}
	rows->list[rows->count++] =
		(struct chain_link) { .member = member, .by = by, .counts = counts };
	return RGL_OK;
}

static rgl_rc read_rows(struct store *store, enum statement statement, struct rows *rows)
{
	struct query q = query(store, statement);
	rgl_rc rc = RGL_OK;
	rgl_rc end;

	while (rc == RGL_OK && query_row(&q)) {
		const int64_t member = query_int(&q);
		const int64_t by = query_int(&q);

		rc = add_row(rows, member, by, query_int(&q) == REFERRAL_COUNTED);
	}
	end = query_end(&q);
	return rc < 0 ? rc : end;
}

static int by_number(const void *a, const void *b)
{
	const struct chain_link *one = a;
	const struct chain_link *other = b;

	return (one->member > other->member) - (one->member < other->member);
}

/* Whoever a member is by now. */
static int64_t follow(const struct rows *merges, int64_t member)
{
	for (int hop = 0; hop < MERGES_MAX; hop++) {
		const struct chain_link asked = { .member = member };
		const struct chain_link *found = bsearch(&asked, merges->list, merges->count,
							 sizeof(*merges->list), by_number);

		if (found == NULL)
			break;
		member = found->by;
	}
	return member;
}

/* A friend who was merged into another member was known before: no link. */
static size_t settle(const struct rows *merges, struct rows *links)
{
	size_t count = 0;

	for (size_t i = 0; i < links->count; i++) {
		struct chain_link link = links->list[i];

		if (merges->count > 0 && follow(merges, link.member) != link.member)
			continue;
		if (merges->count > 0)
			link.by = follow(merges, link.by);
		if (link.by != link.member)
			links->list[count++] = link;
	}
	return count;
}

static rgl_rc read_chains(struct store *store, struct chains *ret)
{
	struct rows links = { .host = store->host };
	struct rows merges = { .host = store->host };
	rgl_rc rc = read_rows(store, STATEMENT_REFERRAL_ALL, &links);

	if (rc == RGL_OK && links.count > 0)
		rc = read_rows(store, STATEMENT_REFERRAL_MERGES, &merges);
	if (rc == RGL_OK)
		rc = chains_count(store->host, links.list, settle(&merges, &links), ret);
	host_free(store->host, links.list);
	host_free(store->host, merges.list);
	return rc;
}

/* ---- What thanks cost ---- */

static bool is_of_referral(const struct programme *programme, const char *rule)
{
	for (size_t i = 0; i < programme->rule_count; i++)
		if (programme->rules[i].trigger == RULE_REFERRAL &&
		    strcmp(programme->rules[i].id, rule) == 0)
			return true;
	return false;
}

/* One row of what first purchases gave: points by their worth, money as it is; stamps are not. */
static rgl_rc add_thanks(const struct programme *programme, struct query *q, struct money *sum)
{
	struct money worth = money_of(0);
	char purse[PROGRAMME_ID_MAX + 1];
	char rule[PROGRAMME_ID_MAX + 1];
	bool is_money;
	bool is_other;
	int64_t units;

	query_text(q, purse, sizeof(purse));
	is_money = query_int(q) == 2;
	is_other = query_int(q) == 5;
	query_text(q, rule, sizeof(rule));
	units = query_int(q);
	if (!is_other && !is_of_referral(programme, rule))
		return RGL_OK;
	if (is_money)
		return money_add(*sum, money_of(units), sum);
	if (strcmp(purse, "points") != 0 ||
	    accrue_worth(points_of(units), programme->worth, points_of(programme->worth_of),
			 &worth) < 0)
		return RGL_OK;
	return money_add(*sum, worth, sum);
}

static rgl_rc read_thanks(struct store *store, struct book *book, struct money *ret)
{
	const struct book_entry *entry = NULL;
	struct money sum = money_of(0);
	struct query q;
	rgl_rc rc = book_at(book, host_now_ms(store->host), &entry);
	rgl_rc end;

	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_REFERRAL_THANKS);
	while (rc == RGL_OK && query_row(&q))
		rc = add_thanks(entry->programme, &q, &sum);
	end = query_end(&q);
	if (rc == RGL_OK && end == RGL_OK)
		*ret = sum;
	return rc < 0 ? rc : end;
}

rgl_rc report_economics_chains(struct store *store, struct economics_said *said)
{
	struct book *book = NULL;
	rgl_rc rc = read_chains(store, &said->chains);

	if (rc < 0 || chains_bought(&said->chains) == 0)
		return rc;
	rc = book_open(store, &book);
	if (rc == RGL_OK)
		rc = read_thanks(store, book, &said->thanks);
	book_close(book);
	return rc;
}

/* ---- Saying ---- */

void report_economics_say_chains(const struct economics_said *said, struct page *page)
{
	const struct chains *chains = &said->chains;
	const int64_t friends = chains_friends(chains);
	const int64_t bought = chains_bought(chains);
	char all[AMOUNT_ROOM];
	char each[AMOUNT_ROOM];

	if (friends == 0)
		return;
	page_say(
		page,
		"Word of mouth: %lld member%s, whom nobody brought, began chains of %lld friend%s, "
		"of whom %lld bought; the longest has %lld link%s.",
		(long long)chains->starters, chains->starters == 1 ? "" : "s", (long long)friends,
		friends == 1 ? "" : "s", (long long)bought, (long long)chains->longest,
		chains->longest == 1 ? "" : "s");
	page_fact(page, "friends", "friends brought", PAGE_COUNT, friends);
	page_fact(page, "friends_bought", "of whom bought", PAGE_COUNT, bought);
	if (bought == 0 || money_sign(said->thanks) <= 0)
		return;
	amount_say(said->currency, said->thanks, all);
	amount_say(
		said->currency,
		economics_money(said, money_major(said->thanks, said->currency) / (double)bought),
		each);
	page_say(page, "Thanking both cost %s, %s for each friend who bought.", all, each);
}

void report_economics_chain_table(const struct economics_said *said, struct page *page)
{
	static const char *const NAMES[CHAINS_LENGTHS] = { "1", "2", "3", "4", "5 or more" };
	const struct chains *chains = &said->chains;

	if (chains_friends(chains) == 0)
		return;
	page_table(page, "chains", "Friends, by how many links from a member whom nobody brought");
	page_column(page, "links", "links", PAGE_TEXT);
	page_column(page, "friends", "friends", PAGE_COUNT | PAGE_BAR);
	page_column(page, "bought", "bought", PAGE_COUNT);
	page_column(page, "share", "of them", PAGE_SHARE);
	for (size_t i = 0; i < CHAINS_LENGTHS; i++) {
		if (chains->friends[i] == 0)
			continue;
		page_row(page);
		page_text(page, NAMES[i]);
		page_number(page, chains->friends[i]);
		page_number(page, chains->bought[i]);
		page_number(page, share_of(chains->bought[i], chains->friends[i]));
	}
}
