/* test_figures.c - sums of what a report's cells hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "plugin/insight/figures.h"

static struct figures some(int64_t seed)
{
	return (struct figures) { .members = seed,
				  .returned = seed + 1,
				  .visits = seed + 2,
				  .costless = seed + 3,
				  .net = money_of(seed + 4),
				  .cost = money_of(seed + 5),
				  .refund = money_of(seed + 6),
				  .discount = money_of(seed + 7) };
}

static void what_was_added_can_be_taken_off_again(void **state)
{
	struct figures sums = { 0 };
	const struct figures one = some(10);
	const struct figures two = some(-300);

	(void)state;
	assert_true(figures_are_zero(&sums));
	assert_int_equal(figures_add(&sums, &one), RGL_OK);
	assert_int_equal(figures_add(&sums, &two), RGL_OK);
	assert_int_equal(sums.visits, 12 - 298);
	assert_true(money_equal(sums.discount, money_of(17 - 293)));
	assert_false(figures_are_zero(&sums));
	assert_int_equal(figures_sub(&sums, &one), RGL_OK);
	assert_int_equal(figures_sub(&sums, &two), RGL_OK);
	assert_true(figures_are_zero(&sums));
}

/* A sum that does not fit leaves what was there whole: each member in turn is too large. */
static void what_64_bits_do_not_hold_is_refused_whole(void **state)
{
	struct figures large[8] = {
		{ .members = INT64_MAX },	   { .returned = INT64_MAX },
		{ .visits = INT64_MAX },	   { .costless = INT64_MAX },
		{ .net = money_of(INT64_MAX) },	   { .cost = money_of(INT64_MAX) },
		{ .refund = money_of(INT64_MAX) }, { .discount = money_of(INT64_MAX) }
	};

	(void)state;
	for (size_t i = 0; i < 8; i++) {
		struct figures sums = some(1);
		struct figures same = some(1);

		assert_int_equal(figures_add(&sums, &large[i]), RGL_E_RANGE);
		assert_memory_equal(&sums, &same, sizeof(sums));
		sums = some(-10);
		same = some(-10);
		assert_int_equal(figures_sub(&sums, &large[i]), RGL_E_RANGE);
		assert_memory_equal(&sums, &same, sizeof(sums));
	}
}

/* One sale whose cost is not known makes a margin a guess: then it is net sales, for all. */
static void worth_is_margin_only_where_every_cost_is_known(void **state)
{
	struct figures all = { .visits = 3, .net = money_of(1000), .cost = money_of(400) };

	(void)state;
	assert_int_equal(figures_basis(&all), BASIS_MARGIN);
	assert_true(money_equal(figures_worth(&all, figures_basis(&all)), money_of(600)));
	assert_string_equal(worth_basis_name(figures_basis(&all)), "margin");
	all.costless = 1;
	assert_int_equal(figures_basis(&all), BASIS_NET);
	assert_true(money_equal(figures_worth(&all, figures_basis(&all)), money_of(1000)));
	assert_string_equal(worth_basis_name(figures_basis(&all)), "net sales");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_added_can_be_taken_off_again),
		cmocka_unit_test(what_64_bits_do_not_hold_is_refused_whole),
		cmocka_unit_test(worth_is_margin_only_where_every_cost_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
