/* list.h - the owner's list: which receipts were not read, when, why, and how they begin.
 *
 * HOME/list, a line each; it is begun anew when it is a mebibyte, and the one before is kept.
 */
#pragma once

#include "pos-adapters/print-tap/decode.h"
#include "pos-adapters/print-tap/settings.h"

/* Adds a line; lines may be NULL. Nothing in it looks like a payment card. */
void list_add(const struct settings *settings, const char *why, const struct decode *lines);

/* Prints it; false when it cannot be read. */
bool list_show(const struct settings *settings);
