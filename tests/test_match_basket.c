/* test_match_basket.c - scopes, and whether enough of the goods in one was bought. */
#include "tests/support/basket.h"
#include "tests/support/check.h"

static struct word_list words(const char *const *texts, size_t count)
{
	return (struct word_list) { texts, count };
}

static void capitals_matter_only_when_told_so(void **state)
{
	const char *const texts[] = { "WELCOME-10", "later" };
	struct word_list list = words(texts, 2);

	(void)state;
	assert_true(match_word(&list, "WELCOME-10", true));
	assert_false(match_word(&list, "welcome-10", true));
	assert_true(match_word(&list, "welcome-10", false));
	assert_true(match_word(&list, "LATER", false));
	assert_false(match_word(&list, "WELCOME-1", false));
	assert_false(match_word(&list, "WELCOME-100", false));
	assert_false(match_word(&list, "", false));
	assert_false(match_word(&list, NULL, false));
}

/* Only the letters of ASCII: what capitals other scripts have is no matter of ours. */
static void other_letters_are_compared_as_they_are(void **state)
{
	const char *const texts[] = { "\xc3\x86rlig" };
	struct word_list list = words(texts, 1);

	(void)state;
	assert_true(match_word(&list, "\xc3\x86RLIG", false));
	assert_false(match_word(&list, "\xc3\xa6rlig", false));
}

static void a_scope_names_lines_by_sku_category_or_tag(void **state)
{
	const char *const products[] = { "P5" };
	const char *const categories[] = { "Food" };
	const char *const tags[] = { "vegan", "bio" };
	struct scope scope = { words(products, 1), words(categories, 1), words(tags, 2) };

	(void)state;
	assert_true(match_scope(&scope, &(struct sale_line) { .sku = "P5" }));
	assert_false(match_scope(&scope, &(struct sale_line) { .sku = "P50" }));
	assert_true(match_scope(&scope, &(struct sale_line) { .sku = "P1", .category = "Food" }));
	assert_false(match_scope(&scope, &(struct sale_line) { .category = "P5" }));
	assert_true(match_scope(&scope, &(struct sale_line) { .tags = "new  bio" }));
	assert_true(match_scope(&scope, &(struct sale_line) { .tags = "vegan new" }));
	assert_false(match_scope(&scope, &(struct sale_line) { .tags = "bioplastic nobio" }));
	assert_false(match_scope(&scope, &(struct sale_line) { .name = "Food" }));
	assert_false(match_scope_is_all(&scope));
}

static void a_scope_that_names_nothing_is_all(void **state)
{
	struct scope scope = { 0 };

	(void)state;
	assert_true(match_scope_is_all(&scope));
	assert_true(match_scope(&scope, &(struct sale_line) { .name = "Tea" }));
}

static bool basket_fits(struct basket *basket, const struct conditions *when)
{
	assert_int_equal(basis_of_lines(&basket->programme, &basket->sale, &basket->work), RGL_OK);
	return match_basket(when, &basket->sale, basket->nets, basket->taxes, basket->free_milli);
}

/* S032: a total of 50.00 and thresholds of 50.00, 49.99 and 50.01. */
static void an_amount_is_reached_by_the_amount_itself(void **state)
{
	struct conditions when = { .min_amount = { 5000 } };
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_sell(&basket, "Food", 1000, 5000);
	assert_true(basket_fits(&basket, &when));
	when.min_amount = money_of(4999);
	assert_true(basket_fits(&basket, &when));
	when.min_amount = money_of(5001);
	assert_false(basket_fits(&basket, &when));
}

/* S146: 1006 without tax; 1155.75 with it are 1005, 1156.90 are 1006. */
static void an_amount_may_be_asked_without_tax(void **state)
{
	struct conditions when = { .min_amount = { 100600 }, .min_amount_without_tax = true };
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_sell(&basket, "Food", 1000, 115575);
	basket_tax(&basket, 0, 15075);
	assert_false(basket_fits(&basket, &when));
	basket.lines[0].total = money_of(115690);
	basket_tax(&basket, 0, 15090);
	assert_true(basket_fits(&basket, &when));
	when.min_amount_without_tax = false;
	basket.lines[0].total = money_of(100600);
	assert_true(basket_fits(&basket, &when));
}

static void amount_and_quantity_are_of_the_scope_after_discounts(void **state)
{
	const char *const food[] = { "Food" };
	struct conditions when = { .items.categories = words(food, 1), .min_amount = { 1000 } };
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_sell(&basket, "Food", 2000, 1000);
	basket_sell(&basket, "Other", 3000, 9000);
	assert_true(basket_fits(&basket, &when));
	when.min_qty_milli = 2000;
	assert_true(basket_fits(&basket, &when));
	when.min_qty_milli = 2001;
	assert_false(basket_fits(&basket, &when));
	when.min_qty_milli = 0;
	basket_discount(&basket, NULL, -10);
	assert_false(basket_fits(&basket, &when));
}

/* Tips, gift cards and what is brought back are no goods that a threshold could count. */
static void only_goods_reach_a_threshold(void **state)
{
	const struct conditions when = { .min_amount = { 1001 } };
	const struct conditions units = { .min_qty_milli = 1001 };
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_sell(&basket, "Food", 1000, 1000);
	basket_sell(&basket, NULL, 1000, 500)->kind = LINE_TIP;
	basket_sell(&basket, NULL, 1000, 500)->kind = LINE_GIFT_CARD;
	basket_sell(&basket, NULL, 1000, 500)->kind = LINE_TOP_UP;
	basket_sell(&basket, NULL, 1000, 2)->kind = LINE_ROUNDING;
	basket_sell(&basket, "Food", -1000, -400);
	assert_false(basket_fits(&basket, &when));
	assert_false(basket_fits(&basket, &units));
	basket_sell(&basket, "Food", 1, 1);
	assert_true(basket_fits(&basket, &when));
	assert_true(basket_fits(&basket, &units));
}

/* S010: the free one of five does not make it five. */
static void free_units_do_not_reach_a_quantity(void **state)
{
	const struct conditions when = { .min_qty_milli = 5000 };
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_reward(&basket, "free", REWARD_FREE)->free_milli = 1000;
	basket_sell(&basket, "Food", 5000, 500);
	assert_true(basket_fits(&basket, &when));
	basket_discount(&basket, "free", -100);
	assert_false(basket_fits(&basket, &when));
	assert_true(match_basket(&when, &basket.sale, basket.nets, basket.taxes, NULL));
}

static void a_sum_that_does_not_fit_does_not_match(void **state)
{
	const struct conditions when = { .min_qty_milli = 1 };
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket_sell(&basket, "Food", INT64_MAX, 1);
	assert_true(basket_fits(&basket, &when));
	basket_sell(&basket, "Food", 1, 1);
	assert_false(basket_fits(&basket, &when));
	basket.lines[0].qty_milli = 1;
	basket.nets[0] = money_of(INT64_MAX);
	assert_false(
		match_basket(&when, &basket.sale, basket.nets, basket.taxes, basket.free_milli));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(capitals_matter_only_when_told_so),
		cmocka_unit_test(other_letters_are_compared_as_they_are),
		cmocka_unit_test(a_scope_names_lines_by_sku_category_or_tag),
		cmocka_unit_test(a_scope_that_names_nothing_is_all),
		cmocka_unit_test(an_amount_is_reached_by_the_amount_itself),
		cmocka_unit_test(an_amount_may_be_asked_without_tax),
		cmocka_unit_test(amount_and_quantity_are_of_the_scope_after_discounts),
		cmocka_unit_test(only_goods_reach_a_threshold),
		cmocka_unit_test(free_units_do_not_reach_a_quantity),
		cmocka_unit_test(a_sum_that_does_not_fit_does_not_match),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
