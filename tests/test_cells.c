/* test_cells.c - figures of reports: from what is kept, from members' months, from the sales. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "plugin/insight/cells.h"
#include "plugin/insight/keep.h"
#include "tests/support/random_shop.h"

static struct cells_wish wish_of(enum grain grain, enum cut cut)
{
	return (struct cells_wish) {
		.grain = grain, .cut = cut, .from_ms = INT64_MIN, .until_ms = INT64_MAX
	};
}

static void same_figures(const struct figures *one, const struct figures *other, const char *where)
{
	if (memcmp(one, other, sizeof(*one)) != 0)
		fail_msg("%s: members %lld/%lld returned %lld/%lld visits %lld/%lld costless "
			 "%lld/%lld net %lld/%lld refund %lld/%lld discount %lld/%lld",
			 where, (long long)one->members, (long long)other->members,
			 (long long)one->returned, (long long)other->returned,
			 (long long)one->visits, (long long)other->visits, (long long)one->costless,
			 (long long)other->costless, (long long)one->net.minor,
			 (long long)other->net.minor, (long long)one->refund.minor,
			 (long long)other->refund.minor, (long long)one->discount.minor,
			 (long long)other->discount.minor);
}

static void same_group(const struct cells *one, const struct cells *other, size_t group)
{
	char where[64];

	assert_string_equal(one->groups[group].name, other->groups[group].name);
	assert_int_equal(one->groups[group].members, other->groups[group].members);
	assert_int_equal(one->groups[group].repeaters, other->groups[group].repeaters);
	for (int32_t row = 0; row < one->count; row++)
		for (int32_t later = 0; later < one->count - row; later++) {
			(void)snprintf(where, sizeof(where), "cohort %d, %d later", (int)row,
				       (int)later);
			same_figures(cells_at(one, group, row, later),
				     cells_at(other, group, row, later), where);
		}
}

static void same_cells(const struct cells *one, const struct cells *other)
{
	assert_int_equal(one->first, other->first);
	assert_int_equal(one->count, other->count);
	assert_int_equal(one->now, other->now);
	assert_int_equal(one->group_count, other->group_count);
	for (size_t group = 0; group < one->group_count; group++)
		same_group(one, other, group);
	for (int32_t i = 0; i < one->count; i++)
		same_figures(&one->nobody[i], &other->nobody[i], "nobody");
	same_figures(&one->outside, &other->outside, "outside");
	same_figures(&one->all, &other->all, "all");
}

/* From each source that can answer, all the same; which was the cheapest. */
static enum cells_source compare(struct store *store, const struct cells_wish *wish)
{
	enum cells_source cheapest = CELLS_FROM_CHEAPEST;
	struct cells cells = { 0 };

	assert_int_equal(cells_read_from(store, wish, &cheapest, &cells), RGL_OK);
	for (enum cells_source source = cheapest; source <= CELLS_FROM_SALES; source++) {
		enum cells_source from = source;
		struct cells other = { 0 };

		if (source == CELLS_FROM_MONTHS && wish->grain == GRAIN_WEEK)
			continue;
		assert_int_equal(cells_read_from(store, wish, &from, &other), RGL_OK);
		same_cells(&cells, &other);
		cells_free(&other);
	}
	cells_free(&cells);
	return cheapest;
}

/* Local midnight of a day in Copenhagen's winter. */
static int64_t midnight(int32_t year, int32_t month, int32_t day)
{
	return civil_days(year, month, day) * MS_A_DAY - 3600000;
}

static void compare_bounds(struct store *store, enum grain grain)
{
	struct cells_wish wish = wish_of(grain, CUT_NONE);

	assert_int_equal(compare(store, &wish), CELLS_FROM_CELLS);
	wish.until_ms = midnight(2025, 1, 1);
	assert_int_equal(compare(store, &wish),
			 grain == GRAIN_WEEK ? CELLS_FROM_SALES : CELLS_FROM_CELLS);
	wish.from_ms = midnight(2000, 1, 3);
	(void)compare(store, &wish);
	wish.from_ms = midnight(2024, 11, 1);
	assert_int_equal(compare(store, &wish),
			 grain == GRAIN_WEEK ? CELLS_FROM_SALES : CELLS_FROM_MONTHS);
	wish.from_ms += 1;
	assert_int_equal(compare(store, &wish), CELLS_FROM_SALES);
	wish = wish_of(grain, CUT_NONE);
	wish.until_ms = midnight(2025, 1, 6);
	assert_int_equal(compare(store, &wish),
			 grain == GRAIN_WEEK ? CELLS_FROM_CELLS : CELLS_FROM_SALES);
}

/* All sources, by each grain and cut and several bounds, in shops of all sorts. */
static void every_source_gives_the_same_figures(void **state)
{
	static int done[5];

	(void)state;
	for (uint64_t seed = 1; seed <= 6; seed++) {
		struct random_shop shop;

		random_shop_make(&shop, seed, 40 + 60 * (int)seed);
		for (int i = 0; i < 5; i++)
			done[i] += shop.done[i];
		for (enum grain grain = GRAIN_WEEK; grain <= GRAIN_QUARTER; grain++) {
			compare_bounds(shop.shop.store, grain);
			for (enum cut cut = CUT_STORE; cut <= CUT_LANGUAGE; cut++) {
				struct cells_wish wish = wish_of(grain, cut);

				assert_int_equal(compare(shop.shop.store, &wish),
						 grain == GRAIN_WEEK ? CELLS_FROM_SALES
								     : CELLS_FROM_MONTHS);
			}
		}
		shop_remove(&shop.shop);
	}
	for (int i = 0; i < 4; i++)
		assert_true(done[i] > 3);
}

/* Figures that are not kept yet are counted from the sales: the same, by each cut. */
static void what_is_not_kept_is_counted(void **state)
{
	struct random_shop shop;

	(void)state;
	random_shop_make(&shop, 77, 300);
	for (enum cut cut = CUT_NONE; cut <= CUT_LANGUAGE; cut++) {
		struct cells_wish wish = wish_of(GRAIN_MONTH, cut);
		enum cells_source source = CELLS_FROM_CHEAPEST;
		struct cells kept = { 0 };
		struct cells counted = { 0 };
		bool is_counted = true;

		assert_int_equal(cells_read(shop.shop.store, &wish, &kept), RGL_OK);
		assert_int_equal(shop_run(&shop.shop, "UPDATE keeping SET members = 0, sales = 0"),
				 0);
		assert_int_equal(keep_is_counted(shop.shop.store, &is_counted), RGL_OK);
		assert_false(is_counted);
		assert_int_equal(cells_read_from(shop.shop.store, &wish, &source, &counted),
				 RGL_OK);
		assert_int_equal(source, CELLS_FROM_SALES);
		same_cells(&kept, &counted);
		assert_int_equal(keep_rebuild(shop.shop.store, NULL, NULL), RGL_OK);
		cells_free(&kept);
		cells_free(&counted);
	}
	shop_remove(&shop.shop);
}

/* A question and the opposite of it are all there is; so are parts that do not overlap. */
static void a_question_and_its_opposite_add_up(void **state)
{
	static const char *const QUESTIONS[][2] = {
		{ "total >= 7", "not (total >= 7)" },
		{ "weekday in (sat, sun) and not cashier = 'Jonas'",
		  "weekday not in (sat, sun) or cashier = Jonas" },
		{ "member", "not member" },
		{ "product like '*cake*'", "not product like '*cake*'" },
		{ "tender = card", "tender != card" },
		{ "store = '' and hour < 12", "store != '' or hour >= 12" },
	};
	struct random_shop shop;

	(void)state;
	random_shop_make(&shop, 5, 300);
	for (size_t i = 0; i < sizeof(QUESTIONS) / sizeof(QUESTIONS[0]); i++) {
		struct cells_wish wish = wish_of(GRAIN_MONTH, CUT_NONE);
		struct cells cells[3] = { 0 };
		struct figures sums = { 0 };

		for (size_t part = 0; part < 3; part++) {
			wish.where = part < 2 ? QUESTIONS[i][part] : NULL;
			assert_int_equal(cells_read(shop.shop.store, &wish, &cells[part]), RGL_OK);
		}
		assert_int_equal(figures_add(&sums, &cells[0].all), RGL_OK);
		assert_int_equal(figures_add(&sums, &cells[1].all), RGL_OK);
		assert_true(sums.visits > 0 && cells[0].all.visits > 0 && cells[1].all.visits > 0);
		assert_int_equal(sums.visits, cells[2].all.visits);
		assert_int_equal(sums.net.minor, cells[2].all.net.minor);
		assert_int_equal(sums.returned, cells[2].all.returned);
		assert_int_equal(sums.refund.minor, cells[2].all.refund.minor);
		assert_int_equal(sums.costless, cells[2].all.costless);
		for (size_t part = 0; part < 3; part++)
			cells_free(&cells[part]);
	}
	shop_remove(&shop.shop);
}

static int64_t visits_of(const struct random_shop *shop, const char *where)
{
	struct cells_wish wish = wish_of(GRAIN_MONTH, CUT_NONE);
	struct cells cells = { 0 };
	int64_t visits;

	wish.where = where;
	if (cells_read(shop->shop.store, &wish, &cells) < 0)
		fail_msg("%s: %s", where, shop->shop.store->refusal.text);
	visits = cells.all.visits;
	cells_free(&cells);
	return visits;
}

/* Each field beside the same in SQL. */
static void each_field_is_what_sql_says(void **state)
{
	static const char *const FIELDS[][2] = {
		{ "total >= 7.50", "s.total_minor >= 750" },
		{ "points > 5", "s.points > 5" },
		{ "discount > 0.1", "s.discount_minor > 10" },
		{ "cost > 1", "s.cost_minor > 100" },
		{ "store = harbour", "s.store = 'Harbour'" },
		{ "cashier in (mia, ove)", "s.cashier IN ('Mia', 'Ove')" },
		{ "channel = web", "c.channel = 'web'" },
		{ "channel = ''", "c.channel = ''" },
		{ "weekday = sun and hour < 12",
		  "strftime('%w', s.at_ms / 1000, 'unixepoch', z.h) = '0' AND"
		  " CAST(strftime('%H', s.at_ms / 1000, 'unixepoch', z.h) AS INTEGER) < 12" },
		{ "month = 2024-12",
		  "strftime('%Y-%m', s.at_ms / 1000, 'unixepoch', z.h) = '2024-12'" },
		{ "month = jun", "strftime('%m', s.at_ms / 1000, 'unixepoch', z.h) = '06'" },
		{ "member", "s.member IS NOT NULL" },
		{ "member = 3", "s.member = 3" },
		{ "visits > 20", "m.visits > 20" },
		{ "language = da", "m.language = 'da'" },
		{ "referred", "m.referred_by IS NOT NULL" },
		{ "birthday = may", "m.birthday LIKE '%-05-%'" },
		{ "consent = mail", "m.consent = 'mail'" },
		{ "consent = ''", "m.consent = ''" },
		{ "tier = ''", "m.tier = ''" },
		{ "segment = ''", "m.segments = ''" },
		{ "first < 2024-03-01",
		  "date(m.first_visit_ms / 1000, 'unixepoch', '+1 hour') < '2024-03-01'" },
		{ "sku = E1", "s.id IN (SELECT sale FROM sale_line WHERE sku = 'E1')" },
		{ "product like 'flat*'",
		  "s.id IN (SELECT sale FROM sale_line WHERE name LIKE 'flat%')" },
		{ "category != coffee",
		  "s.id NOT IN (SELECT sale FROM sale_line WHERE category = 'coffee')" },
		{ "tag = baked", "s.id IN (SELECT sale FROM sale_line WHERE tags LIKE '%baked%')" },
		{ "tender = card", "s.id IN (SELECT sale FROM tender WHERE kind = 2)" },
		{ "reward like *", "0" },
		{ "coupon", "0" },
		{ "coupon = no", "1" },
	};
	struct random_shop shop;
	char sql[1024];

	(void)state;
	random_shop_make(&shop, 11, 400);
	for (size_t i = 0; i < sizeof(FIELDS) / sizeof(FIELDS[0]); i++) {
		int64_t found = visits_of(&shop, FIELDS[i][0]);

		/* Summer time of these two years, in Copenhagen. */
		(void)snprintf(
			sql, sizeof(sql),
			"SELECT count(*) FROM sale s JOIN (SELECT id AS i, iif(at_ms BETWEEN"
			" 1711846800000 AND 1729990799999 OR at_ms BETWEEN 1743296400000 AND"
			" 1761440399999, '+2 hours', '+1 hour') AS h FROM sale) z ON z.i = s.id"
			" LEFT JOIN scene c ON c.id = s.scene LEFT JOIN member m ON m.id = s.member"
			" WHERE s.is_refund = 0 AND s.voided = 0 AND (%s)",
			FIELDS[i][1]);
		if (found != shop_number(&shop.shop, sql))
			fail_msg("%s: %lld, not %lld", FIELDS[i][0], (long long)found,
				 (long long)shop_number(&shop.shop, sql));
	}
	shop_remove(&shop.shop);
}

/* A report of several counts looks once, so that all of them are as of one moment. */
static void a_count_leaves_the_callers_look_open(void **state)
{
	const struct cells_wish wish = { .grain = GRAIN_MONTH,
					 .from_ms = INT64_MIN,
					 .until_ms = INT64_MAX };
	struct test_shop shop;
	struct cells cells = { 0 };

	(void)state;
	shop_make(&shop);
	assert_int_equal(cells_read(shop.store, &wish, &cells), RGL_OK);
	assert_false(store_is_looking(shop.store));
	cells_free(&cells);
	assert_int_equal(store_look(shop.store), RGL_OK);
	assert_int_equal(cells_read(shop.store, &wish, &cells), RGL_OK);
	assert_true(store_is_looking(shop.store));
	store_looked(shop.store);
	cells_free(&cells);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_source_gives_the_same_figures),
		cmocka_unit_test(what_is_not_kept_is_counted),
		cmocka_unit_test(a_question_and_its_opposite_add_up),
		cmocka_unit_test(each_field_is_what_sql_says),
		cmocka_unit_test(a_count_leaves_the_callers_look_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
