/* test_status.c - what printers say, sorted: whole, in pieces, mixed, and wrong.
 *
 * Not here: any bytes at all (tests/fuzz/fuzz_status.c), asking (test_usb_states.c).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "receipts/printer/status.h"

static void hear(struct status_ear *ear, const char *bytes, size_t length)
{
	status_hear(ear, (const uint8_t *)bytes, length);
}

static struct status_ear ear_of(enum profile_status dialect)
{
	struct status_ear ear;

	status_forget(&ear, dialect);
	return ear;
}

/* Epson tells its kinds of answers apart by fixed bits ("identifying the transmitted status"). */
static void each_kind_of_answer_is_known_by_its_bits(void **state)
{
	struct status_ear ear = ear_of(PROFILE_STATUS_ESCPOS);

	(void)state;
	hear(&ear, "\x16", 1);
	assert_true(ear.has_reply);
	assert_int_equal(ear.reply, 0x16);
	assert_false(ear.has_confirmed);
	hear(&ear, "\x11\x13", 2);
	assert_false(ear.has_confirmed);
	assert_false(ear.has_report);
	hear(&ear, "\x0c", 1);
	assert_true(ear.has_confirmed);
	assert_int_equal(ear.said_length, 0);
}

/* The four bytes of an automatic report, of which the last three look like other answers. */
static void an_automatic_report_is_read_whole(void **state)
{
	static const struct {
		const char *bytes;
		enum status_trouble trouble;
	} reports[] = {
		{ "\x10\x00\x00\x00", STATUS_FINE },	 { "\x38\x00\x00\x00", STATUS_COVER_OPEN },
		{ "\x18\x00\x0c\x00", STATUS_NO_PAPER }, { "\x18\x08\x00\x00", STATUS_CUTTER },
		{ "\x18\x20\x00\x00", STATUS_FAULT },	 { "\x18\x40\x00\x00", STATUS_FAULT },
		{ "\x18\x00\x00\x00", STATUS_OFFLINE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(reports) / sizeof(reports[0]); i++) {
		struct status_ear ear = ear_of(PROFILE_STATUS_ESCPOS);

		status_hear(&ear, (const uint8_t *)reports[i].bytes, 3);
		assert_false(ear.has_report);
		status_hear(&ear, (const uint8_t *)reports[i].bytes + 3, 1);
		assert_true(ear.has_report);
		assert_int_equal(ear.report, reports[i].trouble);
		assert_false(ear.has_confirmed);
		assert_false(ear.has_reply);
	}
}

/* A block has digits in it that look like answers to DLE EOT ('2', '6') and reports ('0'). */
static void a_block_is_kept_up_to_its_nul(void **state)
{
	struct status_ear ear = ear_of(PROFILE_STATUS_ESCPOS);

	(void)state;
	hear(&ear, "\x12_2", 3);
	hear(&ear, "0160\0\x12\x00", 7);
	assert_int_equal(ear.said_length, 7);
	assert_memory_equal(ear.said, "_20160\0", 7);
	assert_true(ear.has_confirmed);
	assert_false(ear.has_report);
}

/* A report that breaks off does not swallow what comes next. */
static void a_broken_report_is_dropped_alone(void **state)
{
	struct status_ear ear = ear_of(PROFILE_STATUS_ESCPOS);

	(void)state;
	hear(&ear, "\x10\x00\x12", 3);
	assert_true(ear.has_reply);
	assert_false(ear.has_report);
	hear(&ear, "_7", 2);
	hear(&ear, "\0", 1);
	assert_int_equal(ear.said_length, 3);
	ear = ear_of(PROFILE_STATUS_STAR);
	hear(&ear, "\x23\x23\x86\x00\x00\x00\x00\x00\x00\x00", 10);
	assert_true(ear.has_report);
	assert_int_equal(ear.report, STATUS_FINE);
}

/* As somebody else's program for Star's network printers has them: fine, and behind one ETB. */
static void a_star_tells_how_it_is_and_how_far(void **state)
{
	struct status_ear ear = ear_of(PROFILE_STATUS_STAR);

	(void)state;
	hear(&ear, "\x23\x86\x00\x00\x00\x00\x00\x00\x00", 9);
	assert_true(ear.has_report);
	assert_int_equal(ear.report, STATUS_FINE);
	assert_true(ear.has_count);
	assert_int_equal(ear.count, 0);
	hear(&ear, "\x23\x86\x02\x00\x00\x00\x00\x02\x00", 9);
	assert_int_equal(ear.count, 1);
	hear(&ear, "\x23\x86\x02\x00\x00\x00\x00\x6e\x00", 9);
	assert_int_equal(ear.count, 31);
	hear(&ear, "\x23\x86\x28\x00\x00\x00\x00\x00\x00", 9);
	assert_int_equal(ear.report, STATUS_COVER_OPEN);
	hear(&ear, "\x23\x86\x08\x00\x00\x0c\x00\x00\x00", 9);
	assert_int_equal(ear.report, STATUS_NO_PAPER);
	hear(&ear, "\x23\x86\x08\x40\x00\x00\x00\x00\x00", 9);
	assert_int_equal(ear.report, STATUS_HOT);
	hear(&ear, "\x0f\x86\x00\x00\x00\x04\x00", 7);
	assert_int_equal(ear.report, STATUS_FINE);
	assert_true(ear.is_low);
	assert_false(ear.has_count);
}

/* A printer that talks without end fills no memory. */
static void more_than_fits_is_dropped(void **state)
{
	struct status_ear ear = ear_of(PROFILE_STATUS_NONE);
	uint8_t talk[1000];

	(void)state;
	memset(talk, '_', sizeof(talk));
	status_hear(&ear, talk, sizeof(talk));
	assert_int_equal(ear.said_length, STATUS_SAID_ROOM);
	ear = ear_of(PROFILE_STATUS_ESCPOS);
	status_hear(&ear, talk, sizeof(talk));
	hear(&ear, "\0\x12", 2);
	assert_true(ear.has_reply);
	assert_int_equal(ear.said_length, STATUS_SAID_ROOM);
}

/* One line for each, with what to do, and the printer's name in it. */
static void each_trouble_has_words_for_a_cashier(void **state)
{
	static const char *const lines[] = {
		[STATUS_FINE] = "P takes nothing; look at its paper, cover and lights, it prints "
				"by itself",
		[STATUS_NO_PAPER] = "no paper in P; put paper in, it prints by itself",
		[STATUS_COVER_OPEN] = "the cover of P is open; close it, it prints by itself",
		[STATUS_CUTTER] = "the knife of P is stuck; take stuck paper out, switch it off "
				  "and on, it prints by itself",
		[STATUS_HOT] = "P is too hot; let it cool down, it prints by itself",
		[STATUS_FAULT] = "P reports a fault; look for stuck paper, switch it off and on, "
				 "it prints by itself",
		[STATUS_OFFLINE] = "P is offline; press its feed button or switch it off and on, "
				   "it prints by itself",
		[STATUS_STUCK] = "P takes nothing; look at its paper, cover and lights, it prints "
				 "by itself",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct rgl_why why = { .size = sizeof(why) };

		assert_int_equal(status_refuse((enum status_trouble)i, "P", &why), RGL_E_PRINTER);
		assert_string_equal(why.text, lines[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_of_answer_is_known_by_its_bits),
		cmocka_unit_test(an_automatic_report_is_read_whole),
		cmocka_unit_test(a_block_is_kept_up_to_its_nul),
		cmocka_unit_test(a_broken_report_is_dropped_alone),
		cmocka_unit_test(a_star_tells_how_it_is_and_how_far),
		cmocka_unit_test(more_than_fits_is_dropped),
		cmocka_unit_test(each_trouble_has_words_for_a_cashier),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
