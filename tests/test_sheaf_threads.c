/* test_sheaf_threads.c - one pass over the sales by two threads: the figures of one thread alone.
 */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "plugin/insight/cells.h"
#include "plugin/insight/sheaf.h"
#include "tests/support/random_shop.h"

/* Beyond MEMBERS_FOR_TWO of cells_pass.c, several spans of it apart. */
enum { FAR_MEMBERS = 23, FAR = 2100 };

static void spread(const struct random_shop *shop)
{
	char sql[512];

	for (int i = 1; i <= FAR_MEMBERS; i++) {
		(void)snprintf(sql, sizeof(sql),
			       "INSERT INTO member (id, event, name, language, birthday, consent)"
			       " SELECT %d, event, 'Far', 'en', '', '' FROM member WHERE id = %lld;"
			       "UPDATE sale SET member = %d WHERE id %% 24 = %d AND member > 0",
			       i * FAR, (long long)shop->members[0], i * FAR, i);
		assert_int_equal(shop_run(&shop->shop, sql), 0);
	}
}

static void read_cells(const struct random_shop *shop, const char *where, struct cells *ret)
{
	struct cells_wish wish = { .grain = GRAIN_MONTH,
				   .cut = CUT_CASHIER,
				   .where = where,
				   .from_ms = INT64_MIN,
				   .until_ms = INT64_MAX };
	enum cells_source source = CELLS_FROM_SALES;

	if (cells_read_from(shop->shop.store, &wish, &source, ret) < 0)
		fail_msg("%s", shop->shop.store->refusal.text);
}

static void same_group(const struct cells *one, const struct cells *other, size_t group)
{
	size_t cells = cells_index(one, one->count, 0);

	assert_string_equal(one->groups[group].name, other->groups[group].name);
	assert_int_equal(one->groups[group].members, other->groups[group].members);
	assert_int_equal(one->groups[group].repeaters, other->groups[group].repeaters);
	assert_memory_equal(one->groups[group].cells, other->groups[group].cells,
			    cells * sizeof(struct figures));
}

static void same_cells(const struct cells *one, const struct cells *other)
{
	assert_int_equal(one->first, other->first);
	assert_int_equal(one->count, other->count);
	assert_int_equal(one->group_count, other->group_count);
	assert_memory_equal(&one->all, &other->all, sizeof(one->all));
	assert_memory_equal(&one->outside, &other->outside, sizeof(one->outside));
	for (size_t group = 0; group < one->group_count; group++)
		same_group(one, other, group);
}

/* From the index and from the copy with sales since; the last member alone decides on threads, so
 * the same sales with all members close together are the measure. */
static void two_threads_count_what_one_counts(void **state)
{
	static const char *const QUESTIONS[] = { NULL, "hour between 7 and 15 and total >= 5",
						 "points > 3 or cashier = Mia" };

	(void)state;
	for (uint64_t seed = 1; seed <= 3; seed++) {
		struct random_shop shop;

		random_shop_make(&shop, seed, 300);
		spread(&shop);
		for (size_t i = 0; i < sizeof(QUESTIONS) / sizeof(QUESTIONS[0]); i++) {
			struct cells index = { 0 };
			struct cells packed = { 0 };
			struct cells alone = { 0 };

			assert_int_equal(shop_run(&shop.shop, "DELETE FROM sheaf"), 0);
			read_cells(&shop, QUESTIONS[i], &index);
			assert_int_equal(sheaf_refresh_from(shop.shop.store, 1, false, NULL, NULL),
					 RGL_OK);
			read_cells(&shop, QUESTIONS[i], &packed);
			same_cells(&index, &packed);
			/* A file that no second connection opens: one thread does it all. */
			shop.shop.store->full_path[0] = '?';
			read_cells(&shop, QUESTIONS[i], &alone);
			shop.shop.store->full_path[0] = '/';
			same_cells(&packed, &alone);
			assert_true(index.all.visits > 20);
			cells_free(&index);
			cells_free(&packed);
			cells_free(&alone);
			random_shop_go_on(&shop, 5);
		}
		shop_remove(&shop.shop);
	}
}

/* A row that is damaged ends it, whichever thread meets it, with the same words. */
static void damage_on_either_thread_is_said(void **state)
{
	static const int MEMBERS[] = { FAR, FAR * FAR_MEMBERS };

	(void)state;
	for (size_t i = 0; i < sizeof(MEMBERS) / sizeof(MEMBERS[0]); i++) {
		struct cells_wish wish = { .grain = GRAIN_MONTH,
					   .from_ms = INT64_MIN,
					   .until_ms = INT64_MAX };
		enum cells_source source = CELLS_FROM_SALES;
		struct random_shop shop;
		struct cells cells;
		char sql[128];

		random_shop_make(&shop, 9, 200);
		spread(&shop);
		assert_int_equal(sheaf_refresh_from(shop.shop.store, 1, false, NULL, NULL), RGL_OK);
		(void)snprintf(sql, sizeof(sql),
			       "UPDATE sheaf SET packed = zeroblob(length(packed))"
			       " WHERE span = %d / 256",
			       MEMBERS[i]);
		assert_int_equal(shop_run(&shop.shop, sql), 0);
		assert_int_equal(cells_read_from(shop.shop.store, &wish, &source, &cells),
				 RGL_E_DAMAGED);
		assert_non_null(strstr(shop.shop.store->refusal.text, "packed copy"));
		shop_remove(&shop.shop);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_threads_count_what_one_counts),
		cmocka_unit_test(damage_on_either_thread_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
