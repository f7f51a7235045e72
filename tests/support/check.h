/* check.h - cmocka with what it needs before it, and numbers for tests that try many. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* The same number each time, so that what fails once fails again: xorshift64, Marsaglia 2003. */
static inline uint64_t next_number(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}
