/* reader.h - the reader: its own process, which understands receipts and tells Regulars of them.
 *
 * In:  connections of passing processes (link.h) on a listening socket; perhaps a scanner.
 * Out: thank-you parts, sales posted, the owner's list.
 * It may end at any moment; whoever started it starts it anew, on the same socket.
 */
#pragma once

#include "pos-adapters/print-tap/settings.h"

/* Runs until it is told to end (SIGTERM), or, with stay_seconds above 0, until nobody has called
 * for so long and nothing waits. Returns the status to exit with. */
int reader_run(const struct settings *settings, int listening, int stay_seconds);
