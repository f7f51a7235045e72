/* scan.c - see scan.h. */
#include "plugin/identify/scan.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "plugin/base/keys.h"
#include "plugin/base/pan.h"
#include "plugin/identify/scan_text.h"
#include "plugin/identify/token.h"

static bool is_hex_letter(char character)
{
	return (character >= 'A' && character <= 'F') || (character >= 'a' && character <= 'f');
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

static void set_ending(struct scan *scan)
{
	size_t count = scan->length / 2 < 4 ? scan->length / 2 : 4;

	(void)snprintf(scan->ending, sizeof(scan->ending), "%.*s", (int)count,
		       scan->value + scan->length - count);
}

void scan_set_value(struct scan *scan, const char *value, size_t length)
{
	memmove(scan->value, value, length);
	scan->value[length] = '\0';
	scan->length = length;
	set_ending(scan);
}

struct scan_ends scan_ends(const char *ending)
{
	struct scan_ends ends = { "" };

	if (ending[0] != '\0')
		(void)snprintf(ends.text, sizeof(ends.text), " (ends %.7s)", ending);
	return ends;
}

static void add_kind(struct scan *scan, enum card_kind kind)
{
	scan->kinds[scan->kind_count++] = kind;
}

/* EAN-13, UPC-A (its 13-digit spelling has a 0 in front) and EAN-8, by their check digit. */
static bool read_ean(const struct scan_text *text, char aim, struct scan *ret)
{
	char spelled[16];

	if (!scan_text_is_digits(text->data, text->length) ||
	    !pan_gs1_holds(text->data, text->length))
		return false;
	if (text->length == 12) {
		(void)snprintf(spelled, sizeof(spelled), "0%.12s", text->data);
		scan_set_value(ret, spelled, 13);
	} else if (text->length == 13 || (text->length == 8 && aim == 'E')) {
		scan_set_value(ret, text->data, text->length);
	} else {
		return false;
	}
	ret->seen = text->length == 8 ? "EAN-8" : ret->value[0] == '0' ? "UPC-A" : "EAN-13";
	return true;
}

/* Magnetic tracks as a keyboard wedge types them: %B12345^NAME^...?;12345=...? */
static bool read_track(const struct scan_text *text, struct scan *ret)
{
	const char *start = text->data + 1;
	size_t length;

	if (text->data[0] != '%' && text->data[0] != ';')
		return false;
	if (text->data[0] == '%' && *start == 'B' && scan_text_is_digit(start[1]))
		start++;
	length = strcspn(start, "^=?");
	while (length > 0 && start[length - 1] == ' ')
		length--;
	if (length == 0 || length >= SCAN_VALUE_ROOM)
		return false;
	scan_set_value(ret, start, length);
	ret->seen = "magnetic stripe";
	return true;
}

/* 4, 7 or 10 bytes in hexadecimal, with or without ':' or '-' between them. */
static bool read_nfc(const struct scan_text *text, struct scan *ret)
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
		if (!scan_text_is_digit(character) && !is_hex_letter(character))
			return false;
		told = told || is_hex_letter(character);
		if (count == 20)
			return false;
		digits[count++] = (char)(character >= 'a' ? character - 'a' + 'A' : character);
	}
	if (!told || (count != 8 && count != 14 && count != 20))
		return false;
	scan_set_value(ret, digits, count);
	ret->seen = "NFC card";
	return true;
}

enum { PHONE_DIGITS_MAX = 15 }; /* with the country's (ITU-T E.164) */

/* The digits of a phone number, 7 to 15 of them; *ret_plus when the country is told. */
static size_t phone_digits(const char *text, char ret[PHONE_DIGITS_MAX + 1], bool *ret_plus)
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
		if (!scan_text_is_digit(*at) || count == PHONE_DIGITS_MAX)
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

/* Digits without a country get the shop's, in place of the 0 that is dialled at home. False when
 * that makes them longer than any number: the shop's customers could not be called by it. */
static bool spell_phone(const char *digits, bool plus, const char *calling_code, char ret[32])
{
	bool is_home = !plus && calling_code[0] != '\0';

	if (is_home)
		(void)snprintf(ret, 32, "+%.7s%s", calling_code, digits + (digits[0] == '0'));
	else
		(void)snprintf(ret, 32, "%s%s", plus ? "+" : "", digits);
	return !is_home || strlen(ret) <= PHONE_DIGITS_MAX + 1;
}

static bool read_phone(const char *text, const struct scan_rules *rules, struct scan *ret)
{
	char digits[PHONE_DIGITS_MAX + 1];
	char spelled[32] = "";
	bool plus = false;
	bool is = phone_digits(text, digits, &plus) > 0 &&
		  spell_phone(digits, plus, rules->calling_code, spelled);

	if (is) {
		scan_set_value(ret, spelled, strlen(spelled));
		ret->seen = "phone number";
	}
	wipe(digits, sizeof(digits));
	wipe(spelled, sizeof(spelled));
	return is;
}

/* "+49 1512 3456789": a plus and at most 13 digits is a phone, whatever Luhn says by chance. */
static bool is_told_phone(const struct scan_text *text)
{
	char digits[16];
	bool plus = false;
	size_t count = text->data[0] == '+' ? phone_digits(text->data, digits, &plus) : 0;

	wipe(digits, sizeof(digits));
	return count > 0 && count <= 13;
}

static bool could_be_payment(const struct scan_text *text, char aim, const struct scan_rules *rules)
{
	bool is_ean =
		aim == 'E' && text->length <= 13 && scan_text_is_digits(text->data, text->length);

	if (is_ean || is_told_phone(text))
		return false;
	return pan_is_in(text->data, text->length, rules->own_ranges) ||
	       scan_text_is_card_apart(text->data, text->length, rules->own_ranges);
}

/* The same between the marks of a track or of Code 39, which are no digits either. A value of
 * digits alone was looked at with the marks around it. */
static bool is_card_between_marks(const struct scan *scan, const struct scan_rules *rules)
{
	return !scan_text_is_digits(scan->value, scan->length) &&
	       scan_text_is_card_apart(scan->value, scan->length, rules->own_ranges);
}

static rgl_rc refuse_payment(struct rgl_why *refusal)
{
	return refuse(refusal, RGL_E_PAYMENT_CARD,
		      "That is a payment card; it was not read further. Ask for the loyalty card "
		      "or phone.");
}

static rgl_rc read_code(const struct scan_text *text, char aim, const struct scan_rules *rules,
			struct scan *ret, struct rgl_why *refusal)
{
	size_t length = text->length;
	const char *start = text->data;
	struct scan phone = { 0 };
	struct scan email;

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
	scan_set_value(ret, start, length);
	ret->seen = aim_words(aim);
	if (aim == '\0' && scan_email(ret->value, &email)) {
		ret->seen = "e-mail address";
		add_kind(ret, CARD_EMAIL); /* as a code it stays as it was typed */
	}
	add_kind(ret, CARD_CODE);
	if (aim == '\0' && read_phone(text->data, rules, &phone)) {
		if (!scan_text_is_digits(text->data, text->length)) {
			*ret = phone;
			add_kind(ret, CARD_PHONE);
			return RGL_OK;
		}
		add_kind(ret, CARD_PHONE);
	}
	if (scan_text_is_digits(start, length) && (length == 8 || length == 14 || length == 20))
		add_kind(ret, CARD_NFC);
	return RGL_OK;
}

/* The token of a receipt's question, or the link that its QR code holds. */
static bool is_question(const struct scan_text *text)
{
	char token[TOKEN_ROOM];
	char spelled[TOKEN_ROOM];

	if (scan_text_is_ours(TOKEN_QUESTION, text, spelled))
		return true;
	if (strncmp(text->data, "http", 4) != 0)
		return false;
	for (const char *at = strstr(text->data, "RG3"); at != NULL; at = strstr(at + 1, "RG3")) {
		(void)snprintf(token, sizeof(token), "%.19s", at);
		if (token_spell(token, spelled))
			return true;
	}
	return false;
}

static rgl_rc classify(struct scan_text *text, const struct scan_rules *rules, struct scan *ret,
		       struct rgl_why *refusal)
{
	char aim = '\0';
	rgl_rc rc = scan_text_clean(text, &aim, refusal);

	if (rc < 0)
		return rc;
	/* Before payment cards are looked for: a code of ours may by chance have many digits in a
	 * row. What only looks like one has no check that holds, and is kept nowhere. */
	if (scan_text_is_ours(TOKEN_MEMBER, text, ret->value)) {
		scan_set_value(ret, ret->value, strlen(ret->value));
		ret->seen = "QR code";
		add_kind(ret, CARD_TOKEN);
		return RGL_OK;
	}
	if (scan_text_is_ours(TOKEN_VOUCHER, text, ret->value))
		return refuse(refusal, RGL_E_UNKNOWN,
			      "this is a gift card or a coupon, not a member's card; take it as "
			      "payment or enter it as a code");
	if (is_question(text))
		return refuse(refusal, RGL_E_UNKNOWN,
			      "this is the question of a receipt, not a member's card; it is "
			      "answered on the customer's phone");
	if (scan_text_is_ours(TOKEN_REFERRAL, text, ret->value))
		return refuse(refusal, RGL_E_UNKNOWN,
			      "this is a member's code for friends, not a card; enter it when the "
			      "friend becomes a member");
	if (could_be_payment(text, aim, rules))
		return refuse_payment(refusal);
	if (token_is_like(TOKEN_MEMBER, text->data) || token_is_like(TOKEN_VOUCHER, text->data))
		return scan_text_refuse_cut(refusal);
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
	struct scan_text text;
	rgl_rc rc = scan_text_take(raw, length, &text, refusal);

	if (rc < 0)
		return rc;
	rc = classify(&text, rules, &scan, refusal);
	if (rc == RGL_OK && is_card_between_marks(&scan, rules))
		rc = refuse_payment(refusal);
	if (rc == RGL_OK)
		*ret = scan;
	if (rc == RGL_OK && (scan.kinds[0] == CARD_CODE || scan.kinds[0] == CARD_EMAIL))
		add_kind(ret, CARD_OTHER_ID);
	wipe(&text, sizeof(text));
	wipe(&scan, sizeof(scan));
	return rc;
}

rgl_rc scan_phone(const char *number, const struct scan_rules *rules, struct scan *ret,
		  struct rgl_why *refusal)
{
	struct scan scan = { 0 };
	struct scan_text text;
	rgl_rc rc = RGL_OK;

	(void)snprintf(text.data, sizeof(text.data), "%s", number);
	text.length = strlen(text.data);
	scan_text_trim(&text);
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
