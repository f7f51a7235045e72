/* usb_job.h - the bytes of one job into a claimed printer, whatever comes in between.
 *
 * In:  a claimed printer, bytes.
 * Out: how far they got, and whether the printer answered behind them.
 * Not here: finding the printer, giving it back.
 */
#pragma once

#include "receipts/printer/usb_port.h"

struct usb_job {
	struct usb_port *port;
	const struct usb_patience *patience;
	const atomic_bool *stop;
	struct rgl_why *refusal;
	size_t taken;
	bool has_stopped;
	bool is_waiting;
	enum usb_trouble told;
	int64_t quiet_ms;
	unsigned failures;
};

/* Whether the printer can print now, before anything is sent. E_PRINTER, E_NO_PRINTER. */
MUST_USE rgl_rc usb_job_begin(struct usb_job *job);

/* Sends them all, in order, each once; job->taken says how many were taken, also on failure.
 * E_PRINTER: it took nothing for as long as patience has, or we were stopped. E_NO_PRINTER: it went
 * away. E_MEMORY. */
MUST_USE rgl_rc usb_job_send(struct usb_job *job, const uint8_t *bytes, size_t length);

/* Asks behind the last byte and waits for the answer, which a printer gives when it has worked
 * through all before it. RGL_OK also when a printer without fault does not answer: not all can.
 * Then *ret_confirmed is false. Otherwise as usb_job_send. */
MUST_USE rgl_rc usb_job_confirm(struct usb_job *job, bool *ret_confirmed);
