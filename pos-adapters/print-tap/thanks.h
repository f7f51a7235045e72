/* thanks.h - the thank-you part: the shop's words as bytes for the printer. Pure. */
#pragma once

#include "pos-adapters/print-tap/decode.h"
#include "pos-adapters/print-tap/door.h"

/* Writes `words` with {name} {points} {balance} {reward} {to_reward} filled in, without the lines
 * that need points which are not known now: centred, in the letters that the printer has now, and
 * feeds as far as the till had fed for its cut. The printer stands afterwards as it stood before.
 * Returns the length; 0 for no words. */
size_t thanks_write(const char *words, const struct door_greeting *greeting,
		    const struct decode_state *state, enum stream_dialect dialect, uint8_t *ret,
		    size_t room);
