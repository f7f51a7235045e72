/* test_refresh_door.c - refresh through the JSON door, and what a scan says of a member before and
 * after: in the C API and in JSON.
 */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/door.h"

/* Asha came each week, ten times, until the day before yesterday. */
static void come_weekly(struct door *door)
{
	char request[512];

	for (int i = 0; i < 10; i++) {
		int day = 2 + 7 * (9 - i); /* days ago: 65 to 2 */
		int64_t at_ms = SHOP_NOW_MS - day * MS_A_DAY;
		struct civil civil = civil_of(at_ms);

		(void)snprintf(request, sizeof(request),
			       "{\"op\":\"sale\",\"sale\":{\"id\":\"W-%d\",\"currency\":\"EUR\","
			       "\"total\":1000,\"at\":\"%04d-%02d-%02dT10:00:00Z\",\"lines\":[{"
			       "\"name\":\"Beans\",\"total\":1000}],\"member\":{\"id\":1}}}",
			       i, (int)civil.year, (int)civil.month, (int)civil.day);
		door_says_yes(door, request);
	}
}

static struct rgl_member scan(struct door *door)
{
	struct rgl_member member = { .size = sizeof(member) };

	assert_int_equal(
		door->api->identify(door->rgl, SHOP_PHONE, strlen(SHOP_PHONE), &member, NULL),
		RGL_OK);
	return member;
}

/* Nobody refreshed: a scan promises nothing. */
static void a_scan_says_nothing_of_the_future_before_a_refresh(void **state)
{
	struct door door;
	struct rgl_member member;

	(void)state;
	door_open(&door);
	come_weekly(&door);
	member = scan(&door);
	assert_int_equal(member.visits, 10);
	assert_int_equal(member.scored_ms, 0);
	assert_int_equal(member.alive_ppm, 0);
	assert_int_equal(member.year_visits_milli, 0);
	assert_int_equal(member.year_value_minor, 0);
	door_says_yes(&door, "{\"op\":\"identify\",\"scan\":\"" SHOP_PHONE "\"}");
	assert_int_equal(door_number(&door, "member.visits"), 10);
	assert_null(door_at(&door, "member.outlook"));
	door_close(&door);
}

/* After one: what is expected, as of when, the same by both doors. */
static void a_scan_says_what_is_expected_after_a_refresh(void **state)
{
	struct door door;
	struct rgl_member member;
	char milli[32];

	(void)state;
	door_open(&door);
	come_weekly(&door);
	door_says_yes(&door, "{\"op\":\"refresh\"}");
	assert_int_equal(door_number(&door, "scored"), 1);
	assert_int_equal(door_number(&door, "unchanged"), 0);
	assert_true(cJSON_IsTrue(door_at(&door, "fitted")));
	assert_string_equal(door_text(&door, "verdict"), "too little data");
	assert_string_equal(door_text(&door, "as_of_day"), "2026-01-05");
	assert_true(door_text(&door, "model")[0] != '\0' && door_text(&door, "why")[0] != '\0');
	member = scan(&door);
	assert_int_equal(member.scored_ms, SHOP_NOW_MS);
	assert_in_range(member.alive_ppm, 500000, 1000000);
	assert_in_range(member.year_visits_milli, 5000, 80000);
	assert_in_range(member.year_value_minor, 5000, 80000);
	door_says_yes(&door, "{\"op\":\"identify\",\"scan\":\"" SHOP_PHONE "\"}");
	assert_int_equal(strncmp(door_text(&door, "member.outlook.at"), "2026-01-05T", 11), 0);
	assert_int_equal(door_number(&door, "member.outlook.year_value"), member.year_value_minor);
	(void)snprintf(milli, sizeof(milli), "%d.%03d", (int)(member.year_visits_milli / 1000),
		       (int)(member.year_visits_milli % 1000));
	assert_string_equal(door_text(&door, "member.outlook.year_visits"), milli);
	(void)snprintf(milli, sizeof(milli), "%d.%03d", (int)((member.alive_ppm + 500) / 1000000),
		       (int)((member.alive_ppm + 500) / 1000 % 1000));
	assert_string_equal(door_text(&door, "member.outlook.still_customer"), milli);
	door_close(&door);
}

/* The second time nothing has changed; `whole` does it all again. */
static void what_was_done_is_not_done_again_but_on_request(void **state)
{
	struct door door;

	(void)state;
	door_open(&door);
	come_weekly(&door);
	door_says_yes(&door, "{\"op\":\"refresh\",\"method\":\"map\",\"model\":\"mbg/nbd\","
			     "\"discount\":\"7.5\"}");
	assert_string_equal(door_text(&door, "model"), "mbg/nbd");
	door_says_yes(&door, "{\"op\":\"refresh\"}");
	assert_int_equal(door_number(&door, "scored"), 0);
	assert_int_equal(door_number(&door, "unchanged"), 1);
	assert_true(cJSON_IsFalse(door_at(&door, "fitted")));
	assert_string_equal(door_text(&door, "model"), "mbg/nbd");
	door_says_yes(&door, "{\"op\":\"refresh\",\"whole\":true}");
	assert_int_equal(door_number(&door, "scored"), 1);
	door_says_yes(&door, "{\"op\":\"refresh\",\"model\":\"best\",\"method\":\"ml\"}");
	assert_true(cJSON_IsTrue(door_at(&door, "fitted")));
	door_close(&door);
}

static void a_shop_without_visits_has_nothing_to_expect(void **state)
{
	struct door door;

	(void)state;
	door_open(&door);
	door_says_yes(&door, "{\"op\":\"refresh\"}");
	assert_int_equal(door_number(&door, "scored"), 0);
	assert_null(door_at(&door, "model"));
	assert_null(door_at(&door, "held_out"));
	assert_int_equal(scan(&door).scored_ms, 0);
	door_close(&door);
}

static void what_is_wrong_in_a_wish_is_named(void **state)
{
	struct door door;

	(void)state;
	door_open(&door);
	come_weekly(&door);
	door_says_no(&door, "{\"op\":\"refresh\",\"method\":\"guess\"}", "E_FIELD", "method");
	door_says_no(&door, "{\"op\":\"refresh\",\"model\":\"weather\"}", "E_FIELD", "model");
	door_says_no(&door, "{\"op\":\"refresh\",\"discount\":\"-1\"}", "E_FIELD", "discount");
	door_says_no(&door, "{\"op\":\"refresh\",\"discount\":\"ten\"}", "E_FIELD", "discount");
	door_says_no(&door, "{\"op\":\"refresh\",\"discount\":\"1000.1\"}", "E_FIELD", "discount");
	door_says_no(&door, "{\"op\":\"refresh\",\"whole\":\"yes\"}", "E_FIELD", "whole");
	door_says_no(&door, "{\"op\":\"refresh\",\"hole\":true}", "E_FIELD", "hole");
	assert_int_equal(scan(&door).scored_ms, 0);
	door_close(&door);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_scan_says_nothing_of_the_future_before_a_refresh),
		cmocka_unit_test(a_scan_says_what_is_expected_after_a_refresh),
		cmocka_unit_test(what_was_done_is_not_done_again_but_on_request),
		cmocka_unit_test(a_shop_without_visits_has_nothing_to_expect),
		cmocka_unit_test(what_is_wrong_in_a_wish_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
