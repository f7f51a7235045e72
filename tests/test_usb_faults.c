/* test_usb_faults.c - what can go wrong with a printer in the middle of a job, through the real
 * libusb. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support/usb_counter.h"

/* Whatever ends a transfer early, the next one begins where the printer is. */
static void a_transfer_that_breaks_goes_on_at_its_byte(void **state)
{
	static const enum fake_fault faults[] = { FAKE_STALL, FAKE_SHORT, FAKE_BUS_ERROR };

	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		struct counter counter;

		counter_open(&counter, &counter_epson);
		fake_printer_fail(counter.printer, faults[i], 5001);
		counter_assert_printed(&counter, counter_print(&counter, "usb"));
		assert_int_equal(fake_printer_count(counter.printer, FAKE_CLEARS),
				 faults[i] == FAKE_STALL ? 1 : 0);
		counter_close(&counter);
	}
}

/* The roll ends, the cover is opened, or the printer just pauses: 4 KiB more go into its buffer,
 * the cashier is told once, and when it is mended the receipt goes on without a byte lost or
 * doubled. */
static void a_job_goes_on_when_the_cashier_mended_the_printer(void **state)
{
	static const struct {
		enum fake_fault fault;
		const char *line;
	} cases[] = {
		{ FAKE_NO_PAPER, "no paper in " EPSON "; put paper in, it prints by itself" },
		{ FAKE_COVER_OPEN, EPSON " takes nothing; look at its paper, cover and lights, "
					 "it prints by itself" },
		{ FAKE_NAK, EPSON " takes nothing; look at its paper, cover and lights, "
				  "it prints by itself" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct counter counter;

		counter_open(&counter, &counter_epson);
		counter_set_patience(&counter, COUNTER_LONG_MS, MENDS_IT);
		fake_printer_fail(counter.printer, cases[i].fault, 3000);
		counter_assert_printed(&counter, counter_print(&counter, "usb"));
		assert_string_equal(counter.line, cases[i].line);
		assert_int_equal(counter.told, 2);
		counter_close(&counter);
	}
}

/* Nobody comes: the job is given up, with the cause, and what the printer took by then. */
static void a_job_is_given_up_when_patience_ends(void **state)
{
	struct counter counter;

	(void)state;
	counter_open(&counter, &counter_epson);
	counter_set_patience(&counter, 500, LOOKS_ON);
	fake_printer_fail(counter.printer, FAKE_COVER_OPEN, 3000);
	counter_assert_refused(&counter, counter_print(&counter, "usb"), RGL_E_PRINTER,
			       "the cover of " EPSON " is open; close it, it prints by itself");
	assert_int_equal(counter.outcome.taken, 3000 + 4096);
	assert_string_equal(counter.outcome.name, EPSON);
	counter_close(&counter);
}

/* A printer that cannot print is not begun on: the whole receipt waits for it. */
static void nothing_is_sent_to_a_printer_that_is_not_ready(void **state)
{
	struct counter counter;

	(void)state;
	counter_open(&counter, &counter_epson);
	fake_printer_fail(counter.printer, FAKE_NO_PAPER, 0);
	counter_assert_refused(&counter, counter_print(&counter, "usb"), RGL_E_PRINTER,
			       "no paper in " EPSON "; put paper in, it prints by itself");
	fake_printer_repair(counter.printer);
	fake_printer_fail(counter.printer, FAKE_COVER_OPEN, 0);
	counter_assert_refused(&counter, counter_print(&counter, "usb"), RGL_E_PRINTER,
			       "the cover of " EPSON " is open; close it, it prints by itself");
	assert_int_equal(counter.outcome.taken, 0);
	assert_int_equal(fake_printer_count(counter.printer, FAKE_TAKEN), 0);
	fake_printer_repair(counter.printer);
	counter_assert_printed(&counter, counter_print(&counter, "usb"));
	counter_close(&counter);
}

/* Paper ends behind the last byte that went over the cable: all was taken, not all is on paper. */
static void bytes_taken_but_not_printed_are_a_doubt(void **state)
{
	struct counter counter;

	(void)state;
	counter_open(&counter, &counter_epson);
	counter_set_patience(&counter, 500, LOOKS_ON);
	fake_printer_fail(counter.printer, FAKE_NO_PAPER, COUNTER_JOB - 1000);
	counter_assert_refused(&counter, counter_print(&counter, "usb"), RGL_E_PRINTER,
			       "no paper in " EPSON "; put paper in, it prints by itself");
	assert_int_equal(counter.outcome.taken, COUNTER_JOB);
	counter_close(&counter);
}

/* The same, and the cashier puts paper in: then the answer comes. */
static void the_answer_is_waited_for_while_paper_is_put_in(void **state)
{
	struct counter counter;

	(void)state;
	counter_open(&counter, &counter_epson);
	counter_set_patience(&counter, COUNTER_LONG_MS, MENDS_IT);
	fake_printer_fail(counter.printer, FAKE_NO_PAPER, COUNTER_JOB - 1000);
	counter_assert_printed(&counter, counter_print(&counter, "usb"));
	assert_int_equal(counter.told, 2);
	counter_close(&counter);
}

/* The same, and instead of the answer come a flow control byte and a status report that somebody
 * else turned on: neither is a yes. */
static void what_is_not_the_answer_confirms_nothing(void **state)
{
	struct counter counter;

	(void)state;
	counter_open(&counter, &counter_epson);
	counter_set_patience(&counter, 1000, MENDS_ITS_MUTTERING);
	fake_printer_fail(counter.printer, FAKE_NO_PAPER, COUNTER_JOB - 1000);
	assert_int_equal(counter_print(&counter, "usb"), RGL_OK);
	assert_false(counter.outcome.confirmed);
	counter_assert_paper(&counter, counter.printer, 1);
	counter_close(&counter);
}

/* The same, and the printer is unplugged instead: all was taken, and nobody knows more. */
static void a_cable_pulled_before_the_answer_leaves_a_doubt(void **state)
{
	struct counter counter;

	(void)state;
	counter_open(&counter, &counter_epson);
	counter_set_patience(&counter, COUNTER_LONG_MS, PULLS_THE_CABLE);
	fake_printer_fail(counter.printer, FAKE_NO_PAPER, COUNTER_JOB - 1000);
	counter_assert_refused(&counter, counter_print(&counter, "usb"), RGL_E_NO_PRINTER,
			       EPSON
			       " went away; plug it in and switch it on, it prints by itself");
	assert_int_equal(counter.outcome.taken, COUNTER_JOB);
	counter_close(&counter);
}

/* The cable is pulled and put back. Whether the printer's last word was heard or not, we never say
 * that it took more than it did. */
static void a_pulled_cable_is_told_and_the_printer_found_again(void **state)
{
	(void)state;
	for (int heard = 0; heard < 2; heard++) {
		struct counter counter;
		size_t before;

		counter_open(&counter, &counter_epson);
		fake_printer_fail(counter.printer, heard ? FAKE_UNPLUG : FAKE_UNPLUG_UNHEARD, 5000);
		counter_assert_refused(&counter, counter_print(&counter, "usb"), RGL_E_NO_PRINTER,
				       EPSON " went away; plug it in and switch it on, "
					     "it prints by itself");
		before = fake_printer_count(counter.printer, FAKE_TAKEN);
		assert_in_range(before, counter.outcome.taken, counter.outcome.taken + 2048);
		assert_int_equal(before - counter.outcome.taken > 0, !heard);
		fake_printer_unplug(counter.printer);
		assert_int_equal(counter_print(&counter, "usb:04b8:0e2e:X7QK0012"),
				 RGL_E_NO_PRINTER);
		assert_int_equal(counter.outcome.taken, 0);
		fake_printer_plug(counter.printer);
		assert_int_equal(counter_enter_soon(&counter, "usb:04b8:0e2e:X7QK0012"), RGL_OK);
		assert_int_equal(counter_print(&counter, "usb:04b8:0e2e:X7QK0012"), RGL_OK);
		assert_int_equal(fake_printer_count(counter.printer, FAKE_TAKEN),
				 before + COUNTER_JOB + 3);
		counter_close(&counter);
	}
}

/* The answer behind the last byte is lost, or the printer knows no answers: the job is done, and
 * that it was not confirmed is told. */
static void a_lost_answer_leaves_the_job_unconfirmed(void **state)
{
	struct counter counter;

	(void)state;
	counter_open(&counter, &counter_epson);
	counter_set_patience(&counter, 500, LOOKS_ON);
	fake_printer_mute(counter.printer, true);
	assert_int_equal(counter_print(&counter, "usb"), RGL_OK);
	assert_int_equal(counter.outcome.taken, COUNTER_JOB);
	assert_false(counter.outcome.confirmed);
	counter_assert_paper(&counter, counter.printer, 1);
	counter_close(&counter);
}

/* The till closes while the printer takes nothing; patience alone would be ten minutes. */
static void a_job_ends_when_the_till_closes(void **state)
{
	struct counter counter;

	(void)state;
	counter_open(&counter, &counter_epson);
	counter_set_patience(&counter, COUNTER_LONG_MS, CLOSES_THE_TILL);
	fake_printer_fail(counter.printer, FAKE_NAK, 3000);
	counter_assert_refused(&counter, counter_print(&counter, "usb"), RGL_E_PRINTER,
			       "printing on " EPSON
			       " was stopped; the receipt prints at the next start");
	assert_int_equal(counter.outcome.taken, 3000);
	assert_int_equal(counter.told, 1);
	counter_close(&counter);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_transfer_that_breaks_goes_on_at_its_byte),
		cmocka_unit_test(a_job_goes_on_when_the_cashier_mended_the_printer),
		cmocka_unit_test(a_job_is_given_up_when_patience_ends),
		cmocka_unit_test(nothing_is_sent_to_a_printer_that_is_not_ready),
		cmocka_unit_test(bytes_taken_but_not_printed_are_a_doubt),
		cmocka_unit_test(the_answer_is_waited_for_while_paper_is_put_in),
		cmocka_unit_test(what_is_not_the_answer_confirms_nothing),
		cmocka_unit_test(a_cable_pulled_before_the_answer_leaves_a_doubt),
		cmocka_unit_test(a_pulled_cable_is_told_and_the_printer_found_again),
		cmocka_unit_test(a_lost_answer_leaves_the_job_unconfirmed),
		cmocka_unit_test(a_job_ends_when_the_till_closes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
