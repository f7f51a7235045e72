/* amount.c - see amount.h. */
#include "pos-adapters/print-tap/amount.h"
#include "pos-adapters/print-tap/text.h"

#include <stdio.h>
#include <string.h>

enum { WHOLE_MAX = 12, QUANTITY_WHOLE_MAX = 6, MILLI_DIGITS = 3 };

/* Longer ones first, where one begins with another. */
static const char *const CURRENCIES[] = {
	"€",   "US$", "A$",  "C$",  "NZ$", "R$",  "$",	 "£",	"¥",   "￥",  "円",  "₹",
	"₫",   "₽", "₺",   "₩",   "฿",   "₴",	  "EUR", "USD", "GBP", "DKK", "SEK", "NOK",
	"CHF", "PLN", "CZK", "HUF", "RON", "INR", "VND", "JPY", "BGN", "RUB", "kr.", "kr",
	"zł",  "Kč",  "Ft",  "lei", "лв.", "лв",  "руб", "Rs.", "Rs",  "đ",
};

static bool is_digit(char character)
{
	return character >= '0' && character <= '9';
}

static size_t blanks(const char *text)
{
	return strspn(text, " ");
}

static size_t currency_read(const char *text)
{
	for (size_t i = 0; i < sizeof(CURRENCIES) / sizeof(CURRENCIES[0]); i++) {
		size_t length;
		uint32_t behind;

		if (!text_begins(text, CURRENCIES[i], &length))
			continue;
		(void)text_letter(text + length, &behind);
		behind = text_lower(behind);
		if ((CURRENCIES[i][0] & 0x80) != 0 || behind < 'a' || behind > 'z')
			return length;
	}
	return 0;
}

/* The mark between thousands that stands here; 0: none does. */
static size_t thousands_read(const struct amount_style *style, const char *text)
{
	size_t length = 0;

	if (*text == '\'' || ((*text == '.' || *text == ',') && *text != style->decimal) ||
	    (*text == ' ' && style->thousands_blank))
		length = 1;
	else if (memcmp(text, "\xC2\xA0", strnlen(text, 2)) == 0 && text[0] != '\0')
		length = 2;
	else if (strncmp(text, "\xE2\x80\xAF", 3) == 0 || strncmp(text, "\xE2\x80\x99", 3) == 0)
		length = 3;
	/* Groups of three, and in India of two. */
	if (length == 0 || !is_digit(text[length]) || !is_digit(text[length + 1]))
		return 0;
	return length;
}

/* Digits with thousands marks. */
static size_t whole_read(const struct amount_style *style, const char *text, int64_t *ret)
{
	int64_t value = 0;
	size_t at = 0;
	size_t count = 0;
	size_t since = 0;
	bool has_marks = false;

	for (;;) {
		size_t mark = count > 0 ? thousands_read(style, text + at) : 0;

		if (mark > 0) {
			has_marks = true;
			since = 0;
			at += mark;
		}
		if (!is_digit(text[at]) || count == WHOLE_MAX)
			break;
		value = value * 10 + (text[at] - '0');
		count++;
		since++;
		at++;
	}
	if (count == 0 || is_digit(text[at]) || (has_marks && since != 3))
		return 0;
	*ret = value;
	return at;
}

/* The decimals of an amount: just so many, or the dash of round ones. */
static size_t decimals_read(const struct amount_style *style, const char *text, int64_t *value)
{
	int64_t scaled = *value;

	if (style->digits == 0)
		return 0;
	for (size_t i = 0; i < style->digits; i++)
		scaled *= 10;
	if (text[0] == style->decimal && (text[1] == '-' || strncmp(text + 1, "–", 3) == 0)) {
		*value = scaled;
		return text[1] == '-' ? 2 : 4;
	}
	scaled = *value;
	if (text[0] != style->decimal)
		return 0;
	for (size_t i = 0; i < style->digits; i++) {
		if (!is_digit(text[1 + i]))
			return 0;
		scaled = scaled * 10 + (text[1 + i] - '0');
	}
	if (is_digit(text[1 + style->digits]))
		return 0;
	*value = scaled;
	return 1u + style->digits;
}

static size_t minus_read(const char *text)
{
	if (*text == '-')
		return 1;
	return strncmp(text, "\xE2\x88\x92", 3) == 0 || strncmp(text, "–", 3) == 0 ? 3 : 0;
}

/* Sign and currency in either order, before the digits. */
static size_t head_read(const char *text, bool *ret_below)
{
	size_t at = 0;
	bool has_currency = false;

	*ret_below = false;
	for (;;) {
		size_t minus = *ret_below ? 0 : minus_read(text + at);
		size_t currency = has_currency ? 0 : currency_read(text + at);

		if (minus > 0)
			*ret_below = true;
		if (currency > 0)
			has_currency = true;
		if (minus + currency == 0)
			return at;
		at += minus > 0 ? minus : currency;
		at += blanks(text + at);
	}
}

/* What may stand behind: a currency with or without a blank, a minus. */
static size_t tail_read(const char *text, bool *below)
{
	size_t at = 0;
	size_t minus = *below ? 0 : minus_read(text);
	size_t currency;

	at += minus;
	currency = currency_read(text + at + blanks(text + at));
	/* A sign with digits behind it is the next amount's. */
	if (currency > 0 && !is_digit(text[at + blanks(text + at) + currency]))
		at += blanks(text + at) + currency;
	if (minus == 0 && !*below) {
		minus = minus_read(text + at);
		at += minus;
	}
	if (minus > 0)
		*below = true;
	return at;
}

size_t amount_read(const struct amount_style *style, const char *text, int64_t *ret_minor)
{
	bool is_bracket = text[0] == '(';
	bool below;
	int64_t value;
	size_t at = is_bracket ? 1 : 0;
	size_t taken;

	if (text[0] == '+')
		at++;
	at += head_read(text + at, &below);
	taken = whole_read(style, text + at, &value);
	if (taken == 0)
		return 0;
	at += taken;
	taken = decimals_read(style, text + at, &value);
	if (taken == 0 && style->digits > 0)
		return 0;
	at += taken;
	at += tail_read(text + at, &below);
	if (is_bracket && text[at] != ')')
		return 0;
	*ret_minor = below || is_bracket ? -value : value;
	return at + (is_bracket ? 1 : 0);
}

size_t amount_quantity(const struct amount_style *style, const char *text, int64_t *ret_milli)
{
	int64_t value = 0;
	size_t minus = minus_read(text);
	size_t at = minus;
	size_t places = 0;

	while (is_digit(text[at]) && at - minus < QUANTITY_WHOLE_MAX)
		value = value * 10 + (text[at++] - '0');
	if (at == minus || is_digit(text[at]))
		return 0;
	if ((text[at] == style->decimal || text[at] == '.') && is_digit(text[at + 1])) {
		at++;
		while (is_digit(text[at]) && places < MILLI_DIGITS) {
			value = value * 10 + (text[at++] - '0');
			places++;
		}
		if (is_digit(text[at]))
			return 0;
	}
	for (; places < MILLI_DIGITS; places++)
		value *= 10;
	*ret_milli = minus > 0 ? -value : value;
	return at;
}

/* A number of one to `most` digits. */
static size_t digits_read(const char *text, size_t most, int *ret)
{
	size_t at = 0;

	*ret = 0;
	while (at < most && is_digit(text[at]))
		*ret = *ret * 10 + (text[at++] - '0');
	return is_digit(text[at]) ? 0 : at;
}

static size_t month_read(const char *text, int *ret)
{
	static const char *const MONTHS[] = { "jan", "feb", "mar", "apr",  "may",  "jun",  "jul",
					      "aug", "sep", "oct", "nov",  "dec",  "janv", "fév",
					      "mär", "avr", "mai", "juin", "juil", "aoû",  "sept",
					      "okt", "maj", "dez", "déc",  "ene",  "abr",  "ago",
					      "gen", "mag", "giu", "lug",  "set",  "ott",  "dic" };
	static const uint8_t NUMBERS[] = { 1,  2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
					   1,  2, 3, 4, 5, 6, 7, 8, 9, 10, 5,  12,
					   12, 1, 4, 8, 1, 5, 6, 7, 9, 10, 12 };
	size_t length = 0;

	for (size_t i = 0; i < sizeof(NUMBERS); i++) {
		if (!text_begins(text, MONTHS[i], &length))
			continue;
		length += strcspn(text + length, " .,-/0123456789");
		*ret = NUMBERS[i];
		return length + (text[length] == '.' ? 1 : 0);
	}
	return 0;
}

static size_t gap_read(const char *text)
{
	return strspn(text, " .,-/");
}

static bool settle_day(struct amount_day *day)
{
	if (day->year < 100)
		day->year += 2000;
	return day->year >= 2000 && day->year < 2900 && day->month >= 1 && day->month <= 12 &&
	       day->day >= 1 && day->day <= 31;
}

/* 21 Nov 2026, Nov 21, 2026 */
static size_t day_in_words(const char *text, struct amount_day *ret)
{
	struct amount_day day = { 0 };
	size_t at = digits_read(text, 2, &day.day);
	size_t taken;

	at += gap_read(text + at);
	taken = month_read(text + at, &day.month);
	if (taken == 0)
		return 0;
	at += taken;
	at += gap_read(text + at);
	if (day.day == 0) {
		at += digits_read(text + at, 2, &day.day);
		at += gap_read(text + at);
	}
	taken = digits_read(text + at, 4, &day.year);
	if (taken == 0 || !settle_day(&day))
		return 0;
	*ret = day;
	return at + taken;
}

size_t amount_day(const struct amount_style *style, const char *text, struct amount_day *ret)
{
	int parts[3];
	size_t at = 0;
	struct amount_day day;
	size_t first = 0;

	for (int i = 0; i < 3; i++) {
		size_t taken = digits_read(text + at, 4, &parts[i]);

		if (taken == 0)
			return day_in_words(text, ret);
		if (i == 0)
			first = taken;
		at += taken;
		if (i < 2 && (text[at] == '\0' || strchr("./-", text[at]) == NULL))
			return day_in_words(text, ret);
		at += i < 2 ? 1 : 0;
	}
	if (first == 4 || style->order == AMOUNT_YEAR_MONTH)
		day = (struct amount_day) { parts[0], parts[1], parts[2] };
	else if (style->order == AMOUNT_MONTH_DAY)
		day = (struct amount_day) { parts[2], parts[0], parts[1] };
	else
		day = (struct amount_day) { parts[2], parts[1], parts[0] };
	if (!settle_day(&day))
		return 0;
	*ret = day;
	return at;
}

/* am or pm, behind a blank or not. */
static size_t half_read(const char *text, int *hour)
{
	size_t at = blanks(text);
	char letter = (char)((unsigned char)text[at] | 0x20);

	if ((letter != 'a' && letter != 'p') || ((unsigned char)text[at + 1] | 0x20) != 'm')
		return 0;
	if (letter == 'p' && *hour < 12)
		*hour += 12;
	else if (letter == 'a' && *hour == 12)
		*hour = 0;
	return at + 2;
}

size_t amount_time(const char *text, struct amount_time *ret)
{
	struct amount_time time = { .second = -1 };
	size_t at = digits_read(text, 2, &time.hour);
	char mark = text[at];

	if (at == 0 || (mark != ':' && mark != '.' && mark != 'h') || !is_digit(text[at + 1]) ||
	    !is_digit(text[at + 2]))
		return 0;
	time.minute = (text[at + 1] - '0') * 10 + (text[at + 2] - '0');
	at += 3;
	if (text[at] == mark && is_digit(text[at + 1]) && is_digit(text[at + 2])) {
		time.second = (text[at + 1] - '0') * 10 + (text[at + 2] - '0');
		at += 3;
	}
	if (is_digit(text[at]))
		return 0;
	at += half_read(text + at, &time.hour);
	if (time.hour > 23 || time.minute > 59 || time.second > 60)
		return 0;
	*ret = time;
	return at;
}

void amount_write(int64_t value, uint8_t digits, char *ret)
{
	uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	char text[32];
	size_t at = sizeof(text);

	text[--at] = '\0';
	for (uint8_t i = 0; i <= digits || size > 0; i++) {
		if (i == digits && digits > 0)
			text[--at] = '.';
		text[--at] = (char)('0' + size % 10);
		size /= 10;
	}
	if (value < 0)
		text[--at] = '-';
	memcpy(ret, text + at, sizeof(text) - at);
}
