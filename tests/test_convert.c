/* test_convert.c - older and newer tills: the shorter of two structs is what both know. */
#include "tests/support/check.h"

#include <stddef.h>
#include <string.h>

#include "plugin/plugin_convert.h"

/* A line of a till that is newer than this build: one field more. */
struct newer_line {
	struct rgl_line line;
	int64_t later;
};

static struct sale_line line_room[RGL_LINES_MAX];
static struct sale_tender tender_room[RGL_TENDERS_MAX];
static struct wish wish_room[RGL_WISHES_MAX];
static const char *code_room[RGL_CODES_MAX];

static rgl_rc convert(const struct rgl_sale *theirs, bool is_refund, struct sale *ret)
{
	struct rgl_why why = { 0 };
	struct sale_gesture gesture_room[RGL_GESTURES_MAX];
	const struct convert_room room = { .lines = line_room,
					   .tenders = tender_room,
					   .wishes = wish_room,
					   .codes = code_room,
					   .gestures = gesture_room };
	rgl_rc rc = convert_sale(theirs, is_refund, &room, ret, &why);

	assert_int_equal(why.code, rc);
	return rc;
}

/* What an older till does not know is zero; what a newer one knows beyond us is not read. */
static void a_struct_is_taken_as_far_as_both_know_it(void **state)
{
	struct rgl_enrolment theirs = { .name = "Asha", .phone = "1", .referred_by = 7 };
	struct rgl_enrolment ours;
	struct newer_line newer = { .line = { .qty_milli = 5 }, .later = 9 };
	struct rgl_line line;

	(void)state;
	memset(&ours, 0x77, sizeof(ours));
	theirs.size = offsetof(struct rgl_enrolment, phone);
	assert_true(convert_take(&ours, sizeof(ours), &theirs));
	assert_string_equal(ours.name, "Asha");
	assert_null(ours.phone);
	assert_int_equal(ours.referred_by, 0);
	newer.line.size = sizeof(newer);
	assert_true(convert_take(&line, sizeof(line), &newer));
	assert_int_equal(line.qty_milli, 5);
}

/* NULL, a size that was not set, and one too small for the size itself. */
static void what_does_not_say_its_size_is_not_taken(void **state)
{
	struct rgl_enrolment theirs = { 0 };
	struct rgl_enrolment ours;

	(void)state;
	assert_false(convert_is_sized(NULL));
	for (uint32_t size = 0; size < 8; size++) {
		theirs.size = size;
		assert_false(convert_is_sized(&theirs));
		assert_false(convert_take(&ours, sizeof(ours), &theirs));
	}
	theirs.size = 8;
	assert_true(convert_is_sized(&theirs));
	assert_false(convert_take(&ours, sizeof(ours), NULL));
}

/* Nothing is written behind what the till has, and its size stays its own. */
static void a_struct_is_given_as_far_as_theirs_goes(void **state)
{
	const struct rgl_shop ours = { .size = sizeof(ours), .exponent = 2, .members = 5 };
	struct rgl_shop theirs;

	(void)state;
	memset(&theirs, 0x77, sizeof(theirs));
	theirs.size = offsetof(struct rgl_shop, currency);
	convert_give(&theirs, &ours, sizeof(ours));
	assert_int_equal(theirs.size, offsetof(struct rgl_shop, currency));
	assert_int_equal(theirs.exponent, 2);
	assert_string_equal(theirs.name, "");
	assert_int_equal(theirs.currency[0], 0x77);
	assert_int_equal(theirs.members, INT64_C(0x7777777777777777));
	convert_give(NULL, &ours, sizeof(ours));
	theirs.size = 0;
	convert_give(&theirs, &ours, sizeof(ours));
	assert_int_equal(theirs.size, 0);
}

/* Every field of an enrolment and an outcome has its own place. */
static void small_structs_are_converted_field_by_field(void **state)
{
	const struct rgl_enrolment theirs = { sizeof(theirs), 0,	  "name",     "phone",
					      "email",	      "birthday", "language", "card",
					      "consent",      7 };
	const struct outcome outcome = { .sale = 1,
					 .member = 2,
					 .visit = 3,
					 .points = points_of(-4),
					 .balance = points_of(5),
					 .print_job = 6 };
	struct rgl_outcome view = { .size = sizeof(view) };
	struct enrolment ours;

	(void)state;
	convert_enrolment(&theirs, &ours);
	assert_string_equal(ours.name, "name");
	assert_string_equal(ours.phone, "phone");
	assert_string_equal(ours.email, "email");
	assert_string_equal(ours.birthday, "birthday");
	assert_string_equal(ours.language, "language");
	assert_string_equal(ours.card, "card");
	assert_string_equal(ours.consent, "consent");
	assert_null(ours.other_id);
	assert_int_equal(ours.referred_by, 7);
	convert_outcome(&outcome, &view);
	assert_int_equal(view.member_id, 2);
	assert_int_equal(view.visit, 3);
	assert_int_equal(view.points, -4);
	assert_int_equal(view.balance, 5);
	assert_int_equal(view.receipt, 6);
}

/* A newer till's lines are further apart than ours: the first one says how far. */
static void lines_are_as_far_apart_as_the_first_says(void **state)
{
	struct newer_line lines[3] = { 0 };
	struct rgl_tender tenders[2] = { { sizeof(tenders[0]), RGL_CASH, 500, NULL },
					 { sizeof(tenders[0]), RGL_CHANGE, -200, NULL } };
	const struct rgl_sale theirs = { .size = sizeof(theirs),
					 .flags = RGL_PRINT,
					 .id = "S-1",
					 .of = "S-0",
					 .at_ms = 5,
					 .currency = "EUR",
					 .lines = &lines[0].line,
					 .line_count = 3,
					 .tenders = tenders,
					 .tender_count = 2,
					 .total_minor = 300,
					 .tax_minor = 60,
					 .member_id = 4 };
	struct sale sale;

	(void)state;
	for (int i = 0; i < 3; i++) {
		lines[i].line.size = sizeof(lines[i]);
		lines[i].line.total_minor = 100 + i;
		lines[i].line.given = i == 1 ? RGL_GIVEN_UNIT : i == 2 ? RGL_GIVEN_COST : 0;
	}
	assert_int_equal(convert(&theirs, true, &sale), RGL_OK);
	assert_int_equal(sale.line_count, 3);
	for (int i = 0; i < 3; i++)
		assert_true(money_equal(sale.lines[i].total, money_of(100 + i)));
	assert_true(sale.lines[1].has_unit && !sale.lines[1].has_cost);
	assert_true(sale.lines[2].has_cost && !sale.lines[2].has_unit);
	assert_int_equal(sale.tenders[1].kind, RGL_CHANGE);
	assert_true(money_equal(sale.tenders[1].amount, money_of(-200)));
	assert_true(sale.wants_print && sale.is_refund);
	assert_string_equal(sale.of, "S-0");
	assert_int_equal(sale.member, 4);
	assert_int_equal(convert(&theirs, false, &sale), RGL_OK);
	assert_string_equal(sale.of, "S-0"); /* of an exchange */
	assert_false(sale.is_refund);
}

/* A line without its size, one of another size than the first, none at all, and too many. */
static void arrays_that_are_none_are_refused(void **state)
{
	struct rgl_line lines[2] = { { .size = sizeof(lines[0]) }, { .size = 8 } };
	struct rgl_tender tenders[1] = { { .size = 4 } };
	struct rgl_sale theirs = { .size = sizeof(theirs), .lines = lines, .line_count = 2 };
	struct sale sale = { .member = 77 };

	(void)state;
	assert_int_equal(convert(&theirs, false, &sale), RGL_E_ARGUMENT);
	lines[0].size = 0;
	assert_int_equal(convert(&theirs, false, &sale), RGL_E_ARGUMENT);
	theirs.lines = NULL;
	assert_int_equal(convert(&theirs, false, &sale), RGL_E_ARGUMENT);
	theirs.line_count = RGL_LINES_MAX + 1;
	assert_int_equal(convert(&theirs, false, &sale), RGL_E_LIMIT);
	theirs.line_count = UINT32_MAX;
	assert_int_equal(convert(&theirs, false, &sale), RGL_E_LIMIT);
	theirs.line_count = 0;
	theirs.tenders = tenders;
	theirs.tender_count = 1;
	assert_int_equal(convert(&theirs, false, &sale), RGL_E_ARGUMENT);
	theirs.tender_count = RGL_TENDERS_MAX + 1;
	assert_int_equal(convert(&theirs, false, &sale), RGL_E_LIMIT);
	assert_int_equal(sale.member, 77);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_struct_is_taken_as_far_as_both_know_it),
		cmocka_unit_test(what_does_not_say_its_size_is_not_taken),
		cmocka_unit_test(a_struct_is_given_as_far_as_theirs_goes),
		cmocka_unit_test(small_structs_are_converted_field_by_field),
		cmocka_unit_test(lines_are_as_far_apart_as_the_first_says),
		cmocka_unit_test(arrays_that_are_none_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
