/* usb_job.c - see usb_job.h.
 *
 * After any transfer, however it ended, libusb tells how many bytes the printer took; the next one
 * begins there. In the middle of a job nothing but its own bytes is sent: a question inside a
 * picture would be printed as dots and push the rest aside.
 */
#include "receipts/printer/usb_job.h"

#include "receipts/printer/usb_status.h"

/* Small enough that a slow printer moves within a slice. */
#define CHUNK 2048
/* Stalls or bus errors in a row, without a byte in between, before the job is given up. */
#define FAILURES_MAX 5

static rgl_rc check_stop(struct usb_job *job)
{
	if (job->stop == NULL || !atomic_load(job->stop))
		return RGL_OK;
	job->has_stopped = true;
	return refuse(job->refusal, RGL_E_PRINTER,
		      "printing on %s was stopped; the receipt prints at the next start",
		      job->port->name);
}

static rgl_rc say_gone(struct usb_job *job)
{
	return refuse(job->refusal, RGL_E_NO_PRINTER,
		      "%s went away; plug it in and switch it on, it prints by itself",
		      job->port->name);
}

static void say(const struct usb_job *job, const char *line)
{
	if (job->patience->say != NULL)
		job->patience->say(job->patience->user, line);
}

/* The printer took or said something: whatever it waited for is over. */
static void note_progress(struct usb_job *job)
{
	if (job->is_waiting)
		say(job, "");
	job->is_waiting = false;
	job->quiet_ms = 0;
	job->failures = 0;
}

/* A slice went by without a byte. Tells once for each thing that is wrong; gives the job up when
 * patience is at its end, and then may ask more closely. */
static rgl_rc note_silence(struct usb_job *job, enum usb_trouble trouble)
{
	struct rgl_why why = { .size = sizeof(why) };

	job->quiet_ms += USB_SLICE_MS;
	if (job->quiet_ms >= job->patience->wait_ms)
		return usb_refuse(trouble == USB_FINE ? usb_ask(job->port) : trouble, job->port,
				  job->refusal);
	if (!job->is_waiting || trouble != job->told) {
		usb_refuse(trouble, job->port, &why);
		say(job, why.text);
	}
	job->is_waiting = true;
	job->told = trouble;
	return RGL_OK;
}

/* A stall or an error on the bus: once more from where the printer is, but not for ever. libusb
 * gets a moment to hear that the device is gone, which is how most bus errors end. */
static rgl_rc note_failure(struct usb_job *job, int code)
{
	struct usb_port *port = job->port;

	struct timeval moment = { .tv_usec = 100000 };

	if (code == LIBUSB_ERROR_PIPE)
		code = libusb_clear_halt(port->handle, port->out);
	if (code == LIBUSB_ERROR_NO_DEVICE)
		return say_gone(job);
	if (++job->failures < FAILURES_MAX) {
		(void)libusb_handle_events_timeout_completed(port->context, &moment, NULL);
		return RGL_OK;
	}
	return refuse(job->refusal, RGL_E_PRINTER,
		      "%s does not answer as it should; check its cable, switch it off and on, "
		      "it prints by itself",
		      port->name);
}

/* What to do after a transfer that ended with a libusb code. */
static rgl_rc follow_up(struct usb_job *job, int code, int transferred)
{
	if (transferred > 0)
		note_progress(job);
	switch (code) {
	case 0:
		return transferred > 0 ? RGL_OK : note_failure(job, 0);
	case LIBUSB_ERROR_TIMEOUT:
		return transferred > 0 ? RGL_OK : note_silence(job, usb_ask_beside(job->port));
	case LIBUSB_ERROR_NO_DEVICE:
		return say_gone(job);
	case LIBUSB_ERROR_NO_MEM:
		return refuse(job->refusal, RGL_E_MEMORY, "not enough memory to print on %s",
			      job->port->name);
	default:
		return note_failure(job, code);
	}
}

static rgl_rc send_all(struct usb_job *job, const uint8_t *bytes, size_t length, size_t *taken)
{
	rgl_rc rc = check_stop(job);

	while (rc == RGL_OK && *taken < length) {
		size_t left = length - *taken;
		int transferred = 0;
		int code;

		/* libusb only reads from a buffer that goes out. */
		code = libusb_bulk_transfer(
			job->port->handle, job->port->out, (unsigned char *)bytes + *taken,
			(int)(left < CHUNK ? left : CHUNK), &transferred, USB_SLICE_MS);
		if (transferred > 0)
			*taken += (size_t)transferred;
		rc = follow_up(job, code, transferred);
		if (rc == RGL_OK && *taken < length)
			rc = check_stop(job);
	}
	return rc;
}

rgl_rc usb_job_begin(struct usb_job *job)
{
	enum usb_trouble trouble;
	rgl_rc rc = check_stop(job);

	if (rc < 0)
		return rc;
	if (!usb_forget(job->port))
		return say_gone(job);
	trouble = usb_ask(job->port);
	return trouble == USB_FINE ? RGL_OK : usb_refuse(trouble, job->port, job->refusal);
}

rgl_rc usb_job_send(struct usb_job *job, const uint8_t *bytes, size_t length)
{
	return send_all(job, bytes, length, &job->taken);
}

/* One slice of waiting for the answer; here the data is whole, so questions may be asked. */
static rgl_rc await_answer(struct usb_job *job)
{
	enum usb_trouble trouble;

	if (!usb_listen(job->port, USB_SLICE_MS))
		return say_gone(job);
	trouble = job->port->has_confirmed ? USB_FINE : usb_ask(job->port);
	if (trouble != USB_FINE && !job->port->has_confirmed)
		return note_silence(job, trouble);
	note_progress(job);
	return RGL_OK;
}

rgl_rc usb_job_confirm(struct usb_job *job, bool *ret_confirmed)
{
	static const uint8_t question[] = { 0x1d, 'r', 1 };
	const int64_t patience_ms = job->patience->wait_ms;
	const int64_t limit_ms = patience_ms < USB_BARRIER_MS ? patience_ms : USB_BARRIER_MS;
	int64_t waited_ms = 0;
	size_t taken = 0;
	rgl_rc rc;

	if (job->port->in == 0)
		return RGL_OK;
	if (!usb_forget(job->port))
		return say_gone(job);
	rc = send_all(job, question, sizeof(question), &taken);
	while (rc == RGL_OK && !job->port->has_confirmed && waited_ms < limit_ms) {
		rc = await_answer(job);
		waited_ms = job->is_waiting ? 0 : waited_ms + USB_SLICE_MS;
		if (rc == RGL_OK && !job->port->has_confirmed)
			rc = check_stop(job);
	}
	if (rc == RGL_OK)
		*ret_confirmed = job->port->has_confirmed;
	return rc;
}
