/* fuzz.c - see fuzz.h. */
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fuzz_must_of(bool holds, const char *what, const char *text)
{
	if (holds)
		return;
	(void)fprintf(stderr, "does not hold: %s\n%s\n", what, text);
	abort();
}

void fuzz_must(bool holds, const char *what)
{
	fuzz_must_of(holds, what, "");
}

static bool is_digit(char character)
{
	return character >= '0' && character <= '9';
}

bool fuzz_next_digits(const char *text, size_t length, size_t *at, struct fuzz_digits *ret)
{
	while (*at < length && !is_digit(text[*at]))
		(*at)++;
	ret->start = *at;
	while (*at < length && is_digit(text[*at]))
		(*at)++;
	ret->count = *at - ret->start;
	return ret->count > 0;
}

bool fuzz_is_card(const char *digits, size_t count)
{
	static const unsigned DOUBLED[] = { 0, 2, 4, 6, 8, 1, 3, 5, 7, 9 };
	unsigned sum = 0;

	if (count < 14 || count > 19)
		return false;
	for (size_t i = 0; i < count; i++) {
		unsigned digit = (unsigned)(digits[i] - '0');

		sum += (count - i) % 2 == 0 ? DOUBLED[digit] : digit;
	}
	return sum % 10 == 0;
}

size_t fuzz_longest_digits(const char *text)
{
	struct fuzz_digits digits;
	size_t length = strlen(text);
	size_t longest = 0;
	size_t at = 0;

	while (fuzz_next_digits(text, length, &at, &digits))
		if (digits.count > longest)
			longest = digits.count;
	return longest;
}
