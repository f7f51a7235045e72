/* scan_text.h - the raw text of a scan, cleaned of what scanners and people put around it. Pure.
 *
 * Not here: what kind of card it is (scan.h).
 */
#pragma once

#include <stddef.h>

#include "plugin/identify/token.h"

/* data ends with a NUL at `length`. Whoever has one wipes it. */
struct scan_text {
	char data[RGL_SCAN_MAX + 1];
	size_t length;
};

/* A copy. E_LIMIT: longer than any card. */
MUST_USE rgl_rc scan_text_take(const char *raw, size_t length, struct scan_text *ret,
			       struct rgl_why *refusal);

/* Takes spaces and control characters at both ends away. */
void scan_text_trim(struct scan_text *text);

/* Takes away what stands around the text: spaces and control characters at both ends, an AIM
 * identifier "]Q3" (ISO/IEC 15424), whose letter is *ret_aim, 0 for none. E_TEXT: nothing is left,
 * or it holds what no card can carry. */
MUST_USE rgl_rc scan_text_clean(struct scan_text *text, char *ret_aim, struct rgl_why *refusal);

/* Whether it is a whole code that we may have made, and its one spelling; *ret_spelled has
 * TOKEN_ROOM. */
bool scan_text_is_ours(enum token_kind kind, const struct scan_text *text, char *ret_spelled);

/* E_FORGED: it begins as ours do but is cut. */
rgl_rc scan_text_refuse_cut(struct rgl_why *refusal);

bool scan_text_is_digit(char character);
bool scan_text_is_digits(const char *text, size_t length);

/* "4111.1111.1111.1111", "4111  1111 ...": a payment card's digits with anything between them that
 * people type. */
bool scan_text_is_card_apart(const char *text, size_t length, const char *own_ranges);
