/* desk_printer.h - printer.h over a paper machine in the same program, for tests of what stands
 * above a printer: it takes the place of printer.c where a program links it.
 *
 * In:  what goes wrong, and when.
 * Out: the machine, with its slips.
 */
#pragma once

#include "receipts/printer/printer.h"
#include "tests/support/paper_machine.h"

/* break_at: the cable is pulled when so many bytes were taken in all, and nobody hears how many of
 * the last piece were; it stays so until desk_printer_mend. is_away: not there. stuck_at: takes no
 * more than so many bytes in all, and says so. is_mute: says nothing. session: another when it was
 * off. at_call: called in front of the call_at-th call (of enter, send, answer, confirm), from 0.
 */
struct desk_printer {
	struct paper_machine machine;
	struct profile profile;
	const char *identity;
	const char *session;
	size_t taken;
	size_t break_at;
	size_t stuck_at;
	bool is_broken;
	bool is_away;
	bool is_mute;
	bool is_low;
	unsigned calls;
	unsigned call_at;
	void (*at_call)(void *user);
	void *user;
	unsigned entered;
	bool is_inside;
};

#define DESK_PRINTER_NEVER SIZE_MAX
#define DESK_PRINTER_NO_CALL 0xffffffffu

/* An Epson that counts its cuts, and is the one that printer_open opens from now on. */
void desk_printer_init(struct desk_printer *ret);
void desk_printer_free(struct desk_printer *desk);

/* Another profile: "generic-80". */
void desk_printer_be(struct desk_printer *desk, const char *profile);

/* The cable is in again, nothing is stuck. */
void desk_printer_mend(struct desk_printer *desk);

/* How many slips end with these dots. */
size_t desk_printer_count(const struct desk_printer *desk, const uint8_t *dots, size_t length);
