/* test_watch.c - limits against abuse: what is one too many is found, told, and said in one line.
 */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/base/utf8.h"
#include "plugin/identify/enrol.h"
#include "plugin/loyalty/watch.h"
#include "tests/support/faults.h"
#include "tests/support/shop.h"

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

#define MINUTE_MS INT64_C(60000)
#define DAY_MS_OF_NOW (SHOP_NOW_MS - 11 * 60 * MINUTE_MS) /* midnight in Copenhagen */

static const struct limits NO_LIMITS = { 0 };

/* A sale of the past, as the till would have recorded it. */
static void add_sale(struct test_shop *shop, int64_t at_ms, const char *cashier, bool is_refund,
		     bool is_voided)
{
	char sql[512];
	int64_t event = 0;

	assert_int_equal(store_begin(shop->store), RGL_OK);
	assert_int_equal(store_event(shop->store, is_refund ? EVENT_REFUND : EVENT_SALE, &event),
			 RGL_OK);
	(void)snprintf(sql, sizeof(sql),
		       "INSERT INTO sale (id, ref, is_refund, member, at_ms, store, till, cashier,"
		       " total_minor, tax_minor, digest, voided) VALUES (%lld, 'S-%lld', %d, %lld,"
		       " %lld, '', '', '%s', 0, 0, zeroblob(16), %d)",
		       (long long)event, (long long)event, is_refund, (long long)shop->member,
		       (long long)at_ms, cashier, is_voided);
	assert_int_equal(shop_run(shop, sql), SQLITE_OK);
	assert_int_equal(store_end(shop->store, RGL_OK), RGL_OK);
}

static struct watched watched_of(const struct test_shop *shop, const char *cashier)
{
	return (struct watched) {
		.member = shop->member,
		.cashier = cashier,
		.at_ms = SHOP_NOW_MS,
		.day_ms = DAY_MS_OF_NOW,
	};
}

static struct findings look(struct test_shop *shop, const struct limits *limits,
			    const char *cashier)
{
	const struct watched watched = watched_of(shop, cashier);
	struct findings findings = { .count = 77 };

	assert_int_equal(watch_sale(shop->store, limits, &watched, &findings), RGL_OK);
	for (size_t i = 0; i < findings.count; i++) {
		assert_null(strpbrk(findings.items[i].text, "\r\n"));
		assert_null(strstr(findings.items[i].text, "RG1"));
	}
	return findings;
}

/* Five sales are usual; the sixth of the day is found, with how many and whose. */
static void the_sixth_sale_of_a_day_is_found(void **state)
{
	const struct limits limits = { .member_sales = { .set = true, .max = 5 } };
	struct test_shop shop;
	struct findings findings;

	(void)state;
	shop_make(&shop);
	add_sale(&shop, DAY_MS_OF_NOW - 1, "Jonas", false, false); /* yesterday's */
	add_sale(&shop, SHOP_NOW_MS + 1, "Jonas", false, false);   /* a clock ahead */
	for (int i = 0; i < 4; i++)
		add_sale(&shop, DAY_MS_OF_NOW + i, "Jonas", false, false);
	assert_int_equal(look(&shop, &limits, "Jonas").count, 0);
	add_sale(&shop, SHOP_NOW_MS, "Mia", false, false);
	findings = look(&shop, &limits, "Jonas");
	assert_int_equal(findings.count, 1);
	assert_false(findings.refused);
	assert_string_equal(findings.items[0].kind, "member_sales");
	assert_string_equal(findings.items[0].text,
			    "6 sales of Asha on one day, up to 5 are usual; this one by Jonas");
	assert_int_equal(look(&shop, &limits, NULL).count, 1);
	shop_remove(&shop);
}

/* What was voided, and what was given back, is no sale. */
static void refunds_and_voids_are_not_counted(void **state)
{
	const struct limits limits = { .member_sales = { .set = true, .max = 1 },
				       .cashier_sales = { .set = true, .max = 1 } };
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	add_sale(&shop, SHOP_NOW_MS, "Jonas", true, false);
	add_sale(&shop, SHOP_NOW_MS, "Jonas", false, true);
	assert_int_equal(look(&shop, &limits, "Jonas").count, 0);
	add_sale(&shop, SHOP_NOW_MS, "Jonas", false, false);
	assert_int_equal(look(&shop, &limits, "Jonas").count, 2);
	shop_remove(&shop);
}

/* An hour is sixty minutes, not sixty and a moment; another cashier's sales are not this one's. */
static void a_cashier_is_counted_within_minutes(void **state)
{
	struct limits limits = { .cashier_sales = {
					 .set = true, .refuse = true, .max = 2, .minutes = 60 } };
	struct test_shop shop;
	struct findings findings;

	(void)state;
	shop_make(&shop);
	add_sale(&shop, SHOP_NOW_MS - 60 * MINUTE_MS, "Jonas", false, false);
	add_sale(&shop, SHOP_NOW_MS - 60 * MINUTE_MS + 1, "Jonas", false, false);
	add_sale(&shop, SHOP_NOW_MS, "Mia", false, false);
	assert_int_equal(look(&shop, &limits, "Jonas").count, 0);
	add_sale(&shop, SHOP_NOW_MS - 5 * MINUTE_MS, "Jonas", false, false);
	findings = look(&shop, &limits, "Jonas");
	assert_int_equal(findings.count, 1);
	assert_true(findings.refused && findings.items[0].refused);
	assert_string_equal(findings.items[0].kind, "cashier_sales");
	assert_string_equal(findings.items[0].text,
			    "3 sales of Asha by Jonas within an hour, up to 2 are usual");
	assert_int_equal(look(&shop, &limits, "").count, 0);
	limits.cashier_sales.minutes = 1440;
	assert_string_equal(look(&shop, &limits, "Jonas").items[0].text,
			    "4 sales of Asha by Jonas within a day, up to 2 are usual");
	limits.cashier_sales.minutes = 2 * 1440;
	assert_string_equal(look(&shop, &limits, "Jonas").items[0].text,
			    "4 sales of Asha by Jonas within 2 days, up to 2 are usual");
	shop_remove(&shop);
}

/* A cashier who scans the own card, also when it became another's by a merge. */
static void a_cashiers_own_card_is_found(void **state)
{
	const struct limits limits = { .own_card = { .set = true, .refuse = true } };
	const struct enrolment ben = { .name = "Ben" };
	struct test_shop shop;
	struct findings findings;
	int64_t other = 0;
	char sql[96];

	(void)state;
	shop_make(&shop);
	assert_int_equal(look(&shop, &limits, "Asha").count, 0);
	assert_int_equal(watch_staff(shop.store, "Asha", shop.member), RGL_OK);
	findings = look(&shop, &limits, "Asha");
	assert_int_equal(findings.count, 1);
	assert_true(findings.refused);
	assert_string_equal(findings.items[0].text,
			    "1 sale by Asha on the cashier's own card (Asha)");
	assert_int_equal(look(&shop, &limits, "Jonas").count, 0);
	assert_int_equal(look(&shop, &NO_LIMITS, "Asha").count, 0);
	assert_int_equal(enrol(shop.store, &ben, &other), RGL_OK);
	assert_int_equal(watch_staff(shop.store, "Asha", other), RGL_OK);
	assert_int_equal(look(&shop, &limits, "Asha").count, 0);
	(void)snprintf(sql, sizeof(sql), "UPDATE member SET merged_into = %lld WHERE id = %lld",
		       (long long)shop.member, (long long)other);
	assert_int_equal(shop_run(&shop, sql), SQLITE_OK);
	assert_int_equal(look(&shop, &limits, "Asha").count, 1);
	assert_int_equal(watch_staff(shop.store, "Asha", 0), RGL_OK);
	assert_int_equal(look(&shop, &limits, "Asha").count, 0);
	shop_remove(&shop);
}

/* Whom to watch must be said, and be somebody. */
static void staff_that_is_none_is_refused(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(watch_staff(shop.store, "Asha", 99), RGL_E_UNKNOWN);
	assert_int_equal(watch_staff(shop.store, "", shop.member), RGL_E_FIELD);
	assert_int_equal(watch_staff(shop.store, NULL, shop.member), RGL_E_FIELD);
	assert_int_equal(watch_staff(shop.store, "A\x07", shop.member), RGL_E_TEXT);
	assert_int_equal(watch_staff(shop.store, "4111111111111111", shop.member),
			 RGL_E_PAYMENT_CARD);
	assert_int_equal(watch_staff(shop.store, "nobody", 0), RGL_OK);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM staff"), 0);
	shop_remove(&shop);
}

/* Nobody is not watched, and neither is anybody where the programme sets no limit. */
static void without_a_member_or_limits_nothing_is_found(void **state)
{
	const struct limits limits = { .member_sales = { .set = true, .max = 0 } };
	struct test_shop shop;
	struct watched nobody;
	struct findings findings = { .count = 77 };

	(void)state;
	shop_make(&shop);
	add_sale(&shop, SHOP_NOW_MS, "Jonas", false, false);
	assert_int_equal(look(&shop, &NO_LIMITS, "Jonas").count, 0);
	assert_int_equal(look(&shop, NULL, "Jonas").count, 0);
	assert_int_equal(look(&shop, &limits, "Jonas").count, 1);
	nobody = watched_of(&shop, "Jonas");
	nobody.member = 0;
	assert_int_equal(watch_sale(shop.store, &limits, &nobody, &findings), RGL_OK);
	assert_int_equal(findings.count, 0);
	nobody.member = 99;
	assert_int_equal(watch_sale(shop.store, &limits, &nobody, &findings), RGL_E_UNKNOWN);
	shop_remove(&shop);
}

/* More off than the reward gives is told; as much is not. It is had already: nothing is refused. */
static void a_discount_that_is_too_large_is_found(void **state)
{
	const struct limits limits = { .discount = { .set = true } };
	struct currency currency;
	struct findings findings = { 0 };

	(void)state;
	assert_int_equal(currency_of("EUR", &currency), RGL_OK);
	watch_discount(&limits, "coffee", money_of(350), money_of(350), &currency, &findings);
	watch_discount(&NO_LIMITS, "coffee", money_of(999), money_of(1), &currency, &findings);
	assert_int_equal(findings.count, 0);
	watch_discount(&limits, "coffee", money_of(500), money_of(350), &currency, &findings);
	assert_int_equal(findings.count, 1);
	assert_string_equal(findings.items[0].kind, "discount");
	assert_string_equal(findings.items[0].text,
			    "5.00 EUR were taken off for the reward coffee, which gives 3.50");
	findings.count = WATCH_FINDINGS_MAX;
	findings.refused = false;
	watch_discount(&limits, "coffee", money_of(500), money_of(350), &currency, &findings);
	assert_int_equal(findings.count, WATCH_FINDINGS_MAX);
	assert_false(findings.refused);
}

/* A name of any length leaves a line that is whole text, and names nobody by a number alone. */
static void a_long_name_is_cut_between_characters(void **state)
{
	const struct limits limits = { .own_card = { .set = true },
				       .member_sales = { .set = true } };
	struct enrolment member = { 0 };
	struct test_shop shop;
	struct findings findings;
	char name[RGL_TEXT_MAX + 1] = "x";

	(void)state;
	shop_make(&shop);
	for (int i = 0; i < 120; i++)
		memcpy(name + 1 + 2 * i, "\xc3\xa6", 3);
	member.name = name;
	assert_int_equal(enrol(shop.store, &member, &shop.member), RGL_OK);
	assert_int_equal(watch_staff(shop.store, name, shop.member), RGL_OK);
	findings = look(&shop, &limits, name);
	assert_int_equal(findings.count, 2);
	for (size_t i = 0; i < findings.count; i++)
		assert_int_equal(
			utf8_check_clean(findings.items[i].text, WATCH_TEXT_ROOM, "text", NULL),
			RGL_OK);
	member.name = NULL;
	member.phone = "+4520304051";
	assert_int_equal(enrol(shop.store, &member, &shop.member), RGL_OK);
	findings = look(&shop, &limits, "");
	assert_non_null(strstr(findings.items[0].text, "of member "));
	shop_remove(&shop);
}

static rgl_rc tell_all(struct test_shop *shop, const struct limits *limits)
{
	const struct watched watched = watched_of(shop, "Jonas");
	struct findings findings = { 0 };
	int64_t event = 0;
	rgl_rc rc = store_begin(shop->store);

	if (rc < 0)
		return rc;
	rc = watch_sale(shop->store, limits, &watched, &findings);
	if (rc == RGL_OK)
		rc = store_event(shop->store, EVENT_SALE, &event);
	if (rc == RGL_OK)
		rc = watch_tell(shop->store, event, &watched, &findings);
	return store_end(shop->store, rc);
}

/* What was found is kept for the owner, with whether it was refused. */
static void what_is_found_is_written_down(void **state)
{
	const struct limits limits = { .member_sales = { .set = true },
				       .cashier_sales = { .set = true, .refuse = true } };
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(tell_all(&shop, &limits), RGL_OK);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM alert"), 2);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM alert WHERE kind = 'member_sales'"
					    " AND refused = 0 AND cashier = 'Jonas' AND text LIKE"
					    " '1 sale of Asha%' AND at_ms = 1767607200000"),
			 1);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM alert JOIN event ON event.id ="
					    " alert.event WHERE event.kind = 3 AND refused = 1"),
			 1);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* Whichever allocation fails, all alerts of a sale are there or none. */
static void every_allocation_may_fail(void **state)
{
	const struct limits limits = { .member_sales = { .set = true },
				       .cashier_sales = { .set = true },
				       .own_card = { .set = true } };
	struct test_shop shop;
	bool ran_out = true;
	int64_t done = 0;
	long at;

	(void)state;
	shop_make(&shop);
	assert_int_equal(watch_staff(shop.store, "Jonas", shop.member), RGL_OK);
	for (at = 0; ran_out && at < 3000; at++) {
		rgl_rc rc;

		store_forget(shop.store);
		faults_memory(at, at % 2 == 0);
		rc = tell_all(&shop, &limits);
		ran_out = faults_memory_end();
		assert_true(rc == RGL_OK || rc == RGL_E_MEMORY);
		done += rc == RGL_OK;
		assert_int_equal(shop_number(&shop, "SELECT count(*) FROM alert"), 3 * done);
	}
	assert_true(at > 5 && at < 3000);
	assert_true(done >= 1);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_sixth_sale_of_a_day_is_found),
		cmocka_unit_test(refunds_and_voids_are_not_counted),
		cmocka_unit_test(a_cashier_is_counted_within_minutes),
		cmocka_unit_test(a_cashiers_own_card_is_found),
		cmocka_unit_test(staff_that_is_none_is_refused),
		cmocka_unit_test(without_a_member_or_limits_nothing_is_found),
		cmocka_unit_test(a_discount_that_is_too_large_is_found),
		cmocka_unit_test(a_long_name_is_cut_between_characters),
		cmocka_unit_test(what_is_found_is_written_down),
		cmocka_unit_test(every_allocation_may_fail),
	};

	/* Without SQLite's small store of its own every allocation can fail. */
	if (sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
