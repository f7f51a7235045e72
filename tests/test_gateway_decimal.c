/* test_gateway_decimal.c - the JSON door: amounts as a till writes its decimals and its floats. */
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/loyalty/book.h"
#include "plugin/regulars.h"
#include "tests/support/door.h"

#define SALE "{\"op\":\"sale\",\"sale\":{\"id\":\"S-1\",\"currency\":\"EUR\","
#define TEXT_SALE                                                                                  \
	SALE "\"member\":{\"id\":1},\"total\":\"29.70000000\",\"tax\":\"2.7000000000000002\","     \
	     "\"tenders\":[{\"kind\":\"cash\",\"amount\":\"50.0\"},"                               \
	     "{\"kind\":\"change\",\"amount\":\"-20.299999999999997\"}],"                          \
	     "\"lines\":[{\"qty\":\"3\",\"unit_price\":\"8.33\",\"total\":\"24.994999\","          \
	     "\"tax\":\"2.272\",\"cost\":\"10\"},"                                                 \
	     "{\"total\":\"4.695\",\"discount\":\"8.881784197001252e-16\",\"tax\":\"0.43\"}]}}"
#define ROUNDED "the lines come to 29.69 and the till says 29.70: 0.01 was put down as rounding"

/* As five tills wrote them: the same amounts, put down once, in the first answer and in the second.
 */
static void amounts_as_text_are_rounded_once_and_settled(void **state)
{
	struct door door;

	(void)state;
	door_open(&door);
	for (int i = 0; i < 2; i++) {
		door_says_yes(&door, TEXT_SALE);
		assert_string_equal(door_text(&door, "code"), i == 0 ? "OK" : "EXISTS");
		assert_int_equal(door_number(&door, "points"), 29);
		assert_string_equal(door_text(&door, "notices.0.field"), "lines");
		assert_string_equal(door_text(&door, "notices.0.text"), ROUNDED);
	}
	door_says_yes(&door, "{\"op\":\"receipt\",\"sale_id\":\"S-1\",\"to\":\"text\"}");
	assert_non_null(strstr(door_text(&door, "text"), "29.70"));
	door_close(&door);
}

/* Text or minor units, it is the same sale. */
static void text_and_minor_units_are_the_same_sale(void **state)
{
	struct door door;

	(void)state;
	door_open(&door);
	door_says_yes(&door, SALE "\"total\":\"12.50\",\"lines\":[{\"total\":\"12.499999999\"}]}}");
	door_says_yes(&door, SALE "\"total\":1250,\"lines\":[{\"total\":1250}]}}");
	assert_string_equal(door_text(&door, "code"), "EXISTS");
	door_says_no(&door, SALE "\"total\":\"12.51\",\"lines\":[{\"total\":\"12.51\"}]}}",
		     "E_DIFFERS", "id");
	door_close(&door);
}

/* Refunds by lines and by an amount, edits and quotes. */
static void every_way_to_say_a_sale_takes_text(void **state)
{
	struct door door;

	(void)state;
	door_open(&door);
	door_says_yes(&door, TEXT_SALE);
	door_says_yes(&door, "{\"op\":\"refund\",\"id\":\"R-1\",\"sale_id\":\"S-1\",\"currency\":"
			     "\"EUR\",\"total\":\"-5.0\",\"lines\":[{\"total\":\"-4.995\"},"
			     "{\"total\":\"0.004\"},{\"total\":\"-0.01\"}]}");
	assert_string_equal(door_text(&door, "notices.0.text"),
			    "the lines come to -5.01 and the till says -5.00: 0.01 was put down as "
			    "rounding");
	door_says_yes(&door, "{\"op\":\"refund\",\"id\":\"R-2\",\"sale_id\":\"S-1\",\"currency\":"
			     "\"EUR\",\"amount\":\"24.700000000000003\"}");
	assert_int_equal(door_number(&door, "balance"), 0);
	door_says_yes(&door, "{\"op\":\"quote\",\"sale\":{\"currency\":\"EUR\",\"lines\":["
			     "{\"total\":\"25\",\"unit_price\":\"8.33\",\"qty\":3,\"tax\":\"2\"}],"
			     "\"total\":\"99\",\"tax\":\"9\"}}");
	assert_int_equal(door_number(&door, "due"), 2500);
	door_says_yes(&door, "{\"op\":\"sale\",\"sale\":{\"id\":\"S-2\",\"currency\":\"EUR\","
			     "\"total\":\"5\",\"lines\":[{\"total\":\"5\"}]}}");
	door_says_yes(&door, "{\"op\":\"edit\",\"sale\":{\"id\":\"S-2\",\"currency\":\"EUR\","
			     "\"total\":\"5.01\",\"lines\":[{\"total\":\"5\"}]}}");
	assert_string_equal(door_text(&door, "notices.0.field"), "lines");
	door_close(&door);
}

/* The code and the field of the answer. */
static const char *const WRONG[][3] = {
	{ SALE "\"total\":\"12.52\",\"lines\":[{\"total\":\"12.50\"}]}}", "E_SUM", "total" },
	{ SALE "\"total\":1251,\"lines\":[{\"total\":1250}]}}", "E_SUM", "total" },
	{ SALE "\"total\":12.5,\"lines\":[{\"total\":\"12.5\"}]}}", "E_FIELD", "total" },
	{ SALE "\"total\":\"1\",\"lines\":[{\"total\":12.5}]}}", "E_FIELD", "lines[0].total" },
	{ SALE "\"total\":\"\",\"lines\":[{\"total\":1}]}}", "E_FIELD", "total" },
	{ SALE "\"total\":\"1,50\",\"lines\":[{\"total\":1}]}}", "E_FIELD", "total" },
	{ SALE "\"total\":\" 1\",\"lines\":[{\"total\":1}]}}", "E_FIELD", "total" },
	{ SALE "\"total\":\"1 EUR\",\"lines\":[{\"total\":1}]}}", "E_FIELD", "total" },
	{ SALE "\"total\":\"NaN\",\"lines\":[{\"total\":1}]}}", "E_FIELD", "total" },
	{ SALE "\"total\":\"1e\",\"lines\":[{\"total\":1}]}}", "E_FIELD", "total" },
	{ SALE "\"total\":\"1e99\",\"lines\":[{\"total\":1}]}}", "E_RANGE", "total" },
	{ SALE "\"total\":\"99999999999999\",\"lines\":[{\"total\":1}]}}", "E_RANGE", "total" },
	{ SALE "\"total\":\"-1\",\"lines\":[{\"total\":\"-1\"}]}}", "E_SUM", "total" },
	{ SALE "\"total\":\"1\",\"total\":\"1\",\"lines\":[{\"total\":1}]}}", "E_FIELD", "total" },
	{ SALE "\"total\":\"3\",\"lines\":[{\"total\":\"3\",\"unit_price\":\"2\",\"qty\":2}]}}",
	  "E_SUM", "lines[0].total" },
	{ SALE "\"total\":\"1\",\"lines\":[{\"total\":1}],\"tenders\":[{\"kind\":\"cash\","
	       "\"amount\":\"x\"}]}}",
	  "E_FIELD", "tenders[0].amount" },
	{ SALE "\"hold\":\"1\",\"total\":1,\"lines\":[{\"total\":1}]}}", "E_FIELD", "hold" },
	{ "{\"op\":\"issue\",\"id\":\"I\",\"kind\":\"gift_card\",\"amount\":\"5\",\"who\":\"A\","
	  "\"why\":\"b\"}",
	  "E_FIELD", "amount" },
	{ "{\"op\":\"refund\",\"id\":\"R\",\"currency\":\"EUR\",\"amount\":\"-5\"}", "E_SUM",
	  "total" },
	{ "{\"op\":\"refund\",\"id\":\"R\",\"currency\":\"EUR\",\"amount\":\"5\",\"total\":\"-5\"}",
	  "E_FIELD", "amount" },
};

static void each_way_to_write_it_wrongly_is_refused_by_name(void **state)
{
	struct door door;

	(void)state;
	door_open(&door);
	for (size_t i = 0; i < sizeof(WRONG) / sizeof(WRONG[0]); i++)
		door_says_no(&door, WRONG[i][0], WRONG[i][1], WRONG[i][2]);
	door_close(&door);
}

/* A programme is written by hand: "4.50" in it is a mistake, as it was. */
static void a_programme_goes_on_refusing_text(void **state)
{
	static const char TEXT[] =
		"{\"programme\":1,\"name\":\"x\",\"points\":{\"worth\":{\"points\":100,\"money\":"
		"\"1.00\"}}}";
	struct door door;
	struct store *store;
	int64_t version = 0;
	rgl_rc rc;

	(void)state;
	door_open(&door);
	store = door.shop.store;
	rc = store_begin(store);
	assert_int_equal(rc, RGL_OK);
	rc = store_end(store, book_apply(desk_book(door.shop.desk), TEXT, strlen(TEXT), &version));
	assert_int_equal(rc, RGL_E_FIELD);
	door_close(&door);
}

/* A sale of a thousand lines has no place for one more, and says so. */
static void a_thousand_lines_leave_no_room_for_rounding(void **state)
{
	char *request = malloc(64000);
	size_t length = 0;
	struct door door;

	(void)state;
	assert_non_null(request);
	door_open(&door);
	for (int extra = 0; extra < 2; extra++) {
		length = (size_t)sprintf(request,
					 SALE "\"total\":\"%d.01\",\"lines\":[{\"total\":\"1\"}",
					 1000 - extra);
		for (int i = 1; i < 1000 - extra; i++)
			length += (size_t)sprintf(request + length, ",{\"total\":\"1.0\"}");
		(void)sprintf(request + length, "]}}");
		if (extra == 0)
			door_says_no(&door, request, "E_LIMIT", "lines");
		else
			door_says_yes(&door, request);
	}
	free(request);
	door_close(&door);
}

/* Any amount, with any tail that a float of it has, is that amount. */
static void float_tails_do_not_change_an_amount(void **state)
{
	uint64_t numbers = 11;
	char request[400];
	struct door door;

	(void)state;
	door_open(&door);
	for (int i = 0; i < 300; i++) {
		int64_t minor = (int64_t)(next_number(&numbers) % 10000000);
		double major = (double)minor / 100;
		int digits = 2 + (int)(next_number(&numbers) % 16);

		(void)snprintf(request, sizeof(request),
			       "{\"op\":\"sale\",\"sale\":{\"id\":\"F-%d\",\"currency\":\"EUR\","
			       "\"total\":\"%.*f\",\"lines\":[{\"total\":\"%.17g\"}]}}",
			       i, digits, major, major);
		door_says_yes(&door, request);
		assert_null(door_at(&door, "notices"));
		(void)snprintf(request, sizeof(request),
			       "{\"op\":\"sale\",\"sale\":{\"id\":\"F-%d\",\"currency\":\"EUR\","
			       "\"total\":%lld,\"lines\":[{\"total\":%lld}]}}",
			       i, (long long)minor, (long long)minor);
		door_says_yes(&door, request);
		assert_string_equal(door_text(&door, "code"), "EXISTS");
	}
	door_close(&door);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(amounts_as_text_are_rounded_once_and_settled),
		cmocka_unit_test(text_and_minor_units_are_the_same_sale),
		cmocka_unit_test(every_way_to_say_a_sale_takes_text),
		cmocka_unit_test(each_way_to_write_it_wrongly_is_refused_by_name),
		cmocka_unit_test(a_programme_goes_on_refusing_text),
		cmocka_unit_test(a_thousand_lines_leave_no_room_for_rounding),
		cmocka_unit_test(float_tails_do_not_change_an_amount),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
