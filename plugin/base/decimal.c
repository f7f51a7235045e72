/* decimal.c - see decimal.h. */
#include "plugin/base/decimal.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* One more digit behind `units`; false when it no longer fits. Works below zero throughout, so
 * that the least number of 64 bits is read too. */
static bool push_digit(int64_t *units, int digit)
{
	int64_t tenfold;

	if (__builtin_mul_overflow(*units, (int64_t)10, &tenfold))
		return false;
	return !__builtin_sub_overflow(tenfold, (int64_t)digit, units);
}

struct scan {
	int64_t negated;
	uint32_t behind; /* digits taken behind the point */
	bool point;
	bool any;
	bool lost;    /* a digit other than 0 was beyond the last place */
	bool half_up; /* the first digit beyond was 5 or more */
	bool beyond;
};

static rgl_rc take(struct scan *scan, char character, uint32_t digits)
{
	if (character == '.') {
		if (scan->point)
			return RGL_E_FIELD;
		scan->point = true;
		return RGL_OK;
	}
	if (character < '0' || character > '9')
		return RGL_E_FIELD;
	scan->any = true;
	if (scan->point && scan->behind == digits) {
		if (!scan->beyond)
			scan->half_up = character >= '5';
		scan->beyond = true;
		scan->lost = scan->lost || character != '0';
		return RGL_OK;
	}
	if (scan->point)
		scan->behind++;
	return push_digit(&scan->negated, character - '0') ? RGL_OK : RGL_E_RANGE;
}

rgl_rc decimal_read(const char *text, size_t length, uint32_t digits, enum rounding rounding,
		    int64_t *ret)
{
	struct scan scan = { 0 };
	bool negative = length > 0 && text[0] == '-';

	RGL_ASSERT(digits <= 9);
	for (size_t i = negative || (length > 0 && text[0] == '+') ? 1 : 0; i < length; i++) {
		rgl_rc rc = take(&scan, text[i], digits);

		if (rc < 0)
			return rc;
	}
	if (!scan.any)
		return RGL_E_FIELD;
	for (; scan.behind < digits; scan.behind++)
		if (!push_digit(&scan.negated, 0))
			return RGL_E_RANGE;
	if (scan.lost && rounding == ROUNDING_REFUSED)
		return RGL_E_RANGE;
	if (scan.half_up && __builtin_sub_overflow(scan.negated, (int64_t)1, &scan.negated))
		return RGL_E_RANGE;
	if (!negative && scan.negated == INT64_MIN)
		return RGL_E_RANGE;
	*ret = negative ? scan.negated : -scan.negated;
	return RGL_OK;
}

static void write(int64_t units, uint32_t digits, bool grouped, char ret[DECIMAL_ROOM])
{
	uint64_t rest = units < 0 ? 0 - (uint64_t)units : (uint64_t)units;
	char *at = ret + DECIMAL_ROOM - 1;
	uint32_t place = 0;

	*at = '\0';
	do {
		if (place == digits && digits > 0)
			*--at = '.';
		if (grouped && place > digits && (place - digits) % 3 == 0)
			*--at = ',';
		*--at = (char)('0' + (int)(rest % 10));
		rest /= 10;
		place++;
	} while (rest > 0 || place <= digits);
	if (units < 0)
		*--at = '-';
	memmove(ret, at, (size_t)(ret + DECIMAL_ROOM - at));
}

void decimal_write(int64_t units, uint32_t digits, char ret[DECIMAL_ROOM])
{
	write(units, digits, false, ret);
}

void decimal_write_grouped(int64_t units, uint32_t digits, char ret[DECIMAL_ROOM])
{
	write(units, digits, true, ret);
}
