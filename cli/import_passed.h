/* import_passed.h - why transactions of a log were passed over, and how many for each reason.
 *
 * In:  readers of logs (logs/log.h), at the end of their files.
 * Out: words for the owner: "3 open, 1 cancelled".
 */
#pragma once

#include "cli/logs/log.h"

#define PASSED_REASONS 16

struct import_passed {
	const char *reasons[PASSED_REASONS];
	int64_t counts[PASSED_REASONS];
};

/* Adds what a reader passed over, once its file is read. */
void import_passed_add(struct import_passed *passed, const struct log_format *format,
		       const void *reader);

/* " (3 open, 1 cancelled)", or "" where no reasons are known; what does not fit is left out. */
#define PASSED_ROOM 400
void import_passed_words(const struct import_passed *passed, char ret[PASSED_ROOM]);
