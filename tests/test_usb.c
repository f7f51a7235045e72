/* test_usb.c - finding a printer, printing on it, giving it back, through the real libusb.
 *
 * Not here: faults in the middle of a job (test_usb_faults.c), reading addresses
 *           (test_usb_address.c).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "receipts/printer/printer.h"
#include "tests/support/sweep.h"
#include "tests/support/usb_counter.h"
#include "tests/support/usb_till.h"

#define NO_PERMISSION                                                                              \
	"no permission to use the printer (USB 04b8:0e2e); put 60-regulars-printers.rules into "   \
	"/etc/udev/rules.d and this user into the group lp, then unplug the printer and plug it "  \
	"in"

/* The whole way: found, claimed, asked, sent, answered, given back. */
static void a_job_arrives_byte_for_byte(void **state)
{
	struct counter counter;

	(void)state;
	counter_open(&counter, &counter_epson);
	counter_assert_printed(&counter, counter_print(&counter, "usb"));
	assert_int_equal(fake_printer_count(counter.printer, FAKE_CUTS), 1);
	assert_int_equal(fake_printer_count(counter.printer, FAKE_CLAIMS), 1);
	assert_int_equal(fake_printer_count(counter.printer, FAKE_RELEASES), 1);
	assert_int_equal(counter.told, 0);
	counter_close(&counter);
}

/* The owner sets up a till: what is there, what to write down for it, how it is. */
static void printers_are_listed_with_what_they_say_of_themselves(void **state)
{
	struct printer_found found[2];
	struct counter counter;
	size_t count = 0;

	(void)state;
	counter_open(&counter, &counter_epson);
	fake_printer_plug(fake_printer_add(counter.bus, &counter_star));
	fake_printer_fail(counter.printer, FAKE_COVER_OPEN, 0);
	assert_int_equal(printer_list(&counter.host, true, found, 2, &count, &counter.why), RGL_OK);
	assert_int_equal(count, 2);
	for (size_t i = 0; i < count; i++) {
		bool is_epson = strcmp(found[i].where, "usb:04b8:0e2e:X7QK0012") == 0;

		assert_true(found[i].may_open);
		assert_string_equal(found[i].name,
				    is_epson ? EPSON : "Star TSP143 (USB 0519:0003)");
		if (!is_epson)
			assert_string_equal(found[i].where, "usb:0519:0003:0001");
		assert_string_equal(found[i].profile->name,
				    is_epson ? "epson-tm-m30" : "star-tsp100");
		assert_int_equal(found[i].state, is_epson ? RGL_E_PRINTER : RGL_OK);
		assert_string_equal(found[i].says,
				    is_epson ? "the cover of " EPSON
					       " is open; close it, it prints by itself"
					     : "ready");
	}
	assert_string_not_equal(found[0].where, found[1].where);
	assert_int_equal(printer_list(&counter.host, false, found, 1, &count, &counter.why),
			 RGL_OK);
	assert_int_equal(count, 2);
	counter_close(&counter);
}

/* A printer without a serial number is written down by its place on the bus, and found there. */
static void a_printer_without_a_number_is_found_by_its_place(void **state)
{
	struct fake_model plain = counter_epson;
	struct printer_found found;
	struct fake_printer *twin;
	struct counter counter;
	size_t count = 0;

	(void)state;
	plain.serial = NULL;
	counter_open(&counter, &plain);
	assert_int_equal(printer_list(&counter.host, false, &found, 1, &count, &counter.why),
			 RGL_OK);
	assert_string_equal(found.where, "usb:1-1");
	twin = fake_printer_add(counter.bus, &plain);
	fake_printer_plug(twin);
	assert_int_equal(counter_print(&counter, "usb:1-2"), RGL_OK);
	assert_string_equal(counter.outcome.identity, "");
	counter_assert_paper(&counter, twin, 1);
	assert_int_equal(counter_print(&counter, found.where), RGL_OK);
	counter_assert_paper(&counter, counter.printer, 1);
	counter_assert_refused(&counter, counter_print(&counter, "usb:1-3"), RGL_E_NO_PRINTER,
			       "no printer (USB 1-3) is there; plug it in and switch it on, it "
			       "prints by itself");
	counter_close(&counter);
}

/* Two printers of one make stand on the counter, and the kitchen's beside them. */
static void the_printer_that_was_named_is_the_one_that_prints(void **state)
{
	struct fake_model twin_model = counter_epson;
	struct fake_printer *kitchen, *twin;
	struct counter counter;

	(void)state;
	twin_model.serial = "X7QK0013";
	counter_open(&counter, &counter_epson);
	kitchen = fake_printer_add(counter.bus, &counter_bixolon);
	twin = fake_printer_add(counter.bus, &twin_model);
	fake_printer_plug(kitchen);
	fake_printer_plug(twin);
	assert_int_equal(counter_print(&counter, "usb:1504:0006"), RGL_OK);
	assert_string_equal(counter.outcome.name, "BIXOLON SRP-330II (USB 1504:0006)");
	counter_assert_paper(&counter, kitchen, 1);
	assert_int_equal(counter_print(&counter, "usb:04b8:0e2e:X7QK0013"), RGL_OK);
	counter_assert_paper(&counter, twin, 1);
	counter_assert_printed(&counter, counter_print(&counter, "usb:04b8:0e2e:X7QK0012"));
	assert_int_equal(fake_printer_count(kitchen, FAKE_CUTS), 1);
	counter_close(&counter);
}

/* "usb" is any printer; but the one that a receipt was begun on is looked for first. */
static void of_several_the_one_that_printed_before_prints_again(void **state)
{
	struct fake_printer *second;
	struct counter counter;

	(void)state;
	counter_open(&counter, NULL);
	second = fake_printer_add(counter.bus, &counter_bixolon);
	counter.printer = fake_printer_add(counter.bus, &counter_epson);
	fake_printer_plug(counter.printer);
	counter_assert_printed(&counter, counter_print(&counter, "usb"));
	fake_printer_plug(second);
	assert_int_equal(counter_print(&counter, "usb"), RGL_OK);
	assert_string_equal(counter.outcome.name, EPSON);
	fake_printer_unplug(counter.printer);
	assert_int_equal(counter_enter_soon(&counter, "usb"), RGL_OK);
	assert_int_equal(counter_print(&counter, "usb"), RGL_OK);
	counter_assert_paper(&counter, second, 1);
	counter_close(&counter);
}

/* ESC/POS on an office printer would be pages of signs. It is left alone, its driver as well. */
static void an_office_printer_is_passed_over(void **state)
{
	struct fake_model office_model = { .vendor = 0x03f0,
					   .product = 0x0c17,
					   .make = "HP",
					   .model = "LaserJet 1010",
					   .commands = "MLC,PCL,PJL" };
	struct fake_printer *office;
	struct counter counter;

	(void)state;
	counter_open(&counter, NULL);
	office = fake_printer_add(counter.bus, &office_model);
	fake_printer_plug(office);
	fake_printer_bind_driver(office, true);
	counter_assert_refused(&counter, counter_print(&counter, "usb"), RGL_E_NO_PRINTER,
			       "no USB receipt printer is there; plug it in and switch it on, "
			       "it prints by itself");
	assert_true(fake_printer_has_driver(office));
	counter.printer = fake_printer_add(counter.bus, &counter_epson);
	fake_printer_plug(counter.printer);
	assert_int_equal(counter_enter_soon(&counter, "usb"), RGL_OK);
	counter_assert_printed(&counter, counter_print(&counter, "usb"));
	assert_int_equal(fake_printer_count(office, FAKE_TAKEN), 0);
	counter_close(&counter);
}

/* Each thing that keeps a printer from us has its own line, and ends when its cause does. */
static void a_printer_that_is_missing_or_held_says_what_to_do(void **state)
{
	struct counter counter;

	(void)state;
	counter_open(&counter, &counter_epson);
	counter_assert_refused(
		&counter, counter_print(&counter, "usb:04b8:0202:A1"), RGL_E_NO_PRINTER,
		"no printer (USB 04b8:0202, serial A1) is there; plug it in and switch it "
		"on, it prints by itself");
	fake_printer_occupy(counter.printer, true);
	counter_assert_refused(
		&counter, counter_print(&counter, "usb"), RGL_E_PRINTER,
		EPSON " is held by another program; end that program, it prints by itself");
	assert_string_equal(counter.outcome.name, EPSON);
	fake_printer_occupy(counter.printer, false);
	counter_assert_printed(&counter, counter_print(&counter, "usb"));
	counter_close(&counter);
}

/* A till of a user whom no rule lets at the printer. Root is let everywhere, so root steps down. */
static void a_printer_without_permission_names_the_rule(void **state)
{
	struct printer_found found;
	struct counter counter;
	uid_t user = geteuid();
	size_t count = 0;
	rgl_rc rc, list_rc;

	(void)state;
	counter_open(&counter, &counter_epson);
	fake_printer_forbid(counter.printer, true);
	if (user == 0)
		assert_int_equal(seteuid(65534), 0);
	rc = counter_print(&counter, "usb:04b8:0e2e:X7QK0012");
	list_rc = printer_list(&counter.host, true, &found, 1, &count, NULL);
	if (user == 0)
		assert_int_equal(seteuid(user), 0);
	counter_assert_refused(&counter, rc, RGL_E_PRINTER, NO_PERMISSION);
	assert_int_equal(list_rc, RGL_OK);
	assert_int_equal(count, 1);
	assert_false(found.may_open);
	assert_string_equal(found.name, "the printer (USB 04b8:0e2e)");
	assert_string_equal(found.where, "usb:1-1");
	assert_int_equal(found.state, RGL_E_PRINTER);
	assert_string_equal(found.says, NO_PERMISSION);
	fake_printer_forbid(counter.printer, false);
	counter_assert_printed(&counter, counter_print(&counter, "usb"));
	counter_close(&counter);
}

/* The till's own printing goes through the system's driver: it has the printer back afterwards,
 * also after a job that failed, and a listing does not disturb it. */
static void the_systems_driver_gets_the_printer_back(void **state)
{
	struct printer_found found;
	struct counter counter;
	size_t count = 0;

	(void)state;
	counter_open(&counter, &counter_epson);
	fake_printer_bind_driver(counter.printer, true);
	assert_int_equal(printer_list(&counter.host, false, &found, 1, &count, &counter.why),
			 RGL_OK);
	assert_string_equal(found.name, EPSON);
	assert_int_equal(fake_printer_count(counter.printer, FAKE_DETACHES), 0);
	assert_int_equal(fake_printer_count(counter.printer, FAKE_INTRUSIONS), 0);
	fake_printer_fail(counter.printer, FAKE_NO_PAPER, 0);
	assert_int_equal(counter_print(&counter, "usb"), RGL_E_PRINTER);
	assert_true(fake_printer_has_driver(counter.printer));
	fake_printer_repair(counter.printer);
	counter_assert_printed(&counter, counter_print(&counter, "usb"));
	assert_int_equal(fake_printer_count(counter.printer, FAKE_DETACHES), 2);
	assert_true(fake_printer_has_driver(counter.printer));
	counter_close(&counter);
}

/* A cheap printer without an IN endpoint: asked over the control pipe, and never confirmed. */
static void a_printer_that_cannot_answer_prints_too(void **state)
{
	struct fake_model plain = counter_epson;
	struct counter counter;

	(void)state;
	plain.is_one_way = true;
	counter_open(&counter, &plain);
	counter_set_patience(&counter, COUNTER_LONG_MS, MENDS_IT);
	fake_printer_fail(counter.printer, FAKE_NO_PAPER, 0);
	counter_assert_refused(&counter, counter_print(&counter, "usb"), RGL_E_PRINTER,
			       "no paper in " EPSON "; put paper in, it prints by itself");
	fake_printer_repair(counter.printer);
	fake_printer_fail(counter.printer, FAKE_NO_PAPER, 3000);
	assert_int_equal(counter_print(&counter, "usb"), RGL_OK);
	assert_int_equal(counter.outcome.taken, COUNTER_JOB);
	assert_false(counter.outcome.confirmed);
	assert_int_equal(fake_printer_count(counter.printer, FAKE_QUESTIONS), 1);
	counter_assert_paper(&counter, counter.printer, 1);
	counter_close(&counter);
}

/* Out of memory: said so, nothing held; with memory it works. */
static void no_memory_leaves_nothing_open(void **state)
{
	struct rgl_why why = { .size = sizeof(why) };
	struct counter counter;
	rgl_rc rc = RGL_E_MEMORY;

	(void)state;
	counter_open(&counter, &counter_epson);
	for (long n = 0; rc != RGL_OK; n++) {
		struct printer *printer = NULL;
		struct sweep sweep;
		struct host host;

		sweep_init(&sweep, n);
		host_init(&host, &sweep.host);
		rc = printer_open(&host, "usb", &printer, &why);
		if (rc == RGL_OK)
			rc = printer_enter(printer, &why);
		assert_int_equal(rc, sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
		printer_close(printer);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	}
	printer_close(NULL);
	counter_close(&counter);
}

/* A till in a process of its own, which sees the same bus. */
static pid_t start_till(void)
{
	char program[4096] = "", option[] = "--till";
	char *const arguments[] = { program, option, NULL };
	pid_t pid = 0;

	/* The link itself would be valgrind's, when the test runs under it. */
	assert_true(readlink("/proc/self/exe", program, sizeof(program) - 1) > 0);
	assert_int_equal(posix_spawn(&pid, program, NULL, NULL, arguments, environ), 0);
	return pid;
}

/* A till is a process of its own, loaded with more than us: a print leaves it as it was (see
 * usb_till.h). */
static void a_till_of_its_own_prints_and_is_left_as_it_was(void **state)
{
	struct counter counter;
	int status = -1;

	(void)state;
	counter_open(&counter, &counter_epson);
	assert_int_equal(waitpid(start_till(), &status, 0) > 0, 1);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	counter_assert_paper(&counter, counter.printer, 1);
	counter_close(&counter);
}

/* The till is killed while the printer holds it up; the printer is free for the next, and of the
 * dead one's bytes come no more than had gone over the cable. */
static void a_till_that_is_killed_leaves_the_printer_free(void **state)
{
	struct printer_found found;
	struct counter counter;
	size_t count = 0;
	pid_t till;

	(void)state;
	counter_open(&counter, &counter_epson);
	fake_printer_fail(counter.printer, FAKE_NAK, 3000);
	till = start_till();
	assert_true(fake_printer_wait(counter.printer, FAKE_REFUSALS, 1));
	/* Looking at the printer comes after what the mock is just answering to the till. */
	assert_int_equal(printer_list(&counter.host, false, &found, 1, &count, &counter.why),
			 RGL_OK);
	assert_int_equal(kill(till, SIGKILL), 0);
	assert_int_equal(waitpid(till, NULL, 0), till);
	assert_true(fake_printer_wait(counter.printer, FAKE_PARTINGS, 2));
	fake_printer_repair(counter.printer);
	assert_int_equal(fake_printer_count(counter.printer, FAKE_TAKEN), 3000);
	assert_int_equal(counter_print(&counter, "usb"), RGL_OK);
	assert_int_equal(counter.outcome.taken, COUNTER_JOB);
	counter_close(&counter);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_job_arrives_byte_for_byte),
		cmocka_unit_test(printers_are_listed_with_what_they_say_of_themselves),
		cmocka_unit_test(a_printer_without_a_number_is_found_by_its_place),
		cmocka_unit_test(the_printer_that_was_named_is_the_one_that_prints),
		cmocka_unit_test(of_several_the_one_that_printed_before_prints_again),
		cmocka_unit_test(an_office_printer_is_passed_over),
		cmocka_unit_test(a_printer_that_is_missing_or_held_says_what_to_do),
		cmocka_unit_test(a_printer_without_permission_names_the_rule),
		cmocka_unit_test(the_systems_driver_gets_the_printer_back),
		cmocka_unit_test(a_printer_that_cannot_answer_prints_too),
		cmocka_unit_test(no_memory_leaves_nothing_open),
		cmocka_unit_test(a_till_of_its_own_prints_and_is_left_as_it_was),
		cmocka_unit_test(a_till_that_is_killed_leaves_the_printer_free),
	};

	if (count == 2 && strcmp(arguments[1], "--till") == 0)
		return usb_till_run();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
