/* breaks.h - where a line of text may end.
 *
 * In:  a paragraph.
 * Out: whether a line may end before one of its characters.
 * Source: the part of UAX #14 that receipts need, and of JIS X 4051 what no line of Japanese begins
 *      or ends with.
 */
#pragma once

#include "receipts/dots/paragraph.h"

/* at: above 0, below the paragraph's length. */
bool breaks_before(const struct paragraph *text, uint32_t at);

/* Whether a line that may end there ends well: between words. In Japanese, which has no spaces,
 * behind a sentence or a comma, and where kana end and a word of another script begins. */
bool breaks_well(const struct paragraph *text, uint32_t at);
