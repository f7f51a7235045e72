/* ascii.h - letters without a language: capitals of ASCII alone, whatever the process's locale
 * says.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

static inline char ascii_lower(char letter)
{
	return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

/* Whether the first `length` bytes are the same but for capitals; both have that many. */
static inline bool ascii_same(const char *one, const char *other, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (ascii_lower(one[i]) != ascii_lower(other[i]))
			return false;
	return true;
}
