/* usb_port.h - one printer on the bus, between finding it and giving it back; of usb_*.c alone. */
#pragma once

#include <libusb.h>

#include "receipts/printer/usb.h"

/* One wait at most; *stop is looked at between waits. */
#define USB_SLICE_MS 250
#define USB_ANSWER_MS 200

/* A printer that is fine and yet does not answer behind a job: it never will. */
#define USB_BARRIER_MS 5000

struct usb {
	const struct host *host;
	libusb_context *context;
	struct usb_patience patience;
};

/* What a printer says of itself, in printable ASCII. `is_page_printer`: it speaks a language of
 * office printers and none of receipt printers. */
struct usb_identity {
	char make[USB_WORD_ROOM];
	char model[USB_WORD_ROOM];
	char serial[USB_SERIAL_ROOM];
	bool is_page_printer;
};

/* `in` is 0 when the printer cannot answer. What it said, sorted: the last status byte, and whether
 * it answered the barrier behind a job. */
struct usb_port {
	libusb_context *context;
	libusb_device_handle *handle;
	struct usb_address address;
	uint8_t interface;
	uint8_t alternate;
	bool has_alternates;
	bool is_claimed;
	uint8_t out;
	uint8_t in;
	bool is_silent; /* it does not answer DLE EOT */
	bool has_status;
	bool has_confirmed;
	uint8_t status;
	uint8_t report_left;
	char name[USB_NAME_ROOM];
};

enum usb_trouble { USB_FINE, USB_NO_PAPER, USB_COVER_OPEN, USB_FAULT, USB_OFFLINE, USB_STUCK };
