/* test_merge_undo.c - members that were merged by mistake are two again, with every row as it was;
 * what was spent or is over meanwhile is not made up. */
#include "tests/support/check.h"

#include <stdlib.h>
#include <string.h>

#include "plugin/loyalty/holds.h"
#include "plugin/loyalty/merge.h"
#include "tests/support/pair.h"

/* Merged by mistake and taken apart at once: each row is as it was. */
static void merged_and_taken_apart_is_as_before(void **state)
{
	struct pair pair = { 0 };
	char *before;
	char *after;

	(void)state;
	pair_open(&pair);
	pair_fill(&pair);
	before = pair_snapshot(&pair);
	pair_merge(&pair);
	after = pair_snapshot(&pair);
	assert_string_not_equal(before, after);
	free(after);
	assert_int_equal(pair_undo(&pair), 0);
	after = pair_snapshot(&pair);
	assert_string_equal(before, after);
	free(after);
	pair_merge(&pair); /* and once more, both ways */
	assert_int_equal(pair_undo(&pair), 0);
	after = pair_snapshot(&pair);
	assert_string_equal(before, after);
	free(after);
	free(before);
	assert_int_equal(shop_number(&pair.shop, "SELECT count(*) FROM merge m JOIN event e ON"
						 " e.id = m.undone_by WHERE e.kind = 12 AND"
						 " undone_who = 'Mia'"),
			 2);
	pair_close(&pair);
}

static struct hold hold_of(struct pair *pair, int64_t member, int64_t units)
{
	struct hold hold = { .member = member, .item_count = 1, .ends_ms = pair->now_ms + 1000 };
	int64_t balance = 0;

	hold.items[0] = (struct hold_item) { .reward = "coffee", .times = 1, .units = units };
	hold.items[0].held_account =
		shop_number(&pair->shop, "SELECT id FROM account WHERE purse = 1 AND kind = 2");
	assert_int_equal(store_begin(pair->shop.store), RGL_OK);
	assert_int_equal(ledger_find(pair->shop.store, member, 1, &hold.items[0].account, &balance),
			 RGL_OK);
	assert_int_equal(holds_make(pair->shop.store, &hold), RGL_OK);
	assert_int_equal(store_end(pair->shop.store, RGL_OK), RGL_OK);
	return hold;
}

/* What was set aside at a till comes back first, and moves with the rest. */
static void open_holds_are_given_back_first(void **state)
{
	struct pair pair = { 0 };

	(void)state;
	pair_open(&pair);
	pair_earn(&pair, pair.ben, 1, 50, SHOP_NOW_MS + PAIR_DAY_MS);
	(void)hold_of(&pair, pair.ben, 40);
	assert_int_equal(pair_points(&pair, pair.ben), 10);
	pair_merge(&pair);
	assert_int_equal(pair_points(&pair, pair.asha), 50);
	assert_int_equal(shop_number(&pair.shop, "SELECT count(*) FROM hold WHERE state = 1"), 0);
	(void)hold_of(&pair, pair.asha, 30);
	assert_int_equal(pair_undo(&pair), 0);
	assert_int_equal(pair_points(&pair, pair.ben), 50);
	assert_int_equal(pair_in_lots(&pair, pair.ben), 50);
	assert_int_equal(shop_number(&pair.shop, "SELECT count(*) FROM hold WHERE state = 1"), 0);
	pair_close(&pair);
}

/* A refund took more than was there, but for what lies aside at a till. */
static void what_a_quote_set_aside_is_no_debt(void **state)
{
	struct pair pair = { 0 };
	struct hold hold;

	(void)state;
	pair_open(&pair);
	pair_earn(&pair, pair.ben, 1, 50, 0);
	hold = hold_of(&pair, pair.ben, 40);
	assert_int_equal(store_begin(pair.shop.store), RGL_OK);
	assert_int_equal(ledger_may_owe(pair.shop.store, hold.items[0].account), RGL_OK);
	assert_int_equal(store_end(pair.shop.store, RGL_OK), RGL_OK);
	pair_spend(&pair, pair.ben, 20);
	assert_int_equal(pair_points(&pair, pair.ben), -10);
	pair_merge(&pair);
	assert_int_equal(pair_points(&pair, pair.asha), 30);
	pair_close(&pair);
}

/* What was spent meanwhile cannot go back, and it is said how much that is. */
static void what_was_spent_since_is_missing(void **state)
{
	struct pair pair = { 0 };

	(void)state;
	pair_open(&pair);
	pair_earn(&pair, pair.asha, 1, 10, 0);
	pair_earn(&pair, pair.ben, 1, 60, SHOP_NOW_MS + PAIR_DAY_MS);
	pair_earn(&pair, pair.ben, 1, 40, 0);
	pair_merge(&pair);
	pair_spend(&pair, pair.asha, 95);
	assert_int_equal(pair_undo(&pair), 85);
	assert_int_equal(pair_points(&pair, pair.asha), 0);
	assert_int_equal(pair_points(&pair, pair.ben), 15);
	assert_int_equal(pair_in_lots(&pair, pair.ben), 0);
	pair_close(&pair);
}

/* Of two that both end, the soonest was spent, though it was the other's: its owner gets as much of
 * what ends next. */
static void what_was_spent_of_one_is_paid_by_the_other(void **state)
{
	struct pair pair = { 0 };

	(void)state;
	pair_open(&pair);
	pair_earn(&pair, pair.asha, 1, 100, SHOP_NOW_MS + 30 * PAIR_DAY_MS);
	pair_earn(&pair, pair.ben, 1, 50, SHOP_NOW_MS + 10 * PAIR_DAY_MS);
	pair_merge(&pair);
	pair_spend(&pair, pair.asha, 40);
	assert_int_equal(pair_undo(&pair), 0);
	assert_int_equal(pair_points(&pair, pair.asha), 60);
	assert_int_equal(pair_in_lots(&pair, pair.asha), 60);
	assert_int_equal(pair_points(&pair, pair.ben), 50);
	assert_int_equal(pair_in_lots(&pair, pair.ben), 50);
	assert_int_equal(
		pair_number(&pair,
			    "SELECT sum(remaining) FROM lot JOIN account a ON a.id = account"
			    " WHERE lot.ends_ms = 1767607200000 + 10 * 86400000 AND a.member =",
			    pair.ben),
		10);
	pair_close(&pair);
}

/* What would be over by now had it never moved does not come back as somebody else's points. */
static void what_is_over_does_not_come_back(void **state)
{
	struct pair pair = { 0 };

	(void)state;
	pair_open(&pair);
	pair_earn(&pair, pair.asha, 1, 100, 0);
	pair_earn(&pair, pair.ben, 1, 50, SHOP_NOW_MS + 10 * PAIR_DAY_MS);
	pair_earn(&pair, pair.ben, 1, 7, SHOP_NOW_MS + 30 * PAIR_DAY_MS);
	pair_merge(&pair);
	pair.now_ms = SHOP_NOW_MS + 10 * PAIR_DAY_MS;
	assert_int_equal(pair_undo(&pair), 50);
	assert_int_equal(pair_points(&pair, pair.asha), 100);
	assert_int_equal(pair_points(&pair, pair.ben), 7);
	assert_int_equal(pair_in_lots(&pair, pair.ben), 7);
	pair_close(&pair);
}

/* A debt that came meanwhile stays where it was made. */
static void a_debt_gives_nothing_back(void **state)
{
	struct pair pair = { 0 };
	int64_t account = 0;
	int64_t balance = 0;

	(void)state;
	pair_open(&pair);
	pair_earn(&pair, pair.ben, 1, 50, SHOP_NOW_MS + PAIR_DAY_MS);
	pair_merge(&pair);
	assert_int_equal(store_begin(pair.shop.store), RGL_OK);
	assert_int_equal(ledger_find(pair.shop.store, pair.asha, 1, &account, &balance), RGL_OK);
	assert_int_equal(ledger_may_owe(pair.shop.store, account), RGL_OK);
	assert_int_equal(store_end(pair.shop.store, RGL_OK), RGL_OK);
	pair_spend(&pair, pair.asha, 70);
	assert_int_equal(pair_undo(&pair), 50);
	assert_int_equal(pair_points(&pair, pair.asha), -20);
	assert_int_equal(pair_points(&pair, pair.ben), 0);
	assert_int_equal(
		merge_members(pair.shop.store, pair.asha, pair.ben, "Mia", "again", &pair.merge),
		RGL_E_POINTS);
	assert_int_equal(
		merge_members(pair.shop.store, pair.ben, pair.asha, "Mia", "again", &pair.merge),
		RGL_E_POINTS);
	pair_close(&pair);
}

/* What was bought after the merge was bought by the one that was left. */
static void new_sales_stay_where_they_were_made(void **state)
{
	struct pair pair = { 0 };

	(void)state;
	pair_open(&pair);
	pair_fill(&pair);
	pair_merge(&pair);
	pair_sell(&pair, pair.asha, 900, "0, 0", 0);
	pair_add_vouchers(&pair, pair.asha);
	assert_int_equal(pair_undo(&pair), 0);
	assert_int_equal(pair_number(&pair, "SELECT visits FROM member WHERE id =", pair.asha), 4);
	assert_int_equal(pair_number(&pair, "SELECT visits FROM member WHERE id =", pair.ben), 2);
	assert_int_equal(
		pair_number(&pair, "SELECT count(*) FROM voucher WHERE member =", pair.asha), 4);
	assert_int_equal(pair_number(&pair, "SELECT spent_minor FROM member WHERE id =", pair.ben),
			 1600);
	pair_close(&pair);
}

/* Once is enough; and what was merged later is taken apart first. */
static void what_cannot_be_taken_apart_is_refused(void **state)
{
	struct pair pair = { 0 };
	struct store *store;
	int64_t missing = 77;
	int64_t later = 0;

	(void)state;
	pair_open(&pair);
	pair_fill(&pair);
	store = pair.shop.store;
	pair_merge(&pair);
	assert_int_equal(merge_undo(store, 999, "Mia", &missing), RGL_E_FIELD);
	assert_int_equal(merge_undo(store, pair.merge, "", &missing), RGL_E_FIELD);
	assert_int_equal(merge_undo(store, pair.merge, "M\n", &missing), RGL_E_TEXT);
	assert_int_equal(merge_undo(store, pair.merge, "4111111111111111", &missing),
			 RGL_E_PAYMENT_CARD);
	assert_int_equal(merge_members(store, pair.asha, pair.cleo, "Mia", "x", &later), RGL_OK);
	assert_int_equal(merge_undo(store, pair.merge, "Mia", &missing), RGL_E_TAKEN);
	assert_int_equal(missing, 77);
	assert_int_equal(merge_undo(store, later, "Mia", &missing), RGL_OK);
	assert_int_equal(merge_members(store, pair.cleo, pair.asha, "Mia", "x", &later), RGL_OK);
	assert_int_equal(merge_undo(store, pair.merge, "Mia", &missing), RGL_E_TAKEN);
	assert_int_equal(merge_undo(store, later, "Mia", &missing), RGL_OK);
	assert_int_equal(merge_undo(store, pair.merge, "Mia", &missing), RGL_OK);
	missing = 77;
	assert_int_equal(merge_undo(store, pair.merge, "Mia", &missing), RGL_EXISTS);
	assert_int_equal(missing, 0);
	assert_int_equal(pair_points(&pair, pair.ben), 170);
	assert_int_equal(pair_points(&pair, pair.asha), 170);
	pair_close(&pair);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(merged_and_taken_apart_is_as_before),
		cmocka_unit_test(open_holds_are_given_back_first),
		cmocka_unit_test(what_a_quote_set_aside_is_no_debt),
		cmocka_unit_test(what_was_spent_since_is_missing),
		cmocka_unit_test(what_was_spent_of_one_is_paid_by_the_other),
		cmocka_unit_test(what_is_over_does_not_come_back),
		cmocka_unit_test(a_debt_gives_nothing_back),
		cmocka_unit_test(new_sales_stay_where_they_were_made),
		cmocka_unit_test(what_cannot_be_taken_apart_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
