/* test_utf8.c - what is UTF-8, held against the C library's converter, and what is clean text. */
#include "tests/support/check.h"

#include <iconv.h>
#include <string.h>

#include "plugin/base/utf8.h"

/* The C library's opinion. */
static bool converts(iconv_t converter, const char *text, size_t length)
{
	char from[8];
	uint32_t into[8];
	char *in = from;
	char *out = (char *)into;
	size_t left = length;
	size_t room = sizeof(into);

	(void)memcpy(from, text, length);
	(void)iconv(converter, NULL, NULL, NULL, NULL);
	return iconv(converter, &in, &left, &out, &room) != (size_t)-1 && left == 0;
}

/* Two bytes, with each of the tails around which the rules of RFC 3629 turn; how many are valid. */
static long agree_on(iconv_t converter, unsigned start)
{
	static const unsigned char TAILS[] = { 0x00, 0x41, 0x7F, 0x80, 0x81, 0x8F, 0x90,
					       0x9F, 0xA0, 0xBF, 0xC0, 0xE2, 0xFF };
	const size_t tails = sizeof(TAILS);
	char text[4] = { (char)(start >> 8), (char)start, 0, 0 };
	long valid = 0;

	assert_int_equal(utf8_is_valid(text, 2), converts(converter, text, 2));
	for (size_t i = 0; i < tails * tails; i++) {
		bool is_valid;

		text[2] = (char)TAILS[i / tails];
		text[3] = (char)TAILS[i % tails];
		is_valid = utf8_is_valid(text, 4);
		valid += is_valid;
		if (is_valid != converts(converter, text, 4))
			fail_msg("%04x %02x %02x", start, TAILS[i / tails], TAILS[i % tails]);
	}
	return valid;
}

/* Every pair of bytes, and every start of three and four. */
static void validity_agrees_with_the_c_library(void **state)
{
	iconv_t converter = iconv_open("UTF-32LE", "UTF-8");
	long valid = 0;

	(void)state;
	assert_true(converter != (iconv_t)-1);
	for (unsigned start = 0; start < 0x10000; start++)
		valid += agree_on(converter, start);
	assert_true(valid > 100000);
	(void)iconv_close(converter);
}

static size_t spell(uint32_t character, char ret[4])
{
	uint32_t from[1] = { character };
	char *in = (char *)from;
	char *out = ret;
	size_t left = sizeof(from);
	size_t room = 4;
	iconv_t converter = iconv_open("UTF-8", "UTF-32LE");
	size_t done = iconv(converter, &in, &left, &out, &room);

	(void)iconv_close(converter);
	assert_int_equal(done, 0);
	return 4 - room;
}

/* Each edge of each length, spelt by the C library, reads back as itself. */
static void each_character_reads_back(void **state)
{
	static const uint32_t CHARACTERS[] = { 1,      0x41,   0x7F,	0x80,	 0xE9,
					       0x7FF,  0x800,  0x905,	0xD7FF,	 0xE000,
					       0xFFFD, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF };

	(void)state;
	for (size_t i = 0; i < sizeof(CHARACTERS) / sizeof(CHARACTERS[0]); i++) {
		char text[4];
		size_t length = spell(CHARACTERS[i], text);
		size_t at = 0;

		assert_int_equal(utf8_next(text, length, &at), CHARACTERS[i]);
		assert_int_equal(at, length);
		assert_int_equal(utf8_next(text, length, &at), 0);
		assert_int_equal(at, length);
	}
}

/* A broken byte costs itself and no more: the text behind it is still read. */
static void what_is_no_character_is_stepped_over(void **state)
{
	const char *text = "a\xC3z\xE2\x82";
	const uint32_t expected[] = { 'a', 0xFFFD, 'z', 0xFFFD, 0xFFFD, 0 };
	size_t at = 0;

	(void)state;
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(utf8_next(text, 5, &at), expected[i]);
}

/* Wherever a text is cut, what is kept is UTF-8, and only the cut character is lost. */
static void a_cut_text_keeps_its_whole_characters(void **state)
{
	const char *text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80z";
	const size_t kept[] = { 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11 };

	(void)state;
	for (size_t length = 0; length <= 11; length++)
		assert_int_equal(utf8_whole(text, length), kept[length]);
	assert_int_equal(utf8_whole("\x80\x80\x80\x80", 4), 4);
}

static void clean_text_passes(void **state)
{
	struct rgl_why why = { .size = sizeof(why), .code = 42 };

	(void)state;
	assert_int_equal(utf8_check_clean(NULL, 5, "name", &why), RGL_OK);
	assert_int_equal(utf8_check_clean("", 0, "name", &why), RGL_OK);
	assert_int_equal(utf8_check_clean("Mette", 5, "name", &why), RGL_OK);
	assert_int_equal(utf8_check_clean("\xE0\xA4\x86\xE0\xA4\xB6\xE0\xA4\xBE", 9, "name", &why),
			 RGL_OK);
	/* Zero-width joiners are part of how some scripts are written. */
	assert_int_equal(utf8_check_clean("\xE2\x80\x8D", 9, "name", &why), RGL_OK);
	assert_int_equal(why.code, 42);
}

static void text_that_is_too_long_is_refused_and_not_cut(void **state)
{
	struct rgl_why why = { .size = sizeof(why) };

	(void)state;
	assert_int_equal(utf8_check_clean("Mettes", 5, "name", &why), RGL_E_TEXT);
	assert_string_equal(why.field, "name");
	assert_string_equal(why.text, "name is longer than 5 bytes; shorten it");
}

static void text_that_is_not_utf8_is_refused(void **state)
{
	struct rgl_why why = { .size = sizeof(why) };

	(void)state;
	assert_int_equal(utf8_check_clean("J\xF8rn", 9, "name", &why), RGL_E_TEXT);
	assert_string_equal(why.text, "name is not UTF-8; send it as UTF-8");
}

/* An escape byte would reach the printer; an override would turn a price round. */
static void controls_and_overrides_are_refused(void **state)
{
	/* The last four are U+202A, U+202E, U+2066 and U+2069, as bytes. */
	static const char TEXTS[][4] = {
		{ 0x01 },
		{ 'a', '\n', 'b' },
		{ 0x1B, '@' },
		{ 0x7F },
		{ '\xC2', '\x80' },
		{ '\xC2', '\x9F' },
		{ '\xE2', '\x80', '\xAA' },
		{ '\xE2', '\x80', '\xAE' },
		{ '\xE2', '\x81', '\xA6' },
		{ '\xE2', '\x81', '\xA9' },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++) {
		struct rgl_why why = { .size = sizeof(why) };

		assert_int_equal(utf8_check_clean(TEXTS[i], 99, "note", &why), RGL_E_TEXT);
		assert_non_null(strstr(why.text, "control character (U+"));
	}
	assert_int_equal(utf8_check_clean("\xC2\xA0", 99, "note", NULL), RGL_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(validity_agrees_with_the_c_library),
		cmocka_unit_test(each_character_reads_back),
		cmocka_unit_test(what_is_no_character_is_stepped_over),
		cmocka_unit_test(a_cut_text_keeps_its_whole_characters),
		cmocka_unit_test(clean_text_passes),
		cmocka_unit_test(text_that_is_too_long_is_refused_and_not_cut),
		cmocka_unit_test(text_that_is_not_utf8_is_refused),
		cmocka_unit_test(controls_and_overrides_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
