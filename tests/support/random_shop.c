/* random_shop.c - see random_shop.h. */
#include "tests/support/random_shop.h"

#include "tests/support/check.h"

#include <stdio.h>

#include "plugin/identify/enrol.h"
#include "plugin/loyalty/merge.h"

#define HOUR_MS INT64_C(3600000)

int random_shop_draw(struct random_shop *shop, int below)
{
	return (int)(next_number(&shop->state) % (uint64_t)below);
}

/* Within two years; half of them on the hour, so that some come at one instant. */
static int64_t draw_time(struct random_shop *shop)
{
	int64_t at_ms = SHOP_NOW_MS - HOUR_MS * random_shop_draw(shop, 24 * 700);

	return at_ms + random_shop_draw(shop, 2) * INT64_C(61234);
}

static struct sale_line draw_line(struct random_shop *shop)
{
	static const char *const SKUS[] = { "E1", "F2", "C3", "T4" };
	static const char *const NAMES[] = { "Espresso", "Flat white", "Carrot cake", "" };
	static const char *const CATEGORIES[] = { "coffee", "coffee", "cake", "" };
	int which = random_shop_draw(shop, 4);
	int64_t minor = random_shop_draw(shop, 30) * 50;

	return (struct sale_line) {
		.sku = SKUS[which],
		.name = NAMES[which],
		.category = CATEGORIES[which],
		.tags = which == 2 ? "sweet baked" : "",
		.qty_milli = 1000,
		.total = money_of(minor),
		.cost = money_of(minor / 3),
		.has_cost = random_shop_draw(shop, 8) > 0,
		.discount = money_of(random_shop_draw(shop, 4) * 10),
	};
}

static rgl_rc sell(struct random_shop *shop)
{
	static const char *const STORES[] = { "Harbour", "Market", NULL };
	static const char *const CHANNELS[] = { "counter", "web", NULL };
	static const char *const CASHIERS[] = { "Jonas", "Mia", "Ove", "Pia", NULL };
	struct sale_line lines[2] = { draw_line(shop), draw_line(shop) };
	int member = random_shop_draw(shop, RANDOM_MEMBERS + 1);
	struct sale_tender tender = { .kind = RGL_CASH + random_shop_draw(shop, 2) };
	struct outcome outcome = { 0 };
	char id[24];
	struct sale sale = { .id = id, .currency = "EUR", .lines = lines, .line_count = 2 };

	(void)snprintf(id, sizeof(id), "S-%d", shop->sales++);
	sale.at_ms = draw_time(shop);
	sale.store = STORES[random_shop_draw(shop, 3)];
	sale.channel = CHANNELS[random_shop_draw(shop, 3)];
	sale.cashier = CASHIERS[random_shop_draw(shop, 5)];
	sale.member = member == RANDOM_MEMBERS ? 0 : shop->members[member];
	assert_int_equal(money_add(lines[0].total, lines[1].total, &sale.total), RGL_OK);
	tender.amount = sale.total;
	sale.tenders = &tender;
	sale.tender_count = 1;
	return checkout(shop->shop.desk, &sale, true, &outcome);
}

/* Of a sale, in part or twice; now and then of none. */
static rgl_rc give_back(struct random_shop *shop)
{
	struct outcome outcome = { 0 };
	char id[24];
	char of[24];
	struct sale refund = { .id = id, .is_refund = true, .currency = "EUR" };

	(void)snprintf(id, sizeof(id), "R-%d", shop->refunds++);
	(void)snprintf(of, sizeof(of), "S-%d", random_shop_draw(shop, shop->sales + 1));
	refund.at_ms = draw_time(shop);
	refund.total = money_of(-50 * random_shop_draw(shop, 12));
	if (random_shop_draw(shop, 6) > 0)
		refund.of = of;
	else
		refund.member = shop->members[random_shop_draw(shop, RANDOM_MEMBERS)];
	return checkout(shop->shop.desk, &refund, true, &outcome);
}

static rgl_rc undo(struct random_shop *shop)
{
	struct outcome outcome = { 0 };
	char id[24];

	(void)snprintf(id, sizeof(id), "S-%d", random_shop_draw(shop, shop->sales + 1));
	return checkout_undo(shop->shop.desk, id, &outcome);
}

/* A member that is merged stays in the list: sales of it are the other's, or are refused. */
static rgl_rc merge(struct random_shop *shop)
{
	int64_t into = shop->members[random_shop_draw(shop, RANDOM_MEMBERS)];
	int64_t from = shop->members[random_shop_draw(shop, RANDOM_MEMBERS)];
	int64_t id = 0;

	return into == from ? RGL_E_FIELD
			    : merge_members(shop->shop.store, into, from, "Ann", "the same", &id);
}

static void enrol_all(struct random_shop *shop)
{
	static const char *const LANGUAGES[] = { "da", "en", NULL };

	shop->members[0] = shop->shop.member;
	for (int i = 1; i < RANDOM_MEMBERS; i++) {
		struct enrolment enrolment = { .name = "Bo",
					       .language = LANGUAGES[i % 3],
					       .birthday = i % 2 == 0 ? "1990-05-17" : "--11-30",
					       .consent = i % 3 == 0 ? "mail" : "" };

		if (i % 3 == 1)
			enrolment.referred_by = shop->members[0];
		if (enrol(shop->shop.store, &enrolment, &shop->members[i]) < 0)
			fail_msg("%s", shop->shop.store->refusal.text);
	}
}

void random_shop_make(struct random_shop *ret, uint64_t seed, int steps)
{
	*ret = (struct random_shop) { .state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1 };
	shop_make(&ret->shop);
	enrol_all(ret);
	random_shop_go_on(ret, steps);
}

void random_shop_go_on(struct random_shop *shop, int steps)
{
	for (int step = 0; step < steps; step++) {
		int kind = random_shop_draw(shop, 20);
		int which = kind < 14 ? 0 : kind < 18 ? 1 : kind < 19 ? 2 : 3;
		rgl_rc rc;

		if (which == 3 && random_shop_draw(shop, 4) > 0)
			which = 0;
		rc = which == 0	  ? sell(shop)
		     : which == 1 ? give_back(shop)
		     : which == 2 ? undo(shop)
				  : merge(shop);
		shop->done[rc >= 0 ? which : 4]++;
	}
}
