/* test_gateway_programme.c - the JSON door of the programme and the ledger: quote, hold, vouchers;
 * each as it should be, refused, and with a field that it does not know. Changes by hand are in
 * test_gateway_by_hand.c. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "plugin/base/bytes.h"
#include "tests/test_gateway_beans.h"

#define GIVE(id, units)                                                                            \
	"{\"op\":\"adjust\",\"id\":\"" id "\",\"member_id\":1,\"units\":" units                    \
	",\"who\":\"Bo\",\"why\":\"sorry\"}"
#define CART                                                                                       \
	"\"currency\":\"EUR\",\"member\":{\"id\":1},\"lines\":[{\"name\":\"Coffee\",\"qty\":2,"    \
	"\"tags\":\"hot vegan\",\"tax_rate\":\"7.5\",\"total\":1000}"
#define QUOTE(more) "{\"op\":\"quote\",\"sale\":{" CART "]" more "}}"
#define TREAT ",\"rewards\":[{\"reward\":\"treat\"}]"
#define ISSUE(id, what)                                                                            \
	"{\"op\":\"issue\",\"id\":\"" id "\"," what ",\"who\":\"Bo\",\"why\":\"raffle\"}"

/* The line of a quote goes into the sale as it is, with its hold: paid once, and not again. */
static void what_was_quoted_is_what_the_sale_gets(void **state)
{
	char request[1024];
	char *line;
	struct door door;

	(void)state;
	open_beans(&door);
	door_says_yes(&door, GIVE("A-1", "80"));
	door_says_yes(&door, QUOTE(TREAT));
	assert_int_equal(door_number(&door, "due"), 900);
	assert_int_equal(door_number(&door, "discount"), 100);
	assert_int_equal(door_number(&door, "spent"), 50);
	assert_int_equal(door_number(&door, "points"), 9);
	assert_int_equal(door_number(&door, "balance"), 39);
	assert_string_equal(door_text(&door, "claims.0.code"), "OK");
	assert_int_equal(door_number(&door, "lines.0.total"), -100);
	assert_string_equal(door_text(&door, "lines.0.tax_rate"), "7.500");
	assert_true(door_text(&door, "hold_ends")[0] != '\0');
	line = cJSON_PrintUnformatted(door_at(&door, "lines.0"));
	(void)snprintf(request, sizeof(request),
		       "{\"op\":\"sale\",\"sale\":{\"id\":\"S-1\"," CART
		       ",%s],\"total\":900,\"hold\":%lld}}",
		       line, (long long)door_number(&door, "hold"));
	cJSON_free(line);
	door_says_yes(&door, request);
	assert_int_equal(door_number(&door, "points"), 9);
	assert_int_equal(door_number(&door, "spent"), 50);
	assert_int_equal(door_number(&door, "balance"), 39);
	assert_string_equal(door_text(&door, "tier.id"), "green");
	assert_string_equal(door_text(&door, "purses.0.id"), "cups");
	assert_int_equal(door_number(&door, "purses.0.earned"), 2);
	door_says_yes(&door, request);
	assert_string_equal(door_text(&door, "code"), "EXISTS");
	assert_int_equal(shop_points(&door.shop), 39);
	door_close(&door);
}

/* The customer changes their mind: all of it is there again, and letting go twice is harmless. */
static void what_was_set_aside_goes_back(void **state)
{
	char request[128];
	struct door door;

	(void)state;
	open_beans(&door);
	door_says_yes(&door, GIVE("A-1", "80"));
	door_says_yes(&door, QUOTE(TREAT));
	assert_int_equal(shop_points(&door.shop), 30);
	(void)snprintf(request, sizeof(request), "{\"op\":\"let_go\",\"hold\":%lld}",
		       (long long)door_number(&door, "hold"));
	door_says_yes(&door, request);
	assert_string_equal(door_text(&door, "code"), "OK");
	assert_int_equal(shop_points(&door.shop), 80);
	door_says_yes(&door, request);
	assert_string_equal(door_text(&door, "code"), "EXISTS");
	door_says_no(&door, "{\"op\":\"let_go\",\"hold\":4711}", "E_FIELD", "hold");
	door_says_no(&door, "{\"op\":\"let_go\",\"hold\":1,\"x\":1}", "E_FIELD", "x");
	door_close(&door);
}

/* What cannot be had is said in its claim, and the rest of the quote stands. */
static void a_reward_that_cannot_be_had_says_why(void **state)
{
	struct door door;

	(void)state;
	open_beans(&door);
	door_says_yes(&door, QUOTE(TREAT));
	assert_string_equal(door_text(&door, "claims.0.code"), "E_POINTS");
	assert_true(door_text(&door, "claims.0.error")[0] != '\0');
	assert_null(door_at(&door, "hold"));
	assert_int_equal(door_number(&door, "due"), 1000);
	door_says_yes(&door, QUOTE(",\"rewards\":[{\"reward\":\"dance\"},{\"code\":\"nope\"}]"));
	assert_int_equal(door_number(&door, "claims.1.wish"), 1);
	assert_string_equal(door_text(&door, "claims.0.code"), "E_FIELD");
	door_says_no(&door, QUOTE(",\"rewards\":[{}]"), "E_FIELD", "rewards[0]");
	door_says_no(&door, QUOTE(",\"rewards\":[{\"reward\":\"treat\",\"x\":1}]"), "E_FIELD",
		     "rewards[0].x");
	door_says_no(&door, QUOTE(",\"codes\":[1]"), "E_FIELD", "codes[0]");
	door_says_no(&door, QUOTE(",\"hold\":4711"), "E_FIELD", "hold");
	door_says_no(&door, "{\"op\":\"quote\"}", "E_FIELD", "sale");
	door_close(&door);
}

/* As if it had not been; and a sale that is told differently stands as it is told last. */
static void a_sale_is_undone_or_told_anew(void **state)
{
	static const char SALE[] =
		"{\"op\":\"sale\",\"sale\":{\"id\":\"S-1\"," CART "],\"total\":1000}}";
	static const char EDIT[] = "{\"op\":\"edit\",\"sale\":{\"id\":\"S-1\"," CART
				   ",{\"name\":\"Bun\",\"total\":500}],\"total\":1500}}";
	static const char UNDO[] = "{\"op\":\"void\",\"sale_id\":\"S-1\"}";
	struct door door;

	(void)state;
	open_beans(&door);
	door_says_yes(&door, SALE);
	door_says_yes(&door, EDIT);
	assert_int_equal(door_number(&door, "points"), 15);
	assert_int_equal(door_number(&door, "balance"), 15);
	door_says_yes(&door, EDIT);
	assert_string_equal(door_text(&door, "code"), "EXISTS");
	door_says_yes(&door, UNDO);
	assert_int_equal(door_number(&door, "points"), -15);
	assert_int_equal(door_number(&door, "balance"), 0);
	door_says_yes(&door, UNDO);
	assert_string_equal(door_text(&door, "code"), "EXISTS");
	door_says_no(&door, "{\"op\":\"void\",\"sale_id\":\"S-9\"}", "E_NO_SALE", "sale_id");
	door_says_no(&door, "{\"op\":\"void\",\"sale_id\":\"S-1\",\"x\":1}", "E_FIELD", "x");
	door_says_no(&door, "{\"op\":\"edit\",\"sale\":{\"id\":\"S-9\"," CART "],\"total\":1000}}",
		     "E_NO_SALE", "id");
	door_close(&door);
}

/* The same id again makes no second card, and says the same code. */
static void a_gift_card_by_hand_is_made_once_and_pays(void **state)
{
	char request[512];
	char code[32];
	struct door door;

	(void)state;
	open_beans(&door);
	door_says_yes(&door, ISSUE("I-1", "\"kind\":\"gift_card\",\"amount\":1500"));
	(void)snprintf(code, sizeof(code), "%s", door_text(&door, "issued.code"));
	door_says_yes(&door, ISSUE("I-1", "\"kind\":\"gift_card\",\"amount\":1500"));
	assert_string_equal(door_text(&door, "code"), "EXISTS");
	assert_string_equal(door_text(&door, "issued.code"), code);
	door_says_no(&door, ISSUE("I-1", "\"kind\":\"gift_card\",\"amount\":1600"), "E_DIFFERS",
		     "id");
	assert_int_equal(shop_number(&door.shop, "SELECT count(*) FROM voucher"), 1);
	(void)snprintf(request, sizeof(request),
		       "{\"op\":\"sale\",\"sale\":{\"id\":\"S-1\"," CART
		       "],\"total\":1000,\"tenders\":[{\"kind\":\"gift_card\",\"code\":\"%s\","
		       "\"amount\":1000}]}}",
		       code);
	door_says_yes(&door, request);
	(void)snprintf(request, sizeof(request), "{\"op\":\"voucher\",\"code\":\"%s\"}", code);
	door_says_yes(&door, request);
	assert_int_equal(door_number(&door, "voucher.balance"), 500);
	assert_true(cJSON_IsTrue(door_at(&door, "voucher.usable")));
	door_says_no(&door, "{\"op\":\"voucher\",\"code\":\"nothing\"}", "E_UNKNOWN", "code");
	door_says_no(&door, "{\"op\":\"voucher\",\"code\":\"x\",\"y\":1}", "E_FIELD", "y");
	door_close(&door);
}

/* A printed code is found as it was scanned; it is nobody else's afterwards. */
static void a_coupon_by_hand_gives_its_reward(void **state)
{
	static const char PRINTED[] = ISSUE("I-1", "\"kind\":\"coupon\",\"reward\":\"half\","
						   "\"code\":\"AUTUMN 7\",\"member_id\":1,"
						   "\"until\":\"2026-12-31\"");
	struct door door;

	(void)state;
	open_beans(&door);
	door_says_yes(&door, PRINTED);
	assert_string_equal(door_text(&door, "issued.until"), "2027-01-01T00:00:00+01:00");
	assert_null(door_at(&door, "issued.code"));
	door_says_yes(&door, PRINTED);
	assert_string_equal(door_text(&door, "code"), "EXISTS");
	door_says_no(&door,
		     ISSUE("I-2", "\"kind\":\"coupon\",\"reward\":\"half\",\"code\":"
				  "\"AUTUMN-7\""),
		     "E_TAKEN", "code");
	door_says_yes(&door, QUOTE(",\"rewards\":[{\"code\":\"autumn-7\"}]"));
	assert_int_equal(door_number(&door, "due"), 500);
	assert_true(door_number(&door, "hold") > 0);
	door_says_yes(&door, "{\"op\":\"voucher\",\"code\":\"AUTUMN7\"}");
	assert_true(cJSON_IsFalse(door_at(&door, "voucher.usable")));
	assert_non_null(strstr(door_text(&door, "voucher.why"), "set aside"));
	door_close(&door);
}

/* "\\"" so many times, each two bytes longer in an answer than it is. */
static void add_quotes(struct bytes *bytes, int count)
{
	for (int i = 0; i < count; i++)
		bytes_add_text(bytes, "\\\"");
}

/* One free thing by itself, and one more that costs a point, with the longest texts. */
static void add_long_reward(struct bytes *bytes, int number, const char *more)
{
	bytes_printf(bytes, "%s{\"id\":\"r%062d\",\"title\":\"", number == 0 ? "" : ",", number);
	add_quotes(bytes, 127);
	bytes_add_text(bytes, "\",\"give\":{\"free\":{\"product\":\"");
	add_quotes(bytes, 250);
	bytes_printf(bytes, "%05d\"}},%s}", number, more);
}

static void add_wishes(struct bytes *bytes)
{
	bytes_add_text(bytes, "{\"op\":\"quote\",\"sale\":{" CART "],\"rewards\":[");
	for (int i = 0; i < RGL_WISHES_MAX; i++)
		bytes_printf(bytes, "%s{\"reward\":\"r%062d\"}", i == 0 ? "" : ",", 0);
	bytes_add(bytes, "]}}", 4);
}

/* As many lines and claims as there can be, each with the longest texts: what was set aside would
 * be lost to the till if its answer did not go into the room that every till has. */
static void the_largest_quote_fits(void **state)
{
	struct bytes programme;
	struct bytes request;
	size_t length = RGL_ANSWER_ROOM;
	struct door door;

	(void)state;
	door_open(&door);
	programme = bytes_of(&door.shop.host);
	request = bytes_of(&door.shop.host);
	bytes_add_text(&programme, "{\"programme\":1,\"name\":\"Long\",\"rewards\":[");
	add_long_reward(&programme, 0, "\"cost\":{\"points\":1},\"per_sale\":32");
	for (int i = 1; i < 64; i++)
		add_long_reward(&programme, i, "\"automatic\":true");
	bytes_add(&programme, "]}", 3);
	add_wishes(&request);
	door_programme(&door, (const char *)programme.data);
	door_says_yes(&door, GIVE("A-1", "80"));
	assert_int_equal(door.api->request(door.rgl, (const char *)request.data, request.length - 1,
					   door.answer, &length),
			 RGL_OK);
	assert_in_range(length, 90000, RGL_ANSWER_ROOM - 1);
	assert_int_equal(shop_number(&door.shop, "SELECT count(*) FROM hold WHERE state = 1"), 1);
	assert_int_equal(shop_points(&door.shop), 80 - RGL_WISHES_MAX);
	bytes_free(&programme);
	bytes_free(&request);
	door_close(&door);
}

/* Before any was applied the settings of init hold; then the text is given as it was. */
static void the_programme_is_told_as_it_was_applied(void **state)
{
	struct door door;

	(void)state;
	door_open(&door);
	door_says_yes(&door, "{\"op\":\"programme\"}");
	assert_int_equal(door_number(&door, "version"), 0);
	assert_null(door_at(&door, "text"));
	door_programme(&door, PROGRAMME);
	door_says_yes(&door, "{\"op\":\"programme\"}");
	assert_int_equal(door_number(&door, "version"), 1);
	assert_string_equal(door_text(&door, "name"), "Beans");
	assert_string_equal(door_text(&door, "text"), PROGRAMME);
	assert_string_equal(door_text(&door, "effective"), "2026-01-05T11:00:00+01:00");
	door_close(&door);
}

/* What a till shows of a member: the level, what is missing to the next, what can be had. */
static void a_member_is_shown_with_tier_and_offers(void **state)
{
	struct door door;

	(void)state;
	open_beans(&door);
	door_says_yes(&door, GIVE("A-1", "20"));
	door_says_yes(&door, GIVE("A-2", "250,\"purse\":\"credit\""));
	door_says_yes(&door, "{\"op\":\"issue\",\"id\":\"I-1\",\"kind\":\"coupon\",\"reward\":"
			     "\"half\",\"member_id\":1,\"who\":\"Mia\",\"why\":\"raffle\"}");
	door_says_yes(&door, "{\"op\":\"identify\",\"scan\":\"" SHOP_PHONE "\"}");
	assert_string_equal(door_text(&door, "member.tier.title"), "Green");
	assert_string_equal(door_text(&door, "member.next_tier"), "Gold");
	assert_int_equal(door_number(&door, "member.to_tier"), 100000);
	assert_int_equal(door_number(&door, "member.credit"), 250);
	assert_string_equal(door_text(&door, "member.offers.0.reward"), "half");
	assert_true(cJSON_IsTrue(door_at(&door, "member.offers.0.coupon")));
	assert_string_equal(door_text(&door, "member.offers.1.reward"), "treat");
	assert_int_equal(door_number(&door, "member.offers.1.missing"), 30);
	door_close(&door);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_quoted_is_what_the_sale_gets),
		cmocka_unit_test(what_was_set_aside_goes_back),
		cmocka_unit_test(a_reward_that_cannot_be_had_says_why),
		cmocka_unit_test(a_sale_is_undone_or_told_anew),
		cmocka_unit_test(a_gift_card_by_hand_is_made_once_and_pays),
		cmocka_unit_test(a_coupon_by_hand_gives_its_reward),
		cmocka_unit_test(the_largest_quote_fits),
		cmocka_unit_test(the_programme_is_told_as_it_was_applied),
		cmocka_unit_test(a_member_is_shown_with_tier_and_offers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
