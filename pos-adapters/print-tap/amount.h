/* amount.h - numbers, days and times as receipts write them. Pure; no floating point.
 *
 * Each function reads what a text begins with and returns how many bytes that took; 0: it begins
 * with no such thing, and the output is untouched.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum amount_order { AMOUNT_DAY_MONTH, AMOUNT_MONTH_DAY, AMOUNT_YEAR_MONTH };

/* decimal: ',' or '.'; digits: behind it. thousands_blank: 1 500,00 is one number. */
struct amount_style {
	char decimal;
	uint8_t digits;
	bool thousands_blank;
	enum amount_order order;
};

struct amount_day {
	int year;
	int month;
	int day;
};

struct amount_time {
	int hour;
	int minute;
	int second; /* -1: not written */
};

/* An amount in minor units: with a sign before or behind, a currency before or behind, thousands
 * marks, or in brackets. It has just the digits that the currency has; "12,-" is 12,00. */
size_t amount_read(const struct amount_style *style, const char *text, int64_t *ret_minor);

/* A quantity in thousandths. */
size_t amount_quantity(const struct amount_style *style, const char *text, int64_t *ret_milli);

size_t amount_day(const struct amount_style *style, const char *text, struct amount_day *ret);
size_t amount_time(const char *text, struct amount_time *ret);

/* "-12.50" into ret, at least 32 bytes, as the JSON door takes it. */
void amount_write(int64_t value, uint8_t digits, char *ret);
