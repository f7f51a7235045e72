/* usb_parts.h - what usb*.c share. */
#pragma once

#include <libusb.h>

#include "receipts/printer/usb.h"

#define USB_PORTS_ROOM 24

/* Which printer. `any`: the first receipt printer there is, the rest says nothing. `ports`: by its
 * place, "4.2" on `bus`; else by numbers, with `serial` "" when every such printer will do. */
struct usb_address {
	bool any;
	uint16_t vendor;
	uint16_t product;
	char serial[PORT_SERIAL_ROOM];
	unsigned bus;
	char ports[USB_PORTS_ROOM];
};

/* One printer on the bus, between finding it and giving it back. `in` is 0 when it cannot answer.
 */
struct usb_device {
	libusb_device_handle *handle;
	struct usb_address address;
	uint8_t interface;
	uint8_t alternate;
	bool has_alternates;
	bool is_claimed;
	uint8_t out;
	uint8_t in;
	struct port_identity about;
};

/* What a port of this kind owns. last: the printer of the receipt before, serial "" when it cannot
 * be told from others. */
struct usb {
	libusb_context *context;
	struct usb_address wish;
	struct usb_address last;
	struct usb_device device;
};

/* Reads what stands behind "usb:", or "" for any. E_FIELD: it is not such a text. */
MUST_USE rgl_rc usb_address_read(const char *text, struct usb_address *ret, struct rgl_why *why);

/* A context of our own. E_MEMORY; E_NO_PRINTER when this machine has no USB to speak of. */
MUST_USE rgl_rc usb_start(libusb_context **ret, struct rgl_why *why);

/* The receipt printer that is meant, opened and its class-7 interface claimed, in usb->device; the
 * system's driver comes back with usb_give_back. `name` is set to what is known of it also on
 * failure. E_NO_PRINTER: not there. E_PRINTER: another program holds it, or no permission.
 * E_MEMORY. */
MUST_USE rgl_rc usb_take(struct usb *usb, char name[PRINTER_NAME_ROOM], struct rgl_why *why);

/* Gives it back; also what was never claimed or opened. */
void usb_give_back(struct usb_device *device);

/* Whether a device is a printer; *ret is filled from its descriptors. Nothing is opened. */
bool usb_is_printer(libusb_device *device, struct usb_device *ret);
MUST_USE rgl_rc usb_list_devices(libusb_context *context, libusb_device ***ret, size_t *ret_count,
				 struct rgl_why *why);

/* Asks an open printer: its string descriptors, and over them its device id where that can be asked
 * without taking the printer from the system's driver. Never fails: what is not said is "". */
void usb_identity_read(struct usb_device *device);

/* Since when an open printer is on, "" when this machine does not say. */
void usb_session_read(const struct usb_device *device, char ret[PRINTER_SESSION_ROOM]);

/* "EPSON TM-m30 (USB 04b8:0e2e)". */
void usb_name(const struct usb_device *device, char ret[PRINTER_NAME_ROOM]);
