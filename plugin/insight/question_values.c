/* question_values.c - see question_parts.h: amounts, days, months, weekdays, texts. */
#include <string.h>

#include "plugin/base/ascii.h"
#include "plugin/base/civil.h"
#include "plugin/insight/period.h"
#include "plugin/insight/question_parts.h"

static const char *const MONTHS[] = { "january",   "february", "march",	   "april",
				      "may",	   "june",     "july",	   "august",
				      "september", "october",  "november", "december" };
static const char *const WEEKDAYS[] = { "monday", "tuesday",  "wednesday", "thursday",
					"friday", "saturday", "sunday" };
static const char *const TENDERS[] = { "cash",	 "card",      "voucher", "transfer", "other",
				       "change", "gift_card", "credit",	 "points" };

#define NUMBER_MOST INT64_C(1000000000000000)

static bool is_name(const char *name, const char *text, size_t length)
{
	return strlen(name) == length && ascii_same(name, text, length);
}

/* A name, or its first three letters; 0: none of them. */
static int64_t find_name(const struct token *token, const char *const *names, size_t count)
{
	size_t length = token->text_length;

	for (size_t i = 0; i < count; i++)
		if (length >= 3 && length <= strlen(names[i]) &&
		    (length == 3 || length == strlen(names[i])) &&
		    ascii_same(names[i], token->text, length))
			return (int64_t)i + 1;
	return 0;
}

static bool read_whole(const struct token *token, int64_t least, int64_t most, int64_t *ret)
{
	int64_t number;

	if (decimal_read(token->text, token->text_length, 0, ROUNDING_REFUSED, &number) < 0 ||
	    number < least || number > most)
		return false;
	*ret = number;
	return true;
}

static bool is_value(const struct token *token)
{
	return token->kind == TOKEN_WORD || token->kind == TOKEN_TEXT;
}

static rgl_rc read_money(struct question_reader *reader, struct question_value *ret)
{
	const struct token *token = &reader->token;
	int64_t minor;

	if (!is_value(token) ||
	    decimal_read(token->text, token->text_length, reader->currency->exponent,
			 ROUNDING_REFUSED, &minor) < 0)
		return question_refuse(reader, "an amount in %s was expected, as 20%s",
				       reader->currency->code,
				       reader->currency->exponent > 0 ? " or 12.50" : "");
	ret->low = ret->high = minor;
	return RGL_OK;
}

static rgl_rc read_number(struct question_reader *reader, int64_t least, int64_t most,
			  const char *expected, struct question_value *ret)
{
	int64_t number;

	if (!is_value(&reader->token) || !read_whole(&reader->token, least, most, &number))
		return question_refuse(reader, "%s was expected", expected);
	ret->low = ret->high = number;
	return RGL_OK;
}

static rgl_rc read_yes(struct question_reader *reader, struct question_value *ret)
{
	const struct token *token = &reader->token;
	bool yes = is_name("yes", token->text, token->text_length);

	if (!is_value(token) || (!yes && !is_name("no", token->text, token->text_length)))
		return question_refuse(reader, "yes or no was expected");
	ret->low = ret->high = yes;
	return RGL_OK;
}

/* "2026", "2026-03": all days of it. */
static bool read_span(const struct token *token, struct question_value *ret)
{
	struct token part = *token;
	int64_t year;
	int64_t month = 0;
	int32_t first;

	part.text_length = 4;
	if ((token->text_length != 4 && token->text_length != 7) ||
	    !read_whole(&part, 1900, 2999, &year))
		return false;
	if (token->text_length == 7) {
		part.text = token->text + 5;
		part.text_length = 2;
		if (token->text[4] != '-' || !read_whole(&part, 1, 12, &month))
			return false;
	}
	first = ((int32_t)year - 1970) * 12 + (int32_t)(month == 0 ? 0 : month - 1);
	ret->low = period_first_day(GRAIN_MONTH, first);
	ret->high = period_first_day(GRAIN_MONTH, first + (month == 0 ? 12 : 1)) - 1;
	return true;
}

static rgl_rc read_day(struct question_reader *reader, struct question_value *ret)
{
	const struct token *token = &reader->token;
	struct civil civil;
	enum written written;
	int64_t offset_ms;
	int64_t part_ms;

	if (is_value(token) && read_span(token, ret))
		return RGL_OK;
	if (!is_value(token) ||
	    civil_read(token->text, token->text_length, &civil, &part_ms, &offset_ms, &written) <
		    0 ||
	    written != WRITTEN_DAY)
		return question_refuse(reader,
				       "a day was expected, as 2026-03-14 (or 2026-03, or 2026)");
	ret->low = ret->high = civil_days(civil.year, civil.month, civil.day);
	return RGL_OK;
}

/* A month of every year; or one of one year, which is so many days. */
static rgl_rc read_month(struct question_reader *reader, struct question_condition *condition,
			 struct question_value *ret)
{
	const struct token *token = &reader->token;
	bool is_first = condition->value_count == 0;
	int64_t month = 0;

	if (is_value(token) && (condition->field == ASK_DATE || is_first) &&
	    condition->field != ASK_BIRTHDAY && token->text_length == 7 && read_span(token, ret)) {
		condition->field = ASK_DATE;
		return RGL_OK;
	}
	if (is_value(token) && condition->field != ASK_DATE) {
		month = find_name(token, MONTHS, 12);
		if (month == 0)
			(void)read_whole(token, 1, 12, &month);
	}
	if (month == 0)
		return question_refuse(reader, "a month was expected, as %s",
				       condition->field == ASK_BIRTHDAY ? "mar, march or 3"
				       : condition->field == ASK_DATE
					       ? "2026-03"
					       : "mar, march or 3 (or 2026-03)");
	ret->low = ret->high = month;
	return RGL_OK;
}

static rgl_rc read_weekday(struct question_reader *reader, struct question_value *ret)
{
	int64_t day = 0;

	if (is_value(&reader->token)) {
		day = find_name(&reader->token, WEEKDAYS, 7);
		if (day == 0)
			(void)read_whole(&reader->token, 1, 7, &day);
	}
	if (day == 0)
		return question_refuse(reader, "a weekday was expected: mon, tue, wed, thu, fri, "
					       "sat, sun");
	ret->low = ret->high = day;
	return RGL_OK;
}

static rgl_rc read_tender(struct question_reader *reader, struct question_value *ret)
{
	const struct token *token = &reader->token;

	for (size_t i = 0; is_value(token) && i < sizeof(TENDERS) / sizeof(TENDERS[0]); i++) {
		if (!is_name(TENDERS[i], token->text, token->text_length))
			continue;
		ret->low = ret->high = (int64_t)i + 1;
		return RGL_OK;
	}
	return question_refuse(reader, "what was paid with was expected: cash, card, voucher, "
				       "transfer, other, change, gift_card, credit, points");
}

/* yes, no, or the number of one. */
static rgl_rc read_member(struct question_reader *reader, struct question_condition *condition,
			  struct question_value *ret)
{
	bool is_first = condition->value_count == 0;

	if ((is_first || condition->field == ASK_NUMBER) && is_value(&reader->token) &&
	    read_whole(&reader->token, 1, INT64_MAX, &ret->low)) {
		condition->field = ASK_NUMBER;
		ret->high = ret->low;
		return RGL_OK;
	}
	if (condition->field == ASK_NUMBER)
		return question_refuse(reader, "a member's number was expected");
	if (read_yes(reader, ret) < 0)
		return question_refuse(reader, "yes, no or a member's number was expected");
	return RGL_OK;
}

/* A star is any text in a pattern, and itself elsewhere: there it is kept as '\1'. */
#define STAR '\1'

static rgl_rc read_text(struct question_reader *reader, bool is_pattern, struct question_value *ret)
{
	struct question *question = reader->question;
	const struct token *token = &reader->token;

	if (!is_value(token))
		return question_refuse(reader, "a text was expected, as 'Jonas'");
	if (question->text_length + token->text_length + 1 > sizeof(question->texts))
		return question_refuse(reader, "the question is too long");
	ret->text = question->text_length;
	for (size_t i = 0; i < token->text_length; i++) {
		char letter = token->text[i];

		if (token->kind == TOKEN_TEXT && letter == token->at[0])
			i++;
		question->texts[question->text_length++] =
			is_pattern && letter == '*' ? STAR : letter;
	}
	question->texts[question->text_length++] = '\0';
	return RGL_OK;
}

rgl_rc question_read_value(struct question_reader *reader, enum question_kind kind, bool is_pattern,
			   struct question_condition *condition, struct question_value *ret)
{
	struct question_value value = { 0 };
	rgl_rc rc = RGL_OK;

	switch (kind) {
	case AS_MONEY:
		rc = read_money(reader, &value);
		break;
	case AS_NUMBER:
		rc = read_number(reader, -NUMBER_MOST, NUMBER_MOST, "a whole number", &value);
		break;
	case AS_HOUR:
		rc = read_number(reader, 0, 23, "an hour from 0 to 23", &value);
		break;
	case AS_YES:
		rc = read_yes(reader, &value);
		break;
	case AS_DAY:
		rc = read_day(reader, &value);
		break;
	case AS_MONTH:
		rc = read_month(reader, condition, &value);
		break;
	case AS_WEEKDAY:
		rc = read_weekday(reader, &value);
		break;
	case AS_TENDER:
		rc = read_tender(reader, &value);
		break;
	case AS_MEMBER:
		rc = read_member(reader, condition, &value);
		break;
	case AS_TEXT:
		rc = read_text(reader, is_pattern, &value);
		break;
	}
	if (rc < 0)
		return rc;
	question_advance(reader);
	*ret = value;
	return RGL_OK;
}

/* ---- Texts against patterns ---- */

/* With a star, what came before it and where the text went on: a later letter that does not fit
 * goes back there, one letter on. */
static bool is_like(const char *pattern, const char *text, size_t length)
{
	const char *star = NULL;
	size_t star_at = 0;
	size_t at = 0;

	while (at < length) {
		if (*pattern == STAR) {
			star = ++pattern;
			star_at = at;
		} else if (*pattern != '\0' && ascii_lower(*pattern) == ascii_lower(text[at])) {
			pattern++;
			at++;
		} else if (star != NULL) {
			pattern = star;
			at = ++star_at;
		} else {
			return false;
		}
	}
	while (*pattern == STAR)
		pattern++;
	return *pattern == '\0';
}

static bool is_any(const struct question *question, const struct question_condition *condition,
		   const char *text, size_t length)
{
	for (size_t i = 0; i < condition->value_count; i++)
		if (is_like(question->texts + question->values[condition->first_value + i].text,
			    text, length))
			return true;
	return false;
}

bool question_text_holds(const struct question *question, size_t condition, const char *text)
{
	const struct question_condition *of = &question->conditions[condition];

	return is_any(question, of, text, strlen(text)) != of->negated;
}

bool question_words_hold(const struct question *question, size_t condition, const char *words)
{
	const struct question_condition *of = &question->conditions[condition];
	bool holds = words[0] == '\0' && is_any(question, of, "", 0);

	while (*words != '\0' && !holds) {
		size_t length = strcspn(words, " ");

		holds = length > 0 && is_any(question, of, words, length);
		words += length + (words[length] == ' ');
	}
	return holds != of->negated;
}
