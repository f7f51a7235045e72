/* test_things.c - what a cashier is told of a member, in words, once; and what paper says. */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "plugin/care/told.h"
#include "plugin/checkout.h"
#include "plugin/show.h"
#include "plugin/slip.h"
#include "plugin/slip_parts.h"
#include "plugin/slip_till.h"
#include "tests/support/care.h"
#include "tests/support/sweep.h"

static struct rgl_member seen_in(struct test_shop *shop, const char *language)
{
	struct rgl_member member = { 0 };

	if (show_scan_in(shop->desk, language, shop->token, strlen(shop->token), &member) < 0)
		fail_msg("%s", shop->store->refusal.text);
	return member;
}

static struct rgl_member seen(struct test_shop *shop)
{
	return seen_in(shop, "");
}

/* The kinds, a space between two. */
static void sees(struct test_shop *shop, const char *expected)
{
	const struct rgl_member member = seen(shop);
	char found[128] = "";

	for (uint32_t i = 0; i < member.thing_count; i++)
		(void)snprintf(found + strlen(found), sizeof(found) - strlen(found), "%s%s",
			       i == 0 ? "" : " ", member.things[i].kind);
	assert_string_equal(found, expected);
}

static rgl_rc tell(struct test_shop *shop, int64_t member, const char *kind, int64_t about)
{
	rgl_rc rc = store_begin(shop->store);

	return rc < 0 ? rc : store_end(shop->store, told_say(shop->store, member, kind, about));
}

/* A sale now, that a cashier (NULL: nobody) rang up, with or without paper. */
static int64_t sell(struct test_shop *shop, const char *id, const char *cashier, bool prints)
{
	struct outcome outcome = { 0 };
	struct sale_line line;
	struct sale sale = shop_sale(shop, id, 300, &line);

	sale.at_ms = host_now_ms(&shop->host);
	sale.cashier = cashier;
	sale.wants_print = prints;
	if (checkout(shop->desk, &sale, true, &outcome) != RGL_OK)
		fail_msg("%s", shop->store->refusal.text);
	return outcome.sale;
}

static void apology_is(struct test_shop *shop, const char *id, const char *reason)
{
	struct slip *slip = NULL;

	assert_int_equal(slip_read(shop->desk, id, false, &slip), RGL_OK);
	assert_string_equal(slip_receipt(slip)->person.apology, reason);
	slip_free(slip);
}

static void has_birthday(const struct test_shop *shop)
{
	assert_int_equal(shop_run(shop, "UPDATE member SET birthday = '1990-01-05'"), SQLITE_OK);
}

/* Nothing to read when there is nothing to do. */
static void who_has_nothing_is_said_nothing(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	sees(&shop, "");
	assert_int_equal(seen(&shop).strikes, 0);
	assert_int_equal(seen(&shop).complaint, 0);
	shop_remove(&shop);
}

/* The coffee of Monday, by name and day, before the birthday; words for each. */
static void a_bad_coffee_comes_before_a_birthday(void **state)
{
	struct rgl_member member;
	struct test_shop shop;
	int64_t sale;

	(void)state;
	shop_make(&shop);
	has_birthday(&shop);
	sees(&shop, "birthday");
	sale = sell(&shop, "S-1", NULL, false);
	assert_int_equal(shop_run(&shop, "UPDATE sale SET at_ms = at_ms - 3 * 86400000"),
			 SQLITE_OK);
	(void)care_mood(&shop, shop.member, 1, 1, "product", sale);
	sees(&shop, "apology birthday");
	member = seen(&shop);
	assert_string_equal(member.things[0].text, "Their Coffee was not as it should be on 2 Jan "
						   "2026. Say sorry, and offer a new one.");
	assert_string_equal(member.things[1].text,
			    "It is their birthday today. Wish them a happy one.");
	assert_int_equal(member.strikes, 1);
	shop_remove(&shop);
}

/* Nobody looks a date up for what was today or yesterday; in a language of its own order too. */
static void what_is_near_is_said_so(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	(void)care_mood(&shop, shop.member, 1, 2, "staff", 0);
	assert_string_equal(seen(&shop).things[0].text, "They were not treated well on 3 Jan 2026. "
							"Say sorry, and take your time for them.");
	(void)care_mood(&shop, shop.member, 1, 1, "product", 0);
	assert_string_equal(seen(&shop).things[0].text,
			    "What they got yesterday was not as it should be. Say sorry, and offer "
			    "a new one.");
	assert_non_null(strstr(seen_in(&shop, "da").things[0].text, "kunden fik i g\xC3\xA5r,"));
	(void)care_mood(&shop, shop.member, 1, 0, "contact", 0);
	assert_string_equal(seen(&shop).things[0].text, "Nobody was there for them today. Say "
							"sorry, and ask what they need.");
	shop_remove(&shop);
}

/* Whoever rang up one thing alone need not key in which of them was bad. */
static void a_sale_of_one_thing_names_it(void **state)
{
	static const char UNNAMED[] = "UPDATE moment SET line = NULL";
	struct test_shop shop;
	int64_t sale;

	(void)state;
	shop_make(&shop);
	sale = sell(&shop, "S-1", NULL, false);
	(void)care_mood(&shop, shop.member, 1, 0, "product", sale);
	assert_int_equal(shop_run(&shop, UNNAMED), SQLITE_OK);
	assert_string_equal(seen(&shop).things[0].text,
			    "Their Coffee was not as it should be today. Say sorry, and offer a "
			    "new one.");
	shop_remove(&shop);
}

/* By reason, and each of the reasons of a shop's own as the whole. */
static void an_apology_fits_its_reason(void **state)
{
	static const char *const REASONS[] = { "staff", "product", "contact", "whole", "noise" };
	static const char *const SAID[] = { "not treated well", "not as it should be",
					    "Nobody was there", "not a good one",
					    "not a good one" };
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	for (size_t i = 0; i < 5; i++) {
		struct rgl_member member;

		(void)care_mood(&shop, shop.member, 1, 5 - (int64_t)i, REASONS[i], 0);
		member = seen(&shop);
		assert_string_equal(member.things[0].kind, "apology");
		assert_non_null(strstr(member.things[0].text, SAID[i]));
	}
	shop_remove(&shop);
}

/* What was said is not said again; an id that came twice is no harm. */
static void what_was_told_is_not_said_again(void **state)
{
	struct test_shop shop;
	int64_t moment;

	(void)state;
	shop_make(&shop);
	has_birthday(&shop);
	moment = care_mood(&shop, shop.member, 1, 3, "staff", 0);
	assert_int_equal(tell(&shop, shop.member, "apology", moment), RGL_OK);
	assert_int_equal(tell(&shop, shop.member, "apology", moment), RGL_EXISTS);
	sees(&shop, "birthday");
	assert_int_equal(tell(&shop, shop.member, "birthday", 2026), RGL_OK);
	sees(&shop, "");
	shop_remove(&shop);
}

/* What a till can get wrong, in words; nothing is kept of it. */
static void what_is_not_due_cannot_be_told(void **state)
{
	struct test_shop shop;
	int64_t moment;

	(void)state;
	shop_make(&shop);
	moment = care_mood(&shop, shop.member, 1, 3, "staff", 0);
	assert_int_equal(tell(&shop, 4711, "birthday", 2026), RGL_E_UNKNOWN);
	assert_int_equal(tell(&shop, shop.member, "weather", 1), RGL_E_FIELD);
	assert_int_equal(tell(&shop, shop.member, "overdue", 1), RGL_E_FIELD);
	assert_int_equal(tell(&shop, shop.member, "apology", moment + 1), RGL_E_FIELD);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM told"), 0);
	shop_remove(&shop);
}

/* Who stood before the cashier was told; the strikes count on. */
static void a_sale_with_a_cashier_counts_as_told(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	has_birthday(&shop);
	(void)care_mood(&shop, shop.member, 1, 9, "staff", 0);
	(void)care_mood(&shop, shop.member, 1, 3, "staff", 0);
	sees(&shop, "apology strikes birthday");
	(void)sell(&shop, "S-1", NULL, false);
	sees(&shop, "apology strikes birthday");
	(void)sell(&shop, "S-2", "Jonas", false);
	sees(&shop, "");
	assert_int_equal(seen(&shop).strikes, 2);
	shop_remove(&shop);
}

/* A till that was offline brings its sales later: nobody was told anything then. */
static void a_late_sale_tells_nothing(void **state)
{
	struct care_clock clock;
	struct test_shop shop;
	struct outcome outcome = { 0 };
	struct sale_line line;
	struct sale sale;

	(void)state;
	shop_make(&shop);
	care_clock_set(&clock, &shop);
	(void)care_mood(&shop, shop.member, 1, 3, "staff", 0);
	clock.now_ms += CARE_DAY_MS;
	sale = shop_sale(&shop, "S-1", 300, &line);
	assert_int_equal(checkout(shop.desk, &sale, true, &outcome), RGL_OK);
	sees(&shop, "apology");
	shop_remove(&shop);
}

/* Until somebody takes it: neither a word nor a sale ends that. */
static void an_overdue_complaint_is_said_until_it_is_resolved(void **state)
{
	struct test_shop shop;
	int64_t complaint;

	(void)state;
	shop_make(&shop);
	complaint = care_complaint(&shop, shop.member, 1, -10, 0);
	sees(&shop, "overdue");
	assert_int_equal(seen(&shop).complaint, complaint);
	(void)sell(&shop, "S-1", "Jonas", true);
	sees(&shop, "overdue");
	care_close(&shop, complaint, 4, 0);
	sees(&shop, "");
	shop_remove(&shop);
}

/* On the next receipt, and on each copy of it; on no other. */
static void paper_says_sorry_once(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	(void)care_mood(&shop, shop.member, 1, 3, "staff", 0);
	(void)sell(&shop, "S-1", NULL, true);
	(void)sell(&shop, "S-2", "Jonas", true);
	apology_is(&shop, "S-1", "staff");
	apology_is(&shop, "S-1", "staff");
	apology_is(&shop, "S-2", "");
	sees(&shop, "");
	shop_remove(&shop);
}

/* Who was told by word of mouth just now reads it too; who was told last week does not. */
static void paper_says_what_was_told_today(void **state)
{
	struct care_clock clock;
	struct test_shop shop;
	int64_t moment;

	(void)state;
	shop_make(&shop);
	care_clock_set(&clock, &shop);
	moment = care_mood(&shop, shop.member, 1, 3, "product", 0);
	assert_int_equal(tell(&shop, shop.member, "apology", moment), RGL_OK);
	(void)sell(&shop, "S-1", "Jonas", true);
	apology_is(&shop, "S-1", "product");
	moment = care_mood(&shop, shop.member, 1, 1, "product", 0);
	assert_int_equal(tell(&shop, shop.member, "apology", moment), RGL_OK);
	clock.now_ms += 7 * CARE_DAY_MS;
	(void)sell(&shop, "S-2", "Jonas", true);
	apology_is(&shop, "S-2", "");
	shop_remove(&shop);
}

/* A sale that was not is no reason for silence; one that is changed keeps its apology. */
static void a_void_takes_the_telling_back(void **state)
{
	struct outcome outcome = { 0 };
	struct sale_line line;
	struct test_shop shop;
	struct sale sale;

	(void)state;
	shop_make(&shop);
	has_birthday(&shop);
	(void)care_mood(&shop, shop.member, 1, 3, "staff", 0);
	(void)sell(&shop, "S-1", "Jonas", true);
	sale = shop_sale(&shop, "S-1", 500, &line);
	sale.wants_print = true;
	assert_int_equal(checkout_edit(shop.desk, &sale, &outcome), RGL_OK);
	apology_is(&shop, "S-1", "staff");
	sees(&shop, "");
	assert_int_equal(checkout_undo(shop.desk, "S-1", &outcome), RGL_OK);
	sees(&shop, "apology birthday");
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* A year later nobody says sorry any more, and the row of then is no warning. */
static void what_is_old_is_not_spoken_of(void **state)
{
	struct care_clock clock;
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	care_clock_set(&clock, &shop);
	(void)care_mood(&shop, shop.member, 1, 3, "staff", 0);
	(void)care_mood(&shop, shop.member, 1, 1, "staff", 0);
	sees(&shop, "apology strikes");
	clock.now_ms += 365 * CARE_DAY_MS;
	sees(&shop, "");
	assert_int_equal(seen(&shop).strikes, 0);
	shop_remove(&shop);
}

/* The cashier's language, else the till's, else the shop's. */
static void a_cashier_reads_their_own_language(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	has_birthday(&shop);
	assert_string_equal(seen_in(&shop, "da").things[0].text, "Kunden har f\xC3\xB8"
								 "dselsdag i dag. Sig tillykke.");
	slip_till_speak(shop.desk, "da");
	assert_non_null(strstr(seen(&shop).things[0].text, "tillykke"));
	assert_non_null(strstr(seen_in(&shop, "en").things[0].text, "Wish them"));
	assert_non_null(strstr(seen_in(&shop, "xx").things[0].text, "Wish them"));
	assert_true(seen_in(&shop, "ar").thing_count == 1);
	assert_true(seen_in(&shop, "ja").thing_count == 1);
	assert_true(seen_in(&shop, "hi").thing_count == 1);
	assert_true(seen_in(&shop, "vi").thing_count == 1);
	shop_remove(&shop);
}

/* The shop's own sentence, from the moment that it is applied. */
static void a_shop_says_it_in_its_own_words(void **state)
{
	static const char OURS[] = "till_birthday = Sing!\n";
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	has_birthday(&shop);
	assert_non_null(strstr(seen(&shop).things[0].text, "Wish them"));
	if (slip_part_apply(shop.store, SLIP_WORDS, "en", OURS, strlen(OURS)) < 0)
		fail_msg("%s", shop.store->refusal.text);
	assert_string_equal(seen(&shop).things[0].text, "Sing!");
	assert_int_equal(slip_part_remove(shop.store, SLIP_WORDS, "en"), RGL_OK);
	assert_non_null(strstr(seen(&shop).things[0].text, "Wish them"));
	shop_remove(&shop);
}

/* Memory that runs out is said so; nothing leaks, and the next scan is whole. */
static void a_scan_without_memory_is_refused(void **state)
{
	struct test_shop shop;
	struct sweep sweep;
	bool ran_out = true;
	long at;

	(void)state;
	shop_make(&shop);
	has_birthday(&shop);
	(void)care_mood(&shop, shop.member, 1, 1, "staff", 0);
	for (at = 0; ran_out && at < 1000; at++) {
		struct rgl_member member = { 0 };
		rgl_rc rc;

		shop_close(&shop);
		sweep_init(&sweep, SWEEP_NEVER);
		sweep.host.now_ms = shop_now_ms;
		host_init(&shop.host, &sweep.host);
		shop_open(&shop);
		sweep.fail_at = sweep.asked + at;
		rc = show_scan(shop.desk, shop.token, strlen(shop.token), &member);
		ran_out = sweep.ran_out;
		assert_int_equal(rc, ran_out ? RGL_E_MEMORY : RGL_OK);
		sweep.fail_at = SWEEP_NEVER;
		sees(&shop, "apology birthday");
		shop_close(&shop);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
		shop_open(&shop);
	}
	assert_true(at > 5 && at < 1000);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_has_nothing_is_said_nothing),
		cmocka_unit_test(a_bad_coffee_comes_before_a_birthday),
		cmocka_unit_test(what_is_near_is_said_so),
		cmocka_unit_test(a_sale_of_one_thing_names_it),
		cmocka_unit_test(an_apology_fits_its_reason),
		cmocka_unit_test(what_was_told_is_not_said_again),
		cmocka_unit_test(what_is_not_due_cannot_be_told),
		cmocka_unit_test(a_sale_with_a_cashier_counts_as_told),
		cmocka_unit_test(a_late_sale_tells_nothing),
		cmocka_unit_test(an_overdue_complaint_is_said_until_it_is_resolved),
		cmocka_unit_test(paper_says_sorry_once),
		cmocka_unit_test(paper_says_what_was_told_today),
		cmocka_unit_test(a_void_takes_the_telling_back),
		cmocka_unit_test(what_is_old_is_not_spoken_of),
		cmocka_unit_test(a_cashier_reads_their_own_language),
		cmocka_unit_test(a_shop_says_it_in_its_own_words),
		cmocka_unit_test(a_scan_without_memory_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
