/* test_tap_thanks.c - the words before the cut: what they say, in which letters, and that the
 * printer stands afterwards as it stood. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "pos-adapters/print-tap/thanks.h"

enum { ROOM = 2048, AROUND = 12 };

static const struct door_greeting GREETING = {
	.is_member = true, .has_points = true, .points = 3, .balance = 41, .name = "M\xC3\xA4rta"
};

/* The words alone, without what stands around them. */
static void said(const char *words, const struct door_greeting *greeting, int codepage, char *ret)
{
	const struct decode_state state = { .codepage = codepage };
	uint8_t bytes[ROOM];
	size_t length = thanks_write(words, greeting, &state, STREAM_ESCPOS, bytes, sizeof(bytes));

	ret[0] = '\0';
	if (length == 0)
		return;
	assert_true(length > 2 * AROUND);
	memcpy(ret, bytes + AROUND, length - 2 * AROUND);
	ret[length - 2 * AROUND] = '\0';
}

static void the_fields_are_filled_in(void **state)
{
	char text[ROOM];

	(void)state;
	said("Thank you, {name}!|{points} more: {balance}", &GREETING, CODEPAGE_UTF8, text);
	assert_string_equal(text, "Thank you, M\xC3\xA4rta!\n3 more: 41\n");
	said("{name} {odd} {", &GREETING, CODEPAGE_AUTO, text);
	assert_string_equal(text, "M\x84rta  {\n");
	said("", &GREETING, CODEPAGE_AUTO, text);
	assert_string_equal(text, "");
}

/* "0 points today" would be a lie where nobody could be asked, or a discount was not printed. */
static void points_that_are_not_known_are_not_said(void **state)
{
	struct door_greeting greeting = GREETING;
	char text[ROOM];

	(void)state;
	greeting.has_points = false;
	said("Thank you, {name}!|{points} points today|{balance} in all|Bye", &greeting,
	     CODEPAGE_UTF8, text);
	assert_string_equal(text, "Thank you, M\xC3\xA4rta!\nBye\n");
	said("{points} points", &greeting, CODEPAGE_UTF8, text);
	assert_string_equal(text, "");
}

/* What the till set before, by whatever command, holds for its next line. */
static void the_printer_stands_as_it_stood(void **state)
{
	static const struct {
		const char *set;
		uint8_t mode;
		uint8_t size;
		uint8_t bold;
	} CASES[] = {
		{ "\x1B!\x38", 0x38, 0x11, 1 },
		{ "\x1B!\x38\x1B!\x01", 0x01, 0, 0 },
		{ "\x1B!\x08\x1DW..\x1D!\x01", 8, 1, 1 },
		{ "\x1BM\x01\x1B-\x02", 0x81, 0, 0 },
		{ "\x1B!\x81\x1BM0\x1B-0", 0, 0, 0 },
		{ "\x1B!\x38\x1B"
		  "E\x02",
		  0x38, 0x11, 0 },
	};
	struct decode *decode = calloc(1, sizeof(*decode));
	bool is_cut;

	(void)state;
	assert_non_null(decode);
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		decode_begin(decode, STREAM_ESCPOS, CODEPAGE_AUTO);
		(void)decode_bytes(decode, (const uint8_t *)CASES[i].set, strlen(CASES[i].set),
				   &is_cut);
		assert_int_equal(decode->state.mode, CASES[i].mode);
		assert_int_equal(decode->state.size, CASES[i].size);
		assert_int_equal(decode->state.bold, CASES[i].bold);
	}
	free(decode);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_fields_are_filled_in),
		cmocka_unit_test(points_that_are_not_known_are_not_said),
		cmocka_unit_test(the_printer_stands_as_it_stood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
