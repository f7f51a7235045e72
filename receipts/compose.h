/* compose.h - says the facts of a receipt in words, about the one person who holds it.
 *
 * In:  struct receipt.
 * Out: the elements of a paper, from the shop's name to the member's own code.
 * Not here: fonts, widths, printers. All words of a receipt are in compose.c, in English.
 */
#pragma once

#include "receipts/paper.h"
#include "receipts/receipt.h"

#define COMPOSE_LINES_MAX 150 /* articles listed; the rest becomes one line with its sum */

/* Fills *ret, an empty paper of paper_of(); on failure it is left empty. E_MEMORY. */
MUST_USE rgl_rc compose(const struct receipt *receipt, struct paper *ret, struct rgl_why *why);
