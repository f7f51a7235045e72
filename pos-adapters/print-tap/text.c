/* text.c - see text.h. */
#include "pos-adapters/print-tap/text.h"

#include <string.h>

enum { CARD_MIN = 13, CARD_MAX = 19, CARD_SHOWN = 4, NO_LETTER = 0xFFFD };

size_t text_utf8_at(const uint8_t *bytes, size_t length)
{
	static const uint8_t LOWEST[] = { 0, 0, 0xC2, 0xE0, 0xF0 };
	size_t count = bytes[0] < 0x80 ? 1 : bytes[0] < 0xE0 ? 2 : bytes[0] < 0xF0 ? 3 : 4;

	if (length < count || bytes[0] < LOWEST[count] || bytes[0] > 0xF4)
		return 0;
	for (size_t i = 1; i < count; i++) {
		if ((bytes[i] & 0xC0) != 0x80)
			return 0;
	}
	if ((bytes[0] == 0xE0 && bytes[1] < 0xA0) || (bytes[0] == 0xED && bytes[1] > 0x9F) ||
	    (bytes[0] == 0xF0 && bytes[1] < 0x90) || (bytes[0] == 0xF4 && bytes[1] > 0x8F))
		return 0;
	return count;
}

bool text_is_utf8(const uint8_t *bytes, size_t length)
{
	for (size_t at = 0, count = 0; at < length; at += count) {
		count = text_utf8_at(bytes + at, length - at);
		if (count == 0)
			return false;
	}
	return true;
}

size_t text_letter(const char *text, uint32_t *ret)
{
	const uint8_t *bytes = (const uint8_t *)text;
	size_t count;

	*ret = bytes[0];
	if (bytes[0] == 0)
		return 0;
	count = text_utf8_at(bytes, strnlen(text, 4));
	if (count <= 1) {
		if (count == 0)
			*ret = NO_LETTER;
		return 1;
	}
	*ret = bytes[0] & (0xFFu >> (count + 1));
	for (size_t i = 1; i < count; i++)
		*ret = *ret << 6 | (bytes[i] & 0x3Fu);
	return count;
}

size_t text_write(uint32_t letter, char *ret)
{
	size_t count = letter < 0x80 ? 1 : letter < 0x800 ? 2 : letter < 0x10000 ? 3 : 4;

	if (count == 1) {
		ret[0] = (char)letter;
		return 1;
	}
	for (size_t i = count - 1; i > 0; i--) {
		ret[i] = (char)(0x80 | (letter & 0x3F));
		letter >>= 6;
	}
	ret[0] = (char)((0xF00u >> count & 0xF0u) | letter);
	return count;
}

uint32_t text_lower(uint32_t letter)
{
	if ((letter >= 'A' && letter <= 'Z') ||
	    (letter >= 0xC0 && letter <= 0xDE && letter != 0xD7))
		return letter + 0x20;
	if ((letter >= 0x100 && letter <= 0x137) || (letter >= 0x14A && letter <= 0x177))
		return letter | 1;
	if ((letter >= 0x139 && letter <= 0x148) || (letter >= 0x179 && letter <= 0x17E))
		return letter + (letter & 1);
	if ((letter >= 0x391 && letter <= 0x3A9) || (letter >= 0x410 && letter <= 0x42F))
		return letter + 0x20;
	if (letter >= 0x400 && letter <= 0x40F)
		return letter + 0x50;
	return letter;
}

bool text_begins(const char *text, const char *beginning, size_t *ret_length)
{
	size_t at = 0;

	while (*beginning != '\0') {
		uint32_t one;
		uint32_t other;

		beginning += text_letter(beginning, &one);
		at += text_letter(text + at, &other);
		if (text_lower(one) != text_lower(other))
			return false;
	}
	*ret_length = at;
	return true;
}

static bool is_letter(uint32_t letter)
{
	return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
	       (letter >= 0xC0 && letter < 0x2000);
}

bool text_has_word(const char *text, const char *word)
{
	uint32_t before = ' ';

	while (*text != '\0') {
		uint32_t behind;
		size_t length;

		if (!is_letter(before) && text_begins(text, word, &length)) {
			(void)text_letter(text + length, &behind);
			if (!is_letter(behind))
				return true;
		}
		text += text_letter(text, &before);
	}
	return false;
}

static bool luhn_holds(const char *digits, size_t count)
{
	unsigned sum = 0;

	for (size_t i = 0; i < count; i++) {
		unsigned digit = (unsigned)(digits[count - 1 - i] - '0');

		digit *= i % 2 == 1 ? 2 : 1;
		sum += digit > 9 ? digit - 9 : digit;
	}
	return sum % 10 == 0;
}

static bool is_ean(const char *digits)
{
	unsigned sum = 0;

	for (size_t i = 0; i < CARD_MIN; i++)
		sum += (unsigned)(digits[i] - '0') * (i % 2 == 1 ? 3 : 1);
	return sum % 10 == 0;
}

bool text_is_card(const char *digits, size_t count)
{
	return count >= CARD_MIN && count <= CARD_MAX && luhn_holds(digits, count) &&
	       (count > CARD_MIN || !is_ean(digits));
}

static bool is_digit(char character)
{
	return character >= '0' && character <= '9';
}

/* Digits from `text` on, one gap between two allowed; where each stood. */
static size_t digits_of(const char *text, char *ret, size_t *ret_at, size_t room)
{
	size_t count = 0;

	for (size_t i = 0; count < room; i++) {
		if (is_digit(text[i])) {
			ret_at[count] = i;
			ret[count++] = text[i];
		} else if ((text[i] != ' ' && text[i] != '-') || !is_digit(text[i + 1])) {
			break;
		}
	}
	return count;
}

/* The longest card number that begins here is masked; returns whether there was one. */
static bool mask_here(char *text)
{
	char digits[CARD_MAX];
	size_t at[CARD_MAX];
	size_t count = digits_of(text, digits, at, CARD_MAX);

	while (count >= CARD_MIN && !text_is_card(digits, count))
		count--;
	if (count < CARD_MIN)
		return false;
	for (size_t i = 0; i + CARD_SHOWN < count; i++)
		text[at[i]] = '*';
	return true;
}

bool text_mask(char *text)
{
	bool found = false;

	for (; *text != '\0'; text++) {
		if (is_digit(*text) && mask_here(text))
			found = true;
	}
	return found;
}

void text_copy(char *ret, size_t room, const char *text)
{
	size_t length = 0;

	while (text[length] != '\0') {
		uint32_t letter;
		size_t count = text_letter(text + length, &letter);

		if (length + count >= room)
			break;
		memcpy(ret + length, text + length, count);
		length += count;
	}
	ret[length] = '\0';
}

void text_trim(char *text)
{
	size_t begin = strspn(text, " \t");
	size_t end = strlen(text);

	while (end > begin && (text[end - 1] == ' ' || text[end - 1] == '\t'))
		end--;
	memmove(text, text + begin, end - begin);
	text[end - begin] = '\0';
}

uint64_t text_digest(const char *text, size_t length, uint64_t before)
{
	uint64_t digest = before == 0 ? 0xCBF29CE484222325u : before;

	for (size_t i = 0; i < length; i++)
		digest = (digest ^ (uint8_t)text[i]) * 0x100000001B3u;
	return digest;
}
