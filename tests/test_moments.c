/* test_moments.c - how somebody felt: one key at the till, tied to what it was about, kept once.
 * Answers of customers are in test_answers.c, questions in test_asked.c. */
#include "tests/support/check.h"

#include "plugin/care/recount.h"
#include "plugin/identify/enrol.h"
#include "tests/test_moment_shop.h"

static struct moment_new moment_of(const struct test_shop *shop, const char *ref, int64_t mood)
{
	return (struct moment_new) { .ref = ref, .member = shop->member, .said = { .mood = mood } };
}

static rgl_rc add(struct test_shop *shop, const struct moment_new *asked, struct moment_kept *ret)
{
	struct moment_kept kept = { 0 };
	rgl_rc rc = moment_add(shop->store, asked, &kept);

	if (ret != NULL)
		*ret = kept;
	return rc;
}

static void is_refused(struct test_shop *shop, const struct moment_new *asked, rgl_rc code,
		       const char *field)
{
	const int64_t before = shop_number(shop, "SELECT count(*) FROM event");

	assert_int_equal(add(shop, asked, NULL), code);
	assert_int_equal(shop->store->refusal.code, code);
	assert_string_equal(shop->store->refusal.field, field);
	assert_string_not_equal(shop->store->refusal.text, "");
	assert_int_equal(shop_number(shop, "SELECT count(*) FROM event"), before);
}

/* The queue is waiting: an id, whose it is, one key. */
static void one_key_is_enough(void **state)
{
	struct moment_kept kept;
	struct moment_new asked;
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	asked = moment_of(&shop, "M-1", 2);
	assert_int_equal(add(&shop, &asked, &kept), RGL_OK);
	assert_true(kept.moment > 0);
	assert_int_equal(kept.member, shop.member);
	assert_int_equal(kept.complaint, 0);
	assert_int_equal(kept.strikes, 1);
	assert_int_equal(shop_number(&shop,
				     "SELECT count(*) FROM moment m JOIN event e ON e.id = m.id"
				     " WHERE e.kind = 16 AND ref = 'M-1' AND via = 1 AND mood = 2"
				     " AND sale IS NULL AND line IS NULL AND score IS NULL"
				     " AND words = '' AND reason = '' AND stage = 0"),
			 1);
	assert_int_equal(shop_number(&shop, "SELECT at_ms FROM moment"), SHOP_NOW_MS);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* By what the scanner delivered, as a sale. */
static void the_member_may_be_scanned(void **state)
{
	struct moment_kept kept;
	struct moment_new asked;
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	asked = (struct moment_new) { .ref = "M-1", .scan = shop.token, .said = { .mood = 5 } };
	asked.scan_length = strlen(shop.token);
	assert_int_equal(add(&shop, &asked, &kept), RGL_OK);
	assert_int_equal(kept.member, shop.member);
	assert_int_equal(kept.strikes, 0);
	assert_int_equal(add(&shop, &asked, &kept), RGL_EXISTS);
	asked.ref = "M-2";
	asked.scan = "5701234567899";
	asked.scan_length = 13;
	is_refused(&shop, &asked, RGL_E_UNKNOWN, "");
	asked.scan = "4111111111111111";
	asked.scan_length = 16;
	is_refused(&shop, &asked, RGL_E_PAYMENT_CARD, "");
	shop_remove(&shop);
}

/* A sale knows whose it was, where, and who served; what is said beside comes first. */
static void a_sale_says_what_the_till_does_not(void **state)
{
	struct moment_kept kept;
	struct moment_new asked;
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(shop_sell(&shop, "S-1", 1000, NULL), RGL_OK);
	asked = (struct moment_new) {
		.ref = "M-1",
		.sale = "S-1",
		.line = 1,
		.said = { .mood = 1, .reason = "product", .stage = "after", .words = "cold" }
	};
	assert_int_equal(add(&shop, &asked, &kept), RGL_OK);
	assert_int_equal(kept.member, shop.member);
	assert_int_equal(shop_number(&shop,
				     "SELECT count(*) FROM moment WHERE cashier = 'Jonas' AND"
				     " store = 'Main' AND line = 1 AND sale = (SELECT id FROM"
				     " sale WHERE ref = 'S-1') AND reason = 'product' AND"
				     " stage = 3 AND words = 'cold'"),
			 1);
	asked = (struct moment_new) { .ref = "M-2",
				      .sale = "S-1",
				      .cashier = "Mia",
				      .store = "Kiosk",
				      .said = { .mood = 4 } };
	assert_int_equal(add(&shop, &asked, NULL), RGL_OK);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM moment WHERE cashier = 'Mia' AND"
					    " store = 'Kiosk' AND line IS NULL"),
			 1);
	shop_remove(&shop);
}

/* A shop may just count faces, at a sale of nobody's or at none. */
static void a_stranger_has_moods_too(void **state)
{
	const struct moment_new nobody = { .ref = "M-1", .said = { .mood = 3 } };
	struct moment_new guest = { .ref = "M-2", .sale = "S-1", .said = { .mood = 1 } };
	struct moment_kept kept;
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(add(&shop, &nobody, &kept), RGL_OK);
	assert_int_equal(kept.member, 0);
	shop.member = 0;
	assert_int_equal(shop_sell(&shop, "S-1", 1000, NULL), RGL_OK);
	assert_int_equal(add(&shop, &guest, &kept), RGL_OK);
	assert_int_equal(kept.member, 0);
	assert_int_equal(kept.strikes, 0);
	guest.ref = "M-3";
	guest.complains = true;
	assert_int_equal(add(&shop, &guest, &kept), RGL_OK);
	assert_true(kept.complaint > 0);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM member_care"), 0);
	shop_remove(&shop);
}

/* A till whose answer got lost sends it again; another one under that id is somebody's mistake. */
static void the_same_is_kept_once_and_another_is_refused(void **state)
{
	static const struct moment_said OTHER[] = {
		{ .mood = 2 },
		{ .mood = 1, .reason = "staff" },
		{ .mood = 1, .stage = "before" },
		{ .mood = 1, .words = "cold" },
		{ .mood = 1, .at_ms = SHOP_NOW_MS },
	};
	struct moment_kept first;
	struct moment_kept again;
	struct moment_new asked;
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	asked = moment_of(&shop, "M-1", 1);
	asked.complains = true;
	assert_int_equal(add(&shop, &asked, &first), RGL_OK);
	assert_true(first.complaint > 0);
	assert_int_equal(add(&shop, &asked, &again), RGL_EXISTS);
	assert_memory_equal(&first, &again, sizeof(first));
	for (size_t i = 0; i < sizeof(OTHER) / sizeof(OTHER[0]); i++) {
		asked.said = OTHER[i];
		is_refused(&shop, &asked, RGL_E_DIFFERS, "id");
	}
	asked.said = (struct moment_said) { .mood = 1 };
	asked.complains = false;
	is_refused(&shop, &asked, RGL_E_DIFFERS, "id");
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM moment"), 1);
	shop_remove(&shop);
}

static void each_documented_refusal_has_its_code(void **state)
{
	struct moment_new asked;
	struct test_shop shop;
	char words[1100];

	(void)state;
	shop_make(&shop);
	assert_int_equal(shop_sell(&shop, "S-1", 1000, NULL), RGL_OK);
	asked = moment_of(&shop, "", 3);
	is_refused(&shop, &asked, RGL_E_FIELD, "id");
	asked.ref = "regulars:asked:5";
	is_refused(&shop, &asked, RGL_E_FIELD, "id");
	asked.ref = "4111 1111 1111 1111";
	is_refused(&shop, &asked, RGL_E_PAYMENT_CARD, "id");
	asked = moment_of(&shop, "M-1", 0);
	is_refused(&shop, &asked, RGL_E_FIELD, "mood");
	asked = moment_of(&shop, "M-1", 6);
	is_refused(&shop, &asked, RGL_E_RANGE, "mood");
	asked = moment_of(&shop, "M-1", -1);
	is_refused(&shop, &asked, RGL_E_RANGE, "mood");
	asked = moment_of(&shop, "M-1", 3);
	asked.said.reason = "weather";
	is_refused(&shop, &asked, RGL_E_FIELD, "reason");
	asked.said = (struct moment_said) { .mood = 3, .stage = "later" };
	is_refused(&shop, &asked, RGL_E_FIELD, "stage");
	asked.said = (struct moment_said) { .mood = 3, .at_ms = SHOP_NOW_MS + 2 * DAY_MS };
	is_refused(&shop, &asked, RGL_E_TIME, "at");
	asked.said = (struct moment_said) { .mood = 3, .words = "a\x01" };
	is_refused(&shop, &asked, RGL_E_TEXT, "words");
	memset(words, 'a', sizeof(words) - 1);
	words[sizeof(words) - 1] = '\0';
	asked.said.words = words;
	is_refused(&shop, &asked, RGL_E_TEXT, "words");
	words[MOMENT_WORDS_ROOM - 1] = '\0';
	assert_int_equal(add(&shop, &asked, NULL), RGL_OK);
	asked = moment_of(&shop, "M-2", 3);
	asked.cashier = "\xFF";
	is_refused(&shop, &asked, RGL_E_TEXT, "cashier");
	asked = moment_of(&shop, "M-2", 3);
	asked.sale = "S-99";
	is_refused(&shop, &asked, RGL_E_NO_SALE, "sale_id");
	asked.sale = "S-1";
	asked.line = 2;
	is_refused(&shop, &asked, RGL_E_FIELD, "line");
	asked.sale = NULL;
	asked.line = 1;
	is_refused(&shop, &asked, RGL_E_FIELD, "line");
	asked = moment_of(&shop, "M-2", 3);
	asked.member = 4711;
	is_refused(&shop, &asked, RGL_E_UNKNOWN, "member.id");
	shop_remove(&shop);
}

/* A number that a customer typed over two lines is one all the same; nothing of it is kept. */
static void a_payment_card_in_the_words_is_kept_nowhere(void **state)
{
	static const char *const WORDS[] = { "my card 4111111111111111 was taken twice",
					     "4111 1111\n1111 1111", "4111\t1111\r\n1111 1111 !" };
	struct moment_new asked;
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	for (size_t i = 0; i < sizeof(WORDS) / sizeof(WORDS[0]); i++) {
		asked = moment_of(&shop, "M-1", 1);
		asked.said.words = WORDS[i];
		is_refused(&shop, &asked, RGL_E_PAYMENT_CARD, "words");
		assert_null(strstr(shop.store->refusal.text, "1111"));
	}
	asked.said.words = "cold.\nAnd late. \r\n";
	assert_int_equal(add(&shop, &asked, NULL), RGL_OK);
	assert_int_equal(shop_number(&shop, "SELECT words = 'cold. And late.' FROM moment"), 1);
	shop_remove(&shop);
}

/* The shop has words of its own for what went wrong. */
static void the_shops_own_reasons_count(void **state)
{
	struct moment_new asked;
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(settings_write(shop.store, "reasons", "queue  noise"), RGL_OK);
	asked = moment_of(&shop, "M-1", 2);
	asked.said.reason = "queue";
	assert_int_equal(add(&shop, &asked, NULL), RGL_OK);
	asked = moment_of(&shop, "M-2", 2);
	asked.said.reason = "noise";
	assert_int_equal(add(&shop, &asked, NULL), RGL_OK);
	asked = moment_of(&shop, "M-3", 2);
	asked.said.reason = "whole";
	assert_int_equal(add(&shop, &asked, NULL), RGL_OK);
	asked = moment_of(&shop, "M-4", 2);
	asked.said.reason = "queue noise";
	is_refused(&shop, &asked, RGL_E_FIELD, "reason");
	asked.said.reason = " ";
	is_refused(&shop, &asked, RGL_E_FIELD, "reason");
	shop_remove(&shop);
}

/* Whose sale it was, that one's moment it is; somebody else's number beside it is a mistake. Two
 * members who became one are one. */
static void a_sale_of_another_member_is_refused_until_they_are_one(void **state)
{
	const struct enrolment bo = { .name = "Bo" };
	struct moment_kept kept;
	struct moment_new asked;
	struct test_shop shop;
	int64_t other = 0;
	int64_t merge = 0;

	(void)state;
	shop_make(&shop);
	assert_int_equal(enrol(shop.store, &bo, &other), RGL_OK);
	assert_int_equal(shop_sell(&shop, "S-1", 1000, NULL), RGL_OK);
	asked = moment_of(&shop, "M-1", 2);
	asked.sale = "S-1";
	asked.member = other;
	is_refused(&shop, &asked, RGL_E_FIELD, "sale_id");
	assert_int_equal(care_merge(shop.store, other, shop.member, "Mia", "one person", &merge),
			 RGL_OK);
	assert_int_equal(add(&shop, &asked, &kept), RGL_OK);
	assert_int_equal(kept.member, other);
	asked = moment_of(&shop, "M-2", 2);
	assert_int_equal(add(&shop, &asked, &kept), RGL_OK);
	assert_int_equal(kept.member, other);
	shop_remove(&shop);
}

/* A history that is brought in has days of its own, and bad days in a row are strikes. */
static void bad_days_in_a_row_are_strikes(void **state)
{
	struct moment_kept kept = { 0 };
	struct moment_new asked;
	struct test_shop shop;
	char ref[32];

	(void)state;
	shop_make(&shop);
	for (int64_t i = 0; i < 3; i++) {
		(void)snprintf(ref, sizeof(ref), "M-%lld", (long long)i);
		asked = moment_of(&shop, ref, 1 + i % 2);
		asked.said.at_ms = SHOP_NOW_MS - (10 - i) * DAY_MS;
		assert_int_equal(add(&shop, &asked, &kept), RGL_OK);
		assert_int_equal(kept.strikes, i + 1);
	}
	asked = moment_of(&shop, "M-9", 5);
	assert_int_equal(add(&shop, &asked, &kept), RGL_OK);
	assert_int_equal(kept.strikes, 0);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_key_is_enough),
		cmocka_unit_test(the_member_may_be_scanned),
		cmocka_unit_test(a_sale_says_what_the_till_does_not),
		cmocka_unit_test(a_stranger_has_moods_too),
		cmocka_unit_test(the_same_is_kept_once_and_another_is_refused),
		cmocka_unit_test(each_documented_refusal_has_its_code),
		cmocka_unit_test(a_payment_card_in_the_words_is_kept_nowhere),
		cmocka_unit_test(the_shops_own_reasons_count),
		cmocka_unit_test(a_sale_of_another_member_is_refused_until_they_are_one),
		cmocka_unit_test(bad_days_in_a_row_are_strikes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
