/* pan.c - see pan.h. */
#include "plugin/base/pan.h"

#include <stdio.h>
#include <string.h>

#include "plugin/base/utf8.h"

enum { DIGITS_MIN = 13, DIGITS_MAX = 19 };

/* Where digits are that are written together: text[start] to text[end - 1]. */
struct stretch {
	size_t start;
	size_t end;
};

struct digits {
	char at[DIGITS_MAX + 1];
	size_t count; /* may be more than DIGITS_MAX; then it is no card */
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

bool pan_gs1_holds(const char *digits, size_t length)
{
	unsigned sum = 0;

	for (size_t i = 0; i < length; i++)
		sum += (unsigned)(digits[length - 1 - i] - '0') * (i % 2 == 1 ? 3 : 1);
	return sum % 10 == 0;
}

static bool is_gap(char character)
{
	return character == ' ' || character == '-';
}

/* All digits from `start` on; one space or dash may stand between two of them. */
static struct stretch run_from(const char *text, size_t length, size_t start)
{
	struct stretch run = { start, start };

	for (size_t i = start; i < length; i++) {
		if (is_digit(text[i]))
			run.end = i + 1;
		else if (!is_gap(text[i]) || run.end != i)
			break;
	}
	return run;
}

/* Into the caller's own, so that there is no copy but the one that the caller wipes. */
static void take_digits(const char *text, struct stretch stretch, struct digits *ret)
{
	ret->count = 0;
	for (size_t i = stretch.start; i < stretch.end; i++) {
		if (!is_digit(text[i]))
			continue;
		if (ret->count <= DIGITS_MAX)
			ret->at[ret->count++] = text[i];
	}
}

static size_t count_digits(const char *text, struct stretch stretch)
{
	size_t count = 0;

	for (size_t i = stretch.start; i < stretch.end; i++)
		count += is_digit(text[i]);
	return count;
}

static void wipe(struct digits *digits)
{
	memset(digits, 0, sizeof(*digits));
	__asm__ __volatile__("" : : "r"(digits) : "memory"); /* the wipe is not left out */
}

static bool begins_with_own(const struct digits *digits, const char *own)
{
	while (own != NULL && *own != '\0') {
		size_t prefix = strcspn(own, " ,");

		if (prefix > 0 && prefix <= digits->count && memcmp(digits->at, own, prefix) == 0)
			return true;
		own += prefix + (own[prefix] != '\0');
	}
	return false;
}

static bool is_product(const struct digits *digits)
{
	return digits->count <= 14 && pan_gs1_holds(digits->at, digits->count);
}

/* What is not taken for a card although its Luhn check holds. `written`: only what is written as
 * card numbers are counts, so that "till-1-20261121-070500-1" stays what it is. */
struct spared {
	const char *own;
	bool products;
	bool written;
};

/* One group of digits, or groups of three to six: 4-4-4-4, 4-6-5, 4-6-4, 4-4-4-4-3. */
static bool is_written_as_card(const char *text, struct stretch stretch)
{
	size_t group = 0;

	for (size_t i = stretch.start; i <= stretch.end; i++) {
		if (i < stretch.end && is_digit(text[i])) {
			group++;
			continue;
		}
		if (i == stretch.end && group == stretch.end - stretch.start)
			return true;
		if (group < 3 || group > 6)
			return false;
		group = 0;
	}
	return true;
}

static bool is_card(const char *text, struct stretch stretch, const struct spared *spared)
{
	struct digits digits;
	bool is;

	take_digits(text, stretch, &digits);
	is = digits.count >= DIGITS_MIN && digits.count <= DIGITS_MAX &&
	     pan_luhn_holds(digits.at, digits.count) && !begins_with_own(&digits, spared->own);
	if (is && spared->products)
		is = !is_product(&digits);
	/* Cards of 13 digits begin with a 4; what a till makes of the time in milliseconds does
	 * not. */
	if (is && spared->written)
		is = is_written_as_card(text, stretch) &&
		     (digits.count > DIGITS_MIN || digits.at[0] == '4');
	wipe(&digits);
	return is;
}

/* A card that starts with the group of digits at `start`, and ends with this group or a later one:
 * behind a card's number there may stand another number. */
static bool card_from(const char *text, size_t start, size_t run_end, const struct spared *spared,
		      struct stretch *ret)
{
	size_t count = 0;

	for (size_t i = start; i < run_end && count <= DIGITS_MAX; i++) {
		struct stretch stretch = { start, i + 1 };

		count += is_digit(text[i]);
		if (!is_digit(text[i]) || (i + 1 < run_end && is_digit(text[i + 1])))
			continue;
		if (!is_card(text, stretch, spared))
			continue;
		*ret = stretch;
		return true;
	}
	return false;
}

/* Whether a whole run is one number of the shop's own. */
static bool is_own(const char *text, struct stretch run, const char *own)
{
	struct digits digits;
	bool is;

	take_digits(text, run, &digits);
	is = digits.count <= DIGITS_MAX && begins_with_own(&digits, own);
	wipe(&digits);
	return is;
}

/* The first card at or behind `from`. */
static bool find(const char *text, size_t length, size_t from, const struct spared *spared,
		 struct stretch *ret)
{
	size_t at = from;

	while (at < length) {
		struct stretch run = run_from(text, length, at);

		if (run.end > run.start && is_own(text, run, spared->own))
			at = run.end;
		for (; at < run.end; at++)
			if (is_digit(text[at]) && (at == run.start || is_gap(text[at - 1])) &&
			    card_from(text, at, run.end, spared, ret))
				return true;
		at = run.end > at ? run.end : at + 1;
	}
	return false;
}

bool pan_is_in(const char *text, size_t length, const char *own)
{
	const struct spared spared = { own, false, false };
	struct stretch card;

	return find(text, length, 0, &spared, &card);
}

void pan_mask(const char *text, char *ret, size_t room)
{
	const struct spared spared = { NULL, true, true };
	struct stretch card = { 0, 0 };
	size_t length;
	size_t kept;

	(void)snprintf(ret, room, "%s", text);
	kept = utf8_whole(ret, strlen(ret));
	ret[kept] = '\0';
	/* Looked for in the whole text: a card that was cut would no longer be seen as one. */
	length = strlen(text);
	while (find(text, length, card.end, &spared, &card)) {
		size_t left = count_digits(text, card) - 4;

		for (size_t i = card.start; i < card.end && i < kept && left > 0; i++) {
			if (!is_digit(text[i]))
				continue;
			ret[i] = '*';
			left--;
		}
	}
}
