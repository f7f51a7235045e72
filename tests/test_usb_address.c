/* test_usb_address.c - how a printer is named, by the owner and by itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "receipts/printer/usb_parts.h"

/* As in the till's settings. */
static void an_address_is_read_as_it_is_written(void **state)
{
	struct usb_address address;

	(void)state;
	assert_int_equal(usb_address_read("", &address, NULL), RGL_OK);
	assert_true(address.any);
	assert_int_equal(usb_address_read("04b8:0E2e", &address, NULL), RGL_OK);
	assert_false(address.any);
	assert_int_equal(address.vendor, 0x04b8);
	assert_int_equal(address.product, 0x0e2e);
	assert_string_equal(address.serial, "");
	assert_int_equal(usb_address_read("ffff:0000:X7-Q:1", &address, NULL), RGL_OK);
	assert_int_equal(address.vendor, 0xffff);
	assert_int_equal(address.product, 0);
	assert_string_equal(address.serial, "X7-Q:1");
	assert_int_equal(usb_address_read("1-4.2", &address, NULL), RGL_OK);
	assert_false(address.any);
	assert_int_equal(address.bus, 1);
	assert_string_equal(address.ports, "4.2");
}

/* A slip in the settings is told, and the address stays what it was. */
static void an_address_with_a_slip_is_refused(void **state)
{
	static const char *const slips[] = { "x",
					     "04b8",
					     "4b8:0e2e",
					     "04b8:0e2",
					     "04b8:0e2g",
					     "04b8:0e2e:",
					     "04b80e2e",
					     "04b8:0e2ef",
					     " ",
					     "04b8:0e2e:A B",
					     "04b8:0e2e:\xc3\xa9",
					     "1-",
					     "-1",
					     "0-1",
					     "256-1",
					     "1-4.",
					     "1-.4",
					     "1-4..2",
					     "1-4 ",
					     "1-1.1.1.1.1.1.1.1.1.1.1.1.1" };
	struct rgl_why why = { .size = sizeof(why) };
	struct usb_address address = { .vendor = 7 };

	(void)state;
	for (size_t i = 0; i < sizeof(slips) / sizeof(slips[0]); i++)
		assert_int_equal(usb_address_read(slips[i], &address, &why), RGL_E_FIELD);
	assert_int_equal(usb_address_read("04g8", &address, &why), RGL_E_FIELD);
	assert_int_equal(address.vendor, 7);
	assert_string_equal(why.field, "printer");
	assert_string_equal(
		why.text, "\"usb:04g8\" is not a USB printer; write usb, usb:04b8:0e2e or "
			  "usb:04b8:0e2e:SERIAL as lsusb shows them, or its place as in usb:1-4.2");
}

/* One byte more than there is room for must not be kept in part. */
static void a_serial_number_is_read_whole_or_not_at_all(void **state)
{
	char text[] = "04b8:0e2e:"
		      "0123456789012345678901234567890123456789012345678901234567890123";
	struct usb_address address;

	(void)state;
	assert_int_equal(usb_address_read(text, &address, NULL), RGL_E_FIELD);
	text[sizeof(text) - 2] = '\0';
	assert_int_equal(usb_address_read(text, &address, NULL), RGL_OK);
	assert_int_equal(strlen(address.serial), PORT_SERIAL_ROOM - 1);
}

static struct port_identity parse(const char *text)
{
	struct port_identity identity = { .make = "before" };

	port_identity_parse(text, strlen(text), &identity);
	return identity;
}

/* Device ids as printers send them: short keys and long ones, in any order, spaces here and there.
 */
static void a_device_id_gives_make_and_model(void **state)
{
	struct port_identity identity;

	(void)state;
	identity = parse("MFG:EPSON;CMD:ESC/POS;MDL:TM-T88V;CLS:PRINTER;DES:EPSON TM-T88V;");
	assert_string_equal(identity.make, "EPSON");
	assert_string_equal(identity.model, "TM-T88V");
	assert_false(identity.is_page_printer);
	identity = parse("MODEL: TSP143 (STR_T-001) ;\nmanufacturer:Star;COMMAND SET:STAR;");
	assert_string_equal(identity.make, "Star");
	assert_string_equal(identity.model, "TSP143 (STR_T-001)");
	identity = parse("MFG:Hewlett-Packard;MDL:HP LaserJet 1010;CMD:MLC,PCL,PJL;CLS:PRINTER");
	assert_true(identity.is_page_printer);
}

/* A device may send anything: no byte that could move a cursor, nothing past the end. */
static void a_device_id_of_rubbish_does_no_harm(void **state)
{
	static const char rubbish[] = ";;::MFG;MDL:\x1b[2J\xff\n;MFG:"
				      "0123456789012345678901234567890123456789012345;CMD";
	struct port_identity identity;

	(void)state;
	identity = parse(rubbish);
	assert_string_equal(identity.model, "[2J");
	assert_int_equal(strlen(identity.make), PORT_WORD_ROOM - 1);
	assert_string_equal(parse("").make, "before");
}

/* What a cashier reads must say which printer, also when the printer says nothing. */
static void a_name_says_make_model_and_number(void **state)
{
	struct usb_device device = { .address = { .vendor = 0x04b8, .product = 0x0e2e },
				     .about = { .make = "EPSON", .model = "TM-m30" } };
	char name[PRINTER_NAME_ROOM];

	(void)state;
	usb_name(&device, name);
	assert_string_equal(name, "EPSON TM-m30 (USB 04b8:0e2e)");
	(void)strcpy(device.about.model, "Epson TM-m30");
	usb_name(&device, name);
	assert_string_equal(name, "Epson TM-m30 (USB 04b8:0e2e)");
	device.about.model[0] = '\0';
	usb_name(&device, name);
	assert_string_equal(name, "EPSON (USB 04b8:0e2e)");
	device.about.make[0] = '\0';
	usb_name(&device, name);
	assert_string_equal(name, "the printer (USB 04b8:0e2e)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_is_read_as_it_is_written),
		cmocka_unit_test(an_address_with_a_slip_is_refused),
		cmocka_unit_test(a_serial_number_is_read_whole_or_not_at_all),
		cmocka_unit_test(a_device_id_gives_make_and_model),
		cmocka_unit_test(a_device_id_of_rubbish_does_no_harm),
		cmocka_unit_test(a_name_says_make_model_and_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
