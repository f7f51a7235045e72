/* SPDX-License-Identifier: Apache-2.0 */
/* flow_print.c - a receipt's whole way, from a sale in a till's process to the paper of a USB
 * printer, through the plugin's one symbol and the real libusb.
 *
 * In:  REGULARS_SO and REGULARS, the library and the command. To be run under umockdev-wrapper.
 * Not here: the cable's faults (test_usb_faults.c), what a receipt says (test_receipt_*.c).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/print_desk.h"

/* ---- The tests ---- */

/* From the sale to the paper, dot for dot what the owner sees with `regulars receipt`. */
static void a_sale_puts_its_receipt_on_paper(void **state)
{
	struct print_piece paper, receipt;
	struct print_desk desk;

	(void)state;
	print_desk_open(&desk, true);
	print_desk_sell(&desk, "S1");
	assert_true(fake_printer_wait(desk.printer, FAKE_CUTS, 1));
	print_desk_await_printed(&desk, 1);
	paper = print_desk_slip(&desk, 0);
	receipt = print_desk_receipt("S1");
	assert_int_equal(paper.length, receipt.length);
	assert_memory_equal(paper.bytes, receipt.bytes, receipt.length);
	free(paper.bytes);
	free(receipt.bytes);
	print_desk_close(&desk);
}

/* Somebody else's reader reads the code off the paper, and it is the member's. */
static void the_code_on_the_paper_is_the_members(void **state)
{
	char code[64] = "", json[128], member[64];
	struct print_piece paper;
	struct print_desk desk;
	FILE *reader;

	(void)state;
	if (system("command -v zbarimg >init.log 2>&1") != 0)
		skip();
	print_desk_open(&desk, true);
	print_desk_sell(&desk, "S1");
	print_desk_await_printed(&desk, 1);
	paper = print_desk_slip(&desk, 0);
	print_desk_picture(&paper, "paper.pbm");
	reader = popen("zbarimg -q --raw -Sdisable -Sqrcode.enable paper.pbm 2>reader.log", "r");
	assert_non_null(reader);
	assert_non_null(fgets(code, sizeof(code), reader));
	(void)pclose(reader);
	code[strcspn(code, "\n")] = '\0';
	(void)snprintf(json, sizeof(json), "{\"op\":\"identify\",\"scan\":\"%s\"}", code);
	(void)snprintf(member, sizeof(member), "\"member\":{\"id\":%lld,\"name\":\"Asha Verma\"",
		       desk.member);
	assert_true(print_till_ask(&desk.till, json));
	assert_non_null(strstr(desk.till.answer, member));
	free(paper.bytes);
	print_desk_close(&desk);
}

/* The printer is switched on after the shop is: nobody has to ask for the receipt again, and who
 * looks meanwhile sees which one waits, and what to do. */
static void a_printer_that_comes_later_prints_then(void **state)
{
	struct print_state told;
	struct print_desk desk;

	(void)state;
	print_desk_open(&desk, false);
	print_desk_sell(&desk, "S1");
	told = print_desk_await(&desk, "Receipt waits: ");
	assert_int_equal(told.waiting, 1);
	assert_true(told.code < 0);
	assert_non_null(strstr(told.says, "plug it in"));
	assert_true(print_till_ask(&desk.till, "{\"op\":\"spool\"}"));
	assert_non_null(strstr(desk.till.answer, "\"sale_id\":\"S1\""));
	assert_non_null(strstr(desk.till.answer, "\"state\":\"waiting\""));
	assert_int_equal(system("\"$REGULARS\" spool --store shop.db >spool.log &&"
				" grep -q '1  S1 .* waiting ' spool.log &&"
				" grep -q '^1 receipt waits' spool.log"),
			 0);
	fake_printer_plug(desk.printer);
	assert_true(print_till_ask(&desk.till, "{\"op\":\"spool\",\"retry\":0}"));
	assert_true(fake_printer_wait(desk.printer, FAKE_CUTS, 1));
	print_desk_await_printed(&desk, 1);
	assert_true(print_desk_slip_is(&desk, 0, "S1"));
	print_desk_close(&desk);
}

/* Given up at the till, in front of the customer who waits for it: the next one is printed. */
static void a_receipt_that_is_given_up_is_not_printed(void **state)
{
	struct print_desk desk;

	(void)state;
	print_desk_open(&desk, false);
	print_desk_sell(&desk, "S1");
	print_desk_sell(&desk, "S2");
	(void)print_desk_await(&desk, "Receipt waits: ");
	assert_true(print_till_ask(&desk.till, "{\"op\":\"spool\",\"cancel\":1}"));
	assert_non_null(strstr(desk.till.answer, "\"code\":\"OK\""));
	fake_printer_plug(desk.printer);
	assert_int_equal(system("\"$REGULARS\" spool retry --store shop.db >spool.log"), 0);
	assert_true(fake_printer_wait(desk.printer, FAKE_CUTS, 1));
	print_desk_await_printed(&desk, 1);
	assert_int_equal(print_desk_slips(&desk), 1);
	assert_true(print_desk_slip_is(&desk, 0, "S2"));
	print_desk_close(&desk);
}

/* Paper runs out within a receipt. The cashier is told; the next customer does not wait for it:
 * that sale is answered while the printer still stands. */
static void without_paper_the_till_says_so_and_sells_on(void **state)
{
	struct print_state told;
	struct print_desk desk;

	(void)state;
	print_desk_open(&desk, true);
	fake_printer_fail(desk.printer, FAKE_NO_PAPER, 9000);
	print_desk_sell(&desk, "S1");
	told = print_desk_await(&desk, "no paper in " PRINT_DESK_PRINTER);
	assert_true(told.code < 0);
	print_desk_sell(&desk, "S2");
	assert_int_equal(print_desk_slips(&desk), 0);
	told = print_desk_await(&desk, "no paper in " PRINT_DESK_PRINTER);
	assert_int_equal(told.waiting, 2);
	assert_int_equal(told.printed, 0);
	fake_printer_repair(desk.printer);
	assert_true(fake_printer_wait(desk.printer, FAKE_CUTS, 2));
	print_desk_await_printed(&desk, 2);
	assert_int_equal(print_desk_slips(&desk), 2);
	assert_true(print_desk_slip_is(&desk, 0, "S1"));
	assert_true(print_desk_slip_is(&desk, 1, "S2"));
	print_desk_close(&desk);
}

/* The till dies with half a receipt in the printer and one more that waits. At the next start the
 * half is marked VOID and cut off, and both come, as originals: the printer has counted its cuts.
 */
static void a_till_that_is_killed_while_printing_loses_no_receipt(void **state)
{
	struct print_desk desk;
	size_t partings;

	(void)state;
	print_desk_open(&desk, true);
	fake_printer_fail(desk.printer, FAKE_NAK, 9000);
	print_desk_sell(&desk, "S1");
	assert_true(fake_printer_wait(desk.printer, FAKE_REFUSALS, 1));
	print_desk_sell(&desk, "S2");
	partings = fake_printer_count(desk.printer, FAKE_PARTINGS);
	print_till_kill(&desk.till);
	assert_true(fake_printer_wait(desk.printer, FAKE_PARTINGS, partings + 1));
	assert_int_equal(print_desk_slips(&desk), 0);
	fake_printer_repair(desk.printer);
	print_till_start(&desk.till);
	print_desk_await_printed(&desk, 2);
	assert_int_equal(print_desk_slips(&desk), 3);
	assert_false(print_desk_slip_is(&desk, 0, "S1"));
	assert_true(print_desk_slip_is(&desk, 1, "S1"));
	assert_true(print_desk_slip_is(&desk, 2, "S2"));
	print_desk_close(&desk);
}

/* The cable is pulled in the middle, and put in again. Nobody knows whether the printer lost its
 * power meanwhile, and with it what it counted last: the receipt comes as a copy. */
static void a_cable_that_is_pulled_costs_a_copy(void **state)
{
	struct print_desk desk;

	(void)state;
	print_desk_open(&desk, true);
	fake_printer_fail(desk.printer, FAKE_UNPLUG_UNHEARD, 20000);
	print_desk_sell(&desk, "S1");
	(void)print_desk_await(&desk, "Receipt waits: ");
	fake_printer_unplug(desk.printer);
	fake_printer_plug(desk.printer);
	print_desk_await_printed(&desk, 1);
	assert_int_equal(print_desk_slips(&desk), 1);
	assert_false(print_desk_slip_is(&desk, 0, "S1"));
	assert_true(print_till_ask(&desk.till, "{\"op\":\"spool\",\"all\":true}"));
	assert_non_null(strstr(desk.till.answer, "\"copy\":true"));
	print_desk_close(&desk);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sale_puts_its_receipt_on_paper),
		cmocka_unit_test(the_code_on_the_paper_is_the_members),
		cmocka_unit_test(a_printer_that_comes_later_prints_then),
		cmocka_unit_test(a_receipt_that_is_given_up_is_not_printed),
		cmocka_unit_test(without_paper_the_till_says_so_and_sells_on),
		cmocka_unit_test(a_till_that_is_killed_while_printing_loses_no_receipt),
		cmocka_unit_test(a_cable_that_is_pulled_costs_a_copy),
	};

	if (count == 2 && strcmp(arguments[1], PRINT_TILL_OPTION) == 0)
		return print_till_run();
	return cmocka_run_group_tests(tests, print_desk_set_up, print_desk_tear_down);
}
