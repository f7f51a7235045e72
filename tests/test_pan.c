/* test_pan.c - payment card numbers are seen wherever they stand, and masked.
 *
 * The numbers are those that card networks publish for testing.
 */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "plugin/base/pan.h"

static bool is_in(const char *text, const char *own)
{
	return pan_is_in(text, strlen(text), own);
}

static void assert_masked(const char *text, const char *expected)
{
	char masked[128];

	pan_mask(text, masked, sizeof(masked));
	assert_string_equal(masked, expected);
}

static void published_test_cards_are_seen(void **state)
{
	static const char *const CARDS[] = { "4111111111111111",   "5555555555554444",
					     "378282246310005",	   "6011111111111117",
					     "30569309025904",	   "3530111333300000",
					     "4222222222222",	   "6759649826438453",
					     "6304000000000000018" };

	(void)state;
	for (size_t i = 0; i < sizeof(CARDS) / sizeof(CARDS[0]); i++)
		if (!is_in(CARDS[i], NULL))
			fail_msg("%s", CARDS[i]);
}

/* The check digit's purpose: each number has one, and any one wrong digit shows. */
static void the_check_holds_for_one_digit_in_ten(void **state)
{
	uint64_t numbers = 2463534242u;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		char digits[17];
		int holds = 0;
		int place;

		(void)snprintf(digits, sizeof(digits), "%015llu0",
			       (unsigned long long)(next_number(&numbers) % 1000000000000000u));
		for (place = 0; place < 10; place++) {
			digits[15] = (char)('0' + place);
			holds += pan_luhn_holds(digits, 16);
		}
		assert_int_equal(holds, 1);
		for (digits[15] = '0'; !pan_luhn_holds(digits, 16); digits[15]++)
			;
		place = (int)(next_number(&numbers) % 16);
		digits[place] = (char)(digits[place] == '9' ? '0' : digits[place] + 1);
		assert_false(pan_luhn_holds(digits, 16));
	}
}

/* As people write them, and as readers send them: track 1, track 2, tied to other numbers. */
static void cards_are_seen_among_other_text(void **state)
{
	static const char *const TEXTS[] = { "4111 1111 1111 1111",
					     "4111-1111-1111-1111",
					     "card 4111111111111111.",
					     "%B4111111111111111^DOE/JANE^29122010000000000000?",
					     ";4111111111111111=29122010000000000000?",
					     "Table 5 4111111111111111",
					     "4111111111111111 12",
					     "12 4111 1111 1111 1111 99",
					     "2026-11-21 4111111111111111",
					     "12345678901234567890 4111111111111111" };

	(void)state;
	for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++)
		if (!is_in(TEXTS[i], NULL))
			fail_msg("%s", TEXTS[i]);
}

static void other_numbers_are_no_cards(void **state)
{
	static const char *const TEXTS[] = { "",
					     "4111111111111112",
					     "411111111111",
					     "41111111111111111111",
					     "4111  1111  1111  1111",
					     "4111 1111 1111 - 1111",
					     "4111.1111.1111.1111",
					     "+45 12 34 56 78",
					     "2026-11-21T10:03:00" };

	(void)state;
	for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++)
		if (is_in(TEXTS[i], NULL))
			fail_msg("%s", TEXTS[i]);
	assert_false(pan_is_in("4111111111111111", 15, NULL));
}

/* A shop's own plastic cards may pass the same check; the owner names their ranges. */
static void the_shops_own_ranges_are_no_payment_cards(void **state)
{
	(void)state;
	assert_false(is_in("4111111111111111", "29 4111"));
	assert_false(is_in("4111111111111111", "4111,29"));
	assert_false(is_in("4111 1111 1111 1111", "29  4111 "));
	assert_false(is_in("No. 7 4111111111111111", "4111"));
	assert_true(is_in("5555555555554444", "29 4111"));
	assert_true(is_in("4111111111111111", ""));
	assert_true(is_in("4111111111111111", " , "));
	assert_true(is_in("4111111111111111 5555555555554444", "4111"));
}

static void all_but_the_last_four_digits_are_masked(void **state)
{
	(void)state;
	assert_masked("4111111111111111", "************1111");
	assert_masked("pay 4111 1111 1111 1111 now", "pay **** **** **** 1111 now");
	assert_masked("Table 5 378282246310005", "Table 5 ***********0005");
	assert_masked("5555-5555-5555-4444, 4111111111111111",
		      "****-****-****-4444, ************1111");
	assert_masked("no card", "no card");
	assert_masked("", "");
}

/* The receipt's GTINs would go otherwise: one in ten of them passes Luhn's check as well. */
static void product_numbers_stay(void **state)
{
	int both = 0;

	(void)state;
	assert_masked("4006381333931", "4006381333931");
	for (unsigned i = 0; i < 10000; i++) {
		char digits[32];
		unsigned sum = 0;

		(void)snprintf(digits, sizeof(digits), "40063813%04u", i);
		for (int place = 0; place < 12; place++)
			sum += (unsigned)(digits[place] - '0') * (place % 2 == 1 ? 3 : 1);
		digits[12] = (char)('0' + (int)((10 - sum % 10) % 10));
		digits[13] = '\0';
		if (!pan_luhn_holds(digits, 13))
			continue;
		both++;
		assert_masked(digits, digits);
	}
	assert_in_range(both, 900, 1100);
}

/* One number of ten passes the check by chance. A till's own ids are no cards: they are not written
 * as one, and a cashier who is told about a sale has to be able to read its id. */
static void a_sale_id_of_dates_and_counts_stays_readable(void **state)
{
	static const char id[] = "till-1-20261121-070508-1";

	(void)state;
	assert_true(pan_is_in(id, strlen(id), NULL));
	assert_masked(id, id);
	assert_masked("3782 822463 10005", "**** ****** *0005");
}

/* A cut must neither split a character nor let a card's first digits through unmasked. */
static void a_masked_text_is_cut_to_its_room(void **state)
{
	char masked[19];

	(void)state;
	pan_mask("a 4111111111111111", masked, sizeof(masked));
	assert_string_equal(masked, "a ************1111");
	pan_mask("ab\xC3\xA9", masked, 4);
	assert_string_equal(masked, "ab");
	pan_mask("a 4111111111111111", masked, 12);
	assert_string_equal(masked, "a *********");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_test_cards_are_seen),
		cmocka_unit_test(the_check_holds_for_one_digit_in_ten),
		cmocka_unit_test(cards_are_seen_among_other_text),
		cmocka_unit_test(other_numbers_are_no_cards),
		cmocka_unit_test(the_shops_own_ranges_are_no_payment_cards),
		cmocka_unit_test(all_but_the_last_four_digits_are_masked),
		cmocka_unit_test(product_numbers_stay),
		cmocka_unit_test(a_sale_id_of_dates_and_counts_stays_readable),
		cmocka_unit_test(a_masked_text_is_cut_to_its_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
