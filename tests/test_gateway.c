/* test_gateway.c - the JSON door: every op, every way to ask wrongly, one line of JSON each time.
 */
#include "tests/support/check.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/regulars.h"
#include "plugin/slip_parts.h"
#include "receipts/words/words.h"
#include "tests/support/door.h"

#define SALE "{\"op\":\"sale\",\"sale\":{\"id\":\"S-1\",\"currency\":\"EUR\",\"total\":1299,"
#define LINES "\"lines\":[{\"name\":\"Coffee\",\"total\":1299}]"

/* Each op, as a till would use it in a day. */
static void every_op_answers(void **state)
{
	struct door door;

	(void)state;
	door_open(&door);
	door_says_yes(&door, "{\"op\":\"shop\"}");
	assert_string_equal(door_text(&door, "currency"), "EUR");
	assert_int_equal(door_number(&door, "members"), 1);
	assert_int_equal(door_number(&door, "programme"), 0);
	assert_string_equal(door_text(&door, "languages.0"), "en");
	door_says_yes(
		&door,
		"{\"op\":\"enrol\",\"name\":\"Bo \\\"B\\\" \xc3\x98\",\"phone\":\"28112233\"}");
	door_says_yes(&door, "{\"op\":\"card\",\"member_id\":2,\"scan\":\"KLUB778\"}");
	door_says_yes(&door, "{\"op\":\"identify\",\"scan\":\"KLUB778\\r\\n\"}");
	assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(
				    cJSON_GetObjectItemCaseSensitive(door.json, "member"), "name")),
			    "Bo \"B\" \xc3\x98");
	door_says_yes(&door, "{\"op\":\"card\",\"member_id\":2,\"renew\":true}");
	door_says_yes(&door, SALE LINES ",\"member\":{\"id\":2},\"at\":\"2026-01-05T10:00:00Z\","
					"\"tenders\":[{\"kind\":\"cash\",\"amount\":1299}]}}");
	door_close(&door);
}

/* A till offers its customers what receipts can be written in: ours, and what the owner wrote. */
static void the_shop_tells_its_languages_once_each(void **state)
{
	size_t length = 0;
	const char *danish = words_catalogue("da", &length);
	struct door door;
	const cJSON *item;
	int danish_count = 0;
	int other_count = 0;

	(void)state;
	door_open(&door);
	assert_int_equal(slip_part_apply(door.shop.store, SLIP_WORDS, "da", danish, length),
			 RGL_OK);
	assert_int_equal(slip_part_apply(door.shop.store, SLIP_WORDS, "nb", danish, length),
			 RGL_OK);
	door_says_yes(&door, "{\"op\":\"shop\"}");
	cJSON_ArrayForEach(item, door_at(&door, "languages"))
	{
		danish_count += strcmp(cJSON_GetStringValue(item), "da") == 0;
		other_count += strcmp(cJSON_GetStringValue(item), "nb") == 0;
	}
	assert_int_equal(danish_count, 1);
	assert_int_equal(other_count, 1);
	door_close(&door);
}

/* Sales and refunds, once and again, with and without a member. */
static void sales_and_refunds_answer_as_the_checkout_does(void **state)
{
	static const char REFUND[] = "{\"op\":\"refund\",\"id\":\"R-1\",\"sale_id\":\"S-1\","
				     "\"currency\":\"EUR\",\"amount\":300}";
	struct door door;

	(void)state;
	door_open(&door);
	door_says_yes(&door, SALE LINES ",\"member\":{\"id\":1}},\"print\":true}");
	assert_string_equal(door_text(&door, "code"), "OK");
	assert_int_equal(door_number(&door, "member_id"), 1);
	assert_int_equal(door_number(&door, "points"), 12);
	assert_int_equal(door_number(&door, "visit"), 1);
	assert_int_equal(door_number(&door, "receipt"), 1);
	door_says_yes(&door, SALE LINES ",\"member\":{\"id\":1}},\"print\":true}");
	assert_string_equal(door_text(&door, "code"), "EXISTS");
	door_says_no(&door, SALE LINES "}}", "E_DIFFERS", "id");
	door_says_yes(&door, REFUND);
	assert_int_equal(door_number(&door, "points"), -2);
	assert_int_equal(door_number(&door, "balance"), 10);
	door_says_yes(&door, REFUND);
	assert_string_equal(door_text(&door, "code"), "EXISTS");
	door_says_no(&door,
		     "{\"op\":\"refund\",\"id\":\"R-2\",\"sale_id\":\"S-1\",\"currency\":\"EUR\","
		     "\"amount\":1000}",
		     "E_REFUND", "total");
	door_says_no(&door,
		     "{\"op\":\"refund\",\"id\":\"R-2\",\"sale_id\":\"S-9\",\"currency\":\"EUR\","
		     "\"amount\":1}",
		     "E_NO_SALE", "sale_id");
	door_says_yes(&door,
		      "{\"op\":\"refund\",\"id\":\"R-3\",\"sale_id\":\"S-1\",\"currency\":\"EUR\","
		      "\"total\":-99,\"lines\":[{\"qty\":\"-1\",\"total\":-99}]}");
	door_says_yes(&door,
		      "{\"op\":\"sale\",\"sale\":{\"id\":\"S-2\",\"currency\":\"EUR\",\"total\":5,"
		      "\"lines\":[{\"total\":5}],\"member\":{\"scan\":\"4111111111111111\"}}}");
	assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(
				    cJSON_GetObjectItemCaseSensitive(door.json, "unseen"), "code")),
			    "E_PAYMENT_CARD");
	door_close(&door);
}

/* Receipts and reports, in each form; what comes is in the one line. */
static void receipts_and_reports_answer_in_one_line(void **state)
{
	struct door door;

	(void)state;
	door_open(&door);
	door_says_yes(&door, SALE LINES ",\"member\":{\"id\":1}}}");
	door_says_yes(&door, "{\"op\":\"receipt\",\"sale_id\":\"S-1\",\"to\":\"text\"}");
	assert_non_null(strstr(door_text(&door, "text"), "Coffee"));
	door_says_no(&door, "{\"op\":\"receipt\",\"sale_id\":\"S-1\",\"to\":\"printer\"}",
		     "E_NO_PRINTER", "");
	door_says_yes(&door, "{\"op\":\"receipt\",\"sale_id\":\"S-1\",\"to\":\"png\"}");
	assert_int_equal(strncmp(door_text(&door, "base64"), "iVBORw0KGgo", 11), 0);
	door_says_no(&door, "{\"op\":\"receipt\",\"sale_id\":\"S-9\",\"to\":\"text\"}", "E_NO_SALE",
		     "sale_id");
	door_says_no(&door, "{\"op\":\"receipt\",\"sale_id\":\"S-1\",\"to\":\"pdf\"}", "E_FIELD",
		     "to");
	door_says_no(&door, "{\"op\":\"receipt\",\"to\":\"text\"}", "E_FIELD", "sale_id");
	door_says_yes(&door, "{\"op\":\"report\",\"name\":\"value\"}");
	assert_true(cJSON_IsObject(cJSON_GetObjectItemCaseSensitive(door.json, "report")));
	door_says_yes(&door, "{\"op\":\"report\",\"name\":\"cohorts\",\"from\":\"2026-01-01\"}");
	assert_true(cJSON_IsObject(cJSON_GetObjectItemCaseSensitive(door.json, "report")));
	door_says_yes(&door, "{\"op\":\"report\",\"name\":\"cohorts\",\"format\":\"csv\"}");
	assert_true(strlen(door_text(&door, "report")) > 0);
	door_says_no(&door, "{\"op\":\"report\",\"name\":\"weather\"}", "E_FIELD", "name");
	door_says_no(&door, "{\"op\":\"report\",\"name\":\"value\",\"from\":\"soon\"}", "E_TIME",
		     "from");
	door_close(&door);
}

/* Requests, and the code and the field of the answer. */
static const char *const WRONG[][3] = {
	{ "{}", "E_FIELD", "op" },
	{ "{\"op\":1}", "E_FIELD", "op" },
	{ "{\"op\":\"sell\"}", "E_FIELD", "op" },
	{ "{\"op\":\"shop\",\"x\":1}", "E_FIELD", "x" },
	{ "{\"op\":\"shop\",\"op\":\"shop\"}", "E_FIELD", "op" },
	{ "{\"op\":\"identify\"}", "E_FIELD", "scan" },
	{ "{\"op\":\"identify\",\"scan\":7}", "E_FIELD", "scan" },
	{ "{\"op\":\"identify\",\"scan\":\"KLUB1\"}", "E_UNKNOWN", "" },
	{ "{\"op\":\"identify\",\"scan\":\"RG17KQM2XWD9FABC3DE\"}", "E_FORGED", "" },
	{ "{\"op\":\"identify\",\"scan\":\"4111111111111111\"}", "E_PAYMENT_CARD", "" },
	{ "{\"op\":\"identify\",\"scan\":\"\\u0001\"}", "E_TEXT", "" },
	{ "{\"op\":\"enrol\"}", "E_FIELD", "name" },
	{ "{\"op\":\"enrol\",\"name\":\"B\\u0007\"}", "E_TEXT", "name" },
	{ "{\"op\":\"enrol\",\"phone\":\"+4520304050\"}", "E_TAKEN", "phone" },
	{ "{\"op\":\"enrol\",\"name\":\"B\",\"referred_by\":9007199254740993}", "E_UNKNOWN",
	  "member" },
	{ "{\"op\":\"card\",\"scan\":\"KLUB1\"}", "E_FIELD", "member_id" },
	{ "{\"op\":\"card\",\"member_id\":1}", "E_FIELD", "scan" },
	{ "{\"op\":\"sale\"}", "E_FIELD", "sale" },
	{ "{\"op\":\"sale\",\"sale\":[]}", "E_FIELD", "sale" },
	{ "{\"op\":\"sale\",\"sale\":{}}", "E_FIELD", "id" },
	{ SALE "\"x\":1," LINES "}}", "E_FIELD", "x" },
	{ SALE "\"total\":1299," LINES "}}", "E_FIELD", "total" },
	{ SALE LINES "},\"print\":1}", "E_FIELD", "print" },
	{ SALE "\"lines\":[]}}", "E_LINES", "lines" },
	{ SALE "\"lines\":{}}}", "E_FIELD", "lines" },
	{ SALE "\"lines\":[1]}}", "E_FIELD", "lines[0]" },
	{ SALE "\"lines\":[{\"name\":\"C\"}]}}", "E_FIELD", "lines[0].total" },
	{ SALE "\"lines\":[{\"total\":1299,\"price\":1}]}}", "E_FIELD", "lines[0].price" },
	{ SALE "\"lines\":[{\"total\":12.99}]}}", "E_FIELD", "lines[0].total" },
	{ SALE "\"lines\":[{\"total\":1299,\"qty\":\"1e3\"}]}}", "E_FIELD", "lines[0].qty" },
	{ SALE "\"lines\":[{\"total\":1298}]}}", "E_SUM", "total" },
	{ SALE LINES ",\"tenders\":[{\"kind\":\"gold\",\"amount\":1}]}}", "E_FIELD",
	  "tenders[0].kind" },
	{ SALE LINES ",\"tenders\":[{\"kind\":\"cash\"}]}}", "E_FIELD", "tenders[0].amount" },
	{ SALE LINES ",\"tenders\":[{\"kind\":\"cash\",\"amount\":1}]}}", "E_SUM", "total" },
	{ SALE LINES ",\"tenders\":[7]}}", "E_FIELD", "tenders[0]" },
	{ SALE LINES ",\"at\":\"yesterday\"}}", "E_TIME", "at" },
	{ SALE LINES ",\"member\":{\"id\":1,\"scan\":\"K\"}}}", "E_FIELD", "member.id" },
	{ SALE LINES ",\"member\":{\"name\":\"A\"}}}", "E_FIELD", "member.name" },
	{ SALE LINES ",\"member\":{\"id\":4711}}}", "E_UNKNOWN", "member" },
	{ "{\"op\":\"sale\",\"sale\":{\"id\":\"S-1\",\"currency\":\"DKK\",\"total\":"
	  "1299," LINES "}}",
	  "E_CURRENCY", "currency" },
	{ "{\"op\":\"sale\",\"sale\":{\"id\":\"S-1\",\"currency\":\"EUR\","
	  "\"total\":9223372036854775807," LINES "}}",
	  "E_RANGE", "total" },
	{ "{\"op\":\"sale\",\"sale\":{\"id\":\"S-1\",\"currency\":\"EUR\","
	  "\"total\":9223372036854775808," LINES "}}",
	  "E_RANGE", "total" },
	{ "{\"op\":\"refund\",\"id\":\"R\",\"currency\":\"EUR\",\"amount\":1,\"total\":-1}",
	  "E_FIELD", "amount" },
	{ "{\"op\":\"refund\",\"id\":\"R\",\"currency\":\"EUR\",\"amount\":-1}", "E_SUM", "total" },
	{ "{\"op\":\"refund\",\"id\":\"R\",\"currency\":\"EUR\","
	  "\"amount\":-9223372036854775808}",
	  "E_RANGE", "total" },
	{ "{\"op\":\"shop\"", "E_JSON", "" },
	{ "[]", "E_JSON", "" },
	{ "{\"op\":\"shop\",\"a\":01}", "E_JSON", "" },
	{ "{\"op\":\"shop\",\"a\":\"\\ud800\"}", "E_JSON", "" },
	{ "{\"op\":\"shop\",\"a\":\"\\u0000\"}", "E_JSON", "" },
	{ "{\"op\":\"shop\",\"a\":\"\xff\"}", "E_JSON", "" },
};

/* Whatever is wrong with a request is told by its path; nothing is kept of it. */
static void what_is_wrong_is_told_by_its_path(void **state)
{
	struct door door;

	(void)state;
	door_open(&door);
	for (size_t i = 0; i < sizeof(WRONG) / sizeof(WRONG[0]); i++)
		door_says_no(&door, WRONG[i][0], WRONG[i][1], WRONG[i][2]);
	assert_int_equal(shop_number(&door.shop, "SELECT count(*) FROM sale"), 0);
	assert_int_equal(shop_number(&door.shop, "SELECT count(*) FROM member"), 1);
	door_close(&door);
}

/* A double would make 9007199254740992 of it; and amounts up to the largest go in and out. */
static void large_numbers_are_exact(void **state)
{
	struct door door;

	(void)state;
	door_open(&door);
	(void)door_asks(&door, SALE LINES ",\"member\":{\"id\":9007199254740993}}}");
	assert_string_equal(door_text(&door, "error"), "there is no member 9007199254740993");
	door_says_yes(&door, "{\"op\":\"sale\",\"sale\":{\"id\":\"S-1\",\"currency\":\"EUR\","
			     "\"total\":999999999999999,\"lines\":[{\"total\":999999999999999}],"
			     "\"member\":{\"id\":1}}}");
	assert_int_equal(door_number(&door, "points"), INT64_C(9999999999999));
	assert_int_equal(shop_number(&door.shop, "SELECT total_minor FROM sale"),
			 INT64_C(999999999999999));
	door_close(&door);
}

/* Lines: a thousand are taken, one more is not; tenders likewise. */
static void a_sale_of_too_many_lines_is_refused(void **state)
{
	struct door door;
	char *request = malloc(65536);

	(void)state;
	assert_non_null(request);
	door_open(&door);
	for (int count = RGL_LINES_MAX; count <= RGL_LINES_MAX + 1; count++) {
		size_t length = (size_t)snprintf(request, 65536,
						 "{\"op\":\"sale\",\"sale\":{\"id\":\"S-%d\","
						 "\"currency\":\"EUR\",\"total\":%d,\"lines\":[",
						 count, count);

		for (int i = 0; i < count; i++)
			length += (size_t)snprintf(request + length, 65536 - length,
						   "%s{\"total\":1}", i == 0 ? "" : ",");
		(void)snprintf(request + length, 65536 - length, "]}}");
		if (count == RGL_LINES_MAX)
			door_says_yes(&door, request);
		else
			door_says_no(&door, request, "E_LIMIT", "lines");
	}
	free(request);
	door_close(&door);
}

/* A sale whose receipt is longer than the room of an answer. */
static void sell_much(struct door *door)
{
	char request[8192] = "{\"op\":\"sale\",\"sale\":{\"id\":\"S-L\",\"currency\":\"EUR\","
			     "\"total\":60,\"lines\":[{\"total\":0}";
	size_t length = strlen(request);

	for (int i = 0; i < 60; i++)
		length += (size_t)snprintf(request + length, sizeof(request) - length,
					   ",{\"name\":\"Coffee\",\"total\":1}");
	(void)snprintf(request + length, sizeof(request) - length, "]}}");
	door_says_yes(door, request);
}

/* Too small a buffer: what is needed is told, and nothing was done. */
static void an_answer_that_does_not_fit_is_not_begun(void **state)
{
	static const char REQUEST[] = SALE LINES "}}";
	static const char RECEIPT[] = "{\"op\":\"receipt\",\"sale_id\":\"S-L\",\"to\":\"escpos\"}";
	char *large;
	struct door door;
	size_t length = RGL_ANSWER_ROOM - 1;

	(void)state;
	door_open(&door);
	assert_int_equal(
		door.api->request(door.rgl, REQUEST, sizeof(REQUEST) - 1, door.answer, &length),
		RGL_E_BUFFER);
	assert_int_equal(length, RGL_ANSWER_ROOM);
	assert_int_equal(shop_count(&door.shop, "S-1"), 0);
	door_says_yes(&door, REQUEST);
	sell_much(&door);
	length = 0;
	assert_int_equal(door.api->request(door.rgl, REQUEST, 1, NULL, &length), RGL_E_BUFFER);
	length = RGL_ANSWER_ROOM;
	assert_int_equal(
		door.api->request(door.rgl, RECEIPT, sizeof(RECEIPT) - 1, door.answer, &length),
		RGL_E_BUFFER);
	assert_true(length > RGL_ANSWER_ROOM);
	large = malloc(length);
	assert_non_null(large);
	assert_int_equal(door.api->request(door.rgl, RECEIPT, sizeof(RECEIPT) - 1, large, &length),
			 RGL_OK);
	assert_int_equal(large[length - 1], '}');
	free(large);
	assert_int_equal(door.api->request(NULL, REQUEST, 1, door.answer, &length), RGL_E_ARGUMENT);
	assert_int_equal(door.api->request(door.rgl, NULL, 1, door.answer, &length),
			 RGL_E_ARGUMENT);
	assert_int_equal(door.api->request(door.rgl, REQUEST, 1, door.answer, NULL),
			 RGL_E_ARGUMENT);
	door_close(&door);
}

/* Noise of every length and kind gets an answer that is JSON, and leaves the store sound. */
static void noise_is_answered_in_json(void **state)
{
	struct door door;
	uint64_t chance = 17;
	char noise[300];

	(void)state;
	door_open(&door);
	for (int i = 0; i < 3000; i++) {
		static const char LIKELY[] = "{}[]\":,\\ue01-.opsale\xff\xc3\n ";
		size_t length = next_number(&chance) % sizeof(noise);

		for (size_t at = 0; at < length; at++)
			noise[at] = i % 2 == 0
					    ? (char)next_number(&chance)
					    : LIKELY[next_number(&chance) % (sizeof(LIKELY) - 1)];
		assert_true(cJSON_IsFalse(
			cJSON_GetObjectItemCaseSensitive(door_ask(&door, noise, length), "ok")));
	}
	door_close(&door);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_op_answers),
		cmocka_unit_test(the_shop_tells_its_languages_once_each),
		cmocka_unit_test(sales_and_refunds_answer_as_the_checkout_does),
		cmocka_unit_test(receipts_and_reports_answer_in_one_line),
		cmocka_unit_test(what_is_wrong_is_told_by_its_path),
		cmocka_unit_test(large_numbers_are_exact),
		cmocka_unit_test(a_sale_of_too_many_lines_is_refused),
		cmocka_unit_test(an_answer_that_does_not_fit_is_not_begun),
		cmocka_unit_test(noise_is_answered_in_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
