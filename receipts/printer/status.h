/* status.h - what a printer says of itself, sorted byte by byte, and the words for it.
 *
 * In:  bytes, in pieces of any size, of a printer that may say anything.
 * Out: what is wrong, whether it answered, what was no status.
 * Not here: asking (job.h), any cable (port.h).
 *
 * Source: Epson's ESC/POS reference: DLE EOT, GS r, GS a and "identifying the transmitted status"
 * (which bits tell them apart); Star Line Mode Command Specifications: the automatic status and
 * ETB.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "receipts/printer/profile.h"

#define STATUS_SAID_ROOM 128
#define STATUS_REPORT_ROOM 16

enum status_trouble {
	STATUS_FINE,
	STATUS_NO_PAPER,
	STATUS_COVER_OPEN,
	STATUS_CUTTER,
	STATUS_HOT,
	STATUS_FAULT,
	STATUS_OFFLINE,
	STATUS_STUCK /* it says that all is well, or nothing, and takes nothing */
};

/* What was heard. reply: the last answer to DLE EOT. has_confirmed: it answered GS r. report: the
 * last whole status block; count: of ETB in it. is_low: the paper ends soon. said: what is no
 * status, whole blocks up to their NUL; more than fits is dropped. */
struct status_ear {
	enum profile_status dialect;
	bool has_reply;
	uint8_t reply;
	bool has_confirmed;
	bool has_report;
	enum status_trouble report;
	bool has_count;
	uint8_t count;
	bool is_low;
	uint8_t said[STATUS_SAID_ROOM];
	size_t said_length;
	uint8_t block[STATUS_REPORT_ROOM];
	size_t block_length;
	size_t block_needs;
	bool is_in_text;
};

/* Nothing was heard yet. With PROFILE_STATUS_NONE all of it is said. */
void status_forget(struct status_ear *ear, enum profile_status dialect);
void status_hear(struct status_ear *ear, const uint8_t *bytes, size_t length);

/* Of the answers to DLE EOT 1, 2, 3 (0x12 when it was not asked) and 4. */
enum status_trouble status_of_replies(const uint8_t replies[4]);
bool status_is_low(uint8_t reply_4);

/* Says what is wrong with the printer of that name and what to do, a line for a cashier:
 * E_PRINTER. */
rgl_rc status_refuse(enum status_trouble trouble, const char *name, struct rgl_why *why);
