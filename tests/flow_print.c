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

#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/fake_printer.h"
#include "tests/support/paper_machine.h"
#include "tests/support/print_till.h"

enum { TRIES = 200000, FILE_ROOM = 1 << 20, STRIDE = 72 };

static const struct fake_model epson = { .vendor = 0x04b8,
					 .product = 0x0e2e,
					 .make = "EPSON",
					 .model = "TM-m30",
					 .serial = "X7QK0012" };

struct desk {
	struct fake_bus *bus;
	struct fake_printer *printer;
	struct print_till till;
	long long member;
};

/* Bytes of the test's own, to be freed. */
struct piece {
	uint8_t *bytes;
	size_t length;
};

/* ---- The desk ---- */

static void desk_open(struct desk *ret, bool is_plugged)
{
	memset(ret, 0, sizeof(*ret));
	assert_int_equal(system("rm -f shop.db*; \"$REGULARS\" init --store shop.db"
				" --name 'Kaffe & Kage' --currency EUR --zone Europe/Copenhagen"
				" >init.log 2>&1"),
			 0);
	ret->bus = fake_bus_open();
	assert_non_null(ret->bus);
	ret->printer = fake_printer_add(ret->bus, &epson);
	if (is_plugged)
		fake_printer_plug(ret->printer);
	print_till_start(&ret->till);
	assert_true(print_till_ask(&ret->till, "{\"op\":\"enrol\",\"name\":\"Asha Verma\"}"));
	assert_int_equal(
		sscanf(ret->till.answer, "{\"ok\":true,\"member\":{\"id\":%lld", &ret->member), 1);
}

static void desk_close(struct desk *desk)
{
	print_till_close(&desk->till);
	fake_bus_close(desk->bus);
}

/* A sale to the member that asks for its receipt. */
static void sell(struct desk *desk, const char *id)
{
	char json[512];

	(void)snprintf(json, sizeof(json),
		       "{\"op\":\"sale\",\"print\":true,\"sale\":{\"id\":\"%s\",\"currency\":"
		       "\"EUR\",\"at\":\"2026-11-21T09:00:00Z\",\"member\":{\"id\":%lld},\"total\":"
		       "420,\"lines\":[{\"name\":\"Flat white\",\"total\":420}]}}",
		       id, desk->member);
	assert_true(print_till_ask(&desk->till, json));
	assert_non_null(strstr(desk->till.answer, "\"code\":\"OK\""));
	assert_non_null(strstr(desk->till.answer, "\"receipt\":"));
}

/* Asks the till until it says that; the last of it is returned. */
static struct print_state await_words(struct desk *desk, const char *words)
{
	struct print_state state = print_till_state(&desk->till);

	for (int i = 0; i < TRIES && strstr(state.says, words) == NULL; i++) {
		(void)sched_yield();
		state = print_till_state(&desk->till);
	}
	assert_non_null(strstr(state.says, words));
	return state;
}

/* So many are on paper, the till knows it, and no more wait. */
static void await_printed(struct desk *desk, long long count)
{
	struct print_state state = print_till_state(&desk->till);

	for (int i = 0; i < TRIES && (state.printed < count || state.waiting > 0); i++) {
		(void)sched_yield();
		state = print_till_state(&desk->till);
	}
	assert_int_equal(state.printed, count);
	assert_int_equal(state.waiting, 0);
	assert_int_equal(state.code, 0);
	assert_string_equal(state.says, "");
}

/* ---- Paper ---- */

/* The dots of a slip, counted from 0; that many have to be cut off already. */
static struct piece slip_of(struct desk *desk, size_t index)
{
	struct piece dots = { 0 };
	size_t length = 0;
	uint8_t *bytes = fake_printer_slip(desk->printer, index, &length);

	assert_non_null(bytes);
	dots.bytes = paper_machine_dots(bytes, length, &dots.length);
	free(bytes);
	return dots;
}

/* What the command says that a sale's receipt is. */
static struct piece receipt_of(const char *id)
{
	struct piece dots = { 0 };
	uint8_t *bytes = malloc(FILE_ROOM);
	char command[256];
	size_t length;
	FILE *file;

	assert_non_null(bytes);
	(void)snprintf(command, sizeof(command),
		       "\"$REGULARS\" receipt %s --escpos receipt.bin --store shop.db", id);
	assert_int_equal(system(command), 0);
	file = fopen("receipt.bin", "re");
	assert_non_null(file);
	length = fread(bytes, 1, FILE_ROOM, file);
	(void)fclose(file);
	dots.bytes = paper_machine_dots(bytes, length, &dots.length);
	free(bytes);
	assert_true(dots.length > 1000);
	return dots;
}

static bool ends_with(const struct piece *slip, const struct piece *receipt)
{
	return slip->length >= receipt->length &&
	       memcmp(slip->bytes + slip->length - receipt->length, receipt->bytes,
		      receipt->length) == 0;
}

/* Whether that slip is the sale's receipt, or ends with it. */
static bool slip_is(struct desk *desk, size_t index, const char *id)
{
	struct piece slip = slip_of(desk, index);
	struct piece receipt = receipt_of(id);
	bool is = ends_with(&slip, &receipt);

	free(slip.bytes);
	free(receipt.bytes);
	return is;
}

static size_t slips(struct desk *desk)
{
	return fake_printer_count(desk->printer, FAKE_CUTS);
}

/* Dots as a picture that others read: PBM. */
static void picture_write(const struct piece *dots, const char *name)
{
	FILE *file = fopen(name, "we");

	assert_true(file != NULL && dots->length % STRIDE == 0);
	(void)fprintf(file, "P4\n%d %zu\n", STRIDE * 8, dots->length / STRIDE);
	assert_int_equal(fwrite(dots->bytes, 1, dots->length, file), dots->length);
	(void)fclose(file);
}

/* ---- The tests ---- */

/* From the sale to the paper, dot for dot what the owner sees with `regulars receipt`. */
static void a_sale_puts_its_receipt_on_paper(void **state)
{
	struct piece paper, receipt;
	struct desk desk;

	(void)state;
	desk_open(&desk, true);
	sell(&desk, "S1");
	assert_true(fake_printer_wait(desk.printer, FAKE_CUTS, 1));
	await_printed(&desk, 1);
	paper = slip_of(&desk, 0);
	receipt = receipt_of("S1");
	assert_int_equal(paper.length, receipt.length);
	assert_memory_equal(paper.bytes, receipt.bytes, receipt.length);
	free(paper.bytes);
	free(receipt.bytes);
	desk_close(&desk);
}

/* Somebody else's reader reads the code off the paper, and it is the member's. */
static void the_code_on_the_paper_is_the_members(void **state)
{
	char code[64] = "", json[128], member[64];
	struct piece paper;
	struct desk desk;
	FILE *reader;

	(void)state;
	if (system("command -v zbarimg >init.log 2>&1") != 0)
		skip();
	desk_open(&desk, true);
	sell(&desk, "S1");
	await_printed(&desk, 1);
	paper = slip_of(&desk, 0);
	picture_write(&paper, "paper.pbm");
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
	desk_close(&desk);
}

/* The printer is switched on after the shop is: nobody has to ask for the receipt again, and who
 * looks meanwhile sees which one waits, and what to do. */
static void a_printer_that_comes_later_prints_then(void **state)
{
	struct print_state told;
	struct desk desk;

	(void)state;
	desk_open(&desk, false);
	sell(&desk, "S1");
	told = await_words(&desk, "Receipt waits: ");
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
	await_printed(&desk, 1);
	assert_true(slip_is(&desk, 0, "S1"));
	desk_close(&desk);
}

/* Given up at the till, in front of the customer who waits for it: the next one is printed. */
static void a_receipt_that_is_given_up_is_not_printed(void **state)
{
	struct desk desk;

	(void)state;
	desk_open(&desk, false);
	sell(&desk, "S1");
	sell(&desk, "S2");
	(void)await_words(&desk, "Receipt waits: ");
	assert_true(print_till_ask(&desk.till, "{\"op\":\"spool\",\"cancel\":1}"));
	assert_non_null(strstr(desk.till.answer, "\"code\":\"OK\""));
	fake_printer_plug(desk.printer);
	assert_int_equal(system("\"$REGULARS\" spool retry --store shop.db >spool.log"), 0);
	assert_true(fake_printer_wait(desk.printer, FAKE_CUTS, 1));
	await_printed(&desk, 1);
	assert_int_equal(slips(&desk), 1);
	assert_true(slip_is(&desk, 0, "S2"));
	desk_close(&desk);
}

/* Paper runs out within a receipt. The cashier is told; the next customer does not wait for it:
 * that sale is answered while the printer still stands. */
static void without_paper_the_till_says_so_and_sells_on(void **state)
{
	struct print_state told;
	struct desk desk;

	(void)state;
	desk_open(&desk, true);
	fake_printer_fail(desk.printer, FAKE_NO_PAPER, 9000);
	sell(&desk, "S1");
	told = await_words(&desk, "no paper in EPSON TM-m30 (USB 04b8:0e2e)");
	assert_true(told.code < 0);
	sell(&desk, "S2");
	assert_int_equal(slips(&desk), 0);
	told = await_words(&desk, "no paper in EPSON TM-m30 (USB 04b8:0e2e)");
	assert_int_equal(told.waiting, 2);
	assert_int_equal(told.printed, 0);
	fake_printer_repair(desk.printer);
	assert_true(fake_printer_wait(desk.printer, FAKE_CUTS, 2));
	await_printed(&desk, 2);
	assert_int_equal(slips(&desk), 2);
	assert_true(slip_is(&desk, 0, "S1"));
	assert_true(slip_is(&desk, 1, "S2"));
	desk_close(&desk);
}

/* The till dies with half a receipt in the printer and one more that waits. At the next start the
 * half is marked VOID and cut off, and both come, as originals: the printer has counted its cuts.
 */
static void a_till_that_is_killed_while_printing_loses_no_receipt(void **state)
{
	struct desk desk;
	size_t partings;

	(void)state;
	desk_open(&desk, true);
	fake_printer_fail(desk.printer, FAKE_NAK, 9000);
	sell(&desk, "S1");
	assert_true(fake_printer_wait(desk.printer, FAKE_REFUSALS, 1));
	sell(&desk, "S2");
	partings = fake_printer_count(desk.printer, FAKE_PARTINGS);
	print_till_kill(&desk.till);
	assert_true(fake_printer_wait(desk.printer, FAKE_PARTINGS, partings + 1));
	assert_int_equal(slips(&desk), 0);
	fake_printer_repair(desk.printer);
	print_till_start(&desk.till);
	await_printed(&desk, 2);
	assert_int_equal(slips(&desk), 3);
	assert_false(slip_is(&desk, 0, "S1"));
	assert_true(slip_is(&desk, 1, "S1"));
	assert_true(slip_is(&desk, 2, "S2"));
	desk_close(&desk);
}

/* The cable is pulled in the middle, and put in again: the same. */
static void a_cable_that_is_pulled_costs_a_void_slip(void **state)
{
	struct desk desk;

	(void)state;
	desk_open(&desk, true);
	fake_printer_fail(desk.printer, FAKE_UNPLUG_UNHEARD, 20000);
	sell(&desk, "S1");
	(void)await_words(&desk, "Receipt waits: ");
	fake_printer_unplug(desk.printer);
	fake_printer_plug(desk.printer);
	await_printed(&desk, 1);
	assert_int_equal(slips(&desk), 2);
	assert_false(slip_is(&desk, 0, "S1"));
	assert_true(slip_is(&desk, 1, "S1"));
	desk_close(&desk);
}

static int set_up(void **state)
{
	const char *place = getenv("TMPDIR");
	char folder[] = "print-XXXXXX";

	(void)state;
	if (getenv("REGULARS_SO") == NULL || getenv("REGULARS") == NULL)
		return -1;
	return chdir(place != NULL ? place : "/tmp") == 0 && mkdtemp(folder) != NULL &&
			       chdir(folder) == 0
		       ? 0
		       : -1;
}

static int tear_down(void **state)
{
	(void)state;
	return system("rm -f shop.db* *.log *.pbm receipt.bin") == 0 ? 0 : -1;
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
		cmocka_unit_test(a_cable_that_is_pulled_costs_a_void_slip),
	};

	if (count == 2 && strcmp(arguments[1], PRINT_TILL_OPTION) == 0)
		return print_till_run();
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
