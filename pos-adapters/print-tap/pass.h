/* pass.h - the passing process: every byte from the till to the printer and back, at once.
 *
 * In:  a till's and a printer's descriptors; a link to the reader.
 * Out: the same bytes, in order, with the thank-you part before a cut when it comes in time.
 * Not here: opening either (port.h), the reader (reader.h). Nothing is allocated.
 *
 * It waits for the reader at one place only: a cut is held for at most hold_us, during which what
 * stands before it goes on. The first byte of a command that may be a cut is held as long. A reader
 * that was late once is not waited for again before it has spoken.
 */
#pragma once

#include "pos-adapters/print-tap/link.h"
#include "pos-adapters/print-tap/stream.h"

enum { PASS_DOWN_MAX = 65536, PASS_UP_MAX = 4096 };

enum pass_end {
	PASS_DONE,	  /* both ways ended; or the till broke off, and all it had sent is out */
	PASS_PRINTER_GONE /* the printer broke off; what it did not take stays in `down` */
};

/* back: where the printer's answers go, -1: nowhere. printer_back: where they come from, -1: there
 * are none. Both may be the same as till and printer. idle_us: silence after which a receipt that
 * was not cut ends; 0: never. */
struct pass {
	int till;
	int back;
	int printer;
	int printer_back;
	bool is_socket; /* of the printer: its two ways end one by one */
	bool is_till_socket;
	bool is_endless; /* a pty: the till's end is not the end */
	int64_t hold_us;
	int64_t idle_us;
	struct stream stream;
	struct link link;

	size_t head;	  /* next to be written */
	size_t parsed;	  /* next to be looked at */
	size_t tail;	  /* end of what was read */
	size_t lead;	  /* where the running command began */
	bool is_lead_out; /* its first byte is on its way already */
	bool is_holding;
	bool is_lead_held;
	bool is_extra; /* thanks are being written */
	bool has_text; /* since the last receipt's end */
	bool is_late;  /* the reader did not answer the last cut in time, nor has it spoken since */
	bool till_ended;
	bool printer_told; /* that nothing more comes */
	bool up_ended;
	bool up_told;
	uint16_t held;
	int64_t deadline_us;
	int64_t last_us;
	size_t extra_at;
	size_t up_head;
	size_t up_tail;
	uint64_t passed_bytes;
	uint8_t up[PASS_UP_MAX];
	uint8_t down[PASS_DOWN_MAX];
};

/* Everything but the descriptors, hold_us, idle_us and the flags is set to the beginning. */
void pass_begin(struct pass *pass, enum stream_dialect dialect, const char *reader);

/* Runs until one end. After PASS_PRINTER_GONE it may be run again with another printer: what the
 * old one did not take goes to the new one. */
enum pass_end pass_run(struct pass *pass);

/* Sees to it that the reader puts away what it was told, for at most so long, in a process of its
 * own: whoever passes on next does not wait for that. Everything else may be closed. */
void pass_linger(struct pass *pass, int64_t at_most_us);
