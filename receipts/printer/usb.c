/* usb.c - see usb.h. */
#include "receipts/printer/usb.h"

#include <signal.h>
#include <string.h>

#include "receipts/printer/usb_find.h"
#include "receipts/printer/usb_job.h"

#define PATIENCE_MS 5000

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

	(void)sigfillset(&all);
	if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0)
		return LIBUSB_ERROR_OTHER;
	code = libusb_init(ret);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return code;
}

rgl_rc usb_open(const struct host *host, struct usb **ret, struct rgl_why *refusal)
{
	struct usb *usb = host_new(host, sizeof(*usb));
	int code;

	if (usb == NULL)
		return refuse(refusal, RGL_E_MEMORY, "not enough memory to print");
	usb->host = host;
	usb->patience.wait_ms = PATIENCE_MS;
	code = init_without_signals(&usb->context);
	if (code != 0) {
		host_free(host, usb);
		return refuse(
			refusal, code == LIBUSB_ERROR_NO_MEM ? RGL_E_MEMORY : RGL_E_NO_PRINTER,
			"USB cannot be used here (%s); let the till see /sys and /dev/bus/usb",
			libusb_strerror(code));
	}
	libusb_set_log_cb(usb->context, drop_line, LIBUSB_LOG_CB_CONTEXT);
	*ret = usb;
	return RGL_OK;
}

void usb_close(struct usb *usb)
{
	if (usb == NULL)
		return;
	libusb_exit(usb->context);
	host_free(usb->host, usb);
}

void usb_set_patience(struct usb *usb, const struct usb_patience *patience)
{
	usb->patience = *patience;
}

rgl_rc usb_print(struct usb *usb, const struct usb_address *address, const uint8_t *bytes,
		 size_t length, const atomic_bool *stop, struct usb_outcome *ret,
		 struct rgl_why *refusal)
{
	struct usb_outcome outcome = { 0 };
	struct usb_port port = { .address = *address };
	struct usb_job job = {
		.port = &port, .patience = &usb->patience, .stop = stop, .refusal = refusal
	};
	rgl_rc rc;

	rc = usb_claim(usb, address, &port, refusal);
	if (rc < 0)
		goto out;
	rc = usb_job_begin(&job);
	if (rc < 0)
		goto out;
	rc = usb_job_send(&job, bytes, length);
	if (rc < 0)
		goto out;
	rc = usb_job_confirm(&job, &outcome.confirmed);
out:
	usb_release(&port);
	outcome.taken = job.taken;
	outcome.stopped = job.has_stopped;
	outcome.address = port.address;
	memcpy(outcome.name, port.name, sizeof(port.name));
	*ret = outcome;
	return rc;
}
