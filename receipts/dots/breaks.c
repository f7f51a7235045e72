/* breaks.c - see breaks.h. */
#include "receipts/dots/breaks.h"

#define ZERO_WIDTH_SPACE 0x200Bu
#define HIRAGANA_FROM 0x3041u
#define HIRAGANA_UNTIL 0x309Fu
#define POLITE_O 0x304Au
#define POLITE_GO 0x3054u

/* Classes CL, CP, EX, NS and CJ of UAX #14, as far as Japanese and Chinese are written with them:
 * ends of brackets and sentences, small kana, what prolongs or repeats. In order. */
static const uint16_t NEVER_FIRST[] = {
	'!',	',',	'.',	':',	';',	'?',	')',	']',	'}',	0x2019,
	0x201D, 0x2026, 0x203C, 0x2047, 0x2048, 0x2049, 0x3001, 0x3002, 0x3005, 0x3009,
	0x300B, 0x300D, 0x300F, 0x3011, 0x3015, 0x3017, 0x3019, 0x301C, 0x301F, 0x303B,
	0x3041, 0x3043, 0x3045, 0x3047, 0x3049, 0x3063, 0x3083, 0x3085, 0x3087, 0x308E,
	0x3095, 0x3096, 0x309B, 0x309C, 0x309D, 0x309E, 0x30A0, 0x30A1, 0x30A3, 0x30A5,
	0x30A7, 0x30A9, 0x30C3, 0x30E3, 0x30E5, 0x30E7, 0x30EE, 0x30F5, 0x30F6, 0x30FB,
	0x30FC, 0x30FD, 0x30FE, 0xFF01, 0xFF05, 0xFF09, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B,
	0xFF1F, 0xFF3D, 0xFF5D, 0xFF60, 0xFF61, 0xFF63, 0xFF64, 0xFF65, 0xFF67, 0xFF68,
	0xFF69, 0xFF6A, 0xFF6B, 0xFF6C, 0xFF6D, 0xFF6E, 0xFF6F, 0xFF70, 0xFF9E, 0xFF9F,
};

/* Class OP, and the signs of money before an amount. */
static const uint16_t NEVER_LAST[] = {
	'$',	'(',	'[',	'{',	0xA3,	0xA5,	0x2018, 0x201C, 0x20AC,
	0x3008, 0x300A, 0x300C, 0x300E, 0x3010, 0x3014, 0x3016, 0x3018, 0x301D,
	0xFF04, 0xFF08, 0xFF3B, 0xFF5B, 0xFF5F, 0xFF62, 0xFFE5,
};

static bool is_in(const uint16_t *list, size_t count, uint32_t character)
{
	size_t low = 0;

	while (count > 0) {
		const size_t half = count / 2;

		if (list[low + half] < character) {
			low += half + 1;
			count -= half + 1;
		} else if (list[low + half] > character) {
			count = half;
		} else {
			return true;
		}
	}
	return false;
}

/* Scripts without spaces between words, of which each character stands alone. */
static bool is_ideograph(const struct paragraph *text, uint32_t at)
{
	return text->scripts[at] == HB_SCRIPT_HAN || text->scripts[at] == HB_SCRIPT_HIRAGANA ||
	       text->scripts[at] == HB_SCRIPT_KATAKANA || text->scripts[at] == HB_SCRIPT_BOPOMOFO;
}

static bool is_digit(uint32_t character)
{
	return character >= '0' && character <= '9';
}

/* Between ideographs, and between one and a word; but an amount keeps the sign behind it, and what
 * signs and digits there are between is all one. */
static bool breaks_ideographs(const struct paragraph *text, uint32_t at)
{
	const uint32_t before = text->characters[at - 1];
	const uint32_t after = text->characters[at];

	if (!is_ideograph(text, at) && !is_ideograph(text, at - 1))
		return false;
	if (is_in(NEVER_FIRST, sizeof(NEVER_FIRST) / sizeof(NEVER_FIRST[0]), after) ||
	    is_in(NEVER_LAST, sizeof(NEVER_LAST) / sizeof(NEVER_LAST[0]), before))
		return false;
	return !is_digit(before) && !(before < 0x80 && after < 0x80);
}

bool breaks_before(const struct paragraph *text, uint32_t at)
{
	const uint32_t before = text->characters[at - 1];

	if (text->characters[at] == ' ' || !text->begins[at])
		return false;
	if (before == ' ' || before == ZERO_WIDTH_SPACE)
		return true;
	if (before == '-')
		return at >= 2 && text->characters[at - 2] != ' ';
	return breaks_ideographs(text, at);
}

static bool is_hiragana(uint32_t character)
{
	return character >= HIRAGANA_FROM && character <= HIRAGANA_UNTIL;
}

/* The o or go of politeness before a noun in kanji: one word with it. */
static bool is_polite(const struct paragraph *text, uint32_t at)
{
	return (text->characters[at] == POLITE_O || text->characters[at] == POLITE_GO) &&
	       at + 1 < text->length && text->scripts[at + 1] == HB_SCRIPT_HAN;
}

/* Behind which a line ends well: a comma, a sentence, a bracket. */
static bool is_end(uint32_t character)
{
	return character == 0x3001 || character == 0x3002 || character == 0x300D ||
	       character == 0xFF01 || character == 0xFF09 || character == 0xFF1A ||
	       character == 0xFF1F;
}

bool breaks_well(const struct paragraph *text, uint32_t at)
{
	const uint32_t before = text->characters[at - 1];

	if (!is_ideograph(text, at) && !is_ideograph(text, at - 1))
		return true;
	if (before == ' ' || before == ZERO_WIDTH_SPACE || is_end(before))
		return true;
	if (!is_hiragana(before) || is_polite(text, at - 1))
		return false;
	return !is_hiragana(text->characters[at]) || is_polite(text, at);
}
