/* test_usb_states.c - what printers of both kinds say of themselves, rightly and wrongly, and what
 * a switch does to them, through the real libusb.
 *
 * Not here: the cable (test_usb_faults.c), finding (test_usb.c).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/usb_counter.h"

#define STAR "Star TSP143 (USB 0519:0003)"
#define STAR_ROWS 300
#define STAR_ROW (3 + 72)
#define STAR_JOB (4 + STAR_ROWS * STAR_ROW + 4 + 3)

static bool ends_with_nul(const uint8_t *said, size_t length)
{
	return length > 0 && said[length - 1] == 0;
}

/* Raster mode, rows of noise without an escape, the end of it, a cut. */
static void fill_star(uint8_t job[STAR_JOB])
{
	uint8_t *at = job;
	uint32_t noise = 1;

	memcpy(at, "\x1b*rA", 4);
	at += 4;
	for (int row = 0; row < STAR_ROWS; row++) {
		memcpy(at, "b\x48\x00", 3);
		at += 3;
		for (int i = 0; i < 72; i++) {
			noise = noise * 1664525u + 1013904223u;
			*at++ = (uint8_t)(noise >> 24 | 0x80);
		}
	}
	memcpy(at,
	       "\x1b*rB\x1b"
	       "d\x02",
	       7);
}

/* Prints the Star job; as counter_print. */
static rgl_rc print_star(struct counter *counter)
{
	static uint8_t job[STAR_JOB];
	rgl_rc rc = counter_enter(counter, "usb");

	fill_star(job);
	counter->outcome = (struct counter_outcome) { 0 };
	if (rc == RGL_OK)
		rc = printer_send(counter->way, job, sizeof(job), &counter->outcome.taken,
				  &counter->why);
	if (rc == RGL_OK)
		rc = printer_confirm(counter->way, &counter->outcome.confirmed, &counter->why);
	printer_leave(counter->way);
	return rc;
}

static void assert_star_paper(struct counter *counter, size_t times)
{
	static uint8_t job[STAR_JOB];
	size_t length = 0;
	uint8_t *paper = fake_printer_paper(counter->printer, &length);

	fill_star(job);
	assert_non_null(paper);
	assert_int_equal(length, times * STAR_JOB);
	assert_memory_equal(paper, job, STAR_JOB);
	free(paper);
}

/* A Star is found by what it says, asked in its own words, and its counter of ETB confirms; no
 * question of the other kind is ever in its data. */
static void a_star_is_asked_as_a_star(void **state)
{
	struct counter counter;

	(void)state;
	counter_open(&counter, &counter_star);
	for (size_t times = 1; times <= 40; times++) {
		assert_int_equal(print_star(&counter), RGL_OK);
		assert_true(counter.outcome.confirmed);
		assert_int_equal(fake_printer_count(counter.printer, FAKE_CUTS), times);
	}
	assert_string_equal(printer_profile(counter.way)->name, "star-tsp100");
	assert_star_paper(&counter, 40);
	counter_close(&counter);
}

/* What a Star says of its paper, cover and knife comes in the same words as an Epson's. */
static void a_star_that_cannot_print_says_why(void **state)
{
	static const struct {
		enum fake_fault fault;
		const char *line;
	} cases[] = {
		{ FAKE_NO_PAPER, "no paper in " STAR "; put paper in, it prints by itself" },
		{ FAKE_COVER_OPEN, "the cover of " STAR " is open; close it, it prints by itself" },
		{ FAKE_CUTTER_JAM, "the knife of " STAR " is stuck; take stuck paper out, switch "
				   "it off and on, it prints by itself" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct counter counter;

		counter_open(&counter, &counter_star);
		fake_printer_fail(counter.printer, cases[i].fault, 0);
		counter_assert_refused(&counter, print_star(&counter), RGL_E_PRINTER,
				       cases[i].line);
		assert_int_equal(counter.outcome.taken, 0);
		fake_printer_repair(counter.printer);
		fake_printer_fail(counter.printer, cases[i].fault, STAR_JOB - 1000);
		counter_set_patience(&counter, COUNTER_LONG_MS, MENDS_IT);
		assert_int_equal(print_star(&counter), RGL_OK);
		assert_true(counter.outcome.confirmed);
		assert_string_equal(counter.line, cases[i].line);
		assert_star_paper(&counter, 1);
		counter_close(&counter);
	}
}

/* A knife that is stuck is told from another fault (DLE EOT 3). */
static void a_stuck_knife_is_told(void **state)
{
	struct counter counter;

	(void)state;
	counter_open(&counter, &counter_epson);
	fake_printer_fail(counter.printer, FAKE_CUTTER_JAM, 0);
	counter_assert_refused(&counter, counter_print(&counter, "usb"), RGL_E_PRINTER,
			       "the knife of " EPSON " is stuck; take stuck paper out, switch it "
			       "off and on, it prints by itself");
	fake_printer_repair(counter.printer);
	counter_assert_printed(&counter, counter_print(&counter, "usb"));
	counter_close(&counter);
}

/* The roll is nearly at its end: only told, the receipt is printed. */
static void paper_that_ends_soon_is_told_and_printed_on(void **state)
{
	const struct fake_model *const models[] = { &counter_epson, &counter_star };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct printer_found found;
		struct counter counter;
		size_t count = 0;

		counter_open(&counter, models[i]);
		assert_int_equal(counter_enter(&counter, "usb"), RGL_OK);
		assert_false(printer_is_low(counter.way));
		printer_leave(counter.way);
		fake_printer_fail(counter.printer, FAKE_PAPER_LOW, 0);
		assert_int_equal(counter_enter(&counter, "usb"), RGL_OK);
		assert_true(printer_is_low(counter.way));
		printer_leave(counter.way);
		assert_int_equal(printer_list(&counter.host, true, &found, 1, &count, &counter.why),
				 RGL_OK);
		assert_int_equal(found.state, RGL_OK);
		assert_string_equal(found.says, "ready; its paper ends soon");
		counter_close(&counter);
	}
}

/* Rubbish for a status is neither a fault nor a yes: the receipt goes out, unconfirmed. */
static void rubbish_for_a_status_stops_nothing_and_confirms_nothing(void **state)
{
	static const uint8_t rubbish[] = { 0xFF, 0x80, 0x91, 0xA5, 0xFE, 0xFF };
	struct counter counter;

	(void)state;
	counter_open(&counter, &counter_epson);
	counter_set_patience(&counter, 1000, LOOKS_ON);
	fake_printer_garble(counter.printer, rubbish, sizeof(rubbish));
	assert_int_equal(counter_print(&counter, "usb"), RGL_OK);
	assert_int_equal(counter.outcome.taken, COUNTER_JOB);
	assert_false(counter.outcome.confirmed);
	fake_printer_garble(counter.printer, NULL, 0);
	assert_int_equal(counter_print(&counter, "usb"), RGL_OK);
	assert_true(counter.outcome.confirmed);
	counter_close(&counter);
}

/* A profile that does not fit: an Epson asked as a Star. It never answers, and still prints. */
static void a_wrong_profile_prints_unconfirmed(void **state)
{
	struct counter counter;

	(void)state;
	counter_open(&counter, &counter_epson);
	assert_int_equal(counter_print(&counter, "star-tsp100@usb"), RGL_OK);
	assert_string_equal(counter.outcome.profile->name, "star-tsp100");
	assert_int_equal(counter.outcome.taken, COUNTER_JOB);
	assert_false(counter.outcome.confirmed);
	counter_close(&counter);
}

/* Never switched on: told each time in the same words, and nothing is kept open meanwhile. */
static void a_printer_that_is_never_switched_on_is_waited_for(void **state)
{
	struct counter counter;

	(void)state;
	counter_open(&counter, NULL);
	for (int i = 0; i < 20; i++)
		counter_assert_refused(&counter, counter_print(&counter, "usb:04b8:0e2e:X7QK0012"),
				       RGL_E_NO_PRINTER,
				       "no printer (USB 04b8:0e2e, serial X7QK0012) is there; plug "
				       "it in and switch it on, it prints by itself");
	counter.printer = fake_printer_add(counter.bus, &counter_epson);
	fake_printer_switch(counter.printer, true);
	assert_int_equal(counter_enter_soon(&counter, "usb:04b8:0e2e:X7QK0012"), RGL_OK);
	counter_assert_printed(&counter, counter_print(&counter, "usb:04b8:0e2e:X7QK0012"));
	counter_close(&counter);
}

/* Says "_COUNT\0" to GS g 2. */
static size_t ask_counter(struct counter *counter)
{
	static const uint8_t question[] = { 0x1D, 'g', '2', 0, 178, 0 };
	uint8_t said[32] = { 0 };
	size_t length = 0, taken = 0;

	assert_int_equal(counter_enter(counter, "usb"), RGL_OK);
	assert_int_equal(
		printer_send(counter->way, question, sizeof(question), &taken, &counter->why),
		RGL_OK);
	assert_int_equal(printer_answer(counter->way, 1000, ends_with_nul, said, sizeof(said),
					&length, &counter->why),
			 RGL_OK);
	printer_leave(counter->way);
	assert_true(length >= 3);
	assert_int_equal(said[0], '_');
	return strtoul((const char *)said + 1, NULL, 10);
}

/* The switch in the middle of a receipt: what was not on paper is lost, the counter of cuts is not,
 * and tells that this receipt was never cut. */
static void a_counter_survives_the_switch(void **state)
{
	struct counter counter;

	(void)state;
	counter_open(&counter, &counter_epson);
	assert_int_equal(ask_counter(&counter), 0);
	assert_int_equal(counter_print(&counter, "usb"), RGL_OK);
	assert_int_equal(ask_counter(&counter), 1);
	fake_printer_fail(counter.printer, FAKE_SWITCHED_OFF, 5000);
	assert_int_equal(counter_print(&counter, "usb"), RGL_E_NO_PRINTER);
	fake_printer_switch(counter.printer, false);
	assert_int_equal(counter_print(&counter, "usb"), RGL_E_NO_PRINTER);
	fake_printer_switch(counter.printer, true);
	assert_int_equal(counter_enter_soon(&counter, "usb"), RGL_OK);
	assert_int_equal(ask_counter(&counter), 1);
	assert_int_equal(counter_print(&counter, "usb"), RGL_OK);
	assert_int_equal(ask_counter(&counter), 2);
	counter_close(&counter);
}

/* Behind its data the printer repeats an id, also when it says something else first: a flow control
 * byte, an automatic report, an answer to DLE EOT. */
static void an_id_is_repeated_behind_the_data(void **state)
{
	static const uint8_t question[] = { 0x1D, '(', 'H', 6, 0, 48, 48, 'R', '0', '2', '6' };
	static const uint8_t muttering[] = { 0x13, 0x10, 0, 0, 0, 0x12, 0x11 };
	uint8_t said[32] = { 0 };
	struct counter counter;
	size_t length = 0, taken = 0;

	(void)state;
	counter_open(&counter, &counter_epson);
	assert_int_equal(counter_enter(&counter, "usb"), RGL_OK);
	fake_printer_mutter(counter.printer, muttering, sizeof(muttering));
	assert_int_equal(
		printer_send(counter.way, question, sizeof(question), &taken, &counter.why),
		RGL_OK);
	assert_int_equal(printer_answer(counter.way, 5000, ends_with_nul, said, sizeof(said),
					&length, &counter.why),
			 RGL_OK);
	assert_int_equal(length, 7);
	assert_memory_equal(said, "\x37\x22R026", 7);
	counter_close(&counter);
}

/* Asking whether all is done loses nothing of what was said before. */
static void an_answer_is_kept_while_the_end_is_awaited(void **state)
{
	static const uint8_t question[] = { 0x1D, 'g', '2', 0, 178, 0 };
	uint8_t said[32] = { 0 };
	struct counter counter;
	size_t length = 0, taken = 0;
	bool is_confirmed = false;

	(void)state;
	counter_open(&counter, &counter_epson);
	assert_int_equal(counter_enter(&counter, "usb"), RGL_OK);
	assert_int_equal(
		printer_send(counter.way, question, sizeof(question), &taken, &counter.why),
		RGL_OK);
	assert_int_equal(printer_confirm(counter.way, &is_confirmed, &counter.why), RGL_OK);
	assert_true(is_confirmed);
	assert_int_equal(printer_answer(counter.way, 1000, ends_with_nul, said, sizeof(said),
					&length, &counter.why),
			 RGL_OK);
	assert_int_equal(length, 3);
	assert_memory_equal(said, "_0", 3);
	counter_close(&counter);
}

/* Nobody answers: that is said after the time that was given, and waiting ends when the till
 * closes. */
static void an_answer_that_never_comes_is_nothing(void **state)
{
	uint8_t said[32] = { 0 };
	struct counter counter;
	size_t length = 77;

	(void)state;
	counter_open(&counter, &counter_epson);
	assert_int_equal(counter_enter(&counter, "usb"), RGL_OK);
	fake_printer_mute(counter.printer, true);
	assert_int_equal(printer_answer(counter.way, 500, ends_with_nul, said, sizeof(said),
					&length, &counter.why),
			 RGL_OK);
	assert_int_equal(length, 0);
	atomic_store(&counter.stop, true);
	assert_int_equal(printer_answer(counter.way, COUNTER_LONG_MS, ends_with_nul, said,
					sizeof(said), &length, &counter.why),
			 RGL_E_PRINTER);
	counter_close(&counter);
}

/* Paper ends before the answer: it is waited for, and comes when there is paper again. */
static void an_answer_is_waited_for_while_paper_is_put_in(void **state)
{
	static const uint8_t question[] = { 'x', '\n', 0x1D, 'g', '2', 0, 178, 0 };
	uint8_t said[32] = { 0 };
	struct counter counter;
	size_t length = 0, taken = 0;

	(void)state;
	counter_open(&counter, &counter_epson);
	counter_set_patience(&counter, COUNTER_LONG_MS, MENDS_IT);
	assert_int_equal(counter_enter(&counter, "usb"), RGL_OK);
	fake_printer_fail(counter.printer, FAKE_NO_PAPER, 1);
	assert_int_equal(
		printer_send(counter.way, question, sizeof(question), &taken, &counter.why),
		RGL_OK);
	assert_int_equal(printer_answer(counter.way, 500, ends_with_nul, said, sizeof(said),
					&length, &counter.why),
			 RGL_OK);
	assert_int_equal(length, 3);
	assert_string_equal(counter.line,
			    "no paper in " EPSON "; put paper in, it prints by itself");
	counter_close(&counter);
}

/* The cable is pulled and put back within a picture: the printer has its own supply and is still in
 * it. As many NULs as a band can want, and it takes the next receipt for what it is. */
static void a_pulled_cable_leaves_the_printer_within_its_picture(void **state)
{
	static const uint8_t fill[8 + 72 * 24];
	struct counter counter;
	size_t taken = 0;

	(void)state;
	counter_open(&counter, &counter_epson);
	fake_printer_fail(counter.printer, FAKE_UNPLUG, 5000);
	assert_int_equal(counter_print(&counter, "usb"), RGL_E_NO_PRINTER);
	fake_printer_unplug(counter.printer);
	fake_printer_plug(counter.printer);
	assert_int_equal(counter_enter_soon(&counter, "usb"), RGL_OK);
	assert_int_equal(printer_send(counter.way, fill, sizeof(fill), &taken, &counter.why),
			 RGL_OK);
	printer_leave(counter.way);
	assert_int_equal(counter_print(&counter, "usb"), RGL_OK);
	assert_int_equal(fake_printer_count(counter.printer, FAKE_CUTS), 1);
	assert_int_equal(fake_printer_slips_with(counter.printer, counter.job, COUNTER_JOB), 1);
	counter_close(&counter);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_star_is_asked_as_a_star),
		cmocka_unit_test(a_star_that_cannot_print_says_why),
		cmocka_unit_test(a_stuck_knife_is_told),
		cmocka_unit_test(paper_that_ends_soon_is_told_and_printed_on),
		cmocka_unit_test(rubbish_for_a_status_stops_nothing_and_confirms_nothing),
		cmocka_unit_test(a_wrong_profile_prints_unconfirmed),
		cmocka_unit_test(a_printer_that_is_never_switched_on_is_waited_for),
		cmocka_unit_test(a_counter_survives_the_switch),
		cmocka_unit_test(an_id_is_repeated_behind_the_data),
		cmocka_unit_test(an_answer_is_kept_while_the_end_is_awaited),
		cmocka_unit_test(an_answer_that_never_comes_is_nothing),
		cmocka_unit_test(an_answer_is_waited_for_while_paper_is_put_in),
		cmocka_unit_test(a_pulled_cable_leaves_the_printer_within_its_picture),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
