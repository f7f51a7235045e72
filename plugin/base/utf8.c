/* utf8.c - see utf8.h. */
#include "plugin/base/utf8.h"

#include <string.h>

#define NOT_A_CHARACTER 0xFFFDu

/* How many bytes follow a lead byte, and the least character they may spell. */
static int tail_of(uint8_t lead, uint32_t *ret_bits, uint32_t *ret_least)
{
	if (lead >= 0xC2 && lead <= 0xDF) {
		*ret_bits = lead & 0x1Fu;
		*ret_least = 0x80;
		return 1;
	}
	if (lead >= 0xE0 && lead <= 0xEF) {
		*ret_bits = lead & 0x0Fu;
		*ret_least = 0x800;
		return 2;
	}
	if (lead >= 0xF0 && lead <= 0xF4) {
		*ret_bits = lead & 0x07u;
		*ret_least = 0x10000;
		return 3;
	}
	return -1;
}

/* The length of the character at `at`, 0 when it is not UTF-8. */
static size_t decode(const uint8_t *text, size_t left, uint32_t *ret)
{
	uint32_t character = 0;
	uint32_t least = 0;
	int tail;

	if (text[0] < 0x80) {
		*ret = text[0];
		return 1;
	}
	tail = tail_of(text[0], &character, &least);
	if (tail < 0 || (size_t)tail >= left)
		return 0;
	for (int i = 1; i <= tail; i++) {
		if ((text[i] & 0xC0u) != 0x80)
			return 0;
		character = character << 6 | (text[i] & 0x3Fu);
	}
	if (character < least || character > 0x10FFFF ||
	    (character >= 0xD800 && character <= 0xDFFF))
		return 0;
	*ret = character;
	return (size_t)tail + 1;
}

uint32_t utf8_next(const char *text, size_t length, size_t *at)
{
	uint32_t character = NOT_A_CHARACTER;
	size_t step;

	if (*at >= length)
		return 0;
	step = decode((const uint8_t *)text + *at, length - *at, &character);
	if (step == 0) {
		*at += 1;
		return NOT_A_CHARACTER;
	}
	*at += step;
	return character;
}

bool utf8_is_valid(const char *text, size_t length)
{
	size_t at = 0;

	while (at < length) {
		uint32_t character;
		size_t step = decode((const uint8_t *)text + at, length - at, &character);

		if (step == 0)
			return false;
		at += step;
	}
	return true;
}

size_t utf8_whole(const char *text, size_t length)
{
	const uint8_t *bytes = (const uint8_t *)text;
	uint32_t bits;
	uint32_t least;

	for (size_t back = 1; back <= 3 && back <= length; back++) {
		uint8_t byte = bytes[length - back];

		if (tail_of(byte, &bits, &least) >= (int)back)
			return length - back;
		if ((byte & 0xC0u) != 0x80)
			break;
	}
	return length;
}

static bool is_control(uint32_t character)
{
	return character < 0x20 || (character >= 0x7F && character <= 0x9F);
}

static bool is_override(uint32_t character)
{
	return (character >= 0x202A && character <= 0x202E) ||
	       (character >= 0x2066 && character <= 0x2069);
}

rgl_rc utf8_check_clean(const char *text, size_t max, const char *field, struct rgl_why *refusal)
{
	size_t length;
	size_t at = 0;

	if (text == NULL)
		return RGL_OK;
	length = strnlen(text, max + 1);
	if (length > max)
		return refuse_field(refusal, RGL_E_TEXT, field,
				    "%s is longer than %zu bytes; shorten it", field, max);
	if (!utf8_is_valid(text, length))
		return refuse_field(refusal, RGL_E_TEXT, field, "%s is not UTF-8; send it as UTF-8",
				    field);
	while (at < length) {
		uint32_t character = utf8_next(text, length, &at);

		if (is_control(character) || is_override(character))
			return refuse_field(refusal, RGL_E_TEXT, field,
					    "%s has a control character (U+%04X); take it out",
					    field, (unsigned)character);
	}
	return RGL_OK;
}
