/* test_gateway_by_hand.c - the JSON door of what a person changes: what is wrong is named as it was
 * sent, members are merged, staff is known, and too much is refused. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "tests/test_gateway_beans.h"

#define GIVE(id, units)                                                                            \
	"{\"op\":\"adjust\",\"id\":\"" id "\",\"member_id\":1,\"units\":" units                    \
	",\"who\":\"Bo\",\"why\":\"sorry\"}"
#define CART                                                                                       \
	"\"currency\":\"EUR\",\"member\":{\"id\":1},\"lines\":[{\"name\":\"Coffee\",\"qty\":2,"    \
	"\"tags\":\"hot vegan\",\"tax_rate\":\"7.5\",\"total\":1000}"
#define QUOTE(more) "{\"op\":\"quote\",\"sale\":{" CART "]" more "}}"
#define ISSUE(id, what)                                                                            \
	"{\"op\":\"issue\",\"id\":\"" id "\"," what ",\"who\":\"Bo\",\"why\":\"raffle\"}"

/* Requests of changes by hand, and the code and the field of the answer. */
static const char *const WRONG[][3] = {
	{ ISSUE("I-1", "\"kind\":\"gift_card\""), "E_FIELD", "amount" },
	{ ISSUE("I-1", "\"kind\":\"gift_card\",\"amount\":0"), "E_FIELD", "amount" },
	{ ISSUE("I-1", "\"kind\":\"gift_card\",\"amount\":1000000000000001"), "E_RANGE", "amount" },
	{ ISSUE("I-1", "\"kind\":\"gift_card\",\"amount\":1,\"reward\":\"half\""), "E_FIELD",
	  "reward" },
	{ ISSUE("I-1", "\"kind\":\"gift_card\",\"amount\":1,\"member_id\":99"), "E_UNKNOWN",
	  "member_id" },
	{ ISSUE("I-1", "\"kind\":\"gift_card\",\"amount\":1,\"until\":\"2025-01-01\""), "E_FIELD",
	  "until" },
	{ ISSUE("I-1", "\"kind\":\"gift_card\",\"amount\":1,\"until\":\"soon\""), "E_TIME",
	  "until" },
	{ ISSUE("I-1", "\"kind\":\"gift_card\",\"amount\":1,\"code\":\"4111111111111111\""),
	  "E_PAYMENT_CARD", "" },
	{ ISSUE("I-1", "\"kind\":\"coupon\",\"reward\":\"dance\""), "E_FIELD", "reward" },
	{ ISSUE("I-1", "\"kind\":\"coupon\",\"amount\":1"), "E_FIELD", "amount" },
	{ ISSUE("I-1", "\"kind\":\"stamp\",\"amount\":1"), "E_FIELD", "kind" },
	{ ISSUE("I-1", "\"kind\":\"gift_card\",\"amount\":1,\"x\":1"), "E_FIELD", "x" },
	{ "{\"op\":\"issue\",\"kind\":\"gift_card\",\"amount\":1,\"who\":\"a\",\"why\":\"b\"}",
	  "E_FIELD", "id" },
	{ "{\"op\":\"adjust\",\"id\":\"A\",\"member_id\":1,\"units\":5,\"who\":\"Bo\"}", "E_FIELD",
	  "why" },
	{ GIVE("A-1", "0"), "E_FIELD", "units" },
	{ GIVE("A-1", "-1"), "E_POINTS", "units" },
	{ GIVE("A-1", "1,\"purse\":\"gold\""), "E_FIELD", "purse" },
	{ GIVE("A-1", "1,\"x\":1"), "E_FIELD", "x" },
	{ GIVE("", "1"), "E_FIELD", "id" },
	{ GIVE("4111111111111111", "1"), "E_PAYMENT_CARD", "id" },
	{ "{\"op\":\"adjust\",\"id\":\"A\",\"member_id\":9,\"units\":5,\"who\":\"Bo\",\"why\":"
	  "\"b\"}",
	  "E_UNKNOWN", "member_id" },
	{ "{\"op\":\"merge\",\"into\":1,\"from\":1,\"who\":\"a\",\"why\":\"b\"}", "E_FIELD",
	  "from" },
	{ "{\"op\":\"merge\",\"into\":1,\"from\":9,\"who\":\"a\",\"why\":\"b\"}", "E_UNKNOWN",
	  "from" },
	{ "{\"op\":\"merge\",\"into\":9,\"from\":1,\"who\":\"a\",\"why\":\"b\"}", "E_UNKNOWN",
	  "into" },
	{ "{\"op\":\"merge\",\"into\":1,\"who\":\"a\",\"why\":\"b\"}", "E_FIELD", "from" },
	{ "{\"op\":\"merge\",\"into\":1,\"from\":2,\"who\":\"a\",\"why\":\"b\",\"x\":1}", "E_FIELD",
	  "x" },
	{ "{\"op\":\"unmerge\",\"merge_id\":9,\"who\":\"a\"}", "E_FIELD", "merge_id" },
	{ "{\"op\":\"unmerge\",\"merge_id\":9,\"who\":\"a\",\"x\":1}", "E_FIELD", "x" },
	{ "{\"op\":\"member\",\"member_id\":1}", "E_FIELD", "segments" },
	{ "{\"op\":\"member\",\"member_id\":1,\"segments\":\"a  b\"}", "E_FIELD", "segments" },
	{ "{\"op\":\"member\",\"member_id\":1,\"segments\":\"4111111111111111\"}", "E_PAYMENT_CARD",
	  "segments" },
	{ "{\"op\":\"member\",\"member_id\":9,\"segments\":\"a\"}", "E_UNKNOWN", "member_id" },
	{ "{\"op\":\"member\",\"member_id\":1,\"segments\":\"a\",\"x\":1}", "E_FIELD", "x" },
	{ "{\"op\":\"staff\",\"cashier\":\"\",\"member_id\":1}", "E_FIELD", "cashier" },
	{ "{\"op\":\"staff\",\"cashier\":\"7\",\"member_id\":9}", "E_UNKNOWN", "member_id" },
	{ "{\"op\":\"staff\",\"cashier\":\"7\",\"member_id\":1,\"x\":1}", "E_FIELD", "x" },
	{ "{\"op\":\"programme\",\"x\":1}", "E_FIELD", "x" },
	{ "{\"op\":\"alerts\",\"from\":\"soon\"}", "E_TIME", "from" },
	{ "{\"op\":\"alerts\",\"x\":1}", "E_FIELD", "x" },
	{ "{\"op\":\"sale\",\"sale\":{\"id\":\"S\"," CART
	  ",{\"kind\":\"air\",\"total\":1}],\"total\":1001}}",
	  "E_FIELD", "lines[1].kind" },
	{ "{\"op\":\"sale\",\"sale\":{\"id\":\"S\"," CART
	  ",{\"tax_rate\":\"7.0005\",\"total\":1}],\"total\":1001}}",
	  "E_RANGE", "lines[1].tax_rate" },
	{ "{\"op\":\"sale\",\"sale\":{\"id\":\"S\"," CART
	  "],\"total\":1000,\"tenders\":[{\"kind\":\"gift_card\",\"amount\":1000}]}}",
	  "E_FIELD", "tenders[0].code" },
	{ "{\"op\":\"refund\",\"id\":\"R\",\"currency\":\"EUR\",\"amount\":1,\"hold\":1}",
	  "E_FIELD", "hold" },
};

/* What was wrong is named, and nothing was written: not a row, not an event. */
static void what_is_wrong_changes_nothing(void **state)
{
	struct door door;
	int64_t before;

	(void)state;
	open_beans(&door);
	before = shop_number(&door.shop, "SELECT count(*) FROM event");
	for (size_t i = 0; i < sizeof(WRONG) / sizeof(WRONG[0]); i++) {
		door_says_no(&door, WRONG[i][0], WRONG[i][1], WRONG[i][2]);
		if (shop_number(&door.shop, "SELECT count(*) FROM event") != before)
			fail_msg("%s", WRONG[i][0]);
	}
	door_close(&door);
}

/* Two phones, one person; and apart again. */
static void two_members_become_one_and_two_again(void **state)
{
	char request[128];
	struct door door;

	(void)state;
	open_beans(&door);
	door_says_yes(&door, "{\"op\":\"enrol\",\"name\":\"Asha again\",\"card\":\"KLUB-2\"}");
	door_says_yes(&door, GIVE("A-1", "80"));
	door_says_yes(&door,
		      "{\"op\":\"merge\",\"into\":2,\"from\":1,\"who\":\"a\",\"why\":\"b\"}");
	(void)snprintf(request, sizeof(request),
		       "{\"op\":\"unmerge\",\"merge_id\":%lld,\"who\":\"a\"}",
		       (long long)door_number(&door, "merge_id"));
	door_says_yes(&door, "{\"op\":\"identify\",\"scan\":\"" SHOP_PHONE "\"}");
	assert_int_equal(door_number(&door, "member.id"), 2);
	assert_int_equal(door_number(&door, "member.points"), 80);
	door_says_yes(&door, request);
	assert_int_equal(door_number(&door, "missing"), 0);
	door_says_yes(&door, request);
	assert_string_equal(door_text(&door, "code"), "EXISTS");
	door_says_yes(&door, "{\"op\":\"identify\",\"scan\":\"" SHOP_PHONE "\"}");
	assert_int_equal(door_number(&door, "member.id"), 1);
	door_close(&door);
}

/* Who is of the staff gets the staff's reward, without asking, and is noted at an own card. */
static void staff_is_known_by_segment_and_by_cashier(void **state)
{
	struct door door;

	(void)state;
	open_beans(&door);
	door_says_yes(&door, "{\"op\":\"member\",\"member_id\":1,\"segments\":\"vip staff\"}");
	door_says_yes(&door, "{\"op\":\"member\",\"member_id\":1,\"segments\":\"vip staff\"}");
	assert_string_equal(door_text(&door, "code"), "EXISTS");
	door_says_yes(&door, QUOTE(""));
	assert_int_equal(door_number(&door, "due"), 900);
	assert_null(door_at(&door, "claims.0.wish"));
	door_says_yes(&door, "{\"op\":\"staff\",\"cashier\":\"Bo\",\"member_id\":1}");
	door_says_yes(&door, "{\"op\":\"sale\",\"sale\":{\"id\":\"S-1\",\"cashier\":\"Bo\"," CART
			     "],\"total\":1000}}");
	door_says_yes(&door, "{\"op\":\"alerts\"}");
	assert_string_equal(door_text(&door, "alerts.0.limit"), "own_card");
	assert_int_equal(door_number(&door, "alerts.0.member_id"), 1);
	door_says_yes(&door, "{\"op\":\"alerts\",\"to\":\"2026-01-04\"}");
	assert_null(door_at(&door, "alerts.0"));
	door_says_yes(&door, "{\"op\":\"report\",\"name\":\"alerts\",\"format\":\"table\"}");
	assert_non_null(strstr(door_text(&door, "report"), "own_card"));
	door_says_yes(&door, "{\"op\":\"report\",\"name\":\"alerts\",\"format\":\"csv\"}");
	assert_non_null(strstr(door_text(&door, "report"), "own_card,no,1,Bo,"));
	door_close(&door);
}

/* Too many by one person are refused, and the owner is told, which is all that is kept. */
static void too_much_by_hand_is_refused_and_told(void **state)
{
	struct door door;

	(void)state;
	open_beans(&door);
	door_says_yes(&door, GIVE("A-1", "1"));
	door_says_yes(&door, GIVE("A-2", "1"));
	door_says_no(&door, GIVE("A-3", "1"), "E_LIMIT", "");
	door_says_no(&door, ISSUE("I-1", "\"kind\":\"gift_card\",\"amount\":1"), "E_LIMIT", "");
	assert_int_equal(shop_points(&door.shop), 2);
	door_says_yes(&door, "{\"op\":\"alerts\"}");
	assert_true(cJSON_IsTrue(door_at(&door, "alerts.0.refused")));
	door_close(&door);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_wrong_changes_nothing),
		cmocka_unit_test(two_members_become_one_and_two_again),
		cmocka_unit_test(staff_is_known_by_segment_and_by_cashier),
		cmocka_unit_test(too_much_by_hand_is_refused_and_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
