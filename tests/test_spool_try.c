/* test_spool_try.c - a receipt on paper once, whatever breaks: at any byte, on any printer. */
#include "tests/support/check.h"

#include <string.h>

#include "receipts/spool_list.h"
#include "tests/support/spool_bench.h"

/* A try breaks off at each place, in steps that meet every kind of byte. Once on paper, not marked
 * as a copy. */
static void a_break_at_any_byte_leaves_one_receipt(void **state)
{
	const size_t length = BENCH_CUT_BY + BENCH_ECHO;
	struct bench bench;
	char sale[16];
	size_t before;

	(void)state;
	bench_open(&bench, "epson-tm-t20iii");
	bench_sell(&bench, sale);
	bench_finish(&bench);
	before = bench.desk.taken;
	bench_sell(&bench, sale);
	bench_finish(&bench);
	assert_int_equal(bench.desk.taken - before, length);
	for (size_t at = 0; at < length; at += at < 40 || at + 40 > length ? 1 : 61) {
		bench_sell(&bench, sale);
		bench_break_after(&bench, at);
		assert_int_equal(bench_try(&bench), RGL_E_NO_PRINTER);
		bench_go_on(&bench, at % 2 == 0);
		bench_finish(&bench);
		bench_assert_once(&bench, sale, at);
	}
	bench_close(&bench);
}

/* Breaks while it recovers from a break, three deep, at places of chance: also in the VOID that
 * marks what came out by half, whose own cut is never taken for the receipt's. */
static void breaks_while_it_recovers_leave_one_receipt(void **state)
{
	uint64_t chance = 2463534242;
	struct bench bench;
	char sale[16];

	(void)state;
	bench_open(&bench, "epson-tm-t20iii");
	for (size_t round = 0; round < 300; round++) {
		bench_sell(&bench, sale);
		for (int depth = 0; depth < 3 && bench_waiting(&bench) > 0; depth++) {
			bench_break_after(&bench, next_number(&chance) % (3 * BENCH_DOTS));
			(void)bench_try(&bench);
			bench_go_on(&bench, next_number(&chance) % 2 == 0);
		}
		bench_finish(&bench);
		bench_assert_once(&bench, sale, round);
	}
	assert_true(bench.desk.machine.cuts > 300);
	bench_close(&bench);
}

/* A hundred receipts, each broken off once; how many came again as a copy. */
static size_t count_copies(const char *profile, uint64_t *chance)
{
	struct bench bench;
	size_t copies = 0;
	char sale[16];

	bench_open(&bench, profile);
	for (int round = 0; round < 100; round++) {
		bench_sell(&bench, sale);
		bench_break_after(&bench, next_number(chance) % (2 * BENCH_DOTS));
		(void)bench_try(&bench);
		bench_go_on(&bench, next_number(chance) % 2 == 0);
		bench_finish(&bench);
		assert_true(bench_count(&bench, sale, false) <= 1);
		assert_true(bench_count(&bench, sale, false) + bench_count(&bench, sale, true) >=
			    1);
		copies += bench_count(&bench, sale, true);
	}
	bench_close(&bench);
	return copies;
}

/* A printer that cannot prove it, one that says when it is through and one that says nothing: none
 * is lost, and what comes a second time says so. */
static void without_a_counter_a_second_one_is_a_copy(void **state)
{
	uint64_t chance = 88172645463325252u;

	(void)state;
	assert_true(count_copies("generic-80", &chance) > 10);
	assert_true(count_copies("generic-58", &chance) > 10);
}

/* The printer was exchanged while the receipt was at the first: nobody can tell, so the other's is
 * marked. Put back, the first one can tell again. */
static void another_printer_prints_a_copy_and_the_first_proves(void **state)
{
	struct bench bench;
	char sale[16];

	(void)state;
	bench_open(&bench, "epson-tm-t20iii");
	bench_sell(&bench, sale);
	bench_finish(&bench);
	bench_sell(&bench, sale);
	bench_break_after(&bench, BENCH_DOTS / 2);
	assert_int_equal(bench_try(&bench), RGL_E_NO_PRINTER);
	desk_printer_mend(&bench.desk);
	bench.desk.identity = "04b8:0e2e:J2";
	paper_machine_free(&bench.desk.machine);
	bench_finish(&bench);
	assert_int_equal(bench_count(&bench, sale, false), 0);
	assert_int_equal(bench_count(&bench, sale, true), 1);

	bench_sell(&bench, sale);
	bench_break_after(&bench, BENCH_DOTS / 2);
	assert_int_equal(bench_try(&bench), RGL_E_NO_PRINTER);
	bench.desk.identity = "04b8:0e2e:J3";
	assert_int_equal(bench_try(&bench), RGL_E_NO_PRINTER);
	bench.desk.identity = "04b8:0e2e:J2";
	bench_go_on(&bench, true);
	bench_finish(&bench);
	bench_assert_once(&bench, sale, 0);
	bench_close(&bench);
}

/* Answers to a till that was killed before it heard them stand in the cable: none is taken for an
 * answer to ours. */
static void old_answers_are_not_taken_for_new_ones(void **state)
{
	static const char OLD[] = "_99\0"
				  "7\"0000\0_0";
	struct bench bench;
	char sale[16];

	(void)state;
	bench_open(&bench, "epson-tm-t20iii");
	bench_sell(&bench, sale);
	bench_finish(&bench);
	bench_sell(&bench, sale);
	bench_break_after(&bench, BENCH_CUT_BY + 3);
	assert_int_equal(bench_try(&bench), RGL_E_NO_PRINTER);
	bench_go_on(&bench, true);
	paper_machine_say(&bench.desk.machine, OLD, sizeof(OLD));
	bench_finish(&bench);
	bench_assert_once(&bench, sale, 0);
	bench_close(&bench);
}

/* Its profile says that it counts, and it says nothing: it prints all the same, as one that does
 * not count, and is not asked each time. */
static void a_printer_that_says_nothing_prints_all_the_same(void **state)
{
	struct bench bench;
	char sale[16];
	unsigned calls;

	(void)state;
	bench_open(&bench, "epson-tm-t20iii");
	bench.desk.is_mute = true;
	bench_sell(&bench, sale);
	assert_int_equal(bench_try(&bench), RGL_OK);
	bench_assert_once(&bench, sale, 0);
	calls = bench.desk.calls;
	bench_sell(&bench, sale);
	assert_int_equal(bench_try(&bench), RGL_OK);
	bench_assert_once(&bench, sale, 1);
	assert_true(bench.desk.calls - calls < calls);
	assert_int_equal(shop_number(&bench.shop, "SELECT count(*) FROM print_job WHERE counter"
						  " IS NOT NULL"),
			 0);
	bench_close(&bench);
}

static void fall_silent(void *user)
{
	struct desk_printer *desk = user;

	desk->is_mute = true;
}

/* It falls silent between the receipt and its echo. That it took all of it does not say that it is
 * out; when it answers again it was, and no second one comes. When it never answers again, a copy
 * comes in the end: no receipt waits for ever. */
static void a_missing_echo_is_not_taken_for_a_receipt(void **state)
{
	(void)state;
	for (int answers = 0; answers < 2; answers++) {
		struct bench bench;
		char sale[16];

		bench_open(&bench, "epson-tm-t20iii");
		bench_sell(&bench, sale);
		bench_finish(&bench);
		bench_sell(&bench, sale);
		bench.desk.call_at = bench.desk.calls + 6; /* the echo is waited for */
		bench.desk.at_call = fall_silent;
		bench.desk.user = &bench.desk;
		assert_int_equal(bench_try(&bench), RGL_E_PRINTER);
		assert_int_equal(bench_count(&bench, sale, false), 1);
		assert_int_equal(bench_try(&bench), RGL_E_PRINTER);
		assert_non_null(strstr(bench.why.text, "switch it off and on"));
		assert_int_equal(bench_waiting(&bench), 1);
		bench.desk.is_mute = answers == 0;
		bench_finish(&bench);
		assert_int_equal(bench_count(&bench, sale, false), 1);
		assert_int_equal(bench_count(&bench, sale, true), answers == 0);
		bench_close(&bench);
	}
}

/* Out of paper before the first byte: it was not begun, and is no copy afterwards. */
static void what_took_nothing_was_not_begun(void **state)
{
	struct bench bench;
	char sale[16];

	(void)state;
	bench_open(&bench, "generic-80");
	bench_sell(&bench, sale);
	bench.desk.stuck_at = 0;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(bench_try(&bench), RGL_E_PRINTER);
		assert_string_equal(bench.why.text, "no paper; put in a roll");
	}
	assert_int_equal(shop_number(&bench.shop, "SELECT state FROM print_job"), SPOOL_WAITING);
	assert_int_equal(shop_number(&bench.shop, "SELECT tries FROM print_job"), 0);
	desk_printer_mend(&bench.desk);
	bench_finish(&bench);
	bench_assert_once(&bench, sale, 0);
	bench_close(&bench);
}

/* The first in the row holds the others back, in whatever state it is. */
static void no_later_receipt_passes_an_earlier_one(void **state)
{
	uint8_t dots[BENCH_DOTS];
	struct bench bench;
	char first[16], second[16];

	(void)state;
	bench_open(&bench, "epson-tm-t20iii");
	bench_sell(&bench, first);
	bench_sell(&bench, second);
	bench.desk.is_away = true;
	assert_int_equal(bench_try(&bench), RGL_E_NO_PRINTER);
	desk_printer_mend(&bench.desk);
	bench_break_after(&bench, BENCH_DOTS);
	assert_int_equal(bench_try(&bench), RGL_E_NO_PRINTER);
	bench_go_on(&bench, true);
	bench_finish(&bench);
	bench_assert_once(&bench, first, 0);
	bench_assert_once(&bench, second, 1);
	bench_draw(second, false, dots);
	assert_true(slip_ends_with(&bench.desk.machine.slips[bench.desk.machine.count - 1], dots,
				   BENCH_DOTS));
	bench_close(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_break_at_any_byte_leaves_one_receipt),
		cmocka_unit_test(breaks_while_it_recovers_leave_one_receipt),
		cmocka_unit_test(without_a_counter_a_second_one_is_a_copy),
		cmocka_unit_test(another_printer_prints_a_copy_and_the_first_proves),
		cmocka_unit_test(old_answers_are_not_taken_for_new_ones),
		cmocka_unit_test(a_printer_that_says_nothing_prints_all_the_same),
		cmocka_unit_test(a_missing_echo_is_not_taken_for_a_receipt),
		cmocka_unit_test(what_took_nothing_was_not_begun),
		cmocka_unit_test(no_later_receipt_passes_an_earlier_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
