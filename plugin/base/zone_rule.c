/* zone_rule.c - see zone_rule.h. */
#include "plugin/base/zone_rule.h"

#include <string.h>

#include "plugin/base/civil.h"

static bool read_number(const char **at, int32_t most, int32_t *ret)
{
	int32_t value = 0;

	if (**at < '0' || **at > '9')
		return false;
	for (; **at >= '0' && **at <= '9'; (*at)++) {
		value = value * 10 + (**at - '0');
		if (value > most)
			return false;
	}
	*ret = value;
	return true;
}

static bool read_name(const char **at)
{
	const char *start = *at;

	if (**at == '<') {
		const char *end = strchr(*at, '>');

		if (end == NULL)
			return false;
		*at = end + 1;
		return true;
	}
	while ((**at >= 'A' && **at <= 'Z') || (**at >= 'a' && **at <= 'z'))
		(*at)++;
	return *at - start >= 3;
}

/* [+-]hh[:mm[:ss]] */
static bool read_time(const char **at, int32_t *ret_s)
{
	int32_t sign = **at == '-' ? -1 : 1;
	int32_t hours;
	int32_t minutes = 0;
	int32_t seconds = 0;

	if (**at == '-' || **at == '+')
		(*at)++;
	if (!read_number(at, 167, &hours))
		return false;
	if (**at == ':') {
		(*at)++;
		if (!read_number(at, 59, &minutes))
			return false;
	}
	if (**at == ':') {
		(*at)++;
		if (!read_number(at, 59, &seconds))
			return false;
	}
	*ret_s = sign * (hours * 3600 + minutes * 60 + seconds);
	return true;
}

static bool read_month_day(const char **at, struct zone_change *ret)
{
	if (!read_number(at, 12, &ret->month) || ret->month < 1 || *(*at)++ != '.')
		return false;
	if (!read_number(at, 5, &ret->week) || ret->week < 1 || *(*at)++ != '.')
		return false;
	return read_number(at, 6, &ret->day);
}

static bool read_change(const char **at, struct zone_change *ret)
{
	bool good;

	if (*(*at)++ != ',')
		return false;
	ret->kind = **at == 'M' || **at == 'J' ? *(*at)++ : '0';
	good = ret->kind == 'M' ? read_month_day(at, ret) : read_number(at, 365, &ret->day);
	ret->second = 7200;
	if (good && **at == '/') {
		(*at)++;
		good = read_time(at, &ret->second);
	}
	return good;
}

bool zone_rule_read(const char *text, struct zone_rule *ret)
{
	struct zone_rule rule = { 0 };
	const char *at = text;
	int32_t west;

	if (!read_name(&at) || !read_time(&at, &west))
		return false;
	rule.standard_s = -west;
	rule.daylight_s = rule.standard_s + 3600;
	if (*at != '\n' && *at != '\0') {
		rule.has_daylight = true;
		if (!read_name(&at))
			return false;
		if (*at != ',') {
			if (!read_time(&at, &west))
				return false;
			rule.daylight_s = -west;
		}
		if (!read_change(&at, &rule.start) || !read_change(&at, &rule.end))
			return false;
	}
	if (*at != '\n' && *at != '\0')
		return false;
	*ret = rule;
	return true;
}

static bool is_leap(int32_t year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* The local second of a change in a year. */
static int64_t change_local(const struct zone_change *change, int32_t year)
{
	int64_t first;
	int64_t day;
	int64_t weekday;

	if (change->kind != 'M') {
		day = civil_days(year, 1, 1) + change->day;
		if (change->kind == 'J')
			day += -1 + (is_leap(year) && change->day >= 60);
		return day * 86400 + change->second;
	}
	first = civil_days(year, change->month, 1);
	weekday = ((first + 4) % 7 + 7) % 7; /* 1970-01-01 was a Thursday */
	day = first + (change->day - weekday + 7) % 7 + (int64_t)(change->week - 1) * 7;
	if (change->week == 5) {
		int32_t next = change->month == 12 ? 1 : change->month + 1;
		int64_t beyond = civil_days(change->month == 12 ? year + 1 : year, next, 1);

		if (day >= beyond)
			day -= 7;
	}
	return day * 86400 + change->second;
}

static void narrow(int64_t edge_s, int64_t at_s, int64_t *from_s, int64_t *until_s)
{
	if (edge_s <= at_s && edge_s > *from_s)
		*from_s = edge_s;
	if (edge_s > at_s && edge_s < *until_s)
		*until_s = edge_s;
}

void zone_rule_find(const struct zone_rule *rule, int64_t at_s, int64_t *from_s, int64_t *until_s,
		    int64_t *ret_offset_s)
{
	int64_t latest = INT64_MIN;
	int32_t middle;

	*ret_offset_s = rule->standard_s;
	if (!rule->has_daylight)
		return;
	middle = civil_of(at_s < INT64_MIN / 1000 ? INT64_MIN : at_s * 1000).year;
	for (int32_t year = middle - 1; year <= middle + 1; year++) {
		int64_t start = change_local(&rule->start, year) - rule->standard_s;
		int64_t end = change_local(&rule->end, year) - rule->daylight_s;

		if (start <= at_s && start >= latest) {
			latest = start;
			*ret_offset_s = rule->daylight_s;
		}
		if (end <= at_s && end >= latest) {
			latest = end;
			*ret_offset_s = rule->standard_s;
		}
		narrow(start, at_s, from_s, until_s);
		narrow(end, at_s, from_s, until_s);
	}
}
