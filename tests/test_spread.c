/* test_spread.c - an amount over shares: the parts are the amount, to the last unit. */
#include "tests/support/check.h"

#include "plugin/loyalty/spread.h"

__extension__ typedef __int128 wide;

#define MOST 200

static void an_even_amount_is_split_evenly(void **state)
{
	const struct money weights[] = { { 300 }, { 100 } };
	struct money parts[2];

	(void)state;
	assert_int_equal(spread(money_of(40), weights, 2, parts), RGL_OK);
	assert_int_equal(parts[0].minor, 30);
	assert_int_equal(parts[1].minor, 10);
}

/* S137: 40.00 off, on what is left of A 15.00 twice and B 25.00: 21.82 and 18.18. */
static void the_largest_remainder_gets_the_last_unit(void **state)
{
	const struct money weights[] = { { 3000 }, { 2500 } };
	struct money parts[2];

	(void)state;
	assert_int_equal(spread(money_of(4000), weights, 2, parts), RGL_OK);
	assert_int_equal(parts[0].minor, 2182);
	assert_int_equal(parts[1].minor, 1818);
}

/* Which of two that are alike gets the odd cent must not change from one run to the next. */
static void of_the_same_remainders_the_earlier_is_first(void **state)
{
	const struct money weights[] = { { 0 }, { 7 }, { 7 }, { 7 } };
	struct money parts[4];

	(void)state;
	assert_int_equal(spread(money_of(100), weights, 4, parts), RGL_OK);
	assert_int_equal(parts[0].minor, 0);
	assert_int_equal(parts[1].minor, 34);
	assert_int_equal(parts[2].minor, 33);
	assert_int_equal(parts[3].minor, 33);
}

/* A refund's amounts mirror the sale's, or what comes back would not be what was given. */
static void below_zero_is_the_mirror_of_above(void **state)
{
	const struct money weights[] = { { 5 }, { 3 }, { 3 } };
	struct money above[3];
	struct money below[3];

	(void)state;
	assert_int_equal(spread(money_of(17), weights, 3, above), RGL_OK);
	assert_int_equal(spread(money_of(-17), weights, 3, below), RGL_OK);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(below[i].minor, -above[i].minor);
}

static void nothing_is_split_into_nothing(void **state)
{
	const struct money weights[] = { { 5 }, { 3 } };
	struct money parts[2] = { { 9 }, { 9 } };

	(void)state;
	assert_int_equal(spread(money_of(0), weights, 2, parts), RGL_OK);
	assert_int_equal(parts[0].minor, 0);
	assert_int_equal(parts[1].minor, 0);
}

static void the_largest_numbers_are_split_exactly(void **state)
{
	const struct money weights[] = { { INT64_MAX - 2 }, { 1 }, { 1 } };
	const struct money one[] = { { INT64_MAX } };
	struct money parts[3];

	(void)state;
	assert_int_equal(spread(money_of(INT64_MAX), weights, 3, parts), RGL_OK);
	assert_true(parts[0].minor == INT64_MAX - 2);
	assert_int_equal(parts[1].minor, 1);
	assert_int_equal(parts[2].minor, 1);
	assert_int_equal(spread(money_of(-INT64_MAX), one, 1, parts), RGL_OK);
	assert_true(parts[0].minor == -INT64_MAX);
}

static void what_does_not_fit_is_refused_and_nothing_is_written(void **state)
{
	const struct money too_much[] = { { INT64_MAX }, { 1 } };
	const struct money fine[] = { { 1 }, { 1 } };
	struct money parts[2] = { { 42 }, { 42 } };

	(void)state;
	assert_int_equal(spread(money_of(5), too_much, 2, parts), RGL_E_RANGE);
	assert_int_equal(spread(money_of(INT64_MIN), fine, 2, parts), RGL_E_RANGE);
	assert_int_equal(parts[0].minor, 42);
	assert_int_equal(parts[1].minor, 42);
}

/* What is left of part i's share when it is rounded down, in 1/sum. */
static int64_t rest(int64_t amount, int64_t weight, int64_t sum)
{
	return (int64_t)((wide)amount * weight % sum);
}

/* The sum is exact, each part is its share rounded down or one more, and one more never went to a
 * smaller remainder, or to a later one of the same. */
static void check_split(int64_t amount, const struct money *weights, size_t count, int64_t sum,
			const struct money *parts)
{
	int64_t total = 0;

	for (size_t i = 0; i < count; i++) {
		int64_t floor = (int64_t)((wide)amount * weights[i].minor / sum);
		int64_t own = rest(amount, weights[i].minor, sum);

		total += parts[i].minor;
		assert_true(parts[i].minor == floor || (parts[i].minor == floor + 1 && own > 0));
		for (size_t j = 0; parts[i].minor > floor && j < count; j++) {
			int64_t other = rest(amount, weights[j].minor, sum);
			int64_t floor_j = (int64_t)((wide)amount * weights[j].minor / sum);
			bool is_ahead = other > own || (other == own && j < i);

			assert_true(!is_ahead || parts[j].minor > floor_j);
		}
	}
	assert_true(total == amount);
}

/* Small weights make many remainders alike, large ones reach beyond 64 bits in between. */
static void every_split_keeps_its_promises(void **state)
{
	const int64_t limits[] = { 3, 10, 2000, 100000, INT64_C(10000000000000000) };
	struct money weights[MOST];
	struct money parts[MOST];
	uint64_t seed = 20261122;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		size_t count = 1 + next_number(&seed) % (round % 10 == 0 ? MOST : 12);
		uint64_t limit = (uint64_t)limits[next_number(&seed) % 5];
		int64_t amount = (int64_t)(next_number(&seed) % (limit * 7));
		int64_t sum = 1;

		for (size_t i = 0; i < count; i++) {
			weights[i] = money_of((int64_t)(next_number(&seed) % limit));
			sum += weights[i].minor;
		}
		weights[count - 1].minor += 1; /* not all are zero */
		assert_int_equal(spread(money_of(amount), weights, count, parts), RGL_OK);
		check_split(amount, weights, count, sum, parts);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_even_amount_is_split_evenly),
		cmocka_unit_test(the_largest_remainder_gets_the_last_unit),
		cmocka_unit_test(of_the_same_remainders_the_earlier_is_first),
		cmocka_unit_test(below_zero_is_the_mirror_of_above),
		cmocka_unit_test(nothing_is_split_into_nothing),
		cmocka_unit_test(the_largest_numbers_are_split_exactly),
		cmocka_unit_test(what_does_not_fit_is_refused_and_nothing_is_written),
		cmocka_unit_test(every_split_keeps_its_promises),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
