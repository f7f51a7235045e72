/* test_json_stream.c - records cut out of JSON files: every shape that exports come in, and files
 * that are damaged, of which the rest is read. The oracle for what a record is, is its own text. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "cli/logs/json_stream.h"
#include "plugin/json/json.h"
#include "tests/support/sweep.h"

static const char *const LISTS[] = { "orders", "refunds", NULL };
static const char *const SINGLES[] = { "order", "refund", NULL };
static const char *const MARKS[] = { "id", NULL };
static const struct json_shape SHAPE = { LISTS, SINGLES, MARKS };

#define SAID_ROOM 4096

/* Reads a file to its end and writes down what came, one a line: "LINE NAME TEXT" of a record,
 * "LINE ! WORDS" of a refusal. */
static void read_bytes(const char *bytes, size_t length, char said[SAID_ROOM])
{
	struct rgl_why why = { .size = sizeof(why) };
	const struct json_record *record = NULL;
	struct json_stream *stream = NULL;
	FILE *file = tmpfile();
	struct host host;
	size_t used = 0;

	host_init(&host, NULL);
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	rewind(file);
	assert_int_equal(json_stream_open(&host, file, &SHAPE, &stream, &why), RGL_OK);
	said[0] = '\0';
	for (int i = 0; i < 1000; i++) {
		int64_t line = -1;
		rgl_rc rc = json_stream_next(stream, &record, &line, &why);

		if (rc == RGL_OK && record == NULL)
			break;
		assert_in_range(line, 1, 100000);
		if (rc < 0)
			used += (size_t)snprintf(said + used, SAID_ROOM - used, "%d ! %.24s\n",
						 (int)line, why.text);
		else
			used += (size_t)snprintf(said + used, SAID_ROOM - used, "%d %s %.*s\n",
						 (int)line, record->name,
						 record->length > 60 ? 60 : (int)record->length,
						 record->text);
		assert_in_range(used, 0, SAID_ROOM - 1);
	}
	/* Behind the end there is nothing more, however often one asks. */
	assert_int_equal(json_stream_next(stream, &record, &(int64_t) { 0 }, &why), RGL_OK);
	assert_null(record);
	assert_int_equal(json_stream_offset(stream), length);
	json_stream_close(stream);
	(void)fclose(file);
}

static void expect(const char *text, const char *expected)
{
	char said[SAID_ROOM];

	read_bytes(text, strlen(text), said);
	assert_string_equal(said, expected);
}

static void records_of_a_list_come_one_by_one(void **state)
{
	(void)state;
	expect("[]", "");
	expect("[{\"id\":1},\n {\"id\":2, \"x\":[{}]}\n]\n",
	       "1  {\"id\":1}\n2  {\"id\":2, \"x\":[{}]}\n");
}

/* What stands beside the lists is passed over, lists and objects of it too. */
static void records_of_an_envelope_have_its_name(void **state)
{
	(void)state;
	expect("{\"cursor\": \"a}]\", \"errors\": [{\"code\": 1}],\n\"orders\": [\n{\"id\":1},\n"
	       "{\"id\":2}],\n\"more\": {\"orders\": [{}]}, \"refunds\": [{\"id\": 3}]}",
	       "3 orders {\"id\":1}\n4 orders {\"id\":2}\n5 refunds {\"id\": 3}\n");
	expect("{\"order\":\n {\"id\":1}}", "2 order {\"id\":1}\n");
	expect("{\"orders\": []}", "");
	expect("{\"orders\": null, \"refunds\": [{\"id\":1}]}", "1 refunds {\"id\":1}\n");
}

/* An order holds refunds, and is no envelope of them: its id stands in front. */
static void a_record_with_a_list_of_such_a_name_is_a_record(void **state)
{
	(void)state;
	expect("{\"id\":7,\"refunds\":[{\"id\":8}]}", "1  {\"id\":7,\"refunds\":[{\"id\":8}]}\n");
	expect("{\"a\":{\"refunds\":[{}]}}", "1  {\"a\":{\"refunds\":[{}]}}\n");
	expect("{\"a\":\"refunds\"}", "1  {\"a\":\"refunds\"}\n");
}

static void documents_may_follow_one_another(void **state)
{
	(void)state;
	expect("{\"id\":1}\n{\"id\":2}\r\n\n{\"id\":3}",
	       "1  {\"id\":1}\n2  {\"id\":2}\n4  {\"id\":3}\n");
	expect("{\"orders\":[{\"id\":1}]}{\"orders\":[{\"id\":2}]}\n[{\"id\":3}]",
	       "1 orders {\"id\":1}\n1 orders {\"id\":2}\n2  {\"id\":3}\n");
	/* Pages in a list, as jq -s writes them. */
	expect("[{\"orders\":[{\"id\":1}]},{\"orders\":[{\"id\":2}]}]",
	       "1 orders {\"id\":1}\n1 orders {\"id\":2}\n");
}

/* Brackets and escaped quotes in texts are none. */
static void marks_in_texts_do_not_count(void **state)
{
	(void)state;
	expect("[{\"a\":\"}]\\\"{\\\\\"},{\"b\\\"\":\"[\"}]",
	       "1  {\"a\":\"}]\\\"{\\\\\"}\n1  {\"b\\\"\":\"[\"}\n");
}

static void a_byte_order_mark_is_passed_over(void **state)
{
	(void)state;
	expect("\xef\xbb\xbf{\"id\":1}", "1  {\"id\":1}\n");
	expect("\xef\xbb\xbf", "");
	expect("", "");
}

static void a_file_that_is_no_text_is_said_so(void **state)
{
	static const char UTF16[] = "\xff\xfe{\0\"\0";
	struct rgl_why why = { .size = sizeof(why) };
	const struct json_record *record = NULL;
	struct json_stream *stream = NULL;
	FILE *file = tmpfile();
	struct host host;
	int64_t line = 0;

	(void)state;
	host_init(&host, NULL);
	assert_int_equal(fwrite(UTF16, 1, sizeof(UTF16), file), sizeof(UTF16));
	rewind(file);
	assert_int_equal(json_stream_open(&host, file, &SHAPE, &stream, &why), RGL_OK);
	assert_int_equal(json_stream_next(stream, &record, &line, &why), RGL_E_TEXT);
	assert_string_equal(why.text, "the file is UTF-16; save it as UTF-8");
	json_stream_close(stream);
	rewind(file);
	assert_int_equal(fwrite("\x1f\x8b\x08", 1, 3, file), 3);
	rewind(file);
	assert_int_equal(json_stream_open(&host, file, &SHAPE, &stream, &why), RGL_OK);
	assert_int_equal(json_stream_next(stream, &record, &line, &why), RGL_E_TEXT);
	assert_string_equal(why.text, "the file is compressed; unpack it first");
	assert_int_equal(json_stream_next(stream, &record, &line, &why), RGL_OK);
	assert_null(record);
	json_stream_close(stream);
	(void)fclose(file);
}

/* What came before the end is kept; what is cut is said, by where it begins. */
static void a_file_that_ends_too_soon_keeps_what_came_before(void **state)
{
	(void)state;
	expect("{\"orders\":[{\"id\":1},\n{\"id\":2", "1 orders {\"id\":1}\n"
						      "2 ! the file ends in the mid\n");
	expect("{\"orders\":[{\"id\":1},\n", "1 orders {\"id\":1}\n"
					     "1 ! the file ends in the mid\n");
	expect("[{\"id\":1}", "1  {\"id\":1}\n1 ! the file ends in the mid\n");
	expect("{\"orders\":[{\"id\":1}],\n\"cursor\":\"ab",
	       "1 orders {\"id\":1}\n1 ! the file ends in the mid\n");
	expect("{\"orders\":[{\"id\":1}]\n", "1 orders {\"id\":1}\n1 ! the file ends in the mid\n");
	expect("{\"cursor\":", "1 ! the file ends in the mid\n");
}

/* In JSON Lines a line that was cut short costs itself alone. */
static void a_broken_line_costs_itself_alone(void **state)
{
	(void)state;
	expect("{\"id\":1}\n{\"id\":2,\"a\":[\n{\"id\":3}\n{\"id\":\"4\n{\"id\":5}\n",
	       "1  {\"id\":1}\n2 ! the line ends before its\n3  {\"id\":3}\n"
	       "4 ! this is not JSON: a text\n5  {\"id\":5}\n");
}

/* A document over many lines is none of JSON Lines. */
static void a_document_over_lines_is_whole(void **state)
{
	(void)state;
	expect("{\n\"id\":1,\n\"a\":\n{\n\"b\":2}}\n{\n\"id\":3}\n",
	       "1  {\n\"id\":1,\n\"a\":\n{\n\"b\":2}}\n6  {\n\"id\":3}\n");
}

/* A text whose quote does not close ends with its line: the records behind it are found. In one
 * that is a single line the brackets behind the quote are counted wrongly; then the next line
 * helps. */
static void a_quote_that_does_not_close_costs_its_record(void **state)
{
	(void)state;
	expect("[{\"id\":\"1,\n\"b\":2},\n{\"id\":3}]",
	       "1  {\"id\":\"1,\n\"b\":2}\n3  {\"id\":3}\n");
	expect("[{\"id\":\"1, \"b\":[{}, {\"c\":2}]},\n{\"id\":3}]",
	       "1 ! this is not JSON: a text\n2  {\"id\":3}\n");
}

static void what_is_no_record_is_refused_and_the_rest_goes_on(void **state)
{
	(void)state;
	expect("[1, \"two\",\n{\"id\":3}, [4], null, {\"id\":5}]",
	       "1 ! an object {...} is expec\n1 ! an object {...} is expec\n2  {\"id\":3}\n"
	       "2 ! an object {...} is expec\n2 ! an object {...} is expec\n2  {\"id\":5}\n");
	expect("[{\"id\":1} {\"id\":2}]", "1  {\"id\":1}\n1 ! a comma is missing in fr\n"
					  "1  {\"id\":2}\n");
	expect("<html>\n<body>\n", "1 ! this is not JSON; up to \n");
	expect("{\"id\":1}\nOops {\n{\"id\":2}\n",
	       "1  {\"id\":1}\n2 ! this is not JSON; up to \n3  {\"id\":2}\n");
	expect("{\"orders\":[{\"id\":1}}\n{\"id\":2}",
	       "1 orders {\"id\":1}\n1 ! the brackets of this lis\n2  {\"id\":2}\n");
	expect("{\"orders\":[],nonsense}\n[{\"id\":2}]",
	       "1 ! this is not JSON: a name\n2  {\"id\":2}\n");
}

/* One record over the limit is refused, its neighbours are not; nor does a long envelope harm. */
static void a_record_that_is_too_large_is_refused_alone(void **state)
{
	static char text[2 * RGL_REQUEST_MAX];
	char said[SAID_ROOM];
	size_t length = 0;

	(void)state;
	length += (size_t)snprintf(text, sizeof(text), "[{\"id\":1},\n{\"id\":\"");
	memset(text + length, 'x', RGL_REQUEST_MAX);
	length += RGL_REQUEST_MAX;
	length += (size_t)snprintf(text + length, sizeof(text) - length, "\"},\n{\"id\":3}]");
	read_bytes(text, length, said);
	assert_string_equal(said, "1  {\"id\":1}\n2 ! what begins here is larg\n3  {\"id\":3}\n");
	length = (size_t)snprintf(text, sizeof(text), "{\"cursor\":\"");
	memset(text + length, 'x', RGL_REQUEST_MAX);
	length += RGL_REQUEST_MAX;
	length += (size_t)snprintf(text + length, sizeof(text) - length,
				   "\",\"orders\":[{\"id\":3}]}");
	read_bytes(text, length, said);
	assert_string_equal(said, "1 orders {\"id\":3}\n");
}

/* Wherever the reader's buffer ends, the same comes out. */
static void a_record_may_lie_across_the_buffers_end(void **state)
{
	static char text[80000];
	static const char RECORD[] = "{\"orders\":[{\"id\":\"\\\"}\",\"refunds\":[]}]}";
	char expected[64];
	char said[SAID_ROOM];

	(void)state;
	for (size_t gap = 65536 - sizeof(RECORD) - 2; gap <= 65540; gap++) {
		memset(text, ' ', gap);
		memcpy(text + gap, RECORD, sizeof(RECORD));
		read_bytes(text, gap + sizeof(RECORD) - 1, said);
		(void)snprintf(expected, sizeof(expected),
			       "1 orders {\"id\":\"\\\"}\",\"refunds\":[]}\n");
		assert_string_equal(said, expected);
	}
}

/* The strict reader's lines are those of the file. */
static void what_is_wrong_inside_a_record_has_the_files_line(void **state)
{
	struct rgl_why why = { .size = sizeof(why) };
	static const char TEXT[] = "{\"id\": 1,\n\"a\": 01}";
	struct json_record record = {
		.name = "", .line = 41, .text = TEXT, .length = sizeof(TEXT) - 1
	};
	struct cJSON *json = NULL;
	struct host host;
	int64_t line = 0;

	(void)state;
	host_init(&host, NULL);
	assert_int_equal(json_record_read(&host, &record, &json, &line, &why), RGL_E_JSON);
	assert_int_equal(line, 42);
	assert_string_equal(why.text, "this is not JSON: not a number");
}

static void memory_that_runs_out_is_said_and_given_back(void **state)
{
	rgl_rc rc = RGL_E_MEMORY;

	(void)state;
	for (long n = 0; rc == RGL_E_MEMORY && n < 10; n++) {
		struct rgl_why why = { .size = sizeof(why) };
		struct json_stream *stream = NULL;
		FILE *file = tmpfile();
		struct sweep sweep;
		struct host host;

		sweep_init(&sweep, n);
		host_init(&host, &sweep.host);
		rc = json_stream_open(&host, file, &SHAPE, &stream, &why);
		if (rc == RGL_OK)
			json_stream_close(stream);
		else
			assert_string_equal(why.text, "there is not enough memory");
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
		(void)fclose(file);
	}
	assert_int_equal(rc, RGL_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_of_a_list_come_one_by_one),
		cmocka_unit_test(records_of_an_envelope_have_its_name),
		cmocka_unit_test(a_record_with_a_list_of_such_a_name_is_a_record),
		cmocka_unit_test(documents_may_follow_one_another),
		cmocka_unit_test(marks_in_texts_do_not_count),
		cmocka_unit_test(a_byte_order_mark_is_passed_over),
		cmocka_unit_test(a_file_that_is_no_text_is_said_so),
		cmocka_unit_test(a_file_that_ends_too_soon_keeps_what_came_before),
		cmocka_unit_test(a_broken_line_costs_itself_alone),
		cmocka_unit_test(a_document_over_lines_is_whole),
		cmocka_unit_test(a_quote_that_does_not_close_costs_its_record),
		cmocka_unit_test(what_is_no_record_is_refused_and_the_rest_goes_on),
		cmocka_unit_test(a_record_that_is_too_large_is_refused_alone),
		cmocka_unit_test(a_record_may_lie_across_the_buffers_end),
		cmocka_unit_test(what_is_wrong_inside_a_record_has_the_files_line),
		cmocka_unit_test(memory_that_runs_out_is_said_and_given_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
