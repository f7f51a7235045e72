/* test_decimal.c - decimal text is read exactly, or refused. */
#include "tests/support/check.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "plugin/base/decimal.h"

struct reading {
	const char *text;
	uint32_t digits;
	enum rounding rounding;
	int64_t units;
};

static rgl_rc read_text(const char *text, uint32_t digits, enum rounding rounding, int64_t *ret)
{
	return decimal_read(text, strlen(text), digits, rounding, ret);
}

/* Amounts as tills wrote them, and the edges of what 64 bits hold. */
static void texts_of_tills_are_read_exactly(void **state)
{
	static const struct reading READINGS[] = {
		{ "27.00000000", 2, ROUNDING_REFUSED, 2700 },
		{ "-8.63", 2, ROUNDING_REFUSED, -863 },
		{ "-8.629999999999999", 2, ROUNDING_HALF_AWAY, -863 },
		{ "13.200000000000001", 2, ROUNDING_HALF_AWAY, 1320 },
		{ "1500", 0, ROUNDING_REFUSED, 1500 },
		{ "+1.5", 3, ROUNDING_REFUSED, 1500 },
		{ ".5", 1, ROUNDING_REFUSED, 5 },
		{ "5.", 1, ROUNDING_REFUSED, 50 },
		{ "-0.00", 2, ROUNDING_REFUSED, 0 },
		{ "000012", 2, ROUNDING_REFUSED, 1200 },
		{ "9223372036854775807", 0, ROUNDING_REFUSED, INT64_MAX },
		{ "-9223372036854775808", 0, ROUNDING_REFUSED, INT64_MIN },
		{ "-9223372036.854775808", 9, ROUNDING_REFUSED, INT64_MIN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(READINGS) / sizeof(READINGS[0]); i++) {
		const struct reading *reading = &READINGS[i];
		int64_t units = 42;

		assert_int_equal(
			read_text(reading->text, reading->digits, reading->rounding, &units),
			RGL_OK);
		assert_int_equal(units, reading->units);
	}
}

/* Small and large numbers as JavaScript, Python and printf write them. */
static void an_exponent_moves_the_point(void **state)
{
	static const struct reading READINGS[] = {
		{ "1e3", 2, ROUNDING_REFUSED, 100000 },
		{ "1.25e1", 2, ROUNDING_REFUSED, 1250 },
		{ "-1.25E+01", 2, ROUNDING_REFUSED, -1250 },
		{ "125e-2", 2, ROUNDING_REFUSED, 125 },
		{ ".5e-1", 2, ROUNDING_REFUSED, 5 },
		{ "8.881784197001252e-16", 2, ROUNDING_HALF_AWAY, 0 },
		{ "5e-3", 2, ROUNDING_HALF_AWAY, 1 },
		{ "-4.9e-3", 2, ROUNDING_HALF_AWAY, 0 },
		{ "1e-999999999999", 2, ROUNDING_HALF_AWAY, 0 },
		{ "12345678901234567890123456789e-27", 2, ROUNDING_HALF_AWAY, 1235 },
		{ "27.00", 2, ROUNDING_REFUSED, 2700 },
	};
	static const char *const NONE[] = { "1e",    "e5",   "1e+",  "1e1.5", "1.2.3e1", "-e1",
					    "1e2e3", "1e 2", "+.e1", "x1e1",  "1-2e1" };
	int64_t units = 42;
	char longest[66] = "";

	(void)state;
	for (size_t i = 0; i < sizeof(READINGS) / sizeof(READINGS[0]); i++) {
		const struct reading *reading = &READINGS[i];

		units = 42;
		assert_int_equal(decimal_read_number(reading->text, strlen(reading->text),
						     reading->digits, reading->rounding, &units),
				 RGL_OK);
		assert_int_equal(units, reading->units);
	}
	units = 42;
	for (size_t i = 0; i < sizeof(NONE) / sizeof(NONE[0]); i++)
		assert_int_equal(decimal_read_number(NONE[i], strlen(NONE[i]), 2,
						     ROUNDING_HALF_AWAY, &units),
				 RGL_E_FIELD);
	assert_int_equal(decimal_read_number("1e99", 4, 2, ROUNDING_HALF_AWAY, &units),
			 RGL_E_RANGE);
	memset(longest, '0', sizeof(longest) - 1);
	assert_int_equal(decimal_read_number(longest, 65, 2, ROUNDING_HALF_AWAY, &units),
			 RGL_E_FIELD);
	assert_int_equal(units, 42);
	memcpy(longest, "1e-99", 5);
	memset(longest + 5, '9', 59);
	assert_int_equal(decimal_read_number(longest, 64, 2, ROUNDING_HALF_AWAY, &units), RGL_OK);
	assert_int_equal(units, 0);
	memset(longest, '9', 60);
	memcpy(longest + 60, "e-99", 4);
	assert_int_equal(decimal_read_number(longest, 64, 2, ROUNDING_HALF_AWAY, &units), RGL_OK);
	assert_int_equal(units, 0);
}

/* Half a unit goes away from zero; less than half goes; more digits behind do not matter. */
static void a_half_goes_away_from_zero(void **state)
{
	static const struct reading READINGS[] = {
		{ "0.005", 2, ROUNDING_HALF_AWAY, 1 },
		{ "-0.005", 2, ROUNDING_HALF_AWAY, -1 },
		{ "0.00499999999999999999999", 2, ROUNDING_HALF_AWAY, 0 },
		{ "-0.0049", 2, ROUNDING_HALF_AWAY, 0 },
		{ "1.995", 2, ROUNDING_HALF_AWAY, 200 },
		{ "2.5", 0, ROUNDING_HALF_AWAY, 3 },
		{ "-2.5", 0, ROUNDING_HALF_AWAY, -3 },
		{ "2.4999", 0, ROUNDING_HALF_AWAY, 2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(READINGS) / sizeof(READINGS[0]); i++) {
		int64_t units = 42;

		assert_int_equal(read_text(READINGS[i].text, READINGS[i].digits,
					   READINGS[i].rounding, &units),
				 RGL_OK);
		assert_int_equal(units, READINGS[i].units);
	}
}

static void what_is_no_number_is_refused(void **state)
{
	static const char *const TEXTS[] = { "",    "-",   "+",	 ".",	  "-.",	     "1e3",
					     "1,5", " 1",  "1 ", "1.2.3", "0x1",     "NaN",
					     "--1", "+-1", "1-", "inf",	  "\xD9\xA1" };

	(void)state;
	for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++) {
		int64_t units = 42;

		assert_int_equal(read_text(TEXTS[i], 2, ROUNDING_HALF_AWAY, &units), RGL_E_FIELD);
		assert_int_equal(units, 42);
	}
}

static void what_is_too_large_or_too_fine_is_refused(void **state)
{
	static const struct reading READINGS[] = {
		{ "9223372036854775808", 0, ROUNDING_REFUSED, 0 },
		{ "-9223372036854775809", 0, ROUNDING_REFUSED, 0 },
		{ "92233720368547758.08", 2, ROUNDING_REFUSED, 0 },
		{ "99999999999999999999999", 0, ROUNDING_REFUSED, 0 },
		{ "9223372036854775807.5", 0, ROUNDING_HALF_AWAY, 0 },
		{ "-9223372036854775808.5", 0, ROUNDING_HALF_AWAY, 0 },
		{ "1.001", 2, ROUNDING_REFUSED, 0 },
		{ "0.5", 0, ROUNDING_REFUSED, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(READINGS) / sizeof(READINGS[0]); i++) {
		int64_t units = 42;

		assert_int_equal(read_text(READINGS[i].text, READINGS[i].digits,
					   READINGS[i].rounding, &units),
				 RGL_E_RANGE);
		assert_int_equal(units, 42);
	}
}

/* A text is as long as was said: it comes out of the middle of a line. */
static void only_the_given_length_is_read(void **state)
{
	int64_t units = 0;

	(void)state;
	assert_int_equal(decimal_read("12.05;9", 5, 2, ROUNDING_REFUSED, &units), RGL_OK);
	assert_int_equal(units, 1205);
}

static void numbers_are_written_with_their_digits(void **state)
{
	char text[DECIMAL_ROOM];

	(void)state;
	decimal_write(-1205, 2, text);
	assert_string_equal(text, "-12.05");
	decimal_write(1500, 0, text);
	assert_string_equal(text, "1500");
	decimal_write(-5, 3, text);
	assert_string_equal(text, "-0.005");
	decimal_write(0, 2, text);
	assert_string_equal(text, "0.00");
	decimal_write(INT64_MIN, 0, text);
	assert_string_equal(text, "-9223372036854775808");
}

static void thousands_are_set_apart_for_people(void **state)
{
	char text[DECIMAL_ROOM];

	(void)state;
	decimal_write_grouped(-123405, 2, text);
	assert_string_equal(text, "-1,234.05");
	decimal_write_grouped(99999, 2, text);
	assert_string_equal(text, "999.99");
	decimal_write_grouped(1000, 0, text);
	assert_string_equal(text, "1,000");
	decimal_write_grouped(-100, 0, text);
	assert_string_equal(text, "-100");
	decimal_write_grouped(INT64_MIN, 0, text);
	assert_string_equal(text, "-9,223,372,036,854,775,808");
	decimal_write_grouped(INT64_MIN, 18, text);
	assert_string_equal(text, "-9.223372036854775808");
}

/* What printf of the C library writes is what we read and what we write. */
static void writing_agrees_with_the_c_library_and_reads_back(void **state)
{
	uint64_t numbers = 0x9E3779B97F4A7C15u;

	(void)state;
	for (int i = 0; i < 200000; i++) {
		uint32_t digits = (uint32_t)(next_number(&numbers) % 10);
		int64_t units = (int64_t)next_number(&numbers) >> (next_number(&numbers) % 63);
		uint64_t size = units < 0 ? 0 - (uint64_t)units : (uint64_t)units;
		uint64_t scale = 1;
		int64_t back = 0;
		char expected[64];
		char text[DECIMAL_ROOM];

		for (uint32_t place = 0; place < digits; place++)
			scale *= 10;
		(void)snprintf(expected, sizeof(expected), "%s%" PRIu64, units < 0 ? "-" : "",
			       size / scale);
		if (digits > 0)
			(void)snprintf(expected + strlen(expected), 32, ".%0*" PRIu64, (int)digits,
				       size % scale);
		decimal_write(units, digits, text);
		assert_string_equal(text, expected);
		assert_int_equal(read_text(text, digits, ROUNDING_REFUSED, &back), RGL_OK);
		assert_true(back == units);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_of_tills_are_read_exactly),
		cmocka_unit_test(an_exponent_moves_the_point),
		cmocka_unit_test(a_half_goes_away_from_zero),
		cmocka_unit_test(what_is_no_number_is_refused),
		cmocka_unit_test(what_is_too_large_or_too_fine_is_refused),
		cmocka_unit_test(only_the_given_length_is_read),
		cmocka_unit_test(numbers_are_written_with_their_digits),
		cmocka_unit_test(thousands_are_set_apart_for_people),
		cmocka_unit_test(writing_agrees_with_the_c_library_and_reads_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
