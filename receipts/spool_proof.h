/* spool_proof.h - what a printer that counts its cuts can prove.
 *
 * In:  a printer that was entered, whose profile counts cuts.
 * Out: its counter; whether it repeated an id.
 * Not here: what follows from that (spool_verdict.h).
 *
 * Source: Epson's ESC/POS reference. GS g 2 transmits a maintenance counter: "_", decimal digits,
 * NUL; number 178 is the cutter's, over the printer's whole life, 50 the same since somebody set it
 * back. GS ( H function 48 is answered with 37h 22h, the four characters of the id, NUL, when
 * everything before it was worked through. The reference adds that the last counts may be lost when
 * the printer itself loses its power.
 */
#pragma once

#include "receipts/printer/printer.h"
#include "receipts/spool_verdict.h"

/* The id of one try at a job: another for each try. */
void spool_proof_tag(int64_t job, int64_t tries, char ret[SPOOL_TAG_ROOM]);

/* What the printer cut so far. An answer to a question of somebody before us is not taken for ours.
 * *ret_found false: it does not say, also not when it was brought back in step. E_MEMORY, and as
 * printer_send. */
MUST_USE rgl_rc spool_proof_counter(struct printer *printer, const struct host *host, int64_t *ret,
				    bool *ret_found, struct rgl_why *why);

/* Waits until the printer repeats the id. *ret_echoed false: it said nothing more for a while. As
 * printer_answer. */
MUST_USE rgl_rc spool_proof_await(struct printer *printer, const char *tag, bool *ret_echoed,
				  struct rgl_why *why);
