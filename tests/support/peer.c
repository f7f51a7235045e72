/* peer.c - see peer.h. */
#include "tests/support/check.h"

#include "tests/support/peer.h"

#include <stdio.h>
#include <string.h>

#include "plugin/identify/enrol.h"
#include "plugin/loyalty/adjust.h"
#include "plugin/loyalty/book.h"
#include "plugin/store/query.h"

#define TEXT_ROOM 8192

static int64_t read_clock(void *user)
{
	return ((const struct peer *)user)->now_ms;
}

static void must(const struct peer *peer, rgl_rc rc)
{
	if (rc != RGL_OK)
		fail_msg("%s: %s", result_name(rc), peer->shop.store->refusal.text);
}

rgl_rc peer_try_apply(struct peer *peer, const char *programme)
{
	char text[TEXT_ROOM];
	int64_t version = 0;
	int length = snprintf(text, sizeof(text), "{'programme':1,'name':'Peer'%s%s}",
			      programme[0] == '\0' ? "" : ",", programme);

	assert_in_range(length, 1, sizeof(text) - 1);
	for (char *quote = strchr(text, '\''); quote != NULL; quote = strchr(quote, '\''))
		*quote = '"';
	must(peer, store_begin(peer->shop.store));
	return store_end(peer->shop.store,
			 book_apply(desk_book(peer->shop.desk), text, strlen(text), &version));
}

void peer_apply(struct peer *peer, const char *programme)
{
	must(peer, peer_try_apply(peer, programme));
}

void peer_open(struct peer *ret, const char *programme)
{
	memset(ret, 0, sizeof(*ret));
	shop_make(&ret->shop);
	ret->now_ms = SHOP_NOW_MS;
	ret->shop.host.lent.user = ret;
	ret->shop.host.lent.now_ms = read_clock;
	ret->member = ret->shop.member;
	peer_apply(ret, programme);
}

/* As `regulars doctor` asks. */
static void finds_nothing(struct peer *peer, enum statement statement)
{
	struct query q = query(peer->shop.store, statement);
	int64_t count = -1;

	if (query_row(&q))
		count = query_int(&q);
	must(peer, query_end(&q));
	if (count != 0)
		fail_msg("the books are wrong: statement %d finds %lld", (int)statement,
			 (long long)count);
}

void peer_close(struct peer *peer)
{
	static const enum statement STATEMENTS[] = {
		STATEMENT_DOCTOR_BALANCES, STATEMENT_DOCTOR_FIGURES, STATEMENT_DOCTOR_SALES,
		STATEMENT_DOCTOR_LOTS,	   STATEMENT_DOCTOR_HOLDS,   STATEMENT_DOCTOR_DEBTS
	};

	for (size_t i = 0; i < sizeof(STATEMENTS) / sizeof(STATEMENTS[0]); i++)
		finds_nothing(peer, STATEMENTS[i]);
	shop_remove(&peer->shop);
}

int64_t peer_enrol(struct peer *peer, const char *name, const char *birthday)
{
	const struct enrolment enrolment = { .name = name, .birthday = birthday };
	int64_t member = 0;

	must(peer, store_begin(peer->shop.store));
	must(peer,
	     store_end(peer->shop.store, checkout_enrol(peer->shop.desk, &enrolment, &member)));
	return member;
}

void peer_give_in(struct peer *peer, const char *purse, int64_t units)
{
	char ref[32];
	const struct adjustment adjustment = { .ref = ref,
					       .member = peer->member,
					       .purse = purse,
					       .units = units,
					       .who = "Jonas",
					       .why = "to begin with" };
	int64_t balance = 0;

	(void)snprintf(ref, sizeof(ref), "change-%lld", (long long)++peer->changes);
	must(peer, adjust(peer->shop.store, desk_book(peer->shop.desk), &adjustment, &balance));
}

void peer_give(struct peer *peer, int64_t points)
{
	peer_give_in(peer, "points", points);
}

/* --- a ticket */

void peer_ticket(struct peer *peer, const char *id)
{
	peer->ticket = (struct sale) {
		.id = id,
		.at_ms = peer->now_ms,
		.store = "Main",
		.till = "1",
		.cashier = "Jonas",
		.currency = "EUR",
		.member = peer->member,
		.lines = peer->lines,
		.tenders = peer->tenders,
		.wishes = peer->wishes,
		.codes = peer->codes,
	};
}

static void add_up(struct peer *peer)
{
	int64_t total = 0;

	for (size_t i = 0; i < peer->ticket.line_count; i++)
		total += peer->lines[i].total.minor;
	peer->ticket.total = money_of(total);
}

static struct sale_line *next_line(struct peer *peer)
{
	assert_true(peer->ticket.line_count < PEER_LINES_MAX);
	return &peer->lines[peer->ticket.line_count++];
}

struct sale_line *peer_line(struct peer *peer, const char *sku, int64_t qty, int64_t total_minor)
{
	struct sale_line *line = next_line(peer);

	*line = (struct sale_line) { .sku = sku,
				     .name = sku,
				     .category = sku,
				     .qty_milli = qty * 1000,
				     .total = money_of(total_minor) };
	add_up(peer);
	return line;
}

void peer_code(struct peer *peer, const char *code)
{
	assert_true(peer->ticket.code_count < PEER_FEW);
	peer->codes[peer->ticket.code_count++] = code;
}

struct wish *peer_wish(struct peer *peer, const char *reward, int64_t times)
{
	struct wish *wish = &peer->wishes[peer->ticket.wish_count];

	assert_true(peer->ticket.wish_count < PEER_FEW);
	peer->ticket.wish_count++;
	*wish = (struct wish) { .reward = reward, .times = times };
	return wish;
}

void peer_pay(struct peer *peer, int32_t kind, int64_t amount_minor, const char *code)
{
	assert_true(peer->ticket.tender_count < PEER_FEW);
	peer->tenders[peer->ticket.tender_count++] = (struct sale_tender) {
		.kind = kind, .amount = money_of(amount_minor), .code = code
	};
}

static bool is_reward(const struct sale_line *line)
{
	return line->reward != NULL && line->reward[0] != '\0';
}

static void drop_rewards(struct peer *peer)
{
	size_t kept = 0;

	for (size_t i = 0; i < peer->ticket.line_count; i++)
		if (!is_reward(&peer->lines[i]))
			peer->lines[kept++] = peer->lines[i];
	peer->ticket.line_count = kept;
	add_up(peer);
}

void peer_forget_rewards(struct peer *peer)
{
	drop_rewards(peer);
	peer->ticket.wish_count = 0;
}

/* A line of the quote, as the till puts it on the bill. Its texts are the desk's: copied. */
static void copy_line(struct peer *peer, const struct sale_line *from)
{
	size_t at = peer->ticket.line_count;
	struct sale_line *line = next_line(peer);

	*line = *from;
	(void)snprintf(peer->rewards[at], sizeof(peer->rewards[at]), "%s", from->reward);
	(void)snprintf(peer->products[at], sizeof(peer->products[at]), "%s", from->sku);
	line->reward = peer->rewards[at];
	line->sku = peer->products[at];
	line->name = peer->rewards[at];
}

static rgl_rc take(void *user, const struct quoted *quoted)
{
	struct peer *peer = user;

	drop_rewards(peer);
	for (size_t i = 0; i < quoted->sale->line_count; i++)
		if (is_reward(&quoted->sale->lines[i]))
			copy_line(peer, &quoted->sale->lines[i]);
	add_up(peer);
	peer->ticket.hold = quoted->hold;
	peer->due = quoted->due.minor;
	peer->would_earn = quoted->points.count;
	peer->would_spend = quoted->spent.count;
	peer->would_leave = quoted->balance.count;
	peer->redemption = *quoted->redemption;
	return RGL_OK;
}

rgl_rc peer_try_quote(struct peer *peer)
{
	return checkout_quote(peer->shop.desk, &peer->ticket, take, peer);
}

void peer_quote(struct peer *peer)
{
	must(peer, peer_try_quote(peer));
}

rgl_rc peer_try_sell(struct peer *peer)
{
	return checkout(peer->shop.desk, &peer->ticket, true, &peer->outcome);
}

void peer_sell(struct peer *peer)
{
	must(peer, peer_try_sell(peer));
}

rgl_rc peer_try_edit(struct peer *peer)
{
	return checkout_edit(peer->shop.desk, &peer->ticket, &peer->outcome);
}

void peer_sell_one(struct peer *peer, const char *id, const char *sku, int64_t total_minor)
{
	peer_ticket(peer, id);
	(void)peer_line(peer, sku, 1, total_minor);
	peer_sell(peer);
}

rgl_rc peer_try_refund(struct peer *peer, const char *id, const char *of, int64_t minor)
{
	const struct sale refund = {
		.id = id,
		.of = of,
		.is_refund = true,
		.at_ms = peer->now_ms,
		.currency = "EUR",
		.member = of == NULL ? peer->member : 0,
		.total = money_of(-minor),
	};

	return checkout(peer->shop.desk, &refund, true, &peer->outcome);
}

void peer_refund(struct peer *peer, const char *id, const char *of, int64_t minor)
{
	must(peer, peer_try_refund(peer, id, of, minor));
}

rgl_rc peer_try_void(struct peer *peer, const char *of)
{
	return checkout_undo(peer->shop.desk, of, &peer->outcome);
}

void peer_void(struct peer *peer, const char *of)
{
	must(peer, peer_try_void(peer, of));
}

/* --- what came of it */

void peer_outcome_is(const struct peer *peer, int64_t earned, int64_t spent, int64_t balance)
{
	const struct outcome *outcome = &peer->outcome;

	if (outcome->points.count != earned || outcome->spent.count != spent ||
	    outcome->balance.count != balance)
		fail_msg("earned %lld, spent %lld, balance %lld; expected %lld, %lld, %lld",
			 (long long)outcome->points.count, (long long)outcome->spent.count,
			 (long long)outcome->balance.count, (long long)earned, (long long)spent,
			 (long long)balance);
}

void peer_due_is(const struct peer *peer, int64_t minor)
{
	if (peer->due != minor)
		fail_msg("%lld is due; expected %lld", (long long)peer->due, (long long)minor);
}

void peer_rewards_are(const struct peer *peer, const char *expected)
{
	char text[1024] = "";
	size_t length = 0;

	for (size_t i = 0; i < peer->ticket.line_count && length < sizeof(text); i++) {
		const struct sale_line *line = &peer->lines[i];
		long long units = line->qty_milli / 1000;

		if (!is_reward(line))
			continue;
		length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s %lld",
					   length == 0 ? "" : " ", line->reward,
					   (long long)line->total.minor);
		if (units != 1 && length < sizeof(text))
			length += (size_t)snprintf(text + length, sizeof(text) - length, "x%lld",
						   units);
	}
	assert_string_equal(text, expected);
}

const struct claim *peer_claim(const struct peer *peer, size_t wish)
{
	for (size_t i = 0; i < peer->redemption.claim_count; i++)
		if (peer->redemption.claims[i].wish == wish)
			return &peer->redemption.claims[i];
	fail_msg("wish %zu has no claim", wish);
	return NULL;
}

int64_t peer_balance_in(const struct peer *peer, const char *purse)
{
	char sql[256];

	(void)snprintf(sql, sizeof(sql),
		       "SELECT coalesce(sum(balance), 0) FROM account WHERE member = %lld AND"
		       " purse = (SELECT id FROM purse WHERE name = '%.63s')",
		       (long long)peer->member, purse);
	return shop_number(&peer->shop, sql);
}

void peer_balance_is(const struct peer *peer, int64_t points)
{
	int64_t balance = peer_balance_in(peer, "points");

	if (balance != points)
		fail_msg("the balance is %lld; expected %lld", (long long)balance,
			 (long long)points);
}

int64_t peer_rows_of(const struct peer *peer, const char *id)
{
	char sql[400];

	(void)snprintf(sql, sizeof(sql),
		       "SELECT count(*) FROM transfer t JOIN sale s ON s.id = t.event"
		       " WHERE s.ref = '%.255s'",
		       id);
	return shop_number(&peer->shop, sql);
}

void peer_refused_with(const struct peer *peer, const char *words)
{
	if (strstr(peer->shop.store->refusal.text, words) == NULL)
		fail_msg("refused with \"%s\"; expected \"%s\"", peer->shop.store->refusal.text,
			 words);
}
