/* SPDX-License-Identifier: Apache-2.0 */
/* till.h - a till for measuring: a clock that goes when it is told, a basket, and one customer from
 * the scan to the receipt's job.
 *
 * A plain sale is one call. A whole checkout is three: identify by the member's QR; quote, with
 * points wished to pay with, which sets them aside; the sale, with the lines that the quote gave.
 */
#pragma once

#include "bench/measure.h"
#include "plugin/loyalty/book.h"
#include "plugin/regulars.h"

#define TILL_BEGIN_MS INT64_C(1795000000000) /* when a shop of the bench opens */
#define TILL_STEP_MS INT64_C(900000)	     /* between two sales */

enum { TILL_GOODS = 5, TILL_ID_ROOM = 32, TILL_WISHED = 50 };

struct till {
	const struct rgl_api *api;
	struct rgl *rgl;
	int64_t now_ms;
	struct rgl_line lines[TILL_GOODS + RGL_DISCOUNTS_MAX];
	struct rgl_discount discounts[RGL_DISCOUNTS_MAX];
	struct rgl_claim claims[RGL_WISHES_MAX];
	struct rgl_member member; /* who was identified last */
	struct rgl_tender tender;
	struct rgl_wish wish;
	struct rgl_quote quote;
	struct rgl_sale sale;
	char id[TILL_ID_ROOM];
};

static inline int64_t till_now_ms(void *user)
{
	return ((const struct till *)user)->now_ms;
}

/* It stays where it is as long as the store is open: the clock is in it. */
static inline void till_open_by(struct till *till, const struct rgl_api *api, const char *path)
{
	const struct rgl_host host = { .size = sizeof(host), .user = till, .now_ms = till_now_ms };
	const struct rgl_options options = { .size = sizeof(options), .store = path };
	struct rgl_why why = { .size = sizeof(why) };

	till->api = api;
	till->now_ms = till->now_ms == 0 ? TILL_BEGIN_MS : till->now_ms;
	measure_need(api->open(&host, &options, &till->rgl, &why) == RGL_OK, why.text);
}

static inline void till_open(struct till *till, const char *path)
{
	till_open_by(till, regulars_entry(RGL_ABI), path);
}

static inline void till_close(struct till *till)
{
	till->api->close(till->rgl);
	till->rgl = NULL;
}

static inline struct rgl_member till_enrol(struct till *till, const char *name)
{
	const struct rgl_enrolment enrolment = { .size = sizeof(enrolment), .name = name };
	struct rgl_member member = { .size = sizeof(member) };
	struct rgl_why why = { .size = sizeof(why) };

	measure_need(till->api->enrol(till->rgl, &enrolment, &member, &why) == RGL_OK, why.text);
	return member;
}

static inline char *till_read_file(const char *path, size_t *ret_length)
{
	char *text = measure_room(1, PROGRAMME_TEXT_MAX);
	FILE *file = fopen(path, "rbe");

	measure_need(file != NULL, "the programme's file cannot be read");
	*ret_length = fread(text, 1, PROGRAMME_TEXT_MAX, file);
	(void)fclose(file);
	return text;
}

/* Puts a programme into effect, from `at_ms` on, as the owner's command does. */
static inline void till_apply(const char *store_path, const char *programme_path, int64_t at_ms)
{
	struct till clock = { .now_ms = at_ms };
	const struct rgl_host lent = { .size = sizeof(lent),
				       .user = &clock,
				       .now_ms = till_now_ms };
	struct rgl_why why = { .size = sizeof(why) };
	struct host host;
	struct store *store = NULL;
	struct book *book = NULL;
	int64_t version = 0;
	size_t length = 0;
	char *text = till_read_file(programme_path, &length);

	host_init(&host, &lent);
	measure_need(store_open(&host, store_path, NULL, "owner", STORE_WRITE, &store, &why) ==
				     RGL_OK &&
			     book_open(store, &book) == RGL_OK && store_begin(store) == RGL_OK,
		     "the store cannot be opened to put a programme into it");
	measure_need(store_end(store, book_apply(book, text, length, &version)) == RGL_OK,
		     store->refusal.text);
	book_close(book);
	store_close(store);
	free(text);
}

/* --- what is bought */

static inline void till_goods(struct till *till, size_t n)
{
	static const struct {
		const char *name;
		const char *category;
		int64_t each;
		int64_t minor;
	} GOODS[TILL_GOODS] = { { "Apples", "fruit", 1, 299 },
				{ "Carrots", "vegetables", 1, 189 },
				{ "Roll", "rolls", 3, 90 },
				{ "Flat white", "coffee", 1, 420 },
				{ "Beans 250 g", "dry", 1, 1250 } };

	memset(&till->sale, 0, sizeof(till->sale));
	for (size_t i = 0; i < TILL_GOODS; i++) {
		int64_t total = GOODS[i].minor * GOODS[i].each;

		till->lines[i] = (struct rgl_line) { .size = sizeof(till->lines[i]),
						     .given = RGL_GIVEN_UNIT | RGL_GIVEN_RATE,
						     .sku = GOODS[i].name,
						     .name = GOODS[i].name,
						     .category = GOODS[i].category,
						     .qty_milli = GOODS[i].each * 1000,
						     .unit_minor = GOODS[i].minor,
						     .total_minor = total,
						     .rate_milli = 25000,
						     .tax_minor = total / 5 };
		till->sale.total_minor += total;
		till->sale.tax_minor += total / 5;
	}
	(void)snprintf(till->id, sizeof(till->id), "T1-%07zu", n);
	till->now_ms += TILL_STEP_MS;
	till->sale.size = sizeof(till->sale);
	till->sale.id = till->id;
	till->sale.at_ms = till->now_ms;
	till->sale.currency = "USD";
	till->sale.till = "T1";
	till->sale.cashier = "7";
	till->sale.lines = till->lines;
	till->sale.line_count = TILL_GOODS;
}

static inline void till_customer(struct till *till, const char *qr)
{
	till->sale.scan = qr;
	till->sale.scan_length = strlen(qr);
}

/* --- the calls, each in microseconds */

static inline double till_identify(struct till *till, const char *scan)
{
	struct rgl_why why = { .size = sizeof(why) };
	double start_us;
	double spent_us;
	int32_t rc;

	till->member.size = sizeof(till->member);
	start_us = measure_now_us();
	rc = till->api->identify(till->rgl, scan, strlen(scan), &till->member, &why);
	spent_us = measure_now_us() - start_us;
	measure_need(rc == RGL_OK, why.text);
	return spent_us;
}

static inline double till_quote(struct till *till)
{
	struct rgl_why why = { .size = sizeof(why) };
	double start_us;
	double spent_us;
	int32_t rc;

	till->wish = (struct rgl_wish) { .size = sizeof(till->wish),
					 .reward = "pay-with-points",
					 .points = TILL_WISHED };
	till->sale.wishes = &till->wish;
	till->sale.wish_count = 1;
	till->quote = (struct rgl_quote) { .size = sizeof(till->quote),
					   .discounts = till->discounts,
					   .claims = till->claims,
					   .discount_room = RGL_DISCOUNTS_MAX,
					   .claim_room = RGL_WISHES_MAX };
	start_us = measure_now_us();
	rc = till->api->quote(till->rgl, &till->sale, &till->quote, &why);
	spent_us = measure_now_us() - start_us;
	measure_need(rc == RGL_OK, why.text);
	measure_need(till->quote.hold != 0 && till->quote.discount_count >= 2,
		     "a quote gave not what was wished for");
	return spent_us;
}

/* The quote's lines go on the bill as they are. */
static inline void till_bill(struct till *till)
{
	for (size_t i = 0; i < till->quote.discount_count; i++) {
		const struct rgl_discount *discount = &till->discounts[i];

		till->lines[till->sale.line_count++] = (struct rgl_line) {
			.size = sizeof(till->lines[0]),
			.given = discount->rate_milli < 0 ? 0 : RGL_GIVEN_RATE,
			.sku = discount->product,
			.name = discount->title,
			.reward = discount->reward,
			.qty_milli = discount->qty_milli,
			.total_minor = -discount->amount_minor,
			.tax_minor = -discount->tax_minor,
			.rate_milli = discount->rate_milli < 0 ? 0 : discount->rate_milli
		};
		till->sale.total_minor -= discount->amount_minor;
		till->sale.tax_minor -= discount->tax_minor;
	}
	till->sale.wishes = NULL;
	till->sale.wish_count = 0;
	till->sale.hold = till->quote.hold;
}

static inline double till_sell(struct till *till, int64_t member)
{
	struct rgl_outcome outcome = { .size = sizeof(outcome) };
	struct rgl_why why = { .size = sizeof(why) };
	double start_us;
	double spent_us;
	int32_t rc;

	till->tender = (struct rgl_tender) { .size = sizeof(till->tender),
					     .kind = RGL_CARD,
					     .amount_minor = till->sale.total_minor };
	till->sale.flags = RGL_PRINT;
	till->sale.tenders = &till->tender;
	till->sale.tender_count = 1;
	start_us = measure_now_us();
	rc = till->api->sale(till->rgl, &till->sale, &outcome, &why);
	spent_us = measure_now_us() - start_us;
	measure_need(rc == RGL_OK && outcome.member_id == member && outcome.points > 0 &&
			     outcome.receipt != 0 && (till->sale.hold == 0) == (outcome.spent == 0),
		     rc == RGL_OK ? "a sale was not taken as it should be" : why.text);
	return spent_us;
}
