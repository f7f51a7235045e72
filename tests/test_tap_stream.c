/* test_tap_stream.c - cuts in a printer's bytes, and what only looks like one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "pos-adapters/print-tap/stream.h"

/* How many cuts there are; the stream has to be idle behind the last byte. */
static uint32_t cuts_in(enum stream_dialect dialect, const void *bytes, size_t length)
{
	struct stream stream = { .dialect = dialect };
	uint32_t cuts = 0;

	for (size_t i = 0; i < length; i++)
		cuts += stream_step(&stream, ((const uint8_t *)bytes)[i]) == STREAM_CUT ? 1 : 0;
	assert_true(stream_is_idle(&stream));
	return cuts;
}

#define ESCPOS(text) cuts_in(STREAM_ESCPOS, text, sizeof(text) - 1)
#define STAR(text) cuts_in(STREAM_STAR, text, sizeof(text) - 1)

/* All the cuts that tills use. */
static void every_cut_is_found(void **state)
{
	(void)state;
	assert_int_equal(ESCPOS("a\n\x1DV\x00z"), 1);
	assert_int_equal(ESCPOS("a\n\x1DV\x31z"), 1);
	assert_int_equal(ESCPOS("a\n\x1DV\x41\x03z"), 1);
	assert_int_equal(ESCPOS("a\n\x1DV\x42\x1Bz"), 1);
	assert_int_equal(ESCPOS("a\n\x1Bi\x1Bm\x1DV\x00"), 3);
	assert_int_equal(STAR("a\n\x1B"
			      "d\x02z\x1B"
			      "d3"),
			 2);
}

/* Each of these holds the bytes of a cut as data: a till's logo must not be taken for one. */
static void data_is_no_cut(void **state)
{
	(void)state;
	assert_int_equal(ESCPOS("\x1Dv0\x00\x02\x00\x02\x00\x1DV\x00\x1B"), 0);
	assert_int_equal(ESCPOS("\x1B*\x21\x01\x00\x1DV\x00"), 0);
	assert_int_equal(ESCPOS("\x1B*\x00\x03\x00\x1DV\x00"), 0);
	assert_int_equal(ESCPOS("\x1D(L\x04\x00\x30\x1DV\x00"), 0);
	assert_int_equal(ESCPOS("\x1D(k\x03\x00\x1DV\x00"), 0);
	assert_int_equal(ESCPOS("\x1D"
				"8L\x03\x00\x00\x00\x1DV\x00"),
			 0);
	assert_int_equal(ESCPOS("\x1DkI\x04\x1DV\x00\x1B"), 0);
	assert_int_equal(ESCPOS("\x1Dk\x04\x1B"
				"i\x1Bm\x00"),
			 0);
	assert_int_equal(ESCPOS("\x1D*\x01\x01\x1DV\x00\x1Bi\x1Bm\x00"), 0);
	assert_int_equal(ESCPOS("\x1B&\x01"
				"AB\x02\x1DV\x01\x1B"),
			 0);
	assert_int_equal(ESCPOS("\x1C"
				"q\x02\x01\x00\x01\x00\x1DV\x00\x1Bi\x1Bm\x00\x01\x00\x01\x00"
				"\x1DV\x00\x1Bi\x1Bm\x00"),
			 0);
	assert_int_equal(ESCPOS("\x1B"
				"D\x1D"
				"VV\x00"),
			 0);
	assert_int_equal(ESCPOS("\x1Bp\x00\x1D"
				"V"),
			 0);
	/* Counters: five numbers; a BMP file says its own length; a slip printer's wait. */
	assert_int_equal(ESCPOS("\x1D"
				"C;1;9;1;1;1;a"),
			 0);
	assert_int_equal(ESCPOS("\x1D"
				"D0C0ab\x01\x01"
				"BM\x0D\x00\x00\x00\x1DV\x00\x1Bi\x1Bm"),
			 0);
	assert_int_equal(ESCPOS("\x1B"
				"f\x1D"
				"V"),
			 0);
	assert_int_equal(STAR("\x1B*rA"
			      "b\x03\x00\x1B"
			      "d\x02\x1B*rB"),
			 0);
	assert_int_equal(STAR("\x1BX\x01\x00\x00\x1B"
			      "d"),
			 0);
	assert_int_equal(STAR("\x1B\x1DS\x01\x03\x00\x01\x00\x00\x1B"
			      "d\x01"),
			 0);
	assert_int_equal(STAR("\x1B\x1DyD1\x00\x03\x00\x1B"
			      "d\x01"),
			 0);
}

/* ESC d cuts on one kind of printer and feeds on all others; ESC i makes letters large on that one.
 */
static void the_dialects_are_not_mixed_up(void **state)
{
	(void)state;
	assert_int_equal(ESCPOS("\x1B"
				"d\x03"),
			 0);
	assert_int_equal(STAR("\x1Bi\x01\x01"), 0);
	assert_int_equal(STAR("\x1DV"), 0);
}

/* The pass has to hold the first byte of what may become a cut, and no other. */
static void the_first_byte_may_be_a_cut(void **state)
{
	struct stream stream = { .dialect = STREAM_ESCPOS };

	(void)state;
	assert_int_equal(stream_step(&stream, 'a'), STREAM_TEXT);
	assert_false(stream_may_cut(&stream));
	assert_int_equal(stream_step(&stream, 0x1D), STREAM_INSIDE);
	assert_true(stream_may_cut(&stream));
	assert_int_equal(stream_step(&stream, '!'), STREAM_INSIDE);
	assert_false(stream_may_cut(&stream));
	assert_int_equal(stream_step(&stream, 0x11), STREAM_COMMAND);
	assert_int_equal(stream_step(&stream, '\n'), STREAM_CONTROL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_cut_is_found),
		cmocka_unit_test(data_is_no_cut),
		cmocka_unit_test(the_dialects_are_not_mixed_up),
		cmocka_unit_test(the_first_byte_may_be_a_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
