/* test_accrue.c - points: never a share too many, and all of them back. */
#include "tests/support/check.h"

#include "plugin/loyalty/accrue.h"

/* A number of points or of minor units, to compare. */
static int64_t count_of(struct points points)
{
	return points.count;
}

/* Rounded down once for the whole sale; nothing for nothing or less. */
static void a_sale_earns_whole_points_rounded_down(void **state)
{
	static const struct {
		int64_t total;
		int64_t points;
		int64_t per;
		int64_t earned;
	} SALES[] = {
		{ 1299, 1, 100, 12 },
		{ 99, 1, 100, 0 },
		{ 100, 1, 100, 1 },
		{ 0, 1, 100, 0 },
		{ -500, 1, 100, 0 },
		{ 1000, 3, 250, 12 },
		{ 1000, 0, 100, 0 },
		{ 7, 10, 3, 23 },
		{ 1000000000000000, 1, 1, 1000000000000000 },
		{ INT64_MAX, 1, 100, 92233720368547758 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(SALES) / sizeof(SALES[0]); i++) {
		const struct rate rate = { points_of(SALES[i].points), money_of(SALES[i].per) };
		struct points earned = points_of(-1);

		assert_int_equal(accrue_sale(money_of(SALES[i].total), rate, &earned), RGL_OK);
		assert_int_equal(count_of(earned), SALES[i].earned);
	}
}

/* What 64 bits do not hold is refused, not wrapped. */
static void points_beyond_counting_are_refused(void **state)
{
	const struct rate rate = { points_of(1000), money_of(1) };
	struct points points = points_of(77);
	struct money money = money_of(77);

	(void)state;
	assert_int_equal(accrue_sale(money_of(INT64_MAX), rate, &points), RGL_E_RANGE);
	assert_int_equal(count_of(points), 77);
	assert_int_equal(accrue_worth(points_of(INT64_MAX), money_of(100), points_of(1), &money),
			 RGL_E_RANGE);
	assert_true(money_equal(money, money_of(77)));
}

/* A thousand sales given back in random parts: on the way never more is taken than the share, and
 * at the end exactly what was earned. */
static void parts_given_back_take_exactly_what_was_earned(void **state)
{
	uint64_t chance = 2026;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		int64_t total = (int64_t)(next_number(&chance) % 100000) + 1;
		int64_t earned = (int64_t)(next_number(&chance) % 3000);
		int64_t refunded = 0;
		int64_t taken = 0;

		while (refunded < total) {
			int64_t left = total - refunded;
			struct points now = points_of(0);

			refunded += (int64_t)(next_number(&chance) % (uint64_t)left) + 1;
			assert_int_equal(accrue_refund(points_of(earned), money_of(total),
						       money_of(refunded), points_of(taken), &now),
					 RGL_OK);
			assert_true(count_of(now) >= 0);
			taken += count_of(now);
			assert_true(taken * total <= earned * refunded);
			assert_true((taken + 1) * total > earned * refunded);
		}
		assert_int_equal(taken, earned);
	}
}

/* A sale of nothing earned nothing and takes nothing; more taken before takes nothing more. */
static void there_may_be_nothing_to_take(void **state)
{
	struct points now = points_of(77);

	(void)state;
	assert_int_equal(accrue_refund(points_of(0), money_of(0), money_of(0), points_of(0), &now),
			 RGL_OK);
	assert_int_equal(count_of(now), 0);
	assert_int_equal(
		accrue_refund(points_of(10), money_of(100), money_of(50), points_of(8), &now),
		RGL_OK);
	assert_int_equal(count_of(now), 0);
}

/* What is there bounds what is taken; a reward that is reached or not offered misses nothing. */
static void balances_and_rewards(void **state)
{
	struct money worth = money_of(0);

	(void)state;
	assert_int_equal(count_of(accrue_clamp(points_of(5), points_of(3))), 3);
	assert_int_equal(count_of(accrue_clamp(points_of(5), points_of(9))), 5);
	assert_int_equal(count_of(accrue_missing(points_of(340), points_of(400))), 60);
	assert_int_equal(count_of(accrue_missing(points_of(400), points_of(400))), 0);
	assert_int_equal(count_of(accrue_missing(points_of(5), points_of(0))), 0);
	assert_int_equal(count_of(accrue_negate(points_of(5))), -5);
	assert_int_equal(accrue_worth(points_of(340), money_of(100), points_of(100), &worth),
			 RGL_OK);
	assert_true(money_equal(worth, money_of(340)));
	assert_int_equal(accrue_worth(points_of(199), money_of(100), points_of(200), &worth),
			 RGL_OK);
	assert_true(money_equal(worth, money_of(99)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sale_earns_whole_points_rounded_down),
		cmocka_unit_test(points_beyond_counting_are_refused),
		cmocka_unit_test(parts_given_back_take_exactly_what_was_earned),
		cmocka_unit_test(there_may_be_nothing_to_take),
		cmocka_unit_test(balances_and_rewards),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
