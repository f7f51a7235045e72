/* SPDX-License-Identifier: Apache-2.0 */
/* flow_print_says.c - what the printer says beside a receipt, and in whose letters it prints.
 *
 * In:  as flow_print.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "tests/support/print_desk.h"

/* The printer says that its roll ends soon: the cashier reads it, in the C call and in JSON, and
 * nothing stops for it; a new roll takes the line away with the next receipt. */
static void paper_that_ends_soon_is_said_and_printed_on(void **state)
{
	struct print_state told;
	struct print_desk desk;

	(void)state;
	print_desk_open(&desk, true);
	fake_printer_fail(desk.printer, FAKE_PAPER_LOW, 0);
	print_desk_sell(&desk, "S1");
	print_desk_sell(&desk, "S2");
	assert_true(fake_printer_wait(desk.printer, FAKE_CUTS, 2));
	told = print_desk_await(&desk, "the paper in " PRINT_DESK_PRINTER
				       " ends soon; have a new roll ready");
	assert_int_equal(told.code, 0);
	assert_true(print_till_ask(&desk.till, "{\"op\":\"spool\"}"));
	assert_non_null(strstr(desk.till.answer, "\"says\":\"the paper in " PRINT_DESK_PRINTER));
	fake_printer_repair(desk.printer);
	print_desk_sell(&desk, "S3");
	print_desk_await_printed(&desk, 3);
	assert_int_equal(print_desk_slips(&desk), 3);
	print_desk_close(&desk);
}

/* In the printer's own letters when the owner says so: no dots of the name of what was sold. */
static void the_printers_own_letters_are_used_when_wanted(void **state)
{
	struct print_desk desk;

	(void)state;
	print_desk_open(&desk, true);
	assert_int_equal(system("\"$REGULARS\" set receipt_letters printer --store shop.db"), 0);
	print_desk_sell(&desk, "S1");
	print_desk_await_printed(&desk, 1);
	assert_int_equal(fake_printer_slips_with(desk.printer, "Flat white", 10), 1);
	assert_int_equal(system("\"$REGULARS\" set receipt_letters dots --store shop.db"), 0);
	print_desk_sell(&desk, "S2");
	print_desk_await_printed(&desk, 2);
	assert_int_equal(fake_printer_slips_with(desk.printer, "Flat white", 10), 1);
	assert_true(print_desk_slip_is(&desk, 1, "S2"));
	print_desk_close(&desk);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paper_that_ends_soon_is_said_and_printed_on),
		cmocka_unit_test(the_printers_own_letters_are_used_when_wanted),
	};

	if (count == 2 && strcmp(arguments[1], PRINT_TILL_OPTION) == 0)
		return print_till_run();
	return cmocka_run_group_tests(tests, print_desk_set_up, print_desk_tear_down);
}
