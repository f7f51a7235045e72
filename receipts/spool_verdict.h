/* spool_verdict.h - after a break: did the receipt come out?
 *
 * In:  what the journal said before the first byte, what the printer says now.
 * Out: what to do.
 * Not here: reading either (spool_jobs.h, spool_proof.h).
 *
 * The proof: a receipt ends with a cut, and a printer that counts its cuts in memory of its own
 * knows after any break whether that one was made. It is none when the printer cannot be told from
 * others of its kind, or counted what this shop did not send.
 *
 * A printer writes its count down every few minutes, so after a loss of its own power it may be
 * behind, never ahead. One more is proof that the receipt was cut whatever happened; the same is
 * proof that it was not only while the printer was on all the time.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define SPOOL_IDENTITY_ROOM 112
#define SPOOL_SESSION_ROOM 80
#define SPOOL_TAG_ROOM 5

/* A job at the printer. printer: its identity, "" when it has none. session: since when it is on,
 * as printer_session() has it, "" when that cannot be known. has_counter: `counter` is what
 * it had cut before; cuts: of this receipt. tag: "" when nothing of the receipt came out and that
 * is being marked void. */
struct spool_begun {
	char printer[SPOOL_IDENTITY_ROOM];
	char session[SPOOL_SESSION_ROOM];
	bool has_counter;
	int64_t counter;
	int64_t cuts;
	char tag[SPOOL_TAG_ROOM];
};

/* What was found. has_counter: the printer of the journal was read, or another till read it first
 * after the break (then has_followers: it printed there since). session: as it was at that look. */
struct spool_found {
	const char *printer;
	const char *session;
	bool has_counter;
	int64_t counter;
	bool has_followers;
};

/* SPOOL_CAME_OUT: it is on paper, whole. SPOOL_VOID: it is not; part of it may be, which is marked.
 * SPOOL_AGAIN: it is not, and nothing is to be marked. SPOOL_DOUBT: nobody can tell; once more, and
 * it says that it is a copy. */
enum spool_verdict { SPOOL_CAME_OUT, SPOOL_VOID, SPOOL_AGAIN, SPOOL_DOUBT };

enum spool_verdict spool_verdict(const struct spool_begun *begun, const struct spool_found *found);
