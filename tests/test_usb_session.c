/* test_usb_session.c - since when a printer on the bus is on. */
#include "tests/support/check.h"

#include <string.h>

#include "tests/support/usb_counter.h"

/* The same from receipt to receipt while the printer is on; another when it was off or away, so
 * that what it counted may be old. */
static void a_session_ends_with_the_switch_and_with_the_cable(void **state)
{
	char first[PRINTER_SESSION_ROOM], second[PRINTER_SESSION_ROOM];
	struct counter counter;

	(void)state;
	counter_open(&counter, &counter_epson);
	assert_int_equal(counter_print(&counter, "usb"), RGL_OK);
	memcpy(first, printer_session(counter.way), sizeof(first));
	assert_true(strlen(first) > 36);
	assert_int_equal(counter_print(&counter, "usb"), RGL_OK);
	assert_string_equal(printer_session(counter.way), first);
	fake_printer_switch(counter.printer, false);
	fake_printer_switch(counter.printer, true);
	assert_int_equal(counter_enter_soon(&counter, "usb"), RGL_OK);
	memcpy(second, printer_session(counter.way), sizeof(second));
	assert_string_not_equal(second, first);
	printer_leave(counter.way);
	fake_printer_unplug(counter.printer);
	assert_int_equal(counter_enter(&counter, "usb"), RGL_E_NO_PRINTER);
	assert_string_equal(printer_session(counter.way), "");
	fake_printer_plug(counter.printer);
	assert_int_equal(counter_enter_soon(&counter, "usb"), RGL_OK);
	assert_true(strlen(printer_session(counter.way)) > 36);
	assert_string_not_equal(printer_session(counter.way), first);
	assert_string_not_equal(printer_session(counter.way), second);
	counter_close(&counter);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_session_ends_with_the_switch_and_with_the_cable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
