/* slip.c - see slip.h. Its parts are in slip_lines.c, slip_member.c and slip_purses.c. */
#include "plugin/slip.h"

#include <stdio.h>
#include <string.h>

#include "plugin/care/asked.h"
#include "plugin/slip_facts.h"

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

static const char *title_of(const struct programme *programme, const struct voucher *voucher)
{
	size_t reward;

	if (voucher->kind == VOUCHER_GIFT)
		return programme->purses[PURSE_GIFT].title;
	reward = programme_find_reward(programme, voucher->reward);
	return reward == PROGRAMME_NONE ? voucher->reward : programme->rewards[reward].title;
}

/* Gift cards are issued in the order of their lines; what is on them is what was paid for them,
 * whatever is left by now. */
static rgl_rc read_issued(const struct slip_work *work)
{
	struct store *store = work->store;
	struct slip *slip = work->slip;
	struct voucher vouchers[RGL_ISSUED_MAX];
	size_t gift = 0;
	size_t count = 0;
	rgl_rc rc = vouchers_of_event(store, work->sale->id, vouchers, RGL_ISSUED_MAX, &count);

	for (size_t i = 0; rc == RGL_OK && i < count; i++) {
		const struct voucher *voucher = &vouchers[i];
		const bool is_gift = voucher->kind == VOUCHER_GIFT && gift < slip->gift_count;

		(void)snprintf(slip->titles[i].text, SLIP_TITLE_ROOM, "%s",
			       title_of(work->entry->programme, voucher));
		slip->issued[i] = (struct receipt_issued) {
			.title = slip->titles[i].text,
			.code = slip->codes[i],
			.is_money = is_gift,
			.amount = is_gift ? slip->gifts[gift++] : money_of(0),
			.has_end = voucher->until_ms != 0,
			.end = zone_civil(store->zone, voucher->until_ms - 1),
		};
		rc = vouchers_code(store, voucher, slip->codes[i]);
	}
	slip->receipt.issued = slip->issued;
	slip->receipt.issued_count = count;
	return rc;
}

static void fill(const struct slip_work *work, bool is_copy)
{
	const struct recorded *sale = work->sale;
	struct slip *slip = work->slip;

	slip->receipt = (struct receipt) {
		.shop = slip->shop.text,
		.member = slip->member.text,
		.language = slip->language,
		.cashier = slip->cashier.text,
		.at = zone_civil(work->store->zone, sale->at_ms),
		.sale_id = slip->sale_id.text,
		.visit = sale->visit,
		.currency = work->store->shop.currency,
		.total = sale->total,
		.tax = sale->tax,
		.is_refund = sale->is_refund,
		.is_copy = is_copy,
		.earned = sale->points,
		.spent = sale->spent,
		.balance = sale->balance,
		.reward = slip->reward.text,
		.qr = slip->token,
		.tier = slip->tier.text,
		.next_tier = slip->next_tier.text,
		.question_link = slip->question,
		.question = slip->asked,
		.person = { .gap_days = -1, .apology = "" },
	};
	memcpy(slip->shop.text, work->store->shop.name, sizeof(slip->shop.text));
	memcpy(slip->cashier.text, sale->cashier, sizeof(slip->cashier.text));
	memcpy(slip->sale_id.text, sale->ref, sizeof(slip->sale_id.text));
}

/* What the goods came to before is of interest when less was paid for them. */
static void settle_saved(struct receipt *receipt)
{
	if (receipt->is_refund || money_sign(receipt->saved) < 0)
		receipt->saved = money_of(0);
}

static rgl_rc read_member(const struct slip_work *work)
{
	struct profile profile;
	rgl_rc rc;

	if (work->sale->member == 0)
		return RGL_OK;
	profile_nobody(&profile);
	rc = slip_member(work, &profile);
	if (rc == RGL_OK)
		rc = slip_tier(work, &profile);
	if (rc == RGL_OK)
		rc = slip_points(work, &profile);
	if (rc == RGL_OK)
		rc = slip_purses(work, &profile);
	return rc < 0 ? rc : slip_offers(work, &profile);
}

/* What was asked at this very sale is on each of its receipts, a copy too. */
static rgl_rc read_question(const struct slip_work *work)
{
	struct store *store = work->store;
	struct asked asked = { 0 };
	char token[TOKEN_ROOM] = "";
	const struct question_facts facts = { work->sale->ref, token };
	rgl_rc rc = RGL_OK;

	if (work->sale->member != 0 && !work->sale->is_refund)
		rc = asked_of_sale(store, work->sale->id, &asked);
	if (rc == RGL_OK && asked.id != 0)
		rc = asked_token(store, asked.id, token);
	if (rc == RGL_OK)
		memcpy(work->slip->asked, asked.question, sizeof(work->slip->asked));
	return rc < 0 ? rc : settings_question(store, &facts, work->slip->question);
}

static rgl_rc read(const struct slip_work *work)
{
	rgl_rc rc = slip_lines(work);

	if (rc == RGL_OK)
		rc = slip_tenders(work);
	if (rc == RGL_OK)
		rc = slip_gesture(work);
	if (rc == RGL_OK)
		rc = read_member(work);
	if (rc == RGL_OK)
		rc = read_issued(work);
	if (rc == RGL_OK)
		rc = slip_thanks(work);
	if (rc == RGL_OK)
		rc = read_question(work);
	settle_saved(&work->slip->receipt);
	return rc;
}

static rgl_rc read_sale(struct desk *desk, const char *ref, bool is_copy, struct slip **ret)
{
	struct store *store = desk_store(desk);
	struct recorded sale;
	struct slip_work work = { .store = store, .sale = &sale };
	rgl_rc rc;

	rc = record_need(store, ref, "sale_id", &sale);
	if (rc < 0)
		return rc;
	work.slip = host_new(store->host, sizeof(*work.slip));
	if (work.slip == NULL)
		return refuse(&store->refusal, RGL_E_MEMORY, "no memory for the receipt");
	work.slip->host = store->host;
	fill(&work, is_copy);
	rc = book_by_id(desk_book(desk), sale.programme, &work.entry);
	if (rc == RGL_OK)
		rc = read(&work);
	if (rc < 0)
		slip_free(work.slip);
	else
		*ret = work.slip;
	return rc;
}

rgl_rc slip_read(struct desk *desk, const char *ref, bool is_copy, struct slip **ret)
{
	struct store *store = desk_store(desk);
	rgl_rc rc = store_look(store);

	if (rc < 0)
		return rc;
	rc = read_sale(desk, ref, is_copy, ret);
	store_looked(store);
	return rc;
}
