/* test_issue.c - gift cards and coupons by hand: made once, by whom and why, within the owner's
 * limit, whole or not at all. */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/loyalty/issue.h"
#include "tests/support/faults.h"
#include "tests/support/office.h"

#define MINUTE_MS INT64_C(60000)
#define SHOP                                                                                       \
	OFFICE_HEAD                                                                                \
	",\"gift_cards\":{\"title\":\"Gift card\",\"months\":12},\"rewards\":[{\"id\":\"half\","   \
	"\"title\":\"Half\",\"coupon_only\":true,\"give\":{\"percent\":\"50\",\"on\":\"order\"}}," \
	"{\"id\":\"gone\",\"title\":\"Gone\",\"enabled\":false,\"give\":{\"percent\":\"50\","      \
	"\"on\":\"order\"}}]"

/* Memory of this program can run out, SQLite's too: it finds these first. */
RGL_EXPORT void *malloc(size_t bytes)
{
	return faults_malloc(bytes);
}

RGL_EXPORT void *calloc(size_t count, size_t bytes)
{
	return faults_calloc(count, bytes);
}

RGL_EXPORT void *realloc(void *memory, size_t bytes)
{
	return faults_realloc(memory, bytes);
}

static struct issue gift(const char *ref, int64_t minor)
{
	return (struct issue) {
		.ref = ref,
		.kind = VOUCHER_GIFT,
		.amount_minor = minor,
		.who = "Mia",
		.why = "raffle",
	};
}

static struct issue coupon(const char *ref, const char *reward)
{
	return (struct issue) {
		.ref = ref,
		.kind = VOUCHER_COUPON,
		.reward = reward,
		.who = "Mia",
		.why = "raffle",
	};
}

static struct issue_made makes(struct office *office, const struct issue *asked)
{
	struct issue_made made = { 0 };

	if (issue(office->shop.store, office->book, asked, &made) != RGL_OK)
		fail_msg("%s: %s", asked->ref, office->shop.store->refusal.text);
	return made;
}

/* Refused, in one line about that field, with nothing answered and nothing made. */
static void is_refused(struct office *office, const struct issue *asked, rgl_rc rc,
		       const char *field)
{
	const char *const COUNT = "SELECT count(*) FROM issue i, voucher v";
	struct issue_made made = { .amount_minor = -77 };
	int64_t before = shop_number(&office->shop, COUNT);

	assert_int_equal(issue(office->shop.store, office->book, asked, &made), rc);
	assert_int_equal(made.amount_minor, -77);
	assert_int_equal(office->shop.store->refusal.code, rc);
	assert_string_equal(office->shop.store->refusal.field, field);
	assert_null(strpbrk(office->shop.store->refusal.text, "\r\n"));
	assert_int_equal(shop_number(&office->shop, COUNT), before);
}

/* The money on the card comes from the shop, and who and why are kept; the card lasts as the
 * programme says: to the end of the day a year later, 2027-01-06T00:00+01:00. */
static void a_gift_card_has_its_money_and_its_end(void **state)
{
	const struct issue asked = gift("G-1", 5000);
	struct issue_made made;
	struct voucher found = { 0 };
	struct office office;

	(void)state;
	office_open(&office, SHOP "}");
	made = makes(&office, &asked);
	assert_int_equal(made.amount_minor, 5000);
	assert_int_equal(made.voucher.until_ms, 1799190000000);
	assert_int_equal(vouchers_find(office.shop.store, made.code, &found), RGL_OK);
	assert_int_equal(found.id, made.voucher.id);
	assert_int_equal(found.balance, 5000);
	assert_int_equal(shop_number(&office.shop,
				     "SELECT count(*) FROM issue i JOIN event e ON e.id = i.id"
				     " WHERE e.kind = 14 AND ref = 'G-1' AND amount_minor = 5000"
				     " AND reward = '' AND member IS NULL AND until_ms = 0"
				     " AND who = 'Mia' AND why = 'raffle'"),
			 1);
	assert_int_equal(shop_number(&office.shop, "SELECT amount FROM transfer WHERE kind = 6"),
			 5000);
	office_close(&office);
}

/* A coupon is a member's when it says so, and ends when it says. */
static void a_coupon_is_for_its_member_and_its_time(void **state)
{
	struct issue asked = coupon("C-1", "half");
	struct issue_made made;
	struct office office;

	(void)state;
	office_open(&office, SHOP "}");
	asked.member = office.shop.member;
	asked.until_ms = office.now_ms + MINUTE_MS;
	made = makes(&office, &asked);
	assert_string_equal(made.voucher.reward, "half");
	assert_int_equal(made.voucher.member, office.shop.member);
	assert_int_equal(made.voucher.until_ms, asked.until_ms);
	assert_int_equal(vouchers_check(office.shop.store, &made.voucher, 0, office.now_ms) < 0,
			 true);
	assert_int_equal(
		vouchers_check(office.shop.store, &made.voucher, office.shop.member, office.now_ms),
		RGL_OK);
	office_close(&office);
}

/* An office that did not hear the answer asks again: the same card comes back, with its code. */
static void the_same_twice_is_made_once(void **state)
{
	struct issue asked = gift("G-1", 5000);
	struct issue_made first;
	struct issue_made again = { 0 };
	struct office office;

	(void)state;
	office_open(&office, SHOP "}");
	first = makes(&office, &asked);
	assert_int_equal(issue(office.shop.store, office.book, &asked, &again), RGL_EXISTS);
	assert_string_equal(again.code, first.code);
	assert_int_equal(again.voucher.id, first.voucher.id);
	assert_int_equal(again.amount_minor, 5000);
	assert_int_equal(shop_number(&office.shop, "SELECT count(*) FROM voucher"), 1);
	office_close(&office);
}

/* Its code stands on the card already: it is found by it, and no code is answered. */
static void a_printed_card_keeps_its_code(void **state)
{
	struct issue asked = gift("G-1", 5000);
	struct issue_made made;
	struct issue_made again = { 0 };
	struct voucher found = { 0 };
	struct office office;

	(void)state;
	office_open(&office, SHOP "}");
	asked.code = "GIFT-0042";
	made = makes(&office, &asked);
	assert_string_equal(made.code, "");
	assert_int_equal(vouchers_find(office.shop.store, "gift 0042", &found), RGL_OK);
	assert_int_equal(found.balance, 5000);
	assert_int_equal(issue(office.shop.store, office.book, &asked, &again), RGL_EXISTS);
	asked.code = "GIFT-0043";
	is_refused(&office, &asked, RGL_E_DIFFERS, "id");
	asked.code = NULL;
	is_refused(&office, &asked, RGL_E_DIFFERS, "id");
	asked.ref = "G-2";
	asked.code = "GIFT-0042";
	assert_int_equal(issue(office.shop.store, office.book, &asked, &again), RGL_E_TAKEN);
	office_close(&office);
}

/* An id stands for one thing, whichever part of it is another. */
static void an_id_of_another_is_refused(void **state)
{
	const struct issue first = gift("G-1", 5000);
	struct issue others[] = { first, first, first, first, first, coupon("G-1", "half") };
	struct office office;

	(void)state;
	office_open(&office, SHOP "}");
	(void)makes(&office, &first);
	others[0].amount_minor = 5001;
	others[1].member = office.shop.member;
	others[2].until_ms = office.now_ms + MINUTE_MS;
	others[3].who = "Jonas";
	others[4].why = "another raffle";
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		is_refused(&office, &others[i], RGL_E_DIFFERS, "id");
	office_close(&office);
}

/* What is missing or wrong is named as the asker called it. */
static void what_cannot_be_made_is_refused(void **state)
{
	const struct issue good = gift("G-1", 5000);
	struct issue asked[12];
	struct issue gone = coupon("C-1", "gone");
	struct office office;

	(void)state;
	office_open(&office, SHOP "}");
	for (size_t i = 0; i < 12; i++)
		asked[i] = good;
	asked[0].ref = "";
	is_refused(&office, &asked[0], RGL_E_FIELD, "id");
	asked[1].who = NULL;
	is_refused(&office, &asked[1], RGL_E_FIELD, "who");
	asked[2].why = "";
	is_refused(&office, &asked[2], RGL_E_FIELD, "why");
	asked[3].why = "a\x07";
	is_refused(&office, &asked[3], RGL_E_TEXT, "why");
	asked[4].ref = "4111 1111 1111 1111";
	is_refused(&office, &asked[4], RGL_E_PAYMENT_CARD, "id");
	asked[5].amount_minor = 0;
	is_refused(&office, &asked[5], RGL_E_FIELD, "amount");
	asked[6].amount_minor = INT64_MAX;
	is_refused(&office, &asked[6], RGL_E_RANGE, "amount");
	asked[7].member = 99;
	is_refused(&office, &asked[7], RGL_E_UNKNOWN, "member_id");
	asked[8].member = -1;
	is_refused(&office, &asked[8], RGL_E_FIELD, "member_id");
	asked[9].until_ms = office.now_ms;
	is_refused(&office, &asked[9], RGL_E_FIELD, "until");
	asked[10].kind = (enum voucher_kind)0;
	is_refused(&office, &asked[10], RGL_E_FIELD, "kind");
	asked[11] = coupon("C-1", NULL);
	is_refused(&office, &asked[11], RGL_E_FIELD, "reward");
	is_refused(&office, &gone, RGL_E_FIELD, "reward");
	gone.reward = "dance";
	is_refused(&office, &gone, RGL_E_FIELD, "reward");
	office_close(&office);
}

/* A day is over when it ends in the shop, an instant at once. */
static void a_day_is_meant_whole(void **state)
{
	struct office office;
	int64_t until_ms = -77;

	(void)state;
	office_open(&office, SHOP "}");
	assert_int_equal(issue_until(office.shop.store, "soon", &until_ms), RGL_E_TIME);
	assert_string_equal(office.shop.store->refusal.field, "until");
	assert_int_equal(until_ms, -77);
	assert_int_equal(issue_until(office.shop.store, "2027-01-05", &until_ms), RGL_OK);
	assert_int_equal(until_ms, 1799190000000);
	assert_int_equal(issue_until(office.shop.store, "2027-01-05T10:00:00Z", &until_ms), RGL_OK);
	assert_int_equal(until_ms, 1799143200000);
	office_close(&office);
}

/* Whoever is held to two changes an hour is held to them whichever they are: points, gift cards or
 * coupons. The third is made, and the owner told of what it was. */
static void gift_cards_count_with_changes_of_points(void **state)
{
	struct issue third = gift("G-3", 5000);
	struct issue fourth = coupon("C-4", "half");
	const struct issue second = coupon("C-2", "half");
	struct office office;

	(void)state;
	office_open(&office, SHOP ",\"limits\":{\"adjustments\":{\"policy\":\"flag\",\"max\":2,"
				  "\"minutes\":60}}}");
	office_changes_to(&office, "A-1", 10, 10);
	(void)makes(&office, &second);
	assert_int_equal(office_alerts(&office), 0);
	(void)makes(&office, &third);
	assert_int_equal(
		shop_number(&office.shop,
			    "SELECT count(*) FROM alert a JOIN issue i ON i.id = a.event"
			    " WHERE a.kind = 'adjustments' AND refused = 0 AND a.member IS NULL"
			    " AND cashier = 'Mia' AND text = 'more than 2 changes by hand by Mia"
			    " within an hour; this one: a gift card'"),
		1);
	fourth.member = office.shop.member;
	(void)makes(&office, &fourth);
	assert_int_equal(shop_number(&office.shop,
				     "SELECT count(*) FROM alert WHERE member = 1 AND text LIKE"
				     " '%; this one: a coupon half of Asha'"),
			 1);
	office_changes_to(&office, "A-5", 10, 20);
	assert_int_equal(office_alerts(&office), 3);
	third.ref = "G-6";
	third.who = "Jonas";
	(void)makes(&office, &third);
	office.now_ms += 60 * MINUTE_MS;
	third.ref = "G-7";
	third.who = "Mia";
	(void)makes(&office, &third);
	assert_int_equal(office_alerts(&office), 3);
	office_close(&office);
}

/* Where the owner refuses, one too many makes nothing: no card, no money, but an alert. The id may
 * be sent again tomorrow, and what was made before is still answered. */
static void one_too_many_is_refused_and_told(void **state)
{
	const struct issue first = gift("G-1", 5000);
	const struct issue second = gift("G-2", 5000);
	struct issue_made again = { 0 };
	struct adjustment asked;
	struct office office;

	(void)state;
	office_open(&office,
		    SHOP ",\"limits\":{\"adjustments\":{\"policy\":\"refuse\",\"max\":1}}}");
	(void)makes(&office, &first);
	is_refused(&office, &second, RGL_E_LIMIT, "");
	assert_non_null(strstr(office.shop.store->refusal.text, "the owner was told"));
	assert_int_equal(office_alerts(&office), 1);
	assert_int_equal(shop_number(&office.shop, "SELECT refused FROM alert"), 1);
	asked = office_ask(&office, "A-1", 10);
	assert_int_equal(office_refusal(&office, &asked), RGL_E_LIMIT);
	assert_int_equal(office_alerts(&office), 2);
	assert_int_equal(issue(office.shop.store, office.book, &first, &again), RGL_EXISTS);
	assert_int_equal(office_alerts(&office), 2);
	office.now_ms += 24 * 60 * MINUTE_MS;
	(void)makes(&office, &second);
	office_close(&office);
}

static rgl_rc issue_anew(struct office *office, const struct issue *asked, struct issue_made *ret)
{
	struct book *book = NULL;
	rgl_rc rc = book_open(office->shop.store, &book);

	if (rc == RGL_OK)
		rc = issue(office->shop.store, book, asked, ret);
	book_close(book);
	return rc;
}

/* Whichever allocation fails, a gift card is made whole or not at all, and can be asked for again.
 */
static void every_allocation_may_fail(void **state)
{
	struct office office;
	bool ran_out = true;
	char ref[32];
	long at;

	(void)state;
	office_open(&office, SHOP ",\"limits\":{\"adjustments\":{\"policy\":\"flag\",\"max\":1}}}");
	for (at = 0; ran_out && at < 5000; at++) {
		struct issue_made made = { 0 };
		struct issue_made again = { 0 };
		struct issue asked = gift(ref, 100);
		rgl_rc rc;

		(void)snprintf(ref, sizeof(ref), "G-%ld", at);
		store_forget(office.shop.store);
		faults_memory(at, at % 2 == 0);
		rc = issue_anew(&office, &asked, &made);
		ran_out = faults_memory_end();
		if (rc != RGL_OK && rc != RGL_E_MEMORY)
			fail_msg("%ld: %d %s", at, rc, office.shop.store->refusal.text);
		assert_int_equal(issue_anew(&office, &asked, &again),
				 rc == RGL_OK ? RGL_EXISTS : RGL_OK);
		if (rc == RGL_OK)
			assert_string_equal(made.code, again.code);
		assert_int_equal(office_alerts(&office), at);
	}
	assert_true(at > 5 && at < 5000);
	assert_int_equal(shop_number(&office.shop, "SELECT count(*) FROM voucher"), at);
	assert_int_equal(
		shop_number(&office.shop, "SELECT sum(balance) FROM account WHERE kind = 4"),
		100 * at);
	office_close(&office);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_gift_card_has_its_money_and_its_end),
		cmocka_unit_test(a_coupon_is_for_its_member_and_its_time),
		cmocka_unit_test(the_same_twice_is_made_once),
		cmocka_unit_test(a_printed_card_keeps_its_code),
		cmocka_unit_test(an_id_of_another_is_refused),
		cmocka_unit_test(what_cannot_be_made_is_refused),
		cmocka_unit_test(a_day_is_meant_whole),
		cmocka_unit_test(gift_cards_count_with_changes_of_points),
		cmocka_unit_test(one_too_many_is_refused_and_told),
		cmocka_unit_test(every_allocation_may_fail),
	};

	/* Without SQLite's small store of its own every allocation can fail. */
	if (sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
