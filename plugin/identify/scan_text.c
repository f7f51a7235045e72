/* scan_text.c - see scan_text.h. */
#include "plugin/identify/scan_text.h"

#include <string.h>

#include "plugin/base/keys.h"
#include "plugin/base/pan.h"

bool scan_text_is_digit(char character)
{
	return character >= '0' && character <= '9';
}

bool scan_text_is_digits(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!scan_text_is_digit(text[i]))
			return false;
	return length > 0;
}

/* Takes away `count` characters at the front. */
static void drop(struct scan_text *text, size_t count)
{
	memmove(text->data, text->data + count, text->length - count + 1);
	text->length -= count;
}

static void cut(struct scan_text *text, size_t length)
{
	text->length = length;
	text->data[length] = '\0';
}

static bool is_edge(char character)
{
	return (unsigned char)character <= ' ' || character == 0x7F;
}

void scan_text_trim(struct scan_text *text)
{
	size_t front = 0;

	while (text->length > 0 && is_edge(text->data[text->length - 1]))
		text->length--;
	cut(text, text->length);
	while (front < text->length && is_edge(text->data[front]))
		front++;
	drop(text, front);
}

static char take_aim(struct scan_text *text)
{
	char letter = text->length >= 3 ? text->data[1] : '\0';
	bool letter_is = (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');

	if (text->length < 4 || text->data[0] != ']' || !letter_is)
		return '\0';
	drop(text, 3);
	return letter;
}

static bool keep_printable(struct scan_text *text)
{
	size_t kept = 0;

	for (size_t i = 0; i < text->length; i++) {
		char character = text->data[i];

		if (character == 0x1D)
			continue;
		if (character < ' ' || character > '~')
			return false;
		text->data[kept++] = character;
	}
	cut(text, kept);
	return kept > 0;
}

bool scan_text_is_card_apart(const char *text, size_t length, const char *own_ranges)
{
	char digits[24];
	size_t count = 0;
	bool is;

	for (size_t i = 0; i < length; i++) {
		if (strchr(" -./()", text[i]) != NULL)
			continue;
		if (!scan_text_is_digit(text[i]) || count == sizeof(digits))
			return false;
		digits[count++] = text[i];
	}
	is = pan_is_in(digits, count, own_ranges);
	wipe(digits, sizeof(digits));
	return is;
}

rgl_rc scan_text_take(const char *raw, size_t length, struct scan_text *ret,
		      struct rgl_why *refusal)
{
	if (length > RGL_SCAN_MAX)
		return refuse(refusal, RGL_E_LIMIT,
			      "%zu bytes came from the scanner, more than any card holds; scan the "
			      "card again",
			      length);
	if (length > 0)
		memcpy(ret->data, raw, length);
	cut(ret, length);
	return RGL_OK;
}

rgl_rc scan_text_clean(struct scan_text *text, char *ret_aim, struct rgl_why *refusal)
{
	scan_text_trim(text);
	*ret_aim = take_aim(text);
	scan_text_trim(text);
	if (text->length == 0)
		return refuse(refusal, RGL_E_TEXT, "nothing was scanned; scan the card again");
	if (!keep_printable(text))
		return refuse(refusal, RGL_E_TEXT,
			      "that scan was noise, not a card; scan the card again");
	return RGL_OK;
}

bool scan_text_is_ours(enum token_kind kind, const struct scan_text *text, char *ret_spelled)
{
	return token_is_like(kind, text->data) && token_spell(text->data, ret_spelled);
}

rgl_rc scan_text_refuse_cut(struct rgl_why *refusal)
{
	return refuse(refusal, RGL_E_FORGED, "this code of ours is not whole; scan the card again");
}
