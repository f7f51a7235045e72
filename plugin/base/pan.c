/* pan.c - see pan.h. */
#include "plugin/base/pan.h"

#include <stdio.h>
#include <string.h>

enum { DIGITS_MIN = 13, DIGITS_MAX = 19 };

struct run {
	char digits[DIGITS_MAX + 1];
	size_t count; /* may be more than DIGITS_MAX; then it is no card */
	size_t end;   /* behind its last digit */
};

static bool is_digit(char character)
{
	return character >= '0' && character <= '9';
}

bool pan_luhn_holds(const char *digits, size_t length)
{
	unsigned sum = 0;

	for (size_t i = 0; i < length; i++) {
		unsigned digit = (unsigned)(digits[length - 1 - i] - '0');

		if (i % 2 == 1)
			digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
		sum += digit;
	}
	return sum % 10 == 0;
}

static bool gs1_holds(const char *digits, size_t length)
{
	unsigned sum = 0;

	for (size_t i = 0; i < length; i++)
		sum += (unsigned)(digits[length - 1 - i] - '0') * (i % 2 == 1 ? 3 : 1);
	return sum % 10 == 0;
}

/* The run of digits that starts at `at`; one space or dash may stand between two of them. */
static struct run run_at(const char *text, size_t length, size_t at)
{
	struct run run = { .end = at };

	for (size_t i = at; i < length; i++) {
		bool gap = text[i] == ' ' || text[i] == '-';

		if (gap && i + 1 < length && is_digit(text[i + 1]))
			continue;
		if (!is_digit(text[i]))
			break;
		if (run.count < DIGITS_MAX)
			run.digits[run.count] = text[i];
		run.count++;
		run.end = i + 1;
	}
	return run;
}

static bool could_be_card(const struct run *run)
{
	return run->count >= DIGITS_MIN && run->count <= DIGITS_MAX &&
	       pan_luhn_holds(run->digits, run->count);
}

static bool begins_with_own(const struct run *run, const char *own)
{
	while (own != NULL && *own != '\0') {
		size_t prefix = strcspn(own, " ,");

		if (prefix > 0 && prefix <= run->count && memcmp(run->digits, own, prefix) == 0)
			return true;
		own += prefix + (own[prefix] != '\0');
	}
	return false;
}

bool pan_is_in(const char *text, size_t length, const char *own)
{
	size_t at = 0;
	bool found = false;

	while (at < length && !found) {
		struct run run;

		if (!is_digit(text[at])) {
			at++;
			continue;
		}
		run = run_at(text, length, at);
		at = run.end;
		found = could_be_card(&run) && !begins_with_own(&run, own);
		memset(&run, 0, sizeof(run));
		__asm__ __volatile__("" : : "r"(&run) : "memory"); /* the wipe is not left out */
	}
	return found;
}

static bool is_product(const struct run *run)
{
	return run->count <= 14 && gs1_holds(run->digits, run->count);
}

void pan_mask(const char *text, char *ret, size_t room)
{
	size_t length;
	size_t at = 0;

	(void)snprintf(ret, room, "%s", text);
	length = strlen(ret);
	while (at < length) {
		struct run run;
		size_t left;

		if (!is_digit(ret[at])) {
			at++;
			continue;
		}
		run = run_at(ret, length, at);
		left = could_be_card(&run) && !is_product(&run) ? run.count - 4 : 0;
		for (; at < run.end; at++) {
			if (left == 0 || !is_digit(ret[at]))
				continue;
			ret[at] = '*';
			left--;
		}
	}
}
