/* test_json.c - a JSON text from outside: strictly RFC 8259, with every digit of every number. */
#include "tests/support/check.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/json/json.h"
#include "tests/support/sweep.h"

static rgl_rc read_bytes(const char *text, size_t length, struct cJSON **ret)
{
	struct rgl_why why = { 0 };
	struct host host;
	rgl_rc rc;

	host_init(&host, NULL);
	rc = json_read(&host, text, length, ret, &why);
	assert_int_equal(why.code, rc);
	assert_true((rc == RGL_OK) == (why.text[0] == '\0'));
	return rc;
}

static rgl_rc try_text(const char *text)
{
	struct cJSON *json = NULL;
	rgl_rc rc = read_bytes(text, strlen(text), &json);

	assert_true((rc == RGL_OK) == (json != NULL));
	json_free(json);
	return rc;
}

static struct cJSON *json_of(const char *text)
{
	struct cJSON *json = NULL;

	if (read_bytes(text, strlen(text), &json) < 0)
		fail_msg("%s is refused", text);
	return json;
}

/* What RFC 8259 allows, with spaces everywhere and every escape. */
static void what_is_json_is_read(void **state)
{
	static const char *const TEXTS[] = {
		"{}",
		" \t\r\n{ } \n",
		"{\"a\":[1,-2,0,-0,1.5,1e3,1E-3,1.25e+7,true,false,null,{},[]]}",
		"{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e6\\ud83d\\ude00\"}",
		"{\"a\":\"\\\\u0000\"}",
		"{\"\":\"\"}",
		"{\"\xc3\xa6\":\"\xf0\x9f\x98\x80\"}",
		"{\"1\":{\"2\" : 3}}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++)
		json_free(json_of(TEXTS[i]));
}

/* What JSON is often taken to allow, and what is not one object. */
static void what_is_not_json_is_refused(void **state)
{
	static const char *const TEXTS[] = {
		"",
		" ",
		"{",
		"}",
		"[]",
		"1",
		"\"a\"",
		"null",
		"{}{}",
		"{} x",
		"{\"a\"}",
		"{\"a\":}",
		"{\"a\":1,}",
		"{,}",
		"{\"a\":[1,]}",
		"{a:1}",
		"{'a':1}",
		"{1:2}",
		"{-1 :2}",
		"{\"a\":01}",
		"{\"a\":1.}",
		"{\"a\":.5}",
		"{\"a\":-}",
		"{\"a\":+1}",
		"{\"a\":1e}",
		"{\"a\":1e+}",
		"{\"a\":0x10}",
		"{\"a\":NaN}",
		"{\"a\":Infinity}",
		"{\"a\":-Infinity}",
		"{\"a\":1 2}",
		"{\"a\":12a}",
		"{\"a\":\"b}",
		"{\"a\":\"\\x\"}",
		"{\"a\":\"\\u12\"}",
		"{\"a\":\"\\ud800\"}",
		"{\"a\":\"\\udc00\"}",
		"{\"a\":\"\\ud800\\u0041\"}",
		"{\"a\":\"\\u0000\"}",
		"{\"a\":\"x\\u0000y\"}",
		"{\"\\u0000\":1}",
		"{\"a\":\"\n\"}",
		"{\"a\":\"\t\"}",
		"{\"a\":/* b */1}",
		"{\"a\":1} //",
		"\xef\xbb\xbf{} \x01",
		"{\"a\":True}",
		"{\"a\":\"\\",
		"{\"a\":\"\xff\"}",
		"{\"a\":\"\xed\xa0\x80\"}",
		"{\"a\":\"\xc0\xaf\"}",
		"\xff",
		"{\"a\":1\v}",
		"{\"a\":1\f}",
		"[{}]",
		"{]",
		"{\"a\":[}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++)
		if (try_text(TEXTS[i]) != RGL_E_JSON)
			fail_msg("%s is taken", TEXTS[i]);
}

/* A NUL ends no text here: what stands behind it is looked at too. */
static void what_stands_behind_a_nul_counts(void **state)
{
	struct cJSON *json = NULL;

	(void)state;
	assert_int_equal(read_bytes("{}\0", 3, &json), RGL_E_JSON);
	assert_int_equal(read_bytes("{}\0{\"op\":1}", 11, &json), RGL_E_JSON);
	assert_int_equal(read_bytes("{\"a\":\"b\0c\"}", 11, &json), RGL_E_JSON);
	assert_null(json);
}

/* Levels: 32 are read, 33 are not; nor more bytes than a request has. */
static void what_is_too_deep_or_too_long_is_refused(void **state)
{
	const size_t large = RGL_REQUEST_MAX;
	char text[160];
	char *bytes = malloc(large + 1);
	struct cJSON *json = NULL;

	(void)state;
	assert_non_null(bytes);
	for (size_t depth = 2; depth <= 60; depth++) {
		(void)snprintf(text, sizeof(text), "{\"a\":%.*s%.*s}", (int)depth - 1,
			       "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
			       (int)depth - 1,
			       "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]");
		assert_int_equal(try_text(text), depth <= 32 ? RGL_OK : RGL_E_LIMIT);
	}
	memset(bytes, ' ', large + 1);
	memcpy(bytes, "{}", 2);
	assert_int_equal(read_bytes(bytes, large, &json), RGL_OK);
	json_free(json);
	assert_int_equal(read_bytes(bytes, large + 1, &json), RGL_E_LIMIT);
	free(bytes);
}

/* Each kind of field, there or not; a double would lose the last digit of these. */
static void fields_are_read_as_they_stand(void **state)
{
	struct cJSON *json =
		json_of("{\"big\":9007199254740993,\"least\":-9223372036854775808,"
			"\"most\":9223372036854775807,\"text\":\"\xc3\xbf\",\"yes\":true,"
			"\"no\":false,\"nil\":null,\"list\":[1],\"thing\":{\"x\":1},"
			"\"milli\":\"0.250\",\"two\":2,\"half\":0.5}");
	struct rgl_why why = { 0 };
	struct json_fields fields = fields_of(json, "", &why);
	bool given = true;

	(void)state;
	assert_true(fields_int(&fields, "big", NULL) == INT64_C(9007199254740993));
	assert_true(fields_int(&fields, "least", NULL) == INT64_MIN);
	assert_true(fields_int(&fields, "most", NULL) == INT64_MAX);
	assert_string_equal(fields_text(&fields, "text"), "\xc3\xbf");
	assert_string_equal(fields_need_text(&fields, "text"), "\xc3\xbf");
	assert_true(fields_bool(&fields, "yes"));
	assert_false(fields_bool(&fields, "no"));
	assert_false(fields_bool(&fields, "none"));
	assert_null(fields_text(&fields, "nil"));
	assert_int_equal(fields_int(&fields, "none", &given), 0);
	assert_false(given);
	assert_non_null(fields_array(&fields, "list"));
	assert_non_null(fields_object(&fields, "thing"));
	assert_null(fields_object(&fields, "none"));
	assert_int_equal(fields_milli(&fields, "milli"), 250);
	assert_int_equal(fields_milli(&fields, "two"), 2000);
	assert_int_equal(fields_milli(&fields, "half"), 500);
	assert_int_equal(fields_milli(&fields, "none"), 1000);
	assert_int_equal(fields_end(&fields), RGL_OK);
	json_free(json);
}

/* A reader of one field, so that each can be tried on what it does not read. */
static void read_int(struct json_fields *fields)
{
	(void)fields_int(fields, "a", NULL);
}

static void read_text(struct json_fields *fields)
{
	(void)fields_need_text(fields, "a");
}

static void read_milli(struct json_fields *fields)
{
	(void)fields_milli(fields, "a");
}

static void read_bool(struct json_fields *fields)
{
	(void)fields_bool(fields, "a");
}

static void read_object(struct json_fields *fields)
{
	(void)fields_object(fields, "a");
}

static void read_array(struct json_fields *fields)
{
	(void)fields_array(fields, "a");
}

/* Each field of another kind than asked for is told by its path. */
static void fields_of_another_kind_are_told_by_their_path(void **state)
{
	static const struct {
		const char *json;
		void (*read)(struct json_fields *fields);
		rgl_rc rc;
	} CASES[] = {
		{ "{}", read_int, RGL_E_FIELD },
		{ "{\"a\":null}", read_int, RGL_E_FIELD },
		{ "{\"a\":\"1\"}", read_int, RGL_E_FIELD },
		{ "{\"a\":1.0}", read_int, RGL_E_FIELD },
		{ "{\"a\":1e3}", read_int, RGL_E_FIELD },
		{ "{\"a\":true}", read_int, RGL_E_FIELD },
		{ "{\"a\":9223372036854775808}", read_int, RGL_E_RANGE },
		{ "{\"a\":-9223372036854775809}", read_int, RGL_E_RANGE },
		{ "{\"a\":99999999999999999999999999}", read_int, RGL_E_RANGE },
		{ "{}", read_text, RGL_E_FIELD },
		{ "{\"a\":\"\"}", read_text, RGL_E_FIELD },
		{ "{\"a\":1}", read_text, RGL_E_FIELD },
		{ "{\"a\":[]}", read_text, RGL_E_FIELD },
		{ "{\"a\":\"NaN\"}", read_milli, RGL_E_FIELD },
		{ "{\"a\":\"Infinity\"}", read_milli, RGL_E_FIELD },
		{ "{\"a\":\"1e3\"}", read_milli, RGL_E_FIELD },
		{ "{\"a\":1e3}", read_milli, RGL_E_FIELD },
		{ "{\"a\":\"0x10\"}", read_milli, RGL_E_FIELD },
		{ "{\"a\":\"\"}", read_milli, RGL_E_FIELD },
		{ "{\"a\":true}", read_milli, RGL_E_FIELD },
		{ "{\"a\":\"0.2505\"}", read_milli, RGL_E_RANGE },
		{ "{\"a\":9223372036854775807}", read_milli, RGL_E_RANGE },
		{ "{\"a\":1}", read_bool, RGL_E_FIELD },
		{ "{\"a\":\"true\"}", read_bool, RGL_E_FIELD },
		{ "{\"a\":[]}", read_object, RGL_E_FIELD },
		{ "{\"a\":1}", read_object, RGL_E_FIELD },
		{ "{\"a\":{}}", read_array, RGL_E_FIELD },
		{ "{\"a\":1,\"b\":2}", read_int, RGL_E_FIELD },
		{ "{\"a\":1,\"a\":1}", read_int, RGL_E_FIELD },
		{ "{\"a\":1,\"A\":1}", read_int, RGL_E_FIELD },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		struct cJSON *json = json_of(CASES[i].json);
		struct rgl_why why = { 0 };
		struct json_fields fields = fields_of(json, "lines[2]", &why);

		CASES[i].read(&fields);
		if (fields_end(&fields) != CASES[i].rc)
			fail_msg("%s: %d", CASES[i].json, (int)fields.rc);
		assert_int_equal(strncmp(why.field, "lines[2].", 9), 0);
		json_free(json);
	}
}

/* A name of many bytes is cut for the words, between two characters. */
static void a_long_name_is_cut_between_characters(void **state)
{
	char text[256] = "{\"";
	struct rgl_why why = { 0 };
	struct json_fields fields;
	struct cJSON *json;
	int status;

	(void)state;
	for (int i = 0; i < 60; i++)
		(void)strcat(text, i == 0 ? "x" : "\xe2\x82\xac");
	(void)strcat(text, "\":1}");
	json = json_of(text);
	fields = fields_of(json, "", &why);
	assert_int_equal(fields_end(&fields), RGL_E_FIELD);
	status = (int)strlen(why.field);
	assert_int_equal((status - 1) % 3, 0);
	assert_non_null(strstr(why.text, "\xac is not a field of this"));
	json_free(json);
}

/* Our own copy of the request: when there is no memory for it, it is told and nothing leaks. */
static void every_failed_allocation_is_told(void **state)
{
	static const char TEXT[] = "{\"a\":[1,2,3,{\"b\":\"c\"}],\"d\":123456789012345678}";
	rgl_rc rc = RGL_E_MEMORY;

	(void)state;
	for (long at = 0; rc != RGL_OK; at++) {
		struct cJSON *json = NULL;
		struct rgl_why why = { 0 };
		struct sweep sweep;
		struct host host;

		sweep_init(&sweep, at);
		host_init(&host, &sweep.host);
		rc = json_read(&host, TEXT, sizeof(TEXT) - 1, &json, &why);
		assert_true(rc == RGL_OK || rc == RGL_E_MEMORY);
		assert_int_equal(why.code, rc);
		json_free(json);
		assert_int_equal(sweep.held, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_json_is_read),
		cmocka_unit_test(what_is_not_json_is_refused),
		cmocka_unit_test(what_stands_behind_a_nul_counts),
		cmocka_unit_test(what_is_too_deep_or_too_long_is_refused),
		cmocka_unit_test(fields_are_read_as_they_stand),
		cmocka_unit_test(fields_of_another_kind_are_told_by_their_path),
		cmocka_unit_test(a_long_name_is_cut_between_characters),
		cmocka_unit_test(every_failed_allocation_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
