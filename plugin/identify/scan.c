/* scan.c - see scan.h. */
#include "plugin/identify/scan.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "plugin/base/keys.h"
#include "plugin/base/pan.h"
#include "plugin/identify/token.h"

struct text {
	char data[RGL_SCAN_MAX + 1];
	size_t length;
};

static bool is_digit(char character)
{
	return character >= '0' && character <= '9';
}

static bool is_hex_letter(char character)
{
	return (character >= 'A' && character <= 'F') || (character >= 'a' && character <= 'f');
}

static bool all_digits(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!is_digit(text[i]))
			return false;
	return length > 0;
}

/* Takes away `count` characters at the front. */
static void drop(struct text *text, size_t count)
{
	memmove(text->data, text->data + count, text->length - count + 1);
	text->length -= count;
}

static void cut(struct text *text, size_t length)
{
	text->length = length;
	text->data[length] = '\0';
}

static bool is_edge(char character)
{
	return (unsigned char)character <= ' ' || character == 0x7F;
}

static void trim(struct text *text)
{
	size_t front = 0;

	while (text->length > 0 && is_edge(text->data[text->length - 1]))
		text->length--;
	cut(text, text->length);
	while (front < text->length && is_edge(text->data[front]))
		front++;
	drop(text, front);
}

/* Takes an AIM identifier "]Q3" away and gives its letter, or 0. */
static char take_aim(struct text *text)
{
	char letter = text->length >= 3 ? text->data[1] : '\0';
	bool letter_is = (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');

	if (text->length < 4 || text->data[0] != ']' || !letter_is)
		return '\0';
	drop(text, 3);
	return letter;
}

static const char *aim_words(char letter)
{
	switch (letter) {
	case 'Q':
		return "QR code";
	case 'E':
		return "EAN";
	case 'C':
		return "Code 128";
	case 'A':
		return "Code 39";
	case 'd':
		return "Data Matrix";
	case 'z':
		return "Aztec code";
	case 'L':
		return "PDF417";
	default:
		return "code";
	}
}

/* Every character a card can carry; GS (0x1D), which parts the fields of GS1-128, goes out. */
static bool keep_printable(struct text *text)
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

/* What may be shown: never more than half, never more than four. */
static void set_ending(struct scan *scan)
{
	size_t count = scan->length / 2 < 4 ? scan->length / 2 : 4;

	(void)snprintf(scan->ending, sizeof(scan->ending), "%.*s", (int)count,
		       scan->value + scan->length - count);
}

static void set_value(struct scan *scan, const char *value, size_t length)
{
	memcpy(scan->value, value, length);
	scan->value[length] = '\0';
	scan->length = length;
	set_ending(scan);
}

static void add_kind(struct scan *scan, enum card_kind kind)
{
	scan->kinds[scan->kind_count++] = kind;
}

/* EAN-13, UPC-A (its 13-digit spelling has a 0 in front) and EAN-8, by their check digit. */
static bool read_ean(const struct text *text, char aim, struct scan *ret)
{
	char spelled[16];

	if (!all_digits(text->data, text->length) || !pan_gs1_holds(text->data, text->length))
		return false;
	if (text->length == 12) {
		(void)snprintf(spelled, sizeof(spelled), "0%.12s", text->data);
		set_value(ret, spelled, 13);
	} else if (text->length == 13 || (text->length == 8 && aim == 'E')) {
		set_value(ret, text->data, text->length);
	} else {
		return false;
	}
	ret->seen = text->length == 8 ? "EAN-8" : ret->value[0] == '0' ? "UPC-A" : "EAN-13";
	return true;
}

/* Magnetic tracks as a keyboard wedge types them: %B12345^NAME^...?;12345=...? */
static bool read_track(const struct text *text, struct scan *ret)
{
	const char *start = text->data + 1;
	size_t length;

	if (text->data[0] != '%' && text->data[0] != ';')
		return false;
	if (text->data[0] == '%' && *start == 'B' && is_digit(start[1]))
		start++;
	length = strcspn(start, "^=?");
	while (length > 0 && start[length - 1] == ' ')
		length--;
	if (length == 0 || length >= SCAN_VALUE_ROOM)
		return false;
	set_value(ret, start, length);
	ret->seen = "magnetic stripe";
	return true;
}

/* 4, 7 or 10 bytes in hexadecimal, with or without ':' or '-' between them. */
static bool read_nfc(const struct text *text, struct scan *ret)
{
	char digits[24];
	size_t count = 0;
	bool told = false;

	for (size_t i = 0; i < text->length; i++) {
		char character = text->data[i];

		if ((character == ':' || character == '-') && count > 0 && count % 2 == 0) {
			told = told || character == ':';
			continue;
		}
		if (!is_digit(character) && !is_hex_letter(character))
			return false;
		told = told || is_hex_letter(character);
		if (count == 20)
			return false;
		digits[count++] = (char)(character >= 'a' ? character - 'a' + 'A' : character);
	}
	if (!told || (count != 8 && count != 14 && count != 20))
		return false;
	set_value(ret, digits, count);
	ret->seen = "NFC card";
	return true;
}

/* The digits of a phone number, 7 to 15 of them; *ret_plus when the country is told. */
static size_t phone_digits(const char *text, char ret[16], bool *ret_plus)
{
	size_t count = 0;
	bool plus = text[0] == '+';

	for (const char *at = text + plus; *at != '\0'; at++) {
		if (plus && count > 0 && strncmp(at, "(0)", 3) == 0)
			at += 3; /* "+44 (0)7700 ...": the 0 is dialled at home only */
		if (*at == '\0')
			break;
		if (strchr(" -./()", *at) != NULL)
			continue;
		if (!is_digit(*at) || count == 15)
			return 0;
		ret[count++] = *at;
	}
	if (!plus && count > 2 && memcmp(ret, "00", 2) == 0) {
		plus = true;
		count -= 2;
		memmove(ret, ret + 2, count);
	}
	ret[count] = '\0';
	*ret_plus = plus;
	return count >= 7 ? count : 0;
}

static bool read_phone(const char *text, const struct scan_rules *rules, struct scan *ret)
{
	char digits[16];
	char spelled[32];
	bool plus = false;
	size_t count = phone_digits(text, digits, &plus);

	if (count == 0)
		return false;
	if (plus)
		(void)snprintf(spelled, sizeof(spelled), "+%s", digits);
	else if (rules->calling_code[0] != '\0')
		(void)snprintf(spelled, sizeof(spelled), "+%.7s%s", rules->calling_code,
			       digits + (digits[0] == '0'));
	else
		(void)snprintf(spelled, sizeof(spelled), "%s", digits);
	set_value(ret, spelled, strlen(spelled));
	ret->seen = "phone number";
	wipe(digits, sizeof(digits));
	wipe(spelled, sizeof(spelled));
	return true;
}

/* "+49 1512 3456789": a plus and at most 13 digits is a phone, whatever Luhn says by chance. */
static bool is_told_phone(const struct text *text)
{
	char digits[16];
	bool plus = false;
	size_t count = text->data[0] == '+' ? phone_digits(text->data, digits, &plus) : 0;

	wipe(digits, sizeof(digits));
	return count > 0 && count <= 13;
}

/* "4111.1111.1111.1111", "4111  1111 ...": digits with anything between them that people type. */
static bool is_card_typed_apart(const struct text *text, const char *own_ranges)
{
	char digits[24];
	size_t count = 0;
	bool is;

	for (size_t i = 0; i < text->length; i++) {
		if (strchr(" -./()", text->data[i]) != NULL)
			continue;
		if (!is_digit(text->data[i]) || count == sizeof(digits))
			return false;
		digits[count++] = text->data[i];
	}
	is = pan_is_in(digits, count, own_ranges);
	wipe(digits, sizeof(digits));
	return is;
}

static bool could_be_payment(const struct text *text, char aim, const struct scan_rules *rules)
{
	bool is_ean = aim == 'E' && text->length <= 13 && all_digits(text->data, text->length);

	if (is_ean || is_told_phone(text))
		return false;
	return pan_is_in(text->data, text->length, rules->own_ranges) ||
	       is_card_typed_apart(text, rules->own_ranges);
}

static rgl_rc read_code(const struct text *text, char aim, const struct scan_rules *rules,
			struct scan *ret, struct rgl_why *refusal)
{
	size_t length = text->length;
	const char *start = text->data;
	struct scan phone = { 0 };

	if (aim == '\0' && text->data[0] == '+' && read_phone(text->data, rules, ret)) {
		add_kind(ret, CARD_PHONE);
		return RGL_OK;
	}
	if (length > 2 && start[0] == '*' && start[length - 1] == '*') { /* Code 39's own marks */
		start++;
		length -= 2;
	}
	if (length >= SCAN_VALUE_ROOM)
		return refuse(refusal, RGL_E_LIMIT,
			      "a %s of %zu characters is longer than any card; scan the card again",
			      aim_words(aim), length);
	set_value(ret, start, length);
	ret->seen = aim_words(aim);
	add_kind(ret, CARD_CODE);
	if (aim == '\0' && read_phone(text->data, rules, &phone)) {
		if (!all_digits(text->data, text->length)) {
			*ret = phone;
			add_kind(ret, CARD_PHONE);
			return RGL_OK;
		}
		add_kind(ret, CARD_PHONE);
	}
	if (all_digits(start, length) && (length == 8 || length == 14 || length == 20))
		add_kind(ret, CARD_NFC);
	return RGL_OK;
}

static rgl_rc classify(struct text *text, const struct scan_rules *rules, struct scan *ret,
		       struct rgl_why *refusal)
{
	char aim;

	trim(text);
	aim = take_aim(text);
	trim(text);
	if (text->length == 0)
		return refuse(refusal, RGL_E_TEXT, "nothing was scanned; scan the card again");
	if (!keep_printable(text))
		return refuse(refusal, RGL_E_TEXT,
			      "that scan was noise, not a card; scan the card again");
	/* Before payment cards are looked for: a code of ours may by chance have many digits in a
	 * row. What only looks like one has no check that holds, and is kept nowhere. */
	if (token_is_like(text->data) && token_spell(text->data, ret->value)) {
		set_value(ret, ret->value, strlen(ret->value));
		ret->seen = "QR code";
		add_kind(ret, CARD_TOKEN);
		return RGL_OK;
	}
	if (could_be_payment(text, aim, rules))
		return refuse(refusal, RGL_E_PAYMENT_CARD,
			      "That is a payment card; it was not read further. Ask for the "
			      "loyalty card or phone.");
	if (token_is_like(text->data))
		return refuse(refusal, RGL_E_FORGED,
			      "this code of ours is not whole; scan the card again");
	if (read_track(text, ret) || read_ean(text, aim, ret)) {
		add_kind(ret, CARD_CODE);
		return RGL_OK;
	}
	if (read_nfc(text, ret)) {
		add_kind(ret, CARD_NFC);
		return RGL_OK;
	}
	return read_code(text, aim, rules, ret, refusal);
}

rgl_rc scan_read(const char *raw, size_t length, const struct scan_rules *rules, struct scan *ret,
		 struct rgl_why *refusal)
{
	struct scan scan = { 0 };
	struct text text;
	rgl_rc rc;

	if (length > RGL_SCAN_MAX)
		return refuse(refusal, RGL_E_LIMIT,
			      "%zu bytes came from the scanner, more than any card holds; scan the "
			      "card again",
			      length);
	if (length > 0)
		memcpy(text.data, raw, length);
	cut(&text, length);
	rc = classify(&text, rules, &scan, refusal);
	if (rc == RGL_OK)
		*ret = scan;
	if (rc == RGL_OK && scan.kinds[0] == CARD_CODE)
		add_kind(ret, CARD_OTHER_ID);
	wipe(&text, sizeof(text));
	wipe(&scan, sizeof(scan));
	return rc;
}

rgl_rc scan_phone(const char *number, const struct scan_rules *rules, struct scan *ret,
		  struct rgl_why *refusal)
{
	struct scan scan = { 0 };
	struct text text;
	rgl_rc rc = RGL_OK;

	(void)snprintf(text.data, sizeof(text.data), "%s", number);
	text.length = strlen(text.data);
	trim(&text);
	if (could_be_payment(&text, '\0', rules))
		rc = refuse_field(refusal, RGL_E_PAYMENT_CARD, "phone",
				  "that is a payment card, not a phone number; it was not read "
				  "further");
	else if (!read_phone(text.data, rules, &scan))
		rc = refuse_field(refusal, RGL_E_FIELD, "phone",
				  "phone is not a number of 7 to 15 digits");
	add_kind(&scan, CARD_PHONE);
	if (rc == RGL_OK)
		*ret = scan;
	wipe(&text, sizeof(text));
	wipe(&scan, sizeof(scan));
	return rc;
}
