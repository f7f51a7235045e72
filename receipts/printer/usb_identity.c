/* usb_identity.c - see usb_identity.h.
 *
 * Source: IEEE 1284-2000 7.6 (device id), USB Printer Class 1.1 section 4.2 (GET_DEVICE_ID).
 */
#include "receipts/printer/usb_identity.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define GET_DEVICE_ID 0
#define FROM_INTERFACE                                                                             \
	(LIBUSB_ENDPOINT_IN | (int)LIBUSB_REQUEST_TYPE_CLASS | (int)LIBUSB_RECIPIENT_INTERFACE)

/* Copies words that a device sent: printable ASCII, spaces around them off, cut to `room`. */
static void copy_words(const char *text, size_t length, char *ret, size_t room)
{
	size_t n = 0;

	while (length > 0 && *text == ' ') {
		text++;
		length--;
	}
	while (length > 0 && text[length - 1] == ' ')
		length--;
	for (size_t i = 0; i < length && n + 1 < room; i++) {
		if (text[i] >= ' ' && text[i] <= '~')
			ret[n++] = text[i];
	}
	ret[n] = '\0';
}

/* Whether `word` is in the value, in upper or lower case. */
static bool has_word(const char *value, size_t length, const char *word)
{
	size_t need = strlen(word);

	for (size_t i = 0; i + need <= length; i++) {
		if (strncasecmp(value + i, word, need) == 0)
			return true;
	}
	return false;
}

static bool speaks_pages_only(const char *value, size_t length)
{
	static const char *const page_words[] = { "PCL", "PJL", "POSTSCRIPT", "PDF", "URF",
						  "PWG", "XPS", "ZPL",	      "EPL", "ESCPL2" };

	if (has_word(value, length, "ESC/POS") || has_word(value, length, "STAR"))
		return false;
	for (size_t i = 0; i < sizeof(page_words) / sizeof(page_words[0]); i++) {
		if (has_word(value, length, page_words[i]))
			return true;
	}
	return false;
}

static bool key_is(const char *key, size_t length, const char *short_form, const char *long_form)
{
	return (length == strlen(short_form) && strncasecmp(key, short_form, length) == 0) ||
	       (length == strlen(long_form) && strncasecmp(key, long_form, length) == 0);
}

static void take_field(const char *field, size_t length, struct usb_identity *ret)
{
	const char *colon = memchr(field, ':', length);
	const char *value;
	size_t key, rest;

	if (colon == NULL)
		return;
	key = (size_t)(colon - field);
	value = colon + 1;
	rest = length - key - 1;
	if (key_is(field, key, "MFG", "MANUFACTURER"))
		copy_words(value, rest, ret->make, sizeof(ret->make));
	else if (key_is(field, key, "MDL", "MODEL"))
		copy_words(value, rest, ret->model, sizeof(ret->model));
	else if (key_is(field, key, "CMD", "COMMAND SET"))
		ret->is_page_printer = speaks_pages_only(value, rest);
}

void usb_identity_parse(const char *text, size_t length, struct usb_identity *ret)
{
	while (length > 0) {
		const char *end = memchr(text, ';', length);
		size_t field = end == NULL ? length : (size_t)(end - text);

		while (field > 0 && isspace((unsigned char)*text)) {
			text++;
			field--;
			length--;
		}
		take_field(text, field, ret);
		if (end == NULL)
			return;
		text += field + 1;
		length -= field + 1;
	}
}

/* False: the printer did not answer in time, or is gone; asking on would only take longer. */
static bool read_string(struct usb_port *port, uint8_t index, char *ret, size_t room)
{
	unsigned char text[256] = { 0 };
	int length;

	if (index == 0)
		return true;
	length = libusb_get_string_descriptor_ascii(port->handle, index, text, sizeof(text));
	if (length > 0)
		copy_words((const char *)text, (size_t)length, ret, room);
	return length != LIBUSB_ERROR_TIMEOUT && length != LIBUSB_ERROR_NO_DEVICE;
}

/* The kernel takes this request as a use of the interface and, where its own driver holds it,
 * refuses and complains in its log: ask only when it is ours or nobody's. The first two bytes are
 * the length, which printers get wrong; what came is believed instead. */
static void read_device_id(struct usb_port *port, struct usb_identity *ret)
{
	uint8_t id[1024] = { 0 };
	int length;

	if (!port->is_claimed && libusb_kernel_driver_active(port->handle, port->interface) != 0)
		return;
	length = libusb_control_transfer(port->handle, (uint8_t)FROM_INTERFACE, GET_DEVICE_ID, 0,
					 (uint16_t)(port->interface << 8 | port->alternate), id,
					 sizeof(id), USB_ANSWER_MS);
	if (length > 2)
		usb_identity_parse((const char *)id + 2, (size_t)length - 2, ret);
}

void usb_identity_read(struct usb_port *port, struct usb_identity *ret)
{
	struct libusb_device_descriptor device;
	struct usb_identity identity = { 0 };

	if (libusb_get_device_descriptor(libusb_get_device(port->handle), &device) == 0 &&
	    read_string(port, device.iSerialNumber, identity.serial, sizeof(identity.serial)) &&
	    read_string(port, device.iManufacturer, identity.make, sizeof(identity.make)) &&
	    read_string(port, device.iProduct, identity.model, sizeof(identity.model)))
		read_device_id(port, &identity);
	*ret = identity;
}

void usb_identity_name(struct usb_port *port, const struct usb_identity *identity)
{
	const char *make = identity == NULL ? "" : identity->make;
	const char *model = identity == NULL ? "" : identity->model;

	/* Some models begin with the make: once is enough. */
	if (*model != '\0' && strncasecmp(make, model, strlen(make)) == 0)
		make = "";
	if (*model == '\0' && *make != '\0') {
		model = make;
		make = "";
	}
	if (*model == '\0')
		model = "the printer";
	(void)snprintf(port->name, sizeof(port->name), "%s%s%s (USB %04x:%04x)", make,
		       *make == '\0' ? "" : " ", model, port->address.vendor,
		       port->address.product);
}
