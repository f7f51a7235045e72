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

enum { NUMBER_MAX = 64, EXPONENT_MAX = 99 };

/* Behind the 'e': a sign and digits. What is beyond any number that is read is cut to that. */
static rgl_rc read_exponent(const char *text, size_t length, int *ret)
{
	bool negative = length > 0 && text[0] == '-';
	size_t i = negative || (length > 0 && text[0] == '+') ? 1 : 0;
	int exponent = 0;

	if (i == length)
		return RGL_E_FIELD;
	for (; i < length; i++) {
		if (text[i] < '0' || text[i] > '9')
			return RGL_E_FIELD;
		exponent = exponent * 10 + (text[i] - '0');
		exponent = exponent > EXPONENT_MAX ? EXPONENT_MAX : exponent;
	}
	*ret = negative ? -exponent : exponent;
	return RGL_OK;
}

/* "-1.25e1" as "-12.5": the digits again, the point `shift` places further on. */
static rgl_rc move_point(const char *text, size_t length, int shift, char *ret, size_t *ret_length)
{
	char digits[NUMBER_MAX];
	size_t count = 0;
	size_t at = 0;
	int point = -1;

	if (length > 0 && (text[0] == '-' || text[0] == '+'))
		ret[at++] = text[0];
	for (size_t i = at; i < length; i++) {
		if (text[i] == '.' && point >= 0)
			return RGL_E_FIELD;
		if (text[i] == '.')
			point = (int)count;
		else
			digits[count++] = text[i];
	}
	if (count == 0)
		return RGL_E_FIELD;
	point = (point < 0 ? (int)count : point) + shift;
	for (int i = 0; i < point; i++)
		ret[at++] = i < (int)count ? digits[i] : '0';
	ret[at++] = '.';
	for (int i = point; i < (int)count; i++)
		ret[at++] = i < 0 ? '0' : digits[i];
	*ret_length = at;
	return RGL_OK;
}

rgl_rc decimal_read_number(const char *text, size_t length, uint32_t digits, enum rounding rounding,
			   int64_t *ret)
{
	char plain[2 * (NUMBER_MAX + EXPONENT_MAX)];
	size_t plain_length = 0;
	size_t front = 0;
	int exponent = 0;
	rgl_rc rc;

	if (length > NUMBER_MAX)
		return RGL_E_FIELD;
	while (front < length && text[front] != 'e' && text[front] != 'E')
		front++;
	if (front == length)
		return decimal_read(text, length, digits, rounding, ret);
	rc = read_exponent(text + front + 1, length - front - 1, &exponent);
	if (rc == RGL_OK)
		rc = move_point(text, front, exponent, plain, &plain_length);
	return rc < 0 ? rc : decimal_read(plain, plain_length, digits, rounding, ret);
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
