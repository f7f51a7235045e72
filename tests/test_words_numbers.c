/* test_words_numbers.c - money, counts, quantities, days and times as each language writes them,
 * and that the process around them is neither asked nor changed.
 */
#include "tests/support/check.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/uloc.h>

#include "receipts/words/words.h"
#include "receipts/words/write.h"
#include "tests/support/says.h"

static struct host host;

static int set_up(void **state)
{
	(void)state;
	host_init(&host, NULL);
	return 0;
}

static void check_value(const char *language, uint32_t digits, struct value value,
			const char *expected)
{
	struct words *words = says_open(&host, language, digits);
	char written[WORDS_ROOM] = "";

	assert_int_equal(words_value(words, &value, written, NULL), RGL_OK);
	assert_string_equal(written, expected);
	words_close(words);
}

static void check_money(const char *language, uint32_t digits, int64_t minor, const char *expected)
{
	check_value(language, digits, (struct value) { .kind = VALUE_MONEY, .number = minor },
		    expected);
}

/* The amount is the one thing on a receipt that must not be misread. */
static void money_has_the_digits_of_its_currency(void **state)
{
	(void)state;
	check_money("en", 2, 123450, "1,234.50");
	check_money("en", 0, 123450, "123,450");
	check_money("en", 3, 123450, "123.450");
	check_money("da", 2, 123450, "1.234,50");
	check_money("vi", 0, 123450, "123.450");
	check_money("ja", 0, 123450, "123,450");
	check_money("hi", 2, 12345678950, "12,34,56,789.50");
	check_money("ar", 2, 123450, "١٬٢٣٤٫٥٠");
	check_money("ar", 3, 123450, "١٢٣٫٤٥٠");
	check_money("ar-AE", 2, 123450, "1,234.50");
	check_money("ar-u-nu-latn", 2, 123450, "1,234.50");
	check_money("en", 2, -5, "-0.05");
	check_money("en", 2, 0, "0.00");
}

/* A double would lose the last digits. */
static void money_is_exact_to_the_last_digit_of_64_bits(void **state)
{
	(void)state;
	check_money("en", 2, INT64_MAX, "92,233,720,368,547,758.07");
	check_money("en", 2, INT64_MIN, "-92,233,720,368,547,758.08");
	check_money("en", 0, INT64_MAX, "9,223,372,036,854,775,807");
	check_money("en", 0, INT64_MIN, "-9,223,372,036,854,775,808");
	check_money("en", 3, INT64_MAX, "9,223,372,036,854,775.807");
	check_money("en", 3, INT64_MIN, "-9,223,372,036,854,775.808");
	check_money("da", 2, INT64_C(9007199254740993), "90.071.992.547.409,93");
}

static void check_quantity(const char *language, int64_t milli, const char *expected)
{
	check_value(language, 2, (struct value) { .kind = VALUE_QUANTITY, .number = milli },
		    expected);
}

static void a_quantity_has_no_zeros_that_say_nothing(void **state)
{
	(void)state;
	check_quantity("en", 2000, "2");
	check_quantity("en", 350, "0.35");
	check_quantity("en", 1, "0.001");
	check_quantity("en", -1500, "-1.5");
	check_quantity("da", 1234567, "1.234,567");
	check_quantity("ar", 1500, "١٫٥");
	check_quantity("hi", INT64_MAX, "9,22,33,72,03,68,54,775.807");
}

/* What is neither a number nor a day: as it is, or nothing. */
static void a_text_is_written_as_it_is_and_a_flag_as_nothing(void **state)
{
	static char text[4 * WORDS_ROOM];
	const struct value longest = { .kind = VALUE_TEXT, .text = text };
	struct words *words = says_open(&host, "en", 2);
	char written[WORDS_ROOM];

	(void)state;
	check_value("ar", 2, (struct value) { .kind = VALUE_TEXT, .text = "RG1-7KQM" }, "RG1-7KQM");
	check_value("en", 2, (struct value) { .kind = VALUE_TEXT, .text = "" }, "");
	check_value("en", 2, (struct value) { .kind = VALUE_FLAG, .number = 1 }, "");
	check_value("en", 2, (struct value) { .kind = VALUE_DAY }, "");
	check_value("en", 2, (struct value) { .kind = VALUE_TIME }, "");
	memset(text, 'x', sizeof(text) - 1);
	assert_int_equal(words_value(words, &longest, written, NULL), RGL_OK);
	assert_int_equal(strlen(written), WORDS_ROOM - 1);
	assert_string_equal(written + WORDS_ROOM - 4, "\xE2\x80\xA6");
	words_close(words);
}

/* ---- Days ---- */

/* What must be in a written day, each part on its own: their order and the signs between them are
 * the language's, and change from one edition of its tables to the next. */
static void check_has(const char *language, enum value_kind kind, const char *const *parts)
{
	const struct value value = { .kind = kind, .at = { 2026, 11, 21, 14, 5, 59 } };
	struct words *words = says_open(&host, language, 2);
	char written[WORDS_ROOM];

	assert_int_equal(words_value(words, &value, written, NULL), RGL_OK);
	for (; *parts != NULL; parts++)
		if (strstr(written, *parts) == NULL)
			fail_msg("%s: \"%s\" lacks \"%s\"", language, written, *parts);
	words_close(words);
}

static const struct {
	const char *language;
	const char *day[4];
	const char *time[4];
} DAYS[] = {
	{ "en", { "21 Nov 2026" }, { "Sat", "21 Nov 2026", "14:05" } },
	{ "en-US", { "Nov 21, 2026" }, { "Sat", "2:05\xC2\xA0PM" } },
	{ "hi", { "21 नव", "2026" }, { "शनि", "2:05" } },
	{ "vi", { "21 thg 11", "2026" }, { "Th 7", "14:05" } },
	{ "da", { "21. nov. 2026" }, { "lør", "14.05" } },
	{ "ar", { "٢١ نوفمبر", "٢٠٢٦" }, { "السبت", "٢:٠٥", "م" } },
	{ "ja", { "2026年11月21日" }, { "土", "14:05" } },
	{ "th", { "Nov", "2026" }, { "14:05" } }, /* no catalogue: the shop's English is spoken */
};

static void check_days(void)
{
	for (size_t i = 0; i < sizeof(DAYS) / sizeof(*DAYS); i++) {
		check_has(DAYS[i].language, VALUE_DAY, DAYS[i].day);
		check_has(DAYS[i].language, VALUE_TIME, DAYS[i].time);
	}
}

static void days_and_times_are_written_as_the_language_does(void **state)
{
	(void)state;
	check_days();
}

/* In own sentences of a language with another calendar: the shop's days are Gregorian. */
static void the_year_is_the_shops_in_every_language(void **state)
{
	static const char *const LANGUAGES[] = { "th", "fa", "ar-SA", "ja", "en-u-ca-buddhist" };
	const struct value value = { .kind = VALUE_DAY, .at = { 2026, 11, 21, 0, 0, 0 } };

	(void)state;
	for (size_t i = 0; i < sizeof(LANGUAGES) / sizeof(*LANGUAGES); i++) {
		const struct words_own own = { LANGUAGES[i], "thanks = -", 10 };
		const struct words_wish wish = { .member = LANGUAGES[i],
						 .own = &own,
						 .own_count = 1 };
		struct words *words = NULL;
		char written[WORDS_ROOM];

		assert_int_equal(words_open(&host, &wish, &words, NULL), RGL_OK);
		assert_int_equal(words_value(words, &value, written, NULL), RGL_OK);
		if (strstr(written, "2026") == NULL && strstr(written, "۲۰۲۶") == NULL &&
		    strstr(written, "٢٠٢٦") == NULL)
			fail_msg("%s: %s", LANGUAGES[i], written);
		words_close(words);
	}
}

/* ---- The process ---- */

/* A till in Auckland whose process is set to German writes a Danish receipt all the same. */
static void the_processs_language_and_time_zone_have_no_effect(void **state)
{
	static const char *const NAMES[] = { "LANG", "LC_ALL", "LANGUAGE" };
	const struct words_own own = { "tlh", "thanks = Qapla'", 15 };
	const struct words_wish wish = {
		.member = "tlh", .currency = { "EUR", 2 }, .own = &own, .own_count = 1
	};
	const struct value money = { .kind = VALUE_MONEY, .number = 123450 };
	UErrorCode status = U_ZERO_ERROR;
	struct words *words = NULL;
	char written[WORDS_ROOM];

	(void)state;
	for (size_t i = 0; i < 3; i++)
		setenv(NAMES[i], "de_DE.UTF-8", 1);
	setenv("TZ", "Pacific/Auckland", 1);
	tzset();
	uloc_setDefault("de_DE", &status);
	assert_true(U_SUCCESS(status));
	check_days();
	check_money("en", 2, 123450, "1,234.50");
	check_money("ja", 2, 123450, "1,234.50");
	/* A language that ICU does not have is where it would take the process's own. */
	assert_int_equal(words_open(&host, &wish, &words, NULL), RGL_OK);
	assert_string_equal(words_language(words), "tlh");
	assert_int_equal(words_value(words, &money, written, NULL), RGL_OK);
	assert_string_equal(written, "1,234.50");
	words_close(words);
	assert_string_equal(uloc_getDefault(), "de_DE");
}

/* The till's own 4.20 must not become 4,20. */
static void the_processs_language_stays_as_it_is(void **state)
{
	const char *c_before = setlocale(LC_ALL, NULL);
	char before[64];
	char icu_before[64];

	(void)state;
	assert_true(strlen(c_before) < sizeof(before) &&
		    strlen(uloc_getDefault()) < sizeof(icu_before));
	strcpy(before, c_before);
	strcpy(icu_before, uloc_getDefault());
	for (const char *const *language = words_languages(); *language != NULL; language++) {
		const int64_t count = 1234;
		const struct values usual = says_usual(&count);
		struct words *words = says_open(&host, *language, 2);
		char said[WORDS_ROOM];

		assert_int_equal(words_say(words, "ending_soon", &usual, said, NULL), RGL_OK);
		words_close(words);
	}
	assert_string_equal(setlocale(LC_ALL, NULL), before);
	assert_string_equal(uloc_getDefault(), icu_before);
}

static void check_writes(struct writer *writer, struct value value)
{
	char written[WRITE_ROOM] = "";

	if (writer_value(writer, &value, written, NULL) < 0)
		fail_msg("%s: kind %d is not written", writer->locale, value.kind);
	assert_true(written[0] != '\0');
}

/* Each month and weekday, in the morning and behind noon. */
static void check_times(struct writer *writer)
{
	for (int i = 0; i < 12 * 7 * 2; i++)
		check_writes(writer, (struct value) { .kind = VALUE_TIME,
						      .at = { .year = 2026,
							      .month = i % 12 + 1,
							      .day = 20 + i / 24,
							      .hour = i / 12 % 2 * 12,
							      .minute = 58 } });
}

/* A shop may bring sentences in any language: a weekday of many letters (Chakma's take four bytes
 * each) must not cost it the receipt. */
static void every_language_that_icu_has_is_written(void **state)
{
	(void)state;
	for (int32_t i = 0; i < uloc_countAvailable(); i++) {
		char tag[WRITE_TAG_ROOM];
		struct writer writer;

		if (!write_tag(uloc_getAvailable(i), tag))
			continue;
		writer = writer_of(tag, 3);
		check_times(&writer);
		check_writes(&writer, (struct value) { .kind = VALUE_COUNT, .number = INT64_MIN });
		check_writes(&writer, (struct value) { .kind = VALUE_MONEY, .number = INT64_MIN });
		check_writes(&writer,
			     (struct value) { .kind = VALUE_QUANTITY, .number = INT64_MAX });
		writer_close(&writer);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(money_has_the_digits_of_its_currency),
		cmocka_unit_test(money_is_exact_to_the_last_digit_of_64_bits),
		cmocka_unit_test(a_quantity_has_no_zeros_that_say_nothing),
		cmocka_unit_test(a_text_is_written_as_it_is_and_a_flag_as_nothing),
		cmocka_unit_test(days_and_times_are_written_as_the_language_does),
		cmocka_unit_test(the_year_is_the_shops_in_every_language),
		cmocka_unit_test(every_language_that_icu_has_is_written),
		cmocka_unit_test(the_processs_language_stays_as_it_is),
		cmocka_unit_test(the_processs_language_and_time_zone_have_no_effect),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
