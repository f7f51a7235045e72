/* text_page.c - see text_page.h. */
#include "receipts/printer/text_page.h"

#include <string.h>

#include "plugin/base/utf8.h"

#define NOTHING 1 /* takes no room */
#define ABSENT 0

/* 80h to 9Fh; 0: open. */
static const uint16_t upper[] = {
	0x20AC, 0,	0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
	0x2039, 0x0152, 0,	0x017D, 0,	0,	0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
	0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,	0x017E, 0x0178,
};

static uint8_t of_upper(uint32_t character)
{
	for (size_t i = 0; i < sizeof(upper) / sizeof(upper[0]); i++)
		if (upper[i] == character)
			return (uint8_t)(0x80 + i);
	return ABSENT;
}

/* What looks the same on paper as a letter of the page. */
static uint8_t of_likeness(uint32_t character)
{
	if (character >= 0x2000 && character <= 0x200A)
		return ' ';
	switch (character) {
	case 0x202F:
	case 0x205F:
		return ' ';
	case 0x2010:
	case 0x2011:
	case 0x2212:
		return '-';
	case 0x200B:
	case 0x200E:
	case 0x200F:
	case 0xFEFF:
		return NOTHING;
	default:
		return character >= 0x2066 && character <= 0x2069 ? NOTHING : ABSENT;
	}
}

static uint8_t letter_of(uint32_t character, bool is_ascii)
{
	uint8_t letter;

	if (character >= 0x20 && character < 0x7F)
		return (uint8_t)character;
	if (character == 0xA0)
		return is_ascii ? ' ' : 0xA0;
	if (character == 0xAD)
		return NOTHING;
	if (character > 0xA0 && character <= 0xFF)
		return is_ascii ? ABSENT : (uint8_t)character;
	if (character < 0x100)
		return ABSENT;
	letter = is_ascii ? ABSENT : of_upper(character);
	return letter != ABSENT ? letter : of_likeness(character);
}

bool text_page_set(const char *text, bool is_ascii, uint8_t *ret, size_t room, size_t *ret_length)
{
	const size_t length = strlen(text);
	size_t used = 0;

	for (size_t at = 0; at < length;) {
		const uint8_t letter = letter_of(utf8_next(text, length, &at), is_ascii);

		if (letter == ABSENT || used == room)
			return false;
		if (letter != NOTHING)
			ret[used++] = letter;
	}
	*ret_length = used;
	return true;
}
