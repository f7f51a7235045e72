/* fake_printer.h - receipt printers on a USB bus that is not there.
 *
 * The program under test runs with the real libusb; only the kernel under it (sysfs, uevents, the
 * ioctls of usbfs) is umockdev's, and behind that stands a printer with a receive buffer, a cutter
 * and its own faults. Run the test under umockdev-wrapper. A program started by the test sees the
 * same bus, so a till may be a process of its own, and may be killed.
 *
 * Nothing here goes by the clock: the mechanism prints whatever it may at once, and what a test
 * waits for, it waits for with fake_printer_wait. Every call may be made from any thread.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fake_bus;
struct fake_printer;

/* What it speaks: ESC/POS with DLE EOT, GS r, GS g 2 (a counter of cuts that survives the switch)
 * and GS ( H (an id said behind the data); or Star with ESC ACK SOH and ETB. */
enum fake_dialect { FAKE_ESCPOS, FAKE_STAR };

/* What kind of printer. NULL words are not said. `commands`: "ESC/POS" when NULL. `is_one_way`: no
 * IN endpoint. `buffer`: bytes its receive buffer holds; 0 means 4096. */
struct fake_model {
	uint16_t vendor;
	uint16_t product;
	const char *make;
	const char *model;
	const char *serial;
	const char *commands;
	bool is_one_way;
	size_t buffer;
	enum fake_dialect dialect;
};

/* What goes wrong, once, when so many bytes have gone in (or, from FAKE_NO_PAPER on, onto paper).
 */
enum fake_fault {
	FAKE_STALL,	     /* the OUT endpoint halts until it is cleared */
	FAKE_NAK,	     /* takes nothing more, and says that all is well */
	FAKE_SHORT,	     /* ends a transfer early, as if it were done */
	FAKE_BUS_ERROR,	     /* ends a transfer with a protocol error */
	FAKE_UNPLUG,	     /* the cable is pulled */
	FAKE_UNPLUG_UNHEARD, /* the same, and what it took of the transfer is not reported */
	FAKE_NO_PAPER,
	FAKE_COVER_OPEN,
	FAKE_CUTTER_JAM,
	FAKE_PAPER_LOW, /* it goes on, and says so when asked */
	FAKE_SWITCHED_OFF
};

/* What can be counted and waited for. */
enum fake_count {
	FAKE_TAKEN,   /* bytes of data in, without real-time questions */
	FAKE_PRINTED, /* bytes worked through, likewise */
	FAKE_CUTS,
	FAKE_CLAIMS,
	FAKE_RELEASES,
	FAKE_DETACHES, /* the system's driver was taken off */
	FAKE_CLEARS,   /* halts cleared */
	FAKE_REFUSALS, /* how often data had to wait */
	FAKE_QUESTIONS,
	FAKE_INTRUSIONS, /* requests to an interface that the system's driver holds */
	FAKE_MEETINGS,	 /* clients that opened it */
	FAKE_PARTINGS,	 /* clients that closed it, or died */
	FAKE_COUNTS
};

/* A bus without devices; one at a time in a process. NULL outside umockdev-wrapper. */
struct fake_bus *fake_bus_open(void);

/* Ends the printers too. */
void fake_bus_close(struct fake_bus *bus);

/* A printer that is not plugged in yet; it is the bus's. */
struct fake_printer *fake_printer_add(struct fake_bus *bus, const struct fake_model *model);

/* The cable: it is there, under a new device number each time. It has its own supply: what it was
 * in the middle of, it still is. */
void fake_printer_plug(struct fake_printer *printer);

/* It is gone, and the system says so. After FAKE_UNPLUG and FAKE_SWITCHED_OFF this is what makes
 * the system notice. */
void fake_printer_unplug(struct fake_printer *printer);

/* The switch: off takes it from the bus, and what it had taken and not printed is lost, also the
 * command that it was in the middle of. Its counter stays. */
void fake_printer_switch(struct fake_printer *printer, bool is_on);

/* The fault comes after so many more bytes; after 0, at once. */
void fake_printer_fail(struct fake_printer *printer, enum fake_fault fault, size_t after);

/* Paper is in, the cover closed, a NAK over, a fault that was to come forgotten. */
void fake_printer_repair(struct fake_printer *printer);

/* Answers nothing from now on, or answers again. */
void fake_printer_mute(struct fake_printer *printer, bool is_mute);

/* Says something that nobody asked for, also when it is mute. */
void fake_printer_mutter(struct fake_printer *printer, const uint8_t *bytes, size_t length);

/* Says these bytes instead of each answer; length 0: answers truly again. */
void fake_printer_garble(struct fake_printer *printer, const uint8_t *bytes, size_t length);

/* The system's own printer driver holds it / does it? */
void fake_printer_bind_driver(struct fake_printer *printer, bool is_bound);
bool fake_printer_has_driver(struct fake_printer *printer);

/* Another program has claimed it. */
void fake_printer_occupy(struct fake_printer *printer, bool is_occupied);

/* Its node may not be opened by anybody but root. */
void fake_printer_forbid(struct fake_printer *printer, bool is_forbidden);

size_t fake_printer_count(struct fake_printer *printer, enum fake_count what);

/* Waits until the count is at least so high; false when half a minute did not bring it. */
bool fake_printer_wait(struct fake_printer *printer, enum fake_count what, size_t at_least);

/* What was printed, in order, without the questions that the printer understood as such: those in
 * the middle of a picture are part of the picture. The caller's, to be freed with free(). */
uint8_t *fake_printer_paper(struct fake_printer *printer, size_t *ret_length);

/* A slip: what was printed up to a cut and with it, as above; there are FAKE_CUTS of them, counted
 * from 0, and behind the last what is not cut off yet. NULL: no such slip. To be free()d. */
uint8_t *fake_printer_slip(struct fake_printer *printer, size_t index, size_t *ret_length);

/* How many slips, cut off, hold these bytes. */
size_t fake_printer_slips_with(struct fake_printer *printer, const void *bytes, size_t length);

/* For a till that is killed: start it as a process of its own (it sees the same bus), kill it, and
 * wait for FAKE_PARTINGS to rise before the next one starts. What it had sent by then stays in the
 * printer, in the middle of a command too. FAKE_CUTS, the slips and GS g 2 count all tills. */
