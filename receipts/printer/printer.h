/* printer.h - one printer, whatever it hangs on: USB, the network, a device node, the till's own
 * way.
 *
 * In:  the bytes of one receipt, which printer.
 * Out: how many bytes it took, what it said, and what a cashier can do.
 * Not here: the queue and its journal, retries (spool.h); what the bytes mean (encode.h).
 *
 * The printer is taken for one receipt and given back after it. Nothing is ever sent twice. One
 * thread at a time; every wait has an end, and ends within about a second when *stop becomes true.
 */
#pragma once

#include <stdatomic.h>

#include "plugin/base/host.h"
#include "receipts/printer/profile.h"

#define PRINTER_NAME_ROOM 112
#define PRINTER_WHERE_ROOM 320
#define PRINTER_SESSION_ROOM 80
#define PRINTER_JOB_BYTES 4 /* of an id that the printer repeats */

struct printer;

/* wish: [PROFILE@]WHERE. WHERE is usb, usb:04b8:0e2e, usb:04b8:0e2e:SERIAL, usb:BUS-PORT (as lsusb
 * -t has them: usb:1-4.2), tcp:HOST or tcp:HOST:9100, file:/dev/usb/lp0 (a device node or a file),
 * host (the till's print callback), null. Nothing is opened yet. E_FIELD: says what is wrong with
 * it. E_MEMORY. `host` outlives it; printer_close takes NULL. */
MUST_USE rgl_rc printer_open(const struct host *host, const char *wish, struct printer **ret,
			     struct rgl_why *why);
void printer_close(struct printer *printer);

/* How long printer_send and printer_answer hold on while the printer takes or says nothing, and who
 * is told: `say` gets a line for the cashier when it begins to wait, "" when it goes on; may be
 * NULL. */
struct printer_patience {
	int64_t wait_ms;
	void (*say)(void *user, const char *line);
	void *user;
	const atomic_bool *stop;
};
void printer_set_patience(struct printer *printer, const struct printer_patience *patience);

/* Takes the printer for a receipt and asks how it is. Its profile and name are known from then on.
 * E_NO_PRINTER: not there. E_PRINTER: no paper, cover open, held by another program, not permitted,
 * stopped. E_MEMORY. printer_leave also after a failure. */
MUST_USE rgl_rc printer_enter(struct printer *printer, struct rgl_why *why);
void printer_leave(struct printer *printer);

/* Before the first printer_enter: of the wish, PROFILE_DEFAULT when it names none; and WHERE. */
const struct profile *printer_profile(const struct printer *printer);
const char *printer_name(const struct printer *printer);

/* Whether the same printer can be told apart from others of its kind: "04b8:0e2e:J1",
 * "tcp:10.0.0.7:9100", "" when not. */
const char *printer_identity(const struct printer *printer);

/* Since when it is on, in words that are another when it may have lost its power: by USB the boot
 * of this computer, how long it slept, and the place and number on the bus, which is another each
 * time that the printer is plugged in or switched on. "" where nobody can know: on the network a
 * printer that was off looks like one that was not. Of the last printer_enter. */
const char *printer_session(const struct printer *printer);

/* Whether it said that its paper ends soon; it prints all the same. */
bool printer_is_low(const struct printer *printer);

/* Sends all bytes, each once; *ret_taken also after a failure. RGL_OK: all were taken.
 * E_NO_PRINTER: it went away. E_PRINTER: it took nothing for as long as patience has, or was
 * stopped. E_MEMORY. */
MUST_USE rgl_rc printer_send(struct printer *printer, const uint8_t *bytes, size_t length,
			     size_t *ret_taken, struct rgl_why *why);

/* What the printer says behind its data, until `ends` says that it is whole or wait_ms went by
 * without a byte while nothing is wrong with it; status bytes that come in between are sorted out.
 * *ret_length 0: it said nothing. As printer_send otherwise. */
MUST_USE rgl_rc printer_answer(struct printer *printer, int64_t wait_ms,
			       bool (*ends)(const uint8_t *said, size_t length), uint8_t *said,
			       size_t room, size_t *ret_length, struct rgl_why *why);

/* Waits until everything sent is worked through, as far as the printer can tell: a barrier (GS r
 * 1). *ret_confirmed false: it does not say. As printer_send otherwise. */
MUST_USE rgl_rc printer_confirm(struct printer *printer, bool *ret_confirmed, struct rgl_why *why);

/* A printer that is there. */
struct printer_found {
	char where[96]; /* for printer_open */
	char name[PRINTER_NAME_ROOM];
	const struct profile *profile;
	bool may_open;
	rgl_rc state;	/* RGL_OK: ready; else why not */
	char says[320]; /* that in words */
};

/* The USB printers that are there: the first `room` into `array`, how many there are into
 * *ret_count. asks: also how each is, which takes it for a moment. E_NO_PRINTER: the bus cannot be
 * read. E_MEMORY. */
MUST_USE rgl_rc printer_list(const struct host *host, bool asks, struct printer_found *array,
			     size_t room, size_t *ret_count, struct rgl_why *why);
