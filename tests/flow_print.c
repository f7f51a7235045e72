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
#include "tests/support/print_till.h"

enum { TRIES = 200000, FILE_ROOM = 1 << 20, STRIDE_MAX = 80 };

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

static struct piece paper_of(struct desk *desk)
{
	struct piece paper = { 0 };

	paper.bytes = fake_printer_paper(desk->printer, &paper.length);
	assert_non_null(paper.bytes);
	return paper;
}

/* What the command says that a sale's receipt is. */
static struct piece receipt_of(const char *id)
{
	struct piece receipt = { .bytes = malloc(FILE_ROOM) };
	char command[256];
	FILE *file;

	(void)snprintf(command, sizeof(command),
		       "\"$REGULARS\" receipt %s --escpos receipt.bin --store shop.db", id);
	assert_int_equal(system(command), 0);
	file = fopen("receipt.bin", "re");
	assert_non_null(file);
	receipt.length = fread(receipt.bytes, 1, FILE_ROOM, file);
	(void)fclose(file);
	assert_true(receipt.length > 1000);
	return receipt;
}

static void assert_same(const struct piece *is, const struct piece *should)
{
	assert_int_equal(is->length, should->length);
	assert_memory_equal(is->bytes, should->bytes, is->length);
}

/* How often a piece is in the paper. */
static int count_in(const struct piece *paper, const struct piece *piece)
{
	int count = 0;

	for (size_t at = 0; at + piece->length <= paper->length; at++)
		count += memcmp(paper->bytes + at, piece->bytes, piece->length) == 0;
	return count;
}

/* The dots of GS v 0 as a picture that others read: PBM. Returns its rows. It goes through the
 * bytes as a printer does, which passes over a NUL; what is no command of a receipt fails. */
static size_t picture_write(const struct piece *paper, const char *name)
{
	uint8_t *dots = calloc(FILE_ROOM, 1);
	size_t stride = 0, rows = 0, at = 0;
	FILE *file = fopen(name, "we");

	assert_non_null(dots);
	assert_non_null(file);
	while (at < paper->length) {
		const uint8_t *command = paper->bytes + at;

		if (command[0] == 0) {
			at++;
		} else if (command[0] == 0x1b && command[1] == '@') {
			at += 2;
		} else if (command[0] == 0x1b && command[1] == 'd') {
			at += 3;
		} else if (command[0] == 0x1d && command[1] == 'V') {
			at += 4;
		} else {
			assert_memory_equal(command, "\x1dv0\0", 4);
			stride = command[4] + 256u * command[5];
			assert_true(stride <= STRIDE_MAX);
			memcpy(dots + rows * stride, command + 8,
			       stride * (command[6] + 256u * command[7]));
			rows += command[6] + 256u * command[7];
			at += 8 + stride * (command[6] + 256u * command[7]);
		}
	}
	assert_int_equal(at, paper->length);
	(void)fprintf(file, "P4\n%zu %zu\n", stride * 8, rows);
	assert_int_equal(fwrite(dots, stride, rows, file), rows);
	(void)fclose(file);
	free(dots);
	return rows;
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
	paper = paper_of(&desk);
	receipt = receipt_of("S1");
	assert_same(&paper, &receipt);
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
	paper = paper_of(&desk);
	assert_true(picture_write(&paper, "paper.pbm") > 100);
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

/* The printer is switched on after the shop is: nobody has to ask for the receipt again. */
static void a_printer_that_comes_later_prints_then(void **state)
{
	struct piece paper, receipt;
	struct print_state told;
	struct desk desk;

	(void)state;
	desk_open(&desk, false);
	sell(&desk, "S1");
	told = await_words(&desk, "Receipt waits: ");
	assert_int_equal(told.waiting, 1);
	assert_true(told.code < 0);
	assert_non_null(strstr(told.says, "plug it in"));
	fake_printer_plug(desk.printer);
	assert_true(fake_printer_wait(desk.printer, FAKE_CUTS, 1));
	await_printed(&desk, 1);
	paper = paper_of(&desk);
	receipt = receipt_of("S1");
	assert_same(&paper, &receipt);
	free(paper.bytes);
	free(receipt.bytes);
	desk_close(&desk);
}

/* Paper runs out within a receipt. The cashier is told; the next customer does not wait for it:
 * that sale is answered while the printer still stands. */
static void without_paper_the_till_says_so_and_sells_on(void **state)
{
	struct piece paper, first, second;
	struct print_state told;
	struct desk desk;

	(void)state;
	desk_open(&desk, true);
	fake_printer_fail(desk.printer, FAKE_NO_PAPER, 9000);
	sell(&desk, "S1");
	told = await_words(&desk, "no paper in EPSON TM-m30 (USB 04b8:0e2e)");
	assert_true(told.code < 0);
	sell(&desk, "S2");
	assert_int_equal(fake_printer_count(desk.printer, FAKE_CUTS), 0);
	told = await_words(&desk, "no paper in EPSON TM-m30 (USB 04b8:0e2e)");
	assert_int_equal(told.waiting, 2);
	assert_int_equal(told.printed, 0);
	fake_printer_repair(desk.printer);
	assert_true(fake_printer_wait(desk.printer, FAKE_CUTS, 2));
	await_printed(&desk, 2);
	paper = paper_of(&desk);
	first = receipt_of("S1");
	second = receipt_of("S2");
	assert_int_equal(count_in(&paper, &first), 1);
	assert_int_equal(count_in(&paper, &second), 1);
	free(paper.bytes);
	free(first.bytes);
	free(second.bytes);
	desk_close(&desk);
}

/* What the till says when it is asked for a receipt's copy in so many words. */
static struct piece copy_asked_for(struct desk *desk, const char *json, long long printed)
{
	struct piece before = paper_of(desk);
	struct piece after;

	assert_true(print_till_ask(&desk->till, json));
	await_printed(desk, printed);
	after = paper_of(desk);
	assert_true(after.length > before.length);
	after.length -= before.length;
	memmove(after.bytes, after.bytes + before.length, after.length);
	free(before.bytes);
	return after;
}

/* The till dies with half a receipt in the printer and one more that waits. At the next start both
 * come: the first marked as a copy, since some of it was on paper, and none of it is taken for the
 * rest of the half picture. */
static void a_till_that_is_killed_while_printing_loses_no_receipt(void **state)
{
	struct piece paper, copy, first, second;
	struct desk desk;
	size_t partings;

	(void)state;
	desk_open(&desk, true);
	fake_printer_fail(desk.printer, FAKE_NAK, 3000);
	sell(&desk, "S1");
	assert_true(fake_printer_wait(desk.printer, FAKE_REFUSALS, 1));
	sell(&desk, "S2");
	partings = fake_printer_count(desk.printer, FAKE_PARTINGS);
	print_till_kill(&desk.till);
	assert_true(fake_printer_wait(desk.printer, FAKE_PARTINGS, partings + 1));
	assert_int_equal(fake_printer_count(desk.printer, FAKE_CUTS), 0);
	fake_printer_repair(desk.printer);
	print_till_start(&desk.till);
	await_printed(&desk, 2);
	assert_int_equal(fake_printer_count(desk.printer, FAKE_CUTS), 2);
	paper = paper_of(&desk);
	first = receipt_of("S1");
	second = receipt_of("S2");
	assert_int_equal(count_in(&paper, &first), 0);
	assert_int_equal(count_in(&paper, &second), 1);
	(void)picture_write(&paper, "all.pbm");
	copy = copy_asked_for(&desk, "{\"op\":\"receipt\",\"sale_id\":\"S1\",\"to\":\"printer\"}",
			      3);
	assert_int_equal(count_in(&paper, &copy), 1);
	assert_true(picture_write(&copy, "copy.pbm") > picture_write(&first, "first.pbm"));
	free(paper.bytes);
	free(copy.bytes);
	free(first.bytes);
	free(second.bytes);
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
		cmocka_unit_test(without_paper_the_till_says_so_and_sells_on),
		cmocka_unit_test(a_till_that_is_killed_while_printing_loses_no_receipt),
	};

	if (count == 2 && strcmp(arguments[1], PRINT_TILL_OPTION) == 0)
		return print_till_run();
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
