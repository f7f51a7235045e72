/* log_text.h - an export of a till read to its end, and written down as text that tests compare.
 *
 * In:  a format, the export's text; the shop's currency is EUR unless it is named, its zone UTC.
 * Out: a line for each entry:
 *      "3 sale square-A 2025-01-02T03:04:05+00:00 total 10.00 tax 1.00 of X"
 *      "  2.000 Tea 9.00 tax 1.00 unit 5.00 off 1.00 cost 2.00 [tip] (category) {sku}"
 *      "  paid 1 10.00", "  customer ID NAME PHONE EMAIL", "  at STORE TILL CASHIER CHANNEL",
 *      "  note ...", or "3 refused: WORDS"; then "passed over: 2 open" for each reason.
 *      What was given out before counts as recorded for `known`.
 */
#pragma once

#include "cli/logs/log.h"

#define LOG_TEXT_ROOM 16384

struct log_text {
	char text[LOG_TEXT_ROOM];
	size_t length;
	char ids[64][96]; /* recorded, with their kinds; a test may put some in front */
	enum log_known kinds[64];
	size_t id_count;
	const char *currency; /* NULL: EUR */
	bool shows_all;	      /* places too */
};

/* Fails the test when the reader says no to the whole file, but for E_MEMORY, which is returned. */
MUST_USE rgl_rc log_text_read(struct log_text *said, const struct host *host,
			      const struct log_format *format, const char *text, size_t length);
