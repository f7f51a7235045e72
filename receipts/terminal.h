/* terminal.h - a receipt as text for a terminal.
 *
 * In:  a paper.
 * Out: lines of UTF-8, at most TERMINAL_COLUMNS wide, ended by '\n'. A code is in half blocks, and
 *      wider than that when it has more than 84 bytes. Columns as columns.h has them;
 *      pictures, cuts, the drawer and the buzzer are nothing.
 * Not here: colour, bidirectional order and shapes, which are the terminal's own affair.
 */
#pragma once

#include "plugin/base/bytes.h"
#include "receipts/paper.h"

#define TERMINAL_COLUMNS 42

/* Adds the receipt to `out`, which holds what it held after a failure. A code is drawn light on
 * dark, as most terminals are. E_MEMORY. E_LIMIT: a code's text is empty or too long. */
MUST_USE rgl_rc terminal_write(const struct paper *paper, struct bytes *out, struct rgl_why *why);
