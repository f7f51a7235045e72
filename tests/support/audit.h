/* audit.h - what must hold of a store after whatever became of it, read past the plugin.
 *
 * In:  a store's file, and the orders that were sent to it.
 * Out: the first thing that is wrong, in words.
 * Not here: whether an order answers as it did (trade.h).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/support/trade.h"

enum { AUDIT_ROOM = 512 };

/* SQLite finds nothing, no CHECK of the schema is broken, no reference hangs, each of the doctor's
 * statements that answers one number finds nothing, every sale has its lines. */
bool audit_store(const char *path, char wrong[AUDIT_ROOM]);

/* As audit_store; and every order that was acknowledged is there once, and the shop's customers
 * have what the orders moved on top of `before`. */
bool audit_trade(const char *path, const struct trade *trade, const struct units *before,
		 char wrong[AUDIT_ROOM]);

/* What customers have of each purse: members, gift cards and what is held for a sale, and what
 * ended, for time takes that and no order. False when it cannot be read. */
bool audit_units(const char *path, struct units *ret);
