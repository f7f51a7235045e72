/* test_account.c - a member's account: every change with its reason, and balances that are the
 * ledger's. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "plugin/identify/enrol.h"
#include "plugin/loyalty/book.h"
#include "plugin/loyalty/merge.h"
#include "plugin/reports/account.h"
#include "plugin/reports/render_account.h"
#include "tests/support/door.h"
#include "tests/support/sweep.h"

#define NOW "2026-01-05T11:00:00+01:00"
static const char PROGRAMME[] =
	"{\"programme\":1,\"name\":\"Beans\",\"earn\":[{\"id\":\"base\",\"title\":\"1 a euro\","
	"\"give\":{\"points\":1,\"per\":\"amount\",\"amount\":100}},{\"id\":\"treble\",\"title\":"
	"\"More\",\"give\":{\"points\":2,\"per\":\"amount\",\"amount\":100}}],\"rewards\":[{\"id\":"
	"\"treat\",\"title\":\"A treat\",\"cost\":{\"points\":50},\"give\":{\"amount\":100,\"on\":"
	"\"order\"}}]}";
#define CART                                                                                       \
	"\"currency\":\"EUR\",\"member\":{\"id\":1},\"lines\":[{\"name\":\"Coffee\",\"total\":"    \
	"1000}"
#define ADJUST "{\"op\":\"adjust\",\"member_id\":1,\"who\":\"Bo\",\"why\":\"sorry, said Bo\","
#define QUOTE "{\"op\":\"quote\",\"sale\":{" CART "],\"rewards\":[{\"reward\":\"treat\"}]}}"

/* {"op":...,"hold": and the hold that the last answer named, and so on. */
static void says_with_hold(struct door *door, const char *before, const char *after)
{
	long long hold = (long long)door_number(door, "hold");
	char request[512];

	(void)snprintf(request, sizeof(request), "%s\"hold\":%lld%s", before, hold, after);
	door_says_yes(door, request);
}

/* Something of everything that a till and an office do: by hand, earned, held and spent, held and
 * let go, a sale paid by points at once, half of it brought back, credit paid in. */
static void trade(struct door *door)
{
	door_open(door);
	door_programme(door, PROGRAMME);
	door_says_yes(door, ADJUST "\"id\":\"A-1\",\"units\":180}");
	door_says_yes(door, QUOTE);
	says_with_hold(door,
		       "{\"op\":\"sale\",\"sale\":{\"id\":\"S-1\"," CART
		       ",{\"reward\":\"treat\",\"total\":-100}],\"total\":900,",
		       "}}");
	door_says_yes(door, QUOTE);
	says_with_hold(door, "{\"op\":\"let_go\",", "}");
	door_says_yes(door, "{\"op\":\"sale\",\"sale\":{\"id\":\"S-2\"," CART
			    ",{\"reward\":\"treat\",\"total\":-100}],\"total\":900}}");
	door_says_yes(door, "{\"op\":\"refund\",\"id\":\"R-2\",\"sale_id\":\"S-2\",\"currency\":"
			    "\"EUR\",\"amount\":900}");
	door_says_yes(door, ADJUST "\"id\":\"A-2\",\"units\":250,\"purse\":\"credit\"}");
}

/* The account as text, with the titles of the programme in effect; the caller frees it. */
static rgl_rc write(struct store *store, enum view_format format, int64_t member, int64_t last,
		    struct bytes *ret)
{
	const struct report report = { .format = format, .top = last };
	const struct book_entry *entry = NULL;
	struct book *book = NULL;
	rgl_rc rc = book_open(store, &book);

	if (rc == RGL_OK)
		rc = book_at(book, SHOP_NOW_MS, &entry);
	if (rc == RGL_OK)
		rc = account_write(store, &report, entry->programme, member, ret);
	book_close(book);
	if (rc == RGL_OK)
		bytes_add_byte(ret, 0);
	return rc < 0 ? rc : bytes_rc(ret);
}

static void reads(struct door *door, enum view_format format, int64_t member, int64_t last,
		  const char *expected)
{
	struct bytes text = bytes_of(&door->shop.host);

	assert_int_equal(write(door->shop.store, format, member, last, &text), RGL_OK);
	assert_string_equal((const char *)text.data, expected);
	bytes_free(&text);
}

/* In data, every change is a row; what was held and then paid is spent on that sale. */
static void each_change_is_a_row_with_its_reason(void **state)
{
	struct door door;

	(void)state;
	trade(&door);
	reads(&door, VIEW_CSV, 1, 0,
	      "purse,at,what,amount,balance,sale_id,of,by,who,why,member_id\r\n"
	      "points," NOW ",by_hand,180,180,,,,Bo,\"sorry, said Bo\",\r\n"
	      "points," NOW ",spent,-50,130,S-1,,treat,,,\r\n"
	      "points," NOW ",earned,27,157,S-1,,\"base, treble\",,,\r\n"
	      "points," NOW ",held,-50,107,,,treat,,,\r\n"
	      "points," NOW ",let_go,50,157,,,,,,\r\n"
	      "points," NOW ",earned,27,184,S-2,,\"base, treble\",,,\r\n"
	      "points," NOW ",spent,-50,134,S-2,,treat,,,\r\n"
	      "points," NOW ",given_back,50,184,R-2,S-2,,,,\r\n"
	      "points," NOW ",taken_back,-27,157,R-2,S-2,,,,\r\n"
	      "credit," NOW ",by_hand,2.50,2.50,,,,Bo,\"sorry, said Bo\",\r\n");
	assert_int_equal(shop_points(&door.shop), 157);
	door_close(&door);
}

/* The page that the owner reads out to a customer. */
static void the_page_reads_as_drawn(void **state)
{
	struct door door;

	(void)state;
	trade(&door);
	reads(&door, VIEW_TABLE, 1, 3,
	      "Member 1  Asha\n"
	      "\n"
	      "Points\n"
	      "when                    change     balance  sale            what\n"
	      "2026-01-05 11:00           -50         134  S-2             spent on: A treat\n"
	      "2026-01-05 11:00            50         184  R-2             given back of sale S-2\n"
	      "2026-01-05 11:00           -27         157  R-2             taken back of sale S-2\n"
	      "The last 3 of 9.\n"
	      "\n"
	      "Store credit, EUR\n"
	      "when                    change     balance  sale            what\n"
	      "2026-01-05 11:00          2.50        2.50                  by hand, Bo: sorry, "
	      "said Bo\n");
	door_close(&door);
}

/* One object, with a list for each purse. */
static void data_for_programs_is_json(void **state)
{
	struct door door;

	(void)state;
	trade(&door);
	reads(&door, VIEW_JSON, 1, 1,
	      "{\"report\":\"account\",\"member_id\":1,\"name\":\"Asha\",\"purses\":["
	      "{\"purse\":\"points\",\"is_money\":false,\"in_all\":9,\"lines\":[{\"at\":\"" NOW
	      "\",\"what\":\"taken_back\",\"amount\":-27,\"balance\":157,\"sale_id\":\"R-2\","
	      "\"of\":\"S-2\"}]},"
	      "{\"purse\":\"credit\",\"is_money\":true,\"in_all\":1,\"lines\":[{\"at\":\"" NOW
	      "\",\"what\":\"by_hand\",\"amount\":250,\"balance\":250,\"who\":\"Bo\",\"why\":"
	      "\"sorry, said Bo\"}]}]}\n");
	door_close(&door);
}

/* A sale that was edited is told by the till's id of it, and a void by that of its sale; what was
 * paid in points has words of its own. */
static void what_was_changed_is_told_in_the_tills_ids(void **state)
{
	struct door door;

	(void)state;
	door_open(&door);
	door_programme(&door, PROGRAMME);
	door_says_yes(&door,
		      "{\"op\":\"sale\",\"sale\":{\"id\":\"S-1\"," CART "],\"total\":1000}}");
	door_says_yes(&door, "{\"op\":\"edit\",\"sale\":{\"id\":\"S-1\",\"currency\":\"EUR\","
			     "\"member\":{\"id\":1},\"total\":500,\"lines\":[{\"name\":\"Tea\","
			     "\"total\":500}]}}");
	door_says_yes(&door,
		      "{\"op\":\"edit\",\"sale\":{\"id\":\"S-1\"," CART "],\"total\":1000}}");
	door_says_yes(&door, "{\"op\":\"void\",\"sale_id\":\"S-1\"}");
	reads(&door, VIEW_TABLE, 1, 0,
	      "Member 1  Asha\n"
	      "\n"
	      "Points\n"
	      "when                    change     balance  sale            what\n"
	      "2026-01-05 11:00            30          30  S-1             earned: 1 a euro, "
	      "More; the sale was edited later\n"
	      "2026-01-05 11:00           -15          15  S-1             taken back; by editing "
	      "the sale\n"
	      "2026-01-05 11:00            15          30  S-1             earned: 1 a euro, "
	      "More; by editing the sale\n"
	      "2026-01-05 11:00           -30           0                  taken back, void of "
	      "sale S-1\n");
	door_close(&door);
}

static int64_t enrol_ben(struct door *door)
{
	const struct enrolment ben = { .name = "Ben", .phone = "+4520304099" };
	struct store *store = door->shop.store;
	int64_t member = 0;

	assert_int_equal(store_begin(store), RGL_OK);
	assert_int_equal(store_end(store, enrol(store, &ben, &member)), RGL_OK);
	return member;
}

/* Who was merged is told where everything went, with the rules that gave it; and back again. */
static void a_merge_stands_in_both_accounts(void **state)
{
	struct door door;
	int64_t missing = -1;
	int64_t merge = 0;
	int64_t ben;

	(void)state;
	door_open(&door);
	door_programme(&door, PROGRAMME);
	ben = enrol_ben(&door);
	assert_int_equal(ben, 2);
	reads(&door, VIEW_TABLE, ben, 0, "Member 2  Ben\n\nNothing came or went yet.\n");
	reads(&door, VIEW_JSON, ben, 0,
	      "{\"report\":\"account\",\"member_id\":2,\"name\":\"Ben\",\"purses\":[]}\n");
	door_says_yes(&door, "{\"op\":\"sale\",\"sale\":{\"id\":\"B-1\",\"currency\":\"EUR\","
			     "\"member\":{\"id\":2},\"total\":100,\"lines\":[{\"name\":\"Tea\","
			     "\"total\":100}]}}");
	assert_int_equal(merge_members(door.shop.store, 1, ben, "Mia", "two phones", &merge),
			 RGL_OK);
	reads(&door, VIEW_TABLE, ben, 0,
	      "Member 2  Ben\n"
	      "Merged into member 1, who has it now.\n"
	      "\n"
	      "Points\n"
	      "when                    change     balance  sale            what\n"
	      "2026-01-05 11:00             3           3  B-1             earned: 1 a euro, "
	      "More\n"
	      "2026-01-05 11:00            -3           0                  merged into member 1, "
	      "Mia: two phones\n");
	assert_int_equal(merge_undo(door.shop.store, merge, "Jonas", &missing), RGL_OK);
	reads(&door, VIEW_CSV, 1, 0,
	      "purse,at,what,amount,balance,sale_id,of,by,who,why,member_id\r\n"
	      "points," NOW ",merged,3,3,,,,Mia,two phones,2\r\n"
	      "points," NOW ",unmerged,-3,0,,,,Jonas,,2\r\n");
	door_close(&door);
}

/* A number that was mistyped is told, not shown as an empty account. */
static void there_has_to_be_such_a_member(void **state)
{
	struct bytes text;
	struct door door;

	(void)state;
	door_open(&door);
	text = bytes_of(&door.shop.host);
	assert_int_equal(write(door.shop.store, VIEW_TABLE, 99, 0, &text), RGL_E_UNKNOWN);
	assert_string_equal(door.shop.store->refusal.field, "member_id");
	assert_int_equal(text.length, 0);
	bytes_free(&text);
	door_close(&door);
}

static struct account_line line_of(enum account_what what, int64_t amount)
{
	return (struct account_line) {
		.purse = "points", .in_all = 1, .what = what, .at_ms = SHOP_NOW_MS, .amount = amount
	};
}

/* What the words are of what no till of this test did. */
static void every_kind_has_its_words(void **state)
{
	static const struct {
		enum account_what what;
		int64_t amount;
		const char *words;
		const char *code;
	} KINDS[] = {
		{ ACCOUNT_MOVED, 5, "  earned\n", "moved" },
		{ ACCOUNT_MOVED, -5, "  taken back\n", "moved" },
		{ ACCOUNT_EARNED, 5, "  earned\n", "earned" },
		{ ACCOUNT_SPENT, -5, "  spent as money\n", "spent" },
		{ ACCOUNT_EXPIRED, -5, "  expired\n", "expired" },
		{ ACCOUNT_HELD, -5, "  held\n", "held" },
		{ ACCOUNT_LET_GO, 5, "  held before, let go\n", "let_go" },
		{ ACCOUNT_PAID_IN, 5, "  paid in\n", "paid_in" },
		{ ACCOUNT_PAID_WITH, -5, "  paid with\n", "paid_with" },
	};
	struct door door;

	(void)state;
	door_open(&door);
	for (size_t i = 0; i < sizeof(KINDS) / sizeof(KINDS[0]); i++) {
		const struct account_line line = line_of(KINDS[i].what, KINDS[i].amount);
		struct view view = { .format = VIEW_TABLE, .zone = door.shop.store->zone };
		struct bytes text = bytes_of(&door.shop.host);
		struct account_place place = { 0 };

		render_account_line(&line, &place, &view, &text);
		view.format = VIEW_JSON;
		render_account_line(&line, &place, &view, &text);
		bytes_add_byte(&text, 0);
		assert_int_equal(bytes_rc(&text), RGL_OK);
		assert_non_null(strstr((const char *)text.data, KINDS[i].words));
		assert_non_null(strstr((const char *)text.data, KINDS[i].code));
		bytes_free(&text);
	}
	door_close(&door);
}

/* A long id is shown whole, and nothing that steers a terminal gets to it. */
static void an_id_is_never_cut_and_steers_nothing(void **state)
{
	struct account_line line = line_of(ACCOUNT_BY_HAND, 5);
	struct account_place place = { 0 };
	struct view view = { .format = VIEW_TABLE };
	struct bytes text;
	struct door door;

	(void)state;
	door_open(&door);
	text = bytes_of(&door.shop.host);
	view.zone = door.shop.store->zone;
	(void)snprintf(line.sale, sizeof(line.sale), "KASSE-2/2026-01-05/000123");
	(void)snprintf(line.who, sizeof(line.who), "Bo\x1b[2J");
	(void)snprintf(line.why, sizeof(line.why), "sorry");
	render_account_line(&line, &place, &view, &text);
	bytes_add_byte(&text, 0);
	assert_int_equal(bytes_rc(&text), RGL_OK);
	assert_non_null(strstr((const char *)text.data,
			       "  KASSE-2/2026-01-05/000123  by hand, Bo?[2J: sorry\n"));
	assert_null(strchr((const char *)text.data, '\x1b'));
	bytes_free(&text);
	door_close(&door);
}

/* Memory that runs out is told, and nothing of it is kept. */
static void every_allocation_may_fail(void **state)
{
	struct door door;
	struct sweep sweep;
	struct host host;
	long at = 0;

	(void)state;
	trade(&door);
	do {
		struct bytes text;
		rgl_rc rc;

		sweep_init(&sweep, at++);
		host_init(&host, &sweep.host);
		text = bytes_of(&host);
		rc = write(door.shop.store, VIEW_TABLE, 1, 0, &text);
		assert_int_equal(rc, sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
		bytes_free(&text);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	} while (sweep.ran_out && at < 100);
	assert_true(at > 1 && at < 100);
	door_close(&door);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_change_is_a_row_with_its_reason),
		cmocka_unit_test(the_page_reads_as_drawn),
		cmocka_unit_test(data_for_programs_is_json),
		cmocka_unit_test(what_was_changed_is_told_in_the_tills_ids),
		cmocka_unit_test(a_merge_stands_in_both_accounts),
		cmocka_unit_test(there_has_to_be_such_a_member),
		cmocka_unit_test(every_kind_has_its_words),
		cmocka_unit_test(an_id_is_never_cut_and_steers_nothing),
		cmocka_unit_test(every_allocation_may_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
