/* usb_find.h - the printers on the bus, and taking one for a job. */
#pragma once

#include "receipts/printer/usb_port.h"

/* The receipt printer that is meant, opened and its class-7 interface claimed; the system's driver
 * comes back with usb_release. On failure only ret->name is set, to what is known of it, and
 * ret->address when it was found. E_NO_PRINTER: not there. E_PRINTER: another program holds it, or
 * no permission. E_MEMORY. */
MUST_USE rgl_rc usb_claim(struct usb *usb, const struct usb_address *address, struct usb_port *ret,
			  struct rgl_why *refusal);

/* Gives it back; also what was never claimed or opened. */
void usb_release(struct usb_port *port);
