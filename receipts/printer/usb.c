/* usb.c - see usb.h: the functions of the table. */
#include "receipts/printer/usb.h"
#include "plugin/base/signals.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "receipts/printer/usb_parts.h"

/* Small enough that a slow printer moves within a slice. */
#define CHUNK 2048
#define ANSWER_MS 300

#define GET_PORT_STATUS 1
#define FROM_INTERFACE                                                                             \
	(LIBUSB_ENDPOINT_IN | (int)LIBUSB_REQUEST_TYPE_CLASS | (int)LIBUSB_RECIPIENT_INTERFACE)
#define PORT_PAPER_EMPTY 0x20

/* libusb would write to the host's stderr when LIBUSB_DEBUG is set. */
static void drop_line(libusb_context *context, enum libusb_log_level level, const char *line)
{
	(void)context;
	(void)level;
	(void)line;
}

/* libusb starts a thread here, which keeps the mask of its maker: signals are the host's. */
static int init_without_signals(libusb_context **ret)
{
	sigset_t all, before;
	int code;

	signals_of_host(&all);
	if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0)
		return LIBUSB_ERROR_OTHER;
	code = libusb_init(ret);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return code;
}

rgl_rc usb_start(libusb_context **ret, struct rgl_why *why)
{
	int code = init_without_signals(ret);

	if (code != 0)
		return refuse(
			why, code == LIBUSB_ERROR_NO_MEM ? RGL_E_MEMORY : RGL_E_NO_PRINTER,
			"USB cannot be used here (%s); let the till see /sys and /dev/bus/usb",
			libusb_strerror(code));
	libusb_set_log_cb(*ret, drop_line, LIBUSB_LOG_CB_CONTEXT);
	return RGL_OK;
}

static rgl_rc make(struct port *port, const char *where, struct rgl_why *why)
{
	struct usb_address wish;
	struct usb *usb;
	rgl_rc rc = usb_address_read(where, &wish, why);

	if (rc < 0)
		return rc;
	usb = host_new(port->host, sizeof(*usb));
	if (usb == NULL)
		return refuse(why, RGL_E_MEMORY, "not enough memory to print");
	usb->wish = wish;
	port->own = usb;
	return RGL_OK;
}

static rgl_rc open_printer(struct port *port, struct rgl_why *why)
{
	struct usb *usb = port->own;
	const struct usb_device *device = &usb->device;
	rgl_rc rc = RGL_OK;

	if (usb->context == NULL)
		rc = usb_start(&usb->context, why);
	if (rc < 0)
		return rc;
	rc = usb_take(usb, port->name, why);
	if (device->address.vendor == 0 && device->address.product == 0)
		return rc;
	port->vendor = device->address.vendor;
	port->product = device->address.product;
	port->about = device->about;
	port->identity[0] = '\0';
	if (device->about.serial[0] != '\0')
		(void)snprintf(port->identity, sizeof(port->identity), "%04x:%04x:%s", port->vendor,
			       port->product, device->about.serial);
	if (device->handle != NULL)
		usb_session_read(device, port->session);
	port->says = rc == RGL_OK && device->in != 0;
	return rc;
}

/* libusb gets a moment to hear that the device is gone, which is how most bus errors end. */
static enum port_event note_failure(const struct usb *usb, int code)
{
	struct timeval moment = { .tv_usec = 100000 };

	if (code == LIBUSB_ERROR_PIPE)
		code = libusb_clear_halt(usb->device.handle, usb->device.out);
	if (code == LIBUSB_ERROR_NO_DEVICE)
		return PORT_GONE;
	(void)libusb_handle_events_timeout_completed(usb->context, &moment, NULL);
	return PORT_FAILED;
}

static enum port_event send(struct port *port, const uint8_t *bytes, size_t length,
			    unsigned wait_ms, size_t *ret_taken)
{
	const struct usb *usb = port->own;
	int moved = 0;
	int code;

	/* libusb only reads from a buffer that goes out. */
	code = libusb_bulk_transfer(usb->device.handle, usb->device.out, (unsigned char *)bytes,
				    (int)length, &moved, wait_ms);
	*ret_taken = moved > 0 ? (size_t)moved : 0;
	switch (code) {
	case 0:
		return PORT_OK;
	case LIBUSB_ERROR_TIMEOUT:
		return PORT_TIMEOUT;
	case LIBUSB_ERROR_NO_DEVICE:
		return PORT_GONE;
	case LIBUSB_ERROR_NO_MEM:
		return PORT_NO_MEMORY;
	default:
		return note_failure(usb, code);
	}
}

static enum port_event listen(struct port *port, uint8_t *said, size_t room, unsigned wait_ms,
			      size_t *ret_length)
{
	const struct usb *usb = port->own;
	int length = 0;
	int code;

	code = libusb_bulk_transfer(usb->device.handle, usb->device.in, said, (int)room, &length,
				    wait_ms);
	*ret_length = length > 0 ? (size_t)length : 0;
	if (code == LIBUSB_ERROR_PIPE)
		(void)libusb_clear_halt(usb->device.handle, usb->device.in);
	if (code == LIBUSB_ERROR_NO_DEVICE)
		return PORT_GONE;
	return length > 0 ? PORT_OK : PORT_TIMEOUT;
}

/* Over the control pipe, beside the data: good at any time, but it knows of paper only, and some
 * printers always say that all is well. */
static enum status_trouble ask(struct port *port)
{
	const struct usb *usb = port->own;
	uint8_t status = 0;
	int length;

	length = libusb_control_transfer(usb->device.handle, (uint8_t)FROM_INTERFACE,
					 GET_PORT_STATUS, 0, usb->device.interface, &status, 1,
					 ANSWER_MS);
	return length == 1 && (status & PORT_PAPER_EMPTY) ? STATUS_NO_PAPER : STATUS_FINE;
}

static void close_printer(struct port *port, bool is_broken)
{
	struct usb *usb = port->own;

	(void)is_broken;
	usb_give_back(&usb->device);
}

static void end(struct port *port)
{
	struct usb *usb = port->own;

	if (usb == NULL)
		return;
	if (usb->context != NULL)
		libusb_exit(usb->context);
	host_free(port->host, usb);
}

const struct port_kind port_usb = { .prefix = "usb",
				    .chunk = CHUNK,
				    .answer_ms = ANSWER_MS,
				    .asks_whole = true,
				    .make = make,
				    .open = open_printer,
				    .send = send,
				    .listen = listen,
				    .ask = ask,
				    .close = close_printer,
				    .end = end };
