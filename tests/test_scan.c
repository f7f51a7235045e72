/* test_scan.c - what scanners, wedges and keyboards deliver, made one spelling of a card. */
#include "tests/support/check.h"

#include <stdlib.h>
#include <string.h>

#include "plugin/base/pan.h"
#include "plugin/identify/scan.h"

static const struct scan_rules PLAIN = { "", "" };
static const struct scan_rules DANISH = { "", "45" };

static struct scan scan_of(const char *raw, const struct scan_rules *rules)
{
	struct rgl_why why = { 0 };
	struct scan scan;
	rgl_rc rc = scan_read(raw, strlen(raw), rules, &scan, &why);

	if (rc < 0)
		fail_msg("\"%s\" is refused: %s", raw, why.text);
	return scan;
}

static rgl_rc refusal_of(const char *raw, size_t length, const struct scan_rules *rules)
{
	struct rgl_why why = { 0 };
	struct scan scan;
	struct scan before;
	rgl_rc rc;

	memset(&scan, 0x77, sizeof(scan));
	before = scan;
	rc = scan_read(raw, length, rules, &scan, &why);
	if (rc < 0) {
		assert_memory_equal(&scan, &before, sizeof(scan));
		assert_int_equal(why.code, rc);
	}
	return rc;
}

/* Each symbology by its AIM identifier (ISO/IEC 15424), with the dirt that wedges put around. */
static void every_symbology_is_known_by_its_identifier(void **state)
{
	static const struct {
		const char *raw;
		enum card_kind kind;
		const char *value;
		const char *seen;
	} SCANS[] = {
		{ "]Q3RG1-7KQM-2XWD-9FAB-C3DE", CARD_TOKEN, "RG17KQM2XWD9FABC3DE", "QR code" },
		{ "]Q1rg17kqm2xwd9fabc3de\r\n", CARD_TOKEN, "RG17KQM2XWD9FABC3DE", "QR code" },
		{ "]Q1KLUB-778", CARD_CODE, "KLUB-778", "QR code" },
		{ "]E05712345678909", CARD_CODE, "5712345678909", "EAN-13" },
		{ "]E0012345678905", CARD_CODE, "0012345678905", "UPC-A" },
		{ "]E496385074", CARD_CODE, "96385074", "EAN-8" },
		{ "]C0KLUB-778", CARD_CODE, "KLUB-778", "Code 128" },
		{ "]C1\x1d"
		  "0112345\x1d"
		  "10AB",
		  CARD_CODE, "011234510AB", "Code 128" },
		{ "]A0*KLUB778*", CARD_CODE, "KLUB778", "Code 39" },
		{ "]d2KLUB778", CARD_CODE, "KLUB778", "Data Matrix" },
		{ "]z0KLUB778", CARD_CODE, "KLUB778", "Aztec code" },
		{ "]L0KLUB778", CARD_CODE, "KLUB778", "PDF417" },
		{ "\x02]C0KLUB778\x03\r", CARD_CODE, "KLUB778", "Code 128" },
		{ "\t KLUB778\t\r\n", CARD_CODE, "KLUB778", "code" },
		{ "5712345678909\r\n", CARD_CODE, "5712345678909", "EAN-13" },
		{ "%B6543210^HANSEN/METTE^2512?", CARD_CODE, "6543210", "magnetic stripe" },
		{ ";6543210=2512?", CARD_CODE, "6543210", "magnetic stripe" },
		{ "%KLUB 778   ^X?", CARD_CODE, "KLUB 778", "magnetic stripe" },
		{ "04:a2:2b:11", CARD_NFC, "04A22B11", "NFC card" },
		{ "04-A2-2B-11-22-33-44", CARD_NFC, "04A22B11223344", "NFC card" },
		{ "04A22B11223344556677", CARD_NFC, "04A22B11223344556677", "NFC card" },
		{ "+45 20 30 40 50", CARD_PHONE, "+4520304050", "phone number" },
		{ "0045 20304050", CARD_PHONE, "+4520304050", "phone number" },
		{ "(20) 30.40-50", CARD_PHONE, "20304050", "phone number" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(SCANS) / sizeof(SCANS[0]); i++) {
		const struct scan scan = scan_of(SCANS[i].raw, &PLAIN);

		assert_string_equal(scan.value, SCANS[i].value);
		assert_int_equal(scan.length, strlen(SCANS[i].value));
		assert_int_equal(scan.kinds[0], SCANS[i].kind);
		assert_string_equal(scan.seen, SCANS[i].seen);
	}
}

/* Some scanners send the 0 that makes a UPC-A a 13-digit number, some do not. */
static void upc_a_and_ean_13_of_a_card_are_the_same(void **state)
{
	static const char *const SPELLINGS[] = { "012345678905", "0012345678905", "]E0012345678905",
						 "]E00012345678905", "\002012345678905\x03" };

	(void)state;
	for (size_t i = 0; i < sizeof(SPELLINGS) / sizeof(SPELLINGS[0]); i++)
		assert_string_equal(scan_of(SPELLINGS[i], &PLAIN).value, "0012345678905");
}

/* A reader may deliver either track, or both in one line. */
static void all_tracks_of_a_card_are_the_same(void **state)
{
	static const char *const TRACKS[] = { "%B6543210^HANSEN/METTE^2512?", ";6543210=2512?",
					      "%B6543210^HANSEN/METTE^2512?;6543210=2512?",
					      "\x02;6543210=2512?\x03\r\n" };

	(void)state;
	for (size_t i = 0; i < sizeof(TRACKS) / sizeof(TRACKS[0]); i++)
		assert_string_equal(scan_of(TRACKS[i], &PLAIN).value, "6543210");
}

/* Digits alone can be a card's number, a phone number, an NFC UID or the number a member had in
 * another system, likeliest first. */
static void bare_digits_may_be_many_things(void **state)
{
	struct scan scan = scan_of("20304051", &DANISH);

	(void)state;
	assert_int_equal(scan.kind_count, 4);
	assert_int_equal(scan.kinds[0], CARD_CODE);
	assert_int_equal(scan.kinds[1], CARD_PHONE);
	assert_int_equal(scan.kinds[2], CARD_NFC);
	assert_int_equal(scan.kinds[3], CARD_OTHER_ID);
	assert_string_equal(scan.value, "20304051");
	assert_string_equal(scan.ending, "4051");
	assert_string_equal(scan_of("123", &DANISH).ending, "3");
	assert_string_equal(scan_ends("3").text, " (ends 3)");
	assert_string_equal(scan_ends("").text, "");
	assert_int_equal(scan_of("]C020304051", &DANISH).kind_count, 3);
}

/* The test numbers of the card schemes, on every way in. */
static void payment_cards_are_refused_however_they_come(void **state)
{
	static const char *const CARDS[] = {
		"4111111111111111",
		"5555555555554444",
		"378282246310005",
		"6011111111111117",
		"3530111333300000",
		"4111 1111 1111 1111",
		"5555-5555-5555-4444",
		"3782 822463 10005",
		"%B4111111111111111^DOE/JOHN^25121010000000000000?",
		";4111111111111111=25121010000000000000?",
		"%B378282246310005^DOE/JOHN^2512?;378282246310005=2512?",
		"\0026011111111111117\x03\r\n",
		"]C06011111111111117",
		"]Q34111111111111111",
		"]E04111111111111111",
		"]E4378282246310005",
		"https://pay.example/5555555555554444",
	};
	const size_t bare_count = 8; /* the first are numbers alone */

	(void)state;
	for (size_t i = 0; i < sizeof(CARDS) / sizeof(CARDS[0]); i++) {
		struct rgl_why why = { 0 };
		struct scan scan;
		rgl_rc rc;

		if (refusal_of(CARDS[i], strlen(CARDS[i]), &PLAIN) != RGL_E_PAYMENT_CARD)
			fail_msg("%s is taken", CARDS[i]);
		assert_int_equal(scan_read(CARDS[i], strlen(CARDS[i]), &PLAIN, &scan, &why),
				 RGL_E_PAYMENT_CARD);
		assert_null(strpbrk(why.text, "0123456789"));
		rc = scan_phone(CARDS[i], &DANISH, &scan, &why);
		assert_true(rc == RGL_E_PAYMENT_CARD || (i >= bare_count && rc == RGL_E_FIELD));
	}
}

/* A shop whose own cards pass the same check says which they are. */
static void the_shops_own_range_is_no_payment_card(void **state)
{
	const struct scan_rules own = { "29 411111", "" };

	(void)state;
	assert_string_equal(scan_of("4111111111111111", &own).value, "4111111111111111");
	assert_string_equal(scan_of(";4111111111111111=2512?", &own).value, "4111111111111111");
	assert_int_equal(refusal_of("5555555555554444", 16, &own), RGL_E_PAYMENT_CARD);
}

/* Nothing, edges only, bytes that no card has, and a megabyte of noise. */
static void noise_is_refused(void **state)
{
	char *noise = malloc(1048576);
	uint64_t chance = 3;

	(void)state;
	assert_non_null(noise);
	for (size_t i = 0; i < 1048576; i++)
		noise[i] = (char)next_number(&chance);
	assert_int_equal(refusal_of(noise, 1048576, &PLAIN), RGL_E_LIMIT);
	assert_int_equal(refusal_of(noise, RGL_SCAN_MAX + 1, &PLAIN), RGL_E_LIMIT);
	assert_int_equal(refusal_of(noise, RGL_SCAN_MAX, &PLAIN), RGL_E_TEXT);
	free(noise);
	assert_int_equal(refusal_of("", 0, &PLAIN), RGL_E_TEXT);
	assert_int_equal(refusal_of(NULL, 0, &PLAIN), RGL_E_TEXT);
	assert_int_equal(refusal_of("\x02 \r\n\t\x03", 6, &PLAIN), RGL_E_TEXT);
	assert_int_equal(refusal_of("KLUB\0"
				    "778",
				    8, &PLAIN),
			 RGL_E_TEXT);
	assert_int_equal(refusal_of("KLUB\x1b"
				    "778",
				    8, &PLAIN),
			 RGL_E_TEXT);
	assert_int_equal(refusal_of("\xc3\xa6\xc3\xb8", 4, &PLAIN), RGL_E_TEXT);
	assert_int_equal(refusal_of("\x1d\x1dX\xff", 4, &PLAIN), RGL_E_TEXT);
}

/* Longer than any card, though clean; and one that just fits. */
static void a_long_code_is_refused_by_its_length(void **state)
{
	char text[RGL_SCAN_MAX + 1];

	(void)state;
	memset(text, 'X', sizeof(text));
	assert_int_equal(refusal_of(text, RGL_SCAN_MAX, &PLAIN), RGL_E_LIMIT);
	assert_int_equal(refusal_of(text, SCAN_VALUE_ROOM, &PLAIN), RGL_E_LIMIT);
	assert_int_equal(refusal_of(text, SCAN_VALUE_ROOM - 1, &PLAIN), RGL_OK);
}

/* It begins as ours do but is cut, too long, or has a letter too many. */
static void a_token_that_is_not_whole_is_forged(void **state)
{
	(void)state;
	assert_int_equal(refusal_of("RG17KQM2XWD9FABC3D", 18, &PLAIN), RGL_E_FORGED);
	assert_int_equal(refusal_of("RG17KQM2XWD9FABC3DEE", 20, &PLAIN), RGL_E_FORGED);
	assert_int_equal(refusal_of("RG17KQM2XWD9FABC3D!", 19, &PLAIN), RGL_E_FORGED);
}

/* However it is written, a number is one number; without a country it is the shop's. */
static void a_phone_number_has_one_spelling(void **state)
{
	static const char *const SAME[] = {
		"+4520304050",		"20304050",    "020304050", "0045 20 30 40 50",
		" +45 (20) 30-40.50/ ", "+45-20304050"
	};
	struct scan scan;

	(void)state;
	for (size_t i = 0; i < sizeof(SAME) / sizeof(SAME[0]); i++) {
		assert_int_equal(scan_phone(SAME[i], &DANISH, &scan, NULL), RGL_OK);
		assert_string_equal(scan.value, "+4520304050");
		assert_int_equal(scan.kinds[0], CARD_PHONE);
		assert_int_equal(scan.kind_count, 1);
	}
	assert_int_equal(scan_phone("020304050", &PLAIN, &scan, NULL), RGL_OK);
	assert_string_equal(scan.value, "020304050");
}

/* Too few digits, too many, and what is no number. */
static void what_is_no_phone_number_is_refused(void **state)
{
	static const char *const TEXTS[] = { "",
					     "123456",
					     "+45",
					     "1234567890123456",
					     "20 30 40 5x",
					     "mette@kaffe.example",
					     "++4520304050",
					     "20\001304050" };
	struct rgl_why why = { 0 };
	struct scan scan = { .length = 77 };

	(void)state;
	for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++) {
		assert_int_equal(scan_phone(TEXTS[i], &DANISH, &scan, &why), RGL_E_FIELD);
		assert_string_equal(why.field, "phone");
		assert_int_equal(scan.length, 77);
	}
}

/* People type card numbers with anything between the digits; and a 0 that is dialled at home only.
 */
static void digits_typed_apart_are_seen_together(void **state)
{
	static const char *const CARDS[] = { "4111.1111.1111.1111", "4111  1111  1111  1111",
					     "4111/1111/1111/1111", "(4111) 1111-1111 1111" };
	struct scan scan;

	(void)state;
	for (size_t i = 0; i < sizeof(CARDS) / sizeof(CARDS[0]); i++)
		assert_int_equal(scan_read(CARDS[i], strlen(CARDS[i]), &DANISH, &scan, NULL),
				 RGL_E_PAYMENT_CARD);
	assert_string_equal(scan_of("+45 (0)20 30 40 50", &DANISH).value, "+4520304050");
}

/* The marks of a track and of Code 39 are no digits: what stands between them is looked at by
 * itself too. Found by fuzz_scan. */
static void a_card_typed_apart_between_marks_is_refused(void **state)
{
	static const char *const CARDS[] = { "%4111.1111.1111.1111^DOE/JOHN^2512?",
					     ";4111.1111.1111.1111=2512?", "*4111/1111/1111/1111*",
					     "]A0*(4111) 1111-1111  1111*" };

	(void)state;
	for (size_t i = 0; i < sizeof(CARDS) / sizeof(CARDS[0]); i++)
		assert_int_equal(refusal_of(CARDS[i], strlen(CARDS[i]), &DANISH),
				 RGL_E_PAYMENT_CARD);
	assert_string_equal(scan_of("%411.222^X?", &DANISH).value, "411.222");
	/* A bar code's check and a card's may both hold: what an EAN reader reads is an EAN. */
	assert_string_equal(scan_of("]E04006381333023", &DANISH).value, "4006381333023");
}

/* No number has more than 15 digits, the country's among them (ITU-T E.164): what got the shop's in
 * front could not be typed again. Found by fuzz_scan. */
static void digits_too_many_for_the_shops_country_are_no_phone(void **state)
{
	struct scan scan;

	(void)state;
	assert_int_equal(scan_phone("1234567890124", &DANISH, &scan, NULL), RGL_OK);
	assert_int_equal(scan_phone(scan.value, &DANISH, &scan, NULL), RGL_OK);
	assert_string_equal(scan.value, "+451234567890124");
	assert_int_equal(scan_phone("12345678901234", &DANISH, &scan, NULL), RGL_E_FIELD);
	assert_int_equal(scan_phone("12345678901234", &PLAIN, &scan, NULL), RGL_OK);
	scan = scan_of("12345678901234", &DANISH);
	for (size_t i = 0; i < scan.kind_count; i++)
		assert_int_not_equal(scan.kinds[i], CARD_PHONE);
}

/* One code of ours in millions has thirteen digits in a row that pass a card's check by chance; its
 * owner is a member all the same. */
static void a_code_of_ours_with_many_digits_is_ours(void **state)
{
	struct scan scan;

	(void)state;
	assert_true(pan_is_in("RG14444444444444447", 19, NULL));
	scan = scan_of("RG14444444444444447", &PLAIN);
	assert_int_equal(scan.kinds[0], CARD_TOKEN);
	scan = scan_of("RG14111111111111ABC", &PLAIN);
	assert_int_equal(scan.kinds[0], CARD_TOKEN);
}

/* A gift card that is scanned as a customer's card is known for what it is, however many digits it
 * has in a row; one that is cut is not taken for anything. */
static void a_voucher_of_ours_is_no_members_card(void **state)
{
	static const char *const CODES[] = { "RG27KQM2XWD9FABC3DE", "]Q3rg2-7kqm-2xwd-9fab-c3de",
					     "RG24444444444444447", "RG24111111111111ABC" };
	struct rgl_why why = { 0 };
	struct scan scan;

	(void)state;
	for (size_t i = 0; i < sizeof(CODES) / sizeof(CODES[0]); i++) {
		assert_int_equal(refusal_of(CODES[i], strlen(CODES[i]), &PLAIN), RGL_E_UNKNOWN);
		assert_int_equal(scan_read(CODES[i], strlen(CODES[i]), &PLAIN, &scan, &why),
				 RGL_E_UNKNOWN);
		assert_non_null(strstr(why.text, "gift card or a coupon"));
	}
	assert_int_equal(refusal_of("RG27KQM2XWD9FABC3D", 18, &PLAIN), RGL_E_FORGED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_symbology_is_known_by_its_identifier),
		cmocka_unit_test(upc_a_and_ean_13_of_a_card_are_the_same),
		cmocka_unit_test(all_tracks_of_a_card_are_the_same),
		cmocka_unit_test(bare_digits_may_be_many_things),
		cmocka_unit_test(payment_cards_are_refused_however_they_come),
		cmocka_unit_test(the_shops_own_range_is_no_payment_card),
		cmocka_unit_test(noise_is_refused),
		cmocka_unit_test(a_long_code_is_refused_by_its_length),
		cmocka_unit_test(a_token_that_is_not_whole_is_forged),
		cmocka_unit_test(a_phone_number_has_one_spelling),
		cmocka_unit_test(what_is_no_phone_number_is_refused),
		cmocka_unit_test(digits_typed_apart_are_seen_together),
		cmocka_unit_test(a_card_typed_apart_between_marks_is_refused),
		cmocka_unit_test(digits_too_many_for_the_shops_country_are_no_phone),
		cmocka_unit_test(a_code_of_ours_with_many_digits_is_ours),
		cmocka_unit_test(a_voucher_of_ours_is_no_members_card),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
