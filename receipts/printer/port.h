/* port.h - the ways to a printer behind one table; of receipts/printer alone.
 *
 * In:  where the printer is, bytes.
 * Out: how many of them went, what came back, what became of it.
 * Not here: what bytes mean, waiting longer than one slice, words for paper and cover (job.h,
 *           status.h).
 */
#pragma once

#include "receipts/printer/port_identity.h"
#include "receipts/printer/printer.h"
#include "receipts/printer/status.h"

/* One wait at most; *stop is looked at between waits. */
#define PORT_SLICE_MS 250
#define PORT_FAULT_ROOM 200

/* PORT_TIMEOUT: nothing wrong, nothing (more) moved. PORT_GONE: the printer is not there any more.
 * PORT_FAILED: it did not go; port->fault says so where the way knows more than that. */
enum port_event { PORT_OK, PORT_TIMEOUT, PORT_GONE, PORT_FAILED, PORT_NO_MEMORY };

struct port;

/* Each function is called for a port whose make() succeeded; those below open() only between it
 * and close(). What stands NULL cannot be done that way.
 *
 * prefix:  how WHERE begins. chunk: bytes to a send() at most. answer_ms: how long a printer may
 *          take to say how it is. asks_whole: a question goes in as a whole or not at all, also
 *          when the printer takes nothing.
 * make:    reads what stands behind the prefix and its colon, "" when nothing does. E_FIELD,
 *          E_MEMORY.
 * open:    takes the printer for a receipt; name, identity, make and model are known from then on.
 *          close() follows also when it failed. E_NO_PRINTER, E_PRINTER, E_MEMORY.
 * send:    *ret_taken, which is set in each case, tells how many bytes went; the rest did not.
 * listen:  what the printer said, at most once `room`; PORT_TIMEOUT and 0 bytes: nothing.
 * settle:  waits until what was sent has left this machine.
 * ask:     how it is, asked beside the data.
 * close:   gives it back. is_broken: what is still on the way is to be thrown away; else waits a
 *          moment for it.
 * end:     frees what make() made. */
struct port_kind {
	const char *prefix;
	size_t chunk;
	unsigned answer_ms;
	bool asks_whole;
	rgl_rc (*make)(struct port *port, const char *where, struct rgl_why *why);
	rgl_rc (*open)(struct port *port, struct rgl_why *why);
	enum port_event (*send)(struct port *port, const uint8_t *bytes, size_t length,
				unsigned wait_ms, size_t *ret_taken);
	enum port_event (*listen)(struct port *port, uint8_t *said, size_t room, unsigned wait_ms,
				  size_t *ret_length);
	enum port_event (*settle)(struct port *port, unsigned wait_ms);
	enum status_trouble (*ask)(struct port *port);
	void (*close)(struct port *port, bool is_broken);
	void (*end)(struct port *port);
};

/* says: while it is open, whether listening may bring anything. is_undone: what the last send took
 * was taken back again. session: as printer_session has it. has_answered: it answered behind its
 * data, so all of that is done. */
struct port {
	const struct port_kind *kind;
	const struct host *host;
	const atomic_bool *stop;
	void *own;
	bool says;
	bool is_undone;
	bool has_answered;
	uint16_t vendor;
	uint16_t product;
	struct port_identity about;
	char name[PRINTER_NAME_ROOM];
	char identity[PRINTER_NAME_ROOM];
	char session[PRINTER_SESSION_ROOM];
	char fault[PORT_FAULT_ROOM];
};

extern const struct port_kind port_tcp;
extern const struct port_kind port_file;
extern const struct port_kind port_host;
extern const struct port_kind port_null;

/* The way that WHERE names, made ready; what was there in *port is overwritten. E_FIELD: one line
 * that says what to write. E_MEMORY. */
MUST_USE rgl_rc port_make(const struct host *host, const char *where, struct port *port,
			  struct rgl_why *why);

/* Frees it; also one that was never made, all 0. */
void port_end(struct port *port);

/* Whether *stop became true; and the words for it: E_PRINTER. */
bool port_is_stopped(const struct port *port);
rgl_rc port_say_stopped(const struct port *port, struct rgl_why *why);

/* Remembers why a send failed, for the cashier; gives PORT_FAILED back. */
PRINTF(2, 3) enum port_event port_fail(struct port *port, const char *format, ...);

/* Waits until a descriptor is ready for `events` of poll(), in slices, at most wait_ms or until
 * *stop. False: it is not. */
bool port_wait(const struct port *port, int descriptor, short events, unsigned wait_ms);
