/* test_visits.c - days that members came, members with their figures, scenes. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "plugin/insight/cells.h"
#include "plugin/insight/keep.h"
#include "tests/support/random_shop.h"
#include "tests/support/sweep.h"

enum { DAYS_MAX = 40 };

/* What was handed over; of several members the last. */
struct seen {
	int members;
	int64_t member;
	struct visit_day days[DAYS_MAX];
	size_t count;
	int64_t sales;
	int64_t net_minor;
	rgl_rc answer;
};

static rgl_rc take_days(void *user, int64_t member, const struct visit_day *days, size_t count)
{
	struct seen *seen = user;

	assert_true(count > 0);
	seen->members++;
	seen->member = member;
	seen->count = count;
	for (size_t i = 0; i < count; i++) {
		assert_true(i == 0 || days[i].day > days[i - 1].day);
		seen->sales += days[i].sales;
		seen->net_minor += days[i].net.minor;
		if (i < DAYS_MAX)
			seen->days[i] = days[i];
	}
	return seen->answer;
}

static struct seen read_until(struct store *store, int64_t until_ms)
{
	struct seen seen = { 0 };

	assert_int_equal(visits_read(store, until_ms, take_days, &seen), RGL_OK);
	return seen;
}

/* Copenhagen, in winter. */
static int64_t local(int32_t day, int32_t hour)
{
	const struct civil civil = { 2025, 11, day, hour, 0, 0 };

	return civil_ms(&civil) - 3600000;
}

static rgl_rc sell(struct test_shop *shop, const char *id, int64_t at_ms, int64_t minor,
		   const char *cashier)
{
	struct outcome outcome = { 0 };
	struct sale_line line;
	struct sale sale = shop_sale(shop, id, minor, &line);

	sale.at_ms = at_ms;
	sale.cashier = cashier;
	line.has_cost = strcmp(cashier, "Mia") != 0;
	line.cost = money_of(minor / 2);
	return checkout(shop->desk, &sale, true, &outcome);
}

static rgl_rc give_back(struct test_shop *shop, const char *id, int64_t at_ms, int64_t minor)
{
	struct outcome outcome = { 0 };
	const struct sale refund = { .id = id,
				     .is_refund = true,
				     .at_ms = at_ms,
				     .currency = "EUR",
				     .member = shop->member,
				     .total = money_of(-minor) };

	return checkout(shop->desk, &refund, true, &outcome);
}

/* Two purchases of a day are one; one just after midnight is of the next; a refund is taken off the
 * day before it, and one before the first visit off none. */
static void a_day_is_one_visit(void **state)
{
	struct test_shop shop;
	struct outcome outcome = { 0 };
	struct seen seen;

	(void)state;
	shop_make(&shop);
	assert_int_equal(give_back(&shop, "R-1", local(1, 9), 90), RGL_OK);
	assert_int_equal(sell(&shop, "S-1", local(2, 10), 1000, "Jonas"), RGL_OK);
	assert_int_equal(sell(&shop, "S-2", local(2, 23), 500, "Mia"), RGL_OK);
	assert_int_equal(sell(&shop, "S-3", local(3, 0), 700, "Ove"), RGL_OK);
	assert_int_equal(give_back(&shop, "R-2", local(5, 9), 200), RGL_OK);
	assert_int_equal(sell(&shop, "S-4", local(9, 9), 100, "Ove"), RGL_OK);
	assert_int_equal(sell(&shop, "S-5", local(9, 9), 300, "Jonas"), RGL_OK);
	assert_int_equal(checkout_undo(shop.desk, "S-4", &outcome), RGL_OK);
	seen = read_until(shop.store, INT64_MAX);
	assert_int_equal(seen.members, 1);
	assert_int_equal(seen.member, shop.member);
	assert_int_equal(seen.count, 3);
	assert_int_equal(seen.days[0].day, civil_days(2025, 11, 2));
	assert_int_equal(seen.days[0].sales, 2);
	assert_int_equal(seen.days[0].net.minor, 1500);
	assert_int_equal(seen.days[0].cost.minor, 500);
	assert_false(seen.days[0].cost_known);
	assert_int_equal(seen.days[0].scene,
			 shop_number(&shop, "SELECT scene FROM sale WHERE ref = 'S-1'"));
	assert_int_equal(seen.days[1].day, civil_days(2025, 11, 3));
	assert_int_equal(seen.days[1].net.minor, 500);
	assert_int_equal(seen.days[2].sales, 1);
	assert_true(seen.days[2].cost_known);
	seen = read_until(shop.store, local(3, 0));
	assert_int_equal(seen.count, 1);
	seen = read_until(shop.store, local(2, 10));
	assert_int_equal(seen.members, 0);
	shop_remove(&shop);
}

/* All that members left is in their days, but for refunds before the first. */
static void every_sale_is_in_a_day(void **state)
{
	struct random_shop shop;
	struct seen seen;

	(void)state;
	random_shop_make(&shop, 3, 500);
	seen = read_until(shop.shop.store, INT64_MAX);
	assert_int_equal(seen.members, shop_number(&shop.shop, "SELECT count(DISTINCT member)"
							       " FROM sale WHERE is_refund = 0"
							       " AND voided = 0"));
	assert_int_equal(seen.sales,
			 shop_number(&shop.shop, "SELECT count(*) FROM sale WHERE is_refund = 0"
						 " AND voided = 0 AND member IS NOT NULL"));
	assert_int_equal(
		seen.net_minor,
		shop_number(&shop.shop,
			    "SELECT sum(s.total_minor - s.tax_minor - s.stored_minor) FROM sale s"
			    " LEFT JOIN sale o ON o.id = s.refund_of WHERE s.member IS NOT NULL"
			    " AND s.voided = 0 AND s.undoes IS NULL AND coalesce(o.voided, 0) = 0"
			    " AND (s.is_refund = 0 OR s.at_ms >= (SELECT min(f.at_ms) FROM sale f"
			    " WHERE f.member = s.member AND f.is_refund = 0 AND f.voided = 0))"));
	shop_remove(&shop.shop);
}

/* What the taker refuses ends the reading, and is the answer. */
static void a_taker_that_refuses_ends_it(void **state)
{
	struct random_shop shop;
	struct seen seen = { .answer = RGL_E_LIMIT };

	(void)state;
	random_shop_make(&shop, 3, 60);
	assert_int_equal(visits_read(shop.shop.store, INT64_MAX, take_days, &seen), RGL_E_LIMIT);
	assert_int_equal(seen.members, 1);
	shop_remove(&shop.shop);
}

struct rows {
	int count;
	struct member_row last;
	char name[64];
	struct figures all;
	int64_t first_ms;
	int64_t second_ms;
};

static rgl_rc take_row(void *user, const struct member_row *row)
{
	struct rows *rows = user;

	rows->count++;
	rows->last = *row;
	rows->first_ms += row->first_ms;
	rows->second_ms += row->second_ms;
	member_label(row, rows->name, sizeof(rows->name));
	return figures_add(&rows->all, &row->figures);
}

/* Members add up to the same from what is kept and from the sales, and to what SQL says. */
static void members_are_read_with_their_figures(void **state)
{
	struct random_shop shop;
	struct rows kept = { 0 };
	struct rows counted = { 0 };

	(void)state;
	random_shop_make(&shop, 8, 400);
	assert_int_equal(members_read(shop.shop.store, take_row, &kept), RGL_OK);
	assert_int_equal(kept.count, shop_number(&shop.shop, "SELECT count(*) FROM member"
							     " WHERE merged_into IS NULL"));
	assert_int_equal(kept.all.visits,
			 shop_number(&shop.shop, "SELECT count(*) FROM sale WHERE is_refund = 0"
						 " AND voided = 0 AND member IS NOT NULL"));
	assert_int_equal(shop_run(&shop.shop, "UPDATE keeping SET members = 0, sales = 0"), 0);
	assert_int_equal(members_read(shop.shop.store, take_row, &counted), RGL_OK);
	assert_memory_equal(&kept.all, &counted.all, sizeof(kept.all));
	assert_int_equal(kept.first_ms, counted.first_ms);
	assert_int_equal(kept.second_ms, counted.second_ms);
	assert_int_equal(kept.last.last_ms, counted.last.last_ms);
	shop_remove(&shop.shop);
}

/* One member; one that is not there; one without a name. */
static void one_member_is_read(void **state)
{
	const struct member_row unnamed = { .member = 12, .name = "" };
	const struct member_row long_name = { .member = 1, .name = "Zo\xc3\xab" };
	struct test_shop shop;
	struct rows rows = { 0 };
	char label[16];

	(void)state;
	shop_make(&shop);
	assert_int_equal(member_row_read(shop.store, shop.member, take_row, &rows), RGL_OK);
	assert_string_equal(rows.name, "Asha");
	assert_int_equal(rows.last.first_ms, 0);
	assert_int_equal(rows.all.members, 0);
	assert_int_equal(sell(&shop, "S-1", SHOP_NOW_MS, 500, "Jonas"), RGL_OK);
	assert_int_equal(member_row_read(shop.store, shop.member, take_row, &rows), RGL_OK);
	assert_int_equal(rows.last.first_ms, SHOP_NOW_MS);
	assert_int_equal(rows.last.figures.members, 1);
	assert_int_equal(rows.last.figures.returned, 0);
	assert_int_equal(member_row_read(shop.store, 999, take_row, &rows), RGL_E_UNKNOWN);
	assert_string_equal(shop.store->refusal.text, "there is no member 999");
	member_label(&unnamed, label, sizeof(label));
	assert_string_equal(label, "member 12");
	member_label(&long_name, label, 4);
	assert_string_equal(label, "Zo");
	shop_remove(&shop);
}

static rgl_rc take_scene(void *user, const struct scene *scene)
{
	int *count = user;

	assert_true(scene->id > 0);
	*count += strcmp(scene->cashier, "Jonas") == 0 && scene->store[0] == '\0' &&
		  scene->channel[0] == '\0';
	return RGL_OK;
}

static void scenes_are_read_as_the_till_said_them(void **state)
{
	struct random_shop shop;
	int count = 0;

	(void)state;
	random_shop_make(&shop, 8, 400);
	assert_int_equal(scenes_read(shop.shop.store, take_scene, &count), RGL_OK);
	assert_int_equal(count, 1);
	shop_remove(&shop.shop);
}

static rgl_rc read_everything(struct store *store)
{
	struct cells_wish wish = { .grain = GRAIN_MONTH,
				   .cut = CUT_CASHIER,
				   .where = "total > 1 and sku = E1 and member and store = ''",
				   .from_ms = INT64_MIN,
				   .until_ms = INT64_MAX };
	struct cells cells = { 0 };
	struct seen seen = { 0 };
	rgl_rc rc = cells_read(store, &wish, &cells);

	cells_free(&cells);
	wish.where = NULL;
	if (rc == RGL_OK)
		rc = cells_read(store, &wish, &cells);
	cells_free(&cells);
	if (rc == RGL_OK)
		rc = visits_read(store, INT64_MAX, take_days, &seen);
	return rc;
}

/* Whichever allocation fails, and all after it: a refusal, nothing kept, and the store goes on. */
static void without_memory_nothing_is_read(void **state)
{
	struct random_shop shop;
	struct sweep sweep;
	struct host lent;
	const struct host *own;
	rgl_rc rc = RGL_E_MEMORY;
	long at;

	(void)state;
	random_shop_make(&shop, 2, 120);
	own = shop.shop.store->host;
	for (at = 0; rc != RGL_OK && at < 500; at++) {
		sweep_init(&sweep, at);
		host_init(&lent, &sweep.host);
		shop.shop.store->host = &lent;
		rc = read_everything(shop.shop.store);
		assert_true(rc == RGL_OK || rc == RGL_E_MEMORY);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
		if (rc < 0)
			assert_int_equal(shop.shop.store->refusal.code, RGL_E_MEMORY);
	}
	shop.shop.store->host = own;
	assert_true(at > 20 && at < 500);
	shop_remove(&shop.shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_day_is_one_visit),
		cmocka_unit_test(every_sale_is_in_a_day),
		cmocka_unit_test(a_taker_that_refuses_ends_it),
		cmocka_unit_test(members_are_read_with_their_figures),
		cmocka_unit_test(one_member_is_read),
		cmocka_unit_test(scenes_are_read_as_the_till_said_them),
		cmocka_unit_test(without_memory_nothing_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
