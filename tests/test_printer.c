/* test_printer.c - how a printer is wished for, and the two without a cable. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "receipts/printer/printer.h"
#include "tests/support/sweep.h"

static struct host plain_host(void)
{
	struct host host;

	host_init(&host, NULL);
	return host;
}

/* As an owner writes them into the till's option. Nothing is opened, so none has to be there. */
static void a_wish_is_taken_as_it_is_written(void **state)
{
	static const struct {
		const char *wish;
		const char *profile;
	} wishes[] = {
		{ "usb", PROFILE_DEFAULT },
		{ "usb:04b8:0E2e", PROFILE_DEFAULT },
		{ "usb:04b8:0e2e:A@B/C", PROFILE_DEFAULT },
		{ "usb:1-4.2", PROFILE_DEFAULT },
		{ "tcp:192.168.1.50", PROFILE_DEFAULT },
		{ "tcp:printer.local:9101", PROFILE_DEFAULT },
		{ "tcp:kitchen_2", PROFILE_DEFAULT },
		{ "tcp:fe80::1%eth0", PROFILE_DEFAULT },
		{ "tcp:[2001:db8::7]:9100", PROFILE_DEFAULT },
		{ "file:/dev/usb/lp0", PROFILE_DEFAULT },
		{ "file:C:/odd@name", PROFILE_DEFAULT },
		{ "null", PROFILE_DEFAULT },
		{ "generic-58@usb", "generic-58" },
		{ "star-tsp100@tcp:192.168.1.50", "star-tsp100" },
		{ "epson-tm-m30@null", "epson-tm-m30" },
	};
	struct rgl_why why = { .size = sizeof(why) };
	struct host host = plain_host();

	(void)state;
	for (size_t i = 0; i < sizeof(wishes) / sizeof(wishes[0]); i++) {
		struct printer *printer = NULL;

		assert_int_equal(printer_open(&host, wishes[i].wish, &printer, &why), RGL_OK);
		assert_string_equal(printer_profile(printer)->name, wishes[i].profile);
		printer_close(printer);
	}
}

static void refused(const char *wish, const char *words)
{
	struct rgl_why why = { .size = sizeof(why) };
	struct host host = plain_host();
	struct printer *printer = NULL;

	assert_int_equal(printer_open(&host, wish, &printer, &why), RGL_E_FIELD);
	assert_null(printer);
	assert_string_equal(why.field, "printer");
	assert_string_equal(why.text, words);
	assert_null(strchr(why.text, '\n'));
}

/* Each slip is one line that says what to write instead. */
static void a_slip_in_a_wish_says_what_to_write(void **state)
{
	(void)state;
	refused("usb:04g8", "\"usb:04g8\" is not a USB printer; write usb, usb:04b8:0e2e or "
			    "usb:04b8:0e2e:SERIAL as lsusb shows them, or its place as in "
			    "usb:1-4.2");
	refused("ubs", "\"ubs\" is no way to a printer; write usb, usb:04b8:0e2e, tcp:HOST, "
		       "file:/dev/usb/lp0, host or null");
	refused("", "\"\" is no way to a printer; write usb, usb:04b8:0e2e, tcp:HOST, "
		    "file:/dev/usb/lp0, host or null");
	refused("epson@usb", "\"epson\" is no printer profile; \"regulars printers --profiles\" "
			     "lists them");
	refused("@usb", "\"\" is no printer profile; \"regulars printers --profiles\" lists them");
	refused("null:x", "\"null:x\" is not a printer; null has nothing behind it");
	refused("host", "printer is \"host\" but the till lent no print callback");
	refused("file:", "\"file:\" is not a file to print into; write file:/dev/usb/lp0 or "
			 "file:/path/receipts.bin");
	refused("file:/tmp/", "\"file:/tmp/\" is not a file to print into; write file:/dev/usb/lp0 "
			      "or file:/path/receipts.bin");
}

/* The same for addresses on the network, of which there are more ways to be wrong. */
static void a_slip_in_an_address_says_what_to_write(void **state)
{
	static const char *const slips[] = { "tcp",	     "tcp:",	     "tcp::9100",
					     "tcp:a:0",	     "tcp:a:65536",  "tcp:a:12x",
					     "tcp:a:",	     "tcp:[::1",     "tcp:[::1]9100",
					     "tcp:a b",	     "tcp:a;reboot", "tcp:a:b:c",
					     "tcp:[zz::]:1", "tcp:a/b",	     "tcp:a%b",
					     "tcp:a:999999" };
	struct host host = plain_host();

	(void)state;
	for (size_t i = 0; i < sizeof(slips) / sizeof(slips[0]); i++) {
		struct rgl_why why = { .size = sizeof(why) };
		struct printer *printer = NULL;

		assert_int_equal(printer_open(&host, slips[i], &printer, &why), RGL_E_FIELD);
		assert_non_null(strstr(why.text, "is not a printer on the network; write "
						 "tcp:192.168.1.50"));
	}
}

/* Longer than anything real: refused, never cut. */
static void a_wish_of_any_length_is_refused_whole(void **state)
{
	static char wish[100001];
	struct host host = plain_host();

	(void)state;
	for (size_t length = 300; length < sizeof(wish); length = length * 3) {
		struct rgl_why why = { .size = sizeof(why) };
		struct printer *printer = NULL;

		memset(wish, 'a', length);
		wish[length] = '\0';
		memcpy(wish, "tcp:", 4);
		assert_int_equal(printer_open(&host, wish, &printer, &why), RGL_E_FIELD);
		memcpy(wish, "aaaa", 4);
		wish[length / 2] = '@';
		assert_int_equal(printer_open(&host, wish, &printer, &why), RGL_E_FIELD);
	}
}

/* ---- Without a cable ---- */

struct till {
	struct rgl_host lent;
	size_t calls;
	size_t bytes;
	int answer;
};

static int32_t take(void *user, const void *bytes, size_t length)
{
	struct till *till = user;

	(void)bytes;
	till->calls++;
	till->bytes += length;
	return till->answer;
}

/* The till prints itself: a receipt comes in one piece, and its no is told. */
static void the_tills_own_printer_gets_whole_receipts(void **state)
{
	static uint8_t job[100000];
	struct till till = { .lent = { .size = sizeof(till.lent), .print = take } };
	struct rgl_why why = { .size = sizeof(why) };
	struct printer *printer = NULL;
	bool is_confirmed = true;
	struct host host;
	size_t taken = 7;

	(void)state;
	till.lent.user = &till;
	host_init(&host, &till.lent);
	assert_int_equal(printer_open(&host, "host", &printer, &why), RGL_OK);
	assert_int_equal(printer_enter(printer, &why), RGL_OK);
	assert_string_equal(printer_name(printer), "the till's own printer");
	assert_int_equal(printer_send(printer, job, sizeof(job), &taken, &why), RGL_OK);
	assert_int_equal(printer_confirm(printer, &is_confirmed, &why), RGL_OK);
	assert_int_equal(taken, sizeof(job));
	assert_false(is_confirmed);
	assert_int_equal(till.calls, 1);
	assert_int_equal(till.bytes, sizeof(job));
	till.answer = -1;
	assert_int_equal(printer_send(printer, job, sizeof(job), &taken, &why), RGL_E_PRINTER);
	assert_string_equal(why.text, "the till's own printer did not take it");
	assert_int_equal(taken, 0);
	printer_close(printer);
}

/* For trying a till without paper. */
static void nowhere_takes_everything(void **state)
{
	struct rgl_why why = { .size = sizeof(why) };
	struct host host = plain_host();
	struct printer *printer = NULL;
	size_t taken = 0;

	(void)state;
	assert_int_equal(printer_open(&host, "null", &printer, &why), RGL_OK);
	/* Before it is entered nothing can be sent: the caller's mistake, not a crash. */
	assert_int_equal(printer_send(printer, (const uint8_t *)"x", 1, &taken, &why),
			 RGL_E_INTERNAL);
	assert_int_equal(printer_enter(printer, &why), RGL_OK);
	assert_int_equal(printer_send(printer, (const uint8_t *)"x", 1, &taken, &why), RGL_OK);
	assert_int_equal(taken, 1);
	assert_string_equal(printer_identity(printer), "");
	printer_close(printer);
}

/* Out of memory: said so, nothing held; with memory it works. */
static void no_memory_is_told_for_each_way(void **state)
{
	static const char *const wishes[] = { "usb", "tcp:127.0.0.1", "file:/dev/null", "null" };

	(void)state;
	for (size_t i = 0; i < sizeof(wishes) / sizeof(wishes[0]); i++) {
		rgl_rc rc = RGL_E_MEMORY;

		for (long n = 0; rc != RGL_OK; n++) {
			struct rgl_why why = { .size = sizeof(why) };
			struct printer *printer = NULL;
			struct sweep sweep;
			struct host host;

			sweep_init(&sweep, n);
			host_init(&host, &sweep.host);
			rc = printer_open(&host, wishes[i], &printer, &why);
			assert_int_equal(rc, sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
			printer_close(printer);
			assert_int_equal(sweep.held, 0);
			assert_false(sweep.misused);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_wish_is_taken_as_it_is_written),
		cmocka_unit_test(a_slip_in_a_wish_says_what_to_write),
		cmocka_unit_test(a_slip_in_an_address_says_what_to_write),
		cmocka_unit_test(a_wish_of_any_length_is_refused_whole),
		cmocka_unit_test(the_tills_own_printer_gets_whole_receipts),
		cmocka_unit_test(nowhere_takes_everything),
		cmocka_unit_test(no_memory_is_told_for_each_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
