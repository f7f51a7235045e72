/* test_scan_code.c - the code of a gift card, a coupon or a promotion, made one spelling. */
#include "tests/support/check.h"

#include <string.h>

#include "plugin/identify/scan_code.h"

static const struct scan_rules PLAIN = { "", "" };

static rgl_rc code_of(const char *raw, struct scan *ret)
{
	struct rgl_why why = { 0 };
	rgl_rc rc = scan_code(raw, strlen(raw), &PLAIN, ret, &why);

	assert_int_equal(why.code, rc);
	return rc;
}

/* One spelling of a code, however it was typed or scanned. */
static void a_vouchers_code_has_one_spelling(void **state)
{
	static const char *const SAME[] = { "summer-26 abc", "SUMMER26ABC", "]C0*Summer26ABC*\r\n",
					    "\x02SUMMER-26-ABC\x03" };
	struct scan scan;

	(void)state;
	for (size_t i = 0; i < sizeof(SAME) / sizeof(SAME[0]); i++) {
		assert_int_equal(code_of(SAME[i], &scan), RGL_OK);
		assert_string_equal(scan.value, "SUMMER26ABC");
		assert_string_equal(scan.ending, "6ABC");
		assert_int_equal(scan.kinds[0], CARD_CODE);
		assert_int_equal(scan.kind_count, 1);
	}
	assert_int_equal(code_of("rg2-7kqm-2xwd-9fab-c3de", &scan), RGL_OK);
	assert_string_equal(scan.value, "RG27KQM2XWD9FABC3DE");
	assert_int_equal(scan.kinds[0], CARD_TOKEN);
	assert_int_equal(code_of("RG17KQM2XWD9FABC3DE", &scan), RGL_OK);
	assert_int_equal(scan.kinds[0], CARD_TOKEN);
	assert_int_equal(code_of("]E05712345678909", &scan), RGL_OK);
	assert_string_equal(scan.value, "5712345678909");
}

/* Each reason why a text is no code; a payment card is seen whatever stands between its digits. */
static void what_is_no_vouchers_code_is_refused(void **state)
{
	static const struct {
		const char *raw;
		rgl_rc rc;
	} WRONG[] = {
		{ "", RGL_E_TEXT },
		{ " -- ", RGL_E_TEXT },
		{ "**", RGL_E_TEXT },
		{ "caf\xc3\xa9", RGL_E_TEXT },
		{ "4111111111111111", RGL_E_PAYMENT_CARD },
		{ "4111.1111.1111.1111", RGL_E_PAYMENT_CARD },
		{ "4111--1111--1111--1111", RGL_E_PAYMENT_CARD },
		{ "GIFT 5555  5555  5555  4444", RGL_E_PAYMENT_CARD },
		{ "RG2 5555555555554444 X", RGL_E_PAYMENT_CARD },
		{ "RG27KQM2XWD9F", RGL_E_FORGED },
	};
	char text[RGL_SCAN_MAX + 1];
	struct scan scan = { .length = 77 };

	(void)state;
	for (size_t i = 0; i < sizeof(WRONG) / sizeof(WRONG[0]); i++)
		if (code_of(WRONG[i].raw, &scan) != WRONG[i].rc)
			fail_msg("%s", WRONG[i].raw);
	memset(text, 'X', sizeof(text));
	assert_int_equal(scan_code(text, SCAN_VALUE_ROOM, &PLAIN, &scan, NULL), RGL_E_LIMIT);
	assert_int_equal(scan_code(text, RGL_SCAN_MAX + 1, &PLAIN, &scan, NULL), RGL_E_LIMIT);
	assert_int_equal(scan.length, 77);
	assert_int_equal(scan_code(text, SCAN_VALUE_ROOM - 1, &PLAIN, &scan, NULL), RGL_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_vouchers_code_has_one_spelling),
		cmocka_unit_test(what_is_no_vouchers_code_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
