/* test_csv.c - rows as RFC 4180 has them, and files that are not so, refused by their line. */
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/csv.h"
#include "tests/support/sweep.h"

/* A file, and its reader. */
struct reading {
	struct host host;
	FILE *stream;
	struct csv *csv;
	struct rgl_why why;
};

static void begin(struct reading *reading, const char *bytes, size_t length)
{
	*reading = (struct reading) { .why = { .size = sizeof(struct rgl_why) } };
	host_init(&reading->host, NULL);
	reading->stream = tmpfile();
	assert_non_null(reading->stream);
	assert_int_equal(fwrite(bytes, 1, length, reading->stream), length);
	rewind(reading->stream);
}

static void begin_reading(struct reading *reading, const char *bytes, size_t length)
{
	begin(reading, bytes, length);
	assert_int_equal(csv_open(&reading->host, reading->stream, "sales.csv", &reading->csv,
				  &reading->why),
			 RGL_OK);
}

static void end_reading(struct reading *reading)
{
	csv_close(reading->csv);
	assert_int_equal(fclose(reading->stream), 0);
}

static const struct csv_row *next(struct reading *reading)
{
	const struct csv_row *row = NULL;

	assert_int_equal(csv_next(reading->csv, &row, &reading->why), RGL_OK);
	return row;
}

/* The fields of a row, with '|' between them. */
static void assert_row(const struct csv_row *row, int64_t line, const char *expected)
{
	char text[256] = "";
	size_t length = 0;

	assert_non_null(row);
	for (size_t i = 0; i < row->count; i++) {
		assert_int_equal(strlen(row->fields[i].text), row->fields[i].length);
		length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s",
					   i > 0 ? "|" : "", row->fields[i].text);
		assert_in_range(length, 0, sizeof(text) - 1);
	}
	assert_string_equal(text, expected);
	assert_int_equal(row->line, line);
}

static void fields_come_as_they_were_meant(void **state)
{
	static const char FILE_TEXT[] = "a,b,c\r\n"
					"1,\"two, and\",3\r\n"
					"\"say \"\"yes\"\"\",\"\",\r\n"
					"\"two\r\nlines\",x,\"y\nz\"\r\n"
					",,\r\n"
					"last,without,end";
	struct reading reading;

	(void)state;
	begin_reading(&reading, FILE_TEXT, strlen(FILE_TEXT));
	assert_int_equal(csv_delimiter(reading.csv), ',');
	assert_row(next(&reading), 1, "a|b|c");
	assert_row(next(&reading), 2, "1|two, and|3");
	assert_row(next(&reading), 3, "say \"yes\"||");
	assert_row(next(&reading), 4, "two\r\nlines|x|y\nz");
	assert_row(next(&reading), 7, "||");
	assert_row(next(&reading), 8, "last|without|end");
	assert_null(next(&reading));
	assert_null(next(&reading));
	assert_int_equal(csv_offset(reading.csv), strlen(FILE_TEXT));
	end_reading(&reading);
}

/* Spreadsheets end files with empty lines and begin them with a byte order mark. */
static void marks_and_empty_lines_are_passed_over(void **state)
{
	static const char FILE_TEXT[] = "\xef\xbb\xbf\"a\",b\n\n\r\n1,2\n\n\n";
	struct reading reading;

	(void)state;
	begin_reading(&reading, FILE_TEXT, strlen(FILE_TEXT));
	assert_row(next(&reading), 1, "a|b");
	assert_row(next(&reading), 4, "1|2");
	assert_null(next(&reading));
	end_reading(&reading);
}

static void the_header_tells_what_separates(void **state)
{
	static const struct {
		const char *text;
		char delimiter;
		const char *row;
	} CASES[] = {
		{ "a;b;c,d\n", ';', "a|b|c,d" },
		{ "a\tb\tc\n1,2,3\t\t\n", '\t', "a|b|c" },
		{ "\"x;y;z\",b\n", ',', "x;y;z|b" },
		{ "alone\n;;;;\n", ',', "alone" },
		{ "\"a\nx,y,z\";b\n", ';', "a\nx,y,z|b" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		struct reading reading;

		begin_reading(&reading, CASES[i].text, strlen(CASES[i].text));
		assert_int_equal(csv_delimiter(reading.csv), CASES[i].delimiter);
		assert_row(next(&reading), 1, CASES[i].row);
		end_reading(&reading);
	}
}

/* Empty lines may stand in front of it. Found by fuzz_csv. */
static void the_header_is_the_first_line_that_says_something(void **state)
{
	static const char *const TEXTS[] = { "\na;b\n1;2\n", "\r\n\n\r\na;b\n1;2\n",
					     "\xef\xbb\xbf\r\na;b\n1;2\n" };
	static const int64_t LINES[] = { 2, 4, 2 };

	(void)state;
	for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++) {
		struct reading reading;

		begin_reading(&reading, TEXTS[i], strlen(TEXTS[i]));
		assert_int_equal(csv_delimiter(reading.csv), ';');
		assert_row(next(&reading), LINES[i], "a|b");
		assert_row(next(&reading), LINES[i] + 1, "1|2");
		end_reading(&reading);
	}
}

static void an_empty_file_has_no_rows(void **state)
{
	struct reading reading;

	(void)state;
	begin_reading(&reading, "", 0);
	assert_null(next(&reading));
	end_reading(&reading);
	begin_reading(&reading, "\n\r\n", 3);
	assert_null(next(&reading));
	end_reading(&reading);
}

/* Reads until a refusal; the file must have one. */
static void assert_refused(const char *bytes, size_t length, rgl_rc expected, const char *words)
{
	const struct csv_row *row = NULL;
	struct reading reading;
	rgl_rc rc;

	begin_reading(&reading, bytes, length);
	do {
		rc = csv_next(reading.csv, &row, &reading.why);
	} while (rc >= 0 && row != NULL);
	assert_int_equal(rc, expected);
	assert_int_equal(reading.why.code, expected);
	assert_ptr_equal(strstr(reading.why.text, words), reading.why.text);
	assert_null(strchr(reading.why.text, '\n'));
	end_reading(&reading);
}

static void what_is_not_csv_is_refused_by_its_line(void **state)
{
	static const struct {
		const char *text;
		size_t length;
		rgl_rc rc;
		const char *words;
	} CASES[] = {
		{ "a,b\n1,2\n1,x\"y\n", 0, RGL_E_FIELD, "sales.csv:3: a quote" },
		{ "a,b\n1,\"x\"y\n", 0, RGL_E_FIELD, "sales.csv:2: a quote" },
		{ "a,b\n1,\"x\n\n\n", 0, RGL_E_FIELD, "sales.csv:2: the quote" },
		{ "a,b\n1,\"x\n\ny\"z\n", 0, RGL_E_FIELD, "sales.csv:4: a quote" },
		{ "a,b\n1\n", 0, RGL_E_FIELD,
		  "sales.csv:2: the row has 1 fields and the header 2" },
		{ "a,b\n1,2,\n", 0, RGL_E_FIELD, "sales.csv:2: the row has 3" },
		{ "a,b\n1,2\0\n", 10, RGL_E_TEXT, "sales.csv:2: there is a NUL" },
		{ "a,b\n1,\"2\0\"\n", 12, RGL_E_TEXT, "sales.csv:2: there is a NUL" },
		{ "a,b\r1,2\r", 0, RGL_E_TEXT, "sales.csv:1: a carriage return" },
		{ "a,b\n\r\r\n", 0, RGL_E_TEXT, "sales.csv:2: a carriage return" },
		{ "a,b\n1,2\r", 0, RGL_E_TEXT, "sales.csv:2: a carriage return" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++)
		assert_refused(CASES[i].text,
			       CASES[i].length > 0 ? CASES[i].length : strlen(CASES[i].text),
			       CASES[i].rc, CASES[i].words);
}

/* A spreadsheet's other way of saving text. */
static void utf_16_is_named(void **state)
{
	static const char *const MARKS[] = { "\xff\xfe"
					     "a",
					     "\xfe\xff"
					     "a" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct reading reading;
		struct csv *csv = NULL;

		begin(&reading, MARKS[i], 3);
		assert_int_equal(
			csv_open(&reading.host, reading.stream, "sales.csv", &csv, &reading.why),
			RGL_E_TEXT);
		assert_non_null(strstr(reading.why.text, "UTF-16"));
		assert_null(csv);
		assert_int_equal(fclose(reading.stream), 0);
	}
}

/* The longest row allowed is read, one byte more is not: the file cannot fill our memory. */
static void rows_have_a_largest_size(void **state)
{
	char *bytes = malloc(CSV_ROW_MAX + 16);
	struct reading reading;

	(void)state;
	assert_non_null(bytes);
	memset(bytes, 'x', CSV_ROW_MAX + 16);
	begin_reading(&reading, bytes, CSV_ROW_MAX - 1);
	assert_int_equal(next(&reading)->fields[0].length, CSV_ROW_MAX - 1);
	end_reading(&reading);
	assert_refused(bytes, CSV_ROW_MAX, RGL_E_LIMIT, "sales.csv:1: the row is longer");
	bytes[0] = '"';
	assert_refused(bytes, CSV_ROW_MAX + 16, RGL_E_LIMIT, "sales.csv:1: the row is longer");
	memset(bytes, ',', CSV_FIELDS_MAX);
	begin_reading(&reading, bytes, CSV_FIELDS_MAX - 1);
	assert_int_equal(next(&reading)->count, CSV_FIELDS_MAX);
	end_reading(&reading);
	assert_refused(bytes, CSV_FIELDS_MAX, RGL_E_LIMIT, "sales.csv:1: the row has more");
	free(bytes);
}

/* Line ends and quotes that fall on the edge of what is read at once, 65,536 bytes. */
static void the_edge_of_a_read_is_no_edge_of_a_row(void **state)
{
	static const char HEADER[] = { 'a', ',', 'b', '\n' };
	const size_t edge = 65536;
	char *bytes = malloc(edge + 64);

	(void)state;
	assert_non_null(bytes);
	for (size_t before = edge - 12; before <= edge; before++) {
		struct reading reading;
		size_t length = before;

		memset(bytes, '\n', before);
		memcpy(bytes, HEADER, sizeof(HEADER));
		length += (size_t)snprintf(bytes + length, edge + 64 - length,
					   "\"1\"\"\",\"\r\n\"\r\n\r\n3,4\r\n");
		begin_reading(&reading, bytes, length);
		assert_row(next(&reading), 1, "a|b");
		assert_row(next(&reading), (int64_t)before - 2, "1\"|\r\n");
		assert_row(next(&reading), (int64_t)before + 1, "3|4");
		assert_null(next(&reading));
		assert_int_equal(csv_offset(reading.csv), length);
		end_reading(&reading);
	}
	free(bytes);
}

/* A folder opens like a file, but cannot be read. */
static void a_stream_that_cannot_be_read_is_told(void **state)
{
	struct reading reading = { .why = { .size = sizeof(struct rgl_why) } };
	struct csv *csv = NULL;

	(void)state;
	host_init(&reading.host, NULL);
	reading.stream = fopen(".", "r");
	assert_non_null(reading.stream);
	assert_int_equal(csv_open(&reading.host, reading.stream, ".", &csv, &reading.why),
			 RGL_E_INPUT_OUTPUT);
	assert_null(csv);
	assert_int_equal(fclose(reading.stream), 0);
	csv_close(NULL);
}

static void every_failed_allocation_is_told_and_leaks_nothing(void **state)
{
	rgl_rc rc = RGL_E_MEMORY;
	long n = 0;

	(void)state;
	for (; rc != RGL_OK && n < 20; n++) {
		const struct csv_row *row = NULL;
		struct csv *csv = NULL;
		struct sweep sweep;
		struct host host;
		FILE *stream = tmpfile();

		assert_non_null(stream);
		sweep_init(&sweep, n);
		host_init(&host, &sweep.host);
		rc = csv_open(&host, stream, "sales.csv", &csv, NULL);
		assert_int_equal(rc, sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
		if (rc >= 0)
			assert_int_equal(csv_next(csv, &row, NULL), RGL_OK);
		csv_close(csv);
		assert_int_equal(sweep.held, 0);
		assert_int_equal(fclose(stream), 0);
	}
	assert_int_equal(rc, RGL_OK);
	assert_true(n > 1);
}

/* A file of 69,659 purchases and a header, as `wc -l` counts them. */
static void a_real_file_is_read_to_its_end(void **state)
{
	const char *folder = getenv("REGULARS_DATA");
	const struct csv_row *row;
	struct reading reading = { .why = { .size = sizeof(struct rgl_why) } };
	int64_t rows = 0;
	char path[512];

	(void)state;
	if (folder == NULL)
		skip();
	host_init(&reading.host, NULL);
	(void)snprintf(path, sizeof(path), "%s/cdnow/cdnow_master.csv", folder);
	reading.stream = fopen(path, "r");
	assert_non_null(reading.stream);
	assert_int_equal(csv_open(&reading.host, reading.stream, path, &reading.csv, &reading.why),
			 RGL_OK);
	assert_row(next(&reading), 1, "customer_id|date|number_of_cds|dollar_value");
	assert_row(next(&reading), 2, "00001|19970101|1|11.77");
	for (row = next(&reading); row != NULL; row = next(&reading)) {
		assert_int_equal(row->line, rows + 3);
		rows++;
	}
	assert_int_equal(rows + 1, 69659);
	end_reading(&reading);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_come_as_they_were_meant),
		cmocka_unit_test(marks_and_empty_lines_are_passed_over),
		cmocka_unit_test(the_header_tells_what_separates),
		cmocka_unit_test(the_header_is_the_first_line_that_says_something),
		cmocka_unit_test(an_empty_file_has_no_rows),
		cmocka_unit_test(what_is_not_csv_is_refused_by_its_line),
		cmocka_unit_test(utf_16_is_named),
		cmocka_unit_test(rows_have_a_largest_size),
		cmocka_unit_test(the_edge_of_a_read_is_no_edge_of_a_row),
		cmocka_unit_test(a_stream_that_cannot_be_read_is_told),
		cmocka_unit_test(every_failed_allocation_is_told_and_leaks_nothing),
		cmocka_unit_test(a_real_file_is_read_to_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
