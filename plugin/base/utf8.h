/* utf8.h - is it text, and which characters.
 *
 * In:  bytes from outside.
 * Out: whether they are UTF-8 as RFC 3629 has it (no overlong forms, no surrogates), one
 *      character at a time.
 */
#pragma once

#include <stdbool.h>

#include "plugin/base/result.h"

/* The character at *at, which moves behind it; 0xFFFD and one byte on for what is not UTF-8.
 * At `length` it returns 0 and moves nothing. */
uint32_t utf8_next(const char *text, size_t length, size_t *at);

bool utf8_is_valid(const char *text, size_t length);

/* How much of a text that was cut at `length` to keep: without a last character that lost bytes. */
size_t utf8_whole(const char *text, size_t length);

/* Text fit to be kept and shown: valid, at most `max` bytes, and no control characters (C0, DEL,
 * C1) and no bidirectional overrides, which can make a line read as another. "" and NULL are clean.
 * E_TEXT says about `field` what was wrong. */
MUST_USE rgl_rc utf8_check_clean(const char *text, size_t max, const char *field,
				 struct rgl_why *refusal);
