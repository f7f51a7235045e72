/* usb_status.h - asking a printer how it is, and the words for it.
 *
 * Source: Epson's ESC/POS reference: DLE EOT, GS r, and "identifying the transmitted status" (which
 * bits tell a real-time status, an automatic report and a GS r answer apart); USB Printer Class 1.1
 * section 4.2 (GET_PORT_STATUS).
 */
#pragma once

#include "receipts/printer/usb_port.h"

/* Reads what the printer sends within wait_ms and sorts it into *port; it may be nothing. False:
 * the printer is gone. */
MUST_USE bool usb_listen(struct usb_port *port, unsigned wait_ms);

/* Throws away what a printer said to somebody before us. False: it is gone. */
MUST_USE bool usb_forget(struct usb_port *port);

/* Asks with DLE EOT 1, 2 and 4; a printer that cannot answer, or does not, is asked as below. Three
 * bytes a question go into the printer's data: only between jobs, or when the job is given up. */
enum usb_trouble usb_ask(struct usb_port *port);

/* Asks over the control pipe, beside the data: good at any time, but it knows of paper only, and
 * some printers always say that all is well. */
enum usb_trouble usb_ask_beside(struct usb_port *port);

/* Says what is wrong, with what to do, as a line for a cashier. E_PRINTER. */
rgl_rc usb_refuse(enum usb_trouble trouble, const struct usb_port *port, struct rgl_why *refusal);
