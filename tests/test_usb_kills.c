/* test_usb_kills.c - a till that is killed again and again while it sells and prints by USB, under
 * the real libusb, on a printer that counts its cuts: each receipt is on paper once, as an
 * original.
 *
 * Killed by SIGKILL when the printer has taken a number of bytes that a seed says, or after some
 * milliseconds. What the emulated printer put on paper is read by a second one that shares nothing
 * with either side (paper_machine.h), dot by dot. With SOAK_SECONDS: 500 receipts a round.
 */
#include "tests/support/check.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/support/fake_printer.h"
#include "tests/support/kill_street.h"

/* In the till's own steps: longer than a till needs for its day. */
enum { RESTS_MAX = 200000 };

static const struct fake_model epson = { .vendor = 0x04b8,
					 .product = 0x0e2e,
					 .make = "EPSON",
					 .model = "TM-T20III",
					 .serial = "X7QK0012" };

/* Until the printer has taken so many bytes in all, or the till has ended: true. */
static bool ends_before(struct fake_printer *printer, size_t taken, pid_t process, int *ret_status)
{
	while (fake_printer_count(printer, FAKE_TAKEN) < taken) {
		if (waitpid(process, ret_status, WNOHANG) == process)
			return true;
		street_rest();
	}
	return false;
}

/* The kernel has closed what a dead till had open. */
static void await_parting(struct fake_printer *printer)
{
	for (int i = 0; i < RESTS_MAX; i++) {
		if (fake_printer_count(printer, FAKE_PARTINGS) ==
		    fake_printer_count(printer, FAKE_MEETINGS))
			return;
		street_rest();
	}
	fail_msg("a till that is gone holds the printer");
}

/* One life of the till. True when it came to the end of its day. */
static bool live(struct street *street, struct fake_printer *printer, bool is_spared)
{
	bool goes_by_bytes = next_number(&street->chance) % 4 != 0;
	uint64_t fate = next_number(&street->chance);
	size_t taken = fake_printer_count(printer, FAKE_TAKEN);
	pid_t process = street_start_till(street);
	bool is_over = false;
	int status = 0;

	if (!is_spared && goes_by_bytes)
		is_over = ends_before(printer, taken + 1 + (size_t)(fate % (3 * street->length)),
				      process, &status);
	for (uint64_t i = 0; !is_spared && !goes_by_bytes && i < fate % 400; i++)
		street_rest();
	if (!is_over) {
		if (!is_spared)
			(void)kill(process, SIGKILL);
		assert_int_equal(waitpid(process, &status, 0), process);
	}
	await_parting(printer);
	return street_ended(street, status);
}

static void judge(struct street *street, struct fake_printer *printer)
{
	struct paper_machine machine;
	size_t length = 0;
	uint8_t *paper = fake_printer_paper(printer, &length);

	assert_non_null(paper);
	paper_machine_init(&machine);
	paper_machine_take(&machine, paper, length);
	assert_int_equal(machine.count, fake_printer_count(printer, FAKE_CUTS));
	shop_open(&street->shop);
	street_judge(street, &machine, STREET_ORIGINALS);
	paper_machine_free(&machine);
	free(paper);
}

static void kill_and_print(struct soak *soak)
{
	struct fake_bus *bus = fake_bus_open();
	struct fake_printer *printer;
	struct street street;
	bool is_done = false;

	assert_non_null(bus);
	printer = fake_printer_add(bus, &epson);
	fake_printer_plug(printer);
	street_make(&street, soak, "epson-tm-t20iii");
	(void)snprintf(street.printer, sizeof(street.printer), "usb");
	for (int64_t lives = 0; !is_done; lives++)
		is_done = live(&street, printer, lives > 4 * street.jobs);
	assert_true(street.kills > street.jobs / 4);
	judge(&street, printer);
	assert_true(street.voids > 0);
	street_remove(&street, soak);
	fake_bus_close(bus);
}

/* Once, unmarked: the printer was on all the time, so its count is proof either way. */
static void killed_again_and_again_each_receipt_comes_once(void **state)
{
	struct soak soak;

	(void)state;
	soak_begin(&soak, 100);
	while (soak_goes_on(&soak))
		kill_and_print(&soak);
	soak_report(&soak, "kills, counting printer by USB");
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(killed_again_and_again_each_receipt_comes_once),
	};

	if (count == 5 && strcmp(arguments[1], STREET_OPTION) == 0)
		return street_till_run(arguments);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
