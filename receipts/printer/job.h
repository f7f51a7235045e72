/* job.h - one receipt into a printer that was taken, whatever comes in between; the same for every
 * way to it and for what both kinds of printers say.
 *
 * In:  an open port, what kind of status its printer gives, bytes.
 * Out: how far they got, what the printer said, what a cashier should do.
 * Not here: the ways (port.h), what status bytes mean (status.h), taking the printer (printer.h).
 */
#pragma once

#include "receipts/printer/port.h"

/* has_barrier: it answers behind its data. heard: bytes that it said. told: what the cashier was
 * told last while waiting. quiet_ms: since a byte moved. is_silent: it does not say how it is. */
struct job {
	struct port *port;
	const struct printer_patience *patience;
	struct rgl_why *why;
	enum profile_status dialect;
	bool has_barrier;
	struct status_ear ear;
	size_t heard;
	bool is_silent;
	bool is_broken;
	bool is_low;
	bool is_waiting;
	enum status_trouble told;
	int64_t quiet_ms;
	unsigned failures;
};

/* Whether the printer can print now, before anything is sent. E_PRINTER, E_NO_PRINTER. */
MUST_USE rgl_rc job_begin(struct job *job);

/* As printer_send, printer_answer and printer_confirm. */
MUST_USE rgl_rc job_send(struct job *job, const uint8_t *bytes, size_t length, size_t *ret_taken);
MUST_USE rgl_rc job_answer(struct job *job, int64_t wait_ms,
			   bool (*ends)(const uint8_t *said, size_t length), uint8_t *said,
			   size_t room, size_t *ret_length);
MUST_USE rgl_rc job_confirm(struct job *job, bool *ret_confirmed);

/* Waiting and giving up, for job*.c. Each gives RGL_OK while the job goes on. */
MUST_USE rgl_rc job_check_stop(struct job *job);
MUST_USE rgl_rc job_follow(struct job *job, enum port_event event, size_t moved);
MUST_USE rgl_rc job_note_silence(struct job *job, enum status_trouble trouble);
void job_note_progress(struct job *job);
rgl_rc job_say_gone(struct job *job);

/* Asking, for job*.c. job_hear reads what comes within wait_ms; false: the printer is gone. */
MUST_USE bool job_hear(struct job *job, unsigned wait_ms);

/* How it is: asked through its data, which is good between receipts alone. */
enum status_trouble job_ask(struct job *job);

/* How it is, as far as that is known without a byte among its data. */
enum status_trouble job_ask_beside(struct job *job);
