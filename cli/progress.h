/* progress.h - one line that tells how far a long work is, and goes away at the end.
 *
 * In:  how much is done, and the time, from the caller.
 * Out: a bar on a terminal, from the second second of work on; elsewhere nothing at all.
 * Not here: clocks, and whether the stream is a terminal: isatty() is the caller's.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct progress {
	FILE *stream;
	const char *what; /* is counted: "rows", or what the caller sets it to */
	bool terminal;
	bool shown;
	int columns;	     /* of the terminal, 0: as it says itself, or 80 */
	int64_t whole_bytes; /* 0: not known, as of a pipe */
	int64_t start_ms;
	int64_t next_ms;
};

/* Nothing is written yet. now_ms may count from anywhere, but should not jump: CLOCK_MONOTONIC. */
struct progress progress_of(FILE *stream, bool terminal, int64_t whole_bytes, int64_t now_ms);

/* How far it is. Cheap: draws at most ten times a second. What does not fit into a terminal's line
 * is left out, the bar first. Failures to write are passed over. */
void progress_step(struct progress *progress, int64_t done_bytes, int64_t rows, int64_t now_ms);

/* Takes the line away, if there is one. */
void progress_end(struct progress *progress);
