/* usb_status.c - see usb_status.h. */
#include "receipts/printer/usb_status.h"

#define GET_PORT_STATUS 1
#define FROM_INTERFACE                                                                             \
	(LIBUSB_ENDPOINT_IN | (int)LIBUSB_REQUEST_TYPE_CLASS | (int)LIBUSB_RECIPIENT_INTERFACE)
#define PORT_PAPER_EMPTY 0x20

#define OFFLINE 0x08	  /* DLE EOT 1 */
#define COVER_OPEN 0x04	  /* DLE EOT 2 */
#define PAPER_STOP 0x20	  /* DLE EOT 2 */
#define FAULT 0x40	  /* DLE EOT 2 */
#define PAPER_ABSENT 0x60 /* DLE EOT 4 */

/* As large as any packet of a bulk endpoint up to high speed: less could overflow. */
#define PACKET_ROOM 512

/* Automatic reports are four bytes, of which only the first can be told; they come when somebody
 * before us turned them on. */
static void sort_byte(struct usb_port *port, uint8_t byte)
{
	if (port->report_left > 0) {
		port->report_left--;
	} else if ((byte & 0x93) == 0x10) {
		port->report_left = 3;
	} else if ((byte & 0x93) == 0x12) {
		port->status = byte;
		port->has_status = true;
	} else if ((byte & 0x90) == 0) {
		port->has_confirmed = true;
	}
}

bool usb_listen(struct usb_port *port, unsigned wait_ms)
{
	uint8_t said[PACKET_ROOM] = { 0 };
	int length = 0;
	int code =
		libusb_bulk_transfer(port->handle, port->in, said, sizeof(said), &length, wait_ms);

	if (code == LIBUSB_ERROR_PIPE)
		(void)libusb_clear_halt(port->handle, port->in);
	for (int i = 0; i < length; i++)
		sort_byte(port, said[i]);
	return code != LIBUSB_ERROR_NO_DEVICE;
}

bool usb_forget(struct usb_port *port)
{
	if (port->in != 0 && !usb_listen(port, 5))
		return false;
	port->report_left = 0;
	port->has_status = false;
	port->has_confirmed = false;
	return true;
}

/* One real-time question. Three bytes are one packet, which the printer takes whole or not at all.
 * False: no answer. Two listenings, because something else may come first. */
static bool ask_one(struct usb_port *port, uint8_t which, uint8_t *ret)
{
	uint8_t question[] = { 0x10, 0x04, which };
	int sent = 0;

	port->has_status = false;
	if (libusb_bulk_transfer(port->handle, port->out, question, sizeof(question), &sent,
				 USB_ANSWER_MS) != 0 ||
	    sent != (int)sizeof(question))
		return false;
	for (int i = 0; i < 2 && !port->has_status; i++) {
		if (!usb_listen(port, USB_ANSWER_MS))
			return false;
	}
	*ret = port->status;
	return port->has_status;
}

enum usb_trouble usb_ask(struct usb_port *port)
{
	uint8_t online, cause, paper;

	if (port->in == 0 || port->is_silent)
		return usb_ask_beside(port);
	if (!ask_one(port, 1, &online) || !ask_one(port, 2, &cause) || !ask_one(port, 4, &paper)) {
		port->is_silent = true;
		return usb_ask_beside(port);
	}
	if (cause & COVER_OPEN)
		return USB_COVER_OPEN;
	if ((cause & PAPER_STOP) || (paper & PAPER_ABSENT))
		return USB_NO_PAPER;
	if (cause & FAULT)
		return USB_FAULT;
	return online & OFFLINE ? USB_OFFLINE : USB_FINE;
}

enum usb_trouble usb_ask_beside(struct usb_port *port)
{
	uint8_t status = 0;
	int length = libusb_control_transfer(port->handle, (uint8_t)FROM_INTERFACE, GET_PORT_STATUS,
					     0, port->interface, &status, 1, USB_ANSWER_MS);

	return length == 1 && (status & PORT_PAPER_EMPTY) ? USB_NO_PAPER : USB_FINE;
}

rgl_rc usb_refuse(enum usb_trouble trouble, const struct usb_port *port, struct rgl_why *refusal)
{
	switch (trouble) {
	case USB_NO_PAPER:
		return refuse(refusal, RGL_E_PRINTER,
			      "no paper in %s; put paper in, it prints by itself", port->name);
	case USB_COVER_OPEN:
		return refuse(refusal, RGL_E_PRINTER,
			      "the cover of %s is open; close it, it prints by itself", port->name);
	case USB_FAULT:
		return refuse(refusal, RGL_E_PRINTER,
			      "%s reports a fault; look for stuck paper, switch it off and on, "
			      "it prints by itself",
			      port->name);
	case USB_OFFLINE:
		return refuse(refusal, RGL_E_PRINTER,
			      "%s is offline; press its feed button or switch it off and on, "
			      "it prints by itself",
			      port->name);
	case USB_FINE:
	case USB_STUCK:
		break;
	}
	return refuse(refusal, RGL_E_PRINTER,
		      "%s takes nothing; look at its paper, cover and lights, it prints by itself",
		      port->name);
}
