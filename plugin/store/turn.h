/* turn.h - whose turn it is to write: a lock on a file beside the store, one holder at a time.
 *
 * An open file description lock: it goes when its holder dies, and two contexts of one process
 * hold it apart as two processes do.
 */
#pragma once

#include <stdbool.h>

#include "plugin/base/result.h"

/* Opens "<store>-turn", made with the store's own mode. -1 in errno's words: E_READ_ONLY, E_FULL,
 * E_INPUT_OUTPUT. */
MUST_USE rgl_rc turn_open(const char *store_path, int *ret, struct rgl_why *refusal);
void turn_close(int turn);

/* Waits `limit_ms` at most: E_BUSY. Whoever waits comes before one that had its turn just now. */
MUST_USE rgl_rc turn_take(int turn, int64_t limit_ms, struct rgl_why *refusal);
void turn_give(int turn);

/* Holds a place of the file, one of 2^32, until it is given up or the turn is closed; false when
 * another holds it. */
bool turn_claim(int turn, uint32_t number);
void turn_disclaim(int turn, uint32_t number);

/* Whether somebody waits for the turn that we have. */
bool turn_is_wanted(int turn);
