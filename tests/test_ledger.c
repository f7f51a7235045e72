/* test_ledger.c - points and stored money move between two accounts of one purse, and nowhere else.
 */
#include "tests/support/check.h"

#include <sqlite3.h>

#include "tests/support/books.h"

/* One transfer of an event of its own, in a transaction of its own. */
static rgl_rc move(struct books *books, int64_t debit, int64_t credit, int64_t units)
{
	struct store *store = books->shop.store;
	int64_t event = 0;
	rgl_rc rc = store_begin(store);

	if (rc == RGL_OK)
		rc = store_event(store, EVENT_SALE, &event);
	if (rc == RGL_OK)
		rc = ledger_move(store, event, TRANSFER_EARNED, debit, credit, units);
	return store_end(store, rc);
}

/* What one account loses the other gains: the sum of all balances stays zero. */
static void what_one_loses_the_other_gains(void **state)
{
	struct books books;

	(void)state;
	books_make(&books);
	assert_int_equal(books.shop_account, LEDGER_SHOP);
	assert_int_equal(move(&books, LEDGER_SHOP, books.account, 40), RGL_OK);
	assert_int_equal(move(&books, books.account, LEDGER_SHOP, 15), RGL_OK);
	assert_int_equal(books_balance(&books, books.account), 25);
	assert_int_equal(books_balance(&books, LEDGER_SHOP), -25);
	assert_int_equal(shop_number(&books.shop, "SELECT count(*) FROM transfer"), 2);
	books_are_right(&books);
	books_remove(&books);
}

/* Too little is a refusal in words, made before anything is written: the caller's transaction goes
 * on and is kept. */
static void too_little_is_refused_and_the_transaction_goes_on(void **state)
{
	struct books books;
	struct store *store;
	int64_t event;

	(void)state;
	books_make(&books);
	store = books.shop.store;
	books_earn(&books, 3, 0);
	books_begin(&books);
	event = books_event(&books, EVENT_SALE);
	assert_int_equal(ledger_move(store, event, TRANSFER_SPENT, books.account, LEDGER_SHOP, 5),
			 RGL_E_POINTS);
	assert_string_equal(store->refusal.text, "only 3 points are there, 5 are needed");
	assert_int_equal(ledger_move(store, event, TRANSFER_SPENT, books.account, LEDGER_SHOP, 3),
			 RGL_OK);
	assert_int_equal(ledger_move(store, event, TRANSFER_SPENT, books.account, LEDGER_SHOP, 1),
			 RGL_E_POINTS);
	books_end(&books);
	assert_int_equal(books_balance(&books, books.account), 0);
	assert_int_equal(shop_number(&books.shop, "SELECT count(*) FROM transfer"), 2);
	books_are_right(&books);
	books_remove(&books);
}

static void refuses_in_words(int64_t purse, int64_t there, int64_t needed, const char *words)
{
	struct books books;

	books_make_in(&books, purse);
	if (there > 0)
		books_earn(&books, there, 0);
	assert_int_equal(move(&books, books.account, books.shop_account, needed), RGL_E_POINTS);
	assert_string_equal(books.shop.store->refusal.text, words);
	books_remove(&books);
}

/* Money is said in the shop's currency, one point is one point. */
static void a_refusal_is_said_in_the_units_of_the_purse(void **state)
{
	(void)state;
	refuses_in_words(BOOKS_POINTS, 1, 1200, "only 1 point is there, 1,200 are needed");
	refuses_in_words(BOOKS_POINTS, 0, 2, "only 0 points are there, 2 are needed");
	refuses_in_words(BOOKS_CREDIT, 250, 1999,
			 "only 2.50 EUR is there, 19.99 is needed: take less, or pay another way");
}

/* A stamp card is a purse of its own, and its stamps are no points. */
static void stamps_are_called_stamps(void **state)
{
	struct books books;
	int64_t card = 0;
	int64_t balance = 0;

	(void)state;
	books_make(&books);
	assert_int_equal(shop_run(&books.shop,
				  "INSERT INTO purse VALUES (4, 'coffee-card', 1);"
				  "INSERT INTO account (id, purse, kind) VALUES (4, 4, 1)"),
			 SQLITE_OK);
	books_begin(&books);
	assert_int_equal(ledger_need(books.shop.store, books.shop.member, 4, &card, &balance),
			 RGL_OK);
	books_end(&books);
	assert_int_equal(move(&books, 4, card, 9), RGL_OK);
	assert_int_equal(move(&books, card, 4, 10), RGL_E_POINTS);
	assert_string_equal(books.shop.store->refusal.text,
			    "only 9 stamps are there, 10 are needed");
	books_are_right(&books);
	books_remove(&books);
}

/* An account that does not exist gives nothing and gets nothing. */
static void an_account_that_is_not_there_moves_nothing(void **state)
{
	struct books books;

	(void)state;
	books_make(&books);
	assert_true(move(&books, LEDGER_SHOP, 4711, 10) < 0);
	assert_true(move(&books, 4711, LEDGER_SHOP, 10) < 0);
	assert_int_equal(shop_number(&books.shop, "SELECT count(*) FROM transfer"), 0);
	assert_int_equal(books_balance(&books, LEDGER_SHOP), 0);
	books_are_right(&books);
	books_remove(&books);
}

/* The programme may leave debts; only the account that was told so owes, and pays it back. */
static void an_account_that_may_owe_goes_below_zero(void **state)
{
	struct books books;
	int64_t other;

	(void)state;
	books_make(&books);
	(void)books_member(&books, &other);
	books_earn(&books, 10, 0);
	books_begin(&books);
	assert_int_equal(ledger_may_owe(books.shop.store, books.account), RGL_OK);
	assert_int_equal(ledger_may_owe(books.shop.store, books.held_account), RGL_OK);
	books_end(&books);
	assert_int_equal(move(&books, books.account, LEDGER_SHOP, 25), RGL_OK);
	assert_int_equal(books_balance(&books, books.account), -15);
	assert_int_equal(move(&books, other, LEDGER_SHOP, 1), RGL_E_POINTS);
	assert_int_equal(move(&books, books.held_account, LEDGER_SHOP, 1), RGL_E_POINTS);
	assert_int_equal(move(&books, LEDGER_SHOP, books.account, 20), RGL_OK);
	assert_int_equal(books_balance(&books, books.account), 5);
	books_are_right(&books);
	books_remove(&books);
}

/* What 64 bits do not hold is refused, not made a float of; on either side of zero. */
static void a_sum_beyond_what_can_be_counted_is_refused(void **state)
{
	struct books books;
	int64_t other;

	(void)state;
	books_make(&books);
	(void)books_member(&books, &other);
	assert_int_equal(move(&books, LEDGER_SHOP, books.account, INT64_MAX), RGL_OK);
	assert_int_equal(move(&books, LEDGER_SHOP, books.account, 1), RGL_E_RANGE);
	assert_int_equal(move(&books, LEDGER_SHOP, other, 1), RGL_OK);
	assert_int_equal(move(&books, LEDGER_SHOP, other, 1), RGL_E_RANGE);
	assert_int_equal(books_balance(&books, books.account), INT64_MAX);
	assert_int_equal(books_balance(&books, other), 1);
	books_remove(&books);
}

/* Nobody has an account in a purse before something comes in; then it is one, for good. */
static void an_account_is_made_once(void **state)
{
	struct books books;
	struct store *store;
	int64_t found = -1;
	int64_t balance = -1;
	int64_t made = 0;
	int64_t again = 0;

	(void)state;
	books_make(&books);
	store = books.shop.store;
	assert_int_equal(ledger_find(store, books.shop.member, BOOKS_CREDIT, &found, &balance),
			 RGL_OK);
	assert_int_equal(found, 0);
	assert_int_equal(balance, 0);
	books_begin(&books);
	assert_int_equal(ledger_need(store, books.shop.member, BOOKS_CREDIT, &made, &balance),
			 RGL_OK);
	books_end(&books);
	assert_true(made != 0 && made != books.account);
	assert_int_equal(balance, 0);
	books_earn(&books, 7, 0);
	books_begin(&books);
	assert_int_equal(ledger_need(store, books.shop.member, BOOKS_POINTS, &again, &balance),
			 RGL_OK);
	books_end(&books);
	assert_int_equal(again, books.account);
	assert_int_equal(balance, 7);
	assert_int_equal(ledger_find(store, books.shop.member, BOOKS_CREDIT, &found, &balance),
			 RGL_OK);
	assert_int_equal(found, made);
	books_remove(&books);
}

/* A gift card is nobody's account: each has its own, and it never owes. */
static void each_gift_card_has_an_account_of_its_own(void **state)
{
	struct books books;
	struct store *store;
	int64_t cards[2] = { 0, 0 };
	int64_t shop_account;

	(void)state;
	books_make(&books);
	store = books.shop.store;
	shop_account =
		shop_number(&books.shop, "SELECT id FROM account WHERE purse = 3 AND kind = 1");
	books_begin(&books);
	for (int i = 0; i < 2; i++)
		assert_int_equal(ledger_gift(store, &cards[i]), RGL_OK);
	assert_int_equal(ledger_may_owe(store, cards[1]), RGL_OK);
	books_end(&books);
	assert_true(cards[0] != cards[1]);
	assert_int_equal(move(&books, shop_account, cards[0], 5000), RGL_OK);
	assert_int_equal(move(&books, cards[0], shop_account, 5001), RGL_E_POINTS);
	assert_int_equal(move(&books, cards[1], shop_account, 1), RGL_E_POINTS);
	assert_int_equal(books_balance(&books, cards[0]), 5000);
	books_are_right(&books);
	books_remove(&books);
}

/* The schema refuses what the code asserts: no transfer of nothing, of less, to oneself, from one
 * purse to another, or changed later; and no debt of who may not owe. */
static void the_schema_refuses_transfers_that_are_none(void **state)
{
	static const char *const TRANSFERS[] = {
		"INSERT INTO transfer (event, debit, credit, amount) VALUES (1, 1, 2, 0)",
		"INSERT INTO transfer (event, debit, credit, amount) VALUES (1, 1, 2, -5)",
		"INSERT INTO transfer (event, debit, credit, amount) VALUES (1, 2, 2, 5)",
		"INSERT INTO transfer (event, debit, credit, amount) VALUES (1, 1, 2, 'five')",
		"INSERT INTO transfer (event, debit, credit, amount, kind) VALUES (1, 1, 2, 5, 12)",
		"INSERT INTO transfer (event, debit, credit, amount) VALUES (1, 1, 3, 5)",
		"UPDATE transfer SET amount = 6",
		"DELETE FROM transfer",
		"UPDATE account SET balance = -1 WHERE kind > 1",
	};
	struct books books;

	(void)state;
	books_make(&books);
	books_earn(&books, 5, 0);
	for (size_t i = 0; i < sizeof(TRANSFERS) / sizeof(TRANSFERS[0]); i++)
		assert_int_equal(shop_run(&books.shop, TRANSFERS[i]), SQLITE_CONSTRAINT);
	assert_int_equal(shop_number(&books.shop, "SELECT count(*) FROM transfer"), 1);
	books_are_right(&books);
	books_remove(&books);
}

static rgl_rc take_sixty(struct books *books)
{
	return move(books, books->account, books->shop_account, 60);
}

/* S103: 100 are there, two processes spend 60 at the same time: one of them can, 40 are left. */
static void two_processes_cannot_spend_the_same_points(void **state)
{
	struct books books;

	(void)state;
	books_make(&books);
	books_earn(&books, 100, 0);
	assert_int_equal(books_race(&books, take_sixty), 1);
	assert_int_equal(books_balance(&books, books.account), 40);
	books_are_right(&books);
	books_remove(&books);
}

/* S104: the same with the money of a gift card. */
static void two_processes_cannot_spend_the_same_gift_card(void **state)
{
	struct books books;

	(void)state;
	books_make_in(&books, BOOKS_GIFT);
	books_begin(&books);
	assert_int_equal(ledger_gift(books.shop.store, &books.account), RGL_OK);
	books_end(&books);
	books_earn(&books, 100, 0);
	assert_int_equal(books_race(&books, take_sixty), 1);
	assert_int_equal(books_balance(&books, books.account), 40);
	books_are_right(&books);
	books_remove(&books);
}

/* What doctor asks of the store finds a debt, a lot and a hold that nothing stands behind. */
static void doctor_finds_books_that_are_wrong(void **state)
{
	struct books books;

	(void)state;
	books_make(&books);
	books_earn(&books, 10, 1000);
	books_are_right(&books);
	assert_int_equal(shop_run(&books.shop, "UPDATE lot SET amount = 11, remaining = 11"),
			 SQLITE_OK);
	assert_int_equal(books_finding(&books, STATEMENT_DOCTOR_LOTS), 1);
	assert_int_equal(shop_run(&books.shop, "UPDATE lot SET remaining = 10"), SQLITE_OK);
	assert_int_equal(books_finding(&books, STATEMENT_DOCTOR_LOTS), 0);
	assert_int_equal(shop_run(&books.shop, "UPDATE account SET ends_ms = 7 WHERE kind = 3"),
			 SQLITE_OK);
	assert_int_equal(books_finding(&books, STATEMENT_DOCTOR_LOTS), 1);
	assert_int_equal(shop_run(&books.shop, "UPDATE account SET ends_ms = 1000 WHERE kind = 3"),
			 SQLITE_OK);
	assert_int_equal(shop_run(&books.shop,
				  "UPDATE account SET balance = 4 WHERE kind = 2 AND purse = 1"),
			 SQLITE_OK);
	assert_int_equal(books_finding(&books, STATEMENT_DOCTOR_HOLDS), 1);
	assert_int_equal(shop_run(&books.shop,
				  "UPDATE account SET balance = 0 WHERE kind = 2 AND purse = 1"),
			 SQLITE_OK);
	books_are_right(&books);
	assert_int_equal(shop_run(&books.shop, "PRAGMA ignore_check_constraints = ON;"
					       "UPDATE account SET balance = -1 WHERE kind = 3"),
			 SQLITE_OK);
	assert_int_equal(books_finding(&books, STATEMENT_DOCTOR_DEBTS), 1);
	books_remove(&books);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_one_loses_the_other_gains),
		cmocka_unit_test(too_little_is_refused_and_the_transaction_goes_on),
		cmocka_unit_test(a_refusal_is_said_in_the_units_of_the_purse),
		cmocka_unit_test(stamps_are_called_stamps),
		cmocka_unit_test(an_account_that_is_not_there_moves_nothing),
		cmocka_unit_test(an_account_that_may_owe_goes_below_zero),
		cmocka_unit_test(a_sum_beyond_what_can_be_counted_is_refused),
		cmocka_unit_test(an_account_is_made_once),
		cmocka_unit_test(each_gift_card_has_an_account_of_its_own),
		cmocka_unit_test(the_schema_refuses_transfers_that_are_none),
		cmocka_unit_test(two_processes_cannot_spend_the_same_points),
		cmocka_unit_test(two_processes_cannot_spend_the_same_gift_card),
		cmocka_unit_test(doctor_finds_books_that_are_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
