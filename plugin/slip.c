/* slip.c - see slip.h. */
#include "plugin/slip.h"

#include <stdio.h>
#include <string.h>

#include "plugin/identify/member.h"
#include "plugin/loyalty/book.h"
#include "plugin/sales/record.h"
#include "plugin/show.h"

struct slip {
	const struct host *host;
	struct receipt receipt;
	struct receipt_line *lines;
	char (*names)[RGL_TEXT_MAX + 1];
	size_t room;
	char shop[RGL_TEXT_MAX + 1];
	char member[RGL_TEXT_MAX + 1];
	char cashier[RGL_TEXT_MAX + 1];
	char sale_id[RGL_TEXT_MAX + 1];
	char reward[128];
	char token[32];
	struct receipt_purse purses[PROGRAMME_PURSES_MAX];
	char purse_titles[PROGRAMME_PURSES_MAX][128];
	struct receipt_issued issued[RGL_ISSUED_MAX];
	char titles[RGL_ISSUED_MAX][128];
	char codes[RGL_ISSUED_MAX][VOUCHER_CODE_ROOM];
};

const struct receipt *slip_receipt(const struct slip *slip)
{
	return &slip->receipt;
}

void slip_free(struct slip *slip)
{
	if (slip == NULL)
		return;
	host_free(slip->host, slip->lines);
	host_free(slip->host, slip->names);
	host_free(slip->host, slip);
}

static bool make_room(struct slip *slip)
{
	size_t room = slip->room * 2 + 16;
	void *lines;
	void *names;

	if (slip->receipt.lines_count < slip->room)
		return true;
	lines = host_resize(slip->host, slip->lines, room * sizeof(*slip->lines));
	if (lines == NULL)
		return false;
	slip->lines = lines;
	names = host_resize(slip->host, slip->names, room * sizeof(*slip->names));
	if (names == NULL)
		return false;
	slip->names = names;
	slip->room = room;
	return true;
}

static void read_line(struct query *q, struct slip *slip)
{
	size_t at = slip->receipt.lines_count++;
	struct receipt_line *line = &slip->lines[at];

	*line = (struct receipt_line) { 0 };
	query_text(q, slip->names[at], sizeof(slip->names[at]));
	line->qty_milli = query_int(q);
	line->has_unit = !query_is_null(q);
	line->unit = query_money(q);
	line->total = query_money(q);
}

static rgl_rc read_lines(struct store *store, int64_t sale, struct slip *slip)
{
	struct query q = query(store, STATEMENT_LINES_OF);
	bool fits = true;
	rgl_rc rc;

	query_bind_int(&q, sale);
	while (fits && query_row(&q)) {
		fits = make_room(slip);
		if (fits)
			read_line(&q, slip);
	}
	rc = query_end(&q);
	if (rc == RGL_OK && !fits)
		rc = refuse(&store->refusal, RGL_E_MEMORY, "no memory for the receipt");
	/* Only now: the arrays no longer move. */
	for (size_t i = 0; i < slip->receipt.lines_count; i++)
		slip->lines[i].name = slip->names[i];
	slip->receipt.lines = slip->lines;
	return rc;
}

static rgl_rc read_member(struct store *store, int64_t id, struct slip *slip)
{
	struct member member;
	rgl_rc rc;

	if (id == 0)
		return RGL_OK;
	rc = member_read(store, id, &member);
	if (rc == RGL_OK)
		rc = member_token(store, id, slip->token);
	if (rc < 0)
		return rc;
	memcpy(slip->member, member.name, sizeof(slip->member));
	return RGL_OK;
}

static void read_next(const struct programme *programme, struct slip *slip)
{
	const char *title = "";

	slip->receipt.to_reward = show_next(programme, slip->receipt.balance, &title);
	(void)snprintf(slip->reward, sizeof(slip->reward), "%s", title);
}

static bool has_points(const struct programme *programme)
{
	for (size_t i = 0; i < programme->rule_count; i++)
		if (programme->rules[i].purse == PURSE_POINTS)
			return true;
	return false;
}

/* What the sale did on stamp cards and to store credit. */
static rgl_rc read_purses(struct store *store, const struct book_entry *entry,
			  const struct recorded *sale, struct slip *slip)
{
	struct query q = query(store, STATEMENT_APPLIED_BY_EVENT);
	struct receipt_purse all[PROGRAMME_PURSES_MAX] = { { NULL, false, 0, 0 } };

	query_bind_int(&q, sale->id);
	while (query_row(&q)) {
		int64_t purse = query_int(&q);
		int64_t kind = query_int(&q);
		int64_t units = query_int(&q);

		for (size_t i = PURSE_CREDIT; i < entry->programme->purse_count; i++) {
			if (entry->purses[i].id != purse)
				continue;
			all[i].earned += kind == 1 ? units : kind == 3 ? -units : 0;
			all[i].spent += kind == 2 ? units : kind == 4 ? -units : 0;
		}
	}
	for (size_t i = PURSE_CREDIT; i < entry->programme->purse_count; i++) {
		size_t at = slip->receipt.purse_count;

		if (all[i].earned == 0 && all[i].spent == 0)
			continue;
		(void)snprintf(slip->purse_titles[at], sizeof(slip->purse_titles[at]), "%s",
			       entry->programme->purses[i].title);
		slip->purses[at] = all[i];
		slip->purses[at].title = slip->purse_titles[at];
		slip->purses[at].is_money = entry->programme->purses[i].is_money;
		slip->receipt.purse_count++;
	}
	slip->receipt.purses = slip->purses;
	slip->receipt.without_points =
		!has_points(entry->programme) && points_sign(sale->points) == 0 &&
		points_sign(sale->spent) == 0 && points_sign(sale->balance) == 0;
	return query_end(&q);
}

static const char *title_of(const struct programme *programme, const struct voucher *voucher)
{
	size_t reward;

	if (voucher->kind == VOUCHER_GIFT)
		return programme->purses[PURSE_GIFT].title;
	reward = programme_find_reward(programme, voucher->reward);
	return reward == PROGRAMME_NONE ? voucher->reward : programme->rewards[reward].title;
}

static rgl_rc read_issued(struct store *store, const struct programme *programme, int64_t sale,
			  struct slip *slip)
{
	struct voucher vouchers[RGL_ISSUED_MAX];
	size_t count = 0;
	rgl_rc rc = vouchers_of_event(store, sale, vouchers, RGL_ISSUED_MAX, &count);

	for (size_t i = 0; rc == RGL_OK && i < count; i++) {
		const struct voucher *voucher = &vouchers[i];

		(void)snprintf(slip->titles[i], sizeof(slip->titles[i]), "%s",
			       title_of(programme, voucher));
		slip->issued[i] = (struct receipt_issued) {
			.title = slip->titles[i],
			.code = slip->codes[i],
			.is_money = voucher->kind == VOUCHER_GIFT,
			.amount = money_of(voucher->balance),
			.has_end = voucher->until_ms != 0,
			.end = zone_civil(store->zone, voucher->until_ms - 1),
		};
		rc = vouchers_code(store, voucher, slip->codes[i]);
	}
	slip->receipt.issued = slip->issued;
	slip->receipt.issued_count = count;
	return rc;
}

static void fill(struct slip *slip, struct store *store, const struct recorded *sale, bool is_copy)
{
	slip->receipt = (struct receipt) {
		.shop = slip->shop,
		.member = slip->member,
		.cashier = slip->cashier,
		.at = zone_civil(store->zone, sale->at_ms),
		.sale_id = slip->sale_id,
		.visit = sale->visit,
		.currency = store->shop.currency,
		.total = sale->total,
		.tax = sale->tax,
		.is_refund = sale->is_refund,
		.is_copy = is_copy,
		.earned = sale->points,
		.spent = sale->spent,
		.balance = sale->balance,
		.reward = slip->reward,
		.qr = slip->token,
	};
	memcpy(slip->shop, store->shop.name, sizeof(slip->shop));
	memcpy(slip->cashier, sale->cashier, sizeof(slip->cashier));
}

rgl_rc slip_read(struct desk *desk, const char *ref, bool is_copy, struct slip **ret)
{
	struct store *store = desk_store(desk);
	const struct book_entry *entry = NULL;
	struct recorded sale;
	struct slip *slip;
	rgl_rc rc;

	rc = record_need(store, ref, "sale_id", &sale);
	if (rc < 0)
		return rc;
	slip = host_new(store->host, sizeof(*slip));
	if (slip == NULL)
		return refuse(&store->refusal, RGL_E_MEMORY, "no memory for the receipt");
	slip->host = store->host;
	fill(slip, store, &sale, is_copy);
	(void)snprintf(slip->sale_id, sizeof(slip->sale_id), "%s", sale.ref);
	rc = book_by_id(desk_book(desk), sale.programme, &entry);
	if (rc == RGL_OK)
		rc = read_member(store, sale.member, slip);
	if (rc == RGL_OK && sale.member != 0)
		read_next(entry->programme, slip);
	if (rc == RGL_OK && sale.member != 0)
		rc = read_purses(store, entry, &sale, slip);
	if (rc == RGL_OK)
		rc = read_issued(store, entry->programme, sale.id, slip);
	if (rc == RGL_OK)
		rc = read_lines(store, sale.id, slip);
	if (rc < 0)
		slip_free(slip);
	else
		*ret = slip;
	return rc;
}
