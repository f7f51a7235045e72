/* token.h - the text of our own QR codes: RG1 (a member's card), RG2 (a gift card, a coupon), RG3
 * (the question on a receipt) or RG4 (what a friend joins with) and sixteen characters, 80 bits.
 *
 *	RG17KQM2XWD9FABC3DE, for people RG1-7KQM-2XWD-9FAB-C3DE
 *
 * 40 bits are a keyed check of the card's or voucher's number, 40 bits the number itself, hidden
 *under a keyed stream that hangs on the check (the construction of SIV, RFC 5297, with BLAKE2b). So
 *a made-up code is refused without a look in the store (one in 10^12 passes), the same card always
 *gives the same code, and the store, without the key, cannot give one. 19 characters of QR's
 * alphanumeric mode fit version 1-M: the largest modules. The kind goes into both, so that the code
 * of one kind with the head of another is forged.
 * Letters are Crockford's base 32; a typed O reads as 0, I and L as 1.
 */
#pragma once

#include <stdbool.h>

#include "plugin/base/keys.h"

#define TOKEN_ROOM 32
#define TOKEN_NUMBER_MAX ((INT64_C(1) << 40) - 1)

/* A question's identifies nobody: it is good for one answer, and only there. A referral's says who
 * brought a new member, and pays for nothing. */
enum token_kind { TOKEN_MEMBER, TOKEN_VOUCHER, TOKEN_QUESTION, TOKEN_REFERRAL };

/* The QR text of a number, 1 to TOKEN_NUMBER_MAX; E_RANGE. */
MUST_USE rgl_rc token_make(const struct keys *keys, enum token_kind kind, int64_t number,
			   char ret[TOKEN_ROOM]);

/* The number in a spelled token of that kind. E_FORGED: this shop did not make it. */
MUST_USE rgl_rc token_read(const struct keys *keys, enum token_kind kind, const char *spelled,
			   int64_t *ret, struct rgl_why *refusal);

/* Whether a text begins as ours of a kind do, in any case, with or without dashes. */
bool token_is_like(enum token_kind kind, const char *text);

/* One spelling: capitals, no dashes or spaces, O I L as digits. False when it is not whole. */
bool token_spell(const char *text, char *ret);
