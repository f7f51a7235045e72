/* civil.c - see civil.h. */
#include "plugin/base/civil.h"

#include <stdbool.h>
#include <stdio.h>

int64_t civil_days(int32_t year, int32_t month, int32_t day)
{
	int64_t years = month <= 2 ? (int64_t)year - 1 : year;
	int64_t era = (years >= 0 ? years : years - 399) / 400;
	int64_t year_of_era = years - era * 400;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

struct civil civil_of(int64_t local_ms)
{
	int64_t days = floor_div(local_ms, MS_A_DAY);
	int64_t of_day = local_ms % MS_A_DAY;
	int64_t second = (of_day < 0 ? of_day + MS_A_DAY : of_day) / 1000;
	int64_t shifted = days + 719468;
	int64_t era = floor_div(shifted, 146097);
	int64_t of_era = shifted - era * 146097;
	int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * of_year + 2) / 153;

	return (struct civil) {
		.year = (int32_t)(year + era * 400 + (month >= 10)),
		.month = (int32_t)(month < 10 ? month + 3 : month - 9),
		.day = (int32_t)(of_year - (153 * month + 2) / 5 + 1),
		.hour = (int32_t)(second / 3600),
		.minute = (int32_t)(second / 60 % 60),
		.second = (int32_t)(second % 60),
	};
}

int64_t civil_ms(const struct civil *civil)
{
	int64_t days = civil_days(civil->year, civil->month, civil->day);
	int64_t second = civil->hour * 3600 + civil->minute * 60 + civil->second;

	return days * MS_A_DAY + second * 1000;
}

struct cursor {
	const char *at;
	const char *end;
};

static bool accept(struct cursor *cursor, char character)
{
	if (cursor->at == cursor->end || *cursor->at != character)
		return false;
	cursor->at++;
	return true;
}

static bool number(struct cursor *cursor, int digits, int32_t least, int32_t most, int32_t *ret)
{
	int32_t value = 0;

	if (cursor->end - cursor->at < digits)
		return false;
	for (int i = 0; i < digits; i++, cursor->at++) {
		if (*cursor->at < '0' || *cursor->at > '9')
			return false;
		value = value * 10 + (*cursor->at - '0');
	}
	*ret = value;
	return value >= least && value <= most;
}

static bool read_day(struct cursor *cursor, struct civil *ret)
{
	struct civil back;
	bool dashes;

	if (!number(cursor, 4, 1900, 2999, &ret->year))
		return false;
	dashes = accept(cursor, '-');
	if (!number(cursor, 2, 1, 12, &ret->month) || (dashes && !accept(cursor, '-')) ||
	    !number(cursor, 2, 1, 31, &ret->day))
		return false;
	back = civil_of(civil_ms(ret));
	return back.day == ret->day;
}

static bool read_clock(struct cursor *cursor, struct civil *ret, int64_t *ret_ms_part)
{
	int32_t scale = 100;

	if (!number(cursor, 2, 0, 23, &ret->hour) || !accept(cursor, ':') ||
	    !number(cursor, 2, 0, 59, &ret->minute))
		return false;
	if (!accept(cursor, ':'))
		return true;
	if (!number(cursor, 2, 0, 59, &ret->second))
		return false;
	if (!accept(cursor, '.'))
		return true;
	if (cursor->at == cursor->end || *cursor->at < '0' || *cursor->at > '9')
		return false;
	for (; cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9'; cursor->at++) {
		*ret_ms_part += (*cursor->at - '0') * scale;
		scale /= 10;
	}
	return true;
}

static bool read_offset(struct cursor *cursor, int64_t *ret_ms)
{
	int32_t hours;
	int32_t minutes = 0;
	bool west = *cursor->at == '-';

	if (!accept(cursor, '+') && !accept(cursor, '-'))
		return false;
	if (!number(cursor, 2, 0, 15, &hours))
		return false;
	if ((accept(cursor, ':') || cursor->at < cursor->end) &&
	    !number(cursor, 2, 0, 59, &minutes))
		return false;
	*ret_ms = (west ? -1 : 1) * (hours * 60 + minutes) * INT64_C(60000);
	return true;
}

rgl_rc civil_read(const char *text, size_t length, struct civil *ret_civil, int64_t *ret_ms_part,
		  int64_t *ret_offset_ms, enum written *ret_written)
{
	struct cursor cursor = { text, text + length };
	struct civil civil = { 0 };
	enum written written = WRITTEN_DAY;
	int64_t ms_part = 0;
	int64_t offset_ms = 0;

	if (!read_day(&cursor, &civil))
		return RGL_E_TIME;
	if (cursor.at < cursor.end) {
		if (!accept(&cursor, 'T') && !accept(&cursor, ' '))
			return RGL_E_TIME;
		if (!read_clock(&cursor, &civil, &ms_part))
			return RGL_E_TIME;
		written = WRITTEN_LOCAL;
	}
	if (cursor.at < cursor.end) {
		if (!accept(&cursor, 'Z') && !read_offset(&cursor, &offset_ms))
			return RGL_E_TIME;
		written = WRITTEN_INSTANT;
	}
	if (cursor.at < cursor.end)
		return RGL_E_TIME;
	*ret_civil = civil;
	*ret_ms_part = ms_part;
	*ret_offset_ms = offset_ms;
	*ret_written = written;
	return RGL_OK;
}

void civil_write_day(const struct civil *civil, char ret[CIVIL_DAY_ROOM])
{
	(void)snprintf(ret, CIVIL_DAY_ROOM, "%04d-%02d-%02d", civil->year % 10000,
		       civil->month % 100, civil->day % 100);
}
