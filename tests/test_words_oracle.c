/* test_words_oracle.c - plural forms, numbers and months, held against what another library says of
 * CLDR's tables (tests/golden/words_oracle.py made the list).
 */
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "receipts/words/write.h"

#define LIST "tests/golden/words_oracle.txt"

enum { PARTS = 4, LINE_MAX_BYTES = 2048, LINES_LEAST = 1000 };

/* "count  da  -123450  -123.450": what, language, input, answer. */
static bool read_parts(FILE *list, char *line, char *parts[PARTS])
{
	char *rest;

	if (fgets(line, LINE_MAX_BYTES, list) == NULL)
		return false;
	line[strcspn(line, "\n")] = '\0';
	parts[0] = strtok_r(line, "\t", &rest);
	for (size_t i = 1; i < PARTS; i++) {
		parts[i] = strtok_r(NULL, "\t", &rest);
		assert_non_null(parts[i]);
	}
	return true;
}

static FILE *open_list(void)
{
	FILE *list = fopen(LIST, "r");

	assert_non_null(list);
	return list;
}

/* The numbers that have the form in parts[2], all of them in parts[3]. */
static long check_forms(char *parts[PARTS], enum write_rules rules)
{
	struct writer writer = writer_of(parts[1], 2);
	char *rest = parts[3];
	long checked = 0;

	while (*rest != '\0') {
		const int64_t count = strtoll(rest, &rest, 10);
		enum plural plural = PLURALS;

		assert_int_equal(writer_plural(&writer, rules, count, &plural, NULL), RGL_OK);
		if (strcmp(plural_name(plural), parts[2]) != 0)
			fail_msg("%s %s %lld: %s, not %s", parts[0], parts[1], (long long)count,
				 plural_name(plural), parts[2]);
		checked++;
	}
	writer_close(&writer);
	return checked;
}

/* CLDR's classes decide between "1 point" and "2 points" in every language. */
static void every_number_has_the_plural_form_that_cldr_gives_it(void **state)
{
	FILE *list = open_list();
	char line[LINE_MAX_BYTES];
	char *parts[PARTS];
	long checked = 0;

	(void)state;
	while (read_parts(list, line, parts)) {
		if (strcmp(parts[0], "plural") == 0)
			checked += check_forms(parts, WRITE_PLURAL);
		if (strcmp(parts[0], "ordinal") == 0)
			checked += check_forms(parts, WRITE_ORDINAL);
	}
	fclose(list);
	assert_true(checked > 3 * LINES_LEAST);
}

static enum value_kind kind_of(const char *what)
{
	if (strcmp(what, "count") == 0)
		return VALUE_COUNT;
	if (strcmp(what, "quantity") == 0)
		return VALUE_QUANTITY;
	return strncmp(what, "money", 5) == 0 ? VALUE_MONEY : VALUE_FLAG;
}

/* A narrow no-break space is written as a no-break space: few fonts have the first. */
static void widen_spaces(char *text)
{
	char *narrow;

	while ((narrow = strstr(text, "\xE2\x80\xAF")) != NULL) {
		memcpy(narrow, "\xC2\xA0", 2);
		memmove(narrow + 2, narrow + 3, strlen(narrow + 3) + 1);
	}
}

static void check_number(char *parts[PARTS], enum value_kind kind)
{
	const uint32_t digits = kind == VALUE_MONEY ? (uint32_t)(parts[0][5] - '0') : 0;
	struct writer writer = writer_of(parts[1], digits);
	const struct value value = { .kind = kind, .number = strtoll(parts[2], NULL, 10) };
	char written[WRITE_ROOM];

	assert_int_equal(writer_value(&writer, &value, written, NULL), RGL_OK);
	widen_spaces(parts[3]);
	if (strcmp(written, parts[3]) != 0)
		fail_msg("%s %s %s: \"%s\", not \"%s\"", parts[0], parts[1], parts[2], written,
			 parts[3]);
	writer_close(&writer);
}

/* No amount of 64 bits may lose a digit, whatever the language does with it. */
static void every_number_is_written_as_its_language_does(void **state)
{
	FILE *list = open_list();
	char line[LINE_MAX_BYTES];
	char *parts[PARTS];
	long checked = 0;

	(void)state;
	while (read_parts(list, line, parts)) {
		const enum value_kind kind = kind_of(parts[0]);

		if (kind == VALUE_FLAG)
			continue;
		check_number(parts, kind);
		checked++;
	}
	fclose(list);
	assert_true(checked > LINES_LEAST);
}

static void check_month(char *parts[PARTS])
{
	struct writer writer = writer_of(parts[1], 2);
	struct value value = { .kind = VALUE_DAY };
	char written[WRITE_ROOM];
	char number[16];
	char *rest;
	bool found = false;

	assert_int_equal(
		sscanf(parts[2], "%d-%d-%d", &value.at.year, &value.at.month, &value.at.day), 3);
	assert_int_equal(writer_value(&writer, &value, written, NULL), RGL_OK);
	for (char *month = strtok_r(parts[3], "|", &rest); month != NULL;
	     month = strtok_r(NULL, "|", &rest))
		found = found || strstr(written, month) != NULL;
	if (!found)
		fail_msg("%s %s: \"%s\" has not the month's name", parts[1], parts[2], written);
	snprintf(number, sizeof(number), "%d", value.at.year);
	assert_non_null(strstr(written, number));
	snprintf(number, sizeof(number), "%d", value.at.day);
	assert_non_null(strstr(written, number));
	writer_close(&writer);
}

/* A day that is off by one, or by a time zone, would be seen at a month's end. */
static void every_day_has_its_month_its_year_and_its_number(void **state)
{
	FILE *list = open_list();
	char line[LINE_MAX_BYTES];
	char *parts[PARTS];
	long checked = 0;

	(void)state;
	while (read_parts(list, line, parts))
		if (strcmp(parts[0], "day") == 0) {
			check_month(parts);
			checked++;
		}
	fclose(list);
	assert_true(checked >= 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_number_has_the_plural_form_that_cldr_gives_it),
		cmocka_unit_test(every_number_is_written_as_its_language_does),
		cmocka_unit_test(every_day_has_its_month_its_year_and_its_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
