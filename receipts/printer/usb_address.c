/* usb_address.c - reading which printer is meant; see usb.h. */
#include <string.h>

#include "receipts/printer/usb.h"

#define PREFIX "usb"

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

/* ':' and four hex digits; what stands behind them, or NULL. */
static const char *read_number(const char *text, uint16_t *ret)
{
	unsigned number = 0;

	if (*text++ != ':')
		return NULL;
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

	if (length == 0 || length >= USB_SERIAL_ROOM)
		return false;
	for (size_t i = 0; i < length; i++) {
		if (serial[i] <= ' ' || serial[i] > '~')
			return false;
	}
	return true;
}

static bool read_rest(const char *text, struct usb_address *ret)
{
	text = read_number(text, &ret->vendor);
	if (text != NULL)
		text = read_number(text, &ret->product);
	if (text == NULL)
		return false;
	if (*text == '\0')
		return true;
	if (*text != ':' || !serial_is_sound(text + 1))
		return false;
	memcpy(ret->serial, text + 1, strlen(text + 1) + 1);
	return true;
}

rgl_rc usb_address_read(const char *text, struct usb_address *ret, struct rgl_why *refusal)
{
	struct usb_address address = { 0 };

	if (text != NULL && strcmp(text, PREFIX) == 0)
		address.any = true;
	else if (text == NULL || strncmp(text, PREFIX, strlen(PREFIX)) != 0 ||
		 !read_rest(text + strlen(PREFIX), &address))
		return refuse_field(refusal, RGL_E_FIELD, "printer",
				    "\"%.80s\" is not a USB printer; write usb, usb:04b8:0e2e or "
				    "usb:04b8:0e2e:SERIAL, as lsusb shows them",
				    text == NULL ? "" : text);
	*ret = address;
	return RGL_OK;
}
