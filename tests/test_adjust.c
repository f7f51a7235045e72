/* test_adjust.c - what a person changes by hand is said, done once, and never more than is there.
 * Its limits are in test_adjust_limits.c. */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <string.h>

#include "plugin/loyalty/adjust.h"
#include "plugin/loyalty/holds.h"
#include "tests/support/office.h"

#define MINUTE_MS INT64_C(60000)

/* Given by hand is as earned: it ends when points earned now would. */
static void what_is_given_ends_like_what_is_earned(void **state)
{
	struct office office;

	(void)state;
	office_open(&office, OFFICE_HEAD "}");
	office_changes_to(&office, "A-1", 50, 50);
	/* 2027-01-06T00:00+01:00, the end of the day a year later */
	assert_int_equal(shop_number(&office.shop, "SELECT ends_ms FROM lot WHERE remaining = 50"),
			 1799190000000);
	assert_int_equal(shop_number(&office.shop,
				     "SELECT count(*) FROM adjustment a JOIN event e ON e.id = a.id"
				     " WHERE e.kind = 10 AND ref = 'A-1' AND amount = 50 AND"
				     " purse = 1 AND who = 'Mia' AND why LIKE 'sorry%'"),
			 1);
	assert_int_equal(shop_number(&office.shop, "SELECT count(*) FROM transfer WHERE kind = 6"),
			 1);
	office_close(&office);
}

/* Taken is from the lots that end first; exactly all may go, and not one more. */
static void no_more_is_taken_than_is_there(void **state)
{
	struct adjustment asked;
	struct office office;

	(void)state;
	office_open(&office, OFFICE_HEAD "}");
	office_changes_to(&office, "A-1", 50, 50);
	office_changes_to(&office, "A-2", -20, 30);
	assert_int_equal(office_lots_left(&office), 30);
	asked = office_ask(&office, "A-3", -31);
	assert_int_equal(office_refusal(&office, &asked), RGL_E_POINTS);
	assert_non_null(strstr(office.shop.store->refusal.text, "only 30"));
	assert_int_equal(shop_points(&office.shop), 30);
	assert_int_equal(shop_run(&office.shop, "UPDATE account SET may_owe = 1 WHERE kind = 3"),
			 SQLITE_OK);
	assert_int_equal(office_refusal(&office, &asked), RGL_E_POINTS);
	office_changes_to(&office, "A-4", -30, 0);
	assert_int_equal(office_lots_left(&office), 0);
	office_close(&office);
}

/* Whoever owes owes less after a gift, and nothing can be taken of a debt. */
static void a_debt_is_paid_first(void **state)
{
	struct adjustment asked;
	struct office office;
	int64_t account = 0;
	int64_t balance = 0;
	int64_t event = 0;

	(void)state;
	office_open(&office, OFFICE_HEAD "}");
	assert_int_equal(store_begin(office.shop.store), RGL_OK);
	assert_int_equal(store_event(office.shop.store, EVENT_REFUND, &event), RGL_OK);
	assert_int_equal(ledger_need(office.shop.store, office.shop.member, 1, &account, &balance),
			 RGL_OK);
	assert_int_equal(ledger_may_owe(office.shop.store, account), RGL_OK);
	assert_int_equal(ledger_move(office.shop.store, event, TRANSFER_TAKEN_BACK, account,
				     LEDGER_SHOP, 40),
			 RGL_OK);
	assert_int_equal(store_end(office.shop.store, RGL_OK), RGL_OK);
	asked = office_ask(&office, "A-0", -1);
	assert_int_equal(office_refusal(&office, &asked), RGL_E_POINTS);
	office_changes_to(&office, "A-1", 30, -10);
	assert_int_equal(office_lots_left(&office), 0);
	office_changes_to(&office, "A-2", 30, 20);
	assert_int_equal(office_lots_left(&office), 20);
	office_close(&office);
}

/* What ended an hour ago is not there any more, swept or not. */
static void what_is_over_cannot_be_taken(void **state)
{
	struct adjustment asked;
	struct office office;

	(void)state;
	office_open(&office, OFFICE_HEAD "}");
	office_changes_to(&office, "A-1", 50, 50);
	office.now_ms = 1799190000000;
	asked = office_ask(&office, "A-2", -10);
	assert_int_equal(office_refusal(&office, &asked), RGL_E_POINTS);
	office_changes_to(&office, "A-3", 7, 7);
	assert_int_equal(office_lots_left(&office), 7);
	office_close(&office);
}

/* What is held for a sale cannot be taken; once the hold is over it is back, and can. */
static void what_is_held_waits(void **state)
{
	struct hold hold = { .item_count = 1, .items[0] = { .reward = "coffee", .times = 1 } };
	struct adjustment asked;
	const struct book_entry *entry = NULL;
	struct office office;
	int64_t balance = 0;

	(void)state;
	office_open(&office, OFFICE_HEAD "}");
	office_changes_to(&office, "A-1", 50, 50);
	hold.member = office.shop.member;
	hold.ends_ms = office.now_ms + MINUTE_MS;
	hold.items[0].units = 40;
	assert_int_equal(book_at(office.book, office.now_ms, &entry), RGL_OK);
	hold.items[0].held_account = entry->purses[PURSE_POINTS].held;
	assert_int_equal(store_begin(office.shop.store), RGL_OK);
	assert_int_equal(
		ledger_find(office.shop.store, hold.member, 1, &hold.items[0].account, &balance),
		RGL_OK);
	assert_int_equal(holds_make(office.shop.store, &hold), RGL_OK);
	assert_int_equal(store_end(office.shop.store, RGL_OK), RGL_OK);
	asked = office_ask(&office, "A-2", -11);
	assert_int_equal(office_refusal(&office, &asked), RGL_E_POINTS);
	office.now_ms += MINUTE_MS;
	office_changes_to(&office, "A-2", -11, 39);
	office_close(&office);
}

/* A till that did not hear the answer sends it again: the points are given once, and the balance is
 * today's. */
static void the_same_twice_is_done_once(void **state)
{
	struct adjustment asked;
	struct office office;
	int64_t balance = 0;

	(void)state;
	office_open(&office, OFFICE_HEAD "}");
	office_changes_to(&office, "A-1", 50, 50);
	office_changes_to(&office, "A-2", -20, 30);
	asked = office_ask(&office, "A-1", 50);
	assert_int_equal(office_change(&office, &asked, &balance), RGL_EXISTS);
	assert_int_equal(balance, 30);
	assert_int_equal(shop_number(&office.shop, "SELECT count(*) FROM adjustment"), 2);
	office_close(&office);
}

/* The same id for anything else is a mistake that is told. */
static void another_under_the_same_ref_differs(void **state)
{
	struct adjustment asked[5];
	struct office office;

	(void)state;
	office_open(&office, OFFICE_HEAD "}");
	office_changes_to(&office, "A-1", 50, 50);
	for (size_t i = 0; i < 5; i++)
		asked[i] = office_ask(&office, "A-1", 50);
	asked[0].units = 51;
	asked[1].who = "Jonas";
	asked[2].why = "no";
	asked[3].purse = "tea";
	asked[4].member = 99;
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(office_refusal(&office, &asked[i]), RGL_E_DIFFERS);
	assert_int_equal(shop_points(&office.shop), 50);
	office_close(&office);
}

/* Each purse of a member by its name; a gift card is nobody's purse. */
static void credit_and_stamps_are_changed_too(void **state)
{
	struct adjustment asked;
	struct office office;
	int64_t balance = 0;

	(void)state;
	office_open(&office, OFFICE_HEAD "}");
	asked = office_ask(&office, "A-1", 1250);
	asked.purse = "credit";
	assert_int_equal(office_change(&office, &asked, &balance), RGL_OK);
	assert_int_equal(balance, 1250);
	asked = office_ask(&office, "A-2", 3);
	asked.purse = "tea";
	assert_int_equal(office_change(&office, &asked, &balance), RGL_OK);
	assert_int_equal(balance, 3);
	assert_int_equal(office_lots_left(&office), 0);
	asked.ref = "A-3";
	asked.purse = "gift";
	assert_int_equal(office_refusal(&office, &asked), RGL_E_FIELD);
	office_close(&office);
}

/* Who, why and for whom must be said, in clean text, without a payment card. */
static void what_is_not_said_is_refused(void **state)
{
	struct adjustment wrong[12];
	static const rgl_rc RC[] = { RGL_E_FIELD,	 RGL_E_FIELD, RGL_E_FIELD,   RGL_E_FIELD,
				     RGL_E_FIELD,	 RGL_E_FIELD, RGL_E_FIELD,   RGL_E_RANGE,
				     RGL_E_PAYMENT_CARD, RGL_E_TEXT,  RGL_E_UNKNOWN, RGL_E_RANGE };
	struct office office;

	(void)state;
	office_open(&office, OFFICE_HEAD "}");
	for (size_t i = 0; i < 12; i++)
		wrong[i] = office_ask(&office, "A-1", 50);
	wrong[0].ref = NULL;
	wrong[1].who = "";
	wrong[2].why = NULL;
	wrong[3].why = "";
	wrong[4].units = 0;
	wrong[5].purse = "coffee";
	wrong[6].purse = NULL;
	wrong[7].units = INT64_MIN;
	wrong[8].why = "paid with 4111 1111 1111 1111";
	wrong[9].who = "Mia\n";
	wrong[10].member = 99;
	wrong[11].units = INT64_MAX;
	for (size_t i = 0; i < 12; i++)
		if (office_refusal(&office, &wrong[i]) != RC[i])
			fail_msg("%zu: %d %s", i, office.shop.store->refusal.code,
				 office.shop.store->refusal.text);
	assert_int_equal(shop_number(&office.shop, "SELECT count(*) FROM adjustment"), 0);
	assert_int_equal(shop_points(&office.shop), 0);
	office_close(&office);
}

/* Points for one who became another would be lost: it is said whom to take. */
static void a_merged_member_is_not_changed(void **state)
{
	struct adjustment asked;
	struct office office;

	(void)state;
	office_open(&office, OFFICE_HEAD "}");
	assert_int_equal(shop_run(&office.shop, "INSERT INTO member (id, event, name, language,"
						" birthday, consent, merged_into) VALUES (9, 1, '',"
						" '', '', '', 1)"),
			 SQLITE_OK);
	asked = office_ask(&office, "A-1", 50);
	asked.member = 9;
	assert_int_equal(office_refusal(&office, &asked), RGL_E_UNKNOWN);
	assert_non_null(strstr(office.shop.store->refusal.text, "merged into member 1"));
	office_close(&office);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_given_ends_like_what_is_earned),
		cmocka_unit_test(no_more_is_taken_than_is_there),
		cmocka_unit_test(a_debt_is_paid_first),
		cmocka_unit_test(what_is_over_cannot_be_taken),
		cmocka_unit_test(what_is_held_waits),
		cmocka_unit_test(the_same_twice_is_done_once),
		cmocka_unit_test(another_under_the_same_ref_differs),
		cmocka_unit_test(credit_and_stamps_are_changed_too),
		cmocka_unit_test(what_is_not_said_is_refused),
		cmocka_unit_test(a_merged_member_is_not_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
