/* hours_read.c - see hours.h: reads opening hours.
 *
 * Each part marks its minutes in a week of bits; what is marked is then told as spans. So it does
 * not matter in which order they stand, and what overlaps counts once.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "plugin/base/ascii.h"
#include "plugin/care/hours.h"

enum { DAYS = 7, DAY_MINUTES = 24 * 60, WEEK_MINUTES = DAYS * DAY_MINUTES };

static const char DAY_NAMES[DAYS][3] = { "mo", "tu", "we", "th", "fr", "sa", "su" };

struct reader {
	const char *text;
	size_t at;
	const char *field;
	struct rgl_why *refusal;
	uint8_t open[WEEK_MINUTES / 8];
};

PRINTF(2, 3) static rgl_rc refuse_here(const struct reader *reader, const char *format, ...)
{
	char words[96];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(words, sizeof(words), format, arguments);
	va_end(arguments);
	return refuse_field(reader->refusal, RGL_E_FIELD, reader->field,
			    "%s: at letter %zu %s, as in mo-fr 08:00-18:00; sa 09:00-14:00",
			    reader->field, reader->at + 1, words);
}

static void skip_spaces(struct reader *reader)
{
	while (reader->text[reader->at] == ' ')
		reader->at++;
}

static bool take(struct reader *reader, char letter)
{
	skip_spaces(reader);
	if (reader->text[reader->at] != letter)
		return false;
	reader->at++;
	skip_spaces(reader);
	return true;
}

/* ---- Days ---- */

static bool is_letter(char letter)
{
	return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

static rgl_rc read_day(struct reader *reader, int32_t *ret)
{
	const char *text = reader->text + reader->at;

	for (int32_t day = 0; day < DAYS; day++) {
		if (ascii_lower(text[0]) != DAY_NAMES[day][0] ||
		    ascii_lower(text[1]) != DAY_NAMES[day][1] || is_letter(text[2]))
			continue;
		reader->at += 2;
		*ret = day;
		return RGL_OK;
	}
	return refuse_here(reader, "a day was expected (mo tu we th fr sa su)");
}

static rgl_rc read_days(struct reader *reader, bool ret[DAYS])
{
	int32_t first = 0;
	int32_t last = 0;
	rgl_rc rc;

	do {
		rc = read_day(reader, &first);
		last = first;
		if (rc == RGL_OK && take(reader, '-'))
			rc = read_day(reader, &last);
		if (rc < 0)
			return rc;
		ret[last] = true;
		for (int32_t day = first; day != last; day = (day + 1) % DAYS)
			ret[day] = true;
	} while (take(reader, ','));
	return RGL_OK;
}

/* ---- Hours ---- */

static bool is_digit(char letter)
{
	return letter >= '0' && letter <= '9';
}

/* One or two digits. */
static bool read_number(struct reader *reader, int32_t *ret)
{
	const char *text = reader->text + reader->at;

	if (!is_digit(text[0]))
		return false;
	*ret = text[0] - '0';
	reader->at++;
	if (!is_digit(text[1]))
		return true;
	*ret = *ret * 10 + (text[1] - '0');
	reader->at++;
	return true;
}

static rgl_rc read_clock(struct reader *reader, int32_t *ret)
{
	const size_t began = reader->at;
	int32_t hour = 0;
	int32_t minute = 0;

	if (!read_number(reader, &hour))
		return refuse_here(reader, "an hour was expected");
	if (reader->text[reader->at] != ':')
		return refuse_here(reader, "a colon and minutes were expected");
	reader->at++;
	if (!is_digit(reader->text[reader->at]) || !is_digit(reader->text[reader->at + 1]))
		return refuse_here(reader, "two digits of minutes were expected");
	(void)read_number(reader, &minute);
	*ret = hour * 60 + minute;
	if (minute < 60 && *ret <= DAY_MINUTES && !is_digit(reader->text[reader->at]))
		return RGL_OK;
	reader->at = began;
	return refuse_here(reader, "is no time of day, which goes from 00:00 to 24:00");
}

static void mark(struct reader *reader, const bool days[DAYS], int32_t from, int32_t to)
{
	for (int32_t day = 0; day < DAYS; day++) {
		for (int32_t minute = from; days[day] && minute < to; minute++) {
			int32_t of_week = (day * DAY_MINUTES + minute) % WEEK_MINUTES;

			reader->open[of_week / 8] |= (uint8_t)(1U << (of_week % 8));
		}
	}
}

static bool take_all_day(struct reader *reader)
{
	const char *text = reader->text + reader->at;

	if (text[0] != '2' || text[1] != '4' || ascii_lower(text[2]) != 'h')
		return false;
	reader->at += 3;
	return true;
}

static rgl_rc read_span(struct reader *reader, const bool days[DAYS])
{
	const size_t began = reader->at;
	int32_t from = 0;
	int32_t to = DAY_MINUTES;
	rgl_rc rc = RGL_OK;

	if (!take_all_day(reader)) {
		rc = read_clock(reader, &from);
		if (rc == RGL_OK && !take(reader, '-'))
			rc = refuse_here(reader, "a dash and an hour were expected");
		if (rc == RGL_OK)
			rc = read_clock(reader, &to);
		if (rc < 0)
			return rc;
	}
	if (from % DAY_MINUTES == to % DAY_MINUTES && to != from + DAY_MINUTES) {
		reader->at = began;
		return refuse_here(reader, "it opens and closes at once; the whole day is 24h");
	}
	mark(reader, days, from, to < from ? to + DAY_MINUTES : to);
	return RGL_OK;
}

static rgl_rc read_part(struct reader *reader)
{
	bool days[DAYS] = { false };
	rgl_rc rc = RGL_OK;

	if (is_letter(reader->text[reader->at]))
		rc = read_days(reader, days);
	else
		memset(days, true, sizeof(days));
	if (rc < 0)
		return rc;
	skip_spaces(reader);
	do {
		rc = read_span(reader, days);
	} while (rc == RGL_OK && take(reader, ','));
	return rc;
}

static rgl_rc read_parts(struct reader *reader)
{
	rgl_rc rc = RGL_OK;

	skip_spaces(reader);
	do {
		rc = read_part(reader);
	} while (rc == RGL_OK && take(reader, ';') && reader->text[reader->at] != '\0');
	if (rc == RGL_OK && reader->text[reader->at] != '\0')
		rc = refuse_here(reader, "a comma, a semicolon or the end was expected");
	return rc;
}

/* ---- Spans ---- */

static bool is_open(const struct reader *reader, int32_t minute)
{
	int32_t of_week = minute % WEEK_MINUTES;

	return (reader->open[of_week / 8] >> (of_week % 8) & 1) != 0;
}

/* From the first minute at which it opens, a week on. */
static rgl_rc tell_spans(const struct reader *reader, struct hours *ret)
{
	int32_t minute = 0;
	int32_t end;

	while (minute < WEEK_MINUTES &&
	       (!is_open(reader, minute) || is_open(reader, minute + WEEK_MINUTES - 1)))
		minute++;
	ret->is_always = minute == WEEK_MINUTES;
	for (end = minute + WEEK_MINUTES; !ret->is_always && minute < end; minute++) {
		bool was_open = is_open(reader, minute + WEEK_MINUTES - 1);

		if (is_open(reader, minute) && !was_open) {
			RGL_ASSERT(ret->count < HOURS_SPANS_MAX);
			ret->spans[ret->count].from = minute;
			ret->spans[ret->count++].to = minute + 1;
		} else if (is_open(reader, minute)) {
			ret->spans[ret->count - 1].to = minute + 1;
		}
	}
	return RGL_OK;
}

rgl_rc hours_read(const char *text, const char *field, struct hours *ret, struct rgl_why *refusal)
{
	struct reader reader = { .text = text == NULL ? "" : text, .field = field };
	struct hours hours = { .count = 0 };
	rgl_rc rc;

	reader.refusal = refusal;
	if (strlen(reader.text) > HOURS_TEXT_MAX)
		return refuse_field(refusal, RGL_E_LIMIT, field,
				    "%s is longer than %d letters; make it shorter", field,
				    HOURS_TEXT_MAX);
	skip_spaces(&reader);
	hours.is_always = reader.text[reader.at] == '\0';
	rc = hours.is_always ? RGL_OK : read_parts(&reader);
	if (rc == RGL_OK && !hours.is_always)
		rc = tell_spans(&reader, &hours);
	if (rc == RGL_OK)
		*ret = hours;
	return rc;
}
