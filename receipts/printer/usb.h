/* usb.h - the USB way to a receipt printer, through libusb.
 *
 * In:  WHERE behind "usb": "", 04b8:0e2e, 04b8:0e2e:SERIAL, 1-4.2.
 * Out: struct port_kind's functions; the printers that are there.
 * Not here: jobs, status, patience (job.h).
 *
 * A libusb context of our own, never the default one; libusb keeps one thread of its own while it
 * lives, which takes no signals. The printer is claimed for one receipt and given back after it, so
 * that the system's own driver, and the till's own printing, have it the rest of the time.
 */
#pragma once

#include "receipts/printer/port.h"

extern const struct port_kind port_usb;

/* As printer_list, without how each is. */
MUST_USE rgl_rc usb_list(const struct host *host, struct printer_found *array, size_t room,
			 size_t *ret_count, struct rgl_why *why);
