/* usb_address.c - reading which USB printer is meant; see usb_parts.h. */
#include <string.h>

#include "receipts/printer/usb_parts.h"

#define BUS_MAX 255

static int hex_digit(char character)
{
	if (character >= '0' && character <= '9')
		return character - '0';
	if (character >= 'a' && character <= 'f')
		return character - 'a' + 10;
	if (character >= 'A' && character <= 'F')
		return character - 'A' + 10;
	return -1;
}

/* Four hex digits; what stands behind them, or NULL. */
static const char *read_hex(const char *text, uint16_t *ret)
{
	unsigned number = 0;

	for (int i = 0; i < 4; i++) {
		int digit = hex_digit(*text);

		if (digit < 0)
			return NULL;
		number = number * 16 + (unsigned)digit;
		text++;
	}
	*ret = (uint16_t)number;
	return text;
}

static bool serial_is_sound(const char *serial)
{
	size_t length = strlen(serial);

	if (length == 0 || length >= PORT_SERIAL_ROOM)
		return false;
	for (size_t i = 0; i < length; i++) {
		if (serial[i] <= ' ' || serial[i] > '~')
			return false;
	}
	return true;
}

static bool read_numbers(const char *text, struct usb_address *ret)
{
	text = read_hex(text, &ret->vendor);
	if (text == NULL || *text != ':')
		return false;
	text = read_hex(text + 1, &ret->product);
	if (text == NULL)
		return false;
	if (*text == '\0')
		return true;
	if (*text != ':' || !serial_is_sound(text + 1))
		return false;
	memcpy(ret->serial, text + 1, strlen(text + 1) + 1);
	return true;
}

/* "1-4.2": a bus, and at least one port, with dots between them. */
static bool read_place(const char *text, struct usb_address *ret)
{
	size_t length;
	bool is_digit_due = true;

	while (*text >= '0' && *text <= '9' && ret->bus <= BUS_MAX)
		ret->bus = ret->bus * 10 + (unsigned)(*text++ - '0');
	if (ret->bus == 0 || ret->bus > BUS_MAX || *text != '-')
		return false;
	length = strlen(++text);
	for (size_t i = 0; i < length; i++) {
		bool is_digit = text[i] >= '0' && text[i] <= '9';

		if (!is_digit && (text[i] != '.' || is_digit_due))
			return false;
		is_digit_due = !is_digit;
	}
	if (is_digit_due || length >= sizeof(ret->ports))
		return false;
	memcpy(ret->ports, text, length + 1);
	return true;
}

rgl_rc usb_address_read(const char *text, struct usb_address *ret, struct rgl_why *why)
{
	struct usb_address address = { 0 };
	bool is_read;

	if (*text == '\0') {
		address.any = true;
		is_read = true;
	} else if (strchr(text, '-') != NULL && strchr(text, ':') == NULL) {
		is_read = read_place(text, &address);
	} else {
		is_read = read_numbers(text, &address);
	}
	if (!is_read)
		return refuse_field(why, RGL_E_FIELD, "printer",
				    "\"usb:%.80s\" is not a USB printer; write usb, usb:04b8:0e2e "
				    "or usb:04b8:0e2e:SERIAL as lsusb shows them, or its place as "
				    "in usb:1-4.2",
				    text);
	*ret = address;
	return RGL_OK;
}
