/* test_spool_others.c - what a printer's counter proves when it lost its power, and when another
 * till of the shop printed there.
 */
#include "tests/support/check.h"

#include "tests/support/spool_bench.h"

/* What one broken receipt came to: `behind` cuts were forgotten in a loss of power, after which
 * the printer is in that session. */
struct power {
	size_t broken_at;
	const char *session;
	uint64_t behind;
	size_t originals;
	size_t copies;
};

/* The printer writes its count down now and then. Off and on again, or where nobody can know, an
 * equal count proves nothing: what comes again says COPY. One more is proof in any case. */
static void a_printer_that_lost_its_power_never_doubles_unmarked(void **state)
{
	static const struct power ROWS[] = {
		{ BENCH_DOTS / 2, "boot/001/005", 0, 1, 0 },
		{ BENCH_DOTS / 2, "boot/001/006", 0, 0, 1 },
		{ BENCH_DOTS / 2, "boot/001/006", 1, 0, 1 },
		{ BENCH_DOTS / 2, "", 0, 0, 1 },
		{ BENCH_CUT_BY + 3, "boot/001/005", 0, 1, 0 },
		{ BENCH_CUT_BY + 3, "boot/001/006", 0, 1, 0 },
		{ BENCH_CUT_BY + 3, "boot/001/006", 1, 1, 1 },
		{ BENCH_CUT_BY + 3, "boot/001/006", 2, 1, 1 },
		{ BENCH_CUT_BY + 3, "", 0, 1, 0 },
		{ BENCH_CUT_BY + 3, "", 1, 1, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++) {
		struct bench bench;
		char sale[16];

		bench_open(&bench, "epson-tm-t20iii");
		bench_sell(&bench, sale);
		bench_finish(&bench);
		bench_sell(&bench, sale);
		bench_break_after(&bench, ROWS[i].broken_at);
		assert_int_equal(bench_try(&bench), RGL_E_NO_PRINTER);
		bench.desk.session = ROWS[i].session;
		bench.desk.machine.cuts -= ROWS[i].behind;
		bench_go_on(&bench, i % 2 == 0);
		bench_finish(&bench);
		assert_int_equal(bench_count(&bench, sale, false), ROWS[i].originals);
		assert_int_equal(bench_count(&bench, sale, true), ROWS[i].copies);
		bench_close(&bench);
	}
}

/* Another till of the shop prints a receipt on the same printer. */
static void print_as_another_till(struct bench *bench, char ret[16])
{
	struct bench other = *bench;

	assert_int_equal(store_open(&bench->shop.host, bench->shop.path, NULL, "till 2",
				    STORE_WRITE, &other.shop.store, NULL),
			 RGL_OK);
	assert_int_equal(desk_open(other.shop.store, &other.shop.desk), RGL_OK);
	bench_start(&other, &bench->shop.host);
	other.sales = 100;
	bench_sell(&other, ret);
	bench_finish(&other);
	bench_stop(&other);
	desk_close(other.shop.desk);
	store_close(other.shop.store);
}

/* It came out, or not, when this till went away, and another till of the shop printed there before
 * this one was back: what that one read first is the proof. */
static void another_till_on_the_same_printer_does_not_spoil_the_proof(void **state)
{
	static const size_t broken_at[] = { BENCH_DOTS / 2, BENCH_CUT_BY + 3 };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct bench bench;
		char sale[16];
		char others[16];

		bench_open(&bench, "epson-tm-t20iii");
		bench_sell(&bench, sale);
		bench_finish(&bench);
		bench_sell(&bench, sale);
		bench_break_after(&bench, broken_at[i]);
		assert_int_equal(bench_try(&bench), RGL_E_NO_PRINTER);
		desk_printer_mend(&bench.desk);
		print_as_another_till(&bench, others);
		bench_finish(&bench);
		bench_assert_once(&bench, sale, i);
		bench_assert_once(&bench, others, i);
		bench_close(&bench);
	}
}

/* The printer was off between, and counts anew from where it had written it down: the other till's
 * cuts bring it to what this till's receipt would have made of it. It is not taken for that. */
static void another_tills_cuts_are_not_taken_for_this_receipt(void **state)
{
	struct bench bench;
	char sale[16];
	char others[16];

	(void)state;
	bench_open(&bench, "epson-tm-t20iii");
	bench_sell(&bench, sale);
	bench_finish(&bench);
	bench_sell(&bench, sale);
	bench_break_after(&bench, BENCH_DOTS / 2);
	assert_int_equal(bench_try(&bench), RGL_E_NO_PRINTER);
	desk_printer_mend(&bench.desk);
	bench.desk.session = "boot/001/006";
	print_as_another_till(&bench, others);
	bench_finish(&bench);
	assert_int_equal(bench_count(&bench, sale, false), 0);
	assert_int_equal(bench_count(&bench, sale, true), 1);
	bench_assert_once(&bench, others, 0);
	bench_close(&bench);
}

static void pull_the_cable(void *user)
{
	struct desk_printer *desk = user;

	desk->is_broken = true;
}

/* A till that began before this one and never came back proves nothing about this one's receipt. */
static void a_till_that_began_earlier_is_no_proof(void **state)
{
	struct bench bench;
	char sale[16];

	(void)state;
	bench_open(&bench, "epson-tm-t20iii");
	bench_sell(&bench, sale);
	bench_finish(&bench);
	bench_sell(&bench, sale);
	bench_break_after(&bench, BENCH_ASKED + 40);
	assert_int_equal(bench_try(&bench), RGL_E_NO_PRINTER);
	assert_int_equal(shop_run(&bench.shop, "INSERT INTO till (name, epoch) VALUES ('gone', 1)"),
			 0);
	assert_int_equal(shop_run(&bench.shop, "UPDATE print_job SET till = (SELECT id FROM till"
					       " WHERE name = 'gone') WHERE state = 2"),
			 0);
	bench_go_on(&bench, true);
	bench_sell(&bench, sale);
	bench.desk.call_at = bench.desk.calls + 7; /* the echo is waited for, behind the resync */
	bench.desk.at_call = pull_the_cable;
	bench.desk.user = &bench.desk;
	assert_int_equal(bench_try(&bench), RGL_E_NO_PRINTER);
	assert_int_equal(bench_count(&bench, sale, false), 1);
	bench_go_on(&bench, true);
	bench_finish(&bench);
	bench_assert_once(&bench, sale, 0);
	bench_close(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_printer_that_lost_its_power_never_doubles_unmarked),
		cmocka_unit_test(another_till_on_the_same_printer_does_not_spoil_the_proof),
		cmocka_unit_test(another_tills_cuts_are_not_taken_for_this_receipt),
		cmocka_unit_test(a_till_that_began_earlier_is_no_proof),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
