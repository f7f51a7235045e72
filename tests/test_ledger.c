/* test_ledger.c - points move between two accounts, and nowhere else. */
#include "tests/support/check.h"

#include <sqlite3.h>

#include "plugin/identify/member.h"
#include "plugin/loyalty/ledger.h"
#include "tests/support/shop.h"

static int64_t account_of(const struct test_shop *shop)
{
	struct member member;

	assert_int_equal(member_read(shop->store, shop->member, &member), RGL_OK);
	return member.account;
}

static rgl_rc move(struct test_shop *shop, int64_t debit, int64_t credit, int64_t points)
{
	int64_t event = 0;
	rgl_rc rc = store_begin(shop->store);

	if (rc == RGL_OK)
		rc = store_event(shop->store, EVENT_SALE, &event);
	if (rc == RGL_OK)
		rc = ledger_move(shop->store, event, debit, credit, points_of(points));
	return store_end(shop->store, rc);
}

/* What one account loses the other gains: the sum of all balances stays zero. */
static void what_one_loses_the_other_gains(void **state)
{
	struct test_shop shop;
	int64_t account;

	(void)state;
	shop_make(&shop);
	account = account_of(&shop);
	assert_int_equal(move(&shop, LEDGER_SHOP, account, 40), RGL_OK);
	assert_int_equal(move(&shop, account, LEDGER_SHOP, 15), RGL_OK);
	assert_int_equal(shop_points(&shop), 25);
	assert_int_equal(shop_number(&shop, "SELECT sum(balance) FROM account"), 0);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM transfer"), 2);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* Not even our own fault can take a member's points below zero; the schema holds it. */
static void a_balance_never_goes_below_zero(void **state)
{
	struct test_shop shop;
	int64_t account;

	(void)state;
	shop_make(&shop);
	account = account_of(&shop);
	assert_int_equal(move(&shop, LEDGER_SHOP, account, 10), RGL_OK);
	assert_true(move(&shop, account, LEDGER_SHOP, 11) < 0);
	assert_int_equal(shop_points(&shop), 10);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM transfer"), 1);
	assert_int_equal(move(&shop, account, LEDGER_SHOP, 10), RGL_OK);
	assert_int_equal(shop_points(&shop), 0);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* An account that does not exist gets nothing. */
static void an_account_that_is_not_there_gets_nothing(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_true(move(&shop, LEDGER_SHOP, 4711, 10) < 0);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM transfer"), 0);
	assert_int_equal(shop_number(&shop, "SELECT balance FROM account WHERE id = 1"), 0);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* The schema refuses what the code asserts: no transfer of nothing, of less, or to oneself. */
static void the_schema_refuses_transfers_that_are_none(void **state)
{
	static const char *const TRANSFERS[] = {
		"INSERT INTO transfer (event, debit, credit, points) VALUES (1, 1, 2, 0)",
		"INSERT INTO transfer (event, debit, credit, points) VALUES (1, 1, 2, -5)",
		"INSERT INTO transfer (event, debit, credit, points) VALUES (1, 2, 2, 5)",
		"INSERT INTO transfer (event, debit, credit, points) VALUES (1, 1, 2, 'five')",
		"UPDATE account SET balance = -1 WHERE member = 1",
	};
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	for (size_t i = 0; i < sizeof(TRANSFERS) / sizeof(TRANSFERS[0]); i++)
		assert_int_equal(shop_run(&shop, TRANSFERS[i]), SQLITE_CONSTRAINT);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_one_loses_the_other_gains),
		cmocka_unit_test(a_balance_never_goes_below_zero),
		cmocka_unit_test(an_account_that_is_not_there_gets_nothing),
		cmocka_unit_test(the_schema_refuses_transfers_that_are_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
