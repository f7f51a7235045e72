/* learn_style.c - see learn_style.h. */
#include "pos-adapters/print-tap/learn_style.h"
#include "pos-adapters/print-tap/text.h"

#include <stdio.h>
#include <string.h>

static bool is_digit(char character)
{
	return character >= '0' && character <= '9';
}

/* How many amounts with just so many digits behind such a sign a line has. */
static uint32_t amounts_in(const char *line, char decimal, uint8_t digits)
{
	uint32_t count = 0;

	for (size_t i = 1; line[i] != '\0'; i++) {
		size_t places = 0;

		if (line[i] != decimal || !is_digit(line[i - 1]))
			continue;
		while (is_digit(line[i + 1 + places]))
			places++;
		/* Days and versions have another sign behind. */
		if (places == digits && line[i + 1 + places] != decimal)
			count++;
	}
	return count;
}

static uint32_t count_amounts(const struct learn *learn, char decimal, uint8_t digits)
{
	uint32_t count = 0;

	for (uint32_t s = 0; s < learn->sample_count; s++) {
		for (uint32_t i = 0; i < learn->samples[s].lines.line_count; i++)
			count += amounts_in(learn->samples[s].lines.lines[i], decimal, digits);
	}
	return count;
}

/* Whether some day is no day in an order. */
static bool has_wrong_day(const struct learn *learn, enum amount_order order)
{
	struct amount_style style = learn->style;
	struct amount_style other = learn->style;
	struct amount_day day;

	style.order = order;
	other.order = order == AMOUNT_DAY_MONTH ? AMOUNT_MONTH_DAY : AMOUNT_DAY_MONTH;
	for (uint32_t s = 0; s < learn->sample_count; s++) {
		const struct decode *lines = &learn->samples[s].lines;

		for (uint32_t i = 0; i < lines->line_count; i++) {
			for (const char *at = lines->lines[i]; *at != '\0'; at++) {
				if ((at == lines->lines[i] || !is_digit(at[-1])) && is_digit(*at) &&
				    amount_day(&style, at, &day) == 0 &&
				    amount_day(&other, at, &day) >= 8)
					return true;
			}
		}
	}
	return false;
}

static bool has_text(const struct learn *learn, const char *text)
{
	for (uint32_t s = 0; s < learn->sample_count; s++) {
		const struct decode *lines = &learn->samples[s].lines;

		for (uint32_t i = 0; i < lines->line_count; i++) {
			if (strstr(lines->lines[i], text) != NULL)
				return true;
		}
	}
	return false;
}

/* By a code, or by a sign that one currency has. */
static void find_currency(struct learn *learn)
{
	static const char *const SIGNS[][2] = {
		{ "EUR", "EUR" }, { "USD", "USD" }, { "GBP", "GBP" }, { "DKK", "DKK" },
		{ "SEK", "SEK" }, { "NOK", "NOK" }, { "CHF", "CHF" }, { "PLN", "PLN" },
		{ "CZK", "CZK" }, { "HUF", "HUF" }, { "INR", "INR" }, { "VND", "VND" },
		{ "JPY", "JPY" }, { "€", "EUR" },   { "£", "GBP" },   { "₹", "INR" },
		{ "₫", "VND" },	  { "zł", "PLN" },  { "Kč", "CZK" },  { "Ft", "HUF" },
	};

	for (size_t i = 0; i < sizeof(SIGNS) / sizeof(SIGNS[0]); i++) {
		if (learn->currency[0] == '\0' && has_text(learn, SIGNS[i][0]))
			text_copy(learn->currency, sizeof(learn->currency), SIGNS[i][1]);
	}
}

/* Whether an amount here has a blank between its thousands: "Total 1 693,00". */
static bool has_blank_thousands(const struct amount_style *style, const char *line)
{
	struct amount_style blank = *style;
	int64_t minor;

	blank.thousands_blank = true;
	for (const char *at = line; *at != '\0'; at++) {
		size_t digits = strspn(at, "0123456789");

		if (digits >= 1 && digits <= 3 && at[digits] == ' ' &&
		    (at == line || at[-1] == ' ') &&
		    amount_read(style, at + digits + 1, &minor) > 0 &&
		    amount_read(&blank, at, &minor) > digits)
			return true;
		at += digits > 1 ? digits - 1 : 0;
	}
	return false;
}

/* Looked for where no quantity stands before an amount: in totals and what was paid. */
static void find_blank_thousands(struct learn *learn)
{
	static const enum pattern_kind KINDS[] = { PATTERN_TOTAL, PATTERN_CASH, PATTERN_CARD };

	for (uint32_t s = 0; s < learn->sample_count; s++) {
		const struct decode *lines = &learn->samples[s].lines;

		for (uint32_t i = 0; i < lines->line_count * 3; i++) {
			const char *line = lines->lines[i / 3];

			if (learn_has_keyword(KINDS[i % 3], line) &&
			    has_blank_thousands(&learn->style, line))
				learn->style.thousands_blank = true;
		}
	}
}

void learn_style(struct learn *learn)
{
	struct amount_style *style = &learn->style;
	uint32_t points = count_amounts(learn, '.', 2);
	uint32_t commas = count_amounts(learn, ',', 2);
	uint32_t thirds = count_amounts(learn, ',', 3) + count_amounts(learn, '.', 3);

	style->decimal = commas > points ? ',' : '.';
	style->digits = 2;
	/* A currency without small coins has amounts in thousands, or whole ones, and no others. */
	if (points + commas == 0) {
		style->digits = 0;
		style->decimal =
			count_amounts(learn, ',', 3) >= thirds - count_amounts(learn, ',', 3) ? '.'
											      : ',';
	}
	find_blank_thousands(learn);
	find_currency(learn);
	style->order = AMOUNT_DAY_MONTH;
	if (has_wrong_day(learn, AMOUNT_DAY_MONTH) && !has_wrong_day(learn, AMOUNT_MONTH_DAY))
		style->order = AMOUNT_MONTH_DAY;
}

/* Whether a word stands in a line of the same kind in each sample that has one. */
static bool is_common(const struct learn *learn, enum pattern_kind kind, const char *word)
{
	for (uint32_t s = 0; s < learn->sample_count; s++) {
		const struct learn_sample *sample = &learn->samples[s];
		bool has_kind = false;
		bool has_word = false;

		for (uint32_t i = 0; i < sample->lines.line_count; i++) {
			if (sample->kinds[i] != kind)
				continue;
			has_kind = true;
			has_word = has_word || strstr(sample->lines.lines[i], word) != NULL;
		}
		if (has_kind && !has_word)
			return false;
	}
	return true;
}

/* Whether one sample alone has lines of a kind. */
static bool is_single(const struct learn *learn, enum pattern_kind kind)
{
	uint32_t count = 0;

	for (uint32_t s = 0; s < learn->sample_count; s++) {
		const struct learn_sample *sample = &learn->samples[s];

		if (memchr(sample->kinds, (int)kind, sample->lines.line_count) != NULL)
			count++;
	}
	return count < 2;
}

static size_t append(char *ret, size_t length, const char *text)
{
	text_copy(ret + length, LEARN_ROW_ROOM - length, text);
	return length + strlen(ret + length);
}

/* A field that begins here; its length, 0: none does. */
static size_t field_at(const struct learn *learn, enum pattern_kind kind, const char *text,
		       const char **ret_field)
{
	int64_t minor;
	struct amount_day day;
	struct amount_time time;
	size_t length = amount_day(&learn->style, text, &day);
	size_t hours = strspn(text, "0123456789");
	bool has_clock = (hours == 1 || hours == 2) && (text[hours] == ':' || text[hours] == 'h');

	*ret_field = "{date}";
	if (length > 0)
		return length;
	*ret_field = "{time}";
	length = has_clock ? amount_time(text, &time) : 0;
	if (length > 0)
		return length;
	*ret_field = "{money}";
	if (kind == PATTERN_NUMBER || kind == PATTERN_MEMBER)
		return 0;
	length = amount_read(&learn->style, text, &minor);
	/* An amount ends where it ends, or at its tax class: "7%" is none, "4,99C" is one. */
	if (length > 0 && text[length] != '\0' && strchr(" )", text[length]) == NULL &&
	    (text[length] < 'A' || text[length] > 'Z' ||
	     (text[length + 1] != '\0' && text[length + 1] != ' ')))
		return 0;
	return length;
}

/* A word that is no field of its own. */
static void word_of(const struct learn *learn, enum pattern_kind kind, const char *word,
		    bool is_behind, bool *has_number, char *ret)
{
	bool has_digit = strpbrk(word, "0123456789") != NULL;
	bool is_card = kind == PATTERN_MEMBER;
	bool is_number = kind == PATTERN_NUMBER || (kind == PATTERN_WHEN && learn->is_number_bare);
	const char *field = is_card ? "{card}" : "{number}";
	size_t begin = strcspn(word, "0123456789");

	(void)snprintf(ret, LEARN_ROW_ROOM, "%s", word);
	/* Behind the number or the time stands who sold and where: both change. */
	is_behind = is_behind && (kind == PATTERN_NUMBER || kind == PATTERN_WHEN);
	if (strpbrk(word, "{}") != NULL ||
	    (!has_digit && (is_behind || !is_common(learn, kind, word)) &&
	     !learn_has_keyword(kind, word)))
		(void)snprintf(ret, LEARN_ROW_ROOM, "{any}");
	if (!has_digit)
		return;
	/* Rates, masked cards, and numbers of which one sample alone cannot say if they stay. */
	if (kind <= PATTERN_REFUND || strpbrk(word, "%*") != NULL || is_single(learn, kind))
		(void)snprintf(ret, LEARN_ROW_ROOM, "{any}");
	if ((is_number || is_card) && !*has_number &&
	    (is_single(learn, kind) || !is_common(learn, kind, word))) {
		/* "#1042", "Nr.1042": what stands before the digits stays, if it always does. */
		*has_number = true;
		if (begin > 0 && strchr("#.:°", word[begin - 1]) == NULL)
			begin = 0;
		(void)snprintf(ret, LEARN_ROW_ROOM, "%.*s%s", (int)begin, word, field);
		return;
	}
	if (is_behind || !is_common(learn, kind, word))
		(void)snprintf(ret, LEARN_ROW_ROOM, "{any}");
}

/* The last {money} of a row is what it is about. */
static void name_last_amount(char *row)
{
	char *last = NULL;
	size_t rest;

	for (char *at = strstr(row, "{money}"); at != NULL; at = strstr(at + 1, "{money}"))
		last = at;
	if (last == NULL || strlen(row) + 2 >= LEARN_ROW_ROOM)
		return;
	rest = strlen(last + strlen("{money}")) + 1;
	memmove(last + strlen("{amount}"), last + strlen("{money}"), rest);
	memcpy(last, "{amount}", strlen("{amount}"));
}

void learn_row_of(const struct learn *learn, enum pattern_kind kind, const char *line, char *ret)
{
	size_t length = 0;
	bool has_number = false;
	bool is_behind = false;

	ret[0] = '\0';
	while (*line != '\0' && length + 40 < LEARN_ROW_ROOM) {
		const char *field;
		char word[DECODE_LINE_ROOM];
		char text[LEARN_ROW_ROOM];
		size_t taken = strspn(line, " ");

		if (taken > 0) {
			length = append(ret, length, " ");
			line += taken;
			continue;
		}
		taken = field_at(learn, kind, line, &field);
		if (taken > 0) {
			length = append(ret, length, field);
			line += taken;
			is_behind = true;
			continue;
		}
		taken = strcspn(line, " ");
		memcpy(word, line, taken);
		word[taken] = '\0';
		word_of(learn, kind, word, is_behind, &has_number, text);
		is_behind = is_behind || has_number;
		/* One {any} is enough for several words. */
		if (strcmp(text, "{any}") == 0 && length >= 6 &&
		    strcmp(ret + length - 6, "{any} ") == 0)
			ret[--length] = '\0';
		else
			length = append(ret, length, text);
		line += taken;
	}
	text_trim(ret);
	name_last_amount(ret);
}
