/* usb.h - receipts onto a USB receipt printer, through libusb.
 *
 * In:  the bytes of one receipt, which printer.
 * Out: how many bytes the printer took, whether it said so, and what a cashier can do.
 * Not here: the queue and its journal, retries, bringing a printer back in step after a break (the
 *           caller's); what the bytes mean.
 *
 * The printer is claimed for one job and given back after it, so that the system's own driver, and
 * the till's own printing, have it the rest of the time. Nothing is ever sent twice.
 */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "plugin/base/host.h"

#define USB_SERIAL_ROOM 64
#define USB_WORD_ROOM 40
#define USB_NAME_ROOM 112

/* Which printer. `any`: the first receipt printer there is, the rest says nothing. `serial` is ""
 * when every printer of that vendor and product will do. */
struct usb_address {
	bool any;
	uint16_t vendor;
	uint16_t product;
	char serial[USB_SERIAL_ROOM];
};

/* A printer that is there. `may_open` is false when the system keeps it from this user: then make,
 * model and serial are "" as well. `name` is for people: "EPSON TM-m30 (USB 04b8:0e2e)". */
struct usb_printer {
	struct usb_address address;
	char make[USB_WORD_ROOM];
	char model[USB_WORD_ROOM];
	char name[USB_NAME_ROOM];
	bool may_open;
};

/* How a job went; filled whatever usb_print returns.
 * taken:     bytes of the job that the printer took in.
 * confirmed: the printer answered after the last byte, so it has worked through all of them. False
 *            with taken == length is a doubt: all was taken, what came of it is not known.
 * stopped:   *stop became true.
 * address:   of the printer that was tried, with its serial number, so that the next try goes to
 * the same one; as it was asked for when none was found. */
struct usb_outcome {
	size_t taken;
	bool confirmed;
	bool stopped;
	struct usb_address address;
	char name[USB_NAME_ROOM];
};

/* How long a job holds on while the printer takes nothing or says nothing (paper is out, say), and
 * who is told meanwhile. `say` gets one line for the cashier when the printer begins to wait, ""
 * when it goes on; it is called on the thread of usb_print and may be NULL. */
struct usb_patience {
	int64_t wait_ms;
	void (*say)(void *user, const char *line);
	void *user;
};

struct usb;

/* Reads "usb", "usb:04b8:0e2e" or "usb:04b8:0e2e:SERIAL" (hex as lsusb shows it).
 * E_FIELD: it is not such a text. */
MUST_USE rgl_rc usb_address_read(const char *text, struct usb_address *ret,
				 struct rgl_why *refusal);

/* A libusb context of our own, never the default one, with five seconds' patience. libusb keeps one
 * thread of its own until usb_close; it takes no signals. `host` outlives it. One thread at a time
 * may use it. E_MEMORY; E_NO_PRINTER when this machine has no USB to speak of. */
MUST_USE rgl_rc usb_open(const struct host *host, struct usb **ret, struct rgl_why *refusal);

/* NULL is allowed. No descriptor, thread or handler is left. */
void usb_close(struct usb *usb);

/* From the next job on. */
void usb_set_patience(struct usb *usb, const struct usb_patience *patience);

/* The printers that are there (USB class 7): the first `room` of them into `array`, how many there
 * are into *ret_count. A printer that this user may not open is listed too. E_MEMORY,
 * E_NO_PRINTER when the bus cannot be read. */
MUST_USE rgl_rc usb_list(struct usb *usb, struct usb_printer *array, size_t room, size_t *ret_count,
			 struct rgl_why *refusal);

/* Sends one job. Returns within about a second of *stop (NULL: never) becoming true; no wait in it
 * is without an end. After a failure with 0 < taken, the next job must begin by bringing the
 * printer back in step. RGL_OK: every byte was taken. E_NO_PRINTER: it is not there, or went away.
 * E_PRINTER: no paper, cover open, held by another program, not permitted, stuck, or stopped.
 * E_MEMORY. `refusal` is a line for the cashier. */
MUST_USE rgl_rc usb_print(struct usb *usb, const struct usb_address *address, const uint8_t *bytes,
			  size_t length, const atomic_bool *stop, struct usb_outcome *ret,
			  struct rgl_why *refusal);
